"""A picture of people is shown for as long as they have agreed to it, and not a day longer."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from microsite.pipeline import Result
from tests import campaigns

LAST_DAY = dt.date(2027, 1, 15)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with one photograph, in a text and at the top of a page, and one picture that only adorns."""
    root = campaigns.lay_out("base", tmp_path_factory.mktemp("samtycke") / "kampanj")
    folder = root / "assets" / "bilder"
    folder.mkdir()
    for name in ("banken.png", "slinga.png"):
        shutil.copyfile(root / "assets" / "posters" / "exempel.png", folder / name)
    page = root / "content" / "sv" / "stod.md"
    text = page.read_text("utf-8").replace(
        "---\n", "---\nhero:\n  line: Vi finns.\n  picture: bilder/banken.png\n  alt: Två på en bänk\n", 1
    )
    page.write_text(f"{text}\n![Två på en bänk](bilder/banken.png)\n\n![-](bilder/slinga.png)\n", "utf-8")
    (root / "content" / "pictures.yaml").write_text(
        f'- file: bilder/banken.png\n  credit: "Foto: <Exempel> & co"\n  consent-until: {LAST_DAY}\n', "utf-8"
    )
    return root


def codes(result: Result) -> set[str]:
    return {problem.code for problem in result.problems if problem.code.startswith("consent")}


def shown(root: Path) -> str:
    return (root / "output" / "stod" / "index.html").read_text("utf-8")


def files(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "output" / "bilder").glob("banken*"))


def test_a_picture_is_shown_through_the_last_day_of_its_consent(town: Path) -> None:
    """With who took it, escaped, in the text and at the top; a month before the end there is a reminder."""
    assert codes(campaigns.build(town, LAST_DAY - dt.timedelta(60))) == set()
    assert codes(campaigns.build(town, LAST_DAY)) == {"consent-soon"}
    html = shown(town)
    assert html.count('alt="Två på en bänk"') == 2
    assert html.count("Foto: &lt;Exempel&gt; &amp; co") == 2
    assert files(town)


def test_the_day_after_nothing_of_it_is_published(town: Path) -> None:
    """Neither the picture, nor a file of it, nor the words of who took it; the page stays, and it is told."""
    campaigns.build(town, LAST_DAY)
    result = campaigns.build(town, LAST_DAY + dt.timedelta(1))
    assert not result.failed
    assert codes(result) == {"consent-over"}
    html = shown(town)
    assert "banken" not in html
    assert "Två på en bänk" not in html
    assert "Foto:" not in html
    assert files(town) == []


def test_a_consent_renewed_shows_it_again(town: Path) -> None:
    """Also when all else is as it was: the plans of earlier builds don't hold it back."""
    register = town / "content" / "pictures.yaml"
    before = register.read_text("utf-8")
    campaigns.build(town, LAST_DAY + dt.timedelta(1))
    register.write_text(before.replace(str(LAST_DAY), "2029-01-01"), "utf-8")
    assert codes(campaigns.build(town, LAST_DAY + dt.timedelta(1))) == set()
    assert files(town)
    register.write_text(before, "utf-8")


def test_a_picture_that_only_adorns_is_passed_by(town: Path) -> None:
    """A dash in place of a description gives an empty one: a screen reader says nothing."""
    campaigns.build(town, LAST_DAY)
    [picture] = re.findall(r"<img[^>]*slinga[^>]*>", shown(town))
    assert 'alt=""' in picture
