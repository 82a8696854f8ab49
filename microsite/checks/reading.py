"""Help must be easy to read: LIX of the Swedish help pages and services, and of all that is written to be easy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from microsite.checks.pages import Published
from microsite.model import Entry, Service, Text
from microsite.planning import HELP_AUDIENCES
from microsite.problem import Problems, Span

# What Björnsson's scale calls very easy; so easy is all that is said in easy-to-read Swedish.
_EASY = 30
# Below this, a sentence more or less decides the figure.
_FEWEST_WORDS = 60
# From so many words on, a sentence is one to cut in two.
_LONG = 18


def check(published: Published, problems: Problems) -> None:
    """Warn of help pages over the limit in `site.yaml`. LIX is made for Swedish, so only Swedish is measured."""
    site = published.site
    help_pages = [p for p in site.pages.values() if p.facts.audience in HELP_AUDIENCES]
    entries: tuple[Entry[Any, Any] | Service, ...] = (*help_pages, *site.services.values())
    texts: list[tuple[Text[Any], int]] = [(e.texts["sv"], site.settings.lix_limit) for e in entries if "sv" in e.texts]
    texts += [(text, min(_EASY, site.settings.lix_limit)) for text in published.texts() if text.lang == "sv-simple"]
    for text, limit in texts:
        document = text.body.document
        if document.lix > limit and len(document.plain.split()) >= _FEWEST_WORDS:
            long = [(published.find_words(text.path, words[:4]), len(words)) for words in _longest(document.plain)]
            place = next((span for span, _ in long if span.line), Span(text.path))
            lines = [(span.line, count) for span, count in long if span.line]
            problems.warn(
                "lix",
                place,
                lix=f"{document.lix:.0f}",
                limit=limit,
                sentences=_told(" De längsta meningarna: ", "rad {0} ({1} ord)", lines),
                sentences_en=_told(" The longest sentences: ", "line {0} ({1} words)", lines),
            )


def _longest(plain: str) -> list[list[str]]:
    """Return the words of the longest sentences, at most three and none that is short, the longest first."""
    sentences = [re.findall(r"[\w-]+", sentence) for sentence in re.split(r"(?<=[.!?:])\s+", plain)]
    return sorted((words for words in sentences if len(words) >= _LONG), key=lambda words: -len(words))[:3]


def _told(before: str, each: str, lines: Sequence[tuple[int, int]]) -> str:
    return before + ", ".join(each.format(*line) for line in lines) + "." if lines else ""
