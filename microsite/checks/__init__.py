"""Checks: what can only be told from the whole site and the real HTML. A new one is one line here."""

from __future__ import annotations

from collections.abc import Callable

from microsite.checks import carried, claims, ledger, links, markup, numbers, reading, retired, styles, wording
from microsite.checks.pages import Published
from microsite.problem import Problems

CHECKS: tuple[Callable[[Published, Problems], None], ...] = (
    links.check,
    markup.check,
    styles.check,
    reading.check,
    wording.check,
    numbers.check,
    retired.check,
    ledger.check,
    carried.check,
    claims.check,
)
