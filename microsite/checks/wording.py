"""Person-first words: a human being is not their use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from microsite.checks.pages import Published, said_in
from microsite.model import Text
from microsite.problem import Problems

# Word → what to write. Sources: NIDA, Words Matter; Accent, De knepiga orden.
_WORDS = {
    "sv": {
        "missbrukare": "person med beroende, person som använder narkotika",
        "narkoman": "person med narkotikaberoende",
        "narkomaner": "personer med narkotikaberoende",
        "knarkare": "person som använder narkotika",
        "pundare": "person som använder narkotika",
        "alkoholist": "person med alkoholberoende",
    },
    "en": {
        "addict": "person with addiction",
        "addicts": "people with addiction",
        "junkie": "person who uses drugs",
        "abuser": "person who uses drugs",
    },
    "fi": {
        "narkomaani": "päihderiippuvainen ihminen",
        "nisti": "huumeita käyttävä ihminen",
        "narkkari": "huumeita käyttävä ihminen",
    },
}
# Names of organisations and campaigns keep their words.
_NAMES = re.compile(r"Anonyma Narkomaner|Anonyma Alkoholister|Krogar mot knark|Alkoholister|[”\"»].*?[”\"«]")


def check(published: Published, problems: Problems) -> None:
    """Warn of words that make a person out of their use, in quotes and names excepted."""
    for text in published.texts():
        for word in published.once("wording", text.path, partial(_wrong, text)):
            problems.warn("word-person", published.find(text.path, word), word=word, instead=_WORDS[text.lang][word])
    for lang, path, said in published.charts():
        for word in published.once(f"wording {lang}", path, partial(_wrong_in, said, lang)):
            problems.warn("word-person", published.find(path, word), word=word, instead=_WORDS[lang][word])


def _wrong(text: Text[Any]) -> tuple[str, ...]:
    return _wrong_in(said_in(text), text.lang)


def _wrong_in(said: str, lang: str) -> tuple[str, ...]:
    words = _WORDS.get(lang, {})
    return tuple(sorted(set(_found(said, words)))) if any(word in said.lower() for word in words) else ()


def _found(text: str, words: dict[str, str]) -> Iterator[str]:
    for word in re.findall(r"[\w-]+", _NAMES.sub(" ", text)):
        if word.lower() in words:
            yield word.lower()
