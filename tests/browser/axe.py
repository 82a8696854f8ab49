"""Runs axe-core in a page that is already open."""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")

_RUN = """async ([tags, without]) => {
  const result = await axe.run(document, {
    runOnly: {type: 'tag', values: tags},
    rules: Object.fromEntries(without.map((rule) => [rule, {enabled: false}])),
    resultTypes: ['violations'],
    preload: false,   // it would fetch the style sheets again, which a strict policy refuses with a console error
    elementRef: false,
  });
  return result.violations.flatMap((rule) => rule.nodes.map((node) => [
    rule.id, rule.impact || '', node.target.flat().join(' '), node.html.slice(0, 200), node.failureSummary || rule.help,
  ]));
}"""


@dataclass(frozen=True)
class AxeProblem:
    rule: str
    impact: str
    target: str
    html: str
    summary: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}) at {self.target}: {' '.join(self.summary.split())}  [{self.html}]"


@cache
def axe_source() -> str:
    # The package is only a carrier: it is found, and never imported.
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None, "axe-playwright-python is in requirements-test.lock"
    assert spec.origin is not None
    return Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def axe_problems(page: Page, without: Sequence[str] = ()) -> list[AxeProblem]:
    """What breaks WCAG 2.2 A or AA, or axe's best practice, in `page` as it looks now; `without` names rules."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe_source())
    return [AxeProblem(*row) for row in page.evaluate(_RUN, [list(TAGS), list(without)])]
