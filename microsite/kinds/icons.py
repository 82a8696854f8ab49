"""Icons, the picture that is shown when a page is shared, and the web manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator

from microsite.drawing import ICON, MARK, IconView
from microsite.plain import WRITE_TEXT, TextView
from microsite.planning import Context, manifest_name
from microsite.target import Target


def targets(context: Context) -> Iterator[Target]:
    """Yield icons, share pictures and manifests."""
    colours = context.palette.light
    first, second = colours.mark_brand, colours.mark_accent
    plain = IconView(0, 1.0, "", first, second, "svg")
    yield Target("favicon.svg", ICON, plain, MARK, origin="assets/mark.svg")
    yield Target("favicon.ico", ICON, IconView(32, 1.0, "", first, second, "ico"), MARK, origin="assets/mark.svg")
    for side, name, share in (
        (180, "apple-touch-icon.png", 0.62),
        (192, "icon-192.png", 0.72),
        (512, "icon-512.png", 0.72),
        (512, "icon-maskable-512.png", 0.5),
    ):
        yield Target(
            name,
            ICON,
            IconView(side, share, colours.ground, first, second, "png"),
            MARK,
            origin="assets/mark.svg",
        )
    for lang in context.site.languages:
        chrome = context.chrome(lang)
        yield context.share_picture(f"dela/{lang}.png", chrome.site_name, chrome.tagline, lang)
        yield Target(
            manifest_name(lang, context.site.default),
            WRITE_TEXT,
            TextView(_manifest(context, lang)),
            origin="content/site.yaml",
        )


def _manifest(context: Context, lang: str) -> str:
    chrome = context.chrome(lang)
    icons = [
        {"src": context.url_of("icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": context.url_of("icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {
            "src": context.url_of("icon-maskable-512.png"),
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ]
    data = {
        "name": chrome.site_name,
        "short_name": chrome.site_name,
        "description": chrome.tagline,
        "lang": lang,
        "dir": chrome.dir,
        "start_url": chrome.home_url,
        "scope": context.addresses.base,
        "display": "browser",
        "background_color": context.palette.light.ground,
        "theme_color": context.palette.light.band,
        "icons": icons,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
