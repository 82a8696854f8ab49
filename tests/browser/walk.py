"""Visits every page of an output folder in real browsers and writes down what is wrong with each."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Literal
from urllib.parse import urljoin, urlsplit
from zlib import crc32

from playwright.sync_api import ConsoleMessage, Page, Response, sync_playwright
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Request as BrowserRequest
from selectolax.lexbor import LexborHTMLParser

from tests.browser.axe import axe_problems
from tests.browser.links import READ_IDS, READ_REFERENCES, Reference, fault_of
from tests.browser.programs import CHROMIUM_FLAGS, find_chromium
from tests.browser.server import SiteServer

Kind = Literal["console", "outside", "status", "overflow", "axe", "link", "crash"]

_OVERFLOW = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return null;
  const scrolls = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== 'visible') return true;
    return false;
  };
  const wide = [...document.body.querySelectorAll('*')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && (box.right > root.clientWidth + 0.5 || box.left < -0.5) && !scrolls(element);
  });
  const named = wide.slice(0, 3).map((element) => [element.localName, ...element.classList].join('.'));
  return `${root.scrollWidth} px wide in a window of ${root.clientWidth}: ${named.join(', ')}`;
}"""


@dataclass(frozen=True, order=True)
class View:
    """One way of looking: the window's width in CSS pixels, and what the reader has chosen in system and browser.

    `text` is the size of letters in per cent. It is set on the root, as by a reader's own style sheet, and not by the
    browser's zoom: that is nothing but a narrower window, which other views are, and breakpoints in rem would follow
    the browser's own setting. So it is the hardest case: letters twice as large in the layout of the full width.
    """

    width: int
    scheme: Literal["light", "dark"] = "light"
    forced: bool = False
    more_contrast: bool = False
    text: int = 100
    paper: bool = False

    def __str__(self) -> str:
        chosen = (
            (self.forced, "forced colours"),
            (self.more_contrast, "more contrast"),
            (self.text != 100, f"text {self.text} %"),
            (self.paper, "print"),
        )
        return " ".join([f"{self.width} {self.scheme}", *(name for is_so, name in chosen if is_so)])

    @property
    def unfit_rules(self) -> tuple[str, ...]:
        """Rules of axe that measure something else than what is seen.

        In forced colours Chromium tells scripts the ground that is drawn, but the style sheet's colour of the letters,
        which is not: no style here takes itself out of them, so the contrast is that of the reader's own two colours.
        """
        return ("color-contrast",) if self.forced else ()

    def apply(self, page: Page) -> None:
        """Make `page` look so. Without motion: axe must not measure a colour half-way between two."""
        page.set_viewport_size({"width": self.width, "height": 900})
        page.emulate_media(
            media="print" if self.paper else "screen",
            color_scheme=self.scheme,
            forced_colors="active" if self.forced else "none",
            contrast="more" if self.more_contrast else "no-preference",
            reduced_motion="reduce",
        )
        # By way of the CSSOM, which a strict policy on styles lets through.
        page.evaluate(
            "(size) => { document.documentElement.style.fontSize = size; }",
            f"{self.text}%" if self.text != 100 else "",
        )


WIDE_LIGHT = View(1280, "light")
NARROW_DARK = View(320, "dark")
BOTH_ENDS = (WIDE_LIGHT, NARROW_DARK)
# A4 between margins of a centimetre, in CSS pixels.
PAPER = View(718, paper=True)
EVERY_VIEW = (
    *(View(width, scheme) for scheme in ("light", "dark") for width in (320, 390, 768, 1280)),
    View(390, "dark", forced=True),
    View(1280, "light", forced=True),
    View(390, "light", more_contrast=True),
    View(390, "light", text=200),
    View(1280, "light", text=200),
    PAPER,
)


@dataclass(frozen=True, order=True)
class Fault:
    kind: Kind
    detail: str
    page: str
    view: str


@dataclass
class Report:
    pages: list[str] = field(default_factory=list)
    looks: int = 0
    rtl: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def of(self, *kinds: Kind) -> str:
        """The faults of these kinds as a person reads them, each once with the pages it is on; "" if there are none."""
        places: dict[tuple[str, str], list[str]] = defaultdict(list)
        for fault in sorted(set(self.faults)):
            if fault.kind in kinds:
                places[fault.kind, fault.detail].append(f"{fault.page} ({fault.view})")
        return "\n".join(
            f"{kind}: {detail}\n    {len(seen)} × {', '.join(seen[:3])}" for (kind, detail), seen in places.items()
        )


def pages_of(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def typical_of(pages: Iterable[Path], folder: Path) -> list[Path]:
    """All pages but most of those of example partners, which differ by nothing but a name: one in six of them."""
    chosen = []
    for page in pages:
        *above, _ = page.relative_to(folder).parts
        of_a_partner = len(above) > 1 and above[-2] in ("partner", "kumppanit", "partners")
        example = of_a_partner and b'content="noindex' in page.read_bytes()
        if not example or crc32(above[-1].encode()) % 6 == 0:
            chosen.append(page)
    return chosen


def sample_of(pages: Iterable[Path]) -> list[Path]:
    """Pages that together show every element and every class, in each direction of writing."""
    seen: set[object] = set()
    chosen = []
    for page in pages:
        tree = LexborHTMLParser(page.read_bytes())
        root = tree.css_first("html")
        way = root.attributes.get("dir") if root else ""
        shown = {(way, node.tag) for node in tree.css("body *")}
        shown |= {
            (way, f".{name}") for node in tree.css("[class]") for name in (node.attributes["class"] or "").split()
        }
        if not shown <= seen:
            chosen.append(page)
            seen |= shown
    return chosen


def one_of_each(pages: Iterable[Path], lang: str) -> dict[str, Path]:
    """The page of each kind that shows the most in one language, by the kind's name; those with a way out apart."""
    richest: dict[str, tuple[int, Path]] = {}
    for page in pages:
        tree = LexborHTMLParser(page.read_bytes())
        root, main = tree.css_first("html"), tree.css_first("main[class]")
        if root is None or main is None or root.attributes.get("lang") != lang:
            continue
        kind = (main.attributes["class"] or "").rpartition("--")[2]
        if kind == "partner" and tree.css_first('meta[name="robots"][content*="noindex"]'):
            # An example of a partner, which nobody is to find.
            continue
        if kind == "page" and "has-quick-exit" in (root.attributes.get("class") or ""):
            kind = "help"
        shown = {(node.tag, node.attributes.get("class")) for node in tree.css("body *")}
        if len(shown) > richest.get(kind, (0, page))[0]:
            richest[kind] = (len(shown), page)
    return {kind: page for kind, (_, page) in sorted(richest.items())}


def walk(
    site: SiteServer,
    *,
    pages: Sequence[Path] | None = None,
    views: Sequence[View] = BOTH_ENDS,
    axe: bool = True,
    base_url: str = "",
    processes: int = 2,
) -> Report:
    """Look at `pages` (all of them, if none are named) in every one of `views`, with `processes` browsers at once.

    A page is loaded once, and then resized and recoloured: that is what a reader's own window does, and far faster.
    """
    chosen = pages_of(site.folder) if pages is None else list(pages)
    waiting: SimpleQueue[Path] = SimpleQueue()
    for page in chosen:
        waiting.put(page)
    executable = find_chromium()
    with ThreadPoolExecutor(processes) as pool:
        walkers = [_Walker(site, views, axe) for _ in range(min(processes, len(chosen)))]
        for done in [pool.submit(walker.run, waiting, executable) for walker in walkers]:
            done.result()
    report = Report()
    ids: dict[str, frozenset[str]] = {}
    references: list[tuple[str, Reference]] = []
    for walker in walkers:
        report.pages += walker.report.pages
        report.looks += walker.report.looks
        report.rtl += walker.report.rtl
        report.faults += walker.report.faults
        ids |= walker.ids
        references += walker.references
    report.faults += _link_faults(references, site, base_url, ids)
    report.pages.sort()
    return report


def _link_faults(
    references: list[tuple[str, Reference]], site: SiteServer, base_url: str, ids: dict[str, frozenset[str]]
) -> list[Fault]:
    faults = []
    for page, reference in references:
        if detail := fault_of(reference, site, base_url, ids):
            faults.append(Fault("link", detail, page, "any"))
        if reference.fetched and _is_outside(reference.url, site):
            detail = f"<{reference.holder}> fetches {reference.url}"
            faults.append(Fault("outside", detail, page, "any"))
    return faults


def _is_outside(url: str, site: SiteServer) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and f"{parts.scheme}://{parts.netloc}" != site.origin


class _Walker:
    """One browser of its own, in a thread of its own (Playwright's objects may not cross threads)."""

    def __init__(self, site: SiteServer, views: Sequence[View], axe: bool) -> None:
        self.site = site
        self.axe = axe
        self.report = Report()
        self.ids: dict[str, frozenset[str]] = {}
        self.references: list[tuple[str, Reference]] = []
        # Every other page goes through the views backwards: it starts where the last one ended, and saves a resize.
        self._orders = cycle((tuple(views), tuple(reversed(views))))
        self._page = ""
        self._view = ""

    def run(self, waiting: "SimpleQueue[Path]", executable: Path) -> None:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=list(CHROMIUM_FLAGS))
            page = browser.new_context(reduced_motion="reduce", locale="sv-SE").new_page()
            page.on("console", self._on_console)
            page.on("pageerror", lambda error: self._fault("console", f"uncaught: {error}"))
            page.on("request", self._on_request)
            page.on("response", self._on_response)
            while True:
                try:
                    file = waiting.get_nowait()
                except Empty:
                    break
                self._page = file.relative_to(self.site.folder).as_posix()
                try:
                    self._visit(page, file)
                except BrowserError as error:
                    self._fault("crash", error.message)
            browser.close()

    def _visit(self, page: Page, file: Path) -> None:
        self.report.pages.append(self._page)
        if target := redirect_of(file):
            url = urljoin(self.site.url_of(file), target)
            self.references.append((self._page, Reference("meta", url, False)))
            return
        loaded = False
        for view in next(self._orders):
            self._view = str(view)
            view.apply(page)
            if not loaded:
                page.goto(self.site.url_of(file), wait_until="load")
                page.evaluate("() => document.fonts.ready.then(() => true)")
                self._read(page)
                loaded = True
                # What is set on the page before, a new page does not have.
                view.apply(page)
            if found := page.evaluate(_OVERFLOW):
                self._fault("overflow", found)
            if self.axe:
                for problem in axe_problems(page, view.unfit_rules):
                    self._fault("axe", str(problem))
            self.report.looks += 1

    def _read(self, page: Page) -> None:
        self.ids[self._page] = frozenset(page.evaluate(READ_IDS))
        self.references += [(self._page, Reference(*row)) for row in page.evaluate(READ_REFERENCES)]
        if page.evaluate("() => document.documentElement.dir === 'rtl'"):
            self.report.rtl.append(self._page)

    def _fault(self, kind: Kind, detail: str) -> None:
        self.report.faults.append(Fault(kind, detail, self._page, self._view))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._fault("console", f"{message.type}: {message.text}")

    def _on_request(self, request: BrowserRequest) -> None:
        if _is_outside(request.url, self.site):
            self._fault("outside", f"request to {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self._fault("status", f"{response.status} for {urlsplit(response.url).path}")


def redirect_of(file: Path) -> str | None:
    """Where a page sends its reader at once, if that is all it does."""
    refresh = LexborHTMLParser(file.read_bytes()).css_first('meta[http-equiv="refresh" i]')
    if refresh is None:
        return None
    found = re.search(r"url\s*=\s*['\"]?([^'\"]+)", refresh.attributes.get("content") or "", re.IGNORECASE)
    return found.group(1).strip() if found else None
