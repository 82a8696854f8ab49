"""An edit remakes what shows it, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from microsite.pipeline import Result
from tests.incremental.checker import World
from tests.incremental.conftest import Fresh
from tests.incremental.test_planted import change

_NAMED = re.compile(r'"((?:components|layouts)/[\w./-]+\.html)"')


def remade(result: Result) -> set[str]:
    """Return the addresses that were made again, for whatever reason."""
    assert not result.failed
    return {out for out, artifact in result.artifacts.items() if artifact.reason}


@pytest.fixture(scope="module")
def base(fresh: Fresh) -> World:
    """A world that has built in its own place."""
    world = fresh()
    world.build()
    return world


@pytest.fixture
def world(base: World, tmp_path: Path) -> World:
    root = tmp_path / "kampanj"
    shutil.copytree(base.root, root)
    return World(root)


def pages_by_layout(world: World) -> dict[str, set[str]]:
    """Return the pages of each layout, as the pages themselves tell."""
    found: dict[str, set[str]] = {}
    for path in world.output.rglob("*.html"):
        layout = re.search(r'<main class="main main--(\w+)"', path.read_text("utf-8"))
        if layout:
            found.setdefault(layout[1], set()).add(path.relative_to(world.output).as_posix())
    return found


def reached(world: World, layout: str) -> set[str]:
    """Return the templates that a layout can reach, read from their text alone."""
    found: set[str] = set()
    waiting = [f"layouts/{layout}.html"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _NAMED.findall((world.root / "templates" / name).read_text("utf-8"))
    return found


def test_a_partners_name(world: World) -> None:
    """Its own pages, its badges, and the pages and files that list the partners."""
    badges = {p.relative_to(world.output).as_posix() for p in (world.output / "badges/exempel-krog").iterdir()}
    change(world, "partners.yaml", "name: Exempelkrogen", "name: Exempelbaren")
    pages = {"partner/exempel-krog/index.html", "en/partners/exempel-krog/index.html", "index.html", "en/index.html"}
    lists = {"data/partners.json", "data/partners.csv", "data/partner/sv.json", "data/partner/en.json"}
    for top in ("alla-partner", "en/all-partners"):
        lists |= {f"{top}/index.html", f"{top}/restaurant/index.html"}
    assert remade(world.build()) == pages | badges | lists


def test_a_partners_address_draws_no_badge(world: World) -> None:
    change(world, "partners.yaml", "https://bageri.example/", "https://bageriet.example/")
    made = remade(world.build())
    assert "partner/exempel-bageri/index.html" in made
    assert not [out for out in made if out.startswith("badges/")]


def test_the_body_of_a_page(world: World) -> None:
    change(world, "content/sv/kalla.md", "En sida för sig själv.", "En annan sida för sig själv.")
    assert remade(world.build()) == {"kalla/index.html"}


def test_the_title_of_a_news_item(world: World) -> None:
    """Its page and what it is shared with, the lists that show it, and the feeds."""
    change(world, "content/sv/news/2026-11-20-premiar.md", "title: Premiär", "title: Nypremiär")
    made = remade(world.build())
    assert {"index.html", "en/index.html", "nyheter/2026-11-20-premiar/index.html", "feed.xml"} <= made
    assert made <= {
        "index.html",
        "en/index.html",
        "nyheter/2026-11-20-premiar/index.html",
        "dela/sidor/nyheter/2026-11-20-premiar.png",
        "en/news/2026-11-20-premiar/index.html",
        "feed.xml",
        "en/feed.xml",
    }


def test_no_text_makes_a_picture(world: World) -> None:
    """Title, alt and summary of a poster change pages, and no pixel but of what is shown where it is shared."""
    name = "content/sv/posters/kvittot.md"
    change(world, name, "title: Kvittot", "title: Notan")
    change(world, name, "alt: Ett kvitto", "alt: En nota")
    change(world, name, "summary: Ett kvitto", "summary: En nota")
    made = remade(world.build())
    assert "affischer/kvittot/index.html" in made
    assert [out for out in made if not out.endswith(".html")] == ["dela/sidor/affischer/kvittot.png"]


def test_the_name_of_a_master(world: World) -> None:
    """A file renamed is no picture made: nothing runs, and nothing is written."""
    folder = world.root / "assets/posters"
    (folder / "kvittot.jpg").rename(folder / "ett-annat-namn.jpg")
    change(world, "content/sv/posters/kvittot.md", "master: kvittot.jpg", "master: ett-annat-namn.jpg")
    result = world.build()
    assert (remade(result), result.runs, result.written) == (set(), 0, 0)


def test_a_poster_that_moves_is_copied(world: World) -> None:
    """Another address for the same pictures: they are copied, not drawn."""
    folder = world.root / "content/sv/posters"
    (folder / "samtalet.md").rename(folder / "samtal.md")
    change(world, "content/sv/posters/kvittot.md", "affisch:samtalet", "affisch:samtal")
    result = world.build()
    pictures = [a for out, a in result.artifacts.items() if out.startswith("bilder/samtal-")]
    assert pictures
    assert all(a.reason.endswith("(copied)") for a in pictures)


def test_a_word_of_the_interface(world: World) -> None:
    """Only pages in its language whose layout can say it."""
    by_layout = pages_by_layout(world)
    said = re.findall(r'\b_\("([^"%]+)"\)', (world.root / "templates/layouts/partner.html").read_text("utf-8"))
    texts = {p: p.read_text("utf-8") for p in (world.root / "templates").rglob("*.html")}
    own = next(word for word in said if sum(f'"{word}"' in text for text in texts.values()) == 1)
    po = (world.root / "templates/locales/sv.po").read_text("utf-8")
    match = re.search(rf'msgid "{re.escape(own)}"\nmsgstr "(.+)"', po)
    assert match
    change(world, "templates/locales/sv.po", match[0], match[0].replace(match[1], f"{match[1]} ändrat"))
    assert remade(world.build()) == {out for out in by_layout["partner"] if not out.startswith("en/")}


@pytest.mark.parametrize("component", ["badge-choice", "event-list", "hours", "notice", "downloads"])
def test_a_component(world: World, component: str) -> None:
    """Only pages whose layout reaches it."""
    name = f"components/{component}/{component}.html"
    expected = {
        out for layout, outs in pages_by_layout(world).items() if name in reached(world, layout) for out in outs
    }
    assert expected
    change(world, f"templates/{name}", 'class="', 'class="annan ')
    assert remade(world.build()) == expected


def test_a_style(world: World) -> None:
    """The style sheet has a new address, which every page names; nothing else changes."""
    change(world, "assets/css/base.css", "{", "{outline:0;")
    made = remade(world.build())
    assert [out for out in made if not out.endswith(".html")] == [out for out in made if out.endswith(".css")]
    assert len([out for out in made if out.endswith(".css")]) == 1


def test_a_touch(world: World) -> None:
    """A time is no content."""
    world.build()
    for path in world.root.glob("content/**/*.md"):
        os.utime(path)
    assert world.build().current


def test_a_day_on_which_nothing_happens(world: World) -> None:
    world.today = world.today.replace(day=21)
    result = world.build()
    assert (remade(result), result.runs, result.written, result.removed) == (set(), 0, 0, 0)


def test_nothing_to_do_reads_nothing(world: World) -> None:
    """Once read again, files are vouched for by their stat records."""
    from microsite.pipeline import Order, Session, build
    from tests.incremental.small_site import TODAY

    order = Order(world.root, TODAY, cores=1)
    reads = []
    for _ in range(4):
        session = Session(order)
        build(order, session)
        assert session._output is not None
        reads.append(session._stats.files_read + session._output.stats.files_read)
    assert reads[-1] == 0, reads
