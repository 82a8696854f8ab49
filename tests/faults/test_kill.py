"""A build that is killed leaves a whole site, and the next one heals it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import pytest

from microsite.pipeline import Order, build
from tests.faults.conftest import FreshEdited
from tests.faults.whole import Edited, assert_whole, pages_of, says_it_in_words
from tests.incremental.small_site import TODAY

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def test_every_instant_of_publishing(edited: FreshEdited) -> None:
    """After each single file put in place or removed, the site is whole; no page that readers know leads nowhere."""
    site = edited()
    # Pages that go may lead to each other to the last: nobody else leads to them.
    old = pages_of(site.output) & site.expected.keys()
    instants = 0

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def act(*args: Any, **options: Any) -> Any:
            nonlocal instants
            result = real(*args, **options)
            if str(site.output) in str(args[-1]) and ".tmp-" not in str(args[-1]):
                instants += 1
                assert_whole(site.output, old)
            return result

        return act

    with (
        mock.patch.object(os, "replace", watched(os.replace)),
        mock.patch.object(Path, "unlink", watched(Path.unlink)),
    ):
        result = build(Order(site.root, TODAY, cores=1))
    assert not result.failed
    assert instants > result.written + result.removed
    site.heals()


@posix
@pytest.mark.parametrize("kills", [6, pytest.param(60, marks=pytest.mark.long)])
def test_kill_at_any_instant(edited: FreshEdited, kills: int) -> None:
    """SIGKILL at a random instant: what stands is whole. Killed again and again, it comes to its end in the end."""
    chance = Random(kills)
    site = edited()
    began = time.monotonic()
    assert site.run(cores=2)[0] == 0
    full = time.monotonic() - began
    for _ in range(kills // 2):
        site = edited()
        # Killed twice without a whole build between: the second begins with what the first left.
        for _ in range(2):
            with site.start(cores=2, start_new_session=True) as process:
                time.sleep(chance.uniform(0.3, 1.0) * full)
                os.killpg(process.pid, signal.SIGKILL)
            assert_whole(site.output)
        site.heals()


@posix
@pytest.mark.parametrize("stops", [3, pytest.param(30, marks=pytest.mark.long)])
def test_stop_at_any_file(edited: FreshEdited, stops: int) -> None:
    """Killed at the n-th file put in place, wherever that is: whole, and healed by the next."""
    chance = Random(stops)
    for _ in range(stops):
        site = edited()
        at = chance.randrange(1, 150)
        code = (
            "import os, sys\nreal, left = os.replace, [int(sys.argv.pop(1))]\n"
            "def replace(*args):\n    left[0] -= 1\n    left[0] or os.kill(os.getpid(), 9)\n    real(*args)\n"
            "os.replace = replace\nfrom microsite.cli import main\nsys.exit(main(sys.argv[1:]))"
        )
        command = [sys.executable, "-c", code, str(at), "build", "--site", str(site.root), "--date", "2026-11-22"]
        done = subprocess.run(
            [*command, "--cores", "1"], cwd=Path(__file__).parents[2], capture_output=True, check=False
        )
        assert done.returncode in (-9, 0)
        assert_whole(site.output)
        site.heals()


@posix
def test_undone_after_a_kill(edited: FreshEdited, before: Path) -> None:
    """Killed half-way through publishing, and the edit undone: nothing of it stays on the site."""
    site = edited()
    left = 60
    put = os.replace

    def stop(*args: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise KeyboardInterrupt
        put(*args)

    with mock.patch.object(os, "replace", stop), pytest.raises(KeyboardInterrupt):
        build(Order(site.root, TODAY, cores=1))
    for name in ("content", "assets", "partners.yaml"):
        _restore(before / name, site.root / name)
    undone = Edited(site.root, {p.relative_to(before / "output").as_posix(): p.read_bytes() for p in _files(before)})
    undone.heals()


def _files(before: Path) -> list[Path]:
    return [path for path in (before / "output").rglob("*") if path.is_file()]


def _restore(old: Path, new: Path) -> None:
    if old.is_file():
        shutil.copy2(old, new)
    else:
        shutil.rmtree(new)
        shutil.copytree(old, new)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_killed_build_leaves_no_process_behind(edited: FreshEdited) -> None:
    """The workers of a build that was killed end by themselves."""
    site = edited()
    with site.start(cores=2, start_new_session=True) as process:
        deadline = time.monotonic() + 20
        while len(_session(process.pid)) < 3 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert process.poll() is None, "the build ended before its workers began"
        group = process.pid
        process.kill()
    deadline = time.monotonic() + 15
    try:
        while _session(group) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not _session(group), "workers live on"
    finally:
        for pid in _session(group):
            os.kill(pid, signal.SIGKILL)


def _session(leader: int) -> list[int]:
    """Return the processes of the session, without those that only wait to be noticed as ended."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                row = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(row[3]) == leader and row[0] != "Z":
                found.append(int(entry.name))
    return found


@posix
@pytest.mark.parametrize("stops", [3, pytest.param(30, marks=pytest.mark.long)])
def test_ctrl_c(edited: FreshEdited, stops: int) -> None:
    """Ctrl-C, which reaches the workers too: exit code 130, a sentence, no traceback, a whole site that heals."""
    chance = Random(stops)
    stopped = 0
    for turn in range(stops):
        site = edited()
        (site.root / ".cache/lock").unlink()
        with site.start(cores=2, start_new_session=True) as process:
            while not (site.root / ".cache/lock").exists() and process.poll() is None:
                time.sleep(0.005)
            # At once, then later and later: a short build is over in a few tenths.
            time.sleep(chance.uniform(0, 0.1) * turn)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
            out, err = process.communicate(timeout=60)
        said = out.decode() + err.decode()
        # Stopped within an exec() of Python's own library, Python ends by the signal, which a shell shows as 130 too.
        assert process.returncode in (130, -signal.SIGINT, 0), said
        assert says_it_in_words(said), said
        stopped += process.returncode != 0
        assert_whole(site.output)
        site.heals()
    assert stopped
