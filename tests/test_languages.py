"""Languages that cover some pages only, and easy-to-read variants: what they have, and where the rest leads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from microsite.schema import base_of
from tests import campaigns

PAGE = "---\ntitle: {title}\ndescription: {title}.\n{more}---\n{text}\n"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a campaign in two whole languages and two with some pages only, published."""
    root = campaigns.lay_out("base", tmp_path_factory.mktemp("sprak") / "kampanj")
    campaigns.edit(
        root / "content/site.yaml",
        "languages: [sv, fi]\n",
        "languages: [sv, fi, so, sv-simple]\npartial-languages: [so, sv-simple]\n",
    )
    campaigns.edit(root / "content/site.yaml", "badges: no\n", "badges: [wide-light]\n")
    shutil.copy(root / "content/sv/stod.md", root / "content/sv/tillganglighet.md")
    campaigns.edit(root / "content/sv/tillganglighet.md", "title: Få stöd", "title: Tillgänglighet")
    help_ = "audience: users\npublished: 2026-01-01\nreview-by: 2027-01-01\nshows: [services]\n"
    for name, text in {
        "so/index.md": PAGE.format(
            title="Bilow", more="", text="[Caawimaad](stod.md) [Droghjälpen](tjanst:droghjalpen)"
        ),
        "so/stod.md": PAGE.format(title="Caawimaad", more=help_, text="Soo wac [112](tel:112)."),
        "sv-simple/stod.md": PAGE.format(title="Få hjälp", more=help_, text="Ring [112](tel:112)."),
        "sv-simple/services/droghjalpen.md": "---\nsummary: Här får du hjälp.\n---\n",
    }.items():
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    result = campaigns.build(root)
    assert not result.failed, result.problems
    assert {p.code for p in result.problems} <= {"ledger-none", "words-missing"}, result.problems
    return root / "output"


def _page(output: Path, out: str) -> LexborHTMLParser:
    return LexborHTMLParser((output / out).read_bytes())


def _pages(output: Path, folder: str) -> list[str]:
    top = output / folder
    return sorted(path.parent.relative_to(top).as_posix() for path in top.rglob("index.html"))


def test_a_link_to_a_page_in_another_language_says_so(output: Path) -> None:
    """To whoever listens and, by the style sheet, to whoever looks; one to easy Swedish's own language says nothing."""
    links = {link.text(): link.attributes.get("hreflang") for link in _page(output, "so/index.html").css(".prose a")}
    assert links == {"Caawimaad": None, "Droghjälpen": "sv"}
    assert not _page(output, "lattlast/stod/index.html").css(".prose a[hreflang]")


def test_only_what_is_written_is_there(output: Path) -> None:
    """And the list of all help; no page is shown there in another language, no partner has one and none has a badge."""
    assert _pages(output, "so") == [".", "help", "stod"]
    assert _pages(output, "lattlast") == ["hjalp", "hjalp/droghjalpen", "stod"]
    assert {"partner/exempelbageriet", "stod"} <= set(_pages(output, ".")) - set(_pages(output, "fi"))
    assert not [path.name for path in (output / "badges").rglob("*") if "-so" in path.name or "simple" in path.name]


def test_a_language_without_a_start_page_leads_to_the_first_ones(output: Path) -> None:
    """From its name, and in the switch from elsewhere."""
    home = [link.attributes["href"] for link in _page(output, "lattlast/stod/index.html").css("a.site-header__home")]
    assert home == ["/"]
    switch = {
        link.attributes["lang"]: link.attributes["href"]
        for link in _page(output, "index.html").css("a.language-switch__link")
    }
    assert switch == {"sv": "/", "fi": "/fi/", "so": "/so/", "sv-simple": "/"}


def test_the_switch_keeps_the_page(output: Path) -> None:
    """Where the language has it; the languages say of each other what they are."""
    page = _page(output, "stod/index.html")
    switch = [link.attributes["href"] for link in page.css("a.language-switch__link")]
    assert switch == ["/stod/", "/fi/", "/so/stod/", "/lattlast/stod/"]
    named = {link.attributes["hreflang"] for link in page.css("link[hreflang]")}
    assert named == {"sv", "so", "sv-simple", "x-default"}
    assert [node.attributes["lang"] for node in _page(output, "lattlast/stod/index.html").css("html")] == ["sv-simple"]


def test_what_is_missing_leads_to_the_original(output: Path) -> None:
    """A service without words in the language has its own page in Swedish; all are in the list."""
    links = {link.text(): link.attributes["href"] for link in _page(output, "so/index.html").css("main a")}
    assert links["Droghjälpen"] == "/hjalp/droghjalpen/"
    assert links["Caawimaad"] == "/so/stod/"
    listed = {link.attributes["href"] for link in _page(output, "so/help/index.html").css("main a")}
    assert "/hjalp/droghjalpen/" in listed
    assert "/lattlast/hjalp/droghjalpen/" in {
        link.attributes["href"] for link in _page(output, "lattlast/hjalp/index.html").css("main a")
    }


def test_every_page_leads_to_what_the_law_asks_for(output: Path) -> None:
    """The statement on accessibility, marked as the language that it is in."""
    for out in ("so/stod/index.html", "lattlast/stod/index.html"):
        link = _page(output, out).css_first('footer a[href="/tillganglighet/"]')
        assert link is not None, out
        assert link.attributes["lang"] == "sv"


def test_easy_words_on_buttons_are_the_languages_own(output: Path) -> None:
    """An easy-to-read variant needs no words of its own for buttons and menus, nor for dates."""
    own, easy = _page(output, "stod/index.html"), _page(output, "lattlast/stod/index.html")
    for selector, words in ((".skip-link", "Hoppa till innehållet"), ("footer time", "1 januari 2026")):
        assert [node.text() for node in easy.css(selector)] == [node.text() for node in own.css(selector)] == [words]


def test_easy_to_read_is_measured(tmp_path: Path) -> None:
    """At a stricter limit than other pages, whomever the page is for."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    campaigns.edit(
        root / "content/site.yaml",
        "languages: [sv, fi]\n",
        "languages: [sv, fi, sv-simple]\npartial-languages: [sv-simple]\n",
    )
    sentence = "Kommunens verksamhet ansvarar för att erbjuda invånarna möjlighet till samtal och stöd i vardagen. "
    file = root / "content/sv-simple/om.md"
    file.parent.mkdir()
    file.write_text(PAGE.format(title="Om", more="", text=sentence * 6), "utf-8")
    told = [p for p in campaigns.build(root).problems if p.code == "lix"]
    assert [p.span.path for p in told] == ["content/sv-simple/om.md"]
    assert dict(told[0].params)["limit"] == "30"


@pytest.mark.parametrize(("lang", "base"), [("sv-simple", "sv"), ("fi-simple", "fi"), ("so", "so")])
def test_the_language_that_a_variant_is_of(lang: str, base: str) -> None:
    assert base_of(lang) == base
