"""Pages of text, with the blocks that they show; and the page for addresses that do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from microsite import cards, rosters, statements
from microsite.model import Destination, Page
from microsite.planning import DECORATIVE, HELP_AUDIENCES, Context
from microsite.schema import BlockFields, HeroFields, slug_of
from microsite.set_posters import master_of
from microsite.snippets import badge_choices
from microsite.target import Target
from microsite.templating import RENDER
from microsite.urls import prefix_of
from microsite.views import Entrance, Hero, Link, PageView, Section


def targets(context: Context) -> Iterator[Target]:
    """Yield every page in every language that offers it."""
    for lang in context.site.languages:
        for name, page in context.site.pages.items():
            if context.addresses.has("page", name, lang):
                yield context.once(("page", name, lang), partial(_target, context, page, lang))
        yield _not_found(context, lang)


def _target(context: Context, page: Page, lang: str) -> Target:
    origin = page.text(lang, context.site.default).path
    return context.page("page", page.name, lang, _view(context, page, lang), origin)


def _view(context: Context, page: Page, lang: str) -> PageView:
    text = page.text(lang, context.site.default)
    words, own = text.words, text.lang
    # What a translation leaves out of the front matter is as in the original.
    audience = words.audience or page.facts.audience or "everyone"
    hero = words.hero or (page.facts.hero if own == context.site.default else None)
    shows = words.shows
    layout = "start" if page.name == "index" else "page"
    exits = words.quick_exit if words.quick_exit is not None else page.facts.quick_exit
    crumbs = (
        ()
        if layout == "start"
        else context.crumbs(lang, (), words.title, context.addresses.url("page", page.name, lang), own)
    )
    published = words.published or page.facts.published
    common = context.common(
        "page",
        page.name,
        lang,
        layout,
        title=words.title,
        description=words.description,
        own_lang=own,
        body=context.body(text, lang),
        crumbs=crumbs,
        quick_exit=audience in HELP_AUDIENCES if exits is None else exits,
        updated=published.isoformat() if published else "",
        translated=tuple(page.texts),
        json_ld=_json_ld(context, lang) if layout == "start" else None,
    )
    return PageView(
        **common,
        hero=_hero(context, hero, lang, text.path),
        audience=audience,
        sections=_sections(context, shows, audience, lang, text.path),
    )


def _json_ld(context: Context, lang: str) -> dict[str, Any]:
    site = context.site
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site.local(site.settings.name, lang),
        "description": site.local(site.settings.tagline, lang),
        "url": context.addresses.full(context.addresses.home(lang)),
        "inLanguage": lang,
        "publisher": {"@type": "GovernmentOrganization", "name": site.settings.owner, "url": site.settings.contact.url},
    }


def _hero(context: Context, hero: HeroFields | None, lang: str, path: str) -> Hero | None:
    if hero is None:
        return None
    picture, credit = None, ""
    if hero.poster and hero.poster in context.site.posters:
        poster = context.site.posters[hero.poster]
        alt = poster.text(lang, context.site.default).words.alt
        picture = context.picture(
            master_of(context, poster, lang),
            alt,
            name=poster.name,
            lazy=False,
            formats=poster.facts.formats,
            sizes="(min-width: 60rem) 26rem, (min-width: 34rem) 30rem, 91vw",
        )
    elif hero.picture:
        master = next(
            (m for p, m in context.site.masters.items() if p in (hero.picture, f"assets/{hero.picture}")), None
        )
        alt = "" if hero.alt.strip() == DECORATIVE else hero.alt
        picture = context.picture(master, alt, lazy=False, sizes="(min-width: 60rem) 50vw, 100vw") if master else None
        credit = context.site.local(master.credit, lang) if master and master.credit else ""
    buttons = tuple(Link(button.text, _link(context, button.to, lang, path)) for button in hero.buttons)
    return Hero(hero.line, hero.text, picture, buttons, credit)


def _sections(
    context: Context, shows: tuple[BlockFields, ...], audience: str, lang: str, path: str
) -> tuple[Section, ...]:
    sections: list[Section] = []
    ids: set[str] = set()
    for number, block in enumerate(shows):
        name = slug_of(block.title) or f"{block.block}-{number + 1}"
        name = f"del-{name}" if f"del-{name}" not in ids else f"del-{name}-{number + 1}"
        ids.add(name)
        sections.append(_section(context, block, name, block.audience or audience, lang, path))
    # A block with nothing to show is not there, rather than a heading over nothing.
    return tuple(
        s
        for s in sections
        if s.kind == "emergency"
        or any((s.services, s.posters, s.roster, s.badges, s.commitments, s.news, s.events, s.entrances, s.parts))
    )


def _section(context: Context, block: BlockFields, name: str, audience: str, lang: str, path: str) -> Section:
    match block.block:
        case "services":
            found = cards.service_cards(context, audience, lang)
            return Section("services", block.title, name, services=found)
        case "posters":
            posters = (p for p in context.site.posters.values() if context.addresses.has("poster", p.name, lang))
            return Section(
                "posters", block.title, name, posters=tuple(cards.poster_card(context, p, lang) for p in posters)
            )
        case "partners":
            # The start page leads on; the partners' own page shows them all.
            brief = path.split("/")[2:] == ["index.md"]
            return Section("partners", block.title, name, roster=rosters.roster(context, lang, brief))
        case "badge":
            own = context.site.whole(lang)
            home = context.addresses.home(own)
            return Section("badge", block.title, name, badges=badge_choices(context, None, home, own))
        case "commitments":
            promised = tuple(context.site.local(row.text, lang) for row in context.site.settings.commitments)
            return Section("commitments", block.title, name, commitments=promised)
        case "news":
            return Section("news", block.title, name, news=cards.news_cards(context, lang))
        case "events":
            return Section("events", block.title, name, events=cards.event_cards(context, lang))
        case "entrances":
            items = tuple(
                Entrance(item.text, item.description, _link(context, item.to, lang, path)) for item in block.items
            )
            return Section("entrances", block.title, name, entrances=items)
        case "accessibility":
            return Section("accessibility", block.title, name, parts=statements.accessibility(context, lang))
        case "privacy":
            return Section("privacy", block.title, name, parts=statements.privacy(context, lang))
    return Section("emergency", block.title, name)


def _link(context: Context, target: str, lang: str, path: str) -> str:
    """Return the address that a field of front matter names. It was checked when it was read."""
    return context.addresses.link(context.site.field_links.get((path, target), Destination("outside", target)), lang)


def _not_found(context: Context, lang: str) -> Target:
    """Return the page for an address that does not exist: hosts show it anywhere, so its links are absolute paths."""
    say = context.say(lang)
    out = prefix_of(lang, context.site.default) + "404.html"
    fields = context.common(
        "page",
        "index",
        lang,
        "error",
        title=say("This page does not exist"),
        noindex=True,
        description=say("The address may be misspelt, or the page may have moved. Help is always here."),
    )
    fields.update(
        canonical="",
        alternates=(),
        url=context.addresses.base + out,
    )
    view = PageView(**fields, hero=None, audience="everyone", sections=())
    return Target(
        out,
        RENDER,
        view,
        context.templates.files("error"),
        origin="templates/layouts/error.html",
    )
