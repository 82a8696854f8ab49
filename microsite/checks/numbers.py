"""A telephone number that changed without anybody saying that it was checked."""

from __future__ import annotations

from microsite.checks.pages import Published
from microsite.model import Service
from microsite.problem import Problems, Span


def check(published: Published, problems: Problems) -> None:
    """Warn of numbers that differ from the last build's, until the day they were checked moves on.

    A number is changed by one who knows, or by a slip of the hand: the second does harm.
    """
    for name, service in published.site.services.items():
        before = published.numbers_before.get(name)
        now = (_numbers(service), service.facts.checked.isoformat())
        if before is None or before[0] == now[0] or now[1] > before[1]:
            published.numbers[name] = now
            continue
        published.numbers[name] = before
        path = service.original.path
        new = next(iter(set(now[0].split(", ")) - set(before[0].split(", "))), "")
        place = published.find(path, new) if new else Span(path)
        problems.warn("number-changed", place, name=name, before=before[0] or "–", now=now[0] or "–")


def _numbers(service: Service) -> str:
    return ", ".join(sorted({c.number for c in service.facts.channels if c.number}))
