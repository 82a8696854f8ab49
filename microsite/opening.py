"""What a browser needs to say whether it is open now: each minute of the coming months, in few characters."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from microsite.hours import Calendar, Hours, days_from

# From the first of the month of the build: at least fourteen months ahead on every day of that month.
MONTHS = 16
_ZONE = ZoneInfo("Europe/Stockholm")
_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def name_of(hours: Hours) -> str:
    """Return the name of these hours: the same for equal hours, whoever has them."""
    return hashlib.blake2b(repr(hours.rules).encode(), digest_size=5).hexdigest()


Remember = Callable[[str, str, Callable[[], dict[str, Any]]], dict[str, Any]]


def table_of(all_hours: Iterable[Hours], calendar: Calendar, today: dt.date, remember: Remember | None = None) -> str:
    """Return the table as JSON, with `MONTHS` months from the first day of today's month.

    `from` is that day; `days` how many there are; `zone` the changes of summer time, as (minutes since 1970 in UTC,
    minutes ahead of UTC from then on). Each of `hours` has its kinds of day (spans as minutes from midnight, "?" at the
    end where nobody has said what holds) and, day by day, which kind it is, as one sign or as many as it takes.

    `remember` keeps what was reckoned of some hours, by name and days, from one build to the next.
    """
    first = today.replace(day=1)
    month = first.month - 1 + MONTHS
    count = (dt.date(first.year + month // 12, month % 12 + 1, 1) - first).days
    named = {name_of(hours): hours for hours in all_hours}
    span = f"{first} {count} {calendar.policy}"
    rows = {
        name: (remember or _reckon)(f"open {name}", span, partial(_row, hours, calendar, first, count))
        for name, hours in sorted(named.items())
    }
    table = {"from": first.isoformat(), "days": count, "zone": _zone(first, count), "hours": rows}
    return json.dumps(table, separators=(",", ":")) + "\n"


def _reckon(_reader: str, _digest: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    return make()


def _row(hours: Hours, calendar: Calendar, first: dt.date, count: int) -> dict[str, Any]:
    kinds: dict[str, int] = {}
    numbers = []
    for day in days_from(first, count):
        spans, known = hours.minutes(day, calendar)
        said = ",".join(f"{start}-{end}" for start, end in spans) + ("" if known else "?")
        numbers.append(kinds.setdefault(said, len(kinds)))
    width = 1 if len(kinds) <= len(_SIGNS) else 2
    signs = "".join(_SIGNS[n] if width == 1 else _SIGNS[n // len(_SIGNS)] + _SIGNS[n % len(_SIGNS)] for n in numbers)
    return {"kinds": list(kinds), "days": signs}


def _zone(first: dt.date, count: int) -> list[tuple[int, int]]:
    """Return when the clock changes: the first row holds from the beginning."""
    begin = dt.datetime.combine(first, dt.time(), dt.UTC) - dt.timedelta(days=1)
    rows = [(int(begin.timestamp()) // 60, _ahead(begin))]
    for day in range(count + 2):
        moment = begin + dt.timedelta(days=day)
        if _ahead(moment + dt.timedelta(days=1)) != rows[-1][1]:
            # Clocks change on a whole hour of UTC.
            change = next(m for hour in range(25) if _ahead(m := moment + dt.timedelta(hours=hour)) != rows[-1][1])
            rows.append((int(change.timestamp()) // 60, _ahead(change)))
    return rows


def _ahead(moment: dt.datetime) -> int:
    """Return how many minutes Sweden is ahead of UTC."""
    offset = moment.astimezone(_ZONE).utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60
