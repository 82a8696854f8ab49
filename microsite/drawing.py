"""Drawing: icons and the picture of a shared link, as outlines from the campaign's mark and letters.

Like `encoding`, it imports nothing that changes often, so that an edit elsewhere draws nothing again.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from microsite.lettering import GRID, fit
from microsite.target import Inputs, Recipe

SHARE_SIZE = (1200, 630)
FONTS = (("latin", "assets/fonts/text.ttf"), ("arabic", "assets/fonts/arabic.ttf"))
MARK = (("mark", "assets/mark.svg"),)


def mark_shapes(mark: bytes, primary: str, accent: str) -> str:
    """Return the shapes of the campaign's mark in the colours given. The mark's own are its first two fills."""
    text = mark.decode("utf-8-sig")
    body = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    body = re.sub(r"<title>.*?</title>|<!--.*?-->", "", body, flags=re.DOTALL)
    colours = list(dict.fromkeys(re.findall(r"#[0-9a-fA-F]{6}", body)))
    for old, new in zip(colours[:2], (primary, accent), strict=False):
        body = body.replace(old, new)
    return " ".join(body.split()).replace("> <", "><")


@dataclass(frozen=True, slots=True)
class IconView:
    """An icon: its side in pixels, the mark's share of it, and its colours ("" for no ground)."""

    side: int
    share: float
    ground: str
    primary: str
    accent: str
    form: str


@dataclass(frozen=True, slots=True)
class ShareView:
    """The picture of a shared link: a page's title or the campaign's name, and a line below it."""

    name: str
    line: str
    rtl: bool
    ground: str
    ink: str
    accent: str


def raster(svg: str, sizes: Sequence[tuple[int, int]]) -> list[bytes]:
    """Return a drawing of ours as PNG, once in each of `sizes`, in pixels. Never given a stranger's SVG."""
    import typst

    # One page a size: the outlines are read once, and typst is three times as fast as resvg at it.
    page = "page(width: {0}pt, height: {1}pt, margin: 0pt, fill: none, image(svg, width: 100%, height: 100%))"
    source = "#let svg = bytes(sys.inputs.svg)\n" + "".join(f"#{page.format(*size)}\n" for size in sizes)
    # Several files in memory are taken too, which its types do not say.
    made = typst.compile(  # type: ignore[call-overload]
        {"main.typ": source.encode()}, format="png", ppi=72, sys_inputs={"svg": svg}, ignore_system_fonts=True
    )
    return [bytes(png) for png in made] if isinstance(made, list) else [bytes(made)]


def draw_icon(batch: Sequence[Inputs]) -> list[bytes]:
    """Draw icons from the mark, as SVG, PNG or ICO."""
    import resvg_py

    results = []
    for inputs in batch:
        view: IconView = inputs.view
        inner = 64 / view.share
        offset = (inner - 64) / 2
        ground = f'<rect width="{inner:g}" height="{inner:g}" fill="{view.ground}"/>' if view.ground else ""
        shapes = mark_shapes(inputs.files["mark"], view.primary, view.accent)
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {inner:g} {inner:g}">{ground}<g transform="translate({offset:g} {offset:g})">{shapes}</g></svg>\n'
        if view.form == "svg":
            results.append(svg.encode())
            continue
        png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=view.side, height=view.side, skip_system_fonts=True))
        results.append(_as_ico(png) if view.form == "ico" else png)
    return results


def draw_share(batch: Sequence[Inputs]) -> list[bytes]:
    """Draw the picture of a shared link as PNG, 1200×630 pixels."""
    return [raster(_share(inputs), [SHARE_SIZE])[0] for inputs in batch]


ICON = Recipe(draw_icon)
SHARE = Recipe(draw_share, heavy=True)


def _share(inputs: Inputs) -> str:
    view: ShareView = inputs.view
    fonts = (inputs.files["latin"], inputs.files["arabic"])
    width, height = SHARE_SIZE
    margin, room = 90, 1020
    rows = [(line, size * 1.12, view.ink) for line, size in fit(view.name, fonts, 104, 800, room, 84, rtl=view.rtl)]
    rows += [(line, size * 1.4, view.accent) for line, size in fit(view.line, fonts, 42, 500, room, 36, rtl=view.rtl)]
    y = height - margin - sum(leading for _, leading, _ in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}" fill="{view.ground}"/>',
        f'<g transform="translate({width - margin - 128 if view.rtl else margin} {margin}) scale(2)">{mark_shapes(inputs.files["mark"], view.ink, view.accent)}</g>',
    ]
    for line, leading, colour in rows:
        x = width - margin - line.width if view.rtl else margin
        parts.append(
            f'<path transform="translate({x:.1f} {y + leading * 0.76:.1f}) scale({1 / GRID:g})" fill="{colour}" d="{line.path}"/>'
        )
        y += leading
    return "".join(parts) + "</svg>"


def _as_ico(png: bytes) -> bytes:
    """Wrap a PNG as an icon file of one picture, which every browser of this century reads."""
    out = io.BytesIO()
    out.write(b"\0\0\1\0\1\0" + bytes((32, 32, 0, 0)) + (1).to_bytes(2, "little") + (32).to_bytes(2, "little"))
    out.write(len(png).to_bytes(4, "little") + (22).to_bytes(4, "little") + png)
    return out.getvalue()
