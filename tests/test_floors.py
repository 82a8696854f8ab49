"""The house has floors, and imports go down only: the table of the architecture, held by reading the code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "microsite"
# From the ground up. A module may import its own floor and those below; kinds and checks have more rules.
FLOORS = {
    "words": {"source", "problem", "messages", "colour", "palette", "xml"},
    "core": {"target", "key", "store", "make", "commit"},
    # What reads pictures asks it which formats it takes; it touches nothing but pixels.
    "pixels": {"encoding", "svg_intake", "child", "apart", "print_pdf", "traces", "fitting", "logo_drawing", "filming"}
    | {"ahead"},
    "reading": {
        "model",
        "load",
        "schema",
        "hours",
        "hours_reading",
        "hours_lexicon",
        "hours_settling",
        "calendars",
        "yamlspan",
        "markdown",
        "markdown_blocks",
        "pictures",
        "catalogue",
        "series",
        "reader",
        "album",
        "linking",
        "partner_list",
        "film_list",
        "cues",
    },
    "shared by kinds": {
        "urls",
        "renditions",
        "drawing",
        "badge_drawing",
        "lettering",
        "snippets",
        "rosters",
        "templating",
        "joining",
        "typesetting",
        "poster_setting",
        "packing",
        "set_posters",
        "plotting",
        "charts",
        "players",
    }
    | {"planning", "markup", "sheets", "statements", "views", "cards", "assets", "plain", "hours_osm", "hours_words"}
    | {"search", "opening", "standing", "ledger", "hsds", "hsds_whole", "interchange", "jsonld", "recurring"},
    "kinds": {"kinds"},
    "checks": {"checks"},
    "the door": {
        "pipeline",
        "explain",
        "services",
        "partners",
        "signups",
        "translations",
        "starting",
        "asking",
        "styleguide",
        "talk",
        "cli",
        "serve",
        "__main__",
        "__init__",
    },
}
ORDER = list(FLOORS)


def module_of(file: Path) -> str:
    """Return a file's module below the package: "cli", "kinds.pages", "kinds"."""
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(file): file for file in sorted(PACKAGE.rglob("*.py"))}


def floor_of(module: str) -> int:
    """Return the number of the floor that a module is on."""
    head = module.partition(".")[0]
    return next(i for i, floor in enumerate(ORDER) if head in FLOORS[floor])


def imports_of(file: Path) -> set[str]:
    """Return the modules of ours that a file imports, anywhere in it, imports for types included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name}: imports are written in full"
            base = node.module or ""
            names = [
                f"{base}.{alias.name}" if f"{base}.{alias.name}".removeprefix("microsite.") in MODULES else base
                for alias in node.names
            ]
        else:
            continue
        found.update(n.removeprefix("microsite.") for n in names if n.startswith("microsite."))
    return found


def test_every_module_has_a_floor() -> None:
    """A new file says where it belongs, here and in the architecture."""
    known = {name for floor in FLOORS.values() for name in floor}
    assert {module.partition(".")[0] for module in MODULES} - known == set()
    assert sum(map(len, FLOORS.values())) == len(known), "no module stands on two floors"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_go_down(module: str) -> None:
    """Nothing below knows of what is above."""
    up = [name for name in imports_of(MODULES[module]) if floor_of(name) > floor_of(module)]
    assert up == []


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("kinds.")])
def test_kinds_never_import_one_another(module: str) -> None:
    """A new kind of output is one new file and one line in KINDS."""
    assert [name for name in imports_of(MODULES[module]) if name.startswith("kinds")] == []


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("checks.")])
def test_checks_share_only_what_they_are_given(module: str) -> None:
    """A check knows what was published, and no other check."""
    assert [n for n in imports_of(MODULES[module]) if n.startswith("checks") and n != "checks.pages"] == []


def test_the_core_knows_nothing_of_websites() -> None:
    """Cache, run and write serve any files: they import neither Markdown nor templates nor pictures."""
    for module in FLOORS["core"]:
        names = {
            alias.name.partition(".")[0]
            for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8")))
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        assert names.isdisjoint({"jinja2", "markdown", "PIL", "yaml", "pydantic"}), module


def test_only_commit_writes_to_output() -> None:
    """One file holds all that can change or remove what is published."""
    writers = {"write_bytes", "write_text", "unlink", "rmdir", "replace", "rmtree", "remove", "rename"}
    for module, file in MODULES.items():
        # Typst reads fonts from the disk: `typesetting` lays them in a folder of its own, far from output/.
        if module != "typesetting" and floor_of(module) in (
            ORDER.index("shared by kinds"),
            ORDER.index("kinds"),
            ORDER.index("checks"),
            ORDER.index("reading"),
        ):
            calls = {
                node.func.attr
                for node in ast.walk(ast.parse(file.read_text("utf-8")))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            }
            # `replace`, `remove` and `rename` are also what one does to text and lists.
            assert calls & (writers - {"replace", "remove", "rename"}) == set(), module


def test_every_file_begins_with_its_purpose() -> None:
    """The first line tells a newcomer what the file is for."""
    for module, file in MODULES.items():
        words = ast.get_docstring(ast.parse(file.read_text("utf-8")))
        assert words, module
        assert words.split("\n")[0].rstrip().endswith((".", "?")), module
