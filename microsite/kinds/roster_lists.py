"""Lists of partners: all and by sector, on as many pages as they need, and what a search on the device reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from microsite import assets, cards, rosters
from microsite.model import Partner
from microsite.plain import WRITE_TEXT, TextView
from microsite.planning import Context
from microsite.schema import SECTORS
from microsite.target import Target
from microsite.views import Choice, Link, RosterView

_ON_A_PAGE = 120
_NEWEST = 6


def targets(context: Context) -> Iterator[Target]:
    """Yield the lists of every language, and an index each."""
    if not context.site.partners:
        return
    for lang in context.site.whole_languages:
        everyone = rosters.active(context, lang)
        yield from _pages(context, lang, "", everyone)
        for sector in SECTORS:
            members = rosters.of_sector(everyone, sector)
            if members:
                yield from _pages(context, lang, sector, members)
        yield Target(_index_name(lang), WRITE_TEXT, TextView(_index(context, everyone, lang)), origin="partners.yaml")


def _pages(context: Context, lang: str, sector: str, partners: Sequence[Partner]) -> Iterator[Target]:
    """Yield the pages of one list. The first lies at the list's own address, so that one page has no other."""
    chunks = [partners[i : i + _ON_A_PAGE] for i in range(0, len(partners), _ON_A_PAGE)] or [()]
    top = context.addresses.url("roster", "", lang)
    first = rosters.sector_url(context, sector, lang) if sector else top
    urls = [first if number == 1 else f"{first}{number}/" for number in range(1, len(chunks) + 1)]
    links = tuple(Link(_range(chunk, lang), url) for chunk, url in zip(chunks, urls, strict=True))
    for number, (chunk, url) in enumerate(zip(chunks, urls, strict=True)):
        whole = number == 0 and not sector
        view = _view(context, lang, sector, chunk, len(partners), url, first, links if len(chunks) > 1 else (), whole)
        out = context.addresses.out("roster", "", lang).removesuffix("index.html") + url.removeprefix(top)
        yield context.page_at(f"{out}index.html", view, "partners.yaml")


def _range(partners: Sequence[Partner], lang: str) -> str:
    """Return the first letters of the first and the last name of a page: "Exa–Fal"."""
    names = [partners[i].facts.name_in(lang) for i in (0, -1)]
    return "–".join(name[:3] for name in names)


def _view(
    context: Context,
    lang: str,
    sector: str,
    partners: Sequence[Partner],
    count: int,
    url: str,
    list_url: str,
    pages: tuple[Link, ...],
    whole: bool,
) -> RosterView:
    say = context.say(lang)
    everyone = rosters.active(context, lang)
    frame = context.once(("roster frame", lang), lambda: _frame(context, lang, everyone))
    script = assets.script("roster", context.sources, context.keys)
    title = cards.sector_word(context, sector, lang) if sector else say("All partners")
    common = context.common(
        "roster",
        "",
        lang,
        "roster",
        title=title,
        description=say("Partners: %(count)s", count=count),
        crumbs=context.crumbs(lang, ("partner",), title, url),
        noindex=not whole,
    )
    if not whole:
        common.update(url=url, canonical="", alternates=())
    return RosterView(
        **common,
        count=say("Partners: %(count)s", count=count),
        list_url=list_url,
        lists=frame.lists,
        newest=rosters.entries_of(context, rosters.newest(everyone, _NEWEST), lang) if whole else (),
        partners=rosters.entries_of(context, partners, lang),
        pages=pages,
        index_url=context.url_of(_index_name(lang)),
        sectors=frame.sectors,
        networks=frame.networks,
        script=context.url_of(script.out) if script else "",
        script_integrity=context.integrity(script) if script else "",
    )


@dataclass(frozen=True)
class _Frame:
    """What all lists of a language have: the ways to one another, and the choices of the search."""

    lists: tuple[Link, ...]
    sectors: tuple[Choice, ...]
    networks: tuple[Choice, ...]


def _frame(context: Context, lang: str, everyone: Sequence[Partner]) -> _Frame:
    counts = Counter(partner.facts.sector for partner in everyone)
    used = [name for name in SECTORS if counts[name]]
    words = {name: cards.sector_word(context, name, lang) for name in used}
    joined = {slug for partner in everyone for slug in partner.facts.networks}
    return _Frame(
        (
            Link(f"{context.say(lang)('All')} ({len(everyone)})", context.addresses.url("roster", "", lang)),
            *(Link(f"{words[name]} ({counts[name]})", rosters.sector_url(context, name, lang)) for name in used),
        ),
        tuple(Choice(str(SECTORS.index(name)), words[name]) for name in used),
        tuple(
            Choice(str(number), network.facts.name_in(lang))
            for number, network in enumerate(_networks(everyone))
            if network.facts.slug in joined
        ),
    )


def _networks(partners: Sequence[Partner]) -> tuple[Partner, ...]:
    return rosters.of_sector(partners, "network")


def _index_name(lang: str) -> str:
    return f"data/partner/{lang}.json"


def _index(context: Context, partners: Sequence[Partner], lang: str) -> str:
    """Return what the search looks through, as JSON, in the order of `roster.js`."""
    networks = [network.facts.slug for network in _networks(partners)]
    rows = [
        [
            partner.facts.name_in(lang),
            context.addresses.url("partner", partner.facts.slug, lang),
            SECTORS.index(partner.facts.sector),
            [networks.index(slug) for slug in partner.facts.networks if slug in networks],
            partner.facts.area,
            int(partner.facts.example),
            rosters.entry(context, partner, lang).letter,
        ]
        for partner in partners
    ]
    sectors = [cards.sector_word(context, name, lang) for name in SECTORS]
    return json.dumps({"sectors": sectors, "partners": rows}, ensure_ascii=False, separators=(",", ":")) + "\n"
