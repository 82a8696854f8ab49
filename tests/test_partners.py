"""The partners' list: what is shown of a partner, what never is, and whom to remind."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests import campaigns
from tests.campaigns import say


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = campaigns.lay_out("everything", tmp_path_factory.mktemp("partner") / "kampanj")
    assert not campaigns.build(root).failed
    return root


def test_what_is_kept_for_ourselves_is_in_no_file(built: Path) -> None:
    """Neither whom we talk to nor why a partner left is published, in any form."""
    listed = (built / "partners.yaml").read_text("utf-8")
    files = [file.read_bytes() for file in (built / "output").rglob("*") if file.is_file()]
    for secret in ("post@exempelbageriet.example", "Har lagt ned klubben"):
        assert secret in listed
        assert not any(secret.encode() in data for data in files)


def test_a_network_shows_its_members_and_they_show_it(built: Path) -> None:
    """A partner that has left is no member any more."""
    page = built / "output/partner/exempelnatverket/index.html"
    member = (built / "output/partner/exempelbageriet/index.html").read_text("utf-8")
    assert 'href="/partner/exempelbageriet/"' in page.read_text("utf-8")
    assert 'href="/partner/exempelnatverket/"' in member
    campaigns.edit(built / "partners.yaml", "renews: 2027-01-19", "ended: 2026-11-01")
    assert not campaigns.build(built).failed
    assert 'href="/partner/exempelbageriet/"' not in page.read_text("utf-8")
    campaigns.edit(built / "partners.yaml", "ended: 2026-11-01", "renews: 2027-01-19")
    assert not campaigns.build(built).failed


def test_the_list_is_open_data(built: Path) -> None:
    """JSON and CSV say the same: what the pages say, of one that has left only that it has."""
    rows = {row["id"]: row for row in json.loads((built / "output/data/partners.json").read_text("utf-8"))}
    assert rows["exempelbageriet"] == {
        "id": "exempelbageriet",
        "name": "Exempel & Bageriet <AB>",
        "sector": "company",
        "area": "Exempelstad",
        "url": "https://exempelbageriet.example/",
        "networks": ["exempelnatverket"],
        "joined": "2026-01-19",
        "renews": "2027-01-19",
        "page": "https://kampanj.example/partner/exempelbageriet/",
        "badge": "https://kampanj.example/badges/exempelbageriet/sv-light.svg",
        "example": True,
    }
    assert rows["exempelklubben"].keys() == {"id", "name", "sector", "joined", "ended", "page", "example"}
    text = (built / "output/data/partners.csv").read_bytes().decode("utf-8-sig")
    cells = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";")}
    for name, row in rows.items():
        said = {column: value for column, value in cells[name].items() if value}
        assert said.keys() == row.keys()
        assert {k: said[k] for k in ("name", "sector", "page")} == {k: row[k] for k in ("name", "sector", "page")}


@pytest.mark.parametrize(("days", "shown"), [("57", False), ("58", True), ("400", True)])
def test_those_to_remind_are_told_in_time(
    built: Path, capsys: pytest.CaptureFixture[str], days: str, shown: bool
) -> None:
    """By the day that the agreement runs out, with whom to talk to; partners without such a day are not in it."""
    said = say(capsys, built, "partners", "list", "--renewing", days)
    assert said.code == 0
    assert ("exempelbageriet" in said.out) == shown
    assert "exempelskolan" not in said.out
    wanted = "gäller till 2027-01-19; Den som svarar" if shown else "Det finns inga att visa."
    assert wanted in said.out


def test_all_partners_are_listed_the_last_to_join_first(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = say(capsys, built, "partners", "list").out.strip().split("\n")
    names = [row.split()[1].rstrip(":") for row in rows]
    assert names == ["exempelskolan", "exempelklubben", "exempelbageriet", "exempelnatverket"]
    assert rows[1].endswith("slutade 2026-10-01")


def test_the_list_opens_in_a_spreadsheet(built: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Semicolons, a byte order mark, and no cell that a spreadsheet counts out."""
    from microsite import cli

    capfdbinary.readouterr()
    assert cli.main(["partners", "list", "--csv", "--site", str(built), "--date", str(campaigns.TODAY)]) == 0
    data = capfdbinary.readouterr().out
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row["slug"] for row in rows][-1] == "exempelnatverket"
    assert rows[2]["contact"].endswith("post@exempelbageriet.example")
