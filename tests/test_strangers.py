"""What strangers send: hostile names, words and addresses are harmless wherever they stand, or refused in words."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from tests import campaigns

# Strange, and yet the name of somebody: taken, and shown as it is.
NAMES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "--><svg onload=alert(1)>",
    "]]><script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %}",
    "{}%s%(name)s$name",
    '=HYPERLINK("http://exempel.example")',
    "+46 exempel",
    "-2+3 exempel",
    "@SUM(1)",
    "[klicka](javascript:alert(1))",
    "![](https://exempel.example/x.png)",
    "`rm -rf` | $(id) ; echo",
    "&lt;b&gt;exempel&amp;",
    "\\u003cscript\\u003e",
    "javascript:alert(1)",
    "../../etc/passwd",
    "NULL",
    "yes",
    "2026-01-01",
    "Åäö Éè Çñ",
    "مخبز المثال",
    "Exempel \u0645\u062b\u0627\u0644 AB",
)
# What no name, word or address of a partner may be, and the message that says so.
REFUSED = (
    ("name", "Exempel\u202eLABOT", "value-hidden"),
    ("name", "Exempel\u200bbolaget", "value-hidden"),
    ("name", "Exempel\u2066bolaget", "value-hidden"),
    ("name", "Exempel\x07bolaget", "value-hidden"),
    ("name", "E" * 121, "value-long"),
    ("name", "Exempel 🍞", "glyph-missing"),
    ("statement", "x" * 401, "value-long"),
    ("statement", "Vi\u202e pratar", "value-hidden"),
    ("area", "Torshälla\ufeff", "value-hidden"),
    ("url", "http://exempel.example/", "value-https"),
    ("url", "javascript:alert(1)", "value-web"),
    ("url", "data:text/html,<script>alert(1)</script>", "value-web"),
    ("url", "https://exempel.example@annan.example/", "value-web"),
    ("url", "https://exempel.example:8443/", "value-host"),
    ("url", "https://192.0.2.7/", "value-host"),
    ("url", "https://localhost/", "value-web"),
    ("url", "https://[::1]/", "value-web"),
    ("url", "https://exempеl.example/", "value-host"),
    ("url", "https://xn--exempl-4nf.example/", "value-host"),
    ("url", 'https://exempel.example/"><script>', "value-web"),
    ("url", "https://exempelklubben.example.annan.example/", "host-alike"),
    ("url", "https://exempelk1ubben.example/", "host-alike"),
    ("logo", "../../../etc/passwd", "picture-missing"),
    ("logo", "https://exempel.example/logo.svg", "picture-missing"),
)


def _item(slug: str, **fields: str) -> str:
    rows = {"slug": slug, "name": "Exempelbolaget", "sector": "company", "example": "yes"} | fields
    # YAML reads JSON's text, but for a letter beyond U+FFFF, which JSON writes as two.
    said = {name: json.dumps(value, ensure_ascii=max(value) <= "\uffff") for name, value in rows.items()}
    return "\n- " + "\n  ".join(f"{name}: {value}" for name, value in said.items()) + "\n"


def test_there_are_enough_of_them() -> None:
    """With the logos of `hostile_logos`, far more than forty."""
    assert len(NAMES) + len(REFUSED) >= 40


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = campaigns.lay_out("everything", tmp_path_factory.mktemp("okanda") / "kampanj")
    with (root / "partners.yaml").open("a", encoding="utf-8") as file:
        for number, name in enumerate(NAMES):
            file.write(_item(f"okand-{number}", name=name, statement=name, area=name))
    result = campaigns.build(root)
    assert not result.failed, result.problems
    return root / "output"


def test_no_page_runs_or_loads_what_a_name_says(output: Path) -> None:
    """In the page's text, its attributes, its title, its data and the code to copy."""
    for file in output.rglob("*.html"):
        tree = LexborHTMLParser(file.read_text("utf-8"))
        for node in tree.css("*"):
            assert not [name for name in node.attributes if name.startswith("on")], (file, node.html)
            for name in ("href", "src", "srcset"):
                assert not re.match(r"\s*(javascript|data):", node.attributes.get(name) or "", re.IGNORECASE), (
                    file,
                    node.html,
                )
        for script in tree.css("script"):
            assert script.attributes.get("src") or script.attributes.get("type") == "application/ld+json", file
            if not script.attributes.get("src"):
                json.loads(script.text())
        assert not tree.css("img[src=x]")


@pytest.mark.parametrize(("number", "name"), list(enumerate(NAMES)))
def test_a_name_is_shown_as_it_is(output: Path, number: int, name: str) -> None:
    """Its page's heading, its badge's title and its row in the open data say just what it is called."""
    page = LexborHTMLParser((output / f"partner/okand-{number}/index.html").read_text("utf-8"))
    assert _text_of(page, "h1") == name
    badge = ElementTree.parse(output / f"badges/okand-{number}/sv-light.svg").getroot()
    assert (badge[0].text or "").startswith(name)
    assert {child.tag.rpartition("}")[2] for child in badge} == {"title", "desc", "rect", "g", "path"}
    copied = LexborHTMLParser(_text_of(page, "#badge-1-own"))
    assert [node.tag for node in copied.css("body *")] == ["a", "img"]
    [picture] = copied.css("img")
    assert (picture.attributes["alt"] or "").startswith(name)


def _text_of(page: LexborHTMLParser, selector: str) -> str:
    [node] = page.css(selector)
    return node.text()


def test_data_is_data(output: Path) -> None:
    """JSON holds the names as they are; a cell of the CSV is never a formula."""
    rows = {row["id"]: row["name"] for row in json.loads((output / "data/partners.json").read_text("utf-8"))}
    assert [rows[f"okand-{number}"] for number in range(len(NAMES))] == list(NAMES)
    index = json.loads((output / "data/partner/sv.json").read_text("utf-8"))
    assert set(NAMES) <= {row[0] for row in index["partners"]}
    cells = [
        cell for row in csv.reader(io.StringIO((output / "data/partners.csv").read_text("utf-8-sig"))) for cell in row
    ]
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]


@pytest.mark.parametrize(("field", "value", "code"), REFUSED)
def test_what_could_deceive_is_refused_at_its_line(tmp_path: Path, field: str, value: str, code: str) -> None:
    """The problem stands at the field; nothing is published."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    campaigns.edit(root / "content/site.yaml", "badges: no", "badges: yes")
    place = root / "partners.yaml"
    kept = place.read_text("utf-8") + _item(
        "exempelklubben", url="https://exempelklubben.example/", joined="2026-01-01"
    )
    place.write_text(kept + _item("okand", joined="2026-02-01", **{field: value}), "utf-8")
    result = campaigns.build(root)
    assert result.failed
    assert [p.code for p in result.problems if p.level == "error"] == [code]
    [problem] = [p for p in result.problems if p.level == "error"]
    lines = place.read_text("utf-8").split("\n")
    assert lines[problem.span.line - 1].lstrip("- ").startswith(f"{field}:")
    assert yaml.safe_load(place.read_text("utf-8"))[-1][field] == value
    assert not (root / "output").exists()
