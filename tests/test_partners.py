"""The partners' list: what is shown of a partner, what never is, and whom to remind."""

from __future__ import annotations

import csv
import io
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
