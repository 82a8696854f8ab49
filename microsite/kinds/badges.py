"""Badges: for every partner and for the campaign, in every language and form, at addresses that never change."""

from __future__ import annotations

from collections.abc import Iterator

from microsite import cards
from microsite.badge_drawing import DRAW, RASTERISE, SCALES, SIZES, BadgeView, RasterView, png_name
from microsite.drawing import FONTS, MARK
from microsite.lettering import missing_glyphs
from microsite.model import Partner, direction
from microsite.planning import Context
from microsite.target import Target

_PLATES = {
    "light": {"ground": "#ffffff", "border": "#c9d3d1", "ink": "#14201f", "quiet": "#44524f"},
    "dark": {"ground": "#0e1716", "border": "#3b4b48", "ink": "#f3ede3", "quiet": "#c3cbc6"},
    "mono": {"ground": "", "border": "#000000", "ink": "#000000", "quiet": "#000000"},
    "white": {"ground": "", "border": "#ffffff", "ink": "#ffffff", "quiet": "#ffffff"},
}


def targets(context: Context) -> Iterator[Target]:
    """Yield an SVG and a PNG at each scale of every badge that is made."""
    site = context.site
    if not site.settings.badges:
        return
    for partner in site.partners.values():
        for char in missing_glyphs("".join(dict(partner.facts.name).values()), context.letters):
            context.problems.error("glyph-missing", partner.span, char=char)
    for lang in site.whole_languages:
        for partner_or_none in (None, *site.partners.values()):
            for badge in site.settings.badges:
                yield from _badge(context, partner_or_none, lang, badge)


def _badge(context: Context, partner: Partner | None, lang: str, badge: str) -> Iterator[Target]:
    settings, say, colours = context.site.settings, context.say(lang), context.palette
    form, theme = badge.split("-")
    plate = _PLATES[theme]
    inks = {
        "light": (colours.light.brand_ink, colours.light.mark_accent),
        "dark": (colours.dark.brand_ink, colours.dark.mark_accent),
    }.get(theme, (plate["ink"], plate["ink"]))
    view = BadgeView(
        form=form,
        partner=partner.facts.name_in(lang) if partner and partner.active else "",
        stands=say("stands behind"),
        campaign=context.site.local(settings.name, lang),
        title=cards.badge_title(context, partner, lang),
        description=context.site.local(settings.tagline, lang),
        lang=lang,
        rtl=direction(lang) == "rtl",
        primary=inks[0],
        accent=inks[1],
        **plate,
    )
    stem = cards.badge_stem(partner, lang, badge)
    origin = "partners.yaml" if partner else "content/site.yaml"
    svg = f"{stem}.svg"
    yield Target(svg, DRAW, view, FONTS + MARK, origin=origin)
    width, height = SIZES[form]
    for scale in SCALES:
        yield Target(
            png_name(stem, scale), RASTERISE, RasterView(width, height, scale), needs=(svg,), group=svg, origin=origin
        )
