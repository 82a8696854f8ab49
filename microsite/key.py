"""The key of a target: a digest of exactly the inputs that its recipe can see.

The spelling is canonical: every value carries its type and its length, so that no two different values are spelt alike.
`parts_of` is the ONE place where a key is put together; `explain` compares the same parts by name.
"""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import importlib.util
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


# How to take a dataclass apart: its fields' names, the head of its spelling, and its values in order.
_Getter = tuple[tuple[str, ...], bytes, Callable[[Any], Sequence[Any]]]
_KINDS: dict[Any, _Getter] = {}


def _getter(kind: Any) -> _Getter:
    known = _KINDS.get(kind)
    if known is None:
        names = tuple(f.name for f in dataclasses.fields(kind))
        name = kind.__qualname__.encode()
        get: Callable[[Any], Sequence[Any]] = operator.attrgetter(*names) if len(names) > 1 else _one_by_one(names)
        known = _KINDS[kind] = (names, b"c%d:%b%d:" % (len(name), name, len(names)), get)
    return known


def _one_by_one(names: tuple[str, ...]) -> Callable[[Any], Sequence[Any]]:
    return lambda value: [getattr(value, name) for name in names]


# A tuple shorter than this is seldom shared, and spelling it again costs less than remembering it.
_SHARED = 6


class Speller:
    """Spells values canonically; remembers the spelling of values shared by many views (the page frame, say)."""

    def __init__(self) -> None:
        # The value is kept beside its spelling, so that its id can't be given to another value meanwhile.
        self._known: dict[int, tuple[Any, bytes]] = {}

    def spell(self, value: Any) -> bytes:
        """Return the canonical spelling of `value`.

        Raises TypeError on anything that is not plain: a view must not smuggle in what a key can't see.
        """
        kind = type(value)
        if kind is str:
            try:
                data = value.encode()
            except UnicodeEncodeError:
                data = value.encode("utf-8", "surrogatepass")
            return b"s%d:%b" % (len(data), data)
        if kind is tuple:
            return self._spell_tuple(value)
        if value is None:
            return b"n;"
        if kind is bool:
            return b"b1;" if value else b"b0;"
        if kind is int:
            return b"i%d;" % value
        if kind in _KINDS or dataclasses.is_dataclass(value):
            return self._spell_dataclass(value)
        if kind is bytes:
            return b"y%d:%b" % (len(value), value)
        if kind is float:
            return b"f%b;" % value.hex().encode()
        if isinstance(value, Enum):
            return b"e" + self.spell(type(value).__qualname__) + self.spell(value.value)
        if kind is dict:
            rows = sorted((self.spell(name), self.spell(item)) for name, item in value.items())
            return b"d%d:%b" % (len(rows), b"".join(name + item for name, item in rows))
        raise TypeError(f"{kind.__qualname__} can't be part of a view")

    def _spell_tuple(self, value: tuple[Any, ...]) -> bytes:
        if len(value) < _SHARED:
            return b"t%d:%b" % (len(value), b"".join([self.spell(item) for item in value]))
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        return self._keep(value, b"t%d:%b" % (len(value), b"".join([self.spell(item) for item in value])))

    def _spell_dataclass(self, value: Any) -> bytes:
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        kind: Any = type(value)
        _, head, get = _getter(kind)
        return self._keep(value, head + b"".join([self.spell(item) for item in get(value)]))

    def _keep(self, value: Any, full: bytes) -> bytes:
        # A short stand-in of fixed length for a long spelling: the frame of a page is part of thousands of views.
        spelling = b"h" + hashlib.blake2b(full, digest_size=DIGEST_BYTES).digest() if len(full) > 64 else full
        self._known[id(value)] = (value, spelling)
        return spelling


class Keys:
    """Computes keys during one build. `digests` gives the content digest of every source file."""

    def __init__(self, digests: Mapping[str, str], engine: Callable[[Recipe], str], before: Keys | None = None) -> None:
        # A preview builds many times in one process: a target equal to the last one, of equal files, has its key.
        self._before = before.known if before else {}
        self.known: dict[str, tuple[Target, Parts, Mapping[str, str], str]] = {}
        self._speller = Speller()
        self._digests = digests
        self._engine = engine
        self._groups: dict[int, tuple[tuple[tuple[str, str], ...], Parts, bytes]] = {}

    def key(self, target: Target, needs: Mapping[str, str]) -> str:
        """Return the target's key. `needs` maps each needed address to its content digest."""
        files = self._files(target.files)[1]
        row = self._before.get(target.out)
        if row is None or (row[0] is not target and row[0] != target) or row[1] != files or row[2] != needs:
            row = (target, files, needs, self._key(target, needs))
        self.known[target.out] = row
        return row[3]

    def _key(self, target: Target, needs: Mapping[str, str]) -> str:
        pieces = [piece for _, piece in self._pieces(target, needs)]
        pieces.append(self._files(target.files)[2])
        return _hash(b"".join([b"%d:%b" % (len(piece), piece) for piece in pieces]))

    def parts_of(self, target: Target, needs: Mapping[str, str]) -> tuple[Parts, Parts]:
        """Return what the target's key is made of, by name: its own parts, and those of its files."""
        own = tuple((name, _hash(piece)) for name, piece in self._pieces(target, needs))
        return own, self._files(target.files)[1]

    def _pieces(self, target: Target, needs: Mapping[str, str]) -> list[tuple[str, bytes]]:
        """Return, by name, the spelling of everything but files that decides the bytes: the ONE place that knows."""
        spell = self._speller.spell
        view = target.view
        pieces = [("recipe", target.recipe.name.encode()), ("engine", self._engine(target.recipe).encode())]
        if dataclasses.is_dataclass(view):
            names, head, get = _getter(type(view))
            pieces.append(("view", head))
            pieces.extend([(f"view {name}", spell(value)) for name, value in zip(names, get(view), strict=True)])
        else:
            pieces.append(("view", spell(view)))
        pieces.extend([(f"need {out}", f"{out}\0{needs[out]}".encode()) for out in target.needs])
        return pieces

    def _files(self, files: tuple[tuple[str, str], ...]) -> tuple[tuple[tuple[str, str], ...], Parts, bytes]:
        """Return a group of files, its parts, and their digest. All pages of a layout share one group."""
        known = self._groups.get(id(files))
        if known is None:
            parts = tuple((f"file {name}", self._digests[path]) for name, path in files)
            known = (files, parts, _hash(self._speller.spell(parts)).encode())
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
