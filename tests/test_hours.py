"""Opening hours: what people write means what they mean, day by day and minute by minute, or is refused at its place.

`hours/forms.txt` holds the forms with their meaning, `hours/reference.json` what that meaning is to another program.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.calendars import holiday_names
from microsite.hours import DAY, POLICIES, Calendar, Hours, Spans, days_from, joined
from microsite.hours_lexicon import HoursError, known_words
from microsite.hours_osm import osm_of
from microsite.hours_reading import parse_hours
from microsite.messages import MESSAGES
from microsite.problem import Problem, Span

HERE = Path(__file__).parent / "hours"
YEARS = (2026, 2027)
ONE_DAY = dt.timedelta(1)
CODES = sorted(code for code in MESSAGES if code.startswith("hours-"))


@cache
def calendar(policy: str) -> Calendar:
    """Return the holidays as the engine knows them."""
    return Calendar(holiday_names(2025, 2029), policy)


def year(of: int) -> Iterator[dt.date]:
    """Yield the days of a year."""
    return days_from(dt.date(of, 1, 1), (dt.date(of + 1, 1, 1) - dt.date(of, 1, 1)).days)


# -- what is written, and what it means to another program


@dataclass(frozen=True)
class Form:
    """One way to write hours; `apart` are the days on which the reference means something else, by hand."""

    text: str
    meaning: str
    spelt: str
    policy: str = "public"
    reason: str = ""
    apart: dict[dt.date, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.replace("\n", "/")


def read_form(lines: list[str]) -> Form:
    """Return the form that a paragraph of forms.txt holds."""
    text = "\n".join(line for line in lines if not line.startswith(" "))
    said = {line[2]: line[4:] for line in lines if line.startswith(("  = ", "  ~ "))}
    reason = next((line.split(": ", 1)[1] for line in lines if line.startswith("  apart: ")), "")
    days = [line.split() for line in lines if re.match(r"  \d{4}-", line)]
    apart = {dt.date.fromisoformat(day): "" if spans == "off" else spans for day, spans in days}
    assert bool(apart) == bool(reason), text
    return Form(text, said["="], said.get("~", said["="]), "eves" if "  eves" in lines else "public", reason, apart)


def read_forms() -> list[Form]:
    """Return the forms of forms.txt."""
    lines = [line for line in (HERE / "forms.txt").read_text("utf-8").split("\n") if not line.startswith("#")]
    return [read_form(part.split("\n")) for part in re.split(r"\n{2,}", "\n".join(lines).strip("\n"))]


FORMS = read_forms()


@cache
def meanings() -> dict[str, dict[dt.date, str]]:
    """Return what is open within each day, to the other program."""
    tables = json.loads((HERE / "reference.json").read_text("utf-8"))["meanings"]
    return {
        value: {
            day: table["spans"][int(mark, 36)]
            for number in YEARS
            for day, mark in zip(year(number), table[str(number)], strict=True)
        }
        for value, table in tables.items()
    }


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def written(spans: Spans) -> str:
    return ",".join(f"{clock(start)}-{clock(end)}" for start, end in joined(spans))


def within_days(hours: Hours, known: Calendar) -> dict[dt.date, str | None]:
    """Return what is open within each day by `Hours.on`; None where it, or the evening before, is unknown."""
    found: dict[dt.date, str | None] = {}
    for number in YEARS:
        before = hours.on(dt.date(number - 1, 12, 31), known)
        for day in year(number):
            now = hours.on(day, known)
            if now is None or before is None:
                found[day] = None
            else:
                over = [(0, end - DAY) for _, end in before if end > DAY]
                found[day] = written((*over, *((start, min(end, DAY)) for start, end in now)))
            before = now
    return found


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_form_means_what_a_person_means(form: Form) -> None:
    """On every day of two years it is open when the other program says so, but on holidays of which nobody spoke."""
    expected = {**meanings()[form.meaning], **form.apart}
    ours = within_days(parse_hours(form.text), calendar(form.policy))
    wrong = [
        (str(day), said, expected[day]) for day, said in ours.items() if said is not None and said != expected[day]
    ]
    assert wrong == []


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_form_is_told_to_machines(form: Form) -> None:
    """What machines get is the meaning, spelt in the one way that was compared with the other program."""
    assert osm_of(parse_hours(form.text), form.policy) == form.spelt


@pytest.mark.parametrize("form", [form for form in FORMS if form.spelt != form.meaning], ids=str)
def test_the_two_spellings_mean_the_same(form: Form) -> None:
    """To the other program, the engine's spelling means what the person's does."""
    assert meanings()[form.spelt] == meanings()[form.meaning]


@pytest.mark.parametrize("form", [form for form in FORMS if form.apart], ids=str)
def test_what_is_apart_is_so_for_a_reason(form: Form) -> None:
    """A day is held by hand only where the reference means something else, or beside such a day."""
    assert form.reason
    differs = {day for day, said in form.apart.items() if meanings()[form.meaning][day] != said}
    assert all({day, day - ONE_DAY, day + ONE_DAY} & differs for day in form.apart)


def test_there_are_many_forms() -> None:
    """One hundred and fifty at least, no form twice; little is unknown, so that the comparison says much."""
    assert len(FORMS) >= 150
    assert len({(form.text, form.policy) for form in FORMS}) == len(FORMS)
    assert sum(form.policy == "eves" for form in FORMS) >= 4
    for form in FORMS:
        if form.policy == "eves":
            assert None not in within_days(parse_hours(form.text), calendar("eves")).values(), form.text
    silent = within_days(parse_hours("mån–fre 8–16"), calendar("public"))
    assert sum(day is None for day in silent.values()) < 60


def test_the_reference_says_whose_it_is() -> None:
    """The reference is that of a program at a version, and holds no meaning that nobody writes."""
    said = json.loads((HERE / "reference.json").read_text("utf-8"))
    assert re.fullmatch(r"opening_hours \d+\.\d+\.\d+", said["program"])
    assert set(said["meanings"]) == {form.meaning for form in FORMS} | {form.spelt for form in FORMS}


# -- what is refused, and where

REFUSED = [
    ("hours-word", "⟦mondag⟧ 8–16"),
    ("hours-word", "mån–⟦frdag⟧ 8–16"),
    ("hours-word", "mån–fre 8–16, lör ⟦efter⟧ överenskommelse"),
    ("hours-word", "mån 8–16 ⟦%⟧"),
    ("hours-word", "⟦ring⟧ först"),
    ("hours-word", "mån–fre 8–16 ⟦utom⟧ 24/12"),
    ("hours-word", "mån–⟦helg⟧ 8–16"),
    ("hours-sign", "⟦-⟧ mån 8–16"),
    ("hours-sign", "mån 8–16⟦–⟧18"),
    ("hours-sign", "mån 8–16⟦)⟧"),
    ("hours-sign", "mån 8–16⟦:⟧ 18–20"),
    ("hours-sign", "mån ⟦fm⟧"),
    ("hours-no-times", "⟦mån-fre⟧"),
    ("hours-no-times", "mån 9–10, ⟦tis⟧"),
    ("hours-no-times", "mån–fre 8–16, ⟦helgdagar⟧"),
    ("hours-no-times", "⟦ojämna veckor⟧"),
    ("hours-no-times", "mån–fre 8–16, ⟦lunch⟧"),
    ("hours-no-times", "8–16 ⟦mån–fre⟧"),
    ("hours-one-time", "mån ⟦8⟧"),
    ("hours-one-time", "mån–fre 9–17, fre stänger ⟦15⟧"),
    ("hours-one-time", "⟦09:00⟧"),
    ("hours-time", "mån–fre 8–⟦25⟧"),
    ("hours-time", "mån ⟦9.70⟧–10"),
    ("hours-time", "mån ⟦0800⟧–1600"),
    ("hours-time", "mån ⟦8.5⟧–16"),
    ("hours-time", "mån 9–⟦24.30⟧"),
    ("hours-time", "Mon ⟦13⟧ pm–3 pm"),
    ("hours-no-length", "mån ⟦9–9⟧"),
    ("hours-no-length", "mån ⟦0–0⟧"),
    ("hours-time", "mån ⟦24⟧–6"),
    ("hours-time", "Mon ⟦10⟧–2 pm"),
    ("hours-overlap", "mån 8–16, ⟦mån 12–18⟧"),
    ("hours-overlap", "mån–fre 9–17, ⟦fre 9–15⟧"),
    ("hours-overlap", "mån 8–12, ⟦11–15⟧"),
    ("hours-overlap", "dygnet runt, ⟦mån–fre 8–16⟧"),
    ("hours-twice", "⟦mån–mån⟧ 8–16"),
    ("hours-twice", "mån, ⟦mån⟧ 9–10"),
    ("hours-twice", "vardagar och ⟦fre⟧ 9–10"),
    ("hours-no-days", "mån 8–16, ⟦första⟧ i månaden"),
    ("hours-of-month", "⟦första måndagen⟧ 18–20"),
    ("hours-of-month", "mån 8–9, ⟦sista fre⟧ 8–12"),
    ("hours-which-days", "mån–tors 9–17, fre 9–15, ⟦juni–juli 9–14⟧"),
    ("hours-which-days", "mån 9–17; lör 10–12; ⟦jämna veckor 9–14⟧"),
    ("hours-break", "mån–fre 8–16, ⟦lunchstängt 17–18⟧"),
    ("hours-break", "⟦lunchstängt 12–13⟧"),
    ("hours-break-days", "mån–fre 8–16, ⟦fre stängt 12–13⟧"),
    ("hours-break-days", "mån–fre 8–16, ⟦fre lunchstängt 12–13⟧"),
    ("hours-unclear", "tors 8–12, ⟦jämna veckor tors 13–17⟧"),
    ("hours-unclear", "mån–fre 9–16, ⟦första måndagen i månaden 17–19⟧"),
    ("hours-periods", "mån–fre 8–16; juni–juli: mån 8–9; juli–augusti: ⟦mån 9–10⟧"),
    ("hours-date", "⟦31/6⟧: 8–16"),
    ("hours-date", "mån–fre 8–16, ⟦30 februari⟧ stängt"),
    ("hours-date", "mån–fre 8–16, ⟦2027-02-29⟧ stängt"),
    ("hours-date", "mån–fre 8–16; ⟦24/13⟧ stängt"),
    ("hours-years", "mån–fre 8–16, ⟦2026-12-24–6/1⟧ stängt"),
    ("hours-years", "mån–fre 8–16, ⟦24 december–2027-01-06⟧ stängt"),
    ("hours-backwards", "mån–fre 8–16, ⟦2027-01-06–2026-12-24⟧ stängt"),
    ("hours-weeks", "mån–fre 8–16, ⟦vecka 54⟧ stängt"),
    ("hours-weeks", "mån–fre 8–16, ⟦vecka 32–27⟧ stängt"),
    ("hours-weeks", "⟦v 0⟧: mån 8–16"),
    ("hours-never-open", "⟦stängt⟧"),
    ("hours-never-open", "⟦dag före helgdag 9–12⟧"),
    ("hours-never-open", "⟦julafton stängt⟧"),
    ("hours-never-open", "⟦⟧"),
    ("hours-never-open", "⟦öppet⟧"),
]


# What was once read wrongly, in silence: it is refused, or means exactly what the right-hand side says.
HARMFUL = {
    "first Tuesday of the month 6–8 pm": "Tu[1] 18:00-20:00",
    "Mon 1–4pm": "Mo 13:00-16:00",
    "Mon 10–2 pm": "Mo 10:00-14:00",
    "mån 8–12 fm": "Mo 08:00-12:00",
    "juni–juli 9–19, helgfria vardagar 9–17": (
        "Mo-Fr 09:00-17:00; Jun 01-Jul 31 off; Jun 01-Jul 31 Mo-Fr 09:00-19:00; PH off"
    ),
    "mån–fre 9–16, maj–augusti även lör 10–14": "",
    "juli: jämna veckor: mån 8–9": "Jul 01-Jul 31 off; Jul 01-Jul 31 week 02-52/2 Mo 08:00-09:00",
    "jämna veckor: juli: mån 8–9": "Jul 01-Jul 31 off; Jul 01-Jul 31 week 02-52/2 Mo 08:00-09:00",
    "mån utom mån 8–9": "",
    "alla dagar utom mån tis ons tors fre lör sön 8–9": "",
    "lör 8–9, helger stängt": "",
    "mån–fre 8–16, 24/12 stängt, 24/12 8–9": "",
    "mån–fre 8–16, 24/12 8–9, 24/12 stängt": "",
    "mån–fre 8–16, julafton stängt, julafton 8–9": "",
    "mån–fre 8–16, helgdagar stängt, helgdagar 10–12": "",
    "mån–fre 8–16, helgfria, även helgdagar": "",
    "mån–fre 8–16, stängt juldagen, juli 9–12": (
        "Mo-Fr 08:00-16:00; Jul 01-Jul 31 off; Jul 01-Jul 31 Mo-Fr 09:00-12:00; Dec 25 off"
    ),
    "alla dagar 10–20, juldagen stängt, 24 juni 12–18": "10:00-20:00; Dec 25 off; Jun 24 12:00-18:00",
    "alla dagar 10–20, 24/12 stängt, vecka 28 12–18": "10:00-20:00; week 28 12:00-18:00; Dec 24 off",
    "0:e måndagen i månaden 8–9": "",
    "9:e måndagen i månaden 8–9": "",
    "första och första måndagen i månaden 8–9": "",
    "sista helgen i månaden 8–9": "",
    "0000-12-24 8–9": "",
    "fre 22–04, stängt 01–02": "Fr 22:00-01:00, Sa 02:00-04:00",
    "lör 10–14 juli": "",
    # "Jul" is Christmas; in English it is July.
    "mån–fre 9–17, jul stängt": "",
    "mån–fre 9–17, stängt jul": "",
    "mån–fre 9–17, stängt 24, 25 och 31 december": "Mo-Fr 09:00-17:00; Dec 24 off; Dec 25 off; Dec 31 off",
    "mån–fre 8–16 juni": "",
    "mån 24–6": "",
    "alla dagar utom lör, sön 8–16": "Mo-Fr 08:00-16:00",
    "alla dagar utom lör–sön 8–16": "Mo-Fr 08:00-16:00",
    "alla dagar 9–15; stängt söndagar och juli": "09:00-15:00; Su off; Jul 01-Jul 31 off",
    # Without a colon nobody knows how far a period or a kind of weeks reaches.
    "15/6–23/8 tis–tors 18–21, sön 14–17": "",
    "juli mån 8–9, tis 9–10": "",
    "jämna veckor mån 8–9, tis 9–10": "",
    "mån 9–12, tis 13–16, jämna veckor": "",
}


@pytest.mark.parametrize("text", HARMFUL)
def test_nothing_is_misread_in_silence(text: str) -> None:
    """A text that can be taken wrongly is refused, or read as every person would."""
    try:
        hours = parse_hours(text)
    except HoursError:
        return
    assert osm_of(hours, "public") == HARMFUL[text]


def marked(form: str) -> tuple[str, int, int]:
    """Return the text of a form without its marks, and where the marks stood."""
    start, end = form.index("⟦"), form.index("⟧") - 1
    return form.replace("⟦", "").replace("⟧", ""), start, max(1, end - start)


def refusal_of(text: str) -> HoursError:
    with pytest.raises(HoursError) as caught:
        parse_hours(text)
    return caught.value


@pytest.mark.parametrize(("code", "form"), REFUSED, ids=[form for _, form in REFUSED])
def test_what_is_not_understood_is_refused_at_its_place(code: str, form: str) -> None:
    """A wrong hour does harm: what can't be read exactly is refused, and the very place is pointed at."""
    text, offset, length = marked(form)
    error = refusal_of(text)
    assert (error.code, error.offset, error.length) == (code, offset, length)


def test_every_refusal_is_tried() -> None:
    """Every code of hours has a form that causes it and words that are held to."""
    assert {code for code, _ in REFUSED} == set(CODES) == set(WORDS)
    assert len(REFUSED) >= 30


# For each code a form, and what a person is told, word for word.
WORDS = {
    "hours-word": (
        "mån 8–16, lör ibland",
        "Öppettiderna innehåller ”ibland”, och det går inte att läsa.",
        "Skriv till exempel: mån–fre 8–16, lör 10–14. Förklaringar skrivs i hours-note.",
    ),
    "hours-sign": (
        "mån 8–16: 18–20",
        "Här i öppettiderna står ”:” där det inte betyder något.",
        "Skriv komma mellan två tider: 9–12, 13–16. Kolon står bara efter en period eller efter dagar.",
    ),
    "hours-no-times": (
        "mån–fre 8–16, lör–sön",
        "”lör–sön” står utan tider.",
        "Skriv tiderna efter: lör–sön 8–16. Är det stängt skriver du: lör–sön stängt.",
    ),
    "hours-one-time": (
        "mån–fre 8",
        "Tiden ”8” har bara en ände.",
        "Skriv både när det öppnar och när det stänger: 8–16.",
    ),
    "hours-time": (
        "mån 8–25",
        "”25” är inget klockslag.",
        "Skriv timmar från 0 till 24, och minuter med två siffror: 8–16 eller 8.30–16.15.",
    ),
    "hours-no-length": (
        "mån 8–8",
        "”8–8” börjar och slutar samtidigt.",
        "Är det alltid öppet skriver du: dygnet runt.",
    ),
    "hours-overlap": (
        "mån–fre 9–17, fre 9–15",
        "”fre 9–15” går in i en tid som redan står för samma dag.",
        "Har en dag andra tider skriver du den för sig: mån–tors 9–17, fre 9–15.",
    ),
    "hours-twice": (
        "mån, tis, mån 8–16",
        "”mån” står två gånger.",
        "Skriv varje dag en gång: mån–fre 8–16.",
    ),
    "hours-no-days": (
        "första i månaden 18–20",
        "Här saknas en veckodag.",
        "Skriv vilken dag: lör stängt, eller första måndagen i månaden 18–20.",
    ),
    "hours-of-month": (
        "första måndagen 18–20",
        "Det står inte vad ”första”, ”andra” eller ”sista” räknas i.",
        "Skriv i månaden: första måndagen i månaden 18–20.",
    ),
    "hours-which-days": (
        "mån–tors 9–17, fre 9–15, juli 9–14",
        "Det framgår inte vilka dagar ”juli 9–14” gäller, för de vanliga tiderna skiljer sig mellan dagarna.",
        "Skriv dagarna: juli: mån–fre 9–15.",
    ),
    "hours-break": (
        "mån–fre 8–16, lunchstängt 17–18",
        "Pausen ”17–18” ligger inte inom en tid när det är öppet.",
        "Skriv pausen efter de tider som den bryter: mån–fre 8–16, lunchstängt 12–13.",
    ),
    "hours-break-days": (
        "mån–fre 8–16, fre lunchstängt 12–13",
        "Pausen gäller bara några av dagarna före den.",
        "Skriv de dagarna för sig: mån 8–12, 13–16, tis–fre 8–16.",
    ),
    "hours-unclear": (
        "tors 8–12, jämna veckor tors 13–17",
        "”jämna veckor tors 13–17” kan läsas på två sätt: något annat här säger annorlunda om samma dag.",
        "Skriv varje fall för sig, en gång: jämna veckor: tors 13–17; ojämna veckor: tors 8–12.",
    ),
    "hours-periods": (
        "juni–juli: mån 8–9; juli–augusti: mån 9–10",
        "”mån 9–10” gäller en period som delvis går in i en annan.",
        "Låt perioderna ligga efter varandra, eller den ena helt inom den andra.",
    ),
    "hours-date": (
        "mån–fre 8–16, 31/6 stängt",
        "”31/6” finns inte i kalendern.",
        "Skriv dag och månad: 24/12 eller 24 december. Med årtal: 2026-12-24.",
    ),
    "hours-years": (
        "mån–fre 8–16, 2026-12-24–6/1 stängt",
        "Bara den ena änden av perioden har årtal.",
        "Skriv båda med årtal, 2026-12-24–2027-01-06, eller ingen: 24/12–6/1.",
    ),
    "hours-backwards": (
        "mån–fre 8–16, 2027-01-06–2026-12-24 stängt",
        "Perioden slutar innan den börjar.",
        "Skriv det tidigare datumet först: 2026-12-24–2027-01-06.",
    ),
    "hours-weeks": (
        "mån–fre 8–16, vecka 54 stängt",
        "”vecka 54” är inga veckor.",
        "Veckorna går från 1 till 53, den lägre först: vecka 27–32. Över årsskiftet skriver du datum: 24/12–6/1.",
    ),
    "hours-never-open": (
        "stängt",
        "Så är det aldrig öppet.",
        "Skriv när det är öppet. Är tjänsten stängd tills vidare sätter du status: paused.",
    ),
}


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_is_told_in_plain_swedish(code: str) -> None:
    """What a person reads, and what to do, with the words of their own text in it; English can be filled in as well."""
    form, text, hint = WORDS[code]
    error = refusal_of(form)
    params = {"suggestion": "", "suggestion_en": "", **error.params}
    problem = Problem(error.code, "error", Span("x.md"), tuple(params.items()))
    assert (error.code, problem.text("sv"), problem.hint("sv")) == (code, text, hint)
    assert problem.text("en")
    assert problem.hint("en")


# -- open now, minute by minute, against plain arithmetic

LAW = {
    dt.date(2026, month, day)
    for month, day in (
        *((1, 1), (1, 6), (4, 3), (4, 5), (4, 6), (5, 1), (5, 14)),
        *((5, 24), (6, 6), (6, 20), (10, 31), (12, 25), (12, 26)),
    )
}
EVES = {dt.date(2026, 6, 19), dt.date(2026, 12, 24), dt.date(2026, 12, 31)}
HALF = {
    dt.date(2026, month, day)
    for month, day in ((1, 5), (4, 2), (4, 30), (5, 13), (5, 22), (6, 18), (10, 30), (12, 23), (12, 30))
}
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
# What opens on a day, as (from, to) in hours; None where nobody has said.
Opens = list[tuple[float, float]] | None
FIRST_WEEK = dt.date(2025, 12, 29)


def week_of(day: dt.date) -> int:
    """Return the week of a day of 2026, the first of which begins on 29 December; it has fifty-three."""
    return (day - FIRST_WEEK).days // 7 + 1


def clinic(day: dt.date) -> Opens:
    if day.weekday() > FRI or day in LAW | EVES or day + ONE_DAY in LAW:
        return []
    return [(8, 12), (13, 16)]


def night_line(_: dt.date) -> Opens:
    return [(21, 30)]


def night_cafe(day: dt.date) -> Opens:
    if day.month == 7 or day == dt.date(2026, 12, 26):
        return []
    if day.weekday() in (FRI, SAT):
        return [(22, 28)]
    # "Även helgdagar" of some days of the week: whether a holiday on another day opens, nobody has said.
    return None if day in LAW | EVES else []


def every_other_week(day: dt.date) -> Opens:
    if day in LAW:
        # Where it would be closed that day of the week, it is closed on a holiday.
        even = week_of(day) % 2 == 0
        return None if day.weekday() == THU or (even and day.weekday() == FRI) else []
    if week_of(day) % 2:
        return [(8, 12)] if day.weekday() == THU else []
    return {THU: [(11.0, 19.0)], FRI: [(8.0, 12.0)]}.get(day.weekday(), [])


def twice_a_month(day: dt.date) -> Opens:
    first, last = day.day <= 7, (day + 7 * ONE_DAY).month != day.month
    return [(18, 20)] if day.weekday() == MON and (first or last) and day not in LAW else []


def office(day: dt.date) -> Opens:
    if day.weekday() > FRI or day in LAW | EVES:
        return []
    end = 19 if day.month in (6, 7) else 17
    return [(9, 14 if day in HALF else end)]


def library(day: dt.date) -> Opens:
    if (day.month, day.day) in ((12, 24), (12, 31)):
        return [(10, 15 if day.day == 24 else 16)]
    if (day.month, day.day) == (12, 25):
        return []
    if dt.date(2026, 6, 24) <= day <= dt.date(2026, 7, 5):
        return [(12, 18)]
    return [(10, 20)]


def turn_of_the_year(day: dt.date) -> Opens:
    return [] if (day.month, day.day) in ((12, 31), (1, 1)) else [(18, 26)]


def last_week(day: dt.date) -> Opens:
    if week_of(day) == 1 or day.weekday() > FRI:
        return []
    if day in LAW:
        return None
    return [(10, 12)] if week_of(day) == 53 else [(8, 16)]


def holidays_too(day: dt.date) -> Opens:
    if day in LAW | EVES:
        return [(10, 14)]
    return [(8, 18.5)] if day.weekday() <= FRI else []


def eve_before(day: dt.date) -> Opens:
    if day in LAW:
        return []
    return [(8, 13 if day + ONE_DAY in LAW | {dt.date(2027, 1, 1)} else 20)]


MINUTE_BY_MINUTE: list[tuple[str, str, Callable[[dt.date], Opens]]] = [
    ("mån–fre 8–16, lunchstängt 12–13, stängt helgdagar och dag före helgdag", "eves", clinic),
    ("21–06", "eves", night_line),
    ("fre–lör 22–04, 26/12 stängt, stängt i juli, även helgdagar", "eves", night_cafe),
    ("jämna veckor: tors 11–19, fre 8–12; ojämna veckor: tors 8–12", "public", every_other_week),
    ("första och sista måndagen i månaden 18–20, ej helgdagar", "public", twice_a_month),
    ("helgfria vardagar 9–17, juni–juli 9–19", "half-days", office),
    ("alla dagar 10–20, julafton 10–15, nyårsafton 10–16, juldagen stängt, 24 juni–5 juli 12–18", "eves", library),
    ("alla dagar 18–02; 31/12–1/1 stängt", "public", turn_of_the_year),
    ("mån–fre 8–16; vecka 53: mån–fre 10–12; vecka 1: stängt", "public", last_week),
    ("mån–fre 8–18.30; helgdagar 10–14", "eves", holidays_too),
    ("alla dagar 8–20, dag före helgdag 8–13, helgdagar stängt", "public", eve_before),
]


def minutes_in(spans: list[tuple[float, float]]) -> set[int]:
    return {minute for start, end in spans for minute in range(round(start * 60), round(end * 60))}


@pytest.mark.parametrize(("text", "policy", "opens"), MINUTE_BY_MINUTE, ids=[text for text, *_ in MINUTE_BY_MINUTE])
def test_open_now_is_right_on_every_minute_of_a_year(text: str, policy: str, opens: Callable[[dt.date], Opens]) -> None:
    """525,600 minutes of 2026: its holidays, eves, half days, week 53, and what runs over from the evening before."""
    hours = parse_hours(text)
    nights = any(end > 24 for day in year(2026) for _, end in opens(day) or ())
    for day in year(2026):
        before, now = opens(day - ONE_DAY), opens(day)
        certain = now is not None and (before is not None or not nights)
        expected = {minute for minute in minutes_in(now or []) if minute < DAY}
        expected |= {minute - DAY for minute in minutes_in(before or []) if minute >= DAY}
        spans, known = hours.minutes(day, calendar(policy))
        assert all(0 <= start < end <= DAY for start, end in spans), day
        assert (minutes_in([(start / 60, end / 60) for start, end in spans]), known) == (expected, certain), day


def test_the_holidays_are_those_of_the_almanac() -> None:
    """The library of holidays agrees with a list typed from an almanac: law, eves and half days of 2026."""
    known = {policy: calendar(policy) for policy in POLICIES}
    for policy, public in (("public", LAW), ("eves", LAW | EVES), ("half-days", LAW | EVES)):
        assert {day for day in year(2026) if "public" in known[policy].of(day)} == public
    assert {day for day in year(2026) if "half" in known["half-days"].of(day)} == HALF
    assert not any("half" in known["eves"].of(day) for day in year(2026))
    assert {day + ONE_DAY for day in year(2026) if "before" in known["eves"].of(day)} - {dt.date(2027, 1, 1)} == LAW - {
        dt.date(2026, 1, 1)
    }


NAMED = {
    "nyårsdagen": "2028-01-01",
    "trettondagsafton": "2028-01-05",
    "trettondagen": "2028-01-06",
    "skärtorsdagen": "2028-04-13",
    "långfredagen": "2028-04-14",
    "påskafton": "2028-04-15",
    "påskdagen": "2028-04-16",
    "annandag påsk": "2028-04-17",
    "valborgsmässoafton": "2028-04-30",
    "första maj": "2028-05-01",
    "Kristi himmelsfärdsdag": "2028-05-25",
    "pingstafton": "2028-06-03",
    "pingstdagen": "2028-06-04",
    "nationaldagen": "2028-06-06",
    "midsommarafton": "2028-06-23",
    "midsommardagen": "2028-06-24",
    "allhelgonaafton": "2028-11-03",
    "alla helgons dag": "2028-11-04",
    "julafton": "2028-12-24",
    "juldagen": "2028-12-25",
    "annandag jul": "2028-12-26",
    "nyårsafton": "2028-12-31",
}


@pytest.mark.parametrize("name", NAMED)
def test_a_named_holiday_is_its_day(name: str) -> None:
    """A holiday closed by name is closed on its day of 2028, and on no other."""
    hours = parse_hours(f"alla dagar 8–9, {name} stängt")
    assert [str(day) for day in year(2028) if hours.on(day, calendar("eves")) == ()] == [NAMED[name]]


def test_a_leap_day_is_a_day() -> None:
    """29 February is open and closed as said, and is nothing in a year that has none."""
    closed = parse_hours("alla dagar 10–18, 29/2 stängt")
    assert [day for day in year(2028) if closed.on(day, calendar("public")) == ()] == [dt.date(2028, 2, 29)]
    assert [day for day in year(2027) if closed.on(day, calendar("public")) == ()] == []
    winter = parse_hours("februari: 10–12; alla dagar 12–14")
    assert winter.on(dt.date(2028, 2, 29), calendar("public")) == ((600, 720),)
    assert winter.on(dt.date(2028, 3, 1), calendar("public")) == ((720, 840),)
    always = parse_hours("dygnet runt")
    assert all(always.minutes(day, calendar("eves")) == (((0, DAY),), True) for day in year(2028))


def test_the_morning_after_an_unknown_evening_is_unknown() -> None:
    """What holds on May Day is not said, so nobody knows whether the night to the second of May is open."""
    hours = parse_hours("fre–lör 22–04")
    assert hours.minutes(dt.date(2026, 5, 1), calendar("public"))[1] is False
    assert hours.minutes(dt.date(2026, 5, 2), calendar("public"))[1] is False
    assert hours.minutes(dt.date(2026, 5, 3), calendar("public"))[1] is True
    by_day = parse_hours("mån–lör 8–16")
    assert by_day.minutes(dt.date(2026, 5, 2), calendar("public")) == (((480, 960),), True)


def test_half_days_end_at_two() -> None:
    """On a half day what is closed on holidays closes at 14.00, what opens later stays shut, the rest is unknown."""
    walpurgis = dt.date(2026, 4, 30)
    for text, spans in {
        "helgfria vardagar 9–17": ((540, 840),),
        "helgfria vardagar 9–12, 13–16": ((540, 720), (780, 840)),
        "helgfria vardagar 15–19": (),
        "mån–fre 9–17": None,
        "alla dagar 9–17": ((540, 1020),),
        "dygnet runt": ((0, DAY),),
    }.items():
        assert parse_hours(text).on(walpurgis, calendar("half-days")) == spans, text
    assert parse_hours("helgfria vardagar 9–17").on(walpurgis, calendar("eves")) == ((540, 1020),)


# -- summer time: hours are what the clock on the wall shows

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def elapsed(text: str, day: dt.date) -> int:
    """Return how many minutes pass from when it opens on `day` till it closes, by the clocks of Stockholm."""
    spent = dt.timedelta()
    for span in parse_hours(text).on(day, calendar("eves")) or ():
        start, end = (
            (dt.datetime.combine(day, dt.time(), STOCKHOLM) + dt.timedelta(minutes=minute)).astimezone(dt.UTC)
            for minute in span
        )
        spent += end - start
    return spent // dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "day", "minutes"),
    [
        ("dygnet runt", "2026-03-29", 23 * 60),
        ("dygnet runt", "2026-10-25", 25 * 60),
        ("dygnet runt", "2026-03-30", 24 * 60),
        ("alla dagar 00–24", "2026-03-29", 23 * 60),
        ("alla dagar 00–24", "2026-10-25", 25 * 60),
        ("21–06", "2026-03-28", 8 * 60),
        ("21–06", "2026-03-29", 9 * 60),
        ("21–06", "2026-10-24", 10 * 60),
        ("21–06", "2026-10-25", 9 * 60),
        ("alla dagar 8–16", "2026-03-29", 8 * 60),
    ],
)
def test_hours_are_wall_time_when_the_clocks_change(text: str, day: str, minutes: int) -> None:
    """The night to summer time is an hour shorter, the one back an hour longer; the hours themselves don't move."""
    assert elapsed(text, dt.date.fromisoformat(day)) == minutes


# -- properties

DAY_WORDS = (
    ("mån", "måndag", "måndagar", "Mon"),
    ("tis", "tisdag", "tisdagar", "Tuesday"),
    ("ons", "onsdag", "onsdagar", "Wed"),
    ("tors", "torsdag", "torsdagar", "Thursdays"),
    ("fre", "fredag", "fredagar", "Fri"),
    ("lör", "lördag", "lördagar", "Sat"),
    ("sön", "söndag", "söndagar", "Sundays"),
)
SCOPES = ("", "", "jämna veckor: ", "juni–augusti: ", "24/12–6/1: ", "vecka 27–32: ", "2026-09-01–2027-05-31: ")
ENDS = ("", "", "; stängt helgdagar", "; även helgdagar", "; julafton 10–12", "; juli stängt", "; 24/12 stängt")
# A week without a holiday, in an even week, outside of all the periods above but the last.
ORDINARY = dt.date(2026, 10, 12)


@dataclass(frozen=True)
class Written:
    """Hours written at random: clauses of days and times, and what opens on each day of the week."""

    clauses: tuple[str, ...]
    scope: str
    end: str
    week: dict[int, Spans]

    def text(self, order: list[int] | None = None) -> str:
        places = order if order is not None else range(len(self.clauses))
        return self.scope + ", ".join(self.clauses[place] for place in places) + self.end


def spans_between(points: list[int]) -> Spans:
    """Return spans from each second of the sorted quarters of an hour to the next."""
    return tuple(zip([p * 15 for p in points[::2]], [p * 15 for p in points[1::2]], strict=False))


def time_words(minutes: int, full: bool) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}.{minute:02d}" if full or minute else str(hour)


@st.composite
def written_hours(draw: st.DrawFn) -> Written:
    """Draw days put in groups, each with times of its own."""
    groups = draw(st.lists(st.integers(0, 3), min_size=7, max_size=7))
    clauses, week = [], {}
    for group in range(1, 4):
        days = [day for day in range(7) if groups[day] == group]
        if not days:
            continue
        points = draw(st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True).map(sorted))
        spans = spans_between(points)
        full = draw(st.booleans())
        word = draw(st.integers(0, 3))
        times = draw(st.sampled_from((", ", " och "))).join(
            f"{time_words(start, full)}–{time_words(end, full)}" for start, end in spans
        )
        if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
            names = f"{DAY_WORDS[days[0]][word]}–{DAY_WORDS[days[-1]][word]}"
        else:
            names = ", ".join(DAY_WORDS[day][word] for day in days)
        clauses.append(f"{names} {times}")
        week.update(dict.fromkeys(days, spans))
    if not clauses:
        clauses, week = ["mån 8–16"], {0: ((480, 960),)}
    return Written(tuple(clauses), draw(st.sampled_from(SCOPES)), draw(st.sampled_from(ENDS)), week)


@given(written_hours())
def test_what_is_written_at_random_is_read_as_meant(one: Written) -> None:
    """In a week without holidays it is open on the days and at the times that were written."""
    scope = one.scope if one.scope.startswith(("jämna", "2026")) else ""
    hours = parse_hours(Written(one.clauses, scope, one.end, one.week).text())
    for day in days_from(ORDINARY, 7):
        assert joined(hours.on(day, calendar("eves")) or ()) == joined(one.week.get(day.weekday(), ())), day


@given(written_hours(), st.data())
def test_the_order_of_days_says_nothing(one: Written, data: st.DataObject) -> None:
    """Equal hours are equal, however they were ordered, and are told to machines alike."""
    order = data.draw(st.permutations(range(len(one.clauses))))
    ours, theirs = parse_hours(one.text()), parse_hours(one.text(order))
    assert ours == theirs
    assert hash(ours) == hash(theirs)
    for policy in POLICIES:
        assert osm_of(ours, policy) == osm_of(theirs, policy)


@given(
    written_hours(), st.sampled_from("–-—−"), st.sampled_from(("", " ", "  ")), st.sampled_from((str.upper, str.title))
)
def test_dashes_spaces_and_capitals_say_nothing(
    one: Written, dash: str, space: str, case: Callable[[str], str]
) -> None:
    """Any dash, with or without spaces, capitals or none: the same hours."""
    text = one.text()
    # The hyphens of a date with its year are signs of their own.
    other = text if text.startswith("2026") else text.replace("–", f"{space}{dash}{space}")
    assert parse_hours(case(other)) == parse_hours(text)
    assert parse_hours(f"  {text.replace(' ', '  ').replace(', ', ' ,')} \n") == parse_hours(text)


@given(written_hours())
def test_what_is_read_is_well_formed(one: Written) -> None:
    """Spans are in order, within two days, and no two overlap; to be always open is told in one way."""
    hours = parse_hours(one.text())
    well_formed(hours)
    assert "  " not in osm_of(hours, "eves")


def well_formed(hours: Hours) -> None:
    assert any(rule.spans for rule in hours.rules)
    for rule in hours.rules:
        assert list(rule.days) == sorted(set(rule.days))
        assert set(rule.nth) <= {1, 2, 3, 4, 5, -1}
        assert list(rule.spans) == sorted(rule.spans)
        assert all(0 <= start < DAY and start < end <= start + DAY for start, end in rule.spans)
        assert all(one[1] <= two[0] for one, two in zip(rule.spans, rule.spans[1:], strict=False))
    for policy in POLICIES:
        assert osm_of(hours, policy)
        for day in (dt.date(2026, 1, 1), dt.date(2026, 4, 4), dt.date(2026, 12, 24), dt.date(2028, 2, 29)):
            spans, _ = hours.minutes(day, calendar(policy))
            assert all(0 <= start < end <= DAY for start, end in spans)


def read_or_refused(text: str) -> None:
    """Read a text, or see it refused at a place within it, with words that can be filled in."""
    try:
        hours = parse_hours(text)
    except HoursError as caught:
        error = caught
    else:
        well_formed(hours)
        return
    assert error.length >= 1
    assert 0 <= error.offset <= error.offset + error.length <= max(1, len(text))
    for words in MESSAGES[error.code].values():
        assert set(re.findall(r"{(\w+)}", "".join(words))) <= {*error.params, "suggestion", "suggestion_en"}


PIECES = (
    *known_words(),
    *"–-—−,;:.()&+/\n% ",
    *("8", "16", "8–16", "10-12", "8.30", "24", "0", "99", "9999999999999999999999", "24/12", "31/6", "29/2", "0/0"),
    *(
        "2026-12-24",
        "2026-13-01",
        "0000-01-01",
        "9999-12-31",
        "1:a",
        "3:e",
        "0:e",
        "9:e",
        "22–04",
        "am",
        "pm",
        "kl",
        "v",
    ),
    *("till", "och", "i månaden", "stängt", "mån–fre 8–16", "tors 11–19"),
)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from((" ", "", ", ")))
def test_any_words_are_read_or_refused(pieces: list[str], between: str) -> None:
    """Nothing but HoursError comes of words, numbers and signs in any order, and it points into the text."""
    read_or_refused(between.join(pieces))


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but HoursError comes of nonsense."""
    read_or_refused(text)


LONG = ("9" * 5000 + " juni 8–9", "9" * 25 + " juni 8–9", "v. " + "9" * 5000, "mån 8–16, " * 2000, "(" * 5000)


@pytest.mark.parametrize("text", LONG, ids=[f"{text[:12]} {len(text)}" for text in LONG])
def test_a_very_long_text_is_read_or_refused(text: str) -> None:
    """Numbers beyond all calendars and texts without an end are refused as everything else is."""
    read_or_refused(text)
