"""All the interface's messages, from templates and code: what every catalogue must translate."""

from __future__ import annotations

import ast
from pathlib import Path

from microsite.templating import _read_template

ROOT = Path(__file__).resolve().parent.parent
# Who speaks to visitors. The door and the reading floor have words too, but say them to staff.
_SPEAKERS = (
    "planning.py",
    "cards.py",
    "charts.py",
    "hours_words.py",
    "hsds.py",
    "jsonld.py",
    "markdown.py",
    "snippets.py",
    "rosters.py",
    "players.py",
    "set_posters.py",
    "statements.py",
    "kinds/*.py",
)


def messages() -> set[str]:
    """Return every English message that the templates and the engine can say."""
    found: set[str] = set()
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found.update(_read_template(path.read_bytes(), path.name).messages)
    for pattern in _SPEAKERS:
        for path in sorted((ROOT / "microsite").glob(pattern)):
            found.update(_in_code(ast.parse(path.read_text("utf-8"))))
    return found


def _in_code(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1].split("(")[0] == "say":
            found.update(
                a.value
                for a in node.args
                if isinstance(a, ast.Constant) and isinstance(a.value, str) and a.value != "lang"
            )
        if isinstance(node, ast.Assign):
            name = ast.unparse(node.targets[0])
            if name.endswith("_WORDS") and isinstance(node.value, ast.Dict):
                found.update(
                    v.value for v in node.value.values if isinstance(v, ast.Constant) and isinstance(v.value, str)
                )
            if name in ("_DAYS", "_PRINTING", "WORDS", "words", "stands"):
                # A list of words, or a choice between two; not what merely has a name in it.
                held = {ast.Tuple: "elts", ast.IfExp: "body orelse"}.get(type(node.value), "").split()
                parts = [part for name in held for part in _listed(getattr(node.value, name))]
                found.update(c.value for c in parts if isinstance(c, ast.Constant) and isinstance(c.value, str))
    return {m for m in found if m and m[0] != " "}


def _listed(held: ast.expr | list[ast.expr]) -> list[ast.expr]:
    return held if isinstance(held, list) else [held]
