#!/usr/bin/env python3
"""Look at one page of each kind through HTML_CodeSniffer (WCAG 2 AA) and Lighthouse (as on a telephone).

It is no test, and nothing depends on it: both programs come by npm, and one of them measures time. Build first. It
needs Node and npm, and what the tests need, so run it with their Python:

    python3 build.py && python3 build.py test --help
    .venv/bin/python -P bench/audit.py                     both, Swedish and Arabic, some ten minutes
    .venv/bin/python -P bench/audit.py htmlcs --warnings   one of them, and all that it isn't sure of
    .venv/bin/python -P bench/audit.py lighthouse --langs sv --kinds start directory --runs 3
    .venv/bin/python -P bench/audit.py htmlcs --every      every page there is, in every view of the tests

Both are pinned with all that they need by audit/package-lock.json, whose SHA-512 npm compares, and are kept in
.cache/audit. The pages are served as they are to be met on the web: by the server of the tests, with the headers that
the site publishes, and with texts gzipped. The last line says how busy the machine was: on a busy one the milliseconds
are somebody else's too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from statistics import median_low
from typing import Any, NoReturn

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser.programs import CHROMIUM_FLAGS, find_chromium  # noqa: E402
from tests.browser.server import SiteServer, serve  # noqa: E402
from tests.browser.walk import EVERY_VIEW, View, one_of_each, pages_of, redirect_of  # noqa: E402

HERE = Path(__file__).resolve().parent / "audit"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
VIEWS = tuple(View(width, scheme) for width in (390, 1280) for scheme in ("light", "dark"))
# What is asked for: bytes and seconds of the start page on a telephone.
MOST_BYTES, MOST_STYLE, MOST_SECONDS = 120 * 1024, 14 * 1024, 1.5

_SNIFF = """() => new Promise((done, failed) => HTMLCS.process('WCAG2AA', document, () => done(
  // What stands within a film is for browsers that play none: no other draws it, or gives it the page's colours.
  HTMLCS.getMessages().filter((message) => !message.element?.closest?.('video *')).map((message) => {
    const node = message.element, names = [];
    for (let up = node; up && up.localName && names.length < 3; up = up.parentElement)
      names.unshift(up.localName + (up.id ? '#' + up.id : [...up.classList].map((name) => '.' + name).join('')));
    return [message.type, message.code, names.join(' > '), message.msg];
  })), failed))"""


@dataclass(frozen=True)
class Asked:
    """A page to look at: its kind, its language and its file."""

    kind: str
    lang: str
    file: Path

    def __str__(self) -> str:
        return f"{self.kind} {self.lang}".strip()


# -- what is needed


def give_up(sentence: str) -> NoReturn:
    """Say what was not looked at, and end as a failure: nothing found must not look like nothing wrong."""
    print(f"NOTHING WAS CHECKED: {sentence}", file=sys.stderr)
    raise SystemExit(2)


def fetch_tools() -> Path:
    """Return the folder of the two programs, fetched once for each lock."""
    folder = PROJECT / ".cache/audit"
    lock = (HERE / "package-lock.json").read_text("utf-8")
    stamp = folder / "fetched"
    if stamp.is_file() and stamp.read_text("utf-8") == lock:
        return folder
    for program in ("node", "npm"):
        if not shutil.which(program):
            give_up(f"{program} was not found. Install Node 20 or newer.")
    print("Fetching HTML_CodeSniffer and Lighthouse, once …", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE, folder)
    command = ["npm", "ci", "--loglevel=error", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    if done.returncode:
        give_up(f"npm could not fetch them; is there a network? \n{done.stderr.strip()[:600]}")
    stamp.write_text(lock, "utf-8")
    return folder


def chosen(output: Path, langs: Sequence[str], kinds: Sequence[str]) -> list[Asked]:
    """Return one page of each kind in each language."""
    if not (output / "index.html").is_file():
        give_up(f"there is no site in {output}. Build it first: python3 build.py")
    pages = pages_of(output)
    return [
        Asked(kind, lang, file)
        for lang in langs
        for kind, file in one_of_each(pages, lang).items()
        if not kinds or kind in kinds
    ]


def every_page(output: Path) -> list[Asked]:
    """Return all pages of the site, by their addresses; those that only lead on are none."""
    return [
        Asked(file.relative_to(output).as_posix(), "", file) for file in pages_of(output) if redirect_of(file) is None
    ]


# -- HTML_CodeSniffer


def sniff(site: SiteServer, pages: Sequence[Asked], source: str, views: Sequence[View], *, with_warnings: bool) -> int:
    """Tell what HTML_CodeSniffer says of each page in each view; return how many errors."""
    places: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    browsers = min(os.cpu_count() or 1, len(pages))
    with ThreadPoolExecutor(browsers) as pool:
        shares = [pool.submit(_share, site, pages[i::browsers], source, views) for i in range(browsers)]
        for asked, rows in chain.from_iterable(share.result() for share in shares):
            for kind, code, where, text in rows:
                places[kind, f"{code} {text}", where].append(str(asked))
    errors = sum(kind == 1 for kind, _, _ in places)
    print(f"\nHTML_CodeSniffer, WCAG2AA: {len(pages)} pages in {len(views)} views, {errors} errors")
    for (kind, said, where), seen in sorted(places.items()):
        if kind == 1:
            print(f"  error {said}\n    {where}\n    on {_some(seen)}")
    unsure: dict[str, set[str]] = defaultdict(set)
    for kind, said, where in places:
        if kind == 2:
            unsure[said].add(where)
    print(f"  {len(unsure)} warnings, each for a person to judge" + (":" if with_warnings else " (--warnings)"))
    for said, elements in sorted(unsure.items()) if with_warnings else ():
        print(f"  warning {said}\n    {len(elements)} × {'; '.join(sorted(elements)[:4])}")
    return errors


def _some(names: Sequence[str]) -> str:
    different = sorted(set(names))
    return ", ".join(different[:12]) + (f" and {len(different) - 12} more" if len(different) > 12 else "")


def _share(
    site: SiteServer, pages: Sequence[Asked], source: str, views: Sequence[View]
) -> list[tuple[Asked, list[tuple[int, str, str, str]]]]:
    """Return what is said of some pages, by a browser of their own (which no other thread may touch)."""
    said = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        page = browser.new_page()
        for asked in pages:
            page.goto(site.url_of(asked.file), wait_until="load")
            page.evaluate(source)
            rows = []
            for view in views:
                view.apply(page)
                rows += [tuple(row) for row in page.evaluate(_SNIFF)]
            said.append((asked, rows))
        browser.close()
    return said


# -- Lighthouse


@dataclass
class Looked:
    """What Lighthouse says of a page: points by category, figures, and the audits that failed."""

    points: dict[str, int]
    paint: float
    shift: float
    blocking: float
    size: int
    by_kind: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def measured(folder: Path, url: str, runs: int) -> Looked:
    """Return the middle one of some runs, by its points for speed; with one run, that one."""
    reports = [_report(folder, url) for _ in range(runs)]
    middle = median_low(report["categories"]["performance"]["score"] or 0 for report in reports)
    report = next(r for r in reports if (r["categories"]["performance"]["score"] or 0) == middle)
    audits = report["audits"]
    sizes: dict[str, int] = defaultdict(int)
    for row in audits["network-requests"]["details"]["items"]:
        sizes[row.get("resourceType", "?")] += row.get("transferSize", 0)
    return Looked(
        {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES},
        audits["largest-contentful-paint"]["numericValue"] / 1000,
        audits["cumulative-layout-shift"]["numericValue"],
        audits["total-blocking-time"]["numericValue"],
        int(audits["total-byte-weight"]["numericValue"]),
        dict(sizes),
        list(_failed(report)),
    )


def _report(folder: Path, url: str) -> dict[str, Any]:
    command = [
        "node",
        str(folder / "node_modules/lighthouse/cli/index.js"),
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run",
    ]
    told = ""
    # On a busy machine it loses the browser's traces now and then.
    for _ in range(3):
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            encoding="utf-8",
            env=os.environ | {"CHROME_PATH": str(find_chromium()), "NO_UPDATE_NOTIFIER": "1"},
        )
        if not done.returncode:
            report: dict[str, Any] = json.loads(done.stdout)
            return report
        told = done.stderr.strip()[-600:]
    give_up(f"Lighthouse stopped three times at {url}: {told}")


def _failed(report: Mapping[str, Any]) -> Iterator[str]:
    """Yield every audit that a category counts, or that says how to save, and that is not met."""
    for category in CATEGORIES:
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            score = audit.get("score")
            if score is None or score >= (0.9 if audit["scoreDisplayMode"] in ("numeric", "metricSavings") else 1):
                continue
            where = [
                str(row.get("node", {}).get("selector") or row.get("url") or row.get("description") or "")
                for row in audit.get("details", {}).get("items", [])
            ]
            told = "; ".join(dict.fromkeys(text for text in where if text))
            weight = "" if part["weight"] else " (counts for nothing)"
            shown = " ".join(filter(None, (audit.get("displayValue", ""), told[:300])))
            yield f"{category}: {part['id']}{weight} – {audit['title']} {shown}".rstrip()


def lighten(folder: Path, site: SiteServer, pages: Sequence[Asked], runs: int) -> int:
    """Print Lighthouse's table and what failed; return how many pages fall short of what is asked for."""
    print(f"\nLighthouse, mobile, simulated slow 4G; of {runs} run(s) each the middle one")
    heads = ("page", "perf", "a11y", "best", "seo", "LCP s", "CLS", "TBT ms", "KB")
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    short = 0
    failed: dict[str, list[str]] = defaultdict(list)
    starts: dict[str, Looked] = {}
    for asked in pages:
        looked = measured(folder, site.url_of(asked.file), runs)
        points = [str(looked.points[name]) for name in CATEGORIES]
        figures = f"{looked.paint:.2f} | {looked.shift:.3f} | {looked.blocking:.0f} | {looked.size / 1024:.0f}"
        print(f"| {asked} | {' | '.join(points)} | {figures} |", flush=True)
        short += min(looked.points.values()) < 100
        for audit in looked.failed:
            failed[audit].append(str(asked))
        if asked.kind == "start":
            starts[str(asked)] = looked
    print("\nNot met:" if failed else "\nNothing failed.")
    for audit, seen in sorted(failed.items()):
        print(f"  {audit}\n    on {', '.join(seen)}")
    for name, looked in starts.items():
        kinds = ", ".join(f"{kind} {size / 1024:.1f}" for kind, size in sorted(looked.by_kind.items()))
        print(f"\n{name}: {looked.size / 1024:.1f} KB in all ({kinds}), largest paint after {looked.paint:.2f} s")
        style = looked.by_kind.get("Stylesheet", 0)
        short += looked.size > MOST_BYTES or style > MOST_STYLE or looked.paint > MOST_SECONDS
    return short


def main() -> int:
    """Run what is asked for; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=["htmlcs", "lighthouse", []], help="both if neither is named")
    parser.add_argument("--output", type=Path, default=PROJECT / "output", help="the built site")
    parser.add_argument("--langs", nargs="+", default=["sv", "ar"])
    parser.add_argument("--kinds", nargs="+", default=[], help="start help page directory service poster …")
    parser.add_argument("--every", action="store_true", help="HTML_CodeSniffer: every page, in every view of the tests")
    parser.add_argument("--runs", type=int, default=1, help="of Lighthouse, for each page")
    parser.add_argument("--warnings", action="store_true", help="also what HTML_CodeSniffer is not sure of")
    chosen_by = parser.parse_args()
    what = chosen_by.what or ["htmlcs", "lighthouse"]
    pages = chosen(chosen_by.output, chosen_by.langs, chosen_by.kinds)
    if not pages:
        give_up("no page is of that kind in that language.")
    sniffed, views = (every_page(chosen_by.output), EVERY_VIEW) if chosen_by.every else (pages, VIEWS)
    folder = fetch_tools()
    wrong = 0
    with serve(chosen_by.output, published=True) as site:
        if "htmlcs" in what:
            source = (folder / "node_modules/html_codesniffer/build/HTMLCS.js").read_text("utf-8")
            wrong += sniff(site, sniffed, source, views, with_warnings=chosen_by.warnings)
        if "lighthouse" in what:
            wrong += lighten(folder, site, pages, chosen_by.runs)
    print(f"\nThe machine's load just now: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
