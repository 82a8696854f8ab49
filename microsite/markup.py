"""What HTML alone tells of whether a page can be used by everyone: rules that every page is held to when it is built.

Each rule has an id, and reads a parsed page. What only a browser tells (overlaps, what a keyboard reaches, contrast as
it is drawn) the tests look at, with axe; a town's own templates are looked at here too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

# A language as BCP 47 has it, as far as we write any.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_HEADINGS = "h1, h2, h3, h4, h5, h6"
# Fields that a person fills in: others have no label, or are their own.
_FIELDS = "input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=reset]), select, textarea"


def faults_of(tree: LexborHTMLParser) -> tuple[tuple[str, str], ...]:
    """Return what is wrong with a page: the rule's id, and where, in the page's own words or tags."""
    return tuple((name, where) for name, rule in RULES.items() for where in rule(tree))


def name_of(node: LexborNode) -> str:
    """Return what a screen reader calls an element by its content and attributes, "" for nothing."""
    attributes = node.attributes
    if named := (attributes.get("aria-label") or attributes.get("aria-labelledby") or "").strip():
        return named
    words = " ".join(node.text(deep=True).split())
    pictures = (picture.attributes.get("alt") or "" for picture in node.css("img"))
    drawings = (drawing.attributes.get("aria-label") or "" for drawing in node.css("svg"))
    return " ".join(filter(None, (words, *pictures, *drawings, attributes.get("title") or ""))).strip()


def _headings(tree: LexborHTMLParser) -> Iterator[str]:
    """One of the first level, none skipped on the way down, none empty."""
    found = [(int((node.tag or "h0")[1]), name_of(node)) for node in tree.css(_HEADINGS)]
    firsts = sum(level == 1 for level, _ in found)
    if firsts != 1:
        yield f"{firsts} × h1"
    before = 0
    for level, words in found:
        if not words:
            yield f"<h{level}></h{level}>"
        if level > before + 1 > 1:
            yield f"h{before} → h{level} {words}"
        before = level


def _landmarks(tree: LexborHTMLParser) -> Iterator[str]:
    """A main part, and only one; menus have names where there are several."""
    mains = len(tree.css("main"))
    if mains != 1:
        yield f"{mains} × main"
    menus = tree.css("nav")
    names = Counter(
        (menu.attributes.get("aria-label") or menu.attributes.get("aria-labelledby") or "") for menu in menus
    )
    if len(menus) > 1 and "" in names:
        yield f"{names['']} × nav"


def _names(tree: LexborHTMLParser) -> Iterator[str]:
    """Every link, button and field says what it is for."""
    for node in tree.css("a[href], button, summary"):
        if not name_of(node):
            yield (node.html or "")[:80]
    labelled = {label.attributes.get("for") for label in tree.css("label[for]")}
    within = {field.mem_id for field in tree.css(", ".join(f"label {part}" for part in _FIELDS.split(", ")))}
    for field in tree.css(_FIELDS):
        attributes = field.attributes
        own = attributes.get("aria-label") or attributes.get("aria-labelledby")
        if not own and attributes.get("id") not in labelled and field.mem_id not in within:
            yield (field.html or "")[:80]


def _alternatives(tree: LexborHTMLParser) -> Iterator[str]:
    """Every picture has words in its place, or says that it needs none."""
    for node in tree.css("img"):
        if node.attributes.get("alt") is None and "alt" not in node.attributes:
            yield node.attributes.get("src") or "img"
    inner = {node.mem_id for node in tree.css("svg svg, [aria-hidden=true] svg")}
    for node in tree.css("svg"):
        attributes = node.attributes
        if node.mem_id in inner:
            continue
        if attributes.get("aria-hidden") != "true" and not (attributes.get("aria-label") or node.css_first("title")):
            yield (node.html or "")[:60]


def _languages(tree: LexborHTMLParser) -> Iterator[str]:
    """The page says its language; whatever is in another is so marked as a screen reader knows it."""
    root = tree.css_first("html")
    if root is None or not root.attributes.get("lang"):
        yield "<html>"
    for node in tree.css("[lang]"):
        if not _LANGUAGE.fullmatch(node.attributes.get("lang") or ""):
            yield f'lang="{node.attributes.get("lang") or ""}"'


def _ids(tree: LexborHTMLParser) -> Iterator[str]:
    """No id stands twice, and what is referred to is there."""
    ids = Counter(node.attributes.get("id") or "" for node in tree.css("[id]"))
    yield from (f'id="{name}"' for name, count in ids.items() if count > 1)
    for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
        for node in tree.css(f"[{attribute}]"):
            for name in (node.attributes.get(attribute) or "").split():
                if name not in ids:
                    yield f'{attribute}="{name}"'


def _tables(tree: LexborHTMLParser) -> Iterator[str]:
    """Every table says what its columns or rows are."""
    for table in tree.css("table"):
        if not table.css("th"):
            yield " ".join(table.text(deep=True).split())[:60]


# In the order that they are told in.
RULES: dict[str, Callable[[LexborHTMLParser], Iterator[str]]] = {
    "headings": _headings,
    "landmarks": _landmarks,
    "names": _names,
    "alternatives": _alternatives,
    "languages": _languages,
    "ids": _ids,
    "tables": _tables,
}
