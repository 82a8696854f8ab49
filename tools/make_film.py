#!/usr/bin/env python3
"""Make the campaign's film, which has no sound, from the words of a poster: three sizes, a picture, subtitles.

    python tools/make_film.py [--lang CODE] [--check] [--look FOLDER [--at SECONDS …]]

Needs typst, Pillow, PyAV and PyYAML. Only the fonts in assets/fonts/ are used, and the result is the same, byte for
byte, for the same versions of these. What a frame looks like is in film.typ, what moves when in film_score.py.
Every wait is as long as its words take to read: a language of longer words has a film a little longer.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import typst
import yaml
from av.bitstream import BitStreamFilterContext
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation
from film_score import RATE, Score, Words, compose
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "assets" / "film"
POSTER = "fraga-en-gang-till"
ORIGINAL = "sv"
FROM_RIGHT = ("ar",)
# What a subtitle may hold: letters a line, and letters a second.
LINE, PACE = 42, 17.0
# By size: the page of film.typ, the pixels of a point of it, and x264's constant quality.
SIZES = {"720": ((1280, 720), 1.0, 26.5), "360": ((1280, 720), 0.5, 29), "staende-1280": ((720, 1280), 1.0, 24)}
# No more frames to remember than level 3.1 allows, which screens of any age can do.
X264 = {"preset": "veryslow", "tune": "ssim", "level": "3.1", "refs": "4", "bf": "3", "g": "999"}
# The colours of today's screens, rounded and not cut off, alike on every processor.
EXACT = Interpolation.AREA | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT | Interpolation.BITEXACT
BT709: Any = {"dst_colorspace": Colorspace.ITU709, "dst_color_range": ColorRange.MPEG, "interpolation": EXACT}


# --- words and colours -------------------------------------------------------------


def read_yaml(path: str) -> dict[str, Any]:
    """Return what a file of YAML holds, or the front matter of one of Markdown."""
    text = (ROOT / path).read_text("utf-8")
    # The parser in C takes a question mark before a comma, as the site's own reader does.
    found: dict[str, Any] = yaml.load(text.split("---\n")[1] if path.endswith(".md") else text, yaml.CSafeLoader)
    return found


def read_words(lang: str) -> Words:
    """Return the words in a language: those of the poster there, else those in film.yaml."""
    poster = read_yaml(f"content/{ORIGINAL}/posters/{POSTER}.md")["template"]
    service = read_yaml(f"content/{ORIGINAL}/services/{poster['service']}.md")
    said = poster | {"service": "{service}"}
    if lang != ORIGINAL:
        own = read_yaml(f"content/{lang}/posters/{POSTER}.md").get("template", {})
        said |= read_yaml("tools/film.yaml")["words"][lang] | own
    first, reply, again = said["items"]
    return Words(
        *(first, reply, again, said["headline"], said["line"], said["call"]),
        service=said["service"].format(service=service["name"]),
        number=next(channel["number"] for channel in service["channels"] if channel["type"] == "phone"),
        terms=said["terms"],
        name=read_yaml("content/site.yaml")["name"][lang],
    )


def read_colours() -> dict[str, str]:
    """Return the colours by the names that film.typ has for them: the brand's, and the grounds of the site."""
    brand = read_yaml("content/site.yaml")["brand"]
    css = (ROOT / "assets/css/tokens.css").read_text("utf-8")
    # The first of each name is that of the light scheme.
    token = dict(reversed(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css)))
    ours = {"pine": brand["primary"], "mint": brand["primary-dark"], "peach": brand["accent-dark"]}
    return ours | {"paper": token["paper"], "sand": token["tint-warm"], "ink": token["text"]}


# --- subtitles -----------------------------------------------------------------------

SUBTITLES = (
    *((mark, f"{{{mark}}}") for mark in ("first", "reply", "again", "headline", "line", "call")),
    ("help", "{service} {number}\n{terms}"),
    ("name", "{name}"),
)


def set_cue(text: str) -> str:
    """Return a subtitle's words on one line or two of like length."""
    if "\n" in text or len(text) <= LINE:
        lines = text.split("\n")
    else:
        spots = [i for i, char in enumerate(text) if char == " "]
        spot = min(spots, key=lambda i: max(i, len(text) - i - 1))
        lines = [text[:spot], text[spot + 1 :]]
    if max(map(len, lines)) > LINE:
        raise SystemExit(f"too long for a subtitle: {text}")
    return "\n".join(lines)


def subtitles(lines: list[tuple[str, str]], score: Score, words: Words, isolate: bool = False) -> bytes:
    """Return a WebVTT track: each line stands from its moment until the next one's, or the film goes on to fill."""
    said = asdict(words)
    if isolate:
        said["number"] = f"\u2066{words.number}\u2069"
    stops = sorted({score.marks[mark] for mark, _ in lines} | {score.marks["fill"], score.marks["end"]})
    cues = ["WEBVTT"]
    for mark, line in lines:
        start = score.marks[mark]
        end = next(stop for stop in stops if stop > start) - 0.04
        text = set_cue(line.format(**said))
        if len(text) / (end - start) > PACE:
            raise SystemExit(f"too short a time to read ({len(text) / (end - start):.1f} letters a second): {text}")
        cues.append(f"{clock(start)} --> {clock(end)}\n{text}")
    return ("\n\n".join(cues) + "\n").encode()


def clock(seconds: float) -> str:
    return f"{int(seconds) // 3600:02}:{int(seconds) // 60 % 60:02}:{seconds % 60:06.3f}"


# --- pictures ------------------------------------------------------------------------


def draw(states: list[dict[str, float]], words: Words, lang: str, page: tuple[int, int], scale: float) -> list[bytes]:
    """Return a PNG for each state of the film."""
    mark = (ROOT / "assets/mark.svg").read_text("utf-8")
    for name, colour in zip(("#one", "#two"), dict.fromkeys(re.findall(r"#[0-9a-f]{6}", mark)), strict=True):
        mark = mark.replace(colour, name)
    data = {
        "lang": lang,
        "dir": "rtl" if lang in FROM_RIGHT else "ltr",
        "width": page[0],
        "height": page[1],
        "colours": read_colours(),
        "mark": mark,
        "words": asdict(words),
        "frames": states,
    }
    layout = (ROOT / "tools/film.typ").read_bytes()
    # Several files in memory are taken too, which its types do not say.
    made = typst.compile(  # type: ignore[call-overload]
        {"main.typ": layout, "data.json": json.dumps(data).encode()},
        font_paths=[ROOT / "assets" / "fonts"],
        ignore_system_fonts=True,
        format="png",
        ppi=72 * scale,
    )
    return [bytes(png) for png in made] if isinstance(made, list) else [bytes(made)]


def frames(score: Score, words: Words, lang: str, page: tuple[int, int], scale: float) -> Iterator[Image.Image]:
    """Yield every frame of the film. What stands still is drawn once."""
    states = [score.state(number / RATE) for number in range(round(score.marks["end"] * RATE))]
    changes = [i for i, state in enumerate(states) if i == 0 or state != states[i - 1]]
    ends = [*changes[1:], len(states)]
    # A few at a time, so that memory needn't hold the film.
    for first in range(0, len(changes), 24):
        part = slice(first, first + 24)
        pngs = draw([states[i] for i in changes[part]], words, lang, page, scale)
        for png, begin, end in zip(pngs, changes[part], ends[part], strict=True):
            with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
                yield from [picture.convert("RGB")] * (end - begin)


def encode(pictures: Iterator[Image.Image], size: tuple[int, int], quality: float, key: int) -> bytes:
    """Return the pictures as H.264 in MP4, for any screen: the index first, no sound, nothing about who made it.

    `key` is a picture that a player may begin at, beside the first.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        with av.open(str(path), "w", format="mp4", options=options) as film:
            stream = film.add_stream("libx264", rate=RATE)
            assert isinstance(stream, av.VideoStream)
            context = stream.codec_context
            stream.width, stream.height = size
            stream.pix_fmt = "yuv420p"
            context.thread_count = 1
            context.flags |= av.codec.context.Flags.bitexact
            context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
            context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
            context.options = X264 | {"crf": str(quality)}
            # The encoder's account of itself (SEI) stays out.
            bare = BitStreamFilterContext("filter_units=remove_types=6", stream)
            for number, picture in enumerate(pictures):
                frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
                frame = frame.reformat(format="yuv420p", **BT709)
                if number == key:
                    frame.pict_type = PictureType.I
                frame.pts, frame.time_base = number, Fraction(1, RATE)
                for packet in stream.encode(frame):
                    film.mux(bare.filter(packet))
            for packet in stream.encode(None):
                film.mux(bare.filter(packet))
        return path.read_bytes()


def as_png(png: bytes) -> bytes:
    """Return a picture of few colours as small as they let it be."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


# --- the door --------------------------------------------------------------------------


def make(lang: str) -> Iterator[tuple[str, bytes]]:
    """Yield the names and the bytes of the files in a language; with the original, the tracks in all."""
    words = read_words(lang)
    score = compose(words)
    stem = POSTER if lang == ORIGINAL else f"{POSTER}-{lang}"
    if lang == ORIGINAL:
        told = read_yaml("tools/film.yaml")
        for other in told["words"]:
            yield f"{stem}.{other}.vtt", subtitles(list(SUBTITLES), score, read_words(other), other in FROM_RIGHT)
        yield f"{stem}.{lang}.beskrivning.vtt", subtitles([(a, b) for a, b in told["description"]], score, words)
    telling = score.state(score.marks["fill"] - 0.1)
    yield f"{stem}.png", as_png(draw([telling], words, lang, (1280, 720), 1.0)[0])
    for name, (page, scale, quality) in SIZES.items():
        size = round(page[0] * scale), round(page[1] * scale)
        # The one picture in the middle that has nothing on it takes least room as a whole.
        key = int((score.marks["fill"] + 1) * RATE)
        yield f"{stem}-{name}.mp4", encode(frames(score, words, lang, page, scale), size, quality, key)


def look(lang: str, folder: Path, times: list[float]) -> None:
    """Write single frames to a folder, to be looked at."""
    words = read_words(lang)
    score = compose(words)
    print({mark: round(time, 2) for mark, time in score.marks.items()})
    states = [score.state(time) for time in times or [score.marks[mark] + 0.6 for mark in score.marks]]
    for name, (page, scale, _) in SIZES.items():
        if scale == 1:
            for number, png in enumerate(draw(states, words, lang, page, scale)):
                (folder / f"{lang}-{name}-{number:02}.png").write_bytes(png)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lang", default=ORIGINAL, help="the film's language")
    parser.add_argument("--look", type=Path, metavar="FOLDER", help="only write single frames to a folder")
    parser.add_argument("--at", type=float, nargs="*", default=[], help="which ones, in seconds")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if a file differs from the one in assets/film"
    )
    args = parser.parse_args()
    if args.look:
        look(args.lang, args.look, args.at)
        return 0
    wrong = 0
    for name, data in make(args.lang):
        path = OUT / name
        if args.check:
            if not path.exists() or path.read_bytes() != data:
                print(f"differs: {name}")
                wrong = 1
            continue
        OUT.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{name:44} {len(data) / 1000:7.1f} kB")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
