"""Drawing badges: as outlines from the campaign's mark and letters, in every form, and the same as PNG.

Like `encoding`, it imports nothing that changes often, so that an edit elsewhere draws nothing again. What it draws is
promised to partners for ever: a change here is a change of every badge, which the ledger tells of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsite.drawing import mark_shapes, raster
from microsite.lettering import GRID, Line, fit, set_line
from microsite.target import Inputs, Recipe
from microsite.xml import escape, quoteattr

# Width and height in CSS pixels.
SIZES = {"wide": (320, 112), "square": (240, 240), "signature": (240, 60)}
SCALES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class BadgeView:
    """What stands in a badge. Colours are #rrggbb; `ground` is "" for none.

    `partner` is "" in the badge of the campaign, and in an ended one, which claims nothing.
    """

    form: str
    partner: str
    stands: str
    campaign: str
    title: str
    description: str
    lang: str
    rtl: bool
    ground: str
    border: str
    ink: str
    quiet: str
    primary: str
    accent: str


@dataclass(frozen=True, slots=True)
class RasterView:
    """How a badge becomes a PNG: its size in CSS pixels, and how many dots each of those has."""

    width: int
    height: int
    scale: int


@dataclass(frozen=True, slots=True)
class _Form:
    """Measures of a form, in pixels: its margin, the mark's side, and the sizes of the three lines."""

    margin: int
    # What is left free above and below.
    padding: int
    mark: int
    gap: int
    partner: float
    partner_least: float
    stands: float
    campaign: float
    campaign_least: float
    radius: float
    # The mark stands above the words, which are centred, instead of beside them.
    stacked: bool = False


_FORMS = {
    "wide": _Form(20, 6, 60, 16, 17, 13.5, 12.5, 20, 15, 11.5),
    "square": _Form(20, 9, 68, 16, 21, 16, 14, 22, 17, 15.5, stacked=True),
    "signature": _Form(10, 6, 38, 11, 12.5, 10.5, 10, 14, 11, 7.5),
}


def png_name(stem: str, scale: int) -> str:
    """Return where the PNG of a badge lies whose SVG is `stem`.svg."""
    return f"{stem}.png" if scale == 1 else f"{stem}-{scale}x.png"


def draw_badge(batch: Sequence[Inputs]) -> list[bytes]:
    """Draw badges as SVG with outlined text. The same bytes anywhere."""
    return [_draw(inputs).encode() for inputs in batch]


def rasterise(batch: Sequence[Inputs]) -> list[bytes]:
    """Turn one badge of ours into PNG at every scale asked for. Never given a stranger's SVG."""
    [svg] = batch[0].needs.values()
    return raster(svg.decode(), [(i.view.width * i.view.scale, i.view.height * i.view.scale) for i in batch])


DRAW = Recipe(draw_badge, heavy=True)
RASTERISE = Recipe(rasterise, heavy=True)

_Row = tuple[Line, float, str]


def _draw(inputs: Inputs) -> str:
    view: BadgeView = inputs.view
    form = _FORMS[view.form]
    width, height = SIZES[view.form]
    fonts = (inputs.files["latin"], inputs.files["arabic"])
    beside = 0 if form.stacked else form.mark + form.gap
    above = form.mark + form.gap if form.stacked else 0
    rows = _fitting_rows(view, form, fonts, width - 2 * form.margin - beside, height - above)
    block = sum(leading for _, leading, _ in rows)
    y = (height - above - block) / 2 + above
    mark_x = width - form.margin - form.mark if view.rtl else form.margin
    mark_y = (height - form.mark) / 2
    if form.stacked:
        mark_x, mark_y = (width - form.mark) // 2, (height - above - block) / 2
    box = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    edge = f'width="{width - 1}" height="{height - 1}" rx="{form.radius:g}"'
    mark = mark_shapes(inputs.files["mark"], view.primary, view.accent)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" lang={quoteattr(view.lang)}>',
        f"<title>{escape(view.title)}</title><desc>{escape(view.description)}</desc>",
        f'<rect x=".5" y=".5" {edge} fill="{view.ground or "none"}" stroke="{view.border}"/>',
        f'<g transform="translate({mark_x} {mark_y:g}) scale({form.mark / 64:g})">{mark}</g>',
    ]
    start = form.margin + beside
    for line, leading, colour in rows:
        # The baseline lies at four fifths of the line: room below for the tails of g, ö's dots above.
        baseline = y + leading * 0.78
        x = width - start - line.width if view.rtl else start
        if form.stacked:
            x = (width - line.width) / 2
        parts.append(
            f'<path transform="translate({x:.2f} {baseline:.2f}) scale({1 / GRID:g})" fill="{colour}" d="{line.path}"/>'
        )
        y += leading
    return "".join(parts) + "</svg>\n"


def _fitting_rows(view: BadgeView, form: _Form, fonts: tuple[bytes, ...], room: float, height: float) -> list[_Row]:
    """Return the lines, all smaller where they would be higher together than the badge has room for."""
    scale = 1.0
    while True:
        rows = _rows(view, form, fonts, room, scale)
        if sum(leading for _, leading, _ in rows) <= height - 2 * form.padding:
            return rows
        scale *= 0.95


def _rows(view: BadgeView, form: _Form, fonts: tuple[bytes, ...], room: float, scale: float) -> list[_Row]:
    rows: list[_Row] = []
    if view.partner:
        name = fit(view.partner, fonts, form.partner * scale, 600, room, form.partner_least * scale, 3)
        rows += [(line, size * 1.18, view.ink) for line, size in name]
        rows.append((set_line(view.stands, fonts, form.stands * scale, 400), form.stands * scale * 1.44, view.quiet))
    campaign = fit(view.campaign, fonts, form.campaign * scale, 800, room, form.campaign_least * scale)
    rows += [(line, size * 1.16, view.primary) for line, size in campaign]
    return rows
