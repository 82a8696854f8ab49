"""Reading pictures' headers: what they are and how large, before a pixel is decoded."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath

from microsite.encoding import READ
from microsite.model import Master
from microsite.problem import Problems, Span
from microsite.source import Source
from microsite.store import Memo

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".avif"})
MOST_PIXELS = 160_000_000
MOST_BYTES = 120_000_000
_ORIENTATION = 0x0112
_TURNED = (5, 6, 7, 8)


@dataclass(frozen=True)
class Header:
    """What a picture's header tells: upright size in pixels, or why it can't be read."""

    width: int = 0
    height: int = 0
    mode: str = ""
    has_profile: bool = False
    fault: str = ""
    large: str = ""


def read_header(data: bytes) -> Header:
    """Return the header of a picture. Nothing but the formats we take is tried: EPS would start Ghostscript."""
    from PIL import Image

    if len(data) > MOST_BYTES:
        return Header(large=f"{len(data) / 1e6:.0f} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=READ) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS:
                    return Header(large=f"{width} × {height}")
                turned = picture.getexif().get(_ORIENTATION) in _TURNED
                mode, profile = picture.mode, bool(picture.info.get("icc_profile"))
    except Exception as error:  # noqa: BLE001  Pillow's readers raise whatever a broken file makes them raise
        return Header(fault=(str(error) or type(error).__name__).splitlines()[0].split("<")[0].strip()[:80])
    return Header(height, width, mode, profile) if turned else Header(width, height, mode, profile)


def read_master(source: Source, span: Span, memo: Memo, problems: Problems) -> Master | None:
    """Return the picture in `source`, or None after telling at `span` what is wrong with it."""
    if PurePosixPath(source.path).suffix.lower() not in SUFFIXES:
        problems.error("picture-broken", span, path=source.path, what=PurePosixPath(source.path).suffix or "–")
        return None
    header = memo.of("picture header", source.digest, lambda: read_header(source.read()))
    if header.large:
        problems.error("picture-large", span, path=source.path, what=header.large, limit="160 MP, 120 MB")
    elif header.fault:
        problems.error(
            "picture-broken", span, path=source.path, what=fault_in_swedish(header.fault), what_en=header.fault
        )
    else:
        if header.mode == "CMYK" and not header.has_profile:
            problems.warn("picture-profile", span, path=source.path)
        return Master(source.path, source.digest, header.width, header.height, span)
    return None


def fault_in_swedish(fault: str) -> str:
    """Return what Pillow said, in Swedish where it is one of the common things."""
    known = (
        ("cannot identify", "filen är ingen bild"),
        ("truncated", "filen är avklippt"),
        ("broken data", "filen är skadad"),
    )
    return next((words for said, words in known if said in fault), fault)
