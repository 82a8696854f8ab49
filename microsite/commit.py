"""Publishing: new files in, changed pages after, removals last. The only code that writes to output/."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from microsite.source import StatCache, StatRecord
from microsite.store import sweep, write_aside, write_whole
from microsite.target import Artifact

# What we wrote, one line a file. It lies with the output, because the cache may be deleted at any time.
MANIFEST = ".manifest"
# What names other files.
_PAGES = (".html", ".xml", ".txt")
# The first line of the manifest while files are being put in place.
_UNFINISHED = "# unfinished"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A file at an address of ours that we never wrote, and that differs from what we would write."""

    out: str


class Output:
    """The folder output/ as it stands: what is ours, and what each of our files holds."""

    def __init__(self, folder: Path, stats: Mapping[str, StatRecord]) -> None:
        self.folder = folder
        # `unfinished`: a build was stopped while it published, and may have left files of two builds.
        self.ours, self.unfinished = _read_manifest(folder)
        self.stats = StatCache(stats)
        self._prefix = f"{folder}{os.sep}"
        self._digests: dict[str, str | None] = {}

    def place(self, out: str) -> str:
        """Return where the file at `out` lies."""
        return self._prefix + out

    def digest(self, out: str) -> str | None:
        """Return the content digest of the file at `out`, None where there is none. Looked at once a build."""
        if out not in self._digests:
            try:
                self._digests[out] = self.stats.digest(self._prefix + out)
            except OSError:
                self._digests[out] = None
        return self._digests[out]

    def read(self, out: str) -> bytes:
        """Return the bytes at `out`. Raises OSError."""
        return (self.folder / out).read_bytes()

    def foreign(self, artifacts: Iterable[Artifact]) -> list[Foreign]:
        """Return the files in the way that are not ours. One with the very bytes we would write is adopted."""
        found = []
        for artifact in artifacts:
            if artifact.out not in self.ours:
                digest = self.digest(artifact.out)
                if (digest is not None and digest != artifact.digest) or (self.folder / artifact.out).is_dir():
                    found.append(Foreign(artifact.out))
        return found

    def publish(self, artifacts: Mapping[str, Artifact], read: Callable[[Artifact], bytes]) -> tuple[int, int]:
        """Make output/ hold exactly `artifacts`, and whatever is not ours; return (written, removed).

        `read` gives an artifact's bytes. Raises OSError; what is then published is a mixture of old and new files, each
        of them whole and with every picture and style that it names.
        """
        wanted = {a.out: a.digest for a in artifacts.values()}
        # Pages go before the pictures that they name.
        stale = sorted(self.ours - wanted.keys(), key=lambda out: (not out.endswith(_PAGES), out))
        changed = [a for a in artifacts.values() if self.digest(a.out) != a.digest]
        if changed or stale or self.unfinished or self.ours != wanted.keys():
            # Old and new are both ours from here on: after a kill the next build still knows what it may remove.
            before = set(self.ours)
            self._write_manifest(before | wanted.keys(), unfinished=True)
            self._write(changed, before, read)
            for out in stale:
                self._remove(out)
            self._write_manifest(set(wanted))
            sweep(self.folder)
        return len(changed), len(stale)

    def _write(self, changed: list[Artifact], before: set[str], read: Callable[[Artifact], bytes]) -> None:
        for phase in _phases(changed, before):
            ready: list[tuple[str, Path, str, str]] = []
            try:
                for artifact in phase:
                    path = self.folder / artifact.out
                    path.parent.mkdir(parents=True, exist_ok=True)
                    ready.append((write_aside(self.folder, read(artifact)), path, artifact.out, artifact.digest))
                for place, path, out, digest in ready:
                    _replace(place, path)
                    self.stats.remember(self.place(out), os.stat(path), digest)
                    self._digests[out] = digest
            except BaseException:
                for place, *_ in ready:
                    with contextlib.suppress(OSError):
                        os.unlink(place)
                raise

    def _remove(self, out: str) -> None:
        path = self.folder / out
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        # Folders that we emptied go too; one that holds a foreign file stays.
        for parent in path.parents:
            if parent == self.folder:
                break
            try:
                parent.rmdir()
            except OSError:
                break

    def _write_manifest(self, outs: set[str], unfinished: bool = False) -> None:
        self.ours, self.unfinished = set(outs), unfinished
        lines = [_UNFINISHED] * unfinished + sorted(outs)
        write_whole(self.folder / MANIFEST, "".join(f"{line}\n" for line in lines).encode(), self.folder)

    def clear(self) -> int:
        """Remove everything that is ours, and only that; return how many files."""
        count = 0
        sweep(self.folder)
        for out in sorted(self.ours):
            count += (self.folder / out).is_file()
            self._remove(out)
        with contextlib.suppress(OSError):
            (self.folder / MANIFEST).unlink()
        with contextlib.suppress(OSError):
            self.folder.rmdir()
        return count


def _phases(changed: list[Artifact], existing: set[str]) -> list[list[Artifact]]:
    """Split into what pages name, then new pages, then changed ones: no link leads to a page not yet there."""
    rest: list[Artifact] = []
    new: list[Artifact] = []
    old: list[Artifact] = []
    for artifact in changed:
        page = artifact.out.endswith(_PAGES)
        (rest if not page else old if artifact.out in existing else new).append(artifact)
    return [rest, new, old]


def _replace(place: str, path: Path) -> None:
    """Put a finished file in place. Windows refuses while a virus scanner or a viewer holds the old one: try again."""
    for pause in (0.05, 0.2, 0.5, 1.0):
        try:
            os.replace(place, path)
            return
        except PermissionError:
            if path.is_dir():
                raise
            time.sleep(pause)
    os.replace(place, path)


def _read_manifest(folder: Path) -> tuple[set[str], bool]:
    try:
        lines = (folder / MANIFEST).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set(), True
    # A path that climbs out of the folder was not written by us, whoever edited the file.
    outs = {
        line
        for line in lines
        if line and not line.startswith(("/", "#")) and ".." not in line.split("/") and ":" not in line
    }
    return outs, lines[:1] == [_UNFINISHED]
