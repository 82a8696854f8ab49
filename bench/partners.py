#!/usr/bin/env python3
"""Measure what many partners cost: logos, badges in every form, pages, lists and the ledger.

It is no test, and nothing depends on it. It needs what the tests need, so run it with their Python:

    python3 build.py test --help
    .venv/bin/python -P bench/partners.py               5,000 partners beside 500, some fifteen minutes
    .venv/bin/python -P bench/partners.py --partners 1000 --beside 100

Two neutral towns in two languages are made in a temporary folder, alike in all but how many partners they have: three
in five have a logo, half of those an SVG, and all are promised their badges. What the large one costs is told beside
the small one, from the same run: the ratio holds on any machine, the seconds only on this one.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
from bench.directory import SITE  # noqa: E402
from bench.make_site import as_ours, dice, front, paragraph, sentence, write  # noqa: E402
from bench.run import Measure, become_reaper, measure, say  # noqa: E402

LANGUAGES = ("sv", "en")
SECTORS = ("company", "company", "company", "association", "association", "restaurant", "school", "health", "faith")
KINDS = ("Bageri", "Bygg", "Måleri", "Åkeri", "Rör och värme", "Idrottsförening", "Kör", "Krog", "Skola", "Mottagning")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"
COLOURS = ("#123f41", "#8a1c3b", "#1d4f91", "#5b2a86", "#b8431f", "#2b7a3d", "#f4e9a1", "#ffffff")


@dataclass
class Town:
    """A made town and what was measured of it."""

    root: Path
    count: int
    builds: dict[str, list[Measure]] = field(default_factory=dict)

    def run(self, case: str, *words: str) -> None:
        """Run a command of ours on the town, and keep what it cost."""
        command = [sys.executable, "-P", "-m", "microsite", *words, "--site", str(self.root)]
        # What Python compiles is kept, as on an editor's machine.
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        cost = measure(command, {**environment, "PYTHONPATH": str(PROJECT)}, together=case == "cold")
        self.builds.setdefault(case, []).append(cost)
        say(f"  {self.count} partners, {case}: {cost.cpu:.2f} s CPU, {cost.wall:.2f} s, {cost.largest:.0f} MB")


def name_of(number: int) -> str:
    """Return the name of an invented partner; every twentieth is long."""
    rng = dice("partner", number)
    name = f"{LETTERS[number % len(LETTERS)]}exempel {rng.choice(KINDS)} {number}"
    return f"{name} och Exempelbygdens samlade intresseförening" if number % 20 == 0 else name


def logo(number: int, folder: Path) -> str:
    """Draw a logo, and return the name of its file: a sign and a bar, wide or tall, dark or light."""
    rng = dice("logo", number)
    colour, width = rng.choice(COLOURS), rng.randrange(200, 600)
    radius = rng.randrange(20, 60)
    if number % 2:
        box = f'viewBox="0 0 {width} 160"'
        sign = f'<circle cx="70" cy="80" r="{radius}" fill="{colour}"/>'
        bar = f'<rect x="140" y="60" width="{width - 150}" height="40" fill="{colour}"/>'
        write(folder / f"{number}.svg", f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{sign}{bar}</svg>\n')
        return f"{number}.svg"
    picture = Image.new("RGBA", (width, 160), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((70 - radius, 80 - radius, 70 + radius, 80 + radius), fill=colour)
    draw.rectangle((140, 60, width - 10, 100), fill=colour)
    folder.mkdir(parents=True, exist_ok=True)
    picture.save(folder / f"{number}.png")
    return f"{number}.png"


def make(root: Path, count: int) -> Town:
    """Write a town with `count` partners, a front page and a page that lists them."""
    write(root / "content" / "site.yaml", SITE.replace("LANGUAGES", ", ".join(LANGUAGES)).replace("badges: no\n", ""))
    for lang in LANGUAGES:
        rng = dice("partners", "front", lang)
        for name, blocks in (("index", []), ("partner", ["partners"])):
            fields = {"title": name, "description": sentence(rng, lang), "published": "2026-01-02", "shows": blocks}
            fields = {key: value for key, value in fields.items() if value != []}
            write(root / "content" / lang / f"{name}.md", front(as_ours(fields), paragraph(rng, lang, 8) + "\n"))
    rows = ["- {slug: natverket, name: Exempelnätverket, sector: network}"]
    for number in range(1, count + 1):
        rng = dice("fields", number)
        fields = {
            "slug": f"partner-{number:05d}",
            "name": name_of(number),
            "sector": rng.choice(SECTORS),
            "url": f"https://partner-{number:05d}.example/",
            "joined": f"2026-{rng.randrange(1, 11):02d}-{rng.randrange(1, 28):02d}",
        }
        if number % 5 < 3:
            fields["logo"] = logo(number, root / "assets" / "logos")
        if number % 7 == 0:
            fields["networks"] = "[natverket]"
        rows.append("- " + "\n  ".join(f"{key}: {value}" for key, value in fields.items()))
    write(root / "partners.yaml", "\n".join(rows) + "\n")
    return Town(root, count)


def rename(town: Town, number: int) -> None:
    """Do what an editor does: write a partner's name anew."""
    path = town.root / "partners.yaml"
    path.write_text(path.read_text("utf-8").replace(name_of(number) + "\n", f"Nya {name_of(number)}\n", 1), "utf-8")


def join(town: Town) -> None:
    """Add one partner."""
    path = town.root / "partners.yaml"
    path.write_text(path.read_text("utf-8") + "- {slug: den-nya, name: Den nya, sector: company}\n", "utf-8")


def report(small: Town, large: Town) -> str:
    """Return the result as Markdown."""
    rows = [f"| what | {small.count} partners | {large.count} partners | ratio |", "|---|---:|---:|---:|"]
    for case in large.builds:
        names = ("cpu", "wall", "largest", "together") if case == "cold" else ("cpu", "wall", "largest")
        for name in names:
            a, b = (getattr(town.builds[case][0], name) for town in (small, large))
            words = {
                "cpu": "CPU, s",
                "wall": "seconds",
                "largest": "largest process, MB",
                "together": "all processes, MB",
            }
            rows.append(f"| {case}: {words[name]} | {a:.1f} | {b:.1f} | {b / a if a else 0:.1f} |")
    for what, one, other in zip(
        ("files", "badges", "output, MB", "cache, MB"), sizes(small), sizes(large), strict=True
    ):
        rows.append(f"| {what} | {one:,.0f} | {other:,.0f} | {other / one:.1f} |")
    for out in (
        "partner/index.html",
        "alla-partner/index.html",
        "data/partner/sv.json",
        "partner/partner-00007/index.html",
    ):
        cells = []
        for town in (small, large):
            data = (town.root / "output" / out).read_bytes()
            cells.append(f"{len(data) / 1000:.1f} ({len(gzip.compress(data, 9)) / 1000:.1f})")
        rows.append(f"| {out}: kB (gzip) | {cells[0]} | {cells[1]} | |")
    rows.append(
        f"\nLoad average {os.getloadavg()[0]:.1f}: above the number of cores, trust the ratios before the rest."
    )
    return "\n".join(rows)


def sizes(town: Town) -> tuple[float, ...]:
    """Return how many files are published, how many badges, and the megabytes of the output and of the cache."""
    files = [file for file in (town.root / "output").rglob("*") if file.is_file()]
    kept = sum(file.stat().st_size for file in (town.root / ".cache").rglob("*") if file.is_file())
    badges = [file for file in files if file.suffix == ".svg" and "badges" in file.parts]
    return len(files), len(badges), sum(file.stat().st_size for file in files) / 1e6, kept / 1e6


def main(argv: Sequence[str]) -> int:
    """Run, print the table, return the exit code: 0, whatever the figures are."""
    parser = argparse.ArgumentParser(description="Measure a roster of many partners.")
    parser.add_argument("--partners", type=int, default=5000, help="how many the large town has (usually 5000)")
    parser.add_argument("--beside", type=int, default=500, help="how many the small one has (usually 500)")
    options = parser.parse_args(argv)
    become_reaper()
    folder = Path(tempfile.mkdtemp(prefix="many-partners-"))
    try:
        say(f"Making {options.beside} and {options.partners} partners in {', '.join(LANGUAGES)} …")
        towns = [make(folder / str(count), count) for count in (options.beside, options.partners)]
        for town in towns:
            town.run("cold", "build")
            town.run("promises written down", "partners", "record")
            town.run("the ledger new", "build")
            town.run("nothing changed", "build")
            rename(town, 7)
            town.run("one renamed, its badges promised anew", "partners", "record")
            town.run("one renamed", "build")
            join(town)
            town.run("one joined", "build")
        say(report(*towns))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
