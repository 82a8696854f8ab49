"""By keyboard alone: each of the five tasks of a reader, with nothing but real keys, and every stop on the way there.

Find a service, find a poster, copy a badge, change language, leave quickly. Whatever key is pressed, the focus must be
seen, lie open to the eye, and move on. Components have tests of their own; here is the way from the door to the goal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.server import SiteServer, serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Installed before any page's own script: how each thing that can have the focus looks without it, and what has it now.
WATCH = """
(() => {
  const looks = new WeakMap(), numbers = new WeakMap();
  let count = 0;
  const look = (node) => {
    const style = getComputedStyle(node);
    const outline = style.outlineStyle === 'none' || !parseFloat(style.outlineWidth) ? '' : style.outline;
    return [outline, style.boxShadow, style.backgroundColor, style.borderColor].join('|');
  };
  const usable = () => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, video, [tabindex="0"]'
  )].filter((node) => node.checkVisibility({visibilityProperty: true}) && !node.disabled);
  const number = (node) => {
    if (!numbers.has(node)) numbers.set(node, ++count);
    return numbers.get(node);
  };
  // What of it is seen, in the window and not below something else: the middle of the part that shows most.
  const hiddenBy = (node) => {
    const parts = [...node.getClientRects()].map((box) => ({
      left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth),
      top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight),
    })).filter((box) => box.right - box.left >= 1 && box.bottom - box.top >= 1);
    if (!parts.length) return 'the edge of the window';
    const area = (box) => (box.right - box.left) * (box.bottom - box.top);
    const box = parts.sort((one, other) => area(other) - area(one))[0];
    const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    if (!hit) return 'nothing at all';
    return node.contains(hit) || hit.contains(node) ? '' : hit.localName + '.' + hit.className;
  };
  // Before the page does anything about a key: what is there by now, and has not got the focus yet.
  window.addEventListener('keydown', () => {
    for (const node of [...usable(), ...document.querySelectorAll('[tabindex="-1"]')])
      if (node !== document.activeElement && !looks.has(node)) looks.set(node, look(node));
  }, true);
  window.usableNumbers = () => usable().map(number);
  window.stopNow = () => {
    const node = document.activeElement;
    if (!node || node === document.body || node === document.documentElement) return null;
    const named = node.id ? '#' + node.id : [...node.classList].map((name) => '.' + name).join('');
    return {
      number: number(node), name: node.localName + named, text: node.textContent.trim().slice(0, 60),
      seen: looks.has(node) && looks.get(node) !== look(node), hiddenBy: hiddenBy(node),
    };
  };
})();
"""


@dataclass(frozen=True)
class Stop:
    """Where the focus is: a number that tells it from all others, and what it is for whoever reads a failure."""

    number: int
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.name} “{self.text}”"


@dataclass
class Reader:
    """Somebody at a page who has nothing but keys. Every key leads to something that is seen."""

    page: Page

    def press(self, key: str) -> Stop | None:
        """Press a key; return where the focus is then, or None where it has left the page."""
        self.page.keyboard.press(key)
        return self.look(key)

    def look(self, key: str = "") -> Stop | None:
        """Return where the focus is; it is seen, and nothing lies over it (WCAG 2.4.7 and 2.4.11)."""
        found: dict[str, Any] | None = self.page.evaluate("stopNow()")
        if found is None:
            return None
        stop = Stop(found["number"], found["name"], found["text"])
        assert found["seen"], f"after {key} the focus is on {stop}, and that is not seen"
        assert not found["hiddenBy"], f"after {key} the focus is on {stop}, hidden by {found['hiddenBy']}"
        return stop

    def tab_to(self, selector: str, *, back: bool = False) -> Stop:
        """Press Tab until the focus is on the first thing that fits; it moves on with each press."""
        passed: list[Stop] = []
        while True:
            stop = self.press("Shift+Tab" if back else "Tab")
            assert stop is not None, f"no {selector} before the end of {self.page.url}; passed {len(passed)}"
            assert stop not in passed, f"the focus comes round to {stop}, and never to {selector}"
            passed.append(stop)
            if self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return stop

    def follow(self, selector: str, address: str) -> None:
        """Go to a link and press Enter; it leads to an address."""
        self.tab_to(selector)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(address)

    def skip(self) -> None:
        """Skip to the content, as the first link offers."""
        self.press("Tab")
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("document.activeElement.localName") == "main"


Sit = Callable[..., Reader]


@pytest.fixture
def sit(browser: Browser, served_site: SiteServer) -> Iterator[Sit]:
    """Return a way to sit down at a page of the campaign. Nothing glides: where a key leads is there at once."""
    context = browser.new_context(reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served_site.origin)
    context.add_init_script(WATCH)

    def at(address: str, width: int = 1280) -> Reader:
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(served_site.origin + address)
        return Reader(page)

    yield at
    context.close()


@pytest.mark.parametrize(
    ("start", "width", "words", "name"),
    [("/", 1280, "anhorig", "Anhöriglinjen"), ("/ar/", 390, "020-84 44 48", "")],
    ids=["sv", "ar"],
)
def test_a_service_is_found(sit: Sit, start: str, width: int, words: str, name: str) -> None:
    """From the start page by the first large link to the list of all help; words, and the first of what is found."""
    reader = sit(start, width)
    page = reader.page
    reader.skip()
    reader.follow(".hero__buttons a", f"**{start}*/")
    reader.follow(".all-help a", "**/h*lp/")
    reader.tab_to("#finder-words")
    page.keyboard.type(words)
    first = page.locator("[data-found] .service-row__name").first
    first.wait_for()
    wanted = first.inner_text()
    assert name in wanted
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('[data-found]')"), "Enter leads to the results"
    assert reader.look("Enter")
    stop = reader.press("Tab")
    assert stop is not None
    assert stop.text == wanted
    page.keyboard.press("Enter")
    page.wait_for_url("**/h*lp/*/")
    assert page.locator("h1").inner_text() == wanted
    reader.tab_to('main a[href^="tel:"], main .channel__link')


def test_a_service_is_found_by_what_one_chooses(sit: Sit) -> None:
    """A list opens by its key, a choice is typed, a tick is set by Space; Clear brings everything back."""
    reader = sit("/hjalp/")
    page = reader.page
    reader.tab_to("summary.finder__summary")
    page.keyboard.press("Enter")
    reader.tab_to("#finder-way")
    page.keyboard.type("Telefon")
    expect(page.locator("#finder-way option:checked")).to_have_text("Telefon")
    reader.tab_to("[name=anonymous]")
    page.keyboard.press("Space")
    expect(page.locator("[name=anonymous]")).to_be_checked()
    found = page.locator("[data-found] .service-row__name")
    found.first.wait_for()
    some = found.count()
    reader.tab_to("[data-clear]")
    page.keyboard.press("Space")
    expect(page.locator("[data-all]")).to_be_visible()
    assert 0 < some < page.locator("[data-all] .service-row__name").count()


def test_a_poster_is_found_and_fetched(sit: Sit) -> None:
    """In a narrow window, by the folded menu, which Escape closes and gives the focus back."""
    reader = sit("/", 390)
    page = reader.page
    reader.tab_to("summary.site-header__summary")
    page.keyboard.press("Enter")
    reader.tab_to('[data-menu] a[href$="/material/"]')
    escaped = reader.press("Escape")
    assert escaped is not None
    assert escaped.name == "summary.site-header__summary"
    assert not page.locator("[data-menu]").evaluate("(menu) => menu.open")
    page.keyboard.press("Enter")
    reader.follow('[data-menu] a[href$="/material/"]', "**/material/")
    reader.skip()
    reader.follow(".poster-card__link", "**/affischer/*/")
    reader.tab_to("a[download]")
    with page.expect_download() as told:
        page.keyboard.press("Enter")
    assert told.value.suggested_filename.endswith((".pdf", ".png", ".jpg", ".webp"))
    reader.tab_to(".poster__alt summary")
    page.keyboard.press("Space")
    expect(page.locator(".poster__alt p")).to_be_visible()


@pytest.mark.parametrize("address", ["/partner/eskilstuna-kommun/", "/ar/partners/eskilstuna-kommun/"])
def test_the_code_of_a_badge_is_copied(sit: Sit, address: str) -> None:
    """The code opens by Enter, is read by the arrows, and lies in the clipboard after Space; the button says so."""
    reader = sit(address)
    page = reader.page
    reader.tab_to(".badge-choice__code summary")
    page.keyboard.press("Enter")
    reader.tab_to("pre.snippet__code")
    reader.press("ArrowDown")
    reader.tab_to("button[data-copy]")
    button = page.locator("button[data-copy]").first
    page.keyboard.press("Space")
    expect(button).to_have_text(button.get_attribute("data-done") or "-")
    code = page.locator(f"#{button.get_attribute('data-copy')}").text_content()
    assert page.evaluate("navigator.clipboard.readText()") == code
    assert code
    assert "<img" in code
    assert reader.press("Tab"), "there is a way on from the button"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_language_is_changed(sit: Sit, width: int) -> None:
    """On a page of help, there and back: the same page, said to be in that language, read in its direction."""
    reader = sit("/stod/", width)
    page = reader.page
    heading = page.locator("h1").inner_text()
    reader.follow('.language-switch a[lang="ar"]', "**/ar/*/")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert page.locator("h1").inner_text() != heading
    reader.follow('.language-switch a[lang="sv"]', "**/stod/")
    assert page.locator("h1").inner_text() == heading


def elsewhere(route: Route) -> None:
    """Answer as the other site would."""
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Annat</title><p>En annan webbplats")


@pytest.mark.parametrize("keys", [("Enter",), ("Shift", "Shift", "Shift")], ids=["enter", "shift"])
@pytest.mark.parametrize(("start", "button"), [("/", "/stod/"), ("/ar/", "/ar/get-support/")], ids=["sv", "ar"])
def test_one_leaves_quickly(sit: Sit, start: str, button: str, keys: tuple[str, ...]) -> None:
    """The way out is the second stop of a page of help; Back leads past that page."""
    reader = sit(start)
    page = reader.page
    reader.skip()
    reader.follow(".hero__buttons a", f"**{button}")
    address = page.locator("[data-exit]").get_attribute("href") or ""
    page.route(f"{address}**", elsewhere)
    reader.press("Tab")
    reader.press("Tab")
    assert page.evaluate("document.activeElement.matches('[data-exit]')")
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_url(f"{address}**")
    page.go_back(wait_until="commit")
    assert page.url.partition("#")[0].endswith(start), "the page of help is no longer in the history"


@pytest.mark.parametrize(
    ("address", "width"),
    [("/stod/", 390), ("/ar/help/", 390), ("/affischer/vem-betalar/", 1280), ("/ar/", 1280)],
    ids=["help", "directory", "poster", "start"],
)
def test_the_focus_goes_through_a_whole_page_and_back(sit: Sit, address: str, width: int) -> None:
    """To all that can be used, one thing after the other, out at the end and the same way back: never trapped.

    Going back is where a bar that stays at the top would lie over what has the focus.
    """
    reader = sit(address, width)
    forth: list[Stop] = []
    while (stop := reader.press("Tab")) is not None and stop not in forth[:1]:
        assert stop not in forth, f"the focus comes round to {stop}"
        forth.append(stop)
    missed = set(reader.page.evaluate("usableNumbers()")) - {stop.number for stop in forth}
    assert not missed, f"Tab passes by {len(missed)} things"
    back: list[Stop] = []
    while (stop := reader.press("Shift+Tab")) is not None and stop not in back[:1]:
        assert stop not in back, f"the focus comes round to {stop}"
        back.append(stop)
    assert back == forth[::-1]


PLANTED = """<!doctype html><title>x</title><style>#a { outline: none } #b { position: absolute; top: 0 }
#c { position: fixed; inset: 0 0 auto; height: 3rem; background: #fff }</style>
<p>%s</p><p><a href="#x" id="last">sist</a></p>"""


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ('<a href="#x">en</a>', ""),
        ('<a href="#x" id="a">en</a>', "not seen"),
        ('<a href="#x" id="b">en</a><span id="c"></span>', "hidden by span"),
        ('<input onblur="this.focus()">', "comes round"),
    ],
    ids=["sound", "unseen", "hidden", "trap"],
)
def test_a_planted_fault_is_caught(browser: Browser, tmp_path: Path, planted: str, told: str) -> None:
    """What the tests above look for on every page, they find."""
    (tmp_path / "index.html").write_text(PLANTED % planted, "utf-8")
    with serve(tmp_path) as server:
        page = browser.new_page()
        page.add_init_script(WATCH)
        page.goto(server.origin + "/")
        if told:
            with pytest.raises(AssertionError, match=told):
                Reader(page).tab_to("#last")
        else:
            Reader(page).tab_to("#last")
        page.close()
