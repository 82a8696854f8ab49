"""What may be written of a film."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from microsite.schema.values import Date, Fields, Local, Number, Slug, Text, Words, YesNo, as_text, several


class FilmTextFields(Fields):
    """The translation of a film: words, subtitles, and files of its own where there is such a version."""

    title: Text
    description: Text
    slug: Slug | None = None
    # The film itself, the same in several sizes; the widest is the first choice.
    files: Annotated[tuple[str, ...], BeforeValidator(several(as_text))] = ()
    # With a voice that tells what is seen.
    described: Annotated[tuple[str, ...], BeforeValidator(several(as_text))] = ()
    captions: Words = ""
    # What is seen, as words that a screen reader says between the film's own.
    descriptions: Words = ""
    picture: Words = ""


class FilmFields(FilmTextFields):
    """A film: `content/<lang>/films/*.md`, with its transcript."""

    files: Annotated[tuple[str, ...], BeforeValidator(several(as_text))]
    # Which second of the film is shown before it starts, where it has no picture of its own.
    frame: Number = 0
    credit: Local = ()
    published: Date = None
    draft: YesNo = False
