"""Charts in words: a series of figures as a page shows it, numbers and periods as its language writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache

from microsite.model import Chart, direction
from microsite.plotting import Words, draw
from microsite.schema import ChartFields
from microsite.series import MONTH, QUARTER, decimals_of, moment_of, places_of
from microsite.templating import date_in, locale_of
from microsite.views import ChartFact, ChartView

Say = Callable[..., str]
Local = tuple[tuple[str, str], ...]


def language_of(facts: ChartFields, lang: str, default: str) -> str:
    """Return the language of a chart where the text around is in `lang`: that one, if all its words have it."""
    return lang if all({lang, ""} & dict(words).keys() for words in _words(facts)) else default


def _words(facts: ChartFields) -> Iterator[Local]:
    yield from (facts.title, facts.unit, facts.summary, facts.method, facts.source_name)
    yield from (series.name for series in facts.series)
    if facts.goal:
        yield facts.goal.text


def chart_view(
    chart: Chart, place: str, lang: str, around: str, say: Say, local: Callable[[Local, str], str]
) -> ChartView:
    """Return the view of `chart` in `lang`, at the id `place` of a text in the language `around`.

    `say` says the engine's own words in `lang`, `local` picks an editor's.
    """
    facts, table = chart.facts, chart.table
    names = {series.column: local(series.name, lang) for series in facts.series}
    series = tuple(names.get(name, name) for name in table.names)
    periods = tuple(period_in(period, lang) for period in table.periods)

    def figure(number: Decimal) -> str:
        return number_in(number, table.decimals, lang)

    goal = number_in(facts.goal.value, decimals_of(facts.goal.value), lang) if facts.goal else ""
    plot = draw(
        places_of(table.periods),
        table.columns,
        Words(
            figure,
            lambda tick, decimals: number_in(tick, decimals, lang),
            periods,
            say("Goal: %(number)s", number=goal),
        ),
        bars=facts.form == "bars",
        goal=facts.goal.value if facts.goal else None,
        mirrored=direction(lang) == "rtl",
    )
    rows = zip(periods, *table.columns, strict=True)
    return ChartView(
        id=place,
        lang="" if lang == around else lang,
        form=facts.form,
        title=local(facts.title, lang),
        unit=local(facts.unit, lang),
        summary=local(facts.summary, lang),
        example=say("Example: these figures are made up") if facts.example else "",
        series=series,
        goal=f"{local(facts.goal.text, lang)}: {goal}" if facts.goal else "",
        plot=plot,
        table=say("The figures in a table"),
        head=(say("Period"), *series),
        rows=tuple((period, *("" if n is None else figure(n) for n in numbers)) for period, *numbers in rows),
        nothing=say("no figure"),
        facts=(
            ChartFact(say("Source"), local(facts.source_name, lang), facts.source),
            ChartFact(say("Checked"), date_in(facts.checked.isoformat(), lang), ""),
            ChartFact(say("Method"), local(facts.method, lang), ""),
        ),
    )


@lru_cache(maxsize=4096)
def number_in(number: Decimal, decimals: int, lang: str) -> str:
    """Return a number as a language writes it, with so many decimals."""
    from babel.numbers import format_decimal

    return format_decimal(number, "#,##0" + ("." + "0" * decimals if decimals else ""), locale=locale_of(lang))


@lru_cache(maxsize=4096)
def period_in(period: str, lang: str) -> str:
    """Return a period as a language writes it: a month or a quarter by its name; years and words as they stand."""
    from babel.dates import format_skeleton

    kind, place = moment_of(period) or (0, 0)
    if kind not in (QUARTER, MONTH):
        return period
    year, part = divmod(place, kind)
    day = dt.date(year, part * (12 // kind) + 1, 1)
    return format_skeleton("yMMM" if kind == MONTH else "yQQQ", day, locale=locale_of(lang))
