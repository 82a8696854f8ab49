"""Style sheets of a town's own keep what the palette promises: words are seen, and what is pressed can be hit."""

from __future__ import annotations

from functools import partial

from microsite.checks.pages import Published
from microsite.problem import Problems, Span
from microsite.sheets import Rule, faults_in, read_sheet


def check(published: Published, problems: Problems) -> None:
    """Warn of colours that can't be read, and of links and buttons that are too small, at their line."""
    sheets = {path: published.once("style rules", path, partial(_read, published, path)) for path in published.sheets()}
    pressed = frozenset[str]().union(*(page.pressed for page in published.pages.values()))
    for fault in faults_in(sheets, published.site.palette, pressed):
        problems.warn(fault.code, Span(fault.path, fault.at.line, fault.at.column), **dict(fault.values))


def _read(published: Published, path: str) -> tuple[Rule, ...]:
    return read_sheet(published.text_of(path) or "")
