"""What the website says of itself: the statement that the law asks for, the form for faults, the page on privacy."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests import campaigns

PAGE = "---\ntitle: {title}\ndescription: {title}.\nshows: [{block}]\n---\n"
# The parts of the law, in the authority's order, by their addresses on the page: others have linked to them.
PARTS = ["aktor", "tjanst", "niva", "brister", "bedomd", "andrad", "metod", "synpunkter", "digg", "undantag", "utanfor"]
Build = Callable[..., LexborHTMLParser]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Return what builds the small campaign with settings, what is known of it, and both pages; gives a page back."""

    def run(settings: str = "", known: str = "", out: str = "om/index.html") -> LexborHTMLParser:
        shutil.rmtree(tmp_path / "kampanj", ignore_errors=True)
        root = campaigns.lay_out("base", tmp_path / "kampanj")
        with (root / "content/site.yaml").open("a", encoding="utf-8") as file:
            file.write(f"\n{settings}\n")
        for lang in ("sv", "fi"):
            (root / f"content/{lang}/om.md").write_text(PAGE.format(title="Om", block="accessibility"), "utf-8")
            (root / f"content/{lang}/integritet.md").write_text(PAGE.format(title="Int", block="privacy"), "utf-8")
        if known:
            (root / "content/accessibility.yaml").write_text(known, "utf-8")
        result = campaigns.build(root)
        assert not result.failed, result.problems
        assert not result.problems
        return LexborHTMLParser((root / "output" / out).read_bytes())

    return run


def part(page: LexborHTMLParser, name: str) -> str:
    """Return the words below a part's heading."""
    found, words = False, []
    for node in page.css(".statement > *"):
        if node.tag == "h2":
            found = node.attributes["id"] == name
        elif found:
            words.append(" ".join(node.text(deep=True).split()))
    return " ".join(words)


def test_all_eleven_parts_are_there(build: Build) -> None:
    """In the law's order, whatever is known."""
    page = build()
    assert [heading.attributes["id"] for heading in page.css(".statement > h2")] == PARTS


def test_nothing_is_claimed_that_nobody_did(build: Build) -> None:
    """A town that has written nothing has assessed nothing."""
    page = build()
    assert part(page, "niva").startswith("Webbplatsen är inte bedömd än.")
    assert part(page, "bedomd") == part(page, "andrad") == "Det är inte gjort än."
    assert "inte prövad av personer som använder hjälpmedel" in part(page, "brister")
    assert "utan att tala om vem du är" in part(page, "brister")


def test_what_is_known_is_told_in_its_place(build: Build) -> None:
    """Days in words, faults with reason and day, exemptions, content outside the law."""
    known = """
assessed: 2026-03-01
updated: 2026-04-02
level: partly
method: {sv: Med skärmläsare., fi: Ruudunlukijalla.}
tried-by-users: yes
faults:
  - {what: Kartan går inte att använda., why: Den är en bild., until: 2026-12-24}
burden:
  - {what: Gamla protokoll., why: De är tusentals.}
outside:
  - {what: Kartor.}
"""
    page = build("feedback: {url: https://kommun.example/fel}", known)
    assert part(page, "niva").startswith("Webbplatsen är delvis förenlig")
    assert part(page, "bedomd") == "1 mars 2026"
    assert part(page, "andrad") == "2 april 2026"
    assert part(page, "brister") == "Kartan går inte att använda. Den är en bild. Ska vara åtgärdat 24 december 2026."
    assert part(page, "metod").startswith("Med skärmläsare.")
    assert part(page, "undantag") == "Gamla protokoll. De är tusentals."
    assert part(page, "utanfor").endswith("Kartor.")
    finnish = build("feedback: {url: https://kommun.example/fel}", known, "fi/om/index.html")
    assert part(finnish, "metod").startswith("Ruudunlukijalla.")
    marked = [node.text() for node in finnish.css('.statement [lang="sv"]')]
    assert any("Kartan" in words for words in marked), "what is told in Swedish on a Finnish page says so"


def test_an_easy_to_read_page_takes_the_nearest_language(tmp_path: Path) -> None:
    """One in easy Finnish takes the Finnish before the Swedish, and says what it is in."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    languages = "languages: [sv, fi, fi-simple]\npartial-languages: [fi-simple]\n"
    campaigns.edit(root / "content/site.yaml", "languages: [sv, fi]\n", languages)
    known = "method: {sv: Med skärmläsare., fi: Ruudunlukijalla.}\noutside: [{what: Kartor.}]\n"
    (root / "content/accessibility.yaml").write_text(known, "utf-8")
    for lang in ("sv", "fi", "fi-simple"):
        file = root / f"content/{lang}/om.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(PAGE.format(title="Om", block="accessibility"), "utf-8")
    result = campaigns.build(root)
    assert not result.failed, result.problems
    pages = [LexborHTMLParser(path.read_bytes()) for path in (root / "output").rglob("om/index.html")]
    (page,) = [page for page in pages if page.css("html[lang=fi-simple]")]
    assert part(page, "metod").startswith("Ruudunlukijalla.")
    marked = {node.text(): node.attributes["lang"] for node in page.css(".statement [lang]")}
    assert marked == {"Ruudunlukijalla.": "fi", "Kartor.": "sv"}


def test_faults_can_be_told_without_a_name(build: Build) -> None:
    """By a form that needs no script and no name; the page may send it there, and nowhere else."""
    page = build("feedback: {action: 'https://formular.example/fel'}")
    form = page.css_first("form.feedback")
    assert form is not None
    assert form.attributes["method"] == "post"
    assert form.attributes["action"] == "https://formular.example/fel"
    needed = [field.attributes["name"] for field in page.css("form.feedback [required]")]
    assert needed == ["message"]
    assert not page.css("form.feedback script")
    assert "utan att tala om vem du är" not in part(page, "brister")


@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        ("", "form-action 'none'"),
        ("feedback: {url: 'https://kommun.example/fel'}", "form-action 'none'"),
        ("feedback: {action: 'https://formulär.example/fel?a=1'}", "form-action https://xn--formulr-bxa.example"),
    ],
)
def test_hosts_let_a_form_go_there_alone(build: Build, tmp_path: Path, settings: str, allowed: str) -> None:
    """In the headers of every host that we write for."""
    build(settings)
    for name in ("_headers", ".htaccess", "nginx.conf.example", "web.config"):
        text = (tmp_path / "kampanj/output" / name).read_text("utf-8")
        found = set(re.findall(r"form-action [^;&]+", html.unescape(text)))
        assert found == {allowed}, name


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("", "innan webbplatsen lanseras"),
        (
            "server: {operator: It-avdelningen, days: 7}",
            "driver den och tar bort sina anteckningar efter 7 dagar",
        ),
        ("server: {operator: It-avdelningen, days: 0}", "It-avdelningen driver den och antecknar inte"),
    ],
)
def test_what_the_server_keeps_is_told(build: Build, settings: str, said: str) -> None:
    """As the town has it, or that nobody has said."""
    assert said in part(build(settings, out="integritet/index.html"), "server")


def test_privacy_is_told_from_what_the_website_does(build: Build) -> None:
    """A form is a form about you, if only for faults; a search is told of where there is one."""
    without = part(build(out="integritet/index.html"), "gor-inte")
    assert "Vi ber aldrig om namn" in without
    assert "Hitta hjälp" in without
    assert "Filmer" not in without
    with_form = part(
        build("feedback: {action: 'https://formular.example/fel'}", out="integritet/index.html"), "gor-inte"
    )
    assert "Vi ber aldrig om namn" not in with_form
    assert "formular.example" in with_form
