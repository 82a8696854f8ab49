"""The support directory as the Human Services Data Specification 3.0 (HSDS, Open Referral) has it: rows of tables."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from microsite import cards
from microsite.hours import DAY, Hours
from microsite.hours_osm import clock, osm_of
from microsite.hours_words import lines_of
from microsite.interchange import plain, uri_of
from microsite.model import Service
from microsite.planning import Context
from microsite.recurring import Slot, parted, slots_of
from microsite.schema import ChannelFields, ServiceFields
from microsite.urls import LANGUAGE_NAMES

Row = dict[str, Any]
STATUS = {"active": "active", "paused": "temporarily closed", "ended": "defunct"}
# The vocabulary of our attributes: what a service has that HSDS has no column for. Code → name, description.
TERMS: dict[str, tuple[str, str]] = {
    **{f"audience-{code}": (words, f"The service is for {words}.") for code, words in cards.AUDIENCE_WORDS.items()},
    "urgency": ("Urgency", "How urgent: emergency, urgent or standard."),
    "anonymous": ("Anonymous", "Whether one may be anonymous: yes or no."),
    "record": ("Record kept", "Whether a record is kept of who gets help: yes or no."),
    "duty-to-report": ("Duty to report", "Whether those who answer must report worry about a child: yes or no."),
    "without-parents": ("Without parents", "Whether the young may come without their parents knowing: yes or no."),
    "drop-in": ("Drop-in", "Whether one may come without an appointment: yes or no."),
    "referral": ("Referral", "What it takes to come: none, referral or decision (biståndsbeslut)."),
    "on-bill": ("Shows on the bill", "Whether a call shows on the phone bill: yes or no."),
    "keyword": ("Keyword", "A word that the service is found by."),
    "page": ("Page", "The address of the service's page on the site that published this."),
    "source": ("Source", "The address where the details stand."),
    "checked-by": ("Checked by", "Who checked the details, or how."),
    "review-by": ("Review by", "The last day for the next check, as YYYY-MM-DD."),
    "successor": ("Successor", "The id of the service that came in this one's place."),
}
# HSDS's tables, by the names of their files, with the columns that we have.
COLUMNS: dict[str, tuple[str, ...]] = {
    "organizations": ("id", "name", "description", "website"),
    "services": (
        *("id", "organization_id", "name", "description", "url", "email", "status", "interpretation_services"),
        *("application_process", "fees_description", "eligibility_description", "minimum_age", "maximum_age"),
        *("assured_date", "alert"),
    ),
    "locations": ("id", "location_type", "url", "organization_id", "name", "latitude", "longitude"),
    "addresses": (
        *("id", "location_id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
    ),
    "accessibility": ("id", "location_id", "description"),
    "service_at_location": ("id", "service_id", "location_id", "description"),
    "phones": ("id", "service_id", "service_at_location_id", "number", "type", "description"),
    "schedules": (
        *("id", "service_id", "service_at_location_id", "valid_from", "valid_to", "dtstart", "wkst", "freq"),
        *("interval", "byday", "bymonthday", "opens_at", "closes_at", "description", "notes"),
    ),
    "languages": ("id", "service_id", "phone_id", "name", "code"),
    "cost_options": ("id", "service_id", "option", "currency", "amount", "amount_description"),
    "service_areas": ("id", "service_id", "name", "description", "uri"),
    "attributes": ("id", "link_id", "taxonomy_term_id", "link_type", "link_entity", "value"),
    "taxonomy_terms": ("id", "code", "name", "description", "taxonomy", "language", "taxonomy_id"),
    "taxonomies": ("id", "name", "description", "version"),
}


class Directory:
    """All rows, by the names of HSDS's tables. Made of the site's own language: facts are not translated."""

    def __init__(self, context: Context) -> None:
        self.tables: dict[str, list[Row]] = defaultdict(list)
        self._context = context
        self._lang = context.site.default
        self._say = context.say(self._lang)
        self._taxonomy = self.id("taxonomy", "microsite")
        services = [context.site.services[name] for name in sorted(context.site.services)]
        for code, (name, words) in TERMS.items():
            row = {"id": self.id("term", code), "code": code, "name": name, "description": words, "language": "en"}
            self._add("taxonomy_terms", {**row, "taxonomy": "microsite", "taxonomy_id": self._taxonomy})
        about = "What the pages of a campaign say of a service that HSDS has no column for."
        self._add("taxonomies", {"id": self._taxonomy, "name": "microsite", "description": about, "version": "1"})
        self._organizations(services)
        for service in services:
            self._service(service)
        self._groups: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def id(self, kind: str, *parts: str) -> str:
        """Return the id of a thing, the same for ever: a UUID of the site's address, the kind, and its name."""
        name = "/".join(quote(part, safe="") for part in (kind, *parts))
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self._context.site.settings.base_url.rstrip('/')}/#hsds/{name}"))

    def where(self, table: str, column: str, value: str) -> list[Row]:
        """Return the rows of a table that have `value` in a column."""
        if (table, column) not in self._groups:
            groups = self._groups[table, column] = defaultdict(list)
            for row in self.tables[table]:
                groups[row.get(column, "")].append(row)
        return self._groups[table, column].get(value, [])

    # -- rows

    def _add(self, table: str, row: Row) -> None:
        """Add a row, without what is not known."""
        cleaned = {name: plain(value) if isinstance(value, str) else value for name, value in row.items()}
        self.tables[table].append({name: value for name, value in cleaned.items() if value not in (None, "")})

    def _organizations(self, services: list[Service]) -> None:
        runs: dict[str, list[ServiceFields]] = defaultdict(list)
        for service in services:
            runs[service.facts.organisation].append(service.facts)
        for name, rows in sorted(runs.items()):
            website = next((str(f.organisation_url) for f in rows if f.organisation_url), "")
            # A description is asked for, and what it runs is all that is known.
            about = ", ".join(facts.name for facts in rows)
            row = {"id": self.id("organization", name), "name": name, "description": about}
            self._add("organizations", {**row, "website": uri_of(website)})

    def _service(self, service: Service) -> None:
        facts, say, name = service.facts, self._say, service.name
        mine = self.id("service", name)
        card = cards.service_card(self._context, service, self._lang)
        audience = ", ".join(say(cards.AUDIENCE_WORDS[code]) for code in facts.audience)
        web = next((c.url for wanted in ("web", "chat") for c in facts.channels if c.type == wanted and c.url), None)
        row: Row = {
            "id": mine,
            "organization_id": self.id("organization", facts.organisation),
            "name": facts.name,
            "description": facts.summary,
            "url": uri_of(web or facts.organisation_url or ""),
            "email": next((c.email for c in facts.channels if c.email), None),
            "status": STATUS[facts.status],
            "interpretation_services": say("Interpreter on request") if facts.interpreter else "",
            "application_process": facts.how_to_start,
            "fees_description": say("Free of charge") if card.free else "",
            "eligibility_description": f"{say('For:')} {audience}" + (f". {card.age}" if card.age else ""),
            "minimum_age": facts.age.from_ if facts.age else None,
            "maximum_age": facts.age.to if facts.age else None,
            "assured_date": facts.checked.isoformat(),
            "alert": facts.notice if service.notices(self._context.site.today) else "",
        }
        self._add("services", row)
        for code in facts.languages:
            self._language(code, name, {"service_id": mine})
        self._area(facts, mine, name)
        for link, value in self._attributes_of(service):
            self._attribute("service", mine, name, link, value)
        if facts.place is not None:
            self._place(service)
        for place, channel in enumerate(facts.channels):
            self._channel(service, channel, str(place))

    def _attributes_of(self, service: Service) -> Iterator[tuple[str, str]]:
        facts, context = service.facts, self._context
        yield from ((f"audience-{code}", "") for code in facts.audience)
        yield "urgency", facts.urgency
        for link, known in (
            ("anonymous", facts.anonymous),
            ("record", facts.record),
            ("duty-to-report", facts.duty_to_report),
            ("without-parents", facts.without_parents),
            ("drop-in", facts.drop_in),
        ):
            if known is not None:
                yield link, "yes" if known else "no"
        yield "referral", facts.referral
        yield from (("keyword", word) for word in facts.keywords)
        if context.addresses.has("service", service.name, self._lang):
            url = context.addresses.url("service", service.name, self._lang)
            yield "page", uri_of(context.addresses.full(url))
        yield "source", uri_of(facts.source)
        yield "checked-by", facts.checked_by
        yield "review-by", facts.review_by.isoformat() if facts.review_by else ""
        if facts.successor in context.site.services:
            yield "successor", self.id("service", facts.successor)

    def _attribute(self, entity: str, link_id: str, name: str, code: str, value: str) -> None:
        audience = code.startswith("audience-")
        if not value and not audience:
            return
        row = {
            "id": self.id("attribute", entity, name, code, value),
            "link_id": link_id,
            "taxonomy_term_id": self.id("term", code),
            "link_type": "audience" if audience else code,
            "link_entity": entity,
            "value": value,
        }
        self._add("attributes", row)

    def _language(self, code: str, name: str, of: Row) -> None:
        row = {"id": self.id("language", name, code), **of, "name": LANGUAGE_NAMES.get(code, code), "code": code}
        self._add("languages", row)

    def _area(self, facts: ServiceFields, service_id: str, name: str) -> None:
        row = {"id": self.id("service_area", name), "service_id": service_id, "name": facts.area_name}
        if facts.area == "national":
            row |= {"name": facts.area_name or "Sverige", "description": "SE", "uri": _SWEDEN}
        if row["name"]:
            self._add("service_areas", row)

    def _place(self, service: Service) -> None:
        facts, name = service.facts, service.name
        place = facts.place
        assert place is not None
        mine = self.id("location", name, "place")
        row: Row = {"id": mine, "location_type": "physical", "name": place.name or facts.name}
        row |= {"organization_id": self.id("organization", facts.organisation)}
        self._add("locations", {**row, "latitude": place.latitude, "longitude": place.longitude})
        address = {"id": self.id("address", name), "location_id": mine, "address_1": place.address, "city": place.city}
        # Asked for by HSDS, and never written in a Swedish address: empty where it is not known.
        empty = {"state_province": facts.area_name if facts.area == "region" else "", "postal_code": place.postal_code}
        self._add("addresses", {**address, "country": "SE", "address_type": "physical"})
        self.tables["addresses"][-1] |= {column: plain(text) for column, text in empty.items()}
        if place.access:
            access = {"id": self.id("accessibility", name), "location_id": mine, "description": place.access}
            self._add("accessibility", access)
        if all(channel.type != "visit" for channel in facts.channels):
            at = {"id": self.id("service_at_location", name, "place"), "service_id": self.id("service", name)}
            self._add("service_at_locations", {**at, "location_id": mine})

    def _channel(self, service: Service, channel: ChannelFields, place: str) -> None:
        """Add a way to reach a service: hours belong to a place in HSDS, so each way is a place of its own."""
        facts, name, say = service.facts, service.name, self._say
        service_id, at = self.id("service", name), self.id("service_at_location", name, place)
        if channel.type == "visit" and facts.place is not None:
            location = self.id("location", name, "place")
        else:
            location = self.id("location", name, place)
            kind = {"visit": "physical", "letter": "virtual" if channel.url else "postal"}.get(channel.type, "virtual")
            row = {"id": location, "location_type": kind, "url": uri_of(channel.url or "")}
            row |= {"organization_id": self.id("organization", facts.organisation)}
            self._add("locations", {**row, "name": f"{facts.name}: {channel.label or channel.type}"})
        interpreter = say("Interpreter on request") if channel.interpreter else ""
        words = ". ".join(part.rstrip(".") for part in (channel.label, channel.note, interpreter) if part)
        row = {"id": at, "service_id": service_id, "location_id": location, "description": words or channel.type}
        self._add("service_at_locations", row)
        if channel.number:
            phone = self.id("phone", name, place)
            row = {"id": phone, "service_id": service_id, "service_at_location_id": at, "number": channel.number}
            self._add("phones", {**row, "type": "text" if channel.type == "text" else "voice", "description": words})
            for code in channel.languages:
                self._language(code, f"{name}/{place}", {"phone_id": phone})
            bill = {None: "", True: "yes", False: "no"}[channel.on_bill]
            self._attribute("phone", phone, f"{name}/{place}", "on-bill", bill)
        if channel.cost:
            free = channel.cost == "free"
            cost: Row = {"id": self.id("cost_option", name, place), "service_id": service_id, "option": channel.type}
            cost |= {"currency": "SEK", "amount": 0} if free else {}
            says = say("Free of charge") if free else say("Costs as a normal call")
            self._add("cost_options", {**cost, "amount_description": says})
        if channel.hours is not None:
            self._schedules(channel, channel.hours, name, place)

    def _schedules(self, channel: ChannelFields, hours: Hours, name: str, place: str) -> None:
        say = self._say
        lines = [f"{line.days}: {line.times}".lstrip(": ") for line in lines_of(hours, say, self._lang)]
        words = say("Day and night") if hours.always else "; ".join(lines)
        shared = {
            "service_id": self.id("service", name),
            "service_at_location_id": self.id("service_at_location", name, place),
            "description": f"{osm_of(hours, self._context.site.settings.holidays)} (Europe/Stockholm)",
            "notes": ". ".join(part.rstrip(".") for part in (words, channel.hours_note) if part),
        }
        slots = [part for slot in slots_of(hours, self._context.site.today) for part in parted(slot)]
        for number, slot in enumerate(slots):
            self._add("schedules", {"id": self.id("schedule", name, place, str(number)), **shared, **_times(slot)})


_SWEDEN = "http://publications.europa.eu/resource/authority/country/SWE"


def _times(slot: Slot) -> Row:
    """Return the columns of a schedule that say when."""
    start, end = slot.span
    return {
        "valid_from": slot.first.isoformat() if slot.first else None,
        "valid_to": slot.last.isoformat() if slot.last else None,
        "dtstart": slot.begins.isoformat() if slot.begins else None,
        "wkst": "MO" if slot.begins else None,
        "freq": slot.freq,
        "interval": 2 if slot.begins else 1,
        "byday": slot.byday,
        "bymonthday": ",".join(map(str, slot.monthdays)),
        "opens_at": clock(start),
        # There is no 24:00 in the times of HSDS, and 00:00 reads as the morning.
        "closes_at": clock(end) if end < DAY else "23:59",
    }
