"""Finding help, in a real browser: what is typed finds, what is chosen sorts out, and nothing of it leaves a trace."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from playwright.sync_api import Request as BrowserRequest
from selectolax.lexbor import LexborHTMLParser

from microsite import pipeline
from microsite.calendars import holiday_names
from microsite.hours import Calendar
from microsite.model import Service, Site
from microsite.schema import AUDIENCES, CHANNELS
from tests import campaigns
from tests.browser.axe import axe_problems
from tests.browser.programs import CHROMIUM_FLAGS
from tests.browser.server import SiteServer, serve
from tests.browser.walk import _OVERFLOW
from tests.campaigns import TODAY

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROOT = Path(__file__).parents[2]
FIELD, FOUND, STATUS, DANGER = "#finder-words", "[data-found]", "[data-found-status]", "[data-danger]"
NAMES = f"{FOUND} .service-row__name"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
# More than these are not drawn.
MOST = 40
CHOICES = ("who", "way", "spoken", "area", "age", "anonymous", "open")


# -- a town of the test's own


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"
HOURS = (
    "dygnet runt",
    "mån–fre 9–16",
    "21–06",
    "vard 8–12, 13–17",
    "lör–sön 10–14",
    "tors 13–15 (jämna veckor)",
    "mån–tors 9–19, helgfria",
)
# Set aside for stories: a hundred each, that ring at nobody's.
NUMBERS = ("031-390 06 {:02d}", "040-628 04 {:02d}", "08-465 004 {:02d}", "0980-319 2{:02d}")


def service_of(number: int, total: int) -> dict[str, Any]:
    """Return the fields of an invented service: every form of every fact comes among some thirty of them."""
    dice = random.Random(f"tjänst {number}")
    name = f"{LETTERS[number * len(LETTERS) // total]}{dice.choice('aeiou')}{dice.choice('lmnrs')}linjen {number}"
    channels: list[dict[str, Any]] = []
    for kind in dice.sample(CHANNELS, dice.choice((1, 2, 3))):
        channel: dict[str, Any] = {"type": kind}
        if kind in ("phone", "text"):
            place = number + 200 * (kind == "text")
            channel["number"] = NUMBERS[place // 100].format(place % 100)
        elif kind == "email":
            channel["email"] = f"post{number}@kommun.example"
        elif kind in ("chat", "web"):
            channel["url"] = f"https://kommun.example/{kind}/{number}"
        else:
            channel["note"] = "Exempelgatan 1"
        if kind != "web" and dice.random() < 0.7:
            channel["hours"] = dice.choice(HOURS)
        if dice.random() < 0.2:
            channel["languages"] = dice.sample(("sv", "ar", "so"), 1)
        channels.append(channel)
    fields: dict[str, Any] = {
        "name": name,
        "organisation": f"Exempelföreningen {number % 5}",
        "summary": "En påhittad linje för prov.",
        "audience": dice.sample(AUDIENCES, dice.choice((1, 2, 3))),
        "channels": channels,
        "languages": dice.choice((["sv"], ["sv", "en"], ["sv", "fi", "ar"])),
        "status": "paused" if number % 11 == 5 else "ended" if number % 11 == 7 else "active",
        "source": "https://kommun.example/",
        "source-name": "Exempelkällan",
        "checked": "2025-06-04",
        # So late that nobody is told that it is open.
        "review-by": "2026-10-01" if number % 9 == 3 else "2027-06-04",
    }
    if dice.random() < 0.6:
        fields["anonymous"] = dice.choice(("yes", "no"))
    if dice.random() < 0.6:
        fields["age"] = dice.choice(({"to": "17"}, {"from": "18"}, {"from": "16", "to": "25"}))
    if dice.random() < 0.4:
        fields |= {"area": "municipality", "area-name": dice.choice(("Exempelstaden", "Provby"))}
    return fields


def front(fields: Mapping[str, Any]) -> str:
    """Return a file's front matter: JSON is YAML too."""
    return "\n".join(["---", *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())])


def found_town(root: Path, services: Sequence[Mapping[str, Any]], words: str = "") -> Path:
    """Lay out and build a town in Swedish with just these services; return its output."""
    campaigns.lay_out("base", root)
    shutil.rmtree(root / "content/fi")
    campaigns.edit(root / "content/site.yaml", "languages: [sv, fi]", "languages: [sv]")
    for number, fields in enumerate(services):
        (root / f"content/sv/services/prov-{number:03d}.md").write_text(front(fields) + "\n---\n", "utf-8")
    (root / "content/words.yaml").write_text(words, "utf-8")
    result = campaigns.build(root)
    assert not result.failed, [problem.code for problem in result.problems]
    return root / "output"


WORDS = """\
search:
  - [cannabis, hasch, braj]
  - [vara ledsen, tungsinne]
crisis:
  - words: [överdos, andas inte]
    first: [prov-031, prov-030]
"""
# After the thirty of all kinds, these that are looked for by their words.
SOUGHT: tuple[dict[str, Any], ...] = (
    {"name": "Larmet", "keywords": ["fara för livet"], "audience": ["everyone"]},
    {"name": "Giftlinjen", "keywords": ["förgiftad"], "audience": ["everyone"]},
    {"name": "Anhörigstödet", "keywords": ["närstående"], "audience": ["relatives"]},
    {"name": "Beroendemottagningen", "keywords": ["cannabis"], "audience": ["users"]},
    {"name": "Läkarhuset", "keywords": ["sjukvård", "vara ledsen"], "audience": ["professionals"]},
)


def sought(number: int, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a whole service of the few fields that matter."""
    whole = {
        "organisation": "Exempelkommunen",
        "summary": "Finns för prov.",
        "channels": [{"type": "phone", "number": f"070-174 06 {90 + number}", "hours": "dygnet runt"}],
        "languages": ["sv"],
        "source": "https://kommun.example/",
        "source-name": "Exempelkällan",
        "checked": "2026-06-04",
    }
    return {**whole, **fields}


@dataclass(frozen=True)
class Town:
    """A built town, where it is served, and the same as the engine reads it."""

    served: SiteServer
    site: Site
    calendar: Calendar

    @property
    def url(self) -> str:
        """Return where its services are found."""
        return self.served.origin + "/hjalp/"

    @property
    def listed(self) -> dict[str, Service]:
        """Return the services that are to be found, by name."""
        return {s.facts.name: s for s in self.site.services.values() if s.facts.status != "ended"}


def policy_of(output: Path) -> dict[str, str]:
    """Return the security headers that the site asks its host for, as it is published with them."""
    rows = (output / "_headers").read_text("utf-8").splitlines()
    name, value = next(row.strip().split(": ", 1) for row in rows if "Content-Security-Policy: " in row)
    return {name: value}


def read_town(root: Path) -> tuple[Site, Calendar]:
    """Return a campaign as the engine reads it, and its holidays."""
    site, problems = pipeline.load_site(pipeline.Order(root, TODAY, cache=root / ".cache-of-test"))
    assert site is not None, problems
    return site, Calendar(holiday_names(TODAY.year - 1, TODAY.year + 3), site.settings.holidays)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Return a town of thirty-five services and one of the base campaign's, served under its own security policy."""
    root = tmp_path_factory.mktemp("stad") / "kampanj"
    services = [service_of(number, 30) for number in range(30)]
    output = found_town(root, services + [sought(n, fields) for n, fields in enumerate(SOUGHT)], WORDS)
    policy = policy_of(output)
    assert "connect-src 'self'" in policy["Content-Security-Policy"]
    with serve(output, headers=policy) as served:
        yield Town(served, *read_town(root))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Return a town of two hundred services: more than stand on one page."""
    root = tmp_path_factory.mktemp("storstad") / "kampanj"
    output = found_town(root, [{**service_of(number, 200), "status": "active"} for number in range(200)])
    with serve(output, headers=policy_of(output)) as served:
        yield Town(served, *read_town(root))


# -- at the page


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a visitor who has never been here."""
    visitor = browser.new_context()
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Return the visitor's page; a fault in a script fails the test at once."""
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    return opened


def names_on(page: Page) -> list[str]:
    """Return the names of the services that are found, in order."""
    return page.locator(NAMES).all_inner_texts()


def said(page: Page, count: int, total: int) -> str:
    """Return what the page says of so many found."""
    form = page.locator("[data-finder]")
    words = form.get_attribute("data-count" if count else "data-none") or ""
    words = words.replace("{count}", str(count)).replace("{total}", str(total))
    first = (form.get_attribute("data-first") or "-").replace("{count}", str(MOST))
    return f"{words}. {first}" if count > MOST else words


def search(page: Page, words: str) -> list[str]:
    """Type words as a person does, in an empty field; return what is found when the page has said how many."""
    page.locator(FIELD).fill("")
    page.locator(FIELD).press_sequentially(words)
    page.wait_for_function(
        """([list, status, text]) => !document.querySelector(list).hidden
            && document.querySelector('#finder-words').value === text""",
        arg=[FOUND, STATUS, words],
    )
    found = names_on(page)
    total = page.evaluate("() => fetch(document.querySelector('[data-finder]').dataset.index).then((a) => a.json())")
    expect(page.locator(STATUS)).to_have_text(said(page, len(found), len(total["services"])))
    return found


# -- what is typed


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("anhorig", "Anhörigstödet"),
        ("ANHÖRIG", "Anhörigstödet"),
        ("anhörigstödet", "Anhörigstödet"),
        ("mottagning", "Beroendemottagningen"),
        ("beroendemotagningen", "Beroendemottagningen"),
        ("närståedne", "Anhörigstödet"),
        ("braj", "Beroendemottagningen"),
        ("hasch", "Beroendemottagningen"),
        ("tungsinne", "Läkarhuset"),
        ("lakarhuset", "Läkarhuset"),
        ("070-174 06 92", "Anhörigstödet"),
        ("0701740692", "Anhörigstödet"),
        ("sjukvård ledsen", "Läkarhuset"),
    ],
)
def test_words_find(town: Town, page: Page, words: str, first: str) -> None:
    """Without accents, in capitals, within a compound, misspelt, by slang, by a telephone number, by several words."""
    page.goto(town.url)
    found = search(page, words)
    assert found[0] == first
    assert len(found) < len(town.listed), "and not just everything"


def test_more_words_find_fewer(town: Town, page: Page) -> None:
    page.goto(town.url)
    assert set(search(page, "linjen 12")) < set(search(page, "linjen"))


@pytest.mark.parametrize("words", ["överdos", "OVERDOS", "hon andas inte", "överdosen", "övrdos"])
def test_words_of_danger_show_the_box_and_what_the_town_puts_first(town: Town, page: Page, words: str) -> None:
    page.goto(town.url)
    found = search(page, words)
    expect(page.locator(DANGER)).to_be_visible()
    assert "112" in page.locator(DANGER).inner_text()
    assert found[:2] == ["Giftlinjen", "Larmet"]
    assert len(found) == len(set(found)), "none stands twice"
    search(page, "anhorig")
    expect(page.locator(DANGER)).to_be_hidden()


def test_words_of_danger_count_before_any_filter(town: Town, page: Page) -> None:
    """Whoever writes that somebody doesn't breathe is shown the number, whatever was ticked before."""
    page.goto(town.url)
    page.locator("summary.finder__summary").click()
    page.locator("#finder-who").select_option(str(AUDIENCES.index("young")))
    page.locator("#finder-age").fill("12")
    assert search(page, "andas inte")[:2] == ["Giftlinjen", "Larmet"]


@pytest.mark.parametrize(
    ("words", "plain"),
    [("hjälp att sluta", "hjälp sluta"), ("hjälp med spel", "hjälp spel"), ("råd om barn", "råd barn")],
)
def test_small_words_change_nothing(served_site: SiteServer, page: Page, words: str, plain: str) -> None:
    """People write as they speak."""
    page.goto(served_site.origin + "/hjalp/")
    assert sorted(search(page, words)) == sorted(search(page, plain))


def test_words_and_choices_find_what_has_both(town: Town, page: Page) -> None:
    """A service that has both words but falls to the choice doesn't hide one that has a word and fits."""
    page.goto(town.url)
    page.locator("summary.finder__summary").click()
    assert "Läkarhuset" in search(page, "sjukvård förgiftad ledsen")
    page.locator("#finder-who").select_option(str(AUDIENCES.index("relatives")))
    assert search(page, "sjukvård förgiftad ledsen") == ["Giftlinjen"]


def test_nothing_found_is_said(town: Town, page: Page) -> None:
    page.goto(town.url)
    assert search(page, "qqxxyyzz") == []
    expect(page.locator(STATUS)).to_have_text(page.locator("[data-finder]").get_attribute("data-none") or "-")
    assert page.locator(STATUS).get_attribute("role") == "status"
    expect(page.locator("[data-all]")).to_be_hidden()


def test_clear_brings_the_list_back(town: Town, page: Page) -> None:
    page.goto(town.url)
    clear, everything = page.locator("[data-clear]"), page.locator("[data-all]")
    expect(clear).to_be_hidden()
    search(page, "överdos")
    expect(everything).to_be_hidden()
    clear.click()
    expect(everything).to_be_visible()
    expect(page.locator(FIELD)).to_have_value("")
    for selector in (FOUND, DANGER, "[data-clear]"):
        expect(page.locator(selector)).to_be_hidden()
    expect(page.locator(STATUS)).to_have_text("")


def test_only_spaces_ask_for_nothing(town: Town, page: Page) -> None:
    page.goto(town.url)
    search(page, "linjen")
    page.locator(FIELD).fill("   ")
    expect(page.locator("[data-all]")).to_be_visible()
    expect(page.locator(FOUND)).to_be_hidden()


def test_a_search_that_cannot_be_loaded_says_so_and_leaves_the_list(town: Town, page: Page) -> None:
    page.route("**/data/sok/*.json*", lambda route: route.abort())
    page.goto(town.url)
    page.locator(FIELD).press_sequentially("linjen")
    expect(page.locator(STATUS)).to_have_text(page.locator("[data-finder]").get_attribute("data-failed") or "-")
    expect(page.locator("[data-all]")).to_be_visible()
    page.unroute_all()
    assert search(page, "anhorig")[0] == "Anhörigstödet", "the next letter tries again"


@pytest.mark.parametrize(
    ("address", "words", "first"),
    [
        ("/hjalp/", "anhorig", "Anhöriglinjen"),
        ("/hjalp/", "tjack", "Droghjälpen"),
        ("/hjalp/", "020-84 44 48", "Alkoholhjälpen"),
        ("/hjalp/", "självmord", "112"),
        ("/en/help/", "kill myself", "112"),
        ("/ar/help/", "انتحار", "112"),
        ("/ar/help/", "020-84 44 48", "020-84 44 48"),
    ],
)
def test_the_campaign_answers(served_site: SiteServer, page: Page, address: str, words: str, first: str) -> None:
    """Some searches on the campaign itself, in several languages; by number where names are Arabic."""
    page.goto(served_site.origin + address)
    found = search(page, words)
    if first.startswith("020"):
        assert first in page.locator(f"{FOUND} li").first.inner_text()
    else:
        assert first in found[0]


# -- what is chosen


SET = """(choice) => {
  const form = document.querySelector('[data-finder]');
  form.reset();
  for (const [name, value] of Object.entries(choice)) {
    if (typeof value === 'boolean') form.elements[name].checked = value; else form.elements[name].value = value;
  }
}"""
ASK = f"""(choices) => choices.map((choice) => {{
  ({SET})(choice);
  document.querySelector('[data-finder]').dispatchEvent(new Event('input', {{bubbles: true}}));
  return [...document.querySelectorAll('{NAMES}')].map((node) => node.textContent);
}})"""


def open_in(service: Service, calendar: Calendar, now: dt.datetime, spoken: str) -> bool:
    """Tell whether somebody answers now, in that language if one is asked for."""
    facts = service.facts
    if service.unverified or facts.status == "paused":
        return False
    local = now.astimezone(STOCKHOLM)
    minute = local.hour * 60 + local.minute
    live = [c for c in facts.channels if c.hours and c.type in ("phone", "text", "chat", "visit")]
    own = {code for c in live for code in c.languages}
    rest = [code for code in facts.languages if code not in own] or facts.languages
    for channel in live:
        assert channel.hours is not None
        spans, _ = channel.hours.minutes(local.date(), calendar)
        speaks = not spoken or spoken in (channel.languages or rest)
        if speaks and any(start <= minute < end for start, end in spans):
            return True
    return False


def fitting(town: Town, choice: Mapping[str, Any], now: dt.datetime) -> set[str]:
    """Return the names of the services that fit what is chosen, by nothing but their facts."""
    found = set()
    for name, service in town.listed.items():
        facts = service.facts
        low, high = (facts.age.from_, facts.age.to) if facts.age else (None, None)
        spoken = {*facts.languages, *(code for c in facts.channels for code in c.languages)}
        age = int(choice["age"]) if choice.get("age") else None
        keeps = (
            not choice.get("who") or {"everyone", AUDIENCES[int(choice["who"])]} & set(facts.audience),
            not choice.get("way") or CHANNELS[int(choice["way"])] in {c.type for c in facts.channels},
            not choice.get("spoken") or choice["spoken"] in spoken,
            not choice.get("area") or facts.area == "national" or facts.area_name == choice["area"],
            age is None or (low or 0) <= age <= (high or 999),
            not choice.get("anonymous") or facts.anonymous,
            not choice.get("open") or open_in(service, town.calendar, now, choice.get("spoken", "")),
        )
        if all(keeps):
            found.add(name)
    return found


def options_of(page: Page) -> dict[str, list[Any]]:
    """Return what can be chosen, by the names of the fields."""
    selects: dict[str, list[Any]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('[data-finder] select')].map(
            (node) => [node.name, [...node.options].map((option) => option.value).filter(Boolean)]))"""
    )
    return {**selects, "age": ["9", "16", "17", "18", "25", "26", "70"], "anonymous": [True], "open": [True]}


def ready(page: Page, url: str, now: dt.datetime | None = None) -> None:
    """Open the page, at a fixed moment if one is given, with the words and the hours at hand."""
    if now:
        page.clock.set_fixed_time(now)
    with page.expect_response("**/oppet*.json*"), page.expect_response("**/sok/*.json*"):
        page.goto(url)
        page.locator(FIELD).focus()
    # The first found line comes when both are read.
    page.locator(FIELD).fill("linjen")
    page.locator(f"{NAMES} >> nth=0").wait_for()
    page.wait_for_function("() => document.querySelector('[data-hours]:not([hidden])')")


MOMENTS = [
    dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 26, 12, 15, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 28, 22, 30, tzinfo=dt.UTC),
    dt.datetime(2026, 12, 25, 11, 0, tzinfo=dt.UTC),
    dt.datetime(2027, 6, 26, 3, 59, tzinfo=dt.UTC),
]


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_filters_give_what_the_facts_say(town: Town, page: Page, now: dt.datetime) -> None:
    """Each choice alone, then a hundred of several at once, at different moments of the week and the year."""
    ready(page, town.url, now)
    options = options_of(page)
    assert set(options) == set(CHOICES)
    dice = random.Random(str(now))
    asked: list[dict[str, Any]] = [{name: value} for name in CHOICES for value in options[name]]
    for _ in range(100):
        some = dice.sample(CHOICES, dice.choice((2, 2, 3, 3, 4)))
        asked.append({name: dice.choice(options[name]) for name in some})
    answers = page.evaluate(ASK, asked)
    wrong = [
        f"{choice}: {sorted(set(found) ^ fitting(town, choice, now))}"
        for choice, found in zip(asked, answers, strict=True)
        if set(found) != fitting(town, choice, now) or len(found) != len(set(found))
    ]
    assert not wrong, "\n" + "\n".join(wrong[:20])
    assert any(found for found in answers[-100:])


def test_choosing_by_hand_says_how_many(town: Town, page: Page) -> None:
    """The same with real clicks: the count is right, and words and choices hold together."""
    ready(page, town.url, MOMENTS[0])
    page.locator("[data-clear]").click()
    page.locator("summary.finder__summary").click()
    page.locator("#finder-way").select_option(str(CHANNELS.index("phone")))
    page.locator("[name=open]").check()
    choice: dict[str, Any] = {"way": str(CHANNELS.index("phone")), "open": True}
    wanted = fitting(town, choice, MOMENTS[0])
    expect(page.locator(STATUS)).to_have_text(said(page, len(wanted), len(town.listed)))
    assert set(names_on(page)) == wanted
    assert set(search(page, "giftlinjen")) <= wanted
    page.locator("[name=open]").uncheck()
    page.locator(FIELD).fill("")
    expect(page.locator(STATUS)).to_have_text(said(page, len(fitting(town, {"way": choice["way"]}, MOMENTS[0])), 33))


# -- by keyboard, and by ear


STOP = """() => {
  const node = document.activeElement, style = getComputedStyle(node);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return {
    name: node.id || node.name || node.className, tag: node.localName, shown: outlined || style.boxShadow !== 'none',
    found: Boolean(node.closest('[data-found]')),
    text: node.textContent,
  };
}"""
IN_WINDOW = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight && box.width > 0;
}"""


def test_all_is_reached_by_keyboard_in_order(town: Town, page: Page) -> None:
    """Field, its button, details, each choice, clear, then the results: the focus is seen at every stop."""
    page.goto(town.url)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "finder-words":
            break
    page.keyboard.type("linjen")
    page.locator(NAMES).first.wait_for()
    stops = []

    def tab() -> dict[str, Any]:
        page.keyboard.press("Tab")
        # A window that scrolls smoothly takes its time.
        page.wait_for_function(IN_WINDOW)
        stop: dict[str, Any] = page.evaluate(STOP)
        assert stop["shown"], f"the focus is not seen on {stop}"
        stops.append(stop["name"])
        return stop

    assert tab()["tag"] == "button"
    assert tab()["tag"] == "summary"
    page.keyboard.press("Enter")
    for name in ("who", "way", "spoken", "area", "age"):
        assert tab()["name"] == f"finder-{name}", stops
    assert tab()["name"] == "open"
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert tab()["name"] == "anonymous"
    assert tab()["name"] == "finder__clear"
    first = tab()
    assert first["found"], stops
    assert first["text"] == names_on(page)[0]
    assert tab()["found"]


def test_enter_moves_to_the_results(town: Town, page: Page) -> None:
    page.goto(town.url)
    search(page, "linjen")
    page.locator(FIELD).press("Enter")
    assert page.evaluate("document.activeElement === document.querySelector('[data-found]')")
    assert page.locator(FOUND).get_attribute("aria-label")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == names_on(page)[0]


def test_enter_moves_to_results_that_come_late(town: Town, page: Page) -> None:
    """On a slow line the words of the search come after the key."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/data/sok/*.json*", hold)
    page.goto(town.url)
    page.locator(FIELD).press_sequentially("linjen")
    page.locator(FIELD).press("Enter")
    held[0].continue_()
    page.locator(NAMES).first.wait_for()
    assert page.evaluate("document.activeElement === document.querySelector('[data-found]')")


@pytest.mark.parametrize("address", ["/hjalp/", "/en/help/", "/ar/help/", "/fi/apu/"])
def test_every_control_has_a_name_for_whoever_listens(served_site: SiteServer, page: Page, address: str) -> None:
    """By the browser's own accessibility tree; no two controls of the form are called the same."""
    page.goto(served_site.origin + address)
    search(page, "020")
    page.locator("summary.finder__summary").click()
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    asked = {"searchbox", "textbox", "combobox", "checkbox", "button", "link", "DisclosureTriangle", "list"}
    rows = [
        (node["role"]["value"], (node.get("name", {}).get("value") or "").strip())
        for node in nodes
        if not node.get("ignored") and node.get("role", {}).get("value") in asked
    ]
    assert not [row for row in rows if not row[1] and row[0] != "list"]
    kinds = [role for role, _ in rows]
    assert kinds.count("searchbox") == 1
    assert kinds.count("combobox") >= 4
    assert kinds.count("checkbox") == 2
    fields = [name for role, name in rows if role in ("searchbox", "textbox", "combobox", "checkbox")]
    assert len(fields) == len(set(fields)), fields
    assert page.locator("form[role=search]").get_attribute("aria-label")
    assert page.locator(FIELD).get_attribute("aria-describedby") == "finder-private"


# -- no trace


TRACE = """async () => ({
  address: location.href, title: document.title, cookie: document.cookie, state: history.state, name: window.name,
  local: Object.entries(localStorage), session: Object.entries(sessionStorage),
  databases: await indexedDB.databases(), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  files: await (await navigator.storage.getDirectory()).keys().next().then((row) => row.value || null),
})"""
EMPTY: dict[str, Any] = {
    "cookie": "",
    "state": None,
    "name": "",
    "local": [],
    "session": [],
    "databases": [],
    "caches": [],
}


def test_nothing_that_is_asked_leaves_a_trace(served_site: SiteServer, page: Page, context: BrowserContext) -> None:
    """Searching, filtering, opening a result and coming back: no address, no history, no storage, no request tells."""
    sent: list[BrowserRequest] = []

    def note(request: BrowserRequest) -> None:
        sent.append(request)

    page.on("request", note)
    page.goto(served_site.origin + "/hjalp/")
    before, length = page.evaluate(TRACE), page.evaluate("history.length")
    assert before == {**before, **EMPTY, "workers": 0, "files": None}
    typed = "benzoqvist abstinens"
    page.locator(FIELD).press_sequentially(typed)
    page.locator(NAMES).first.wait_for()
    page.locator(FIELD).press("Enter")
    page.evaluate("document.querySelector('[data-finder]').requestSubmit()")
    page.evaluate("document.querySelector('[data-finder]').requestSubmit()")
    page.locator("[data-finder] [type=submit]").click()
    page.locator("summary.finder__summary").click()
    page.locator("#finder-who").select_option(str(AUDIENCES.index("users")))
    page.locator("[name=anonymous]").check()
    page.locator("#finder-age").fill("43")
    page.locator("#finder-age").press("Enter")
    page.locator(NAMES).first.wait_for()
    assert page.evaluate(TRACE) == before
    assert page.evaluate("history.length") == length
    page.locator(NAMES).first.click()
    page.wait_for_url("**/hjalp/*/")
    assert page.evaluate(TRACE) | {"address": "", "title": ""} == before | {"address": "", "title": ""}
    assert "benzo" not in page.url
    page.go_back()
    assert page.evaluate(TRACE) == before
    assert context.cookies() == []
    assert context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}
    assert len(sent) > 5
    for request in sent:
        assert request.url.startswith(served_site.origin + "/"), request.url
        assert "?" not in request.url.removeprefix(served_site.origin)
        assert (request.method, request.post_data) == ("GET", None)
        headers = request.all_headers()
        # A style sheet says whose its fonts are; a page says nothing of where its reader was.
        assert (headers.get("referer") or ".css").endswith(".css"), headers
        told = json.dumps([request.url, headers]).lower()
        assert not [word for word in ("benzo", "qvist", "abstin") if word in told], told


def test_the_words_are_asked_for_once_and_only_when_needed(town: Town, page: Page) -> None:
    """A reader who doesn't search fetches no index; one who does fetches it once, whatever is typed."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(town.url, wait_until="networkidle")
    assert not [url for url in asked if "/sok/" in url]
    search(page, "linjen")
    page.locator(FIELD).press_sequentially("s och andra ord")
    assert len({url for url in asked if "/sok/" in url}) == 1


def test_the_form_has_nowhere_to_send_anything(served_site: SiteServer) -> None:
    """Not even in the HTML: no address, no method, no field that a browser fills in or remembers."""
    for address in ("hjalp", "en/help", "fi/apu", "ar/help"):
        text = (served_site.folder / address / "index.html").read_text("utf-8")
        form = re.search(r"<form.*?</form>", text, re.DOTALL)
        assert form
        assert " action" not in form[0].split(">")[0]
        assert " method" not in form[0].split(">")[0]
        fields = re.findall(r'<(?:input(?![^>]*type="checkbox")|select)[^>]*>', form[0])
        assert len(fields) >= 5
        assert all('autocomplete="off"' in field for field in fields), fields
        assert "formaction" not in form[0]
        assert "formmethod" not in form[0]


# -- going Back


PERSISTED = "addEventListener('pageshow', (event) => { window.cameFromMemory = event.persisted; });"


@pytest.fixture
def remembering(browser: Browser, chromium: Path) -> Iterator[Page]:
    """Return a page of a browser that keeps pages in memory when they are left, as people's browsers do."""
    started = browser.browser_type.launch(
        executable_path=chromium, args=list(CHROMIUM_FLAGS), ignore_default_args=["--disable-back-forward-cache"]
    )
    opened = started.new_page()
    opened.set_default_timeout(10_000)
    opened.add_init_script(PERSISTED)
    yield opened
    started.close()


def test_back_from_a_result_shows_the_search_as_it_was(town: Town, remembering: Page) -> None:
    page = remembering
    page.goto(town.url)
    found = search(page, "linjen")
    page.locator("summary.finder__summary").click()
    page.locator("[name=anonymous]").check()
    fewer = names_on(page)
    assert 0 < len(fewer) < len(found)
    page.locator(NAMES).nth(1).click()
    page.wait_for_url("**/hjalp/*/")
    page.go_back(wait_until="commit")
    assert page.evaluate("window.cameFromMemory") is True, "this browser keeps the page whole"
    expect(page.locator(FIELD)).to_have_value("linjen")
    expect(page.locator("[name=anonymous]")).to_be_checked()
    assert names_on(page) == fewer
    expect(page.locator(STATUS)).to_have_text(said(page, len(fewer), len(town.listed)))
    assert page.evaluate("[location.search, location.hash]") == ["", ""]


def test_back_to_a_page_that_is_loaded_anew_is_whole(town: Town, page: Page) -> None:
    """What the browser itself brings back holds together: the list and the choices say the same."""
    ready(page, town.url, MOMENTS[0])
    page.locator("summary.finder__summary").click()
    page.locator("#finder-who").select_option(str(AUDIENCES.index("relatives")))
    page.locator("[name=anonymous]").check()
    page.locator(NAMES).first.click()
    page.wait_for_url("**/hjalp/*/")
    page.go_back(wait_until="networkidle")
    assert not page.locator(FIELD).input_value(), "a word is not kept by a browser that keeps no pages"
    choice: dict[str, Any] = page.evaluate(
        """() => Object.fromEntries([...document.querySelector('[data-finder]').elements].filter((node) => node.name)
            .map((node) => [node.name, node.type === 'checkbox' ? node.checked : node.value]))"""
    )
    del choice["words"]
    if any(choice.values()):
        page.locator(NAMES).first.wait_for()
        assert set(names_on(page)) == fitting(town, choice, MOMENTS[0])
        expect(page.locator("[data-clear]")).to_be_visible()
    else:
        expect(page.locator("[data-all]")).to_be_visible()
    assert search(page, "giftlinjen") in ([], ["Giftlinjen"])
    page.locator("[data-clear]").click()
    expect(page.locator("[data-all]")).to_be_visible()


# -- leaving in a hurry


def elsewhere(route: Route) -> None:
    """Answer as the other site would."""
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Annat</title><p>En annan webbplats")


@pytest.mark.parametrize("by", ["click", "shift"])
def test_the_quick_exit_leaves_no_word_behind(served_site: SiteServer, remembering: Page, by: str) -> None:
    """Back leads past the search, and a new visit begins empty, in a browser that keeps pages in memory."""
    page = remembering
    page.goto(served_site.origin + "/")
    page.goto(served_site.origin + "/hjalp/")
    address = page.locator("[data-exit]").get_attribute("href") or ""
    page.route(f"{address}**", elsewhere)
    search(page, "abstinens")
    if by == "click":
        page.locator("[data-exit]").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(f"{address}**")
    # A page from memory is not loaded, only shown.
    page.go_back(wait_until="commit")
    assert page.url == served_site.origin + "/", "the page of the search is no longer in the history"
    page.goto(served_site.origin + "/hjalp/")
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator("[data-all]")).to_be_visible()
    assert page.evaluate(TRACE) == {**page.evaluate(TRACE), **EMPTY}


def test_the_quick_exit_from_a_result_leaves_no_word_behind(served_site: SiteServer, remembering: Page) -> None:
    """Whoever presses Back at the other site comes to the list, and not to what was searched for."""
    page = remembering
    page.goto(served_site.origin + "/hjalp/")
    search(page, "abstinens")
    page.locator(NAMES).first.click()
    page.wait_for_url("**/hjalp/*/")
    address = page.locator("[data-exit]").get_attribute("href") or ""
    page.route(f"{address}**", elsewhere)
    page.locator("[data-exit]").click()
    page.wait_for_url(f"{address}**")
    page.go_back(wait_until="commit")
    assert page.url == served_site.origin + "/hjalp/"
    expect(page.locator(FIELD)).to_have_value("", timeout=500)


# -- every reader


def test_without_scripts_the_whole_list_is_there(served_site: SiteServer, browser: Browser) -> None:
    """No form that does nothing; every service, and letters that lead to it."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served_site.origin + "/hjalp/")
    expect(page.locator("form[data-finder]")).to_be_hidden()
    index = json.loads((served_site.folder / "data/sok/sv.json").read_text("utf-8"))
    names = page.locator("[data-all] .service-row__name").all_inner_texts()
    assert sorted(names) == sorted(row[0] for row in index["services"])
    letters = page.locator(".letters__link")
    assert letters.count() > 5
    leads = letters.evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert leads == [
        f"#{mark}" for mark in page.locator(".letters__heading").evaluate_all("(all) => all.map((h) => h.id)")
    ]
    for place in (1, -1):
        letters.nth(place).click()
        heading = page.locator(":target")
        assert heading.inner_text() == letters.nth(place).inner_text()
        expect(heading).to_be_in_viewport()
    for selector in (FOUND, DANGER, "[data-hours] >> nth=0"):
        expect(page.locator(selector)).to_be_hidden()
    context.close()


@pytest.mark.parametrize("address", ["/hjalp/", "/ar/help/"])
def test_nothing_is_wider_than_the_window(served_site: SiteServer, page: Page, address: str) -> None:
    """With results, details and danger shown: on the narrowest telephone, and enlarged to 400 %."""
    page.goto(served_site.origin + address)
    page.locator("summary.finder__summary").click()
    for words in ("020", "överdos", "x" * 60):
        search(page, words)
        for height in (900, 256):
            page.set_viewport_size({"width": 320, "height": height})
            assert page.evaluate(_OVERFLOW) is None, words


def test_arabic_runs_from_the_right_and_its_numbers_from_the_left(served_site: SiteServer, page: Page) -> None:
    page.goto(served_site.origin + "/ar/help/")
    search(page, "020")
    rows = page.evaluate(
        """() => [...document.querySelectorAll('[data-found] .service-row')].map((row) => {
          const at = (node, place) => {
            const range = document.createRange();
            range.setStart(node, place); range.setEnd(node, place + 1);
            return range.getBoundingClientRect().left;
          };
          const number = row.querySelector('bdi').firstChild, open = row.querySelector('.channel__open');
          const text = open ? open.firstChild.data : '', time = text.search(/\\d\\d\\.\\d\\d/);
          return {
            direction: getComputedStyle(row).direction, number: number.data,
            rising: [...number.data.slice(1)].every((_, place) => at(number, place) <= at(number, place + 1)),
            time: time < 0 || at(open.firstChild, time) < at(open.firstChild, time + 4),
            callLeft: row.querySelector('.service-row__call').getBoundingClientRect().left
              <= row.querySelector('.service-row__name').getBoundingClientRect().left,
          };
        })"""
    )
    assert rows
    assert all(row["direction"] == "rtl" and row["rising"] and row["time"] and row["callLeft"] for row in rows), rows


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/hjalp/", "/ar/help/"])
def test_axe_finds_nothing_in_the_results(served_site: SiteServer, page: Page, address: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(served_site.origin + address)
    page.locator("summary.finder__summary").click()
    search(page, "överdos 020")
    expect(page.locator(DANGER)).to_be_visible()
    problems = axe_problems(page)
    assert not problems, "\n" + "\n".join(map(str, problems))


# -- a town with many services


def test_many_services_have_a_page_a_letter(city: Town, page: Page) -> None:
    """The pages lead to one another, and together they hold every service once, in order."""
    page.goto(city.url)
    assert page.locator("[data-all] .service-row").count() == 0
    letters = page.locator(".letters__link")
    addresses = letters.evaluate_all("(links) => links.map((link) => link.href)")
    assert len(addresses) > 20
    names = []
    for address in addresses:
        file = city.served.file_at(urlsplit(address).path)
        assert file is not None, address
        tree = LexborHTMLParser(file.read_bytes())
        links = tree.css(".letters__link")
        assert [city.served.origin + str(link.attributes["href"]) for link in links] == addresses
        assert [link for link in links if "aria-current" in link.attributes] == [links[addresses.index(address)]]
        own = [node.text() for node in tree.css("[data-all] .service-row__name")]
        assert {name[0].upper() for name in own} == {node.text() for node in tree.css(".letters__heading")}
        names += own
    letters.nth(3).click()
    page.wait_for_url(addresses[3])
    letters.last.click()
    page.wait_for_url(addresses[-1])
    expect(page.locator("[data-all] .service-row").first).to_be_visible()
    assert sorted(names) == sorted(city.listed)


def test_a_search_looks_through_all_letters(city: Town, page: Page) -> None:
    """On the first page, and on the page of a letter: the same is found."""
    page.goto(city.url)
    found = search(page, "linjen 17")
    assert found
    page.locator("[data-clear]").click()
    page.locator(".letters__link").last.click()
    page.wait_for_url("**/bokstav-*/")
    assert search(page, "linjen 17") == found
    page.locator("[data-clear]").click()
    expect(page.locator("[data-all] .service-row").first).to_be_visible()


def test_the_first_of_very_many_are_shown_and_that_is_said(city: Town, page: Page) -> None:
    """A list of two hundred helps nobody; a list that ends without a word hides what is not on it."""
    page.goto(city.url)
    page.locator(FIELD).fill("linjen")
    expect(page.locator(STATUS)).to_have_text(said(page, 200, 201))
    assert len(names_on(page)) == MOST
    page.locator(FIELD).fill("linjen 17")
    found = page.locator(NAMES)
    expect(page.locator(STATUS)).to_have_text(said(page, found.count(), 201))
    assert 0 < found.count() < MOST
