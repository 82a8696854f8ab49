"""Person-first words: a human being is not their use."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from microsite.checks.pages import Published, said_in
from microsite.model import Text
from microsite.problem import Problems
from microsite.schema import WordsFields, base_of
from microsite.source import digest_of

# Word → what to write, where `content/words.yaml` has no list of its own.
# Sources: NIDA, Words Matter; Accent, De knepiga orden.
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
# Names of organisations and campaigns keep their words, and so does what somebody said.
_NAMES = ("Anonyma Narkomaner", "Anonyma Alkoholister", "Krogar mot knark")
_QUOTES = r"[”\"»].*?[”\"«]"
# By language: word → what to write.
_List = dict[str, dict[str, str]]


def check(published: Published, problems: Problems) -> None:
    """Warn of words that make a person out of their use, in quotes and names excepted."""
    words, names = _list(published.site.words)
    # What is found in a text is remembered; with another list it is looked for anew.
    mark = f"wording {digest_of(repr((words, names.pattern)).encode())[:8]}"
    for text in published.texts():
        for word in published.once(mark, text.path, partial(_wrong, text, words, names)):
            instead = words[base_of(text.lang)][word]
            problems.warn("word-person", published.find(text.path, word, names), word=word, instead=instead)
    for lang, path, said in published.charts():
        for word in published.once(f"{mark} {lang}", path, partial(_wrong_in, said, words.get(lang, {}), names)):
            problems.warn("word-person", published.find(path, word, names), word=word, instead=words[lang][word])


def _list(given: WordsFields) -> tuple[_List, re.Pattern[str]]:
    """Return the words that are not used of people, and what is passed over: names and quotes."""
    words: _List = {}
    if given.people is None:
        words = _WORDS
    else:
        for people in given.people:
            for word in people.words:
                words.setdefault(people.language, {})[word.lower()] = people.instead
    names = sorted((*_NAMES, *given.names), key=len, reverse=True)
    return words, re.compile("|".join([*map(re.escape, names), _QUOTES]))


def _wrong(text: Text[Any], words: _List, names: re.Pattern[str]) -> tuple[str, ...]:
    return _wrong_in(said_in(text), words.get(base_of(text.lang), {}), names)


def _wrong_in(said: str, words: dict[str, str], names: re.Pattern[str]) -> tuple[str, ...]:
    if not any(word in said.lower() for word in words):
        return ()
    plain = names.sub(" ", said).lower()
    return tuple(sorted(word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", plain)))
