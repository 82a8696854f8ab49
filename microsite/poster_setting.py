"""Setting posters: the recipe that sets one poster in one shape, as a PDF for print or a picture for a screen.

It imports little that changes: an edit elsewhere sets none again.
"""

from __future__ import annotations

import base64
import dataclasses
import io
from collections.abc import Sequence
from dataclasses import dataclass

from microsite.drawing import mark_shapes
from microsite.encoding import PictureError, TooHeavyError, as_jpeg, open_upright
from microsite.target import Inputs, Recipe
from microsite.typesetting import ACCESSIBLE, qr_code, typeset

# What the recipe calls the layout, in Typst's language.
LAYOUT = "poster.typ"
# And the picture of the motif.
PICTURE = "picture"
# The longer side of a picture that is printed, in pixels.
_PRINTED = 3508
POINTS_A_MM = 72 / 25.4
# Room for crop marks outside the bleed, in points.
MARKS = 8 * POINTS_A_MM


@dataclass(frozen=True, slots=True)
class PosterSetView:
    """A poster in one shape and language.

    Lengths are points of the page: 1/72 inch in print, pixels on a screen. `safe` is what stays free at the top, right,
    bottom and left. `colours` are #rrggbb by name. `form` is pdf, jpeg or png; `scale` the pixels a point; `most_bytes`
    the limit of the file, 0 for none. `url` is where the code leads, "" for no code.
    """

    form: str
    width: float
    height: float
    bleed: float
    marks: float
    safe: tuple[float, float, float, float]
    scale: int
    most_bytes: int
    lang: str
    dir: str
    title: str
    motif: str
    colours: tuple[tuple[str, str], ...]
    mark: tuple[str, str]
    headline: str
    line: str
    items_title: str
    items_note: str
    items: tuple[tuple[str, ...], ...]
    call: str
    service: str
    number: str
    terms: str
    name: str
    url: str
    code: str
    # Of the picture that is its motif: its width in its height, and what is to stay in the middle, in per cent.
    picture: float = 0.0
    focus: tuple[int, int] = (50, 50)
    # "middle" where somebody sits before it.
    free: str = "nothing"
    # Whose logos stand on it, in the order of what it needs; or, in place of a logo, the words that say who it is from.
    logos: tuple[str, ...] = ()
    logos_words: str = ""


def set_poster(batch: Sequence[Inputs]) -> list[bytes]:
    """Set posters. Raises TooHeavyError."""
    return [_set(inputs) for inputs in batch]


SET_POSTER = Recipe(set_poster, heavy=True, faults=(PictureError, TooHeavyError))


def _set(inputs: Inputs) -> bytes:
    view: PosterSetView = inputs.view
    mark = mark_shapes(inputs.files["mark"], *view.mark)
    files = {"mark.svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{mark}</svg>'.encode()}
    files |= {f"logo-{number}.svg": _wrapped(logo) for number, logo in enumerate(inputs.needs.values())}
    if view.url:
        files["qr.svg"] = qr_code(view.url)
    if view.picture:
        files["picture.svg"] = _wrapped(_photograph(inputs.files[PICTURE], view), "jpeg")
    if view.form == "pdf":
        return _with_boxes(typeset(inputs, LAYOUT, _data(view), files, **ACCESSIBLE), view)
    png = typeset(inputs, LAYOUT, _data(view), files, format="png", ppi=72 * view.scale)
    if view.form == "png":
        return png
    from PIL import Image

    return as_jpeg(Image.open(io.BytesIO(png), formats=("PNG",)).convert("RGB"), view.most_bytes)


def _photograph(data: bytes, view: PosterSetView) -> bytes:
    """Return the picture as large as the sheet can show it, upright and without what the camera wrote."""
    longer = round(max(view.width, view.height) * view.scale)
    # On paper it is looked at from farther the larger it is: these are 300 dots an inch on A4.
    side = _PRINTED if view.form == "pdf" else longer
    picture = open_upright(data, (side, round(side / view.picture))).convert("RGB")
    picture.thumbnail((side, side))
    return as_jpeg(picture)


def _wrapped(data: bytes, form: str = "png") -> bytes:
    """Return a picture as SVG: files in memory must be text."""
    from PIL import Image

    width, height = Image.open(io.BytesIO(data), formats=(form.upper(),)).size
    size = f'width="{width}" height="{height}"'
    href = f"data:image/{form};base64,{base64.b64encode(data).decode()}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{href}"/></svg>'.encode()


def _data(view: PosterSetView) -> dict[str, object]:
    """Return the view as the layout reads it, with the words that must not be broken beside each text."""
    data = dataclasses.asdict(view)
    data["colours"] = dict(view.colours)
    data |= {"items-title": view.items_title, "items-note": view.items_note, "qr": bool(view.url)}
    data |= {"longest": view.headline.split(), "line-longest": view.line.split() or [""]}
    data |= {"name-longest": view.name.split(), "logos-words": view.logos_words}
    return data


def _with_boxes(pdf: bytes, view: PosterSetView) -> bytes:
    """Return the PDF with the boxes that a printer trims by. The same bytes each time."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            outer, bleed = view.marks + view.bleed, view.marks
            right, top = view.width + 2 * outer, view.height + 2 * outer
            page.mediabox = page.cropbox = pikepdf.Array([0, 0, round(right, 3), round(top, 3)])
            for name, inset in (("/BleedBox", bleed), ("/TrimBox", outer)):
                page[name] = pikepdf.Array([round(v, 3) for v in (inset, inset, right - inset, top - inset)])
        document.save(out, deterministic_id=True)
    return out.getvalue()
