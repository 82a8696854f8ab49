"""The interface's words: every message has its translation, with the same values to fill in."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest

from microsite.catalogue import read_catalogue
from microsite.model import Catalogue
from tests.phrases import messages

LOCALES = Path(__file__).resolve().parents[1] / "templates" / "locales"
PHRASES = sorted(messages())


def catalogue(lang: str) -> Catalogue:
    """Return the words of a language."""
    return read_catalogue((LOCALES / f"{lang}.po").read_bytes(), lang)


def holes(text: str) -> set[str]:
    """Return the names of the values to fill in."""
    return set(re.findall(r"%\((\w+)\)s", text))


def test_there_are_phrases() -> None:
    """The list is read from templates and code, and neither is empty."""
    assert len(PHRASES) > 60
    assert {"Skip to content", "Start", "Mon"} <= set(PHRASES)


@pytest.mark.parametrize("lang", ["sv", "fi", "ar", "so"])
def test_every_phrase_is_translated(lang: str) -> None:
    """No English is left on a page in another language."""
    assert [phrase for phrase in PHRASES if phrase not in catalogue(lang).messages] == []


@pytest.mark.parametrize("lang", ["sv", "fi", "ar", "so", "en"])
def test_a_translation_has_the_holes_of_its_phrase(lang: str) -> None:
    """Each form fills in the same values and no other. A form for one number may say it in words."""
    for phrase, forms in catalogue(lang).messages.items():
        for form in forms:
            missing = holes(phrase) - holes(form)
            assert holes(form) <= holes(phrase) | {"n", "num"}, (phrase, form)
            assert missing <= ({"n", "num"} if len(forms) > 1 else set()), (phrase, form)
            assert not re.search(r"%(?![(%])", form), (phrase, form)


@pytest.mark.parametrize("lang", ["sv", "fi", "ar", "so", "en"])
def test_every_number_has_a_form(lang: str) -> None:
    """The rule of the language picks a form that is there, for every number."""
    words = catalogue(lang)
    rule = gettext.c2py(words.plural)
    forms = {rule(n) for n in range(250)}
    for phrase, given in words.messages.items():
        assert len(given) == 1 or max(forms) < len(given), phrase


@pytest.mark.parametrize("lang", ["sv", "fi", "ar", "so"])
def test_no_translation_is_left_over(lang: str) -> None:
    """A phrase that nobody says any more is gone from the catalogues."""
    assert sorted(set(catalogue(lang).messages) - set(PHRASES)) == []


def test_fuzzy_and_empty_count_as_missing() -> None:
    """A guess by a tool is no translation."""
    text = 'msgid "One"\nmsgstr ""\n\n#, fuzzy\nmsgid "Two"\nmsgstr "Två"\n\nmsgid "Three"\nmsgstr "Tre"\n'
    assert dict(read_catalogue(text.encode(), "sv").messages) == {"Three": ("Tre",)}


def test_person_first_words_in_every_language() -> None:
    """No interface word makes a person out of their use."""
    for lang in ("sv", "fi", "en", "ar", "so"):
        said = " ".join(form for forms in catalogue(lang).messages.values() for form in forms).lower()
        assert not re.search(r"missbrukare|narkoman|knarkare|pundare|narkomaan|addict|junkie|مدمن", said), lang
