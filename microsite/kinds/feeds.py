"""For machines: sitemap, robots and Atom feeds."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from microsite import cards
from microsite.plain import WRITE_TEXT, TextView
from microsite.planning import Context, feed_name
from microsite.target import Inputs, Recipe, Target
from microsite.views import NewsCard
from microsite.xml import escape, quoteattr

_MOST_ENTRIES = 30


@dataclass(frozen=True, slots=True)
class FeedView:
    """An Atom feed: its own address, and the news it tells of."""

    title: str
    lang: str
    url: str
    home: str
    owner: str
    news: tuple[tuple[NewsCard, str], ...]


@dataclass(frozen=True, slots=True)
class SitemapView:
    """Every page with its address in each language it truly exists in."""

    pages: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def write_feed(batch: Sequence[Inputs]) -> list[bytes]:
    """Write Atom feeds (RFC 4287). An entry's id is the same for ever: a UUID of its address."""
    return [_feed(inputs.view).encode() for inputs in batch]


def write_sitemap(batch: Sequence[Inputs]) -> list[bytes]:
    """Write sitemaps (sitemaps.org 0.9, with alternates a language)."""
    return [_sitemap(inputs.view).encode() for inputs in batch]


_FEED, _SITEMAP = Recipe(write_feed), Recipe(write_sitemap)


def targets(context: Context) -> Iterator[Target]:
    """Yield a feed a language, the sitemap and robots.txt."""
    site, full = context.site, context.addresses.full
    if site.news:
        for lang in site.whole_languages:
            chrome = context.chrome(lang)
            own = [card for card in cards.news_cards(context, lang) if lang in (card.lang, site.default)][
                :_MOST_ENTRIES
            ]
            out = feed_name(lang, site.default)
            view = FeedView(
                chrome.site_name,
                lang,
                full(context.url_of(out)),
                full(chrome.home_url),
                chrome.owner,
                tuple((c, full(c.url)) for c in own),
            )
            yield Target(out, _FEED, view, origin=f"content/{lang}/news")
    yield Target("sitemap.xml", _SITEMAP, SitemapView(tuple(_pages(context))))
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {full(context.url_of('sitemap.xml'))}\n"
    yield Target("robots.txt", WRITE_TEXT, TextView(robots))


def _pages(context: Context) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    site, addresses = context.site, context.addresses
    tables = (
        ("page", site.pages),
        ("service", site.services),
        ("poster", site.posters),
        ("film", site.films),
        ("news", site.news),
        ("event", site.events),
    )
    for kind, entries in tables:
        for name, entry in entries.items():
            if getattr(entry.facts, "example", False):
                continue
            langs = [lang for lang in site.languages if lang in entry.texts]
            rows = tuple((lang, addresses.full(addresses.url(kind, name, lang))) for lang in langs)
            yield from ((url, rows if len(rows) > 1 else ()) for _, url in rows)
    for kind in ("directory", "roster"):
        langs = [lang for lang in site.languages if addresses.has(kind, "", lang)]
        if langs:
            rows = tuple((lang, addresses.full(addresses.url(kind, "", lang))) for lang in langs)
            yield from ((url, rows if len(rows) > 1 else ()) for _, url in rows)
    for name, partner in site.partners.items():
        if not partner.facts.example:
            rows = tuple((lang, addresses.full(addresses.url("partner", name, lang))) for lang in site.whole_languages)
            yield from ((url, rows if len(rows) > 1 else ()) for _, url in rows)


def _sitemap(view: SitemapView) -> str:
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for url, alternates in view.pages:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang={quoteattr(lang)} href={quoteattr(href)}/>'
            for lang, href in alternates
        )
        rows.append(f"<url><loc>{escape(url)}</loc>{links}</url>")
    return "\n".join([*rows, "</urlset>", ""])


def _feed(view: FeedView) -> str:
    updated = max((card.published for card, _ in view.news), default="2000-01-01")
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(view.lang)}>',
        f"<id>{_id(view.url)}</id><title>{escape(view.title)}</title><updated>{updated}T00:00:00Z</updated>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(view.url)}/><link rel="alternate" type="text/html" href={quoteattr(view.home)}/>',
        f"<author><name>{escape(view.owner)}</name></author>",
    ]
    for card, url in view.news:
        rows.append(
            f"<entry xml:lang={quoteattr(card.lang)}><id>{_id(url)}</id><title>{escape(card.title)}</title>"
            f"<updated>{card.published}T00:00:00Z</updated><published>{card.published}T00:00:00Z</published>"
            f'<link rel="alternate" type="text/html" href={quoteattr(url)}/><summary>{escape(card.description)}</summary></entry>'
        )
    return "\n".join([*rows, "</feed>", ""])


def _id(url: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}"
