"""What a service's page tells machines: schema.org. Only what is known, and nothing that is only likely."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from microsite import cards
from microsite.hours import DAY, NO_HOLIDAYS, Calendar, Hours, Spans
from microsite.hours_osm import clock
from microsite.interchange import uri_of
from microsite.model import Service
from microsite.planning import Context
from microsite.recurring import slots_of
from microsite.schema import ChannelFields, ServiceFields, dial

# How far ahead a page tells machines of holidays: 14 months.
_DAYS_AHEAD = 425
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Data = dict[str, Any]


def json_ld(context: Context, service: Service, url: str, lang: str) -> Data:
    """Return a service as schema.org describes one, in the words of `lang`. `url` is its page's address."""
    facts = service.facts
    card = cards.service_card(context, service, lang)
    own = facts.organisation == context.site.settings.owner
    ways = () if facts.status == "ended" else facts.channels
    data: Data = {
        "@context": "https://schema.org",
        "@type": "GovernmentService" if own else "Service",
        "name": card.name,
        "description": card.summary,
        "url": context.addresses.full(url),
        "provider": _known(
            {
                "@type": "GovernmentOrganization" if own else "Organization",
                "name": facts.organisation,
                "url": uri_of(facts.organisation_url or ""),
                "contactPoint": list(_points(context, service)) if ways else None,
            }
        ),
        "areaServed": _area(facts),
        "audience": _audience(context, facts, lang),
        "availableChannel": [_channel(context, service, channel) for channel in ways],
        "offers": {"@type": "Offer", "price": "0", "priceCurrency": "SEK"} if card.free else None,
    }
    return _known(data)


def _known(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def _area(facts: ServiceFields) -> Data | None:
    if facts.area == "national":
        return {"@type": "Country", "name": facts.area_name or "Sverige"}
    return {"@type": "AdministrativeArea", "name": facts.area_name} if facts.area_name else None


def _audience(context: Context, facts: ServiceFields, lang: str) -> Data:
    say = context.say(lang)
    return _known(
        {
            "@type": "PeopleAudience",
            "audienceType": ", ".join(say(cards.AUDIENCE_WORDS[code]) for code in facts.audience),
            "suggestedMinAge": facts.age.from_ if facts.age else None,
            "suggestedMaxAge": facts.age.to if facts.age else None,
        }
    )


def _points(context: Context, service: Service) -> Iterator[Data]:
    """Yield what is reached by letters on a screen: a channel of schema.org has no place for their hours."""
    for channel in service.facts.channels:
        if not channel.number and channel.type != "visit" and (channel.email or channel.hours):
            point = {"@type": "ContactPoint", "email": channel.email, "url": uri_of(channel.url or "")}
            yield _known({**point, **_about(context, service, channel)})


def _about(context: Context, service: Service, channel: ChannelFields) -> Data:
    facts = service.facts
    return {
        "contactType": "emergency" if facts.urgency == "emergency" else "customer support",
        "contactOption": "https://schema.org/TollFree" if channel.cost == "free" and channel.number else None,
        "availableLanguage": list(channel.languages or facts.languages),
        # A point of contact has no property of its own for single days.
        "hoursAvailable": [*_usual(context, channel.hours), *_special(context, channel.hours)],
    }


def _channel(context: Context, service: Service, channel: ChannelFields) -> Data:
    facts = service.facts
    languages = list(channel.languages or facts.languages)
    way: Data = {"@type": "ServiceChannel", "name": channel.label, "availableLanguage": languages}
    if channel.number:
        point = {"@type": "ContactPoint", "telephone": dial(channel.number).removeprefix("tel:")}
        point |= _about(context, service, channel)
        way["serviceSmsNumber" if channel.type == "text" else "servicePhone"] = _known(point)
    if channel.url or channel.email:
        way["serviceUrl"] = uri_of(channel.url) if channel.url else f"mailto:{channel.email}"
    if channel.type == "visit" and (facts.place is not None or channel.hours is not None):
        way["serviceLocation"] = _location(context, facts, channel)
    return _known(way)


def _location(context: Context, facts: ServiceFields, channel: ChannelFields) -> Data:
    data: Data = {"@type": "Place"}
    place = facts.place
    if place is not None:
        address = {"@type": "PostalAddress", "streetAddress": place.address, "postalCode": place.postal_code}
        address |= {"addressLocality": place.city, "addressCountry": "SE"}
        data |= {"name": place.name, "address": _known(address)}
        if place.latitude is not None and place.longitude is not None:
            data["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    data["openingHoursSpecification"] = _usual(context, channel.hours)
    data["specialOpeningHoursSpecification"] = _special(context, channel.hours)
    return _known(data)


def _usual(context: Context, hours: Hours | None) -> list[Data]:
    """Return the hours of the week and of periods. What comes every second week or once a month can't be said."""
    rows = []
    for slot in slots_of(hours, context.site.today) if hours is not None else ():
        if slot.freq == "WEEKLY" and slot.begins is None:
            row: Data = {"dayOfWeek": [f"https://schema.org/{_NAMES[day]}" for day in slot.days]}
            row |= {"validFrom": slot.first and slot.first.isoformat()}
            row |= {"validThrough": slot.last and slot.last.isoformat()}
            rows.append(_known({"@type": "OpeningHoursSpecification", **row, **_times(*slot.span)}))
    return rows


def _special(context: Context, hours: Hours | None) -> list[Data]:
    """Return the holidays that change the hours, where it is known how."""
    if hours is None or hours.always:
        return []
    rows: list[Data] = []
    for day, special in _changed(hours, context.calendar, context.site.today):
        dates = {"validFrom": day.isoformat(), "validThrough": day.isoformat()}
        # Opening and closing at midnight is how search engines ask one to say that it is closed.
        spans = special or ((0, 0),)
        rows += [{"@type": "OpeningHoursSpecification", **dates, **_times(*span)} for span in spans]
    return rows


@lru_cache(maxsize=4096)
def _changed(hours: Hours, calendar: Calendar, today: dt.date) -> list[tuple[dt.date, Spans]]:
    """Return the holidays ahead on which it is known that the hours differ, and what they are then."""
    last = today + dt.timedelta(_DAYS_AHEAD)
    days = sorted(day for day in calendar.days() if today <= day < last)
    found = [(day, hours.on(day, calendar)) for day in days]
    return [(day, spans) for day, spans in found if spans is not None and spans != hours.on(day, NO_HOLIDAYS)]


def _times(start: int, end: int) -> Data:
    ends = "23:59" if end == DAY else clock(end % DAY)
    return {"opens": clock(start), "closes": ends}
