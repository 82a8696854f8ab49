"""Files whose whole text is planned: a manifest, a table of headers, robots.txt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsite.target import Inputs, Recipe


@dataclass(frozen=True, slots=True)
class TextView:
    """The text of the file."""

    text: str


def write_text(batch: Sequence[Inputs]) -> list[bytes]:
    """Write the text as it was planned."""
    return [inputs.view.text.encode() for inputs in batch]


WRITE_TEXT = Recipe(write_text)
