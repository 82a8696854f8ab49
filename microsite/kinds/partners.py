"""Partners: a page each, which tells the truth behind the drawing."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from microsite import cards, drawing
from microsite.model import Partner
from microsite.planning import Context
from microsite.target import Target
from microsite.views import BadgeChoice, PartnerView


def targets(context: Context) -> Iterator[Target]:
    """Yield a page for every partner in every language."""
    for lang in context.site.languages:
        for name, partner in context.site.partners.items():
            yield context.page("partner", name, lang, _view(context, partner, lang), "partners.yaml")


def _view(context: Context, partner: Partner, lang: str) -> PartnerView:
    facts = partner.facts
    say = context.say(lang)
    url = context.addresses.url("partner", facts.slug, lang)
    default = context.site.default
    title = facts.name
    campaign = context.site.local(context.site.settings.name, lang)
    stands = "%(name)s stands behind %(campaign)s." if partner.active else "%(name)s stood behind %(campaign)s."
    common = context.common(
        "partner",
        facts.slug,
        lang,
        "partner",
        title=title,
        description=say(stands, name=facts.name, campaign=campaign),
        crumbs=context.crumbs(lang, ("partner",), title, url),
        noindex=facts.example,
    )
    if facts.statement and lang != default:
        # The partner's own words are in the language they were written in.
        common.update(lang=default, dir="ltr")
    return PartnerView(
        **common,
        name=facts.name,
        sector=cards.sector_word(context, facts.sector, lang),
        website=facts.url or "",
        logo=cards.logo(context, partner, say("Logo of %(name)s", name=facts.name)),
        joined=facts.joined.isoformat() if facts.joined else "",
        ended=facts.ended.isoformat() if facts.ended and not partner.active else "",
        statement=facts.statement,
        example=facts.example,
        badges=_badges(context, partner, url, lang),
    )


def _badges(context: Context, partner: Partner, url: str, lang: str) -> tuple[BadgeChoice, ...]:
    if not partner.active or not context.site.settings.badges:
        return ()
    say = context.say(lang)
    alt = cards.badge_title(context, partner, lang)
    full = context.addresses.full
    rows = []
    for theme in drawing.THEMES:
        stem = cards.badge_stem(partner, lang, theme)
        svg, png = context.url_of(f"{stem}.svg"), context.url_of(f"{stem}-2x.png")
        size = f'width="{drawing.WIDTH}" height="{drawing.HEIGHT}" alt="{escape(alt)}"'
        own = f'<a href="{escape(full(url))}"><img src="{stem.rpartition("/")[2]}-2x.png" {size}></a>'
        picture = f'<img src="{escape(full(svg))}" {size} referrerpolicy="no-referrer" loading="lazy">'
        linked = f'<a href="{escape(full(url))}">{picture}</a>'
        label = say("On a light ground") if theme == "light" else say("On a dark ground")
        rows.append(BadgeChoice(label, theme, svg, png, drawing.WIDTH, drawing.HEIGHT, alt, own, linked))
    return tuple(rows)
