"""Loading: from sources to the whole campaign, telling every mistake at its place and never stopping at the first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from microsite import catalogue
from microsite.album import REGISTER, Album
from microsite.colour import apart, readable
from microsite.film_list import FilmList
from microsite.linking import FOLDERS, Known, Links, folder_of
from microsite.markdown import Document, Reference, read_markdown
from microsite.model import (
    Body,
    Catalogue,
    Chart,
    Destination,
    Entry,
    Poster,
    Service,
    Site,
    Text,
)
from microsite.palette import NIGHT, WORDS, alike, contrast_words
from microsite.partner_list import KIT, PartnerList
from microsite.problem import Problem, Problems, Span, did_you_mean
from microsite.reader import Reader, decode
from microsite.schema import (
    AccessibilityFields,
    BrandFields,
    ChartFields,
    EventFields,
    EventTextFields,
    Fields,
    FilmFields,
    FilmTextFields,
    FormatFields,
    FreshnessFields,
    NewsFields,
    PageFields,
    PosterFields,
    PosterTextFields,
    ServiceFields,
    ServiceTextFields,
    SettingsFields,
    WordsFields,
    base_of,
    dial,
)
from microsite.source import Source, digest_of
from microsite.store import Memo
from microsite.yamlspan import Mapped, read_yaml

_SETTINGS = "content/site.yaml"
_NOTICE_DATES = ("notice_from", "notice_until")
_WORD_LIST = "content/words.yaml"
_ACCESSIBILITY = "content/accessibility.yaml"
_FORMATS = "content/formats.yaml"
_DATA = "content/data/"
# What commands write down, and others read.
_NOTED = ("content/ledger.txt", "content/translations.txt")
# Files below content/ that are read by themselves.
_READ_ELSEWHERE = frozenset({_SETTINGS, _WORD_LIST, _ACCESSIBILITY, _FORMATS, KIT, REGISTER, *_NOTED})


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


class Loader:
    """Reads one campaign. `site` is None after `load` where a mistake forbids it."""

    def __init__(self, sources: Mapping[str, Source], memo: Memo, today: dt.date, problems: Problems) -> None:
        self._reader = Reader(sources, memo, today, problems)
        self._sources = sources
        self._memo = memo
        self._today = today
        self._problems = problems
        self._charts: dict[str, Chart] = {}
        self._files: dict[str, dict[str, dict[str, _File]]] = {}
        self._by_path: dict[str, _File] = {}
        self._field_destinations: dict[tuple[str, str], Destination] = {}
        self._hidden: set[tuple[str, str]] = set()
        # Texts whose fields have mistakes: the links in their bodies are looked at all the same.
        self._fieldless: list[Text[None]] = []

    def load(self) -> Site | None:
        """Return the campaign, or None where it has errors."""
        self._check_names()
        settings = self._settings()
        languages = settings.languages if settings else self._languages_by_folder()
        whole = tuple(lang for lang in languages if not settings or lang not in settings.partial_languages)
        self._read_files(languages)
        self._album = Album(self._reader)
        self._read_charts()
        default = languages[0] if languages else "sv"
        pages = self._entries("page", PageFields, None, default)
        news = self._entries("news", NewsFields, None, default)
        events = self._entries("event", EventFields, EventTextFields, default)
        films = self._entries("film", FilmFields, FilmTextFields, default)
        posters = self._entries("poster", PosterFields, PosterTextFields, default)
        services = self._entries("service", ServiceFields, ServiceTextFields, default)
        list_of_partners = PartnerList(self._reader, self._album)
        partners = list_of_partners.read(settings)
        if f"content/{default}/index.md" not in self._sources:
            self._problems.error(
                "start-missing", Span(f"content/{default}/index.md"), path=f"content/{default}/index.md"
            )
        known = Known(
            {"page": pages, "news": news, "event": events, "film": films, "poster": posters, "service": services},
            set(partners),
            self._hidden,
            self._reader.broken,
        )
        links = Links(self._reader, known)
        resolved = {kind: self._resolve(entries, links, languages) for kind, entries in known.entries.items()}
        for text in self._fieldless:
            self._body(text, links)
        catalogues = self._catalogues(languages)
        fronts = {path: file.front for path, file in self._by_path.items()}
        made_films = FilmList(self._reader, self._album, fronts).read(resolved["film"], default, whole)
        made_posters = self._posters(resolved["poster"], default)
        made_services = self._services(resolved["service"], settings.freshness if settings else FreshnessFields())
        words = self._word_list(made_services)
        list_of_partners.check_hosts(partners, made_services)
        self._check_templates(made_posters, made_services)
        formats = self._formats()
        accessibility = self._accessibility()
        kit = list_of_partners.kit(partners, settings)
        list_of_partners.check_languages(partners, whole)
        if settings is None or self._problems.failed:
            return None
        return Site(
            settings,
            self._today,
            resolved["page"],
            resolved["news"],
            resolved["event"],
            made_posters,
            made_films,
            made_services,
            partners,
            catalogues,
            self._album.masters,
            words,
            formats,
            kit,
            self._charts,
            accessibility,
            self._field_destinations,
            self._outline(),
        )

    def _outline(self) -> str:
        rows = [
            f"{path}\0{f.front.digest() if f.front else ''}\0{sorted(f.document.ids)}"
            for path, f in self._by_path.items()
        ]
        rows += sorted(self._album.masters)
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
        mapped = self._reader.yaml(source)
        settings = self._reader.fields(SettingsFields, mapped) if mapped else None
        if settings is not None and mapped is not None:
            self._check_colours(settings.brand, mapped)
            self._check_partial(settings, mapped)
        return settings

    def _check_colours(self, brand: BrandFields, mapped: Mapped) -> None:
        """Tell of colours that no palette can be made of, each with the nearest that one can."""
        if brand.accent and (told := alike(brand.primary, brand.accent)):
            self._problems.error("brand-alike", mapped.span(("brand", "accent")), **told)
        for name, colour in (("primary-dark", brand.primary_dark), ("accent-dark", brand.accent_dark)):
            if colour and apart(colour, NIGHT) < WORDS:
                self._problems.error(
                    "brand-contrast",
                    mapped.span(("brand", name)),
                    name=name,
                    value=colour,
                    **contrast_words(apart(colour, NIGHT), WORDS),
                    ground=NIGHT,
                    instead=readable(colour, (NIGHT,), WORDS, darker=False),
                )

    def _check_partial(self, settings: SettingsFields, mapped: Mapped) -> None:
        """Tell of a language said to cover some pages only that is none of the site's, or its first."""
        first, *others = settings.languages
        for number, lang in enumerate(settings.partial_languages):
            if lang not in others:
                place = mapped.span(("partial-languages", number))
                options = ", ".join(others) or "–"
                self._problems.error("language-partial", place, name=lang, first=first, options=options)

    def _languages_by_folder(self) -> tuple[str, ...]:
        """Return the languages by the folders there are: texts are checked even when site.yaml is broken."""
        found = {path.split("/")[1] for path in self._sources if path.startswith("content/") and path.count("/") > 1}
        found.discard("data")
        return ("sv", *sorted(found - {"sv"})) if "sv" in found else tuple(sorted(found))

    def _read_files(self, languages: tuple[str, ...]) -> None:
        for path, source in self._sources.items():
            parts = path.split("/")
            if parts[0] != "content" or path in _READ_ELSEWHERE:
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
            kind = FOLDERS.get(parts[2], "page") if len(parts) > 3 else "page"
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
            table = self._reader.table(figures) if figures else None
            mapped = self._reader.yaml(words) if words else None
            facts = self._reader.fields(ChartFields, mapped) if mapped else None
            if figures is None or words is None:
                there, missing = (".yaml", ".csv") if figures is None else (".csv", ".yaml")
                self._problems.error("data-pair", Span(f"{_DATA}{name}{there}"), missing=f"{_DATA}{name}{missing}")
            if table is None or facts is None or mapped is None:
                self._reader.broken.add(("chart", name))
                continue
            for i, series in enumerate(facts.series):
                if series.column not in table.names:
                    words_meant = did_you_mean(series.column, table.names, others=True)
                    span = mapped.span(("series", i, "column"))
                    self._problems.error("data-column", span, name=series.column, **words_meant)
            self._charts[name] = Chart(name, facts, table)

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
                    self._reader.broken.add((kind, name))
                    continue
                if own is not facts and self._facts_repeated(file, facts, own, files.get(default)):
                    self._reader.broken.add((kind, name))
                    continue
                fields = self._reader.fields(own, file.front)
                if fields is None:
                    self._reader.broken.add((kind, name))
                    self._fieldless.append(Text(lang, file.path, file.front.span(()), None, Body(file.document)))
                else:
                    self._check_dates(fields, file.front)
                    read[lang] = Text(lang, file.path, file.front.span(()), fields, Body(file.document))
            if words is not None and default not in files:
                file = next(iter(files.values()))
                self._problems.error(
                    "original-missing", Span(file.path), original=f"content/{default}/{folder_of(kind)}/{name}.md"
                )
                continue
            shown = {lang: text for lang, text in read.items() if self._is_public(text.words)}
            original = (
                shown.get(default) if words is not None else shown.get(default) or next(iter(shown.values()), None)
            )
            if original is None:
                if (kind, name) not in self._reader.broken:
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
        self, entries: Mapping[str, Entry[Any, Any]], links: Links, languages: tuple[str, ...]
    ) -> dict[str, Entry[Any, Any]]:
        return {
            name: Entry(
                e.kind,
                e.name,
                e.facts,
                {lang: self._text(e.texts[lang], links) for lang in languages if lang in e.texts},
            )
            for name, e in entries.items()
        }

    def _text(self, text: Text[Any], links: Links) -> Text[Any]:
        self._field_links(text, links)
        return Text(text.lang, text.path, text.span, text.words, self._body(text, links))

    def _body(self, text: Text[Any], links: Links) -> Body:
        document = text.body.document
        found = tuple(links.destination(r, text.lang, text.path, document.ids) for r in document.links)
        for chart in document.charts:
            if chart.target not in self._charts and not links.known.silent("chart", chart.target):
                words = did_you_mean(chart.target, self._charts, others=True)
                self._problems.error("data-unknown", chart.span, name=chart.target, **words)
        films = links.known.entries["film"]
        for film in document.films:
            if ("film", film.target) in links.known.hidden:
                self._problems.error("link-draft", film.span, target=film.target)
            elif film.target not in films and not links.known.silent("film", film.target):
                words = did_you_mean(film.target, films, others=True)
                self._problems.error("film-unknown", film.span, name=film.target, **words)
        return Body(document, found, tuple(self._album.picture(r.target, r.span) for r in document.pictures))

    def _field_links(self, text: Text[Any], links: Links) -> None:
        """Check the addresses that stand in front matter; the kinds resolve them again when they plan."""
        front = self._by_path[text.path].front
        hero, shows = vars(text.words).get("hero"), vars(text.words).get("shows", ())
        if front is None:
            return
        places: list[tuple[tuple[str | int, ...], str]] = []
        if hero:
            places += [(("hero", "buttons", i, "to"), button.to) for i, button in enumerate(hero.buttons)]
            if (
                hero.poster
                and hero.poster not in links.known.entries["poster"]
                and not links.known.silent("poster", hero.poster)
            ):
                words = did_you_mean(hero.poster, links.known.entries["poster"], others=True)
                self._problems.error("poster-unknown", front.span(("hero", "poster")), name=hero.poster, **words)
            if hero.picture:
                self._album.picture(hero.picture, front.span(("hero", "picture")))
                if not hero.alt:
                    self._problems.error("alt-missing-field", front.span(("hero", "picture")))
        for i, block in enumerate(shows):
            places += [(("shows", i, "items", j, "to"), item.to) for j, item in enumerate(block.items)]
        for place, target in places:
            link = Reference(target, "", front.span(place))
            self._field_destinations[text.path, target] = links.destination(link, text.lang, text.path, frozenset())

    # -- the rest

    def _posters(self, entries: Mapping[str, Entry[Any, Any]], default: str) -> dict[str, Poster]:
        posters = {}
        for name, entry in entries.items():
            masters = {}
            for lang, text in entry.texts.items():
                if text.words.master:
                    front = self._by_path[text.path].front
                    master = self._album.poster_picture(
                        f"assets/posters/{text.words.master}", front.span(("master",)) if front else text.span
                    )
                    if master:
                        masters[lang] = master
            template, motif = entry.facts.template, None
            if template and template.picture:
                original = next(text for text in entry.texts.values() if text.words is entry.facts)
                front = self._by_path[original.path].front
                path = template.picture if "/" in template.picture else f"assets/posters/{template.picture}"
                span = front.span(("template", "picture")) if front else original.span
                motif = self._album.poster_picture(path, span)
            for text in entry.texts.values():
                # What a poster looks like is said once, in the original.
                if text.words.template and not template:
                    front = self._by_path[text.path].front
                    span = front.span(("template",), of_name=True) if front else text.span
                    self._problems.warn("poster-words", span, original=f"content/{default}/posters/{name}.md")
            if default in masters or template:
                posters[name] = Poster(name, entry.facts, entry.texts, masters, motif)
        return posters

    def _word_list(self, services: Mapping[str, Service]) -> WordsFields:
        """Return `content/words.yaml`, which a campaign may do without."""
        source = self._sources.get(_WORD_LIST)
        mapped = self._reader.yaml(source) if source else None
        fields = self._reader.fields(WordsFields, mapped) if mapped else None
        if fields is None or mapped is None:
            return WordsFields()
        for i, crisis in enumerate(fields.crisis):
            for j, name in enumerate(crisis.first):
                if name not in services and ("service", name) not in self._reader.broken:
                    self._reader.dead(mapped.span(("crisis", i, "first", j)), name, services)
        return fields

    def _accessibility(self) -> AccessibilityFields | None:
        """Return `content/accessibility.yaml`: what a town knows of how accessible its website is."""
        source = self._sources.get(_ACCESSIBILITY)
        mapped = self._reader.yaml(source) if source else None
        fields = self._reader.fields(AccessibilityFields, mapped) if mapped else None
        if fields is not None and mapped is not None and fields.level == "fully" and fields.faults:
            self._problems.error("access-level", mapped.span(("level",)), faults=len(fields.faults))
        return fields

    def _formats(self) -> tuple[FormatFields, ...]:
        """Return the formats that posters are set in, which a campaign may do without."""
        source = self._sources.get(_FORMATS)
        mapped = self._reader.yaml(source) if source else None
        if mapped is None:
            return ()
        found: dict[str, FormatFields] = {}
        for i, fields in self._reader.items(FormatFields, mapped, "id: …"):
            if fields.id in found:
                first = list(found).index(fields.id)
                self._problems.error("slug-twice", mapped.span((i, "id")), mapped.span((first, "id")), slug=fields.id)
                continue
            found[fields.id] = fields
        return tuple(found.values())

    def _check_templates(self, posters: Mapping[str, Poster], services: Mapping[str, Service]) -> None:
        """Tell of posters that show the number of a service that is not there, or that nobody answers any more."""
        for poster in posters.values():
            template = poster.facts.template
            original = next(text for text in poster.texts.values() if text.words is poster.facts)
            front = self._by_path[original.path].front
            if template is None or front is None or not template.service:
                continue
            span, service = front.span(("template", "service")), services.get(template.service)
            if service is None and ("service", template.service) not in self._reader.broken:
                self._reader.dead(span, template.service, services)
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
                self._reader.dead(front.span(("successor",)), facts.successor, entries)
            services[name] = Service(name, facts, entry.texts, self._freshness(name, facts, front, periods))
        return services

    def _catalogues(self, languages: tuple[str, ...]) -> dict[str, Catalogue]:
        catalogues = {}
        for lang in languages:
            # What is said on buttons and in menus is easy already.
            names = (f"templates/locales/{code}.po" for code in (lang, base_of(lang)))
            source = next((self._sources[name] for name in names if name in self._sources), None)
            if source is None:
                catalogues[lang] = Catalogue(lang, {}, "")
                continue
            catalogues[lang] = self._memo.of(
                f"words {lang}", source.digest, partial(_read_words, source, base_of(lang))
            )
        return catalogues


def _day(moment: dt.date) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, dt.datetime) else moment.isoformat()


def _read_words(source: Source, lang: str) -> Catalogue:
    return catalogue.read_catalogue(source.read(), lang)


def _read_file(source: Source, lang: str, kind: str, name: str) -> _File:
    """Read one text file. A pure function of its path and bytes, so that its result can be remembered."""
    problems = Problems()
    text = decode(source.read(), source.path, problems)
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
