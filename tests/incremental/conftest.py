"""What the incremental tests share: one small campaign, built once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from microsite.pipeline import Order, build
from tests.incremental.checker import World, quick
from tests.incremental.small_site import TODAY, make_site

Fresh = Callable[..., World]


@pytest.fixture(autouse=True, scope="session")
def _quick() -> Iterator[None]:
    with quick():
        yield


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, _quick: None) -> Path:
    """The small campaign with its output and cache."""
    root = make_site(tmp_path_factory.mktemp("liten") / "bas")
    result = build(Order(root, TODAY, cores=1))
    assert {problem.code for problem in result.problems} == {"ledger-none"}, "no promise is written down in it"
    return root


@pytest.fixture(scope="session")
def fresh(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """Give a copy of the built campaign: `fresh(mutation=…, warm=…)`."""

    def make(**values: object) -> World:
        root = tmp_path_factory.mktemp("varld") / "kampanj"
        shutil.copytree(built, root)
        return World(root, **values)  # type: ignore[arg-type]

    return make
