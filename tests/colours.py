"""Colours for tests: what a number looks like, how far apart two colours are, and profiles known by their formula.

All of it is reckoned here and nothing by a colour engine, so that an engine can be held against it. Lab and XYZ are
under D50, as in profiles (ICC.1:2001-04).
"""

from __future__ import annotations

import functools
import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Triple = tuple[float, float, float]
Lab = Triple
Matrix = tuple[Triple, Triple, Triple]

_D50: Triple = (0.9642, 1.0, 0.8249)
_D65_AT = (0.3127, 0.3290)
# From XYZ to the eye's three receptors, after Bradford: where one white is exchanged for another.
_BRADFORD: Matrix = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))


def _times(matrix: Matrix, values: Sequence[float]) -> Triple:
    first, second, third = (sum(a * b for a, b in zip(row, values, strict=True)) for row in matrix)
    return first, second, third


def _product(left: Matrix, right: Matrix) -> Matrix:
    first, second, third = (_times(left, column) for column in zip(*right, strict=True))
    return _turned((first, second, third))


def _turned(matrix: Matrix) -> Matrix:
    first, second, third = ((a, b, c) for a, b, c in zip(*matrix, strict=True))
    return first, second, third


def _inverse(matrix: Matrix) -> Matrix:
    """By Cramer's rule: the rows of the inverse are cross products of the columns."""
    a, b, c = _turned(matrix)
    whole = sum(x * y for x, y in zip(a, _cross(b, c), strict=True))
    first, second, third = (_scaled(_cross(p, q), 1 / whole) for p, q in ((b, c), (c, a), (a, b)))
    return first, second, third


def _cross(p: Triple, q: Triple) -> Triple:
    return p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]


def _scaled(values: Triple, by: float) -> Triple:
    return values[0] * by, values[1] * by, values[2] * by


def lab_of(xyz: Triple) -> Lab:
    """Return the Lab of a colour."""

    def bent(share: float) -> float:
        return math.cbrt(share) if share > (6 / 29) ** 3 else share * (29 / 6) ** 2 / 3 + 4 / 29

    x, y, z = (bent(value / white) for value, white in zip(xyz, _D50, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def delta_e(one: Lab, other: Lab) -> float:
    """Return how far apart two colours are, by CIEDE2000: 1 is just seen side by side, 3 is seen by most.

    Numbered as in Sharma, Wu and Dalal, Color Research and Application 30 (2005), equations 2 to 22.
    """
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    grey = c1 * c2 == 0
    turn = 0.0 if grey else (h2 - h1 + 180) % 360 - 180
    # A half turn either way is the same distance; the mean hue is what the sign decides.
    if not grey and h2 - h1 == 180:
        turn = 180.0
    middle = h1 + h2 if grey else (h1 + turn / 2) % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    t = (
        1
        - 0.17 * math.cos(math.radians(middle - 30))
        + 0.24 * math.cos(math.radians(2 * middle))
        + 0.32 * math.cos(math.radians(3 * middle + 6))
        - 0.20 * math.cos(math.radians(4 * middle - 63))
    )
    s_light = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    s_chroma, s_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    bend = 2 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    bend *= -math.sin(math.radians(60 * math.exp(-(((middle - 275) / 25) ** 2))))
    parts = (l2 - l1) / s_light, (c2 - c1) / s_chroma, hue / s_hue
    return math.sqrt(sum(part**2 for part in parts) + bend * parts[1] * parts[2])


def _srgb_curve(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


@dataclass(frozen=True)
class RgbSpace:
    """What numbers from 0 to 1 mean: where the three lights lie in the xy diagram, and their curve. White is D65."""

    red: tuple[float, float]
    green: tuple[float, float]
    blue: tuple[float, float]
    curve: Callable[[float], float] = _srgb_curve

    @property
    def lights(self) -> Matrix:
        """From linear numbers to XYZ: the columns are the three lights' own."""

        def xyz(at: tuple[float, float]) -> Triple:
            return at[0] / at[1], 1.0, (1 - at[0] - at[1]) / at[1]

        whole = _turned((xyz(self.red), xyz(self.green), xyz(self.blue)))
        white = xyz(_D65_AT)
        shares = _times(_inverse(whole), white)
        red, green, blue = (_scaled(c, share) for c, share in zip(_turned(whole), shares, strict=True))
        before, after = _times(_BRADFORD, white), _times(_BRADFORD, _D50)
        ratio = [a / b for a, b in zip(after, before, strict=True)]
        adapted: Matrix = ((ratio[0], 0, 0), (0, ratio[1], 0), (0, 0, ratio[2]))
        exchange = _product(_inverse(_BRADFORD), _product(adapted, _BRADFORD))
        return _product(exchange, _turned((red, green, blue)))

    def lab(self, colour: Sequence[float]) -> Lab:
        """Return the Lab of a colour."""
        return lab_of(_times(self.lights, [self.curve(value) for value in colour]))

    def spelling(self, other: RgbSpace, colour: Sequence[float]) -> tuple[int, int, int]:
        """Return the bytes that spell here, as nearly as bytes can, the colour that is `colour` in `other`."""
        seen = _times(other.lights, [other.curve(value) for value in colour])
        red, green, blue = (self._byte(value) for value in _times(_inverse(self.lights), seen))
        return red, green, blue

    def _byte(self, light: float) -> int:
        return min(range(256), key=lambda byte: abs(self.curve(byte / 255) - light))

    def profile(self) -> bytes:
        """Return the space as a profile for screens."""
        red, green, blue = (_xyz(*column) for column in _turned(self.lights))
        lit = _curve(self.curve)
        tags = {b"rXYZ": red, b"gXYZ": green, b"bXYZ": blue, b"rTRC": lit, b"gTRC": lit, b"bTRC": lit}
        return profile(b"mntr", b"RGB ", b"XYZ ", tags)


SRGB = RgbSpace((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
DISPLAY_P3 = RgbSpace((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
ADOBE_LIKE = RgbSpace((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), lambda value: value ** (563 / 256))


def lab_of_pixel(colour: Sequence[float]) -> Lab:
    """Return the Lab of an sRGB colour in numbers from 0 to 255."""
    return SRGB.lab([value / 255 for value in colour])


# The inks of a press of ours: which shares of red, green and blue light (linear sRGB) a full layer of each sends back.
# Far from what a program without the profile takes CMYK for, and each mixture is a colour that a screen can show.
_INKS: tuple[Triple, ...] = ((0.06, 0.45, 0.72), (0.70, 0.08, 0.22), (0.93, 0.78, 0.10), (0.03, 0.03, 0.03))
_GRID = 6  # so that 0, 51, 102 … 255 stand in the table themselves


def lab_of_inks(inks: Sequence[float]) -> Lab:
    """Return the Lab of cyan, magenta, yellow and black from 0 to 1: each layer holds back its share of the light."""
    light = [
        math.prod(1 - cover * (1 - ink[band]) for cover, ink in zip(inks, _INKS, strict=True)) for band in range(3)
    ]
    return lab_of(_times(SRGB.lights, light))


@functools.cache
def press_profile() -> bytes:
    """Return a profile for CMYK after `lab_of_inks`: class output, one table of eight bits (`mft1`)."""
    steps = [step / (_GRID - 1) for step in range(_GRID)]
    table = bytearray()
    for cyan in steps:
        for magenta in steps:
            for yellow in steps:
                for black in steps:
                    light, a, b = lab_of_inks((cyan, magenta, yellow, black))
                    table += bytes((round(light * 2.55), round(a) + 128, round(b) + 128))
    straight = bytes(range(256))
    head = struct.pack(">4s4xBBBx", b"mft1", 4, 3, _GRID) + b"".join(
        _fixed(*row) for row in ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    )
    return profile(b"prtr", b"CMYK", b"Lab ", {b"A2B0": head + straight * 4 + bytes(table) + straight * 3})


def grey_profile(curve: Callable[[float], float]) -> bytes:
    """Return a profile for grey, which shines as `curve` says."""
    return profile(b"mntr", b"GRAY", b"XYZ ", {b"kTRC": _curve(curve)})


def profile(kind: bytes, space: bytes, between: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Return a profile of ICC's version 2.4: its class, colour space and connection space, and its tags."""
    words = b"desc\0\0\0\0" + struct.pack(">L", 5) + b"test\0" + bytes(8 + 3 + 67)
    whole = {b"desc": words, b"cprt": b"text\0\0\0\0CC0\0", b"wtpt": _xyz(*_D50)} | tags
    start = 128 + 4 + 12 * len(whole)
    rows, body = struct.pack(">L", len(whole)), b""
    for name, data in whole.items():
        rows += struct.pack(">4sLL", name, start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    date = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    head = struct.pack(">L4xL4s4s4s12s4s", start + len(body), 0x02400000, kind, space, between, date, b"acsp")
    return head + bytes(28) + _fixed(*_D50) + bytes(48) + rows + body


def _fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}l", *(round(value * 65_536) for value in values))


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(*values)


def _curve(curve: Callable[[float], float]) -> bytes:
    points = [round(curve(step / 1023) * 65_535) for step in range(1024)]
    return b"curv\0\0\0\0" + struct.pack(">L1024H", 1024, *points)
