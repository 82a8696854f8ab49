#!/usr/bin/env python3
"""Measure what pictures cost: ours, Eleventy's, those of bare libvips and Hugo's, of the same masters in the same run.

Posters of A4 at 300 dots an inch are made in four widths and two formats: AVIF and JPEG by all but Hugo, which has no
AVIF; WebP and JPEG by all. What they cost is told, that the work was equal, and how good the pictures are for their
bytes. Standard library only, and small on purpose, as `run.py` is.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from bench.run import BuildError, Kit, Measure, become_reaper, call, measure, prepare, say  # noqa: E402

WIDTHS = (400, 800, 1200, 1600)
# What the engine asks of each. Were it otherwise, its pictures made alone would not be those of its builds.
QUALITY = {"avif": 65, "webp": 80, "jpeg": 82}
# What else our sample is made at, so that it can be as good as somebody else's: below the usual quality and above.
CURVE = (
    {"avif": 50, "webp": 40, "jpeg": 40},
    {"avif": 58, "webp": 60, "jpeg": 65},
    QUALITY,
    {"avif": 75, "webp": 92, "jpeg": 92},
)
PAIRS = (("avif", "jpeg"), ("webp", "jpeg"))
# The fewest of all else that make_site.py makes.
AROUND = {"pages": 1, "services": 1, "partners": 1, "news": 1}
ADDED = "one poster added"
# What is asked of ours: CPU as a share of Eleventy's, MB, seconds as a share of Hugo's, bytes as a share of Eleventy's.
MOST_CPU, MOST_MEMORY, MOST_ADDED, MOST_BYTES = 1.0, 1500, 1 / 3, 1.0


@dataclass(frozen=True)
class Contender:
    """Somebody who makes pictures: how it is started, where they come to lie, and all else that it leaves behind.

    `keeps` tells whether it knows at the next run what it has made.
    """

    name: str
    command: Sequence[str]
    pictures: Path
    leaves: tuple[Path, ...] = ()
    keeps: bool = False

    def forget(self) -> None:
        """Remove everything that it left."""
        for folder in (self.pictures, *self.leaves):
            shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Trial:
    """One pair of formats: the sites, who makes their pictures, and what has been measured."""

    formats: tuple[str, str]
    site: Path
    hugo_site: Path
    contenders: list[Contender]
    environment: Mapping[str, str]
    measures: dict[tuple[str, str], list[Measure]] = field(default_factory=dict)
    counts: dict[str, list[list[Any]]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the formats as a person writes them."""
        return " and ".join(TITLES[form] for form in self.formats)

    def run(self, who: Contender, case: str = "") -> None:
        """Have somebody make the pictures; keep the measure under `case`, if it has a name."""
        result = measure(who.command, self.environment, together=case == "cold")
        if case:
            self.measures.setdefault((case, who.name), []).append(result)
            memory = max(result.largest, result.together)
            say(f"  {self.name}, {case}, {who.name}: {result.cpu:.2f} s CPU, {result.wall:.2f} s, {memory:.0f} MB")

    def of(self, case: str, name: str, what: str) -> float:
        """Return the median of what was measured of `what`."""
        return float(median(getattr(one, what) for one in self.measures[case, name]))


TITLES = {"avif": "AVIF", "webp": "WebP", "jpeg": "JPEG", "png": "PNG"}
OURS, ALONE, ELEVENTY, QUICK, VIPS, HUGO = (
    "ours, the whole build", "ours, the pictures alone", "Eleventy", "Eleventy, AVIF effort 3", "libvips", "Hugo"
)  # fmt: skip


# -- getting ready


def fetch_eleventy(work: Path) -> Path:
    """Install what bench/eleventy/ pins, if it is new; return the folder."""
    folder, lock = work / "eleventy", (HERE / "eleventy" / "package-lock.json").read_text("utf-8")
    stamp = folder / "lock.installed"
    # A module looks for what it imports from where it lies: so the script goes to what it needs.
    shutil.copytree(HERE / "eleventy", folder, dirs_exist_ok=True)
    if not stamp.is_file() or stamp.read_text("utf-8") != lock:
        say("Fetching Eleventy's image plugin, once …")
        call(["npm", "ci", "--silent", "--prefix", str(folder)])
        stamp.write_text(lock, "utf-8")
    return folder


def errand(masters: Path, out: Path, formats: Mapping[str, Mapping[str, int]]) -> str:
    """Return what the programs that only make pictures are told."""
    return json.dumps({"masters": str(masters), "out": str(out), "widths": WIDTHS, "formats": formats})


def make_trial(kit: Kit, eleventy: Path, formats: tuple[str, str], size: Mapping[str, int], spare: int) -> Trial:
    """Make the sites, and say who makes their pictures, and how."""
    folder = kit.work / f"pictures-{formats[0]}-{size['posters']}"
    site, hugo_site, cache = folder / "site", folder / "hugo", folder / "hugo-cache"
    kit.make_site(site, hugo_site, size, "--spare", str(spare), "--formats", *formats)
    masters = site / "assets" / "posters"
    usual = {form: {"quality": QUALITY[form]} for form in formats}

    def alone(name: str, *command: str, keeps: bool = False, **more: Mapping[str, int]) -> Contender:
        out = folder / name.partition(",")[0].lower() / ("quick" if more else "usual")
        asked = {form: {**usual[form], **more.get(form, {})} for form in formats}
        return Contender(name, [*command, errand(masters, out, asked)], out, keeps=keeps)

    node = ("node", str(eleventy / "pictures.js"))
    contenders = [
        Contender(
            OURS,
            # This very Python, not what stands before it on the PATH, as in run.py.
            [sys.executable, str(HERE.parent / "build.py"), "--site", str(site)],
            site / "output",
            (site / ".cache",),
            keeps=True,
        ),
        alone(ELEVENTY, *node, keeps=True),
        alone(ALONE, project_python(), "-P", str(HERE / "pictures_ours.py")),
        alone(VIPS, kit.python, str(HERE / "pictures_libvips.py")),
    ]
    if formats[0] == "avif":
        contenders.append(alone(QUICK, *node, avif={"effort": 3}))
    else:
        command = [kit.hugo, "--source", str(hugo_site), "--quiet"]
        contenders.append(Contender(HUGO, command, hugo_site / "public", (hugo_site / "resources", cache), keeps=True))
    environment = {**os.environ, "HUGO_CACHEDIR": str(cache)}
    # As in run.py: nobody who edits has it set.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return Trial(formats, site, hugo_site, contenders, environment)


def project_python() -> str:
    """Return the engine's own Python, which build.py has made by the time that it is started."""
    return str(HERE.parent / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


# -- the run


def run(trial: Trial, kit: Kit, size: Mapping[str, int], rounds: int, repeats: int) -> None:
    """Measure all, another one first each time, and count what they made."""
    for i in range(rounds):
        for who in trial.contenders if i % 2 == 0 else reversed(trial.contenders):
            who.forget()
            trial.run(who, "cold")
    folders = [str(who.pictures) for who in trial.contenders]
    counted = ask(kit, {"count": folders})
    trial.counts = {who.name: counts for who, counts in zip(trial.contenders, counted, strict=True)}
    keepers = [who for who in trial.contenders if who.keeps]
    for i in range(repeats):
        number = str(size["posters"] + i + 1)
        kit.make_site(trial.site, trial.hugo_site, size, "--change", "poster", "--number", number)
        first = i % len(keepers)
        for who in keepers[first:] + keepers[:first]:
            trial.run(who, ADDED)


def ask(kit: Kit, what: Mapping[str, Any]) -> Any:
    """Return what quality.py says."""
    return json.loads(call([kit.python, str(HERE / "quality.py"), json.dumps(what)]))


def same_bytes(trial: Trial) -> bool:
    """Tell whether our pictures made alone are those of our builds, which have a mark before the suffix."""
    mine = {path.stem: path for path in find(trial, ALONE).pictures.iterdir() if path.suffix != ".jpeg"}
    built = find(trial, OURS).pictures / "bilder"
    return bool(mine) and all(
        [path.read_bytes()] == [other.read_bytes() for other in built.glob(f"{stem}.*{path.suffix}")]
        for stem, path in mine.items()
    )


def find(trial: Trial, name: str) -> Contender:
    """Return the contender of that name."""
    return next(who for who in trial.contenders if who.name == name)


# -- quality


Quality = Sequence[Mapping[str, Any]]


def assess(trials: Sequence[Trial], kit: Kit, sample: Sequence[str], widths: Sequence[int]) -> Quality:
    """Return how good everybody's pictures of the sample are, a row for each format. Ours are made at all qualities."""
    folder = kit.work / "pictures-sample"
    shutil.rmtree(folder, ignore_errors=True)
    masters = folder / "masters"
    masters.mkdir(parents=True)
    for name in sample:
        shutil.copyfile(kit.work / "masters" / name, masters / name)
    of: list[tuple[str, str, list[str]]] = []
    for i, qualities in enumerate(CURVE):
        asked = {form: {"quality": quality} for form, quality in qualities.items()}
        call([project_python(), "-P", str(HERE / "pictures_ours.py"), errand(masters, folder / str(i), asked)])
        of.append((f"ours {i}", str(folder / str(i)), [*qualities]))
    # Without loss: how good the reduction is by itself.
    png = {"png": {"quality": 0}}
    programs = {
        OURS: [project_python(), "-P", str(HERE / "pictures_ours.py")],
        VIPS: [kit.python, str(HERE / "pictures_libvips.py")],
        ELEVENTY: ["node", str(kit.work / "eleventy" / "pictures.js")],
    }
    for i, (name, command) in enumerate(programs.items()):
        call([*command, errand(masters, folder / f"png-{i}", png)])
        of.append((name, str(folder / f"png-{i}"), ["png"]))
    for trial in trials:
        for who in trial.contenders:
            # JPEG is the same in both pairs: of all, it is looked at where Hugo makes it too.
            formats = [form for form in trial.formats if form != "jpeg" or trial is trials[-1]]
            if who.name not in {OURS, ALONE}:
                of.append((who.name, str(who.pictures), formats))
    say(f"Looking at {len(sample)} masters in {len(widths)} widths, from everybody …")
    curve = [f"ours {i}" for i in range(len(CURVE))]
    rows: Quality = ask(kit, {"masters": str(masters), "widths": widths, "of": of, "curve": curve})
    return rows


# -- telling

_COLD = """\
| who | CPU s | ours ÷ it | seconds | ours ÷ it | largest process, MB | all processes, MB | ours ÷ it |
|---|---:|---:|---:|---:|---:|---:|---:|"""
_ADDED = """\
| who | CPU s | ours ÷ it | seconds | ours ÷ it | largest process, MB |
|---|---:|---:|---:|---:|---:|"""
_QUALITY = """\
| format | who | kB a picture | SSIMULACRA2 | SSIM, dB | our bytes ÷ its at equal SSIMULACRA2 | at equal SSIM |
|---|---|---:|---:|---:|---:|---:|"""
_NOTE = """\
Medians; a ratio below 1 means that ours costs less. CPU is user and system time of all processes. Memory of all
processes together is sampled ten times a second, shared pages counted once."""
_QUALITY_NOTE = """\
Means of a sample, against the master reduced in one step in floating point. Our bytes at equal quality are
reckoned, picture by picture, between those of the four qualities of ours; * means that some lie beyond them."""


def told(trial: Trial, case: str) -> list[str]:
    """Return the table of a case."""
    names = [who.name for who in trial.contenders if (case, who.name) in trial.measures]
    kinds = [("cpu", ".2f"), ("wall", ".2f"), ("largest", ".0f"), *([("together", ".0f")] if case == "cold" else [])]
    rows = [_COLD if case == "cold" else _ADDED]
    for name in names:
        cells = [name]
        for what, form in kinds:
            mine, its = trial.of(case, OURS, what), trial.of(case, name, what)
            cells.append(f"{its:{form}}")
            if what != "largest":
                cells.append("" if name == OURS or not its else f"{mine / its:.2f}")
        rows.append("| " + " | ".join(cells) + " |")
    return rows


def equality(trial: Trial) -> tuple[bool, list[str]]:
    """Return whether all made the same, and how that is told."""
    mine = trial.counts[OURS]
    others = [name for name, counts in trial.counts.items() if counts != mine]
    kinds = ", ".join(f"{count} {form} {width}×{height}" for form, width, height, count in mine)
    if others:
        rows = [f"THE WORK WAS NOT EQUAL. Ours: {kinds}."]
        rows += [
            f"{name}: " + ", ".join(f"{n} {form} {w}×{h}" for form, w, h, n in trial.counts[name]) + "."
            for name in others
        ]
        return False, rows
    return True, [f"The work was equal, as the bytes tell; everybody made {kinds}."]


def tell_quality(quality: Quality) -> list[str]:
    """Return the table of quality."""
    rows = [_QUALITY]
    for form in ("avif", "webp", "jpeg"):
        for row in quality:
            if row["format"] == form:
                name = row["who"]
                # Ours are numbered by their place on the curve.
                asked = CURVE[int(name.split()[1])][form] if name.startswith("ours ") else QUALITY[form]
                cells = [TITLES[form], f"{name.split()[0] if name.startswith('ours ') else name} at {asked}"]
                cells += [f"{row['size'] / 1000:.1f}", f"{row['ssimulacra2']:.1f}", f"{row['ssim']:.2f}"]
                for by in ("ssimulacra2", "ssim"):
                    ratio, beyond = row.get("equal", {}).get(by, (0.0, 0))
                    cells.append(f"{ratio:.2f}{'*' if beyond else ''}" if ratio else "")
                rows.append("| " + " | ".join(cells) + " |")
    plain = [f"{row['who'].partition(',')[0]} {row['ssimulacra2']:.1f}" for row in quality if row["format"] == "png"]
    return [*rows, "", _QUALITY_NOTE, f"Reduced alone, without loss, SSIMULACRA2: {', '.join(plain)}."]


def targets(trials: Sequence[Trial], quality: Quality) -> list[str]:
    """Return what was asked for, and whether it was kept."""
    rows = []

    def asked(what: str, value: float, most: float, form: str = ".2f") -> None:
        rows.append(
            f"- {what}: {value:{form}}, asked for at most {most:{form}}: {'kept' if value <= most else 'MISSED'}"
        )

    for trial in trials:
        cpu = trial.of("cold", OURS, "cpu") / trial.of("cold", ELEVENTY, "cpu")
        asked(f"{trial.name}, cold, CPU ÷ Eleventy's", cpu, MOST_CPU)
        memory = max(trial.of("cold", OURS, what) for what in ("largest", "together"))
        asked(f"{trial.name}, cold, memory of all processes, MB", memory, MOST_MEMORY, ".0f")
        if (ADDED, HUGO) in trial.measures:
            seconds = trial.of(ADDED, OURS, "wall") / trial.of(ADDED, HUGO, "wall")
            asked(f"{trial.name}, one poster added, seconds ÷ Hugo's", seconds, MOST_ADDED)
    for row in quality:
        if row["who"] == ELEVENTY and "equal" in row:
            what = f"{TITLES[row['format']]}, bytes at equal SSIMULACRA2 ÷ Eleventy's"
            asked(what, row["equal"]["ssimulacra2"][0], MOST_BYTES)
    return rows


def report(trials: Sequence[Trial], quality: Quality, kit: Kit, size: int, load: Sequence[float]) -> str:
    """Return the result as Markdown, which reads well in a terminal too."""
    hugo = call([kit.hugo, "version"]).split()[1].partition("-")[0].removeprefix("v")
    modules = kit.work / "eleventy" / "node_modules"
    eleventy, sharp = (
        json.loads((modules / name / "package.json").read_text("utf-8"))["version"]
        for name in ("@11ty/eleventy-img", "sharp")
    )
    vips = call([kit.python, "-c", "import pyvips; print(*(pyvips.version(i) for i in range(3)), sep='.')"]).strip()
    node = call(["node", "--version"]).strip().removeprefix("v")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    rounds = len(trials[0].measures["cold", OURS])
    others = load[0] > cores / 2 or load[1] > cores * 1.5
    busy = "; it was busy with other things: trust the ratios before the seconds" if others else ""
    rows = [
        f"# Pictures compared, {dt.datetime.now(dt.UTC):%Y-%m-%d}",
        "",
        f"{size} masters of A4 at 300 dots an inch, to widths of {', '.join(map(str, WIDTHS))} in two formats.",
        f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}, Node {node}.",
        f"Eleventy's image plugin {eleventy} with sharp {sharp}; libvips {vips}; Hugo {hugo}.",
        f"{rounds} rounds from nothing. Load average {load[0]:.1f} before, {load[1]:.1f} after{busy}.",
        "",
        *targets(trials, quality),
    ]
    for trial in trials:
        rows += ["", f"## {trial.name}", "", *equality(trial)[1]]
        if not same_bytes(trial):
            rows.append("OUR PICTURES MADE ALONE ARE NOT THOSE OF OUR BUILD: their cost says nothing.")
        for case in ("cold", ADDED):
            rows += ["", f"{case.capitalize()}:", "", *told(trial, case)]
    return "\n".join([*rows, "", _NOTE, "", "## Quality", "", *tell_quality(quality), ""])


def main(argv: list[str]) -> int:
    """Run the command; return 1 where the work was not equal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="6 masters, and fewer looks at how good they are")
    parser.add_argument("--rounds", type=int, default=2, help="how often all are made from nothing (usually twice)")
    parser.add_argument("--repeats", type=int, default=3, help="how often a poster is added (usually 3 times)")
    parser.add_argument("--work", type=Path, default=HERE / "work", help="where all that is made or fetched is kept")
    parser.add_argument("--write", action="store_true", help="also write results/<date>-pictures.md")
    options = parser.parse_args(argv)
    if options.rounds < 1 or options.repeats < 1:
        parser.error("--rounds and --repeats are at least 1: a poster is added to what is there")
    count = 6 if options.quick else 48
    numbers, widths = ((1,), (400, 800)) if options.quick else ((1, 17, 33), (400, 800, 1600))
    become_reaper()
    try:
        kit = prepare(options.work.resolve())
        eleventy = fetch_eleventy(kit.work)
        before = os.getloadavg()[0]
        say("Making the sites, and warming up on small ones …")
        for formats in PAIRS:
            tiny = make_trial(kit, eleventy, formats, {**AROUND, "posters": 1}, 0)
            for who in tiny.contenders:
                who.forget()
                tiny.run(who)
        trials = []
        for formats in PAIRS:
            size = {**AROUND, "posters": count}
            trial = make_trial(kit, eleventy, formats, size, options.repeats)
            run(trial, kit, size, options.rounds, options.repeats)
            trials.append(trial)
        after = os.getloadavg()[0]
        quality = assess(trials, kit, [f"affisch-{number:03d}.jpg" for number in numbers], widths)
        text = report(trials, quality, kit, count, (before, after))
    except BuildError as error:
        say(str(error))
        return 2
    print(text)
    if options.write:
        folder = HERE / "results"
        folder.mkdir(exist_ok=True)
        (folder / f"{dt.datetime.now(dt.UTC):%Y-%m-%d}-pictures.md").write_text(text, "utf-8")
    return 0 if all(equality(trial)[0] and same_bytes(trial) for trial in trials) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
