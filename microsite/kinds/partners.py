"""Partners: a page each, which tells the truth behind the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from microsite import cards, rosters
from microsite.model import Partner, direction
from microsite.planning import Context, kit_name
from microsite.snippets import badge_choices
from microsite.target import Target
from microsite.views import Link, PartnerView


def targets(context: Context) -> Iterator[Target]:
    """Yield a page for every partner in every language that has all of the site."""
    members = _members(context)
    for lang in context.site.whole_languages:
        for name, partner in context.site.partners.items():
            view = _view(context, partner, lang, members.get(name, ()))
            yield context.page("partner", name, lang, view, "partners.yaml")


def _members(context: Context) -> dict[str, list[Partner]]:
    """Return who belongs to each network, in alphabetical order."""
    found: dict[str, list[Partner]] = {}
    active = [p for p in context.site.partners.values() if p.active]
    for partner in sorted(active, key=lambda p: cards.alphabetical(p.facts.name_in(context.site.default))):
        for network in partner.facts.networks:
            found.setdefault(network, []).append(partner)
    return found


def _isolated(name: str, lang: str) -> str:
    """Return a name as it stands among words written from right to left: its own signs stay where they are."""
    return f"\u2068{name}\u2069" if direction(lang) == "rtl" else name


def _link(context: Context, partner: Partner, lang: str) -> Link:
    return Link(partner.facts.name_in(lang), context.addresses.url("partner", partner.facts.slug, lang))


def _view(context: Context, partner: Partner, lang: str, members: Iterable[Partner]) -> PartnerView:
    facts = partner.facts
    say = context.say(lang)
    url = context.addresses.url("partner", facts.slug, lang)
    default = context.site.default
    title = _isolated(facts.name_in(lang), lang)
    campaign = context.site.local(context.site.settings.name, lang)
    stands = "%(name)s stands behind %(campaign)s." if partner.active else "%(name)s stood behind %(campaign)s."
    common = context.common(
        "partner",
        facts.slug,
        lang,
        "partner",
        title=title,
        description=say(stands, name=title, campaign=campaign),
        crumbs=context.crumbs(lang, ("partner",), title, url),
        noindex=facts.example,
    )
    if facts.statement and lang != default:
        # The partner's own words are in the language they were written in.
        common.update(lang=default, dir="ltr")
    return PartnerView(
        **common,
        name=title,
        sector=cards.sector_word(context, facts.sector, lang),
        website=facts.url or "",
        logo=rosters.logo(context, partner, say("Logo of %(name)s", name=facts.name_in(lang))),
        area=facts.area,
        joined=facts.joined.isoformat() if facts.joined else "",
        renews=facts.renews.isoformat() if facts.renews and partner.active else "",
        ended=facts.ended.isoformat() if facts.ended and not partner.active else "",
        statement=facts.statement,
        example=facts.example,
        networks=tuple(_link(context, context.site.partners[n], lang) for n in facts.networks)
        if partner.active
        else (),
        members=tuple(_link(context, p, lang) for p in members),
        commitments=tuple(
            context.site.local(row.text, lang)
            for row in context.site.settings.commitments
            if partner.active and row.id in facts.commits_to
        ),
        kit=context.url_of(kit_name(partner)) if context.kit_language(partner) else "",
        badges=badge_choices(context, partner, url, lang) if partner.active else (),
    )
