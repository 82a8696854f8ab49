"""What partners were promised holds: no address that they embed dies, lies, or passes to somebody else."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from microsite import cli, ledger
from microsite.pipeline import Order, Result, build
from tests import campaigns
from tests.incremental.small_site import make_site, write

DAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small campaign, built, with its promises written down."""
    root = make_site(tmp_path_factory.mktemp("loften") / "kampanj")
    assert command(root, DAY, "record") == cli.OK
    assert codes(make(root, DAY)) == set()
    return root


@pytest.fixture
def town(built: Path, tmp_path: Path) -> Path:
    return campaigns.copy(built, tmp_path / "kampanj")


def make(root: Path, day: dt.date = DAY) -> Result:
    return build(Order(root, day, cores=1))


def command(root: Path, day: dt.date, *words: str) -> int:
    return cli.main(
        ["partners", *words, "--site", str(root), "--lang", "sv", "--date", day.isoformat(), "--cores", "1"]
    )


def codes(result: Result) -> set[str]:
    return {p.code for p in result.problems if p.code.startswith("ledger")}


def promises(root: Path) -> dict[str, ledger.Promise]:
    return ledger.read_ledger((root / ledger.PATH).read_text("utf-8"))[0]


def partners(root: Path, old: str, new: str) -> None:
    campaigns.edit(root / "partners.yaml", old, new)


def slugs(root: Path) -> list[str]:
    return sorted({promise.partner for promise in promises(root).values()} - {""})


# -- two years


def holds(root: Path, since: dict[str, tuple[str, str]]) -> None:
    """Every address ever promised is there, of its size, and claims no more than it ever did."""
    said = {name: (p.state, p.size) for name, p in promises(root).items()}
    for address, (state, size) in since.items():
        file = root / "output" / (address if not address.endswith("/") else f"{address}index.html")
        assert file.is_file(), address
        assert said[address][1] == size
        assert ledger.STATES.index(said[address][0]) >= ledger.STATES.index(state), address
    since |= said


def test_two_years_of_edits_break_no_promise(town: Path) -> None:
    """Partners come, are called something else, and leave; the town goes on; nothing dies or lies."""
    ever: dict[str, tuple[str, str]] = {}
    holds(town, ever)
    first = slugs(town)[0]
    day = DAY
    for month in range(24):
        day += dt.timedelta(30)
        new = f"ny-partner-{month:02d}"
        with (town / "partners.yaml").open("a", encoding="utf-8") as file:
            file.write(f"\n- slug: {new}\n  name: Nya partnern {month}\n  sector: company\n")
        if month % 3 == 1:
            partners(town, f"name: Nya partnern {month - 1}", f"name: Nya namnet {month - 1}")
        if month % 4 == 2:
            assert command(town, day, "record") == cli.OK
            assert command(town, day, "end", f"ny-partner-{month - 1:02d}") == cli.OK
        if month == 6:
            assert command(town, day, "end", first) == cli.OK
        if month == 12:
            campaigns.edit(town / "content/site.yaml", "owner: Exempel kommun", "owner: Exempelstaden")
        assert command(town, day, "record") == cli.OK
        result = make(town, day)
        assert not result.failed, result.problems
        assert codes(result) == set()
        holds(town, ever)
    left = {p.partner for p in promises(town).values() if p.state == "ended"}
    # One of the small campaign's own ends by its date.
    assert left == {first, "exempel-krog", *(f"ny-partner-{month - 1:02d}" for month in range(24) if month % 4 == 2)}
    for address, promise in promises(town).items():
        if promise.state == "ended" and address.endswith(".svg"):
            assert "Nya" not in (town / "output" / address).read_text("utf-8")


# -- what is refused


def test_an_id_is_never_used_again(town: Path) -> None:
    """A partner that left may not come back under its id, nor may another take it."""
    slug = slugs(town)[0]
    assert command(town, DAY, "end", slug) == cli.OK
    assert not make(town).failed
    text = (town / "partners.yaml").read_text("utf-8")
    write(town / "partners.yaml", text.replace(f"  ended: {DAY}\n", ""))
    before = (town / ledger.PATH).read_bytes()
    result = make(town)
    assert result.failed
    assert codes(result) == {"ledger-stronger"}
    assert command(town, DAY, "record") == cli.FAULTS
    assert (town / ledger.PATH).read_bytes() == before


def test_a_partner_removed_is_refused(town: Path) -> None:
    """The last good site stays, badge and all."""
    slug = slugs(town)[0]
    items = (town / "partners.yaml").read_text("utf-8").split("\n\n")
    write(town / "partners.yaml", "\n\n".join(item for item in items if f"slug: {slug}\n" not in item))
    result = make(town)
    assert result.failed
    assert "ledger-missing" in codes(result)
    assert all((town / "output" / a).is_file() for a in promises(town) if a.endswith(".svg"))


def test_another_picture_behind_an_address_is_refused_until_it_is_recorded(town: Path) -> None:
    """A name that changed may be a partner that passed its badge on; a person says which it is."""
    name = next(row for row in (town / "partners.yaml").read_text("utf-8").split("\n") if "name:" in row)
    partners(town, name, "  name: Någon annan AB")
    result = make(town)
    assert result.failed
    assert codes(result) == {"ledger-changed"}
    assert command(town, DAY, "record") == cli.OK
    assert not make(town).failed


def test_a_line_dropped_is_refused(town: Path) -> None:
    """Also on a machine that never built the site. Without any ledger, and without memory, there is a reminder."""
    lines = (town / ledger.PATH).read_text("utf-8").split("\n")
    victim = next(row for row in lines if ".svg" in row)
    write(town / ledger.PATH, "\n".join(row for row in lines if row != victim))
    assert "ledger-lost" in codes(make(town))
    assert command(town, DAY, "record") == cli.FAULTS
    shutil.rmtree(town / ".cache")
    result = make(town)
    assert result.failed
    assert codes(result) == {"ledger-gap"}
    (town / ledger.PATH).unlink()
    result = make(town)
    assert not result.failed
    assert codes(result) == {"ledger-none"}


def test_a_ledger_that_is_gone_is_missed(town: Path) -> None:
    (town / ledger.PATH).unlink()
    result = make(town)
    assert result.failed
    assert codes(result) == {"ledger-lost"}


def test_a_partner_that_ends_by_its_date_is_only_a_reminder(town: Path) -> None:
    """The picture grows weaker by itself on the day; that it is not yet written down stops nothing."""
    slug = slugs(town)[0]
    partners(town, f"slug: {slug}\n", f"slug: {slug}\n  ended: 2026-12-01\n")
    assert not make(town).failed
    result = make(town, dt.date(2026, 12, 1))
    assert not result.failed
    assert codes(result) == {"ledger-weaker"}
    assert command(town, dt.date(2026, 12, 1), "record") == cli.OK
    assert codes(make(town, dt.date(2026, 12, 1))) == set()


# -- the file


def test_two_branches_merged_give_the_weaker_promise(town: Path) -> None:
    """Git keeps both lines; the one that promises less holds, in whichever order they stand."""
    row = "badges/a/sv-light.svg badge {} 2026-0{}-01 0123456789abcdef 320x112"
    live, ended = row.format("live", 5), row.format("ended", 2)
    for text in (f"{live}\n{ended}\n", f"{ended}\r\n{live}\r\n"):
        found, _, wrong = ledger.read_ledger(text)
        assert found["badges/a/sv-light.svg"].state == "ended"
        assert not wrong
    assert "merge=union" in (campaigns.SITES.parents[1] / ".gitattributes").read_text("utf-8")


def test_what_is_written_is_read_back(town: Path) -> None:
    """Sorted, a line an address; written again it is the same file."""
    text = (town / ledger.PATH).read_text("utf-8")
    found, lines, wrong = ledger.read_ledger(text)
    assert not wrong
    assert ledger.ledger_text(found.values()) == text
    assert [text.split("\n")[number - 1] for number in lines.values()] == [p.line for p in found.values()]
    assert list(found) == sorted(found)


@pytest.mark.parametrize("row", ["badges/a.svg badge", "x badge dead 2026-01-01 - -", "x page live i går - -", "…"])
def test_a_line_that_cannot_be_read_is_told(town: Path, row: str) -> None:
    with (town / ledger.PATH).open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    result = make(town)
    assert result.failed
    [problem] = [p for p in result.problems if p.code == "ledger-line"]
    assert problem.span.line == len((town / ledger.PATH).read_text("utf-8").split("\n")) - 1


def test_examples_are_promised_nothing(town: Path) -> None:
    with (town / "partners.yaml").open("a", encoding="utf-8") as file:
        file.write("\n- slug: exempel-som-prov\n  name: Exempel\n  sector: company\n  example: yes\n")
    assert codes(make(town)) == set()
    assert command(town, DAY, "record") == cli.OK
    assert "exempel-som-prov" not in slugs(town)


# -- ending a partner


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_ending_a_partner_adds_one_line(town: Path, newline: str, mark: bytes) -> None:
    """Comments, order, line ends and the byte order mark stay."""
    place = town / "partners.yaml"
    first = "# Våra partner\n- slug: ett-foretag   # det första\n  name: Ett företag\n  sector: company\n"
    text = first + "\n# Skolor\n- slug: en-skola\n  name: En skola\n  sector: school\n"
    (town / ledger.PATH).unlink()
    shutil.rmtree(town / ".cache")
    place.write_bytes(mark + text.replace("\n", newline).encode())
    assert command(town, DAY, "end", "ett-foretag") == cli.OK
    wanted = text.replace("company\n", f"company\n  ended: {DAY}\n")
    assert place.read_bytes() == mark + wanted.replace("\n", newline).encode()
    assert {p.state for p in promises(town).values() if p.partner == "ett-foretag"} == {"ended"}
    # Whoever types it once more does not move the day.
    assert command(town, DAY + dt.timedelta(30), "end", "ett-foretag") == cli.OK
    assert place.read_bytes() == mark + wanted.replace("\n", newline).encode()


def test_a_partner_written_on_one_line_is_left_to_a_person(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is broken that could not be mended: the words to write are told instead."""
    place = town / "partners.yaml"
    text = place.read_text("utf-8") + "\n- {slug: kort, name: Kort, sector: company}\n"
    write(place, text)
    assert command(town, DAY, "end", "kort") == cli.FAULTS
    assert place.read_text("utf-8") == text
    assert f"ended: {DAY}" in capsys.readouterr().out


def test_ending_whom_nobody_knows_tells_the_nearest(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slug = slugs(town)[0]
    assert command(town, DAY, "end", slug[:-1]) == cli.FAULTS
    assert slug in capsys.readouterr().out
