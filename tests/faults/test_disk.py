"""A disk that is full, a folder that can't be written: told in words, exit code 3, a whole site, healed by the next."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import pytest

from microsite.cli import main
from tests.faults.conftest import FreshEdited
from tests.faults.whole import Edited, assert_whole, is_root, says_it_in_words
from tests.incremental.checker import tree

PLACES: dict[str, tuple[Any, str]] = {
    "mkstemp": (tempfile, "mkstemp"),
    "fsync": (os, "fsync"),
    "replace": (os, "replace"),
    "mkdir": (os, "mkdir"),
}


def _call(site: Edited, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["build", "--site", str(site.root), "--date", "2026-11-22", "--cores", "1"])
    said = capsys.readouterr()
    return code, said.out + said.err


def _full_from(real: Callable[..., Any], number: int) -> Callable[..., Any]:
    """Return `real` on a disk that is full from its `number`-th call on."""
    left = number

    def act(*args: Any, **options: Any) -> Any:
        nonlocal left
        left -= 1
        if left <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(args[0]) if args else None)
        return real(*args, **options)

    return act


@pytest.mark.parametrize("place", sorted(PLACES))
@pytest.mark.parametrize("tries", [2, pytest.param(40, marks=pytest.mark.long)])
def test_full_from_the_nth_call_on(
    edited: FreshEdited, capsys: pytest.CaptureFixture[str], place: str, tries: int
) -> None:
    """Wherever the disk fills up, the exit code is 3, or the site is as it should be."""
    owner, name = PLACES[place]
    chance = Random(f"{place} {tries}")
    for turn in range(tries):
        site = edited()
        old = tree(site.output)
        number = 1 if turn == 0 else chance.randrange(2, 160)
        with mock.patch.object(owner, name, _full_from(getattr(owner, name), number)):
            code, said = _call(site, capsys)
        assert says_it_in_words(said), said
        if code == 0:
            assert {n: d for n, d in tree(site.output).items() if not _temporary(n)} == site.expected
        else:
            assert code == 3, said
            if turn == 0 and place != "mkdir":
                assert tree(site.output) == old
        assert_whole(site.output)
        site.heals()


def _temporary(name: str) -> bool:
    return name.rpartition("/")[2].startswith(".tmp-")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("limit", [2_000, 20_000, pytest.param(40_000, marks=pytest.mark.long)])
def test_no_file_may_grow(edited: FreshEdited, limit: int) -> None:
    """A real refusal by the kernel, in the midst of writing."""
    import resource

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    site = edited()
    code, said = site.run(preexec_fn=small)
    assert code == 3, said
    assert says_it_in_words(said), said
    assert_whole(site.output)
    site.heals()


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """Have a small disk on a folder, whose files go along. Skips where that isn't allowed."""
    files = tree(folder)
    if _system("mount", "-t", "tmpfs", "-o", options, "none", str(folder)):
        pytest.skip("no right to mount here")
    try:
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        yield
    finally:
        _system("umount", str(folder))


def _system(*command: str) -> int:
    if not sys.platform.startswith("linux") or not is_root() or not shutil.which(command[0]):
        return 1
    return subprocess.run(command, capture_output=True, check=False).returncode


def _size(folder: Path) -> int:
    """Return how many bytes a tmpfs needs for what is in `folder`: whole pages of 4 KB."""
    return sum(-(-len(data) // 4096) * 4096 for data in tree(folder).values())


@pytest.mark.parametrize("where", ["output", ".cache"])
@pytest.mark.parametrize("tries", [2, pytest.param(25, marks=pytest.mark.long)])
def test_a_disk_that_is_really_full(edited: FreshEdited, where: str, tries: int) -> None:
    """The disk under output/ or .cache/ fills up while the site is built: never exit code 0 with a broken site."""
    chance = Random(f"{where} {tries}")
    for turn in range(tries):
        site = edited()
        folder = site.root / where
        room = 8_192 if turn == 0 else chance.randrange(10_000, 600_000)
        with mounted(folder, f"size={_size(folder) + room},mode=755"):
            code, said = site.run()
            assert code == 3 if turn == 0 else code in (0, 3), said
            assert says_it_in_words(said), said
            assert_whole(site.output)
            if code == 0:
                assert tree(site.output) == site.expected
            assert _system("mount", "-o", "remount,size=100m", str(folder)) == 0
            site.heals()


@pytest.mark.parametrize("where", ["output", ".cache"])
def test_a_folder_that_cant_be_written(edited: FreshEdited, where: str) -> None:
    """Told in words, exit code 3, nothing changed."""
    site = edited()
    folder = site.root / where
    old = tree(site.output)
    with mounted(folder, "size=100m,mode=755") if is_root() else contextlib.nullcontext():
        _close(folder)
        try:
            code, said = site.run()
        finally:
            _open(folder)
        assert code == 3, said
        assert says_it_in_words(said), said
        assert tree(site.output) == old
        site.heals()


def _close(folder: Path) -> None:
    """Take away the right to write in `folder`, which permissions don't take from root."""
    if is_root():
        assert _system("mount", "-o", "remount,ro", str(folder)) == 0
    else:
        folder.chmod(0o555)


def _open(folder: Path) -> None:
    if is_root():
        assert _system("mount", "-o", "remount,rw", str(folder)) == 0
    else:
        folder.chmod(0o755)


def test_a_file_in_the_way_of_a_folder(edited: FreshEdited, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody's own file stands where a folder of ours must be: told, and the file is still there."""
    site = edited()
    (site.output / "ny").write_bytes(b"min egen")
    code, said = _call(site, capsys)
    assert code in (1, 3), said
    assert says_it_in_words(said), said
    assert (site.output / "ny").read_bytes() == b"min egen"
    assert_whole(site.output)
    (site.output / "ny").unlink()
    site.heals()


def test_somebodys_own_page_at_our_address(edited: FreshEdited, capsys: pytest.CaptureFixture[str]) -> None:
    """A page that somebody put there by hand is not written over: told, and nothing changed."""
    site = edited()
    (site.output / "ny").mkdir()
    (site.output / "ny/index.html").write_bytes(b"<!doctype html><title>min</title><main>egen</main></html>")
    old = tree(site.output)
    code, said = _call(site, capsys)
    assert code == 1, said
    assert tree(site.output) == old
    shutil.rmtree(site.output / "ny")
    site.heals()
