"""Reading pictures' headers: what they are and how large, before a pixel is decoded."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from microsite.encoding import PDF, READ, PictureError, fits_inks, is_pdf, opened, page_size, upright_size
from microsite.logo_drawing import READ as LOGO_READ
from microsite.logo_drawing import is_svg
from microsite.model import Master
from microsite.problem import Problems, Span
from microsite.source import Source
from microsite.store import Memo
from microsite.svg_intake import MOST_ASPECT, LogoError, clean_svg

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".avif", ".pdf"})
LOGO_SUFFIXES = frozenset({".svg", ".svgz", ".png", ".jpg", ".jpeg", ".webp", ".gif"})
# So that none takes over 512 MB while it is decoded. In WebP and AVIF a pixel takes five times the room; a progressive
# JPEG is held as coefficients, and a packed TIFF strip by strip, beside the pixels.
MOST_PIXELS = 100_000_000
_MOST_ROOM = 420_000_000
_ROOM = {"WEBP": 20, "AVIF": 12}
_ROOM_OF_MODE = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}
# More than any program writes: each goes through all of the picture once more.
_MOST_SCANS = 100
# How many times higher than wide. At the largest width WebP holds no more.
_MOST_HIGH = 10
_MOST_LOGO_PIXELS = 40_000_000
# Fewer pixels than this in its longer side, and a logo is soft where it is shown.
_LOGO_SIDE = 240
MOST_BYTES = 120_000_000
# The longer side of what a PDF is drawn at, in pixels: A3 at 300 dots an inch.
_PDF_SIDE = 4961
# Of a page: five metres, and twenty times as long as wide. In points, 1/72 inch.
_MOST_POINTS, _MOST_SHAPE = 14_400, 20


@dataclass(frozen=True)
class Header:
    """What a picture's header tells: upright size in pixels, or why it can't be read."""

    width: int = 0
    height: int = 0
    mode: str = ""
    has_profile: bool = False
    fault: str = ""
    large: str = ""
    # The message that tells what is wrong, where a logo has one of its own.
    code: str = ""


def read_header(data: bytes, formats: tuple[str, ...] = READ, most_pixels: int = MOST_PIXELS) -> Header:
    """Return the header of a picture. Nothing but `formats` is tried: EPS would start Ghostscript."""
    from PIL import Image

    if len(data) > MOST_BYTES:
        return Header(large=f"{len(data) / 1e6:.0f} MB")
    if PDF in formats and is_pdf(data):
        return _pdf_header(data)
    # Only WebP's reader makes room while it opens, so there Pillow's own limit is needed; it is twice this number.
    limit = most_pixels if data.startswith(b"RIFF") else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with opened(data, formats, limit) as picture:
                width, height = picture.size
                if width * height > most_pixels or _room(picture) > _MOST_ROOM:
                    return Header(large=f"{width} × {height}")
                width, height = upright_size(picture)
                if data[:2] == b"\xff\xd8" and data.count(b"\xff\xda") > _MOST_SCANS:
                    return Header(fault="too many scans")
                profile = picture.info.get("icc_profile")
                fits = fits_inks(profile) if picture.mode == "CMYK" else bool(profile)
                return Header(width, height, picture.mode, fits)
    except Image.DecompressionBombError as error:
        return Header(large=f"{int(str(error).split('(')[1].split()[0]) / 1e6:.0f} MP")
    except Exception as error:  # noqa: BLE001  Pillow's readers raise whatever a broken file makes them raise
        return Header(fault=(str(error) or type(error).__name__).splitlines()[0].split("<")[0].strip()[:80])


def _room(picture: Any) -> int:
    """Return about how many bytes its decoder takes."""
    count = picture.width * picture.height
    room = count * _ROOM.get(picture.format, _ROOM_OF_MODE.get(picture.mode, 4))
    if picture.format in ("JPEG", "MPO"):
        room += 2 * count * len(picture.getbands()) if picture.info.get("progressive") else 0
    elif picture.format == "TIFF" and picture.use_load_libtiff:
        tags = picture.tag_v2
        across, down = tags.get(322, tags[256]), tags.get(323, min(tags.get(278, tags[257]), tags[257]))
        room += across * down * sum(tags.get(258, (1,))) // 8
    return int(room)


def _pdf_header(data: bytes) -> Header:
    """Return the header of a PDF's first page. It is drawn at any size, so its pixels are those of an A3 sheet."""
    try:
        width, height = page_size(data)
    except PictureError as error:
        return Header(fault=str(error))
    longer, shorter = max(width, height), min(width, height)
    if shorter < 1 or longer > _MOST_POINTS or longer > _MOST_SHAPE * shorter:
        return Header(large=f"{width / 72 * 25.4:.0f} × {height / 72 * 25.4:.0f} mm")
    scale = _PDF_SIDE / longer
    return Header(max(1, round(width * scale)), max(1, round(height * scale)), "RGB", has_profile=True)


def read_master(source: Source, span: Span, memo: Memo, problems: Problems) -> Master | None:
    """Return the picture in `source`, or None after telling at `span` what is wrong with it."""
    if PurePosixPath(source.path).suffix.lower() not in SUFFIXES:
        problems.error("picture-broken", span, path=source.path, what=PurePosixPath(source.path).suffix or "–")
        return None
    header = memo.of("picture header", source.digest, lambda: read_header(source.read()))
    if not _is_fine(header, source, span, "100 MP, 120 MB", problems):
        return None
    if header.height > _MOST_HIGH * header.width:
        size = f"{header.width} × {header.height}"
        problems.error("picture-large", span, path=source.path, what=size, limit=f"1 × {_MOST_HIGH}")
        return None
    if header.mode == "CMYK" and not header.has_profile:
        problems.warn("picture-profile", span, path=source.path)
    return Master(source.path, source.digest, header.width, header.height, span)


def _is_fine(header: Header, source: Source, span: Span, limit: str, problems: Problems) -> bool:
    """Tell whether a picture can be read, after telling at `span` what is wrong where it can't."""
    if header.code:
        problems.error(header.code, span, path=source.path)
    elif header.large:
        problems.error("picture-large", span, path=source.path, what=header.large, limit=limit)
    elif header.fault:
        words = {"what": fault_in_swedish(header.fault), "what_en": header.fault}
        problems.error("picture-broken", span, path=source.path, **words)
    else:
        return True
    return False


def read_logo(source: Source, span: Span, memo: Memo, problems: Problems) -> Master | None:
    """Return a partner's logo, or None after telling at `span` why it can't be taken."""
    if PurePosixPath(source.path).suffix.lower() not in LOGO_SUFFIXES:
        problems.error("logo-format", span, path=source.path)
        return None
    header = memo.of("logo header", source.digest, lambda: _logo_header(source.read()))
    if not _is_fine(header, source, span, "40 MP", problems):
        return None
    if header.mode and max(header.width, header.height) < _LOGO_SIDE:
        size = f"{header.width} × {header.height}"
        problems.warn("logo-small", span, path=source.path, size=size, least=_LOGO_SIDE)
    return Master(source.path, source.digest, header.width, header.height, span)


def _logo_header(data: bytes) -> Header:
    if not is_svg(data):
        header = read_header(data, LOGO_READ, _MOST_LOGO_PIXELS)
        longer, shorter = max(header.width, header.height), max(1, min(header.width, header.height))
        return Header(code="logo-shape") if longer > MOST_ASPECT * shorter else header
    try:
        svg = clean_svg(data)
    except LogoError as error:
        return Header(code=error.code)
    return Header(max(1, round(svg.width)), max(1, round(svg.height)))


def fault_in_swedish(fault: str) -> str:
    """Return what Pillow said, in Swedish where it is one of the common things."""
    known = (
        ("cannot identify", "filen är ingen bild"),
        ("truncated", "filen är avklippt"),
        ("broken data", "filen är skadad"),
        ("broken PDF", "PDF-filen är skadad"),
        ("PDF with a password", "PDF-filen är låst med ett lösenord"),
        ("PDF too complicated", "PDF-filen är för komplicerad att rita"),
    )
    return next((words for said, words in known if said in fault), fault)
