"""Packing: the recipes of a partner's kit, one archive and the talking points in it."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from microsite.target import Inputs, Recipe
from microsite.typesetting import ACCESSIBLE, Number, typeset

TALK_LAYOUT = "talk.typ"
# The first moment that an archive can tell: the same bytes whenever it is made.
_THEN = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """An archive: its files by name, in the order of what it needs; and texts by name, which go before them."""

    files: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TalkView:
    """Talking points on a page, from whom, and whom to call."""

    lang: str
    dir: str
    brand: str
    accent: str
    sender: str
    title: str
    lead: str
    points: tuple[str, ...]
    ways: tuple[Number, ...]
    end: str


def pack(batch: Sequence[Inputs]) -> list[bytes]:
    """Put files into archives, as they are: packed tighter, they would differ from one library to the next."""
    return [_pack(inputs) for inputs in batch]


def set_talk(batch: Sequence[Inputs]) -> list[bytes]:
    """Set talking points as PDF/UA-1."""
    return [typeset(inputs, TALK_LAYOUT, dataclasses.asdict(inputs.view), {}, **ACCESSIBLE) for inputs in batch]


PACK = Recipe(pack, heavy=True)
SET_TALK = Recipe(set_talk, heavy=True)


def _pack(inputs: Inputs) -> bytes:
    view: ArchiveView = inputs.view
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        # Windows' own line ends: the texts are opened in Notepad more often than not.
        rows = [(name, text.replace("\n", "\r\n").encode("utf-8-sig")) for name, text in view.texts]
        rows += zip(view.files, inputs.needs.values(), strict=True)
        for name, data in rows:
            info = zipfile.ZipInfo(name, _THEN)
            info.create_system, info.external_attr = 3, _READABLE
            archive.writestr(info, data)
    return out.getvalue()
