"""Pictures: exactly the renditions that some page shows."""

from __future__ import annotations

from collections.abc import Iterator

from microsite.planning import Context
from microsite.target import Target


def targets(context: Context) -> Iterator[Target]:
    """Yield the renditions that the other kinds asked for while they planned."""
    yield from context.pictures()
