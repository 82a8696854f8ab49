"""The partners' list at work: what they were promised is written down, and a partner that leaves is ended."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from microsite.interchange import csv_text
from microsite.ledger import PATH, Promise, ledger_text, promises_of, read_ledger, renewed
from microsite.model import Partner, Site
from microsite.pipeline import Order, Session, build, load_site
from microsite.planning import kit_name
from microsite.problem import Problem, Problems, Span
from microsite.schema import PartnerFields, read_fields
from microsite.signups import Plan
from microsite.store import write_whole
from microsite.yamlspan import quoted, read_yaml

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


def kit_of(order: Order, partner: Partner) -> tuple[bytes | None, list[Problem]]:
    """Return a partner's kit, an archive, or None and what forbids it. What the cache has is not made again."""
    order = dataclasses.replace(order, publish=False, strict=False, lazy=True, kits=(partner.facts.slug,))
    session = Session(order)
    result = build(order, session)
    artifact = result.artifacts.get(kit_name(partner))
    faults = [problem for problem in result.problems if problem.level == "error"]
    kept = session.store.get(artifact.key) if artifact is not None and not faults else None
    return (kept[1] if kept else None), faults


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
            partner.facts.name_in(""),
            partner.facts.sector,
            partner.facts.url or "",
            str(partner.facts.joined or ""),
            str(partner.facts.renews or ""),
            str(partner.facts.ended or ""),
            partner.facts.contact,
            ", ".join(partner.facts.commits_to),
            ", ".join(partner.facts.materials),
            "yes" if partner.facts.example else "",
        )
        for partner in partners
    ]
    names = (
        "slug",
        "name",
        "sector",
        "url",
        "joined",
        "renews",
        "ended",
        "contact",
        "commits-to",
        "materials",
        "example",
    )
    return csv_text(names, rows)


def end(order: Order, site: Site, slug: str, day: dt.date) -> bool:
    """Write into partners.yaml that a partner left on `day`: one line, and nothing else changes.

    Returns False, leaving the file as it was, where the item is written in a way that no line can be added to.
    Raises OSError.
    """
    return _write(order, site, {slug: {"ended": day.isoformat()}}, []) is None


def bring_in(order: Order, site: Site, plan: Plan) -> list[Problem] | None:
    """Write new partners and changes into partners.yaml, which keeps its comments and its order. Raises OSError.

    Returns None where it is done. Else nothing is written: what is wrong with the fields, or, where that list is empty,
    an item that no line can be added to.
    """
    return _write(order, site, plan.changed, plan.new)


def _write(
    order: Order, site: Site, changed: Mapping[str, Mapping[str, str]], new: Sequence[Mapping[str, str]]
) -> list[Problem] | None:
    place = order.root / _PARTNERS
    data = place.read_bytes() if place.is_file() else b""
    text = data.decode("utf-8-sig")
    written = text
    # From the last to the first, so that no line moves before it is used.
    for slug, fields in sorted(changed.items(), key=lambda row: -site.partners[row[0]].span.line):
        for name, value in fields.items():
            written = _with_field(written, site.partners[slug].span, name, quoted(value))
    written = _with_items(written, new)
    if not _as_meant(text, written, changed, new):
        return []
    problems = Problems()
    mapped = read_yaml(written, _PARTNERS, problems)
    if mapped is not None:
        at: tuple[str | int, ...] = ("partners",) if isinstance(mapped.value, dict) else ()
        count = len(mapped.value["partners"] if at else mapped.value)
        for number in range(count):
            read_fields(PartnerFields, mapped, problems, (*at, number))
    if problems.failed:
        return problems.sorted()
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    write_whole(place, mark + written.encode(), order.cache_folder)
    return None


def _with_field(text: str, span: Span, name: str, value: str) -> str:
    """Return the list with one field of the item around `span` set: its line is changed, or one is added."""
    lines = text.split("\n")
    begin, stop = _item(lines, span.line - 1, span.column - 1)
    column = _field_column(lines[begin])
    said = [n for n in range(begin, stop) if re.match(rf" {{{column}}}{re.escape(name)}\s*:", lines[n])]
    last = max(n for n in range(begin, stop) if lines[n].strip() and not lines[n].lstrip().startswith("#"))
    row = f"{' ' * column}{name}: {value}" + ("\r" if "\r\n" in text else "")
    lines[slice(said[0], said[0] + 1) if said else slice(last + 1, last + 1)] = [row]
    return "\n".join(lines)


def _with_items(text: str, new: Sequence[Mapping[str, str]]) -> str:
    """Return the list with new items at its end, dented as the others are."""
    if not new:
        return text
    newline = "\r\n" if "\r\n" in text else "\n"
    first = re.search(r"^( *)-( +)", text, re.MULTILINE)
    dash, gap = (first[1], first[2]) if first else ("", " ")
    items = []
    for fields in new:
        rows = [f"{name}: {quoted(value)}" for name, value in fields.items()]
        items.append(f"{dash}-{gap}" + f"{newline}{dash} {gap}".join(rows) + newline)
    head = text.rstrip()
    return (f"{head}{newline}{newline}" if head else "") + newline.join(items)


def _as_meant(
    before: str, after: str, changed: Mapping[str, Mapping[str, str]], new: Sequence[Mapping[str, str]]
) -> bool:
    """Tell whether the two lists differ by just these changes."""

    def partners(text: str) -> list[dict[str, str]]:
        value = yaml.load(text, yaml.BaseLoader)  # noqa: S506 (makes nothing but text: every value as it is written)
        rows: list[dict[str, str]] = value["partners"] if isinstance(value, dict) else value or []
        return rows

    try:
        now = partners(after)
    except yaml.YAMLError:
        return False
    return now == [*({**row, **changed.get(row["slug"], {})} for row in partners(before)), *map(dict, new)]


def _item(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """Return the first line of the item that has a field at a place, and the first line after it."""
    dashes = [(n, len(row) - len(row.lstrip())) for n, row in enumerate(lines) if re.match(r" *-( |$)", row)]
    begin, indent = next((n, at) for n, at in reversed(dashes) if n <= line and at < column)
    return begin, next((n for n, at in dashes if n > begin and at <= indent), len(lines))


def _field_column(line: str) -> int:
    """Return how far in the fields of an item stand that begins with `line`: "- slug: …"."""
    match = re.match(r" *- *", line)
    return len(match[0]) if match else 0
