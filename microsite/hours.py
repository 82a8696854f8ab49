"""Opening hours as people write them, in a first strict form: `mån–tors 10–15, fre 9–12.30`, `dygnet runt`, `21–06`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DAYS = {
    **dict.fromkeys(("mån", "måndag", "måndagar", "mon"), 0),
    **dict.fromkeys(("tis", "tisdag", "tisdagar", "tue"), 1),
    **dict.fromkeys(("ons", "onsdag", "onsdagar", "wed"), 2),
    **dict.fromkeys(("tors", "torsdag", "torsdagar", "tor", "thu"), 3),
    **dict.fromkeys(("fre", "fredag", "fredagar", "fri"), 4),
    **dict.fromkeys(("lör", "lördag", "lördagar", "sat"), 5),
    **dict.fromkeys(("sön", "söndag", "söndagar", "sun"), 6),
}
_GROUPS = {
    "vardagar": (0, 1, 2, 3, 4),
    "vard": (0, 1, 2, 3, 4),
    "weekdays": (0, 1, 2, 3, 4),
    "helger": (5, 6),
    "alla dagar": tuple(range(7)),
    "dagligen": tuple(range(7)),
    "daily": tuple(range(7)),
}
_ALWAYS = ("dygnet runt", "24/7", "alltid")
_DASH = "[–-]"
_TIME = r"(\d{1,2})(?:[.:](\d{2}))?"
_PART = re.compile(rf"(?P<days>[^\d]*?)\s*(?P<from>{_TIME})\s*{_DASH}\s*(?P<to>{_TIME})")


@dataclass(frozen=True, slots=True)
class Opening:
    """One span of opening: weekdays (0 is Monday), start and end as minutes from midnight.

    `end` is greater than 24·60 where the span runs past midnight; the weekday is the one it begins on.
    """

    days: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a channel: always open, or a tuple of openings."""

    always: bool = False
    openings: tuple[Opening, ...] = ()


def parse_hours(text: str) -> Hours:
    """Return the meaning of `text`. Raises ValueError where any part of it can't be read exactly."""
    words = " ".join(text.lower().split())
    if words in _ALWAYS:
        return Hours(always=True)
    openings: list[Opening] = []
    days: tuple[int, ...] = tuple(range(7))
    listed = ""
    for part in re.split(r"\s*[,;]\s*", words):
        if not any(letter.isdigit() for letter in part):
            # Days listed with commas before their time: "mån, tors 15–21".
            listed += f"{part}/"
            continue
        match = _PART.fullmatch(listed + part)
        listed = ""
        if match is None:
            raise ValueError(part)
        if match["days"].strip():
            days = _days(match["days"].strip())
        start, end = _minutes(match["from"]), _minutes(match["to"])
        if start == end or start >= 24 * 60:
            raise ValueError(part)
        openings.append(Opening(days, start, end if end > start else end + 24 * 60))
    if listed:
        raise ValueError(listed)
    return Hours(openings=tuple(openings))


def _days(text: str) -> tuple[int, ...]:
    if text in _GROUPS:
        return _GROUPS[text]
    days: list[int] = []
    for piece in re.split(r"\s*(?:/|\+|och|and|&)\s*", text):
        first, dash, last = (word.strip() for word in re.sub(_DASH, "\0", piece).partition("\0"))
        if first not in _DAYS or (dash and last not in _DAYS):
            raise ValueError(text)
        begin = _DAYS[first]
        end = _DAYS[last] if dash else begin
        days.extend((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    if len(set(days)) != len(days):
        raise ValueError(text)
    return tuple(sorted(days))


def _minutes(text: str) -> int:
    match = re.fullmatch(_TIME, text)
    if match is None:
        raise ValueError(text)
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise ValueError(text)
    return hour * 60 + minute
