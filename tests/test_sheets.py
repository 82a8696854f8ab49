"""What a town's own style sheet does to contrast and to the size of what is pressed is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite import assets
from microsite.palette import palette_of
from microsite.sheets import SheetFault, faults_in, read_sheet

ROOT = Path(__file__).parents[1]
OURS = palette_of("#123f41", "#b8431f", "#9fd3c7", "#ff9b73")
PRESSED = frozenset({"chip"})


def told(css: str) -> list[tuple[str, int, int]]:
    """What is told of one style sheet beside the tokens: the code, the line and the column."""
    return [(fault.code, fault.at.line, fault.at.column) for fault in found(css)]


def found(css: str) -> list[SheetFault]:
    tokens = (ROOT / "assets/css/tokens.css").read_text("utf-8")
    return list(faults_in({"tokens": read_sheet(tokens), "own": read_sheet(css)}, OURS, PRESSED))


@pytest.mark.parametrize(
    ("css", "code"),
    [
        # Two colours in one rule, however they are written, and wherever the rule lies.
        ("h1 {color: white; background: #ccc}", "style-contrast"),
        ("h1 {color: rgb(200 200 200); background-color: hsl(0 0% 100%)}", "style-contrast"),
        ("h1 {color: #ccc; background: #fff no-repeat}", "style-contrast"),
        ("@layer egen { @media (min-width: 40rem) { h1 {color: #ccc; background: #fff} } }", "style-contrast"),
        (".ruta { &:hover {color: #ccc; background: #fff} }", "style-contrast"),
        ("h1 {color: var(--text); background: var(--band)}", "style-contrast"),
        # A colour of one's own by way of a name of one's own.
        (":root {--grus: #999} h1 {color: var(--grus); background: var(--plate)}", "style-contrast"),
        # One colour alone that none of the campaign's goes with.
        ("h1 {color: #999}", "style-contrast"),
        ("h1 {color: oklch(60% .05 100)}", "style-contrast"),
        ("h1 {background: #777}", "style-contrast"),
        # The campaign's own colour, set so that it isn't seen, in one of the schemes.
        (":root {--text: #888888}", "style-palette"),
        ("@media (prefers-color-scheme: dark) {:root {--text: #444444}}", "style-palette"),
        ("html {--ground: #555555}", "style-palette"),
        (".chip {block-size: 20px}", "style-target"),
        (".chip, h1 {block-size: 20px}", "style-target"),
        ("nav > :is(a, h1) {max-height: 1.2rem}", "style-target"),
        (".rad .chip:hover {inline-size: 1rem}", "style-target"),
        ("button {height: 23.9px}", "style-target"),
        (":root {--target: 1rem}", "style-target"),
    ],
)
def test_what_is_not_seen_or_hit_is_told(css: str, code: str) -> None:
    assert [row[0] for row in told(css)] == [code]


@pytest.mark.parametrize(
    "css",
    [
        "h1 {color: #000; background: #fff}",
        "h1 {color: var(--text); background: var(--surface)}",
        # On some ground of ours it is seen; which it stands on, a browser tells.
        "h1 {color: white}",
        "h1 {background: #000}",
        # A picture, or a colour that lets another through, is nobody's to reckon here.
        "h1 {color: #ccc; background: url(bild.jpg) #fff}",
        "h1 {color: rgb(0 0 0 / 30%); background: #fff}",
        "h1 {color: currentcolor; background: inherit}",
        "h1 {color: color-mix(in srgb, red, white); background: #fff}",
        "h1 {color: var(--finns-inte); background: #fff}",
        "h1 {color: var(--a); background: #fff} :root {--a: var(--b); --b: var(--a)}",
        # Paper has its own colours, and so has whoever chooses all of them.
        "@media print {h1 {color: #999; background: #fff} button {height: 3px}}",
        "@media (forced-colors: active) {h1 {color: #999; background: #fff}}",
        # A part of the page may have the campaign's colours the other way round, as the great picture has.
        ".hero {--text: #888888}",
        ":root {--text: #000000} @media (prefers-color-scheme: dark) {:root {--text: #ffffff}}",
        # Where nobody can tell what a colour comes to, nothing is told.
        ":root {--text: var(--x); --on-band: var(--x)} h1 {background: #777777}",
        ".chip {block-size: 24px}",
        ".chip {block-size: 50%; inline-size: auto; min-block-size: 4px}",
        ".chip::before, a:hover::after {height: 3px}",
        "nav a span {height: 3px}",
        ".visually-hidden:is(a) {inline-size: 1px; block-size: 1px}",
        "",
        "}}} @media {",
        "h1 {color: ; background: #}",
        "@import url(annan.css); @font-face {font-family: x; src: url(x)} @page {margin: 1cm}",
    ],
)
def test_what_is_seen_and_hit_is_left_alone(css: str) -> None:
    assert told(css) == []


def test_a_fault_has_its_place() -> None:
    assert told("h1 {}\nh2 {\n  margin: 0;\n  color: #ccc; background: #fff;\n}\n") == [("style-contrast", 4, 3)]


def test_a_ratio_is_never_rounded_up_to_what_it_falls_short_of() -> None:
    [fault] = found("h1 {color: #777777; background: #ffffff}")  # 4.478 to 1
    assert dict(fault.values)["ratio"] == "4,4"


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_text_is_read(css: str) -> None:
    """A style sheet is a browser's to understand, and to stumble over: never ours."""
    found(css)


@pytest.mark.parametrize("brand", ["#123f41", "#7a1220", "#fff0a0", "#777777"])
def test_our_own_style_sheets_keep_what_the_palette_promises(brand: str) -> None:
    """In any town's colours."""
    files = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("assets/css/*.css")]
    files += [path.relative_to(ROOT).as_posix() for path in ROOT.glob("templates/components/*/*.css")]
    read = {path: read_sheet((ROOT / path).read_text("utf-8")) for path in assets.sheets(files)}
    assert len(read) > 30
    assert sum(map(len, read.values())) > 100
    assert list(faults_in(read, palette_of(brand), PRESSED)) == []
