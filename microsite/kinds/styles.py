"""The style sheet, the scripts and the fonts."""

from __future__ import annotations

from collections.abc import Iterator

from microsite import assets
from microsite.planning import Context
from microsite.target import Target


def targets(context: Context) -> Iterator[Target]:
    """Yield the files that the frame of every page names."""
    yield context.styles.target
    for name in ("site", "help", "roster"):
        script = assets.script(name, context.sources, context.keys)
        if script:
            yield script.target
    for font in assets.fonts(context.sources, context.keys):
        yield font.target
