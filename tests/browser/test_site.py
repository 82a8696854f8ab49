"""The campaign as its readers meet it: every page, in a real browser, wide and light, narrow and dark."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from tests.browser.nu import nu_problems
from tests.browser.server import SiteServer
from tests.browser.walk import (
    EVERY_VIEW,
    Kind,
    Report,
    one_of_each,
    pages_of,
    sample_of,
    typical_of,
    walk,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EVERY_KIND: tuple[Kind, ...] = ("console", "outside", "status", "overflow", "link", "crash")


@pytest.fixture(scope="module")
def report(served_site: SiteServer, chromium: Path) -> Report:
    """One walk for all the tests below: two browsers, every kind of page, both ends of width and light."""
    return walk(served_site, pages=typical_of(pages_of(served_site.folder), served_site.folder), axe=False)


def test_every_page_is_valid_html(built_site: Path, java: Path) -> None:
    problems = nu_problems(built_site)
    assert not problems, "\n" + "\n".join(map(str, problems[:40]))


def test_every_page_was_visited(report: Report, built_site: Path) -> None:
    pages = pages_of(built_site)
    assert len(report.pages) == len(typical_of(pages, built_site)) > 0.5 * len(pages)
    assert report.rtl, "pages in Arabic are among them"


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_no_page_has_a_fault(report: Report, kind: Kind) -> None:
    """console: silent. outside: no request to another origin. status: nothing missing. overflow: no sideways scrolling.
    link: each leads somewhere. crash: each page loads."""
    assert not report.of(kind), "\n" + report.of(kind)


def test_axe_finds_nothing_on_pages_that_show_every_component(served_site: SiteServer, chromium: Path) -> None:
    """WCAG 2.2 AA and best practice, on pages that together show every class, in both directions of writing."""
    report = walk(served_site, pages=sample_of(pages_of(served_site.folder)))
    assert not report.of("axe"), "\n" + report.of("axe")


# Every layout, and help apart from other pages.
KINDS_OF_PAGE = {
    "start", "help", "page", "directory", "service", "poster", "film", "partner", "roster", "news", "event", "error",
}  # fmt: skip
KINDS_IN_ARABIC = ("start", "help", "directory")


def test_every_kind_of_page_holds_in_every_view(served_site: SiteServer, chromium: Path) -> None:
    """One page of each: four widths, light and dark, forced colours, more contrast, letters twice as large, paper."""
    pages = pages_of(served_site.folder)
    chosen = one_of_each(pages, "sv")
    assert set(chosen) == KINDS_OF_PAGE
    arabic = one_of_each(pages, "ar")
    report = walk(served_site, pages=[*chosen.values(), *(arabic[kind] for kind in KINDS_IN_ARABIC)], views=EVERY_VIEW)
    assert len(report.rtl) == len(KINDS_IN_ARABIC)
    told = report.of("console", "outside", "overflow", "axe", "crash")
    assert not told, "\n" + told


@pytest.mark.long
def test_every_page_holds_in_every_view(served_site: SiteServer, chromium: Path) -> None:
    """The same on every single page, in every language."""
    report = walk(served_site, views=EVERY_VIEW)
    told = report.of("console", "outside", "status", "overflow", "axe", "crash")
    assert not told, "\n" + told


def test_the_first_tab_skips_to_the_content(served_site: SiteServer, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(served_site.origin + "/")
    page.keyboard.press("Tab")
    target = page.evaluate("() => document.activeElement.getAttribute('href')")
    assert target is not None
    assert target.startswith("#"), f"the first thing to reach by keyboard is {target}"
    assert page.evaluate("() => document.activeElement.getBoundingClientRect().bottom > 0"), "it shows when reached"
    page.keyboard.press("Enter")
    assert page.evaluate("(id) => document.querySelector(id).localName", target) == "main"
    page.close()


def test_pages_read_the_same_without_scripts(served_site: SiteServer, browser: Browser) -> None:
    """What a script adds may be gone; what is said in `main` may not."""
    sample = sample_of(pages_of(served_site.folder))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for file in sample:
        page.goto(served_site.url_of(file), wait_until="commit")
        page.wait_for_load_state()
        assert page.locator("main h1").first.is_visible(), f"no visible heading in {file.name} without scripts"
    context.close()


# Each word that stands on more than one line.
_BROKEN_WORDS = """() => [...document.querySelectorAll('h1')].flatMap((title) => {
  const walk = document.createTreeWalker(title, NodeFilter.SHOW_TEXT), broken = [];
  for (let text; (text = walk.nextNode());)
    for (const word of text.data.matchAll(/[^\\s\\u00ad-]+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(word[0]);
    }
  return broken;
})"""


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize(("way", "start"), [("ltr", "/"), ("rtl", "/ar/")])
def test_no_word_of_a_title_is_broken(
    served_site: SiteServer, browser: Browser, way: str, start: str, width: int
) -> None:
    """Many browsers know no Swedish hyphenation, and break a word anywhere that has no room.

    All titles of the site that have a long word are put on one page, as they stand on theirs.
    """
    titles = set()
    for file in pages_of(served_site.folder):
        if b" fit-" in (html := file.read_bytes()):
            tree = LexborHTMLParser(html)
            if tree.css(f"html[dir={way}]"):
                titles |= {title.html for title in tree.css("h1[class*=' fit-']")}
    assert len(titles) > 10
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(served_site.origin + start)
    page.evaluate("document.fonts.ready")
    page.evaluate(
        "html => { document.querySelector('main').innerHTML = `<div class='wrap page-head'>${html}</div>`; }",
        "".join(sorted(filter(None, titles))),
    )
    broken = page.evaluate(_BROKEN_WORDS)
    context.close()
    assert broken == []
