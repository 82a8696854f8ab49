"""Open data and contact files, read back by readers that know nothing of those who wrote them."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import io
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from microsite import hsds, interchange, kinds, pipeline
from microsite.calendars import holiday_names
from microsite.hours import DAY, Calendar, Spans, days_from, joined
from microsite.hours_reading import parse_hours
from microsite.interchange import escaped, folded, uri_of
from microsite.jsonld import json_ld
from microsite.kinds import contact_cards, opendata, opendata_catalogue
from microsite.model import Site
from microsite.planning import Context
from microsite.problem import Problems
from microsite.recurring import parted, slots_of, window
from tests import campaigns

# HSDS 3.0, table by table: its own columns and what may be nested, as the specification has them; required ones first.
_OF_ALL = {"attributes", "metadata"}
STANDARD: dict[str, tuple[set[str], set[str]]] = {
    "service": (
        {"id", "name", "status"},
        {"organization_id", "program_id", "alternate_name", "description", "url", "email", "interpretation_services"}
        | {"application_process", "fees_description", "wait_time", "fees", "accreditations", "eligibility_description"}
        | {"minimum_age", "maximum_age", "assured_date", "assurer_email", "licenses", "alert", "last_modified"}
        | {"phones", "schedules", "service_areas", "service_at_locations", "languages", "organization", "funding"}
        | {"cost_options", "program", "required_documents", "contacts"},
    ),
    "organization": (
        {"id", "name", "description"},
        {"alternate_name", "email", "website", "tax_status", "tax_id", "year_incorporated", "legal_status", "logo"}
        | {"uri", "parent_organization_id", "funding", "contacts", "phones", "locations", "programs", "services"}
        | {"organization_identifiers"},
    ),
    "phone": (
        {"id", "number"},
        {"location_id", "service_id", "organization_id", "contact_id", "service_at_location_id", "extension", "type"}
        | {"description", "languages"},
    ),
    "schedule": (
        {"id"},
        {"service_id", "location_id", "service_at_location_id", "valid_from", "valid_to", "dtstart", "timezone"}
        | {"until", "count", "wkst", "freq", "interval", "byday", "byweekno", "bymonthday", "byyearday"}
        | {"description", "opens_at", "closes_at", "schedule_link", "attending_type", "notes"},
    ),
    "location": (
        {"id", "location_type"},
        {"url", "organization_id", "name", "alternate_name", "description", "transportation", "latitude", "longitude"}
        | {"external_identifier", "external_identifier_type", "languages", "addresses", "contacts", "accessibility"}
        | {"phones", "schedules"},
    ),
    "address": (
        {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
        {"location_id", "attention", "address_2", "region"},
    ),
    "accessibility": ({"id"}, {"location_id", "description", "details", "url"}),
    "service_at_location": (
        {"id"},
        {"service_id", "location_id", "description", "contacts", "phones", "schedules", "location", "service"},
    ),
    "language": ({"id"}, {"service_id", "location_id", "phone_id", "name", "code", "note"}),
    "cost_option": (
        {"id"},
        {"service_id", "valid_from", "valid_to", "option", "currency", "amount", "amount_description"},
    ),
    "service_area": ({"id"}, {"service_id", "name", "description", "extent", "extent_type", "uri"}),
    "attribute": (
        {"id"},
        {"link_id", "taxonomy_term_id", "link_type", "link_entity", "value", "taxonomy_term"},
    ),
    "taxonomy_term": (
        {"id", "name", "description"},
        {"code", "parent_id", "taxonomy", "taxonomy_detail", "language", "taxonomy_id", "term_uri"},
    ),
    "taxonomy": ({"id", "name", "description"}, {"uri", "version"}),
}
NESTED = {
    "organization": "organization",
    "services": "service",
    "service": "service",
    "phones": "phone",
    "schedules": "schedule",
    "location": "location",
    "addresses": "address",
    "accessibility": "accessibility",
    "service_at_locations": "service_at_location",
    "languages": "language",
    "cost_options": "cost_option",
    "service_areas": "service_area",
    "attributes": "attribute",
    "taxonomy_term": "taxonomy_term",
    "taxonomy_detail": "taxonomy",
}
ENUMS = {
    "status": {"active", "inactive", "defunct", "temporarily closed"},
    "location_type": {"physical", "postal", "virtual"},
    "address_type": {"physical", "postal", "virtual"},
    "freq": {"WEEKLY", "MONTHLY"},
    "wkst": {"MO"},
    "type": {"voice", "text"},
    "link_entity": {"service", "phone"},
    "country": {"SE"},
}
NUMBERS = {"minimum_age", "maximum_age", "latitude", "longitude", "amount", "interval"}
DATES = {"assured_date", "valid_from", "valid_to", "dtstart"}
# The table that each column of ids points at.
POINTS_AT = {
    "service_id": "services",
    "organization_id": "organizations",
    "location_id": "locations",
    "service_at_location_id": "service_at_location",
    "phone_id": "phones",
    "taxonomy_term_id": "taxonomy_terms",
    "taxonomy_id": "taxonomies",
}
HOURS = (
    "dygnet runt",
    "vardagar 9–17",
    "helgfria vardagar 9–17",
    "mån–tors 10–15, tors 19–21",
    "21–06",
    "lör–tis 21–06",
    "jämna veckor mån 9–12",
    "udda veckor fre–sön 21–02",
    "första måndagen i månaden 18–20",
    "första och tredje tisdagen i månaden 17–19",
    "första fredagen i månaden 22–02",
    "sista fredagen i månaden 22–02",
    "vardagar 9–17, juni–augusti: vardagar 10–15",
    "vardagar 9–17, juli: stängt",
    "vardagar 9–17, 1 juli–15 augusti 10–14, 24 december stängt",
    "vecka 28–31 stängt, vardagar 8–16",
    "alla dagar 9–17, sön stängt",
    "juni–augusti: tis 21–03, ons 9–12",
    "okt–mars: mån 9–12, apr–sept: mån 10–14",
    "jämna veckor mån 9–12, juli: stängt",
    "vardagar 9–17, julafton 10–12",
    "dag före helgdag 9–12, vardagar 9–17",
    "vardagar 8–16, midsommarafton stängt",
    "femte måndagen i månaden 22–02",
    "juni–augusti: 21–03",
    "vardagar 9–17, juli stängt, 10 juli 9–12",
)
FULL = """---
name: '@Allt, med; "allt" \\ \U0001f600 <b>&amp;'
organisation: '-Föreningen; AB, "x"'
organisation-url: https://förening.example/väg?å=1
summary: '=HYPERLINK("http://ond.example";"x"),+1;-2\\n <b>&amp;"]]> 😀'
audience: [relatives, young]
urgency: urgent
channels:
  - type: phone
    number: "+46 771 11 77 00"
    cost: free
    hours: helgfria vardagar 9–17
    hours-note: '+inte; i, juli\\'
    on-bill: no
    languages: [ar, so]
    interpreter: yes
  - type: phone
    number: "112"
  - type: text
    number: "020-91 91 91"
    cost: normal
  - type: chat
    url: https://exempel.example/chatt å
    hours: 21–06
  - type: email
    email: hej@exempel.example
  - type: letter
    note: Skriv till oss.
  - type: visit
    hours: 'HOURS'
languages: [sv, fi, fit]
interpreter: yes
anonymous: yes
age: {from: 16, to: 25}
area: municipality
area-name: Exempelstad
place:
  name: '=Huset'
  address: 'Storgatan 1; uppgång B, 2 tr'
  postal-code: 123 45
  city: Exempelstad
  access: 'Ramp, hiss; \\'
  latitude: 59.3711
  longitude: 16.5098
referral: none
drop-in: yes
without-parents: yes
record: no
duty-to-report: yes
keywords: [sprit, '=öl']
how-to-start: |
  Kom som du är.

  - Ta med; inget, alls
notice: Stängt i dag.
source: https://exempel.example/källa
source-name: Exempel
checked: 2026-06-04
review-by: 2027-06-04
---
"""
SMALL = """---
name: Liten
organisation: Exempelstads kommun
summary: Kort.
audience: [everyone]
status: STATUS
channels:
  - type: phone
    number: "020-85 20 00"
    hours: 'HOURS'
source: https://exempel.example/
source-name: Exempel
checked: 2026-06-04
---
"""
EVENT = """---
title: 'Möte; med, "alla" \\ och 😀'
description: '=Kom; alla, nu'
starts: 2027-03-28 01:30
ends: 2027-03-28 03:30
place: 'Storgatan 1, uppgång; B'
example: EXAMPLE
---
Text.
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with everything a service can hold, all of it a stranger's."""
    root = campaigns.lay_out("base", tmp_path_factory.mktemp("od") / "kampanj")
    services = root / "content/sv/services"
    campaigns.edit(
        root / "content/site.yaml", "En påhittad kampanj för prov.", "En <b>påhittad</b> kampanj & ]]> prov."
    )
    full = FULL.replace("chatt å", "chatt%20å")
    (services / "allt.md").write_text(full.replace("HOURS", HOURS[13]), "utf-8")
    for place, hours in enumerate(HOURS):
        (services / f"tid-{place}.md").write_text(full.replace("HOURS", hours), "utf-8")
    for status in ("paused", "ended"):
        small = SMALL.replace("STATUS", status).replace("HOURS", "mån 9–12")
        (services / f"liten-{status}.md").write_text(small + "\n", "utf-8")
    events = root / "content/sv/events"
    events.mkdir(exist_ok=True)
    (events / "mote.md").write_text(EVENT.replace("EXAMPLE", "no"), "utf-8")
    (events / "pahittat.md").write_text(EVENT.replace("EXAMPLE", "yes"), "utf-8")
    return root


def published(root: Path, today: dt.date = campaigns.TODAY) -> dict[str, bytes]:
    """Return what these kinds publish, by address."""
    mine = (opendata.targets, opendata_catalogue.targets, contact_cards.targets)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "KINDS", mine)
        result = campaigns.build(root, today)
    assert [p for p in result.problems if p.level == "error"] == []
    output = root / "output"
    return {f.relative_to(output).as_posix(): f.read_bytes() for f in output.rglob("*") if f.is_file()}


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    """What is published of it."""
    return published(root)


@pytest.fixture(scope="module")
def context(root: Path) -> Context:
    """What kinds plan from."""
    problems = Problems()
    order = pipeline.Order(root, campaigns.TODAY)
    session = pipeline.Session(order)
    sources = session.read_sources(order)
    site = session.load(order, sources, problems)
    assert isinstance(site, Site)
    session.plan(site, sources, problems)
    assert session._context is not None
    return session._context


def load(files: dict[str, bytes], out: str) -> Any:
    """Return JSON."""
    return json.loads(files[out])


def contents(files: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    """Return the rows of a page, after a look at the page."""
    page = load(files, f"data/hsds/{name}.json")
    rows: list[dict[str, Any]] = page.pop("contents")
    assert page == {
        "total_items": len(rows),
        "total_pages": 1,
        "page_number": 1,
        "size": len(rows),
        "first_page": True,
        "last_page": True,
        "empty": False,
    }
    return rows


def everything(files: dict[str, bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object of HSDS in every file, nested ones too, with the name of its table."""
    tops = {"services": "service", "organizations": "organization", "locations": "location"}
    tops |= {"service_at_locations": "service_at_location", "schedules": "schedule", "taxonomy_terms": "taxonomy_term"}
    for name, table in tops.items():
        for row in contents(files, name):
            yield from _within(table, row)
    for out in files:
        if out.startswith("data/hsds/services/"):
            yield from _within("service", load(files, out))


def _within(table: str, row: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield table, row
    for name, value in row.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from _within(NESTED[name], item)


def tables(files: dict[str, bytes]) -> dict[str, list[dict[str, str]]]:
    """Return the CSV tables, read as a spreadsheet in Swedish reads them."""
    found = {}
    for out, data in files.items():
        if out.endswith(".csv"):
            assert data.startswith(b"\xef\xbb\xbf")
            assert data.count(b"\n") == data.count(b"\r\n")
            text = io.StringIO(data.decode("utf-8-sig"), newline="")
            found[Path(out).stem] = list(csv.DictReader(text, delimiter=";", strict=True))
    return found


# -- HSDS


def test_every_object_is_what_the_specification_says(files: dict[str, bytes]) -> None:
    """Required fields are there, no other names are used, and enums, ids, dates, times and numbers are such."""
    seen = 0
    for table, row in everything(files):
        required, optional = STANDARD[table]
        assert required <= set(row), (table, row)
        assert set(row) <= required | optional | _OF_ALL, (table, set(row) - required - optional)
        seen += 1
        for name, value in row.items():
            if isinstance(value, (dict, list)):
                assert value, name
            elif name in NUMBERS:
                assert isinstance(value, (int, float)), name
                assert not isinstance(value, bool)
            else:
                assert isinstance(value, str), name
                _check_text(name, value)
    assert seen > 1000


def _check_text(name: str, value: str) -> None:
    assert value or name in ("state_province", "postal_code"), name
    if name == "id" or name in POINTS_AT or name == "link_id":
        assert str(uuid.UUID(value)) == value
        assert uuid.UUID(value).version == 5
    elif name in DATES:
        assert dt.date.fromisoformat(value).isoformat() == value
    elif name in ("opens_at", "closes_at"):
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value)
    elif name in ("url", "website", "uri"):
        assert re.fullmatch(r"https?://[!-~]+", value), value
    elif name in ENUMS and not (name == "type" and value.startswith("audience")):
        assert value in ENUMS[name], (name, value)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", value)


def test_one_id_is_one_thing(files: dict[str, bytes]) -> None:
    """What is told in several places is told alike, but for what is nested in it."""
    known: dict[str, tuple[str, dict[str, Any]]] = {}
    for table, row in everything(files):
        flat = {name: value for name, value in row.items() if not isinstance(value, (dict, list))}
        assert known.setdefault(row["id"], (table, flat)) == (table, flat)


def test_every_reference_leads_somewhere(files: dict[str, bytes]) -> None:
    """In the tables, and in every object: what is pointed at is there, and in its own table once."""
    csv_tables = tables(files)
    ids = {name: {row["id"] for row in rows} for name, rows in csv_tables.items()}
    assert sum(map(len, ids.values())) == len(set().union(*ids.values())), "an id stands in two rows"
    objects = [row for _, row in everything(files)]
    for row in [*objects, *(row for rows in csv_tables.values() for row in rows)]:
        for column, table in POINTS_AT.items():
            assert not row.get(column) or row[column] in ids[table], (column, row)
        if row.get("link_id"):
            assert row["link_id"] in ids[{"service": "services", "phone": "phones"}[row["link_entity"]]]


def test_ids_stay_when_words_change(root: Path, files: dict[str, bytes], tmp_path: Path) -> None:
    """A service keeps its id whatever is said of it, and gets another on another site."""
    row = load(files, "data/hsds/services/allt.json")
    copy = campaigns.copy(root, tmp_path / "annan")
    text = (copy / "content/sv/services/allt.md").read_text("utf-8")
    (copy / "content/sv/services/allt.md").write_text(text.replace("urgency: urgent", "order: 1"), "utf-8")
    again = load(published(copy), "data/hsds/services/allt.json")
    assert (again["id"], again["phones"][0]["id"]) == (row["id"], row["phones"][0]["id"])
    campaigns.edit(copy / "content/site.yaml", "https://kampanj.example/", "https://annan.example/")
    assert load(published(copy), "data/hsds/services/allt.json")["id"] != row["id"]


def test_what_is_known_of_a_service_is_told(files: dict[str, bytes]) -> None:
    """Each fact has its place in HSDS; a stranger's words are as they were written."""
    row = load(files, "data/hsds/services/allt.json")
    assert row["description"] == '=HYPERLINK("http://ond.example";"x"),+1;-2\\n <b>&amp;"]]> 😀'
    assert row["organization"]["website"] == "https://xn--frening-90a.example/v%C3%A4g?%C3%A5=1"
    assert (row["minimum_age"], row["maximum_age"], row["status"]) == (16, 25, "active")
    assert row["alert"] == "Stängt i dag."
    assert [phone["number"] for phone in row["phones"]] == ["+46 771 11 77 00", "112", "020-91 91 91"]
    assert [phone["type"] for phone in row["phones"]] == ["voice", "voice", "text"]
    assert [lang["code"] for lang in row["phones"][0]["languages"]] == ["ar", "so"]
    assert [lang["code"] for lang in row["languages"]] == ["sv", "fi", "fit"]
    assert {(a["link_type"], a.get("value")) for a in row["attributes"]} >= {
        ("audience", None),
        ("urgency", "urgent"),
        ("anonymous", "yes"),
        ("record", "no"),
        ("duty-to-report", "yes"),
        ("without-parents", "yes"),
        ("drop-in", "yes"),
        ("referral", "none"),
        ("keyword", "=öl"),
        ("page", "https://kampanj.example/hjalp/allt/"),
        ("source", "https://exempel.example/k%C3%A4lla"),
        ("review-by", "2027-06-04"),
    }
    assert row["phones"][0]["attributes"][0]["value"] == "no"
    assert [(cost["option"], cost.get("amount")) for cost in row["cost_options"]] == [("phone", 0), ("text", None)]
    assert row["service_areas"][0]["name"] == "Exempelstad"
    kinds_of = [at["location"]["location_type"] for at in row["service_at_locations"]]
    assert kinds_of == ["virtual"] * 5 + ["postal", "physical"]
    place = row["service_at_locations"][-1]["location"]
    assert place["addresses"][0]["address_1"] == "Storgatan 1; uppgång B, 2 tr"
    assert (place["latitude"], place["longitude"]) == (59.3711, 16.5098)
    assert "inte; i, juli" in row["schedules"][0]["notes"]
    assert "Helgdagar: Stängt" in row["schedules"][0]["notes"]
    assert row["schedules"][0]["description"].startswith("Mo-Fr 09:00-17:00; PH off")
    assert "Europe/Stockholm" in row["schedules"][0]["description"]
    assert "timezone" not in row["schedules"][0]


def test_a_service_that_is_not_there_says_so(files: dict[str, bytes]) -> None:
    """Paused and ended services keep their id and tell their state; an ended one is in nobody's phone book."""
    assert load(files, "data/hsds/services/liten-paused.json")["status"] == "temporarily closed"
    assert load(files, "data/hsds/services/liten-ended.json")["status"] == "defunct"
    assert "hjalp/liten-paused/kontakt.vcf" in files
    assert "hjalp/liten-ended/kontakt.vcf" not in files


# -- hours


def expand(row: dict[str, Any], day: dt.date) -> bool:
    """Tell whether a schedule of HSDS falls on `day`, as RFC 5545 reads it."""
    iso = day.isoformat()
    if not row.get("valid_from", "0") <= iso <= row.get("valid_to", "9"):
        return False
    named = dict.fromkeys(row["byday"].split(","))
    code = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()]
    if row["freq"] == "WEEKLY":
        if code not in named:
            return False
        if row["interval"] == 1:
            return True
        begin = dt.date.fromisoformat(row["dtstart"])
        assert row["wkst"] == "MO"
        weeks = (day - dt.timedelta(day.weekday())) - (begin - dt.timedelta(begin.weekday()))
        return day >= begin and weeks.days % 14 == 0
    length = calendar.monthrange(day.year, day.month)[1]
    if "bymonthday" in row:
        monthdays = {int(n) if int(n) > 0 else length + 1 + int(n) for n in row["bymonthday"].split(",")}
        return code in named and day.day in monthdays
    same = [n for n in range(1, length + 1) if day.replace(day=n).weekday() == day.weekday()]
    place = same.index(day.day)
    return not {f"{place + 1}{code}", f"{place - len(same)}{code}"}.isdisjoint(named)


def minutes(text: str) -> int:
    """Return "09:30" as minutes; the last minute of the day is its end."""
    return DAY if text == "23:59" else int(text[:2]) * 60 + int(text[3:])


@pytest.mark.parametrize("place", range(len(HOURS)), ids=HOURS.__getitem__)
def test_schedules_say_when_it_is_open(files: dict[str, bytes], place: int) -> None:
    """On every day of two years the rows, read by RFC 5545, give the hours that were written, holidays aside."""
    service = load(files, f"data/hsds/services/tid-{place}.json")
    rows = service["service_at_locations"][-1].get("schedules", [])
    hours = parse_hours(HOURS[place])
    for day in days_from(dt.date(2026, 1, 2), 780):
        spans = ((minutes(row["opens_at"]), minutes(row["closes_at"])) for row in rows if expand(row, day))
        assert joined(spans) == hours.minutes(day, Calendar({}))[0], day


@pytest.mark.parametrize("text", HOURS)
def test_a_slot_knows_its_own_days(text: str) -> None:
    """`falls_on` and what is written of a slot agree with the hours, in any year."""
    hours = parse_hours(text)
    for year in (2024, 2026, 2027):
        first, last = window(dt.date(year, 11, 22))
        assert (last - dt.date(year, 11, 22)).days > 425
        slots = [part for slot in slots_of(hours, dt.date(year, 11, 22)) for part in parted(slot)]
        for day in days_from(first + dt.timedelta(1), 700):
            spans = joined(slot.span for slot in slots if slot.falls_on(day))
            assert spans == hours.minutes(day, Calendar({}))[0], day


# -- CSV


def test_tables_have_the_columns_of_the_standard(files: dict[str, bytes]) -> None:
    """Every column is one of HSDS's, and every row of JSON is a row of a table."""
    found = tables(files)
    singular = {name: hsds_name for hsds_name, name in _plural()}
    for name, rows in found.items():
        required, optional = STANDARD[singular[name]]
        columns = set(rows[0])
        assert required <= columns <= required | optional
    assert {row["id"] for _, row in everything(files)} == {row["id"] for rows in found.values() for row in rows}
    package = load(files, "data/csv/datapackage.json")
    for resource in package["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        header = files[f"data/csv/{resource['path']}"].decode("utf-8-sig").split("\r\n")[0]
        assert header.split(resource["dialect"]["delimiter"]) == names
    assert {f"data/csv/{r['path']}" for r in package["resources"]} == {out for out in files if out.endswith(".csv")}


def _plural() -> Iterator[tuple[str, str]]:
    odd = {"accessibility": "accessibility", "service_at_location": "service_at_location"}
    odd |= {"taxonomy": "taxonomies", "address": "addresses"}
    yield from ((name, odd.get(name, f"{name}s")) for name in STANDARD)


def test_no_cell_is_a_formula(files: dict[str, bytes]) -> None:
    """Whatever separators a spreadsheet takes, no cell begins as a formula; numbers with a plus can still be read."""
    for out, data in files.items():
        if out.endswith(".csv"):
            for delimiter in ";,\t":
                text = io.StringIO(data.decode("utf-8-sig"), newline="")
                cells = [c for row in csv.reader(text, delimiter=delimiter) for c in row]
                assert [c for c in cells if re.match(r"[=+\-@\t\r]", c)] == []
    rows = tables(files)
    row = next(row for row in rows["services"] if row["name"].startswith("'@Allt"))
    assert row["description"] == """'=HYPERLINK("http://ond.example";"x"),'+1;'-2\\n <b>&amp;"]]> 😀"""
    assert {row["number"] for row in rows["phones"]} >= {"'+46 771 11 77 00", "112"}
    assert rows["locations"][0]["id"]
    assert "59.3711" in {row["latitude"] for row in rows["locations"]}


@pytest.mark.parametrize("text", ["=1", "'=1", "''+1", "a,=1", "a;'-b", "-", "@x", "vanlig, text - så", "'citat'"])
def test_the_apostrophe_can_be_taken_off(text: str) -> None:
    """What stands in a cell can be read back exactly."""
    cell = interchange._cell(text)
    assert re.sub(r"(^|[,;])'(?='*[=+\-@])", r"\1", cell) == text


# -- the catalogue

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
NAMES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
# DCAT-AP-SE 3.0.1: what must be there, and what we say besides that the portals show.
MUST = {
    "dcat:Catalog": ("dcterms:title", "dcterms:description", "dcterms:publisher", "dcterms:license", "dcat:dataset"),
    "dcat:Dataset": ("dcterms:title", "dcterms:description", "dcterms:publisher", "dcat:contactPoint"),
    "dcat:Distribution": ("dcat:accessURL", "dcterms:license", "dcterms:format"),
    "foaf:Agent": ("foaf:name", "dcterms:type"),
    "vcard:Organization": ("vcard:fn", "vcard:hasURL"),
}


def test_the_catalogue_can_be_harvested(files: dict[str, bytes]) -> None:
    """Mandatory properties are there, nodes are named, every IRI is absolute, and every file of ours is published."""
    tree = ET.fromstring(files["data/dcat.rdf"])
    about = {node.get(f"{RDF}about") for node in tree}
    assert None not in about
    assert len(about) == len(list(tree))
    for kind, names in MUST.items():
        nodes = tree.findall(kind, NAMES)
        assert nodes, kind
        for node in nodes:
            assert [name for name in names if node.find(name, NAMES) is None] == [], kind
    for link in tree.iter():
        url = link.get(f"{RDF}resource")
        if url is not None:
            assert re.fullmatch(r"https?://[!-~]+", url), url
            if "#" in url and url.startswith("https://kampanj.example/"):
                assert url in about
    downloads = [node.get(f"{RDF}resource", "") for node in tree.iter(f"{{{NAMES['dcat']}}}downloadURL")]
    assert {url.removeprefix("https://kampanj.example/") for url in downloads} <= set(files)
    assert len(downloads) == len(set(downloads)) > 10
    words = [node.text for node in tree.findall("dcat:Catalog/dcterms:description", NAMES)]
    assert words == ["En <b>påhittad</b> kampanj & ]]> prov.", "Keksitty kampanja kokeita varten."]
    licence = tree.find("dcat:Catalog/dcterms:license", NAMES)
    assert licence is not None
    assert licence.get(f"{RDF}resource") == "http://creativecommons.org/publicdomain/zero/1.0/"


# -- contacts and calendars


def unfold(data: bytes) -> list[tuple[str, dict[str, str], str]]:
    """Return the lines of a vCard or a calendar: name, parameters, value as written."""
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    for piece in data.split(b"\r\n"):
        assert len(piece) <= 75
        piece.decode()
    found: list[tuple[str, dict[str, str], str]] = []
    for line in data.decode().replace("\r\n ", "").rstrip("\r\n").split("\r\n"):
        head, value = line.split(":", 1)
        name, *parameters = head.split(";")
        assert re.fullmatch(r"[A-Z-]+", name)
        pairs = [parameter.partition("=") for parameter in parameters]
        found.append((name, {key: text for key, _, text in pairs}, value))
    return found


def said(value: str) -> str:
    """Return an escaped text as it was; refuse one that is not escaped."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), value
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def test_a_card_can_be_saved(files: dict[str, bytes]) -> None:
    """Name, numbers, addresses and hours are in it, and a stranger's words end nothing."""
    lines = unfold(files["hjalp/allt/kontakt.vcf"])
    assert [(name, value) for name, _, value in (lines[0], lines[1], lines[-1])] == [
        ("BEGIN", "VCARD"),
        ("VERSION", "4.0"),
        ("END", "VCARD"),
    ]
    table: dict[str, list[str]] = {}
    for name, _, value in lines:
        table.setdefault(name, []).append(value)
    assert said(table["FN"][0]) == '@Allt, med; "allt" \\ 😀 <b>&amp;'
    assert said(table["ORG"][0]) == '-Föreningen; AB, "x"'
    assert table["TEL"] == ["tel:+46771117700", "112", "tel:+4620919191"]
    assert [p.get("VALUE") for name, p, _ in lines if name == "TEL"] == ["uri", None, "uri"]
    assert [p["TYPE"] for name, p, _ in lines if name == "TEL"] == ["voice", "voice", "text"]
    assert table["URL"] == ["https://kampanj.example/hjalp/allt/", "https://exempel.example/chatt%20%C3%A5"]
    assert table["EMAIL"] == ["hej@exempel.example"]
    assert list(map(said, re.split(r"(?<!\\);", table["ADR"][0]))) == [
        *("", "", "Storgatan 1; uppgång B, 2 tr", "Exempelstad", "", "123 45", "SE"),
    ]
    note = said(table["NOTE"][0])
    assert note.startswith('=HYPERLINK("http://ond.example";"x"),+1;-2\\n <b>&amp;"]]> 😀\n')
    assert "Ring +46 771 11 77 00: Vardagar 09.00–17.00, Helgdagar Stängt. +inte; i, juli\\" in note
    assert "Kontrollerat 2026-06-04" in note
    assert table["REV"] == ["20260604T000000Z"]


def test_every_service_page_has_its_card(files: dict[str, bytes]) -> None:
    """In each language that the page is in."""
    cards = [out for out in files if out.endswith(".vcf")]
    assert {"hjalp/droghjalpen/kontakt.vcf", "fi/apu/droghjalpen/kontakt.vcf"} <= set(cards)
    assert "fi/apu/allt/kontakt.vcf" not in cards
    assert all(unfold(files[out]) for out in cards)


def events_in(data: bytes) -> list[dict[str, str]]:
    """Return the events of a calendar, after a look at what every calendar must have."""
    lines = unfold(data)
    head = [(name, value) for name, _, value in lines[:3]]
    assert head[:2] == [("BEGIN", "VCALENDAR"), ("VERSION", "2.0")]
    depth: list[str] = []
    events: list[dict[str, str]] = []
    zones = set()
    for name, parameters, value in lines:
        if name == "BEGIN":
            depth.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert depth.pop() == value
        elif depth[-1] == "VEVENT":
            assert name not in events[-1]
            assert name not in ("DTSTART", "DTEND", "EXDATE") or parameters == {"TZID": "Europe/Stockholm"}
            events[-1][name] = value
        elif name == "TZID":
            zones.add(value)
    assert depth == []
    assert zones == {"Europe/Stockholm"}
    assert all({"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event) for event in events)
    assert len({event["UID"] for event in events}) == len(events)
    return events


def moment(text: str) -> dt.datetime:
    """Return a moment of a calendar, in the town's time."""
    return dt.datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007


def starts_of(event: dict[str, str]) -> Iterator[dt.datetime]:
    """Yield when an event begins, by RFC 5545: what its rule gives, but for the exceptions."""
    start = moment(event["DTSTART"])
    if "RRULE" not in event:
        yield start
        return
    rule = dict(part.split("=") for part in event["RRULE"].split(";"))
    until = dt.datetime.strptime(rule["UNTIL"], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    except_on = set(event.get("EXDATE", "").split(","))
    row = {"byday": rule["BYDAY"], "freq": rule["FREQ"], "interval": int(rule.get("INTERVAL", "1"))}
    row |= {"dtstart": start.date().isoformat(), "wkst": rule.get("WKST", "MO")}
    row |= {"bymonthday": rule["BYMONTHDAY"]} if "BYMONTHDAY" in rule else {}
    assert expand(row, start.date()), "the first of them is one of them"
    for day in days_from(start.date(), 900):
        at = dt.datetime.combine(day, start.time())
        if at.replace(tzinfo=ZoneInfo("Europe/Stockholm")) > until:
            return
        if expand(row, day) and at.strftime("%Y%m%dT%H%M%S") not in except_on:
            yield at


@pytest.mark.parametrize("place", range(len(HOURS)), ids=HOURS.__getitem__)
def test_a_calendar_says_when_the_door_is_open(files: dict[str, bytes], place: int) -> None:
    """On every day of the window, holidays too: open when it is known to be, and never else."""
    found: dict[dt.date, list[tuple[int, int]]] = {}
    for event in events_in(files[f"data/kalender/tid-{place}.ics"]):
        length = moment(event["DTEND"]) - moment(event["DTSTART"])
        for start in starts_of(event):
            begin = start.hour * 60 + start.minute
            found.setdefault(start.date(), []).append((begin, begin + int(length.total_seconds()) // 60))
    hours, holidays = parse_hours(HOURS[place]), Calendar(holiday_names(2025, 2029))
    first, last = window(campaigns.TODAY)
    for day in days_from(first, (last - first).days + 1):
        known: Spans = hours.on(day, holidays) or ()
        assert tuple(sorted(found.pop(day, []))) == tuple(sorted(known)), day
    assert found == {}


def test_the_calendar_of_events(files: dict[str, bytes]) -> None:
    """Events are in it with their words, the made-up ones are not, and there is one a language."""
    [event] = events_in(files["kalender.ics"])
    assert (event["DTSTART"], event["DTEND"]) == ("20270328T013000", "20270328T033000")
    assert said(event["SUMMARY"]) == 'Möte; med, "alla" \\ och 😀'
    assert said(event["DESCRIPTION"]) == "=Kom; alla, nu"
    assert said(event["LOCATION"]) == "Storgatan 1, uppgång; B"
    assert event["URL"] == "https://kampanj.example/kalender/mote/"
    assert events_in(files["fi/kalender.ics"]) == []


def test_only_an_open_door_has_a_calendar(files: dict[str, bytes]) -> None:
    """Hours of a phone are no hours to come at."""
    calendars = {out for out in files if out.startswith("data/kalender/")}
    assert calendars == {f"data/kalender/{name}.ics" for name in ("allt", *(f"tid-{n}" for n in range(len(HOURS))))}


@pytest.mark.parametrize("text", ["å" * 200, "😀" * 60, "a" * 75, "a" * 76, "", "\\,;\n\\n", "rad\r\nBEGIN:VEVENT"])
def test_lines_are_folded_and_unfolded(text: str) -> None:
    """No line is longer than 75 bytes, no letter is cut, and no text begins a line of its own."""
    data = folded([f"NOTE:{escaped(text)}"])
    [(_, _, value)] = unfold(data)
    assert said(value) == text.replace("\r\n", "\n")


# -- what all of it shares


def test_a_day_later_it_is_the_same(root: Path, files: dict[str, bytes], tmp_path: Path) -> None:
    """The day of the build changes nothing; the year does, where dates are told."""
    copy = campaigns.copy(root, tmp_path / "senare")
    later = published(copy, dt.date(2026, 12, 30))
    assert {out for out in files if later[out] != files[out]} == set()
    next_year = published(copy, dt.date(2027, 1, 2))
    changed = {out for out in files if next_year[out] != files[out]}
    assert changed
    assert not any(out.endswith((".vcf", ".rdf")) for out in changed)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://åäö.se", "https://xn--4cab6c.se"),
        ("https://a.se:8080/å b?c=ö&d#é", "https://a.se:8080/%C3%A5%20b?c=%C3%B6&d#%C3%A9"),
        ("https://a.se/100%/%C3%A5", "https://a.se/100%25/%C3%A5"),
        ("https://a.se/[x]", "https://a.se/%5Bx%5D"),
        ("", ""),
    ],
)
def test_addresses_are_uris(url: str, expected: str) -> None:
    """Whatever letters an address was written with, programs get it in ASCII."""
    assert uri_of(url) == expected


# -- schema.org


def test_a_page_tells_search_engines_what_is_known(context: Context) -> None:
    """The service, its audience, its ways with hours, and the holidays of the next fourteen months."""
    data = json_ld(context, context.site.services["allt"], "/hjalp/allt/", "sv")
    assert json.loads(json.dumps(data)) == data
    assert (data["@type"], data["url"]) == ("Service", "https://kampanj.example/hjalp/allt/")
    assert data["audience"]["audienceType"] == "anhöriga, unga"
    assert (data["audience"]["suggestedMinAge"], data["audience"]["suggestedMaxAge"]) == (16, 25)
    assert data["areaServed"] == {"@type": "AdministrativeArea", "name": "Exempelstad"}
    phone, short, text, chat, email, _, visit = data["availableChannel"]
    point = phone["servicePhone"]
    assert (point["telephone"], point["contactOption"]) == ("+46771117700", "https://schema.org/TollFree")
    assert point["availableLanguage"] == ["ar", "so"]
    assert short["servicePhone"]["telephone"] == "112"
    assert "hoursAvailable" not in short["servicePhone"]
    assert text["serviceSmsNumber"]["telephone"] == "+4620919191"
    assert chat["serviceUrl"] == "https://exempel.example/chatt%20%C3%A5"
    assert email["serviceUrl"] == "mailto:hej@exempel.example"
    week, *special = point["hoursAvailable"]
    assert (week["opens"], week["closes"], len(week["dayOfWeek"])) == ("09:00", "17:00", 5)
    closed = {row["validFrom"] for row in special if (row["opens"], row["closes"]) == ("00:00", "00:00")}
    assert {"2026-12-24", "2026-12-25", "2027-01-01", "2027-03-26", "2027-12-24", "2028-01-06"} <= closed
    assert "2026-11-01" not in closed
    assert all(row["validFrom"] == row["validThrough"] for row in special)
    place = visit["serviceLocation"]
    assert place["address"]["streetAddress"] == "Storgatan 1; uppgång B, 2 tr"
    assert {row["validFrom"] for row in place["openingHoursSpecification"]} >= {"2026-01-01", "2026-08-01"}
    night = data["provider"]["contactPoint"][0]["hoursAvailable"][0]
    assert (night["opens"], night["closes"]) == ("21:00", "06:00")


def test_a_page_says_nothing_that_is_not_known(context: Context) -> None:
    """No empty fields, no ways to an ended service, and no hours on days that nobody has spoken of."""
    for name, service in context.site.services.items():
        data = json_ld(context, service, f"/hjalp/{name}/", "sv")
        assert not re.search(r': (null|""|\[\]|\{\})', json.dumps(data))
    ended = json_ld(context, context.site.services["liten-ended"], "/hjalp/liten-ended/", "sv")
    assert "availableChannel" not in ended
    assert ended["@type"] == "GovernmentService"
    paused = json_ld(context, context.site.services["liten-paused"], "/hjalp/liten-paused/", "sv")
    [row] = paused["availableChannel"][0]["servicePhone"]["hoursAvailable"]
    assert row["dayOfWeek"] == ["https://schema.org/Monday"]


def test_the_statuses_of_ours_are_all_known() -> None:
    """A new status is given its word in HSDS."""
    from microsite.schema import STATUSES

    assert set(hsds.STATUS) == set(STATUSES)
    assert set(hsds.STATUS.values()) <= ENUMS["status"]
