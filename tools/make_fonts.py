#!/usr/bin/env python3
"""Make the campaign's font files from two openly licensed (OFL) npm packages.

    python tools/make_fonts.py [--packages FOLDER] [--check]

Needs fonttools and brotli. The two pinned package archives are fetched with
`npm pack` unless FOLDER already holds them; their SHA-256 is checked.

What it writes to assets/fonts/:

  text.ttf           Atkinson Hyperlegible Next, variable weight, for drawing
                     badges and posters (Latin, Latin Extended-A)
  text-latin.woff2   the same for the web, cut down to what the languages need
  arabic.ttf         Vazirmatn, variable weight, for drawing
  text-arabic.woff2  the same for the web, Arabic only
  OFL-*.txt          the licences

The package for Atkinson Hyperlegible Next holds the family in two pieces
(Latin and extended Latin); they are put together here, and a handful of signs
the family lacks (arrows, a tick, no-break hyphen, narrow no-break space) are
added as variable glyphs. Neither licence reserves the font's name. The output
is the same, byte for byte, for the same packages and the same fonttools.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import math
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from fontTools.varLib import instancer
from fontTools.varLib.hvar import add_HVAR

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "assets" / "fonts"

# spec, archive name, SHA-256
PACKAGES = {
    "atkinson": (
        "@fontsource-variable/atkinson-hyperlegible-next@5.3.0",
        "fontsource-variable-atkinson-hyperlegible-next-5.3.0.tgz",
        "75d5156505841b7dd4251398f0a5ff9e44120c87c2e388e9a108879b4def23a6",
    ),
    "vazirmatn": (
        "vazirmatn@33.0.3",
        "vazirmatn-33.0.3.tgz",
        "9506e9e6a27e62b353c04a136c27de0cc3aa9e434658b45a6363f7c98c357090",
    ),
}

# What the style sheets use; the light weights are a quarter of a file.
WEB_WEIGHTS = (400, 800)
WEB_LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Basic Latin, Latin-1, Extended-A
    0x2010,
    0x2011,
    0x2013,
    0x2014,
    0x2018,
    0x2019,
    0x201A,
    0x201C,
    0x201D,
    0x201E,
    0x2020,
    0x2022,
    0x2026,
    0x202F,
    0x2030,
    0x2032,
    0x2033,
    0x2039,
    0x203A,
    0x2009,
    0x20AC,
    0x2122,
    0x2190,
    0x2191,
    0x2192,
    0x2193,
    0x2197,
    0x2212,
    0x2248,
    0x2260,
    0x2264,
    0x2265,
    0x2713,
    0x2044,
]
WEB_ARABIC = [
    0x20,
    0x21,
    0x22,
    0x28,
    0x29,
    0x2A,
    0x2B,
    0x2C,
    0x2D,
    0x2E,
    0x2F,
    *range(0x30, 0x3B),
    0x5B,
    0x5D,
    0xA0,
    0xAB,
    0xBB,
    0x200C,
    0x200D,
    0x200E,
    0x200F,
    0x2010,
    0x2011,
    0x2013,
    0x2014,
    0x2026,
    *range(0x600, 0x700),
    0xFDFC,
]


def packages(folder: Path) -> dict[str, Path]:
    found = {}
    for key, (spec, name, digest) in PACKAGES.items():
        path = folder / name
        if not path.exists():
            subprocess.run(["npm", "pack", "--silent", spec], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        got = hashlib.sha256(path.read_bytes()).hexdigest()
        if got != digest:
            raise SystemExit(f"{name}: SHA-256 is {got}, expected {digest}")
        found[key] = path
    return found


def member(archive: Path, name: str) -> bytes:
    with tarfile.open(archive) as tar:
        handle = tar.extractfile("package/" + name)
        assert handle is not None
        return handle.read()


def load(data: bytes) -> TTFont:
    font = TTFont(io.BytesIO(data), recalcTimestamp=False, lazy=False)
    font.ensureDecompiled()  # glyphs are added below, so nothing may be read late
    font.flavor = None
    return font


# --- putting the two Latin pieces together -----------------------------------


def same_glyph(a: TTFont, an: str, b: TTFont, bn: str) -> bool:
    ga, gb = a["glyf"][an], b["glyf"][bn]
    if ga.numberOfContours != gb.numberOfContours or a["hmtx"][an] != b["hmtx"][bn]:
        return False
    if ga.isComposite():
        return False
    if ga.numberOfContours == 0:
        return True
    return list(ga.coordinates) == list(gb.coordinates)


def merge(base: TTFont, extra: TTFont) -> None:
    """Copy every letter of `extra` that `base` lacks, with its variations."""
    if base["avar"].segments != extra["avar"].segments:
        raise SystemExit("the two pieces do not share one weight axis")
    bcmap, ecmap = base.getBestCmap(), extra.getBestCmap()
    rev = {name: code for code, name in ecmap.items()}
    taken = {}

    def bring(name: str) -> str:
        if name in taken:
            return taken[name]
        code = rev.get(name)
        if code in bcmap and same_glyph(base, bcmap[code], extra, name):
            taken[name] = bcmap[code]
            return taken[name]
        new = f"uni{code:04X}" if code and code not in bcmap else f"ext.{name}"
        while new in base["glyf"].glyphs:
            new += ".ext"
        taken[name] = new
        glyph = extra["glyf"][name]
        glyph.expand(extra["glyf"])
        if glyph.isComposite():
            for part in glyph.components:
                part.glyphName = bring(part.glyphName)
        glyph.removeHinting()
        base["glyf"].glyphs[new] = glyph
        order = base.getGlyphOrder()
        base.setGlyphOrder([*order, new])
        base["glyf"].glyphOrder = base.getGlyphOrder()
        base["hmtx"].metrics[new] = extra["hmtx"][name]
        base["gvar"].variations[new] = extra["gvar"].variations.get(name, [])
        return new

    wanted = [c for c in sorted(ecmap) if c not in bcmap]
    for code in wanted:
        name = bring(ecmap[code])
        set_code(base, code, name)
    lend_kerning(base, wanted)


def set_code(font: TTFont, code: int, name: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def lend_kerning(font: TTFont, codes: list[int]) -> None:
    """An added letter is kerned as its base letter: š as s."""
    cmap = font.getBestCmap()
    loans: dict[str, list[str]] = {}
    for code in codes:
        first = unicodedata.normalize("NFD", chr(code))[0]
        if ord(first) in cmap and ord(first) != code:
            loans.setdefault(cmap[ord(first)], []).append(cmap[code])
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for st in lookup.SubTable:
            st = getattr(st, "ExtSubTable", st)
            if st.LookupType != 2 or st.Format != 2:
                continue
            first, second = st.ClassDef1.classDefs, st.ClassDef2.classDefs
            cover = set(st.Coverage.glyphs)
            for lender, names in loans.items():
                for name in names:
                    if lender in cover:
                        cover.add(name)
                        if lender in first:
                            first[name] = first[lender]
                    if lender in second:
                        second[name] = second[lender]
            st.Coverage.glyphs = sorted(cover, key=font.getGlyphID)


# --- signs the family lacks ---------------------------------------------------


def strokes(kind: str, pen: float) -> tuple[list[tuple[float, float]], int]:
    """A sign's outline at a pen width, clockwise, and its advance.

    The number of points does not depend on the pen, so widths interpolate.
    """
    d = pen / math.sqrt(2)
    width, middle, reach, head = 720, 334, 294, 232
    if kind == "tick":
        return [(90, 330), (90 + d, 330 + d), (250, 170 + 2 * d), (610 - d, 530 + d), (610, 530), (250, 170)], width
    joint = reach - 2 * d - pen / 2
    lower = [(-reach, -pen / 2), (joint, -pen / 2), (reach - head - d, d - head), (reach - head, -head)]
    right = lower + [(reach, 0)] + [(x, -y) for x, y in reversed(lower)]
    angle = math.radians({"right": 0, "upright": 45, "up": 90, "left": 180, "down": 270}[kind])
    cos, sin = math.cos(angle), math.sin(angle)
    turned = [(width / 2 + x * cos - y * sin, middle + x * sin + y * cos) for x, y in right]
    return turned[::-1], width


def add_signs(font: TTFont) -> None:
    cmap = font.getBestCmap()
    plan = {0x2190: "left", 0x2191: "up", 0x2192: "right", 0x2193: "down", 0x2197: "upright", 0x2713: "tick"}
    # stem widths near the family's own at ExtraLight, Regular and ExtraBold
    thin, normal, heavy = 34, 76, 134
    for code, kind in plan.items():
        if code in cmap:
            continue
        name = f"uni{code:04X}"
        drawn = {}
        for label, width in (("thin", thin), ("normal", normal), ("heavy", heavy)):
            outline, advance = strokes(kind, width)
            drawn[label] = [(round(x), round(y)) for x, y in outline]
        pen = TTGlyphPen(None)
        pen.moveTo(drawn["normal"][0])
        for point in drawn["normal"][1:]:
            pen.lineTo(point)
        pen.closePath()
        glyph = pen.glyph()
        font["glyf"].glyphs[name] = glyph
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"].glyphOrder = font.getGlyphOrder()
        glyph.recalcBounds(font["glyf"])
        font["hmtx"].metrics[name] = (advance, glyph.xMin)
        variations = []
        for label, region in (("thin", (-1.0, -1.0, 0.0)), ("heavy", (0.0, 1.0, 1.0))):
            deltas = [(x - a, y - b) for (x, y), (a, b) in zip(drawn[label], drawn["normal"], strict=False)]
            deltas += [(0, 0)] * 4
            variations.append(TupleVariation({"wght": region}, deltas))
        font["gvar"].variations[name] = variations
        set_code(font, code, name)
    if 0x2011 not in cmap:
        set_code(font, 0x2011, cmap[0x2D])
    if 0x2010 not in cmap:
        set_code(font, 0x2010, cmap[0x2D])
    if 0x202F not in cmap and 0x2009 in cmap:
        set_code(font, 0x202F, cmap[0x2009])


# --- finishing and cutting ----------------------------------------------------


def whole(font: TTFont) -> bytes:
    if "HVAR" in font:
        del font["HVAR"]
    font["maxp"].numGlyphs = len(font.getGlyphOrder())
    font["post"].formatType = 3.0
    add_HVAR(font)
    data = io.BytesIO()
    font.save(data, reorderTables=True)
    return data.getvalue()


def cut(data: bytes, codes: list[int]) -> bytes:
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]
    options.notdef_outline = True
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17, 25]
    options.recalc_timestamp = False
    font = subset.load_font(io.BytesIO(data), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": WEB_WEIGHTS}, inplace=True)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()


def make(folder: Path) -> dict[str, bytes]:
    archives = packages(folder)
    stem = "files/atkinson-hyperlegible-next-{}-wght-normal.woff2"
    text = load(member(archives["atkinson"], stem.format("latin")))
    merge(text, load(member(archives["atkinson"], stem.format("latin-ext"))))
    add_signs(text)
    full = whole(text)
    arabic = member(archives["vazirmatn"], "fonts/variable/Vazirmatn[wght].ttf")
    return {
        "text.ttf": full,
        "arabic.ttf": arabic,
        "text-latin.woff2": cut(full, WEB_LATIN),
        "text-arabic.woff2": cut(arabic, WEB_ARABIC),
        "OFL-AtkinsonHyperlegibleNext.txt": licence(member(archives["atkinson"], "LICENSE")),
        "OFL-Vazirmatn.txt": licence(member(archives["vazirmatn"], "OFL.txt")),
    }


def licence(data: bytes) -> bytes:
    text = data.decode("utf-8").replace("\r\n", "\n")
    return ("\n".join(line.rstrip() for line in text.split("\n")).rstrip() + "\n").encode()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=Path, help="folder with the package archives")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if the files differ from those in assets/fonts"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temp:
        files = make(args.packages or Path(temp))
    wrong = 0
    for name, data in files.items():
        path = OUT / name
        if args.check:
            if not path.exists() or path.read_bytes() != data:
                print(f"differs: {name}")
                wrong = 1
            continue
        OUT.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{name:36} {len(data) / 1024:7.1f} KB")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
