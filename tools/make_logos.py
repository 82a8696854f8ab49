#!/usr/bin/env python3
"""Draw the invented logos that the example partners use.

    python tools/make_logos.py [--check]

Needs fonttools, uharfbuzz, typst, Pillow and pyoxipng. None of these companies
exists: every name says "Exempel". The words are outlines, never live text.
Half are written as SVG, half as PNG (one of them white, for dark plates, and
one on an opaque ground), so that every way a logo comes in is represented.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import oxipng
import typst
import uharfbuzz as hb
from fontTools.misc.transform import Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "assets" / "logos"
FONT = ROOT / "assets" / "fonts" / "text.ttf"

_data = FONT.read_bytes()
_face = hb.Face(_data)
_tt = TTFont(io.BytesIO(_data))


def words(text: str, x: float, y: float, size: float, weight: int, track: float = 0) -> tuple[str, float]:
    """The outline of a text with its baseline at (x, y), and where it ends."""
    font = hb.Font(_face)
    font.set_variations({"wght": weight})
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    glyphs = _tt.getGlyphSet(location={"wght": weight})
    scale = size / _face.upem
    parts = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions):
        if info.codepoint == 0:
            raise SystemExit(f"no glyph for a sign in {text!r}")
        pen = SVGPathPen(glyphs, ntos=lambda v: f"{v:.1f}".rstrip("0").rstrip("."))
        glyphs[_tt.getGlyphName(info.codepoint)].draw(
            TransformPen(pen, Transform(scale, 0, 0, -scale, x + position.x_offset * scale, y))
        )
        parts.append(pen.getCommands())
        x += position.x_advance * scale + track
    return "".join(parts), x


def svg(width: float, height: float, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}">{body}</svg>\n'
    )


def shape(d: str, fill: str, rule: str = "") -> str:
    return f'<path fill="{fill}"{rule} d="{d}"/>'


HOLE = ' fill-rule="evenodd"'


def ring(cx: float, cy: float, r: float) -> str:
    return f"M{cx - r:g} {cy:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z"


def logos() -> dict[str, str]:
    made = {}

    # a bakery: a loaf with three cuts
    text, end = words("Exempelbageriet", 132, 73, 46, 600)
    loaf = "M8 84V52A32 32 0 0 1 40 20H80A32 32 0 0 1 112 52V84Z"
    cuts = "M32 36h8l8 26h-8zM54 36h8l8 26h-8zM76 36h8l8 26h-8z"
    made["exempel-bageri.svg"] = svg(end + 8, 104, shape(loaf + cuts, "#7a4a12", HOLE) + shape(text, "#3d2408"))

    # a builder: blocks on blocks
    text, end = words("EXEMPELBYGG", 124, 72, 44, 800, 1)
    made["exempel-bygg.svg"] = svg(
        end + 8,
        104,
        shape("M8 60h44v32H8zM58 60h44v32H58z", "#1c2b4a")
        + shape("M33 22h44v32H33z", "#e0a100")
        + shape(text, "#1c2b4a"),
    )

    # housing: a roof line over three doors
    text, end = words("Exempelbostäder", 8, 150, 44, 500)
    middle = end / 2
    roof = f"M{middle - 92:g} 66L{middle:g} 12L{middle + 92:g} 66V80L{middle:g} 28L{middle - 92:g} 80Z"
    doors = "".join(f"M{middle + dx:g} 96V72a14 14 0 0 1 28 0V96z" for dx in (-58, -14, 30))
    made["exempel-bostader.svg"] = svg(end + 8, 168, shape(roof + doors, "#5b2a86") + shape(text, "#2c1442"))

    # energy: a half circle that rises
    text, end = words("exempel energi", 120, 70, 46, 400)
    sun = "M8 70A44 44 0 0 1 96 70Z"
    waves = "M8 78h88v6H8zM20 90h64v6H20z"
    made["exempel-energi.svg"] = svg(
        end + 8, 108, shape(sun, "#d9480f") + shape(waves, "#0b6e4f") + shape(text, "#0b3d2e")
    )

    # a sports club: a ball in a shield (opaque white ground)
    text, end = words("IF EXEMPEL", 0, 0, 40, 800, 2)
    text, end = words("IF EXEMPEL", (320 - end) / 2, 288, 40, 800, 2)
    shield = "M60 20H260V130Q260 206 160 240Q60 206 60 130Z"
    ball = ring(160, 118, 62) + ring(160, 118, 46)
    made["exempel-idrott.png"] = svg(
        320,
        310,
        '<rect width="320" height="310" fill="#ffffff"/>'
        + shape(shield, "#0b4f9c")
        + shape(ball, "#ffd43b", HOLE)
        + shape("M98 112h124v12H98z", "#ffd43b")
        + shape(text, "#0b4f9c"),
    )

    # a restaurant: white, for dark plates
    text, end = words("Krogen Exempel", 8, 66, 52, 300, 1)
    made["exempel-krog.png"] = svg(end + 8, 100, shape(text, "#ffffff") + shape(f"M8 84H{end:g}v4H8z", "#ffffff"))

    # a school: an open book
    text, end = words("Exempelskolan", 128, 74, 46, 700)
    book = "M8 26Q36 16 58 30V92Q36 78 8 88ZM64 30Q86 16 114 26V88Q86 78 64 92Z"
    made["exempel-skola.png"] = svg(end + 8, 108, shape(book, "#00695c") + shape(text, "#12312d"))

    # a workshop: a nut
    text, end = words("Exempel", 124, 58, 44, 800)
    more, end2 = words("verkstad", 124, 96, 34, 400)
    nut = "M32 16H84L110 60L84 104H32L6 60Z" + ring(58, 60, 24)
    made["exempel-verkstad.png"] = svg(
        max(end, end2) + 8, 120, shape(nut, "#9c1c1c", HOLE) + shape(text, "#222222") + shape(more, "#222222")
    )
    return made


def raster(drawing: str, width: int = 900) -> bytes:
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        '#image(bytes(sys.inputs.at("svg")), format: "svg", width: 300pt, alt: "")'
    )
    data = typst.compile(
        source.encode(), format="png", ppi=72 * width / 300, ignore_system_fonts=True, sys_inputs={"svg": drawing}
    )
    with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
        out = io.BytesIO()
        keep = picture.convert("RGBA")
        if keep.getextrema()[3] == (255, 255):
            keep = keep.convert("RGB")
        keep.save(out, "PNG")
    return oxipng.optimize_from_memory(out.getvalue(), level=3, strip=oxipng.StripChunks.all())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file differs")
    args = parser.parse_args()
    wrong = 0
    for name, drawing in logos().items():
        data = raster(drawing) if name.endswith(".png") else drawing.encode()
        path = OUT / name
        if args.check:
            if not path.exists() or path.read_bytes() != data:
                print(f"differs: {name}")
                wrong = 1
            continue
        OUT.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{name:24} {len(data) / 1024:6.1f} KB")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
