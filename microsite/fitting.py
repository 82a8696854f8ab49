"""Fitting finished posters: the recipe that sets an agency's picture into another shape, whole, on its own ground.

Cropping a poster cuts its words off. So it is scaled whole, and only what its editor has said may go is cut away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from microsite.encoding import PictureError, Size, TooHeavyError, as_jpeg, as_png, fault_of, is_pdf, open_upright
from microsite.target import Inputs, Recipe

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels


@dataclass(frozen=True, slots=True)
class FitView:
    """A poster in one shape. `box` is what is shown of the master: left, top, right, bottom in its upright pixels.

    `form` is jpeg or png; sizes are pixels; `most_bytes` is the limit of the file, 0 for none.
    """

    form: str
    width: int
    height: int
    master: Size
    box: tuple[int, int, int, int]
    most_bytes: int


def fit(batch: Sequence[Inputs]) -> list[bytes]:
    """Set one master into shapes; it is decoded once. Raises PictureError and TooHeavyError."""
    [data] = batch[0].files.values()
    try:
        # A PDF has no pixels of its own.
        whole = open_upright(data, batch[0].view.master if is_pdf(data) else (0, 0))
    except Exception as error:
        raise fault_of(error) from error
    return [_fit(whole, inputs.view) for inputs in batch]


FIT = Recipe(fit, heavy=True, faults=(PictureError, TooHeavyError))


def _fit(whole: Pixels, view: FitView) -> bytes:
    from PIL import Image

    left, top, right, bottom = view.box
    scale = min(view.width / (right - left), view.height / (bottom - top))
    size = (min(view.width, round((right - left) * scale)), min(view.height, round((bottom - top) * scale)))
    # Not cropped first: a large master would be held twice.
    picture = whole.resize(size, Image.Resampling.LANCZOS, view.box, reducing_gap=3.0)
    sheet = Image.new("RGB", (view.width, view.height), _ground(picture))
    corner = ((view.width - size[0]) // 2, (view.height - size[1]) // 2)
    sheet.paste(picture, corner, picture.getchannel("A") if picture.mode == "RGBA" else None)
    if view.form == "png":
        return as_png(sheet)
    return as_jpeg(sheet, view.most_bytes)


def _ground(picture: Pixels) -> tuple[int, int, int]:
    """Return the colour that most of the picture's edge has, so that the ground goes on where it ends."""
    from PIL import Image

    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    wide, high = flat.size
    sides = ((0, 0, wide, 1), (0, high - 1, wide, high), (0, 0, 1, high), (wide - 1, 0, wide, high))
    edge = b"".join(flat.crop(side).tobytes() for side in sides)
    dots = list(zip(edge[0::3], edge[1::3], edge[2::3], strict=True))
    # In steps of eight: a scanned edge has many shades of one colour.
    steps = Counter((red // 8, green // 8, blue // 8) for red, green, blue in dots)
    [(step, count)] = steps.most_common(1)
    same = [dot for dot in dots if (dot[0] // 8, dot[1] // 8, dot[2] // 8) == step]
    red, green, blue = (round(sum(parts) / count) for parts in zip(*same, strict=True))
    return red, green, blue


def box_of(
    size: Size, shape: Size, cut: tuple[float, float, float, float], focus: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Return what is shown of a master of `size` in a `shape`: left, top, right, bottom.

    `cut` is how much may go at the top, right, bottom and left, in per cent; `focus` what is to stay in the middle if
    it can, in per cent from the left and the top. Nothing more goes than the shape asks for.
    """
    wide, high = size
    top, right, bottom, left = cut
    # The kept part's bounds: the box may not end within it.
    first_x, last_x = wide * left / 100, wide * (1 - right / 100)
    first_y, last_y = high * top / 100, high * (1 - bottom / 100)
    aspect = shape[0] / shape[1]
    across, down = float(wide), float(high)
    if wide / high > aspect:
        across = max(last_x - first_x, high * aspect)
    else:
        down = max(last_y - first_y, wide / aspect)
    x = _between(wide * focus[0] / 100 - across / 2, max(0.0, last_x - across), min(first_x, wide - across))
    y = _between(high * focus[1] / 100 - down / 2, max(0.0, last_y - down), min(first_y, high - down))
    return round(x), round(y), round(x + across), round(y + down)


def _between(value: float, least: float, most: float) -> float:
    return min(max(value, least), max(least, most))
