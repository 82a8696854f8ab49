"""Markdown: from a person's text to safe HTML with its links, headings and pictures, each at its place in the file.

Raw HTML never reaches the result: Python-Markdown's two ways in are taken out, so that no allow-list has to catch it
afterwards. Links and pictures stand in the HTML as numbered gaps; who knows the site fills them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from microsite.problem import Problem, Problems, Span, did_you_mean
from microsite.schema.values import unbroken

LARGEST = 200_000
_MOST_BRACKETS_IN_A_ROW = 200
_MOST_BRACKETS = 4_000
_MOST_FOOTNOTES = 500
# Words that blocks put on the page, by number (gaps "W"); who knows the page's language fills them in.
WORDS = ("Period", "Paid by", "Source", "Back to the text")
BLOCK_NAMES = ("ruta", "viktigt", "fakta", "uppmaning", "tidslinje", "fraga", "citat", "siffra", "diagram", "film")
_GAPS = re.compile("\ue000([DFLPW])(\\d+)\ue001")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
# What stands before and after the address of a link, and the name of a chart or a film.
_LINK = (r"(?:\]\(\s*<?|\]:\s*<?|<)", r"(?=[\s>)]|$)")
_PLACED_LINE = (r"^/{3,}\s*%s\s*\|\s*", r"(?=\s*$)")
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])[^<>]*>|<(!--|!\[CDATA\[|\?[a-z])")
_SENTENCE_ENDS = re.compile(r"[.!?:]+(?:\s|$)")


@dataclass(frozen=True)
class Heading:
    """A heading of the body: its level (2 to 6), id and words."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Reference:
    """A link or a picture as written: its target, its words (a picture's alt text), and its place."""

    target: str
    text: str
    span: Span


@dataclass(frozen=True)
class Document:
    """A text as read: HTML with gaps between: links (`("L", 0)`), pictures ("P"), charts ("D") and films ("F")."""

    pieces: tuple[str | tuple[str, int], ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Reference, ...] = ()
    pictures: tuple[Reference, ...] = ()
    ids: frozenset[str] = frozenset()
    plain: str = ""
    lix: float = 0.0
    problems: tuple[Problem, ...] = ()
    # The names of charts and of films, with the ids that they have on the page.
    charts: tuple[Reference, ...] = ()
    films: tuple[Reference, ...] = ()


def read_markdown(text: str, path: str, first_line: int) -> Document:
    """Return the document that `text` makes. `first_line` is the line of the file it begins on."""
    problems = Problems()
    source = _Text(text, path, first_line)
    _lint(source, problems)
    if problems.failed:
        return Document(problems=tuple(problems.items))
    html, tree = _convert(text)
    if tree is None:
        problems.error("markdown-large", Span(path, first_line, 1))
        return Document(problems=tuple(problems.items))
    for name in tree.bad_attributes:
        problems.error("markdown-attribute", source.find_in_braces(name), name=name)
    for level, words in tree.first_level:
        problems.error("markdown-heading", source.find(words, r"^ {0,3}#\s+.*"), level=level)
    links = tuple(
        Reference(target, words, span)
        for (target, words), span in zip(tree.links, source.places(t for t, _ in tree.links), strict=True)
    )
    pictures = tuple(
        Reference(target, alt, span)
        for (target, alt), span in zip(tree.pictures, source.places(t for t, _ in tree.pictures), strict=True)
    )
    for picture in pictures:
        if not picture.text.strip():
            problems.error("alt-missing", picture.span)
    charts, films = (_shown(source, tree.shown[block], block) for block in ("diagram", "film"))
    plain = " ".join(tree.plain.split())
    return Document(
        _pieces(html),
        tuple(tree.headings),
        links,
        pictures,
        frozenset(tree.ids),
        plain,
        lix(plain),
        tuple(problems.items),
        charts,
        films,
    )


def _shown(source: _Text, shown: list[tuple[str, str]], block: str) -> tuple[Reference, ...]:
    """Return the references that blocks of one kind make: what they show, with its id and place."""
    before, after = _PLACED_LINE
    spans = source.places((name for name, _ in shown), (before % block, after))
    return tuple(Reference(name, place, span) for (name, place), span in zip(shown, spans, strict=True))


def lix(text: str) -> float:
    """Return the readability index of a Swedish text: words a sentence, plus the share of words over six letters.

    LIX = O/M + 100·L/O (C. H. Björnsson, Läsbarhet, 1968). 0.0 for a text without words.
    """
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    if not words:
        return 0.0
    sentences = max(1, len([s for s in _SENTENCE_ENDS.split(text) if re.search(r"\w", s)]))
    long = sum(len(word) > 6 for word in words)
    return len(words) / sentences + 100 * long / len(words)


class _Text:
    """The source text, able to say where something stands in the file."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text = text
        self.path = path
        self.first_line = first_line
        self.lines = text.split("\n")

    def span(self, index: int, length: int) -> Span:
        before = self.text[:index]
        line = before.count("\n")
        return Span(self.path, self.first_line + line, index - (before.rfind("\n") + 1) + 1, max(1, length))

    def line_span(self, number: int, column: int = 1, length: int = 1) -> Span:
        return Span(self.path, self.first_line + number, column, length)

    def find(self, words: str, line: str = "") -> Span:
        """Return where `words` stand first, on a line that looks like `line` if one is given."""
        match = re.search(line, self.text, re.MULTILINE) if line else None
        if match:
            return self.span(match.start(), len(match[0]))
        index = self.text.find(words)
        return self.span(max(0, index), len(words) if index >= 0 else 1)

    def find_in_braces(self, name: str) -> Span:
        """Return where an attribute is written within { }."""
        match = re.search(r"\{[^{}\n]*?(" + re.escape(name) + ")", self.text)
        return self.span(match.start(1), len(name)) if match else self.find(name)

    def places(self, targets: Iterator[str], around: tuple[str, str] = _LINK) -> list[Span]:
        """Return where each target is written. The same target several times stands at several places, in order."""
        after: dict[str, int] = {}
        spans = []
        for target in targets:
            start = after.get(target, 0)
            pattern = re.compile(f"{around[0]}({re.escape(target)}){around[1]}", re.MULTILINE)
            match = pattern.search(self.text, start)
            if match is None and start:
                match = pattern.search(self.text)
            if match is None:
                spans.append(self.find(target) if target in self.text else self.line_span(0))
                continue
            after[target] = match.end()
            spans.append(self.span(match.start(1), len(target)))
        return spans

    def prose_lines(self) -> Iterator[tuple[int, str]]:
        """Yield (number, line) of the lines outside fenced code, code spans blanked."""
        fence = ""
        for number, line in enumerate(self.lines):
            match = _FENCE.match(line)
            if match and not fence:
                fence = match[1][:3]
                continue
            if fence:
                if line.strip().startswith(fence):
                    fence = ""
                continue
            yield number, re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", lambda m: " " * len(m[0]), line)


_ITEM = re.compile(r"^( *)([-*+]|\d{1,3}[.)])\s+\S")
# What a list may follow without an empty line: a heading, a quote, a table, a definition, a block, another list's text.
_BEFORE_A_LIST = re.compile(r"\s|#|>|\||\s*:|/{3,}")
# What a block lacks, and an example of it.
_HEADED = {"what": "sin rubrik", "what_en": "title", "words": "Rubriken", "words_en": "The title"}
_NAMED = {
    "diagram": {
        "what": "namnet på sina siffror",
        "what_en": "name of figures",
        "words": "avloppsvatten",
        "words_en": "wastewater",
    },
    "film": {
        "what": "namnet på filmen",
        "what_en": "name of a film",
        "words": "kampanjfilmen",
        "words_en": "campaign-film",
    },
}
# Blocks that are nothing without their words, and the options that blocks have.
_TITLED = ("fraga", "siffra", "diagram", "film")
_OPTIONS = {"siffra": ("period", "betalare", "kalla")}
_OPTION_LINE = re.compile(r"^ {4}([^\s:]+):(?:\s|$)")
_BLOCK_LINE = re.compile(r"^(/{3,})\s*([^\s|]*)")


def _lint(source: _Text, problems: Problems) -> None:
    """Tell of what Markdown would swallow without a word."""
    text = source.text
    brackets = "[" * _MOST_BRACKETS_IN_A_ROW in re.sub(r"[\s!]", "", text) or text.count("[") > _MOST_BRACKETS
    # Footnotes take time with the square of their number.
    brackets = brackets or text.count("[^") > _MOST_FOOTNOTES
    if len(text) > LARGEST or brackets:
        place = max(0, text.find("[" * 20))
        problems.error("markdown-large", source.span(place, 1))
        return
    defined = set(re.findall(r"^ {0,3}\[\^([^\]]+)\]:", text, re.MULTILINE))
    lines = list(source.prose_lines())
    for number, line in lines:
        for match in _TAG.finditer(line):
            tag = match[1] or ("!-- --" if match[2] == "!--" else match[2])
            if not tag.startswith("/"):
                problems.error("markdown-html", source.line_span(number, match.start() + 1, len(match[0])), tag=tag)
        for match in re.finditer(r"\[\^([^\]]+)\](?!:)", line):
            if match[1] not in defined:
                span = source.line_span(number, match.start() + 1, len(match[0]))
                problems.error("markdown-footnote", span, name=match[1])
    _lint_lists(source, lines, problems)
    _lint_blocks(source, lines, problems)


def _lint_lists(source: _Text, lines: list[tuple[int, str]], problems: Problems) -> None:
    previous = ""
    for number, line in lines:
        item, before = _ITEM.match(line), _ITEM.match(previous)
        if item and previous.strip() and not before and not item[1] and not _BEFORE_A_LIST.match(previous):
            problems.error("markdown-list", source.line_span(number, 1, len(item[0])))
        if item and before and 0 < len(item[1]) - len(before[1]) < 4 and len(before[1]) % 4 == 0:
            problems.error("markdown-nested", source.line_span(number, 1, len(item[1]) + 1))
        previous = line


def _lint_blocks(source: _Text, lines: list[tuple[int, str]], problems: Problems) -> None:
    waiting: list[int] = []
    for number, line in lines:
        block = _BLOCK_LINE.match(line)
        if block and block[2]:
            waiting.append(number)
            _lint_block_head(source, number, block, problems)
            if block[2] not in BLOCK_NAMES:
                span = source.line_span(number, block.start(2) + 1, len(block[2]))
                options = ", ".join(BLOCK_NAMES)
                problems.error(
                    "markdown-block", span, name=block[2], options=options, **did_you_mean(block[2], BLOCK_NAMES)
                )
        elif block and waiting:
            waiting.pop()
    for number in waiting:
        problems.error("markdown-block-open", source.line_span(number, 1, len(source.lines[number])))


def _lint_block_head(source: _Text, number: int, block: re.Match[str], problems: Problems) -> None:
    """Tell of a block that lacks its words or has an option it doesn't know: both would stand as text on the page."""
    line = source.lines[number]
    if block[2] in _TITLED and not line.partition("|")[2].strip():
        words = _NAMED.get(block[2], _HEADED)
        problems.error("markdown-block-title", source.line_span(number, 1, len(line)), name=block[2], **words)
    known = _OPTIONS.get(block[2], ())
    for follows in range(number + 1, len(source.lines)):
        option = _OPTION_LINE.match(source.lines[follows])
        if option is None:
            break
        if option[1] not in known:
            span = source.line_span(follows, option.start(1) + 1, len(option[1]))
            words = did_you_mean(option[1], known, others=True)
            problems.error("markdown-block-option", span, block=block[2], name=option[1], **words)


def _pieces(html: str) -> tuple[str | tuple[str, int], ...]:
    pieces: list[str | tuple[str, int]] = []
    end = 0
    for match in _GAPS.finditer(html):
        pieces += [html[end : match.start()], (match[1], int(match[2]))]
        end = match.end()
    return (*pieces, html[end:])


def _convert(text: str) -> tuple[str, Any]:
    engine, extension = _converter()
    try:
        html = engine.reset().convert(re.sub("[\ue000\ue001]", "", text))
    except RecursionError:
        _converter.cache_clear()
        return "", None
    # Not within tags: an address or a name there is no line that could break.
    return re.sub(r"(?<=>)[^<]+", lambda words: unbroken(words[0]), html), extension.notes


@cache
def _converter() -> tuple[Any, Any]:
    """Return the one converter: putting it together costs as much as converting a short text."""
    import markdown

    from microsite import markdown_blocks

    extension = markdown_blocks.Extension()
    engine = markdown.Markdown(
        extensions=["tables", "attr_list", "footnotes", "abbr", "def_list", "fenced_code", "sane_lists", extension],
        extension_configs={"footnotes": {"BACKLINK_TEXT": "↩", "UNIQUE_IDS": False}},
        output_format="html",
    )
    return engine, extension
