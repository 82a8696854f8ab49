"""Views: what a template gets, and nothing more. All plain, all frozen, empty where there is nothing."""

from __future__ import annotations

from dataclasses import dataclass

from microsite.plotting import Plot


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead. `lang` is theirs, where it is not the page's."""

    text: str
    url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Emergency:
    """A number that every page shows: as written, as dialled, and what it is for."""

    number: str
    tel: str
    label: str


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """This page in another language."""

    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Chrome:
    """The frame that all pages of a language share."""

    lang: str
    dir: str
    site_name: str
    tagline: str
    owner: str
    home_url: str
    menu: tuple[Link, ...]
    footer: tuple[Link, ...]
    contact_url: str
    contact_text: str
    stylesheet: str
    stylesheet_integrity: str
    script: str
    script_integrity: str
    help_script: str
    help_script_integrity: str
    preloads: tuple[str, ...]
    icons: tuple[tuple[str, str, str, str], ...]
    manifest_url: str
    feed_url: str
    theme_light: str
    theme_dark: str
    emergency: tuple[Emergency, ...]
    exit_url: str
    # Where all services are listed, and the table of what is open when; empty in a site without services.
    directory_url: str
    opening_url: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in its formats; `sources` pairs a type with a srcset. Width and height in pixels."""

    sources: tuple[tuple[str, str], ...]
    src: str
    width: int
    height: int
    alt: str
    sizes: str
    lazy: bool
    # The same for a page in dark colours, where it is another picture.
    dark: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hero:
    """The top of a page."""

    line: str
    text: str
    picture: Picture | None
    buttons: tuple[Link, ...]
    credit: str = ""


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Days and their times."""

    days: str
    times: str


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach a service."""

    type: str
    label: str
    value: str
    href: str
    hours: tuple[HoursLine, ...]
    ahead: tuple[HoursLine, ...]
    always: bool
    hours_note: str
    cost: str
    note: str
    note_lang: str
    languages: tuple[str, ...]
    interpreter: bool | None
    on_bill: bool | None
    # The name of these hours in the table that says what is open now.
    hours_name: str


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A support service in short. `lang` is the language of its words; `checked` an ISO date."""

    name: str
    url: str
    organisation: str
    summary: str
    urgency: str
    channels: tuple[Channel, ...]
    anonymous: bool | None
    free: bool
    languages: tuple[str, ...]
    interpreter: bool
    age: str
    checked: str
    lang: str


@dataclass(frozen=True, slots=True)
class Entrance:
    """A card that leads on."""

    text: str
    description: str
    url: str


@dataclass(frozen=True, slots=True)
class PosterCard:
    """A poster on the wall."""

    title: str
    url: str
    picture: Picture
    summary: str
    lang: str


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A partner in the roster."""

    name: str
    url: str
    logo: Picture | None
    example: bool
    sector: str
    area: str
    # What stands for a logo that there is none of: a letter, or the name in a size that its longest word fits in.
    letter: str
    size: str


@dataclass(frozen=True, slots=True)
class RosterGroup:
    """Partners of one sector; `more` leads to all of them where only some are shown."""

    title: str
    partners: tuple[RosterEntry, ...]
    more: Link | None


@dataclass(frozen=True, slots=True)
class Roster:
    """Partners on a page of text: how many, the newest where not all are shown, and by sector."""

    count: str
    groups: tuple[RosterGroup, ...]
    newest: tuple[RosterEntry, ...]
    all: Link


@dataclass(frozen=True, slots=True)
class NewsCard:
    """A news item in a list."""

    title: str
    url: str
    description: str
    published: str
    lang: str


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event in a list."""

    title: str
    url: str
    description: str
    starts: str
    ends: str
    place: str
    example: bool
    lang: str


@dataclass(frozen=True, slots=True)
class BadgeChoice:
    """A badge and the code that shows it. Width and height in CSS pixels."""

    label: str
    theme: str
    svg_url: str
    png_url: str
    width: int
    height: int
    alt: str
    html_snippet: str
    hotlink_snippet: str
    markdown_snippet: str
    mail_snippet: str


@dataclass(frozen=True, slots=True)
class Point:
    """Something told in a list: `lang` where it isn't the page's, why it is so, and an ISO date to be mended by."""

    text: str
    lang: str = ""
    why: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackForm:
    """Where a form is sent, and the host of it, as people are told."""

    action: str
    host: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what a website says of itself. `day` is an ISO date; `own` is in a town's own words."""

    id: str
    title: str
    words: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    day: str = ""
    links: tuple[Link, ...] = ()
    form: FeedbackForm | None = None
    after: tuple[str, ...] = ()
    own: Point | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A generated block of a page; only the list of its kind is filled."""

    kind: str
    title: str
    id: str
    services: tuple[ServiceCard, ...] = ()
    posters: tuple[PosterCard, ...] = ()
    roster: Roster | None = None
    badges: tuple[BadgeChoice, ...] = ()
    commitments: tuple[str, ...] = ()
    news: tuple[NewsCard, ...] = ()
    events: tuple[EventCard, ...] = ()
    entrances: tuple[Entrance, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartFact:
    """Something to know of a chart's figures: what it is, its words, and an address that they lead to, or ""."""

    name: str
    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """A series of figures as a picture and as a table. `lang` is its language where it differs from the text around.

    `rows` have the period first, then a figure a series, "" where there is none; `nothing` says so in words.
    """

    id: str
    lang: str
    form: str
    title: str
    unit: str
    summary: str
    example: str
    series: tuple[str, ...]
    goal: str
    plot: Plot
    table: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str
    facts: tuple[ChartFact, ...]
    block: str = "diagram"


@dataclass(frozen=True, slots=True)
class PlayerSource:
    """A film's file, what it is, and for which screens, "" for all."""

    url: str
    type: str
    media: str


@dataclass(frozen=True, slots=True)
class PlayerTrack:
    """Words beside a film: "captions", "subtitles" or "descriptions". Those `shown` are so from the start."""

    kind: str
    url: str
    lang: str
    label: str
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerView:
    """A film to play. `lang` is its words' language where it differs from the text around; width and height in pixels.

    `fallback` is for a browser that plays no film; `page` leads to the film's own, where this isn't it.
    """

    id: str
    lang: str
    title: str
    sources: tuple[PlayerSource, ...]
    tracks: tuple[PlayerTrack, ...]
    still: str
    width: int
    height: int
    length: str
    silent: str
    fallback: Link
    page: Link | None
    block: str = "film"


# A text: HTML, with charts and films between.
Parts = tuple[str | ChartView | PlayerView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every page has. `lang` and `dir` are those of the content, which may lack a translation."""

    chrome: Chrome
    layout: str
    words: tuple[tuple[str, tuple[str, ...]], ...]
    plural: str
    url: str
    canonical: str
    title: str
    description: str
    lang: str
    dir: str
    untranslated: bool
    languages: tuple[LanguageLink, ...]
    alternates: tuple[tuple[str, str], ...]
    og_image: str
    og_image_alt: str
    noindex: bool
    json_ld: str
    breadcrumbs: tuple[Link, ...]
    quick_exit: bool
    updated: str
    body: Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView(Common):
    """A page of text with generated blocks."""

    hero: Hero | None
    audience: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service is visited; `lines` are the lines of its address."""

    lines: tuple[str, ...]
    access: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView(Common):
    """A support service."""

    service: ServiceCard
    how_to_start: str
    notice: str
    source_url: str
    source_name: str
    checked_by: str
    review_by: str
    unverified: bool
    status: str
    successor: Link | None
    terms: tuple[str, ...]
    place: Place | None
    # Files to save or print: the contact, times to come without an appointment, a card; "" where there is none.
    contact_card: str
    calendar: str
    wallet: str
    similar: tuple[ServiceCard, ...]
    audience: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service as one line: its name, what it is, and the first way to reach it."""

    name: str
    url: str
    organisation: str
    summary: str
    lang: str
    first: Channel | None


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """The services whose names begin with a letter."""

    letter: str
    id: str
    rows: tuple[ServiceRow, ...]


@dataclass(frozen=True, slots=True)
class LetterLink:
    """A letter of the list, where it leads, and how many services it has."""

    letter: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a filter: its value, and its words."""

    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryView(Common):
    """All services: ways in, search and filters, and the list by letter."""

    entrances: tuple[Entrance, ...]
    groups: tuple[LetterGroup, ...]
    letters: tuple[LetterLink, ...]
    index_url: str
    who: tuple[Choice, ...]
    channels: tuple[Choice, ...]
    spoken: tuple[Choice, ...]
    areas: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take along: its size in pixels (0 for none) or in words, and where it lies, by which it is weighed."""

    label: str
    url: str
    width: int
    height: int
    size: str
    out: str


@dataclass(frozen=True, slots=True)
class DownloadGroup:
    """Files for one use."""

    title: str
    files: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A poster where people meet it: in a bus "shelter" or in a "phone"."""

    kind: str
    label: str
    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterView(Common):
    """A poster."""

    picture: Picture
    credit: str
    alt_text: str
    summary: str
    # Whom it is for, in words.
    audience: tuple[str, ...]
    scenes: tuple[Scene, ...]
    downloads: tuple[DownloadGroup, ...]
    # How to print, where there is something to print.
    printing: tuple[str, ...]
    decimal: str
    others: tuple[PosterCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmView(Common):
    """A film, its transcript and its files; `described` is the version with a voice that tells what is seen."""

    summary: str
    player: PlayerView
    described: PlayerView | None
    downloads: tuple[DownloadGroup, ...]
    decimal: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerView(Common):
    """A partner: the truth behind its badge."""

    name: str
    sector: str
    website: str
    logo: Picture | None
    area: str
    joined: str
    renews: str
    ended: str
    statement: str
    example: bool
    networks: tuple[Link, ...]
    members: tuple[Link, ...]
    commitments: tuple[str, ...]
    # Its kit to download, "" where it has none.
    kit: str
    badges: tuple[BadgeChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterView(Common):
    """A list of partners: one page of it, with what leads to the others. `list_url` is the list's first page."""

    count: str
    list_url: str
    lists: tuple[Link, ...]
    newest: tuple[RosterEntry, ...]
    partners: tuple[RosterEntry, ...]
    pages: tuple[Link, ...]
    index_url: str
    sectors: tuple[Choice, ...]
    networks: tuple[Choice, ...]
    script: str
    script_integrity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsView(Common):
    """A news item."""

    published: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView(Common):
    """An event."""

    starts: str
    ends: str
    place: str
    organiser: str
    example: bool
