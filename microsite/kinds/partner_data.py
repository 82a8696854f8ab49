"""Open data of the partners: what their pages say, for programs and spreadsheets. Contacts are in neither."""

from __future__ import annotations

import json
from collections.abc import Iterator

from microsite import cards
from microsite.interchange import csv_text, plain, uri_of
from microsite.model import Partner
from microsite.plain import WRITE_TEXT, TextView
from microsite.planning import Context
from microsite.target import Target

_COLUMNS = ("id", "name", "sector", "area", "url", "networks", "joined", "renews", "ended", "page", "badge", "example")


def targets(context: Context) -> Iterator[Target]:
    """Yield the list of partners as JSON and as CSV."""
    partners = context.site.partners
    if not partners:
        return
    rows = [_row(context, partner) for _, partner in sorted(partners.items())]
    items = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    yield Target("data/partners.json", WRITE_TEXT, TextView(f"[\n{items}\n]\n"), origin="partners.yaml")
    cells = [[_cell(row.get(column)) for column in _COLUMNS] for row in rows]
    yield Target("data/partners.csv", WRITE_TEXT, TextView(csv_text(_COLUMNS, cells)), origin="partners.yaml")


def _row(context: Context, partner: Partner) -> dict[str, object]:
    """Return what is public of a partner, without what is not known. Of one that has left only that it has."""
    facts, site, full = partner.facts, context.site, context.addresses.full
    lang = site.default
    row: dict[str, object] = {
        "id": facts.slug,
        "name": plain(facts.name_in(lang)),
        "sector": facts.sector,
        "joined": facts.joined.isoformat() if facts.joined else None,
        "ended": facts.ended.isoformat() if facts.ended and not partner.active else None,
        "page": uri_of(full(context.addresses.url("partner", facts.slug, lang))),
        "example": True if facts.example else None,
    }
    if partner.active:
        row |= {
            "area": plain(facts.area),
            "url": uri_of(facts.url or ""),
            "networks": list(facts.networks),
            "renews": facts.renews.isoformat() if facts.renews else None,
        }
        if site.settings.badges:
            row["badge"] = uri_of(
                full(context.url_of(f"{cards.badge_stem(partner, lang, site.settings.badges[0])}.svg"))
            )
    return {name: row[name] for name in _COLUMNS if row.get(name)}


def _cell(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(value)
    return "yes" if value is True else None if value is None else str(value)
