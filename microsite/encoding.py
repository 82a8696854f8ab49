"""Encoding: the recipe that makes renditions of a picture, and the only code that touches pixels.

It imports little of the engine, so that a change elsewhere makes no picture again.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import threading
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from microsite.apart import ApartError, work_apart
from microsite.target import Inputs, Recipe

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

# Formats we read. Nothing else is tried: EPS would start Ghostscript.
PDF = "PDF"
READ = ("AVIF", "JPEG", PDF, "PNG", "TIFF", "WEBP")
# What a picture with a limit is tried at, one after the other.
_QUALITIES = (92, 88, 84, 78, 72, 64, 55)
# How pictures begin, so that one with a PDF in its notes is none.
_PICTURES = (b"\xff\xd8", b"\x89PNG", b"II*\0", b"MM\0*", b"RIFF")
# EXIF's note of how a picture lies, and the numbers that mean on its side.
_ORIENTATION = 0x0112
_ON_ITS_SIDE = (5, 6, 7, 8)
# Eight bits a part, and nothing to be looked up.
_PLAIN = ("CMYK", "L", "LA", "RGB", "RGBA")
# Width and height in pixels.
Size = tuple[int, int]


class PictureError(Exception):
    """A picture's pixels can't be read. Its only argument says why."""


class TooHeavyError(Exception):
    """A picture can't be made as light as its format demands. Its only argument is a message's code, and how heavy."""


@dataclass(frozen=True, slots=True)
class RenditionView:
    """How a rendition is made. `ladder` holds the widest size made of the master, in pixels, and its own last."""

    format: str
    quality: int
    ladder: tuple[Size, ...]


def encode(batch: Sequence[Inputs]) -> list[bytes]:
    """Make renditions of one master: the only file it sees, or the only one made before.

    It is decoded once, and each width is reduced from it or from one at least twice as wide.

    What each view asks for decides its bytes alone: never what else is made in the same batch. Raises PictureError.
    """
    [data] = (batch[0].files or batch[0].needs).values()
    # A camera's broken note makes Pillow talk, between our own messages.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _encoded(data, batch)
        except Exception as error:
            raise fault_of(error) from error


def fault_of(error: Exception) -> Exception:
    """Return a PictureError for what a library says of a picture; what the disk says is no fault of the picture's."""
    if isinstance(error, OSError) and error.errno is not None:
        return error
    return PictureError((str(error) or type(error).__name__).splitlines()[0][:80])


def _encoded(data: bytes, batch: Sequence[Inputs]) -> list[bytes]:
    picture = steps_of(data)
    made: dict[int, bytes] = {}
    # Wider first, so that a narrow one finds what it is reduced from.
    for i in sorted(range(len(batch)), key=lambda i: -batch[i].view.ladder[-1][0]):
        made[i] = _save(picture.reduced(batch[i].view.ladder), batch[i].view)
    return [made[i] for i in range(len(batch))]


ENCODE = Recipe(encode, heavy=True, faults=(PictureError,))


class Steps:
    """A picture on its way down: decoded and reduced once for all threads that make something of it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._lock = threading.RLock()
        self._decoded: dict[Size, Pixels] = {}
        self._made: dict[tuple[Size, Size], Pixels] = {}

    def reduced(self, ladder: tuple[Size, ...]) -> Pixels:
        """Return the picture in the last size of a ladder: from its first where that is twice as wide, else from all.

        A short step softens what it reduces: of four in a row, each from the one before, the last is visibly blurred.
        """
        from PIL import Image

        first, size = ladder[0], ladder[-1]
        with self._lock:
            if (first, size) not in self._made:
                source = self.reduced(ladder[:1]) if first[0] >= 2 * size[0] else self._whole(first)
                gap = 2.0 if source.width > 3 * size[0] else None
                if source.size != size:
                    source = source.resize(size, Image.Resampling.LANCZOS, reducing_gap=gap)
                self._made[first, size] = source
            return self._made[first, size]

    def _whole(self, size: Size) -> Pixels:
        scale = draft_size(self._data, size)
        if scale not in self._decoded:
            self._decoded[scale] = open_upright(self._data, scale)
        return self._decoded[scale]


_held: WeakValueDictionary[bytes, Steps] = WeakValueDictionary()
_holding, _opening = threading.Lock(), threading.Lock()


def steps_of(data: bytes) -> Steps:
    """Return a picture's way down: the same to all who ask, while any of them holds it."""
    digest = hashlib.blake2b(data).digest()
    with _holding:
        steps = _held.get(digest)
        if steps is None:
            steps = _held[digest] = Steps(data)
        return steps


def import_readers() -> None:
    """Import all that reading a picture needs. Pillow would import its forty others to find the first of them."""
    from PIL import AvifImagePlugin, ExifTags, Image, ImageCms, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401

    Image.preinit()


def opened(data: bytes, formats: tuple[str, ...], most_pixels: int | None = None) -> Any:
    """Return a picture of which only the header is read; None is for one whose header was judged before.

    Pillow's limit is one for all threads, so that none may open anything while another has set it.
    """
    from PIL import Image

    import_readers()
    with _opening:
        Image.MAX_IMAGE_PIXELS = most_pixels
        return Image.open(io.BytesIO(data), formats=without_pdf(formats))


def draft_size(data: bytes, size: Size) -> Size:
    """Return the upright size in pixels that is enough for renditions of `size`; (0, 0) for all there is.

    At least twice the size asked for, so that what follows is still a reduction. A PDF is drawn at the very size.
    """
    if is_pdf(data):
        return size
    with opened(data, READ) as picture:
        # To read a PNG's notes would be to decode it, and both sides are looked at anyway once it is.
        wide = upright_size(picture)[0] if picture.format == "JPEG" else max(picture.size)
        return (2 * size[0], 2 * size[1]) if wide >= 4 * size[0] else (0, 0)


def _orientation(picture: Any) -> int:
    """Return how the picture is to be turned, as EXIF numbers it; 1 where nothing that can be read says it."""
    # Pillow turns a TIFF by itself while it reads the pixels, and tells its size as turned before that.
    if picture.format == "TIFF":
        return 1
    try:
        noted = picture.getexif().get(_ORIENTATION)
    except Exception:  # noqa: BLE001  notes that can't be read: the pixels can
        return 1
    return noted if noted in range(2, 9) else 1


def upright_size(picture: Any) -> Size:
    """Return the width and height of an opened picture when upright."""
    width, height = picture.size
    return (height, width) if _orientation(picture) in _ON_ITS_SIDE else (width, height)


def is_pdf(data: bytes) -> bool:
    """Tell whether these are the bytes of a PDF, by its first line, which may stand a little way into it."""
    return b"%PDF-" in data[:1024] and not data.startswith(_PICTURES) and data[4:8] != b"ftyp"


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

    `draft` is an upright size in pixels that is enough; see `draft_size`. A PDF is drawn at that very size.
    """
    if PDF in formats and is_pdf(data):
        return _page(data, draft)
    picture = opened(data, formats)
    if any(draft) and picture.format == "JPEG":
        width, _ = upright_size(picture)
        picture.draft(None, tuple(side * draft[0] // width for side in picture.size))
    if picture.format == "JPEG":
        # At one go: between two pieces it waits for Python's lock, five milliseconds each where another thread works.
        picture.decodermaxblock = max(len(data), picture.decodermaxblock)
    picture.load()
    # A PNG may note after its pixels how it lies.
    turn, profile = _orientation(picture), picture.info.get("icc_profile")
    width, _ = upright_size(picture)
    small = _reduced(picture, max(1, width // draft[0]) if any(draft) else 1)
    del picture
    upright = _turned(_to_srgb(small, profile), turn)
    upright.info.clear()  # the profile it came by among others
    return upright


def _reduced(picture: Pixels, factor: int) -> Pixels:
    """Return the picture in eight bits, `factor` times smaller.

    In strips: a large one is never held twice.
    """
    from PIL import Image

    if factor == 1 and picture.mode in _PLAIN and "transparency" not in picture.info:
        return picture
    size = -(-picture.width // factor), -(-picture.height // factor)
    whole: Pixels | None = None
    deep = 64 * factor
    for top in range(0, picture.height, deep):
        strip = _eight_bits(picture.crop((0, top, picture.width, min(top + deep, picture.height))))
        if factor > 1:
            strip = strip.reduce(factor)
        if whole is None:
            whole = Image.new(strip.mode, size)
        whole.paste(strip, (0, top // factor))
    if whole is None:
        raise ValueError("no pixels")
    return whole


def _turned(picture: Pixels, turn: int) -> Pixels:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return picture.transpose(turns[turn]) if turn in turns else picture


def _eight_bits(picture: Pixels) -> Pixels:
    """Scale 16-bit grey: a plain conversion would clip nearly all of it to white."""
    if picture.mode in ("I", "F"):
        # Nobody says which number is white, and a wrong guess is a black sheet.
        raise ValueError("32 bits a pixel")
    if "transparency" in picture.info and picture.mode in ("1", "L", "P", "RGB"):
        return picture.convert("RGBA")
    if picture.mode.startswith("I;16"):
        # From the big end only the way over 32 bits is open.
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture.convert({"1": "L", "P": "RGB", "PA": "RGBA", "La": "LA"}.get(picture.mode, picture.mode))


def fits_inks(profile: object) -> bool:
    """Tell whether a profile says what CMYK looks like."""
    from PIL import Image

    return _by_profile(Image.new("CMYK", (1, 1)), profile) is not None


def _by_profile(picture: Pixels, profile: object) -> Pixels | None:
    """Return the picture in sRGB; None where the profile is of another colour space, or broken: as good as none."""
    from PIL import ImageCms

    if not isinstance(profile, bytes) or picture.mode not in ("RGB", "CMYK", "L"):
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return None


def _to_srgb(picture: Pixels, profile: object) -> Pixels:
    alpha = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
    plain = picture.convert(picture.mode.removesuffix("A")) if alpha else picture
    picture = _by_profile(plain, profile) or plain.convert("RGB")
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
        # Method 2 takes half the time of 4 and makes files 4 % larger (an A4 poster at 1600 px: 136 and 289 ms): worth
        # it for telephones, which fetch the narrow ones.
        return _to_file(picture.copy(), "WEBP", quality=view.quality, method=4 if picture.width <= 1200 else 2)
    if view.format == "avif":
        # One thread: with two the bytes differ from those of a machine with one core.
        # Of equal SSIMULACRA2: speed 8 takes a third of the time and 12 % more bytes, and libavif's own settings 10 %
        # more, with faint blotches around letters on an even ground.
        options = {"tune": "iq", "sharpness": "0", "deltaq-mode": "0"}
        return _to_file(
            picture.copy(), "AVIF", quality=view.quality, speed=6, subsampling="4:4:4", max_threads=1, advanced=options
        )
    return _to_file(picture.copy(), "PNG", optimize=True)


def as_jpeg(picture: Pixels, most_bytes: int = 0) -> bytes:
    """Return a picture as JPEG, as good as its limit in bytes allows; 0 for none. Raises TooHeavyError."""
    data = b""
    for quality in _QUALITIES:
        data = _to_file(picture.copy(), "JPEG", quality=quality, subsampling=0, optimize=True, progressive=True)
        if not most_bytes or len(data) <= most_bytes:
            return data
    raise TooHeavyError(f"poster-heavy: {picture.width} × {picture.height}, {len(data) // 1000} kB")


def as_png(picture: Pixels) -> bytes:
    """Return a picture as PNG."""
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
