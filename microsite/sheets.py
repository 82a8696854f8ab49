"""What style sheets alone tell of whether a page can be read and used: contrast, and the size of what is pressed.

The palette is reckoned so that every pair of its colours that belong together can be read. What a town writes in style
sheets of its own is looked at here: two colours in one rule, a colour that none of the palette's goes with, and a
palette's colour set anew. What stands over a picture, or comes of several rules together, only a browser tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from microsite.colour import apart, colour_of, hex_of
from microsite.palette import PAIRS, WORDS, Palette, contrast_words

# The least size of what is pressed, in CSS pixels, by WCAG 2.2 (2.5.8).
LEAST_TARGET = 24
# Names of our own for the two that a page's words are written with, and all that they are written on.
_INKS, _PAPERS = ("--text", "--on-band"), ("--ground", "--surface", "--tint-brand", "--tint-warm", "--band")
_SIZES = frozenset(
    f"{most}{side}" for most in ("", "max-") for side in ("block-size", "inline-size", "height", "width")
)
_COLOURS = {"color": "color", "background": "background", "background-color": "background"}
_PRESSED_TAGS = frozenset({"a", "button", "summary"})
_PIXELS = {"px": 1.0, "rem": 16.0, "em": 16.0}
_SCHEME_WORDS = {"light": ("i ljust läge", "in light mode"), "dark": ("i mörkt läge", "in dark mode")}
_VAR = re.compile(r"var\(\s*(--[\w-]+)")
# Whose custom properties all of the page has.
_WHOLE_PAGE = frozenset({":root", "html", "body"})


@dataclass(frozen=True, slots=True)
class Set:
    """A declaration: its name, its value in short, and where it stands (line and column from 1).

    The value is #rrggbb, the name of a custom property with its dashes, or CSS pixels as a number; "" for all others.
    """

    name: str
    value: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A style rule: its selector, what its parts end in (tags and .classes), and the schemes that it holds in."""

    selector: str
    subjects: tuple[str, ...]
    schemes: tuple[str, ...]
    sets: tuple[Set, ...]


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong: a code of `messages`, the file, the place, and what its words need."""

    code: str
    path: str
    at: Set
    values: tuple[tuple[str, str], ...]


def read_sheet(text: str) -> tuple[Rule, ...]:
    """Return the rules of a style sheet that say something of colours and sizes; none of those for paper."""
    import tinycss2

    parsed = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return tuple(_rules(parsed, ("light", "dark"), None))


def faults_in(sheets: Mapping[str, tuple[Rule, ...]], palette: Palette, pressed: Iterable[str]) -> Iterator[SheetFault]:
    """Yield what is wrong in style sheets by path; `pressed` are the classes of the site's links and buttons."""
    schemes = (("light", palette.light), ("dark", palette.dark))
    tables = {name: {f"--{key}": colour for key, colour in scheme.named} for name, scheme in schemes}
    ours = frozenset(tables["light"])
    anew: dict[str, tuple[str, Set]] = {}
    for path, rule, one in _all(sheets):
        if one.name.startswith("--") and one.value and (one.name not in ours or _WHOLE_PAGE & {rule.selector}):
            for name in rule.schemes:
                tables[name][one.name] = one.value
            if one.name in ours:
                anew[one.name] = (path, one)
    yield from _set_anew(anew, tables)
    targets = _PRESSED_TAGS | {f".{name}" for name in pressed}
    for path, rules in sheets.items():
        for rule in rules:
            yield from _contrast(path, rule, tables)
            yield from _small(path, rule, targets)


def _all(sheets: Mapping[str, tuple[Rule, ...]]) -> Iterator[tuple[str, Rule, Set]]:
    return ((path, rule, one) for path, rules in sheets.items() for rule in rules for one in rule.sets)


def _set_anew(anew: Mapping[str, tuple[str, Set]], tables: Mapping[str, Mapping[str, str]]) -> Iterator[SheetFault]:
    """Yield the palette's colours that a style sheet sets so that what belongs together can't be read."""
    for name, (path, one) in anew.items():
        for scheme, table in tables.items():
            pairs = [(f"--{a}".replace("_", "-"), f"--{b}".replace("_", "-"), least) for a, b, least in PAIRS]
            pairs = [pair for pair in pairs if name in pair[:2]]
            colours = [(_of(a, table), _of(b, table), least) for a, b, least in pairs]
            worst = [(apart(a, b), least) for a, b, least in colours if a and b and apart(a, b) < least]
            if worst:
                ratio, least = min(worst)
                yield SheetFault("style-palette", path, one, (("name", name), *_told(scheme, ratio, least)))
                break


def _contrast(path: str, rule: Rule, tables: Mapping[str, Mapping[str, str]]) -> Iterator[SheetFault]:
    given = {one.name: one for one in rule.sets if one.name in ("color", "background")}
    for name in rule.schemes:
        table = tables[name]
        found = {kind: _of(one.value, table) for kind, one in given.items()}
        ink, paper = found.get("color", ""), found.get("background", "")
        if ink and paper:
            ratio, at = apart(ink, paper), given["color"]
        elif ink and "background" not in given and given["color"].value.startswith("#"):
            ratio, at = _best(ink, _PAPERS, table), given["color"]
        elif paper and "color" not in given and given["background"].value.startswith("#"):
            ratio, at = _best(paper, _INKS, table), given["background"]
        else:
            continue
        if ratio < WORDS:
            yield SheetFault("style-contrast", path, at, (("selector", rule.selector), *_told(name, ratio, WORDS)))
            return


def _best(colour: str, others: Iterable[str], table: Mapping[str, str]) -> float:
    """Return the highest contrast of a colour to any of `others` by name; enough where none is known."""
    return max((apart(colour, other) for name in others if (other := _of(name, table))), default=WORDS)


def _small(path: str, rule: Rule, targets: frozenset[str]) -> Iterator[SheetFault]:
    for one in rule.sets:
        # One pixel is how something is hidden from eyes alone.
        small = re.fullmatch(r"[\d.]+", one.value) and 1 < float(one.value) < LEAST_TARGET
        if small and (one.name == "--target" or (one.name in _SIZES and targets & set(rule.subjects))):
            values = (("selector", rule.selector), ("size", f"{float(one.value):g}"), ("least", str(LEAST_TARGET)))
            yield SheetFault("style-target", path, one, values)


def _told(scheme: str, ratio: float, least: float) -> tuple[tuple[str, str], ...]:
    where, where_en = _SCHEME_WORDS[scheme]
    return ("where", where), ("where_en", where_en), *contrast_words(ratio, least).items()


def _of(value: str, table: Mapping[str, str]) -> str:
    """Return the colour that a value comes to, "" where it can't be told."""
    for _ in range(8):
        if not value.startswith("--"):
            break
        value = table.get(value, "")
    return value if value.startswith("#") else ""


def _rules(nodes: Iterable[Any], schemes: tuple[str, ...], parent: tuple[str, ...] | None) -> Iterator[Rule]:
    import tinycss2

    for node in nodes:
        if node.type == "qualified-rule":
            selector = tinycss2.serialize(node.prelude).strip()
            subjects = tuple(_subjects(node.prelude, parent or ()))
            inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            sets = tuple(one for one in map(_set, inner) if one is not None)
            if sets:
                yield Rule(re.sub(r"\s+", " ", selector), subjects, schemes, sets)
            yield from _rules(inner, schemes, subjects)
        elif node.type == "at-rule" and node.content is not None:
            within = _within(node.lower_at_keyword, tinycss2.serialize(node.prelude).lower(), schemes)
            inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            if within:
                yield from _rules(inner, within, parent)


def _within(keyword: str, condition: str, schemes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the schemes that hold within an at-rule; none where it is for paper, or colours aren't ours to choose."""
    if keyword not in ("media", "layer", "supports", "container", "scope"):
        return ()
    if keyword == "media" and re.search(r"\bprint\b|forced-colors", condition):
        return ()
    asked = re.search(r"prefers-color-scheme:\s*(light|dark)", condition) if keyword == "media" else None
    return tuple(name for name in schemes if asked is None or name == asked[1])


def _subjects(tokens: Iterable[Any], parent: tuple[str, ...]) -> Iterator[str]:
    """Yield what the last part of each selector in a list names: tags, and classes with their dot."""
    compound: list[str] = []
    before, off, gap = "", False, False
    for token in (*tokens, None):
        kind = token.type if token is not None else "end"
        sign = token.value if kind == "literal" else ""
        if kind == "whitespace":
            gap = True
            continue
        if sign in (">", "+", "~") or (gap and kind != "end" and sign != ","):
            compound, off = [], False
        gap = False
        if kind == "end" or sign == ",":
            yield from compound
            compound, off = [], False
        elif sign == ":":
            # What stands before or after something isn't pressed.
            off, compound = (True, []) if before == ":" else (off, compound)
        elif sign == "&":
            compound = [*compound, *parent]
        elif kind == "function" and token.lower_name in ("is", "where") and not off:
            compound = [*compound, *_subjects(token.arguments, parent)]
        elif kind == "ident" and not off and before != ":":
            compound = [*compound, f".{token.value}" if before == "." else token.lower_value]
        before = sign


def _set(node: Any) -> Set | None:
    if node.type != "declaration":
        return None
    name = _COLOURS.get(node.lower_name, node.lower_name)
    if name in ("color", "background"):
        value = _colour(node.value, short=node.lower_name == "background")
    elif name.startswith("--"):
        value = _colour(node.value, short=False) or _pixels(node.value)
    elif name in _SIZES:
        value = _pixels(node.value)
    else:
        return None
    return Set(name, value, node.source_line, node.source_column)


def _colour(tokens: Iterable[Any], short: bool) -> str:
    """Return the one colour of a value as #rrggbb or the custom property that it is; `short` may name more beside."""
    import tinycss2

    found = []
    for token in tokens:
        if token.type == "whitespace":
            continue
        colour = _literal(token)
        if variable := _VAR.match(tinycss2.serialize([token])):
            colour = variable[1]
        if colour:
            found.append(colour)
        elif not short or token.type in ("url", "function", "literal"):
            return ""
    return found[0] if len(found) == 1 else ""


def _literal(token: Any) -> str:
    """Return a colour that covers what is below it as #rrggbb, "" for anything else."""
    from tinycss2 import color4

    colour: Any = color4.parse_color(token)
    if colour is None or isinstance(colour, str) or colour.alpha is None or colour.alpha < 1:
        return ""
    if colour.space == "oklch":
        light, chroma, hue = (float(part or 0) for part in colour.coordinates)
        return colour_of((light, chroma, hue))
    try:
        red, green, blue = (round(255 * min(1.0, max(0.0, part or 0))) for part in colour.to("srgb").coordinates)
    except NotImplementedError:  # a space that it reads and doesn't convert
        return ""
    return hex_of((red, green, blue))


def _pixels(tokens: Iterable[Any]) -> str:
    """Return a length as CSS pixels at a browser's own size of letters, "" for what depends on anything else."""
    found = [token for token in tokens if token.type != "whitespace"]
    if len(found) != 1 or found[0].type != "dimension" or found[0].lower_unit not in _PIXELS:
        return ""
    return f"{found[0].value * _PIXELS[found[0].lower_unit]:g}"
