#!/usr/bin/env python3
"""Tell what pictures are and how good they are, for bench/pictures.py: read from their bytes, never from their names.

A program of its own, because the runner must stay small: a child's peak memory begins at that of its parent.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.compare import FORMATS, pictures_of

# Luma, and the two of chroma: what an eye sees of each, roughly, as in measures of video.
WEIGHTS = (6, 1, 1)
MEASURES = ("ssimulacra2", "ssim")


@dataclass(frozen=True)
class Scored:
    """How good one picture is: its bytes, its SSIMULACRA2, and its SSIM in decibels, both the higher the better."""

    size: int
    ssimulacra2: float
    ssim: float


# A master, a width, and whose pictures of it are looked at.
Task = tuple[Path, int, list[tuple[str, Path]]]
# By (who, format): each picture by (master, width).
Found = dict[tuple[str, str], dict[tuple[str, int], Scored]]

# -- looking at pictures


def reference(master: Path, width: int) -> Image.Image:
    """Return the master reduced as well as we know how: whole, in one step, by Lanczos in floating point.

    Values are reduced as they are encoded, not as light, because that is what all who are compared do.
    """
    with Image.open(master) as picture:
        planes = picture.convert("RGB").split()
    size = (width, round(planes[0].height * width / planes[0].width))
    # Rounded to the nearest: a plain conversion from floating point cuts.
    reduced = [
        plane.convert("F").resize(size, Image.Resampling.LANCZOS).point(lambda value: value + 0.5).convert("L")
        for plane in planes
    ]
    return Image.merge("RGB", reduced)


def found(folder: Path, stem: str, width: int) -> Iterable[tuple[str, Path]]:
    """Yield (format, path) of each picture in `folder` of that master and width."""
    for path in sorted(folder.rglob(f"{stem}*")):
        if path.suffix in {*FORMATS, ".png"}:
            with Image.open(path) as picture:
                if picture.width == width:
                    yield str(picture.format).lower(), path


def score(task: Task) -> list[tuple[str, str, Scored]]:
    """Return whose, in which format, and how good each picture of a task is."""
    import numpy
    from skimage.metrics import structural_similarity
    from ssimulacra2 import compute_ssimulacra2

    master, width, pictures = task
    good = reference(master, width)
    kept = BytesIO()
    good.save(kept, "PPM")
    good_planes = good.convert("YCbCr").split()
    rows = []
    for name, path in pictures:
        with Image.open(path) as opened:
            form, picture = str(opened.format).lower(), opened.convert("RGB")
        other = BytesIO()
        picture.save(other, "PPM")
        alike = [
            structural_similarity(
                *map(numpy.asarray, planes), gaussian_weights=True, sigma=1.5, use_sample_covariance=False
            )
            for planes in zip(good_planes, picture.convert("YCbCr").split(), strict=True)
        ]
        ssim = sum(weight * value for weight, value in zip(WEIGHTS, alike, strict=True)) / sum(WEIGHTS)
        seen = float(compute_ssimulacra2(BytesIO(kept.getvalue()), BytesIO(other.getvalue())))
        rows.append((name, form, Scored(path.stat().st_size, seen, -10 * math.log10(max(1e-9, 1 - ssim)))))
    return rows


def look(errand: Mapping[str, Any]) -> Found:
    """Return how good the pictures of a sample are: all `widths` of the `masters`, made by those in `of`."""
    tasks: list[Task] = []
    for master in sorted(Path(errand["masters"]).glob("*.jpg")):
        for width in errand["widths"]:
            pictures = [
                (name, path)
                for name, folder, formats in errand["of"]
                for form, path in found(Path(folder), master.stem, width)
                if form in formats
            ]
            # A few at a time, so that all cores have work to the end.
            tasks += [(master, width, pictures[i : i + 4]) for i in range(0, len(pictures), 4)]
    tasks.sort(key=lambda task: -task[1])
    looked: Found = {}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for (master, width, _), rows in zip(tasks, pool.map(score, tasks), strict=True):
            for name, form, one in rows:
                looked.setdefault((name, form), {})[master.stem, width] = one
    return looked


# -- bytes at equal quality


def bytes_at(curve: Sequence[Scored], wanted: float, by: str) -> float:
    """Return how many bytes a picture takes to be as good as `wanted`, between the qualities that it was made at.

    Beyond them, the nearest stretch is drawn on: bytes grow about as a power of what is gained.
    """
    points = sorted((float(getattr(one, by)), math.log(one.size)) for one in curve)
    stretches = list(pairwise(points))
    (x0, y0), (x1, y1) = next((one for one in stretches if wanted <= one[1][0]), stretches[-1])
    return math.exp(y0 + (y1 - y0) * (wanted - x0) / ((x1 - x0) or 1e-9))


def share(
    theirs: Mapping[tuple[str, int], Scored], curve: Sequence[Mapping[tuple[str, int], Scored]], by: str
) -> tuple[float, int]:
    """Return the curve's bytes at equal quality as a share of theirs (geometric mean), and how many lay beyond it."""
    ratios, beyond = [], 0
    for key, one in theirs.items():
        made, wanted = [some[key] for some in curve], getattr(one, by)
        known = [getattr(other, by) for other in made]
        ratios.append(math.log(bytes_at(made, wanted, by) / one.size))
        beyond += not min(known) <= wanted <= max(known)
    return math.exp(fmean(ratios)), beyond


def summary(looked: Found, curve: Sequence[str]) -> list[dict[str, Any]]:
    """Return a row for each (who, format): means, and what those of `curve` take to be as good."""
    rows = []
    for (name, form), pictures in looked.items():
        row: dict[str, Any] = {"who": name, "format": form}
        for what in ("size", *MEASURES):
            row[what] = fmean(getattr(one, what) for one in pictures.values())
        if name not in curve and (curve[0], form) in looked:
            row["equal"] = {by: share(pictures, [looked[other, form] for other in curve], by) for by in MEASURES}
        rows.append(row)
    return rows


def main(argv: Sequence[str]) -> int:
    """Print JSON: of folders, how many pictures of each kind; of a sample, how good each is."""
    errand: dict[str, Any] = json.loads(argv[0])
    if "count" in errand:
        counts = [pictures_of(Path(folder)) for folder in errand["count"]]
        print(json.dumps([[[*kind, count] for kind, count in sorted(some.items())] for some in counts]))
    else:
        print(json.dumps(summary(look(errand), errand["curve"])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
