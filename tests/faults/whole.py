"""What must be true of output/ at every instant, and how the fault tests start a build."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from microsite.pipeline import Order, build
from tests.incremental.checker import Tree, same, tree
from tests.incremental.small_site import ROOT, TODAY, jpeg, png, write

_ORIGIN = "https://kampanj.example"


@dataclass(frozen=True)
class Edited:
    """A campaign with edits not yet built, and what a build of it must make."""

    root: Path
    expected: Tree

    @property
    def output(self) -> Path:
        return self.root / "output"

    def start(self, *options: str, cores: int = 1, **more: Any) -> subprocess.Popen[bytes]:
        """Start a build in a process of its own."""
        command = [sys.executable, "-m", "microsite", "build", "--site", str(self.root), "--date", "2026-11-22"]
        pipe = subprocess.PIPE
        return subprocess.Popen([*command, "--cores", str(cores), *options], cwd=ROOT, stdout=pipe, stderr=pipe, **more)

    def run(self, *options: str, **more: Any) -> tuple[int, str]:
        """Build in a process of its own; return the exit code and all that was said."""
        with self.start(*options, **more) as process:
            out, err = process.communicate(timeout=120)
        return process.returncode, out.decode() + err.decode()

    def heals(self) -> None:
        """The next build makes the site as a build from nothing would, and leaves nothing else."""
        result = build(Order(self.root, TODAY, cores=1))
        assert not result.failed, result.problems
        same(tree(self.output), self.expected, "not healed")
        left = [str(path.relative_to(self.root)) for path in self.root.rglob(".tmp*") if path.is_file()]
        assert not left, "temporary files of a build that was stopped are still there"


def edit(root: Path) -> None:
    """Change much at once: new and changed pages, pages less and their picture too, other pictures, badges, a style."""
    for name, old, new in (
        ("content/sv/index.md", "En stark rad.", "En starkare rad, och [en ny sida](ny.md)."),
        ("content/sv/index.md", "länk till stöd](stod.md)", "länk till den nya](ny.md)"),
        ("partners.yaml", "name: Exempelkrogen", "name: Exempelbaren"),
        ("assets/css/base.css", "{", "{outline:0;"),
    ):
        text = (root / name).read_text("utf-8")
        assert old in text, (name, old)
        write(root / name, text.replace(old, new, 1))
    write(root / "content/sv/ny.md", "---\ntitle: Ny\ndescription: En ny sida.\nmenu: 3\n---\nText, [stöd](stod.md).\n")
    (root / "content/en/kalla.md").unlink()
    (root / "content/sv/kalla.md").unlink()
    (root / "assets/posters/kvittot.jpg").write_bytes(jpeg("#d02020"))
    (root / "assets/posters/samtalet.png").write_bytes(png("#d0d020"))


def assert_whole(output: Path, old_pages: frozenset[str] = frozenset()) -> None:
    """Every page is whole, and every picture, style and script that it names is there with the bytes it asks for.

    The pages in `old_pages`, which readers know, link to no page that is missing.
    """
    for path in output.rglob("*.html"):
        name = path.relative_to(output).as_posix()
        data = path.read_bytes()
        assert data.rstrip().endswith(b"</html>"), f"{name} is cut off"
        page = LexborHTMLParser(data.decode())
        assert page.css_first("main") is not None, f"{name} has no main part"
        for node in page.css("[src], [srcset], link[href]"):
            if node.attributes.get("rel") in ("canonical", "alternate"):
                continue
            values = [node.attributes.get("src"), node.attributes.get("href") if node.tag == "link" else None]
            values += [part.split()[0] for part in (node.attributes.get("srcset") or "").split(",") if part.strip()]
            for address in filter(None, values):
                file = _file(output, address)
                assert file is None or file.is_file(), f"{name} names {address}, which is not there"
                seal = node.attributes.get("integrity")
                if seal and file is not None:
                    assert seal == _seal(file), f"{name} asks for another {address}"
        if name in old_pages:
            for node in page.css("a[href]"):
                file = _file(output, node.attributes["href"] or "")
                assert file is None or file.is_file(), f"{name} leads to {node.attributes['href']}, which is not there"


def _file(output: Path, address: str) -> Path | None:
    """Return the file that an address of ours leads to, None for another's."""
    address = address.removeprefix(_ORIGIN)
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    path = output / unquote(parts.path).lstrip("/")
    return path / "index.html" if parts.path.endswith("/") else path


def _seal(file: Path) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()


def pages_of(output: Path) -> frozenset[str]:
    """Return the pages that stand in output/."""
    return frozenset(path.relative_to(output).as_posix() for path in output.rglob("*.html"))


def says_it_in_words(said: str) -> bool:
    """Tell whether a person was told something, and shown no traceback."""
    return bool(re.search(r"\w{3}", said)) and "Traceback" not in said and not re.search(r'File ".*", line \d', said)


def is_root() -> bool:
    """Tell whether permissions stop nobody here."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
