"""Targets, recipes and artifacts: what is to be published, how, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Inputs:
    """ALL that a recipe can see."""

    view: Any
    files: Mapping[str, bytes]
    needs: Mapping[str, bytes]
    # How many bytes each file is that the recipe only tells the weight of.
    weights: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A pure function that makes files.

    `run` takes the inputs of one or more targets of the same group and returns their bytes in the same order. It must
    be a module's own function, so that a worker process finds it. A `heavy` recipe runs on all cores, and what it made
    is kept in the cache even when the build stops at a mistake.
    """

    run: Callable[[Sequence[Inputs]], list[bytes]]
    heavy: bool = False
    # What `run` raises when a person's file is at fault, and not the recipe.
    faults: tuple[type[Exception], ...] = ()

    @property
    def name(self) -> str:
        """Return the recipe's name, `module:function`."""
        return f"{self.run.__module__}:{self.run.__qualname__}"


@dataclass(frozen=True, slots=True)
class Target:
    """One file to publish.

    `out` is its posix path below output/. Targets with the same recipe and `group` are made in one call, so that a
    picture is decoded once. `files` pairs the name a recipe sees with the source's path: a recipe that does not see the
    path is not run again when the file is renamed. Of the files it `weighs` it is told the size alone. `origin` is what
    a person would call its source. Neither `out`, `group`, `origin` nor a file's path decides the key.
    """

    out: str
    recipe: Recipe
    view: Any
    files: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    weighs: tuple[str, ...] = ()
    group: str = ""
    origin: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Artifact:
    """A made file. `reason` says why it was made again; "" when it was not."""

    out: str
    key: str
    digest: str
    size: int
    reason: str = ""
