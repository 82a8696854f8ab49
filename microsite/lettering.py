"""Lettering: text as outlines, so that a badge looks alike on a machine without our fonts."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise
from typing import Any

# Outlines are drawn on a grid of 1/20 pixel: finer is invisible, coarser shows in small type.
GRID = 20
_STEERING = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_SHAPING = {"kern": True, "liga": True}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as an SVG path in 1/20 pixels, its origin at the left end of the baseline; width in pixels."""

    path: str
    width: float


class MissingGlyphError(ValueError):
    """A character that none of the fonts can draw."""

    def __init__(self, char: str) -> None:
        super().__init__(char)
        self.char = char


def missing_glyphs(text: str, fonts: tuple[bytes, ...]) -> list[str]:
    """Return the characters of `text` that none of `fonts` can draw."""
    faces = [_face(font) for font in fonts]
    return [c for c in dict.fromkeys(text) if not _ignorable(c) and not any(ord(c) in f for _, f in faces)]


# A partner's badges differ by their colours: what was set for the light one serves the dark.
@lru_cache(maxsize=256)
def set_line(text: str, fonts: tuple[bytes, ...], size: float, weight: int, rtl: bool | None = None) -> Line:
    """Set `text` on one line, in the first of `fonts` that has each character.

    `size` is in pixels, `weight` from 200 to 800. `rtl` is the way of the words around it; None for that of its own
    first letter. Raises MissingGlyphError.
    """
    pen = _Pen()
    x = 0.0
    for run in _runs(text, fonts, rtl):
        x = _draw_run(run, fonts[run.font], size, weight, x, pen)
    return Line(pen.path(), x / GRID)


@lru_cache(maxsize=256)
def fit(
    text: str,
    fonts: tuple[bytes, ...],
    size: float,
    weight: int,
    width: float,
    smallest: float,
    most_lines: int = 2,
    rtl: bool | None = None,
) -> tuple[tuple[Line, float], ...]:
    """Set `text` within `width` pixels: on one line, smaller if need be, else on balanced lines.

    Returns (line, size) pairs. What does not fit on `most_lines` of the smallest size is made smaller still: never cut.
    """
    one = set_line(text, fonts, size, weight, rtl)
    if one.width <= width:
        return ((one, size),)
    shrunk = size * width / one.width
    words = text.split()
    if shrunk >= smallest or len(words) < 2:
        return ((set_line(text, fonts, shrunk * 0.995, weight, rtl), shrunk),)
    width_of = cache(lambda part: _width(part, fonts, size, weight, rtl))
    count, fitted, lines = 1, 0.0, [text]
    while fitted < smallest * 0.8 and count < min(most_lines, len(words)):
        count += 1
        lines = _balanced(words, count, width_of)
        fitted = min(size * 0.86, size * width / max(map(width_of, lines)) * 0.995)
    return tuple([(set_line(part, fonts, fitted, weight, rtl), fitted) for part in lines])


def _width(text: str, fonts: tuple[bytes, ...], size: float, weight: int, rtl: bool | None) -> float:
    """Return how wide `set_line` would set it, in pixels, without drawing."""
    runs = _runs(text, fonts, rtl)
    steps = (p.x_advance * scale for run in runs for scale, _, p in _shaped(run, fonts[run.font], size, weight))
    return float(sum(steps)) / GRID


def _balanced(words: list[str], count: int, width_of: Callable[[str], float]) -> list[str]:
    """Return the words on `count` lines, broken so that the widest is as narrow as can be."""
    choices = (
        [" ".join(words[first:last]) for first, last in pairwise([0, *breaks, len(words)])]
        for breaks in combinations(range(1, len(words)), count - 1)
    )
    return min(choices, key=lambda lines: max(map(width_of, lines)))


def _ignorable(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cf", "Mn")


@lru_cache(maxsize=8)
def _face(font: bytes) -> tuple[Any, frozenset[int]]:
    import uharfbuzz

    face = uharfbuzz.Face(font)
    return face, frozenset(face.unicodes)


@lru_cache(maxsize=32)
def _font(font: bytes, weight: int) -> Any:
    import uharfbuzz

    made = uharfbuzz.Font(_face(font)[0])
    made.set_variations({"wght": weight})
    return made


@dataclass(slots=True)
class _Run:
    """Characters of one font that go the same way: an odd level is from right to left."""

    font: int
    level: int
    text: str


def _runs(text: str, fonts: tuple[bytes, ...], rtl: bool | None) -> list[_Run]:
    """Return the runs of `text` from left to right, as they are seen."""
    runs: list[_Run] = []
    text = unicodedata.normalize("NFC", text)
    for char, level in zip(text, _levels(text, rtl), strict=True):
        if _ignorable(char):
            index: int | None = runs[-1].font if runs else 0
        else:
            index = next((i for i, font in enumerate(fonts) if ord(char) in _face(font)[1]), None)
        if index is None:
            raise MissingGlyphError(char)
        if runs and (runs[-1].font, runs[-1].level) == (index, level):
            runs[-1].text += char
        else:
            runs.append(_Run(index, level, char))
    # From the innermost outwards, whatever goes from right to left is turned around (rule L2 of UAX #9).
    for deep in range(max((run.level for run in runs), default=0), 0, -1):
        begin = 0
        while begin < len(runs):
            stop = begin
            while stop < len(runs) and runs[stop].level >= deep:
                stop += 1
            runs[begin:stop] = reversed(runs[begin:stop])
            begin = max(stop, begin + 1)
    return runs


def _levels(text: str, rtl: bool | None) -> list[int]:
    """Return how deep each character lies in words of the other direction (the Unicode bidirectional algorithm)."""
    if not rtl and all(unicodedata.bidirectional(char) not in ("R", "AL", "AN") for char in text):
        return [0] * len(text)
    from bidi import algorithm  # type: ignore[import-untyped]

    base = algorithm.get_base_level(text) if rtl is None else int(rtl)
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    algorithm.get_embedding_levels(text, storage)
    for row in storage["chars"]:
        # Signs that only steer have no place of their own: they go with what they follow.
        row["type"] = "NSM" if row["type"] in _STEERING else row["type"]
    algorithm.calc_level_runs(storage)
    algorithm.resolve_weak_types(storage, False)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return [row["level"] for row in storage["chars"]]


def _draw_run(run: _Run, font: bytes, size: float, weight: int, x: float, pen: _Pen) -> float:
    made = _font(font, weight)
    for scale, info, position in _shaped(run, font, size, weight):
        pen.move_to_glyph(x + position.x_offset * scale, -position.y_offset * scale, scale)
        made.draw_glyph_with_pen(info.codepoint, pen)
        x += position.x_advance * scale
    return x


def _shaped(run: _Run, font: bytes, size: float, weight: int) -> list[tuple[float, Any, Any]]:
    """Return each glyph: how much of a unit of the font a grid step is, which it is, and where it goes."""
    import uharfbuzz

    scale = size * GRID / _face(font)[0].upem
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run.text)
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    buffer.guess_segment_properties()
    uharfbuzz.shape(_font(font, weight), buffer, _SHAPING)
    return [(scale, *glyph) for glyph in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)]


class _Pen:
    """A fontTools pen that writes relative whole numbers: a third of the bytes of absolute decimals."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = (0, 0)
        self._start = (0, 0)
        self._x = self._y = 0.0
        self._scale = 1.0

    def path(self) -> str:
        """Return the path's data."""
        return "".join(self._parts)

    def move_to_glyph(self, x: float, y: float, scale: float) -> None:
        """Put the origin of the next glyph."""
        self._x, self._y, self._scale = x, y, scale

    def _point(self, point: tuple[float, float]) -> tuple[int, int]:
        return round(self._x + point[0] * self._scale), round(self._y - point[1] * self._scale)

    def _write(self, command: str, *points: tuple[float, float]) -> None:
        numbers: list[int] = []
        end = self._at
        for point in points:
            end = self._point(point)
            numbers += [end[0] - self._at[0], end[1] - self._at[1]]
        self._at = end
        text = ""
        for number in numbers:
            text += f" {number}" if number >= 0 and text else str(number)
        self._parts.append(command + text)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 (the pen protocol's names)
        """Begin a contour."""
        self._write("m", point)
        self._start = self._at

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        """Draw a straight line."""
        self._write("l", point)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        """Draw a cubic curve."""
        self._write("c", *points)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        """Draw a quadratic curve."""
        self._write("q", *points)

    def closePath(self) -> None:  # noqa: N802
        """Close the contour."""
        self._parts.append("z")
        self._at = self._start

    def endPath(self) -> None:  # noqa: N802
        """End the contour."""
        self._parts.append("z")
        self._at = self._start
