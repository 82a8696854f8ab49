#!/usr/bin/env python3
"""Make the pictures of bench/pictures.py with our engine's recipe alone: what they cost without the site around them.

Run with the project's Python. The only argument is JSON: masters and out (folders), widths, and formats with the
quality of each. As in a build, each master is one piece of work, and as many worker processes as cores do them.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from microsite.encoding import ENCODE, RenditionView
from microsite.make import cores_here
from microsite.pictures import read_header
from microsite.target import Inputs


def make(master: Path, out: Path, widths: tuple[int, ...], formats: Mapping[str, Mapping[str, int]]) -> None:
    """Write every rendition of one master. `widths` are the widest first, as the engine's ladders are."""
    data = master.read_bytes()
    header = read_header(data)
    sizes = tuple((width, max(1, round(header.height * width / header.width))) for width in widths)
    views = [
        RenditionView(form, options["quality"], (sizes[0], sizes[place]) if place else sizes[:1])
        for form, options in formats.items()
        for place in range(len(sizes))
    ]
    made = ENCODE.run([Inputs(view, {"master": data}, {}) for view in views])
    for view, rendition in zip(views, made, strict=True):
        (out / f"{master.stem}-{view.ladder[-1][0]}.{view.format}").write_bytes(rendition)


def main(argv: list[str]) -> int:
    """Run the command."""
    errand: dict[str, Any] = json.loads(argv[0])
    out, widths = Path(errand["out"]), tuple(sorted(errand["widths"], reverse=True))
    out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(cores_here(), mp_context=multiprocessing.get_context("spawn")) as pool:
        for work in [
            pool.submit(make, master, out, widths, errand["formats"])
            for master in sorted(Path(errand["masters"]).glob("*.jpg"))
        ]:
            work.result()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
