"""Sources: which files count, how their paths are spelt, and when a stat record may be trusted."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from microsite.source import SourceChangedError, StatCache, StatRecord, digest_of, read_tree

SECOND = 1_000_000_000


def tree(root: Path, engine: Path | None = None) -> dict[str, str]:
    """Return every source's path and digest."""
    return {path: source.digest for path, source in read_tree(root, engine or root, StatCache()).items()}


def write(root: Path, *paths: str) -> None:
    """Write files that hold their own paths."""
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path, "utf-8")


def test_only_what_belongs_to_a_campaign_is_read(tmp_path: Path) -> None:
    """content, assets, templates and partners.yaml; not output, caches, hidden files or an editor's litter."""
    wanted = ["assets/a.png", "content/sv/b.md", "partners.yaml", "templates/c.html"]
    write(tmp_path, *wanted, "output/d.html", ".cache/e", "other.md", "content/.git/f", "content/.DS_Store")
    write(
        tmp_path,
        "content/sv/b.md~",
        "content/sv/.b.md.swp",
        "assets/Thumbs.db",
        "assets/g.png.crdownload",
        "assets/h.tmp",
    )
    assert list(tree(tmp_path)) == wanted


def test_paths_are_sorted_posix_and_composed(tmp_path: Path) -> None:
    """å is one letter, whichever way the system stores it, so that keys are the same on every machine."""
    write(tmp_path, unicodedata.normalize("NFD", "content/sv/påse.md"), "content/sv/a.md")
    paths = list(tree(tmp_path))
    assert paths == ["content/sv/a.md", unicodedata.normalize("NFC", "content/sv/påse.md")]


def test_templates_are_borrowed_file_by_file(tmp_path: Path) -> None:
    """A campaign elsewhere takes the engine's templates and fonts, except those that it has itself; never its texts."""
    write(tmp_path / "engine", "templates/a.html", "templates/b.html", "assets/css/x.css", "assets/posters/p.png")
    write(tmp_path / "engine", "content/sv/index.md", "partners.yaml")
    write(tmp_path / "site", "content/sv/index.md", "templates/a.html")
    sources = read_tree(tmp_path / "site", tmp_path / "engine", StatCache())
    assert list(sources) == ["assets/css/x.css", "content/sv/index.md", "templates/a.html", "templates/b.html"]
    assert sources["templates/a.html"].place == str(tmp_path / "site" / "templates" / "a.html")
    assert sources["templates/b.html"].place == str(tmp_path / "engine" / "templates" / "b.html")


def test_a_source_that_changed_is_not_read(tmp_path: Path) -> None:
    """What a build reads is what it began with, or it is told."""
    write(tmp_path, "content/sv/a.md")
    source = read_tree(tmp_path, tmp_path, StatCache())["content/sv/a.md"]
    assert source.read() == b"content/sv/a.md"
    (tmp_path / "content/sv/a.md").write_bytes(b"content/sv/b.md")
    with pytest.raises(SourceChangedError):
        source.read()
    (tmp_path / "content/sv/a.md").unlink()
    with pytest.raises(SourceChangedError):
        source.read()


# -- stat records


def record_of(file: Path, digest: str, taken_after_ns: int) -> StatRecord:
    """Return a record of `file` that was taken so long after the file was last touched."""
    stat = file.stat()
    touched = max(stat.st_mtime_ns, stat.st_ctime_ns)
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, touched + taken_after_ns, digest)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file whose time is not on a whole second."""
    path = tmp_path / "x"
    path.write_bytes(b"abc")
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns // SECOND * SECOND + 123_456_789 - SECOND))
    return path


def test_an_unchanged_file_is_not_read_again(file: Path) -> None:
    """A record taken clearly after the last touch vouches for the content."""
    cache = StatCache({str(file): record_of(file, "remembered", SECOND)})
    assert cache.digest(str(file)) == "remembered"
    assert cache.files_read == 0
    assert str(file) in cache.new


def test_a_record_from_the_same_tick_is_not_trusted(file: Path) -> None:
    """A file written again within one tick of the clock looks unchanged, so it is read."""
    for after in (-SECOND, 0, 1, 19_000_000):
        cache = StatCache({str(file): record_of(file, "stale", after)})
        assert cache.digest(str(file)) == digest_of(b"abc"), after
        assert cache.files_read == 1


def test_a_time_on_a_whole_second_may_come_from_a_slow_clock(file: Path) -> None:
    """FAT's clock ticks every two seconds: there the record must be older than that."""
    stat = file.stat()
    os.utime(file, ns=(stat.st_atime_ns, 1_700_000_000 * SECOND))
    touched = max(file.stat().st_mtime_ns, file.stat().st_ctime_ns)
    assert touched > 1_700_000_000 * SECOND
    near = StatCache({str(file): record_of(file, "stale", SECOND)})
    assert near.digest(str(file)) == digest_of(b"abc")
    far = StatCache({str(file): record_of(file, "remembered", 3 * SECOND)})
    assert far.digest(str(file)) == "remembered"


@pytest.mark.parametrize("field", range(4))
def test_any_difference_in_the_record_reads_the_file(file: Path, field: int) -> None:
    """Size, mtime, ctime and inode: a file put in place with its old time has another inode and ctime."""
    size, mtime, ctime, inode, taken, digest = record_of(file, "stale", SECOND)
    row = [size, mtime, ctime, inode]
    row[field] += 1
    cache = StatCache({str(file): (row[0], row[1], row[2], row[3], taken, digest)})
    assert cache.digest(str(file)) == digest_of(b"abc")


def test_same_size_and_time_but_other_content_is_seen(tmp_path: Path) -> None:
    """The very trap: same length, mtime set back. The change of ctime or inode gives it away."""
    path = tmp_path / "x"
    path.write_bytes(b"abc")
    first = StatCache()
    first.digest(str(path))
    stat = path.stat()
    path.write_bytes(b"xyz")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    second = StatCache(first.new)
    assert second.digest(str(path)) == digest_of(b"xyz")


def test_a_file_written_right_after_it_was_read_is_seen(tmp_path: Path) -> None:
    """Many times in a row, as fast as the clock allows: no change is ever missed."""
    path = tmp_path / "x"
    cache = StatCache()
    for number in range(200):
        path.write_bytes(b"%03d" % number)
        cache = StatCache(cache.new)
        assert cache.digest(str(path)) == digest_of(b"%03d" % number)


def test_a_missing_file_raises(tmp_path: Path) -> None:
    """Who asks for it must know what that means."""
    with pytest.raises(FileNotFoundError):
        StatCache().digest(str(tmp_path / "nix"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always letters")
def test_a_name_that_is_no_text_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file whose name came from an old system is a problem of that file, not a fault of the program."""
    from tests import campaigns

    root = campaigns.lay_out("base", tmp_path / "kampanj")
    with open(os.fsencode(root / "content" / "sv") + b"/gr\xe5.md", "wb") as bad:  # noqa: PTH123
        bad.write("---\ntitle: Grå\ndescription: En sida.\n---\n".encode())
    said = campaigns.say(capsys, root)
    assert said.code == 1
    assert "[name-encoding]" in said.out
    assert "Traceback" not in said.out + said.err


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file without rights is named; the site stays as it was."""
    from tests import campaigns

    root = campaigns.lay_out("base", tmp_path / "kampanj")
    digest = StatCache.digest

    def refuse(cache: StatCache, place: str, stat: os.stat_result | None = None) -> str:
        if place.endswith("stod.md"):
            raise PermissionError(13, "Permission denied", place)
        return digest(cache, place, stat)

    monkeypatch.setattr(StatCache, "digest", refuse)
    said = campaigns.say(capsys, root)
    assert said.code in {1, 3}
    assert "content/sv/stod.md  [file-unreadable]" in said.out
    assert "Traceback" not in said.out + said.err
    assert not (root / "output").exists()
