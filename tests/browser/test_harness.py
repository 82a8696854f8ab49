"""Each fault that the harness is for, planted in a small folder of pages, is caught; the sound page is left alone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import programs
from tests.browser.axe import axe_problems
from tests.browser.nu import nu_problems
from tests.browser.server import Request, SiteServer, serve
from tests.browser.walk import (
    BOTH_ENDS,
    EVERY_VIEW,
    NARROW_DARK,
    WIDE_LIGHT,
    Report,
    one_of_each,
    pages_of,
    sample_of,
    walk,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STYLE = """
body { margin: 1rem; color: #111; background: #fff; font: 100%/1.5 sans-serif; overflow-wrap: anywhere }
a { color: #0645ad }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #111 } a { color: #9cf } }
@media (prefers-color-scheme: dark) { .grey-at-night { color: #333 } }
.broad { inline-size: 700px; block-size: 1rem; background: #ccc }
"""

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>'

# The headers that the published site is to have: the harness must work, and see no fault of its own making, under them.
POLICY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
}


def page_of(body: str, *, title: str = "Sida", lang: str = "sv", direction: str = "ltr", head: str = "") -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}" dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f'<link rel="stylesheet" href="/style.css">\n<link rel="icon" href="/dot.svg">\n{head}</head>\n<body>\n'
        f'<main id="main">\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n'
    )


PAGES = {
    "index.html": page_of('<p>En hel <a href="/stöd/">länk</a> och <a href="#main">en till</a>.</p>', title="Hel"),
    "stöd/index.html": page_of('<p>Sidan bor i en mapp med ö: <a href="/#main">tillbaka</a>.</p>', title="Stöd"),
    "ar/index.html": page_of("<p>صفحة سليمة.</p>", title="صفحة", lang="ar", direction="rtl"),
    "alt.html": page_of('<p><img src="/dot.svg" width="10" height="10"></p>'),
    "console.html": page_of("<p>Text</p>", head='<script src="/throws.js" defer></script>\n'),
    "outside.html": page_of('<p><img src="http://example.org/pixel.png" alt="" width="1" height="1"></p>'),
    "lazy.html": page_of(
        '<div class="tall"></div>\n<p><img src="http://example.org/lazy.png" alt="" loading="lazy" width="1"></p>',
        head='<link rel="preconnect" href="http://fonts.example.org">\n',
    ),
    "overflow.html": page_of('<div class="broad"></div>'),
    "overflow-ar.html": page_of('<div class="broad"></div>', lang="ar", direction="rtl"),
    "link.html": page_of('<p><a href="/finns-inte/">Ingen sida</a></p><p><a href="/stöd/#inget">Ingen rubrik</a></p>'),
    "missing-picture.html": page_of('<p><img src="/borta.webp" alt="En bild" width="1" height="1"></p>'),
    "contrast.html": page_of('<p class="grey-at-night">Syns inte på natten.</p>'),
    "invalid.html": page_of("<p>Ett <div>block</div> i ett stycke.</p>"),
    "moved.html": '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Flyttad</title>'
    '<meta http-equiv="refresh" content="0; url=/ingenstans/"></head><body><p>Flyttad</p></body></html>',
    "404.html": page_of("<p>Sidan finns inte.</p>", title="Borta"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sajt med å")
    files = PAGES | {
        "style.css": STYLE + ".tall { block-size: 20000px }",
        "throws.js": "console.error('sagt'); throw new Error('kastat')",
        "dot.svg": DOT,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def report(folder: Path, chromium: Path) -> Report:
    with serve(folder, headers=POLICY) as site:
        return walk(site)


def faults_on(report: Report, page: str) -> set[str]:
    return {fault.kind for fault in report.faults if fault.page == page}


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="only where tests run on several workers")
def test_the_browsers_tests_stay_together(request: pytest.FixtureRequest) -> None:
    """On several workers each would walk through the whole site: xdist groups by this ending, or silently not."""
    assert request.node.nodeid.endswith("@browser")


def test_every_page_is_visited_in_every_view(report: Report) -> None:
    assert report.pages == sorted(PAGES)
    assert report.looks == 2 * (len(PAGES) - 1), "all but the redirect, twice"
    assert sorted(report.rtl) == ["ar/index.html", "overflow-ar.html"]


@pytest.mark.parametrize("page", ["index.html", "stöd/index.html", "ar/index.html", "404.html", "invalid.html"])
def test_a_sound_page_has_no_fault(report: Report, page: str) -> None:
    """Under the strict policy too: neither axe nor the harness may cause an error of its own."""
    assert faults_on(report, page) == set()


def test_missing_alt_is_caught(report: Report) -> None:
    assert faults_on(report, "alt.html") == {"axe"}
    assert "image-alt (critical) at img" in report.of("axe")


def test_console_errors_are_caught(report: Report) -> None:
    assert faults_on(report, "console.html") == {"console"}
    assert "error: sagt" in report.of("console")
    assert "uncaught: kastat" in report.of("console")


def test_requests_to_other_origins_are_caught(report: Report) -> None:
    assert "outside" in faults_on(report, "outside.html")
    assert "request to http://example.org/pixel.png" in report.of("outside")


def test_what_would_be_fetched_later_is_caught(report: Report) -> None:
    """A picture far down the page, and a connection opened in advance, send nothing while a test looks on."""
    assert "<img> fetches http://example.org/lazy.png" in report.of("outside")
    assert "<link> fetches http://fonts.example.org/" in report.of("outside")


@pytest.mark.parametrize("page", ["overflow.html", "overflow-ar.html"])
def test_overflow_is_caught_where_the_window_is_narrow(report: Report, page: str) -> None:
    assert [(fault.kind, fault.view) for fault in report.faults if fault.page == page] == [
        ("overflow", str(NARROW_DARK))
    ]
    assert "div.broad" in report.of("overflow")


def test_broken_links_are_caught(report: Report) -> None:
    assert faults_on(report, "link.html") == {"link"}
    assert "points at /finns-inte/, which is not there" in report.of("link")
    assert "/stöd/#inget, and that page has no such id" in report.of("link")


def test_a_broken_redirect_is_caught(report: Report) -> None:
    assert faults_on(report, "moved.html") == {"link"}
    assert "<meta> points at /ingenstans/" in report.of("link")


def test_missing_files_are_caught(report: Report) -> None:
    assert faults_on(report, "missing-picture.html") == {"status", "console", "link"}


def test_a_fault_of_the_dark_alone_is_caught(report: Report) -> None:
    """The colours are changed without loading the page again, and axe sees the new ones."""
    assert {(fault.kind, fault.view) for fault in report.faults if fault.page == "contrast.html"} == {
        ("axe", str(NARROW_DARK))
    }
    assert "color-contrast" in report.of("axe")


def test_links_to_the_published_address_are_looked_for_in_the_folder(tmp_path: Path, chromium: Path) -> None:
    body = '<p><a href="https://kampanj.example/borta/">borta</a> <a href="https://kampanj.example/a.html">här</a></p>'
    (tmp_path / "style.css").write_text(STYLE)
    (tmp_path / "dot.svg").write_text(DOT)
    (tmp_path / "a.html").write_text(page_of(body), encoding="utf-8")
    with serve(tmp_path) as site:
        report = walk(site, views=[WIDE_LIGHT], axe=False, base_url="https://kampanj.example/")
    assert [fault.detail for fault in report.faults] == ["<a> points at /borta/, which is not there"]


def test_axe_sees_a_single_page(browser: Browser, folder: Path) -> None:
    with serve(folder) as site:
        page = browser.new_page()
        page.goto(f"{site.origin}/alt.html")
        assert [problem.rule for problem in axe_problems(page)] == ["image-alt"]
        page.close()


def test_a_sample_shows_every_class_in_both_directions(folder: Path) -> None:
    chosen = [page.relative_to(folder).as_posix() for page in sample_of(pages_of(folder))]
    assert "ar/index.html" in chosen
    assert {"overflow.html", "overflow-ar.html"} <= set(chosen)
    assert not {"index.html", "stöd/index.html"} <= set(chosen), "the second shows nothing new"


def test_every_view_is_there_once() -> None:
    """Four widths in light and dark; forced colours and large letters, narrow and wide; more contrast; paper."""
    assert len(set(EVERY_VIEW)) == len(EVERY_VIEW) == 4 * 2 + 2 * 2 + 1 + 1
    assert len({str(view) for view in EVERY_VIEW}) == len(EVERY_VIEW), "a fault tells its view by name"
    assert set(BOTH_ENDS) < set(EVERY_VIEW)


LOOK = """() => ({
  forced: matchMedia('(forced-colors: active)').matches, contrast: matchMedia('(prefers-contrast: more)').matches,
  dark: matchMedia('(prefers-color-scheme: dark)').matches, still: matchMedia('(prefers-reduced-motion)').matches,
  print: matchMedia('print').matches, width: innerWidth, letters: getComputedStyle(document.body).fontSize,
})"""


def test_a_view_is_what_it_says(browser: Browser, folder: Path) -> None:
    """And nothing of it is left for the next, under a policy that forbids styles of others."""
    page = browser.new_page()
    with serve(folder, headers=POLICY) as site:
        page.goto(site.origin + "/")
        for view in (*EVERY_VIEW, *reversed(EVERY_VIEW)):
            view.apply(page)
            assert page.evaluate(LOOK) == {
                "forced": view.forced,
                "contrast": view.more_contrast,
                "dark": view.scheme == "dark",
                "still": True,
                "print": view.paper,
                "width": view.width,
                "letters": f"{16 * view.text // 100}px",
            }, view
    page.close()


def test_one_page_of_each_kind_is_found(tmp_path: Path) -> None:
    """The one that shows the most; help apart, other languages and redirects not among them."""
    pages = {
        "a.html": '<html lang="sv"><main class="main main--page"><p>',
        "b.html": '<html lang="sv"><main class="main main--page"><p><h2>',
        "c.html": '<html lang="sv" class="has-quick-exit"><main class="main main--page"><p>',
        "d.html": '<html lang="ar"><main class="main main--page"><p><h2><h3>',
        "e.html": '<html lang="sv"><p>',
        "f.html": '<html lang="sv"><meta name="robots" content="noindex"><main class="main main--partner"><p>',
        "g.html": '<html lang="sv"><main class="main main--partner">',
    }
    for name, text in pages.items():
        (tmp_path / name).write_text(f"<!DOCTYPE html>{text}", "utf-8")
    chosen = {kind: page.name for kind, page in one_of_each(pages_of(tmp_path), "sv").items()}
    assert chosen == {"help": "c.html", "page": "b.html", "partner": "g.html"}


def test_invalid_html_is_caught(folder: Path, java: Path) -> None:
    problems = nu_problems(folder)
    assert {problem.path for problem in problems if problem.level == "error"} == {"alt.html", "invalid.html"}
    [stray] = [problem for problem in problems if "No “p” element in scope" in problem.message]
    lines = PAGES["invalid.html"].splitlines()
    assert "<div>" in lines[stray.line - 1], "the place is the place in the file"


def test_sound_html_is_left_alone(tmp_path: Path, java: Path) -> None:
    (tmp_path / "sida å.html").write_text(PAGES["index.html"], encoding="utf-8")
    assert nu_problems(tmp_path) == []


class TestServer:
    def test_it_answers_like_a_plain_host(self, folder: Path) -> None:
        with serve(folder, prefix="/kampanj") as site:
            assert _status(site, "/kampanj/") == 200
            assert _status(site, "/kampanj/st%C3%B6d/") == 200
            assert _status(site, "/kampanj/borta") == 404
            assert _status(site, "/") == 404, "nothing lies outside the prefix"
            assert _status(site, "/kampanj/../style.css") == 404
            assert Request("GET", "/kampanj/borta", 404) in site.requests

    def test_a_folder_without_its_slash_is_sent_on(self, folder: Path) -> None:
        with serve(folder, prefix="/kampanj") as site:
            assert _status(site, "/kampanj/ar") == 200
            assert [request.status for request in site.requests] == [301, 200]

    def test_addresses_and_files_match(self, folder: Path) -> None:
        with serve(folder, prefix="/kampanj") as site:
            for page in pages_of(folder):
                path = site.url_of(page).removeprefix(site.origin)
                assert site.file_at(path) == page


class TestPrograms:
    def test_a_missing_program_says_how_to_get_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shutil, "which", lambda _name: None)
        monkeypatch.setattr(programs, "CHROMIUM_PLACES", {})
        monkeypatch.delenv("MICROSITE_CHROMIUM", raising=False)
        with pytest.raises(programs.MissingProgramError, match=r"apt-get install chromium.*MICROSITE_CHROMIUM"):
            programs.find_chromium()

    def test_a_chosen_program_is_used_or_refused(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("MICROSITE_CHROMIUM", sys.executable)
        assert programs.find_chromium() == Path(sys.executable)
        monkeypatch.setenv("MICROSITE_CHROMIUM", str(tmp_path / "ingen"))
        with pytest.raises(programs.MissingProgramError, match="no such file"):
            programs.find_chromium()

    @pytest.mark.parametrize(("in_ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
    def test_missing_skips_here_and_fails_in_ci(self, tmp_path: Path, in_ci: str, outcome: str) -> None:
        """A run that checked nothing must never look like one that found nothing."""
        root = Path(__file__).parents[2]
        test = f"{Path(__file__).name}::test_axe_sees_a_single_page"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", str(Path(__file__).with_name(test))],
            cwd=root,
            env=os.environ | {"MICROSITE_CHROMIUM": str(tmp_path / "ingen"), "CI": in_ci},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert outcome in done.stdout
        assert "MICROSITE_CHROMIUM names" in done.stdout


def _status(site: SiteServer, path: str) -> int:
    from http.client import HTTPConnection

    connection = HTTPConnection(site.origin.removeprefix("http://"))
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        location = answer.getheader("Location")
        return _status(site, location) if location else answer.status
    finally:
        connection.close()
