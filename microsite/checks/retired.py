"""Names and numbers that are no longer used must not come back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from microsite.checks.pages import Published
from microsite.model import Service, Text
from microsite.problem import Problems
from microsite.schema import RetiredFields, dial


def check(published: Published, problems: Problems) -> None:
    """Warn of every retired name and number of `content/words.yaml`, in texts and among the services' own."""
    site = published.site
    for retired in site.words.retired:
        call = dial(retired.number) if retired.number else ""
        for service in site.services.values():
            for path, written in _numbers(service):
                if call and dial(written) == call:
                    _tell(published, problems, path, written, retired)
        if not retired.name:
            continue
        for entries in (site.pages, site.news, site.events, site.services, site.posters):
            for entry in entries.values():
                for text in entry.texts.values():
                    if published.once(f"retired {retired.name}", text.path, partial(_says, text, retired.name)):
                        _tell(published, problems, text.path, retired.name, retired)


def _numbers(service: Service) -> Iterator[tuple[str, str]]:
    path = next(text.path for text in service.texts.values() if text.words is service.facts)
    yield from ((path, channel.number) for channel in service.facts.channels if channel.number)


def _says(text: Text[Any], name: str) -> bool:
    words = vars(text.words)
    said = " ".join(
        str(words.get(field) or "") for field in ("name", "title", "description", "summary", "how_to_start")
    )
    return (
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", f"{said} {text.body.document.plain}", re.IGNORECASE) is not None
    )


def _tell(published: Published, problems: Problems, path: str, word: str, retired: RetiredFields) -> None:
    instead = {"instead": retired.instead} if retired.instead else {"instead": "–"}
    problems.warn("retired", published.find(path, word), word=word, **instead)
