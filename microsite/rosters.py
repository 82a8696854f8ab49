"""Rosters: partners as cards and rows, by sector and by letter, for whatever shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from microsite import cards
from microsite.model import Partner
from microsite.planning import Context
from microsite.schema import SECTORS
from microsite.views import Link, Picture, Roster, RosterEntry, RosterGroup

# Up to this many partners stand with their logos on one page; of more, each sector shows its first few.
_ONE_PAGE = 150
_FEW = 12


def active(context: Context, lang: str) -> tuple[Partner, ...]:
    """Return the partners that stand behind the campaign today, in alphabetical order."""
    return context.once(
        ("partners", lang),
        lambda: tuple(
            sorted(
                (p for p in context.site.partners.values() if p.active),
                key=lambda p: (cards.alphabetical(p.facts.name_in(lang)), p.facts.slug),
            )
        ),
    )


def of_sector(partners: Iterable[Partner], sector: str) -> tuple[Partner, ...]:
    """Return the partners of a sector."""
    return tuple(p for p in partners if p.facts.sector == sector)


def newest(partners: Iterable[Partner], most: int) -> tuple[Partner, ...]:
    """Return those that joined last, the latest first; those without a day are none of them."""
    dated = [p for p in partners if p.facts.joined]
    return tuple(sorted(dated, key=lambda p: (p.facts.joined or dt.date.min, p.facts.slug), reverse=True)[:most])


def roster(context: Context, lang: str, brief: bool = False) -> Roster | None:
    """Return all partners by sector, none larger than another; `brief` has only the newest, and the way to all."""
    return context.once(("roster", lang, brief), lambda: _roster(context, lang, brief))


def _roster(context: Context, lang: str, brief: bool) -> Roster | None:
    say, partners = context.say(lang), active(context, lang)
    if not partners:
        return None
    # Of few partners all are shown, in a brief list too.
    everyone = not brief or len(partners) <= _FEW
    most = len(partners) if len(partners) <= _ONE_PAGE else _FEW
    groups = []
    for sector in SECTORS if everyone else ():
        members = of_sector(partners, sector)
        title = cards.sector_word(context, sector, lang)
        rest = Link(say("See all: %(name)s", name=title), sector_url(context, sector, lang))
        if members:
            entries = tuple(entry(context, p, lang) for p in members[:most])
            groups.append(RosterGroup(title, entries, rest if len(members) > most else None))
    # Examples after those that really stand behind it.
    dated = sorted(partners, key=lambda p: p.facts.joined or dt.date.min, reverse=True)
    shown = sorted(dated, key=lambda p: p.facts.example)[:_FEW]
    return Roster(
        count=say("Partners: %(count)s", count=len(partners)),
        groups=tuple(groups),
        newest=() if everyone and groups and most == len(partners) else entries_of(context, shown, lang),
        all=Link(say("Search among all partners"), context.addresses.url("roster", "", lang)),
    )


def sector_url(context: Context, sector: str, lang: str) -> str:
    """Return the address of the list of one sector."""
    return f"{context.addresses.url('roster', '', lang)}{sector}/"


def entries_of(context: Context, partners: Iterable[Partner], lang: str) -> tuple[RosterEntry, ...]:
    """Return partners as they stand in a roster."""
    return tuple(entry(context, partner, lang) for partner in partners)


def entry(context: Context, partner: Partner, lang: str) -> RosterEntry:
    """Return a partner as it stands in a roster."""
    return context.once(("roster entry", partner.facts.slug, lang), lambda: _entry(context, partner, lang))


def _entry(context: Context, partner: Partner, lang: str) -> RosterEntry:
    facts = partner.facts
    sector = cards.sector_word(context, facts.sector, lang)
    return RosterEntry(
        name=facts.name_in(lang),
        url=context.addresses.url("partner", facts.slug, lang),
        logo=logo(context, partner, alt=""),
        example=facts.example,
        sector=sector,
        area=facts.area,
        letter=next((char for char in facts.name_in(lang) if char.isalnum()), "").upper(),
        size=_size(facts.name_in(lang)),
    )


def _size(name: str) -> str:
    """Return how large a name can be set on a plate some 15 letters wide and three lines high."""
    longest = max(map(len, name.split()), default=0)
    if longest <= 12 and len(name) <= 22:
        return "large"
    return "middling" if longest <= 16 and len(name) <= 48 else "long"


def logo(context: Context, partner: Partner, alt: str) -> Picture | None:
    """Return the partner's logo, if it has one. In the roster the name stands beside it, so it is decoration there."""
    if partner.logo is None:
        return None
    return context.logo(partner.logo, partner.logo_dark, alt, partner.facts.slug)
