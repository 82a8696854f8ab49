"""What comes to a telephone on a slow line: little, and none of it moves once it is there.

The site is served as it is published: with its own headers, and texts gzipped.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.server import SiteServer, serve
from tests.browser.walk import one_of_each, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

KILO = 1024
# A telephone of today, whose pictures are the heaviest that anybody fetches.
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "is_mobile": True, "has_touch": True}
# Slow 4G, as Lighthouse has it: 1.6 Mbit/s down, 0.75 up, 150 ms there and back.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
KINDS = ("start", "help", "directory", "service", "page", "film", "roster")
_WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    shifts.push([entry.value, entry.sources.map(({node}) => node?.className || node?.nodeName || '?').join(' ')]);
}).observe({type: 'layout-shift', buffered: true});
"""


@dataclass
class Arrival:
    """What a page fetched: bytes by address, as they came over the line; and what moved while it did."""

    fetched: dict[str, int] = field(default_factory=dict)
    shifts: list[tuple[float, str]] = field(default_factory=list)

    def of(self, suffix: str) -> int:
        return sum(size for url, size in self.fetched.items() if url.endswith(suffix))


@pytest.fixture(scope="module")
def site(built_site: Path) -> Iterator[SiteServer]:
    with serve(built_site, published=True) as served:
        yield served


def wait_a_second(route: Route) -> None:
    time.sleep(1)
    route.continue_()


def arrive(browser: Browser, url: str, slow: bool = True, late: str = "") -> Arrival:
    """Open `url` on a telephone that has never been here, and wait until nothing more is fetched.

    What matches `late` comes only after the page has been shown.
    """
    context = browser.new_context(**PHONE)  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.add_init_script(_WATCH)
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        if slow:
            line.send("Network.emulateNetworkConditions", SLOW)
        arrival, urls = Arrival(), dict[str, str]()
        line.on("Network.requestWillBeSent", lambda told: urls.update({told["requestId"]: told["request"]["url"]}))

        def ended(told: dict[str, object]) -> None:
            arrival.fetched[urls[str(told["requestId"])]] = int(str(told["encodedDataLength"]).split(".")[0])

        line.on("Network.loadingFinished", ended)
        if late:
            page.route(late, wait_a_second)
        page.goto(url, wait_until="networkidle")
        # What a late typeface or script would move, it moves now.
        page.wait_for_timeout(300)
        arrival.shifts = [(value, where) for value, where in page.evaluate("shifts")]
        return arrival
    finally:
        context.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["sv", "ar"])
def test_nothing_moves_while_a_page_comes(site: SiteServer, browser: Browser, lang: str, kind: str) -> None:
    """Not for a typeface, a picture or a script: whoever is about to press, presses what they meant."""
    file = one_of_each(pages_of(site.folder), lang)[kind]
    arrival = arrive(browser, site.url_of(file))
    assert any(url.endswith(".woff2") for url in arrival.fetched), "the typeface is fetched all the same"
    assert arrival.shifts == []


@pytest.mark.parametrize("kind", ["roster", "directory"])
def test_nothing_moves_when_a_script_comes_late(site: SiteServer, browser: Browser, kind: str) -> None:
    """The search's place is kept for it."""
    file = one_of_each(pages_of(site.folder), "sv")[kind]
    assert arrive(browser, site.url_of(file), slow=False, late="**/*.js").shifts == []


@pytest.mark.long
def test_nothing_moves_on_any_kind_of_page(site: SiteServer, browser: Browser) -> None:
    for lang in ("sv", "ar"):
        for kind, file in one_of_each(pages_of(site.folder), lang).items():
            assert arrive(browser, site.url_of(file)).shifts == [], (lang, kind)


@pytest.mark.parametrize("path", ["", "ar/"])
def test_the_start_page_is_light(site: SiteServer, browser: Browser, path: str) -> None:
    """Under 120 KB of all that a telephone fetches before somebody scrolls, and under 14 of style."""
    arrival = arrive(browser, f"{site.origin}/{path}")
    told = "\n".join(f"{size:8} {url}" for url, size in arrival.fetched.items())
    assert sum(arrival.fetched.values()) < 120 * KILO, told
    assert arrival.of(".css") < 14 * KILO, told
    assert sum(url.endswith(".woff2") for url in arrival.fetched) == 1, f"one typeface a page:\n{told}"


def test_a_name_in_another_script_fetches_no_typeface(site: SiteServer, browser: Browser) -> None:
    """A language that help is given in is called by its own name, on Swedish pages too."""
    file = one_of_each(pages_of(site.folder), "sv")["help"]
    assert "العربية" in file.read_text("utf-8")
    assert sum(url.endswith(".woff2") for url in arrive(browser, site.url_of(file), slow=False).fetched) == 1


def test_all_scripts_together_are_small(built_site: Path) -> None:
    """Those of every page, of help and of the roster, as they come over the line."""
    scripts = list((built_site / "stil").glob("*.js"))
    assert len(scripts) == 3
    assert sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts) < 15 * KILO
