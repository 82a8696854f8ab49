"""Opening hours in the grammar of OpenStreetMap, for machines: `Mo-Fr 08:00-16:00; PH off`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from microsite.hours import DAY, Hours, Period, Rule, Spans

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKS = {"even": "week 02-52/2 ", "odd": "week 01-53/2 ", "": ""}
_NAMED = {
    "public": "PH",
    "before": "PH -1 day",
    "new-years-day": "Jan 01",
    "twelfth-night": "Jan 05",
    "epiphany": "Jan 06",
    "maundy-thursday": "easter -3 days",
    "good-friday": "easter -2 days",
    "holy-saturday": "easter -1 day",
    "easter-sunday": "easter",
    "easter-monday": "easter +1 day",
    "walpurgis-night": "Apr 30",
    "may-day": "May 01",
    "ascension-day": "easter +39 days",
    "pentecost-eve": "easter +48 days",
    "pentecost": "easter +49 days",
    "national-day": "Jun 06",
    "midsummer-eve": "Jun 19-25 Fr",
    "midsummer-day": "Jun 20-26 Sa",
    "all-saints-eve": "Oct 30-Nov 05 Fr",
    "all-saints-day": "Oct 31-Nov 06 Sa",
    "christmas-eve": "Dec 24",
    "christmas-day": "Dec 25",
    "boxing-day": "Dec 26",
    "new-years-eve": "Dec 31",
}
_EVES = ("midsummer-eve", "christmas-eve", "new-years-eve")


def osm_of(hours: Hours, policy: str) -> str:
    """Return `hours` as OpenStreetMap writes them. `policy` is the calendar's: OSM's holidays are the 13 of the law.

    In OSM a later rule takes the place of an earlier one on the days that it names, so the most particular comes last.
    """
    if hours.always:
        return "24/7"
    return "; ".join(_rules(hours, policy))


def _rules(hours: Hours, policy: str) -> Iterator[str]:
    rules = hours.rules
    weekly = [r for r in rules if r.period is None and not r.holidays]
    shut = [r for r in weekly if r.on_holidays == "closed" and r.spans]
    seasons = [r for r in rules if r.period is not None and r.spans and r.period.days > 1]
    opened = [r for r in weekly if r.spans]
    yield from _together(opened)
    yield from (_weekly(r) for r in weekly if not r.spans)
    before = [*_eves(rules, opened), *(_holidays_off(_shut_days(shut, opened), policy) if shut else ())]
    # What a season says of holidays comes after what the week says of them, unless the season says nothing else.
    if any(rule.on_holidays == "closed" for rule in seasons):
        yield from _seasons(seasons)
        yield from before
    else:
        yield from before
        yield from _seasons(seasons)
    yield from _particular(rules, policy)


def _shut_days(shut: Sequence[Rule], opened: Sequence[Rule]) -> str:
    """Return the weekdays on which a holiday closes, " Sa" say; "" where it closes whatever day it is."""
    if len(shut) == len(opened) or _meet(opened):
        return ""
    days = sorted({day for rule in shut for day in rule.days or range(7)})
    return f" {_day_names(days)}" if len(days) < 7 else ""


def _eves(rules: Sequence[Rule], weekly: Sequence[Rule]) -> Iterator[str]:
    """Yield what holds on the day before a holiday: shorter hours, on the days that are open anyway."""
    plain = [rule for rule in weekly if not rule.nth and not rule.weeks]
    open_days = sorted({day for rule in plain for day in rule.days or range(7)})
    for rule in rules:
        if "before" in rule.holidays and (open_days or not rule.spans):
            days = f" {_day_names(open_days)}" if rule.spans and len(open_days) < 7 else ""
            yield f"{_NAMED['before']}{days} {_times(rule.spans)}"


def _together(rules: Sequence[Rule]) -> Iterator[str]:
    """Yield the rules of a week. Those that meet on some day are made one a day, or each is added to the last."""
    if not _meet(rules):
        yield from map(_weekly, rules)
    elif any(rule.nth or rule.weeks or end > DAY for rule in rules for _, end in rule.spans):
        # A rule that is added must name its days.
        whole = tuple(range(7))
        added = (_weekly(rule if rule.days or rule.nth else replace(rule, days=whole)) for rule in rules[1:])
        yield ", ".join([_weekly(rules[0]), *added])
    else:
        spans: dict[int, Spans] = dict.fromkeys(range(7), ())
        for rule in rules:
            for day in rule.days or range(7):
                spans[day] = tuple(sorted((*spans[day], *rule.spans)))
        groups: dict[Spans, list[int]] = {}
        for day, held in spans.items():
            groups.setdefault(held, []).append(day)
        yield from (f"{_day_names(days)} {_times(held)}" for held, days in groups.items() if held)


def _meet(rules: Sequence[Rule]) -> bool:
    """Tell whether two rules have a day in common, or a night of one runs into a day of another."""
    held: set[int] = set()
    nights = any(end > DAY for rule in rules for _, end in rule.spans)
    for rule in rules:
        days = set(rule.days or range(7))
        if held & days and not rule.nth and not rule.weeks:
            return True
        held |= days
    return nights and len(rules) > 1


def _seasons(rules: Sequence[Rule]) -> Iterator[str]:
    """Yield what holds in periods, the longest first: a shorter one within it comes later, and counts."""
    periods: dict[Period, list[Rule]] = {}
    for rule in rules:
        assert rule.period is not None
        periods.setdefault(rule.period, []).append(rule)
    for period, held in sorted(periods.items(), key=lambda row: -row[0].days):
        when = _when(period)
        if any(r.days or r.nth or r.weeks for r in held):
            yield f"{when} off"
        yield from (f"{when} {_weekly(r)}" for r in held)


def _particular(rules: Sequence[Rule], policy: str) -> Iterator[str]:
    """Yield what holds on holidays, in closed periods and on single dates, the most particular last."""
    yield from _named(rules, "public", ("public", *_EVES) if policy != "public" else ("public",))
    for rule in rules:
        if rule.period is not None and not rule.spans and rule.period.days > 1:
            yield f"{_when(rule.period)} {_weekly(rule)}"
    for rule in rules:
        yield from (f"{_NAMED[n]} {_times(rule.spans)}" for n in rule.holidays if n not in ("public", "before"))
    for rule in rules:
        if rule.period is not None and rule.period.days == 1:
            yield f"{_when(rule.period)} {_times(rule.spans)}"


def _named(rules: Sequence[Rule], name: str, names: Sequence[str]) -> Iterator[str]:
    for rule in rules:
        if name in rule.holidays:
            yield from (f"{_NAMED[which]} {_times(rule.spans)}" for which in names)


def _holidays_off(days: str, policy: str) -> Iterator[str]:
    yield f"PH{days} off"
    if policy != "public":
        yield from (f"{_NAMED[name]}{'' if name == 'midsummer-eve' else days} off" for name in _EVES)


def _weekly(rule: Rule) -> str:
    days = _day_names(rule.days)
    if rule.nth:
        places = ",".join(map(str, rule.nth))
        days = ",".join(f"{_DAYS[day]}[{places}]" for day in rule.days)
    return f"{_WEEKS[rule.weeks]}{days} {_times(rule.spans)}".replace("  ", " ").strip()


def _day_names(days: Sequence[int]) -> str:
    return ",".join(f"{_DAYS[run[0]]}-{_DAYS[run[-1]]}" if len(run) > 1 else _DAYS[run[0]] for run in runs(days))


def runs(days: Sequence[int]) -> list[list[int]]:
    """Return weekdays as runs; Sunday and Monday are neighbours, so that "Su-Th" is one."""
    found: list[list[int]] = []
    for day in days:
        if found and found[-1][-1] == day - 1:
            found[-1].append(day)
        else:
            found.append([day])
    if len(found) > 1 and found[0][0] == 0 and found[-1][-1] == 6:
        found = [found[-1] + found[0], *found[1:-1]]
    return found


def _times(spans: Spans) -> str:
    # After midnight the grammar counts on: 26:00 is two in the night.
    return ",".join(f"{clock(a)}-{clock(b if b <= DAY or a >= DAY else b - DAY)}" for a, b in spans) or "off"


def clock(minutes: int) -> str:
    """Return minutes from midnight as machines write them: "08:00"."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _when(period: Period) -> str:
    if period.weeks:
        return f"week {period.first[2]:02d}-{period.last[2]:02d}" if period.days > 7 else f"week {period.first[2]:02d}"
    first, last = _date(period.first), _date(period.last)
    return first if first == last else f"{first}-{last}"


def _date(day: tuple[int, int, int]) -> str:
    year, month, number = day
    return f"{year} {_MONTHS[month - 1]} {number:02d}" if year else f"{_MONTHS[month - 1]} {number:02d}"
