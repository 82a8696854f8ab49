"""Planning: what every kind is given, and the frame that all pages share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any, TypeVar

from microsite import assets
from microsite.calendars import holiday_names
from microsite.charts import chart_view, language_of
from microsite.drawing import FONTS, MARK, SHARE, ShareView
from microsite.hours import Calendar
from microsite.key import Keys
from microsite.lettering import missing_glyphs
from microsite.markdown import WORDS, Document, Reference
from microsite.model import Body, Master, Partner, Site, Text, direction
from microsite.palette import Palette
from microsite.players import player
from microsite.problem import Problems
from microsite.renditions import MIME, Rendition, logo_renditions, renditions_of
from microsite.schema import dial
from microsite.source import Source, digest_of
from microsite.standing import Plan, Plans, outline_of
from microsite.store import Memo
from microsite.target import Artifact, Target
from microsite.templating import RENDER, Templates
from microsite.urls import LANGUAGE_NAMES, Addresses, prefix_of
from microsite.views import ChartView, Chrome, Common, Emergency, LanguageLink, Link, Parts, Picture, PlayerView

Made = TypeVar("Made")
HELP_AUDIENCES = frozenset({"users", "relatives", "worried", "young"})
# A telephone has two beside one another, but the narrowest.
POSTER_SIZES = "(min-width: 60rem) 20rem, (min-width: 22rem) 45vw, 90vw"
# Whose pages have a picture of their own where they are shared; others have the campaign's.
_SHARED_ALONE = frozenset({"page", "news", "event", "service", "poster", "film"})
_FOOTER = ("tillganglighet", "integritet", "om-webbplatsen", "om")


@dataclass(slots=True)
class _Part:
    """Something planned, with all it was planned from that is not the same for the whole site."""

    made: Any = None
    read: dict[str, Body] = field(default_factory=dict)
    pictures: dict[str, Target] = field(default_factory=dict)
    lasting: bool = True


def outlined(site: Site) -> tuple[Site, dict[str, Body]]:
    """Return the campaign without its running texts, of which only the headings' ids are left; and those, by path."""
    bodies: dict[str, Body] = {}

    def bare(texts: Mapping[str, Text[Any]]) -> dict[str, Text[Any]]:
        rows = {}
        for lang, text in texts.items():
            bodies[text.path] = text.body
            rows[lang] = Text(text.lang, text.path, text.span, text.words, Body(Document(ids=text.body.document.ids)))
        return rows

    def outline(entries: Mapping[str, Any]) -> dict[str, Any]:
        return {name: replace(entry, texts=bare(entry.texts)) for name, entry in entries.items()}

    return replace(
        site,
        pages=outline(site.pages),
        news=outline(site.news),
        events=outline(site.events),
        posters=outline(site.posters),
        films=outline(site.films),
        services=outline(site.services),
    ), bodies


class Context:
    """Everything that a kind plans from. Built once a build; kinds only read it."""

    def __init__(
        self,
        site: Site,
        sources: Mapping[str, Source],
        keys: Keys,
        memo: Memo,
        problems: Problems,
        before: Context | None = None,
        engine: str = "",
        stands: Callable[[Plan], bool] | None = None,
        kits: Iterable[str] = (),
    ) -> None:
        # The running texts stand apart: most edits change one of them, and hardly anything is planned from it.
        self.site, self._bodies = outlined(site)
        self.sources = sources
        self._kits = frozenset(kits)
        self._others = {path: source.digest for path, source in sources.items() if path not in self._bodies}
        self.keys = keys
        self.problems = problems
        self.addresses = Addresses(site)
        self.templates = Templates(sources, memo, problems)
        self._memo = memo
        self._parts: dict[tuple[object, ...], _Part] = {}
        self._whole = _Part()
        self._open = [self._whole]
        # A preview plans many times. Where nothing has changed but running texts, the parts planned from none of those
        # that changed are last time's; and a part that turned out equal is that very one: `key` sees it at a glance.
        self._before = before._parts if before else {}
        # Whether this planning told of nothing: what is told is told again only by planning again.
        self._quiet = False
        self._settled = (
            before is not None and before._quiet and before._others == self._others and before.site == self.site
        )
        self.plans = Plans(memo, outline_of(site, engine, self._others), sources, stands)
        # What is planned: addresses, and what a person would call the source of each.
        self.origins: list[tuple[str, str]] = []
        self._planned: dict[str, tuple[list[Target], list[tuple[str, str]]]] = {}
        self._voices: dict[str, Callable[..., str]] = {}
        self._renditions: dict[tuple[Master, tuple[int, ...], tuple[str, ...], str], tuple[Rendition, ...]] = {}

    def once(self, name: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return the part of a view called `name`, made at its first use: many views share it."""
        part = self._parts.get(name)
        if part is None:
            part = self._parts[name] = self._plan(make, self._before.get(name))
        around = self._open[-1]
        around.read.update(part.read)
        around.pictures.update(part.pictures)
        around.lasting = around.lasting and part.lasting
        made: Made = part.made
        return made

    def _plan(self, make: Callable[[], Any], last: _Part | None) -> _Part:
        if last is not None and self._settled and last.lasting:
            same = all(self._bodies.get(path) == body for path, body in last.read.items())
            if same:
                return last
        part = _Part()
        self._open.append(part)
        try:
            part.made = make()
        finally:
            self._open.pop()
        if last is not None and last.made == part.made:
            part.made = last.made
        return part

    def plan(self, kinds: Iterable[Callable[[Context], Iterable[Target]]]) -> list[Target]:
        """Return what all `kinds` plan, but for those whose plan of an earlier build stands: see `plans.kept`."""
        told = len(self.problems.items)
        targets: list[Target] = []
        for kind in kinds:
            plan = self.plans.recall(kind.__module__)
            if plan is not None:
                self._whole.pictures.update((picture.out, picture) for picture in plan.pictures)
                self.origins += [(out, origin) for out, _, origin in plan.rows]
                continue
            asked = self._memo.count
            planned = self.once(("kind", kind.__module__), lambda kind=kind: list(kind(self)))  # type: ignore[misc]
            self._planned[kind.__module__] = planned, self._memo.asked(asked)
            self.origins += [(target.out, target.origin) for target in planned]
            targets += planned
        self.templates.tell_missing()
        self._quiet = len(self.problems.items) == told
        return targets

    def note_plans(self, artifacts: Mapping[str, Artifact]) -> None:
        """Keep what was planned for later builds, now that all is made; not where planning told of something."""
        if not self._quiet:
            return
        for kind, (targets, asked) in self._planned.items():
            part = self._parts["kind", kind]
            if part.lasting:
                self.plans.note(kind, targets, part.read, part.pictures.values(), asked, artifacts)

    @cached_property
    def calendar(self) -> Calendar:
        """Return the holidays around the day of the build, as the town counts them."""
        year = self.site.today.year
        policy = self.site.settings.holidays
        # The very same calendar from one planning to the next: what follows from hours and it is then known.
        return self._memo.of(
            "calendar", f"{year} {policy}", lambda: Calendar(holiday_names(year - 1, year + 3), policy)
        )

    @cached_property
    def letters(self) -> tuple[bytes, ...]:
        """Return the fonts that badges and posters are drawn with."""
        return tuple(self.sources[path].read() for _, path in FONTS if path in self.sources)

    @cached_property
    def directory_digest(self) -> str:
        """Return a digest of all that is told of services alone: their files, settings, words, and the day."""
        read = (f"{path} {source.digest}" for path, source in sorted(self.sources.items()) if _tells_of_services(path))
        return digest_of("\n".join((self.site.today.isoformat(), *read)).encode("utf-8", "surrogateescape"))

    def remember(self, reader: str, digest: str, make: Callable[[], Made]) -> Made:
        """Return what `make` makes of what `digest` stands for, from this build or an earlier one."""
        return self._memo.of(reader, digest, make)

    def kit_language(self, partner: Partner) -> str:
        """Return the language of a partner's kit, "" where it gets none: it has left, or wants nothing."""
        wants = bool(partner.facts.materials) or partner.facts.slug in self._kits
        return (partner.facts.language or self.site.default) if wants and partner.active else ""

    # -- words

    def say(self, lang: str) -> Callable[..., str]:
        """Return the function that says an English message in `lang`; values are filled in by name."""
        if lang not in self._voices:
            messages = self.site.catalogues[lang].messages

            def speak(message: str, **values: object) -> str:
                text = messages.get(message, (message,))[0]
                return text % values if values else text

            self._voices[lang] = speak
        return self._voices[lang]

    # -- pictures

    def picture(
        self,
        master: Master,
        alt: str,
        *,
        name: str = "",
        sizes: str = POSTER_SIZES,
        lazy: bool = True,
        widths: Sequence[int] = (),
        formats: Sequence[str] = (),
    ) -> Picture:
        """Return the view of a picture, and note the files it needs."""
        settings = self.site.settings
        wanted = tuple(widths) or tuple(map(int, settings.poster_widths))
        chosen = tuple(formats or settings.poster_formats)
        asked = (master, wanted, chosen, name)
        if asked not in self._renditions:
            self._renditions[asked] = renditions_of(master, wanted, chosen, self.keys, name)
        rows = self._renditions[asked]
        self._open[-1].pictures.update((row.out, row.target) for row in rows)
        sources = tuple((MIME[form], self._srcset([r for r in rows if r.format == form])) for form in chosen[:-1])
        plain = [r for r in rows if r.format == chosen[-1]]
        middle = plain[len(plain) // 2]
        if len(plain) > 1:
            sources += ((MIME[chosen[-1]], self._srcset(plain)),)
        return Picture(sources, self.url_of(middle.out), plain[0].width, plain[0].height, alt, sizes, lazy)

    def logo(self, master: Master, dark: Master | None, alt: str, name: str) -> Picture:
        """Return the view of a partner's logo on its plate, and note the files it needs."""
        rows = logo_renditions(master, self.keys, name)
        night = logo_renditions(dark, self.keys, f"{name}-mork", dark=True) if dark else ()
        self._open[-1].pictures.update((row.out, row.target) for row in (*rows, *night))
        best, plain = rows
        return Picture(
            ((MIME[best.format], self.url_of(best.out)),),
            self.url_of(plain.out),
            plain.width // 2,
            plain.height // 2,
            alt,
            "",
            True,
            tuple((MIME[row.format], self.url_of(row.out)) for row in night),
        )

    def also(self, target: Target) -> None:
        """Note a file that a picture is made from."""
        self._open[-1].pictures[target.out] = target

    def pictures(self) -> Iterable[Target]:
        """Return the pictures that something planned so far shows."""
        # What was asked for is another sum each time: a part planned from it is never last time's.
        self._open[-1].lasting = False
        return tuple(self._whole.pictures.values())

    def _srcset(self, rows: Sequence[Rendition]) -> str:
        return ", ".join(f"{self.url_of(r.out)} {r.width}w" for r in reversed(rows))

    def url_of(self, out: str) -> str:
        """Return the address of a published file."""
        return self.addresses.base + out

    # -- bodies

    def body(self, text: Text[Any], lang: str) -> Parts:
        """Return a text: its HTML, with links as they stand on a page in `lang`, its charts and its films."""
        body = self._open[-1].read[text.path] = self._bodies[text.path]
        filled = groupby(self._filled(body, lang, text.lang), lambda part: isinstance(part, str))
        parts = (["".join(map(str, run))] if is_html else list(run) for is_html, run in filled)
        return tuple(part for run in parts for part in run if part)

    def _filled(self, body: Body, lang: str, own_lang: str) -> Iterator[str | ChartView | PlayerView]:
        say = self.say(own_lang if own_lang in self.site.catalogues else lang)
        for piece in body.document.pieces:
            if isinstance(piece, str):
                yield piece
                continue
            kind, number = piece
            if kind == "L":
                # The address stands in quotes, and so does the language: the style sheet says it in words.
                yield _escape(self.addresses.link(body.links[number], lang))
                if other := self.addresses.abroad(body.links[number], lang):
                    yield f'" hreflang="{other}'
            elif kind == "W":
                yield _escape(say(WORDS[number]))
            elif kind == "D":
                yield self._chart(body.document.charts[number], own_lang)
            elif kind == "F":
                film = body.document.films[number]
                yield player(self, self.site.films[film.target], lang, film.text, own_lang)
            else:
                master = body.pictures[number]
                if master is not None:
                    alt = body.document.pictures[number].text.strip()
                    shown = self.picture(
                        master, "" if alt == DECORATIVE else alt, sizes="(min-width: 45rem) 40rem, 92vw"
                    )
                    yield picture_html(shown, self.site.local(master.credit, own_lang) if master.credit else "")

    def _chart(self, place: Reference, around: str) -> ChartView:
        chart = self.site.charts[place.target]
        lang = language_of(chart.facts, around, self.site.default)
        return chart_view(chart, place.text, lang, around, self.say(lang), self.site.local)

    # -- the frame

    @cached_property
    def palette(self) -> Palette:
        """Return the colours of everything."""
        return self.site.palette

    @cached_property
    def styles(self) -> assets.Bundle:
        """Return the one style sheet."""
        return assets.stylesheet(self.palette, self.sources, self.keys, self.addresses.base)

    def chrome(self, lang: str) -> Chrome:
        """Return the frame of all pages in `lang`."""
        return self.once(("chrome", lang), lambda: self._make_chrome(lang))

    def _make_chrome(self, lang: str) -> Chrome:
        site, settings = self.site, self.site.settings
        script = assets.script("site", self.sources, self.keys)
        helping = assets.script("help", self.sources, self.keys)
        fonts = [
            b
            for b in assets.fonts(self.sources, self.keys)
            if b.out.startswith(f"stil/text-{'arabic' if direction(lang) == 'rtl' else 'latin'}")
        ]
        return Chrome(
            lang=lang,
            dir=direction(lang),
            site_name=site.local(settings.name, lang),
            tagline=site.local(settings.tagline, lang),
            owner=settings.owner,
            home_url=self.addresses.home(lang),
            menu=self._menu(lang),
            footer=self._footer(lang),
            contact_url=settings.contact.url,
            contact_text=site.local(settings.contact.text, lang),
            stylesheet=self.url_of(self.styles.out),
            stylesheet_integrity=self.integrity(self.styles),
            script=self.url_of(script.out) if script else "",
            script_integrity=self.integrity(script) if script else "",
            help_script=self.url_of(helping.out) if helping else "",
            help_script_integrity=self.integrity(helping) if helping else "",
            preloads=tuple(self.url_of(b.out) for b in fonts),
            icons=(
                ("icon", self.url_of("favicon.ico"), "32x32", "image/x-icon"),
                ("icon", self.url_of("favicon.svg"), "any", "image/svg+xml"),
                ("apple-touch-icon", self.url_of("apple-touch-icon.png"), "", ""),
            ),
            manifest_url=self.url_of(manifest_name(lang, site.default)),
            feed_url=self.url_of(feed_name(lang, site.default)) if site.news and site.whole(lang) == lang else "",
            theme_light=self.palette.light.band,
            theme_dark=self.palette.dark.ground,
            emergency=tuple(Emergency(e.number, dial(e.number), site.local(e.label, lang)) for e in settings.emergency),
            exit_url=settings.exit_url,
            directory_url=self.addresses.url("directory", "", lang) if site.services else "",
            opening_url=self.url_of(opening_name()) if site.services else "",
        )

    def integrity(self, bundle: assets.Bundle) -> str:
        """Return the subresource integrity of a style sheet or script of ours."""

        def make() -> str:
            files = {name: self.sources[path].read() for name, path in bundle.target.files}
            return assets.integrity_of(bundle, files)

        return self._memo.of("integrity", bundle.mark, make)

    def page_link(self, name: str, lang: str, short: bool = True) -> Link | None:
        """Return a link to a page in its short or full words, None where the site has no such page in `lang`."""
        return self.once(("link", name, lang, short), lambda: self._page_link(name, lang, short))

    def _page_link(self, name: str, lang: str, short: bool) -> Link | None:
        if not self.addresses.has("page", name, lang):
            return None
        text = self.site.pages[name].text(lang, self.site.default)
        words = (text.words.menu_title if short else "") or text.words.title
        return Link(words, self.addresses.url("page", name, lang), text.lang if text.lang != lang else "")

    def _menu(self, lang: str) -> tuple[Link, ...]:
        rows = [(page.facts.menu, self.page_link(name, lang)) for name, page in self.site.pages.items()]
        shown = [(place, link) for place, link in rows if place is not None and link is not None]
        return tuple(link for _, link in sorted(shown, key=lambda row: (row[0], row[1].text)))

    def _footer(self, lang: str) -> tuple[Link, ...]:
        found = []
        for name in _FOOTER:
            link = self.page_link(name, lang, short=False)
            # What the law asks for is led to from every page: from one in a language that lacks it to the original.
            if link is None and (original := self.page_link(name, self.site.default, short=False)):
                link = replace(original, lang=self.site.default)
            if link is not None:
                found.append(link)
        return tuple(found)

    def crumbs(self, lang: str, parents: Sequence[str], title: str, url: str, own_lang: str = "") -> tuple[Link, ...]:
        """Return the way from the start page: the first of `parents` that the site has, then the page itself."""
        parent = next((link for link in (self.page_link(name, lang) for name in parents) if link), None)
        home = Link(self.say(lang)("Start"), self.addresses.home(lang))
        own = Link(title, url, own_lang if own_lang != lang else "")
        return (home, parent, own) if parent else (home, own)

    def common(
        self,
        kind: str,
        name: str,
        lang: str,
        layout: str,
        *,
        title: str,
        description: str,
        own_lang: str = "",
        body: Parts = (),
        crumbs: tuple[Link, ...] = (),
        quick_exit: bool = False,
        updated: str = "",
        json_ld: Mapping[str, Any] | None = None,
        translated: Sequence[str] | None = None,
        noindex: bool = False,
        share: str = "",
    ) -> dict[str, Any]:
        """Return the fields that every page view has.

        `share` is the file shown where the page is shared, where it has one made for something else.

        `translated` are the languages that the words exist in (all, if None); a page shown in another language than its
        own points to the original as the canonical one.
        """
        site, addresses = self.site, self.addresses
        own = own_lang or lang
        offered = self.once(
            ("offered", kind, name), lambda: [code for code in site.languages if addresses.has(kind, name, code)]
        )
        proper = [code for code in offered if translated is None or code in translated]
        url = addresses.url(kind, name, lang)
        canonical = addresses.full(url if own == lang or translated is None else addresses.url(kind, name, own))
        alternates = (
            tuple((code, addresses.full(addresses.url(kind, name, code))) for code in proper)
            if len(proper) > 1 and lang in proper
            else ()
        )
        if alternates and site.default in proper:
            alternates += (("x-default", addresses.full(addresses.url(kind, name, site.default))),)
        picture = share or ("" if noindex else self._share(kind, name, lang, title, own))
        return {
            "chrome": self.chrome(lang),
            "layout": layout,
            "words": self.once(("words", layout, lang), lambda: self.templates.words(layout, site.catalogues[lang])),
            "plural": site.catalogues[lang].plural,
            "url": url,
            "canonical": canonical,
            "title": title,
            "description": description,
            "lang": own,
            "dir": direction(own),
            "untranslated": own != lang,
            "languages": tuple(
                LanguageLink(
                    code,
                    LANGUAGE_NAMES.get(code, code),
                    addresses.url(kind, name, code) if code in offered else addresses.home(code),
                    code == lang,
                )
                for code in site.languages
            ),
            "alternates": alternates,
            "og_image": addresses.full(self.url_of(picture or f"dela/{lang}.png")),
            "og_image_alt": title if picture else self.chrome(lang).site_name,
            "noindex": noindex,
            "json_ld": as_json_ld(json_ld) if json_ld else "",
            "breadcrumbs": crumbs,
            "quick_exit": quick_exit,
            "updated": updated,
            "body": body,
        }

    def _share(self, kind: str, name: str, lang: str, title: str, own: str) -> str:
        """Return the picture shown where a page is shared, and note that it is to be made; "" for the campaign's."""
        if kind not in _SHARED_ALONE or (kind, name) == ("page", "index") or not self._can_letter(title):
            return ""
        # A page not translated shares the original's picture.
        place = self.addresses.out(kind, name, own if self.addresses.has(kind, name, own) else lang)
        out = f"dela/sidor/{place.removesuffix('/index.html')}.png"
        self.also(self.share_picture(out, title, self.site.local(self.site.settings.name, own), own))
        return out

    def share_picture(self, out: str, name: str, line: str, lang: str) -> Target:
        """Return the target of a picture shown where something is shared."""
        colours = self.palette.light
        rtl = direction(lang) == "rtl"
        view = ShareView(name, line, rtl, colours.band, colours.on_band, colours.accent_on_band)
        return Target(out, SHARE, view, FONTS + MARK, origin="content/site.yaml")

    def _can_letter(self, text: str) -> bool:
        """Tell whether our fonts have every character of `text`. Asked of the fonts once: they are slow to open."""
        fonts = " ".join(self.sources[path].digest for _, path in FONTS if path in self.sources)
        known: bool = self._memo.of(f"letters {fonts}", text, lambda: not missing_glyphs(text, self.letters))
        return known

    def page_at(self, out: str, view: Common, origin: str = "") -> Target:
        """Return the target of a page that lies beside the one its kind and name stand for."""
        return Target(out, RENDER, view, self.templates.files(view.layout), origin=origin)

    def page(
        self, kind: str, name: str, lang: str, view: Common, origin: str = "", weighed: tuple[str, ...] = ()
    ) -> Target:
        """Return the target of a page, which tells how heavy the files `weighed` are."""
        out = self.addresses.out(kind, name, lang)
        return Target(out, RENDER, view, self.templates.files(view.layout), weighs=weighed, origin=origin)


def _tells_of_services(path: str) -> bool:
    return (
        path in ("content/site.yaml", "content/words.yaml")
        or path.startswith("templates/locales/")
        or "/services/" in path
    )


def feed_name(lang: str, default: str) -> str:
    """Return where the news feed of a language lies. Stable for ever: feed readers keep it."""
    return f"{prefix_of(lang, default)}feed.xml"


def index_name(lang: str) -> str:
    """Return where the words lie that a search looks through."""
    return f"data/sok/{lang}.json"


def opening_name() -> str:
    """Return where the table lies that says what is open when."""
    return "data/oppet.json"


def kit_name(partner: Partner) -> str:
    """Return where a partner's kit lies, where it has one."""
    return f"kit/{partner.facts.slug}/{partner.facts.slug}.zip"


def manifest_name(lang: str, default: str) -> str:
    """Return where the web manifest of a language lies."""
    return f"{prefix_of(lang, default)}site.webmanifest"


def as_json_ld(data: Mapping[str, Any]) -> str:
    """Return JSON that is safe inside a <script> element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


# What is written in place of a description where a picture only adorns.
DECORATIVE = "-"


def picture_html(picture: Picture, credit: str = "") -> str:
    """Return the HTML of a picture within a text, and who took it."""
    rows = "".join(
        f'<source type="{kind}" srcset="{_escape(srcset)}" sizes="{_escape(picture.sizes)}">'
        for kind, srcset in picture.sources
    )
    return (
        f'<picture>{rows}<img src="{_escape(picture.src)}" width="{picture.width}" height="{picture.height}" '
        f'alt="{_escape(picture.alt)}" loading="lazy" decoding="async"></picture>'
        + (f'<small class="prose__credit">{_escape(credit)}</small>' if credit else "")
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
