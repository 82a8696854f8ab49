"""Plans that still stand: what a kind planned in an earlier build, where nothing that it was planned from has changed.

Most edits change one text. Then all kinds but one or two plan just what they planned before, and it is enough to know
the addresses and keys of that. A plan is told by what decides it: the campaign outside its running texts, the day and
the engine (`outline_of`), and those running texts that the kind read. Its keys stand with it, so that a record of
another key never passes for what was planned.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from microsite.model import Site
from microsite.source import Source, digest_of
from microsite.store import PLAN, Memo
from microsite.target import Artifact, Target


@dataclass(frozen=True)
class Plan:
    """What a kind planned. `read` are digests of the texts it read, `asked` what it had the memo remember."""

    read: tuple[tuple[str, str], ...]
    pictures: tuple[Target, ...]
    rows: tuple[tuple[str, str, str], ...]
    asked: tuple[tuple[str, str], ...]

    def outs(self) -> list[tuple[str, str]]:
        """Return the address and the key of everything planned."""
        return [(out, key) for out, key, _ in self.rows]


class Plans:
    """The plans of earlier builds, and those of this one to be kept.

    `stands` tells whether what was planned is there; None where all is to be planned anew.
    """

    def __init__(
        self, memo: Memo, outline: str, sources: Mapping[str, Source], stands: Callable[[Plan], bool] | None
    ) -> None:
        self._memo = memo
        self._outline = outline
        self._sources = sources
        self._stands = stands
        self.kept: dict[str, Plan] = {}

    def recall(self, kind: str) -> Plan | None:
        """Return what `kind` planned before, if it would plan just that again and all of it is there."""
        if self._stands is None:
            return None
        plan: Plan | None = self._memo.known(PLAN + kind, self._outline)
        if plan is None or any(self._digest(path) != digest for path, digest in plan.read) or not self._stands(plan):
            return None
        self._memo.keep(plan.asked)
        self.kept[kind] = plan
        return plan

    def note(
        self,
        kind: str,
        targets: Collection[Target],
        read: Collection[str],
        pictures: Collection[Target],
        asked: Collection[tuple[str, str]],
        artifacts: Mapping[str, Artifact],
    ) -> None:
        """Keep what `kind` planned, now that all of it is made. What needs another kind's files is decided by those."""
        if self._stands is None:
            return
        own = {target.out for target in targets}
        if any(need not in own for target in targets for need in (*target.needs, *target.weighs)):
            return
        rows = tuple((target.out, artifacts[target.out].key, target.origin) for target in targets)
        texts = tuple((path, self._digest(path)) for path in sorted(read))
        self._memo.put(PLAN + kind, self._outline, Plan(texts, tuple(pictures), rows, tuple(asked)))

    def _digest(self, path: str) -> str:
        source = self._sources.get(path)
        return source.digest if source else ""


def outline_of(site: Site, engine: str, others: Mapping[str, str]) -> str:
    """Return a digest of all that decides what is planned, but for running texts. `others`: all files but texts."""
    rows = [site.today.isoformat(), engine, site.outline, *(f"{path}\0{digest}" for path, digest in others.items())]
    return digest_of("\n".join(rows).encode("utf-8", "surrogateescape"))
