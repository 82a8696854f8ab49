"""Files for people's own phones: a vCard a service, calendars of drop-in hours and of the campaign's events."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from microsite import cards
from microsite.hours import Hours, days_from
from microsite.interchange import calendar_of, contact_card_of, escaped, folded, uri_of
from microsite.model import Service
from microsite.planning import Context
from microsite.recurring import Slot, slots_of, window
from microsite.schema import PlaceFields, dial
from microsite.target import Inputs, Recipe, Target
from microsite.urls import prefix_of
from microsite.views import Channel

# The rule of the EU (directive 2000/84/EC), as calendars want it.
_STOCKHOLM = (
    *("BEGIN:VTIMEZONE", "TZID:Europe/Stockholm"),
    *("BEGIN:DAYLIGHT", "DTSTART:19810329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    *("TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "END:DAYLIGHT"),
    *("BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    *("TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "END:STANDARD", "END:VTIMEZONE"),
)
_ZONE = "TZID=Europe/Stockholm"
_TOWN = ZoneInfo("Europe/Stockholm")
_MOMENT = "%Y%m%dT%H%M00"


@dataclass(frozen=True, slots=True)
class CardView:
    """A contact: its ways as (property with its parameters, value), texts among them not yet escaped."""

    uid: str
    name: str
    organisation: str
    lang: str
    phones: tuple[tuple[str, str], ...]
    emails: tuple[str, ...]
    urls: tuple[str, ...]
    address: tuple[str, str, str]
    languages: tuple[str, ...]
    note: str
    revised: str


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a calendar. Times are the town's, as 20261122T090000; `ends` may be ""."""

    uid: str
    stamp: str
    starts: str
    ends: str
    title: str
    description: str
    place: str
    url: str
    rule: str = ""
    except_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar: its name and its events."""

    name: str
    lang: str
    events: tuple[Event, ...]


def write_cards(batch: Sequence[Inputs]) -> list[bytes]:
    """Write contacts as vCard 4.0 (RFC 6350)."""
    return [folded(_card(inputs.view)) for inputs in batch]


def write_calendars(batch: Sequence[Inputs]) -> list[bytes]:
    """Write calendars as iCalendar (RFC 5545)."""
    return [folded(_calendar(inputs.view)) for inputs in batch]


_CARD, _CALENDAR = Recipe(write_cards), Recipe(write_calendars)


def targets(context: Context) -> Iterator[Target]:
    """Yield a contact beside every page of a service, and calendars."""
    site = context.site
    for service in site.services.values():
        for lang in site.languages:
            out = contact_card_of(context, service, lang)
            if out:
                text = service.texts.get(lang, service.original)
                yield Target(out, _CARD, _card_view(context, service, lang), origin=text.path)
        out = calendar_of(service)
        if out:
            yield Target(out, _CALENDAR, _drop_in_view(context, service), origin=service.original.path)
    if site.events:
        for lang in site.whole_languages:
            out = f"{prefix_of(lang, site.default)}kalender.ics"
            yield Target(out, _CALENDAR, _events_view(context, lang), origin=f"content/{lang}/events")


# -- contacts


def _card_view(context: Context, service: Service, lang: str) -> CardView:
    facts, full = service.facts, context.addresses.full
    card = cards.service_card(context, service, lang)
    page = uri_of(full(card.url))
    shown = zip(card.channels, facts.channels, strict=True)
    return CardView(
        uid=uuid.uuid5(uuid.NAMESPACE_URL, page).urn,
        name=card.name,
        organisation=facts.organisation,
        lang=card.lang,
        phones=tuple(("text" if c.type == "text" else "voice", dial(c.number)) for c in facts.channels if c.number),
        emails=tuple(c.email for c in facts.channels if c.email),
        urls=(page, *(uri_of(c.url) for c in facts.channels if c.url)),
        address=_address(facts.place),
        languages=facts.languages,
        note="\n".join([card.summary, *(_ways(context, view, lang) for view, c in shown if c.hours or c.hours_note)])
        + f"\n{context.say(lang)('Checked %(date)s', date=card.checked)}",
        revised=facts.checked.strftime("%Y%m%dT000000Z"),
    )


def _address(place: PlaceFields | None) -> tuple[str, str, str]:
    return (place.address, place.city, place.postal_code) if place else ("", "", "")


def _ways(context: Context, channel: Channel, lang: str) -> str:
    """Return a way to reach the service in words: what one does, and when."""
    say = context.say(lang)
    lines = [f"{line.days} {line.times}".strip() for line in channel.hours]
    when = say("Day and night") if channel.always else ", ".join(lines)
    what = f"{channel.label or say(cards.ACTION_WORDS[channel.type])} {channel.value.split('/')[0]}".strip()
    return f"{what}: {' '.join(part for part in (f'{when}.' if when else '', channel.hours_note) if part)}"


def _card(view: CardView) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "KIND:org"
    yield f"UID:{view.uid}"
    yield f"FN;LANGUAGE={view.lang}:{escaped(view.name)}"
    yield f"ORG:{escaped(view.organisation)}"
    for kind, address in view.phones:
        # A tel: URI of a short number must name its country's plan (RFC 3966), and no phone understands it then.
        if address.startswith("tel:+"):
            yield f"TEL;VALUE=uri;TYPE={kind}:{address}"
        else:
            yield f"TEL;TYPE={kind}:{address.removeprefix('tel:')}"
    yield from (f"EMAIL:{escaped(email)}" for email in view.emails)
    yield from (f"URL:{url}" for url in view.urls)
    if view.address[0]:
        street, city, code = map(escaped, view.address)
        yield f"ADR:;;{street};{city};;{code};SE"
    yield from (f"LANG;PREF={place}:{code}" for place, code in enumerate(view.languages, 1))
    yield f"NOTE;LANGUAGE={view.lang}:{escaped(view.note)}"
    yield f"REV:{view.revised}"
    yield "END:VCARD"


# -- calendars


def _events_view(context: Context, lang: str) -> CalendarView:
    """Return all events but the made-up ones; past ones too, so that nothing vanishes from a calendar one follows."""
    site = context.site
    events = []
    for name, entry in sorted(site.events.items()):
        facts, text = entry.facts, entry.text(lang, site.default)
        if facts.example or not context.addresses.has("event", name, lang):
            continue
        words = text.words
        url = uri_of(context.addresses.full(context.addresses.url("event", name, lang)))
        starts = facts.starts.strftime(_MOMENT)
        event = Event(
            uid=uuid.uuid5(uuid.NAMESPACE_URL, url).urn,
            # When the event was last said to be: the day of the build would change every file each day.
            stamp=f"{(facts.published or facts.starts):%Y%m%d}T000000Z",
            starts=starts,
            ends=facts.ends.strftime(_MOMENT) if facts.ends and facts.ends > facts.starts else "",
            title=words.title,
            description=words.description,
            place=words.place or facts.place,
            url=url,
        )
        events.append(event)
    return CalendarView(site.local(site.settings.name, lang), lang, tuple(events))


def _drop_in_view(context: Context, service: Service) -> CalendarView:
    facts, lang = service.facts, context.site.default
    card = cards.service_card(context, service, lang)
    url = uri_of(context.addresses.full(card.url))
    place = ", ".join(part for part in _address(facts.place)[:2] if part)
    events: list[Event] = []
    for number, channel in enumerate(facts.channels):
        if channel.type != "visit" or channel.hours is None:
            continue
        stamp = facts.checked.strftime("%Y%m%dT000000Z")
        note = "\n".join(part for part in (facts.summary, channel.hours_note) if part)
        for part, (starts, ends, rule, except_on) in enumerate(_openings(context, channel.hours)):
            uid = uuid.uuid5(uuid.NAMESPACE_URL, f"{url}#{number}/{part}").urn
            events.append(Event(uid, stamp, starts, ends, card.name, note, place, url, rule, except_on))
    return CalendarView(card.name, lang, tuple(events))


Opening = tuple[str, str, str, tuple[str, ...]]


def _openings(context: Context, hours: Hours) -> Iterator[Opening]:
    """Yield when it is open: what comes back, without the days when it is not so; then those days' own hours.

    A holiday that nobody has said anything of is left out: a closed door is worse than a missing line.
    """
    first, last = window(context.site.today)
    days = list(days_from(first, (last - first).days + 1))
    true = {day: set(hours.on(day, context.calendar) or ()) for day in days}
    said: dict[dt.date, set[tuple[int, int]]] = {day: set() for day in days}
    for slot in slots_of(hours, context.site.today):
        falls = [day for day in days if slot.falls_on(day)]
        if not falls:
            continue
        for day in falls:
            said[day].add(slot.span)
        wrong = tuple(_moment(day, slot.span[0]) for day in falls if slot.span not in true[day])
        starts, ends = (_moment(falls[0], minutes) for minutes in slot.span)
        yield starts, ends, _rule(slot, falls[-1]), wrong
    for day in days:
        for span in sorted(true[day] - said[day]):
            yield _moment(day, span[0]), _moment(day, span[1]), "", ()


def _rule(slot: Slot, last: dt.date) -> str:
    parts = [f"FREQ={slot.freq}", *(["INTERVAL=2", "WKST=MO"] if slot.begins else []), f"BYDAY={slot.byday}"]
    # A start in local time asks for an end in UTC.
    end = dt.datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=_TOWN).astimezone(dt.UTC)
    return ";".join([*parts, f"UNTIL={end:%Y%m%dT%H%M%SZ}"])


def _moment(day: dt.date, minutes: int) -> str:
    moment = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)
    return moment.strftime(_MOMENT)


def _calendar(view: CalendarView) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//microsite//microsite//EN"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME;LANGUAGE={view.lang}:{escaped(view.name)}"
    yield f"X-WR-CALNAME:{escaped(view.name)}"
    yield from _STOCKHOLM
    for event in view.events:
        yield "BEGIN:VEVENT"
        yield f"UID:{event.uid}"
        yield f"DTSTAMP:{event.stamp}"
        yield f"DTSTART;{_ZONE}:{event.starts}"
        if event.ends:
            yield f"DTEND;{_ZONE}:{event.ends}"
        if event.rule:
            yield f"RRULE:{event.rule}"
        if event.except_on:
            yield f"EXDATE;{_ZONE}:{','.join(event.except_on)}"
        yield f"SUMMARY:{escaped(event.title)}"
        if event.description:
            yield f"DESCRIPTION:{escaped(event.description)}"
        if event.place:
            yield f"LOCATION:{escaped(event.place)}"
        yield f"URL:{event.url}"
        # Whoever looks at one's calendar should not see that one is busy with this.
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"
