"""Making: decides which targets must be made again, and runs their recipes, heavy ones on all cores."""

from __future__ import annotations

import contextlib
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from microsite.commit import Output
from microsite.key import Keys, Parts, difference
from microsite.source import Source, digest_of
from microsite.store import Record, Store
from microsite.target import Artifact, Inputs, Target

# Starting a worker costs about what it takes to encode two pictures.
_WORTH_A_POOL = 3
# Up to so many are made by threads: one new poster is ready before a worker process has started.
_FEW = 24
# Decoding a picture once more costs about what it takes to encode some of its renditions.
_WORTH_A_PART = 4
# Small groups are handed over in bundles: a badge is quicker to draw than to send for.
_BUNDLE = 24
# From this many groups on they go several together.
_MANY_GROUPS = 500
# How many bundles are handed out ahead for each core.
_AHEAD = 8
# Pages of more than this in all, in bytes, wait for their commit in the cache instead of in memory.
_MOST_HELD = 64_000_000
Progress = Callable[[int, int, str], None]


class RecipeError(Exception):
    """A recipe failed on what a person gave it: the target's origin, and what was said."""

    def __init__(self, origin: str, what: str) -> None:
        super().__init__(origin, what)
        self.origin, self.what = origin, what


@dataclass
class Made:
    """All artifacts by address, and where to read each one's bytes."""

    store: Store
    output: Output
    artifacts: dict[str, Artifact] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    runs: int = 0
    _bodies: dict[str, bytes] = field(default_factory=dict)
    _held: int = 0

    def read(self, artifact: Artifact) -> bytes:
        """Return the artifact's bytes, just as they were made. Raises OSError where they have gone or are damaged."""
        if artifact.digest in self._bodies:
            return self._bodies[artifact.digest]
        kept = self.store.get(artifact.key)
        if kept is not None and kept[0] == artifact.digest:
            return kept[1]
        data = self.output.read(artifact.out)
        if digest_of(data) != artifact.digest:
            raise OSError(f"{artifact.out}: what was made is not what was kept")
        return data

    def hold(self, key: str, digest: str, data: bytes) -> None:
        """Have what `key` made at hand, in memory or in the cache, until it is published. Raises OSError."""
        if self._held + len(data) > _MOST_HELD:
            self.store.put(key, data)
        elif digest not in self._bodies:
            self._bodies[digest] = data
            self._held += len(data)

    def keep(self, out: str, record: Record) -> None:
        """Note that what is published at `out` stands as it was recorded."""
        self.artifacts[out] = Artifact(out, record[0], record[1], record[2])
        self.records[out] = record

    def add(self, target: Target, key: str, parts: tuple[Parts, Parts], digest: str, size: int, reason: str) -> None:
        """Note what came of `target`."""
        self.artifacts[target.out] = Artifact(target.out, key, digest, size, reason)
        self.records[target.out] = (key, digest, size, parts, reason)


@dataclass(frozen=True, slots=True)
class _Job:
    target: Target
    key: str
    parts: tuple[Parts, Parts]
    reason: str


class Maker:
    """Makes targets from sources. One maker serves one build."""

    def __init__(
        self, sources: Mapping[str, Source], keys: Keys, store: Store, output: Output, old: Mapping[str, Record]
    ) -> None:
        self._sources = sources
        self._keys = keys
        self._store = store
        self._output = output
        self._old = old
        self._files: dict[str, bytes] = {}
        self.made = Made(store, output)
        # Where bytes for a key already lie in output/: a renamed page is copied, not made again.
        self._by_key = {record[0]: (out, record[1], record[2]) for out, record in old.items()}

    def make(self, targets: Sequence[Target], standing: Iterable[str], progress: Progress, cores: int) -> Made:
        """Make all `targets`, needed ones first; what is `standing` is there. Raises OSError and SourceChangedError."""
        for out in standing:
            self.made.keep(out, self._old[out])
        for level in _levels(targets):
            jobs = [job for job in map(self._decide, level) if job is not None]
            self._run(
                [j for j in jobs if not j.target.recipe.heavy],
                [j for j in jobs if j.target.recipe.heavy],
                progress,
                cores,
            )
        return self.made

    def _decide(self, target: Target) -> _Job | None:
        needs = {out: self.made.artifacts[out].digest for out in target.needs}
        needs |= {out: str(size) for out, size in self._weights(target).items()}
        key = self._keys.key(target, needs)
        old = self._old.get(target.out)
        if old is not None and old[0] == key and self._output.digest(target.out) == old[1]:
            # Equal keys are of equal parts: the record stands as it is.
            self.made.keep(target.out, old)
            return None
        parts = self._keys.parts_of(target, needs)
        reason = (
            "new"
            if old is None
            else difference(old[3], parts)
            if old[0] != key
            else "output was changed by hand or is missing"
        )
        elsewhere = self._by_key.get(key)
        if elsewhere is not None and self._output.digest(elsewhere[0]) == elsewhere[1]:
            self.made.hold(key, elsewhere[1], self._output.read(elsewhere[0]))
            self.made.add(target, key, parts, elsewhere[1], elsewhere[2], reason + " (copied)")
            return None
        if target.recipe.heavy:
            kept = self._store.get(key)
            if kept is not None:
                self.made.add(target, key, parts, kept[0], len(kept[1]), reason + " (from the cache)")
                return None
        return _Job(target, key, parts, reason)

    def _inputs(self, target: Target) -> Inputs:
        needs = {out: self.made.read(self.made.artifacts[out]) for out in target.needs}
        files = {name: self._file(path) for name, path in target.files}
        return Inputs(target.view, files, needs, self._weights(target))

    def _weights(self, target: Target) -> dict[str, int]:
        return {out: self.made.artifacts[out].size for out in target.weighs}

    def _file(self, path: str) -> bytes:
        if path not in self._files:
            self._files[path] = self._sources[path].read()
        return self._files[path]

    def _run(self, light: list[_Job], heavy: list[_Job], progress: Progress, cores: int) -> None:
        bundles = _bundles(heavy)
        total = len(light) + len(heavy)
        done = 0
        self.made.runs += total
        pool: Executor | None = None
        few = len(heavy) <= _FEW
        ahead = deque(part for bundle in bundles for part in (_parted(bundle, cores) if few else [bundle]))
        waiting: dict[Future[list[tuple[str, int]]], list[_Job]] = {}

        def hand_out() -> None:
            # A few at a time: tens of thousands at once would all lie in memory, and be looked through at every answer.
            while pool is not None and ahead and len(waiting) < cores * _AHEAD:
                with _deaf_to_ctrl_c():
                    bundle = ahead.popleft()
                    waiting[pool.submit(_work, self._store.folder, self._errand(bundle))] = bundle

        def take_in(done: int, timeout: float | None = None) -> int:
            ready, _ = wait(waiting, timeout, FIRST_COMPLETED)
            for future in ready:
                done = self._note(waiting.pop(future), future.result(), done, total, progress)
            hand_out()
            return done

        try:
            if cores > 1 and len(heavy) >= _WORTH_A_POOL and len(ahead) > 1 and few:
                # Most of the work is done by libraries that let go of Python's lock, and threads start at once.
                pool = ThreadPoolExecutor(cores)
                hand_out()
            elif cores > 1 and len(heavy) >= _WORTH_A_POOL and len(ahead) > 1:
                # "spawn" everywhere: a fork would copy the preview server's threads half-way through their work.
                spawn = multiprocessing.get_context("spawn")
                pool = ProcessPoolExecutor(min(cores, len(bundles)), mp_context=spawn, initializer=_die_with_parent)
                hand_out()
            for number, job in enumerate(light):
                [data] = job.target.recipe.run([self._inputs(job.target)])
                digest = digest_of(data)
                self.made.hold(job.key, digest, data)
                self.made.add(job.target, job.key, job.parts, digest, len(data), job.reason)
                done += 1
                progress(done, total, job.target.out)
                if waiting and number % _AHEAD == 0:
                    done = take_in(done, 0)
            while waiting:
                done = take_in(done)
            while ahead:
                bundle = ahead.popleft()
                done = self._note(bundle, _work(self._store.folder, self._errand(bundle)), done, total, progress)
        finally:
            if pool is not None:
                pool.shutdown(wait=True, cancel_futures=True)

    def _errand(self, bundle: list[_Job]) -> _Errand:
        paths = {path for job in bundle for _, path in job.target.files}
        return _Errand(
            [(job.key, job.target) for job in bundle],
            {path: self._sources[path] for path in paths},
            {out: self.made.read(self.made.artifacts[out]) for job in bundle for out in job.target.needs},
            {out: size for job in bundle for out, size in self._weights(job.target).items()},
        )

    def _note(self, bundle: list[_Job], rows: list[tuple[str, int]], done: int, total: int, progress: Progress) -> int:
        for job, (digest, size) in zip(bundle, rows, strict=True):
            self.made.add(job.target, job.key, job.parts, digest, size, job.reason)
        progress(done + len(bundle), total, bundle[-1].target.out)
        return done + len(bundle)


@dataclass(frozen=True, slots=True)
class _Errand:
    """What a worker is sent: the work, and where its files lie."""

    work: list[tuple[str, Target]]
    sources: dict[str, Source]
    needs: dict[str, bytes]
    weights: dict[str, int]


def _work(folder: Path, errand: _Errand) -> list[tuple[str, int]]:
    """Run in a worker: make the bundle, put each result into the store, return (digest, size) of each."""
    store = Store(folder)
    files = {path: source.read() for path, source in errand.sources.items()}
    groups: dict[tuple[str, str], list[tuple[str, Target]]] = {}
    for key, target in errand.work:
        groups.setdefault((target.recipe.name, target.group), []).append((key, target))
    results: dict[str, tuple[str, int]] = {}
    for work in groups.values():
        inputs = [
            Inputs(
                t.view,
                {name: files[path] for name, path in t.files},
                {out: errand.needs[out] for out in t.needs},
                {out: errand.weights[out] for out in t.weighs},
            )
            for _, t in work
        ]
        try:
            made = work[0][1].recipe.run(inputs)
        except work[0][1].recipe.faults as error:
            raise RecipeError(work[0][1].origin, str(error)) from error
        for (key, _), data in zip(work, made, strict=True):
            results[key] = (store.put(key, data), len(data))
    return [results[key] for key, _ in errand.work]


def _bundles(jobs: list[_Job]) -> list[list[_Job]]:
    """Put jobs of one group together; those of no group go in bundles of one recipe, as do many small groups."""
    groups: dict[tuple[str, str], list[_Job]] = {}
    for job in jobs:
        groups.setdefault((job.target.recipe.name, job.target.group), []).append(job)
    # Few groups go one by one, so that all cores have work to the end; of many, several go together.
    several = min(_BUNDLE, 1 + len(groups) // _MANY_GROUPS)
    bundles: list[list[_Job]] = []
    filling: dict[str, tuple[list[_Job], int]] = {}
    for (recipe, group), members in groups.items():
        if not group:
            bundles += [members[i : i + _BUNDLE] for i in range(0, len(members), _BUNDLE)]
            continue
        bundle, count = filling.get(recipe, ([], several))
        if count >= several:
            bundle, count = [], 0
            bundles.append(bundle)
        bundle += members
        filling[recipe] = bundle, count + 1
    return bundles


def _parted(bundle: list[_Job], cores: int) -> list[list[_Job]]:
    """Return a bundle in as many parts as there are cores; a small bundle stays whole.

    Dealt out there and back, so that whoever gets the largest gets the smallest too: they come in order of size.
    """
    if len(bundle) < _WORTH_A_PART * cores:
        return [bundle]
    parts: list[list[_Job]] = [[] for _ in range(cores)]
    for number, job in enumerate(bundle):
        turn, place = divmod(number, cores)
        parts[place if turn % 2 == 0 else cores - 1 - place].append(job)
    return parts


def _levels(targets: Sequence[Target]) -> list[list[Target]]:
    """Order targets so that each comes after what it needs. Needs form no circle: a kind names only what it made."""
    by_out = {target.out: target for target in targets}
    depth: dict[str, int] = {}

    def depth_of(target: Target) -> int:
        if target.out not in depth:
            needed = (by_out[out] for out in (*target.needs, *target.weighs) if out in by_out)
            depth[target.out] = 1 + max(map(depth_of, needed), default=-1)
        return depth[target.out]

    levels: list[list[Target]] = []
    for target in targets:
        place = depth_of(target) if target.needs or target.weighs else 0
        while len(levels) <= place:
            levels.append([])
        levels[place].append(target)
    return levels


def _die_with_parent() -> None:
    """End this worker when the build that started it is killed: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextlib.contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Start workers that do not hear Ctrl+C, which a terminal sends to all: we end them, quietly."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def cores_here() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
