"""From any one or two colours comes a palette that can be read."""

import colorsys
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.colour import Lch, apart, colour_of, contrast, hex_of, lch_of, luminance, readable, rgb_of
from microsite.palette import LEAST_APART, PAIRS, Palette, Scheme, palette_of, parted, second_of

ROOT = Path(__file__).parents[1]
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
OURS = ("#123f41", "#b8431f", "#9fd3c7", "#ff9b73")


def unread(palette: Palette) -> list[str]:
    """Return what can't be read in a palette, and how badly."""
    return [
        f"{ink} on {ground}: {apart(getattr(scheme, ink), getattr(scheme, ground)):.2f}"
        for scheme in (palette.light, palette.dark)
        for ink, ground, least in PAIRS
        if apart(getattr(scheme, ink), getattr(scheme, ground)) < least
    ]


@given(COLOURS, st.one_of(st.just(""), COLOURS))
def test_every_colour_gives_a_palette_that_can_be_read(primary: str, accent: str) -> None:
    """AA for all that is read, AAA for a page's text, on light and dark grounds."""
    assert unread(palette_of(primary, accent)) == []


@given(COLOURS)
def test_a_colour_reckoned_for_the_second_is_told_apart_from_the_first(primary: str) -> None:
    """Also by whoever sees no hues."""
    assert apart(primary, second_of(primary)) >= LEAST_APART


@given(COLOURS, COLOURS)
def test_the_second_colour_suggested_would_be_taken(primary: str, accent: str) -> None:
    """What the message proposes is no new mistake; a pair that is right is left alone."""
    suggested = parted(primary, accent)
    assert apart(primary, suggested) >= LEAST_APART
    assert (suggested == accent) == (apart(primary, accent) >= LEAST_APART)


@pytest.mark.parametrize("primary", ["#123f41", "#7a1220", "#fff0a0", "#e30613", "#00a651", "#005293", "#f4b6c2"])
def test_the_towns_colour_is_shown_as_it_is(primary: str) -> None:
    """What a town is known by is laid out wide, with words on it that can be read."""
    assert palette_of(primary).light.band == primary


def test_our_own_colours_are_kept() -> None:
    """Those given for dark grounds go before those reckoned."""
    palette = palette_of(*OURS)
    assert (palette.light.brand_ink, palette.light.action) == OURS[:2]
    assert (palette.dark.brand_ink, palette.dark.accent_ink) == OURS[2:]


def test_a_pale_colour_gives_dark_words_and_no_mud() -> None:
    """Olive on white is nobody's pale yellow: words are nearly black, on the yellow too."""
    light = palette_of("#fff0a0").light
    assert apart(light.brand_ink, light.ground) > 10
    assert apart(light.on_band, light.band) > 10
    assert lch_of(light.brand_ink)[1] <= 0.051


def test_a_pale_button_has_an_edge() -> None:
    """Yellow on paper is no button until it is drawn round."""
    light = palette_of("#005293", "#fecb00").light
    assert light.action == "#fecb00"
    assert apart(light.action_edge, light.ground) >= 3


@given(COLOURS)
def test_oklch_goes_there_and_back(colour: str) -> None:
    """Every colour of a screen comes out as it went in."""
    assert max(abs(a - b) for a, b in zip(rgb_of(colour_of(lch_of(colour))), rgb_of(colour), strict=True)) <= 1


@pytest.mark.parametrize(
    ("colour", "known"),
    [("#ffffff", (1.0, 0.0, None)), ("#ff0000", (0.628, 0.2577, 29.23)), ("#0000ff", (0.452, 0.3132, 264.05))],
)
def test_oklch_is_that_of_css(colour: str, known: tuple[float, float, float | None]) -> None:
    """As CSS Color 4 has it for white, red and blue."""
    light, chroma, hue = lch_of(colour)
    assert light == pytest.approx(known[0], abs=0.001)
    assert chroma == pytest.approx(known[1], abs=0.001)
    if known[2] is not None:
        assert hue == pytest.approx(known[2], abs=0.05)


@given(st.tuples(st.floats(0.06, 1), st.floats(0, 0.4), st.floats(0, 360, exclude_max=True)))
def test_a_colour_no_screen_can_show_becomes_a_duller_one_of_its_hue(lch: Lch) -> None:
    """Never another hue or another lightness."""
    light, chroma, hue = lch_of(colour_of(lch))
    assert light == pytest.approx(lch[0], abs=0.02)
    assert chroma <= lch[1] + 0.02
    if chroma > 0.05:
        assert math.cos(math.radians(hue - lch[2])) > 0.98


def test_contrast_is_that_of_the_standard() -> None:
    """Known pairs, and a suggestion that is really readable."""
    white, black = luminance((255, 255, 255)), luminance((0, 0, 0))
    assert contrast(white, black) == pytest.approx(21)
    assert apart("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    suggested = readable("#ffcc00", ("#ffffff",), 4.5, darker=True)
    assert 4.5 <= apart(suggested, "#ffffff") < 4.7
    hue = [colorsys.rgb_to_hsv(*rgb_of(colour))[0] for colour in ("#ffcc00", suggested)]
    assert hue[0] == pytest.approx(hue[1], abs=0.03)
    assert readable("#000000", ("#ffffff",), 4.5, darker=True) == "#000000"
    assert hex_of((18, 63, 65)) == OURS[0]


def test_style_sheets_name_no_colour() -> None:
    """All colours come from the palette, but for the plates of logos and badges, shadows, a film's frame, and paper."""
    named = {name for name, _ in palette_of(*OURS).light.named}
    for path in sorted([*(ROOT / "assets/css").glob("*.css"), *(ROOT / "templates/components").rglob("*.css")]):
        css = path.read_text("utf-8")
        if path.name not in ("tokens.css", "print.css", "player.css"):
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgb\(|\bhsl\(", css), path
        for name in re.findall(
            r"var\(--((?:on-)?(?:band|action|brand|accent|ground|surface|tint|text|mark)[\w-]*)", css
        ):
            assert name in named, f"{path}: --{name}"


def test_every_pair_that_must_be_read_is_named_as_it_is() -> None:
    """PAIRS speaks of colours that there are."""
    names = set(Scheme.__dataclass_fields__)
    assert {name for ink, ground, _ in PAIRS for name in (ink, ground)} <= names
