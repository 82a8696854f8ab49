"""After any edit, however small, output/ is as a build from nothing would make it; a second build makes nothing."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.incremental.conftest import Fresh
from tests.incremental.edits import EDITS, walk

STEPS = st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 9999)), min_size=2, max_size=5)
# What most likely leaves something stale in a process that lives on.
PREVIEWED = (
    "text_of_a_body",
    "mistake",
    "template",
    "words_of_the_interface",
    "style",
    "master_is_renamed",
    "page_is_added",
    "setting",
    "date_moves_on",
    "cache_is_deleted",
    "field_of_a_partner",
    "output_is_deleted",
)
_BASE = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True)


def _all_edits(seed: int) -> list[tuple[str, int]]:
    names = sorted(EDITS)
    Random(seed).shuffle(names)
    return [(name, seed) for name in names]


def test_every_kind_of_edit_once(fresh: Fresh) -> None:
    """One campaign lives through every kind of edit."""
    walk(fresh(), _all_edits(1))


def test_the_preview_lives_through_edits(fresh: Fresh) -> None:
    """One session that builds again and again, and now and then another one beside it, are as good as a new one."""
    walk(fresh(warm=True), [(name, 2) for name in PREVIEWED])


@settings(_BASE, max_examples=4)
@given(STEPS)
def test_any_edits(fresh: Fresh, steps: list[tuple[str, int]]) -> None:
    """Any few edits one after another, chosen and made smaller by Hypothesis."""
    walk(fresh(), steps)


@pytest.mark.long
@pytest.mark.parametrize("warm", [False, True])
def test_many_more_edits(fresh: Fresh, warm: bool) -> None:
    """The same with hundreds of edits, in sessions of their own and in the preview's one."""

    @settings(_BASE, max_examples=120)
    @given(STEPS)
    def many(steps: list[tuple[str, int]]) -> None:
        walk(fresh(warm=warm), steps)

    many()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3, 11))
def test_long_lives(fresh: Fresh, seed: int) -> None:
    """Every kind of edit in other orders, on campaigns that change more and more."""
    for turn in range(3):
        walk(fresh(warm=bool(seed % 2)), _all_edits(seed * 100 + turn))
