"""Taking in a stranger's SVG: what is known to be harmless is written anew, the rest is left out or refused.

A renderer reads files that an image names, dies at deep nesting and works for hours at clever repetition. So nothing
reaches it but a list of elements and attributes, few and shallow, that refer to nothing outside themselves.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import math
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# What is written is never larger than this, packed or not.
MOST_BYTES = 1_000_000
MOST_NODES = 4_000
MOST_DEPTH = 40
# How many times as wide as high, or as high as wide.
MOST_ASPECT = 12
_MOST_EMBEDDED = 16_000_000
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SHAPES = _names(
    "svg g defs path rect circle ellipse line polyline polygon linearGradient radialGradient stop "
    "clipPath mask use symbol image"
)
# What only groups others: Illustrator wraps whole drawings in `switch`.
_GROUPS = frozenset(("a", "switch"))
# What a drawing would lose by losing these can't be told without drawing them.
_TEXT = _names("text tspan textPath tref altGlyph")
_EFFECTS = _names("filter pattern marker foreignObject mesh meshgradient hatch video audio canvas iframe")
_ATTRIBUTES = _names(
    "id d x y width height rx ry cx cy r fx fy x1 y1 x2 y2 points transform viewBox preserveAspectRatio "
    "offset gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits"
)
_PROPERTIES = _names(
    "fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-dasharray stroke-dashoffset stroke-opacity opacity clip-path clip-rule mask stop-color "
    "stop-opacity display visibility color paint-order"
)
_ENCODINGS = frozenset(("utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252", "utf-16"))
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[(?P<inner>.*?)\]\s*)?>", re.DOTALL)
_ENTITY = re.compile(r"""<!ENTITY\s+(?P<name>[\w.-]+)\s+(?:"(?P<one>[^"&<%]*)"|'(?P<two>[^'&<%]*)')\s*>""")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_OWN = re.compile(r"""url\(\s*['"]?#([^'")\s]+)['"]?\s*\)""")
_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?)(?:px|pt|pc|mm|cm|in)?\s*")
# What a reference can name; no words of a stranger come along as one.
_NAME = re.compile(r"[\w.:-]+")
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g);base64,(.+)", re.DOTALL)


class LogoError(Exception):
    """A logo can't be taken. `code` is a message's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class CleanSvg:
    """A drawing that can be drawn anywhere. Width and height in its own units, finite and above zero."""

    data: bytes
    width: float
    height: float


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str]
    classes: tuple[str, ...] = ()
    style: str = ""
    children: list[_Node] = field(default_factory=list)


def clean_svg(data: bytes) -> CleanSvg:
    """Return a stranger's SVG or SVGZ, written anew. Raises LogoError."""
    from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import DefusedXMLParser, ParseError  # type: ignore[import-untyped]

    reader = _Reader()
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    try:
        parser.feed(_without_doctype(_decoded(_unpacked(data))).encode())
        parser.close()
    except (ParseError, DefusedXmlException, ValueError):
        raise LogoError("logo-broken") from None
    root = reader.root
    if root is None or root.tag != "svg":
        raise LogoError("logo-broken")
    _apply(_rules("".join(reader.styles)), root)
    left, top, width, height = _box(root)
    _judge(root)
    root.attributes = {
        "xmlns": _SVG,
        "viewBox": f"{left:g} {top:g} {width:g} {height:g}",
        "width": f"{width:g}",
        "height": f"{height:g}",
        **{name: value for name, value in root.attributes.items() if name in _PROPERTIES},
    }
    written = "".join(_written(root)).encode()
    return CleanSvg(written, width, height)


# -- from bytes to text


def _unpacked(data: bytes) -> bytes:
    if data[:2] == b"\x1f\x8b":
        try:
            data = zlib.decompressobj(wbits=31).decompress(data, MOST_BYTES + 1)
        except zlib.error:
            raise LogoError("logo-broken") from None
    if len(data) > MOST_BYTES:
        raise LogoError("logo-heavy")
    return data


def _decoded(data: bytes) -> str:
    declared = re.match(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""", data.removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    if encoding not in _ENCODINGS:
        raise LogoError("logo-broken")
    try:
        text = data.decode("utf-8-sig" if encoding.startswith("utf-8") else encoding)
    except UnicodeDecodeError:
        raise LogoError("logo-broken") from None
    return re.sub(r"^\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL)


def _without_doctype(text: str) -> str:
    """Return the text without its document type; the plain names that Illustrator defines there are filled in."""
    match = _DOCTYPE.search(text)
    if match is None:
        return text
    inner, rest = match["inner"] or "", text[: match.start()] + text[match.end() :]
    entities = {m["name"]: m["one"] if m["one"] is not None else m["two"] for m in _ENTITY.finditer(inner)}
    if inner.count("<!ENTITY") != len(list(_ENTITY.finditer(inner))):
        raise LogoError("logo-refers")
    room = MOST_BYTES
    for name, value in entities.items():
        room -= rest.count(f"&{name};") * len(value)
        if room < 0:
            raise LogoError("logo-complex")
        rest = rest.replace(f"&{name};", html.escape(value))
    return rest


# -- from text to nodes


class _Reader:
    """What the parser tells of, as it reads: the nodes that are kept, and what is written in `style`."""

    def __init__(self) -> None:
        self.root: _Node | None = None
        self.styles: list[str] = []
        self._open: list[_Node] = []
        self._left_out = 0
        self._in_style = False
        self._count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        space, _, name = tag.rpartition("}")
        if self._left_out or space.removeprefix("{") not in ("", _SVG):
            self._left_out += 1
            return
        # What Illustrator hides beside a drawing for itself alone.
        private = name == "foreignObject" and bool(self._open) and "requiredExtensions" in attributes
        if name in _TEXT:
            raise LogoError("logo-text")
        if name in _EFFECTS and not private:
            raise LogoError("logo-effects")
        self._in_style = name == "style"
        if name not in _SHAPES and name not in _GROUPS:
            self._left_out += 1
            return
        self._count += 1
        if self._count > MOST_NODES or len(self._open) >= MOST_DEPTH:
            raise LogoError("logo-complex")
        node = _Node("g" if name in _GROUPS else name, _kept(name, attributes))
        node.classes = tuple(attributes.get("class", "").split())
        node.style = attributes.get("style", "")
        if self._open:
            self._open[-1].children.append(node)
        elif self.root is None:
            self.root = node
        self._open.append(node)

    def end(self, _tag: str) -> None:
        self._in_style = False
        if self._left_out:
            self._left_out -= 1
        else:
            self._open.pop()

    def data(self, text: str) -> None:
        if self._in_style:
            self.styles.append(text)

    def close(self) -> None:
        """Nothing is left to do when the text ends."""


def _kept(tag: str, attributes: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in attributes.items() if name in _ATTRIBUTES}
    for name, value in attributes.items():
        kept.update(_property(name, value))
    if not _NAME.fullmatch(kept.get("id", "")):
        kept.pop("id", None)
    target = attributes.get("href", attributes.get(_XLINK, "")).strip()
    if tag == "image":
        kept["href"] = _embedded(target)
    elif target.startswith("#"):
        kept["href"] = target
    elif tag == "use" or (target and tag.endswith("Gradient")):
        raise LogoError("logo-refers")
    return kept


def _property(name: str, value: str) -> dict[str, str]:
    """Return a property of the drawing as an attribute, or nothing. Raises LogoError where it reaches outside."""
    value = value.replace("!important", "").strip()
    if name == "filter" and value not in ("", "none"):
        raise LogoError("logo-effects")
    if name not in _PROPERTIES:
        return {}
    inside = _OWN.sub(r"url(#\1)", value)
    rest = _OWN.sub("", value)
    if "url(" in rest.lower() or "\\" in rest or ":" in rest:
        raise LogoError("logo-refers")
    return {name: inside}


def _embedded(target: str) -> str:
    """Return an embedded picture, written anew from its pixels."""
    from PIL import Image

    match = _EMBEDDED.fullmatch(target)
    if match is None:
        raise LogoError("logo-refers")
    try:
        with Image.open(io.BytesIO(base64.b64decode(match[1], validate=False)), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_EMBEDDED:
                raise LogoError("logo-complex")
            clean = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, binascii.Error, Image.DecompressionBombError):
        raise LogoError("logo-broken") from None
    out = io.BytesIO()
    clean.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


# -- styles


def _rules(text: str) -> dict[str, dict[str, str]]:
    """Return what a style sheet says by selector: a name, a class or an id, all that drawing programs write."""
    text = re.sub(r"/\*.*?\*/|<!--|-->", "", text, flags=re.DOTALL)
    if re.search(r"@import", text, re.IGNORECASE):
        raise LogoError("logo-refers")
    text = re.sub(r"@charset[^;]*;", "", text)
    found: dict[str, dict[str, str]] = {}
    for selectors, declarations in _RULE.findall(text):
        if selectors.strip().startswith("@font-face"):
            continue
        for selector in selectors.split(","):
            name = selector.strip()
            if ":" in name:
                continue
            if not re.fullmatch(r"[.#]?[\w-]+", name):
                raise LogoError("logo-effects")
            found.setdefault(name, {}).update(_declared(declarations))
    return found


def _declared(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in text.split(";"):
        name, _, value = row.partition(":")
        found.update(_property(name.strip().lower(), value))
    return found


def _apply(rules: Mapping[str, Mapping[str, str]], node: _Node) -> None:
    """Write what the style sheet and `style` say as attributes: then there is one place where a drawing can refer."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        names = [node.tag, *(f".{name}" for name in node.classes), f"#{node.attributes.get('id', '')}"]
        for name in names:
            node.attributes.update(rules.get(name, {}))
        node.attributes.update(_declared(node.style))
        waiting += node.children


# -- what it comes to


def _box(root: _Node) -> tuple[float, float, float, float]:
    """Return left, top, width and height of the drawing in its own units. Raises LogoError."""
    said = root.attributes.get("viewBox", "").replace(",", " ").split()
    if len(said) != 4:
        said = ["0", "0", root.attributes.get("width", ""), root.attributes.get("height", "")]
    numbers = [float(match[1]) if (match := _NUMBER.fullmatch(text)) else math.nan for text in said]
    left, top, width, height = numbers
    fine = all(math.isfinite(n) and abs(n) <= 1e6 for n in numbers) and width >= 0.01 and height >= 0.01
    if not fine or not 1 / MOST_ASPECT <= width / height <= MOST_ASPECT:
        raise LogoError("logo-shape")
    return left, top, width, height


def _judge(root: _Node) -> None:
    """Raise LogoError for a drawing that says too much by repeating, or refers to itself."""
    by_id: dict[str, _Node] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        by_id.setdefault(node.attributes.get("id", ""), node)
        waiting += node.children
    known: dict[int, tuple[int, int]] = {}
    busy: set[int] = set()

    def weigh(node: _Node) -> tuple[int, int]:
        """Return how many nodes are drawn for this one, and how deep they lie."""
        if id(node) in busy:
            raise LogoError("logo-complex")
        if id(node) not in known:
            busy.add(id(node))
            parts = [weigh(child) for child in node.children]
            parts += [weigh(by_id[name]) for name in _referred(node) if name in by_id]
            busy.discard(id(node))
            known[id(node)] = 1 + sum(n for n, _ in parts), 1 + max((d for _, d in parts), default=0)
        return known[id(node)]

    try:
        count, depth = weigh(root)
    except RecursionError:
        raise LogoError("logo-complex") from None
    if count > MOST_NODES or depth > MOST_DEPTH:
        raise LogoError("logo-complex")


def _referred(node: _Node) -> Iterator[str]:
    for name, value in node.attributes.items():
        if name == "href" and value.startswith("#"):
            yield value[1:]
        elif name in _PROPERTIES:
            yield from _OWN.findall(value)


def _written(node: _Node) -> Iterator[str]:
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in node.attributes.items())
    if not node.children:
        yield f"<{node.tag}{attributes}/>"
        return
    yield f"<{node.tag}{attributes}>"
    for child in node.children:
        yield from _written(child)
    yield f"</{node.tag}>"
