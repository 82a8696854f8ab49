"""Series of figures: a table as a spreadsheet saves it, read cell by cell, and where its periods stand in time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from math import gcd

from microsite.problem import Problems, Span

MOST_SERIES, MOST_ROWS = 4, 240
# In the order that they are guessed: a comma may be a decimal sign.
_SEPARATORS = ";\t,"
_SPACES = " \u00a0\u2009\u202f"
_NUMBER = re.compile(rf"[-−]?(?:\d{{1,3}}(?:[{_SPACES}]\d{{3}})+|\d{{1,12}})(?:[.,]\d{{1,6}})?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_QUARTER = re.compile(r"(\d{4})[- ]?[QqKk]([1-4])", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
# How many of each there are in a year.
YEAR, QUARTER, MONTH = 1, 4, 12


@dataclass(frozen=True)
class Table:
    """Periods, earliest first, and a column of figures for each name; None where there is no figure.

    `decimals` is the most that any figure is written with.
    """

    periods: tuple[str, ...]
    names: tuple[str, ...]
    columns: tuple[tuple[Decimal | None, ...], ...]
    decimals: int

    @property
    def figures(self) -> list[Decimal]:
        """Return all figures."""
        return [figure for column in self.columns for figure in column if figure is not None]


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    span: Span


def number_of(text: str) -> Decimal | None:
    """Return the number that `text` is, None if it is none: decimals after comma or point, spaces between thousands."""
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(re.sub(rf"[{_SPACES}]", "", text).replace(",", ".").replace("−", "-"))


def moment_of(period: str) -> tuple[int, int] | None:
    """Return how many such periods a year has, and which one it is counted from year 0; None for words.

    2024 is (1, 2024), 2024-Q2 is (4, 8097), 2024-05 is (12, 24292).
    """
    if _YEAR.fullmatch(period):
        return YEAR, int(period)
    if match := _QUARTER.fullmatch(period):
        return QUARTER, int(match[1]) * QUARTER + int(match[2]) - 1
    if match := _MONTH.fullmatch(period):
        return MONTH, int(match[1]) * MONTH + int(match[2]) - 1
    return None


def _moments(periods: Sequence[str]) -> list[int] | None:
    """Return the place in time of each period; None where one is words, or they are of different kinds."""
    found = [moment_of(period) for period in periods]
    known = [moment for moment in found if moment is not None]
    if len(known) < len(found) or len({kind for kind, _ in known}) > 1:
        return None
    return [place for _, place in known]


def places_of(periods: Sequence[str]) -> tuple[int, ...]:
    """Return where each period stands, from 0: as far apart as they are in time, words one step each."""
    moments = _moments(periods)
    if not moments:
        return tuple(range(len(periods)))
    first = min(moments)
    step = reduce(gcd, (moment - first for moment in moments)) or 1
    return tuple((moment - first) // step for moment in moments)


def read_table(text: str, path: str, problems: Problems) -> Table | None:
    """Return the table that `text` holds, or None after telling ALL that is wrong with it, each at its cell."""
    rows = list(_rows(text, path))
    while rows and rows[0] and not rows[0][-1].text:
        rows[0].pop()
    head = rows[0] if rows else []
    if len(head) < 2 or len(rows) < 2:
        problems.error("data-table", Span(path, head[0].span.line, 1) if head else Span(path))
        return None
    told = Problems()
    for row in rows[1:]:
        # A spreadsheet writes empty cells to the right of the table.
        while len(row) > len(head) and not row[-1].text:
            row.pop()
        if len(row) != len(head):
            told.error("data-cells", _whole(row), count=len(row), wanted=len(head))
    _check_size(len(rows) - 1, rows[-1][0].span, "rader", "rows", MOST_ROWS, told)
    _check_size(len(head) - 1, head[-1].span, "serier", "series", MOST_SERIES, told)
    _check_once(head[1:], told)
    _check_once([row[0] for row in rows[1:]], told)
    columns = [[_figure(row[i], told) for row in rows[1:] if i < len(row)] for i in range(1, len(head))]
    if not told.failed and all(figure is None for column in columns for figure in column):
        told.error("data-table", Span(path, rows[1][0].span.line, 1))
    problems.extend(told.items)
    return None if told.failed else _in_order(head, rows[1:], columns)


def _in_order(head: list[_Cell], rows: list[list[_Cell]], columns: list[list[Decimal | None]]) -> Table:
    periods = [row[0].text for row in rows]
    # Statistics often come with the latest first.
    moments = _moments(periods)
    order = sorted(range(len(periods)), key=moments.__getitem__) if moments else range(len(periods))
    decimals = max(decimals_of(figure) for column in columns for figure in column if figure is not None)
    return Table(
        tuple(periods[i] for i in order),
        tuple(cell.text for cell in head[1:]),
        tuple(tuple(column[i] for i in order) for column in columns),
        decimals,
    )


def decimals_of(figure: Decimal) -> int:
    """Return how many decimals a figure is written with."""
    exponent = figure.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _rows(text: str, path: str) -> Iterator[list[_Cell]]:
    """Yield the rows that have anything in them."""
    separator = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip(f"{_SEPARATORS} "):
            continue
        separator = separator or max(_SEPARATORS, key=re.sub(r'"[^"]*"', "", line).count)
        yield list(_cells(line, separator, path, number))


def _cells(line: str, separator: str, path: str, number: int) -> Iterator[_Cell]:
    for match in re.finditer(rf'(?:^|{separator})( *"(?:[^"]|"")*" *(?={separator}|$)|[^{separator}]*)', line):
        raw = match[1].strip()
        start = match.start(1) + len(match[1]) - len(match[1].lstrip())
        quoted = len(raw) > 1 and raw[0] == raw[-1] == '"'
        words = raw[1:-1].replace('""', '"').strip() if quoted else raw
        yield _Cell(words, Span(path, number, start + 1, max(1, len(raw))))


def _whole(row: list[_Cell]) -> Span:
    last = row[-1].span
    return Span(last.path, last.line, 1, last.column + last.length - 1)


def _check_size(count: int, span: Span, what: str, what_en: str, most: int, problems: Problems) -> None:
    if count > most:
        problems.error("data-large", span, count=count, most=most, what=what, what_en=what_en)


def _check_once(cells: list[_Cell], problems: Problems) -> None:
    """Tell of a period or a series without a name, or with that of another."""
    seen: dict[object, Span] = {}
    for cell in cells:
        if not cell.text:
            problems.error("field-empty", cell.span)
            continue
        other = seen.setdefault(moment_of(cell.text) or cell.text.casefold(), cell.span)
        if other != cell.span:
            problems.error("data-twice", cell.span, other, value=cell.text)


def _figure(cell: _Cell, problems: Problems) -> Decimal | None:
    figure = number_of(cell.text)
    if figure is None and cell.text:
        problems.error("data-number", cell.span, value=cell.text)
    return figure
