"""Sign-ups: the sheet that a town's form exports, as partners to be. CSV as any program writes it, or Excel."""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from microsite.schema import SECTORS, PartnerFields, slug_of
from microsite.search import fold

# What the columns of such sheets are called: the field that each becomes.
_COLUMNS = {
    "name": "namn, organisation, organisationens namn, företag, företagets namn, föreningens namn, partner, name",
    "sector": "sektor, typ, typ av organisation, slag, bransch, sector, type",
    "url": "webb, webbplats, webbadress, hemsida, url, website, web",
    "area": "område, ort, stadsdel, area",
    "statement": "citat, egna ord, motto, statement, quote",
    "contact": "kontakt, kontaktperson, e-post, epost, e-postadress, mejl, telefon, telefonnummer, contact, email",
    "joined": "datum, tidsstämpel, anmäld, gick med, tidpunkt, timestamp, date, joined, start time, completion time",
}
# What people call the kinds of organisations.
_SECTOR_WORDS = {
    "municipality": "kommun, kommunen, kommunal verksamhet, kommunalt bolag, region",
    "authority": "myndighet, statlig myndighet, polis",
    "company": "företag, aktiebolag, ab, enskild firma, näringsliv, butik",
    "association": "förening, ideell förening, idrottsförening, organisation, civilsamhälle",
    "restaurant": "krog, restaurang, krog eller restaurang, bar, café, nattklubb",
    "school": "skola, skolan, gymnasium, utbildning, folkhögskola",
    "health": "vård, vård och hälsa, hälsa, vårdcentral",
    "faith": "trossamfund, kyrka, församling, moské",
    "network": "nätverk",
}
_HEADER_WITHIN = 15
_MOST_ROWS = 20_000


class SheetError(Exception):
    """The sheet can't be read; `args[0]` is why, as the name of something said."""


@dataclass
class SignUp:
    """One row: what it says of a partner, by field, and its row in the sheet. `host` is that of its web address."""

    row: int
    fields: dict[str, str]

    @property
    def host(self) -> str:
        """Return the host of the web address, without "www."."""
        return host_of(self.fields.get("url", ""))


@dataclass
class Sheet:
    """What a sheet holds: the rows, the columns that nobody here knows, and rows that say nothing new."""

    rows: list[SignUp] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)


def host_of(url: str) -> str:
    """Return the host of a web address, as one compares it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def folded(text: str) -> str:
    """Return text as one compares it: small letters without their dots, single spaces."""
    return " ".join(fold(text).split())


_FIELD_OF = {folded(word): name for name, words in _COLUMNS.items() for word in words.split(", ")}
_SECTOR_OF = {
    folded(word): (sector, word)
    for sector in SECTORS
    for word in (sector, *_SECTOR_WORDS.get(sector, "").split(", "))
    if word
}


def read_sheet(place: Path) -> Sheet:
    """Return the sign-ups of a CSV or Excel file. Raises SheetError, and OSError where it can't be opened."""
    rows = _excel(place) if place.suffix.lower() in (".xlsx", ".xlsm") else _table(place.read_bytes())
    start, columns = _header(rows)
    sheet = Sheet(unknown=[name for name in map(str.strip, rows[start]) if name and _field(name) is None])
    seen: set[tuple[tuple[str, str], ...]] = set()
    for number, row in enumerate(rows[start + 1 :], start + 2):
        fields: dict[str, str] = {}
        for place_in_row, name in columns.items():
            value = _clean(row[place_in_row]) if place_in_row < len(row) else ""
            if value:
                fields[name] = f"{fields[name]}, {value}" if name == "contact" and name in fields else value
        if not fields:
            continue
        if "url" in fields:
            fields["url"] = _address(fields["url"])
        if "joined" in fields:
            fields["joined"] = _day(fields["joined"])
        known = tuple(sorted((name, value) for name, value in fields.items() if name != "joined"))
        if known in seen:
            sheet.repeated.append(number)
            continue
        seen.add(known)
        sheet.rows.append(SignUp(number, {name: value for name, value in fields.items() if value}))
    return sheet


def _clean(text: str) -> str:
    """Return a cell on one line, without what no person writes."""
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") else c for c in text).split())


def _table(data: bytes) -> list[list[str]]:
    """Return the cells of a CSV file, whichever encoding and separator a program chose."""
    if data.startswith(b"PK"):
        raise SheetError("sheet_excel")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise SheetError("sheet_unreadable")
    lines = text.splitlines()
    separators = {sign: sum(line.count(sign) for line in lines[:_HEADER_WITHIN]) for sign in (";", ",", "\t")}
    separator = max(separators, key=lambda sign: separators[sign])
    if said := re.match(r"sep=([;,\t])\r?\n", text):  # Excel's own way of saying it
        separator, text = said[1], text[said.end() :]
    try:
        return [
            row for row, _ in zip(csv.reader(io.StringIO(text), delimiter=separator), range(_MOST_ROWS), strict=False)
        ]
    except csv.Error:
        raise SheetError("sheet_unreadable") from None


def _excel(place: Path) -> list[list[str]]:
    import openpyxl  # type: ignore[import-untyped]

    try:
        book = openpyxl.load_workbook(place, read_only=True, data_only=True)
        rows = book.active.iter_rows(max_row=_MOST_ROWS, max_col=100, values_only=True)
        cells = [[_cell(value) for value in row] for row in rows]
        book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, AttributeError, TypeError, EOFError, SyntaxError):
        raise SheetError("sheet_unreadable") from None
    return cells


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[int, str]]:
    """Return the row that names the columns, and the field of each. A title may stand above it."""
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        columns = {place: name for place, cell in enumerate(row) if (name := _field(cell)) is not None}
        if "name" in columns.values() and len(columns) > 1:
            # Of two columns for one field the first counts; of contacts all do.
            kept: dict[int, str] = {}
            for place, name in columns.items():
                if name == "contact" or name not in kept.values():
                    kept[place] = name
            return number, kept
    raise SheetError("sheet_header")


def _field(cell: str) -> str | None:
    name = re.sub(r"[:*?()]", " ", folded(cell))
    return _FIELD_OF.get(" ".join(name.split()))


def _address(text: str) -> str:
    if re.match(r"[a-z]+://", text, re.IGNORECASE):
        return text
    return f"https://{text}" if "." in text and "@" not in text and " " not in text else text


def _day(text: str) -> str:
    """Return a day as YYYY-MM-DD, "" where the text is none that is sure."""
    match = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    parts = match.groups() if match else None
    if parts is None:
        # Day first, as in Sweden; a month first is only told by a day above twelve, and is not guessed at.
        match = re.match(r"(\d{1,2})[./](\d{1,2})[./-](\d{4})", text)
        parts = (match[3], match[2], match[1]) if match else None
    try:
        return dt.date(*map(int, parts)).isoformat() if parts else ""
    except ValueError:
        return ""


def sector_of(words: str) -> tuple[str, str]:
    """Return the sector that a person's words stand for, or "" and the nearest word that is known."""
    name = folded(words)
    if name in _SECTOR_OF:
        return _SECTOR_OF[name][0], ""
    near = difflib.get_close_matches(name, list(_SECTOR_OF), 1, 0.7)
    return "", _SECTOR_OF[near[0]][1] if near else ""


# -- what a sheet means beside the list as it is


@dataclass
class Plan:
    """What a sheet comes to: new partners, changes by slug, and rows that a person must look at (row, why, words)."""

    new: list[dict[str, str]] = field(default_factory=list)
    changed: dict[str, dict[str, str]] = field(default_factory=dict)
    doubtful: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)


def plan_of(sheet: Sheet, partners: Mapping[str, PartnerFields], taken: Iterable[str], today: dt.date) -> Plan:
    """Return what to do with the rows. `taken` are all slugs ever used: none of them is given to somebody else."""
    plan = Plan()
    used = {*partners, *taken}
    names = {folded(name): slug for slug, fields in partners.items() for _, name in fields.name}
    hosts = {host_of(fields.url): slug for slug, fields in partners.items() if fields.url}
    for signup in sheet.rows:
        said = dict(signup.fields)
        name = said.get("name", "")
        if not name:
            plan.doubtful.append((signup.row, "sheet_nameless", {}))
            continue
        known = names.get(folded(name))
        if "sector" in said:
            sector, near = sector_of(said["sector"])
            if not sector:
                plan.doubtful.append(
                    (signup.row, "sheet_sector", {"name": name, "value": said["sector"], "near": near})
                )
                continue
            said["sector"] = sector
        if known is not None and known not in partners:
            plan.doubtful.append((signup.row, "sheet_twice", {"name": name}))
        elif known is not None:
            _change(plan, signup.row, known, partners[known], said)
        elif signup.host and signup.host in hosts:
            other = hosts[signup.host]
            plan.doubtful.append((signup.row, "sheet_host", {"name": name, "other": other, "host": signup.host}))
        elif "sector" not in said:
            plan.doubtful.append((signup.row, "sheet_sectorless", {"name": name}))
        else:
            slug = _free(slug_of(name)[:70].strip("-") or "partner", used)
            used.add(slug)
            names[folded(name)] = slug
            if signup.host:
                hosts[signup.host] = slug
            plan.new.append({"slug": slug, **said, "joined": said.get("joined") or today.isoformat()})
    return plan


def _change(plan: Plan, row: int, slug: str, now: PartnerFields, said: Mapping[str, str]) -> None:
    """Note what a row says otherwise than the list. What it does not say stays; a day of joining never moves."""
    if now.ended:
        plan.doubtful.append((row, "sheet_ended", {"name": now.name_in(""), "slug": slug}))
        return
    told = {
        "sector": now.sector,
        "url": now.url or "",
        "area": now.area,
        "statement": now.statement,
        "contact": now.contact,
    }
    changes = {name: value for name, value in said.items() if name in told and value != told[name]}
    if changes:
        plan.changed.setdefault(slug, {}).update(changes)


def _free(slug: str, used: set[str]) -> str:
    number = 2
    free = slug
    while free in used:
        free, number = f"{slug}-{number}", number + 1
    return free
