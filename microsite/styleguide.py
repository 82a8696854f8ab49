"""The style guide: every colour, and every component in each state that its examples hold. The preview shows it.

It is made when it is asked for, from the templates as they are just then, and is never published: whoever changes a
component sees all its states in Swedish or, from right to left, in Arabic, in the site's own style.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from microsite.catalogue import read_catalogue
from microsite.model import direction
from microsite.palette import PAIRS, Scheme
from microsite.pipeline import ENGINE
from microsite.source import Source, StatCache, read_tree
from microsite.urls import LANGUAGE_NAMES

_TEMPLATES, _COMPONENTS = "templates/", "templates/components/"
_EXAMPLES = "/examples.yaml"
_WORDS = {
    "sv": ("Stilguide", "Färger", "Visas bara i förhandsvisningen. Ljust och mörkt följer datorns inställning."),
    "ar": ("دليل التصميم", "الألوان", "يظهر في المعاينة فقط."),
}


def components(sources: Mapping[str, Source]) -> list[str]:
    """Return the names of the components that have examples."""
    paths = (path for path in sources if path.startswith(_COMPONENTS) and path.endswith(_EXAMPLES))
    return sorted(path.removeprefix(_COMPONENTS).removesuffix(_EXAMPLES) for path in paths)


def examples(sources: Mapping[str, Source], component: str, lang: str) -> list[tuple[str, str]]:
    """Return name and HTML of each example of a component, with the interface's words in `lang`.

    Raises Jinja's and YAML's own errors: who looks at a style guide changes templates, and is told what they say.
    """
    import yaml
    from markupsafe import Markup

    from microsite.templating import environment_of

    files = tuple(
        (path.removeprefix(_TEMPLATES), source.read())
        for path, source in sorted(sources.items())
        if path.startswith(_TEMPLATES) and path.endswith(".html")
    )
    environment, voice = environment_of(files)
    words = sources.get(f"templates/locales/{lang}.po")
    catalogue = read_catalogue(words.read(), lang) if words else None
    voice.speak(lang, tuple(catalogue.messages.items()) if catalogue else (), catalogue.plural if catalogue else "")
    module: Any = environment.get_template(f"components/{component}/{component}.html").module
    rows: list[dict[str, Any]] = yaml.safe_load(sources[f"{_COMPONENTS}{component}{_EXAMPLES}"].read())

    def marked(args: dict[str, Any]) -> dict[str, Any]:
        # As a layout passes them: what is HTML already says so.
        html_args = ("html", "attributes")
        return {name: Markup(value) if name in html_args else value for name, value in args.items()}  # noqa: S704 (ours)

    return [(row["name"], str(getattr(module, row["call"])(**marked(row.get("args", {}))))) for row in rows]


def style_guide(root: Path, stylesheet: str, scheme: Scheme, path: str, lang: str, top: str) -> str | None:
    """Return the page at `path` below `top`: "" for colours and the list, else a component's; None for no page."""
    lang = lang if lang in _WORDS else "sv"
    sources = read_tree(root, ENGINE, StatCache({}))
    names = components(sources)
    component = path.strip("/")
    if component and component not in names:
        return None
    title, colours, note = _WORDS[lang]
    links = "".join(f'<li><a href="{top}{name}/?lang={lang}">{name}</a></li>' for name in names)
    body = f'<ul class="guide__list">{links}</ul>'
    if component:
        shown = (
            f'<section><h2 class="guide__name">{html.escape(name)}</h2><div class="guide__stage">{text}</div></section>'
            for name, text in examples(sources, component, lang)
        )
        body = "".join(shown)
    else:
        body = f"<h2>{colours}</h2>{_swatches(scheme)}{body}"
    others = " · ".join(f'<a href="?lang={code}" lang="{code}">{LANGUAGE_NAMES[code]}</a>' for code in _WORDS)
    return (
        f'<!doctype html><html lang="{lang}" dir="{direction(lang)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{component or title} – {title}</title>"
        f'<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="{stylesheet}">'
        f"<style>{_STYLE}</style></head><body>"
        f'<div class="wrap guide"><p><a href="{top}?lang={lang}">{title}</a> · {others}</p>'
        f"<h1>{component or title}</h1><p>{note}</p></div>"
        f'<main class="{"" if component else "wrap "}guide">{body}</main></body></html>'
    )


def _swatches(scheme: Scheme) -> str:
    """Return every colour by its name, in the scheme that the reader's device asks for; and what is read on what."""
    grounds = {ink: paper for ink, paper, _ in reversed(PAIRS)}
    rows = []
    for name, _ in scheme.named:
        ground = grounds.get(name.replace("-", "_"), "").replace("_", "-")
        sample = f'<span style="color:var(--{name});background:var(--{ground})">Aa ع</span>' if ground else ""
        rows.append(f'<li><span class="guide__colour" style="background:var(--{name})"></span>--{name} {sample}</li>')
    return f'<ul class="guide__colours">{"".join(rows)}</ul>'


_STYLE = """
.guide { padding-block: 1.5rem; }
.guide section { margin-block-end: 3rem; }
.guide h1, .guide h2 { margin-block: 1.5rem .75rem; }
/* What only scripts show is shown here. */
.guide__stage [hidden] { display: revert !important; }
.guide__name { max-inline-size: 72rem; margin-inline: auto; padding-inline: 1rem; font-size: .95rem; opacity: .75; }
.guide__stage { position: relative; padding: 1rem; border-block: 1px dashed; overflow: hidden; }
.guide__list, .guide__colours { display: grid; gap: .5rem; }
.guide__list, .guide__colours { grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); }
.guide__colour { display: inline-block; inline-size: 3rem; block-size: 2rem; margin-inline-end: .5rem; }
.guide__colour { border: 1px solid; vertical-align: middle; }
"""
