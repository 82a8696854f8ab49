"""News and events, a page each."""

from __future__ import annotations

from collections.abc import Iterator

from microsite.model import Event, News
from microsite.planning import Context
from microsite.target import Target
from microsite.views import EventView, NewsView


def targets(context: Context) -> Iterator[Target]:
    """Yield a page for every news item and event in every language that offers it."""
    for lang in context.site.languages:
        for name, news in context.site.news.items():
            if context.addresses.has("news", name, lang):
                yield context.page(
                    "news", name, lang, _news(context, news, lang), news.text(lang, context.site.default).path
                )
        for name, event in context.site.events.items():
            if context.addresses.has("event", name, lang):
                yield context.page(
                    "event", name, lang, _event(context, event, lang), event.text(lang, context.site.default).path
                )


def _news(context: Context, entry: News, lang: str) -> NewsView:
    text = entry.text(lang, context.site.default)
    words = text.words
    url = context.addresses.url("news", entry.name, lang)
    crumbs = context.crumbs(lang, ("nyheter",), words.title, url, text.lang)
    common = context.common(
        "news",
        entry.name,
        lang,
        "news",
        title=words.title,
        description=words.description,
        own_lang=text.lang,
        body=context.body(text, lang),
        crumbs=crumbs,
        translated=tuple(entry.texts),
        json_ld={
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": words.title,
            "description": words.description,
            "datePublished": words.published.isoformat(),
            "inLanguage": text.lang,
            "url": context.addresses.full(url),
            "publisher": {"@type": "GovernmentOrganization", "name": context.site.settings.owner},
        },
    )
    return NewsView(**common, published=words.published.isoformat())


def _event(context: Context, entry: Event, lang: str) -> EventView:
    text, facts = entry.text(lang, context.site.default), entry.facts
    words = text.words
    url = context.addresses.url("event", entry.name, lang)
    starts = facts.starts.isoformat("T", "minutes")
    ends = facts.ends.isoformat("T", "minutes") if facts.ends else ""
    crumbs = context.crumbs(lang, ("kalender",), words.title, url, text.lang)
    common = context.common(
        "event",
        entry.name,
        lang,
        "event",
        title=words.title,
        description=words.description,
        own_lang=text.lang,
        body=context.body(text, lang),
        crumbs=crumbs,
        translated=tuple(entry.texts),
        noindex=facts.example,
    )
    return EventView(
        **common,
        starts=starts,
        ends=ends,
        place=words.place or facts.place,
        organiser=words.organiser or facts.organiser,
        example=facts.example,
    )
