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

from microsite.target import Inputs, Recipe

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

# Formats we read. Nothing else is tried: EPS would start Ghostscript.
READ = ("AVIF", "JPEG", "PNG", "TIFF", "WEBP")


class PictureError(Exception):
    """A picture's pixels can't be read. Its only argument says why."""


@dataclass(frozen=True, slots=True)
class RenditionView:
    """How a rendition is made. `ladder` holds the widths in pixels that it is reduced through, its own last."""

    format: str
    quality: int
    ladder: tuple[int, ...]


def encode(batch: Sequence[Inputs]) -> list[bytes]:
    """Make renditions of one master: the only file it sees, or the only one made before.

    It is decoded once, and each width is reduced from the next wider one.

    What each view asks for decides its bytes alone: never what else is made in the same batch. Raises PictureError.
    """
    [data] = (batch[0].files or batch[0].needs).values()
    decoded: dict[int, Pixels] = {}
    steps: dict[tuple[int, ...], Pixels] = {}
    made: dict[int, bytes] = {}
    # Wider first, so that a narrow one finds what it is reduced from.
    for i in sorted(range(len(batch)), key=lambda i: -batch[i].view.ladder[-1]):
        view = batch[i].view
        scale = draft_width(data, view.ladder[0])
        if scale not in decoded:
            try:
                decoded[scale] = open_upright(data, scale)
            except Exception as error:
                raise PictureError((str(error) or type(error).__name__).splitlines()[0][:80]) from error
        made[i] = _save(_step(decoded[scale], view.ladder, steps), view)
    return [made[i] for i in range(len(batch))]


ENCODE = Recipe(encode, heavy=True, faults=(PictureError,))


def _step(picture: Pixels, ladder: tuple[int, ...], steps: dict[tuple[int, ...], Pixels]) -> Pixels:
    from PIL import Image

    if ladder not in steps:
        wider = _step(picture, ladder[:-1], steps) if len(ladder) > 1 else picture
        width = ladder[-1]
        height = max(1, round(picture.height * width / picture.width))
        if width == wider.width:
            steps[ladder] = wider
        else:
            gap = 2.0 if wider.width > 3 * width else None
            steps[ladder] = wider.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=gap)
    return steps[ladder]


def draft_width(data: bytes, width: int) -> int:
    """Return the width in pixels that a JPEG need only be decoded at for renditions of `width`; 0 for all of it.

    At least twice the size asked for, so that what follows is still a reduction.
    """
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=READ) as picture:
        return 2 * width if picture.format == "JPEG" and picture.width > 2 * width else 0


def open_upright(data: bytes, draft: int = 0, formats: tuple[str, ...] = READ) -> Pixels:
    """Return the picture upright in sRGB, from pixels alone: no profile, comment or place survives.

    `draft` is a width in pixels that it may be decoded at instead of its own; see `draft_width`.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the header was judged when the picture was read
    picture: Any = Image.open(io.BytesIO(data), formats=formats)
    if draft:
        picture.draft(None, (draft, draft * picture.height // picture.width))
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
