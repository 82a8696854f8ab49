"""Keys: the canonical spelling of values, what a key is made of, and what the engine's digest covers."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite import templating, views
from microsite.key import Engine, Keys, Speller, difference
from microsite.source import digest_of
from microsite.target import Inputs, Recipe, Target
from tests import campaigns

ENGINE = campaigns.SITES.parents[1] / "microsite"


@dataclass(frozen=True)
class One:
    a: Any = ""
    b: Any = ""


@dataclass(frozen=True)
class Two:
    a: Any = ""
    b: Any = ""


class Tone(Enum):
    LIGHT = "light"
    DARK = "dark"


class Shade(Enum):
    LIGHT = "light"


def run_a(batch: Sequence[Inputs]) -> list[bytes]:
    """A recipe."""
    return [b"a" for _ in batch]


def run_b(batch: Sequence[Inputs]) -> list[bytes]:
    """Another."""
    return [b"b" for _ in batch]


A, B = Recipe(run_a), Recipe(run_b)
DIGESTS = {"x.md": digest_of(b"x"), "y.md": digest_of(b"y"), "copy of x.md": digest_of(b"x")}


def spell(value: Any) -> bytes:
    """Spell with nothing remembered."""
    return Speller().spell(value)


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.binary(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.builds(One, inner, inner)
        | st.builds(Two, inner, inner)
    ),
    max_leaves=12,
)


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same to a recipe: 1, 1.0 and True are not."""
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if dataclasses.is_dataclass(one):
        return same(tuple(vars(one).values()), tuple(vars(other).values()))
    if isinstance(one, float):
        return one.hex() == float(other).hex()
    return bool(one == other)


@given(PLAIN, PLAIN)
def test_two_values_are_spelt_alike_only_if_they_are_the_same(one: Any, other: Any) -> None:
    """Different values never share a spelling, and equal ones always do."""
    assert (spell(one) == spell(other)) == same(one, other)


TYPED = st.builds(One, st.text("ab", max_size=2), st.tuples(st.integers(0, 2), st.booleans()))


@given(TYPED, TYPED)
def test_a_preview_that_remembers_gives_the_keys_of_a_fresh_build(one: Any, other: Any) -> None:
    """Keys taken over from the build before are those that would be computed anew, whatever changed."""
    before = Keys(DIGESTS, lambda _: "e")
    before.key(Target("out", A, one), {})
    after = Keys(DIGESTS, lambda _: "e", before)
    assert after.key(Target("out", A, other), {})[1] == key(Target("out", A, other))


@given(PLAIN)
def test_one_speller_spells_as_a_fresh_one(value: Any) -> None:
    """What a speller remembers changes nothing."""
    speller = Speller()
    assert speller.spell((value, value)) == spell((value, value))
    assert speller.spell(value) == spell(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", 1),
        (1, 1.0),
        (1, True),
        (0, False),
        ("", None),
        ("a", b"a"),
        (("ab", "c"), ("a", "bc")),
        (("a", ("b",)), (("a",), "b")),
        (("a",), "a"),
        ((), ""),
        ((), {}),
        (("a", "b"), {"a": "b"}),
        (One("a", "b"), Two("a", "b")),
        (One("a", "b"), ("a", "b")),
        (One("a", ""), One("", "a")),
        (One("x" * 100), Two("x" * 100)),
        (One("x" * 100, "y"), One("x" * 100, "z")),
        (Tone.LIGHT, Shade.LIGHT),
        (Tone.LIGHT, "light"),
        ("i1;", 1),
        ("å", "a\u030a"),
        (0.0, -0.0),
    ],
)
def test_types_and_lengths_are_part_of_the_spelling(one: Any, other: Any) -> None:
    """No value can pass for another of a different type, length or class."""
    assert spell(one) != spell(other)


def test_order_matters_in_tuples_and_not_in_dicts() -> None:
    """A mapping has no order; a sequence has."""
    assert spell({"a": 1, "b": 2}) == spell({"b": 2, "a": 1})
    assert spell((1, 2)) != spell((2, 1))


@pytest.mark.parametrize("value", [[1], {1, 2}, object(), Path("x"), Speller, lambda: 1, iter("a"), (1, [2]), One([1])])
def test_what_a_key_can_not_see_is_refused(value: Any) -> None:
    """A view smuggles in nothing: lists, sets, paths and functions raise."""
    with pytest.raises(TypeError):
        spell(value)


def test_every_field_of_every_view_counts() -> None:
    """A change of any one field changes the spelling, at any depth of a real view."""
    link = views.Link("a", "/a/")
    base = views.Entrance("text", "description", "/url/")
    for name in ("text", "description", "url"):
        assert spell(dataclasses.replace(base, **{name: "other"})) != spell(base)
    hero = views.Hero("line", "text", None, (link, link))
    assert spell(hero) != spell(dataclasses.replace(hero, buttons=(link, views.Link("a", "/b/"))))


# -- what a key is made of


def key(
    target: Target, needs: dict[str, str] | None = None, engine: str = "e", digests: dict[str, str] | None = None
) -> str:
    """Return the key of `target`."""
    return Keys(digests or DIGESTS, lambda _: engine).key(target, needs or {})[1]


def test_all_that_a_recipe_can_see_decides_the_key() -> None:
    """The recipe, the engine, each field of the view, names and content of files, and content of needs."""
    target = Target("out.html", A, One("a", "b"), (("main", "x.md"),), ("need.svg",))
    base = key(target, {"need.svg": "1"})
    assert base == key(target, {"need.svg": "1"})
    assert base != key(dataclasses.replace(target, recipe=B), {"need.svg": "1"})
    assert base != key(target, {"need.svg": "1"}, engine="f")
    assert base != key(dataclasses.replace(target, view=One("a", "c")), {"need.svg": "1"})
    assert base != key(dataclasses.replace(target, view=Two("a", "b")), {"need.svg": "1"})
    assert base != key(dataclasses.replace(target, files=(("main", "y.md"),)), {"need.svg": "1"})
    assert base != key(dataclasses.replace(target, files=(("other", "x.md"),)), {"need.svg": "1"})
    assert base != key(target, {"need.svg": "2"}), "a need's content, not its name"
    assert base != key(target, {"need.svg": "1"}, digests={**DIGESTS, "x.md": digest_of(b"z")}), "content, not size"


def test_what_a_recipe_can_not_see_does_not() -> None:
    """Neither the address, nor the group, the origin, or the path of a file with the same content."""
    target = Target("out.html", A, One("a"), (("main", "x.md"),))
    for change in ({"out": "b.html"}, {"group": "g"}, {"origin": "o"}, {"files": (("main", "copy of x.md"),)}):
        assert key(target) == key(dataclasses.replace(target, **change))


def test_the_difference_names_the_part() -> None:
    """`explain` says which field, file or need changed, came or went."""
    keys = Keys(DIGESTS, lambda _: "e")
    old = keys.parts_of(Target("o", A, One("a", "b"), (("main", "x.md"),)), {})
    new = keys.parts_of(Target("o", A, One("a", "c"), (("main", "y.md"), ("more", "x.md"))), {})
    assert difference(old, new) == "view b changed, file main changed, file more added"
    assert difference(old, old) == ""


# -- the engine


IMPORTS: dict[str, tuple[str, ...]] = {}


def engine_of(package: Path, lock: Path) -> Engine:
    """Return the engine in `package`. What files import is remembered by their digest, as between builds."""
    return Engine(package, lock, lambda place: digest_of(Path(place).read_bytes()), IMPORTS)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the engine that may be edited."""
    shutil.copytree(ENGINE, tmp_path / "microsite", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "requirements.lock").write_text("a==1\n", "utf-8")
    return tmp_path / "microsite"


@pytest.mark.parametrize(
    ("file", "touches"),
    [
        ("templating.py", True),
        ("store.py", True),
        ("urls.py", False),
        ("kinds/pages.py", False),
        ("encoding.py", False),
    ],
)
def test_a_recipe_is_renewed_by_the_code_it_runs_on(package: Path, file: str, touches: bool) -> None:
    """Its module and all that it imports, however deep; nothing else of the engine."""
    lock = package.parent / "requirements.lock"
    before = engine_of(package, lock)
    (package / file).write_text((package / file).read_text("utf-8") + "\n# changed\n", "utf-8")
    after = engine_of(package, lock)
    assert before.digest != after.digest
    assert (before.digest_for(templating.RENDER) != after.digest_for(templating.RENDER)) == touches


def test_a_new_library_renews_everything(package: Path) -> None:
    """A change of the lock is a change of the engine."""
    lock = package.parent / "requirements.lock"
    before = engine_of(package, lock)
    lock.write_text("a==2\n", "utf-8")
    assert before.digest_for(templating.RENDER) != engine_of(package, lock).digest_for(templating.RENDER)


def test_imports_are_found_in_every_shape(package: Path) -> None:
    """Plain, from a package, relative, and within a function."""
    lock = package.parent / "requirements.lock"
    (package / "new_leaf.py").write_text("LEAF = 1\n", "utf-8")
    recipe = templating.RENDER
    for line in (
        "import microsite.new_leaf",
        "from microsite import new_leaf",
        "from . import new_leaf",
        "from .new_leaf import LEAF",
        "def f():\n    from microsite.new_leaf import LEAF",
    ):
        text = (ENGINE / "templating.py").read_text("utf-8")
        (package / "templating.py").write_text(f"{text}\n{line}\n", "utf-8")
        (package / "new_leaf.py").write_text("LEAF = 1\n", "utf-8")
        before = engine_of(package, lock).digest_for(recipe)
        (package / "new_leaf.py").write_text("LEAF = 2\n", "utf-8")
        assert engine_of(package, lock).digest_for(recipe) != before, line


def test_no_view_holds_the_site() -> None:
    """A template gets a view of just what it shows: no view has a field of the model's or the schema's types."""
    for kind in vars(views).values():
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            for field in dataclasses.fields(kind):
                assert not re.search(
                    r"\b(Site|\w+Fields|Entry|Poster|Partner|Service|Addresses|Any)\b", str(field.type)
                ), field
