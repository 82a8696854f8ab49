"""Kits: what a partner takes along, in its language, its own logo on every poster, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from microsite.logo_drawing import LogoView, draw_logo
from microsite.packing import ArchiveView, pack
from microsite.target import Inputs
from tests import campaigns
from tests.campaigns import say


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = campaigns.lay_out("everything", tmp_path_factory.mktemp("paket") / "kampanj")
    result = campaigns.build(root)
    assert not result.failed, result.problems
    return root


def archive(root: Path, slug: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(root / f"output/kit/{slug}/{slug}.zip")


def test_only_those_who_want_a_kit_have_one(town: Path) -> None:
    """It lies beside what was made for it, and the partner's page leads to it."""
    assert sorted(file.parent.name for file in (town / "output/kit").glob("*/*.zip")) == ["exempelbageriet"]
    page = (town / "output/partner/exempelbageriet/index.html").read_text("utf-8")
    assert 'href="/kit/exempelbageriet/exempelbageriet.zip"' in page
    assert ".zip" not in (town / "output/partner/exempelskolan/index.html").read_text("utf-8")


def test_a_kit_holds_what_was_asked_for(town: Path) -> None:
    """Posters for print and talking points, no badges: as `materials` says; words with the partner's name put in."""
    with archive(town, "exempelbageriet") as kit:
        names = kit.namelist()
        assert "affischer/affisch-uppratt-a4.pdf" in names
        assert "samtalsunderlag.pdf" in names
        assert not [name for name in names if name.startswith("marken/")]
        words = kit.read("LAS-MIG-FORST.txt").decode("utf-8-sig")
        assert "https://kampanj.example/fi/kumppanit/exempelbageriet/" in words
        assert "\r\n" in words
        assert kit.read("affischer/affisch-uppratt-a4.pdf")[:5] == b"%PDF-"
        assert {info.date_time for info in kit.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_command_makes_a_kit_for_anybody(town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All of it for one that asked for nothing; the website is as before, and twice the same is the same."""
    before = campaigns.everything_in(town / "output")
    assert say(capsys, town, "kit", "exempelskolan", "--to", str(tmp_path)).code == 0
    first = (tmp_path / "exempelskolan.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(first)) as kit:
        names = kit.namelist()
        assert "marken/sv-light.svg" in names
        assert "texter/exempelkanalen.txt" in names
        text = kit.read("texter/exempelkanalen.txt").decode("utf-8-sig")
        assert text == "Exempelskolan är med i Exempelkampanjen: https://kampanj.example/"
    assert say(capsys, town, "kit", "exempelskolan", "--to", str(tmp_path)).code == 0
    assert (tmp_path / "exempelskolan.zip").read_bytes() == first
    assert campaigns.everything_in(town / "output") == before


def test_one_that_has_left_or_is_not_there_gets_none(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said, with the nearest name, and nothing is written."""
    for slug in ("exempelklubben", "exempelskola"):
        said = say(capsys, town, "kit", slug, "--to", str(tmp_path))
        assert said.code == 1
        assert "exempelskolan" in said.out
    assert list(tmp_path.iterdir()) == []


def test_a_poster_bears_the_logo_of_its_own_partner() -> None:
    """Many logos drawn in one go do not pass to one another."""

    def svg(colour: str) -> bytes:
        box = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"'
        return f'<svg {box}><rect x="1" width="90" height="50" fill="{colour}"/></svg>'.encode()

    view = LogoView("png", 300, 100, ("#ffffff",), alone=True)
    drawn = draw_logo([Inputs(view, {"logo": svg(colour)}, {}) for colour in ("#aa0000", "#00aa00", "#aa0000")])
    dots = [Image.open(io.BytesIO(data)).getpixel((150, 50)) for data in drawn]
    assert dots == [(170, 0, 0), (0, 170, 0), (170, 0, 0)]


def test_an_archive_is_the_same_wherever_it_is_packed() -> None:
    """Texts before files, in the order given; no time, no owner, nothing packed."""
    inputs = Inputs(ArchiveView(("a/b.bin",), (("läs.txt", "rad\nrad"),)), {}, {"x": b"\x00\x01"})
    [data] = pack([inputs])
    assert pack([inputs, inputs]) == [data, data]
    with zipfile.ZipFile(io.BytesIO(data)) as kit:
        assert kit.namelist() == ["läs.txt", "a/b.bin"]
        assert kit.read("läs.txt") == "rad\r\nrad".encode("utf-8-sig")
        assert kit.read("a/b.bin") == b"\x00\x01"
