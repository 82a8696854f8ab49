"""Badges: for every partner, in every language and on light and dark, at addresses that never change."""

from __future__ import annotations

from collections.abc import Iterator

from microsite import cards
from microsite.drawing import DRAW, FONTS, MARK, RASTERISE, SCALES, THEMES, WIDTH, BadgeView, RasterView
from microsite.lettering import missing_glyphs
from microsite.model import Partner, direction
from microsite.planning import Context
from microsite.target import Target

_PLATES = {
    "light": {"ground": "#ffffff", "border": "#c9d3d1", "ink": "#14201f", "quiet": "#44524f"},
    "dark": {"ground": "#0e1716", "border": "#3b4b48", "ink": "#f3ede3", "quiet": "#c3cbc6"},
}


def targets(context: Context) -> Iterator[Target]:
    """Yield an SVG and a PNG at each scale for every partner, language and theme."""
    if not context.site.settings.badges:
        return
    fonts = tuple(context.sources[path].read() for _, path in FONTS) if context.site.partners else ()
    for partner in context.site.partners.values():
        for char in missing_glyphs(partner.facts.name, fonts):
            context.problems.error("glyph-missing", partner.span, char=char)
        for lang in context.site.languages:
            for theme in THEMES:
                yield from _badge(context, partner, lang, theme)


def _badge(context: Context, partner: Partner, lang: str, theme: str) -> Iterator[Target]:
    settings, say = context.site.settings, context.say(lang)
    dark = theme == "dark"
    view = BadgeView(
        partner=partner.facts.name if partner.active else "",
        stands=say("stands behind"),
        campaign=context.site.local(settings.name, lang),
        title=cards.badge_title(context, partner, lang),
        lang=lang,
        rtl=direction(lang) == "rtl",
        primary=settings.brand.primary_dark if dark else settings.brand.primary,
        accent=settings.brand.accent_dark if dark else settings.brand.accent,
        **_PLATES[theme],
    )
    stem = cards.badge_stem(partner, lang, theme)
    svg = f"{stem}.svg"
    yield Target(svg, DRAW, view, FONTS + MARK, origin="partners.yaml")
    for scale in SCALES:
        out = f"{stem}.png" if scale == 1 else f"{stem}-{scale}x.png"
        yield Target(out, RASTERISE, RasterView(WIDTH * scale), needs=(svg,), origin="partners.yaml")
