"""Names and numbers that are no longer used must not come back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from microsite.checks.pages import Published, said_in
from microsite.model import Service, Text
from microsite.problem import Problems
from microsite.schema import RetiredFields, dial


def check(published: Published, problems: Problems) -> None:
    """Warn of every retired name and number of `content/words.yaml`, in texts, charts and among the services' own."""
    site = published.site
    for retired in site.words.retired:
        call = dial(retired.number) if retired.number else ""
        for service in site.services.values():
            for path, written in _numbers(service):
                if call and dial(written) == call:
                    _tell(published, problems, path, written, retired)
        for text in published.texts() if retired.name else ():
            if published.once(f"retired {retired.name}", text.path, partial(_says, text, retired.name)):
                _tell(published, problems, text.path, retired.name, retired)
        charts = published.charts() if retired.name else ()
        for path in sorted({path for _, path, said in charts if _stands_in(said, retired.name)}):
            _tell(published, problems, path, retired.name, retired)


def _numbers(service: Service) -> Iterator[tuple[str, str]]:
    yield from ((service.original.path, channel.number) for channel in service.facts.channels if channel.number)


def _says(text: Text[Any], name: str) -> bool:
    return _stands_in(said_in(text), name)


def _stands_in(said: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said, re.IGNORECASE) is not None


def _tell(published: Published, problems: Problems, path: str, word: str, retired: RetiredFields) -> None:
    problems.warn("retired", published.find(path, word), word=word, instead=retired.instead or "–")
