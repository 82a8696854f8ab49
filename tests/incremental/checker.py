"""The one judge of the incremental tests: a build after an edit must equal a build from nothing, byte for byte."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest import mock

from microsite import badge_drawing, key, lettering, templating
from microsite.pipeline import Order, Result, Session, build
from microsite.problem import Problem
from microsite.store import MEMO_SHARDS
from tests.incremental.small_site import TODAY

Tree = dict[str, bytes]
Mutation = Callable[[], AbstractContextManager[Any]]
SOURCES = ("content", "assets", "templates", "partners.yaml")
_environment = templating.environment_of
_CLEAN: dict[str, tuple[Result, Tree]] = {}


class WrongBuildError(AssertionError):
    """A build broke a promise. Only the checker raises it, so that a test can tell it from any other failure."""


def tree(folder: Path) -> Tree:
    """Return every file below `folder` by its posix path."""
    found: Tree = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def folders(folder: Path) -> set[str]:
    """Return every folder below `folder`."""
    return {Path(place).relative_to(folder).as_posix() for place, _, _ in os.walk(folder)} - {"."}


class World:
    """One campaign that is edited and built again and again.

    `mutation` is a bug planted in its own builds; what they are compared with is made by the engine as it is.
    """

    def __init__(self, root: Path, mutation: Mutation = contextlib.nullcontext, warm: bool = False) -> None:
        self.root = root
        self.today: dt.date = TODAY
        self.foreign: Tree = {}
        self.count = 0
        self._mutation = mutation
        self._warm = warm
        self._session: Session | None = None
        self._checks = 0
        # Made by hand at each step: what `undo` goes back to.
        self._before: Tree = {}
        self._day = TODAY

    def forget_plans(self) -> None:
        """Remove what earlier builds planned: an engine with a bug planted is another engine than the one that did."""
        (self.cache / f"memo-{MEMO_SHARDS - 1:02d}").unlink()

    def keep_warm(self) -> None:
        """Build from here on as a preview does: in one session."""
        self._warm, self._checks = True, 0

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    def sources(self) -> Tree:
        found: Tree = {}
        for name in SOURCES:
            path = self.root / name
            if path.is_file():
                found[name] = path.read_bytes()
            else:
                found |= {f"{name}/{file}": data for file, data in tree(path).items()}
        return found

    def remember(self) -> None:
        """Note the sources as they are, for `undo`."""
        self._before, self._day = self.sources(), self.today

    def undo(self) -> None:
        """Put the sources back as they were."""
        now = self.sources()
        for name in now.keys() - self._before.keys():
            (self.root / name).unlink()
        for name, data in self._before.items():
            if now.get(name) != data:
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                (self.root / name).write_bytes(data)
        self.today = self._day

    def build(self, new: bool = False) -> Result:
        """Build as a person does: in a new session. In a warm world it is the preview's, save at each third check."""
        preview = self._warm and self._checks % 3 and not new
        order = Order(self.root, self.today, cores=1, lazy=bool(preview))
        with self._mutation():
            if not preview:
                return build(order)
            self._session = self._session or Session(order)
            result = build(order, self._session)
            self._session.save()
            return result

    def check(self) -> Result:
        """Build, and hold the build to all its promises. Raises WrongBuildError."""
        self._checks += 1
        before = tree(self.output)
        result = self.build()
        clean, expected = self._clean()
        if clean.failed:
            _demand(result.failed, "a site with mistakes was published")
            same(tree(self.output), before, "a build that failed touched output/")
            return result
        _demand(not result.failed, f"a good site was refused: {_told(result.problems)}")
        self._equals(expected)
        _demand(
            _told(result.problems) == _told(clean.problems),
            f"other warnings than a clean build's: {_told(result.problems)} / {_told(clean.problems)}",
        )
        # A new session: all that the preview's one knows must stand on disk too.
        again = self.build(new=True)
        _demand((again.written, again.removed) == (0, 0), "a second build wrote something")
        if self._warm and again.runs:
            # What was damaged in the cache behind the preview's back is made again by the first that misses it.
            again = self.build(new=True)
        _demand(again.current or again.runs == 0, "a second build made something")
        _demand(_told(again.problems) == _told(result.problems), "a second build told other things")
        self._equals(expected)
        return result

    def _clean(self) -> tuple[Result, Tree]:
        """Return what a build from nothing makes of the sources as they are; it needs no more than once."""
        sources = self.sources()
        name = hashlib.sha256(repr((self.today, sorted(sources.items()))).encode()).hexdigest()
        if name not in _CLEAN:
            if len(_CLEAN) > 60:
                del _CLEAN[next(iter(_CLEAN))]
            _CLEAN[name] = clean_build(self.root, self.today)
        return _CLEAN[name]

    def _equals(self, expected: Tree) -> None:
        found = tree(self.output)
        for name, data in self.foreign.items():
            _demand(found.pop(name, None) == data, f"the foreign file {name} was touched")
        same(found, expected, "not as a build from nothing")
        wanted = {parent.as_posix() for name in [*expected, *self.foreign] for parent in Path(name).parents}
        _demand(folders(self.output) <= wanted, f"empty folders: {sorted(folders(self.output) - wanted)}")


def clean_build(root: Path, today: dt.date) -> tuple[Result, Tree]:
    """Build the campaign in `root` from nothing, beside it; return the result and all files."""
    aside = Path(tempfile.mkdtemp(prefix="clean-"))
    try:
        with mock.patch.object(templating, "environment_of", _environment):
            result = build(Order(root, today, cores=1, output=aside / "output", cache=aside / "cache"))
        return result, tree(aside / "output")
    finally:
        shutil.rmtree(aside)


@contextlib.contextmanager
def quick() -> Iterator[None]:
    """Remember what only costs time: letters and SVG drawn, templates and engine parsed, waits for the disk.

    Each depends on nothing but its arguments, so that a build finds the same as without.
    """
    import resvg_py
    import typst

    set_line = functools.cache(lettering.set_line)

    drawn = functools.cache(lambda row: resvg(**dict(row)))
    resvg = resvg_py.svg_to_bytes
    typeset = typst.compile
    pages: dict[str, Any] = {}

    def compiled(source: Any, **values: Any) -> Any:
        asked = repr((source, sorted(values.items())))
        if asked not in pages:
            pages[asked] = typeset(source, **values)
        return pages[asked]

    with (
        mock.patch.object(resvg_py, "svg_to_bytes", lambda **values: drawn(tuple(values.items()))),
        mock.patch.object(typst, "compile", compiled),
        mock.patch.object(key, "_imported", functools.cache(key._imported)),
        mock.patch.object(templating, "_read_template", functools.cache(templating._read_template)),
        mock.patch.object(lettering, "set_line", set_line),
        mock.patch.object(badge_drawing, "set_line", set_line),
        mock.patch.object(os, "fsync", return_value=None),
    ):
        yield


def _demand(fact: bool, words: str) -> None:
    if not fact:
        raise WrongBuildError(words)


def same(found: Tree, expected: Tree, words: str) -> None:
    """Demand that two trees hold the same files. Raises WrongBuildError, which names those that differ."""
    names = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    if names:
        told = [f"{name} ({_how(found, expected, name)})" for name in names[:8]]
        raise WrongBuildError(f"{words}: {', '.join(told)}{' …' if len(names) > 8 else ''}")


def _how(found: Tree, expected: Tree, name: str) -> str:
    return "missing" if name not in found else "extra" if name not in expected else "other bytes"


def _told(problems: list[Problem]) -> list[tuple[str, str, int, tuple[tuple[str, str], ...]]]:
    return [(p.code, p.span.path, p.span.line, tuple((n, str(v)) for n, v in p.params)) for p in problems]
