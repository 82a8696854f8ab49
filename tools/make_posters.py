#!/usr/bin/env python3
"""Draw the poster masters: A4, 300 dpi, RGB, no metadata.

    python tools/make_posters.py [slug or slug-lang …] [--check]

Needs typst, Pillow and pyoxipng. Only the fonts in assets/fonts/ are used, and
the result is the same, byte for byte, for the same versions of the three.
The compositions are in posters.typ.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import oxipng
import typst
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "assets" / "posters"
SIZE = (2480, 3508)

# file name -> (poster, language). JPEG and PNG masters both occur in real life,
# so the set has both.
MASTERS = {
    "vem-betalar.png": ("vem-betalar", "sv"),
    "inte-din-ensak.jpg": ("inte-din-ensak", "sv"),
    "sag-nej.png": ("sag-nej", "sv"),
    "fraga-en-gang-till.png": ("fraga-en-gang-till", "sv"),
    "du-ar-inte-ensam.png": ("du-ar-inte-ensam", "sv"),
    "du-ar-inte-ensam-fi.png": ("du-ar-inte-ensam", "fi"),
    "du-ar-inte-ensam-en.png": ("du-ar-inte-ensam", "en"),
    "du-ar-inte-ensam-ar.png": ("du-ar-inte-ensam", "ar"),
    "pa-hallplatsen.png": ("pa-hallplatsen", "sv"),
    "samtalet-borjar-har.jpg": ("samtalet-borjar-har", "sv"),
}


def draw(slug: str, lang: str) -> Image.Image:
    data = typst.compile(
        ROOT / "tools" / "posters.typ",
        root=ROOT,
        font_paths=[ROOT / "assets" / "fonts"],
        ignore_system_fonts=True,
        format="png",
        ppi=300,
        sys_inputs={"slug": slug, "lang": lang},
    )
    with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
        if picture.size != SIZE:
            raise SystemExit(f"{slug}: {picture.size}, expected {SIZE}")
        return picture.convert("RGB")


def encode(picture: Image.Image, name: str) -> bytes:
    out = io.BytesIO()
    if name.endswith(".jpg"):
        picture.save(out, "JPEG", quality=92, subsampling="4:4:4", optimize=True, progressive=True)
        return out.getvalue()
    picture.save(out, "PNG", compress_level=1)
    return oxipng.optimize_from_memory(
        out.getvalue(),
        level=3,
        strip=oxipng.StripChunks.all(),
        # a master stays plain 8-bit RGB: no palette, no grey
        color_type_reduction=False,
        palette_reduction=False,
        grayscale_reduction=False,
        bit_depth_reduction=False,
        interlace=None,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="file names without ending (default: all)")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if a file differs from the one in assets/posters"
    )
    args = parser.parse_args()
    unknown = set(args.names) - {Path(name).stem for name in MASTERS}
    if unknown:
        parser.error(f"no such poster: {', '.join(sorted(unknown))}")
    wrong = 0
    for name, (slug, lang) in MASTERS.items():
        if args.names and Path(name).stem not in args.names:
            continue
        data = encode(draw(slug, lang), name)
        path = OUT / name
        if args.check:
            if not path.exists() or path.read_bytes() != data:
                print(f"differs: {name}")
                wrong = 1
            continue
        OUT.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{name:28} {len(data) / 1024:7.0f} KB")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
