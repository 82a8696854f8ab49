"""The list of whom to call about their facts, and writing down that somebody did."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from microsite.model import Service, Site
from microsite.store import write_whole
from microsite.yamlspan import quoted

_FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True)
class Call:
    """One call to make: to whom, at which numbers and addresses, and what is written today."""

    name: str
    slug: str
    organisation: str
    review_by: dt.date | None
    checked: dt.date
    ways: tuple[str, ...]
    hours: tuple[str, ...]
    source: str
    days_late: int


def calls(site: Site) -> list[Call]:
    """Return the calls to make, the oldest first; services that have ended are not called."""
    rows = []
    for slug, service in site.services.items():
        facts = service.facts
        if facts.status == "ended":
            continue
        ways = [f"{c.type}: {c.number or c.email or c.url or c.label}" for c in facts.channels]
        hours = [f"{c.type}: {c.hours.text}" for c in facts.channels if c.hours and c.hours.text]
        late = (site.today - facts.review_by).days if facts.review_by else 0
        rows.append(
            Call(
                facts.name,
                slug,
                facts.organisation,
                facts.review_by,
                facts.checked,
                tuple(dict.fromkeys(ways)),
                tuple(dict.fromkeys(hours)),
                facts.source,
                late,
            )
        )
    return sorted(rows, key=lambda call: (call.review_by or dt.date.min, call.checked, call.name))


def confirm(root: Path, service: Service, day: dt.date, by: str, every: int) -> dict[str, str]:
    """Write into the service's file that its facts were checked on `day`; return the fields that were written.

    Only those lines change. Raises OSError, leaving the file as it was.
    """
    place = root / service.original.path
    data = place.read_bytes()
    text = data.decode("utf-8-sig")
    fields = {"checked": day.isoformat(), "review-by": (day + dt.timedelta(days=every)).isoformat()}
    if by:
        fields["checked-by"] = quoted(" ".join(by.split()))
    fences = list(_FENCE.finditer(text))
    head, rest = text[: fences[1].start()], text[fences[1].start() :]
    newline = "\r\n" if "\r\n" in head else "\n"
    for name, value in fields.items():
        line = re.compile(rf"^{re.escape(name)}:(?=[ \t\r]|$)[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*", re.MULTILINE)
        if line.search(head):
            head = line.sub(lambda _, name=name, value=value: f"{name}: {value}", head, count=1)  # type: ignore[misc]
        else:
            head += f"{name}: {value}{newline}"
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    write_whole(place, mark + (head + rest).encode(), root / ".cache")
    return fields
