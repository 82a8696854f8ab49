"""Colour: how light one is to the eye, how well two are told apart (WCAG 2.2), and others of its hue (OKLCH)."""

from __future__ import annotations

import math
from collections.abc import Sequence

Rgb = tuple[int, int, int]


def rgb_of(colour: str) -> Rgb:
    """Return the parts of a colour written #rrggbb, each 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hex_of(colour: Rgb) -> str:
    """Return a colour as #rrggbb."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Rgb) -> float:
    """Return the relative luminance of an sRGB colour, from 0 (black) to 1 (white)."""
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4  # 10/255 is just below 0.03928
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    """Return the contrast ratio of two luminances, from 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def apart(one: str, other: str) -> float:
    """Return the contrast ratio of two colours written #rrggbb, from 1 to 21."""
    return contrast(luminance(rgb_of(one)), luminance(rgb_of(other)))


def mixed(one: str, other: str, share: float) -> str:
    """Return `share` of one colour with the rest of the other, both written #rrggbb."""
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(rgb_of(one), rgb_of(other), strict=True))
    return hex_of((red, green, blue))


# OKLCH (B. Ottosson, 2020; CSS Color 4): lightness 0 to 1 as the eye takes it, chroma, and hue in degrees.
Lch = tuple[float, float, float]


def lch_of(colour: str) -> Lch:
    """Return a colour written #rrggbb in OKLCH."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in rgb_of(colour))
    )
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def colour_of(lch: Lch) -> str:
    """Return the colour of this lightness and hue as #rrggbb, as strong as asked for or as a screen can show it."""
    light, chroma, hue = lch
    full = _screen(light, chroma, hue)
    if full is not None:
        return hex_of(full)
    low, high = 0.0, chroma
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if _screen(light, middle, hue) else (low, middle)
    return hex_of(_screen(light, low, hue) or ((255, 255, 255) if light > 0.5 else (0, 0, 0)))


def _screen(light: float, chroma: float, hue: float) -> Rgb | None:
    """Return a colour of OKLCH in sRGB, or None where sRGB has none such."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    parts = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    if not all(-1e-4 <= part <= 1 + 1e-4 for part in parts):
        return None
    red, green, blue = (
        round(255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055))
        for part in (min(1.0, max(0.0, part)) for part in parts)
    )
    return red, green, blue


def readable(colour: str, grounds: Sequence[str], ratio: float, darker: bool) -> str:
    """Return the colour nearest to `colour`, of its hue, that has `ratio` against all of `grounds`.

    Sought on its way to black where `darker`, else to white; black or white where none of its hue is enough.
    """

    def enough(some: str) -> bool:
        return all(apart(some, ground) >= ratio for ground in grounds)

    if enough(colour):
        return colour
    light, chroma, hue = lch_of(colour)
    end = 0.0 if darker else 1.0
    near, far = light, end
    for _ in range(12):
        middle = (near + far) / 2
        near, far = (near, middle) if enough(colour_of((middle, chroma, hue))) else (middle, far)
    return colour_of((far, chroma, hue)) if far != end else "#000000" if darker else "#ffffff"
