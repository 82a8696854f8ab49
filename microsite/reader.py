"""Reading files of fields: YAML, front matter and tables, with all that is wrong told at its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from microsite.problem import Problem, Problems, Span, did_you_mean
from microsite.schema import Fields, read_fields
from microsite.series import Table, read_table
from microsite.source import Source
from microsite.store import Memo
from microsite.yamlspan import Mapped, read_yaml

Kind = TypeVar("Kind", bound=Fields)


class Reader:
    """What all loading shares: the sources, what was read of them before, the day, and where mistakes are told."""

    def __init__(self, sources: Mapping[str, Source], memo: Memo, today: dt.date, problems: Problems) -> None:
        self.sources = sources
        self.memo = memo
        self.today = today
        self.problems = problems
        # Things whose own file has a mistake: that is told once, there, and not again at every link to them.
        self.broken: set[tuple[str, str]] = set()

    def yaml(self, source: Source) -> Mapped | None:
        """Return a YAML file with its places, or None after telling what is wrong with it."""

        def read() -> tuple[Mapped | None, tuple[Problem, ...]]:
            own = Problems()
            text = decode(source.read(), source.path, own)
            return (read_yaml(text, source.path, own) if text is not None else None), tuple(own.items)

        mapped, problems = self.memo.of(f"yaml {source.path}", source.digest, read)
        self.problems.extend(problems)
        return mapped

    def fields(self, kind: type[Kind], mapped: Mapped, at: tuple[str | int, ...] = ()) -> Kind | None:
        """Return the fields of a file, or of the part `at`. What was valid once still is."""
        fields = self.memo.of(
            f"fields {kind.__name__} {mapped.path}",
            mapped.digest(at),
            lambda: read_fields(kind, mapped, Problems(), at),
        )
        # What is wrong is told at its place, which the same words may have changed.
        return fields if fields is not None else read_fields(kind, mapped, self.problems, at)

    def items(self, kind: type[Kind], mapped: Mapped, example: str) -> Iterator[tuple[int, Kind]]:
        """Yield the items of a file that is one list, with their numbers; those with mistakes are told and left out."""
        if not isinstance(mapped.value, list):
            self.problems.error(
                "field-shape",
                mapped.span(()),
                expected="en lista",
                expected_en="a list",
                example=f"Varje del börjar med en rad: - {example}",
                example_en=f"Each item begins with a line: - {example}",
            )
            return
        for i in range(len(mapped.value)):
            fields = self.fields(kind, mapped, (i,))
            if fields is not None:
                yield i, fields

    def table(self, source: Source) -> Table | None:
        """Return a table of figures, or None after telling what is wrong with it."""

        def read() -> tuple[Table | None, tuple[Problem, ...]]:
            own = Problems()
            text = decode(source.read(), source.path, own)
            return (read_table(text, source.path, own) if text is not None else None), tuple(own.items)

        table, problems = self.memo.of(f"table {source.path}", source.digest, read)
        self.problems.extend(problems)
        return table

    def dead(self, span: Span, target: str, names: Iterable[str], word: str = "") -> None:
        """Tell of something that leads nowhere, and which of `names` may have been meant."""
        self.problems.error("link-dead", span, target=target, **did_you_mean(word or target, names, others=True))


def decode(data: bytes, path: str, problems: Problems) -> str | None:
    """Return the text of a file, its lines ending in one way; None after telling where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        problems.error("encoding", Span(path, line, error.start - start + 1))
        return None
