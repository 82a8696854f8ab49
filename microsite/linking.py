"""Links: where each leads, and what is told of one that leads nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from microsite.markdown import Reference
from microsite.model import Destination, Entry
from microsite.problem import did_you_mean
from microsite.reader import Reader
from microsite.schema import dial, slug_of

FOLDERS = {"services": "service", "posters": "poster", "news": "news", "events": "event", "films": "film"}
# What a link's scheme may be in Markdown, in Swedish or English, and the kind it names.
_SCHEMES = {
    "tjanst": "service",
    "tjänst": "service",
    "service": "service",
    "affisch": "poster",
    "poster": "poster",
    "partner": "partner",
    "nyhet": "news",
    "news": "news",
    "event": "event",
    "handelse": "event",
    "film": "film",
    "lista": "list",
    "list": "list",
}
# Lists that nobody writes, by the name after "lista:".
_LISTS = {"hjalp": "directory", "partner": "roster"}


@dataclass(frozen=True, slots=True)
class Known:
    """All that a link may lead to."""

    entries: Mapping[str, Mapping[str, Entry[Any, Any]]]
    partners: set[str]
    hidden: set[tuple[str, str]]
    broken: set[tuple[str, str]]

    def silent(self, kind: str, name: str) -> bool:
        """Tell whether a link to the thing says nothing, because the thing's own file has been told of."""
        return (kind, name) in self.broken

    def paths(self, lang: str, folder: str) -> list[str]:
        """Return the paths that a writer in `folder` could have meant, as they would be written there."""
        rows = []
        for kind, entries in self.entries.items():
            for name in entries:
                path = f"content/{lang}/{folder_of(kind)}/{name}.md".replace("//", "/")
                rows.append(posixpath.relpath(path, folder))
        return rows


class Links:
    """Resolves the links of texts."""

    def __init__(self, reader: Reader, known: Known) -> None:
        self._reader = reader
        self._problems = reader.problems
        self.known = known

    def destination(self, link: Reference, lang: str, path: str, ids: frozenset[str]) -> Destination:
        """Return where `link` leads, after telling if it leads nowhere."""
        target = link.target
        if target.startswith("#"):
            if target[1:] not in ids:
                self._problems.error(
                    "link-anchor",
                    link.span,
                    page=path,
                    anchor=target[1:],
                    **did_you_mean(target[1:], _headings(ids), others=True),
                )
            return Destination("here", "", target[1:])
        scheme, colon, rest = target.partition(":")
        if colon and scheme.lower() in _SCHEMES:
            return self._named(_SCHEMES[scheme.lower()], rest, link, lang)
        if colon and "/" not in scheme:
            return self._outside(scheme.lower(), target, link)
        return self._by_file(target, link, lang, path)

    def _outside(self, scheme: str, target: str, link: Reference) -> Destination:
        fine = {
            "https": r"https://[\w.-]+\.[\w-]+(:\d+)?([/?#][^\s<>\"'`]*)?",
            "http": r"http://[\w.-]+\.[\w-]+(:\d+)?([/?#][^\s<>\"'`]*)?",
            "tel": r"tel:\+?[\d -]{3,20}",
            "sms": r"sms:\+?[\d -]{3,20}",
            "mailto": r"mailto:[\w.+-]+@[\w.-]+",
        }.get(scheme)
        if fine is None or not re.fullmatch(fine, target):
            self._problems.error("link-unsafe", link.span, target=target)
        elif scheme in ("tel", "sms"):
            self._check_number(target[4:], link)
        return Destination("outside", dial(target[4:]) if scheme == "tel" else target)

    def _check_number(self, number: str, link: Reference) -> None:
        """Tell of a number that rings nobody, and of one that is not the number a reader sees."""
        shown = link.text.strip()
        if not re.fullmatch(r"[+()\d \u00a0–-]*\d[+()\d \u00a0–-]*", shown):
            shown = ""
        if dial(number).startswith("tel:+460") or (shown and dial(shown) != dial(number)):
            right = dial(shown or f"0{dial(number).removeprefix('tel:+460')}").removeprefix("tel:")
            self._problems.error("link-number", link.span, number=number, shown=shown or right, right=right)

    def _named(self, kind: str, name: str, link: Reference, lang: str) -> Destination:
        known = self.known
        name, _, anchor = name.partition("#")
        if kind == "list":
            return self._list(name, link)
        names = known.partners if kind == "partner" else set(known.entries[kind])
        if (kind, name) in known.hidden:
            self._problems.error("link-draft", link.span, target=link.target)
        elif name not in names and not known.silent(kind, name):
            self._reader.dead(link.span, link.target, names, name)
        elif anchor and kind in known.entries and name in names:
            self._check_anchor(known.entries[kind][name], anchor, link, lang)
        return Destination(kind, name, anchor)

    def _list(self, name: str, link: Reference) -> Destination:
        there = {"hjalp": self.known.entries["service"], "partner": self.known.partners}
        names = {name for name, rows in there.items() if rows}
        if slug_of(name) not in names:
            self._reader.dead(link.span, link.target, names, name)
            return Destination("outside", "")
        return Destination(_LISTS[slug_of(name)], "")

    def _check_anchor(self, entry: Entry[Any, Any], anchor: str, link: Reference, lang: str) -> None:
        text = entry.texts.get(lang) or next(iter(entry.texts.values()))
        ids = text.body.document.ids
        if anchor not in ids:
            page = link.target.partition("#")[0]
            self._problems.error(
                "link-anchor", link.span, page=page, anchor=anchor, **did_you_mean(anchor, _headings(ids), others=True)
            )

    def _by_file(self, target: str, link: Reference, lang: str, path: str) -> Destination:
        known = self.known
        file, _, anchor = target.partition("#")
        base = f"content/{lang}"
        # Relative to the file it stands in; a writer who thinks from the language's folder is understood too.
        for folder in (posixpath.dirname(path), base):
            found = posixpath.normpath(posixpath.join(folder, file))
            if not found.startswith(base + "/") or not found.endswith(".md"):
                continue
            kind, name = kind_and_name(found[len(base) + 1 :])
            if (kind, name) in known.hidden:
                self._problems.error("link-draft", link.span, target=target)
                return Destination(kind, name, anchor)
            entry = known.entries[kind].get(name)
            if entry is not None:
                if anchor:
                    self._check_anchor(entry, anchor, link, lang)
                return Destination(kind, name, anchor)
            if known.silent(kind, name):
                return Destination(kind, name, anchor)
        if re.match(r"www\.|[\w-]+\.(se|com|nu|org|net|eu|fi)(/|$)", file):
            self._problems.error("value-web", link.span, value=target)
        else:
            self._reader.dead(link.span, target, known.paths(lang, posixpath.dirname(path)))
        return Destination("outside", "")


def _headings(ids: frozenset[str]) -> list[str]:
    """Return the ids that a person would link to: not those of footnotes."""
    return [name for name in ids if not name.startswith(("fn:", "fnref"))]


def folder_of(kind: str) -> str:
    """Return the folder that a kind of text lies in below its language's; "" for pages."""
    return next((folder for folder, k in FOLDERS.items() if k == kind), "")


def kind_and_name(path: str) -> tuple[str, str]:
    """Return the kind and the name of a text by its path below its language's folder."""
    first, slash, rest = path.partition("/")
    if slash and first in FOLDERS:
        return FOLDERS[first], rest.removesuffix(".md")
    return "page", path.removesuffix(".md")
