"""Loading: from sources to the whole campaign, telling every mistake at its place and never stopping at the first."""

from __future__ import annotations

import dataclasses
import datetime as dt
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from microsite import catalogue
from microsite.colour import contrast, luminance, readable, rgb_of
from microsite.markdown import Document, Reference, read_markdown
from microsite.model import (
    Body,
    Catalogue,
    Chart,
    Destination,
    Entry,
    Master,
    Partner,
    Poster,
    Service,
    Site,
    Text,
)
from microsite.pictures import read_logo, read_master
from microsite.problem import Problem, Problems, Span, did_you_mean
from microsite.schema import (
    ChartFields,
    EventFields,
    EventTextFields,
    Fields,
    FormatFields,
    FreshnessFields,
    KitFields,
    NewsFields,
    PageFields,
    PartnerFields,
    PictureFields,
    PosterFields,
    PosterTextFields,
    ServiceFields,
    ServiceTextFields,
    SettingsFields,
    WordsFields,
    dial,
    read_fields,
)
from microsite.series import Table, read_table
from microsite.source import Source, digest_of
from microsite.store import Memo
from microsite.yamlspan import Mapped, read_yaml

_FOLDERS = {"services": "service", "posters": "poster", "news": "news", "events": "event"}
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
}
_SETTINGS = "content/site.yaml"
_PARTNERS = "partners.yaml"
_NOTICE_DATES = ("notice_from", "notice_until")
_WORD_LIST = "content/words.yaml"
_FORMATS = "content/formats.yaml"
_KIT = "content/kit.yaml"
_PICTURES = "content/pictures.yaml"
# How long before a consent runs out it is told.
_CONSENT_SOON = dt.timedelta(30)
_DATA = "content/data/"
# Of a partner's page: "kumppanit/", and the longest slug.
_LONGEST_ADDRESS = 90
_LEDGER = "content/ledger.txt"
# Each brand colour with the ground that it is seen on, and the contrast it needs there: 4.5 for words, 3 for shapes
# (WCAG 2.2, 1.4.3 and 1.4.11).
_CONTRASTS = (
    ("primary", "#ffffff", 4.5),
    ("accent", "#ffffff", 3.0),
    ("primary-dark", "#0e1716", 4.5),
    ("accent-dark", "#0e1716", 3.0),
)


Kind = TypeVar("Kind", bound=Fields)


@dataclass(frozen=True)
class _File:
    """One text file: its front matter with places, and its body."""

    path: str
    lang: str
    kind: str
    name: str
    front: Mapped | None
    document: Document
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Told:
    """What is told of a picture, and where."""

    fields: PictureFields
    span: Span

    def is_over(self, day: dt.date) -> bool:
        return self.fields.consent_until is not None and self.fields.consent_until < day


class Loader:
    """Reads one campaign. `site` is None after `load` where a mistake forbids it."""

    def __init__(self, sources: Mapping[str, Source], memo: Memo, today: dt.date, problems: Problems) -> None:
        self._sources = sources
        self._memo = memo
        self._today = today
        self._problems = problems
        self._charts: dict[str, Chart] = {}
        self._masters: dict[str, Master | None] = {}
        self._logos: dict[str, Master | None] = {}
        self._register: dict[str, _Told] = {}
        self._partner_at: dict[str, tuple[Mapped, tuple[str | int, ...]]] = {}
        self._files: dict[str, dict[str, dict[str, _File]]] = {}
        self._by_path: dict[str, _File] = {}
        self._field_destinations: dict[tuple[str, str], Destination] = {}
        self._hidden: set[tuple[str, str]] = set()
        # Things whose own file has a mistake: that is told once, there, and not again at every link to them.
        self._broken: set[tuple[str, str]] = set()
        # Texts whose fields have mistakes: the links in their bodies are looked at all the same.
        self._fieldless: list[Text[None]] = []

    def load(self) -> Site | None:
        """Return the campaign, or None where it has errors."""
        self._check_names()
        settings = self._settings()
        languages = settings.languages if settings else self._languages_by_folder()
        self._read_files(languages)
        self._register = self._picture_register()
        self._read_charts()
        default = languages[0] if languages else "sv"
        pages = self._entries("page", PageFields, None, default)
        news = self._entries("news", NewsFields, None, default)
        events = self._entries("event", EventFields, EventTextFields, default)
        posters = self._entries("poster", PosterFields, PosterTextFields, default)
        services = self._entries("service", ServiceFields, ServiceTextFields, default)
        partners = self._partners(settings)
        if f"content/{default}/index.md" not in self._sources:
            self._problems.error(
                "start-missing", Span(f"content/{default}/index.md"), path=f"content/{default}/index.md"
            )
        known = _Known(
            {"page": pages, "news": news, "event": events, "poster": posters, "service": services},
            set(partners),
            self._hidden,
            self._broken,
        )
        resolved = {kind: self._resolve(entries, known, languages) for kind, entries in known.entries.items()}
        for text in self._fieldless:
            self._body(text, known)
        catalogues = self._catalogues(languages)
        made_posters = self._posters(resolved["poster"], default)
        made_services = self._services(resolved["service"], settings.freshness if settings else FreshnessFields())
        words = self._word_list(made_services)
        self._check_hosts(partners, made_services)
        self._check_templates(made_posters, made_services)
        formats = self._formats()
        kit = self._kit(partners, settings)
        self._check_languages(partners, languages)
        if settings is None or self._problems.failed:
            return None
        return Site(
            settings,
            self._today,
            resolved["page"],
            resolved["news"],
            resolved["event"],
            made_posters,
            made_services,
            partners,
            catalogues,
            {path: m for path, m in {**self._logos, **self._masters}.items() if m},
            words,
            formats,
            kit,
            self._charts,
            self._field_destinations,
            self._outline(),
        )

    def _outline(self) -> str:
        rows = [
            f"{path}\0{f.front.digest() if f.front else ''}\0{sorted(f.document.ids)}"
            for path, f in self._by_path.items()
        ]
        rows += sorted({path for path, master in (*self._masters.items(), *self._logos.items()) if master})
        return digest_of("\n".join(rows).encode("utf-8", "surrogateescape"))

    # -- files

    def _check_names(self) -> None:
        seen: dict[str, str] = {}
        for path in self._sources:
            # A name unpacked from an old archive may be no text at all.
            shown = path.encode("utf-8", "replace").decode()
            if shown != path:
                self._problems.error("name-encoding", Span(shown))
            other = seen.setdefault(path.casefold(), path)
            if other != path:
                self._problems.error("name-case", Span(path), Span(other))

    def _settings(self) -> SettingsFields | None:
        source = self._sources.get(_SETTINGS)
        if source is None:
            self._problems.error("site-missing", Span(_SETTINGS))
            return None
        mapped = self._yaml(source)
        settings = self._fields(SettingsFields, mapped) if mapped else None
        if settings is not None and mapped is not None:
            self._check_contrast(settings, mapped)
        return settings

    def _check_contrast(self, settings: SettingsFields, mapped: Mapped) -> None:
        """Tell of a brand colour that can't be read where badges and pages use it, and of the nearest that can."""
        for name, ground, least in _CONTRASTS:
            colour = getattr(settings.brand, name.replace("-", "_"))
            ratio = contrast(luminance(rgb_of(colour)), luminance(rgb_of(ground)))
            if ratio < least:
                self._problems.error(
                    "brand-contrast",
                    mapped.span(("brand", name)),
                    name=name,
                    value=colour,
                    ratio=f"{ratio:.1f}",
                    least=f"{least:g}",
                    ground=ground,
                    instead=readable(colour, ground, least),
                )

    def _fields(self, kind: type[Kind], mapped: Mapped, at: tuple[str | int, ...] = ()) -> Kind | None:
        """Return the fields of a file, or of the part `at`. What was valid once still is."""
        fields = self._memo.of(
            f"fields {kind.__name__} {mapped.path}",
            mapped.digest(at),
            lambda: read_fields(kind, mapped, Problems(), at),
        )
        # What is wrong is told at its place, which the same words may have changed.
        return fields if fields is not None else read_fields(kind, mapped, self._problems, at)

    def _languages_by_folder(self) -> tuple[str, ...]:
        """Return the languages by the folders there are: texts are checked even when site.yaml is broken."""
        found = {path.split("/")[1] for path in self._sources if path.startswith("content/") and path.count("/") > 1}
        found.discard("data")
        return ("sv", *sorted(found - {"sv"})) if "sv" in found else tuple(sorted(found))

    def _yaml(self, source: Source) -> Mapped | None:
        def read() -> tuple[Mapped | None, tuple[Problem, ...]]:
            own = Problems()
            text = _decode(source.read(), source.path, own)
            return (read_yaml(text, source.path, own) if text is not None else None), tuple(own.items)

        mapped, problems = self._memo.of(f"yaml {source.path}", source.digest, read)
        self._problems.extend(problems)
        return mapped

    def _read_files(self, languages: tuple[str, ...]) -> None:
        for path, source in self._sources.items():
            parts = path.split("/")
            if parts[0] != "content" or path in (_SETTINGS, _WORD_LIST, _FORMATS, _KIT, _PICTURES, _LEDGER):
                continue
            if path.startswith(_DATA) and len(parts) == 3 and path.endswith((".csv", ".yaml")):
                continue
            if len(parts) < 3 or not path.endswith(".md"):
                self._tell_ignored(path, parts)
                continue
            lang = parts[1]
            if lang not in languages:
                self._problems.error("language-folder", Span(path), name=lang, options=", ".join(languages))
                continue
            kind = _FOLDERS.get(parts[2], "page") if len(parts) > 3 else "page"
            name = "/".join(parts[2:] if kind == "page" else parts[3:]).removesuffix(".md")
            file = self._memo.of(f"text {path}", source.digest, partial(_read_file, source, lang, kind, name))
            self._problems.extend(file.problems)
            self._files.setdefault(kind, {}).setdefault(name, {})[lang] = self._by_path[path] = file

    def _tell_ignored(self, path: str, parts: list[str]) -> None:
        """Warn of a text that looks like content and is none; pictures and tables may lie beside the texts."""
        if len(parts) < 3:
            self._problems.warn(
                "file-ignored",
                Span(path),
                what="den ligger inte i ett språks mapp",
                what_en="it lies in no language's folder",
            )
        elif parts[1] == "data":
            self._problems.warn(
                "file-ignored",
                Span(path),
                what="i content/data läses bara .csv och .yaml, utan undermappar",
                what_en="content/data has only .csv and .yaml, and no folders",
            )
        elif path.lower().endswith((".markdown", ".txt", ".md", ".docx", ".html", ".odt", ".rtf")):
            self._problems.warn(
                "file-ignored", Span(path), what="namnet slutar inte på .md", what_en="its name doesn't end in .md"
            )

    def _read_charts(self) -> None:
        """Read the series of figures, each a table and the words about it."""
        names = {
            path[len(_DATA) : path.rfind(".")]
            for path in self._sources
            if path.startswith(_DATA) and path.count("/") == 2 and path.endswith((".csv", ".yaml"))
        }
        for name in sorted(names):
            figures, words = (self._sources.get(f"{_DATA}{name}{end}") for end in (".csv", ".yaml"))
            table = self._table(figures) if figures else None
            mapped = self._yaml(words) if words else None
            facts = self._fields(ChartFields, mapped) if mapped else None
            if figures is None or words is None:
                there, missing = (".yaml", ".csv") if figures is None else (".csv", ".yaml")
                self._problems.error("data-pair", Span(f"{_DATA}{name}{there}"), missing=f"{_DATA}{name}{missing}")
            if table is None or facts is None or mapped is None:
                self._broken.add(("chart", name))
                continue
            for i, series in enumerate(facts.series):
                if series.column not in table.names:
                    words_meant = did_you_mean(series.column, table.names, others=True)
                    span = mapped.span(("series", i, "column"))
                    self._problems.error("data-column", span, name=series.column, **words_meant)
            self._charts[name] = Chart(name, facts, table)

    def _table(self, source: Source) -> Table | None:
        def read() -> tuple[Table | None, tuple[Problem, ...]]:
            own = Problems()
            text = _decode(source.read(), source.path, own)
            return (read_table(text, source.path, own) if text is not None else None), tuple(own.items)

        table, problems = self._memo.of(f"table {source.path}", source.digest, read)
        self._problems.extend(problems)
        return table

    # -- entries

    def _entries(
        self, kind: str, facts: type[Fields], words: type[Fields] | None, default: str
    ) -> dict[str, Entry[Any, Any]]:
        """Return the published entries of `kind` by name, with links not yet resolved."""
        entries: dict[str, Entry[Any, Any]] = {}
        for name, files in sorted(self._files.get(kind, {}).items()):
            read: dict[str, Text[Any]] = {}
            for lang, file in files.items():
                own = facts if words is None or lang == default else words
                if file.front is None:
                    self._broken.add((kind, name))
                    continue
                if own is not facts and self._facts_repeated(file, facts, own, files.get(default)):
                    self._broken.add((kind, name))
                    continue
                fields = self._fields(own, file.front)
                if fields is None:
                    self._broken.add((kind, name))
                    self._fieldless.append(Text(lang, file.path, file.front.span(()), None, Body(file.document)))
                else:
                    self._check_dates(fields, file.front)
                    read[lang] = Text(lang, file.path, file.front.span(()), fields, Body(file.document))
            if words is not None and default not in files:
                file = next(iter(files.values()))
                self._problems.error(
                    "original-missing", Span(file.path), original=f"content/{default}/{_folder(kind)}/{name}.md"
                )
                continue
            shown = {lang: text for lang, text in read.items() if self._is_public(text.words)}
            original = (
                shown.get(default) if words is not None else shown.get(default) or next(iter(shown.values()), None)
            )
            if original is None:
                if (kind, name) not in self._broken:
                    self._hidden.add((kind, name))
                continue
            entries[name] = Entry(kind, name, original.words, shown)
        return entries

    def _facts_repeated(self, file: _File, facts: type[Fields], words: type[Fields], original: _File | None) -> bool:
        assert file.front is not None
        if not isinstance(file.front.value, dict):
            return False
        allowed = {f.alias for f in words.model_fields.values()}
        fact_names = {f.alias for f in facts.model_fields.values()} - allowed
        found = [name for name in file.front.value if name in fact_names]
        for name in found:
            where = original.path if original else "–"
            self._problems.error("field-fact", file.front.span((name,), of_name=True), name=name, original=where)
        return bool(found)

    def _check_dates(self, fields: Any, front: Mapped) -> None:
        for first, last in (("published", "expires"), ("starts", "ends"), ("checked", "review_by"), _NOTICE_DATES):
            start, end = vars(fields).get(first), vars(fields).get(last)
            if start and end and end < start:
                self._problems.error(
                    "dates-order", front.span((last.replace("_", "-"),)), start=_day(start), end=_day(end)
                )
        due = vars(fields).get("review_by")
        if due and due < self._today and not isinstance(fields, ServiceFields):
            self._problems.warn("page-stale", front.span(("review-by",)), date=due)

    def _is_public(self, words: Any) -> bool:
        published = vars(words).get("published")
        expires = vars(words).get("expires")
        return (
            not vars(words).get("draft")
            and not (published and published > self._today)
            and not (expires and expires <= self._today)
        )

    # -- links and pictures

    def _resolve(
        self, entries: Mapping[str, Entry[Any, Any]], known: _Known, languages: tuple[str, ...]
    ) -> dict[str, Entry[Any, Any]]:
        return {
            name: Entry(
                e.kind,
                e.name,
                e.facts,
                {lang: self._text(e.texts[lang], known) for lang in languages if lang in e.texts},
            )
            for name, e in entries.items()
        }

    def _text(self, text: Text[Any], known: _Known) -> Text[Any]:
        self._field_links(text, known)
        return Text(text.lang, text.path, text.span, text.words, self._body(text, known))

    def _body(self, text: Text[Any], known: _Known) -> Body:
        document = text.body.document
        links = tuple(self.destination(r, text.lang, text.path, known, document.ids) for r in document.links)
        for chart in document.charts:
            if chart.target not in self._charts and not known.silent("chart", chart.target):
                words = did_you_mean(chart.target, self._charts, others=True)
                self._problems.error("data-unknown", chart.span, name=chart.target, **words)
        return Body(document, links, tuple(self._picture(r.target, r.span) for r in document.pictures))

    def _field_links(self, text: Text[Any], known: _Known) -> None:
        """Check the addresses that stand in front matter; the kinds resolve them again when they plan."""
        front = self._by_path[text.path].front
        hero, shows = vars(text.words).get("hero"), vars(text.words).get("shows", ())
        if front is None:
            return
        places: list[tuple[tuple[str | int, ...], str]] = []
        if hero:
            places += [(("hero", "buttons", i, "to"), button.to) for i, button in enumerate(hero.buttons)]
            if hero.poster and hero.poster not in known.entries["poster"] and not known.silent("poster", hero.poster):
                words = did_you_mean(hero.poster, known.entries["poster"], others=True)
                self._problems.error("poster-unknown", front.span(("hero", "poster")), name=hero.poster, **words)
            if hero.picture:
                self._picture(hero.picture, front.span(("hero", "picture")))
                if not hero.alt:
                    self._problems.error("alt-missing-field", front.span(("hero", "picture")))
        for i, block in enumerate(shows):
            places += [(("shows", i, "items", j, "to"), item.to) for j, item in enumerate(block.items)]
        for place, target in places:
            link = Reference(target, "", front.span(place))
            self._field_destinations[text.path, target] = self.destination(
                link, text.lang, text.path, known, frozenset()
            )

    def destination(self, link: Reference, lang: str, path: str, known: _Known, ids: frozenset[str]) -> Destination:
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
            return self._named(_SCHEMES[scheme.lower()], rest, link, lang, known)
        if colon and "/" not in scheme:
            return self._outside(scheme.lower(), target, link)
        return self._by_file(target, link, lang, path, known)

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
        return Destination("outside", dial(target[4:]) if scheme == "tel" else target)

    def _named(self, kind: str, name: str, link: Reference, lang: str, known: _Known) -> Destination:
        name, _, anchor = name.partition("#")
        names = known.partners if kind == "partner" else set(known.entries[kind])
        if (kind, name) in known.hidden:
            self._problems.error("link-draft", link.span, target=link.target)
        elif name not in names and not known.silent(kind, name):
            self._dead(link.span, link.target, names, name)
        elif anchor and kind in known.entries and name in names:
            self._check_anchor(known.entries[kind][name], anchor, link, lang)
        return Destination(kind, name, anchor)

    def _check_anchor(self, entry: Entry[Any, Any], anchor: str, link: Reference, lang: str) -> None:
        text = entry.texts.get(lang) or next(iter(entry.texts.values()))
        ids = text.body.document.ids
        if anchor not in ids:
            page = link.target.partition("#")[0]
            self._problems.error(
                "link-anchor", link.span, page=page, anchor=anchor, **did_you_mean(anchor, _headings(ids), others=True)
            )

    def _dead(self, span: Span, target: str, names: Iterable[str], word: str = "") -> None:
        self._problems.error("link-dead", span, target=target, **did_you_mean(word or target, names, others=True))

    def _by_file(self, target: str, link: Reference, lang: str, path: str, known: _Known) -> Destination:
        file, _, anchor = target.partition("#")
        base = f"content/{lang}"
        # Relative to the file it stands in; a writer who thinks from the language's folder is understood too.
        for folder in (posixpath.dirname(path), base):
            found = posixpath.normpath(posixpath.join(folder, file))
            if not found.startswith(base + "/") or not found.endswith(".md"):
                continue
            kind, name = _kind_and_name(found[len(base) + 1 :])
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
            self._dead(link.span, target, known.paths(lang, posixpath.dirname(path)))
        return Destination("outside", "")

    def _picture(self, target: str, span: Span) -> Master | None:
        source = self._picture_source(target, span)
        if source is None:
            return None
        if source.path not in self._masters:
            told = self._register.get(source.path)
            master = read_master(source, span, self._memo, self._problems)
            if told and told.is_over(self._today):
                # Told here and not at the register: one that no page shows is nobody's concern.
                self._problems.warn("consent-over", told.span, path=source.path, date=str(told.fields.consent_until))
                master = None
            elif told and told.is_over(self._today + _CONSENT_SOON):
                self._problems.warn("consent-soon", told.span, path=source.path, date=str(told.fields.consent_until))
            if told and master:
                master = dataclasses.replace(master, credit=told.fields.credit)
            self._masters[source.path] = master
        return self._masters[source.path]

    def _poster_picture(self, target: str, span: Span) -> Master | None:
        """Return a poster's picture. Without consent it is an error: pages lead to a poster, and files are taken."""
        path = posixpath.normpath(target)
        told = self._register.get(path)
        if told and told.is_over(self._today):
            self._problems.error("consent-poster", span, told.span, path=path, date=str(told.fields.consent_until))
            return None
        return self._picture(target, span)

    def _picture_register(self) -> dict[str, _Told]:
        """Return what the campaign tells of its pictures, by path."""
        source = self._sources.get(_PICTURES)
        mapped = self._yaml(source) if source else None
        found: dict[str, _Told] = {}
        if mapped is None:
            return found
        for i, fields in self._items(PictureFields, mapped, "file: bilder/motet.jpg"):
            at = mapped.span((i, "file"))
            picture = self._picture_source(fields.file, at)
            if picture is None:
                continue
            if picture.path in found:
                self._problems.error("picture-twice", at, found[picture.path].span, path=picture.path)
                continue
            found[picture.path] = _Told(fields, mapped.span((i, "consent-until")) if fields.consent_until else at)
        return found

    def _items(self, kind: type[Kind], mapped: Mapped, example: str) -> Iterator[tuple[int, Kind]]:
        """Yield the items of a file that is one list, with their numbers; those with mistakes are told and left out."""
        if not isinstance(mapped.value, list):
            self._problems.error(
                "field-shape",
                mapped.span(()),
                expected="en lista",
                expected_en="a list",
                example=f"Varje del börjar med en rad: - {example}",
                example_en=f"Each item begins with a line: - {example}",
            )
            return
        for i in range(len(mapped.value)):
            fields = self._fields(kind, mapped, (i,))
            if fields is not None:
                yield i, fields

    def _picture_source(self, target: str, span: Span) -> Source | None:
        path = posixpath.normpath(target.lstrip("/"))
        if path not in self._sources and f"assets/{path}" in self._sources:
            path = f"assets/{path}"
        source = self._sources.get(path)
        if source is None:
            near = (
                p
                for p in self._sources
                if p.startswith("assets/") and not p.startswith(("assets/css/", "assets/js/", "assets/fonts/"))
            )
            self._problems.error("picture-missing", span, path=target, **did_you_mean(path, near))
        return source

    # -- the rest

    def _posters(self, entries: Mapping[str, Entry[Any, Any]], default: str) -> dict[str, Poster]:
        posters = {}
        for name, entry in entries.items():
            masters = {}
            for lang, text in entry.texts.items():
                if text.words.master:
                    front = self._by_path[text.path].front
                    master = self._poster_picture(
                        f"assets/posters/{text.words.master}", front.span(("master",)) if front else text.span
                    )
                    if master:
                        masters[lang] = master
            if default in masters or entry.facts.template:
                posters[name] = Poster(name, entry.facts, entry.texts, masters)
        return posters

    def _word_list(self, services: Mapping[str, Service]) -> WordsFields:
        """Return `content/words.yaml`, which a campaign may do without."""
        source = self._sources.get(_WORD_LIST)
        mapped = self._yaml(source) if source else None
        fields = self._fields(WordsFields, mapped) if mapped else None
        if fields is None or mapped is None:
            return WordsFields()
        for i, crisis in enumerate(fields.crisis):
            for j, name in enumerate(crisis.first):
                if name not in services and ("service", name) not in self._broken:
                    self._dead(mapped.span(("crisis", i, "first", j)), name, services)
        return fields

    def _formats(self) -> tuple[FormatFields, ...]:
        """Return the formats that posters are set in, which a campaign may do without."""
        source = self._sources.get(_FORMATS)
        mapped = self._yaml(source) if source else None
        if mapped is None:
            return ()
        found: dict[str, FormatFields] = {}
        for i, fields in self._items(FormatFields, mapped, "id: …"):
            if fields.id in found:
                first = list(found).index(fields.id)
                self._problems.error("slug-twice", mapped.span((i, "id")), mapped.span((first, "id")), slug=fields.id)
                continue
            found[fields.id] = fields
        return tuple(found.values())

    def _kit(self, partners: Mapping[str, Partner], settings: SettingsFields | None) -> KitFields | None:
        """Return the words of partners' kits, which a campaign may do without."""
        source = self._sources.get(_KIT)
        mapped = self._yaml(source) if source else None
        fields = self._fields(KitFields, mapped) if mapped else None
        if fields is None or mapped is None or settings is None:
            return fields
        longest = max((name for p in partners.values() for _, name in p.facts.name), key=len, default="")
        for i, social in enumerate(fields.social):
            for code, text in social.text:
                # As long as it gets, whoever the partner is: in the words of `kinds.kits`.
                campaign = dict(settings.name).get(code) or max((name for _, name in settings.name), key=len)
                length = len(
                    text.replace("{webb}", f"{settings.base_url.rstrip('/')}/{code}/")
                    .replace("{sida}", f"{settings.base_url.rstrip('/')}/{code}/{'x' * _LONGEST_ADDRESS}/")
                    .replace("{kampanj}", campaign)
                    .replace("{partner}", longest)
                )
                if length > social.limit:
                    at = ("social", i, "text", code) if code else ("social", i, "text")
                    self._problems.error("value-long", mapped.span(at), length=length, most=social.limit)
        return fields

    def _check_languages(self, partners: Mapping[str, Partner], languages: tuple[str, ...]) -> None:
        """Tell of partners whose material is asked for in a language that the site has not."""
        for partner in partners.values():
            if partner.facts.language and partner.facts.language not in languages:
                mapped, at = self._partner_at[partner.facts.slug]
                span = mapped.span((*at, "language"))
                words = ", ".join(languages)
                self._problems.error("partner-language", span, value=partner.facts.language, options=words)

    def _check_templates(self, posters: Mapping[str, Poster], services: Mapping[str, Service]) -> None:
        """Tell of posters that show the number of a service that is not there, or that nobody answers any more."""
        for poster in posters.values():
            template = poster.facts.template
            original = next(text for text in poster.texts.values() if text.words is poster.facts)
            front = self._by_path[original.path].front
            if template is None or front is None or not template.service:
                continue
            span, service = front.span(("template", "service")), services.get(template.service)
            if service is None and ("service", template.service) not in self._broken:
                self._dead(span, template.service, services)
            elif service is not None and not service.number:
                self._problems.error("poster-number", span, name=service.facts.name)

    def _freshness(self, name: str, facts: ServiceFields, front: Mapped | None, periods: FreshnessFields) -> bool:
        """Tell of a review date that has passed; return whether the facts are to be shown as unverified."""
        if facts.review_by is None or facts.review_by >= self._today or facts.status == "ended":
            return False
        late = (self._today - facts.review_by).days
        steps = ((periods.refused_after, "service-refused"), (periods.unverified_after, "service-unverified"))
        code = next((code for days, code in steps if late > days), "service-stale")
        if front is not None:
            self._problems.warn(code, front.span(("review-by",)), date=facts.review_by, name=name)
        return late > periods.unverified_after

    def _services(self, entries: Mapping[str, Entry[Any, Any]], periods: FreshnessFields) -> dict[str, Service]:
        services = {}
        owners: dict[str, Span] = {}
        for name, entry in entries.items():
            facts: ServiceFields = entry.facts
            original = next(t for t in entry.texts.values() if t.words is facts)
            front = self._by_path[original.path].front
            numbers: set[str] = set()
            for i, channel in enumerate(facts.channels):
                span = front.span(("channels", i)) if front else original.span
                needs = {"phone": "number", "text": "number", "email": "email", "web": "url", "chat": "url"}.get(
                    channel.type, ""
                )
                if needs and not getattr(channel, needs):
                    self._problems.error("channel-address", span, kind=channel.type, needs=needs)
                if channel.number and channel.number not in numbers:
                    numbers.add(channel.number)
                    call = dial(channel.number)
                    place = front.span(("channels", i, "number")) if front else span
                    # 112 is the way in to several services, and rightly so.
                    if call in owners and call != "tel:112":
                        self._problems.warn("service-number-twice", place, owners[call], number=channel.number)
                    owners.setdefault(call, place)
            if facts.successor and facts.successor not in entries and front:
                self._dead(front.span(("successor",)), facts.successor, entries)
            services[name] = Service(name, facts, entry.texts, self._freshness(name, facts, front, periods))
        return services

    def _partners(self, settings: SettingsFields | None) -> dict[str, Partner]:
        source = self._sources.get(_PARTNERS)
        mapped = self._yaml(source) if source else None
        if mapped is None:
            return {}
        items = mapped.value.get("partners", []) if isinstance(mapped.value, dict) else mapped.value
        at: tuple[str | int, ...] = ("partners",) if isinstance(mapped.value, dict) else ()
        if not isinstance(items, list):
            self._problems.error(
                "field-shape",
                mapped.span(at),
                expected="en lista",
                expected_en="a list",
                example="Varje partner börjar med en rad: - slug: …",
                example_en="Each partner begins with a line: - slug: …",
            )
            return {}
        partners: dict[str, Partner] = {}
        slugs: dict[str, Span] = {}
        commitments = [row.id for row in settings.commitments] if settings else None
        for i in range(len(items)):
            fields = self._fields(PartnerFields, mapped, (*at, i))
            if fields is None:
                continue
            span = mapped.span((*at, i, "slug"))
            if fields.slug in partners:
                self._problems.error("slug-twice", span, slugs[fields.slug], slug=fields.slug)
                continue
            slugs[fields.slug] = span
            self._partner_at[fields.slug] = mapped, (*at, i)
            for number, name in enumerate(fields.commits_to if commitments is not None else ()):
                if name not in (commitments or ()):
                    place = mapped.span((*at, i, "commits-to", number))
                    words = did_you_mean(name, commitments or (), others=True)
                    self._problems.error("commitment-unknown", place, name=name, **words)
            if fields.joined and fields.ended and fields.ended < fields.joined:
                self._problems.error(
                    "dates-order", mapped.span((*at, i, "ended")), start=fields.joined, end=fields.ended
                )
            if fields.joined and fields.renews and fields.renews < fields.joined:
                self._problems.error(
                    "dates-order", mapped.span((*at, i, "renews")), start=fields.joined, end=fields.renews
                )
            partners[fields.slug] = Partner(
                fields,
                mapped.span((*at, i, "name")),
                self._logo(fields.logo, mapped.span((*at, i, "logo"))),
                self._logo(fields.logo_dark, mapped.span((*at, i, "logo-dark"))),
                not (fields.ended and fields.ended <= self._today),
            )
        for i in range(len(items)):
            self._check_networks(mapped, (*at, i), partners)
        return partners

    def _check_hosts(self, partners: Mapping[str, Partner], services: Mapping[str, Service]) -> None:
        """Tell of a partner whose web address can be taken for that of somebody else on the site."""
        hosts: dict[str, str] = {}
        alike: dict[str, str] = {}
        for service in services.values():
            for url in (service.facts.organisation_url, service.facts.source, *(c.url for c in service.facts.channels)):
                if url:
                    hosts.setdefault(_host(url), service.facts.organisation)
                    alike.setdefault(_skeleton(_host(url)), _host(url))
        # Those who joined first own their names.
        for partner in sorted(partners.values(), key=lambda p: (p.facts.joined or dt.date.min, p.facts.slug)):
            host = _host(partner.facts.url) if partner.facts.url else ""
            if not host or host in hosts:
                continue
            labels = host.split(".")
            begins = (".".join(labels[:n]) for n in range(2, len(labels)))
            other = alike.get(_skeleton(host)) or next((known for known in begins if known in hosts), "")
            if other:
                mapped, at = self._partner_at[partner.facts.slug]
                whose = hosts[other]
                self._problems.error("host-alike", mapped.span((*at, "url")), host=host, other=other, whose=whose)
            hosts[host] = partner.facts.name_in("")
            alike.setdefault(_skeleton(host), host)

    def _check_networks(self, mapped: Mapped, at: tuple[str | int, ...], partners: Mapping[str, Partner]) -> None:
        item = mapped.value
        for step in at:
            item = item[step]
        partner = partners.get(item.get("slug", "")) if isinstance(item, dict) else None
        networks = [slug for slug, p in partners.items() if p.facts.sector == "network"]
        for number, name in enumerate(partner.facts.networks if partner else ()):
            if name not in networks:
                span = mapped.span((*at, "networks", number))
                self._problems.error("network-unknown", span, name=name, **did_you_mean(name, networks, others=True))

    def _logo(self, path: str, span: Span) -> Master | None:
        if not path:
            return None
        source = self._picture_source(path if path.startswith("assets/") else f"assets/logos/{path}", span)
        if source is None:
            return None
        if source.path not in self._logos:
            self._logos[source.path] = read_logo(source, span, self._memo, self._problems)
        return self._logos[source.path]

    def _catalogues(self, languages: tuple[str, ...]) -> dict[str, Catalogue]:
        catalogues = {}
        for lang in languages:
            source = self._sources.get(f"templates/locales/{lang}.po")
            if source is None:
                catalogues[lang] = Catalogue(lang, {}, "")
                continue
            catalogues[lang] = self._memo.of(f"words {lang}", source.digest, partial(_read_words, source, lang))
        return catalogues


@dataclass(frozen=True, slots=True)
class _Known:
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
                path = f"content/{lang}/{_folder(kind)}/{name}.md".replace("//", "/")
                rows.append(posixpath.relpath(path, folder))
        return rows


def _headings(ids: frozenset[str]) -> list[str]:
    """Return the ids that a person would link to: not those of footnotes."""
    return [name for name in ids if not name.startswith(("fn:", "fnref"))]


def _day(moment: dt.date) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, dt.datetime) else moment.isoformat()


def _folder(kind: str) -> str:
    return next((folder for folder, k in _FOLDERS.items() if k == kind), "")


def _kind_and_name(path: str) -> tuple[str, str]:
    first, slash, rest = path.partition("/")
    if slash and first in _FOLDERS:
        return _FOLDERS[first], rest.removesuffix(".md")
    return "page", path.removesuffix(".md")


def _read_words(source: Source, lang: str) -> Catalogue:
    return catalogue.read_catalogue(source.read(), lang)


def _decode(data: bytes, path: str, problems: Problems) -> str | None:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        problems.error("encoding", Span(path, line, error.start - start + 1))
        return None


def _read_file(source: Source, lang: str, kind: str, name: str) -> _File:
    """Read one text file. A pure function of its path and bytes, so that its result can be remembered."""
    problems = Problems()
    text = _decode(source.read(), source.path, problems)
    front, document = None, Document()
    if text is not None:
        lines = text.split("\n")
        if lines[0].rstrip() != "---":
            problems.error("front-missing", Span(source.path, 1, 1))
        else:
            end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
            if end is None:
                problems.error("front-open", Span(source.path, 1, 1, 3))
            else:
                front = read_yaml("\n".join(lines[1:end]) + "\n", source.path, problems, first_line=2)
                if front is not None:
                    front.digest()  # reckoned now, it is remembered with the rest
                document = read_markdown("\n".join(lines[end + 1 :]), source.path, end + 2)
    return _File(source.path, lang, kind, name, front, document, (*problems.items, *document.problems))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _skeleton(host: str) -> str:
    """Return a host with all that is mistaken for each other alike: 1 and l, 0 and o, rn and m, å and a; no hyphens."""
    plain = unicodedata.normalize("NFD", host).encode("ascii", "ignore").decode()
    return plain.translate(str.maketrans("015", "ols", "-")).replace("rn", "m").replace("vv", "w")
