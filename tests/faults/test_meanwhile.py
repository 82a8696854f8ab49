"""Things that happen while a build is under way: other builds, and people who go on editing."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from microsite.pipeline import Order, Session, build
from tests.faults.conftest import FreshEdited
from tests.faults.whole import assert_whole
from tests.incremental.checker import clean_build, tree
from tests.incremental.small_site import TODAY, png, write


@pytest.mark.parametrize(("builders", "turns"), [(3, 1), *(pytest.param(n, 8, marks=pytest.mark.long) for n in (2, 3))])
def test_builds_at_once(edited: FreshEdited, builders: int, turns: int) -> None:
    """They wait for one another: all end well, and the site is right."""
    for _ in range(turns):
        site = edited()
        started = [site.start(cores=1) for _ in range(builders)]
        said = [(*map(bytes.decode, process.communicate(timeout=120)), process.returncode) for process in started]
        assert [code for *_, code in said] == [0] * builders, said
        assert "Traceback" not in str(said)
        assert tree(site.output) == site.expected
        site.heals()


def _text(root: Path) -> tuple[Path, bytes]:
    path = root / "content/sv/om.md"
    return path, path.read_bytes().replace("Vi är ett exempel".encode(), "Vi ändrades just".encode())


def _style(root: Path) -> tuple[Path, bytes]:
    path = root / "assets/css/base.css"
    return path, path.read_bytes() + b"body{color:red}\n"


def _template(root: Path) -> tuple[Path, bytes]:
    path = root / "templates/layouts/page.html"
    return path, path.read_bytes().replace(b'class="', b'class="annan ', 1)


def _picture(root: Path) -> tuple[Path, bytes]:
    return root / "assets/posters/samtalet.png", png("#00d0d0", (120, 170))


def _words(root: Path) -> tuple[Path, bytes]:
    path = root / "templates/locales/sv.po"
    return path, path.read_bytes().replace(b'msgstr "Hoppa', b'msgstr "Klicka', 1)


def _partners(root: Path) -> tuple[Path, bytes]:
    path = root / "partners.yaml"
    return path, path.read_bytes().replace(b"Exempelbageriet", b"Exempelbagarna")


def _gone(root: Path) -> tuple[Path, bytes | None]:
    return root / "content/sv/posters/samtalet.md", None


CHANGES: dict[str, Callable[[Path], tuple[Path, bytes | None]]] = {
    change.__name__.strip("_"): change for change in (_text, _style, _template, _picture, _words, _partners, _gone)
}


@pytest.mark.parametrize(
    ("what", "stage", "cache"),
    [
        *(("text", stage, True) for stage in ("load", "plan")),
        *(("style", stage, cache) for stage in ("plan", "make") for cache in (True, False)),
        *(("picture", stage, False) for stage in ("load", "make")),
        ("text", "commit", True),
        *(
            pytest.param("all", stage, cache, marks=pytest.mark.long)
            for stage in ("is_current", "load", "plan", "make", "check", "commit", "finish")
            for cache in (True, False)
        ),
    ],
)
def test_a_source_changes(edited: FreshEdited, what: str, stage: str, cache: bool) -> None:
    """A source changed between two stages: told, or built from either state; and undone, nothing of it is left."""
    for name in CHANGES if what == "all" else [what]:
        site = edited()
        if not cache:
            shutil.rmtree(site.root / ".cache")
        old = tree(site.output)
        path, data = CHANGES[name](site.root)
        was = path.read_bytes()
        assert data != was
        real = getattr(Session, stage)

        def edit_first(*args: Any, path: Path = path, data: bytes | None = data, real: Any = real, **more: Any) -> Any:
            if data is None:
                path.unlink()
            else:
                path.write_bytes(data)
            return real(*args, **more)

        with mock.patch.object(Session, stage, edit_first):
            result = build(Order(site.root, TODAY, cores=1))
        if result.failed:
            assert {p.code for p in result.problems if p.level == "error"} == {"changed-meanwhile"}
            assert tree(site.output) == old
        else:
            built = tree(site.output)
            assert built == site.expected or built == clean_build(site.root, TODAY)[1], "a mixture was published"
        path.write_bytes(was)
        site.heals()


def test_a_mistake_is_told_also_when_its_file_has_been_saved_since(edited: FreshEdited) -> None:
    """The words stand without the line, which may be another by now."""
    site = edited()
    path, data = _text(site.root)
    assert data is not None
    was = path.read_bytes()
    path.write_bytes(b"no fields at all\n")
    real = Session.finish

    def save_first(*args: Any) -> Any:
        path.write_bytes(was)
        return real(*args)

    with mock.patch.object(Session, "finish", save_first):
        result = build(Order(site.root, TODAY, cores=1))
    [problem] = [p for p in result.problems if p.level == "error"]
    assert (problem.code, problem.line) == ("front-missing", "")


@pytest.mark.parametrize("turns", [2, pytest.param(25, marks=pytest.mark.long)])
def test_somebody_saves_again_and_again(edited: FreshEdited, turns: int) -> None:
    """While a file is saved without a pause, each build ends well or says so; when it is left alone, all is right."""
    site = edited()
    path, data = _text(site.root)
    assert data is not None
    was = path.read_bytes()
    end = threading.Event()

    def save() -> None:
        while not end.is_set():
            for version in (data, was):
                write(path, version.decode())
                end.wait(0.003)

    saver = threading.Thread(target=save)
    saver.start()
    try:
        for _ in range(turns):
            code, said = site.run()
            assert code in (0, 3, 1), said
            assert "Traceback" not in said
            assert_whole(site.output)
    finally:
        end.set()
        saver.join()
    path.write_bytes(was)
    site.heals()


def test_a_preview_and_a_build_beside_it(edited: FreshEdited) -> None:
    """The preview's session is not fooled by what another build has done since its last."""
    site = edited()
    order = Order(site.root, TODAY, cores=1)
    preview = Session(order)
    path, data = _text(site.root)
    assert data is not None
    was = path.read_bytes()
    assert not build(order, preview).failed
    path.write_bytes(data)
    assert not build(order).failed
    path.write_bytes(was)
    assert not build(order, preview).failed
    assert tree(site.output) == site.expected
    site.heals()
