"""Small whole campaigns for tests: laid out, built, and looked at as a reader would."""

from __future__ import annotations

import datetime as dt
import difflib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from microsite import cli, pipeline

SITES = Path(__file__).parent / "sites"
TODAY = dt.date(2026, 11, 22)
# Set it to write what is expected anew from what the build gives; then read the difference as a reader would.
RENEW = bool(os.environ.get("RENEW_EXPECTED"))
_MARK = re.compile(r"\.[0-9a-f]{10}\.(?=[a-z0-9]+$)")


@dataclass(frozen=True)
class Said:
    """What the command line answered."""

    code: int
    out: str
    err: str


def lay_out(name: str, root: Path) -> Path:
    """Copy the campaign `sites/<name>` to `root`."""
    shutil.copytree(SITES / name, root, ignore=shutil.ignore_patterns("expected"))
    return root


def copy(root: Path, to: Path) -> Path:
    """Copy a campaign with what was built of it, times included."""
    shutil.copytree(root, to, copy_function=shutil.copy2)
    return to


def build(root: Path, today: dt.date = TODAY) -> pipeline.Result:
    """Build in this process on one core."""
    return pipeline.build(pipeline.Order(root, today, cores=1))


def say(capsys: pytest.CaptureFixture[str], root: Path, *args: str, lang: str = "sv") -> Said:
    """Run the command line on the campaign in `root`."""
    capsys.readouterr()
    code = cli.main([*args, "--site", str(root), "--lang", lang, "--date", str(TODAY), "--cores", "1"])
    out, err = capsys.readouterr()
    return Said(code, out, err)


def edit(file: Path, old: str, new: str) -> None:
    """Put `new` in the place of the one `old`."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), "utf-8", newline="\n")


def everything_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return the bytes and the time of change of every file in `folder`."""
    return {
        file.relative_to(folder).as_posix(): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def unmarked(out: str) -> str:
    """Return an address without its fingerprint, which changes with every change of the engine."""
    return _MARK.sub(".*.", out)


def expect(file: Path, found: str) -> None:
    """Compare with what is committed; write it anew when asked to."""
    if RENEW:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found, "utf-8", newline="\n")
    wanted = file.read_text("utf-8")
    before, after = wanted.split("\n"), found.split("\n")
    rows = difflib.unified_diff(before, after, f"{file.parent.name}/{file.name}", "built", lineterm="")
    assert found == wanted, "\n" + "\n".join(rows)


_INLINE = frozenset(["a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "em", "i", "img", "kbd", "label", "picture"])
_INLINE |= {"q", "small", "source", "span", "strong", "sub", "sup", "time"}
_SILENT = frozenset(["script", "style", "svg", "template", "noscript", "source"])
_MARKS = {
    "h1": "# ",
    "h2": "## ",
    "h3": "### ",
    "h4": "#### ",
    "li": "- ",
    "dt": ": ",
    "summary": "? ",
    "button": "[] ",
}


def outline(html: bytes, whole: bool = False) -> str:
    """Return what a reader meets on a page, a line a paragraph: title and content, the frame too if `whole`."""
    tree = LexborHTMLParser(html.decode())
    root, title, body = tree.root, tree.css_first("title"), tree.body if whole else tree.css_first("main")
    assert root is not None
    assert title is not None
    assert body is not None
    head = f"{root.attributes.get('lang')} {root.attributes.get('dir')}: {title.text(strip=True)}"
    return "\n".join([head, "", *_lines(body, "")]) + "\n"


def _lines(node: LexborNode, mark: str) -> Iterator[str]:
    words = ""
    for child in node.iter(include_text=True):
        if child.tag in _SILENT:
            continue
        if child.tag == "-text":
            words += child.text_content or ""
        elif child.tag in _INLINE and not _has_blocks(child):
            words += _inline(child)
        else:
            if words.strip():
                yield mark + " ".join(words.split())
                mark = ""
            words = ""
            lang = child.attributes.get("lang")
            own = _MARKS.get(child.tag or "", "") + (f"({lang}) " if lang else "")
            yield from _lines(child, own or mark)
    if words.strip():
        yield mark + " ".join(words.split())


def _has_blocks(node: LexborNode) -> bool:
    return any(child.tag not in _INLINE | _SILENT for child in node.iter())


def _inline(node: LexborNode) -> str:
    if node.tag in _SILENT:
        return ""
    attributes = node.attributes
    if node.tag == "img":
        return f"<{unmarked(attributes.get('src') or '')}: {attributes.get('alt')}>"
    words = ""
    for child in node.iter(include_text=True):
        words += (child.text_content or "") if child.tag == "-text" else _inline(child)
    if node.tag == "br":
        words = " "
    if lang := attributes.get("lang"):
        words = f"({lang}) {words}"
    if node.tag == "a":
        return f"[{' '.join(words.split())}]({unmarked(attributes.get('href') or '')})"
    return words
