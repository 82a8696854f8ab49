"""The words that a search on the device looks through."""

from __future__ import annotations

import pytest

from microsite.search import Synonyms, fold, index_of, phrase, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Anhörig", "anhorig"),
        ("ÅÄÖ åäö", "aao aao"),
        ("Läheinen", "laheinen"),
        ("Bærum Ø ß", "barum o s"),
        ("مُخَدِّرات", "مخدرات"),
        ("أُسْرَة", "اسره"),
        ("e\u0301", "e"),
        ("٠٢٠ ۹۱", "020 91"),
    ],
)
def test_marks_above_and_below_letters_fall_away(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_are_cut_at_anything_but_letters_and_figures() -> None:
    assert words_of("Ring 020-91 91 91, dygnet runt!") == ["ring", "020", "91", "91", "91", "dygnet", "runt"]


def test_small_words_say_nothing() -> None:
    """They would lead everywhere: "jag vill sluta" is about the last of them."""
    assert words_of("Jag vill sluta, och det är inte lätt") == ["sluta", "latt"]
    assert phrase("Ta livet av mig") == "ta livet av mig"


def test_one_word_of_a_group_leads_to_all() -> None:
    synonyms = Synonyms([["hasch", "cannabis", "gräs"], ["må dåligt", "ångest"]])
    assert synonyms.of(["cannabis"]) == {"hasch", "cannabis", "gras"}
    assert synonyms.of(["ma", "daligt"]) == {"ma", "daligt", "angest"}
    assert synonyms.of(["alkohol"]) == set()


def test_a_word_of_the_name_counts_as_one() -> None:
    words, places = index_of([(["bris"], ["barn", "bris"]), (["droghjalpen"], ["barn"])])
    assert words == "barn bris droghjalpen"
    assert places == [[0, 2], [1], [3]]
