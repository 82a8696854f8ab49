"""Typesetting: the recipe of printed cards. It imports little that changes: an edit elsewhere sets none again."""

from __future__ import annotations

import dataclasses
import io
import json
import multiprocessing.util
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from microsite.drawing import FONTS
from microsite.target import Inputs, Recipe

# What the recipe calls its files: the layout in Typst's language, and the fonts.
LAYOUT = "wallet.typ"
_FONT = ".ttf"
_INK = "#14201f"
# What every layout is set in.
FONT_FILES = tuple((f"{script}{_FONT}", path) for script, path in FONTS)
ACCESSIBLE = {"format": "pdf", "pdf_standards": ["ua-1"]}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach a service, as it stands on a card."""

    label: str
    value: str
    hours: str


@dataclass(frozen=True, slots=True)
class Number:
    """An emergency number, and what it is for."""

    label: str
    number: str


@dataclass(frozen=True, slots=True)
class WalletView:
    """A card for the wallet. `url` is what its code leads to, `address` the same as people read it."""

    lang: str
    dir: str
    brand: str
    title: str
    name: str
    summary: str
    ways: tuple[Way, ...]
    terms: str
    more: str
    address: str
    emergency: tuple[Number, ...]
    url: str
    code: str
    checked: str


def set_wallet(batch: Sequence[Inputs]) -> list[bytes]:
    """Set cards as PDF/UA-1, tagged, fonts within."""
    return [
        typeset(i, LAYOUT, dataclasses.asdict(i.view), {"qr.svg": qr_code(i.view.url)}, **ACCESSIBLE) for i in batch
    ]


SET_WALLET = Recipe(set_wallet, heavy=True)


def typeset(inputs: Inputs, layout: str, data: object, files: Mapping[str, bytes], **options: Any) -> bytes:
    """Set `data` with a layout and the fonts among the inputs. The words are data: nothing in them is read as Typst.

    `files` are those that the layout names, by name; they must be text.
    """
    import typst

    fonts = tuple(font for name, font in sorted(inputs.files.items()) if name.endswith(_FONT))
    sources = {"main.typ": inputs.files[layout], "data.json": json.dumps(data).encode(), **files}
    return bytes(typst.compile(sources, font_paths=[_folder(fonts)], ignore_system_fonts=True, **options))


def qr_code(url: str) -> bytes:
    """Return a QR code as SVG, the same bytes each time."""
    import segno

    file = io.BytesIO()
    segno.make(url, error="m", micro=False).save(file, kind="svg", border=0, xmldecl=False, dark=_INK)
    return file.getvalue()


@lru_cache(maxsize=4)
def _folder(fonts: tuple[bytes, ...]) -> str:
    """Return a folder that holds these fonts, because Typst reads them from the disk. It goes with the process."""
    folder = tempfile.mkdtemp(prefix="microsite-fonts-")
    # Not `atexit`: worker processes end without it.
    multiprocessing.util.Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=0)
    for number, font in enumerate(fonts):
        (Path(folder) / f"{number}{_FONT}").write_bytes(font)
    return folder
