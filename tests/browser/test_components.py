"""Every component, from its examples: it renders, is valid HTML, and has nothing that axe finds."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from microsite import styleguide
from microsite.source import StatCache, read_tree
from tests.browser.nu import nu_problems
from tests.browser.server import serve
from tests.browser.walk import walk

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
# It makes attributes for others, and has nothing of its own to show.
NOT_SHOWN = {"language-of"}
COMPONENTS = sorted({path.parent.name for path in (TEMPLATES / "components").glob("*/examples.yaml")} - NOT_SHOWN)
# Landmarks of the page stand where pages have them; all else stands in main.
AT_THE_TOP = {"skip-link", "site-header", "site-footer", "quick-exit", "language-switch"}


def render(component: str) -> list[tuple[str, str]]:
    """Return (name, HTML) of each example of a component, as the style guide shows it."""
    return styleguide.examples(read_tree(ROOT, ROOT, StatCache({})), component, "sv")


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_example_renders(component: str) -> None:
    """No example lacks what its component needs. One may show that there is nothing to show."""
    assert render(component)


def test_every_component_has_examples() -> None:
    """A component without examples is one that nobody has looked at."""
    folders = {path.name for path in (TEMPLATES / "components").iterdir() if path.is_dir()}
    assert folders - set(COMPONENTS) <= NOT_SHOWN


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_every_example_is_valid_and_accessible(built_site: Path, java: Path, chromium: Path, tmp_path: Path) -> None:
    """Each example on a page of its own, in the site's style, wide and light, narrow and dark."""
    style = next((built_site / "stil").glob("site.*.css"))
    (tmp_path / "site.css").write_bytes(style.read_bytes())
    for component in COMPONENTS:
        for number, (name, text) in enumerate(render(component)):
            page = _page(component, name, text)
            (tmp_path / f"{component}-{number}.html").write_text(page, "utf-8")
    problems = nu_problems(tmp_path)
    assert not problems, "\n" + "\n".join(map(str, problems[:20]))
    with serve(tmp_path) as site:
        report = walk(site)
    # A link or a line that belongs between the landmarks of a whole page stands alone here.
    found = [str(f) for f in report.faults if f.kind in ("axe", "overflow") and not f.detail.startswith("region")]
    assert not found, "\n" + "\n".join(found[:20])


def _page(component: str, name: str, text: str) -> str:
    heading = "" if "<h1" in text else f"<h1>{html.escape(component)}</h1>"
    main = "<main></main>" if component in AT_THE_TOP else ""
    body = f"{text}<main>{heading}<h2>–</h2></main>" if main else f"<main>{heading}<h2>–</h2>{text}</main>"
    return (
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{html.escape(name)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="/site.css"></head><body>{body}</body></html>'
    )
