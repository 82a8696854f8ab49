#!/usr/bin/env python3
"""Tell whether two built sites are the same work: the same pages, and pictures of the same formats and sizes.

A program of its own, because the runner must stay small: a child's peak memory begins at that of its parent.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
from collections import Counter
from pathlib import Path

from PIL import Image

# Icons, share pictures and badges are not measured; posters are published as two of these.
FORMATS = (".avif", ".webp", ".jpg", ".jpeg")
# The layouts are two people's, so words around the content differ; the content is most of each page.
LEAST_COMMON = 0.8
# The directory of all services and the list of all partners, which ours makes beside the pages that both make.
EXTRA = re.compile(r"(hjalp|en/help)/(bokstav-[0-9a-z]+/)?index\.html|(alla-partner|en/all-partners)/.*index\.html")


def pages_of(root: Path) -> dict[str, Path]:
    """Return every HTML file that both should have, by its address."""
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*.html")}
    return {out: path for out, path in found.items() if not EXTRA.fullmatch(out)}


def pictures_of(root: Path) -> Counter[tuple[str, int, int]]:
    """Count pictures by format, width and height, as their own bytes tell."""
    found: Counter[tuple[str, int, int]] = Counter()
    for path in root.rglob("*"):
        if path.suffix in FORMATS:
            with Image.open(path) as picture:
                found[str(picture.format), *picture.size] += 1
    return found


def words_of(path: Path) -> Counter[str]:
    """Count the words that a reader sees in the main part of a page."""
    text = path.read_text("utf-8")
    main = re.search(r"<main\b.*?</main>", text, re.DOTALL)
    plain = re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", " ", main[0] if main else text, flags=re.DOTALL)
    return Counter(re.findall(r"\w+", html.unescape(plain)))


def compare(ours: Path, other: Path) -> dict[str, object]:
    """Return what was compared and whether it is equal."""
    mine, theirs = pages_of(ours), pages_of(other)
    common = total = 0
    for out in mine.keys() & theirs.keys():
        a, b = words_of(mine[out]), words_of(theirs[out])
        common += (a & b).total()
        total += (a | b).total()
    pictures, other_pictures = pictures_of(ours), pictures_of(other)
    share = common / total if total else 0.0
    kinds = [f"{form} {width}×{height}" for form, width, height in sorted(pictures | other_pictures)]
    counts = [[pictures[kind], other_pictures[kind]] for kind in sorted(pictures | other_pictures)]
    return {
        "pages": [len(mine), len(theirs)],
        "only ours": sorted(mine.keys() - theirs.keys())[:10],
        "only other": sorted(theirs.keys() - mine.keys())[:10],
        "pictures": [[name, *pair] for name, pair in zip(kinds, counts, strict=True)],
        "words": share,
        "equal": mine.keys() == theirs.keys() and pictures == other_pictures and share >= LEAST_COMMON,
    }


def main(argv: list[str]) -> int:
    """Print the comparison as JSON; return 1 where the work was not equal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ours", type=Path)
    parser.add_argument("other", type=Path)
    options = parser.parse_args(argv)
    result = compare(options.ours, options.other)
    print(json.dumps(result, ensure_ascii=False))
    return 0 if result["equal"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
