"""What was read of opening hours, made one: what can be read in two ways is refused; equal hours are spelt alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from microsite.hours import ALWAYS, Hours, Period, Rule, Span, joined
from microsite.hours_lexicon import HoursError

EVERY_DAY = tuple(range(7))
# A rule, and where in the text it stands.
Placed = tuple[Rule, tuple[int, int]]


def refuse_doubtful(rules: list[Placed], policy: str, text: str) -> None:
    """Raise HoursError where two rules can be read in two ways, or say the opposite of one another."""
    for rule, at in rules:
        if policy == "closed" and "public" in rule.holidays and rule.spans:
            raise HoursError("hours-unclear", at, text=text[slice(*at)].strip())
        for other, _ in rules:
            if bool(rule.spans) != bool(other.spans) and _contrary(
                *(sorted((rule, other), key=lambda r: bool(r.spans)))
            ):
                raise HoursError("hours-unclear", at, text=text[slice(*at)].strip())
    opens = [(rule, at) for rule, at in rules if rule.spans]
    for place, (rule, at) in enumerate(opens):
        for other, _ in opens[:place]:
            code = _clash(rule, other)
            if code == "hours-overlap":
                raise HoursError(code, at, times=text[slice(*at)].strip())
            if code:
                raise HoursError(code, at, text=text[slice(*at)].strip())


def _clash(rule: Rule, other: Rule) -> str:
    """Return the code of what is wrong with two rules that both open, "" where they go together."""
    if rule.period != other.period:
        return "hours-periods" if rule.period and other.period and _cross(rule.period, other.period) else ""
    if rule.holidays or other.holidays:
        same = bool(set(rule.holidays) & set(other.holidays))
    else:
        same = bool(set(rule.days or EVERY_DAY) & set(other.days or EVERY_DAY))
    if not same:
        return ""
    if (rule.nth, rule.weeks) == (other.nth, other.weeks):
        return "hours-overlap" if any(overlap(mine, its) for mine in rule.spans for its in other.spans) else ""
    return "" if _apart(rule, other) else "hours-unclear"


def _contrary(shut: Rule, opened: Rule) -> bool:
    """Tell whether a rule closes all that another opens: it then says nothing, or the other does."""
    if shut.holidays or opened.holidays:
        return bool(set(shut.holidays) & set(opened.holidays))
    if shut.period != opened.period or (shut.nth, shut.weeks) != (opened.nth, opened.weeks):
        return False
    return set(opened.days or EVERY_DAY) <= set(shut.days or EVERY_DAY)


def overlap(one: Span, other: Span) -> bool:
    """Tell whether two spans have any minute in common."""
    return one[0] < other[1] and other[0] < one[1]


def _apart(rule: Rule, other: Rule) -> bool:
    """Tell whether two rules never hold in the same week or at the same place of the month."""
    if rule.weeks and other.weeks and rule.weeks != other.weeks:
        return True
    return bool(rule.nth and other.nth and not set(rule.nth) & set(other.nth))


def _cross(one: Period, other: Period) -> bool:
    """Tell whether two periods overlap and neither lies within the other."""
    if bool(one.first[0]) != bool(other.first[0]) or one.weeks != other.weeks:
        return False
    begin = dt.date(2024, 1, 1)
    if one.first[0] or one.weeks:
        return one.first < other.first <= one.last < other.last or other.first < one.first <= other.last < one.last
    days = [begin + dt.timedelta(step) for step in range(366)]
    mine, its = {day for day in days if one.holds(day)}, {day for day in days if other.holds(day)}
    return bool(mine & its) and not (mine <= its or its <= mine)


def in_order(rules: list[Rule], policy: str, text: str = "") -> Hours:
    """Return the hours in their one spelling: times of a day together, days with the same times together."""
    tables: dict[Rule, dict[int, list[Span]]] = {}
    for rule in rules:
        said = rule.on_holidays
        holds = "" if rule.holidays else policy or said.rstrip("?")
        if policy == "closed" and said == "open":
            holds = "open"
        bare = replace(rule, spans=() if rule.spans else ((0, 0),), days=(), on_holidays=holds if rule.spans else "")
        table = tables.setdefault(bare, {})
        for day in rule.days or EVERY_DAY:
            table.setdefault(day, []).extend(rule.spans)
    found: list[Rule] = []
    for bare, table in tables.items():
        groups: dict[tuple[Span, ...], list[int]] = {}
        for day, spans in sorted(table.items()):
            groups.setdefault(joined(spans) if len(spans) > 1 else tuple(spans), []).append(day)
        for group, days in groups.items():
            closed = bare.spans == ((0, 0),)
            found.append(replace(bare, spans=() if closed else group, days=tuple(days) if len(days) < 7 else ()))
    # Saying that it is closed on a day when it never opens says nothing.
    opened = {day for rule in found if rule.spans and not rule.period for day in rule.days or EVERY_DAY}
    found = [r for r in found if r.spans or r.period or r.holidays or opened.intersection(r.days or EVERY_DAY)]
    found.sort(key=_place)
    if found == [replace(ALWAYS, on_holidays=found[0].on_holidays)] and found[0].on_holidays != "closed":
        return Hours((ALWAYS,), text)
    return Hours(tuple(found), text)


def _place(rule: Rule) -> tuple[object, ...]:
    period = (rule.period.first[1:], -rule.period.days, rule.period.first) if rule.period else ((0, 0), 0, (0, 0, 0))
    return (bool(rule.holidays), rule.period is not None, period, rule.weeks, rule.nth, rule.days, rule.holidays)
