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
# A chart's width on a page of 320 px, in em of its type; and a letter's, a little generously, alone and joined.
_NARROWEST, _LETTER, _JOINED = 17.5, 0.58, 0.45
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_MOST_INTERVALS = 5
# Of the space of a period, what its bars take.
_BARS_SHARE = 0.72
# More points than this, and a mark at each would hide the line.
_MOST_MARKS = 14
# Every how manyth period may be named: so many months, quarters or years that people count in them.
_RHYTHMS = (1, 2, 3, 4, 5, 6, 10, 12, 24, 36, 48, 60, 120)
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
    """A chart as drawn. `lines` (path data), `marks`, `bars` and `figures` have a part for each series."""

    height: float
    base: float
    ticks: tuple[Label, ...]
    periods: tuple[Label, ...]
    lines: tuple[str, ...]
    marks: tuple[tuple[Point, ...], ...]
    bars: tuple[tuple[Bar, ...], ...]
    figures: tuple[tuple[Label, ...], ...]
    goal: Goal | None
    top: float = TOP
    depth: float = HEIGHT


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

    across = _across(places, max(map(width_of, said)), max(map(width_of, words.periods)), bars)
    lines = [[_point(x, figure, down) for x, figure in zip(across.middles, c, strict=True)] for c in columns]
    base = down(min(max(Decimal(0), ticks[0]), ticks[-1]))
    standing = tuple(_bars(line, i, len(columns), across.step, base) for i, line in enumerate(lines)) if bars else ()
    at = down(goal) if goal is not None else None
    values = _values(lines, columns, words.figure, standing, at)
    written = [label for row in values for label in row]
    plot = Plot(
        round(TOP + HEIGHT + BELOW, 2),
        base,
        tuple(Label(0, down(tick), text, "start") for tick, text in zip(ticks, said, strict=True)),
        _periods(places, across.middles, words.periods),
        () if bars else tuple(path_of(line) for line in lines),
        () if bars else tuple(_marks(line, written if len(lines) == 1 else ()) for line in lines),
        standing,
        values,
        _goal(at, words.goal, lines, written, across.middles[0]) if at is not None else None,
    )
    return _mirror(plot, lines, bars) if mirrored else plot


def width_of(text: str) -> float:
    """Return about how wide words are, in em: enough room for them, seldom much more."""
    joined = sum("\u0600" <= letter <= "\u06ff" for letter in text)
    return (len(text) - joined) * _LETTER + joined * _JOINED


@dataclass(frozen=True, slots=True)
class _Across:
    middles: list[float]
    step: float


def _across(places: Sequence[int], tick: float, period: float, bars: bool) -> _Across:
    """Return where each period has its middle: right of the ticks' labels, so far in that its own words have room."""
    half = period / 2 / _NARROWEST * 100
    beside = (tick + _LETTER) / _NARROWEST * 100
    left = max(beside, half)
    right = 100 - max(4.0, half)
    many = max(places) + 1
    if bars:
        left, right = beside, 100.0
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


def _marks(line: Sequence[Point | None], written: Sequence[Label]) -> tuple[Point, ...]:
    """Return the points that are marked: all if they are few; else those on no line, and some.

    Several lines are told apart by their marks, so every so many has one; a lone line marks what is `written`.
    """
    points = [point for point in line if point is not None]
    every = -(-len(points) // _MOST_MARKS)
    around = [None, *line, None]
    alone = {b for a, b, c in zip(around, around[1:], around[2:], strict=False) if a is None and c is None}
    if every > 1 and written:
        return tuple(p for p in points if p in alone or p.x in {label.x for label in written})
    return tuple(p for i, p in enumerate(points) if (len(points) - 1 - i) % every == 0 or p in alone)


def _bars(line: Sequence[Point | None], number: int, of: int, step: float, base: float) -> tuple[Bar, ...]:
    width = step * _BARS_SHARE / of
    found = []
    for point in line:
        if point is not None:
            x = point.x - step * _BARS_SHARE / 2 + width * number
            found.append(Bar(round(x, 2), min(point.y, base), round(width * 0.94, 2), round(abs(point.y - base), 2)))
    return tuple(found)


def _periods(places: Sequence[int], middles: Sequence[float], words: Sequence[str]) -> tuple[Label, ...]:
    """Return the labels below: the latest period, and back from it every so manyth as fits the narrowest page."""
    labels = [_below(x, text) for x, text in zip(middles, words, strict=True)]
    last = max(places)
    for rhythm in _RHYTHMS:
        chosen = [label for label, place in zip(labels, places, strict=True) if (last - place) % rhythm == 0]
        if all(_fits(a, b) for a, b in pairwise(chosen)):
            return tuple(chosen)
    return tuple(labels[-1:])


def _below(x: float, text: str) -> Label:
    """Return the label of a period: under its middle, or against the edge where the narrowest page would cut it."""
    half = width_of(text) / 2 / _NARROWEST * 100
    y = round(TOP + HEIGHT + 1.5, 2)
    # What a rounding takes is nobody's edge.
    if x + half > 100.1:
        return Label(100, y, text, "end")
    return Label(0, y, text, "start") if x < half - 0.1 else Label(x, y, text)


def _fits(one: Label, other: Label) -> bool:
    """Tell whether two labels of periods, in order, leave room between them on the narrowest page."""
    ends = {"start": 0.0, "middle": 0.5, "end": 1.0}
    right = one.x * _NARROWEST / 100 + (1 - ends[one.anchor]) * width_of(one.text)
    left = other.x * _NARROWEST / 100 - ends[other.anchor] * width_of(other.text)
    return left - right >= 0.8


def _values(
    lines: Sequence[Sequence[Point | None]],
    columns: Sequence[Figures],
    say: Callable[[Decimal], str],
    bars: Sequence[Sequence[Bar]],
    goal: float | None,
) -> tuple[tuple[Label, ...], ...]:
    """Return the figures that are written out: each line's last; a lone series' highest, lowest and first too."""
    found: list[Label] = []
    rows = []
    points = [point for line in lines for point in line if point is not None]
    for number, (line, column) in enumerate(zip(lines, columns, strict=True)):
        known = [i for i, point in enumerate(line) if point is not None]
        standing = dict(zip(known, bars[number], strict=True)) if bars else {}
        row = []
        # Bars side by side are too thin for figures.
        wanted = [] if bars and len(lines) > 1 else _wanted(column, known, len(lines) == 1)
        for i in wanted:
            figure = column[i] or Decimal(0)
            if bars:
                choices = _at_bar(standing[i], say(figure), figure < 0)
            else:
                choices = _at_point(line, i, say(figure), points, goal)
            label = next((c for c in choices if all(_clear(c, other) for other in found)), None)
            if label is not None:
                found.append(label)
                row.append(label)
        rows.append(tuple(row))
    return tuple(rows)


def _wanted(column: Figures, known: Sequence[int], alone: bool) -> list[int]:
    ordered = sorted(known, key=lambda i: (column[i] or Decimal(0), i))
    first = known[:1] if len(known) <= _MOST_MARKS else []
    rest = [*ordered[-1:], *ordered[:1], *first] if alone else []
    return list(dict.fromkeys([*known[-1:], *rest]))


def _at_bar(bar: Bar, text: str, below: bool) -> list[Label]:
    """Return where the label of a bar may stand: at its end, if there is room for it."""
    room = bar.width / _BARS_SHARE / 100 * _NARROWEST
    y = bar.y + (bar.height + 1.1 if below else -0.5)
    return [Label(round(bar.x + bar.width / 2, 2), round(y, 2), text)] if width_of(text) <= room else []


def _at_point(
    line: Sequence[Point | None], i: int, text: str, points: Sequence[Point], goal: float | None
) -> list[Label]:
    """Return where the label of a point may stand, best first: over it, or under it in a valley; on no other point."""
    point = line[i]
    assert point is not None
    choices = [Label(point.x, round(point.y - 0.65, 2), text)]
    if point.y < TOP + HEIGHT - 2:
        below = Label(point.x, round(point.y + 1.35, 2), text)
        choices = [below, *choices] if _in_valley(line, i) else [*choices, below]
    half = width_of(text) / 2 / _NARROWEST * 100

    def covers(label: Label) -> bool:
        return any(abs(p.x - label.x) <= half and abs(p.y - label.y + 0.35) < 0.7 for p in points if p != point)

    def on_goal(label: Label) -> bool:
        return goal is not None and abs(label.y - 0.35 - goal) < 0.75

    return sorted((label for label in choices if not covers(label)), key=on_goal)


def _in_valley(line: Sequence[Point | None], i: int) -> bool:
    """Tell whether the line goes up (on the page) on both sides, so that a label has its room below."""
    point = line[i]
    around = [line[j] for j in (i - 1, i + 1) if 0 <= j < len(line)]
    return point is not None and all(p is not None and p.y < point.y for p in around)


def _clear(one: Label, other: Label) -> bool:
    wide = (width_of(one.text) + width_of(other.text)) / 2 + 0.4
    return abs(one.y - other.y) >= _APART or abs(one.x - other.x) / 100 * _NARROWEST >= wide


def _goal(y: float, text: str, lines: Sequence[Sequence[Point | None]], values: Sequence[Label], left: float) -> Goal:
    """Return the goal's line, its label at the end and on the side where the least is in its way."""
    width = (width_of(text) + _LETTER) / _NARROWEST * 100
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
        tuple(tuple(map(label, row)) for row in plot.figures),
        Goal(plot.goal.y, label(plot.goal.label)) if plot.goal else None,
    )
