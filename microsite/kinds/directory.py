"""The support directory: a page a service."""

from __future__ import annotations

from collections.abc import Iterator

from microsite import cards
from microsite.interchange import calendar_of, contact_card_of, wallet_of
from microsite.jsonld import json_ld
from microsite.model import Service
from microsite.planning import Context
from microsite.schema import ServiceFields
from microsite.target import Target
from microsite.views import Link, Place, ServiceView

_PARENTS = (
    ("users", "stod"),
    ("relatives", "anhorig"),
    ("worried", "orolig"),
    ("young", "ung"),
    ("professionals", "i-arbetet"),
)
_SIMILAR = 3
_REFERRAL_WORDS = {
    "none": "You need no referral and no decision from the town",
    "referral": "You need a referral",
    "decision": "You need a decision from social services",
}
_DROP_IN_WORDS = {True: "You can come without an appointment", False: "You need an appointment"}
_PARENTS_WORDS = {
    True: "Young people can come without their parents knowing",
    False: "Parents are told when young people come",
}
_RECORD_WORDS = {True: "A record is kept", False: "No record is kept"}
_DUTY_WORDS = {
    True: "Whoever answers must report if a child comes to harm",
    False: "Whoever answers has no duty to report",
}


def targets(context: Context) -> Iterator[Target]:
    """Yield a page for every service in every language that offers it."""
    similar = _similar(context)
    for lang in context.site.languages:
        for name, service in context.site.services.items():
            if context.addresses.has("service", name, lang):
                origin = service.texts.get(lang, service.original).path
                yield context.page("service", name, lang, _view(context, service, lang, similar[name]), origin)


def _view(context: Context, service: Service, lang: str, similar: list[Service]) -> ServiceView:
    card = cards.service_card(context, service, lang)
    facts = service.facts
    text = service.texts.get(lang, service.original)
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
        json_ld=json_ld(context, service, card.url, lang),
    )
    return ServiceView(
        **common,
        service=card,
        how_to_start=words.how_to_start or facts.how_to_start,
        notice=_notice(context, service, lang),
        source_url=facts.source,
        source_name=facts.source_name,
        checked_by=facts.checked_by,
        review_by=facts.review_by.isoformat() if facts.review_by else "",
        unverified=service.unverified,
        status=facts.status,
        successor=_successor(context, service, lang),
        terms=tuple(_terms(context, facts, lang)),
        place=_place(service, lang),
        contact_card=_file(context, contact_card_of(context, service, lang)),
        calendar=_file(context, calendar_of(service)),
        wallet=_file(context, wallet_of(context, service, lang)),
        similar=tuple(cards.service_card(context, s, lang) for s in similar),
        audience=tuple(say(cards.AUDIENCE_WORDS[a]) for a in facts.audience),
    )


def _file(context: Context, out: str) -> str:
    return context.url_of(out) if out else ""


def _notice(context: Context, service: Service, lang: str) -> str:
    """Return the temporary notice, on the days that it is for."""
    return (service.words(lang).notice or service.facts.notice) if service.notices(context.site.today) else ""


def _successor(context: Context, service: Service, lang: str) -> Link | None:
    """Return the service that has taken this one's place."""
    name = service.facts.successor
    if name not in context.site.services or not context.addresses.has("service", name, lang):
        return None
    card = cards.service_card(context, context.site.services[name], lang)
    return Link(card.name, card.url, card.lang if card.lang != lang else "")


def _terms(context: Context, facts: ServiceFields, lang: str) -> Iterator[str]:
    """Yield what one wants to know before one calls: what it takes to come, and what is written down."""
    say = context.say(lang)
    if facts.referral:
        yield say(_REFERRAL_WORDS[facts.referral])
    for known, words in (
        (facts.drop_in, _DROP_IN_WORDS),
        (facts.without_parents, _PARENTS_WORDS),
        (facts.record, _RECORD_WORDS),
        (facts.duty_to_report, _DUTY_WORDS),
    ):
        if known is not None:
            yield say(words[known])


def _place(service: Service, lang: str) -> Place | None:
    place = service.facts.place
    if place is None:
        return None
    words = vars(service.words(lang))
    town = f"{place.postal_code} {place.city}".strip()
    return Place(tuple(line for line in (place.name, place.address, town) if line), words.get("access") or place.access)


def _parents(service: Service) -> list[str]:
    """Return the pages that list the service, the one it suits best first."""
    audiences = service.facts.audience
    return [page for audience, page in _PARENTS if audience in audiences or audiences == ("everyone",)]


def _answers_day_and_night(service: Service) -> bool:
    """Tell whether somebody can be reached at any hour, for other things than an emergency."""
    facts = service.facts
    sure = facts.status == "active" and facts.urgency != "emergency" and not service.unverified
    return sure and any(c.type in ("phone", "text", "chat") and c.hours and c.hours.always for c in facts.channels)


def _similar(context: Context) -> dict[str, list[Service]]:
    """Return for each service the others nearest to it: most audiences in common, those that can be called first.

    One of them answers day and night, if there is any. Services with the same audiences have the same neighbours but
    for themselves, so each set is ranked once.
    """

    def place(service: Service) -> tuple[bool, int, str]:
        return (service.facts.urgency == "emergency", cards.ways_to_call(service), service.facts.name)

    services = sorted((s for s in context.site.services.values() if s.facts.status != "ended"), key=place)
    day_and_night = [s for s in services if _answers_day_and_night(s)]
    general = next((s for s in day_and_night if s.facts.audience == ("everyone",)), None)
    ranked: dict[frozenset[str], list[Service]] = {}
    found: dict[str, list[Service]] = {}
    for service in services:
        mine = frozenset(service.facts.audience)
        if mine not in ranked:
            near = [(len(mine.intersection(s.facts.audience)), s) for s in services]
            ranked[mine] = [s for common, s in sorted(near, key=lambda row: -row[0])[: _SIMILAR + 1] if common]
        chosen = [s for s in ranked[mine] if s is not service][:_SIMILAR]
        always = next((s for s in day_and_night if mine.issuperset(s.facts.audience)), general)
        # Whoever comes in the night needs one that answers.
        if always and not any(map(_answers_day_and_night, (service, *chosen))):
            chosen[_SIMILAR - 1 :] = [always]
        found[service.name] = chosen
    for service in context.site.services.values():
        found.setdefault(service.name, services[:_SIMILAR])
    return found
