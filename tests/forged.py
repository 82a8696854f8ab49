"""Picture files made by hand, byte by byte: what no program would write, or would take its time to write."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping, Sequence

from PIL import Image

_MIB = 1 << 20


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as Pillow writes it."""
    out = io.BytesIO()
    # A copy: a picture remembers the settings of one format, and the next stumbles over them.
    image.copy().save(out, kind, **options)
    return out.getvalue()


def deflated(head: bytes, filler: bytes, times: int, tail: bytes) -> bytes:
    """Compress `head`, `filler` many times over and `tail`, in no time.

    After a full flush the compressor remembers nothing, so what it writes for one filler can stand any number of times.
    """
    press = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    first = press.compress(head) + press.flush(zlib.Z_FULL_FLUSH)
    middle = press.compress(filler) + press.flush(zlib.Z_FULL_FLUSH)
    return first + middle * times + press.compress(tail) + press.flush()


def zeros(count: int) -> bytes:
    """A zlib stream of zeros. Its checksum, Adler-32, adds up the bytes, so for zeros it is only the count."""
    body = deflated(b"", bytes(_MIB), count // _MIB, bytes(count % _MIB))
    return b"\x78\xda" + body + struct.pack(">HH", count % 65_521, 1)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG's chunk, with its checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, depth: int, colour: int, points: bytes, *, before: bytes = b"") -> bytes:
    """A PNG from its header's fields and its compressed points, whether or not they fit each other."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", points) + chunk(b"IEND", b"")


def black_png(width: int, height: int) -> bytes:
    """A whole and honest PNG, one bit a point."""
    return png(width, height, 1, 0, zeros((1 + (width + 7) // 8) * height))


def sixteen_bit(picture: Image.Image) -> bytes:
    """A picture in grey or RGB as a PNG with two bytes a point and colour; the second is as the first."""
    bands = len(picture.getbands())
    points, rows = picture.tobytes(), bytearray()
    width = picture.width * bands
    for start in range(0, len(points), width):
        row = bytearray(2 * width)
        row[::2] = row[1::2] = points[start : start + width]
        rows += b"\0" + row
    return png(*picture.size, 16, 0 if bands == 1 else 2, zlib.compress(rows))


def resized_jpeg(progressive: bytes, width: int, height: int) -> bytes:
    """The same JPEG, said to be of another size: the reader makes room before it sees that the points are missing."""
    at = progressive.index(b"\xff\xc2") + 5  # after the marker, the length and the depth
    return progressive[:at] + struct.pack(">HH", height, width) + progressive[at + 4 :]


def in_jpeg(jpeg: bytes, marker: int, data: bytes) -> bytes:
    """The same JPEG with a segment more, right after its beginning."""
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data + jpeg[2:]


def one_colour_webp(width: int, height: int) -> bytes:
    """A whole and honest lossless WebP of some forty bytes.

    Where a colour's code has a single symbol, a point costs no bits at all, so any size is as small as any other.
    """
    bits, length = 0, 0

    def put(value: int, count: int) -> None:
        nonlocal bits, length
        bits |= value << length
        length += count

    put(width - 1, 14)
    put(height - 1, 14)
    put(0, 4)  # no alpha; version 0
    put(0, 3)  # no transform, no cache of colours, one set of codes
    for level in (0x34, 0x12, 0x56, 0xFF):  # green, red, blue, alpha
        put(0b101, 3)  # a simple code, of one symbol, of eight bits
        put(level, 8)
    put(0b0001, 4)  # distances: a simple code, of one symbol, of one bit, which is 0
    data = b"\x2f" + bits.to_bytes((length + 7) // 8, "little")
    body = b"WEBPVP8L" + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


# How TIFF calls the kinds of its fields, and how struct does.
BYTE, ASCII, SHORT, LONG, RATIONAL, SIGNED, FLOAT = 1, 2, 3, 4, 5, 9, 11
_SPELT = {BYTE: "B", ASCII: "B", SHORT: "H", LONG: "L", RATIONAL: "L", SIGNED: "l", FLOAT: "f"}
# Where `tiff` lays the points, for the field that tells it.
POINTS_AT = 8

Field = tuple[int, Sequence[float]]
Fields = Mapping[int, Field]


def tiff(fields: Fields, points: bytes = b"", *, order: str = "<", looped: bool = False) -> bytes:
    """A TIFF with one directory, after the points; `fields` maps a tag to its kind and values, right or wrong.

    `order` is "<" or ">". Where `looped`, the directory names itself as the next one.
    """
    points += b"\0" * (len(points) % 2)
    start = POINTS_AT + len(points)
    aside = start + 2 + 12 * len(fields) + 4
    rows, more = b"", b""
    for tag, (kind, values) in sorted(fields.items()):
        data = struct.pack(f"{order}{len(values)}{_SPELT[kind]}", *values)
        count = len(values) // 2 if kind == RATIONAL else len(values)
        if len(data) > 4:
            place = struct.pack(f"{order}L", aside + len(more))
            more += data + b"\0" * (len(data) % 2)
        else:
            place = data.ljust(4, b"\0")
        rows += struct.pack(f"{order}HHL", tag, kind, count) + place
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HL", 42, start)
    following = struct.pack(f"{order}L", start if looped else 0)
    return head + points + struct.pack(f"{order}H", len(fields)) + rows + following + more


def exif(fields: Fields, *, looped: bool = False) -> bytes:
    """What a JPEG holds its camera's notes in."""
    return b"Exif\0\0" + tiff(fields, looped=looped)


def tiff_fields(width: int, height: int, bits: Sequence[int], photometric: int, size: int, **more: int) -> Fields:
    """The fields of a plain TIFF in one strip of `size` bytes; `more` maps `t` and a tag's number to a short."""
    fields: dict[int, Field] = {
        256: (LONG, (width,)),
        257: (LONG, (height,)),
        258: (SHORT, bits),
        259: (SHORT, (1,)),
        262: (SHORT, (photometric,)),
        273: (LONG, (POINTS_AT,)),
        277: (SHORT, (len(bits),)),
        278: (LONG, (height,)),
        279: (LONG, (size,)),
    }
    return fields | {int(name[1:]): (SHORT, (value,)) for name, value in more.items()}
