"""Snippets: each badge with the code that shows it, ready to copy, for a website, an email signature and Markdown."""

from __future__ import annotations

import re
from html import escape

from microsite import cards
from microsite.badge_drawing import SIZES
from microsite.model import Partner
from microsite.planning import Context
from microsite.views import BadgeChoice

_FORM_WORDS = {"wide": "Wide", "square": "Square", "signature": "For email signatures"}
_THEME_WORDS = {
    "light": "on a light ground",
    "dark": "on a dark ground",
    "mono": "in one colour, black",
    "white": "in one colour, white",
}


def badge_choices(context: Context, partner: Partner | None, url: str, lang: str) -> tuple[BadgeChoice, ...]:
    """Return every badge of a partner, or of the campaign (None), with what it links to: `url`, an absolute path."""
    say, full = context.say(lang), context.addresses.full
    alt = cards.badge_title(context, partner, lang)
    made = context.site.settings.badges
    has_signature = any(badge.startswith("signature") for badge in made)
    rows = []
    for badge in made:
        form, theme = badge.split("-")
        width, height = SIZES[form]
        stem = cards.badge_stem(partner, lang, badge)
        svg, png = context.url_of(f"{stem}.svg"), context.url_of(f"{stem}-2x.png")
        size = f'width="{width}" height="{height}" alt="{escape(alt)}"'
        own = f'<a href="{escape(full(url))}"><img src="{stem.rpartition("/")[2]}-2x.png" {size}></a>'
        picture = f'<img src="{escape(full(svg))}" {size} referrerpolicy="no-referrer" loading="lazy">'
        linked = f'<a href="{escape(full(url))}">{picture}</a>'
        markdown = f"[![{_in_markdown(alt)}]({full(context.url_of(f'{stem}.png'))})]({full(url)})"
        mail = ""
        if form == "signature" or (form == "wide" and not has_signature):
            mail = _in_mail(full(url), full(png), alt, 1 if form == "signature" else 2, (width, height))
        label = say("%(form)s, %(ground)s", form=say(_FORM_WORDS[form]), ground=say(_THEME_WORDS[theme]))
        rows.append(BadgeChoice(label, theme, svg, png, width, height, alt, own, linked, markdown, mail))
    return tuple(rows)


def _in_mail(page: str, picture: str, alt: str, shrunk: int, size: tuple[int, int]) -> str:
    """Return the badge for an email signature: a PNG, as few clients draw SVG, sized by attributes, which all heed."""
    attributes = f'width="{size[0] // shrunk}" height="{size[1] // shrunk}" alt="{escape(alt)}" border="0"'
    return f'<a href="{escape(page)}"><img src="{escape(picture)}" {attributes}></a>'


def _in_markdown(text: str) -> str:
    """Return a stranger's words as the text of a link in Markdown: no sign of theirs means anything."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~-])", r"\\\1", " ".join(text.split()))
