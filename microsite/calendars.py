"""The calendar of Swedish holidays, from the library that keeps it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

Names = Mapping[dt.date, frozenset[str]]
# What the library calls a day → what `hours` calls it.
_NAMES = {
    "New Year's Day": "new-years-day",
    "Twelfth Night": "twelfth-night",
    "Epiphany": "epiphany",
    "Maundy Thursday": "maundy-thursday",
    "Good Friday": "good-friday",
    "Easter Sunday": "easter-sunday",
    "Easter Monday": "easter-monday",
    "Walpurgis Night": "walpurgis-night",
    "May Day": "may-day",
    "Ascension Day": "ascension-day",
    "Pentecost": "pentecost",
    "National Day": "national-day",
    "Midsummer Eve": "midsummer-eve",
    "Midsummer Day": "midsummer-day",
    "All Saints' Eve": "all-saints-eve",
    "All Saints' Day": "all-saints-day",
    "Christmas Eve": "christmas-eve",
    "Christmas Day": "christmas-day",
    "Second Day of Christmas": "boxing-day",
    "New Year's Eve": "new-years-eve",
}
# The library's categories → ours: the 13 days of the law, the eves that are kept like them, the banks' half days.
_CATEGORIES = {"public": "law", "de_facto": "eve", "bank": "half"}
_DAY = dt.timedelta(1)


def holiday_names(first: int, last: int) -> Names:
    """Return what every day from the year `first` to `last` is called that has a name, for `hours.Calendar`."""
    from holidays.countries.sweden import Sweden

    names: dict[dt.date, set[str]] = {}
    for category, mark in _CATEGORIES.items():
        days = Sweden(years=range(first, last + 1), include_sundays=False, categories=(category,), language="en_US")
        for day, said in days.items():
            name = said.split(" (")[0]
            names.setdefault(day, set()).add(mark)
            if name in _NAMES:
                names[day].add(_NAMES[name])
            if name == "Easter Sunday":
                names.setdefault(day - _DAY, set()).add("holy-saturday")
            if name == "Pentecost":
                names.setdefault(day - _DAY, set()).add("pentecost-eve")
    return {day: frozenset(words) for day, words in names.items()}
