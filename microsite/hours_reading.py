"""Reading opening hours as people write them, in Swedish or English: `mån–fre 8–16, lunchstängt 12–13`.

What can't be read exactly is refused at its place. The grammar, in short: a clause is days and times; `,` adds another;
`juni–juli: …` and `jämna veckor: …` hold until `;` or the end.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from microsite.hours import DAY, Hours, Period, Rule, Span
from microsite.hours_lexicon import HoursError, Token, days_in, number_in, tokens_of
from microsite.hours_settling import EVERY_DAY, Placed, in_order, overlap, refuse_doubtful

# What may be listed after a comma, and what goes in one list.
_LISTS = {
    **dict.fromkeys(("day", "every", "nth"), "days"),
    **dict.fromkeys(("date", "iso", "month", "number", "week"), "dates"),
    "holiday": "holidays",
}
# A year before this is a slip of the hand.
_FIRST_YEAR = 1900


@dataclass
class _Clause:
    """Days and times as they are gathered; `at` is where they stand."""

    days: list[int] = field(default_factory=list)
    without: list[int] = field(default_factory=list)
    nth: list[int] = field(default_factory=list)
    weeks: str = ""
    periods: list[Period] = field(default_factory=list)
    holidays: list[str] = field(default_factory=list)
    every: bool = False
    policy: str = ""
    closed: bool = False
    spans: list[Span] = field(default_factory=list)
    # After a comma: another time belongs here still, anything else begins anew.
    ended: bool = False
    colon: bool = False
    # Its period or kind of week stands before its times.
    leads: bool = False
    at: tuple[int, int] | None = None

    def reach(self, at: tuple[int, int]) -> None:
        """Note that it goes on to the end of `at`."""
        self.at = (self.at[0] if self.at else at[0], at[1])

    @property
    def selects(self) -> bool:
        """Tell whether any days are named."""
        return bool(self.days or self.every or self.nth or self.weeks or self.periods or self.holidays)

    @property
    def kind(self) -> str:
        """Return which kind of list its days make, as in `_LISTS`."""
        return "holidays" if self.holidays else "dates" if self.periods else "days" if self.days or self.nth else ""

    @property
    def full(self) -> bool:
        """Tell whether times, or that it is closed, have been said of days that are named."""
        return bool(self.spans) or (self.closed and self.selects)


def parse_hours(text: str) -> Hours:
    """Return the meaning of `text`. Raises HoursError where any part of it can't be read exactly."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_said(tokens_of(text)))
        self._next = 0
        self._rules: list[Placed] = []
        self._clause = _Clause()
        self._scope = _Clause()
        self._scope_began = 0
        # Whether the clause before began with a period, and no colon said how far that reaches.
        self._loose = False
        self._bracket: tuple[int, int] | None = None
        # A period whose days were to follow from a week that had not been said yet.
        self._before_days: tuple[int, int] | None = None
        # Said of all: what holds on public holidays.
        self._policy = ""
        self._readers = {
            **dict.fromkeys(("day", "every"), self._days),
            **dict.fromkeys(("month", "date", "iso", "week"), self._period),
            **dict.fromkeys(("closed", "break"), self._closed),
            "always": self._always,
            "nth": self._nth,
            "weeks": self._weeks,
            "holiday": self._holiday,
            "free": self._free,
            "except": self._except,
            "also": self._also,
        }

    # -- tokens

    def _peek(self, ahead: int = 0) -> Token | None:
        place = self._next + ahead
        return self._tokens[place] if place < len(self._tokens) else None

    def _kind(self, ahead: int = 0) -> str:
        token = self._peek(ahead)
        return token.kind if token else ""

    def _text_ahead(self) -> str:
        token = self._peek()
        return token.text if token else ""

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _quoted(self, at: tuple[int, int]) -> str:
        """Return what a person wrote there."""
        return self._text[slice(*at)].strip()

    # -- the text

    def read(self) -> Hours:
        if not self._tokens:
            raise HoursError("hours-never-open", (0, len(self._text)))
        while self._peek():
            self._step()
        self._end_clause()
        if self._bracket:
            raise HoursError("hours-sign", self._bracket, sign="(")
        if self._before_days and any(rule.days for rule, _ in self._rules if not rule.period):
            raise HoursError("hours-which-days", self._before_days, period=self._quoted(self._before_days))
        # The hours of the day before a holiday are shorter ones, for a day that is open anyway.
        if not any(rule.spans and rule.holidays != ("before",) for rule, _ in self._rules):
            raise HoursError("hours-never-open", (0, len(self._text)))
        refuse_doubtful(self._rules, self._policy, self._text)
        return in_order([rule for rule, _ in self._rules], self._policy, self._text)

    def _step(self) -> None:
        token = self._take()
        if token.kind in ("number", "time", "midnight"):
            if not self._is_date(token):
                self._times(token)
        elif token.kind == "and":
            self._clause.ended = self._clause.full
        elif token.kind != "of-month":
            self._readers.get(token.kind, self._mark)(token)

    def _always(self, token: Token) -> None:
        self._begin(token, times=True)
        self._clause.spans.append((0, DAY))

    def _mark(self, token: Token) -> None:
        if token.text in (",", "&", "+"):
            self._clause.ended = self._clause.full
        elif token.text in (";", "\n", "."):
            self._end_clause()
            if token.text != ".":
                self._end_scope()
                self._loose = False
        elif token.text == ":":
            self._colon(token)
        elif token.text == "(":
            self._bracket = token.at
        elif token.text == ")" and self._bracket:
            self._bracket = None
            if self._scope.selects:
                self._end_clause()
                self._end_scope()
        elif token.kind == "dash" and (self._kind() == "and" or self._text_ahead() == ","):
            pass  # "lör-, sön- och helgdagar"
        elif token.kind == "dash" and self._kind() == "word":
            # A misspelt day is what is wrong, not the dash before it.
            self._mark(self._take())
        elif token.kind in ("dash", "am", "pm") or token.text == ")":
            raise HoursError("hours-sign", token.at, sign=token.text)
        else:
            raise HoursError("hours-word", token.at, word=token.text)

    def _colon(self, token: Token) -> None:
        """Read what a colon ends: a period or kind of week that what follows is about."""
        clause, scope = self._clause, self._scope
        if clause.full or not clause.selects or clause.colon:
            raise HoursError("hours-sign", token.at, sign=token.text)
        clause.colon = True
        if clause.periods or (clause.weeks and not clause.days):
            if len(self._rules) == self._scope_began and not clause.days:
                # "juli: jämna veckor: …": both hold.
                clause.periods, clause.weeks = clause.periods or scope.periods, clause.weeks or scope.weeks
            elif bool(scope.periods) != bool(clause.periods) and scope.selects:
                raise HoursError("hours-sign", token.at, sign=token.text)
            self._end_scope()
            self._scope, self._clause = clause, _Clause()
            self._scope_began = len(self._rules)

    # -- clauses

    def _begin(self, token: Token, times: bool = False) -> None:
        """Make ready for `token`: it begins a new clause where the last one is full."""
        clause = self._clause
        if times:
            full = clause.closed and not clause.selects and bool(clause.spans) and clause.ended
        else:
            # "stängt helgdagar och julafton", "dygnet runt, alla dagar": a list goes on while no times follow.
            open_list = (clause.closed and not clause.spans) or (clause.spans == [(0, DAY)] and not clause.selects)
            listed = open_list and not self._times_follow(token)
            full = clause.full and not listed
            if listed and clause.closed and clause.ended and clause.kind not in ("", _LISTS.get(token.kind, "")):
                # "stängt söndagar och juli" is closed on both, not on Sundays in July.
                self._end_clause()
                self._clause.closed = True
        if full:
            self._end_clause()
        clause = self._clause
        clause.ended = False
        clause.reach(token.at)

    def _times_follow(self, token: Token) -> bool:
        """Tell whether the days that begin with `token` get times of their own, or go on with a list of closed ones."""
        place = self._next - 1
        while place < len(self._tokens):
            kinds = [t.kind for t in self._tokens[place : place + 4]] + [""] * 3
            # Holidays after weekdays are another list, and so are dates after either.
            listed = self._tokens[place].text == "," and kinds[1] in _LISTS
            if listed and _LISTS[kinds[1]] != _LISTS.get(token.kind):
                return False
            if kinds[0] in ("time", "always", "midnight", "closed", "break"):
                return True
            if kinds[0] == "number" and (dated := _date_length(kinds)) == 0:
                return True
            if kinds[0] == "mark" and self._tokens[place].text in (";", ":", "(", ".", "\n"):
                return self._tokens[place].text == ":"
            if kinds[0] == "number":
                place += dated
            elif kinds[0] == "week":
                place += 4 if kinds[1:4] == ["number", "dash", "number"] else 2
            elif kinds[0:4] == ["month", "number", "dash", "month"]:
                place += 4
            else:
                place += 1
        return False

    def _end_clause(self) -> None:
        clause, self._clause = self._clause, _Clause()
        if clause.at is None:
            return
        if clause.closed and clause.spans:
            self._cut(clause)
            return
        if not clause.spans and not clause.closed:
            raise HoursError("hours-no-times", clause.at, days=self._quoted(clause.at))
        if not clause.selects and not self._scope.selects and clause.closed:
            alone = not self._rules and self._peek() is None
            raise HoursError("hours-never-open" if alone else "hours-no-days", clause.at)
        if clause.closed and "public" in clause.holidays:
            self._set_policy("closed", clause.at)
            clause.holidays.remove("public")
            if not clause.selects:
                return
        self._refuse_loose(clause)
        for rule in self._made(clause):
            self._rules.append((rule, clause.at))

    def _refuse_loose(self, clause: _Clause) -> None:
        """Raise HoursError where a period without a colon is followed by days: nobody knows how far it reaches."""
        assert clause.at is not None
        leads = clause.leads and clause.spans and (clause.weeks or any(period.days > 1 for period in clause.periods))
        if self._loose and clause.days and clause.spans and not (clause.periods or clause.weeks or clause.nth):
            raise HoursError("hours-unclear", clause.at, text=self._quoted(clause.at))
        self._loose = bool(leads)

    def _set_policy(self, policy: str, at: tuple[int, int]) -> None:
        """Note what holds for all on public holidays. Raises HoursError where the opposite has been said."""
        if self._policy not in ("", policy):
            raise HoursError("hours-unclear", at, text=self._quoted(at))
        self._policy = policy

    def _made(self, clause: _Clause) -> Iterator[Rule]:
        """Yield the rules that a clause says, one a period."""
        scope = self._scope
        days = tuple(sorted(set(clause.days) - set(clause.without)))
        if clause.every and clause.without:
            days = tuple(day for day in EVERY_DAY if day not in clause.without)
        if clause.without and not days:
            raise HoursError("hours-never-open", clause.at or (0, 0))
        policy = clause.policy or ("open?" if clause.every or not clause.days else "")
        periods = clause.periods or scope.periods
        weeks = clause.weeks or scope.weeks
        holidays = tuple(clause.holidays)
        lasting = weeks or any(period.days > 1 for period in periods)
        if not clause.days and not clause.every and not clause.holidays and lasting and clause.spans:
            days, policy = self._inherited(clause, policy)
        if clause.nth and not days:
            assert clause.at is not None
            raise HoursError("hours-no-days", clause.at)
        spans = tuple(sorted(clause.spans))
        rules = []
        if holidays:
            rules.append(Rule(spans, holidays=holidays, on_holidays=""))
        if days or clause.every or not holidays:
            week = days if len(days) < 7 else ()
            rules.append(Rule(spans, week, tuple(clause.nth), weeks, None, (), policy))
        for rule in rules:
            if not periods:
                yield rule
            for period in periods:
                yield replace(rule, period=period)

    def _inherited(self, clause: _Clause, policy: str) -> tuple[tuple[int, ...], str]:
        """Return the days of what was said before: "helgfria vardagar 9–17, juni–juli 9–19"."""
        before = [rule for rule, _ in self._rules if rule.spans and not rule.period and not rule.holidays]
        if not before:
            self._before_days = self._before_days or clause.at
            return (), policy
        closed = any(not rule.spans and not rule.period and not rule.holidays for rule, _ in self._rules)
        if closed or len({(rule.days, rule.nth, rule.weeks) for rule in before}) > 1:
            assert clause.at is not None
            raise HoursError("hours-which-days", clause.at, period=self._quoted(clause.at))
        return before[0].days, before[0].on_holidays

    def _end_scope(self) -> None:
        self._scope, self._scope_began = _Clause(), 0

    def _cut(self, clause: _Clause) -> None:
        """Take a break out of what was said in this scope."""
        assert clause.at is not None
        if clause.periods or clause.holidays or clause.weeks or clause.nth:
            raise HoursError("hours-unclear", clause.at, text=self._quoted(clause.at))
        hit = False
        for place in range(self._scope_began, len(self._rules)):
            rule, at = self._rules[place]
            if clause.days and not set(rule.days or EVERY_DAY) & set(clause.days):
                continue
            if clause.days and not set(rule.days or EVERY_DAY) <= set(clause.days):
                raise HoursError("hours-break-days", clause.at)
            spans = tuple(piece for span in rule.spans for piece in _without(span, clause.spans))
            hit = hit or spans != rule.spans
            self._rules[place] = (replace(rule, spans=spans), at)
        if not hit:
            times = re.search(r"\d.*", self._text[slice(*clause.at)])
            raise HoursError("hours-break", clause.at, times=times[0].strip() if times else "")

    # -- what stands in a clause

    def _days(self, token: Token) -> None:
        self._begin(token)
        clause = self._clause
        if token.kind == "every":
            clause.every = True
            return
        days = self._run_of(token)
        again = next((day for day in days if day in clause.days), None)
        if again is not None:
            raise HoursError("hours-twice", token.at, day=token.text)
        clause.days.extend(days)

    def _run_of(self, token: Token) -> tuple[int, ...]:
        """Return the days that begin with `token`: "mån", or "mån–fre"."""
        days = days_in(token)
        if self._kind() != "dash" or self._kind(1) != "day" or len(days) > 1:
            return days
        self._take()
        last = self._take()
        ends = days_in(last)
        if len(ends) > 1:
            raise HoursError("hours-word", last.at, word=last.text)
        run = tuple((days[0] + step) % 7 for step in range((ends[0] - days[0]) % 7 + 1))
        if len(run) == 1:
            raise HoursError("hours-twice", (token.at[0], last.at[1]), day=self._quoted(token.at))
        self._clause.reach(last.at)
        return run

    def _nth(self, token: Token) -> None:
        self._begin(token)
        clause = self._clause
        self._count(token)
        while self._kind() in ("and", "mark", "nth"):
            following = self._peek()
            if following is not None and following.kind == "mark" and (following.text != "," or self._kind(1) != "nth"):
                break
            if following is not None and following.kind == "nth":
                self._count(following)
            self._take()
        day = self._peek()
        if day is None or day.kind not in ("day", "word"):
            raise HoursError("hours-no-days", token.at)
        if day.kind == "word" or len(days_in(day)) > 1:
            raise HoursError("hours-word", day.at, word=day.text)
        self._days(self._take())
        if self._kind() != "of-month":
            raise HoursError("hours-of-month", clause.at or token.at)
        self._take()

    def _count(self, token: Token) -> None:
        number = number_in(token)
        if not -1 <= number <= 5 or number == 0:
            raise HoursError("hours-word", token.at, word=token.text)
        if number in self._clause.nth:
            raise HoursError("hours-twice", token.at, day=token.text)
        self._clause.nth.append(number)

    def _weeks(self, token: Token) -> None:
        following = self._kind()
        mark = self._peek()
        begins = following in ("day", "every", "number", "time", "nth", "free") or (
            mark is not None and mark.text == ":"
        )
        if begins or not self._clause.full:
            self._begin(token)
        if self._clause.weeks:
            raise HoursError("hours-twice", token.at, day=token.text)
        if self._clause.ended and not begins and len(self._rules) > self._scope_began:
            # "mån 9–12, tis 13–16, jämna veckor": is it both?
            raise HoursError("hours-unclear", token.at, text=token.text)
        self._clause.leads = not self._clause.spans
        self._clause.weeks = str(token.value)

    def _holiday(self, token: Token) -> None:
        self._begin(token)
        self._clause.holidays.append(str(token.value))

    def _free(self, token: Token) -> None:
        if self._kind() in ("day", "every"):
            self._begin(token)
            self._clause.policy = "closed"
        elif self._clause.full and not self._clause.ended:
            self._clause.policy = "closed"
        else:
            self._end_clause()
            self._set_policy("closed", token.at)

    def _closed(self, token: Token) -> None:
        clause = self._clause
        following = self._peek()
        if (
            token.kind == "closed"
            and clause.spans
            and not clause.ended
            and (following is None or following.text in ",;.)\n")
        ):
            # "fre 12–13 stängt"
            clause.closed = True
            return
        if clause.full or (token.kind == "break" and clause.spans):
            self._end_clause()
        self._clause.reach(token.at)
        self._clause.closed = True
        self._clause.ended = False
        if token.kind == "break" and self._kind() not in ("number", "time", "day", "every", "mark"):
            raise HoursError("hours-no-times", token.at, days=token.text)

    def _except(self, token: Token) -> None:
        """Read "utom lördagar" or "ej helgdagar"."""
        if self._kind() == "day":
            if not self._clause.selects:
                raise HoursError("hours-word", token.at, word=token.text)
            listed = not self._clause.full
            while self._kind() in ("day", "and") or (listed and self._text_ahead() == "," and self._kind(1) == "day"):
                following = self._take()
                if following.kind == "day":
                    self._clause.without.extend(self._run_of(following))
        elif self._kind() == "holiday":
            self._hold_over()
            while self._kind() == "holiday" or (self._kind() == "and" and self._kind(1) == "holiday"):
                following = self._take()
                if following.kind == "holiday":
                    if following.value == "public":
                        self._set_policy("closed", following.at)
                    else:
                        self._rules.append((Rule((), holidays=(str(following.value),)), following.at))
        else:
            raise HoursError("hours-word", token.at, word=token.text)

    def _hold_over(self) -> None:
        """End the clause only where it is full: "alla dagar utom helgdagar 9–17" goes on."""
        if self._clause.full:
            self._end_clause()

    def _also(self, token: Token) -> None:
        """Read "även helgdagar"; before days it says nothing."""
        if self._kind() == "holiday":
            following = self._take()
            if following.value != "public":
                raise HoursError("hours-word", following.at, word=following.text)
            if self._clause.full and not self._clause.ended:
                self._clause.policy = "open"
            else:
                self._hold_over()
                self._set_policy("open", following.at)
        elif self._kind() not in ("day", "every", "number", "time") or self._clause.periods or self._scope.periods:
            raise HoursError("hours-word", token.at, word=token.text)

    # -- times

    def _times(self, token: Token) -> None:
        self._begin(token, times=True)
        start, half = self._clock(token)
        if self._kind() not in ("dash", "and") or self._kind(1) not in ("number", "time", "midnight"):
            raise HoursError("hours-one-time", token.at, time=token.text)
        self._take()
        last = self._take()
        end, last_half = self._clock(last)
        at = (token.at[0], self._tokens[self._next - 1].at[1])
        if last_half and not half:
            # "6–8 pm": the mark of the end holds for both.
            start = self._in_half(token, last_half)
            if start >= end:
                raise HoursError("hours-time", token.at, time=token.text)
        elif half and not last_half and end <= 12 * 60:
            raise HoursError("hours-time", last.at, time=last.text)
        if token.kind == "midnight":
            start = 0
        if start >= DAY:
            raise HoursError("hours-time", token.at, time=token.text)
        if start == end:
            raise HoursError("hours-no-length", at, times=self._quoted(at))
        span = (start, end if end > start else end + DAY)
        if any(overlap(span, other) for other in self._clause.spans):
            raise HoursError("hours-overlap", at, times=self._quoted(at))
        self._clause.spans.append(span)
        self._clause.reach(at)

    def _clock(self, token: Token) -> tuple[int, str]:
        """Return minutes from midnight, and the half of the day ("am" or "pm") where that was said."""
        if token.kind == "midnight":
            return DAY, ""
        hour, _, minute = token.text.replace(":", ".").partition(".")
        if (minute and len(minute) != 2) or len(hour) > 2:
            raise HoursError("hours-time", token.at, time=token.text)
        value = int(hour) * 60 + int(minute or 0)
        if int(minute or 0) > 59 or value > DAY:
            raise HoursError("hours-time", token.at, time=token.text)
        if self._kind() in ("am", "pm"):
            half = self._take().kind
            return self._in_half(token, half), half
        return value, ""

    @staticmethod
    def _in_half(token: Token, half: str) -> int:
        """Return minutes from midnight of a time of the morning or the afternoon, written 1 to 12."""
        hour, _, minute = token.text.replace(":", ".").partition(".")
        if not 1 <= int(hour) <= 12:
            raise HoursError("hours-time", token.at, time=token.text)
        return int(hour) % 12 * 60 + int(minute or 0) + (12 * 60 if half == "pm" else 0)

    # -- dates

    def _is_date(self, token: Token) -> bool:
        """Read a date that begins with its day: "24 december", "15–20 juni". Tell whether it was one."""
        if token.kind != "number":
            return False
        if self._kind() == "month":
            self._period(token)
            return True
        if self._kind() == "dash" and self._kind(1) == "number" and self._kind(2) == "month":
            self._begin(token)
            self._take()
            last = self._take()
            month = self._take()
            first = self._date(0, number_in(month), _day_number(token), token.at)
            self._add_period(Period(first, self._date(0, number_in(month), _day_number(last), last.at)), month)
            return True
        return False

    def _period(self, token: Token) -> None:
        self._begin(token)
        if token.kind == "week":
            self._week_numbers(token)
            return
        first, first_is_month = self._day_of(token, start=True)
        last, end = first, token
        if first_is_month:
            last = self._month_end(first)
        if self._kind() == "dash" and (
            self._kind(1) in ("date", "iso", "month") or (self._kind(1) == "number" and self._kind(2) == "month")
        ):
            self._take()
            end = self._take()
            last, is_month = self._day_of(end, start=False)
            last = self._month_end(last) if is_month else last
            if bool(first[0]) != bool(last[0]):
                raise HoursError("hours-years", (token.at[0], end.at[1]))
            if first[0] and last < first:
                raise HoursError("hours-backwards", (token.at[0], end.at[1]))
        self._add_period(Period(first, last), end)

    def _add_period(self, period: Period, token: Token) -> None:
        clause = self._clause
        clause.periods.append(period)
        clause.leads = not clause.spans
        clause.reach((token.at[0], self._tokens[self._next - 1].at[1]))

    def _day_of(self, token: Token, start: bool) -> tuple[tuple[int, int, int], bool]:
        """Return the date that begins with `token`, and whether it is a whole month."""
        if token.kind == "iso":
            year, month, day = map(int, token.text.split("-"))
            if year < _FIRST_YEAR:
                raise HoursError("hours-date", token.at, date=token.text)
            return self._date(year, month, day, token.at), False
        if token.kind == "date":
            day, month = map(int, token.text.split("/"))
            return self._date(0, month, day, token.at), False
        if token.kind == "number":
            name = self._take()
            return self._date(0, number_in(name), _day_number(token), (token.at[0], name.at[1])), False
        month = number_in(token)
        # "June 15 – August 23"; a month before times is the whole month.
        if self._kind() == "number" and (not start or (self._kind(1) == "dash" and self._kind(2) == "month")):
            after = self._kind(1)
            if start or after not in ("dash", "time"):
                number = self._take()
                return self._date(0, month, _day_number(number), (token.at[0], number.at[1])), False
        return (0, month, 1), True

    def _date(self, year: int, month: int, day: int, at: tuple[int, int]) -> tuple[int, int, int]:
        try:
            dt.date(year or 2024, month, day)
        except (ValueError, OverflowError):
            raise HoursError("hours-date", at, date=self._quoted(at)) from None
        return (year, month, day)

    @staticmethod
    def _month_end(first: tuple[int, int, int]) -> tuple[int, int, int]:
        return (first[0], first[1], monthrange(first[0] or 2024, first[1])[1])

    def _week_numbers(self, token: Token) -> None:
        if self._kind() != "number":
            raise HoursError("hours-word", token.at, word=token.text)
        first = last = self._take()
        if self._kind() == "dash" and self._kind(1) == "number":
            self._take()
            last = self._take()
        long = max(len(first.text), len(last.text)) > 2
        begins, ends = (0, 0) if long else (int(first.text), int(last.text))
        if not 1 <= begins <= ends <= 53:
            raise HoursError("hours-weeks", (token.at[0], last.at[1]), weeks=self._text[token.at[0] : last.at[1]])
        self._add_period(Period((0, 0, begins), (0, 0, ends), weeks=True), last)


def _said(tokens: Iterator[Token]) -> Iterator[Token]:
    """Yield the tokens that say something: "Öppet:" does not."""
    silent = False
    for token in tokens:
        if token.kind != "skip" and not (silent and token.text == ":"):
            yield token
        silent = token.kind == "skip"


def _day_number(token: Token) -> int:
    """Return a day of the month; 0, which no month has, where there are too many figures."""
    return int(token.text) if len(token.text) <= 2 else 0


def _date_length(kinds: list[str]) -> int:
    """Return how many tokens the date has that begins with a number: "5 juli", "15–20 juni"; 0 where it is a time."""
    if kinds[1] == "month":
        return 2
    return 4 if kinds[1:4] == ["dash", "number", "month"] else 0


def _without(span: Span, cuts: list[Span]) -> Iterator[Span]:
    start, end = span
    for first, last in sorted(cuts):
        if start < first and last < end:
            yield (start, first)
            start = last
    yield (start, end)
