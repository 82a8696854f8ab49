"""Source files: where they lie, what they hold, and a stat record that saves reading them again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

DIGEST_BYTES = 16
# Folders and files of a campaign that the build reads. Anything else in the folder is nobody's business here.
TOP_FOLDERS = ("content", "assets", "templates")
TOP_FILES = ("partners.yaml",)
# A campaign that lies elsewhere borrows these from the engine's own checkout, file by file.
BORROWED = ("templates/", "assets/css/", "assets/js/", "assets/fonts/", "assets/mark.svg")
_LITTER_ENDS = ("~", ".tmp", ".swp", ".crdownload", ".part")
_LITTER = frozenset({"Thumbs.db", "desktop.ini", "Icon\r"})

# (size, mtime_ns, ctime_ns, inode, taken_ns, digest)
StatRecord = tuple[int, int, int, int, int, str]


def digest_of(data: bytes) -> str:
    """Return the content digest of `data`: 32 hexadecimal characters of BLAKE2b."""
    return hashlib.blake2b(data, digest_size=DIGEST_BYTES).hexdigest()


class SourceChangedError(Exception):
    """A source is not on disk as it was when the build began. Its only argument is the path."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input file. `path` is posix, NFC, relative to the campaign's folder; bytes are read when asked for."""

    path: str
    digest: str
    place: str

    def read(self) -> bytes:
        """Return the file's bytes, which are those that the build began with. Raises SourceChangedError if not."""
        try:
            data = Path(self.place).read_bytes()
        except FileNotFoundError as error:
            raise SourceChangedError(self.path) from error
        if digest_of(data) != self.digest:
            raise SourceChangedError(self.path)
        return data


class StatCache:
    """Digests of files, remembered by stat as git's index does.

    A record is trusted only if size, times and inode are unchanged AND the file was last touched clearly before the
    record was taken: a file written twice within one tick of the file system's clock would otherwise look unchanged.
    """

    def __init__(self, records: Mapping[str, StatRecord] | None = None) -> None:
        self.old = dict(records or {})
        self.new: dict[str, StatRecord] = {}
        self.files_read = 0

    def digest(self, place: str, stat: os.stat_result | None = None) -> str:
        """Return the digest of the file at `place`. Raises OSError where it can't be read."""
        found = stat or os.stat(place)
        record = self.old.get(place)
        if record is not None and _unchanged(record, found):
            self.new[place] = record
            return record[5]
        taken = time.time_ns()
        with open(place, "rb") as file:
            digest = digest_of(file.read())
            found = os.fstat(file.fileno())
        self.files_read += 1
        self.remember(place, found, digest, taken)
        return digest

    def remember(self, place: str, stat: os.stat_result, digest: str, taken_ns: int | None = None) -> None:
        """Record that `place` held `digest` when `stat` was taken."""
        taken = time.time_ns() if taken_ns is None else taken_ns
        self.new[place] = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, taken, digest)


def _unchanged(record: StatRecord, found: os.stat_result) -> bool:
    size, mtime, ctime, inode, taken, _ = record
    if (size, mtime, ctime, inode) != (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino):
        return False
    # Whole seconds: perhaps FAT, whose clock ticks every two seconds. Else the kernel's tick, with a margin.
    grain = 2_000_000_000 if mtime % 1_000_000_000 == 0 else 20_000_000
    return max(mtime, ctime) + grain < taken


def read_tree(root: Path, engine: Path, cache: StatCache) -> dict[str, Source]:
    """Return every source of the campaign in `root`, by path, sorted.

    What `root` lacks of templates, styles, scripts and fonts comes from `engine`.
    """
    places: dict[str, tuple[str, os.stat_result]] = {}
    if root.resolve() != engine.resolve():
        for path, place, stat in _files(engine):
            if path.startswith(BORROWED):
                places[path] = (place, stat)
    for path, place, stat in _files(root):
        places[path] = (place, stat)
    sources: dict[str, Source] = {}
    for path, (place, stat) in sorted(places.items()):
        # Gone between listing and looking: as if it had never been there.
        with contextlib.suppress(FileNotFoundError):
            sources[path] = Source(path, cache.digest(place, stat), place)
    return sources


def _files(root: Path) -> Iterator[tuple[str, str, os.stat_result]]:
    for name in TOP_FILES:
        place = os.path.join(root, name)
        if os.path.isfile(place):
            yield name, place, os.stat(place)
    for name in TOP_FOLDERS:
        place = os.path.join(root, name)
        if os.path.isdir(place):
            yield from _walk(place, name)


def _walk(folder: str, prefix: str) -> Iterator[tuple[str, str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith((".", "~$")) or name.endswith(_LITTER_ENDS) or name in _LITTER:
                continue
            path = f"{prefix}/{unicodedata.normalize('NFC', name)}"
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, path)
            elif entry.is_file():
                try:
                    # os.stat, not entry.stat: Windows leaves inode and ctime out of a folder's listing.
                    yield path, entry.path, os.stat(entry.path)
                except FileNotFoundError:  # gone between listing and looking: as if it had never been there
                    continue
