"""Text as outlines, also where words of both directions meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.lettering import set_line

ROOT = Path(__file__).parents[1]
FONTS = tuple((ROOT / "assets" / "fonts" / name).read_bytes() for name in ("text.ttf", "arabic.ttf"))


@pytest.mark.parametrize("rtl", [None, True])
def test_latin_words_among_arabic_stand_to_their_left(rtl: bool | None) -> None:
    """Lines are drawn from the left: in Arabic what is read last comes first."""
    latin = set_line("Polisen", FONTS, 40, 600)
    mixed = set_line("الشرطة Polisen", FONTS, 40, 600, rtl)
    assert mixed.path.startswith(latin.path)
    assert mixed.width > latin.width


def test_the_words_around_decide_where_a_latin_name_begins() -> None:
    """A title in Arabic that begins with a Latin name is still read from the right."""
    latin = set_line("Bris", FONTS, 40, 600)
    assert not set_line("Bris للأطفال", FONTS, 40, 600, True).path.startswith(latin.path)
    assert set_line("Bris للأطفال", FONTS, 40, 600).path.startswith(latin.path)


def test_brackets_turn_with_the_words() -> None:
    """A bracket that opens in Arabic opens to the left."""
    assert set_line("(ا", FONTS, 40, 600).path.endswith(set_line("(", FONTS, 40, 600, True).path[-40:])
    assert set_line("(", FONTS, 40, 600, True).path == set_line(")", FONTS, 40, 600).path
