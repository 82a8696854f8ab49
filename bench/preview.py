#!/usr/bin/env python3
"""Measure the preview: how long after a save a person sees it, in a real Chromium, on the campaign itself.

It is no test, and nothing depends on it. It needs what the tests need, so run it with their Python:

    python3 build.py test --help
    .venv/bin/python -P bench/preview.py
    .venv/bin/python -P bench/preview.py --hugo PATH    the same with Hugo's binary, edit by edit in turn, and the ratio

A copy of the campaign in a temporary folder is served and edited. Edits come at random moments, whether or not the last
one was seen: one that no frame ever showed is lost. Three times are taken for each:

- `built`: how long the engine says it built. The watching before and the telling after are not in it.
- `in DOM`: from just before the write to the moment the parser has put the new text in the page.
- `seen`: the same to the first animation frame that shows it; styles are loaded by then, so this is what the eye meets.

Hugo gets one section with as many pages as the campaign has, their Markdown, and one plain template without styles:
less work than ours, and a lighter page. It is there for the order of magnitude, not for a race.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.browser.programs import CHROMIUM_FLAGS, find_chromium  # noqa: E402

_START_SECONDS = 300
_PATIENCE_MS = 3000
_MARK = "Mätpunkt"
# Looks when the parser adds something and at every frame; the page tells the wall clock, so our own delay is not in it.
_LOOKER = """
(() => {
  const clock = () => performance.timeOrigin + performance.now();
  const found = () => { const m = /Mätpunkt (\\d+)/.exec(document.querySelector("main")?.textContent || ""); return m && m[1]; };
  let known = null, shown = null;
  const observer = new MutationObserver(() => {
    const number = found();
    if (number && number !== known) { known = number; window.benchTold("dom", Number(number), clock()); }
  });
  observer.observe(document, {childList: true, subtree: true, characterData: true});
  const frame = () => {
    const number = found();
    if (number && number !== shown) { shown = number; window.benchTold("frame", Number(number), clock()); }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})();
"""  # noqa: E501


@dataclass
class Watched:
    """One preview server with a browser's page on it, and when each edit was made, reached the page, and was shown."""

    name: str
    process: subprocess.Popen[str]
    url: str
    edit: Callable[[int], None]
    saved: dict[int, float] = field(default_factory=dict)
    dom: dict[int, float] = field(default_factory=dict)
    frame: dict[int, float] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def open(self, browser: Browser) -> Page:
        """Open the page that will be edited."""
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.expose_binding("benchTold", self._told)
        page.add_init_script(_LOOKER)
        page.goto(self.url)
        return page

    def _told(self, _source: object, what: str, number: int, moment: float) -> None:
        (self.dom if what == "dom" else self.frame).setdefault(number, moment)

    def save(self, number: int) -> None:
        """Make edit `number`."""
        self.saved[number] = time.time() * 1000
        self.edit(number)

    def since_saved(self, seen: dict[int, float]) -> list[float]:
        """Return milliseconds from save to `seen`, of the edits that were."""
        return [seen[n] - self.saved[n] for n in self.saved if n in seen]

    def built(self) -> list[float]:
        """Return the milliseconds that the server says it built."""
        return [float(m[1]) for line in self.said if (m := re.search(r"(?:Built in|Total in) (\d+) ms", line))]

    def read_on(self) -> None:
        """Go on reading what the server says, so that it never waits for us."""
        assert self.process.stdout is not None
        threading.Thread(target=lambda: self.said.extend(self.process.stdout or ()), daemon=True).start()

    def stop(self) -> None:
        """End the server as a person does."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def main() -> int:
    """Run, print the table, return the exit code: 0, whatever the figures are."""
    parser = argparse.ArgumentParser(description="Measure saved → seen in the preview.")
    parser.add_argument("--edits", type=int, default=30)
    parser.add_argument("--gap", type=float, default=0.6, help="the least time between edits, in seconds")
    parser.add_argument("--page", default="content/sv/om.md", help="the file that is edited")
    parser.add_argument("--hugo", type=Path, help="Hugo's binary, to measure beside ours")
    parser.add_argument("--engine", type=Path, default=PROJECT, help="another checkout, whose engine serves")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="preview-") as folder, sync_playwright() as playwright:
        servers: list[Watched] = []
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        try:
            servers.append(start_ours(Path(folder) / "ours", options.engine.resolve(), options.page))
            if options.hugo:
                servers.append(start_hugo(Path(folder) / "hugo", options.hugo.resolve(), options.page))
            measure(servers, browser, options)
        finally:
            browser.close()
            for server in servers:
                server.stop()
    return 0


def measure(servers: Sequence[Watched], browser: Browser, options: argparse.Namespace) -> None:
    """Edit in turn, and print what came of it."""
    dice = random.Random(options.seed)
    pages = [server.open(browser) for server in servers]
    pages[0].wait_for_timeout(1500)
    error = clock_error(pages[0])
    for number in range(options.edits + 1):
        for server in servers:
            server.save(number)
            pages[0].wait_for_timeout((options.gap + dice.random()) * 1000)
        if number == 0:  # The first save warms up, and is not counted.
            for server in servers:
                server.saved.clear()
                server.said.clear()
    pages[0].wait_for_timeout(_PATIENCE_MS)
    print(f"{options.edits} edits of {options.page}; milliseconds as p50 / p95 / most\n")
    print(f"{'':8}{'built':>20}{'in DOM':>20}{'seen':>20}{'lost':>6}")
    for server in servers:
        seen = server.since_saved(server.frame)
        columns = [row(values) for values in (server.built(), server.since_saved(server.dom), seen)]
        print(f"{server.name:8}{columns[0]:>20}{columns[1]:>20}{columns[2]:>20}{options.edits - len(seen):>6}")
    if len(servers) > 1:
        ours, theirs = (median(server.since_saved(server.frame)) for server in servers)
        print(f"\nratio of the medians of `seen`, Hugo to ours: {theirs / ours:.2f}")
    print(f"\nThe page's clock is {error:+.1f} ms from ours at the start, {clock_error(pages[0]):+.1f} ms at the end.")


def clock_error(page: Page) -> float:
    """Return by how much the page's clock is ahead of ours, from the quickest of some questions."""
    tries = []
    for _ in range(9):
        before = time.time() * 1000
        there = float(page.evaluate("performance.timeOrigin + performance.now()"))
        after = time.time() * 1000
        tries.append((after - before, there - (before + after) / 2))
    return min(tries)[1]


def row(values: Sequence[float]) -> str:
    """Return the middle, the 95th percentile and the most of `values`."""
    if not values:
        return "–"
    ranked = sorted(values)
    return f"{median(ranked):.0f} / {ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]:.0f} / {ranked[-1]:.0f}"


# -- ours


def start_ours(site: Path, engine: Path, page: str) -> Watched:
    """Serve a copy of the campaign. Pictures that the project's own cache holds are not made again."""
    for name in ("content", "assets"):
        shutil.copytree(PROJECT / name, site / name)
    shutil.copy(PROJECT / "partners.yaml", site)
    if (PROJECT / ".cache" / "objects").is_dir():
        shutil.copytree(PROJECT / ".cache" / "objects", site / ".cache" / "objects")
    port = free_port()
    command = ["-P", "-m", "microsite", "serve", "--site", str(site), "--port", str(port), "--lang", "en"]
    process = start([sys.executable, *command], engine)
    base = wait_for(process, r"(http://\S+)")
    server = Watched("ours", process, "", editor(site / page))
    server.read_on()
    server.url = base + address_in(site, page)
    return server


def address_in(site: Path, page: str) -> str:
    """Return the address of a Swedish page: its slug or its name. The front page has none."""
    text = (site / page).read_text("utf-8")
    slug = re.search(r"^slug: *(\S+)$", text.partition("\n---")[0], re.MULTILINE)
    name = slug[1] if slug else Path(page).stem
    return "" if name == "index" else f"{name}/"


def editor(file: Path) -> Callable[[int], None]:
    """Return what puts a numbered paragraph at the end of `file`, as an editor saves it: aside, then in place."""
    before = file.read_text("utf-8").rstrip("\n")

    def edit(number: int) -> None:
        aside = file.with_name(f".{file.name}.aside")
        aside.write_text(f"{before}\n\n{_MARK} {number}\n", "utf-8", newline="\n")
        aside.replace(file)

    return edit


# -- Hugo


def start_hugo(site: Path, hugo: Path, page: str) -> Watched:
    """Serve as many pages with Hugo, in one section."""
    write(site / "hugo.toml", 'baseURL = "http://127.0.0.1/"\ndisableKinds = ["taxonomy", "term", "rss"]\n')
    layout = "<!doctype html><html><head><title>x</title></head><body><main>{{ .Content }}</main></body></html>"
    for name in ("single", "list"):
        write(site / "layouts" / "_default" / f"{name}.html", layout)
    for number, file in enumerate(sorted((PROJECT / "content").rglob("*.md"))):
        body = file.read_text("utf-8").split("\n---\n", 1)[-1]
        # Blocks and addresses of ours mean nothing to Hugo: what is left is its plain text.
        write(site / "content" / "sidor" / f"{number:04d}.md", f"---\ntitle: {file.stem}\n---\n{body}")
    edited = site / "content" / "sidor" / "edited.md"
    write(edited, "---\ntitle: Edited\n---\n" + (PROJECT / page).read_text("utf-8").split("\n---\n", 1)[-1])
    port = free_port()
    process = start([str(hugo), "server", "--source", str(site), "--port", str(port), "--bind", "127.0.0.1"], site)
    # The browser is kept from looking up any name, localhost too.
    base = wait_for(process, r"available at (http://\S+)").replace("localhost", "127.0.0.1")
    server = Watched("hugo", process, f"{base}sidor/edited/", editor(edited))
    server.read_on()
    return server


# -- tools


def start(command: Sequence[str], place: Path) -> subprocess.Popen[str]:
    """Start a server in `place`, which is where Python finds modules first, and read its words."""
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONUTF8": "1", "NO_COLOR": "1"}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", cwd=place
    )


def wait_for(process: subprocess.Popen[str], pattern: str) -> str:
    """Return what the server says that matches `pattern`."""
    assert process.stdout is not None
    said: list[str] = []
    timer = threading.Timer(_START_SECONDS, process.kill)
    timer.start()
    try:
        for line in process.stdout:
            said.append(line)
            if found := re.search(pattern, line):
                return found[1]
    finally:
        timer.cancel()
    sys.exit("The server did not start:\n" + "".join(said[-30:]))


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        found: Any = asked.getsockname()
    return int(found[1])


def write(path: Path, text: str) -> None:
    """Write a file, in a folder made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
