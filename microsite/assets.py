"""Styles, scripts and fonts: joined, fingerprinted, and known by address while pages are planned."""

from __future__ import annotations

import base64
import hashlib
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from microsite.joining import COPY, JOIN_STYLES, LAYERS, TRIM_SCRIPT, StyleView
from microsite.key import Keys
from microsite.palette import Palette
from microsite.source import Source
from microsite.target import Inputs, Recipe, Target


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file of ours with its fingerprint."""

    out: str
    mark: str
    target: Target


def fonts(sources: Mapping[str, Source], keys: Keys) -> list[Bundle]:
    """Return the web fonts."""
    return [_copied(path, keys) for path in sources if path.startswith("assets/fonts/") and path.endswith(".woff2")]


def script(name: str, sources: Mapping[str, Source], keys: Keys) -> Bundle | None:
    """Return the script `assets/js/<name>.js`, if there is one: "site" is for every page, "help" for where help is."""
    path = f"assets/js/{name}.js"
    return _copied(path, keys, TRIM_SCRIPT) if path in sources else None


def sheets(sources: Iterable[str]) -> list[str]:
    """Return the paths of the style sheets among `sources`, in the order that they are joined in."""
    known = set(sources)
    named = [f"assets/css/{layer}.css" for layer in LAYERS]
    parts = sorted(path for path in known if path.startswith("templates/components/") and path.endswith(".css"))
    return [path for path in (*named[:4], *parts, *named[4:]) if path in known]


def stylesheet(palette: Palette, sources: Mapping[str, Source], keys: Keys, base: str) -> Bundle:
    """Return the one style sheet: tokens and layout from assets/css, the rest from each component."""
    view = StyleView(
        palette.light.named,
        palette.dark.named,
        tuple((f.target.files[0][0], base + f.out) for f in fonts(sources, keys)),
    )
    files = tuple((path, path) for path in sheets(sources))
    mark = keys.fingerprint(JOIN_STYLES, view, files)
    out = f"stil/site.{mark}.css"
    return Bundle(out, mark, Target(out, JOIN_STYLES, view, files, origin="assets/css"))


def integrity_of(bundle: Bundle, files: Mapping[str, bytes]) -> str:
    """Return the subresource integrity of what the bundle's recipe makes of `files`."""
    target = bundle.target
    [data] = target.recipe.run([Inputs(target.view, {name: files[name] for name, _ in target.files}, {})])
    return "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()


def _copied(path: str, keys: Keys, recipe: Recipe = COPY) -> Bundle:
    stem, suffix = posixpath.splitext(posixpath.basename(path))
    files = ((posixpath.basename(path), path),)
    mark = keys.fingerprint(recipe, "", files)
    out = f"stil/{stem}.{mark}{suffix}"
    return Bundle(out, mark, Target(out, recipe, "", files, origin=path))
