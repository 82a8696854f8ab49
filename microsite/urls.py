"""Addresses: where each thing is published, and what a link to it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from microsite.model import Destination, Site
from microsite.schema import base_of, slug_of

# The folder that things of a kind live in, a language; any other language uses the English word.
_FOLDERS = {
    "service": {"sv": "hjalp", "fi": "apu", "en": "help"},
    "poster": {"sv": "affischer", "fi": "julisteet", "en": "posters"},
    "film": {"sv": "filmer", "fi": "videot", "en": "films"},
    "roster": {"sv": "alla-partner", "fi": "kaikki-kumppanit", "en": "all-partners"},
    "partner": {"sv": "partner", "fi": "kumppanit", "en": "partners"},
    "news": {"sv": "nyheter", "fi": "uutiset", "en": "news"},
    "event": {"sv": "kalender", "fi": "kalenteri", "en": "calendar"},
}
LANGUAGE_NAMES = {
    "sv": "Svenska",
    "fi": "Suomi",
    "en": "English",
    "ar": "العربية",
    "so": "Soomaali",
    "se": "Davvisámegiella",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "pl": "Polski",
    "uk": "Українська",
    "ru": "Русский",
    "fa": "فارسی",
    "ku": "کوردی",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "nb": "Norsk",
    "da": "Dansk",
    "is": "Íslenska",
    "et": "Eesti",
    "lv": "Latviešu",
    "lt": "Lietuvių",
    "rom": "Romani",
    "yi": "ייִדיש",
    "fit": "Meänkieli",
    "he": "עברית",
    "ur": "اردو",
    "sv-simple": "Lättläst svenska",
    "fi-simple": "Selkosuomi",
    "en-simple": "Easy read",
}
# What the folder of an easy-to-read variant is called: words, as readers see it. Other languages' are their codes.
_PREFIXES = {"sv-simple": "lattlast", "fi-simple": "selkosuomi", "en-simple": "easy-read"}


class Addresses:
    """All addresses of one site. `url` is an absolute path, ready for a link; `out` is the file below output/."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.base = site.base_path
        self._origin = site.origin
        self._paths: dict[tuple[str, str, str], str] = {
            (kind, name, lang): path for kind, name, lang, path in self._all()
        }
        self._urls: dict[tuple[str, str, str], str] = {}

    def _all(self) -> Iterator[tuple[str, str, str, str]]:
        site = self._site
        show = site.settings.untranslated == "show"
        tables: tuple[tuple[str, Any], ...] = (
            ("page", site.pages),
            ("news", site.news),
            ("event", site.events),
            ("poster", site.posters),
            ("film", site.films),
            ("service", site.services),
        )
        for lang in site.languages:
            prefix, shown = prefix_of(lang, site.default), show and lang in site.whole_languages
            for kind, entries in tables:
                for name, entry in entries.items():
                    if lang in entry.texts or (shown and site.default in entry.texts):
                        text = entry.texts.get(lang) or entry.texts[site.default]
                        yield kind, name, lang, prefix + self._path(kind, name, lang, getattr(text.words, "slug", None))
            if site.services:
                yield "directory", "", lang, f"{prefix}{folder_of('service', lang)}/"
            if lang not in site.whole_languages:
                continue
            if site.partners:
                yield "roster", "", lang, f"{prefix}{folder_of('roster', lang)}/"
            for name in site.partners:
                yield "partner", name, lang, f"{prefix}{folder_of('partner', lang)}/{name}/"

    def _path(self, kind: str, name: str, lang: str, slug: str | None) -> str:
        *parents, last = name.split("/")
        if kind == "page":
            last = "" if last == "index" else slug or slug_of(last) or "sida"
            return "/".join([*map(slug_of, parents), last]).strip("/") + ("/" if parents or last else "")
        return f"{folder_of(kind, lang)}/{slug or slug_of(last)}/"

    def has(self, kind: str, name: str, lang: str) -> bool:
        """Tell whether the thing has a page in `lang`."""
        return (kind, name, lang) in self._paths

    def url(self, kind: str, name: str, lang: str) -> str:
        """Return the address of the thing in `lang`, else in the default language, else in any."""
        asked = (kind, name, lang)
        if asked not in self._urls:
            choices = ((kind, name, choice) for choice in (lang, self._site.default, *self._site.languages))
            found = next((self._paths[choice] for choice in choices if choice in self._paths), None)
            if found is None:
                raise KeyError(asked)
            self._urls[asked] = self.base + found
        return self._urls[asked]

    def out(self, kind: str, name: str, lang: str) -> str:
        """Return the file that the thing's page is published as."""
        return self._paths[kind, name, lang] + "index.html"

    def full(self, url: str) -> str:
        """Return the whole address, with scheme and host."""
        return self._origin + url

    def home(self, lang: str) -> str:
        """Return the address of the start page."""
        return self.url("page", "index", lang)

    def link(self, destination: Destination, lang: str) -> str:
        """Return what a link to `destination` says, on a page in `lang`.

        A heading that the page in `lang` lacks (its text is another, or not translated) is left out of the address.
        """
        anchor = f"#{destination.anchor}" if destination.anchor else ""
        if destination.kind == "outside":
            return destination.name
        if destination.kind == "here":
            return anchor
        if anchor and destination.anchor not in self._ids(destination, lang):
            anchor = ""
        return self.url(destination.kind, destination.name, lang) + anchor

    def abroad(self, destination: Destination, lang: str) -> str:
        """Return the language of the page that a link in `lang` leads to, where it leaves its own; "" where not."""
        kind, name = destination.kind, destination.name
        if kind in ("outside", "here") or self.has(kind, name, lang):
            return ""
        found = next((code for code in self._site.languages if self.has(kind, name, code)), lang)
        return "" if base_of(found) == base_of(lang) else found

    def _ids(self, destination: Destination, lang: str) -> frozenset[str]:
        site = self._site
        tables: dict[str, Any] = {
            "page": site.pages,
            "news": site.news,
            "event": site.events,
            "poster": site.posters,
            "film": site.films,
            "service": site.services,
        }
        entry = tables.get(destination.kind, {}).get(destination.name)
        if entry is None:
            return frozenset()
        text = entry.texts.get(lang) or entry.texts.get(site.default) or next(iter(entry.texts.values()))
        ids: frozenset[str] = text.body.document.ids
        return ids


def folder_of(kind: str, lang: str) -> str:
    """Return the name of the folder that things of `kind` live in."""
    table = _FOLDERS[kind]
    return table.get(base_of(lang), table["en"])


def prefix_of(lang: str, default: str) -> str:
    """Return the folder that a language's pages lie in, with its slash; "" for the site's own."""
    return "" if lang == default else f"{_PREFIXES.get(lang, lang)}/"
