"""The sheet that a sign-up form exports: whatever a program made of it comes in right, and twice is no change."""

from __future__ import annotations

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
import yaml

from microsite.signups import SheetError, read_sheet, sector_of
from tests import campaigns
from tests.campaigns import Said, say

ROWS = """\
Anmälningar till kampanjen;;;;;;
;;;;;;
Tidsstämpel;Organisationens namn ;Typ av organisation;Webbplats;E-post;Telefon;Vill ha skyltar
2026-10-03 08:12;  Nya   Kaféet & Co ;Café;nyakafeet.example;post@nyakafeet.example;016-1;ja
4/10/2026;Idrottsklubben Exempel;idrottsförening;https://www.ik.example/;;;nej
4/10/2026;Idrottsklubben Exempel ;idrottsförening;https://www.ik.example/;;;nej
;;;;;;
2026-10-05;Exempelskolan;Skola;https://exempelskolan.example/;;;
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return campaigns.lay_out("base", tmp_path / "kampanj")


def sheet(town: Path, text: str = ROWS, encoding: str = "cp1252") -> Path:
    place = town.parent / "anmälningar.csv"
    place.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return place


def bring(capsys: pytest.CaptureFixture[str], town: Path, place: Path, *more: str) -> Said:
    return say(capsys, town, "partners", "import", str(place), *more)


def partners(town: Path) -> dict[str, dict[str, str]]:
    rows = yaml.load((town / "partners.yaml").read_text("utf-8-sig"), yaml.BaseLoader)
    return {row["slug"]: row for row in rows}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_a_messy_sheet_comes_in_right(
    town: Path, capsys: pytest.CaptureFixture[str], encoding: str, separator: str
) -> None:
    """A title above, spaces, an empty row, a repeated row, columns nobody knows; every encoding and separator."""
    before = (town / "partners.yaml").read_text("utf-8")
    said = bring(capsys, town, sheet(town, ROWS.replace(";", separator), encoding))
    assert said.code == 0, said.out
    assert "Vill ha skyltar" in said.out
    assert "2 nya, 1 ändrade, 0 tveksamma." in said.out
    found = partners(town)
    assert found["nya-kafeet-co"] == {
        "slug": "nya-kafeet-co",
        "name": "Nya Kaféet & Co",
        "sector": "restaurant",
        "url": "https://nyakafeet.example",
        "contact": "post@nyakafeet.example, 016-1",
        "joined": "2026-10-03",
    }
    assert found["idrottsklubben-exempel"]["joined"] == "2026-10-04"
    assert found["exempelskolan"] == {
        "slug": "exempelskolan",
        "name": "Exempelskolan",
        "sector": "school",
        "joined": "2026-02-02",
        "example": "yes",
        "url": "https://exempelskolan.example/",
    }
    now = (town / "partners.yaml").read_text("utf-8")
    assert [row for row in before.split("\n") if row not in now.split("\n")] == []
    assert not campaigns.build(town).failed


def test_twice_the_same_is_no_change(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = sheet(town)
    assert bring(capsys, town, place).code == 0
    before = (town / "partners.yaml").read_bytes()
    said = bring(capsys, town, place)
    assert said.code == 0
    assert "Allt står redan i partners.yaml." in said.out
    assert (town / "partners.yaml").read_bytes() == before


def test_an_excel_file_comes_in_as_its_csv(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a merged title, dates that are dates, and an empty column."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Anmälningar"])
    page.merge_cells("A1:F1")
    for row in ROWS.split("\n")[2:8]:
        page.append([None, *(cell or None for cell in row.split(";"))])
    place = town.parent / "anmälningar.xlsx"
    book.save(place)
    assert bring(capsys, town, place).code == 0
    assert partners(town)["nya-kafeet-co"]["contact"] == "post@nyakafeet.example, 016-1"


def test_only_shown_writes_nothing(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (town / "partners.yaml").read_bytes()
    said = bring(capsys, town, sheet(town), "--dry-run")
    assert said.code == 0
    assert "ny: Nya Kaféet & Co (nya-kafeet-co)" in said.out
    assert "ändrad: exempelskolan: url: – → https://exempelskolan.example/" in said.out
    assert (town / "partners.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Någon;Fortag;", "Någon har typen ”Fortag”, som inte är känd. Menas ”företag”?"),
        ("Någon;Xyz;", "Någon har typen ”Xyz”, som inte är känd."),
        ("Någon;;", "Någon har ingen typ av organisation."),
        (";Företag;https://a.example/", "inget namn."),
        ("Bageriet Två;Företag;https://www.exempelbageriet.example/om", "samma webbplats, exempelbageriet.example"),
        ("Två;Skola;\nTVÅ;Företag;", "TVÅ står två gånger i filen"),
    ],
)
def test_what_is_doubtful_is_told_and_left_out(
    town: Path, capsys: pytest.CaptureFixture[str], row: str, words: str
) -> None:
    """With its row in the sheet; the other rows come in."""
    said = bring(capsys, town, sheet(town, f"Namn;Typ;Webb\nGod Förening;Förening;\n{row}\n"))
    assert words in said.out
    assert "tveksam, rad " in said.out
    assert "god-forening" in partners(town)
    assert "Någon" not in {p["name"] for p in partners(town).values()}


def test_a_wrong_address_writes_nothing(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (town / "partners.yaml").read_bytes()
    text = "Namn;Typ;Webb\nGod Förening;Förening;\nOnd;Företag;javascript:alert(1)\n"
    said = bring(capsys, town, sheet(town, text))
    assert said.code == 1
    assert "javascript:alert(1)" in said.out
    assert (town / "partners.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://ond.example";"x")',
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "a: b # c",
        "- ett\u2028två",
        "{{ 7*7 }}",
        "&amp; *anka !!python/object",
        'O\'Brien \\ "citat"',
        "yes",
        "1177",
    ],
)
def test_a_hostile_name_comes_in_as_it_is_written(town: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """It is a name, and nothing else, in the file and on the page."""
    cell = '"' + name.replace('"', '""') + '"'
    said = bring(capsys, town, sheet(town, f"Namn;Typ\n{cell};Företag\n", "utf-8"))
    assert said.code == 0, said.out
    written = list(partners(town).values())[-1]
    assert written["name"] == " ".join(name.split())
    result = campaigns.build(town)
    assert not result.failed, result.problems
    page = (town / "output/partner" / written["slug"] / "index.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_an_id_that_was_ever_used_is_given_to_nobody(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even where the partner is gone from the list: the ledger knows."""
    (town / "content/ledger.txt").write_text("partner/god-forening/ page ended 2026-01-01 - -\n", "utf-8")
    assert bring(capsys, town, sheet(town, "Namn;Typ\nGod Förening;Förening\n")).code == 0
    assert "god-forening-2" in partners(town)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_comments_and_order_stay(town: Path, capsys: pytest.CaptureFixture[str], newline: str) -> None:
    place = town / "partners.yaml"
    text = "# Överst\n  - name: Ett   # namnet\n    slug: ett\n    sector: company\n# Under\n"
    place.write_bytes(text.replace("\n", newline).encode())
    assert bring(capsys, town, sheet(town, "Namn;Typ;Ort\nEtt;Företag;Staden\nTvå;Skola;\n")).code == 0
    wanted = (
        "# Överst\n  - name: Ett   # namnet\n    slug: ett\n    sector: company\n    area: Staden\n# Under\n"
        "\n  - slug: tva\n    name: Två\n    sector: school\n    joined: 2026-11-22\n"
    )
    assert place.read_bytes() == wanted.replace("\n", newline).encode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "sheet_header"),
        (b"Bara text\n", "sheet_header"),
        (b"PK\x03\x04", "sheet_excel"),
        (b"sep=", "sheet_header"),
        (b"\x00\x01\x02" * 50, "sheet_unreadable"),
    ],
)
def test_what_is_no_sheet_is_told(town: Path, data: bytes, why: str) -> None:
    place = town.parent / "fil.csv"
    place.write_bytes(data)
    with pytest.raises(SheetError, match=why):
        read_sheet(place)
    other = town.parent / "fil.xlsx"
    other.write_bytes(data)
    with pytest.raises(SheetError):
        read_sheet(other)


def test_a_file_that_is_not_there_is_told(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = bring(capsys, town, town / "finns-inte.csv")
    assert said.code == 1
    assert "finns inte" in said.out


@pytest.mark.parametrize(
    ("words", "sector"),
    [("Företag", "company"), ("CAFÉ", "restaurant"), ("ideell  förening", "association"), ("school", "school")],
)
def test_what_people_call_a_sector_is_known(words: str, sector: str) -> None:
    assert sector_of(words) == (sector, "")
