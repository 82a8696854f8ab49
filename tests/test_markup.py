"""The rules that every page is held to: each catches its fault, and leaves a sound page alone."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from microsite.checks.markup import _WORDS
from microsite.markup import RULES, faults_of
from microsite.statements import _CHECKED_WORDS

SOUND = """<!doctype html><html lang="sv"><head><title>T</title></head><body>
<nav aria-label="Meny"><a href="/">Start</a></nav>
<nav aria-labelledby="t"><a href="/"><img src="m.svg" alt="Hem"></a></nav>
<main><h1 id="t">Titel</h1><h2>Under</h2><h3>Längst ner</h3><h2>Nästa</h2>
<p lang="sv-simple">Text <img src="a.png" alt=""> <span lang="ar">نص</span></p>
<svg aria-hidden="true"><path d="M0 0"></path></svg>
<svg role="img" aria-label="Kurva"><svg><path d="M0 0"></path></svg></svg>
<button><svg role="img" aria-label="Stäng"></svg></button>
<label for="a">Ord</label><input id="a"><label>Mer <select><option>1</option></select></label><input type="hidden">
<table><tr><th scope="col">År</th></tr><tr><td>2026</td></tr></table></main></body></html>"""


def test_a_sound_page_breaks_none() -> None:
    assert faults_of(LexborHTMLParser(SOUND)) == ()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<h2>Under</h2>", "", "headings"),
        ("<h2>Nästa</h2>", "<h1>Nästa</h1>", "headings"),
        ("<h2>Nästa</h2>", "<h2> </h2>", "headings"),
        ("<main>", "<main></main><main>", "landmarks"),
        (' aria-label="Meny"', "", "landmarks"),
        (">Start</a>", "></a>", "names"),
        ('alt="Hem"', 'alt=""', "names"),
        ('<label for="a">Ord</label>', "", "names"),
        ("<label>Mer <select>", "<select>", "names"),
        ('<svg role="img" aria-label="Stäng"></svg>', "", "names"),
        (' alt=""', "", "alternatives"),
        (' aria-label="Kurva"', "", "alternatives"),
        (' lang="sv"', "", "languages"),
        ('lang="ar"', 'lang="arabiska!"', "languages"),
        ("<h2>Nästa</h2>", '<h2 id="t">Nästa</h2>', "ids"),
        ('aria-labelledby="t"', 'aria-labelledby="u"', "ids"),
        ('<th scope="col">År</th>', "<td>År</td>", "tables"),
    ],
)
def test_a_fault_is_caught_by_its_rule(old: str, new: str, rule: str) -> None:
    assert old in SOUND
    page = LexborHTMLParser(SOUND.replace(old, new))
    found = {name for name, _ in faults_of(page)}
    assert rule in found


def test_every_rule_is_told_of_in_words() -> None:
    """To staff where it is broken, and to readers of the statement; no rule is claimed that isn't there."""
    assert set(_WORDS) == set(RULES) == set(_CHECKED_WORDS)
