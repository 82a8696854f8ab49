"""The cache folder: what was made before, and how we know it is still so. Always safe to delete."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import pickle
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from microsite.source import StatRecord, digest_of

Product = TypeVar("Product")
# The number grows whenever what is kept changes its shape.
_FORMAT = b"microsite-5 %d.%d\n" % sys.version_info[:2]
_KEEP_SECONDS = 14 * 24 * 3600


@dataclass
class State:
    """What the last build left behind.

    `inputs` stands for everything the build depended on. Beside the state lie the records: each address with
    (key, digest, size, parts of the key, why it was last made). `numbers` are each service's telephone numbers, and the
    day they were checked; `promised` the addresses that the ledger held; `widths` those of pictures, in pixels.
    """

    inputs: str = ""
    summary: tuple[int, int] = (0, 0)
    problems: bytes = b""
    stats: dict[str, StatRecord] = field(default_factory=dict)
    output_stats: dict[str, StatRecord] = field(default_factory=dict)
    imports: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: dict[str, tuple[str, str]] = field(default_factory=dict)
    promised: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


_Parts = tuple[tuple[str, str], ...]
Record = tuple[str, str, int, tuple[_Parts, _Parts], str]


class Store:
    """Reads and writes the cache folder. Whatever is damaged there counts as missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._objects = folder / "objects"

    def load_state(self) -> State:
        """Return the last build's state, or an empty one."""
        row = self._load("state", marshal.loads)
        try:
            return State(*row)
        except TypeError:
            return State()

    def save_state(self, state: State) -> None:
        """Write `state`, last of all that a build does."""
        kept = (state.inputs, state.summary, state.problems, state.stats, state.output_stats)
        row = (*kept, state.imports, state.numbers, state.promised, state.widths)
        self._save("state", marshal.dumps(row, 2))

    def load_records(self) -> dict[str, Record]:
        """Return what each published file was made from."""
        rows = self._load("records", marshal.loads)
        return rows if isinstance(rows, dict) else {}

    def save_records(self, records: dict[str, Record]) -> None:
        """Write what each published file was made from."""
        # Format 4 writes what many records share only once.
        self._save("records", marshal.dumps(records, 4))

    def load_compiled(self) -> dict[str, bytes]:
        """Return compiled templates; see `templating.COMPILED`."""
        rows = self._load("compiled", marshal.loads)
        return rows if isinstance(rows, dict) else {}

    def save_compiled(self, codes: dict[str, bytes]) -> None:
        """Write compiled templates."""
        self._save("compiled", marshal.dumps(codes, 2))

    def load_memo(self) -> list[dict[tuple[str, str], Any]]:
        """Return the remembered products of reading, shard by shard; see `Memo`."""
        shards = (self._load(f"memo-{number:02d}", pickle.loads) for number in range(MEMO_SHARDS))
        return [shard if isinstance(shard, dict) else {} for shard in shards]

    def save_memo(self, number: int, products: dict[tuple[str, str], Any]) -> None:
        """Write one shard of the products of reading."""
        self._save(f"memo-{number:02d}", pickle.dumps(products, 5))

    def _load(self, name: str, read: Callable[[bytes], Any]) -> Any:
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return None
        head, body = data[: len(_FORMAT) + 32], data[len(_FORMAT) + 32 :]
        if head != _FORMAT + hashlib.sha256(body).digest():
            return None
        try:
            return read(body)
        except Exception:  # noqa: BLE001  a checksum over bytes that another version wrote: as good as nothing
            return None

    def _save(self, name: str, body: bytes) -> None:
        write_whole(self.folder / name, _FORMAT + hashlib.sha256(body).digest() + body, self.folder)

    def path_of(self, key: str) -> Path:
        """Return where the object made for `key` lies, if it was kept."""
        return self._objects / key[:2] / key[2:]

    def put(self, key: str, data: bytes) -> str:
        """Keep `data` as what `key` makes; return its digest."""
        digest = digest_of(data)
        # Not waited for until it is on the disk: whoever reads it sees by the digest whether all of it came there.
        write_whole(self.path_of(key), digest.encode() + data, self.folder, lasting=False)
        return digest

    def get(self, key: str) -> tuple[str, bytes] | None:
        """Return (digest, bytes) of what `key` made, or None where nothing whole is kept."""
        try:
            data = self.path_of(key).read_bytes()
        except OSError:
            return None
        digest, body = data[:32], data[32:]
        if digest != digest_of(body).encode():
            return None
        return digest.decode(), body

    def prune(self, used: set[str]) -> None:
        """Delete objects that this build did not use and that nothing has touched for a fortnight."""
        limit = time.time() - _KEEP_SECONDS
        for path in self._objects.glob("*/*"):
            if path.parent.name + path.name not in used:
                with contextlib.suppress(OSError):
                    if path.stat().st_mtime < limit:
                        path.unlink()


class Memo:
    """Remembers what pure readers made of a file's bytes: `products[reader, digest]`.

    Products are dataclasses without slots: those with slots are unpickled by Python code, object by object.
    Only what this build asked for is kept, so the files never grow without bound. They are many, so that an edit
    writes one of them again and not all that was ever read.
    """

    def __init__(self, store: Store, engine: str) -> None:
        self._store = store
        self._engine = engine
        self._old: dict[tuple[str, str], Any] = {}
        self._sizes = [0] * MEMO_SHARDS
        for number, shard in enumerate(store.load_memo()):
            if shard.pop(_ENGINE, None) == engine:
                self._old.update(shard)
                self._sizes[number] = len(shard)
        self._new: dict[tuple[str, str], Any] = {}
        self._changed: set[int] = set()

    def of(self, reader: str, digest: str, make: Callable[[], Product]) -> Product:
        """Return what `reader` makes of the content with `digest`, calling `make` only where it isn't known."""
        name = (reader, digest)
        if name in self._new:
            found: Product = self._new[name]
            return found
        if name in self._old:
            self._new[name] = self._old[name]
        else:
            self._new[name] = make()
            self._changed.add(_shard(name))
        result: Product = self._new[name]
        return result

    def known(self, reader: str, digest: str) -> Any:
        """Return what is remembered, None where nothing is."""
        name = (reader, digest)
        if name not in self._new and name in self._old:
            self._new[name] = self._old[name]
        return self._new.get(name)

    def put(self, reader: str, digest: str, product: Any) -> None:
        """Remember `product` in place of what was remembered."""
        name = (reader, digest)
        if self.known(reader, digest) != product:
            self._new[name] = product
            self._changed.add(_shard(name))

    def asked(self, begin: int = 0) -> list[tuple[str, str]]:
        """Return the names that this build has asked for, in that order, from the one numbered `begin`."""
        return list(islice(self._new, begin, None))

    @property
    def count(self) -> int:
        """Return how many names this build has asked for."""
        return len(self._new)

    def keep(self, names: Iterable[tuple[str, str]]) -> None:
        """Keep what is remembered under `names`, though this build did not ask for it."""
        for name in names:
            if name not in self._new and name in self._old:
                self._new[name] = self._old[name]

    def renew(self, whole: bool) -> None:
        """Begin another build in the same process: what the last one asked for is now the old."""
        self._old = self._new if whole else {**self._old, **self._new}
        self._new = {}

    def save(self, whole: bool) -> None:
        """Write the shards that differ from what is on disk.

        After a build that stopped half-way (`whole` is False) the products it did not come to are kept too.
        """
        kept = self._new if whole else {**self._old, **self._new}
        shards: list[dict[tuple[str, str], Any]] = [{} for _ in range(MEMO_SHARDS)]
        for name, product in kept.items():
            shards[_shard(name)][name] = product
        for number, shard in enumerate(shards):
            if number in self._changed or len(shard) != self._sizes[number]:
                self._store.save_memo(number, {**shard, _ENGINE: self._engine})
                self._sizes[number] = len(shard)
        self._changed.clear()


_ENGINE = ("engine", "")
PLAN = "plan "
# One more than those for what is read: that of plans, which most edits change.
MEMO_SHARDS = 17


def _shard(name: tuple[str, str]) -> int:
    if name[0].startswith(PLAN):
        return MEMO_SHARDS - 1
    # By the reader, which names the file: an edited file's old product leaves the shard that its new one enters.
    return zlib.crc32(name[0].encode("utf-8", "surrogateescape")) % (MEMO_SHARDS - 1)


# Where files wait, within the folder they are for, until they are whole. One place, so that what a killed build left
# is found at once.
ASIDE = ".microsite-tmp"


def write_aside(folder: Path, data: bytes, lasting: bool = True) -> str:
    """Write `data` to a new file in the waiting place of `folder`; return where. Raises OSError, leaving no trace.

    Unless it is to be `lasting`, a loss of power may take it.
    """
    (folder / ASIDE).mkdir(parents=True, exist_ok=True)
    handle, place = tempfile.mkstemp(dir=folder / ASIDE, prefix=".tmp-")
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        os.chmod(place, 0o644)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(place)
        raise
    return place


def sweep(folder: Path) -> None:
    """Delete what waits in `folder`: nobody is writing there, or a killed build was."""
    with contextlib.suppress(OSError):
        for place in (folder / ASIDE).iterdir():
            place.unlink()
        (folder / ASIDE).rmdir()


def write_whole(path: Path, data: bytes, folder: Path, lasting: bool = True) -> None:
    """Write `data` to `path`, somewhere below `folder`, so that nobody ever sees half of it.

    Unless it is to be `lasting`, a loss of power may take some of it. Raises OSError, with no trace left, where the
    disk is full or the folder can't be written.
    """
    place = write_aside(folder, data, lasting)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(place, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(place)
        raise


@contextlib.contextmanager
def locked(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the only right to build here; call `waiting` once if another build has it.

    The lock is the operating system's, so that it falls when a process dies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "a+b") as file:
        if not _take(file, wait=False):
            waiting()
            _take(file, wait=True)
        try:
            yield
        finally:
            _release(file)


if sys.platform == "win32":
    import msvcrt

    def _take(file: Any, wait: bool) -> bool:
        while True:
            try:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                return True
            except OSError:
                if not wait:
                    return False
                time.sleep(0.2)

    def _release(file: Any) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: Any, wait: bool) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            return True
        except BlockingIOError:
            return False

    def _release(file: Any) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
