"""The extension to Python-Markdown: our blocks, headings' ids, gaps for links and pictures, and no raw HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import markdown
from markdown.extensions import Extension as MarkdownExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block, type_string

from microsite.markdown import Heading
from microsite.schema import slug_of

_CLASSES = frozenset({"knapp"})
# Blocks that stand for something made elsewhere, and the kind of gap it has.
PLACED = {"diagram": "D", "film": "F"}
_OURS = frozenset(
    [
        "ruta",
        "ruta__title",
        "viktigt",
        "viktigt__title",
        "fakta",
        "fakta__title",
        "uppmaning",
        "uppmaning__title",
        "tidslinje",
        "tidslinje__title",
        "fraga",
        "citat",
        "siffra",
        "diagram",
        "film",
        "siffra__value",
        "siffra__facts",
        "footnote",
        "footnote-ref",
        "footnote-backref",
        "table",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "id",
        "class",
        "lang",
        "dir",
        "href",
        "title",
        "src",
        "alt",
        "start",
        "role",
        "tabindex",
        "scope",
        "aria-labelledby",
        "aria-label",
    ]
)
_ALIGN = re.compile(r"text-align: (left|right|center);")


@dataclass
class Notes:
    """What the reader learns of a text while it is converted."""

    headings: list[Heading] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    # What is shown whole, by block: the names of charts and films, each with the id of its place.
    shown: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {name: [] for name in PLACED})
    ids: set[str] = field(default_factory=set)
    bad_attributes: list[str] = field(default_factory=list)
    first_level: list[tuple[int, str]] = field(default_factory=list)
    plain: str = ""


def gap(kind: str, number: int) -> str:
    """Return the mark of a gap: D a chart, F a film, L a link's address, P a picture, W one of `WORDS`."""
    return f"\ue000{kind}{number}\ue001"


def _titled(name: str, tag: str = "div") -> type[Block]:
    class Titled(Block):
        NAME = name
        ARGUMENT = None
        OPTIONS: dict[str, Any] = {}

        def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
            box = ElementTree.SubElement(parent, tag, {"class": name})
            if self.argument:
                title = ElementTree.SubElement(box, "p", {"class": f"{name}__title"})
                title.text = self.argument
            return box

    return Titled


class Question(Block):
    """A question that unfolds its answer; the words stand in the page, so it works everywhere."""

    NAME = "fraga"
    ARGUMENT = True
    OPTIONS: dict[str, Any] = {}

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Return the element that takes the block's content."""
        box = ElementTree.SubElement(parent, "details", {"class": "fraga"})
        ElementTree.SubElement(box, "summary").text = self.argument
        return box


class Quote(Block):
    """A quotation and whose it is."""

    NAME = "citat"
    ARGUMENT = None
    OPTIONS: dict[str, Any] = {}

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Return the element that takes the block's content."""
        figure = ElementTree.SubElement(parent, "figure", {"class": "citat"})
        self._quote = ElementTree.SubElement(figure, "blockquote")
        if self.argument:
            ElementTree.SubElement(figure, "figcaption").text = self.argument
        return figure

    def on_add(self, block: ElementTree.Element) -> ElementTree.Element:
        """Return where content goes."""
        return self._quote


class Figure(Block):
    """A number with its period, payer and source, so that numbers of different kinds are never added up."""

    NAME = "siffra"
    ARGUMENT = True
    OPTIONS = {"period": ("", type_string), "betalare": ("", type_string), "kalla": ("", type_string)}

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Return the element that takes the block's content."""
        box = ElementTree.SubElement(parent, "div", {"class": "siffra"})
        ElementTree.SubElement(box, "p", {"class": "siffra__value"}).text = self.argument
        self._body = ElementTree.SubElement(box, "div", {"class": "siffra__text"})
        rows = [(number, self.options[name]) for number, name in enumerate(self.OPTIONS) if self.options[name]]
        if rows:
            facts = ElementTree.SubElement(box, "dl", {"class": "siffra__facts"})
            for number, words in rows:
                row = ElementTree.SubElement(facts, "div")
                ElementTree.SubElement(row, "dt").text = gap("W", number)
                ElementTree.SubElement(row, "dd").text = words
        return box

    def on_add(self, block: ElementTree.Element) -> ElementTree.Element:
        """Return where content goes."""
        return self._body


def _placed(name: str) -> type[Block]:
    """Return the block that is the place of a chart or a film, by its name; what is written in it follows."""

    class Placed(Block):
        NAME = name
        ARGUMENT = True
        OPTIONS: dict[str, Any] = {}

        def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
            box = ElementTree.SubElement(parent, "div", {"class": name})
            # The reader puts a gap in the name's place.
            box.text = AtomicString(self.argument)
            return box

    return Placed


class _Blocks(BlocksExtension):
    def extendMarkdownBlocks(self, md: markdown.Markdown, block_mgr: Any) -> None:
        for name in ("ruta", "viktigt", "fakta", "uppmaning", "tidslinje"):
            block_mgr.register(_titled(name), {})
        for block in (Question, Quote, Figure, *map(_placed, PLACED)):
            block_mgr.register(block, {})


class Extension(MarkdownExtension):
    """Takes raw HTML out of Markdown and reads the finished tree into `notes`, which begin anew at each `reset`."""

    def __init__(self) -> None:
        super().__init__()
        self.notes = Notes()

    def reset(self) -> None:
        """Forget the last text."""
        self.notes = Notes()

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Hook into Python-Markdown."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        # It writes addresses as character references, against robots that have long read them.
        md.inlinePatterns.deregister("automail")
        _Blocks().extendMarkdown(md)
        md.registerExtension(self)
        md.treeprocessors.register(_Reader(md, self), "microsite", 5)


class _Reader(Treeprocessor):
    def __init__(self, md: markdown.Markdown, extension: Extension) -> None:
        super().__init__(md)
        self._extension = extension

    @property
    def _notes(self) -> Notes:
        return self._extension.notes

    def run(self, root: ElementTree.Element) -> None:
        self._notes.ids = {element.get("id", "") for element in root.iter()} - {""}
        self._placed(root)
        self._headings(root)
        self._wrap_tables(root)
        self._one_way_back(root)
        plain: list[str] = []
        # Sources are no running text: addresses and dates would decide how hard a page is to read.
        sources = {id(e) for box in root.iter("div") if box.get("class") == "footnote" for e in box.iter()}
        for element in root.iter():
            self._attributes(element)
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._notes.pictures.append((element.get("src", ""), element.get("alt", "")))
                number = len(self._notes.pictures) - 1
                tail = element.tail
                element.clear()
                element.tag = "span"
                element.text = gap("P", number)
                element.tail = tail
            if element.tag in ("p", "li", "dd", "td", "summary", "blockquote") and id(element) not in sources:
                words = self._words(element)
                if words.strip() and not any(child.tag in ("p", "ul", "ol") for child in element):
                    plain.append(words.strip() + ("" if words.rstrip().endswith((".", "!", "?", ":")) else "."))
        self._notes.plain = " ".join(plain)

    def _words(self, element: ElementTree.Element) -> str:
        """Return the words a reader reads: footnote marks and gaps left out."""
        text = element.text or ""
        for child in element:
            if child.tag != "sup":
                text += self._words(child)
            text += child.tail or ""
        return re.sub("\ue000.*?\ue001|\x02.*?\x03", "", text)

    def _link(self, element: ElementTree.Element) -> None:
        target = element.get("href", "")
        kind = element.get("class", "")
        if kind == "footnote-backref":
            element.attrib.pop("title", None)
            element.set("aria-label", gap("W", 3))
            element.set("role", "doc-backlink")
            return
        if kind == "footnote-ref":
            element.set("role", "doc-noteref")
            return
        self._notes.links.append((target, self._words(element)))
        element.set("href", gap("L", len(self._notes.links) - 1))

    def _placed(self, root: ElementTree.Element) -> None:
        for element in root.iter("div"):
            block = element.get("class", "")
            if block in PLACED:
                name, shown = element.text or "", self._notes.shown[block]
                place = self._free(slug_of(f"{block}-{name}"))
                element.set("id", place)
                element.text = gap(PLACED[block], len(shown))
                self._notes.ids.add(place)
                shown.append((name, place))

    def _headings(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if element.tag not in ("h1", "h2", "h3", "h4", "h5", "h6"):
                continue
            level, words = int(element.tag[1]), self._words(element).strip()
            if level == 1:
                self._notes.first_level.append((level, words))
            name = element.get("id") or self._free(slug_of(words) or f"avsnitt-{len(self._notes.headings) + 1}")
            element.set("id", name)
            self._notes.ids.add(name)
            self._notes.headings.append(Heading(level, name, words))

    def _free(self, name: str) -> str:
        number, free = 2, name
        while free in self._notes.ids:
            free, number = f"{name}-{number}", number + 1
        return free

    def _wrap_tables(self, root: ElementTree.Element) -> None:
        """A wide table scrolls in a box of its own, which a keyboard can reach and which has a name."""
        heading = ""
        for parent in list(root.iter()):
            for index, child in enumerate(list(parent)):
                if child.tag in ("h2", "h3", "h4"):
                    heading = child.get("id", "")
                if child.tag != "table":
                    continue
                for cell in child.iter("th"):
                    cell.set("scope", "col")
                box = ElementTree.Element("div", {"class": "table", "role": "region", "tabindex": "0"})
                if heading:
                    box.set("aria-labelledby", heading)
                else:
                    box.set("aria-label", " · ".join(self._words(cell).strip() for cell in child.iter("th")))
                box.tail, child.tail = child.tail, None
                parent.remove(child)
                box.append(child)
                parent.insert(index, box)

    def _one_way_back(self, root: ElementTree.Element) -> None:
        """A source cited five times has one way back, to its first mention, rather than a row of arrows."""
        for item in root.iter("li"):
            back = [(p, a) for p in item.iter() for a in list(p) if a.get("class") == "footnote-backref"]
            for parent, link in back[1:]:
                parent.remove(link)

    def _attributes(self, element: ElementTree.Element) -> None:
        style = element.attrib.pop("style", "")
        align = _ALIGN.fullmatch(style)
        if align and element.tag in ("td", "th"):
            element.set("class", f"align-{ {'left': 'start', 'right': 'end', 'center': 'center'}[align[1]] }")
            return
        if style:
            self._notes.bad_attributes.append("style")
        for name, value in list(element.attrib.items()):
            if name not in _ATTRIBUTES:
                self._notes.bad_attributes.append(name)
                del element.attrib[name]
            elif name == "class":
                wrong = [
                    c
                    for c in value.split()
                    if c not in _CLASSES | _OURS and not c.startswith(("language-", "align-", "siffra__"))
                ]
                self._notes.bad_attributes.extend(wrong)
