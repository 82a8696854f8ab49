"""What files for other programs share: text and addresses as they take them, and where the files lie."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlsplit

from microsite.model import Service
from microsite.planning import Context
from microsite.schema import slug_of

# What open data may be used for: anything.
LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
_FOLD_AT = 75
# A cell, or what a reader with other separators takes for one, that a spreadsheet would count out.
_RISKY = re.compile(r"(^|[,;])(?='*[=+\-@＝＋－＠])")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """Return a stranger's text without the characters that XML, calendars and spreadsheets choke on."""
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))


def uri_of(url: str) -> str:
    """Return a web address as a URI (RFC 3986): only ASCII, whatever letters it was written with."""
    if not url:
        return ""
    parts = urlsplit(url)
    host, colon, port = parts.netloc.partition(":")
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        host = quote(host)
    safe = "/:@!$&'()*+,;=-._~%"
    path, query, anchor = (
        quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part), safe=safe + more)
        for part, more in ((parts.path, ""), (parts.query, "?"), (parts.fragment, "?"))
    )
    end = (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")
    return f"{parts.scheme}://{host}{colon}{port}{path}{end}"


def escaped(text: str) -> str:
    """Return a text as a value of vCard and iCalendar: what would end it or begin another is escaped."""
    kept = plain(text).replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return kept.replace("\n", "\\n").replace("\t", " ")


def folded(lines: Iterable[str]) -> bytes:
    """Return lines as vCard and iCalendar have them: in pieces of at most 75 bytes, never cut within a letter."""
    return b"".join(map(_folded, lines))


def _folded(line: str) -> bytes:
    rows, row = [], b""
    for letter in line:
        data = letter.encode()
        if len(row) + len(data) > _FOLD_AT:
            rows.append(row)
            row = b" "
        row += data
    return b"\r\n".join([*rows, row]) + b"\r\n"


def service_file(context: Context, service: Service, lang: str, name: str) -> str:
    """Return where a file beside the service's page in `lang` lies, "" where there is no such page."""
    if service.facts.status == "ended" or not context.addresses.has("service", service.name, lang):
        return ""
    return posixpath.join(posixpath.dirname(context.addresses.out("service", service.name, lang)), name)


def contact_card_of(context: Context, service: Service, lang: str) -> str:
    """Return where the vCard of a service lies, "" where it has none: ended, or nothing to save but its page."""
    ways = any(channel.number or channel.email for channel in service.facts.channels)
    return service_file(context, service, lang, "kontakt.vcf") if ways else ""


def wallet_of(context: Context, service: Service, lang: str) -> str:
    """Return where a service's card for the wallet lies, "" where it has none: at rest, unconfirmed, out of reach."""
    facts = service.facts
    reached = any(c.number or c.email or (c.type == "chat" and c.url) for c in facts.channels)
    sure = facts.status == "active" and not service.unverified
    made = context.site.settings.wallet_cards and reached and sure
    return service_file(context, service, lang, "kort.pdf") if made else ""


def calendar_of(service: Service) -> str:
    """Return where the calendar of a service's drop-in hours lies, "" where it has none."""
    facts = service.facts
    open_door = any(channel.type == "visit" and channel.hours is not None for channel in facts.channels)
    return (
        f"data/kalender/{slug_of(service.name)}.ics" if facts.drop_in and open_door and facts.status == "active" else ""
    )


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> str:
    """Return CSV that Excel in Swedish opens by a double click: semicolons, a byte order mark, CRLF."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return f"\ufeff{file.getvalue()}"


def _cell(value: str | float | None) -> str:
    """Return a cell that no spreadsheet takes for a formula: a risky one has an apostrophe before it."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return _RISKY.sub(r"\1'", " ".join(value.split()))
