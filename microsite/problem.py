"""Problems: something wrong, said to a person who is no programmer, at its place."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from microsite.messages import MESSAGES

Level = Literal["error", "warning"]
LANGUAGES = ("sv", "en")
_WORDS = {
    "sv": {"error": "FEL", "warning": "VARNING", "also": "se även"},
    "en": {"error": "ERROR", "warning": "WARNING", "also": "see also"},
}
_COLOURS = {"error": "\033[1;31m", "warning": "\033[1;33m", "dim": "\033[2m", "bold": "\033[1m", "hint": "\033[36m"}
_RESET = "\033[0m"
_LONGEST_LINE = 110


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a person's file. Lines and columns count from 1, from the FILE's top; line 0 is the whole file."""

    path: str
    line: int = 0
    column: int = 0
    length: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: a code whose words stand in `messages`, a place, what the words need, and other places."""

    code: str
    level: Level
    span: Span
    params: tuple[tuple[str, str], ...] = ()
    notes: tuple[Span, ...] = ()
    line: str = ""

    def text(self, lang: str) -> str:
        """Return what is wrong, in `lang` ("sv" or "en")."""
        return MESSAGES[self.code][lang][0].format(**self._words(lang))

    def hint(self, lang: str) -> str:
        """Return what to do, in `lang`; may be empty."""
        return MESSAGES[self.code][lang][1].format(**self._words(lang)).strip()

    def _words(self, lang: str) -> dict[str, str]:
        """Return the parameters: where one differs between languages, `name_en` stands beside `name`."""
        words = dict(self.params)
        return {name: words.get(f"{name}_{lang}", value) for name, value in words.items()}


@dataclass
class Problems:
    """The list that every stage adds to. Nothing stops at the first."""

    items: list[Problem] = field(default_factory=list)
    _seen: set[Problem] = field(default_factory=set)

    def error(self, code: str, span: Span, *notes: Span, line: str = "", **params: object) -> None:
        """Add an error: the last good site stays up."""
        self._add(code, "error", span, notes, line, params)

    def warn(self, code: str, span: Span, *notes: Span, line: str = "", **params: object) -> None:
        """Add a warning: the site is published, and the person told."""
        self._add(code, "warning", span, notes, line, params)

    def _add(
        self, code: str, level: Level, span: Span, notes: tuple[Span, ...], line: str, params: dict[str, object]
    ) -> None:
        words = tuple(sorted((name, str(value)) for name, value in params.items()))
        self.extend([Problem(code, level, span, words, notes, line)])

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add problems found elsewhere. One that is already there is not told twice."""
        for problem in problems:
            if problem not in self._seen:
                self._seen.add(problem)
                self.items.append(problem)

    @property
    def failed(self) -> bool:
        """Tell whether anything forbids publishing."""
        return any(problem.level == "error" for problem in self.items)

    def sorted(self) -> list[Problem]:
        """Return all problems by place, errors and warnings together, as a person would mend a file."""
        return sorted(self.items, key=lambda p: (p.span, p.level, p.code, p.params))

    def count(self, level: Level) -> int:
        """Return how many there are of `level`."""
        return sum(problem.level == level for problem in self.items)


# What is told in good time, and refused by no build, not even a strict one.
REMINDERS = frozenset(
    {"service-stale", "service-unverified", "ledger-none", "consent-over", "consent-soon", "server-unknown"}
)


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to `word`, or ""."""
    by_fold = {name.lower(): name for name in sorted(set(known))}
    near = difflib.get_close_matches(word.lower(), list(by_fold), n=1, cutoff=0.6)
    return by_fold[near[0]] if near else ""


def did_you_mean(word: str, known: Iterable[str], others: bool = False) -> dict[str, str]:
    """Return the parameters `suggestion` and `suggestion_en`: the nearest known word, or (`others`) all of them."""
    names = sorted(set(known))
    near = suggest(word, names)
    if near:
        return {"suggestion": f" Menade du ”{near}”?", "suggestion_en": f" Did you mean “{near}”?"}
    if others and names:
        listed = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
        return {"suggestion": f"Det som finns är: {listed}", "suggestion_en": f"What there is: {listed}"}
    return {"suggestion": "", "suggestion_en": ""}


def and_more(count: int) -> dict[str, str]:
    """Return the parameters `more` and `more_en` of a message that names one of `count` things."""
    others = count - 1
    return {"more": f" och {others} till", "more_en": f" and {others} more"} if others else {"more": ""}


def render(problem: Problem, lang: str, colour: bool, line: str | None = None) -> str:
    """Return the problem as a person reads it in a terminal: place, words, the line with a caret, remedy."""

    def paint(name: str, text: str) -> str:
        return f"{_COLOURS[name]}{text}{_RESET}" if colour else text

    words = _WORDS[lang]
    span = problem.span
    place = span.path + (f":{span.line}:{span.column}" if span.line else "")
    rows = [
        f"{paint(problem.level, words[problem.level])} {paint('bold', place)}  [{problem.code}]",
        f"  {problem.text(lang)}",
    ]
    shown = problem.line if line is None else line
    if span.line and shown.strip():
        rows += _quoted(shown, span, paint)
    if hint := problem.hint(lang):
        rows.append("  " + paint("hint", f"→ {hint}"))
    for note in problem.notes:
        rows.append(f"  ({words['also']} {note.path}{f':{note.line}' if note.line else ''})")
    return "\n".join(rows)


def _quoted(line: str, span: Span, paint: Callable[[str, str], str]) -> list[str]:
    """Return the line and a caret under the place; a very long line is cut around it."""
    start = max(0, span.column - 1)
    # A control character in a person's file must not steer the terminal.
    text = "".join(c if c.isprintable() else " " for c in line.rstrip("\r\n"))
    cut = 0
    if len(text) > _LONGEST_LINE:
        cut = max(0, start - 40)
        text = ("…" if cut else "") + text[cut : cut + _LONGEST_LINE] + ("…" if cut + _LONGEST_LINE < len(text) else "")
        start = start - cut + (1 if cut else 0)
    number = str(span.line)
    carets = "^" * max(1, min(span.length, len(text) - start, 60))
    return [f"  {number} │ {text}", f"  {' ' * len(number)} │ {' ' * start}{paint('error', carets)}"]
