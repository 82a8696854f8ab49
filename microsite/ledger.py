"""The ledger: every address that partners embed and print, and what was promised to be seen there.

`content/ledger.txt` is kept with the campaign's content. One line an address: the address, what it is, its state, the
day it was promised or weakened, a fingerprint of the picture, its size in pixels. A badge's line is that of its SVG,
and promises the PNGs beside it too. A promise may only weaken: from live to ended.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from microsite.badge_drawing import SCALES, SIZES, png_name
from microsite.model import Site
from microsite.target import Artifact

PATH = "content/ledger.txt"
# Each weaker than the one before it.
STATES = ("live", "ended")
_HEAD = """\
# De adresser som partner har fått: märken och partnersidor. De ska fungera för alltid.
# Filen skrivs av python3 build.py partners record. Ändra den inte för hand, och ta aldrig bort en rad.
"""
_LINE = re.compile(
    r"(?P<address>\S+) (?P<kind>badge|page) (?P<state>live|ended) (?P<since>\d{4}-\d\d-\d\d) "
    r"(?P<fingerprint>[0-9a-f]{16}|-) (?P<size>\d+x\d+|-)"
)
# The campaign's own badges lie beside the partners' folders.
_BADGE = re.compile(rf"(?P<stem>badges/(?:(?P<slug>[^/]+)/)?[a-z]+-[a-z]+(?:-(?P<form>{'|'.join(SIZES)}))?)\.svg")


@dataclass(frozen=True)
class Promise:
    """One address and what was promised of it. `since` is YYYY-MM-DD; `fingerprint` and `size` are "-" for a page."""

    address: str
    kind: str
    state: str
    since: str
    fingerprint: str
    size: str

    @property
    def partner(self) -> str:
        """Return the id of the partner that it was given to, "" where it is the campaign's own badge."""
        *folders, last = self.address.removesuffix("/").split("/")
        return last if self.kind == "page" else "/".join(folders[1:])

    @property
    def line(self) -> str:
        """Return it as a line of the file."""
        return f"{self.address} {self.kind} {self.state} {self.since} {self.fingerprint} {self.size}"

    def same(self, other: Promise) -> bool:
        """Tell whether both promise the same, whenever that was."""
        return (self.state, self.fingerprint, self.size) == (other.state, other.fingerprint, other.size)


def read_ledger(text: str) -> tuple[dict[str, Promise], dict[str, int], list[int]]:
    """Return the promises by address, the line of each, and the lines that can't be read.

    Two branches merged may both have a line for an address: the weaker promise holds, the later of two equal ones.
    """
    found: dict[str, Promise] = {}
    lines: dict[str, int] = {}
    wrong: list[int] = []
    for number, row in enumerate(text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n"), 1):
        if not row.strip() or row.startswith("#"):
            continue
        match = _LINE.fullmatch(row.strip())
        if match is None:
            wrong.append(number)
            continue
        promise = Promise(**match.groupdict())
        before = found.get(promise.address)
        if before is None or _rank(promise) >= _rank(before):
            found[promise.address], lines[promise.address] = promise, number
    return found, lines, wrong


def _rank(promise: Promise) -> tuple[int, str]:
    return STATES.index(promise.state), promise.since


def ledger_text(promises: Iterable[Promise]) -> str:
    """Return the file, sorted by address: a change of one promise is a change of one line."""
    return _HEAD + "".join(f"{promise.line}\n" for promise in sorted(promises, key=lambda p: p.address))


def promises_of(
    site: Site, artifacts: Mapping[str, Artifact], origins: Mapping[str, str], day: dt.date
) -> dict[str, Promise]:
    """Return what a build promises of each address that a partner may use. Examples are promised nothing."""
    found: dict[str, Promise] = {}
    for out, artifact in artifacts.items():
        badge = _BADGE.fullmatch(out)
        if badge is None and (origins.get(out) != "partners.yaml" or not out.endswith("/index.html")):
            continue
        address = out if badge else out.removesuffix("index.html")
        name = badge["slug"] if badge else address.split("/")[-2]
        partner = site.partners.get(name or "")
        if name and (partner is None or partner.facts.example):
            continue
        state = "live" if partner is None or partner.active else "ended"
        if badge is None:
            found[address] = Promise(address, "page", state, day.isoformat(), "-", "-")
            continue
        # Only the drawing has a fingerprint: the next version of a library may pack the same pixels otherwise.
        if all(png_name(badge["stem"], scale) in artifacts for scale in SCALES):
            width, height = SIZES[badge["form"] or "wide"]
            mark, size = artifact.digest[:16], f"{width}x{height}"
            found[address] = Promise(address, "badge", state, day.isoformat(), mark, size)
    return found


def renewed(old: Mapping[str, Promise], made: Mapping[str, Promise]) -> dict[str, Promise]:
    """Return the ledger after what `made` promises is written down. What has not changed keeps its day.

    What is no longer made stays: nothing that was promised is taken back by writing.
    """
    unchanged = {name for name, promise in made.items() if name in old and old[name].same(promise)}
    return {**old, **{name: promise for name, promise in made.items() if name not in unchanged}}
