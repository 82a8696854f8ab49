"""Reads and encodes pictures as a build does, each in a process of its own, and tells what came of it and at what cost.

Started with a folder: writes a line of JSON for each file in it. Where processes can't be forked (Windows) all go in
one, and nothing is told of cost.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
import warnings
from dataclasses import asdict, dataclass, field
from pathlib import Path

from PIL import Image
from PIL.ImageCms import createProfile

from microsite import encoding, pictures
from microsite.model import Master
from microsite.problem import Problems, Span
from microsite.renditions import FORMATS, height_of, widths_of
from microsite.source import Source, digest_of
from microsite.store import Memo, Store
from microsite.target import Inputs
from microsite.traces import traces_in

# The widths of a campaign that does not choose its own.
_WIDTHS = (1600, 1200, 800, 400)
# Nobody waits longer for one poster, and no editor's machine is asked for more than this.
MOST_SECONDS, MOST_BYTES = 10, 512 << 20
# So that a file which asks for everything does not take it from the other tests.
_LEASH = 4 << 30
# SIGXCPU, and SIGKILL where the first is not heeded. Neither has a name on Windows.
_TIME_IS_UP = (24, 9)
_GRID = (8, 12)


@dataclass
class Outcome:
    """What came of a file: the codes of errors and of warnings, and in `detail` what a message would say is wrong.

    `look` is the greys of a small copy, `private` what was published besides points, `noise` what Python's warnings
    would have said between our messages, `fault` what no file may bring about. `seconds` and `bytes` are the
    processor's time and the memory that a process took for it, 0 where they could not be measured.
    """

    told: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    detail: str = ""
    look: list[int] = field(default_factory=list)
    private: list[str] = field(default_factory=list)
    noise: list[str] = field(default_factory=list)
    fault: str = ""
    seconds: float = 0.0
    bytes: int = 0


def look_of(picture: Image.Image) -> list[int]:
    """Return the greys of a copy of 8 × 12 fields, holes shown as white, row by row."""
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    return list(ground.convert("L").resize(_GRID, Image.Resampling.BOX).tobytes())


def _try(file: Path, store: Path, private: bytes) -> Outcome:
    """Read the file as `load` reads a poster's master, and encode it as `make` does."""
    data = file.read_bytes()
    outcome, problems = Outcome(), Problems()
    source = Source(f"assets/posters/{file.name}", digest_of(data), str(file))
    with warnings.catch_warnings(record=True) as loud:
        warnings.simplefilter("always")
        master = pictures.read_master(source, Span("poster.md", 4, 9), Memo(Store(store), ""), problems)
        made = [] if master is None else _encoded(data, _sizes(master), outcome)
    outcome.told += [problem.code for problem in problems.items if problem.level == "error"]
    outcome.warned = [problem.code for problem in problems.items if problem.level == "warning"]
    outcome.detail += "; ".join(str(dict(problem.params).get("what", "")) for problem in problems.items)
    outcome.noise = sorted({f"{row.category.__name__}: {row.message}" for row in loud})
    for view, rendition in made:
        assert master is not None
        width = view.ladder[-1][0]
        promised = width, max(1, round(master.height * width / master.width))
        with Image.open(io.BytesIO(rendition)) as picture:
            if picture.size != promised:
                outcome.fault = f"{view.format} is {picture.size}, and pages say {promised}"
            outcome.private += traces_in(f"rendition.{view.format}", rendition)
            outcome.private += ["words"] * (private in rendition)
            if view.format == "png":
                outcome.look = look_of(picture)
    return outcome


_Made = list[tuple[encoding.RenditionView, bytes]]


def _sizes(master: Master) -> tuple[encoding.Size, ...]:
    return tuple((width, height_of(master, width)) for width in widths_of(master, _WIDTHS))


def _encoded(data: bytes, sizes: tuple[encoding.Size, ...], outcome: Outcome) -> _Made:
    """Return the renditions of each format. Those that pages show have all widths, PNG the widest."""
    views = [
        encoding.RenditionView(form, 0 if form == "png" else 60, sizes[: place + 1])
        for form in FORMATS
        for place in range(1 if form == "png" else len(sizes))
    ]
    try:
        made = encoding.encode([Inputs(view, {"master": data}, {}) for view in views])
    except encoding.PictureError as error:
        outcome.told, outcome.detail = ["picture-broken"], str(error)
        return []
    return list(zip(views, made, strict=True))


def _safely(file: Path, store: Path, private: bytes) -> Outcome:
    try:
        return _try(file, store, private)
    except BaseException as error:  # noqa: BLE001  whatever it is, the test is told of it
        return Outcome(fault=f"{type(error).__name__}: {error}")


def _apart(file: Path, store: Path, private: bytes) -> Outcome:
    """Try the file in a fork, which may crash, and ends when it has had its time."""
    import resource

    notes, pen = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_LEASH, _LEASH))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # What C libraries have to say about a broken file is for nobody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.write(pen, json.dumps(asdict(_safely(file, store, private))).encode())
        os._exit(0)
    os.close(pen)
    with os.fdopen(notes, "rb") as reader:
        said = reader.read()
    _, status, used = os.wait4(child, 0)
    outcome = Outcome(**json.loads(said)) if said else Outcome(fault=_ending(os.waitstatus_to_exitcode(status)))
    outcome.seconds = used.ru_utime + used.ru_stime
    outcome.bytes = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return outcome


def _ending(code: int) -> str:
    if -code in _TIME_IS_UP:
        return f"not ready after {MOST_SECONDS} s of the processor's time"
    return f"the process died of signal {-code}" if code < 0 else f"the process ended with {code}"


def main() -> None:
    """Try every file in the folder; the second argument is a word that may not be published."""
    # What is loaded here is not loaded anew in each fork.
    Image.init()
    createProfile("sRGB")
    private = sys.argv[2].encode()
    for file in sorted(Path(sys.argv[1]).iterdir()):
        with tempfile.TemporaryDirectory() as store:
            attempt = _apart if hasattr(os, "fork") else _safely
            print(json.dumps([file.name, asdict(attempt(file, Path(store), private))]), flush=True)


if __name__ == "__main__":
    main()
