"""The partners' list at work: what they were promised is written down, and a partner that leaves is ended."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml

from microsite.interchange import csv_text
from microsite.ledger import PATH, Promise, ledger_text, promises_of, read_ledger, renewed
from microsite.model import Partner, Site
from microsite.pipeline import Order, build, load_site
from microsite.problem import Problem
from microsite.store import write_whole

_PARTNERS = "partners.yaml"


@dataclass
class Recorded:
    """What came of writing the ledger: addresses that were new, and those of which something else is promised now."""

    new: list[Promise] = field(default_factory=list)
    changed: list[tuple[Promise, Promise]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def record(order: Order) -> Recorded:
    """Write into the ledger what the campaign, built as it stands, promises. Raises OSError.

    Nothing is written where the build fails for any other reason than the ledger, or where a promise would grow
    stronger: an ended partner's address never speaks for anybody again.
    """
    site, _ = load_site(order)
    result = build(dataclasses.replace(order, publish=False, strict=False))
    refused = [p for p in result.problems if p.level == "error" and p.code not in ("ledger-changed", "ledger-gap")]
    if refused or site is None:
        return Recorded(problems=refused)
    place = order.root / PATH
    old = read_ledger(place.read_text("utf-8-sig"))[0] if place.is_file() else {}
    made = promises_of(site, result.artifacts, result.origins, order.today)
    now = renewed(old, made)
    changed = [(old[name], now[name]) for name in old if not old[name].same(now[name])]
    if now != old:
        write_whole(place, ledger_text(now.values()).encode(), order.cache_folder)
    return Recorded([now[name] for name in sorted(now.keys() - old.keys())], changed)


def chosen(site: Site, renewing: int | None) -> list[Partner]:
    """Return all partners, the last to join first; or those to remind, whose agreement runs out within so many days.

    The first to run out comes first, those whose day has passed before all.
    """
    partners = list(site.partners.values())
    if renewing is None:
        return sorted(partners, key=lambda p: (p.facts.joined or dt.date.min, p.facts.slug), reverse=True)
    last = site.today + dt.timedelta(renewing)
    due = [(p.facts.renews, p.facts.slug, p) for p in partners if p.active and p.facts.renews]
    return [partner for day, _, partner in sorted(due, key=lambda row: row[:2]) if day <= last]


def listed(partners: Iterable[Partner]) -> str:
    """Return partners as CSV for a spreadsheet: the list at work, so contacts are in it."""
    rows = [
        (
            partner.facts.slug,
            partner.facts.name,
            partner.facts.sector,
            partner.facts.url or "",
            str(partner.facts.joined or ""),
            str(partner.facts.renews or ""),
            str(partner.facts.ended or ""),
            partner.facts.contact,
            "yes" if partner.facts.example else "",
        )
        for partner in partners
    ]
    return csv_text(("slug", "name", "sector", "url", "joined", "renews", "ended", "contact", "example"), rows)


def end(order: Order, site: Site, slug: str, day: dt.date) -> bool:
    """Write into partners.yaml that a partner left on `day`: one line, and nothing else changes.

    Returns False, leaving the file as it was, where the item is written in a way that no line can be added to.
    Raises OSError.
    """
    place = order.root / _PARTNERS
    data = place.read_bytes()
    text = data.decode("utf-8-sig")
    lines = text.split("\n")
    span = site.partners[slug].span
    begin, stop = _item(lines, span.line - 1, span.column - 1)
    column = _field_column(lines[begin])
    said = [n for n in range(begin, stop) if re.match(rf" {{{column}}}ended\s*:", lines[n])]
    last = max(n for n in range(begin, stop) if lines[n].strip() and not lines[n].lstrip().startswith("#"))
    row = f"{' ' * column}ended: {day.isoformat()}" + ("\r" if "\r\n" in text else "")
    lines[slice(said[0], said[0] + 1) if said else slice(last + 1, last + 1)] = [row]
    written = "\n".join(lines)
    if not _only_ended(text, written, slug, day):
        return False
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    write_whole(place, mark + written.encode(), order.cache_folder)
    return True


def _only_ended(before: str, after: str, slug: str, day: dt.date) -> bool:
    """Tell whether the one difference is that the partner `slug` ended on `day`."""

    def partners(text: str) -> list[dict[str, object]]:
        value = yaml.safe_load(text)
        rows: list[dict[str, object]] = value["partners"] if isinstance(value, dict) else value
        return rows

    try:
        now = partners(after)
    except yaml.YAMLError:
        return False
    return now == [{**row, "ended": day} if row.get("slug") == slug else row for row in partners(before)]


def _item(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """Return the first line of the item that has a field at a place, and the first line after it."""
    dashes = [(n, len(row) - len(row.lstrip())) for n, row in enumerate(lines) if re.match(r" *-( |$)", row)]
    begin, indent = next((n, at) for n, at in reversed(dashes) if n <= line and at < column)
    return begin, next((n for n, at in dashes if n > begin and at <= indent), len(lines))


def _field_column(line: str) -> int:
    """Return how far in the fields of an item stand that begins with `line`: "- slug: …"."""
    match = re.match(r" *- *", line)
    return len(match[0]) if match else 0
