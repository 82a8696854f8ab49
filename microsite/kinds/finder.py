"""Finding help: the page with all services, what a search on the device looks through, and when each is open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial

from microsite import cards, opening, search
from microsite.model import Service
from microsite.plain import WRITE_TEXT, TextView
from microsite.planning import Context, index_name, opening_name
from microsite.schema import AREAS, AUDIENCES, CHANNELS, ServiceFields
from microsite.target import Target
from microsite.urls import LANGUAGE_NAMES
from microsite.views import Choice, DirectoryView, Entrance, LetterGroup, LetterLink, ServiceRow

# Who comes, in the order that the entrances stand in, and what they are called in the filter.
_WHO = ("users", "relatives", "young", "worried", "parents", "professionals")
_ENTRANCES = ("stod", "anhorig", "ung", "orolig", "i-arbetet", "foraldrar", "skola", "arbetsgivare")
_CHANNEL_WORDS = {
    "phone": "Telephone",
    "text": "Text message",
    "chat": "Chat",
    "email": "Email",
    "web": "Website",
    "letter": "Letter",
    "visit": "Visit",
}
# Where somebody is at the other end; a form or a letter can be written at any hour.
_ANSWERED = ("phone", "text", "chat", "visit")
# Up to this many services stand on one page; more have a page a letter.
_ONE_PAGE = 150


def targets(context: Context) -> Iterator[Target]:
    """Yield the page of all services in every language with its pages a letter, the indexes, and the opening hours."""
    site = context.site
    if not site.services:
        return
    for lang in site.languages:
        services = _listed(context, lang)
        groups = _groups(context, services, lang)
        paged = len(services) > _ONE_PAGE
        letters = tuple(
            LetterLink(g.letter, _letter_url(context, lang, g.id) if paged else f"#{g.id}", len(g.rows)) for g in groups
        )
        yield _page(context, lang, services, () if paged else groups, letters)
        if paged:
            yield from (_page(context, lang, services, (group,), letters, group) for group in groups)
        index = context.remember(f"search {lang}", context.directory_digest, partial(_index, context, services, lang))
        yield Target(index_name(lang), WRITE_TEXT, TextView(index), origin="content")
    hours = [c.hours for s in site.services.values() for c in s.facts.channels if c.hours]
    yield Target(
        opening_name(), WRITE_TEXT, TextView(opening.table_of(hours, context.calendar, site.today, context.remember))
    )


def _listed(context: Context, lang: str) -> list[Service]:
    """Return the services that the list holds: not those that have ended.

    A language with some pages only lists them all: a number is better than none, whatever it is explained in.
    """
    site, has = context.site, context.addresses.has
    listed = [s for s in site.services.values() if site.whole(lang) != lang or has("service", s.name, lang)]
    found = [s for s in listed if s.facts.status != "ended"]
    return sorted(found, key=lambda s: cards.alphabetical(cards.service_card(context, s, lang).name))


def _groups(context: Context, services: Sequence[Service], lang: str) -> tuple[LetterGroup, ...]:
    rows: dict[str, list[ServiceRow]] = {}
    for service in services:
        row = _row(context, service, lang)
        letter = row.name[0].upper()
        rows.setdefault(letter if letter.isalpha() else "0–9", []).append(row)
    return tuple(LetterGroup(letter, f"bokstav-{ord(letter[0]):x}", tuple(group)) for letter, group in rows.items())


def _row(context: Context, service: Service, lang: str) -> ServiceRow:
    card = cards.service_card(context, service, lang)
    first = next((c for c in card.channels if c.type in ("phone", "text", "chat") and c.href), None)
    return ServiceRow(card.name, card.url, card.organisation, card.summary, card.lang, first)


def _letter_url(context: Context, lang: str, mark: str) -> str:
    return context.addresses.url("directory", "", lang) + mark + "/"


def _page(
    context: Context,
    lang: str,
    services: Sequence[Service],
    groups: tuple[LetterGroup, ...],
    letters: tuple[LetterLink, ...],
    group: LetterGroup | None = None,
) -> Target:
    say, url = context.say(lang), context.addresses.url("directory", "", lang)
    title = say("Find help")
    common = context.common(
        "directory",
        "",
        lang,
        "directory",
        title=title if group is None else f"{title}: {group.letter}",
        description=say(
            "All places to turn to. Search, or choose who you are. Nothing that you search for leaves your device."
        ),
        crumbs=context.crumbs(lang, (), title, url),
        quick_exit=True,
    )
    if group is not None:
        own = _letter_url(context, lang, group.id)
        common.update(url=own, canonical="", alternates=(), noindex=True)
    view = DirectoryView(
        **common,
        entrances=_entrances(context, lang) if group is None else (),
        groups=groups,
        letters=letters,
        index_url=context.url_of(index_name(lang)),
        who=tuple(Choice(str(AUDIENCES.index(name)), say(cards.AUDIENCE_WORDS[name])) for name in _WHO),
        channels=_channels(context, services, lang),
        spoken=_spoken(services),
        areas=_areas(services, lang),
    )
    out = context.addresses.out("directory", "", lang)
    if group is not None:
        out = out.removesuffix("index.html") + f"{group.id}/index.html"
    return context.page_at(out, view, "content")


def _entrances(context: Context, lang: str) -> tuple[Entrance, ...]:
    """Return the ways in by who you are: the site's own help pages."""
    found = []
    for name in _ENTRANCES:
        link = context.page_link(name, lang, short=False)
        if link is not None and not link.lang:
            found.append(Entrance(link.text, "", link.url))
    return tuple(found)


def _channels(context: Context, services: Sequence[Service], lang: str) -> tuple[Choice, ...]:
    say = context.say(lang)
    used = {c.type for s in services for c in s.facts.channels}
    return tuple(Choice(str(i), say(_CHANNEL_WORDS[name])) for i, name in enumerate(CHANNELS) if name in used)


def _spoken(services: Sequence[Service]) -> tuple[Choice, ...]:
    used = sorted({code for service in services for code in _languages(service)})
    return tuple(Choice(code, LANGUAGE_NAMES.get(code, code)) for code in used)


def _languages(service: Service) -> list[str]:
    facts = service.facts
    return list(dict.fromkeys([*facts.languages, *(code for c in facts.channels for code in c.languages)]))


def _areas(services: Sequence[Service], lang: str) -> tuple[Choice, ...]:
    names = {_area(service, lang) for service in services if service.facts.area != AREAS[0]} - {""}
    return tuple(Choice(name, name) for name in sorted(names, key=cards.alphabetical))


def _area(service: Service, lang: str) -> str:
    return service.words(lang).area_name or service.facts.area_name


def _index(context: Context, services: Sequence[Service], lang: str) -> str:
    """Return what a search on the device looks through, as JSON."""
    synonyms = search.Synonyms(context.site.words.search)
    numbers = {service.name: number for number, service in enumerate(services)}
    entries = []
    rows = []
    for service in services:
        row = _row(context, service, lang)
        name = search.words_of(row.name)
        others = search.words_of(_said(context, service, lang))
        entries.append((name, sorted({*others, *synonyms.of(others), *synonyms.of(name)})))
        rows.append(_facts(service, row, lang))
    words, places = search.index_of(entries)
    crisis = [
        [[search.phrase(word) for word in row.words], [numbers[name] for name in row.first if name in numbers]]
        for row in context.site.words.crisis
    ]
    index = {
        "services": rows,
        "words": words,
        "places": places,
        "crisis": crisis,
        "small": " ".join(sorted(search.SMALL)),
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")) + "\n"


def _said(context: Context, service: Service, lang: str) -> str:
    """Return all that a search may find a service by."""
    facts, say = service.facts, context.say(lang)
    words = service.words(lang)
    audience = " ".join(say(cards.AUDIENCE_WORDS[name]) for name in facts.audience if name != "everyone")
    keywords = " ".join((*words.keywords, *facts.keywords))
    numbers = " ".join(f"{c.number} {c.number.replace(' ', '').replace('-', '')}" for c in facts.channels if c.number)
    started = words.how_to_start or facts.how_to_start
    return (
        f"{facts.name} {facts.organisation} {words.summary or facts.summary} {keywords} {audience} {started} {numbers}"
    )


def _answered(facts: ServiceFields) -> list[tuple[str, list[str]]]:
    """Return when somebody answers, and in which languages: the hours of telephone, messages, chat and visits.

    A language that some channel has for itself is not counted among those of the channels that have none of their own.
    """
    live = [c for c in facts.channels if c.hours and c.type in _ANSWERED]
    own = {code for c in live for code in c.languages}
    rest = [code for code in facts.languages if code not in own] or list(facts.languages)
    rows = [(opening.name_of(c.hours), list(c.languages) or rest) for c in live if c.hours]
    return [row for place, row in enumerate(rows) if row not in rows[:place]]


def _facts(service: Service, row: ServiceRow, lang: str) -> list[object]:
    """Return what the filters ask of a service, and what its line in the result shows, in the order of `help.js`."""
    facts = service.facts
    first = row.first
    who = sum(1 << AUDIENCES.index(name) for name in facts.audience)
    ways = sum(1 << CHANNELS.index(name) for name in {c.type for c in facts.channels})
    low, high = (facts.age.from_, facts.age.to) if facts.age else (None, None)
    return [
        row.name,
        row.url,
        row.organisation if row.organisation != row.name else "",
        row.summary,
        [first.value, first.href] if first else 0,
        [] if service.unverified or facts.status == "paused" else _answered(facts),
        who,
        ways,
        _languages(service),
        int(bool(facts.anonymous)),
        low or 0,
        high or 999,
        "" if facts.area == AREAS[0] else _area(service, lang),
    ]
