"""Traces: what a picture, a PDF or a film carries beside what it shows. Told from its bytes alone, by format.

An allow-list a format: whatever is not known to be needed is a trace, under the name that the format has for it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

# PNG, third edition: size, palette, pixels, end, transparency, and how colours and dots are meant.
_PNG = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"cHRM", b"pHYs", b"sBIT", b"bKGD"})
_WEBP = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
# JPEG's segments that hold something of somebody's: all applications' but JFIF's and Adobe's, and comments.
_JPEG_KEPT = {0xE0: b"JFIF\0", 0xEE: b"Adobe"}
_JPEG_TOLD = frozenset(range(0xE0, 0xF0)) | {0xFE}
# Items of an AVIF that are no picture, and boxes of a film that hold what a camera or a program wrote.
_AVIF_TOLD = (b"Exif", b"mime", b"uri ")
_MP4_INSIDE = frozenset({b"moov", b"trak", b"mdia"})
# Of these the bare shell is written for every film; what is told is what stands in them.
_MP4_SHELLS = {b"meta": 4, b"ilst": 0, b"udta": 0}
_MP4_PLAIN = frozenset({b"hdlr"})
_MP4_HANDLERS = frozenset({b"vide", b"soun"})
# JPEG 2000 (ISO/IEC 15444-1): its boxes, those within its header, and where a comment's words begin in its segment.
_JP2_KEPT = frozenset({b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jp2c"})
_JP2_HEAD = frozenset({b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res "})
_COMMENT, _TILE, _PIXELS, _WORDS_AT = 0x64, 0x90, 0x93, 6
_PDF_KEPT = frozenset({"/Title", "/Creator", "/Producer", "/Trapped"})
_XMP_TOLD = re.compile(rb"<(dc:creator|dc:contributor|xmpMM:History|xmp:MetadataDate|photoshop:\w+|exif:\w+|tiff:\w+)")
_SVG_TOLD = re.compile(rb"<!--|<metadata|<\?(?!xml )|<!DOCTYPE|xmlns:(?!xlink\b)\w+|\sdata-[\w-]+", re.IGNORECASE)
# Tags of WebM that name people, places and days.
_WEBM_TOLD = re.compile(rb"(?:ARTIST|AUTHOR|COMMENT|LOCATION|DATE|COPYRIGHT|CREATION_TIME|ENCODER_SETTINGS)\x44\x87")


def traces_in(name: str, data: bytes) -> tuple[str, ...]:
    """Return what the file called `name` carries beside what it shows, each in the format's own words."""
    find = _FORMATS.get(name.rpartition(".")[2].lower())
    return tuple(dict.fromkeys(find(data))) if find else ()


def _png(data: bytes) -> Iterator[str]:
    place = 8
    while place + 8 <= len(data):
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if kind not in _PNG:
            yield kind.decode("latin-1")
        place += 12 + length
    if place != len(data):
        yield "trailing bytes"


def jpeg_segments(data: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield the segments of a JPEG before its pixels: where each begins and ends, and what it tells of, "" for none."""
    place = 2
    # The pixels follow the segment 0xDA, to the end.
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        marker, end = data[place + 1], place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        kept = _JPEG_KEPT.get(marker)
        is_told = marker in _JPEG_TOLD and not (kept and data.startswith(kept, place + 4))
        yield place, end, ("COM" if marker == 0xFE else f"APP{marker - 0xE0}") if is_told else ""
        place = end


def _jpeg(data: bytes) -> Iterator[str]:
    yield from (told for _, _, told in jpeg_segments(data) if told)
    if not data.endswith(b"\xff\xd9"):
        yield "trailing bytes"


def jpeg2000_parts(data: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield the boxes of a JPEG 2000: where each begins and ends, and what it tells of, "" for none."""
    before = 0
    for kind, _, end in () if data.startswith(b"\xff\x4f") else _boxes(data, 0, len(data)):
        yield before, end, "" if kind in _JP2_KEPT else kind.decode("latin-1")
        before = end
    if before < len(data):
        # A stream without boxes is all pixels; after the last box nothing has a meaning.
        yield before, len(data), "trailing bytes" if before else ""


def jpeg2000_comments(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the words of each comment in the streams of a JPEG 2000 begin and end."""
    streams = [(start, end) for kind, start, end in _boxes(data, 0, len(data)) if kind == b"jp2c"]
    for start, end in [(0, len(data))] if data.startswith(b"\xff\x4f") else streams:
        place, tile_ends = start + 2, end
        while place + 4 <= end and data[place] == 0xFF:
            marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
            if marker == _PIXELS:
                place = max(tile_ends, place + 2)
                continue
            if marker == _TILE:
                # How long the tile is with its pixels; 0 is to the end.
                tile_ends = place + (int.from_bytes(data[place + 6 : place + 10], "big") or end - place)
            if marker == _COMMENT:
                yield place + _WORDS_AT, min(end, place + 2 + length)
            place += 2 + max(2, length)


def _jpeg2000(data: bytes) -> Iterator[str]:
    yield from (told for _, _, told in jpeg2000_parts(data) if told)
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind == b"jp2h":
            yield from (inner.decode("latin-1") for inner, _, _ in _boxes(data, start, end) if inner not in _JP2_HEAD)
    if any(data[start:end].strip() for start, end in jpeg2000_comments(data)):
        yield "COM"


def picture_in(item: Any) -> tuple[str, bytes]:
    """Return the format of the picture that a stream of a PDF is, and its file, unpacked; "" where it is none."""
    import pikepdf

    filters = item.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    form = {"/DCTDecode": "jpeg", "/JPXDecode": "jp2"}.get(names[-1] if names else "", "")
    if not form:
        return "", b""
    data = item.read_raw_bytes()
    if len(names) > 1:
        packed = pikepdf.Pdf.new()
        data = packed.make_stream(data, Filter=pikepdf.Array([pikepdf.Name(n) for n in names[:-1]])).read_bytes()
    return form, bytes(data)


def _webp(data: bytes) -> Iterator[str]:
    place = 12
    while place + 8 <= len(data):
        kind, length = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        if kind not in _WEBP:
            yield kind.decode("latin-1")
        place += 8 + length + length % 2


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the boxes of an ISO base media file: kind, and where the content begins and ends."""
    while start + 8 <= end:
        length, kind, head = int.from_bytes(data[start : start + 4], "big"), data[start + 4 : start + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        stop = end if length == 0 else min(end, start + length)
        if stop < start + head:
            return
        yield kind, start + head, stop
        start = stop


def _avif(data: bytes) -> Iterator[str]:
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind == b"uuid":
            yield "uuid"
        if kind == b"meta":
            # Its items are listed in its first thousand bytes or so; the pixels lie elsewhere.
            yield from (word.decode().strip() for word in _AVIF_TOLD if word in data[start:end])


def _mp4(data: bytes) -> Iterator[str]:
    waiting = [(0, len(data), False)]
    while waiting:
        start, end, within = waiting.pop()
        for kind, first, last in _boxes(data, start, end):
            if kind in _MP4_SHELLS:
                waiting.append((first + _MP4_SHELLS[kind], last, True))
            elif within:
                if kind not in _MP4_PLAIN:
                    yield kind.decode("latin-1")
            elif kind == b"uuid":
                yield "uuid"
            elif kind == b"hdlr" and data[first + 8 : first + 12] not in _MP4_HANDLERS:
                yield f"track {data[first + 8 : first + 12].decode('latin-1')}"
            elif kind in (b"mvhd", b"tkhd", b"mdhd") and any(data[first + 4 : first + 12]):
                yield "creation time"
            elif kind in _MP4_INSIDE:
                waiting.append((first, last, False))


def _webm(data: bytes) -> Iterator[str]:
    yield from (match[0][:-2].decode() for match in _WEBM_TOLD.finditer(data))


def _svg(data: bytes) -> Iterator[str]:
    # What is embedded is long, and no markup.
    yield from (match[0].decode("latin-1") for match in _SVG_TOLD.finditer(re.sub(rb"base64,[^\"']*", b"", data)))


def _pdf(data: bytes) -> Iterator[str]:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        yield from (f"PDF {name}" for name in document.docinfo if name not in _PDF_KEPT)
        root = document.Root
        yield from (f"PDF {name}" for name in ("/OpenAction", "/AA", "/AcroForm") if name in root)
        if "/Names" in root:
            yield from (f"PDF {name}" for name in ("/EmbeddedFiles", "/JavaScript") if name in root.Names)
        if "/Metadata" in root:
            yield from (match[1].decode() for match in _XMP_TOLD.finditer(root.Metadata.read_bytes()))
        # Pictures within are streams: each may carry a packet of its own.
        for item in document.objects:
            if isinstance(item, pikepdf.Stream) and "/Metadata" in item:
                yield "PDF picture /Metadata"
            form, picture = picture_in(item) if isinstance(item, pikepdf.Stream) else ("", b"")
            if form:
                yield from _FORMATS[form](picture)


def _zip(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.comment:
            yield "ZIP comment"
        for member in archive.infolist():
            if member.extra or member.comment:
                yield f"ZIP {member.filename}"
            yield from traces_in(member.filename, archive.read(member))


_FORMATS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "png": _png,
    "jpg": _jpeg,
    "jpeg": _jpeg,
    "jp2": _jpeg2000,
    "webp": _webp,
    "avif": _avif,
    "mp4": _mp4,
    "webm": _webm,
    "svg": _svg,
    "pdf": _pdf,
    "zip": _zip,
}
FORMATS = frozenset(_FORMATS)
