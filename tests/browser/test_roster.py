"""The list of partners in a real browser: what is typed and chosen finds, all of it stays on the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser

from tests import campaigns
from tests.browser.axe import axe_problems
from tests.browser.server import serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FOUND, STATUS, ALL = "[data-roster-found]", "[data-roster-status]", "[data-roster-all]"
MANY = 400


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a town with more partners than a page holds."""
    root = campaigns.lay_out("base", tmp_path_factory.mktemp("lista") / "kampanj")
    rows = ["- {slug: natverket, name: Exempelnätverket, sector: network, example: yes}"]
    for number in range(MANY):
        sector = ("company", "association", "school")[number % 3]
        extra = ", networks: [natverket]" if number % 10 == 0 else ""
        extra += ", area: Torshälla" if number % 4 == 0 else ""
        name = f"{'ÅÄÖABC'[number % 6]}exempel {number:03d} Bageri"
        rows.append(f"- {{slug: p-{number}, name: {name}, sector: {sector}, example: yes{extra}}}")
    (root / "partners.yaml").write_text("\n".join(rows) + "\n", "utf-8")
    result = campaigns.build(root)
    assert not result.failed, result.problems
    return root / "output"


@pytest.fixture
def page(town: Path, browser: Browser) -> Iterator[Page]:
    with serve(town) as server:
        tab = browser.new_page(viewport={"width": 390, "height": 800})
        tab.goto(f"{server.origin}/alla-partner/")
        yield tab
        tab.close()


def test_a_long_list_goes_on_over_several_pages(town: Path) -> None:
    """All stand on some page, each once, in the order of the Swedish alphabet; a list's pages link to one another."""
    names: list[str] = []
    for number in range(1, 5):
        out = "alla-partner/index.html" if number == 1 else f"alla-partner/{number}/index.html"
        tree = LexborHTMLParser((town / out).read_text("utf-8"))
        names += [node.text() for node in tree.css(".partner-rows .partner-row__name")]
        assert len(tree.css('[aria-label="Sidor"] a')) == 4
    assert len(names) == len(set(names)) == MANY + 1
    assert [name[0] for name in names] == sorted((n[0] for n in names), key="ABCEÅÄÖ".index)
    assert (town / "alla-partner/company/2/index.html").is_file()
    assert not (town / "alla-partner/5").exists()


def test_words_and_choices_find(page: Page) -> None:
    """By a part of the name without its dots, by place, by kind, by network, and by all of them at once."""
    expect(page.locator("[data-roster]")).to_be_visible()
    page.fill("#roster-words", "aexempel 006")
    expect(page.locator(FOUND + " li")).to_have_count(1)
    expect(page.locator(STATUS)).to_have_text(f"Träffar: 1 av {MANY + 1}")
    expect(page.locator(ALL)).to_be_hidden()
    page.fill("#roster-words", "torshalla")
    expect(page.locator(FOUND + " li")).to_have_count(60)
    expect(page.locator(STATUS)).to_contain_text("100")
    page.select_option("#roster-network", label="Exempelnätverket")
    expect(page.locator(FOUND + " li")).to_have_count(20)
    page.fill("#roster-words", "")
    page.select_option("#roster-sector", label="Skolor")
    expect(page.locator(FOUND + " li")).to_have_count(13)
    page.locator("[data-roster] [type=reset]").click()
    expect(page.locator(ALL)).to_be_visible()
    expect(page.locator(FOUND)).to_be_hidden()


def test_nothing_found_is_said_and_nothing_is_left_behind(page: Page) -> None:
    """No address changes, nothing is stored, and after coming back the field is empty."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.fill("#roster-words", "zzz")
    expect(page.locator(STATUS)).to_contain_text("Ingen träff")
    assert page.url.endswith("/alla-partner/")
    assert {url.rpartition("/")[2] for url in asked} - {"favicon.svg"} == {"sv.json"}
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_a_list_that_can_not_be_loaded_leaves_the_page_as_it_was(page: Page) -> None:
    page.route("**/data/partner/*.json", lambda route: route.abort())
    page.fill("#roster-words", "exempel")
    expect(page.locator(STATUS)).to_contain_text("gick inte att")
    expect(page.locator(ALL)).to_be_visible()


def test_what_is_found_is_accessible(page: Page) -> None:
    page.fill("#roster-words", "aexempel")
    expect(page.locator(FOUND + " li").first).to_be_visible()
    assert axe_problems(page) == []


def test_it_works_without_a_script(town: Path, browser: Browser) -> None:
    """The form is not there, and the lists by kind and by page are."""
    with serve(town) as server:
        context = browser.new_context(java_script_enabled=False)
        tab = context.new_page()
        tab.goto(f"{server.origin}/alla-partner/")
        expect(tab.locator("[data-roster]")).to_be_hidden()
        tab.get_by_role("link", name="Skolor (133)").click()
        expect(tab.locator(".partner-row__name").first).to_be_visible()
        context.close()
