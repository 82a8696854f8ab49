"""What may be written in a page, a news item and an event."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator

from microsite.schema.values import (
    AUDIENCES,
    Audience,
    Date,
    Fields,
    Moment,
    Number,
    Slug,
    Text,
    Words,
    YesNo,
    as_date,
    as_moment,
    one_of,
)

BLOCKS = (
    "services",
    "posters",
    "partners",
    "badge",
    "commitments",
    "news",
    "events",
    "entrances",
    "emergency",
    "accessibility",
    "privacy",
)


def _block(value: Any) -> Any:
    """A generated block may be a bare word: `services` for `{block: services}`."""
    return {"block": value} if isinstance(value, str) else value


class ButtonFields(Fields):
    """A button in a hero: its words, and where to."""

    text: Text
    to: Text


class HeroFields(Fields):
    """The top of a page: one strong line, some words, a poster or a picture, and buttons."""

    line: Text
    text: Words = ""
    poster: Words = ""
    picture: Words = ""
    alt: Words = ""
    buttons: tuple[ButtonFields, ...] = ()


class EntranceFields(Fields):
    """A card that leads on."""

    text: Text
    description: Words = ""
    to: Text


class BlockFields(Fields):
    """A generated block after the body of a page."""

    block: Annotated[str, BeforeValidator(one_of(*BLOCKS))]
    title: Words = ""
    audience: Annotated[str, BeforeValidator(lambda v: one_of(*AUDIENCES)(v) if v else "")] = ""
    items: tuple[EntranceFields, ...] = ()


class TextFields(Fields):
    """What every text file has."""

    title: Text
    description: Text
    slug: Slug | None = None
    published: Date = None
    expires: Date = None
    draft: YesNo = False


class PageFields(TextFields):
    """A page: `content/<lang>/**.md`."""

    menu: Number | None = None
    menu_title: Words = ""
    audience: Audience | None = None
    review_by: Date = None
    hero: HeroFields | None = None
    shows: tuple[Annotated[BlockFields, BeforeValidator(_block)], ...] = ()
    quick_exit: YesNo | None = None


class NewsFields(TextFields):
    """A news item: `content/<lang>/news/*.md`."""

    published: Annotated[dt.date, BeforeValidator(as_date)]


class EventFields(TextFields):
    """An event: `content/<lang>/events/*.md`. Times are the town's."""

    starts: Annotated[dt.datetime, BeforeValidator(as_moment)]
    ends: Moment = None
    place: Words = ""
    organiser: Words = ""
    example: YesNo = False


class EventTextFields(Fields):
    """The translation of an event: words only."""

    title: Text
    description: Text
    slug: Slug | None = None
    place: Words = ""
    organiser: Words = ""
