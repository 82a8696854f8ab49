"""Help must be easy to read: LIX of the Swedish help pages and services."""

from __future__ import annotations

from typing import Any

from microsite.checks.pages import Published
from microsite.model import Text
from microsite.planning import HELP_AUDIENCES
from microsite.problem import Problems, Span

# Below this, a sentence more or less decides the figure.
_FEWEST_WORDS = 60


def check(published: Published, problems: Problems) -> None:
    """Warn of help pages over the limit in `site.yaml`. LIX is made for Swedish, so only Swedish is measured."""
    site = published.site
    limit = site.settings.lix_limit
    help_pages = [p for p in site.pages.values() if p.facts.audience in HELP_AUDIENCES]
    texts: list[Text[Any]] = [page.texts["sv"] for page in help_pages if "sv" in page.texts]
    texts += [service.texts["sv"] for service in site.services.values() if "sv" in service.texts]
    for text in texts:
        document = text.body.document
        if document.lix > limit and len(document.plain.split()) >= _FEWEST_WORDS:
            problems.warn("lix", Span(text.path), lix=f"{document.lix:.0f}", limit=limit)
