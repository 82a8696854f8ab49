"""YAML as people write it: every scalar is text, every value knows its place, and nothing clever is let in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from microsite.messages import YAML_SAYS
from microsite.problem import Problems, Span
from microsite.source import digest_of

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The C parser overruns its stack at about 30,000 brackets; nothing a person writes comes near twenty.
_DEEPEST = 20
_MOST_BRACKETS = 2_000
Place = tuple[str | int, ...]


# Line, column, length.
Where = tuple[int, int, int]


@dataclass(frozen=True)
class Mapped:
    """A value of dicts, lists and text, with the place of every value (`spans`) and of every field's name (`names`)."""

    path: str
    value: Any
    spans: dict[Place, Where]
    names: dict[Place, Where]
    _digests: dict[Place, str] = field(default_factory=dict, compare=False, repr=False)

    def digest(self, place: Place = ()) -> str:
        """Return a digest of the value at `place`, whatever line it stands on."""
        if place not in self._digests:
            value = self.value
            for step in place:
                value = value[step]
            self._digests[place] = digest_of(repr(value).encode("utf-8", "surrogatepass"))
        return self._digests[place]

    def span(self, place: Place, of_name: bool = False) -> Span:
        """Return the span of `place`, or of the nearest thing around it."""
        table = self.names if of_name else self.spans
        while place and place not in table:
            place = place[:-1]
        return Span(self.path, *(table.get(place) or self.spans[()]))


class _StopError(Exception):
    """The rest of the file can't be read."""


def read_yaml(text: str, path: str, problems: Problems, first_line: int = 1) -> Mapped | None:
    """Return what `text` holds, or None after telling why it can't be read.

    `first_line` is the line of the file that `text` begins on.
    """
    reader = _Reader(text, path, first_line, problems)
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        problems.error("yaml-deep", Span(path, first_line, 1))
        return None
    try:
        value = reader.document()
    except _StopError:
        return None
    except yaml.MarkedYAMLError as error:
        _tell_syntax(error, text, path, first_line, problems)
        return None
    except yaml.reader.ReaderError as error:
        char = error.character if isinstance(error.character, int) else ord(error.character[:1])
        # PyYAML counts bytes or characters, as its parser is in C or not: the sign itself is found surely.
        place = max(0, text.find(chr(char)))
        line = text.count("\n", 0, place)
        span = Span(path, first_line + line, place - text.rfind("\n", 0, place))
        problems.error("yaml-invisible", span, sign=f"U+{char:04X}")
        return None
    except (yaml.YAMLError, ValueError, OverflowError, KeyError, AttributeError, RecursionError) as error:
        problems.error("yaml-syntax", Span(path, first_line, 1), what=(str(error) or "–").splitlines()[0][:80])
        return None
    return Mapped(path, value, reader.spans, reader.names)


def _tell_syntax(error: yaml.MarkedYAMLError, text: str, path: str, first_line: int, problems: Problems) -> None:
    said = f"{error.context or ''} {error.problem or ''}"
    lines = text.split("\n")
    sv, en, at_start = next((row[1:] for row in YAML_SAYS if row[0] in said), (error.problem or "–", "", False))
    mark = (error.context_mark if at_start else None) or error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if line >= len(lines):
        line, column = max(0, len(lines) - 1), 0
    if "cannot start any token" in said:
        char = lines[line][column : column + 1]
        sv = (
            "raden börjar med en tabb; använd mellanslag"
            if char == "\t"
            else f"texten börjar med {char}; sätt den inom citattecken"
        )
        en = (
            "the line begins with a tab; use spaces"
            if char == "\t"
            else f"the text begins with {char}; put it in quotes"
        )
    problems.error("yaml-syntax", Span(path, first_line + line, column + 1), what=sv, what_en=en or sv)


class _Reader:
    def __init__(self, text: str, path: str, first_line: int, problems: Problems) -> None:
        self._events = yaml.parse(text, Loader=_LOADER)
        self._path = path
        self._first_line = first_line
        self._problems = problems
        self.spans: dict[Place, Where] = {(): (first_line, 1, 1)}
        self.names: dict[Place, Where] = {}

    def document(self) -> Any:
        """Return the one document's value. A second document in the file is refused."""
        value: Any = {}
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._problems.error("yaml-second", self._span(event))
                    raise _StopError
                value = self._value(next(self._events), (), 0)
            elif isinstance(event, yaml.StreamEndEvent):
                return value
        return value

    def _span(self, event: Any) -> Span:
        return Span(self._path, *self._where(event))

    def _where(self, event: Any) -> Where:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return (self._first_line + start.line, start.column + 1, max(1, length))

    def _refuse(self, what: str, event: Any) -> NoReturn:
        self._problems.error("yaml-refused", self._span(event), what=what)
        raise _StopError

    def _value(self, event: Any, place: Place, depth: int) -> Any:
        if depth > _DEEPEST:
            self._problems.error("yaml-deep", self._span(event))
            raise _StopError
        if isinstance(event, yaml.AliasEvent):
            self._refuse(f"*{event.anchor}", event)
        if event.anchor:
            self._refuse(f"&{event.anchor}", event)
        if event.tag:
            self._refuse(event.tag, event)
        self.spans[place] = self._where(event)
        if isinstance(event, yaml.ScalarEvent):
            empty = not event.style and event.value in ("~", "null")
            return "" if empty else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place, depth)
        return self._mapping(place, depth)

    def _sequence(self, place: Place, depth: int) -> list[Any]:
        items: list[Any] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._value(event, (*place, len(items)), depth + 1))
        return items

    def _mapping(self, place: Place, depth: int) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse("{…}:", event)
            if event.anchor or event.tag:
                self._refuse(f"&{event.anchor}" if event.anchor else str(event.tag), event)
            name = str(event.value)
            if name == "<<":
                self._refuse("<<", event)
            here = self._where(event)
            inner = (*place, name)
            value = self._value(next(self._events), inner, depth + 1)
            if name in fields:
                first = Span(self._path, *self.names[inner])
                self._problems.error("yaml-twice", self._span(event), first, name=name)
                continue
            fields[name] = value
            self.names[inner] = here
        return fields


def quoted(words: str) -> str:
    """Return words as YAML takes them on one line, whatever they hold."""
    if re.fullmatch(r"[^\W\d_][\w ,.-]*|\d{4}-\d\d-\d\d|https?://[\w./-]+", words) and words.lower() not in _NOT_WORDS:
        return words
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


# What YAML takes for something else than a word.
_NOT_WORDS = frozenset({"yes", "no", "true", "false", "null", "on", "off", "y", "n"})
