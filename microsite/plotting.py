"""Where a chart's parts stand: scales, ticks, lines, bars and labels, as pure arithmetic.

Across, a place is in per cent of the chart's width, so that a chart fills a phone and a desk alike while its words keep
their size. Down, it is in em of the chart's type, so that a reader's larger type makes a higher chart. In a mirrored
chart time runs from right to left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

# The plot, in em: room above for a label, and its own height; below it one line for the periods.
TOP, HEIGHT, BELOW = 1.7, 13.0, 2.2
# Inside a page of 320 px, what a chart's width is in em of its type; and a letter's, a little generously.
_NARROWEST, _LETTER = 17.5, 0.58
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_MOST_INTERVALS = 5
# Of the space of a period, what its bars take.
_BARS_SHARE = 0.72
# More points than this, and a mark at each would hide the line.
_MOST_MARKS = 14
# How near each other two labels may come, in em.
_APART = 1.25

Figures = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place. `anchor` is which end of them stands there, in the direction of writing."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a line."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a bar: its corner, width in per cent, height in em."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Goal:
    """The line of a goal, and its label."""

    y: float
    label: Label


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart as drawn. A tuple a series in `lines` (path data, x in per cent and y in em), `marks` and `bars`."""

    height: float
    base: float
    ticks: tuple[Label, ...]
    periods: tuple[Label, ...]
    lines: tuple[str, ...]
    marks: tuple[tuple[Point, ...], ...]
    bars: tuple[tuple[Bar, ...], ...]
    values: tuple[Label, ...]
    goal: Goal | None


@dataclass(frozen=True, slots=True)
class Words:
    """What is written in a chart: how a figure and a goal are said, and the words of each period."""

    figure: Callable[[Decimal], str]
    tick: Callable[[Decimal, int], str]
    periods: tuple[str, ...]
    goal: str = ""


def ticks_of(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Return round numbers, evenly apart, the first at or below `low` and the last at or above `high`; two at least."""
    span = high - low or abs(high) or Decimal(_MOST_INTERVALS)
    power = Decimal(1).scaleb((span / _MOST_INTERVALS).adjusted())
    for step in (power * factor for factor in _STEPS):
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        if last - first <= _MOST_INTERVALS:
            break
    else:
        step = power * 20
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
    last = max(last, first + 1)
    return tuple(step * number for number in range(int(first), int(last) + 1))


def ends_of(figures: Sequence[Decimal], goal: Decimal | None, bars: bool) -> tuple[Decimal, Decimal]:
    """Return the lowest and highest number that the scale must show.

    Bars stand on zero, or their lengths would lie. A line does too, unless that would press it flat against the top.
    """
    shown = [*figures, *([goal] if goal is not None else [])]
    low, high = min(shown), max(shown)
    if bars or (low >= 0 and low * 3 <= high * 2):
        return min(low, Decimal(0)), max(high, Decimal(0))
    return low, high


def draw(
    places: Sequence[int],
    columns: Sequence[Figures],
    words: Words,
    *,
    bars: bool = False,
    goal: Decimal | None = None,
    mirrored: bool = False,
) -> Plot:
    """Return the chart of `columns`, whose figures stand at `places` (see `series.places_of`). One figure at least."""
    shown = [figure for column in columns for figure in column if figure is not None]
    ticks = ticks_of(*ends_of(shown, goal, bars))
    decimals = max(0, -int((ticks[1] - ticks[0]).normalize().as_tuple().exponent))
    said = [words.tick(tick, decimals) for tick in ticks]

    def down(figure: Decimal) -> float:
        share = float((figure - ticks[0]) / (ticks[-1] - ticks[0]))
        return round(TOP + HEIGHT * (1 - share), 2)

    across = _across(places, max(map(len, said)), max(map(len, words.periods)), bars)
    lines = [[_point(x, figure, down) for x, figure in zip(across.middles, c, strict=True)] for c in columns]
    base = down(min(max(Decimal(0), ticks[0]), ticks[-1]))
    standing = tuple(_bars(line, i, len(columns), across.step, base) for i, line in enumerate(lines)) if bars else ()
    values = _values(lines, columns, words.figure, standing)
    plot = Plot(
        round(TOP + HEIGHT + BELOW, 2),
        base,
        tuple(Label(0, down(tick), text, "start") for tick, text in zip(ticks, said, strict=True)),
        _periods(across.middles, words.periods),
        () if bars else tuple(path_of(line) for line in lines),
        () if bars else tuple(_marks(line) for line in lines),
        standing,
        values,
        _goal(down(goal), words.goal, lines, values, across.middles[0]) if goal is not None else None,
    )
    return _mirror(plot, lines, bars) if mirrored else plot


@dataclass(frozen=True, slots=True)
class _Across:
    middles: list[float]
    step: float


def _across(places: Sequence[int], tick: int, period: int, bars: bool) -> _Across:
    """Return where each period has its middle: right of the ticks' labels, so far in that its own words have room."""
    half = period * _LETTER / 2 / _NARROWEST * 100
    left = max((tick + 1) * _LETTER / _NARROWEST * 100, half)
    right = 100 - max(4.0, half)
    many = max(places) + 1
    if bars:
        left, right = (tick + 1) * _LETTER / _NARROWEST * 100, 100.0
        step = (right - left) / many
        return _Across([round(left + step * (place + 0.5), 2) for place in places], step)
    step = (right - left) / max(1, many - 1)
    alone = (left + right) / 2
    return _Across([round(left + step * place if many > 1 else alone, 2) for place in places], step)


def _point(x: float, figure: Decimal | None, down: Callable[[Decimal], float]) -> Point | None:
    return None if figure is None else Point(x, down(figure))


def path_of(line: Sequence[Point | None]) -> str:
    """Return the path data of a line: a stroke from figure to figure, lifted where there is none."""
    parts, drawing = [], False
    for point in line:
        if point is not None:
            parts.append(f"{'L' if drawing else 'M'}{point.x:g} {round(point.y - TOP, 2):g}")
        drawing = point is not None
    return "".join(parts)


def _marks(line: Sequence[Point | None]) -> tuple[Point, ...]:
    """Return the points that are marked: all if they are few; else every so many, the last, and those on no line."""
    points = [point for point in line if point is not None]
    every = -(-len(points) // _MOST_MARKS)
    around = [None, *line, None]
    alone = {b for a, b, c in zip(around, around[1:], around[2:], strict=False) if a is None and c is None}
    return tuple(p for i, p in enumerate(points) if (len(points) - 1 - i) % every == 0 or p in alone)


def _bars(line: Sequence[Point | None], number: int, of: int, step: float, base: float) -> tuple[Bar, ...]:
    width = step * _BARS_SHARE / of
    found = []
    for point in line:
        if point is not None:
            x = point.x - step * _BARS_SHARE / 2 + width * number
            found.append(Bar(round(x, 2), min(point.y, base), round(width * 0.94, 2), round(abs(point.y - base), 2)))
    return tuple(found)


def _periods(middles: Sequence[float], words: Sequence[str]) -> tuple[Label, ...]:
    """Return the labels below: the latest period's, and of the others as many as fit the narrowest page."""
    y = round(TOP + HEIGHT + 1.5, 2)
    labels: list[Label] = []
    for x, text in sorted(zip(middles, words, strict=True), reverse=True):
        if not labels or _fits(labels[-1], x, text):
            labels.append(Label(x, y, text))
    return tuple(reversed(labels))


def _fits(right: Label, x: float, text: str) -> bool:
    room = (right.x - x) / 100 * _NARROWEST
    return room >= (len(right.text) + len(text)) / 2 * _LETTER + 0.8


def _values(
    lines: Sequence[Sequence[Point | None]],
    columns: Sequence[Figures],
    say: Callable[[Decimal], str],
    bars: Sequence[Sequence[Bar]],
) -> tuple[Label, ...]:
    """Return the figures that are written out: each series' last; a lone series' highest, lowest and first too."""
    labels: list[Label] = []
    for number, (line, column) in enumerate(zip(lines, columns, strict=True)):
        known = [i for i, point in enumerate(line) if point is not None]
        wanted = known[-1:]
        if len(lines) == 1:
            ordered = sorted(known, key=lambda i: (column[i] or Decimal(0), i))
            wanted = [*wanted, *ordered[-1:], *ordered[:1], *known[:1]]
        standing = dict(zip(known, bars[number], strict=True)) if bars else {}
        for i in wanted:
            point, figure = line[i], column[i]
            if point is None or figure is None:
                continue
            text = say(figure)
            bar = standing.get(i)
            x = round(bar.x + bar.width / 2, 2) if bar else point.x
            above = bar is not None or not _in_valley(line, i)
            y = point.y - 0.6 if above else point.y + 1.35
            if bar and figure < 0:
                y = point.y + 1.1
            label = Label(x, round(y, 2), text)
            if all(_clear(label, other) for other in labels):
                labels.append(label)
    return tuple(labels)


def _in_valley(line: Sequence[Point | None], i: int) -> bool:
    """Tell whether the line goes up (on the page) on both sides, so that a label has its room below."""
    point = line[i]
    around = [line[j] for j in (i - 1, i + 1) if 0 <= j < len(line)]
    return point is not None and point.y < TOP + HEIGHT - 2 and all(p is not None and p.y < point.y for p in around)


def _clear(one: Label, other: Label) -> bool:
    wide = (len(one.text) + len(other.text)) / 2 * _LETTER + 0.4
    return abs(one.y - other.y) >= _APART or abs(one.x - other.x) / 100 * _NARROWEST >= wide


def _goal(y: float, text: str, lines: Sequence[Sequence[Point | None]], values: Sequence[Label], left: float) -> Goal:
    """Return the goal's line, its label at the end and on the side where the least is in its way."""
    width = (len(text) + 1) * _LETTER / _NARROWEST * 100
    points = [p for line in lines for p in line if p is not None]
    crossed = [q for line in lines for a, b in pairwise(line) if a and b for q in _between(a, b)]
    taken = [(p.x, p.y) for p in (*points, *crossed)] + [(v.x, v.y - 0.35) for v in values]

    def room(label: Label) -> float:
        first, last = (label.x - width, label.x) if label.anchor == "end" else (label.x, label.x + width)
        return min((abs(label.y - 0.35 - at) for x, at in taken if first - 3 <= x <= last + 3), default=99.0)

    # The labels of ticks stand at the start, so one there begins where the first period is.
    choices = [
        Label(x, round(y + side, 2), text, anchor)
        for x, anchor in ((100.0, "end"), (left, "start"))
        for side in (-0.45, 1.15)
        if TOP - 1 <= y + side <= TOP + HEIGHT - 0.2
    ]
    return Goal(y, max(choices, key=lambda label: min(room(label), 2.0)))


def _between(a: Point, b: Point) -> list[Point]:
    return [Point(a.x + (b.x - a.x) * k / 8, a.y + (b.y - a.y) * k / 8) for k in range(1, 8)]


def _mirror(plot: Plot, lines: Sequence[Sequence[Point | None]], bars: bool) -> Plot:
    def label(one: Label) -> Label:
        return Label(round(100 - one.x, 2), one.y, one.text, one.anchor)

    turned = [[p and Point(round(100 - p.x, 2), p.y) for p in line] for line in lines]
    return Plot(
        plot.height,
        plot.base,
        tuple(map(label, plot.ticks)),
        tuple(map(label, plot.periods)),
        () if bars else tuple(path_of(line) for line in turned),
        tuple(tuple(Point(round(100 - p.x, 2), p.y) for p in row) for row in plot.marks),
        tuple(tuple(Bar(round(100 - b.x - b.width, 2), b.y, b.width, b.height) for b in row) for row in plot.bars),
        tuple(map(label, plot.values)),
        Goal(plot.goal.y, label(plot.goal.label)) if plot.goal else None,
    )
