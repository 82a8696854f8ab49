"""The key of a target: a digest of exactly the inputs that its recipe can see.

The spelling is canonical: every value carries its type and its length, so that no two different values are spelt alike.
`parts_of` is the ONE place where a key is put together; `explain` compares the same parts by name.
"""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import importlib.util
import marshal
import operator
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from microsite.source import DIGEST_BYTES, digest_of
from microsite.target import Recipe, Target

# What a key is made of, by name: a part of the target's own, and the parts of its files, shared by many targets.
Parts = tuple[tuple[str, str], ...]


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=DIGEST_BYTES).hexdigest()


# How to take a dataclass apart: its fields' names, its own name, and its values in order.
_Getter = tuple[tuple[str, ...], str, Callable[[Any], Sequence[Any]]]
_KINDS: dict[Any, _Getter] = {}
_PLAIN = frozenset({str, int, bool, type(None), bytes, float})


def _getter(kind: Any) -> _Getter:
    known = _KINDS.get(kind)
    if known is None:
        names = tuple(f.name for f in dataclasses.fields(kind))
        get: Callable[[Any], Sequence[Any]] = operator.attrgetter(*names) if len(names) > 1 else _one_by_one(names)
        known = _KINDS[kind] = (names, kind.__qualname__, get)
    return known


def _one_by_one(names: tuple[str, ...]) -> Callable[[Any], Sequence[Any]]:
    return lambda value: tuple([getattr(value, name) for name in names])


# A tuple shorter than this is seldom shared, and spelling it again costs less than remembering it.
_SHARED = 6


class Speller:
    """Spells values canonically; remembers the spelling of values shared by many views (the page frame, say).

    The spelling is marshal's second format, which writes each value's type and length and nothing else: no references,
    no marks of interned strings. A view has no lists, so lists stand for what marshal does not know.
    """

    def __init__(self) -> None:
        # The value is kept beside its stand-in, so that its id can't be given to another value meanwhile.
        self._known: dict[int, tuple[Any, list[Any]]] = {}

    def spell(self, value: Any) -> bytes:
        """Return the canonical spelling of `value`.

        Raises TypeError on anything that is not plain: a view must not smuggle in what a key can't see.
        """
        return marshal.dumps(self.plain(value), 2)

    def plain(self, value: Any) -> Any:
        """Return `value` made of nothing but what marshal knows. Raises TypeError as `spell` does."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple:
            return self._tuple(value)
        if kind in _KINDS or dataclasses.is_dataclass(value):
            known = self._known.get(id(value))
            if known is not None:
                return known[1]
            _, name, get = _getter(kind)
            return self._keep(value, [name, self._items(get(value))])
        if isinstance(value, Enum):
            return [1, kind.__qualname__, self.plain(value.value)]
        if kind is dict:
            return [2, sorted([self.spell(name), self.spell(item)] for name, item in value.items())]
        raise TypeError(f"{kind.__qualname__} can't be part of a view")

    def _items(self, values: Sequence[Any]) -> Any:
        return values if _PLAIN.issuperset(map(type, values)) else tuple([self.plain(item) for item in values])

    def _tuple(self, value: tuple[Any, ...]) -> Any:
        if len(value) < _SHARED:
            return self._items(value)
        known = self._known.get(id(value))
        return known[1] if known is not None else self._keep(value, [3, self._items(value)])

    def _keep(self, value: Any, stand_in: list[Any]) -> list[Any]:
        # A short stand-in of fixed length for a long spelling: the frame of a page is part of thousands of views.
        full = marshal.dumps(stand_in, 2)
        if len(full) > 64:
            stand_in = [hashlib.blake2b(full, digest_size=DIGEST_BYTES).digest()]
        self._known[id(value)] = (value, stand_in)
        return stand_in


class Keys:
    """Computes keys during one build. `digests` gives the content digest of every source file."""

    def __init__(self, digests: Mapping[str, str], engine: Callable[[Recipe], str], before: Keys | None = None) -> None:
        # A preview builds many times in one process: a target equal to the last one, of equal files, has its key.
        self._before = before.known if before else {}
        self.known: dict[str, tuple[Target, Parts, Mapping[str, str], str]] = {}
        self._speller = Speller()
        self._digests = digests
        self._engine = engine
        self._groups: dict[int, tuple[tuple[tuple[str, str], ...], Parts, str]] = {}
        # Each part once: tens of thousands of badges differ in a name or a colour and share all the rest.
        self._shared: dict[tuple[str, str], tuple[str, str]] = {}

    def key(self, target: Target, needs: Mapping[str, str]) -> str:
        """Return the target's key.

        `needs` maps each needed address to its content digest, and each that is only weighed to its size in bytes.
        """
        files = self._files(target.files)[1]
        row = self._before.get(target.out)
        if row is None or (row[0] is not target and row[0] != target) or row[1] != files or row[2] != needs:
            row = (target, files, needs, self._key(target, needs))
        self.known[target.out] = row
        return row[3]

    def _key(self, target: Target, needs: Mapping[str, str]) -> str:
        values = [value for _, value in self._pieces(target, needs)]
        return _hash(marshal.dumps((*values, self._files(target.files)[2]), 2))

    def parts_of(self, target: Target, needs: Mapping[str, str]) -> tuple[Parts, Parts]:
        """Return what the target's key is made of, by name: its own parts, and those of its files."""
        pairs = ((name, _hash(marshal.dumps(value, 2))) for name, value in self._pieces(target, needs))
        own = tuple([self._shared.setdefault(pair, pair) for pair in pairs])
        return own, self._files(target.files)[1]

    def _pieces(self, target: Target, needs: Mapping[str, str]) -> list[tuple[str, Any]]:
        """Return, by name, everything but files that decides the bytes, in plain form: the ONE place that knows."""
        plain = self._speller.plain
        view = target.view
        pieces: list[tuple[str, Any]] = [("recipe", target.recipe.name), ("engine", self._engine(target.recipe))]
        if dataclasses.is_dataclass(view):
            names, name, get = _getter(type(view))
            pieces.append(("view", name))
            pieces += [(f"view {field}", plain(value)) for field, value in zip(names, get(view), strict=True)]
        else:
            pieces.append(("view", [plain(view)]))
        pieces += [(f"need {out}", (out, needs[out])) for out in target.needs]
        pieces += [(f"weight {out}", (out, needs[out])) for out in target.weighs]
        return pieces

    def _files(self, files: tuple[tuple[str, str], ...]) -> tuple[tuple[tuple[str, str], ...], Parts, str]:
        """Return a group of files, its parts, and their digest. All pages of a layout share one group."""
        known = self._groups.get(id(files))
        if known is None:
            parts = tuple((f"file {name}", self._digests[path]) for name, path in files)
            known = (files, parts, _hash(self._speller.spell(parts)))
            self._groups[id(files)] = known
        return known

    def fingerprint(self, recipe: Recipe, view: Any, files: tuple[tuple[str, str], ...]) -> str:
        """Return ten characters that stand for the content a recipe will make, before it is made."""
        return self._key(Target("", recipe, view, files), {})[:10]


def difference(old: tuple[Parts, Parts], new: tuple[Parts, Parts]) -> str:
    """Return in a few words how `new` differs from `old`: the reason why something is made again."""
    before, after = dict(old[0] + old[1]), dict(new[0] + new[1])
    words = [f"{name} changed" for name, value in after.items() if name in before and before[name] != value]
    words += [f"{name} added" for name in after if name not in before]
    words += [f"{name} removed" for name in before if name not in after]
    return ", ".join(words[:6]) + (f" and {len(words) - 6} more" if len(words) > 6 else "")


class Engine:
    """Digests of the engine's own code: of a recipe's module with all it imports, and of the whole."""

    def __init__(
        self, package: Path, lock: Path, digest: Callable[[str], str], imports: dict[str, tuple[str, ...]]
    ) -> None:
        self._package = package
        self._digest = digest
        # Which modules a file imports, by the file's digest: reading Python's syntax costs more than all the hashing.
        self.imports = imports
        self._modules: dict[str, tuple[Path, str]] = {}
        for file in sorted(package.rglob("*.py")):
            name = ".".join((package.name, *file.relative_to(package).with_suffix("").parts))
            self._modules[name.removesuffix(".__init__")] = (file, digest(str(file)))
        self._libraries = digest(str(lock)) if lock.is_file() else "no lock"
        rows = "".join(f"{name} {value}\n" for name, (_, value) in sorted(self._modules.items()))
        self.digest = digest_of((rows + self._libraries).encode())
        self._recipes: dict[str, str] = {}

    def digest_for(self, recipe: Recipe) -> str:
        """Return the digest of the code that `recipe` runs on: its module, what that imports, and the libraries."""
        module = recipe.run.__module__
        if module not in self._recipes:
            names = sorted(self._reach(module))
            rows = "".join(f"{name} {self._modules[name][1]}\n" for name in names)
            self._recipes[module] = digest_of((rows + self._libraries).encode())
        return self._recipes[module]

    def _reach(self, module: str) -> set[str]:
        found: set[str] = set()
        waiting = [module]
        while waiting:
            name = waiting.pop()
            if name in found or name not in self._modules:
                continue
            found.add(name)
            waiting.extend(self._imports(name))
        return found

    def _imports(self, module: str) -> tuple[str, ...]:
        file, digest = self._modules[module]
        if digest not in self.imports:
            self.imports[digest] = tuple(sorted(_imported(file.read_bytes(), module, file.name == "__init__.py")))
        return self.imports[digest]


def _imported(code: bytes, module: str, is_package: bool) -> set[str]:
    package = module if is_package else module.rpartition(".")[0]
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = (
                importlib.util.resolve_name("." * node.level + (node.module or ""), package)
                if node.level
                else node.module or ""
            )
            names.add(base)
            names.update(f"{base}.{alias.name}" for alias in node.names)
    return names
