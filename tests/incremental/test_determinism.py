"""The same bytes on any machine: whatever hash seed, time zone, language, cores, folder or order of listing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import campaigns
from tests.incremental.checker import Tree, tree
from tests.incremental.small_site import ROOT

# Lists folders backwards: file systems list in any order.
_BACKWARDS = """
import os, sys
forwards = os.scandir
class Backwards:
    def __init__(self, *place): self.rows = list(forwards(*place))[::-1]
    def __enter__(self): return iter(self.rows)
    def __exit__(self, *error): pass
    def __iter__(self): return iter(self.rows)
    def close(self): pass
os.scandir = Backwards
listdir = os.listdir
os.listdir = lambda *place: listdir(*place)[::-1]
from microsite.cli import main
sys.exit(main(sys.argv[1:]))
"""
_ALL = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR.UTF-8"}


def build(site: Path, environment: Mapping[str, str], *start: str, cores: int = 1) -> Tree:
    """Build from nothing in a process of its own; return every file."""
    for name in ("output", ".cache"):
        shutil.rmtree(site / name, ignore_errors=True)
    command = [sys.executable, *(start or ("-m", "microsite")), "build", "--site", str(site)]
    command += ["--date", "2026-11-22", "--cores", str(cores)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return tree(site / "output")


@pytest.fixture(scope="module")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("samma") / "kampanj"
    shutil.copytree(built, root, ignore=shutil.ignore_patterns("output", ".cache"))
    return root


@pytest.fixture(scope="module")
def plain(built: Path) -> Tree:
    """What this very process has made."""
    return tree(built / "output")


def test_everything_at_once(site: Path, plain: Tree, tmp_path: Path) -> None:
    """Another folder, seed, zone, language, two cores and folders listed backwards: not one byte differs."""
    other = tmp_path / "en annan mapp, med åäö"
    shutil.copytree(site, other)
    assert build(other, _ALL, "-c", _BACKWARDS, cores=2) == plain


def test_every_picture_pdf_film_and_archive(tmp_path: Path) -> None:
    """The campaign with everything there is, on one core and on two, in another zone, language and order of hashes."""
    kinds = {"avif", "webp", "jpg", "png", "ico", "svg", "pdf", "mp4", "webm", "zip"}
    one, other = (campaigns.lay_out("everything", tmp_path / name / "kampanj") for name in ("ett", "två"))
    made = build(one, {})
    assert {name.rpartition(".")[2] for name in made} >= kinds
    assert build(other, _ALL, "-c", _BACKWARDS, cores=2) == made


@pytest.mark.long
@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "4711"},
        {"TZ": "America/Adak"},
        {"TZ": "Pacific/Kiritimati"},
        {"LC_ALL": "C"},
        {"LC_ALL": "C.UTF-8", "LANG": "ar_SA.UTF-8"},
        {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
    ],
    ids=str,
)
def test_each_alone(site: Path, plain: Tree, environment: dict[str, str]) -> None:
    """One thing at a time, to tell which it is."""
    assert build(site, environment) == plain


@pytest.mark.long
@pytest.mark.parametrize("cores", [1, 2, 5])
def test_any_number_of_cores(site: Path, plain: Tree, cores: int) -> None:
    assert build(site, {}, cores=cores) == plain


@pytest.mark.long
def test_folders_listed_backwards(site: Path, plain: Tree) -> None:
    assert build(site, {}, "-c", _BACKWARDS) == plain
