"""Opening hours: read exactly, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.hours import Hours, Opening, parse_hours

WEEK = tuple(range(7))


def opening(days: tuple[int, ...], start: float, end: float) -> Opening:
    """Return an opening, its times given as hours."""
    return Opening(days, round(start * 60), round(end * 60))


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("mån–tors 10–15, tors 19–21", (opening((0, 1, 2, 3), 10, 15), opening((3,), 19, 21))),
        ("vardagar 9–17", (opening((0, 1, 2, 3, 4), 9, 17),)),
        ("alla dagar 11–20", (opening(WEEK, 11, 20),)),
        ("vardagar 8.30–16", (opening((0, 1, 2, 3, 4), 8.5, 16),)),
        ("vardagar 8:30–16", (opening((0, 1, 2, 3, 4), 8.5, 16),)),
        ("mån 19–21", (opening((0,), 19, 21),)),
        ("mån 10–17, tis–ons 10–16.30", (opening((0,), 10, 17), opening((1, 2), 10, 16.5))),
        ("mån, tis, tors, fre 10–15", (opening((0, 1, 3, 4), 10, 15),)),
        ("sön–tors 17–24", (opening((0, 1, 2, 3, 6), 17, 24),)),
        ("lör–tis 21–24", (opening((0, 1, 5, 6), 21, 24),)),
        ("lör–sön 9–12, 13–16", (opening((5, 6), 9, 12), opening((5, 6), 13, 16))),
        ("måndag-fredag 08-16", (opening((0, 1, 2, 3, 4), 8, 16),)),
        ("Mån–Fre 8–16", (opening((0, 1, 2, 3, 4), 8, 16),)),
        ("ons och sön 18–21", (opening((2, 6), 18, 21),)),
    ],
)
def test_days_and_times_are_read(text: str, openings: tuple[Opening, ...]) -> None:
    """Groups, lists and runs of days, minutes with a full stop, en dash or hyphen: as services write them."""
    assert parse_hours(text) == Hours(openings=openings)


def test_a_night_runs_past_midnight() -> None:
    """21–06 belongs to the day it begins on, and ends the next morning."""
    assert parse_hours("21–06") == Hours(openings=(opening(WEEK, 21, 30),))
    assert parse_hours("fre 22–02") == Hours(openings=(opening((4,), 22, 26),))


@pytest.mark.parametrize("text", ["dygnet runt", "Dygnet  runt", "24/7"])
def test_always_is_always(text: str) -> None:
    """Day and night is one word of its own, without openings."""
    assert parse_hours(text) == Hours(always=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mån",
        "9",
        "mån 9",
        "mån 25–26",
        "mån 9.70–10",
        "mån 9–9",
        "mån 24–25",
        "mån 9–24.30",
        "mån 9–19 helgfria dagar",
        "sommar 9–17",
        "mån–sommar 9–17",
        "ring först",
        "mån–mån–tis 9–10",
        "mån, mån 9–10",
        "09:00",
        "mån 9–10, tis",
        "jämna veckor mån 9–12",
    ],
)
def test_what_is_not_understood_is_not_guessed(text: str) -> None:
    """A wrong hour does harm: anything that isn't read to the last letter is refused."""
    with pytest.raises(ValueError):  # noqa: PT011 (the message is the part that can't be read)
        parse_hours(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but ValueError comes of nonsense, and what is read lies within two days."""
    try:
        hours = parse_hours(text)
    except ValueError:
        return
    for row in hours.openings:
        assert row.days
        assert 0 <= row.start < row.end <= 48 * 60


@given(st.integers(0, 23), st.sampled_from([0, 15, 30, 45]), st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
def test_every_time_of_day_is_read(hour: int, minute: int, to: int, last: int) -> None:
    """Any two different times make one opening of the right length."""
    start, end = hour * 60 + minute, to * 60 + last
    text = f"mån {hour}.{minute:02d}–{to:02d}:{last:02d}"
    if start == end:
        with pytest.raises(ValueError):  # noqa: PT011
            parse_hours(text)
    else:
        [row] = parse_hours(text).openings
        assert (row.start, row.end % (24 * 60)) == (start, end)
        assert 0 < row.end - row.start < 24 * 60
