"""Joining: the recipes of the style sheet and of files published as they are.

Like `encoding`, it imports nothing that changes often, so that an edit elsewhere gives no style sheet a new address.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass

from microsite.target import Inputs, Recipe

LAYERS = ("reset", "tokens", "base", "layout", "components", "utilities", "print")
_FONT = re.compile(r'url\("fonts/([\w.-]+)"\)')


@dataclass(frozen=True, slots=True)
class StyleView:
    """What the style sheet takes from the settings: colours on light and on dark grounds, and where fonts lie."""

    light: tuple[tuple[str, str], ...]
    dark: tuple[tuple[str, str], ...]
    fonts: tuple[tuple[str, str], ...]


def join_styles(batch: Sequence[Inputs]) -> list[bytes]:
    """Join the style files into one, each in its layer, colours first."""
    results = []
    for inputs in batch:
        urls = dict(inputs.view.fonts)
        parts = [
            f"@layer {', '.join(LAYERS)};",
            "@layer tokens{",
            _properties(inputs.view.light),
            f"@media (prefers-color-scheme:dark){{{_properties(inputs.view.dark)}}}",
            "}",
        ]
        for name, data in inputs.files.items():
            stem = posixpath.splitext(posixpath.basename(name))[0]
            layer = stem if stem in LAYERS and name.startswith("assets/") else "components"
            css = re.sub(r"/\*.*?\*/", "", data.decode("utf-8-sig"), flags=re.DOTALL)
            css = _FONT.sub(lambda match, urls=urls: f'url("{urls.get(match[1], match[1])}")', css)  # type: ignore[misc]
            css = "\n".join(line.strip() for line in css.splitlines() if line.strip())
            parts.append(f"@layer {layer}{{\n{css}\n}}")
        results.append(("\n".join(parts) + "\n").encode())
    return results


def _properties(colours: Sequence[tuple[str, str]]) -> str:
    return ":root{" + "".join(f"--{name}:{value};" for name, value in colours) + "}"


def trim_script(batch: Sequence[Inputs]) -> list[bytes]:
    """Publish a script of ours without its comments and indents, which must stand on lines of their own."""
    results = []
    for inputs in batch:
        [data] = inputs.files.values()
        lines = (line.strip() for line in data.decode("utf-8-sig").splitlines())
        results.append("".join(f"{line}\n" for line in lines if line and not line.startswith("//")).encode())
    return results


def copy(batch: Sequence[Inputs]) -> list[bytes]:
    """Publish a file as it is."""
    return [next(iter(inputs.files.values())) for inputs in batch]


JOIN_STYLES = Recipe(join_styles)
TRIM_SCRIPT = Recipe(trim_script)
COPY = Recipe(copy)
