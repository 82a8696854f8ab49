"""Colour: how light a colour is to the eye, and how well two of them are told apart (WCAG 2.2, relative luminance)."""

from __future__ import annotations

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


def readable(colour: str, ground: str, ratio: float) -> str:
    """Return the colour nearest to `colour` on its way to black or white that has `ratio` against `ground`."""
    behind = luminance(rgb_of(ground))
    end = 0 if behind > 0.18 else 255
    parts = rgb_of(colour)
    for step in range(101):
        red, green, blue = (round(part + (end - part) * step / 100) for part in parts)
        if contrast(luminance((red, green, blue)), behind) >= ratio:
            return hex_of((red, green, blue))
    return hex_of((end, end, end))
