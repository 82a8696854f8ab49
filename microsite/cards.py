"""Cards: how services, posters, partners, news and events look in short, wherever they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from microsite.hours_words import ahead_of, lines_of
from microsite.model import Partner, Poster, Service
from microsite.opening import name_of
from microsite.planning import Context
from microsite.schema import ChannelFields, ServiceFields, dial
from microsite.set_posters import master_of
from microsite.urls import LANGUAGE_NAMES
from microsite.views import (
    Channel,
    EventCard,
    NewsCard,
    PosterCard,
    ServiceCard,
)

# How far ahead a page tells of holidays.
_DAYS_AHEAD = 35
_SECTOR_WORDS = {
    "municipality": "The municipality",
    "authority": "Authorities",
    "company": "Companies",
    "association": "Associations",
    "restaurant": "Restaurants and clubs",
    "school": "Schools",
    "health": "Health care",
    "faith": "Faith communities",
    "network": "Networks",
}
AUDIENCE_WORDS = {
    "everyone": "everyone",
    "users": "those who use",
    "relatives": "relatives and friends",
    "worried": "those worried about someone",
    "young": "young people",
    "parents": "parents",
    "school": "school staff",
    "employers": "employers",
    "restaurants": "restaurants and clubs",
    "associations": "associations",
    "professionals": "professionals",
}
# What one does to reach a service.
ACTION_WORDS = {
    "phone": "Call",
    "text": "Send a text message",
    "chat": "Chat",
    "web": "Website",
    "email": "Write an email",
    "letter": "Write a letter",
    "visit": "Visit",
}
_AFTER_Z = str.maketrans("åäæöø", "{||}}")
# After every service that an editor has put in order.
_LAST = 1_000_000
_URGENCY = {"emergency": 0, "urgent": 1, "standard": 2}


def sector_word(context: Context, sector: str, lang: str) -> str:
    """Return what a sector is called."""
    return context.say(lang)(_SECTOR_WORDS[sector])


def service_card(context: Context, service: Service, lang: str) -> ServiceCard:
    """Return a service in short: facts from the original, words in `lang` where they are translated."""
    return context.once(("service", service.name, lang), lambda: _service_card(context, service, lang))


def _service_card(context: Context, service: Service, lang: str) -> ServiceCard:
    facts = service.facts
    words = service.words(lang)
    own = lang if lang in service.texts and words.summary else context.site.default
    calls = [c for c in facts.channels if c.type in ("phone", "text", "chat")] or list(facts.channels)
    return ServiceCard(
        name=words.name or facts.name,
        url=context.addresses.url("service", service.name, lang),
        organisation=facts.organisation,
        summary=words.summary or facts.summary,
        urgency=facts.urgency,
        channels=tuple(_channel(context, c, service, lang) for c in facts.channels),
        anonymous=facts.anonymous,
        free=bool(calls) and all(c.cost == "free" for c in calls),
        languages=tuple(LANGUAGE_NAMES.get(code, code) for code in facts.languages),
        interpreter=facts.interpreter,
        age=_age(context, facts, lang),
        checked=facts.checked.isoformat(),
        lang=own,
    )


def _age(context: Context, facts: ServiceFields, lang: str) -> str:
    say = context.say(lang)
    low, high = (facts.age.from_, facts.age.to) if facts.age else (None, None)
    if low is not None and high is not None:
        return say("Ages %(low)s–%(high)s", low=low, high=high)
    if low is not None:
        return say("Aged %(low)s and over", low=low)
    return say("Up to age %(high)s", high=high) if high is not None else ""


def _channel(context: Context, channel: ChannelFields, service: Service, lang: str) -> Channel:
    value, href = "", ""
    if channel.number:
        value, href = (
            channel.number,
            ("sms:" + dial(channel.number)[4:] if channel.type == "text" else dial(channel.number)),
        )
    elif channel.email:
        value, href = channel.email, f"mailto:{channel.email}"
    elif channel.url:
        value, href = channel.url.split("://", 1)[1].removeprefix("www.").rstrip("/"), channel.url
    note, hours_note, label, own = channel.note, channel.hours_note, channel.label, context.site.default
    if lang != context.site.default and lang in service.texts:
        words = vars(service.texts[lang].words)
        names = _names(service.facts, channel)
        note = _translated(words.get("channel_notes"), names, note)
        hours_note = _translated(words.get("channel_hours_notes"), names, hours_note)
        label = _translated(words.get("channel_labels"), names, "")
        own = lang
    hours, say = channel.hours, context.say(lang)
    today = context.site.today
    return Channel(
        type=channel.type,
        label=label,
        value=value,
        href=href,
        hours=() if hours is None or hours.always else lines_of(hours, say, lang),
        ahead=() if hours is None else ahead_of(hours, context.calendar, today, _DAYS_AHEAD, say, lang),
        always=hours is not None and hours.always,
        hours_note=hours_note,
        cost=channel.cost,
        note=note,
        note_lang=own,
        languages=tuple(LANGUAGE_NAMES.get(code, code) for code in channel.languages),
        interpreter=channel.interpreter,
        on_bill=channel.on_bill,
        hours_name=name_of(hours) if hours and not service.unverified and service.facts.status == "active" else "",
    )


def _names(facts: ServiceFields, channel: ChannelFields) -> tuple[str, str]:
    """Return what a translation may call a channel: "phone-2" for the second telephone, or "phone" for all of them."""
    same = [c for c in facts.channels if c.type == channel.type]
    return f"{channel.type}-{same.index(channel) + 1}", channel.type


def _translated(words: Mapping[str, str] | None, names: Sequence[str], otherwise: str) -> str:
    return next((words[name] for name in names if name in words), otherwise) if words else otherwise


def services_for(context: Context, audience: str) -> list[Service]:
    """Return the services for an audience: danger to life, those put in order, the most urgent, then its own."""
    chosen = [
        s
        for s in context.site.services.values()
        if s.facts.status != "ended"
        and (audience in ("", "everyone") or audience in s.facts.audience or "everyone" in s.facts.audience)
    ]

    def place(service: Service) -> tuple[bool, int, int, bool, bool, int, str]:
        facts = service.facts
        own = audience not in facts.audience
        order = facts.order if facts.order is not None and not own else _LAST
        return (
            facts.urgency != "emergency",
            order,
            _URGENCY[facts.urgency],
            service.unverified,
            own,
            ways_to_call(service),
            facts.name,
        )

    return sorted(chosen, key=place)


def service_cards(context: Context, audience: str, lang: str) -> tuple[ServiceCard, ...]:
    """Return the services for an audience in short, in that order."""
    return context.once(
        ("services", audience, lang),
        lambda: tuple(service_card(context, s, lang) for s in services_for(context, audience)),
    )


def ways_to_call(service: Service) -> int:
    """Put what can be called before what can only be read."""
    return 0 if any(c.type in ("phone", "text", "chat") for c in service.facts.channels) else 1


def poster_card(context: Context, poster: Poster, lang: str, lazy: bool = True) -> PosterCard:
    """Return a poster on the wall."""
    return context.once(("poster", poster.name, lang, lazy), lambda: _poster_card(context, poster, lang, lazy))


def _poster_card(context: Context, poster: Poster, lang: str, lazy: bool) -> PosterCard:
    text = poster.text(lang, context.site.default)
    words = text.words
    master = master_of(context, poster, lang)
    picture = context.picture(master, words.alt, name=poster.name, lazy=lazy, formats=poster.facts.formats)
    return PosterCard(
        words.title, context.addresses.url("poster", poster.name, lang), picture, words.summary, text.lang
    )


def news_cards(context: Context, lang: str) -> tuple[NewsCard, ...]:
    """Return all news, newest first."""
    rows = []
    for name, entry in context.site.news.items():
        if context.addresses.has("news", name, lang):
            text = entry.text(lang, context.site.default)
            words = text.words
            rows.append(
                NewsCard(
                    words.title,
                    context.addresses.url("news", name, lang),
                    words.description,
                    words.published.isoformat(),
                    text.lang,
                )
            )
    return tuple(sorted(rows, key=lambda card: (card.published, card.url), reverse=True))


def event_cards(context: Context, lang: str) -> tuple[EventCard, ...]:
    """Return the events that are not yet over, soonest first."""
    rows = []
    for name, entry in context.site.events.items():
        facts = entry.facts
        over = (facts.ends or facts.starts).date() < context.site.today
        if over or not context.addresses.has("event", name, lang):
            continue
        text = entry.text(lang, context.site.default)
        words = text.words
        ends = facts.ends.isoformat("T", "minutes") if facts.ends else ""
        rows.append(
            EventCard(
                words.title,
                context.addresses.url("event", name, lang),
                words.description,
                facts.starts.isoformat("T", "minutes"),
                ends,
                words.place or facts.place,
                facts.example,
                text.lang,
            )
        )
    return tuple(sorted(rows, key=lambda card: (card.starts, card.url)))


def alphabetical(name: str) -> str:
    """Return a key that sorts as Swedish does: å, ä, ö after z."""
    return name.casefold().translate(_AFTER_Z)


def badge_stem(partner: Partner | None, lang: str, badge: str) -> str:
    """Return where a badge lies, without its suffix. Never changes: other people's pages point at it.

    `badge` is its form and theme, as "wide-light"; None for a partner means the campaign's own.
    """
    form, theme = badge.split("-")
    folder = f"badges/{partner.facts.slug}" if partner else "badges"
    return f"{folder}/{lang}-{theme}" + ("" if form == "wide" else f"-{form}")


def badge_title(context: Context, partner: Partner | None, lang: str) -> str:
    """Return what a badge says, as its title and its alt text."""
    say, campaign = context.say(lang), context.site.local(context.site.settings.name, lang)
    return (
        say("%(name)s stands behind %(campaign)s", name=partner.facts.name_in(lang), campaign=campaign)
        if partner and partner.active
        else campaign
    )
