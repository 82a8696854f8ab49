"""What is said to be open now is right, at every instant, whatever zone the device is set to."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser

from microsite import opening, pipeline, search
from microsite.calendars import holiday_names
from microsite.hours import DAY, Calendar, Hours, Period, Rule, days_from
from microsite.hours_reading import parse_hours
from tests.browser.server import SiteServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROOT = Path(__file__).parents[2]
STOCKHOLM = ZoneInfo("Europe/Stockholm")
MINUTE, HOUR, ONE_DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(1)
# So far ahead a page looks for when it opens next.
AHEAD = 15
# Forms that the campaign may not happen to use; and more kinds of day than there are signs for one each.
FORMS = (
    "dygnet runt",
    "mån–fre 9–16",
    "21–06",
    "fre–lör 22–03",
    "mån–fre 8–12, 13–17",
    "tors 13–15 (jämna veckor)",
    "första måndagen i månaden 18–20",
    "mån–fre 8–16, helgfria",
    "mån–sön 10–14, även helgdagar",
    "mån–fre 9–16, juli stängt",
)
MANY_KINDS = Hours(
    tuple(
        Rule(
            ((8 * 60 + n, 20 * 60 + n),), period=Period((day.year, day.month, day.day), (day.year, day.month, day.day))
        )
        for n, day in enumerate(days_from(dt.date(2027, 1, 1), 90))
    )
)


# -- the plain calculation


@dataclass
class Table:
    """All hours of a table by name, what they are on each day, and how long the table is."""

    hours: dict[str, Hours]
    calendar: Calendar
    first: dt.date
    count: int
    _days: dict[tuple[str, dt.date], tuple[tuple[tuple[int, int], ...], bool]] = field(default_factory=dict)

    def day(self, name: str, day: dt.date) -> tuple[tuple[tuple[int, int], ...], bool]:
        """Return when it is open within a day, and whether all of the day is known."""
        if (name, day) not in self._days:
            self._days[name, day] = self.hours[name].minutes(day, self.calendar)
        return self._days[name, day]

    @cached_property
    def end(self) -> dt.date:
        """Return the first day after the table."""
        return self.first + self.count * ONE_DAY

    def state(self, name: str, now: dt.datetime) -> tuple[str, dt.date | None, int]:
        """Return what holds at an instant: "open" until a day and minute, "closed" until then, or "unknown".

        An end or an opening that lies too far ahead is None.
        """
        local = now.astimezone(STOCKHOLM)
        today, minute = local.date(), local.hour * 60 + local.minute
        if not self.first <= today < self.end:
            return "unknown", None, 0
        spans, known = self.day(name, today)
        sure = known
        end = next((end for start, end in spans if start <= minute < end), None)
        if end is not None:
            return self._open(name, today, end)
        later = min((start for start, _ in spans if start > minute), default=None)
        for ahead in range(AHEAD):
            day = today + ahead * ONE_DAY
            if ahead:
                if day >= self.end:
                    break
                spans, known = self.day(name, day)
                later = spans[0][0] if spans else None
            if not known:
                break
            if later is not None:
                return "closed", day, later
        # Closed today, and nobody knows until when.
        return "closed" if sure else "unknown", None, 0

    def _open(self, name: str, day: dt.date, end: int) -> tuple[str, dt.date | None, int]:
        """Follow what is open past midnight to its end."""
        for _ in range(AHEAD - 1):
            if end < DAY:
                return "open", day, end
            day += ONE_DAY
            if day >= self.end:
                return "open", None, 0
            spans, _ = self.day(name, day)
            if not spans or spans[0][0] > 0:
                return "open", day, 0
            end = spans[0][1]
        return ("open", day, end) if end < DAY else ("open", None, 0)

    def words(self, name: str, now: dt.datetime, said: dict[str, str]) -> tuple[str, str]:
        """Return (state, words) as a page with the words `said` is to show them."""
        state, day, minute = self.state(name, now)
        if state == "unknown":
            return state, said["unknown"]
        if day is None:
            return state, said[state]
        time = f"{minute // 60:02d}.{minute % 60:02d}"
        if state == "open":
            return state, said["until"].replace("{time}", time)
        away = (day - now.astimezone(STOCKHOLM).date()).days
        if away < 2:
            return state, said["tomorrow" if away else "today"].replace("{time}", time)
        weekday = said["days"].split("|")[day.weekday()] + (f" {day.day}/{day.month}" if away > 6 else "")
        return state, said["later"].replace("{day}", weekday).replace("{time}", time)


def instants(table: Table, seed: str) -> list[dt.datetime]:
    """Return some instants of the table's months, every hour around a change of the clock, every third around
    holidays, and some outside.
    """
    dice = random.Random(seed)
    begin = dt.datetime.combine(table.first, dt.time(), STOCKHOLM).astimezone(dt.UTC)
    end = dt.datetime.combine(table.end, dt.time(), STOCKHOLM).astimezone(dt.UTC)
    minutes = int((end - begin) / MINUTE)
    found = {begin + dice.randrange(minutes) * MINUTE for _ in range(70)}
    changes, special = set(), {begin, end}
    for hour in range(minutes // 60):
        moment = begin + hour * HOUR
        if moment.astimezone(STOCKHOLM).utcoffset() != (moment - HOUR).astimezone(STOCKHOLM).utcoffset():
            changes.add(moment)
    for day, names in table.calendar.names.items():
        if table.first <= day < table.end and names & {
            "midsummer-eve",
            "christmas-eve",
            "new-years-eve",
            "good-friday",
        }:
            special.add(dt.datetime.combine(day, dt.time(12), STOCKHOLM).astimezone(dt.UTC))
    for moment in special:
        # An hour is no round number of the minutes at which hours change: look a minute to either side now and then.
        found |= {moment + hours * HOUR + dice.choice((-1, 0, 0, 1)) * MINUTE for hours in range(-18, 19, 3)}
    found |= {moment + hours * HOUR for moment in changes for hours in range(-18, 19)}
    assert len(changes) >= 2
    found |= {begin - 400 * ONE_DAY, begin - MINUTE, begin, end - MINUTE, end, end + MINUTE, end + 400 * ONE_DAY}
    return sorted(found)


# -- the campaign


@pytest.fixture(scope="module")
def table(served_site: SiteServer) -> Table:
    """Return the hours of the campaign, and the months that its table says it holds."""
    data = json.loads((served_site.folder / "data/oppet.json").read_text("utf-8"))
    first = dt.date.fromisoformat(data["from"])
    root = served_site.folder.parent
    today = dt.datetime.now(STOCKHOLM).date()
    site, problems = pipeline.load_site(pipeline.Order(root, today, cache=root / ".cache-of-test"))
    assert site is not None, problems
    all_hours = [c.hours for s in site.services.values() for c in s.facts.channels if c.hours]
    named = {opening.name_of(hours): hours for hours in all_hours}
    calendar = Calendar(holiday_names(first.year - 1, first.year + 3), site.settings.holidays)
    return Table(named, calendar, first, data["days"])


@pytest.fixture(scope="module")
def forms(table: Table) -> Table:
    """Return a table of forms that the campaign may not use."""
    named = {opening.name_of(hours): hours for hours in (*map(parse_hours, FORMS), MANY_KINDS)}
    return Table(named, table.calendar, table.first, table.count)


def rows_of(text: str) -> dict[str, list[tuple[tuple[tuple[int, int], ...], bool]]]:
    """Return a published table day by day: when it is open, and whether that is known."""
    signs = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    found = {}
    for name, row in json.loads(text)["hours"].items():
        width = len(row["days"]) // json.loads(text)["days"]
        parts = [row["days"][at : at + width] for at in range(0, len(row["days"]), width)]
        days = []
        for part in parts:
            number = 0
            for sign in part:
                number = number * len(signs) + signs.index(sign)
            said = row["kinds"][number]
            spans = [tuple(map(int, span.split("-"))) for span in said.rstrip("?").split(",") if span]
            days.append((tuple((start, end) for start, end in spans), not said.endswith("?")))
        found[name] = days
    return found


def test_the_table_holds_every_minute_of_every_day(served_site: SiteServer, table: Table) -> None:
    """Decoded by another reader than the browser's, it says what the hours say, and of just the campaign's hours."""
    rows = rows_of((served_site.folder / "data/oppet.json").read_text("utf-8"))
    assert rows.keys() == table.hours.keys()
    for name, days in rows.items():
        assert len(days) == table.count
        for day, (spans, known) in zip(days_from(table.first, table.count), days, strict=True):
            open_minutes = {minute for start, end in spans for minute in range(start, end)}
            wanted, sure = table.day(name, day)
            assert open_minutes == {minute for start, end in wanted for minute in range(start, end)}, (name, day)
            assert known == sure, (name, day)


def test_more_kinds_of_day_than_signs_are_told_apart(forms: Table) -> None:
    """Two signs a day then; what the browser makes of them is seen below."""
    text = opening.table_of([MANY_KINDS], forms.calendar, forms.first)
    (row,) = json.loads(text)["hours"].values()
    assert len(row["kinds"]) > 62
    (days,) = rows_of(text).values()
    assert days == [MANY_KINDS.minutes(day, forms.calendar) for day in days_from(forms.first, forms.count)]


@pytest.mark.parametrize("year", [2026, 2031])
def test_the_table_reaches_fourteen_months_ahead_of_every_day(table: Table, year: int) -> None:
    """And its changes of the clock are Sweden's, hour by hour, from its first hour to its last."""
    days = [day for day in days_from(dt.date(year, 1, 1), 365) if day.day == 1 or (day + ONE_DAY).day == 1]
    tables = {today: json.loads(opening.table_of([], table.calendar, today)) for today in days}
    for today, data in tables.items():
        first, month = dt.date.fromisoformat(data["from"]), today.month - 1 + 14
        assert first <= today
        last = first + (data["days"] - 1) * ONE_DAY
        assert last >= dt.date(today.year + month // 12, month % 12 + 1, min(today.day, 28))
    data = tables[days[-1]]
    begin = dt.datetime.combine(dt.date.fromisoformat(data["from"]), dt.time(), STOCKHOLM).astimezone(dt.UTC)
    for hour in range(data["days"] * 24):
        moment = begin + hour * HOUR
        ahead = next(ahead for since, ahead in reversed(data["zone"]) if since * 60 <= moment.timestamp())
        assert dt.timedelta(minutes=ahead) == moment.astimezone(STOCKHOLM).utcoffset(), moment


# -- in the browser


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return a page on a device of the zone that the test names."""
    context = browser.new_context(timezone_id=getattr(request, "param", "Europe/Stockholm"))
    yield context.new_page()
    context.close()


# Every hours of the table gets a line on the page, beside those that stand there already.
ADD = """(names) => {
  for (const name of names) {
    const line = document.createElement('p');
    line.dataset.hours = name;
    document.querySelector('main').append(line);
  }
}"""
READ = """() => [...document.querySelectorAll('[data-hours]')].map(
  (line) => [line.dataset.hours, line.dataset.state, line.textContent, line.hidden])"""
SAID = "() => ({...document.querySelector('[data-opening]').dataset})"


def look(page: Page, url: str, table: Table, moments: Sequence[dt.datetime]) -> list[str]:
    """Open a page, let its clock stand at each moment in turn, and return what it says wrong."""
    page.clock.install(time=moments[0] - 2 * HOUR)
    page.goto(url)
    page.locator("[data-hours][data-state]").first.wait_for(state="attached")
    page.evaluate(ADD, sorted(table.hours))
    said: dict[str, str] = page.evaluate(SAID)
    wrong = []
    for moment in moments:
        # Leaps to the moment; what is due every half minute is done once.
        page.clock.pause_at(moment)
        lines = page.evaluate(READ)
        assert len(lines) >= len(table.hours)
        for name, state, words, hidden in lines:
            if name in table.hours:
                wanted = table.words(name, moment, said)
                if (state, words) != wanted or hidden:
                    wrong.append(f"{moment:%Y-%m-%d %H:%M} UTC, {name}: “{words}” ({state}), not {wanted}")
    return wrong


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("Europe/Stockholm", "/hjalp/"),
        ("America/Los_Angeles", "/en/help/"),
        ("Asia/Tokyo", "/fi/apu/"),
        ("Pacific/Kiritimati", "/ar/help/"),
    ],
    indirect=["page"],
)
def test_what_is_open_now_is_right_whatever_the_zone(
    served_site: SiteServer, page: Page, table: Table, address: str
) -> None:
    """State and words of each of the campaign's hours, at more than two hundred instants, in every language."""
    wrong = look(page, served_site.origin + address, table, instants(table, address))
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:20])


@pytest.mark.parametrize("page", ["America/Los_Angeles"], indirect=True)
def test_what_is_open_now_is_right_of_every_form(served_site: SiteServer, page: Page, forms: Table) -> None:
    """The same of hours that the campaign may not have, read from a table of their own."""
    text = opening.table_of(forms.hours.values(), forms.calendar, forms.first)
    page.route("**/data/oppet*.json*", lambda route: route.fulfill(body=text, content_type="application/json"))
    wrong = look(page, served_site.origin + "/hjalp/", forms, instants(forms, "forms"))
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:20])


def test_a_table_that_is_out_says_nothing_to_be_open(served_site: SiteServer, page: Page, table: Table) -> None:
    """A site that nobody has built for years: what stands there in plain text is all, and no service is said open."""
    page.clock.install(time=dt.datetime.combine(table.end + 365 * ONE_DAY, dt.time(10), STOCKHOLM))
    page.goto(served_site.origin + "/hjalp/")
    page.locator("[data-hours][data-state]").first.wait_for(state="attached")
    assert {state for _, state, _, _ in page.evaluate(READ)} == {"unknown"}
    assert not page.locator("[data-state=open]").count()


def test_the_words_change_while_the_page_is_open(served_site: SiteServer, page: Page, table: Table) -> None:
    """Somebody who leaves the page open sees it close: within a minute, and without a reload."""
    name = opening.name_of(parse_hours("mån–fre 9–16"))
    table = Table({name: parse_hours("mån–fre 9–16")}, table.calendar, table.first, table.count)
    text = opening.table_of(table.hours.values(), table.calendar, table.first)
    page.route("**/data/oppet*.json*", lambda route: route.fulfill(body=text, content_type="application/json"))
    monday = next(d for d in days_from(table.first + 7 * ONE_DAY, 7) if d.weekday() == 0)
    page.clock.install(time=dt.datetime.combine(monday, dt.time(15, 58), STOCKHOLM))
    page.goto(served_site.origin + "/hjalp/")
    page.locator("[data-hours][data-state]").first.wait_for(state="attached")
    page.evaluate(ADD, [name])
    line = page.locator(f'[data-hours="{name}"]').last
    page.clock.run_for(40_000)
    assert line.get_attribute("data-state") == "open"
    page.clock.run_for(120_000)
    assert line.get_attribute("data-state") == "closed"


def test_while_it_is_closed_the_page_shows_others(served_site: SiteServer, page: Page, table: Table) -> None:
    """In the night a service's page leads to others, of whom the open ones stand first; by day it says nothing."""
    night = next(d for d in days_from(table.first + 7 * ONE_DAY, 7) if d.weekday() == 0)
    page.clock.install(time=dt.datetime.combine(night, dt.time(3, 30), STOCKHOLM))
    page.goto(served_site.origin + "/hjalp/droghjalpen/")
    page.locator("[data-hours][data-state]").first.wait_for(state="attached")
    hint = page.locator("[data-when-closed]")
    assert hint.is_visible()
    rows = page.locator(".band--services .service-list > li")
    opened = [row.locator("[data-state=open], [data-always]").count() > 0 for row in rows.all()]
    assert opened == sorted(opened, reverse=True)
    assert any(opened)
    page.emulate_media(reduced_motion="reduce")  # Else it takes its time to scroll, and the clock stands still.
    hint.get_by_role("link").click()
    assert page.locator("#similar-title").evaluate("node => node.getBoundingClientRect().top < innerHeight")
    page.clock.set_fixed_time(dt.datetime.combine(night, dt.time(10, 30), STOCKHOLM))
    page.reload()
    page.locator("[data-hours][data-state]").first.wait_for(state="attached")
    assert hint.is_hidden()


@pytest.mark.parametrize("always", [True, False])
def test_a_page_never_calls_closed_what_is_always_open_or_has_no_hours(
    served_site: SiteServer, page: Page, table: Table, always: bool
) -> None:
    """In the night too, when nearly all others are closed."""
    chosen = []
    for file in sorted((served_site.folder / "hjalp").glob("*/index.html")):
        own = LexborHTMLParser(file.read_bytes()).css_first(".service")
        line = own.css("[data-when-closed]") if own else []
        if own and line and bool(own.css("[data-always]")) == always and (always or not own.css("[data-hours]")):
            chosen.append(file)
    assert chosen
    night = next(d for d in days_from(table.first + 7 * ONE_DAY, 7) if d.weekday() == 0)
    page.clock.install(time=dt.datetime.combine(night, dt.time(3, 30), STOCKHOLM))
    for file in chosen:
        page.goto(served_site.url_of(file), wait_until="networkidle")
        assert not page.locator("[data-when-closed]").is_visible(), file


@pytest.mark.parametrize("answer", ["missing", "broken"])
def test_without_a_table_the_plain_hours_stand(served_site: SiteServer, page: Page, answer: str) -> None:
    """No line says anything, and no script fails."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    status, body = (404, "") if answer == "missing" else (200, "{")
    page.route("**/data/oppet*.json*", lambda route: route.fulfill(status=status, body=body))
    page.goto(served_site.origin + "/hjalp/", wait_until="networkidle")
    assert all(hidden and not words for _, _, words, hidden in page.evaluate(READ))
    assert faults == []


# -- the words of a search


STRINGS = (
    "Anhörig, ÅÄÖ åäö é è ü",
    "Läheisten tuki – hyvää päivää, öljy",
    "مُخَدِّرات أُسْرَة إدمان آمن مساعدةٌ ـــ ى ؤ ئ ٠١٢ ۰۱۲",
    "Caawimaad qoyska, maandooriye; ma jirtaa?",
    "Straße STRASSE ẞ ŒUVRE œ Ærø Łódź ıİIi",
    "😀 hjälp👨‍👩‍👧‍👦nu 🇸🇪 ❤️ x️⃣",
    "e\u0301 a\u030a o\u0308 A\u030a ﷺ ﻻ ﬁn 🅰 ｆｕｌｌ",
    "ΣΟΦΟΣ ΌΣΌΣ, ЁЖ ёж, 한국어, 日本語 かが",
    "020-91 91 91\u00a0116\u202f111 sms:a 24/7 3½ x²",
    "zero\u200bwidth soft\u00adhyphen \ufeffbom \u061cmark",
    "",
    " - ",
)


def functions_of_help(*names: str) -> str:
    """Return the source of functions that `help.js` keeps to itself."""
    text = (ROOT / "assets/js/help.js").read_text("utf-8")
    found = [re.search(rf"^  function {name}\(.*?^  \}}\n", text, re.DOTALL | re.MULTILINE) for name in names]
    assert all(found)
    return "".join(match[0] for match in found if match)


def strings() -> list[str]:
    """Return every letter that this Python knows, and many made-up strings."""
    letters = [chr(n) for n in (*range(0x20, 0xD800), *range(0xE000, 0x20000)) if _known(chr(n))]
    dice = random.Random("strängar")
    common = "abcåäöÅÄÖéüßøæıİΣσςłđ \u0301\u0308\u030a\u0323\u064e\u0651\u0670-'’.,0123456789ابتةىيؤئإأآ😀"
    made = ["".join(dice.choice(common) for _ in range(dice.randrange(1, 24))) for _ in range(3000)]
    mixed = ["".join(dice.choice(letters) for _ in range(8)) for _ in range(3000)]
    return [*STRINGS, *letters, *(f"a{letter}b" for letter in letters), *made, *mixed]


def _known(letter: str) -> bool:
    """Tell whether a sign has a meaning to this Python; a browser may know newer ones."""
    return unicodedata.category(letter) not in ("Cn", "Co", "Cs")


def test_the_browser_folds_and_cuts_words_as_the_build_does(browser: Browser) -> None:
    """Else a word that is in the index could not be typed."""
    texts = strings()
    page = browser.new_page()
    # One long text each way: a list of so many would take the test's own machinery half a minute.
    answer: str = page.evaluate(
        """([source, texts]) => {
          const [fold, wordsOf] = new Function(source + 'return [fold, wordsOf];')();
          return JSON.stringify(JSON.parse(texts).map((text) => [fold(text), wordsOf(text).join(' ')]));
        }""",
        [functions_of_help("fold", "wordsOf"), json.dumps(texts)],
    )
    page.close()
    wrong = [
        (text, folded, words)
        for text, (folded, words) in zip(texts, json.loads(answer), strict=True)
        if folded != search.fold(text) or words != search.phrase(text)
    ]
    assert not wrong, f"{len(wrong)} of {len(texts)}: {wrong[:10]}"
