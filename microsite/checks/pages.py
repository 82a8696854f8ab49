"""What the checks are given: the site, and what its real HTML says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urldefrag

from microsite.model import Site
from microsite.problem import Span
from microsite.source import Source
from microsite.store import Memo
from microsite.target import Artifact, Target


@dataclass(frozen=True)
class PageFacts:
    """What one HTML file says: the addresses it names, each as (path, anchor), and its ids."""

    addresses: tuple[tuple[str, str], ...]
    ids: frozenset[str]


class Published:
    """The site as it would be published, before it is."""

    def __init__(
        self,
        site: Site,
        sources: Mapping[str, Source],
        targets: Mapping[str, Target],
        artifacts: Mapping[str, Artifact],
        read: Callable[[Artifact], bytes],
        memo: Memo,
    ) -> None:
        self.site = site
        self._sources = sources
        self.targets = targets
        self.artifacts = artifacts
        self._read = read
        self._memo = memo

    def find(self, path: str, word: str) -> Span:
        """Return where a person wrote `word`, or the whole file."""
        text = self._sources[path].read().decode("utf-8-sig", "replace") if path in self._sources else ""
        match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
        if match is None:
            return Span(path)
        before = text[: match.start()]
        return Span(path, before.count("\n") + 1, match.start() - before.rfind("\n"), len(word))

    @cached_property
    def pages(self) -> Mapping[str, PageFacts]:
        """Return what every HTML file says, by address below output/. Only changed ones are parsed again."""
        return {
            out: self._memo.of(f"page facts {out}", artifact.digest, lambda a=artifact: read_page(self._read(a)))  # type: ignore[misc]
            for out, artifact in self.artifacts.items()
            if out.endswith(".html")
        }


def read_page(data: bytes) -> PageFacts:
    """Return what an HTML file says."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(data.decode())
    addresses: list[str] = []
    for node in tree.css("[href], [src], [srcset]"):
        attributes = node.attributes
        addresses.extend(attributes.get(name) or "" for name in ("href", "src"))
        addresses.extend(part.split()[0] for part in (attributes.get("srcset") or "").split(",") if part.strip())
    ids = frozenset(node.attributes["id"] or "" for node in tree.css("[id]"))
    found = dict.fromkeys(a for a in addresses if a and not a.startswith(("tel:", "sms:", "mailto:", "data:")))
    return PageFacts(tuple((path, unquote(anchor)) for path, anchor in map(urldefrag, found)), ids)
