"""Drawing logos: the recipe that sets a stranger's logo on a plate where it is seen, as large to the eye as others.

It imports nothing else that changes often, so that an edit elsewhere draws none again.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microsite.apart import ApartError, work_apart
from microsite.colour import Rgb, contrast, luminance, rgb_of
from microsite.encoding import PictureError, open_upright
from microsite.svg_intake import CleanSvg, LogoError, clean_svg
from microsite.target import Inputs, Recipe

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

# The plate that logos stand on in the roster: twice the CSS pixels it is shown at.
PLATE_WIDTH, PLATE_HEIGHT = 480, 240
READ = ("PNG", "JPEG", "WEBP", "GIF")
# Shares of the plate: what a logo's box covers if it is of middling weight, and the most of its width and height.
_AREA, _WIDEST, _HIGHEST = 0.2, 0.8, 0.66
# How much of its box a middling logo's ink covers. A heavy one is drawn smaller, a light one larger.
_MIDDLING = 0.42
_ALONE = 0.86
# The contrast at which ink is told from the plate, and the share of it that must be.
_SEEN, _ENOUGH = 1.5, 0.75
_RASTER = 1024
_PROOF = 64


@dataclass(frozen=True, slots=True)
class LogoView:
    """How a logo is drawn: the form of the file, its size in pixels, and the plates (#rrggbb) to choose from.

    The first plate is taken unless the logo is seen better on another.
    """

    form: str
    width: int
    height: int
    plates: tuple[str, ...]
    # As large as the plate has room for, where no other logo stands beside it.
    alone: bool = False


def draw_logo(batch: Sequence[Inputs]) -> list[bytes]:
    """Draw logos in the forms asked for. Published is what was drawn, never what was sent. Raises PictureError."""
    read: dict[bytes, tuple[Pixels, Rgb | None]] = {}
    results = []
    for inputs in batch:
        data = inputs.files["logo"]
        if data not in read:
            read[data] = _read(data)
        results.append(_saved(_plated(*read[data], inputs.view), inputs.view.form))
    return results


DRAW_LOGO = Recipe(draw_logo, heavy=True, faults=(PictureError,))


def _read(data: bytes) -> tuple[Pixels, Rgb | None]:
    try:
        return _trimmed(data)
    except (PictureError, ImportError):
        raise
    except Exception as error:  # Pillow's readers raise whatever a broken file makes them raise
        raise PictureError((str(error) or type(error).__name__).splitlines()[0][:80]) from error


def is_svg(data: bytes) -> bool:
    """Tell an SVG, plain or packed, from pixels."""
    if data.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8", b"RIFF")):
        return False
    return data[:2] == b"\x1f\x8b" or b"<svg" in data[:200_000] or "<svg".encode("utf-16-le")[:-1] in data[:4_000]


def _trimmed(data: bytes) -> tuple[Pixels, Rgb | None]:
    """Return the logo without its empty margin, and the colour of the ground that it brought along, if any."""
    if not is_svg(data):
        return _without_margin(open_upright(data, formats=READ).convert("RGBA"))
    try:
        svg = clean_svg(data)
    except LogoError as error:
        raise PictureError(error.code) from error
    longest = max(svg.width, svg.height)
    logo, ground = _without_margin(_rasterised(svg, _RASTER / longest))
    # Much margin leaves few pixels of the logo itself: drawn anew, larger.
    share = max(logo.size) / _RASTER
    if share < 0.5:
        logo, ground = _without_margin(_rasterised(svg, min(4.0, 0.9 / share) * _RASTER / longest))
    return logo, ground


def _rasterised(svg: CleanSvg, scale: float) -> Pixels:
    from PIL import Image

    try:
        png = work_apart("svg", svg.data, max(1, round(svg.width * scale)))
    except ApartError as error:
        raise PictureError("logo-complex" if error.args == ("much",) else "logo-broken") from error
    return Image.open(io.BytesIO(png), formats=("PNG",)).convert("RGBA")


def _without_margin(picture: Pixels) -> tuple[Pixels, Rgb | None]:
    from PIL import Image, ImageChops

    alpha = picture.getchannel("A")
    box = alpha.point(lambda value: 255 if value > 8 else 0).getbbox()
    if box is None:
        raise PictureError("logo-empty")
    if any(alpha.histogram()[:250]):
        return picture.crop(box), None
    # Nothing shows through: the colour of its edge is its ground, where all four corners agree.
    width, height = picture.size
    dots: Any = picture.convert("RGB").load()
    ground, *corners = (dots[x, y] for x in (0, width - 1) for y in (0, height - 1))
    if any(max(abs(a - b) for a, b in zip(ground, corner, strict=True)) > 12 for corner in corners):
        return picture, None
    apart = ImageChops.difference(picture.convert("RGB"), Image.new("RGB", picture.size, ground)).convert("L")
    inner = apart.point(lambda value: 255 if value > 16 else 0).getbbox()
    if inner is None:
        raise PictureError("logo-empty")
    return picture.crop(inner), ground


def _plated(logo: Pixels, ground: Rgb | None, view: LogoView) -> Pixels:
    from PIL import Image

    proof = logo.copy()
    proof.thumbnail((_PROOF, _PROOF))
    parts = iter(proof.tobytes())
    pixels = list(zip(parts, parts, parts, parts, strict=True))
    plate = ground or _plate(pixels, [rgb_of(plate) for plate in view.plates])
    behind = luminance(plate)
    if view.alone:
        size = _within(logo.size, _ALONE * view.width, _ALONE * view.height)
    else:
        ink = sum(pixel[3] / 255 for pixel in pixels if contrast(luminance(pixel[:3]), behind) >= 1.1) / len(pixels)
        weight = min(1.2, max(0.85, (_MIDDLING / max(ink, 0.01)) ** 0.25))
        aspect = logo.width / logo.height
        area = _AREA * view.width * view.height
        width, height = (area * aspect) ** 0.5 * weight, (area / aspect) ** 0.5 * weight
        size = _within((width, height), min(width, _WIDEST * view.width), min(height, _HIGHEST * view.height))
    drawn = logo.resize(size, Image.Resampling.LANCZOS)
    sheet = Image.new("RGBA", (view.width, view.height), (*plate, 255))
    sheet.alpha_composite(drawn, ((view.width - drawn.width) // 2, (view.height - drawn.height) // 2))
    return sheet.convert("RGB")


def _plate(pixels: Sequence[tuple[int, int, int, int]], plates: Sequence[Rgb]) -> Rgb:
    """Return the first plate, or the one that the logo is seen best on where much of it is lost on the first."""
    if _seen(pixels, plates[0]) >= _ENOUGH:
        return plates[0]
    return max(plates, key=lambda plate: _seen(pixels, plate))


def _seen(pixels: Sequence[tuple[int, int, int, int]], plate: Rgb) -> float:
    """Return the share of the logo's ink that is told apart from the plate."""
    behind = luminance(plate)
    ink = sum(pixel[3] for pixel in pixels)
    seen = sum(pixel[3] for pixel in pixels if contrast(luminance(pixel[:3]), behind) >= _SEEN)
    return seen / ink if ink else 0.0


def _within(size: tuple[float, float], width: float, height: float) -> tuple[int, int]:
    scale = min(width / size[0], height / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _saved(picture: Pixels, form: str) -> bytes:
    out = io.BytesIO()
    if form == "webp":
        picture.save(out, "WEBP", lossless=True, quality=50, method=3)
    else:
        picture.save(out, "PNG", optimize=True)
    return out.getvalue()
