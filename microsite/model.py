"""The whole campaign, valid by construction: what `load` yields and the kinds plan from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from microsite.markdown import Document
from microsite.palette import Palette, palette_of
from microsite.problem import Span
from microsite.schema import (
    RIGHT_TO_LEFT,
    AccessibilityFields,
    ChartFields,
    EventFields,
    EventTextFields,
    FilmFields,
    FilmTextFields,
    FormatFields,
    KitFields,
    NewsFields,
    PageFields,
    PartnerFields,
    PosterFields,
    PosterTextFields,
    ServiceFields,
    ServiceTextFields,
    SettingsFields,
    WordsFields,
    base_of,
)
from microsite.series import Table

Facts = TypeVar("Facts")
Words = TypeVar("Words")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a link within the site leads: a kind ("page", "service", …), a name, and perhaps an anchor.

    The kind "outside" holds a whole address as its name; "here" is an anchor on the same page.
    """

    kind: str
    name: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Master:
    """A picture as it was given: where it lies, its digest, its size in pixels when upright, and where it is named.

    One that the build makes has no path but `made`, its place below output/, and the digest is of what makes it.
    """

    path: str
    digest: str
    width: int
    height: int
    span: Span = field(default_factory=lambda: Span(""), compare=False)
    # Who took it, by language, where that is to be told.
    credit: tuple[tuple[str, str], ...] = ()
    made: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A text in one language: the document, with every link and picture resolved in order."""

    document: Document = field(default_factory=Document)
    links: tuple[Destination, ...] = ()
    pictures: tuple[Master | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Text(Generic[Words]):
    """One language's words of an entry, and the file they come from."""

    lang: str
    path: str
    span: Span
    words: Words
    body: Body


@dataclass(frozen=True, slots=True)
class Entry(Generic[Facts, Words]):
    """Something with a text a language. `facts` are those of the original."""

    kind: str
    name: str
    facts: Facts
    texts: Mapping[str, Text[Words]]

    def text(self, lang: str, default: str) -> Text[Words]:
        """Return the words in `lang`, else in the site's default language, else in any."""
        return self.texts.get(lang) or self.texts.get(default) or next(iter(self.texts.values()))


Page = Entry[PageFields, PageFields]
News = Entry[NewsFields, NewsFields]
Event = Entry[EventFields, EventFields | EventTextFields]


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster: its facts, its words, and its master a language where it was given one."""

    name: str
    facts: PosterFields
    texts: Mapping[str, Text[PosterFields | PosterTextFields]]
    masters: Mapping[str, Master]
    # The picture that it is set with, where its motif is one.
    motif: Master | None = None

    def text(self, lang: str, default: str) -> Text[PosterFields | PosterTextFields]:
        """Return the words in `lang`, else in the default language."""
        return self.texts.get(lang) or self.texts[default]


@dataclass(frozen=True, slots=True)
class Recording:
    """A film's file: its size in pixels when upright, its length in seconds, its weight in bytes.

    `form` is what it is published as, "mp4" or "webm".
    """

    path: str
    digest: str
    width: int
    height: int
    seconds: float
    sound: bool
    form: str
    size: int
    span: Span = field(default_factory=lambda: Span(""), compare=False)


@dataclass(frozen=True, slots=True)
class Track:
    """Words beside a film, as WebVTT: "captions", "subtitles" or "descriptions", in the language `lang`.

    `timed_by` is the language of the version whose times they follow.
    """

    kind: str
    lang: str
    timed_by: str
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Film:
    """A film: its facts, its words, and by language its files, those with a voice that describes, and its picture.

    The running text of each language is its transcript.
    """

    name: str
    facts: FilmFields
    texts: Mapping[str, Text[FilmFields | FilmTextFields]]
    recordings: Mapping[str, tuple[Recording, ...]]
    described: Mapping[str, tuple[Recording, ...]]
    tracks: tuple[Track, ...]
    pictures: Mapping[str, Master]

    def text(self, lang: str, default: str) -> Text[FilmFields | FilmTextFields]:
        """Return the words in `lang`, else in the default language."""
        return self.texts.get(lang) or self.texts[default]

    def spoken_in(self, lang: str, default: str) -> str:
        """Return the language of the version that a reader of `lang` is shown."""
        return lang if lang in self.recordings else default

    def described_in(self, lang: str, default: str) -> str:
        """Return the same of the version with a voice that describes; "" where there is none."""
        return next((code for code in (lang, self.spoken_in(lang, default)) if code in self.described), "")


@dataclass(frozen=True, slots=True)
class Service:
    """A support service: facts once, words a language."""

    name: str
    facts: ServiceFields
    texts: Mapping[str, Text[ServiceFields | ServiceTextFields]]
    # Its review date has passed so long ago that its facts are shown as unverified.
    unverified: bool

    @property
    def original(self) -> Text[ServiceFields | ServiceTextFields]:
        """Return the text that the facts stand in."""
        return next(text for text in self.texts.values() if text.words is self.facts)

    @property
    def number(self) -> str:
        """Return the telephone number that may be printed: "" where it has ended, or none answers."""
        phones = (c.number for c in self.facts.channels if c.type == "phone" and c.number)
        return "" if self.facts.status == "ended" else next(phones, "")

    def words(self, lang: str) -> ServiceFields | ServiceTextFields:
        """Return its words in `lang`, else those of the original."""
        return self.texts[lang].words if lang in self.texts else self.facts

    def notices(self, day: dt.date) -> bool:
        """Tell whether its temporary notice stands on `day`."""
        first, last = self.facts.notice_from, self.facts.notice_until
        return (first is None or first <= day) and (last is None or day <= last)


@dataclass(frozen=True, slots=True)
class Partner:
    """Who stands behind the campaign."""

    facts: PartnerFields
    span: Span
    logo: Master | None
    # The logo that the partner uses on dark grounds, where it is another.
    logo_dark: Master | None
    active: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A series of figures and what is said of it."""

    name: str
    facts: ChartFields
    table: Table


@dataclass(frozen=True)
class Catalogue:
    """The interface's words in one language: English message → its forms, and the rule that picks one by number."""

    lang: str
    messages: Mapping[str, tuple[str, ...]]
    plural: str


@dataclass(frozen=True, slots=True)
class Site:
    """The whole campaign, in every language."""

    settings: SettingsFields
    today: dt.date
    pages: Mapping[str, Page]
    news: Mapping[str, News]
    events: Mapping[str, Event]
    posters: Mapping[str, Poster]
    films: Mapping[str, Film]
    services: Mapping[str, Service]
    partners: Mapping[str, Partner]
    catalogues: Mapping[str, Catalogue]
    masters: Mapping[str, Master]
    words: WordsFields
    formats: tuple[FormatFields, ...]
    # The words of partners' kits, None in a campaign that gives none.
    kit: KitFields | None
    charts: Mapping[str, Chart]
    # What the town knows of how accessible the website is, None where it has written nothing.
    accessibility: AccessibilityFields | None
    # Where the addresses in front matter lead, by file and address as written.
    field_links: Mapping[tuple[str, str], Destination]
    # A digest of all that the texts say outside their running text, and of which pictures they show.
    outline: str

    @property
    def default(self) -> str:
        """Return the default language."""
        return self.settings.languages[0]

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages, the default one first."""
        return self.settings.languages

    @property
    def whole_languages(self) -> tuple[str, ...]:
        """Return the languages that have all of the site, the default one first; others cover some pages only."""
        return tuple(lang for lang in self.languages if lang not in self.settings.partial_languages)

    def whole(self, lang: str) -> str:
        """Return the language that a reader of `lang` meets what every whole language has in."""
        return lang if lang in self.whole_languages else self.default

    @property
    def palette(self) -> Palette:
        """Return the colours of everything, reckoned from the town's own."""
        brand = self.settings.brand
        return palette_of(brand.primary, brand.accent, brand.primary_dark, brand.accent_dark)

    @property
    def base_path(self) -> str:
        """Return the path the site lies below, with a slash at both ends: "/" or "/kampanj/"."""
        return urlsplit(self.settings.base_url).path.rstrip("/") + "/"

    @property
    def origin(self) -> str:
        """Return scheme and host: "https://exempel.se"."""
        parts = urlsplit(self.settings.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    def local(self, words: tuple[tuple[str, str], ...], lang: str) -> str:
        """Return the text in `lang` of a field that may be written a language."""
        return self.local_in(words, lang)[0]

    def local_in(self, words: tuple[tuple[str, str], ...], lang: str) -> tuple[str, str]:
        """Return the same, and the language that it is in where that isn't `lang`."""
        table = dict(words)
        choices = (lang, base_of(lang), self.default, "")
        code = next((code for code in choices if table.get(code)), next(iter(table)))
        # What is written without a language is in the site's first.
        own = code or self.default
        return table[code], "" if own == lang else own


def direction(lang: str) -> str:
    """Return the direction of writing: "rtl" or "ltr"."""
    return "rtl" if base_of(lang) in RIGHT_TO_LEFT else "ltr"
