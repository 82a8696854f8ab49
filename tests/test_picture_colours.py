"""Posters' colours: what is shown looks as the profile says, within what is hardly seen, and stands upright."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Sequence

import pytest
from PIL import Image, ImageDraw

from microsite.encoding import RenditionView, encode
from microsite.pictures import read_header
from microsite.target import Inputs
from tests import colours, forged
from tests.colours import ADOBE_LIKE, DISPLAY_P3, SRGB, Lab, RgbSpace
from tests.hostile_pdfs import sheet

# The farthest that a colour may be off, in CIEDE2000: side by side it is seen, from memory it is not.
_MOST = 3.0

_ACROSS, _DOWN, _SIDE = 4, 3, 48
_SIZE = _ACROSS * _SIDE, _DOWN * _SIDE
# Where inks are mixed, and how: each alone, in pairs, in layers as in photographs, and the darkest.
_INKS = (
    (0, 0, 0, 0),
    (255, 0, 0, 0),
    (0, 255, 0, 0),
    (0, 0, 255, 0),
    (0, 0, 0, 255),
    (255, 255, 0, 0),
    (0, 255, 255, 51),
    (102, 51, 0, 51),
    (128, 60, 200, 20),
    (30, 200, 90, 100),
    (0, 0, 0, 128),
    (204, 153, 153, 153),
)
# Colours that screens of all kinds can show, so that none of them is moved to fit.
_LIGHTS = (
    (255, 255, 255),
    (240, 40, 30),
    (40, 210, 60),
    (50, 80, 200),
    (240, 200, 40),
    (20, 150, 170),
    (200, 60, 140),
    (128, 128, 128),
    (40, 40, 40),
    (250, 160, 110),
    (18, 52, 86),
    (110, 70, 30),
)
_GREYS = tuple(range(0, 12 * 23, 23))

Sample = tuple[bytes, Sequence[Lab]]


def _patches(mode: str, values: Sequence[object]) -> Image.Image:
    """A sheet of large patches, row by row."""
    image = Image.new(mode, _SIZE)
    pen = ImageDraw.Draw(image)
    for place, value in enumerate(values):
        left, top = place % _ACROSS * _SIDE, place // _ACROSS * _SIDE
        pen.rectangle((left, top, left + _SIDE - 1, top + _SIDE - 1), fill=value)  # type: ignore[arg-type]
    return image


def _deep_points(values: Sequence[Sequence[int]], order: str) -> list[bytes]:
    """The rows of a sheet of patches with two bytes a colour."""
    rows = []
    for row in range(_DOWN):
        line = b"".join(
            struct.pack(f"{order}{len(value)}H", *value) * _SIDE
            for value in values[row * _ACROSS : (row + 1) * _ACROSS]
        )
        rows += [line] * _SIDE
    return rows


def _deep_png(values: Sequence[Sequence[int]]) -> bytes:
    packed = zlib.compress(b"".join(b"\0" + row for row in _deep_points(values, ">")))
    return forged.png(*_SIZE, 16, 0 if len(values[0]) == 1 else 2, packed)


def _deep_tiff(values: Sequence[Sequence[int]], order: str, profile: bytes = b"") -> bytes:
    points = b"".join(_deep_points(values, order))
    bits = (16,) * len(values[0])
    fields = dict(forged.tiff_fields(*_SIZE, bits, {1: 1, 3: 2, 4: 5}[len(bits)], len(points)))
    if profile:
        fields[34675] = forged.BYTE, profile
    return forged.tiff(fields, points, order=order)


_PRESSED = [colours.lab_of_inks([ink / 255 for ink in inks]) for inks in _INKS]
_LIT = [colours.lab_of_pixel(colour) for colour in _LIGHTS]
_SHADED = [colours.lab_of_pixel((grey, grey, grey)) for grey in _GREYS]


def _ink(kind: str, **options: object) -> Sample:
    return forged.saved(_patches("CMYK", _INKS), kind, icc_profile=colours.press_profile(), **options), _PRESSED


def _spelt(space: RgbSpace) -> list[tuple[int, int, int]]:
    return [space.spelling(SRGB, [value / 255 for value in colour]) for colour in _LIGHTS]


def _light(space: RgbSpace, kind: str, **options: object) -> Sample:
    """The colours as another space spells them, and what that spelling means there."""
    spelt = _spelt(space)
    data = forged.saved(_patches("RGB", spelt), kind, icc_profile=space.profile(), **options)
    return data, [space.lab([value / 255 for value in colour]) for colour in spelt]


def _deep(make: Callable[[Sequence[Sequence[int]]], bytes], space: RgbSpace = SRGB) -> Sample:
    # Not what a byte can say: the low byte is as far as it can be from a copy of the high one.
    values = [[byte * 256 + 255 - byte for byte in spelt] for spelt in _spelt(space)]
    return make(values), [space.lab([value / 65_535 for value in colour]) for colour in values]


def _deep_grey(make: Callable[[Sequence[Sequence[int]]], bytes]) -> Sample:
    greys = [(grey * 256 + 255 - grey,) for grey in _GREYS]
    return make(greys), [SRGB.lab([grey / 65_535] * 3) for (grey,) in greys]


def _grey_of(curve: Callable[[float], float], kind: str) -> Sample:
    data = forged.saved(_patches("L", _GREYS), kind, icc_profile=colours.grey_profile(curve))
    light = [curve(grey / 255) for grey in _GREYS]
    return data, [colours.lab_of((0.9642 * y, y, 0.8249 * y)) for y in light]


def _large_ink() -> Sample:
    """So large that a JPEG is not decoded at its full size, and reduced in steps."""
    large = _patches("CMYK", _INKS).resize((8 * _SIZE[0], 8 * _SIZE[1]), Image.Resampling.NEAREST)
    return forged.saved(large, "JPEG", icc_profile=colours.press_profile(), quality=92), _PRESSED


def _pdf(turned: bool) -> Sample:
    """A page of filled squares; a turned one is drawn lying and says that it is to be turned clockwise."""
    squares = [b"0 1 -1 0 %d 0 cm" % _SIZE[1]] if turned else []
    for place, colour in enumerate(_LIGHTS):
        left, foot = place % _ACROSS * _SIDE, _SIZE[1] - (place // _ACROSS + 1) * _SIDE
        shares = " ".join(f"{value / 255:.4f}" for value in colour)
        squares.append(f"{shares} rg {left} {foot} {_SIDE} {_SIDE} re f".encode())
    width, height = _SIZE[::-1] if turned else _SIZE
    return sheet(b"\n".join(squares), box=f"0 0 {width} {height}", page="/Rotate 90" if turned else ""), _LIT


_SAMPLES: dict[str, Callable[[], Sample]] = {
    "inks in TIFF": lambda: _ink("TIFF"),
    "inks in packed TIFF": lambda: _ink("TIFF", compression="tiff_lzw"),
    "inks in JPEG": lambda: _ink("JPEG", quality=95),
    "inks in a large JPEG": _large_ink,
    "inks in 16 bits": lambda: (
        _deep_tiff([[ink * 257 for ink in inks] for inks in _INKS], "<", colours.press_profile()),
        _PRESSED,
    ),
    "sRGB in JPEG": lambda: (forged.saved(_patches("RGB", _LIGHTS), "JPEG", quality=95), _LIT),
    "sRGB in AVIF": lambda: (forged.saved(_patches("RGB", _LIGHTS), "AVIF", quality=100), _LIT),
    "sRGB with its profile": lambda: _light(SRGB, "PNG"),
    "Display P3 in PNG": lambda: _light(DISPLAY_P3, "PNG"),
    "Display P3 in JPEG": lambda: _light(DISPLAY_P3, "JPEG", quality=95, subsampling=0),
    "Display P3 in WebP": lambda: _light(DISPLAY_P3, "WEBP", lossless=True),
    "Display P3 in AVIF": lambda: _light(DISPLAY_P3, "AVIF", quality=100, subsampling="4:4:4"),
    "wide RGB in TIFF": lambda: _light(ADOBE_LIKE, "TIFF"),
    "wide RGB in JPEG": lambda: _light(ADOBE_LIKE, "JPEG", quality=95, subsampling=0),
    "16 bits of RGB in PNG": lambda: _deep(_deep_png),
    "16 bits of RGB in TIFF": lambda: _deep(lambda values: _deep_tiff(values, "<")),
    "16 bits of RGB in TIFF, big end first": lambda: _deep(lambda values: _deep_tiff(values, ">")),
    "16 bits of wide RGB in TIFF": lambda: _deep(lambda v: _deep_tiff(v, "<", ADOBE_LIKE.profile()), ADOBE_LIKE),
    "16 bits of grey in PNG": lambda: _deep_grey(_deep_png),
    "16 bits of grey in TIFF": lambda: _deep_grey(lambda values: _deep_tiff(values, "<")),
    "16 bits of grey in TIFF, big end first": lambda: _deep_grey(lambda values: _deep_tiff(values, ">")),
    "grey in PNG": lambda: (forged.saved(_patches("L", _GREYS), "PNG"), _SHADED),
    "grey with a profile in TIFF": lambda: _grey_of(lambda value: value**1.4, "TIFF"),
    "grey with a profile in JPEG": lambda: _grey_of(lambda value: value**1.4, "JPEG"),
    "PDF": lambda: _pdf(turned=False),
    "turned PDF": lambda: _pdf(turned=True),
}


def _renditions(data: bytes) -> dict[str, Image.Image]:
    views = [RenditionView(form, quality, (_SIZE,)) for form, quality in (("png", 0), ("jpeg", 82), ("avif", 65))]
    made = encode([Inputs(view, {"master": data}, {}) for view in views])
    return {
        view.format: Image.open(io.BytesIO(rendition)).convert("RGB")
        for view, rendition in zip(views, made, strict=True)
    }


def _seen(picture: Image.Image) -> list[Lab]:
    """Return what is seen in the middle of each patch."""
    assert picture.size == _SIZE
    # Each field of the small copy is the mean of a ninth of a patch, so every third in each direction is a middle.
    small = picture.resize((3 * _ACROSS, 3 * _DOWN), Image.Resampling.BOX).tobytes()
    starts = [3 * ((3 * row + 1) * 3 * _ACROSS + 3 * column + 1) for row in range(_DOWN) for column in range(_ACROSS)]
    return [colours.lab_of_pixel(small[start : start + 3]) for start in starts]


def _off(picture: Image.Image, wanted: Sequence[Lab]) -> float:
    return max(colours.delta_e(seen, due) for seen, due in zip(_seen(picture), wanted, strict=True))


@pytest.mark.parametrize("name", _SAMPLES)
def test_colours_are_those_of_the_master(name: str) -> None:
    """In each format, whatever the master says colours in: inks, wide spaces, sixteen bits, grey."""
    data, wanted = _SAMPLES[name]()
    off = {form: round(_off(picture, wanted), 2) for form, picture in _renditions(data).items()}
    assert {form: far for form, far in off.items() if far > _MOST} == {}


@pytest.mark.parametrize(
    "name", ["inks in TIFF", "Display P3 in PNG", "wide RGB in TIFF", "grey with a profile in TIFF"]
)
def test_the_samples_tell_whether_the_profile_is_heeded(name: str) -> None:
    """Who takes the numbers for sRGB, or inks for their complements, is seen to be wrong."""
    data, wanted = _SAMPLES[name]()
    with Image.open(io.BytesIO(data)) as picture:
        assert _off(picture.convert("RGB"), wanted) > _MOST


_STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def _turned(orientation: int, kind: str) -> bytes:
    """The patches stored as a camera does that was held otherwise, with the note of how."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored, image = _STORED[orientation], _patches("RGB", _LIGHTS)
    return forged.saved(image if stored is None else image.transpose(stored), kind, exif=exif, quality=95)


@pytest.mark.parametrize("orientation", _STORED)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_turned_picture_stands_upright(kind: str, orientation: int) -> None:
    """However the camera was held, each colour is in its place, and the size that pages reserve is the upright one."""
    data = _turned(orientation, kind)
    header = read_header(data)
    assert (header.width, header.height) == _SIZE
    for form, picture in _renditions(data).items():
        assert _off(picture, _LIT) <= _MOST, form


def test_a_turned_picture_is_as_sharp_as_any_other() -> None:
    """A long banner photographed lying: of its lines, two pixels wide, none is lost at its full width."""
    banner = Image.new("L", (300, 3000), 255)
    pen = ImageDraw.Draw(banner)
    for left in range(0, 300, 4):
        pen.rectangle((left, 0, left + 1, 2999), fill=0)
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = forged.saved(banner.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=95, exif=exif)
    [png] = encode([Inputs(RenditionView("png", 0, ((300, 3000),)), {"master": lying}, {})])
    with Image.open(io.BytesIO(png)) as shown:
        assert shown.size == banner.size
        row = shown.convert("L").crop((30, 1500, 270, 1501)).tobytes()
    assert min(row) < 60
    assert max(row) > 195


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        # Pairs that Sharma, Wu and Dalal published for this: hues around 0 and 180 degrees, greys, and near black.
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
        ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0011), 7.2195),
        ((50.0, -0.0010, 2.4900), (50.0, 0.0009, -2.4900), 4.8045),
        ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (56.0, -27.0, -3.0), 31.9030),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_of_colours_is_the_published_one(one: Lab, other: Lab, apart: float) -> None:
    assert colours.delta_e(one, other) == pytest.approx(apart, abs=0.00005)
    assert colours.delta_e(other, one) == pytest.approx(apart, abs=0.00005)
