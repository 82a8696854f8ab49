"""What may be written of posters, of the formats they are set in, and of pictures."""

from __future__ import annotations

import re
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, model_validator

from microsite.schema.values import (
    Audiences,
    Date,
    Fields,
    Local,
    Slug,
    Text,
    Words,
    YesNo,
    as_text,
    fault,
    one_of,
    several,
)

# Posters that are set: what is drawn, what they stand on, and where a format is used.
MOTIFS = ("receipt", "rings", "field", "bubbles", "stops", "cups", "picture", "none")
# What stays free in the middle of a format: nothing, or room for whoever sits before it in a meeting.
KEPT_FREE = ("nothing", "middle")
GROUNDS = ("brand", "accent", "paper", "sand", "tint")
USES = ("print", "screen", "social", "email")


def _point(value: Any) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,3})\s*%\s+(\d{1,3})\s*%", as_text(value))
    if match is None or int(match[1]) > 100 or int(match[2]) > 100:
        raise fault("value-point", value=value)
    return int(match[1]), int(match[2])


def _percent(value: Any) -> int:
    match = re.fullmatch(r"(\d{1,2})\s*%", as_text(value))
    if match is None or int(match[1]) > 45:
        raise fault("value-percent", value=value)
    return int(match[1])


def _length(value: Any) -> tuple[float, str]:
    match = re.fullmatch(r"(\d{1,5}(?:[.,]\d{1,2})?)\s*(mm|cm|px)", as_text(value))
    number = float(match[1].replace(",", ".")) if match else 0.0
    if match is None or not number:
        raise fault("value-length", value=value)
    return (number * 10, "mm") if match[2] == "cm" else (number, match[2])


def _weight(value: Any) -> int:
    match = re.fullmatch(r"(\d{1,4}(?:[.,]\d)?)\s*([kM])B", as_text(value))
    if match is None:
        raise fault("value-weight", value=value)
    return int(float(match[1].replace(",", ".")) * (1_000 if match[2] == "k" else 1_000_000))


def _scale(value: Any) -> int:
    return int(one_of("1", "2", "3")(value))


Percent = Annotated[int, BeforeValidator(_percent)]
Length = Annotated[tuple[float, str], BeforeValidator(_length)]
Weight = Annotated[int, BeforeValidator(_weight)]
Point = Annotated[tuple[int, int], BeforeValidator(_point)]


class SafeFields(Fields):
    """What stays free of words inside the edge of a format, at each side."""

    top: Length = (0.0, "px")
    right: Length = (0.0, "px")
    bottom: Length = (0.0, "px")
    left: Length = (0.0, "px")

    @property
    def sides(self) -> tuple[tuple[float, str], ...]:
        """Return the lengths at the top, right, bottom and left."""
        return self.top, self.right, self.bottom, self.left


class CutFields(Fields):
    """What may be cut away at each side, in per cent."""

    top: Percent = 0
    right: Percent = 0
    bottom: Percent = 0
    left: Percent = 0

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """Return the shares at the top, right, bottom and left."""
        return self.top, self.right, self.bottom, self.left


def _safe(value: Any) -> Any:
    """One length stands for all four sides."""
    return dict.fromkeys(("top", "right", "bottom", "left"), value) if isinstance(value, str) else value


class TemplateTextFields(Fields):
    """A poster's words, that it is set from in every format."""

    headline: Text
    line: Words = ""
    # A receipt has a title, a note and rows of two parts; the other motifs have words, one a row.
    items_title: Words = ""
    items_note: Words = ""
    items: Annotated[tuple[str, ...], BeforeValidator(several(as_text))] = ()
    call: Words = ""
    terms: Words = ""


class TemplateFields(TemplateTextFields):
    """How a poster is set in every format: its motif, its ground, its words, and the service whose number it shows."""

    motif: Annotated[str, BeforeValidator(one_of(*MOTIFS))] = "none"
    # The picture of the motif that is one, below assets/ or in assets/posters/.
    picture: Words = ""
    ground: Annotated[str, BeforeValidator(one_of(*GROUNDS))] = "brand"
    service: Words = ""

    @model_validator(mode="after")
    def _has_its_picture(self) -> Self:
        if (self.motif == "picture") != bool(self.picture):
            raise fault("poster-picture")
        return self


class PosterFields(Fields):
    """A poster: `content/<lang>/posters/*.md`."""

    title: Text
    alt: Text
    master: Words = ""
    summary: Words = ""
    audience: Audiences = ()
    focus: Point = (50, 50)
    # How much of a finished picture may be cut away at each side, in per cent of its width and height.
    cut: Annotated[CutFields, BeforeValidator(_safe)] = CutFields()
    formats: Annotated[tuple[str, ...], BeforeValidator(several(one_of("avif", "jpeg", "webp")))] = ()
    template: TemplateFields | None = None
    published: Date = None
    draft: YesNo = False

    @model_validator(mode="after")
    def _has_something_to_show(self) -> Self:
        if not self.master and self.template is None:
            raise fault("poster-empty")
        return self


class PosterTextFields(Fields):
    """The translation of a poster: words, and a master of its own if it has one."""

    title: Text
    alt: Text
    summary: Words = ""
    master: Words = ""
    template: TemplateTextFields | None = None


class FormatFields(Fields):
    """A format that posters are set in: one item of `content/formats.yaml`. Lengths are (number, unit)."""

    id: Slug
    name: Local
    use: Annotated[str, BeforeValidator(one_of(*USES))]
    width: Length
    height: Length
    bleed: Length = (0.0, "mm")
    marks: YesNo = False
    safe: Annotated[SafeFields, BeforeValidator(_safe)] = SafeFields()
    free: Annotated[str, BeforeValidator(one_of(*KEPT_FREE))] = "nothing"
    form: Annotated[str, BeforeValidator(one_of("pdf", "jpeg", "png"))]
    scale: Annotated[int, BeforeValidator(_scale)] = 1
    most: Weight = 0
    code: YesNo = False
    # Whether partners get it with their logo.
    kit: YesNo = False
    source: Text
    checked: Date = None

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        unit = "mm" if self.form == "pdf" else "px"
        lengths = (self.width, self.height, *(length for length in self.safe.sides if length[0]))
        odd = next((f"{number:g} {said}" for number, said in lengths if said != unit), "")
        if odd:
            raise fault("format-unit", value=odd, unit=unit)
        return self


class PictureFields(Fields):
    """What is told of a picture: one item of `content/pictures.yaml`. Consent holds through its last day."""

    file: Text
    credit: Local = ()
    consent_until: Date = None
