"""Where a page is shared its picture says what it is; one whose title can't be drawn has the campaign's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from microsite.drawing import SHARE_SIZE
from tests import campaigns


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small campaign, with a poster set in the shape of shared links and a page in letters our fonts lack."""
    root = campaigns.lay_out("base", tmp_path_factory.mktemp("delning") / "kampanj")
    campaigns.edit(root / "content" / "site.yaml", "poster-downloads: no", "poster-downloads: yes")
    (root / "content" / "formats.yaml").write_text(
        "- {id: lank, name: Länk, use: social, width: 1200 px, height: 630 px, form: jpeg, source: exempel.example}\n",
        "utf-8",
    )
    poster = root / "content" / "sv" / "posters" / "exempel.md"
    campaigns.edit(poster, "master: exempel.png\n", "master: exempel.png\ntemplate:\n  headline: Hej\n")
    page = (root / "content" / "sv" / "stod.md").read_text("utf-8")
    foreign = re.sub(r"^title: .*$", "title: Привет 🎈", page, flags=re.MULTILINE)
    (root / "content" / "sv" / "annat.md").write_text(foreign, "utf-8")
    result = campaigns.build(root)
    assert not result.failed, result.problems
    return root


def shared(root: Path, page: str) -> str:
    html = (root / "output" / page / "index.html").read_text("utf-8")
    [address] = re.findall(r'<meta property="og:image" content="https://kampanj\.example/([^"]+)"', html)
    return str(address)


@pytest.mark.parametrize(
    ("page", "picture"),
    [
        (".", "dela/sv.png"),
        ("fi", "dela/fi.png"),
        ("stod", "dela/sidor/stod.png"),
        ("hjalp/droghjalpen", "dela/sidor/hjalp/droghjalpen.png"),
        ("fi/apu/droghjalpen", "dela/sidor/fi/apu/droghjalpen.png"),
        ("affischer/exempel", "affischer/filer/exempel-sv-lank.jpg"),
        ("partner/exempelbageriet", "dela/sv.png"),
        ("annat", "dela/sv.png"),
    ],
)
def test_a_page_names_the_picture_it_is_shared_with(town: Path, page: str, picture: str) -> None:
    assert shared(town, page) == picture
    with Image.open(town / "output" / picture) as drawn:
        assert drawn.size == SHARE_SIZE


def test_a_new_title_draws_one_picture(town: Path, tmp_path: Path) -> None:
    """And no other, and the page keeps the address of its picture: what others have shared stays."""
    root = campaigns.copy(town, tmp_path / "kampanj")
    before = {f: f.read_bytes() for f in (root / "output").rglob("*.png")}
    page = root / "content" / "sv" / "stod.md"
    page.write_text(
        re.sub(r"^title: .*$", "title: Ett nytt namn", page.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
    )
    assert not campaigns.build(root).failed
    changed = [f.relative_to(root / "output").as_posix() for f, data in before.items() if f.read_bytes() != data]
    assert changed == ["dela/sidor/stod.png"]
