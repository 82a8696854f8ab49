"""The words of opening hours, in Swedish and English, and how a text falls into them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS: dict[str, tuple[str, object]] = {}


def _say(kind: str, value: object, phrases: str) -> None:
    for phrase in phrases.split("|"):
        _WORDS[phrase] = (kind, value)


for _day, _phrases in enumerate(
    (
        "mån|månd|måndag|måndagar|måndagen|mon|monday|mondays",
        "tis|tisd|tisdag|tisdagar|tisdagen|tue|tues|tuesday|tuesdays",
        "ons|onsd|onsdag|onsdagar|onsdagen|wed|weds|wednesday|wednesdays",
        "tors|tor|torsd|torsdag|torsdagar|torsdagen|thu|thur|thurs|thursday|thursdays",
        "fre|fred|fredag|fredagar|fredagen|fri|friday|fridays",
        "lör|lörd|lördag|lördagar|lördagen|sat|saturday|saturdays",
        "sön|sönd|söndag|söndagar|söndagen|sun|sunday|sundays",
    )
):
    _say("day", (_day,), _phrases)
for _month, _phrases in enumerate(
    (
        "januari|jan|january",
        "februari|feb|february",
        "mars|mar|march",
        "april|apr",
        "maj|may",
        "juni|jun|june",
        "juli|july",
        "augusti|aug|august",
        "september|sep|sept",
        "oktober|okt|october|oct",
        "november|nov",
        "december|dec",
    ),
    1,
):
    _say("month", _month, _phrases)
_say("day", (0, 1, 2, 3, 4), "vardag|vardagar|vard|weekday|weekdays|vardagarna")
_say("day", (5, 6), "helg|helger|helgen|helgerna|weekend|weekends")
_say("every", None, "alla dagar|alla veckans dagar|veckans alla dagar|varje dag|dagligen|daily|every day|each day")
_say("every", None, "alla kvällar|varje kväll|alla nätter|varje natt|every night|every evening|nightly")
_say("always", None, "dygnet runt|dygnet om|alltid|alltid öppet|24 timmar|24 hours|24 h|24/7|around the clock|always")
_say("free", None, "helgfri|helgfria|icke helg|non-holiday")
_say("holiday", "public", "helgdag|helgdagar|helgdagarna|röd dag|röda dagar|allmän helgdag|allmänna helgdagar")
_say("holiday", "public", "public holiday|public holidays|bank holiday|bank holidays|holidays")
_say("holiday", "before", "dag före helgdag|dagar före helgdag|dagen före helgdag|dag före röd dag|dag före röda dagar")
_say("holiday", "before", "dagen före röd dag|dag innan helgdag|dagen innan helgdag|dag före helgdagar|helgdagsafton")
_say(
    "holiday",
    "before",
    "helgdagsaftnar|day before public holiday|day before public holidays|days before public holidays",
)
_say("holiday", "before", "day before a public holiday|the day before a public holiday")
for _name, _phrases in {
    "new-years-day": "nyårsdag|nyårsdagen|new year's day|new years day",
    "twelfth-night": "trettondagsafton|trettondagsaftonen|twelfth night",
    "epiphany": "trettondagen|trettondedag jul|trettondag jul|epiphany",
    "maundy-thursday": "skärtorsdag|skärtorsdagen|maundy thursday",
    "good-friday": "långfredag|långfredagen|good friday",
    "holy-saturday": "påskafton|påskaftonen|holy saturday|easter saturday",
    "easter-sunday": "påskdagen|påskdag|easter sunday|easter day",
    "easter-monday": "annandag påsk|easter monday",
    "walpurgis-night": "valborg|valborgsmässoafton|walpurgis night",
    "may-day": "första maj|may day",
    "ascension-day": "kristi himmelsfärd|kristi himmelsfärdsdag|kristi himmelsfärds dag|ascension day",
    "pentecost-eve": "pingstafton|pentecost eve",
    "pentecost": "pingstdagen|pingst|pentecost|whit sunday",
    "national-day": "nationaldagen|sveriges nationaldag|national day",
    "midsummer-eve": "midsommarafton|midsommaraftonen|midsummer eve|midsummer's eve",
    "midsummer-day": "midsommardagen|midsummer day|midsummer's day",
    "all-saints-eve": "allhelgonaafton|all saints' eve",
    "all-saints-day": "alla helgons dag|all saints' day|all saints day",
    "christmas-eve": "julafton|julaftonen|christmas eve",
    "christmas-day": "juldagen|juldag|christmas day",
    "boxing-day": "annandag jul|annandagen|boxing day",
    "new-years-eve": "nyårsafton|nyårsaftonen|new year's eve|new years eve",
}.items():
    _say("holiday", _name, _phrases)
_say("weeks", "even", "jämn vecka|jämna veckor|jämn v|jämna v|even week|even weeks|varje jämn vecka")
_say(
    "weeks",
    "odd",
    "ojämn vecka|ojämna veckor|udda vecka|udda veckor|ojämn v|ojämna v|odd week|odd weeks|varje ojämn vecka",
)
_say("week", None, "vecka|veckor|veckorna|v|week|weeks")
for _nth, _phrases in {
    1: "första|1:a|1a|first|1st",
    2: "andra|2:a|2a|second|2nd",
    3: "tredje|3:e|3e|third|3rd",
    4: "fjärde|4:e|4e|fourth|4th",
    5: "femte|5:e|5e|fifth|5th",
    -1: "sista|last",
}.items():
    _say("nth", _nth, _phrases)
_say(
    "of-month", None, "i månaden|i varje månad|varje månad|i mån|of the month|of each month|of every month|every month"
)
_say("closed", None, "stängt|stängd|stänger|closed|ej öppet|inte öppet")
_say("break", None, "lunchstängt|lunchstängd|lunch|lunchpaus|lunchrast|closed for lunch|lunch break|stängt för lunch")
_say("except", None, "utom|förutom|ej|inte|except|but not|not|men inte|dock ej|med undantag för")
_say("also", None, "även|också|inklusive|inkl|including|also")
_say("and", None, "och|samt|&|+|and")
_say("dash", None, "–|-|—|−|till|to|t.o.m.|t o m|tom|until|through")
_say("am", None, "am|a.m.|fm")
_say("pm", None, "pm|p.m.|em")
_say("midnight", None, "midnatt|midnight")
_say(
    "skip",
    None,
    "kl|klockan|öppet|öppen|open|öppettider|den|on|the|at|from|från|mellan|between|endast|bara|only|under|i|på|hela|a"
    "|varje|alla|samtliga|every|each|all|året runt|året om|hela året|all year",
)
_LONGEST = max(phrase.count(" ") for phrase in _WORDS) + 1

_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\d)|(?P<always>24/7)|(?P<date>\d{1,2}/\d{1,2})|(?P<nth>\d:[ae]\b|\d(?:st|nd|rd|th)\b)"
    r"|(?P<time>\d{1,2}[.:]\d{1,2}(?!\d))|(?P<number>\d+)|(?P<dash>[–—−-])|(?P<newline>\n)"
    r"|(?P<word>t\.o\.m\.|[ap]\.m\.|non-holiday|[^\W\d_]+(?:['’][^\W\d_]+)?'?)|(?P<mark>[,;:()&+.])|(?P<space>[^\S\n]+)|(?P<other>.)"
)


class HoursError(ValueError):
    """What was written can't be read: a code of `messages`, where it stands in the text, and what its words need."""

    def __init__(self, code: str, at: tuple[int, int], **params: str) -> None:
        super().__init__(code)
        self.code, self.offset, self.length, self.params = code, at[0], max(1, at[1] - at[0]), params


@dataclass(frozen=True)
class Token:
    """A word, a number or a sign of hours; `at` is where it stands, `value` what a word of ours means."""

    kind: str
    value: object
    text: str
    at: tuple[int, int]


def known_words() -> list[str]:
    """Return the words that may stand in hours, for suggestions."""
    return [phrase for phrase in _WORDS if len(phrase) > 2]


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the tokens of `text`, phrases of several words as one."""
    lowered = text.lower() if len(text.lower()) == len(text) else text
    pieces = [m for m in _TOKEN.finditer(lowered) if m.lastgroup != "space"]
    place = 0
    while place < len(pieces):
        match = pieces[place]
        for count in range(min(_LONGEST, len(pieces) - place), 0, -1):
            phrase = " ".join(m[0].replace("’", "'") for m in pieces[place : place + count])
            if phrase in _WORDS:
                kind, value = _WORDS[phrase]
                last = pieces[place + count - 1]
                yield Token(kind, value, text[match.start() : last.end()], (match.start(), last.end()))
                place += count
                break
        else:
            kind = match.lastgroup or "other"
            place += 1
            yield Token("mark" if kind == "newline" else kind, None, text[match.start() : match.end()], match.span())
            continue
        # A word cut short may carry a full stop: "mån.", "kl.", "v.".
        if place + 1 < len(pieces) and pieces[place][0] == "." and pieces[place].start() == pieces[place - 1].end():
            place += pieces[place - 1].lastgroup == "word"


def days_in(token: Token) -> tuple[int, ...]:
    """Return the weekdays that a word of days means."""
    assert isinstance(token.value, tuple)
    return token.value


def number_in(token: Token) -> int:
    """Return the number that a word or a numeral means."""
    if isinstance(token.value, int):
        return token.value
    return int(re.sub(r"\D", "", token.text))
