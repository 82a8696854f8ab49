"""The words that a search on the device looks through. `assets/js/help.js` folds and cuts words just as this does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

# Combining signs of Latin and Arabic script, and the stroke that only stretches a word.
_SIGNS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670]")
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "a", "ß": "s", "ı": "i", "ة": "ه", "ى": "ي"}
    # The figures of Arabic and of Persian.
    | {chr(zero + figure): str(figure) for zero in (0x660, 0x6F0) for figure in range(10)}
)
_WORD = re.compile("[0-9a-z\u0370-\u1fff\u2c00-\ud7ff\uf900-\ufdff\ufe70-\ufeff]+")
# Words shorter than this say nothing, nor do these.
SHORTEST = 2
SMALL = frozenset(
    re.findall(
        r"\w+",
        "jag mig min mitt mina du dig din dina han hon hen man det den de dem en ett som och eller att inte "
        "kan vill har hade ar var blir for till av med om pa vid fran the and you your with not can of to in "
        "on or is are ja ei se olen sina minun sinun joka tai",
    )
)


def fold(text: str) -> str:
    """Return `text` as a search sees it: small letters, no marks above or below them."""
    return _SIGNS.sub("", unicodedata.normalize("NFD", text.lower())).translate(_LETTERS)


def words_of(text: str) -> list[str]:
    """Return the folded words of `text`, in order."""
    return [word for word in _WORD.findall(fold(text)) if len(word) >= SHORTEST and word not in SMALL]


def phrase(text: str) -> str:
    """Return `text` as words with one space between them, to be looked for within what is searched for."""
    return " ".join(_WORD.findall(fold(text)))


class Synonyms:
    """Words that mean the same to a search: a service that has one of them is found by all."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._groups: dict[str, set[str]] = {}
        for group in groups:
            said = {phrase(word) for word in group}
            for word in said:
                self._groups.setdefault(word, set()).update(said)

    def of(self, words: Sequence[str]) -> set[str]:
        """Return the words that mean the same as any of `words`, or as any two or three that follow one another."""
        found: set[str] = set()
        for length in (1, 2, 3):
            for start in range(len(words) - length + 1):
                for said in self._groups.get(" ".join(words[start : start + length]), ()):
                    found.update(said.split())
        return {word for word in found if len(word) >= SHORTEST and word not in SMALL}


def index_of(entries: Sequence[tuple[Sequence[str], Sequence[str]]]) -> tuple[str, list[list[int]]]:
    """Return all words, one space between them, and for each the entries it stands in.

    An entry is the words of its name, and its other words. It is noted as twice its place in `entries`, plus one where
    the word is in its name.
    """
    places: dict[str, set[int]] = {}
    for number, (name, others) in enumerate(entries):
        for word in others:
            places.setdefault(word, set()).add(number * 2)
        for word in name:
            places.setdefault(word, set()).discard(number * 2)
            places[word].add(number * 2 + 1)
    known = sorted(places)
    return " ".join(known), [sorted(places[word]) for word in known]
