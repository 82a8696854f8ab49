"""Partners: a page each, which tells the truth behind the drawing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from microsite import cards, drawing
from microsite.model import Partner, direction
from microsite.planning import Context
from microsite.target import Target
from microsite.views import BadgeChoice, Link, PartnerView


def targets(context: Context) -> Iterator[Target]:
    """Yield a page for every partner in every language."""
    members = _members(context)
    for lang in context.site.languages:
        for name, partner in context.site.partners.items():
            view = _view(context, partner, lang, members.get(name, ()))
            yield context.page("partner", name, lang, view, "partners.yaml")


def _members(context: Context) -> dict[str, list[Partner]]:
    """Return who belongs to each network, in alphabetical order."""
    found: dict[str, list[Partner]] = {}
    active = [p for p in context.site.partners.values() if p.active]
    for partner in sorted(active, key=lambda p: cards.alphabetical(p.facts.name)):
        for network in partner.facts.networks:
            found.setdefault(network, []).append(partner)
    return found


def _isolated(name: str, lang: str) -> str:
    """Return a name as it stands among words written from right to left: its own signs stay where they are."""
    return f"\u2068{name}\u2069" if direction(lang) == "rtl" else name


def _link(context: Context, partner: Partner, lang: str) -> Link:
    return Link(partner.facts.name, context.addresses.url("partner", partner.facts.slug, lang))


def _view(context: Context, partner: Partner, lang: str, members: Iterable[Partner]) -> PartnerView:
    facts = partner.facts
    say = context.say(lang)
    url = context.addresses.url("partner", facts.slug, lang)
    default = context.site.default
    title = _isolated(facts.name, lang)
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
        logo=cards.logo(context, partner, say("Logo of %(name)s", name=facts.name)),
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
        mail = _in_mail(full(url), full(png), alt)
        markdown = f"[![{_in_markdown(alt)}]({full(context.url_of(f'{stem}.png'))})]({full(url)})"
        codes = (own, linked, markdown, mail)
        rows.append(BadgeChoice(label, theme, svg, png, drawing.WIDTH, drawing.HEIGHT, alt, *codes))
    return tuple(rows)


def _in_mail(page: str, picture: str, alt: str) -> str:
    """Return the badge for an email signature: half as large, a PNG, sized by attributes, which all clients heed."""
    size = f'width="{drawing.WIDTH // 2}" height="{drawing.HEIGHT // 2}"'
    return f'<a href="{escape(page)}"><img src="{escape(picture)}" {size} alt="{escape(alt)}" border="0"></a>'


def _in_markdown(text: str) -> str:
    """Return a stranger's words as the text of a link in Markdown: no sign of theirs means anything."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~-])", r"\\\1", " ".join(text.split()))
