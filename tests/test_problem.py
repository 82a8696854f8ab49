"""Problems: how one is shown, in which order, and what is suggested."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.messages import MESSAGES
from microsite.problem import LANGUAGES, Problem, Problems, Span, did_you_mean, render, suggest


def shown(line: str, column: int, length: int = 1, lang: str = "sv", colour: bool = False) -> list[str]:
    """Return the rows of a problem about an empty field."""
    return render(Problem("field-empty", "error", Span("a.md", 7, column, length), line=line), lang, colour).split("\n")


def test_a_problem_has_place_words_line_and_remedy() -> None:
    """The whole of it, in Swedish and in English."""
    problem = Problem(
        "field-unknown",
        "error",
        Span("content/sv/a.md", 5, 3, 4),
        (("name", "tite"), ("suggestion", "Menade du ”title”?"), ("suggestion_en", "Did you mean “title”?")),
        (Span("b.md", 2), Span("c.md")),
        "  tite: x",
    )
    assert render(problem, "sv", colour=False) == (
        "FEL content/sv/a.md:5:3  [field-unknown]\n"
        "  Fältet ”tite” finns inte.\n"
        "  5 │   tite: x\n"
        "    │   ^^^^\n"
        "  → Menade du ”title”?\n"
        "  (se även b.md:2)\n"
        "  (se även c.md)"
    )
    english = render(problem, "en", colour=False)
    assert english.startswith("ERROR content/sv/a.md:5:3  [field-unknown]\n  There is no field “tite”.")
    assert "Did you mean “title”?" in english
    assert "Menade" not in english


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    """Line 0 is the file: no number, no caret."""
    text = render(Problem("start-missing", "error", Span("a.md"), (("path", "a.md"),)), "sv", colour=False)
    assert text.startswith("FEL a.md  [start-missing]\n")
    assert "│" not in text


@pytest.mark.parametrize(("column", "length"), [(1, 1), (1, 3), (4, 2), (6, 50)])
def test_the_caret_stands_under_the_place(column: int, length: int) -> None:
    """Column by column, and never beyond the line."""
    _, _, line, caret, _ = shown("abcdef", column, length)
    assert line == "  7 │ abcdef"
    start = caret.index("^") - len("  7 │ ")
    assert start == column - 1
    assert start + caret.count("^") <= len("abcdef")


@given(st.integers(1, 400), st.integers(1, 80), st.integers(1, 400))
def test_a_long_line_is_cut_around_the_place(column: int, length: int, size: int) -> None:
    """Whatever the line's length, it fits, and the caret stands under the very letter."""
    letters = "".join(string.ascii_letters[i % 52] for i in range(size))
    column = min(column, size)
    _, _, line, caret, _ = shown(letters, column, length)
    assert len(line) <= 120
    assert line[caret.index("^")] == letters[column - 1]


def test_a_tab_is_one_space_wide() -> None:
    """So that the caret stands right whatever the terminal makes of tabs."""
    _, _, line, caret, _ = shown("\ta: b", 2)
    assert line[caret.index("^")] == "a"


def test_a_place_past_the_end_of_its_line_has_a_caret() -> None:
    """What is missing at a line's end is pointed at there."""
    _, _, line, caret, _ = shown("title:", 7)
    assert caret.index("^") == len(line)


def test_colours_only_where_asked_for() -> None:
    """Escape codes stand around the words and never within a line's text."""
    plain, coloured = "\n".join(shown("a: b", 1)), "\n".join(shown("a: b", 1, colour=True))
    assert "\033" not in plain
    assert re.sub(r"\033\[[\d;]*m", "", coloured) == plain


def test_problems_are_sorted_as_a_person_mends_a_file() -> None:
    """By file, line and column; the same problem is told once."""
    problems = Problems()
    for path, line, column in (("b", 1, 1), ("a", 10, 1), ("a", 2, 9), ("a", 2, 1), ("a", 2, 9)):
        problems.error("field-empty", Span(path, line, column))
    assert [(p.span.path, p.span.line, p.span.column) for p in problems.sorted()] == [
        ("a", 2, 1),
        ("a", 2, 9),
        ("a", 10, 1),
        ("b", 1, 1),
    ]
    assert problems.count("error") == 4


def test_a_warning_does_not_fail() -> None:
    """Only an error forbids publishing."""
    problems = Problems()
    problems.warn("page-stale", Span("a"), date="x")
    assert not problems.failed
    problems.error("field-empty", Span("a"))
    assert problems.failed


@pytest.mark.parametrize(
    ("word", "near"),
    [("stöd.md", "stod.md"), ("Stod.md", "stod.md"), ("sto.md", "stod.md"), ("xyz", ""), ("", "")],
)
def test_the_nearest_word_is_suggested(word: str, near: str) -> None:
    """Misspelt, in capitals or with dots; nothing where nothing is near."""
    assert suggest(word, ["stod.md", "om.md", "ung.md"]) == near


def test_all_that_there_is_is_listed_where_nothing_is_near() -> None:
    """Not more than a person can take in, and nothing where there is nothing."""
    assert did_you_mean("xyz", ["b", "a"], others=True)["suggestion"].rstrip(".") == "Det som finns är: a, b"
    assert did_you_mean("xyz", ["b", "a"])["suggestion"] == ""
    assert did_you_mean("xyz", [], others=True)["suggestion"] == ""
    assert len(did_you_mean("xyz", [f"sida-{i}.md" for i in range(500)], others=True)["suggestion"]) < 1000


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_is_whole_in_both_languages(code: str) -> None:
    """Swedish and English say the same: a sentence that ends, with the same values to fill in."""
    words = MESSAGES[code]
    assert set(words) == set(LANGUAGES)
    fields = {}
    for lang, (text, hint) in words.items():
        assert text.rstrip()[-1] in ".?!:", (lang, text)
        fields[lang] = {name for part in (text, hint) for _, name, _, _ in string.Formatter().parse(part) if name}
        assert not re.search(r"\bTODO\b|  ", text + hint)
    assert fields["sv"] == fields["en"]


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_can_be_rendered(code: str) -> None:
    """With values that hold braces and percent signs, which mean nothing to it."""
    words = MESSAGES[code]["sv"]
    names = {name for part in words for _, name, _, _ in string.Formatter().parse(part) if name}
    problem = Problem(code, "error", Span("a.md", 1, 1), tuple((name, "{x} %s") for name in sorted(names)), line="text")
    for lang in LANGUAGES:
        text = render(problem, lang, colour=False)
        assert not names or "{x} %s" in text


def test_swedish_messages_are_swedish() -> None:
    """Swedish quotation marks, and no English words left behind."""
    for code, words in MESSAGES.items():
        text = " ".join(words["sv"])
        assert "“" not in text, code
        assert not re.search(r"\b(the|is|not|file|must|error)\b", text), code
