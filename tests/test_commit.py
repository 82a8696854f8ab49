"""Publishing: what is ours and what is not, in which order files come, and what a failure leaves."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from microsite import commit
from microsite.commit import MANIFEST, Output
from microsite.source import digest_of
from microsite.store import sweep, write_aside
from microsite.target import Artifact
from tests import campaigns


def artifacts(files: dict[str, bytes]) -> dict[str, Artifact]:
    """Return artifacts for files and their bytes."""
    return {out: Artifact(out, "key", digest_of(data), len(data)) for out, data in files.items()}


def publish(folder: Path, files: dict[str, bytes]) -> tuple[int, int]:
    """Publish exactly `files`."""
    folder.mkdir(exist_ok=True)
    return Output(folder, {}).publish(artifacts(files), lambda artifact: files[artifact.out])


def held(folder: Path) -> dict[str, bytes]:
    """Return what lies in `folder`, the manifest left out."""
    return {out: data for out, (data, _) in campaigns.everything_in(folder).items() if out != MANIFEST}


def test_output_holds_exactly_what_was_made(tmp_path: Path) -> None:
    """New files in, changed ones changed, stale ones and their empty folders gone, the rest untouched."""
    folder = tmp_path / "output"
    assert publish(folder, {"index.html": b"1", "a/index.html": b"2", "b/c/x.png": b"3"}) == (3, 0)
    before = campaigns.everything_in(folder)
    assert publish(folder, {"index.html": b"1", "a/index.html": b"4"}) == (1, 1)
    assert held(folder) == {"index.html": b"1", "a/index.html": b"4"}
    assert campaigns.everything_in(folder)["index.html"] == before["index.html"]
    assert not (folder / "b").exists()


def test_nothing_changed_writes_nothing(tmp_path: Path) -> None:
    """Not even the manifest."""
    folder = tmp_path / "output"
    publish(folder, {"index.html": b"1"})
    before = campaigns.everything_in(folder)
    assert publish(folder, {"index.html": b"1"}) == (0, 0)
    assert campaigns.everything_in(folder) == before


def test_foreign_files_survive(tmp_path: Path) -> None:
    """What we never wrote stays, also in a folder whose other files go, and also when all is cleared."""
    folder = tmp_path / "output"
    publish(folder, {"index.html": b"1", "a/x.html": b"2"})
    (folder / "CNAME").write_bytes(b"exempel")
    (folder / "a" / "foreign.txt").write_bytes(b"f")
    publish(folder, {"index.html": b"1"})
    assert held(folder) == {"index.html": b"1", "CNAME": b"exempel", "a/foreign.txt": b"f"}
    assert Output(folder, {}).clear() == 1
    assert held(folder) == {"CNAME": b"exempel", "a/foreign.txt": b"f"}


def test_a_foreign_file_in_the_way_is_told(tmp_path: Path) -> None:
    """One with other bytes, or a folder, is in the way; one with the very bytes is adopted; ours never is."""
    folder = tmp_path / "output"
    publish(folder, {"ours.html": b"old"})
    (folder / "other.html").write_bytes(b"theirs")
    (folder / "same.html").write_bytes(b"same")
    (folder / "folder.html").mkdir()
    made = artifacts(
        {"ours.html": b"new", "other.html": b"mine", "same.html": b"same", "folder.html": b"x", "new.html": b"y"}
    )
    assert [f.out for f in Output(folder, {}).foreign(made.values())] == ["other.html", "folder.html"]


def test_a_build_tells_of_the_foreign_file_and_leaves_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The person is told which file, and nothing is published over it."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    (root / "output" / "stod").mkdir(parents=True)
    (root / "output" / "stod" / "index.html").write_text("min egen", "utf-8")
    said = campaigns.say(capsys, root)
    assert said.code == 1
    assert "FEL output/stod/index.html  [output-foreign]" in said.out
    assert held(root / "output") == {"stod/index.html": b"min egen"}
    (root / "output" / "stod" / "index.html").unlink()
    assert campaigns.say(capsys, root).code == 0


@pytest.mark.parametrize(
    "line", ["../outside.txt", "/etc/passwd", "a/../../outside.txt", "C:/x", "a//../../outside.txt"]
)
def test_a_manifest_that_climbs_is_not_believed(tmp_path: Path, line: str) -> None:
    """Whoever edited it: nothing outside output/ is ever removed."""
    folder = tmp_path / "output"
    publish(folder, {"index.html": b"1"})
    (tmp_path / "outside.txt").write_bytes(b"precious")
    with (folder / MANIFEST).open("a", encoding="utf-8") as manifest:
        manifest.write(line + "\n")
    publish(folder, {"index.html": b"2"})
    Output(folder, {}).clear()
    assert (tmp_path / "outside.txt").read_bytes() == b"precious"


def order_of(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """Note in which order files are put in place and removed."""
    done: list[str] = []
    replace, unlink = os.replace, Path.unlink

    def note_replace(source: str, target: Path) -> None:
        replace(source, target)
        done.append("+" + Path(target).relative_to(folder).as_posix())

    def note_unlink(path: Path, missing_ok: bool = False) -> None:
        unlink(path, missing_ok)
        done.append("-" + path.relative_to(folder).as_posix())

    monkeypatch.setattr(os, "replace", note_replace)
    monkeypatch.setattr(Path, "unlink", note_unlink)
    return done


def test_pages_come_after_what_they_name_and_removals_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures and styles, then new pages, then changed ones, then removals; the manifest before and after all."""
    folder = tmp_path / "output"
    publish(folder, {"index.html": b"1", "stil/a.css": b"1", "old/index.html": b"1"})
    done = order_of(monkeypatch, folder)
    publish(folder, {"index.html": b"2", "new/index.html": b"2", "stil/b.css": b"2", "bilder/b.avif": b"2"})
    assert done[0] == f"+{MANIFEST}"
    assert set(done[1:3]) == {"+stil/b.css", "+bilder/b.avif"}
    assert done[3:5] == ["+new/index.html", "+index.html"]
    assert set(done[5:7]) == {"-old/index.html", "-stil/a.css"}
    assert done[7:] == [f"+{MANIFEST}"]


@pytest.mark.parametrize("stop", range(9))
def test_a_kill_at_any_moment_leaves_a_site_whose_pages_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    """After each step every page is old or new, what it names is there, and the next build ends the work."""
    folder = tmp_path / "output"
    old = {"index.html": b"uses stil/a.css", "stil/a.css": b"a", "gone/index.html": b"uses stil/a.css"}
    new = {"index.html": b"uses stil/b.css", "stil/b.css": b"b", "more/index.html": b"uses stil/b.css"}
    publish(folder, old)
    (folder / "foreign.txt").write_bytes(b"f")
    steps = [0]

    class KilledError(BaseException):
        pass

    def count(function: object) -> object:
        def counted(*args: object, **options: object) -> object:
            if steps[0] == stop:
                raise KilledError
            steps[0] += 1
            return function(*args, **options)  # type: ignore[operator]

        return counted

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", count(os.replace))
        patched.setattr(Path, "unlink", count(os.remove))
        # A killed process tidies nothing up.
        patched.setattr(os, "unlink", lambda *_args, **_options: None)
        with contextlib.suppress(KilledError):
            publish(folder, new)
    for out, data in held(folder).items():
        if out.endswith(".html"):
            assert data in (old.get(out), new.get(out)), out
            assert (folder / data.decode().removeprefix("uses ")).is_file(), (stop, out)
    output = Output(folder, {})
    sweep(output.folder)
    output.publish(artifacts(new), lambda artifact: new[artifact.out])
    assert held(folder) == {**new, "foreign.txt": b"f"}


def test_a_failure_to_write_leaves_the_old_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk in the middle of a phase: nothing of that phase is in place, no temporary file is left."""
    folder = tmp_path / "output"
    publish(folder, {"index.html": b"1", "a.css": b"1"})
    aside = write_aside
    calls: list[bytes] = []

    def full(where: Path, data: bytes) -> str:
        calls.append(data)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return aside(where, data)

    with monkeypatch.context() as patched:
        patched.setattr(commit, "write_aside", full)
        with pytest.raises(OSError, match="No space"):
            publish(folder, {"index.html": b"2", "a.css": b"2", "b.css": b"2"})
    assert held(folder) == {"index.html": b"1", "a.css": b"1"}


def test_a_disk_that_refuses_is_told_with_exit_code_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person is told what could not be written; the old site stands."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    campaigns.build(root)
    before = held(root / "output")
    campaigns.edit(root / "content" / "sv" / "stod.md", "Det är gratis.", "Det kostar inget.")

    def full(_where: Path, _data: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(commit, "write_aside", full)
    said = campaigns.say(capsys, root)
    assert said.code == 3
    assert "[output-write]" in said.out
    assert "Traceback" not in said.out + said.err
    assert held(root / "output") == before


def test_a_source_that_changes_during_the_build_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is published from two different moments: the person is asked to build again."""
    from microsite import make

    root = campaigns.lay_out("base", tmp_path / "kampanj")
    run = make.Maker.make

    def change_first(*args: object, **options: object) -> object:
        (root / "assets" / "posters" / "exempel.png").write_bytes(b"changed")
        return run(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(make.Maker, "make", change_first)
    said = campaigns.say(capsys, root)
    assert said.code == 3
    assert "[changed-meanwhile]" in said.out
    assert not (root / "output").exists() or held(root / "output") == {}


def test_a_file_changed_by_hand_is_put_right(tmp_path: Path) -> None:
    """Output that somebody edited or deleted is as it should be after the next build."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    campaigns.build(root)
    before = held(root / "output")
    (root / "output" / "stod" / "index.html").write_bytes(b"edited")
    (root / "output" / "robots.txt").unlink()
    result = campaigns.build(root)
    assert not result.failed
    assert result.written == 2
    assert held(root / "output") == before


def names(outs: Iterable[str]) -> list[str]:
    """Return the outs that are left of temporary files."""
    return [out for out in outs if ".tmp-" in out]


def test_what_a_killed_build_left_is_swept(tmp_path: Path) -> None:
    """Temporary files beside ours go with the next build that publishes."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    campaigns.build(root)
    (root / "output" / ".microsite-tmp").mkdir()
    (root / "output" / ".microsite-tmp" / ".tmp-abc").write_bytes(b"half")
    campaigns.edit(root / "content" / "sv" / "stod.md", "Det är gratis.", "Det kostar inget.")
    campaigns.build(root)
    assert names(held(root / "output")) == []
