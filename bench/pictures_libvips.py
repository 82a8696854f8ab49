#!/usr/bin/env python3
"""Make the pictures of bench/pictures.py with libvips and nothing around it: each master is decoded once.

Its settings are the nearest that it has to our engine's, so that the two differ in the libraries and not in what was
asked of them. The only argument is JSON: masters and out (folders), widths, and formats with the quality of each.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

# Read when libvips is loaded. Masters are worked on beside each other, which costs less than sharing one among cores.
os.environ["VIPS_CONCURRENCY"] = "1"
import pyvips

# Effort 3 is what libaom and our engine call speed 6.
OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"compression": "av1", "effort": 3, "subsample_mode": "off"},
    "webp": {"effort": 2},
    "jpeg": {"interlace": True, "optimize_coding": True, "subsample_mode": "off"},
    "png": {},
}
SAVERS = {"avif": "heifsave", "webp": "webpsave", "jpeg": "jpegsave", "png": "pngsave"}
# Higher than any picture: only the width is to decide.
TALL = 1_000_000


def make(master: Path, out: Path, widths: tuple[int, ...], formats: Mapping[str, Mapping[str, int]]) -> None:
    """Write every rendition of one master."""
    picture = pyvips.Image.new_from_file(str(master)).copy_memory()
    for width in widths:
        # Into memory: otherwise each format would reduce it again.
        reduced = picture.thumbnail_image(width, height=TALL, size="down").copy_memory()
        for form, options in formats.items():
            quality = {"Q": options["quality"]} if form != "png" else {}
            save = getattr(reduced, SAVERS[form])
            save(str(out / f"{master.stem}-{width}.{form}"), keep="none", **quality, **OPTIONS[form])


def main(argv: list[str]) -> int:
    """Run the command."""
    errand: dict[str, Any] = json.loads(argv[0])
    out, widths = Path(errand["out"]), tuple(errand["widths"])
    out.mkdir(parents=True, exist_ok=True)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as pool:
        for work in [
            pool.submit(make, master, out, widths, errand["formats"])
            for master in sorted(Path(errand["masters"]).glob("*.jpg"))
        ]:
            work.result()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
