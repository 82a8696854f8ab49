"""Badges on other people's pages: the code that a partner copies works there, and tells nobody anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from tests.browser.server import serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = ("partner/eskilstuna-kommun", "ar/partners/eskilstuna-kommun")
BASE = re.compile(r"https://[^/\"]+(?=/)")


def headers_of(output: Path, path: str) -> dict[str, str]:
    """Return the headers that the published table gives to addresses below `path`."""
    found: dict[str, str] = {}
    inside = False
    for row in (output / "_headers").read_text("utf-8").split("\n"):
        if row and not row.startswith((" ", "#")):
            inside = row.strip() == path
        elif inside and ":" in row:
            name, _, value = row.strip().partition(": ")
            found[name] = value
    return found


def snippets(output: Path, page: str) -> dict[str, str]:
    """Return the codes on a partner's page, by the end of their ids."""
    tree = LexborHTMLParser((output / page / "index.html").read_text("utf-8"))
    return {node.attributes["id"] or "": node.text() for node in tree.css("pre.snippet__code")}


@pytest.mark.parametrize("page", PAGES)
def test_the_code_works_on_a_page_with_strict_rules(
    built_site: Path, tmp_path: Path, browser: Browser, page: str
) -> None:
    """Another site, nothing allowed but pictures from ours, and cross-origin isolation: every picture is shown."""
    rules = headers_of(built_site, "/badges/*")
    assert rules["Cross-Origin-Resource-Policy"] == "cross-origin"
    codes = snippets(built_site, page)
    fetched = {name: code for name, code in codes.items() if name.endswith(("-link", "-mail"))}
    # Six badges to fetch, one of them for an email signature.
    assert len(fetched) == 7
    with serve(built_site, headers=rules) as ours:
        body = "".join(re.sub(r"https://[^/\"]+/", f"{ours.origin}/", code) for code in fetched.values())
        (tmp_path / "index.html").write_text(f"<!doctype html><html lang=sv><title>x</title><body>{body}", "utf-8")
        strict = {
            "Content-Security-Policy": f"default-src 'none'; img-src {ours.origin}",
            "Cross-Origin-Embedder-Policy": "require-corp",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        with serve(tmp_path, headers=strict) as theirs:
            tab = browser.new_page()
            said: list[str] = []
            sent: list[dict[str, str]] = []
            tab.on("console", lambda message: said.append(message.text))
            tab.on("request", lambda request: sent.append(request.all_headers()) if "/badges/" in request.url else None)
            tab.goto(theirs.origin + "/", wait_until="networkidle")
            sizes = tab.evaluate(
                "[...document.images].map((i) => [i.complete, i.naturalWidth, i.width, i.height, i.alt])"
            )
            assert tab.evaluate("crossOriginIsolated")
            tab.close()
    wide, square, signature = [True, 320, 320, 112], [True, 240, 240, 240], [True, 240, 240, 60]
    assert [row[:4] for row in sizes] == [wide] * 3 + [square] * 2 + [signature, [True, 480, 240, 60]]
    assert all(row[4] for row in sizes)
    assert [text for text in said if "favicon" not in text] == []
    hotlinked = [row for row in sent if row["sec-fetch-dest"] == "image"]
    assert len(hotlinked) == 7
    assert sum("referer" in row for row in hotlinked) <= 1, "the hot-linked pictures tell nobody where they stand"


@pytest.mark.parametrize("page", PAGES)
def test_the_code_for_markdown_is_a_picture_that_leads_to_the_page(built_site: Path, page: str) -> None:
    import markdown

    for name, code in snippets(built_site, page).items():
        if name.endswith("-markdown"):
            tree = LexborHTMLParser(markdown.markdown(code))
            [link] = tree.css("a")
            [picture] = tree.css("img")
            address = BASE.sub("", link.attributes["href"] or "").strip("/")
            assert (built_site / address / "index.html").is_file()
            assert (built_site / BASE.sub("", picture.attributes["src"] or "").strip("/")).is_file()
            assert picture.attributes["alt"]
