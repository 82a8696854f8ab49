"""Encoding: the recipe that makes renditions of a picture, and the only code that touches pixels.

It imports nothing else of the engine, so that a change elsewhere makes no picture again.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microsite.apart import ApartError, work_apart
from microsite.target import Inputs, Recipe

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

# Formats we read. Nothing else is tried: EPS would start Ghostscript.
PDF = "PDF"
READ = ("AVIF", "JPEG", PDF, "PNG", "TIFF", "WEBP")


# Width and height in pixels.
Size = tuple[int, int]


class PictureError(Exception):
    """A picture's pixels can't be read. Its only argument says why."""


@dataclass(frozen=True, slots=True)
class RenditionView:
    """How a rendition is made. `ladder` holds the sizes in pixels that it is reduced through, its own last."""

    format: str
    quality: int
    ladder: tuple[Size, ...]


def encode(batch: Sequence[Inputs]) -> list[bytes]:
    """Make renditions of one master: the only file it sees, or the only one made before.

    It is decoded once, and each width is reduced from the next wider one.

    What each view asks for decides its bytes alone: never what else is made in the same batch. Raises PictureError.
    """
    [data] = (batch[0].files or batch[0].needs).values()
    decoded: dict[Size, Pixels] = {}
    steps: dict[tuple[Size, ...], Pixels] = {}
    made: dict[int, bytes] = {}
    # Wider first, so that a narrow one finds what it is reduced from.
    for i in sorted(range(len(batch)), key=lambda i: -batch[i].view.ladder[-1][0]):
        view = batch[i].view
        scale = draft_size(data, view.ladder[0])
        if scale not in decoded:
            try:
                decoded[scale] = open_upright(data, scale)
            except Exception as error:
                raise PictureError((str(error) or type(error).__name__).splitlines()[0][:80]) from error
        made[i] = _save(_step(decoded[scale], view.ladder, steps), view)
    return [made[i] for i in range(len(batch))]


ENCODE = Recipe(encode, heavy=True, faults=(PictureError,))


def _step(picture: Pixels, ladder: tuple[Size, ...], steps: dict[tuple[Size, ...], Pixels]) -> Pixels:
    from PIL import Image

    if ladder not in steps:
        wider = _step(picture, ladder[:-1], steps) if len(ladder) > 1 else picture
        size = ladder[-1]
        if size == wider.size:
            steps[ladder] = wider
        else:
            gap = 2.0 if wider.width > 3 * size[0] else None
            steps[ladder] = wider.resize(size, Image.Resampling.LANCZOS, reducing_gap=gap)
    return steps[ladder]


def draft_size(data: bytes, size: Size) -> Size:
    """Return the size in pixels that a JPEG need only be decoded at for renditions of `size`; (0, 0) for all of it.

    At least twice the size asked for, so that what follows is still a reduction. A PDF is drawn at the very size.
    """
    from PIL import Image

    if is_pdf(data):
        return size

    with Image.open(io.BytesIO(data), formats=without_pdf(READ)) as picture:
        enough = picture.format == "JPEG" and picture.width > 2 * size[0]
        return (2 * size[0], 2 * size[1]) if enough else (0, 0)


def is_pdf(data: bytes) -> bool:
    """Tell whether these are the bytes of a PDF, by its first line, which may stand a little way into it."""
    return b"%PDF-" in data[:1024]


def without_pdf(formats: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of `formats` that Pillow reads."""
    return tuple(name for name in formats if name != PDF)


def page_size(data: bytes) -> tuple[float, float]:
    """Return width and height of a PDF's first page, as it is shown, in points (1/72 inch). Raises PictureError."""
    try:
        width, height = map(float, work_apart("pdf", data).split())
    except (ApartError, ValueError) as error:
        raise PictureError(_WHY.get(str(error), "broken PDF")) from error
    return width, height


# What is said of a PDF that can't be drawn, by what became of the work.
_WHY = {"locked": "PDF with a password", "much": "PDF too complicated"}


def _page(data: bytes, size: Size) -> Pixels:
    from PIL import Image

    try:
        png = work_apart("pdf", data, *size)
    except ApartError as error:
        raise PictureError(_WHY.get(str(error), "broken PDF")) from error
    return Image.open(io.BytesIO(png), formats=("PNG",)).convert("RGB")


def open_upright(data: bytes, draft: Size = (0, 0), formats: tuple[str, ...] = READ) -> Pixels:
    """Return the picture upright in sRGB, from pixels alone: no profile, comment or place survives.

    `draft` is a size in pixels that it may be decoded at instead of its own; see `draft_size`.
    """
    from PIL import Image, ImageOps

    if PDF in formats and is_pdf(data):
        return _page(data, draft)
    Image.MAX_IMAGE_PIXELS = None  # the header was judged when the picture was read
    picture: Any = Image.open(io.BytesIO(data), formats=without_pdf(formats))
    if any(draft):
        picture.draft(None, draft)
    profile = picture.info.get("icc_profile")
    picture = ImageOps.exif_transpose(picture)
    picture = _to_srgb(_eight_bits(picture), profile)
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    return clean


def _eight_bits(picture: Pixels) -> Pixels:
    """Scale 16-bit grey: a plain conversion would clip nearly all of it to white."""
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    return picture.convert("RGBA" if "transparency" in picture.info else "RGB") if picture.mode == "P" else picture


def _to_srgb(picture: Pixels, profile: bytes | None) -> Pixels:
    from PIL import ImageCms

    alpha = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L", "LA"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            plain = picture.convert(picture.mode.removesuffix("A")) if alpha else picture
            picture = (
                ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or plain
            )
        except ImageCms.PyCMSError:  # a profile of another colour space, or a broken one: as good as none
            pass
    picture = picture.convert("RGB")
    if alpha is None:
        return picture
    merged: Pixels = picture.copy()
    merged.putalpha(alpha)
    return merged


def _flat(picture: Pixels) -> Pixels:
    """Put a picture with holes on white."""
    from PIL import Image

    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _save(picture: Pixels, view: RenditionView) -> bytes:
    # A copy a format: saving one picture object twice at once mixes up its settings.
    if view.format == "jpeg":
        return _to_file(_flat(picture), "JPEG", quality=view.quality, subsampling=0, progressive=True, optimize=True)
    if view.format == "webp":
        # Method 2 takes half the time of 4 and makes files 4 % larger (an A4 poster at 1600 px: 136 and 289 ms).
        return _to_file(picture.copy(), "WEBP", quality=view.quality, method=2)
    if view.format == "avif":
        # One thread: with two the bytes differ from those of a machine with one core.
        return _to_file(picture.copy(), "AVIF", quality=view.quality, speed=8, subsampling="4:4:4", max_threads=1)
    return _to_file(picture.copy(), "PNG", optimize=True)


def _to_file(picture: Pixels, form: str, **options: Any) -> bytes:
    """Encode through a real file: for those Pillow lets go of Python's lock."""
    handle, place = tempfile.mkstemp(suffix=".picture")
    os.close(handle)
    try:
        picture.save(place, form, **options)
        with open(place, "rb") as file:
            return file.read()
    finally:
        os.unlink(place)
