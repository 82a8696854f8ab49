"""Opening hours as times that come back, as calendars and directories of other makers understand them (RFC 5545).

Public holidays are not in them: no such rule can say "closed on Good Friday". Who can name single days asks `Hours.on`.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from microsite.hours import DAY, Hours, Rule, Span, days_from

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EVERY_DAY = tuple(range(7))
_SUNDAY = 6
_ONE_DAY = dt.timedelta(1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that comes back each week, every second week, or on some weekdays of a month.

    `span` is minutes from midnight and may end on the next day. `nth` are which of its weekday in the month,
    `monthdays` the days of the month that it may fall on (negative ones from its end). `begins` is a day it falls on,
    where it comes every second week. `first` and `last` are the days it holds from and to, None where there is no end.
    """

    span: Span
    days: tuple[int, ...]
    nth: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    begins: dt.date | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def freq(self) -> str:
        """Return "MONTHLY" or "WEEKLY"."""
        return "MONTHLY" if self.nth or self.monthdays else "WEEKLY"

    @property
    def byday(self) -> str:
        """Return the weekdays as RFC 5545 writes them: "MO,TU", "1SU,-1SU"."""
        return ",".join(f"{place}{WEEKDAYS[day]}" for day in self.days for place in self.nth or ("",))

    def falls_on(self, day: dt.date) -> bool:
        """Tell whether it begins on `day`."""
        if (self.first and day < self.first) or (self.last and day > self.last) or day.weekday() not in self.days:
            return False
        if self.nth and not Rule.nth_of(day).intersection(self.nth):
            return False
        if self.monthdays and not {day.day, day.day - _month_length(day) - 1}.intersection(self.monthdays):
            return False
        return self.begins is None or (day >= self.begins and (_monday(day) - _monday(self.begins)).days % 14 == 0)


def window(today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days that single dates are told for: this year, the next, and two months. At least 14 months ahead.

    It moves with the year and not with the day, so that a build tomorrow makes the same bytes.
    """
    return dt.date(today.year, 1, 1), dt.date(today.year + 2, 3, 1) - _ONE_DAY


def slots_of(hours: Hours, today: dt.date) -> tuple[Slot, ...]:
    """Return when it is open, holidays aside. Where periods or even weeks matter, for the days of `window`.

    What no rule of RFC 5545 can say (odd weeks of a month's first Monday) is left out: `osm_of` has it.
    """
    return tuple(slot for held, first, last in _stretches(hours, today) for slot in _slots(held, first, last, today))


def parted(slot: Slot) -> tuple[Slot, ...]:
    """Return the slot as one that ends at midnight at the latest, and what of it lies in the next morning."""
    start, end = slot.span
    if end <= DAY:
        return (slot,)
    morning = replace(
        slot,
        span=(0, end - DAY),
        days=tuple(sorted((day + 1) % 7 for day in slot.days)),
        nth=(),
        # The day after the first Friday is a Saturday from the 2nd to the 8th: not always the first. (No rule can say
        # "the 1st of March after a fourth Friday that was February's last day": one night in some years is wrong.)
        monthdays=_days_after(slot.nth),
        begins=slot.begins and slot.begins + _ONE_DAY,
        first=slot.first and slot.first + _ONE_DAY,
        last=slot.last and slot.last + _ONE_DAY,
    )
    return replace(slot, span=(start, DAY)), morning


Stretch = tuple[Sequence[Rule], dt.date | None, dt.date | None]


def _stretches(hours: Hours, today: dt.date) -> Iterator[Stretch]:
    """Yield the rules in force, and from when to when: a period takes the place of the usual week."""
    rules = [rule for rule in hours.rules if not rule.holidays]
    if all(rule.period is None for rule in rules):
        yield rules, None, None
        return
    first, last = window(today)
    days = days_from(first, (last - first).days + 1)
    for held, run in groupby(days, lambda day: _in_force(rules, day)):
        stretch = list(run)
        yield held, stretch[0], stretch[-1]


def _in_force(rules: Sequence[Rule], day: dt.date) -> tuple[Rule, ...]:
    """Return the rules that count on `day`, whatever its weekday: as `Hours.on` chooses among them."""
    dated = tuple(r for r in rules if r.period is not None and r.period.days == 1 and r.period.holds(day))
    if dated and any(rule.holds(day) for rule in dated):
        return dated
    held = [r for r in rules if r.period is not None and r.period.holds(day)]
    narrowest = min((r.period for r in held if r.period), key=lambda p: (p.days, p.first), default=None)
    shut = [rule for rule in held if not rule.spans and rule.period != narrowest]
    return tuple([rule for rule in rules if rule.period == narrowest] + shut)


def _slots(held: Sequence[Rule], first: dt.date | None, last: dt.date | None, today: dt.date) -> Iterator[Slot]:
    shut = {day for r in held if not (r.spans or r.nth or r.weeks) for day in r.days or _EVERY_DAY}
    for rule in held:
        days = tuple(day for day in rule.days or _EVERY_DAY if day not in shut)
        if not days or (rule.nth and rule.weeks):
            continue
        for span in rule.spans:
            slot = Slot(span, days, rule.nth, first=first, last=last)
            yield from _every_second(slot, rule.weeks, today) if rule.weeks else (slot,)


def _every_second(slot: Slot, weeks: str, today: dt.date) -> Iterator[Slot]:
    """Yield the slot for each year by itself: after a week 53 comes week 1, and both are odd."""
    earliest, latest = window(today)
    # What runs over from Sunday falls in the other week, and can't share a rule with the rest.
    parts = [tuple(d for d in slot.days if d != _SUNDAY), tuple(d for d in slot.days if d == _SUNDAY)]
    for year in range(earliest.isocalendar().year, latest.isocalendar().year + 1):
        begin = max(slot.first or earliest, dt.date.fromisocalendar(year, 1, 1))
        end = min(slot.last or latest, dt.date.fromisocalendar(year + 1, 1, 1) - _ONE_DAY)
        for days in parts if slot.span[1] > DAY else [slot.days]:
            rule = Rule((slot.span,), days, weeks=weeks)
            found = next((day for day in days_from(begin, 14) if days and rule.holds(day)), None)
            if found is not None and found <= end:
                yield replace(slot, days=days, begins=found, first=begin, last=end)


def _days_after(nth: tuple[int, ...]) -> tuple[int, ...]:
    days: set[int] = set()
    for place in nth:
        if place > 0:
            days.update(day if day <= 31 else 1 for day in range(7 * place - 5, 7 * place + 2))
        else:
            days.update(day or 1 for day in range(7 * place + 1, 7 * place + 8))
    return tuple(sorted(days))


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(day.weekday())


def _month_length(day: dt.date) -> int:
    return monthrange(day.year, day.month)[1]
