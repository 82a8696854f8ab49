"""The palette: every colour of site, badges and posters, derived from the one or two that a town gives.

A town's colours are kept wherever they can be seen, as grounds and on buttons; what stands on them is chosen by its
contrast. Where a colour is to be read on paper, it is the nearest of its hue that can be, and ink with a breath of it
where that would be mud: a pale yellow town gets dark words on yellow, not olive ones on white.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from microsite.colour import apart, colour_of, lch_of, mixed, readable

# The neutrals, of which no town is asked. Paper is warm, so that a grave page is not a cold one.
PAPER, SURFACE, SAND, INK, NIGHT, WHITE = "#fbf7f0", "#fffdf9", "#f1e8da", "#14201f", "#0e1716", "#ffffff"
# The least contrasts of WCAG 2.2: words (1.4.3), shapes (1.4.11), and the words of a page (1.4.6).
WORDS, SHAPES, BODY = 4.5, 3.0, 7.0
# The two colours must differ by this much in lightness: whoever sees no hues sees one colour otherwise, in the mark's
# two links among others. No standard says how much; of two inks in the mark it begins to be seen about here.
LEAST_APART = 1.5
# A colour lighter than this on the scale of OKLCH is seen as pale, and darkened for words it is another colour.
_PALE = 0.75


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of one ground, light or dark, as #rrggbb. What is called "on" something is written upon it.

    `band` is the town's own colour laid out wide; `edge` surrounds what can be pressed or filled in.
    """

    ground: str
    surface: str
    tint_brand: str
    tint_warm: str
    text: str
    text_quiet: str
    line: str
    edge: str
    brand_ink: str
    accent_ink: str
    action: str
    on_action: str
    action_edge: str
    focus: str
    band: str
    on_band: str
    on_band_quiet: str
    band_line: str
    accent_on_band: str
    on_band_action: str
    mark_brand: str
    mark_accent: str

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """Return all of them by the name that style sheets know them by."""
        return tuple((field.name.replace("_", "-"), getattr(self, field.name)) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours on light and on dark grounds."""

    light: Scheme
    dark: Scheme


# What is read on what, by name, and the contrast that it needs there.
_PAPERS = ("ground", "surface", "tint_brand", "tint_warm")
PAIRS = (
    *((ink, paper, BODY) for ink in ("text", "text_quiet") for paper in _PAPERS),
    *((ink, paper, WORDS) for ink in ("brand_ink", "accent_ink") for paper in _PAPERS),
    *((shape, paper, SHAPES) for shape in ("edge", "focus") for paper in _PAPERS),
    ("on_band", "band", WORDS),
    ("on_band_quiet", "band", WORDS),
    ("accent_on_band", "band", WORDS),
    ("on_band_action", "accent_on_band", WORDS),
    ("on_action", "action", WORDS),
    ("mark_brand", "ground", SHAPES),
    ("mark_accent", "ground", SHAPES),
)


def palette_of(primary: str, accent: str = "", primary_dark: str = "", accent_dark: str = "") -> Palette:
    """Return the palette of a town's colours, #rrggbb each; "" for those that it leaves to us."""
    accent = accent or second_of(primary)
    light = _light(primary, accent, accent_dark)
    return Palette(light, _dark(primary, accent, primary_dark, accent_dark))


def second_of(primary: str) -> str:
    """Return a second colour for a town that has one: of the same hue, and far enough from it in lightness."""
    light, chroma, hue = lch_of(primary)
    if light > _PALE:
        return readable(colour_of((0.45, min(0.11, chroma), hue)), (SAND,), WORDS, darker=True)
    second = colour_of((0.53, max(chroma, min(0.18, 3 * chroma)), hue))
    if light > 0.42:
        second = colour_of((light - 0.2, chroma, hue))
    return parted(primary, second)


def parted(primary: str, accent: str) -> str:
    """Return the colour nearest to `accent`, of its hue, that is told apart from `primary` without seeing hues."""
    if apart(primary, accent) >= LEAST_APART:
        return accent
    light, chroma, hue = lch_of(accent)
    for step in range(1, 80):
        for lightness in (light - step / 80, light + step / 80):
            if 0.15 <= lightness <= 0.97:
                other = colour_of((lightness, chroma, hue))
                # A little more than the least, so that nobody stands at the very edge.
                if apart(primary, other) >= LEAST_APART + 0.1:
                    return other
    return INK if apart(primary, INK) > apart(primary, WHITE) else WHITE


def alike(primary: str, accent: str) -> dict[str, str] | None:
    """Return what to tell of two colours that can't be told apart without seeing hues; None where they can."""
    if apart(primary, accent) >= LEAST_APART:
        return None
    told = {"value": accent, "other": primary, "instead": parted(primary, accent)}
    return told | contrast_words(apart(primary, accent), LEAST_APART)


def contrast_words(ratio: float, least: float) -> dict[str, str]:
    """Return the parameters `ratio` and `least` of a message on contrast, in Swedish and in English.

    Never rounded up to what it falls short of.
    """
    shown = {"ratio": f"{int(ratio * 10) / 10:.1f}", "least": f"{least:g}"}
    swedish = {name: number.replace(".", ",") for name, number in shown.items()}
    return swedish | {f"{name}_en": number for name, number in shown.items()}


def _on(ground: str, *inks: str) -> str:
    """Return the first of `inks` that can be read on `ground`; black or white, one of which always can."""
    for ink in (*inks, WHITE):
        if apart(ink, ground) >= WORDS:
            return ink
    return "#000000"


def _ink(colour: str, papers: tuple[str, ...], ratio: float = WORDS) -> str:
    """Return a colour as it is written on light papers."""
    light, chroma, hue = lch_of(colour)
    if light > _PALE:
        colour = colour_of((0.32, min(chroma, 0.05), hue))
    return readable(colour, papers, ratio, darker=True)


def _light(primary: str, accent: str, accent_dark: str) -> Scheme:
    _, chroma, hue = lch_of(primary)
    tint = colour_of((0.93, min(chroma, 0.018), hue))
    papers = (PAPER, SURFACE, SAND, tint)
    on_action = _on(accent, WHITE, INK)
    return Scheme(
        ground=PAPER,
        surface=SURFACE,
        tint_brand=tint,
        tint_warm=SAND,
        text=INK,
        text_quiet="#364442",
        line="#d9d0bf",
        edge="#7b7565",
        brand_ink=_ink(primary, papers),
        accent_ink=readable(accent, papers, WORDS, darker=True),
        action=accent,
        on_action=on_action,
        # A pale button is drawn round, so that it is seen to be one.
        action_edge=accent if apart(accent, PAPER) >= SHAPES else on_action,
        focus=_ink(primary, papers),
        **_banded(primary, _on(primary, PAPER, INK), accent_dark or accent),
        mark_brand=_ink(primary, (PAPER,), SHAPES),
        mark_accent=readable(accent, (PAPER,), SHAPES, darker=True),
    )


def _dark(primary: str, accent: str, primary_dark: str, accent_dark: str) -> Scheme:
    light, chroma, hue = lch_of(primary)
    surface, warm = "#16211f", "#211f19"
    tint = colour_of((0.285, min(chroma, 0.03), hue))
    papers = (NIGHT, surface, warm, tint)
    # A pale band would glare at night: its hue is kept, and little of its light.
    dimmed = colour_of((0.36, min(chroma, 0.05 if light > _PALE else 0.13), hue))
    band = mixed(primary, NIGHT, 0.88) if light < 0.45 else dimmed
    brand_ink = primary_dark or readable(_lifted(primary, 0.83, 0.1), papers, BODY, darker=False)
    accent_ink = accent_dark or readable(_lifted(accent, 0.78, 0.14), papers, BODY, darker=False)
    return Scheme(
        ground=NIGHT,
        surface=surface,
        tint_brand=tint,
        tint_warm=warm,
        text="#f3ede3",
        text_quiet="#c6c9c1",
        line="#344341",
        edge="#8c9a97",
        brand_ink=readable(brand_ink, papers, WORDS, darker=False),
        accent_ink=readable(accent_ink, papers, WORDS, darker=False),
        action=accent_ink,
        on_action=_on(accent_ink, NIGHT, WHITE),
        action_edge=accent_ink,
        focus=readable(accent_ink, papers, SHAPES, darker=False),
        **_banded(band, _on(band, PAPER), accent_ink),
        mark_brand=brand_ink,
        mark_accent=accent_ink,
    )


def _banded(band: str, ink: str, accent: str) -> dict[str, str]:
    """Return the colours of a band and of what stands on it: `ink` is written there, and `accent` made readable."""
    quiet = mixed(ink, band, 0.88)
    accent = readable(accent, (band,), WORDS, darker=lch_of(ink)[0] <= 0.5)
    return {
        "band": band,
        "on_band": ink,
        "on_band_quiet": quiet if apart(quiet, band) >= WORDS else ink,
        "band_line": mixed(ink, band, 0.28),
        "accent_on_band": accent,
        "on_band_action": _on(accent, NIGHT, PAPER),
    }


def _lifted(colour: str, least: float, most_chroma: float) -> str:
    """Return a colour as bright as it must be on a dark ground, and not so strong that it swims there."""
    light, chroma, hue = lch_of(colour)
    return colour if light >= least else colour_of((least, min(chroma, most_chroma), hue))
