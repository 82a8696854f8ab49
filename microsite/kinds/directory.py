"""The support directory: a page a service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from microsite import cards
from microsite.model import Service
from microsite.planning import Context
from microsite.schema import dial
from microsite.target import Target
from microsite.views import ServiceView

_PARENTS = (("users", "stod"), ("relatives", "anhorig"), ("worried", "orolig"), ("young", "ung"))
_SIMILAR = 3


def targets(context: Context) -> Iterator[Target]:
    """Yield a page for every service in every language that offers it."""
    similar = _similar(context)
    for lang in context.site.languages:
        for name, service in context.site.services.items():
            if context.addresses.has("service", name, lang):
                origin = (service.texts.get(lang) or next(iter(service.texts.values()))).path
                yield context.page("service", name, lang, _view(context, service, lang, similar[name]), origin)


def _view(context: Context, service: Service, lang: str, similar: list[Service]) -> ServiceView:
    card = cards.service_card(context, service, lang)
    facts = service.facts
    text = service.texts.get(lang) or service.texts[context.site.default]
    words = text.words
    say = context.say(lang)
    common = context.common(
        "service",
        service.name,
        lang,
        "service",
        title=card.name,
        description=card.summary,
        own_lang=text.lang,
        body=context.body(text, lang),
        crumbs=context.crumbs(lang, _parents(service), card.name, card.url),
        quick_exit=True,
        translated=tuple(service.texts),
        json_ld=_json_ld(context, service, card.url, lang),
    )
    return ServiceView(
        **common,
        service=card,
        how_to_start=words.how_to_start or facts.how_to_start,
        notice=words.notice or facts.notice,
        source_url=facts.source,
        source_name=facts.source_name,
        checked_by=facts.checked_by,
        review_by=facts.review_by.isoformat() if facts.review_by else "",
        unverified=service.overdue,
        similar=tuple(cards.service_card(context, s, lang) for s in similar),
        audience=tuple(say(cards.AUDIENCE_WORDS[a]) for a in facts.audience),
    )


def _parents(service: Service) -> list[str]:
    """Return the pages that list the service, the one it suits best first."""
    audiences = service.facts.audience
    return [page for audience, page in _PARENTS if audience in audiences or audiences == ("everyone",)]


def _similar(context: Context) -> dict[str, list[Service]]:
    """Return for each service the others nearest to it: most audiences in common, those that can be called first.

    Services with the same audiences have the same neighbours but for themselves, so each set is ranked once.
    """

    def place(service: Service) -> tuple[bool, int, str]:
        return (service.facts.urgency == "emergency", cards.ways_to_call(service), service.facts.name)

    services = sorted(context.site.services.values(), key=place)
    ranked: dict[frozenset[str], list[Service]] = {}
    found: dict[str, list[Service]] = {}
    for service in services:
        mine = frozenset(service.facts.audience)
        if mine not in ranked:
            near = [(len(mine.intersection(s.facts.audience)), s) for s in services]
            ranked[mine] = [s for common, s in sorted(near, key=lambda row: -row[0])[: _SIMILAR + 1] if common]
        found[service.name] = [s for s in ranked[mine] if s is not service][:_SIMILAR]
    return found


def _json_ld(context: Context, service: Service, url: str, lang: str) -> dict[str, Any]:
    facts = service.facts
    points = []
    for channel in facts.channels:
        if channel.number or channel.url:
            point: dict[str, Any] = {"@type": "ServiceChannel", "availableLanguage": list(facts.languages)}
            if channel.number:
                point["servicePhone"] = {"@type": "ContactPoint", "telephone": dial(channel.number)[4:]}
            else:
                point["serviceUrl"] = channel.url
            points.append(point)
    return {
        "@context": "https://schema.org",
        "@type": "Service",
        "name": facts.name,
        "description": facts.summary,
        "inLanguage": lang,
        "url": context.addresses.full(url),
        "provider": {"@type": "Organization", "name": facts.organisation},
        "availableChannel": points,
    }
