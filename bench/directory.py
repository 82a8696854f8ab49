#!/usr/bin/env python3
"""Measure what a directory of many services costs: the build, the pages, and a search on a slow telephone.

It is no test, and nothing depends on it. It needs what the tests need, so run it with their Python:

    python3 build.py test --help
    .venv/bin/python -P bench/directory.py              4,000 services beside 400, some five minutes
    .venv/bin/python -P bench/directory.py --both       the same in Swedish and English

Two neutral towns are made in a temporary folder, alike in all but how many services they have. What the large one costs
is told beside the small one, from the same run: the ratio holds on any machine, the seconds only on this one. A search
is timed in a real Chromium whose processor is slowed down sixfold, and within the page: from just before the letter is
told to the page until all that listens to it is done. Painting is not in it.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
from bench.make_site import as_ours, dice, front, paragraph, sentence, write  # noqa: E402
from bench.run import Measure, become_reaper, measure, say  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.browser.programs import CHROMIUM_FLAGS, find_chromium  # noqa: E402
from tests.browser.server import serve  # noqa: E402

ASKED_MS = 50
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"
AUDIENCES = ("everyone", "users", "relatives", "worried", "young", "parents", "professionals")
TOWNS = ("Norrby", "Söderby", "Österby", "Västerby", "Mellanby", "Åby", "Ekby", "Almby", "Lundby", "Sjöby")
HOURS = (
    "dygnet runt", "mån–fre 9–16", "vard 8–12, 13–17", "21–06", "lör–sön 10–14", "tors 13–15 (jämna veckor)",
    "mån–tors 9–19, helgfria", "mån–fre 8–16; juli: mån–tors 9–15", "första måndagen i månaden 18–20",
)  # fmt: skip
STARTS = (
    "anhörig", "beroende", "familje", "ungdoms", "missbruks", "samtals", "kvinno", "mans", "kris", "skuld", "spel",
    "alkohol", "cannabis", "läkemedels", "våld", "sorg", "ångest", "skol", "fritids", "boende", "arbets", "vård",
    "föräldra", "barn", "äldre", "integrations", "rådgivnings", "sjukvårds", "tandvårds", "juridik",
)  # fmt: skip
ENDS = ("mottagningen", "linjen", "stödet", "jouren", "gruppen", "centrum", "hjälpen", "teamet", "rådet", "huset")
# Typed as people type: with and without accents, misspelt, several words, a number, half a word, slang, danger.
QUERIES = (
    "anhörig", "anhorig", "mottagning", "beroendemottagningen", "alkohl", "cannbis", "hasch", "tjack", "020-91 91 91",
    "0209191", "hjälp att sluta", "jag är orolig för min son", "ungdomsmottagning norrby", "spel", "spelberoende",
    "skuldsatt och mår dåligt", "kvinnojour", "överdos", "andas inte", "ensam", "prata med någon", "förälder",
    "tonåring som röker", "läkare", "juridik", "familjerådgivning åby", "sorggrupp", "xyzzyq", "vårdcentral",
    "min man slår mig",
)  # fmt: skip
WORDS = """\
search:
  - [cannabis, hasch, gräs, braj]
  - [amfetamin, tjack]
  - [anhörig, närstående, mamma, pappa]
  - [ångest, panik, mår dåligt]
  - [ensam, prata, någon att prata med]
  - [läkare, sjuk, vård]
crisis:
  - words: [överdos, andas inte, medvetslös]
    first: [tjanst-00001, tjanst-00002]
  - words: [självmord, vill dö, slår mig]
    first: [tjanst-00001, tjanst-00003]
"""
SITE = """\
# An invented town, made to be measured.
name: {sv: Exempelplatsen, en: The example place}
tagline: {sv: En påhittad kampanj för mätning, en: "An invented campaign, for measuring"}
owner: Exempelkommunen
base-url: https://matning.example/
languages: [LANGUAGES]
untranslated: hide
emergency:
  - number: "112"
    label: {sv: Vid fara för liv, en: If life is in danger}
contact: {text: {sv: Kontakta oss, en: Contact us}, url: "https://kommun.example/kontakt"}
badges: no
poster-downloads: no
"""
# Types each query letter by letter, and answers with the milliseconds of each letter: [query, [ms, …]].
TYPE = """async (queries) => {
  const field = document.querySelector("#finder-words"), rows = [];
  const type = (text) => {
    field.value = text;
    const began = performance.now();
    field.dispatchEvent(new Event("input", {bubbles: true}));
    return performance.now() - began;
  };
  for (const query of queries) {
    const times = [];
    for (let end = 1; end <= query.length; end += 1) {
      times.push(type(query.slice(0, end)));
      await new Promise((done) => setTimeout(done, 0));
    }
    rows.push([query, times]);
    type("");
  }
  return rows;
}"""


@dataclass
class Town:
    """A made town and what was measured of it."""

    root: Path
    count: int
    engine: Path
    builds: dict[str, list[Measure]] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    first: float = 0.0
    opened: float = 0.0

    @property
    def output(self) -> Path:
        """Return the folder that is published."""
        return self.root / "output"

    def build(self, case: str) -> None:
        """Build, and keep what it cost."""
        command = [sys.executable, "-P", "-m", "microsite", "build", "--site", str(self.root)]
        cost = measure(command, {**os.environ, "PYTHONPATH": str(self.engine)}, together=case == "cold")
        self.builds.setdefault(case, []).append(cost)
        say(f"  {self.count} services, {case}: {cost.cpu:.2f} s CPU, {cost.wall:.2f} s, {cost.largest:.0f} MB")

    def cost(self, case: str, name: str) -> float:
        """Return the median of one figure of a case."""
        return float(median(getattr(cost, name) for cost in self.builds[case]))


# -- the town


def service(number: int) -> Mapping[str, Any]:
    """Return the fields of an invented service: names from A to Ö, one to five channels, hours of every form."""
    rng = dice("directory", number)
    letter, town = LETTERS[number % len(LETTERS)], TOWNS[number // 7 % len(TOWNS)]
    trade = rng.choice(STARTS) + rng.choice(ENDS)
    host = f"tjanst-{number:05d}.example"
    ring = f"08-50{number // 1000} {number // 10 % 100:02d} {number % 10}0"
    channels: list[dict[str, Any]] = [
        {"type": "phone", "number": ring, "hours": rng.choice(HOURS), "cost": "normal"},
        {"type": "web", "url": f"https://{host}/"},
    ]
    if rng.random() < 0.5:
        channels.append({"type": "chat", "url": f"https://{host}/chatt", "hours": rng.choice(HOURS), "cost": "free"})
    if rng.random() < 0.4:
        channels.append({"type": "email", "email": f"post@{host}"})
    if rng.random() < 0.3:
        begins, ends = rng.randrange(7, 12), rng.randrange(13, 21)
        channels.append(
            {"type": "visit", "label": "Besök", "hours": f"mån–tors {begins}–{ends}", "note": f"Storgatan, {town}"}
        )
    return {
        "name": f"{letter}{rng.choice(ENDS)[:3]} {trade} {town} {number}",
        "organisation": f"Exempelorganisationen {number % 300 + 1}",
        "summary": sentence(rng, "sv"),
        "audience": rng.sample(AUDIENCES, rng.choice((1, 2))),
        "channels": channels,
        "languages": rng.choice((["sv"], ["sv", "en"], ["sv", "fi", "ar"])),
        "anonymous": rng.random() < 0.5,
        "area": "municipality",
        "area-name": town,
        "keywords": sorted({rng.choice(STARTS) for _ in range(6)} | {trade}),
        "how-to-start": paragraph(rng, "sv", 2),
        "source": f"https://{host}/om",
        "source-name": "Exempelkällan",
        "checked": "2026-06-01",
    }


def make(root: Path, count: int, languages: Sequence[str], engine: Path) -> Town:
    """Write a town with `count` services and a front page."""
    write(root / "content" / "site.yaml", SITE.replace("LANGUAGES", ", ".join(languages)))
    write(root / "content" / "words.yaml", WORDS)
    write(root / "partners.yaml", "partners: []\n")
    for lang in languages:
        rng = dice("directory", "front", lang)
        fields = {"title": "Start", "description": sentence(rng, lang), "published": "2026-01-02"}
        write(root / "content" / lang / "index.md", front(as_ours(fields), paragraph(rng, lang, 8) + "\n"))
    for number in range(1, count + 1):
        name = f"services/tjanst-{number:05d}.md"
        body = paragraph(dice("directory", "body", number), "sv", 4)
        write(root / "content" / "sv" / name, front(as_ours(dict(service(number))), body + "\n"))
        for lang in languages[1:]:
            rng = dice("directory", lang, number)
            words = {"summary": sentence(rng, lang), "how-to-start": paragraph(rng, lang, 2)}
            write(root / "content" / lang / name, front(as_ours(words), paragraph(rng, lang, 4) + "\n"))
    return Town(root, count, engine)


def edit(town: Town, number: int) -> None:
    """Do what an editor does to a service: change its summary."""
    path = town.root / "content" / "sv" / "services" / f"tjanst-{number:05d}.md"
    rows = path.read_text("utf-8").split("\n")
    place = next(n for n, row in enumerate(rows) if row.startswith("summary:"))
    rows[place] = f"summary: {sentence(dice('directory edit', number), 'sv')} Ändrad."
    write(path, "\n".join(rows))


# -- measuring


def search(town: Town, browser: Browser, slower: float) -> None:
    """Type the queries in the town's directory on a slowed-down browser; keep the milliseconds."""
    with serve(town.output) as site:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(f"{site.origin}/hjalp/", wait_until="networkidle")
        town.opened = first_answer(page)
        rows = page.evaluate(TYPE, list(QUERIES))
        page.close()
    letters = [time for _, times in rows for time in times]
    town.first, town.times = letters[0], letters[1:]
    town.whole = [times[-1] for _, times in rows]
    slow = sorted(((times[-1], query) for query, times in rows), reverse=True)[:3]
    say(f"  {town.count} services, slowest: " + ", ".join(f"“{query}” {time:.0f} ms" for time, query in slow))


def first_answer(page: Page) -> float:
    """Return the milliseconds from the first touch of the field until a first result stands there; empty it again."""
    answer = page.evaluate(
        """() => new Promise((done) => {
          const field = document.querySelector("#finder-words"), list = document.querySelector("[data-found]");
          const began = performance.now();
          new MutationObserver((_, observer) => {
            if (!list.firstChild) { return; }
            observer.disconnect();
            done(performance.now() - began);
          }).observe(list, {childList: true});
          field.focus();
          field.value = "anhörig";
          field.dispatchEvent(new Event("input", {bubbles: true}));
        })"""
    )
    page.locator("[data-clear]").click()
    return float(answer)


def files_of(town: Town) -> Iterator[tuple[str, int, int]]:
    """Yield (what, bytes, bytes gzipped) of what a reader fetches."""
    letters = sorted((town.output / "hjalp").glob("bokstav-*/index.html"), key=lambda file: file.stat().st_size)
    services = sorted((town.output / "hjalp").glob("*tjanst-*/index.html"), key=lambda file: file.stat().st_size)
    for what, file in (
        ("words of the search", next((town.output / "data/sok").glob("sv*.json"))),
        ("table of hours", next((town.output / "data").glob("oppet*.json"))),
        ("page of all services", town.output / "hjalp" / "index.html"),
        ("largest page of a letter", letters[-1] if letters else None),
        ("page of a service (middle)", services[len(services) // 2] if services else None),
    ):
        if file is not None:
            data = file.read_bytes()
            yield what, len(data), len(gzip.compress(data, 9))


# -- telling


def report(small: Town, large: Town, slower: float) -> str:
    """Return the result as Markdown, which reads well in a terminal too."""
    rows = [
        f"| what | {small.count} services | {large.count} services | ratio |",
        "|---|---:|---:|---:|",
    ]
    for case, cases in (("cold", ("cpu", "wall", "largest", "together")), ("one service edited", ("cpu", "wall"))):
        for name in cases:
            a, b = small.cost(case, name), large.cost(case, name)
            words = {
                "cpu": "CPU, s",
                "wall": "seconds",
                "largest": "largest process, MB",
                "together": "all processes, MB",
            }
            form = ".0f" if name in ("largest", "together") else ".2f"
            rows.append(f"| {case}: {words[name]} | {a:{form}} | {b:{form}} | {b / a if a else 0:.1f} |")
    sizes = {what: (size, packed) for what, size, packed in files_of(small)}
    for what, size, packed in files_of(large):
        other = sizes.get(what, (0, 0))
        cells = f"{_kb(*other)} | {_kb(size, packed)} | {packed / other[1] if other[1] else 0:.1f}"
        rows.append(f"| {what}: kB (gzip) | {cells} |")
    for what, before, values in (("a letter", small.times, large.times), ("a whole query", small.whole, large.whole)):
        for part, place in (("p50", 0.5), ("p95", 0.95), ("most", 1.0)):
            a, b = rank(before, place), rank(values, place)
            rows.append(f"| search, {what}, {part}: ms | {a:.1f} | {b:.1f} | {b / a if a else 0:.1f} |")
    rows.append(f"| search, first touch to first result: ms | {small.opened:.0f} | {large.opened:.0f} | |")
    rows.append(f"| search, the first letter: ms | {small.first:.1f} | {large.first:.1f} | |")
    worst = rank(large.whole, 0.95)
    kept = "kept" if worst <= ASKED_MS else "NOT KEPT"
    rows += [
        "",
        f"Processor slowed {slower:g}×. Asked for: {ASKED_MS} ms; of whole queries p95 is {worst:.0f} ms: {kept}.",
    ]
    rows.append(f"Load average {os.getloadavg()[0]:.1f}: above the number of cores, trust the ratios before the rest.")
    return "\n".join(rows)


def rank(values: Sequence[float], place: float) -> float:
    """Return the value that `place` of all are at most."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * place))]


def _kb(size: int, packed: int) -> str:
    return f"{size / 1000:.1f} ({packed / 1000:.1f})" if size else "–"


def main(argv: list[str]) -> int:
    """Run, print the table, return the exit code: 0, whatever the figures are."""
    parser = argparse.ArgumentParser(description="Measure a directory of many services.")
    parser.add_argument("--services", type=int, default=4000, help="how many the large town has (usually 4000)")
    parser.add_argument("--beside", type=int, default=400, help="how many the small one has (usually 400)")
    parser.add_argument("--both", action="store_true", help="in Swedish and English, not Swedish only")
    parser.add_argument("--slower", type=float, default=6, help="how much the processor is slowed down (usually 6)")
    parser.add_argument("--edits", type=int, default=3, help="how many services are edited, one at a time (usually 3)")
    options = parser.parse_args(argv)
    if not 8 <= options.services <= 9999 or not 8 <= options.beside <= 9999:
        parser.error("a town has from 8 to 9999 services")
    become_reaper()
    languages = ("sv", "en") if options.both else ("sv",)
    with tempfile.TemporaryDirectory(prefix="directory-") as folder:
        # A town of eight warms up what is read from disk, so that nobody pays for it.
        # The engine as it is now: somebody may be at work on it.
        engine = Path(folder) / "engine"
        for name in ("microsite", "templates", "assets"):
            shutil.copytree(PROJECT / name, engine / name)
        shutil.copy(PROJECT / "requirements.lock", engine)
        warm, small, large = (
            make(Path(folder) / str(count), count, languages, engine) for count in (8, options.beside, options.services)
        )
        warm.build("cold")
        for town in (small, large):
            town.build("cold")
        for number in range(4, 4 + options.edits):
            for town in (small, large):
                edit(town, number)
                town.build("one service edited")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
            for town in (small, large):
                search(town, browser, options.slower)
            browser.close()
        print(report(small, large, options.slower))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
