"""What the checks are given: the site, and what its real HTML says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from microsite import assets
from microsite.model import Site, Text
from microsite.problem import Span
from microsite.source import Source
from microsite.store import Memo
from microsite.target import Artifact

Product = TypeVar("Product")
_SAID = ("name", "title", "description", "summary", "how_to_start", "notice", "alt")
# What a poster says that is set from its words.
_SET = ("headline", "line", "items_title", "items_note", "items", "call", "terms")
# What leads to no file of anybody's.
_NO_FILES = ("tel:", "sms:", "mailto:", "data:")


@dataclass(frozen=True)
class PageFacts:
    """What one HTML file says: the addresses it names, as they stand there, its ids, the rules that it breaks."""

    addresses: frozenset[str]
    ids: frozenset[str]
    faults: tuple[tuple[str, str], ...]
    # The classes of what is pressed: links, buttons and what unfolds.
    pressed: frozenset[str]


class Published:
    """The site as it would be published, before it is."""

    def __init__(
        self,
        site: Site,
        sources: Mapping[str, Source],
        origins: Mapping[str, str],
        artifacts: Mapping[str, Artifact],
        read: Callable[[Artifact], bytes],
        memo: Memo,
        numbers: Mapping[str, tuple[str, str]] | None = None,
        promised: Iterable[str] = (),
    ) -> None:
        self.site = site
        self._sources = sources
        # What a person would call the source of each file.
        self.origins = origins
        self.artifacts = artifacts
        # Return the bytes of a file. Raises OSError where they have gone.
        self.read = read
        self._memo = memo
        # Each service's telephone numbers at the last build, and the day they were checked; and as they are now.
        self.numbers_before = numbers or {}
        self.numbers: dict[str, tuple[str, str]] = {}
        # The addresses that the ledger held at the last build, and those that it holds now.
        self.promised_before = frozenset(promised)
        self.promised = self.promised_before

    def text_of(self, path: str) -> str | None:
        """Return the text of a source, None where there is no such file."""
        source = self._sources.get(path)
        return source.read().decode("utf-8-sig", "replace") if source else None

    def find(self, path: str, word: str, skip: re.Pattern[str] | None = None) -> Span:
        """Return where a person wrote `word`, rather outside what `skip` finds; or the whole file."""
        text = self.text_of(path) or ""
        wanted = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
        shown = skip.sub(lambda found: re.sub(r"\S", " ", found[0]), text) if skip else text
        # A title in quotes is quoted for YAML's sake alone: what stands nowhere else stands there.
        match = wanted.search(shown) or wanted.search(text)
        if match is None:
            return Span(path)
        before = text[: match.start()]
        return Span(path, before.count("\n") + 1, match.start() - before.rfind("\n"), len(word))

    def find_words(self, path: str, words: Sequence[str]) -> Span:
        """Return where a person wrote `words` one after another, whatever stands between; or the whole file."""
        text = self.text_of(path) or ""
        # At the most an address in brackets between two of them.
        match = re.search(r"\b" + r"\b[^\w]*(?:\]\([^)]*\)[^\w]*)?\b".join(map(re.escape, words)) + r"\b", text)
        if match is None:
            return Span(path)
        before = text[: match.start()]
        return Span(path, before.count("\n") + 1, match.start() - before.rfind("\n"), len(match[0].split("\n")[0]))

    def texts(self) -> Iterator[Text[Any]]:
        """Yield every text that a person wrote, in every language."""
        site = self.site
        for entries in (site.pages, site.news, site.events, site.services, site.posters, site.films):
            for entry in entries.values():
                yield from entry.texts.values()

    def charts(self) -> Iterator[tuple[str, str, str]]:
        """Yield the words of every chart a language, with the language and the file they stand in."""
        for chart in self.site.charts.values():
            facts = chart.facts
            words = [facts.title, facts.unit, facts.summary, facts.method, *(series.name for series in facts.series)]
            words += [facts.goal.text] if facts.goal else []
            for lang in self.site.languages:
                said = " ".join(self.site.local(row, lang) for row in words if lang in dict(row) or len(row) == 1)
                yield lang, f"content/data/{chart.name}.yaml", said

    def sheets(self) -> list[str]:
        """Return the paths of the site's style sheets, in the order that they are joined in."""
        return assets.sheets(self._sources)

    def once(self, reader: str, path: str, make: Callable[[], Product]) -> Product:
        """Return what `make` tells of the text file at `path`, and of nothing else: once, until the file changes."""
        return self._memo.of(f"{reader} {path}", self._sources[path].digest, make)

    @cached_property
    def pages(self) -> Mapping[str, PageFacts]:
        """Return what every HTML file says, by address below output/. Only changed ones are parsed again."""
        return {
            out: self._memo.of(f"page facts {out}", artifact.digest, lambda a=artifact: read_page(self.read(a)))  # type: ignore[misc]
            for out, artifact in self.artifacts.items()
            if out.endswith(".html")
        }


def said_in(text: Text[Any]) -> str:
    """Return what a text says to a reader: the words of its fields, and its body."""
    words = vars(text.words)
    fields = [str(words.get(name) or "") for name in _SAID]
    if words.get("template"):
        values = [vars(words["template"])[name] for name in _SET]
        # A sentence a field: the words of two don't belong together.
        fields += ["; ".join(value) if isinstance(value, tuple) else value for value in values]
    return f"{' '.join(fields)} {text.body.document.plain}"


def read_page(data: bytes) -> PageFacts:
    """Return what an HTML file says."""
    from selectolax.lexbor import LexborHTMLParser

    from microsite.markup import faults_of

    tree = LexborHTMLParser(data.decode())
    addresses: list[str] = []
    for node in tree.css("[href], [src], [srcset], [poster]"):
        attributes = node.attributes
        addresses.extend(attributes.get(name) or "" for name in ("href", "src", "poster"))
        addresses.extend(part.split()[0] for part in (attributes.get("srcset") or "").split(",") if part.strip())
    ids = frozenset(node.attributes["id"] or "" for node in tree.css("[id]"))
    named = frozenset(a for a in addresses if a and not a.startswith(_NO_FILES))
    pressed = " ".join(
        node.attributes.get("class") or "" for node in tree.css("a[class], button[class], summary[class]")
    )
    return PageFacts(named, ids, faults_of(tree), frozenset(pressed.split()))
