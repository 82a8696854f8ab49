"""What the fault tests share: a campaign that is built, with an edit not yet built, and what it must become."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from microsite.pipeline import Order, build
from tests.faults.whole import Edited, edit
from tests.incremental.checker import Tree, clean_build, quick
from tests.incremental.small_site import TODAY, make_site

FreshEdited = Callable[[], Edited]


@pytest.fixture(autouse=True, scope="session")
def _quick() -> Iterator[None]:
    with quick():
        yield


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory, _quick: None) -> Path:
    """The campaign, built, with all edits still to come."""
    root = tmp_path_factory.mktemp("fel") / "kampanj"
    make_site(root)
    result = build(Order(root, TODAY, cores=1))
    assert {problem.code for problem in result.problems} == {"ledger-none"}, "no promise is written down in it"
    # It goes back to where it was built each time: the cache remembers places.
    return root.rename(root.with_name("bas"))


@pytest.fixture(scope="session")
def expected(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """What the edited campaign must become."""
    aside = tmp_path_factory.mktemp("facit") / "kampanj"
    shutil.copytree(before, aside)
    edit(aside)
    result, made = clean_build(aside, TODAY)
    assert not result.failed
    return made


@pytest.fixture(scope="session")
def edited(before: Path, expected: Tree) -> FreshEdited:
    """Give a copy of the built campaign in which much has been edited since. One at a time: the last one goes."""

    def make() -> Edited:
        root = before.with_name("kampanj")
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(before, root)
        edit(root)
        return Edited(root, expected)

    return make
