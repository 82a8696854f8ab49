"""YAML as people write it: text stays text, every value knows its place, and nothing clever is let in."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.problem import Problem, Problems, Span
from microsite.yamlspan import Mapped, read_yaml


def read(text: str, first_line: int = 1) -> tuple[Mapped | None, list[Problem]]:
    """Read `text` as the file x.yaml."""
    problems = Problems()
    return read_yaml(text, "x.yaml", problems, first_line), problems.sorted()


def value(text: str) -> Any:
    """Return what a text without mistakes holds."""
    mapped, problems = read(text)
    assert problems == []
    assert mapped is not None
    return mapped.value


def refused(text: str) -> tuple[str, int, int]:
    """Return code, line and column of the one problem of a text that can't be used."""
    mapped, [problem] = read(text)
    assert mapped is None
    return problem.code, problem.span.line, problem.span.column


@pytest.mark.parametrize(
    "written",
    [
        "020505050",
        "+46850",
        "no",
        "yes",
        "10:00",
        "1.10",
        "1e3",
        "0x1F",
        "2026-11-22",
        "true",
        "off",
        ".inf",
        "1_000",
        "=",
        "22:30:00",
    ],
)
def test_a_scalar_is_text_as_written(written: str) -> None:
    """Numbers, times, dates and words for yes are what the person typed, until the model says what they are."""
    assert value(f"x: {written}\n") == {"x": written}
    assert value(f'x: "{written}"\n') == {"x": written}


def test_nothing_is_an_empty_text() -> None:
    """An empty value, ~ and null are empty; in quotes they are words."""
    assert value('a:\nb: ~\nc: null\nd: "~"\ne: "null"\n') == {"a": "", "b": "", "c": "", "d": "~", "e": "null"}


def test_an_empty_file_has_no_fields() -> None:
    """Nothing, or comments only, is a mapping without fields."""
    assert value("") == {}
    assert value("# bara en kommentar\n") == {}


def test_a_field_twice_is_told_with_both_places() -> None:
    """The first value stays, the second is told, and its note names the first's line."""
    mapped, [problem] = read("a: 1\nb: 2\na: 3\n")
    assert mapped is not None
    assert mapped.value == {"a": "1", "b": "2"}
    assert (problem.code, problem.span, problem.notes) == (
        "yaml-twice",
        Span("x.yaml", 3, 1, 1),
        (Span("x.yaml", 1, 1, 1),),
    )


def test_a_field_twice_within_a_list_is_told() -> None:
    """The same name in two items is fine, twice in one is not."""
    assert value("- {a: 1}\n- {a: 2}\n") == [{"a": "1"}, {"a": "2"}]
    _, [problem] = read("- {a: 1, a: 2}\n")
    assert (problem.code, problem.span.column) == ("yaml-twice", 10)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: &x 1\n", (1, 4)),
        ("a: 1\nb: *x\n", (2, 4)),
        ("a: !!python/object:os.system 1\n", (1, 4)),
        ("a: !egen 1\n", (1, 4)),
        ("<<: {a: 1}\n", (1, 1)),
        ("a:\n  <<: {b: 1}\n", (2, 3)),
        ("? [a, b]\n: 1\n", (1, 3)),
        ("&x a: 1\n", (1, 1)),
    ],
)
def test_what_is_clever_is_refused(text: str, place: tuple[int, int]) -> None:
    """Anchors, aliases, tags, merge keys and lists as names are told where they stand."""
    assert refused(text) == ("yaml-refused", *place)


def test_a_second_document_is_refused() -> None:
    """A line --- in the middle is told; at the very top it is ordinary YAML and taken."""
    assert refused("a: 1\n---\nb: 2\n") == ("yaml-second", 2, 1)
    assert value("---\na: 1\n") == {"a": "1"}


def test_a_bomb_does_not_go_off() -> None:
    """Aliases of aliases are refused at the first, long before they could grow."""
    rows = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    rows += [f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    began = time.process_time()
    assert refused("\n".join(rows))[0] == "yaml-refused"
    assert time.process_time() - began < 1


@pytest.mark.parametrize("text", ["[" * 30_000, "{a: " * 30_000, "a: " + "[" * 30_000 + "]" * 30_000])
def test_thirty_thousand_brackets_are_told(text: str) -> None:
    """The C parser would overrun its stack and take the process with it."""
    assert refused(text)[0] == "yaml-deep"


def test_twenty_levels_are_enough() -> None:
    """Twenty levels are read; one more is told where it begins."""
    assert value("[" * 20 + "x" + "]" * 20)
    code, line, column = refused("[" * 22 + "x" + "]" * 22)
    assert (code, line) == ("yaml-deep", 1)
    assert column > 20
    deep = "".join(f"{'  ' * i}n{i}:\n" for i in range(25)) + "  " * 25 + "x: 1\n"
    assert refused(deep)[:2] == ("yaml-deep", 22)


def test_thousands_of_block_levels_are_told() -> None:
    """Depth by indentation alone holds no bracket to count, and is told all the same."""
    assert refused("".join(" " * i + "a:\n" for i in range(3_000)))[0] == "yaml-deep"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b: c\n", 1),
        ("a: 1\n b: 2\n", 2),
        ("a: 1\n\tb: 2\n", 2),
        ("a: %x\n", 1),
        ("a: [1, 2\n", 1),
        ("a: 1\nb\n", 2),
    ],
)
def test_a_slip_is_told_at_its_line(text: str, line: int) -> None:
    """A slip of the pen is a problem with a place, never an exception."""
    mapped, [problem] = read(text)
    assert mapped is None
    assert problem.code == "yaml-syntax"
    assert abs(problem.span.line - line) <= 1
    assert problem.span.column >= 1


def test_lines_count_from_the_top_of_the_file() -> None:
    """With `first_line` 2, as below the --- of a text, the first line of the YAML is line 2 of the file."""
    mapped, _ = read("a: 1\nb:\n  - c: 3\n", first_line=2)
    assert mapped is not None
    assert mapped.span(("a",)) == Span("x.yaml", 2, 4, 1)
    assert mapped.span(("b", 0, "c")) == Span("x.yaml", 4, 8, 1)
    assert mapped.span(("b", 0, "c"), of_name=True) == Span("x.yaml", 4, 5, 1)


def test_columns_count_letters_not_bytes() -> None:
    """å, ä, ö and a picture character are one column each."""
    mapped, _ = read("{å: 😀, ö: x}\n")
    assert mapped is not None
    assert mapped.span(("ö",)) == Span("x.yaml", 1, 11, 1)
    assert mapped.span(("ö",), of_name=True) == Span("x.yaml", 1, 8, 1)


def test_what_is_missing_lies_where_it_should_be() -> None:
    """The place of something that isn't there is that of what is around it."""
    mapped, _ = read("a:\n  b: 1\n")
    assert mapped is not None
    assert mapped.span(("a", "nix")) == mapped.span(("a",))
    assert mapped.span(("nix",)) == mapped.span(())


def test_several_lines_of_text_are_one_value() -> None:
    """Folded and literal text is read as YAML says."""
    assert value("a: |\n  ett\n  två\nb: >\n  ett\n  två\n") == {"a": "ett\ntvå\n", "b": "ett två\n"}


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_or_told(text: str) -> None:
    """Whatever is in the file, reading ends with a value or with problems that have a place; it never raises."""
    mapped, problems = read(text)
    assert mapped is not None or problems
    assert all(problem.span.line >= 1 and problem.span.column >= 1 for problem in problems)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(alphabet="aå1:- #'\"{}[]&*!|>%@`,?\\", max_size=12)
    )
)
def test_quoted_text_comes_back_as_it_was(fields: dict[str, str]) -> None:
    """Whatever stands between quotes is the value, sign by sign."""
    rows = []
    for name, words in fields.items():
        quoted = words.replace("'", "''")
        rows.append(f"{name}: '{quoted}'\n")
    assert value("".join(rows)) == fields
