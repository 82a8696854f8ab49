"""Opening hours in the words of each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from microsite.hours import DAY, NO_HOLIDAYS, Calendar, Hours, Period, Rule, Spans, days_from
from microsite.hours_osm import runs
from microsite.templating import locale_of
from microsite.views import HoursLine

Say = Callable[..., str]
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEK_WORDS = {"even": "%(days)s, even weeks", "odd": "%(days)s, odd weeks"}
_NTH_WORDS = {
    1: "%(days)s (first in the month)",
    2: "%(days)s (second in the month)",
    3: "%(days)s (third in the month)",
    4: "%(days)s (fourth in the month)",
    5: "%(days)s (fifth in the month)",
    -1: "%(days)s (last in the month)",
}
_HOLIDAY_WORDS = {
    "public": "Public holidays",
    "before": "The day before a public holiday",
    "new-years-day": "New Year’s Day",
    "twelfth-night": "Twelfth Night",
    "epiphany": "Epiphany",
    "maundy-thursday": "Maundy Thursday",
    "good-friday": "Good Friday",
    "holy-saturday": "Holy Saturday",
    "easter-sunday": "Easter Sunday",
    "easter-monday": "Easter Monday",
    "walpurgis-night": "Walpurgis Night",
    "may-day": "May Day",
    "ascension-day": "Ascension Day",
    "pentecost-eve": "Pentecost Eve",
    "pentecost": "Pentecost",
    "national-day": "Sweden’s National Day",
    "midsummer-eve": "Midsummer Eve",
    "midsummer-day": "Midsummer Day",
    "all-saints-eve": "All Saints’ Eve",
    "all-saints-day": "All Saints’ Day",
    "christmas-eve": "Christmas Eve",
    "christmas-day": "Christmas Day",
    "boxing-day": "Boxing Day",
    "new-years-eve": "New Year’s Eve",
}
_MOST_AHEAD = 6
# Languages that write an ordinal for the day of the month.
_DOTTED = frozenset({"fi", "nb", "da", "de", "et", "is"})


def lines_of(hours: Hours, say: Say, lang: str) -> tuple[HoursLine, ...]:
    """Return the hours as lines of days and times: the week, then periods, then what holds on holidays."""
    lines = [HoursLine(_label(rule, say, lang), times_of(rule.spans, say)) for rule in hours.rules]
    if not hours.always and not any("public" in rule.holidays for rule in hours.rules):
        said = {rule.on_holidays for rule in hours.rules if rule.spans and not rule.holidays}
        if said == {"closed"}:
            lines.append(HoursLine(say("Public holidays"), say("Closed")))
        elif "" in said:
            lines.append(HoursLine(say("Public holidays"), say("May differ")))
    return tuple(lines)


def ahead_of(
    hours: Hours, calendar: Calendar, today: dt.date, count: int, say: Say, lang: str
) -> tuple[HoursLine, ...]:
    """Return the days among the next `count` on which a holiday or a date changes the hours, the nearest first."""
    return tuple(
        HoursLine(_dates(list(days), calendar, say, lang), times_of(spans, say))
        for days, spans in _ahead(hours, calendar, today, count)
    )


@lru_cache(maxsize=4096)
def _ahead(hours: Hours, calendar: Calendar, today: dt.date, count: int) -> list[tuple[list[dt.date], Spans]]:
    rows: list[tuple[list[dt.date], Spans]] = []
    usual = _usual(hours)
    for day in days_from(today, count):
        special = hours.on(day, calendar)
        # That a holiday may differ is said once, with the week's hours.
        if special is None or special == usual.on(day, NO_HOLIDAYS):
            continue
        if rows and rows[-1][1] == special and rows[-1][0][-1] == day - dt.timedelta(1):
            rows[-1][0].append(day)
        else:
            rows.append(([day], special))
    return rows[:_MOST_AHEAD]


def _usual(hours: Hours) -> Hours:
    """Return the hours without what a holiday or a single date or a closed period changes: what a reader expects."""
    return Hours(
        tuple(r for r in hours.rules if not r.holidays and (r.period is None or (r.spans and r.period.days > 1)))
    )


def _dates(days: list[dt.date], calendar: Calendar, say: Say, lang: str) -> str:
    first = _date(days[0], lang, "EEE d MMMM")
    if len(days) > 1:
        return f"{first}–{_date(days[-1], lang, 'EEE d MMMM')}"
    names = [
        say(_HOLIDAY_WORDS[name]) for name in sorted(calendar.of(days[0])) if name not in ("public", "before", "half")
    ]
    return f"{first} ({names[0]})" if names else first


def _label(rule: Rule, say: Say, lang: str) -> str:
    if rule.holidays:
        days = ", ".join(say(_HOLIDAY_WORDS[name]) for name in rule.holidays)
    elif rule.period is not None and not rule.days and not rule.nth:
        days = ""
    else:
        days = days_of(rule.days, say)
    if rule.nth:
        days = ", ".join(say(_NTH_WORDS[place], days=days) for place in rule.nth)
    if rule.weeks:
        days = say(_WEEK_WORDS[rule.weeks], days=days)
    if rule.period is not None:
        period = _period(rule.period, say, lang)
        return f"{period}: {days}" if days else period
    return days


def days_of(days: tuple[int, ...], say: Say) -> str:
    """Return weekdays in words, runs of three or more as one."""
    if len(days) in (0, 7):
        return say("Every day")
    if days == (0, 1, 2, 3, 4):
        return say("Weekdays")
    words = [[say(_DAYS[day]) for day in run] for run in runs(days)]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in words)


def _period(period: Period, say: Say, lang: str) -> str:
    if period.weeks:
        first, last = period.first[2], period.last[2]
        return (
            say("Week %(week)s", week=first)
            if first == last
            else say("Weeks %(first)s–%(last)s", first=first, last=last)
        )
    form = "d MMMM y" if period.first[0] else "d MMMM"
    first_day, last_day = (dt.date(year or 2024, month, day) for year, month, day in (period.first, period.last))
    whole = first_day.day == 1 and (last_day + dt.timedelta(1)).day == 1 and not period.first[0]
    form = "LLLL" if whole else form
    first_words, last_words = _date(first_day, lang, form), _date(last_day, lang, form)
    return first_words if first_words == last_words else f"{first_words}–{last_words}"


def _date(day: dt.date, lang: str, form: str) -> str:
    from babel.dates import format_date

    if lang in _DOTTED:
        form = form.replace("d ", "d. ")
    return format_date(day, form, locale=locale_of(lang))


def times_of(spans: Spans, say: Say) -> str:
    """Return times of the day: "08.00–12.00, 13.00–16.00", or that it is closed."""
    if spans == ((0, DAY),):
        return say("Day and night")
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in spans) or say("Closed")


def clock(minutes: int) -> str:
    """Return minutes from midnight as people write them: "08.00". What runs past midnight counts from it again."""
    within = minutes if minutes <= DAY else minutes - DAY
    return f"{within // 60:02d}.{within % 60:02d}"
