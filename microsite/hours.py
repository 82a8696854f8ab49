"""Opening hours: what they mean on each day of the year. `hours_reading` makes them of what a person wrote.

A rule says on which days it holds, and when it is open then; a rule without times says closed. Of all that hold on a
day the most particular decides: a date, a named holiday, closed for a period, a public holiday, a period, the week.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

DAY = 24 * 60
# From when half days are counted as holidays, by the agreement of the banks: minutes from midnight.
HALF_DAY_ENDS = 14 * 60
# Minutes from midnight; the end is greater than `DAY` where the span runs past midnight.
Span = tuple[int, int]
Spans = tuple[Span, ...]
POLICIES = ("public", "eves", "half-days")


@dataclass(frozen=True)
class Period:
    """Days of the year, both ends in it, as (year, month, day); the year is 0 where the period comes back each year.

    With `weeks` the ends are numbers of ISO weeks, as (0, 0, week).
    """

    first: tuple[int, int, int]
    last: tuple[int, int, int]
    weeks: bool = False

    def holds(self, day: dt.date) -> bool:
        """Tell whether `day` lies in the period."""
        if self.weeks:
            return self.first[2] <= day.isocalendar().week <= self.last[2]
        now = (day.month, day.day)
        first, last = self.first[1:], self.last[1:]
        if self.first[0]:
            return self.first <= (day.year, *now) <= self.last
        return first <= now <= last if first <= last else now >= first or now <= last

    @property
    def days(self) -> int:
        """Return how many days the period has, in a leap year."""
        if self.weeks:
            return (self.last[2] - self.first[2] + 1) * 7
        first = dt.date(*self.first) if self.first[0] else dt.date(2024, *self.first[1:])
        last = dt.date(*self.last) if self.last[0] else dt.date(2024, *self.last[1:])
        return (last - first).days % 366 + 1


@dataclass(frozen=True)
class Rule:
    """When it is open, on which days.

    `days` are weekdays, 0 is Monday, none means every day. `nth` are which of them in the month (-1 is the last).
    `weeks` are "even" or "odd" ISO weeks. `holidays` are names of `Calendar`. `on_holidays` says what holds on a
    public holiday: "open", "closed", or "" where nobody has said.
    """

    spans: Spans
    days: tuple[int, ...] = ()
    nth: tuple[int, ...] = ()
    weeks: str = ""
    period: Period | None = None
    holidays: tuple[str, ...] = ()
    on_holidays: str = ""

    def holds(self, day: dt.date) -> bool:
        """Tell whether weekday, week and place in the month fit. Period and holidays are the caller's."""
        if self.days and day.weekday() not in self.days:
            return False
        if self.nth and not self.nth_of(day).intersection(self.nth):
            return False
        return not self.weeks or (day.isocalendar().week % 2 == 0) == (self.weeks == "even")

    @staticmethod
    def nth_of(day: dt.date) -> set[int]:
        """Return which of its weekday `day` is in its month, counted from either end."""
        left = monthrange(day.year, day.month)[1] - day.day
        return {(day.day - 1) // 7 + 1, -(left // 7 + 1)}


@dataclass(frozen=True, eq=False)
class Calendar:
    """Which days are holidays. `names` holds the names of each day that has any.

    `policy` says what "public holiday" means to the town: the 13 days of the law (1989:253), or these and the three
    eves (midsummer, Christmas, New Year), or these and half days, from `HALF_DAY_ENDS`.
    """

    names: Mapping[dt.date, frozenset[str]]
    policy: str = "eves"

    def days(self) -> Iterator[dt.date]:
        """Yield the days that are anything at all, in no order."""
        yield from self._known

    def of(self, day: dt.date) -> frozenset[str]:
        """Return all that `day` is: names of holidays, and "public", "before" or "half"."""
        return self._known.get(day, frozenset())

    @cached_property
    def _known(self) -> dict[dt.date, frozenset[str]]:
        known: dict[dt.date, set[str]] = {}
        for day, names in self.names.items():
            mine = known.setdefault(day, set())
            mine.update(names - {"law", "eve", "half"})
            if "law" in names:
                known.setdefault(day - dt.timedelta(1), set()).add("before")
            if "law" in names or ("eve" in names and self.policy != "public"):
                mine.add("public")
            elif "half" in names and self.policy == "half-days":
                mine.add("half")
        return {day: frozenset(names) for day, names in known.items()}


@dataclass(frozen=True)
class Hours:
    """The hours of one way to reach a service, put in order: equal hours are written alike, however they were typed."""

    rules: tuple[Rule, ...] = field(default=())
    # As it was written; no part of what it means.
    text: str = field(default="", compare=False)

    @property
    def always(self) -> bool:
        """Tell whether it is always open."""
        return self.rules == (ALWAYS,)

    def on(self, day: dt.date, calendar: Calendar) -> Spans | None:
        """Return when it opens on `day`; the spans begin then. None where nobody has said what holds on a holiday."""
        names = calendar.of(day)
        fitting = [rule for rule in self.rules if rule.holds(day) and (rule.period is None or rule.period.holds(day))]
        dated = [rule for rule in fitting if rule.period is not None and rule.period.days == 1]
        if dated:
            return _spans(dated)
        named = [rule for rule in fitting if names.intersection(rule.holidays) - {"public", "before"}]
        if named:
            return _spans(named)
        if any(rule.period is not None and not rule.spans for rule in fitting):
            return ()
        usual = self._usual([rule for rule in fitting if not rule.holidays], day, names)
        for name in ("public", "before"):
            found = [rule for rule in fitting if name in rule.holidays]
            if name in names and found:
                # The day before a holiday is a shorter day, not an extra one; and it may be a holiday itself.
                return _spans(found) if name == "public" or usual else usual
        return usual

    def _usual(self, fitting: list[Rule], day: dt.date, names: frozenset[str]) -> Spans | None:
        """Return the hours of the period that `day` is in, or of its week."""
        periods = {rule.period for rule in self.rules if rule.period and rule.spans and rule.period.holds(day)}
        narrowest = min(periods, key=lambda period: (period.days, period.first), default=None)
        rules = [rule for rule in fitting if rule.period == narrowest]
        if any(not rule.spans for rule in rules):
            return ()
        if "public" in names or "half" in names:
            if any(not rule.on_holidays for rule in rules):
                return None
            # "lör–sön 10–14, även helgdagar": whether that opens on a holiday in the week, nobody has said.
            if not rules and any(rule.on_holidays == "open" and rule.days for rule in self.rules):
                return None
            if "public" in names:
                return _spans(rule for rule in rules if rule.on_holidays == "open")
            cut = [
                (start, min(end, HALF_DAY_ENDS))
                for rule in rules
                if rule.on_holidays == "closed"
                for start, end in rule.spans
            ]
            usual = [span for rule in rules if rule.on_holidays == "open" for span in rule.spans]
            return tuple(sorted(span for span in (*cut, *usual) if span[0] < span[1]))
        return _spans(rules)

    def minutes(self, day: dt.date, calendar: Calendar) -> tuple[Spans, bool]:
        """Return when it is open within `day`, from 0 to `DAY`, and whether all of the day is known.

        What runs over from the evening before is in it.
        """
        before, now = self.on(day - dt.timedelta(1), calendar), self.on(day, calendar)
        spans = [(max(0, start - DAY), end - DAY) for start, end in before or () if end > DAY]
        spans += [(start, min(end, DAY)) for start, end in now or () if start < DAY]
        into_day = before is not None or all(end <= DAY for rule in self.rules for _, end in rule.spans)
        return joined(spans), now is not None and into_day


NO_HOLIDAYS = Calendar({})


def joined(spans: Iterable[Span]) -> Spans:
    """Return spans in order, those that touch or overlap made one."""
    rows: list[Span] = []
    for start, end in sorted(spans):
        if rows and start <= rows[-1][1]:
            rows[-1] = (rows[-1][0], max(end, rows[-1][1]))
        else:
            rows.append((start, end))
    return tuple(rows)


def _spans(rules: Iterable[Rule]) -> Spans:
    return tuple(sorted(span for rule in rules for span in rule.spans))


ALWAYS = Rule(((0, DAY),), on_holidays="open")


def days_from(first: dt.date, count: int) -> Iterator[dt.date]:
    """Yield `count` days from `first`."""
    for step in range(count):
        yield first + dt.timedelta(step)
