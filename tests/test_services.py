"""Facts of services stay fresh: reminders, the list of whom to call, and writing down that it was done."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from microsite import pipeline
from microsite.problem import Problems
from microsite.yamlspan import read_yaml
from tests import campaigns
from tests.campaigns import TODAY, edit, say

BRIS = "content/sv/services/bris.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The campaign that uses every field."""
    return campaigns.lay_out("everything", tmp_path / "kampanj")


def codes(root: Path, today: dt.date = TODAY, strict: bool = False) -> set[str]:
    """Return the codes of what a build tells of services."""
    result = pipeline.build(pipeline.Order(root, today, cores=1, strict=strict))
    return {p.code for p in result.problems if p.code.startswith(("service-", "number-", "retired"))}


# -- freshness: the review date is 2026-12-04, unverified after 10 days more, refused after 60


@pytest.mark.parametrize(
    ("day", "code", "shown"),
    [
        ("2026-12-04", "", False),
        ("2026-12-05", "service-stale", False),
        ("2026-12-14", "service-stale", False),
        ("2026-12-15", "service-unverified", True),
        ("2027-02-02", "service-unverified", True),
        ("2027-02-03", "service-refused", True),
    ],
)
def test_a_review_date_that_has_passed_is_told_ever_louder(site: Path, day: str, code: str, shown: bool) -> None:
    """First a reminder, then the page says that the facts are not confirmed, then a strict build refuses."""
    edit(site / "content/sv/services/exempelmottagningen.md", "review-by: 2026-11-01\n", "")
    today = dt.date.fromisoformat(day)
    result = pipeline.build(pipeline.Order(site, today, cores=1))
    told = [p for p in result.problems if "medmanniska" in p.span.path]
    assert [p.code for p in told] == ([code] if code else [])
    page = (site / "output/hjalp/medmanniska/index.html").read_text("utf-8")
    assert ("Inte bekräftat än" in page) == shown
    assert ("data-hours" in page.split('class="band')[0]) != shown, "what is not confirmed is not said to be open"


@pytest.mark.parametrize(("day", "goes"), [("2026-12-05", True), ("2027-01-20", True), ("2027-03-05", False)])
def test_only_the_last_step_stops_a_strict_build(tmp_path: Path, day: str, goes: bool) -> None:
    """The review date is 2026-12-04; by default it is refused when 90 days more have passed."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    edit(root / "content/sv/stod.md", "review-by: 2027-01-01\n", "")
    for strict in (True, False):
        result = pipeline.build(pipeline.Order(root, dt.date.fromisoformat(day), cores=1, strict=strict))
        assert (result.written > 0) == (goes if strict else not goes)


def test_one_that_has_ended_is_not_reminded_of(site: Path) -> None:
    edit(
        site / "content/sv/services/gamla-linjen.md",
        "checked: 2026-06-04",
        "checked: 2020-06-04\nreview-by: 2020-12-04",
    )
    result = pipeline.build(pipeline.Order(site, TODAY, cores=1))
    assert not [p for p in result.problems if "gamla-linjen" in p.span.path]


# -- numbers


def test_a_number_that_changed_is_told_until_somebody_confirms_it(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In every build, also one with nothing else to do; confirming ends it."""
    assert "number-changed" not in codes(site)
    edit(site / "content/sv/services/medmanniska.md", "08-702 16 80", "08-702 16 81")
    for _ in range(3):
        [problem] = [
            p for p in pipeline.build(pipeline.Order(site, TODAY, cores=1)).problems if p.code == "number-changed"
        ]
        assert (problem.span.path, problem.span.line) == ("content/sv/services/medmanniska.md", 8)
        assert "08-702 16 80 blev 08-702 16 81" in problem.text("sv")
    assert say(capsys, site, "services", "confirm", "medmanniska").code == 0
    assert "number-changed" not in codes(site)
    assert "number-changed" not in codes(site)


def test_a_number_put_back_is_told_no_more(site: Path) -> None:
    codes(site)
    edit(site / "content/sv/services/medmanniska.md", "08-702 16 80", "08-702 16 81")
    assert "number-changed" in codes(site)
    edit(site / "content/sv/services/medmanniska.md", "08-702 16 81", "08-702 16 80")
    assert "number-changed" not in codes(site)


def test_what_is_retired_must_not_come_back(site: Path) -> None:
    """A name in any text or chart, a number however it is written."""
    assert "retired" not in codes(site)
    page = site / "content/sv/services/medmanniska.md"
    page.write_text(page.read_text("utf-8") + "\nFörr hette det Uråldriga linjen.\n", "utf-8")
    edit(site / "content/data/matvarde.yaml", "Påhittade tal", "Uråldriga linjens tal från Uråldriga linjen")
    edit(site / BRIS, '"116 111"\n    label', '"+46 20 50 50 50"\n    label')
    result = pipeline.build(pipeline.Order(site, TODAY, cores=1))
    found = {(p.span.path.rpartition("/")[2], p.text("sv")) for p in result.problems if p.code == "retired"}
    assert found == {
        ("medmanniska.md", "”Uråldriga linjen” används inte längre."),
        ("matvarde.yaml", "”Uråldriga linjen” används inte längre."),
        ("bris.md", "”+46 20 50 50 50” används inte längre."),
    }


# -- the commands


def test_the_list_of_calls_is_oldest_first_and_says_what_to_ask(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = say(capsys, site, "services", "review")
    assert said.code == 0
    assert said.out.startswith("Fråga: Stämmer numret?")
    assert "Gamla linjen" not in said.out, "one that has ended is not called"
    order = [said.out.index(name) for name in ("Bris (", "Exempelmottagningen (", "Jourhavande medmänniska (", "112 (")]
    assert order == sorted(order), "those without a date first, then by date"
    assert "phone: 08-702 16 80" in said.out
    assert "Öppettider: phone: 21–06; chat: lör–tis 21–24" in said.out
    assert "services confirm medmanniska" in said.out
    assert "Skulle ha kontrollerats 2026-11-01: 21 dagar sedan." in said.out
    assert say(capsys, site, "services", "review", lang="en").out.startswith("Ask: Is the number right?")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_confirming_changes_those_lines_and_no_others(
    site: Path, capsys: pytest.CaptureFixture[str], newline: str, mark: bytes
) -> None:
    """Line ends, the byte order mark, comments and order stay as they are."""
    file = site / "content/sv/services/medmanniska.md"
    before = mark + file.read_text("utf-8").replace("\n", newline).encode()
    file.write_bytes(before)
    said = say(capsys, site, "services", "confirm", "medmanniska", "--by", 'Kontaktcenter: "Kim", per telefon')
    assert (said.code, said.out) == (
        0,
        "Jourhavande medmänniska är kontrollerad 2026-11-22. Nästa gång senast 2027-03-02.\n",
    )
    after = file.read_bytes()
    old, new = before.decode().split(newline), after.decode().split(newline)
    assert [line for line in new if line not in old] == [
        "checked: 2026-11-22",
        "review-by: 2027-03-02",
        'checked-by: "Kontaktcenter: \\"Kim\\", per telefon"',
    ]
    assert [line for line in old if line not in new] == ["checked: 2026-06-04", "review-by: 2026-12-04"]
    assert after.startswith(mark)
    front = after.decode("utf-8-sig").replace("\r\n", "\n").split("---\n")[1]
    mapped = read_yaml(front, "x", Problems())
    assert mapped is not None
    assert mapped.value["checked-by"] == 'Kontaktcenter: "Kim", per telefon'


def test_a_value_over_several_lines_is_replaced_whole(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(
        site / "content/sv/services/medmanniska.md",
        "review-by: 2026-12-04",
        "checked-by: >\n  Stödlinjers\n  katalog\nreview-by: 2026-12-04",
    )
    assert say(capsys, site, "services", "confirm", "medmanniska", "--by", "Kommunen").code == 0
    text = (site / "content/sv/services/medmanniska.md").read_text("utf-8")
    assert "checked-by: Kommunen\nreview-by: 2027-03-02\n" in text
    assert "katalog" not in text


def test_a_service_that_is_not_there_is_told_with_the_nearest(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = say(capsys, site, "services", "confirm", "bri")
    assert (said.code, said.out) == (1, "Det finns ingen tjänst bri. Menade du ”bris”?\n")


def test_mistakes_in_the_content_are_told_and_nothing_is_written(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site / BRIS, "audience: [young, users]", "audience: [unga]")
    before = (site / BRIS).read_bytes()
    said = say(capsys, site, "services", "confirm", "bris")
    assert said.code == 1
    assert "value-unknown" in said.out
    assert (site / BRIS).read_bytes() == before


# -- those that rest or have ended


def test_one_that_has_ended_keeps_its_page_and_leads_on(site: Path) -> None:
    """Its address is for ever; no list names it."""
    pipeline.build(pipeline.Order(site, TODAY, cores=1))
    page = (site / "output/hjalp/gamla-linjen/index.html").read_text("utf-8")
    assert "Den här tjänsten är nedlagd" in page
    assert 'href="/hjalp/medmanniska/"' in page
    others = [f for f in (site / "output").rglob("index.html") if "gamla-linjen" not in f.parts]
    assert not [f for f in others if "/gamla-linjen/" in f.read_text("utf-8")]


def test_one_that_rests_says_so_and_is_never_open(site: Path) -> None:
    pipeline.build(pipeline.Order(site, TODAY, cores=1))
    page = (site / "output/hjalp/vilande-linjen/index.html").read_text("utf-8")
    assert "Stängd just nu" in page
    assert "data-hours" not in page.split('class="band')[0]


def test_a_successor_that_is_not_there_is_told(site: Path) -> None:
    edit(site / "content/sv/services/gamla-linjen.md", "successor: medmanniska", "successor: medmaniska")
    result = pipeline.build(pipeline.Order(site, TODAY, cores=1))
    [problem] = [p for p in result.problems if p.level == "error"]
    assert (problem.code, problem.span.line, problem.span.column) == ("link-dead", 7, 12)
    assert "medmanniska" in problem.hint("sv")


@pytest.mark.parametrize(
    ("day", "shown"), [("2026-10-31", False), ("2026-11-01", True), ("2026-12-31", True), ("2027-01-01", False)]
)
def test_a_temporary_notice_stands_on_its_days(site: Path, day: str, shown: bool) -> None:
    pipeline.build(pipeline.Order(site, dt.date.fromisoformat(day), cores=1))
    page = (site / "output/hjalp/exempelmottagningen/index.html").read_text("utf-8")
    assert ("Mottagningen är påhittad." in page) == shown
