"""Series of figures: tables read as people save them, and charts whose every part stands where it should."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.charts import chart_view, language_of, number_in, period_in
from microsite.markdown import read_markdown
from microsite.model import Chart
from microsite.plotting import BELOW, HEIGHT, TOP, Plot, Words, draw, ends_of, path_of, ticks_of
from microsite.problem import Problems, Span
from microsite.schema import ChartFields
from microsite.series import Table, moment_of, number_of, places_of, read_table
from microsite.views import ChartView
from tests import campaigns

NUMBERS = st.decimals(-100_000, 100_000, places=3, allow_nan=False, allow_infinity=False)
COLUMNS = st.integers(1, 30).flatmap(
    lambda rows: st.lists(st.lists(NUMBERS | st.none(), min_size=rows, max_size=rows), min_size=1, max_size=4)
)


def read(text: str) -> Table:
    """Return the table of a text without mistakes."""
    problems = Problems()
    table = read_table(text, "x.csv", problems)
    assert problems.items == []
    assert table is not None
    return table


def told(text: str) -> list[tuple[str, int, int, int]]:
    """Return code, line, column and length of every mistake."""
    problems = Problems()
    assert read_table(text, "x.csv", problems) is None
    return [(p.code, p.span.line, p.span.column, p.span.length) for p in problems.sorted()]


def drawn(columns: Sequence[Sequence[Decimal | None]], **more: bool | Decimal | None) -> Plot:
    """Return the chart of `columns`, a step apart."""
    rows = range(len(columns[0]))
    words = Words(str, lambda tick, _: str(tick), tuple(str(2000 + i) for i in rows), "Mål 3")
    return draw(list(rows), columns, words, **more)  # type: ignore[arg-type]


def decimals(*numbers: str) -> list[Decimal | None]:
    """Return numbers, None for ""."""
    return [Decimal(number) if number else None for number in numbers]


# -- tables


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_table_is_read_with_any_separator(separator: str) -> None:
    """The first row names the series, the first column the periods; an empty cell has no figure."""
    text = "År;Män;Kvinnor\n2022;12;\n2023;13.5;11\n".replace(";", separator)
    assert read(text) == Table(
        ("2022", "2023"), ("Män", "Kvinnor"), (tuple(decimals("12", "13.5")), tuple(decimals("", "11"))), 1
    )


def test_what_spreadsheets_add_is_left_out() -> None:
    """Empty rows, empty cells to the right, quotes around a cell, and a comma within them."""
    table = read('År;"Dos; per 1 000";;\n\n;;;\n2022;"1 234,5";;\n2023; 7 ;;\n')
    assert table.names == ("Dos; per 1 000",)
    assert table.columns == (tuple(decimals("1234.5", "7")),)


def test_the_latest_first_is_turned_round() -> None:
    """Time runs forward, however the file lies; words stay as they stand."""
    assert read("m;x\n2024-05;2\n2023-11;1\n").columns == (tuple(decimals("1", "2")),)
    assert read("v;x\nsedan;2\nförst;1\n").periods == ("sedan", "först")


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", "12"), ("12,5", "12.5"), ("12.50", "12.50"), ("-3", "-3"), ("−3", "-3"), ("1 234,5", "1234.5")]
    + [(text, None) for text in ("", "12 %", "1,2,3", "12 34", "ca 5", "1e5", "1.234,5", "٣", "nan")],
)
def test_a_number_is_written_as_people_do(text: str, number: str | None) -> None:
    """Comma or point before the decimals, spaces between thousands; nothing else."""
    found = number_of(text)
    assert (found is None) == (number is None)
    assert number is None or str(found) == number


@pytest.mark.parametrize(
    ("period", "moment"),
    [("2024", (1, 2024)), ("2024-Q2", (4, 8097)), ("2024K2", (4, 8097)), ("2024-05", (12, 24292)), ("2023-24", None)],
)
def test_a_period_has_its_place_in_time(period: str, moment: tuple[int, int] | None) -> None:
    """Years, quarters and months are known; all else is words."""
    assert moment_of(period) == moment


def test_periods_stand_as_far_apart_as_they_are() -> None:
    """A year that is missing leaves its room; every fifth year is one step."""
    assert places_of(["2020", "2021", "2024"]) == (0, 1, 4)
    assert places_of(["2010", "2015", "2025"]) == (0, 1, 3)
    assert places_of(["före", "efter"]) == (0, 1)
    assert places_of(["2024", "2024-05"]) == (0, 1)


def test_every_mistake_is_told_at_its_cell() -> None:
    """All at once, each at line, column and length."""
    text = "År;Män;män\n2022;ca 12;1\n2023;1\n;2;3\n2022;4;5,5,5\n"
    assert told(text) == [
        ("data-twice", 1, 8, 3),
        ("data-number", 2, 6, 5),
        ("data-cells", 3, 1, 6),
        ("field-empty", 4, 1, 1),
        ("data-twice", 5, 1, 4),
        ("data-number", 5, 8, 5),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "År;Män\n", "År\n2022\n", "År;Män\n2022;\n"])
def test_a_table_without_figures_is_none(text: str) -> None:
    """A header, a row and a figure is the least."""
    assert [code for code, *_ in told(text)] == ["data-table"]


def test_more_than_a_chart_can_show() -> None:
    """Five series, or 241 rows, make no picture that anybody can read."""
    assert [row[0] for row in told("År;a;b;c;d;e\n2022;1;1;1;1;1\n")] == ["data-large"]
    assert [row[0] for row in told("År;a\n" + "".join(f"{i};1\n" for i in range(241)))] == ["data-large"]


@given(st.text(alphabet='År;,\t" 12.5\n-aQ', max_size=60))
def test_any_text_is_read_or_told(text: str) -> None:
    """Nothing a person saves makes the reader fall, and a table has a figure in every row and column or None."""
    problems = Problems()
    table = read_table(text, "x.csv", problems)
    assert (table is None) == problems.failed
    if table is not None:
        assert {len(column) for column in table.columns} == {len(table.periods)}
        assert len(table.columns) == len(table.names)
        assert table.figures


# -- scales


@given(NUMBERS, NUMBERS)
def test_ticks_cover_the_data(one: Decimal, other: Decimal) -> None:
    """From at or below the lowest to at or above the highest, evenly, few, and not much further than they must."""
    low, high = sorted((one, other))
    ticks = ticks_of(low, high)
    steps = {b - a for a, b in pairwise(ticks)}
    assert ticks[0] <= low <= high <= ticks[-1]
    assert 2 <= len(ticks) <= 7
    assert len(steps) == 1
    [step] = steps
    assert step > 0
    assert low - ticks[0] < step
    assert str(step.normalize().as_tuple().digits) in {"(1,)", "(2,)", "(5,)", "(2, 5)"}


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [("0", "47", "0 10 20 30 40 50"), ("0", "0.9", "0.0 0.2 0.4 0.6 0.8 1.0"), ("5", "5", "5 6"), ("0", "0", "0 1")],
)
def test_ticks_are_round(low: str, high: str, wanted: str) -> None:
    """The numbers a person would have chosen."""
    assert [float(tick) for tick in ticks_of(Decimal(low), Decimal(high))] == [float(w) for w in wanted.split()]


def test_where_the_scale_begins() -> None:
    """Bars stand on zero, always; a line only where it is not pressed flat by it; the goal is always in."""
    high = [Decimal(95), Decimal(97)]
    none, ends = Decimal(0), (Decimal(95), Decimal(97))
    assert ends_of(high, None, bars=True) == (none, Decimal(97))
    assert ends_of(high, None, bars=False) == ends
    assert ends_of([Decimal(40), Decimal(97)], None, bars=False) == (none, Decimal(97))
    assert ends_of(high, Decimal(120), bars=False) == (Decimal(95), Decimal(120))
    assert ends_of([Decimal(-5), Decimal(-3)], None, bars=True) == (Decimal(-5), none)


@given(COLUMNS, st.booleans(), st.booleans(), NUMBERS | st.none())
def test_everything_is_inside(
    columns: list[list[Decimal | None]], bars: bool, mirrored: bool, goal: Decimal | None
) -> None:
    """Every point, bar and line of the chart is inside the plot, whatever the figures."""
    if all(figure is None for column in columns for figure in column):
        columns[0][0] = Decimal(1)
    plot = drawn(columns, bars=bars, mirrored=mirrored, goal=goal)
    for mark in (m for row in plot.marks for m in row):
        assert 0 <= mark.x <= 100
        assert TOP <= mark.y <= TOP + HEIGHT
    for bar in (b for row in plot.bars for b in row):
        assert bar.x >= -0.02
        assert bar.x + bar.width <= 100.02
        assert bar.y >= TOP - 0.01
        assert bar.y + bar.height <= TOP + HEIGHT + 0.01
    for label in (*plot.ticks, *plot.periods, *sum(plot.figures, ()), *([plot.goal.label] if plot.goal else [])):
        assert 0 <= label.x <= 100
        assert 0 < label.y < TOP + HEIGHT + BELOW
    assert plot.goal is None or TOP <= plot.goal.y <= TOP + HEIGHT


@given(st.lists(NUMBERS, min_size=2, max_size=12, unique=True))
def test_higher_figures_stand_higher(numbers: list[Decimal]) -> None:
    """The order of the figures is the order on the page, in lines and in bars above zero alike."""
    marks = drawn([numbers]).marks[0]
    ordered = [y for _, y in sorted((number, -mark.y) for number, mark in zip(numbers, marks, strict=True))]
    assert ordered == sorted(ordered)
    positive = sorted({abs(number) for number in numbers})
    heights = [bar.height for bar in drawn([positive], bars=True).bars[0]]
    assert heights == sorted(heights)


@given(COLUMNS, st.booleans())
def test_a_mirrored_chart_is_the_same_the_other_way(columns: list[list[Decimal | None]], bars: bool) -> None:
    """Across, a place and its mirror's make the whole width; down, nothing differs."""
    if all(figure is None for column in columns for figure in column):
        columns[0][0] = Decimal(1)
    one, other = drawn(columns, bars=bars), drawn(columns, bars=bars, mirrored=True)
    for row, turned in zip(one.marks, other.marks, strict=True):
        assert [(round(100 - m.x, 2), m.y) for m in row] == [(m.x, m.y) for m in turned]
    assert [label.text for label in one.periods] == [label.text for label in other.periods]
    assert [round(100 - label.x, 2) for row in one.figures for label in row] == [
        label.x for row in other.figures for label in row
    ]


# -- lines and labels


def test_a_gap_lifts_the_pen() -> None:
    """Where there is no figure there is no line, and a figure alone is a mark."""
    plot = drawn([decimals("1", "2", "", "3", "", "4", "4")])
    assert [part[:1] for part in plot.lines[0].replace("M", " M").replace("L", " L").split()[::2]] == list("MLMML")
    assert len(plot.marks[0]) == 5
    assert path_of([None]) == ""


def test_a_point_alone_among_many_is_still_seen() -> None:
    """Many points are not all marked, but one that no line reaches is."""
    numbers = ["1"] * 30 + ["", "5", ""] + ["1"] * 30
    plot = drawn([decimals(*numbers)])
    assert len(plot.marks[0]) < 20
    assert min(mark.y for mark in plot.marks[0]) == TOP


def test_labels_leave_room_for_each_other() -> None:
    """The last period is always named, and the others only where their words fit."""
    labels = drawn([[Decimal(i) for i in range(30)]]).periods
    assert labels[-1].text == "2029"
    assert 3 <= len(labels) <= 6
    assert drawn([decimals("1", "2")]).periods[0].text == "2000"


def test_a_label_at_the_edge_leans_inwards() -> None:
    """A long period under the last bar ends where the chart does; a line ends early enough for its own."""
    rows = decimals("1", "2", "3")
    words = Words(str, lambda tick, _: str(tick), ("aug. 2023", "aug. 2024", "aug. 2025"))
    assert [label.anchor for label in draw([0, 1, 2], [rows], words, bars=True).periods] == ["middle", "end"]
    assert {label.anchor for label in draw([0, 1, 2], [rows], words).periods} == {"middle"}
    mirrored = draw([0, 1, 2], [rows], words, bars=True, mirrored=True).periods[-1]
    assert (mirrored.x, mirrored.anchor) == (0, "end")


def test_the_figures_that_matter_are_written_out() -> None:
    """Of one series the last, highest, lowest and first, where they have room; of several the last only."""
    written = [
        [[label.text for label in row] for row in drawn(columns).figures]
        for columns in (
            [decimals("5", "9", "2", "4")],
            [decimals("5", "9"), decimals("2", "30")],
            [decimals("5", "9"), decimals("2", "9.1")],
            [decimals("5", "9"), decimals("2", "9"), decimals("2", "9")],
        )
    ]
    assert written == [[["4", "9", "2", "5"]], [["9"], ["30"]], [["9"], ["9.1"]], [["9"], ["9"], []]]


def test_the_goal_is_named_where_nothing_is_in_its_way() -> None:
    """The line ends at its goal: the words stand at the start then."""
    plot = drawn([decimals("9", "8", "7", "6", "5", "4", "3", "3", "3")], goal=Decimal(3))
    assert plot.goal is not None
    assert plot.goal.label.anchor == "start"
    plot = drawn([decimals("3", "3", "3", "3", "5", "8", "8", "9")], goal=Decimal(3))
    assert plot.goal is not None
    assert plot.goal.label.anchor == "end"


# -- charts on a page


def chart(**fields: object) -> Chart:
    """Return an invented chart in Swedish and Arabic."""
    given = {
        "title": {"sv": "Mätvärde", "ar": "قيمة"},
        "unit": {"sv": "enheter", "ar": "وحدات"},
        "summary": {"sv": "Det sjunker.", "ar": "ينخفض."},
        "method": "–",
        "source": "https://exempel.example/",
        "source-name": "Exempel",
        "checked": "2026-11-20",
    }
    table = read("Månad;Exempelstad\n2024-05;1234,5\n2024-07;\n2024-08;900\n")
    return Chart("matvarde", ChartFields.model_validate({**given, **fields}), table)


def view(shown: Chart, lang: str) -> ChartView:
    """Return the chart in `lang`, its own words in English."""

    def say(message: str, **values: object) -> str:
        return message % values if values else message

    return chart_view(shown, "diagram-x", lang, "sv", say, lambda words, code: dict(words).get(code) or words[0][1])


def test_a_chart_speaks_one_language() -> None:
    """That of the text around it where all its words have it, else the original's: never two in one picture."""
    assert language_of(chart().facts, "ar", "sv") == "ar"
    assert language_of(chart(unit={"sv": "enheter"}).facts, "ar", "sv") == "sv"
    assert language_of(chart(goal={"value": "3", "text": {"sv": "Målet"}}).facts, "ar", "sv") == "sv"
    assert (view(chart(), "sv").lang, view(chart(), "ar").lang) == ("", "ar")


def test_numbers_and_periods_are_the_languages_own() -> None:
    """As CLDR writes them; an empty cell stays empty, and every row of the table has a cell for each series."""
    assert view(chart(), "sv").rows == (("maj 2024", "1\u00a0234,5"), ("juli 2024", ""), ("aug. 2024", "900,0"))
    assert number_in(Decimal("1234.5"), 1, "en") == "1,234.5"
    assert period_in("2024-Q2", "sv") == "K2 2024"
    assert (period_in("2024", "ar"), period_in("före", "sv")) == ("2024", "före")


def test_time_runs_as_the_language_is_read() -> None:
    """In Arabic the first month stands to the right of the last."""
    swedish, arabic = view(chart(), "sv").plot, view(chart(), "ar").plot
    assert swedish.marks[0][0].x < swedish.marks[0][-1].x
    assert arabic.marks[0][0].x > arabic.marks[0][-1].x


def test_a_goal_is_said_as_it_is_written() -> None:
    """Without decimals that nobody wrote, in the key and at its line."""
    found = view(chart(goal={"value": "800", "text": "Målet"}), "sv")
    assert found.goal == "Målet: 800"
    assert found.plot.goal is not None
    assert found.plot.goal.label.text == "Goal: 800"


def test_a_text_names_its_charts() -> None:
    """Each chart is a gap with an id of its own, and known by the place of its name."""
    document = read_markdown(
        "## Diagram x\n\n/// diagram | x\n///\n\n/// ruta | Mer\n//// diagram | x\nOrd.\n////\n///\n", "x.md", 5
    )
    assert document.problems == ()
    assert [(c.target, c.text, c.span) for c in document.charts] == [
        ("x", "diagram-x", Span("x.md", 7, 15)),
        ("x", "diagram-x-2", Span("x.md", 11, 16)),
    ]
    assert [piece for piece in document.pieces if isinstance(piece, tuple)] == [("D", 0), ("D", 1)]
    assert {"diagram-x", "diagram-x-2"} <= document.ids


def test_a_new_figure_reaches_the_page(tmp_path: Path) -> None:
    """A changed table makes the pages that show it again, and nothing is left of the old one."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    shutil.copytree(campaigns.SITES / "everything" / "content" / "data", root / "content" / "data")
    page = root / "content" / "sv" / "stod.md"
    page.write_text(page.read_text("utf-8") + "\n/// diagram | matvarde\n///\n", "utf-8")
    assert not campaigns.build(root).failed
    before = (root / "output" / "stod" / "index.html").read_text("utf-8")
    campaigns.edit(root / "content" / "data" / "matvarde.csv", "2025;98;", "2025;97,5;")
    assert not campaigns.build(root).failed
    after = (root / "output" / "stod" / "index.html").read_text("utf-8")
    assert "98,0" in before
    assert "97,5" in after
    assert "98,0" not in after
    assert not re.search(r"<svg[^>]*\sstyle=|<style", after), "the site's policy lets no style stand in a page"
