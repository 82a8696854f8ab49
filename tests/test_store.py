"""The cache folder: whatever is damaged counts as missing, nothing is seen half written, and one builds at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microsite.source import digest_of
from microsite.store import MEMO_SHARDS, Memo, Record, State, Store, locked, write_whole
from tests import campaigns

STATE = State("inputs", (3, 4), b"p", {"a": (1, 2, 3, 4, 5, "d")}, {"b": (1, 2, 3, 4, 5, "e")}, {"f": ("g",)})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty cache."""
    return Store(tmp_path / "cache")


def test_what_is_saved_is_loaded(store: Store) -> None:
    """State, records and products come back as they were."""
    records: dict[str, Record] = {"index.html": ("key", "digest", 3, ((("recipe", "r"),), (("file a", "b"),)), "new")}
    store.save_state(STATE)
    store.save_records(records)
    store.save_memo(3, {("reader", "digest"): (1, "two")})
    assert store.load_state() == STATE
    assert store.load_records() == records
    assert store.load_memo()[3] == {("reader", "digest"): (1, "two")}


def test_an_empty_cache_knows_nothing(store: Store) -> None:
    """Nothing there is no error."""
    assert (store.load_state(), store.load_records(), store.load_memo(), store.get("ab" * 16)) == (
        State(),
        {},
        [{}] * MEMO_SHARDS,
        None,
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(place=st.integers(0, 10_000), change=st.integers(1, 255), cut=st.booleans())
def test_a_damaged_file_counts_as_missing(store: Store, place: int, change: int, cut: bool) -> None:
    """One byte changed anywhere, or the end cut off: the file is as good as none, and never unpickled."""
    store.save_state(STATE)
    store.save_memo(3, {("reader", "digest"): "product"})
    key = digest_of(b"key")
    store.put(key, b"bytes of an object")
    for file in (store.folder / "state", store.folder / "memo-03", store.path_of(key)):
        data = bytearray(file.read_bytes())
        if cut:
            data = data[: place % len(data)]
        else:
            data[place % len(data)] ^= change
        file.write_bytes(bytes(data))
    assert store.load_state() == State()
    assert store.load_memo() == [{}] * MEMO_SHARDS
    assert store.get(key) is None


@pytest.mark.parametrize("name", ["state", "records", "memo-00", "memo-07", "compiled"])
def test_a_build_gets_over_a_damaged_cache(name: str, tmp_path: Path) -> None:
    """Any file of the cache may be rubbish: the next build is right, and makes the cache whole."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    campaigns.build(root)
    before = {path: data for path, (data, _) in campaigns.everything_in(root / "output").items()}
    (root / ".cache" / name).write_bytes(b"\x80\x05rubbish" * 9)
    campaigns.edit(root / "content" / "sv" / "stod.md", "Det är gratis.", "Det kostar inget.")
    result = campaigns.build(root)
    assert not result.failed
    after = {path: data for path, (data, _) in campaigns.everything_in(root / "output").items()}
    assert {path for path in after if after[path] != before.get(path)} == {"stod/index.html"}
    assert campaigns.build(root).current


def test_an_object_is_kept_by_its_key(store: Store) -> None:
    """`put` gives the digest of the bytes; `get` gives both."""
    assert store.put("ab" * 16, b"x") == digest_of(b"x")
    assert store.get("ab" * 16) == (digest_of(b"x"), b"x")
    assert store.get("cd" * 16) is None


def test_old_objects_that_nobody_uses_go(store: Store) -> None:
    """After a fortnight; what this build used stays, and so does what is new."""
    for name in ("aa", "bb", "cc"):
        store.put(name * 16, b"x")
    long_ago = time.time() - 15 * 24 * 3600
    for name in ("aa", "bb"):
        os.utime(store.path_of(name * 16), (long_ago, long_ago))
    store.prune({"aa" * 16})
    assert [bool(store.get(name * 16)) for name in ("aa", "bb", "cc")] == [True, False, True]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing fails the old file stands, and no temporary one is left."""
    file = tmp_path / "a" / "b.txt"
    write_whole(file, b"old", file.parent)
    assert file.read_bytes() == b"old"

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, b"new", file.parent)
    assert [(f.name, f.read_bytes()) for f in file.parent.rglob("*") if f.is_file()] == [("b.txt", b"old")]


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    """While one writes again and again, another always reads the one text or the other."""
    file = tmp_path / "x"
    texts = {b"a" * 300_000, b"b" * 300_000}
    write_whole(file, b"a" * 300_000, file.parent)
    done = threading.Event()

    def write() -> None:
        for i in range(40):
            write_whole(file, (b"a", b"b")[i % 2] * 300_000, file.parent)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not done.is_set():
        seen.add(file.read_bytes())
    writer.join()
    assert seen <= texts


def test_a_memo_makes_once_and_keeps_what_was_asked_for(store: Store) -> None:
    """A product is made once a content; another reader, content or engine makes its own; the unasked is forgotten."""
    made: list[str] = []

    def maker(name: str) -> str:
        made.append(name)
        return name

    memo = Memo(store, "engine 1")
    for reader, digest in (("r", "1"), ("r", "1"), ("r", "2"), ("q", "1")):
        memo.of(reader, digest, lambda r=reader, d=digest: maker(r + d))  # type: ignore[misc]
    memo.save(whole=True)
    assert made == ["r1", "r2", "q1"]

    again = Memo(store, "engine 1")
    assert again.of("r", "1", lambda: maker("again")) == "r1"
    again.save(whole=True)
    assert made == ["r1", "r2", "q1"]
    assert Memo(store, "engine 1").of("r", "2", lambda: maker("forgotten")) == "forgotten"
    assert Memo(store, "engine 2").of("r", "1", lambda: maker("other engine")) == "other engine"


HOLDER = """
import sys, time
from pathlib import Path
from microsite.store import locked
with locked(Path(sys.argv[1]), lambda: print("waiting", flush=True)):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(folder: Path) -> subprocess.Popen[str]:
    """Start a process that holds the lock until its input closes."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), str(folder)],
        cwd=campaigns.SITES.parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_builds_take_turns(tmp_path: Path) -> None:
    """The second says that it waits, and goes on when the first is done."""
    with hold(tmp_path) as first:
        assert first.stdout is not None
        assert first.stdin is not None
        assert first.stdout.readline() == "held\n"
        with hold(tmp_path) as second:
            assert second.stdout is not None
            assert second.stdin is not None
            assert second.stdout.readline() == "waiting\n"
            first.stdin.close()
            assert second.stdout.readline() == "held\n"
            second.stdin.close()


def test_the_lock_falls_with_its_process(tmp_path: Path) -> None:
    """After a kill nobody has to delete a file by hand."""
    with hold(tmp_path) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        first.kill()
    waited: list[bool] = []
    with locked(tmp_path, lambda: waited.append(True)):
        pass
    assert waited == []
