"""Fixtures of the browser tests. A missing program skips them out loud, and fails them in CI."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.programs import CHROMIUM_FLAGS, MissingProgramError, find_chromium, find_java
from tests.browser.server import SiteServer, serve


@pytest.fixture(scope="session")
def chromium() -> Path:
    return _or_skip(find_chromium)


@pytest.fixture(scope="session")
def java() -> Path:
    return _or_skip(find_java)


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """One browser, for tests that press keys or look closely."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def served_site(built_site: Path) -> Iterator[SiteServer]:
    with serve(built_site) as site:
        yield site


def _or_skip(find: Callable[[], Path]) -> Path:
    try:
        return find()
    except MissingProgramError as missing:
        if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(str(missing))
