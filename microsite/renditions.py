"""Renditions: which sizes and formats a picture has, and their addresses.

`renditions_of` is read both by the pages that name the files and by the kind that makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from microsite.encoding import ENCODE, RenditionView
from microsite.key import Keys
from microsite.logo_drawing import DRAW_LOGO, PLATE_HEIGHT, PLATE_WIDTH, LogoView
from microsite.model import Master
from microsite.schema import slug_of
from microsite.source import digest_of
from microsite.target import Target

FORMATS = ("avif", "webp", "jpeg", "png")
MIME = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg", "png": "image/png"}
_SUFFIX = {"avif": "avif", "webp": "webp", "jpeg": "jpg", "png": "png"}
# Measured on posters with saturated text: 4:4:4 keeps the letters' edges; AVIF speed 8 is a third of the time of 6.
_QUALITY = {"avif": 65, "webp": 80, "jpeg": 82, "png": 0}


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a picture in one format, in pixels, with its address below the site's base path."""

    out: str
    format: str
    width: int
    height: int
    target: Target


def widths_of(master: Master, wanted: Sequence[int]) -> tuple[int, ...]:
    """Return the widths to make, widest first. Nothing is enlarged: a small master gives its own width."""
    return tuple(sorted({min(width, master.width) for width in wanted}, reverse=True))


def height_of(master: Master, width: int) -> int:
    """Return the height in pixels of a rendition so wide."""
    return max(1, round(master.height * width / master.width))


def renditions_of(
    master: Master, wanted: Sequence[int], formats: Sequence[str], keys: Keys, name: str = ""
) -> tuple[Rendition, ...]:
    """Return every rendition of `master`, widest first in each format. Nothing is decoded to know the addresses."""
    stem = slug_of(name or PurePosixPath(master.path).stem)[:60] or "bild"
    sizes = tuple((width, height_of(master, width)) for width in widths_of(master, wanted))
    files = () if master.made else (("master", master.path),)
    needs = (master.made,) if master.made else ()
    origin = master.path or master.span.path
    rows = []
    for form in formats:
        for place, (width, height) in enumerate(sizes):
            view = RenditionView(form, _QUALITY[form], (sizes[0], (width, height)) if place else sizes[:1])
            mark = keys.fingerprint(ENCODE, view, files)
            if master.made:
                mark = digest_of(f"{master.digest} {mark}".encode())[:10]
            out = f"bilder/{stem}-{width}.{mark}.{_SUFFIX[form]}"
            target = Target(out, ENCODE, view, files, needs, group=master.digest, origin=origin)
            rows.append(Rendition(out, form, width, height, target))
    return tuple(rows)


# What logos stand on: white, and the site's night for those that are seen only there.
PLATES = _DAY, _NIGHT = "#ffffff", "#0e1716"


def logo_renditions(master: Master, keys: Keys, name: str, dark: bool = False) -> tuple[Rendition, ...]:
    """Return the drawings of a logo on its plate, all of one size; `dark` is the logo meant for dark grounds."""
    plates = (_NIGHT,) if dark else PLATES
    files = (("logo", master.path),)
    rows = []
    for form in ("webp", "png"):
        view = LogoView(form, PLATE_WIDTH, PLATE_HEIGHT, plates)
        out = f"bilder/logo-{name}.{keys.fingerprint(DRAW_LOGO, view, files)}.{_SUFFIX[form]}"
        target = Target(out, DRAW_LOGO, view, files, group=master.digest, origin=master.path)
        rows.append(Rendition(out, form, PLATE_WIDTH, PLATE_HEIGHT, target))
    return tuple(rows)
