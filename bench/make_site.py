#!/usr/bin/env python3
"""Make a larger, neutral campaign to measure: the same content for our engine and, with --hugo, for Hugo.

Everything follows from the seed: the same options give the same files. Each text and picture has a generator of its
own, so that one more page changes no other. `--change` does to a site already made what an editor would do to it.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).resolve().parent
SEED = "bench 1"
LANGUAGES = ("sv", "en")
WIDTHS = (400, 800, 1200, 1600)
FORMATS = ("webp", "jpeg")
# A4 at 300 dots an inch, in pixels.
MASTER = (2480, 3508)
MASTER_QUALITY = 92
SECTORS = ("company", "association", "restaurant", "school", "authority")
HELP = (("stod", "users"), ("anhorig", "relatives"), ("orolig", "worried"), ("ung", "young"))
Fields = Mapping[str, Any]

_WORDS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
_SAID = {lang: words["said"] for lang, words in _WORDS.items()}


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    pages: int
    services: int
    partners: int
    posters: int
    news: int


# -- words


def dice(*names: object) -> Random:
    """Return the generator of one thing."""
    return Random("/".join(map(str, (SEED, *names))))


def sentence(rng: Random, lang: str) -> str:
    """Return a made-up sentence about nothing in particular."""
    words = _WORDS[lang]
    start = " ".join(rng.choice(words[kind]) for kind in ("who", "does", "what", "when"))
    if rng.random() < 0.4:
        start += f", {rng.choice(words['and'])} {rng.choice(words['then'])}"
    return start + "."


def paragraph(rng: Random, lang: str, sentences: int) -> str:
    """Return a paragraph."""
    return " ".join(sentence(rng, lang) for _ in range(sentences))


def page_body(number: int, lang: str, size: Size) -> str:
    """Return about 700 words with headings, lists and links; some with a table or a footnote."""
    rng, said = dice("page", number, lang), _SAID[lang]
    parts: list[str] = [paragraph(rng, lang, 4)]
    for place, heading in enumerate(rng.sample(_WORDS[lang]["heading"], 5)):
        parts += [f"## {heading}", paragraph(rng, lang, 5)]
        if place % 2 == 0:
            others = [
                f"[{said['page']} {n}]({page_name(n)}.md)"
                for n in (rng.randrange(size.pages) + 1, rng.randrange(size.pages) + 1)
            ]
            parts.append(f"{said['read']} {others[0]} {said['and']} {others[1]}. {sentence(rng, lang)}")
            parts.append(
                "\n".join(f"- **{rng.choice(_WORDS[lang]['what'])}**: {sentence(rng, lang)}" for _ in range(4))
            )
        parts.append(paragraph(rng, lang, 5))
    service, poster = rng.randrange(size.services) + 1, rng.randrange(size.posters) + 1
    to_service = f"[{said['service']} {service}](tjanst:{service_name(service)})"
    to_poster = f"[{said['poster']} {poster}](affisch:{poster_name(poster)})"
    parts.append(f"{sentence(rng, lang)} {to_service}, {to_poster}.")
    if number % 3 == 0:
        rows = [tuple(rng.choice(_WORDS[lang][kind]) for kind in ("who", "what", "when")) for _ in range(6)]
        parts.append("\n".join("| " + " | ".join(row) + " |" for row in (said["table"], ("---",) * 3, *rows)))
    if number % 4 == 0:
        parts += [f"{sentence(rng, lang)}[^1]", f"[^1]: {said['source']}"]
    return "\n\n".join(parts) + "\n"


# -- names


def page_name(number: int) -> str:
    """Return the file name of a page."""
    return f"sida-{number:04d}"


def service_name(number: int) -> str:
    """Return the file name of a service."""
    return f"exempelstod-{number:04d}"


def poster_name(number: int) -> str:
    """Return the file name of a poster."""
    return f"affisch-{number:03d}"


# -- what is in the site, the same for both generators


def pages(size: Size, lang: str) -> Iterable[tuple[str, Fields, str]]:
    """Yield (file name, fields, body) of every page of text."""
    sv = lang == "sv"
    rng, said = dice("site", lang), _SAID[lang]

    def listing(name: str, english: str, place: int, show: Fields, **fields: Any) -> tuple[str, Fields, str]:
        title = said[name]
        common = {"title": title, "description": said["lead"], "menu": place, "slug": name if sv else english}
        return name, {**common, **fields, "shows": [show]}, paragraph(rng, lang, 3) + "\n"

    first = {"title": said["name"], "description": said["lead"], "published": "2026-01-02"}
    yield "index", {**first, "shows": [{"block": "news", "title": said["nyheter"]}]}, paragraph(rng, lang, 8) + "\n"
    for place, (name, audience) in enumerate(HELP, 1):
        show = {"block": "services", "title": said["here"], "audience": audience}
        yield listing(name, f"support-{place}", place, show, audience=audience)
    yield listing("partner", "partners", 5, {"block": "partners"})
    yield listing("material", "material", 6, {"block": "posters"})
    yield listing("nyheter", "news", 7, {"block": "news"})
    links = "\n".join(f"- [{said['page']} {n}]({page_name(n)}.md)" for n in range(1, size.pages + 1))
    fields = {"title": said["all"], "description": said["lead"], "slug": "alla-sidor" if sv else "all-pages"}
    yield "alla-sidor", fields, f"{paragraph(rng, lang, 2)}\n\n{links}\n"
    for n in range(1, size.pages + 1):
        own = dice("page fields", n, lang)
        fields = {
            "title": f"{said['page']} {n}", "description": sentence(own, lang) + " " + sentence(own, lang),
            "published": day(n), "slug": page_name(n) if sv else f"page-{n:04d}",
        }  # fmt: skip
        yield page_name(n), fields, page_body(n, lang, size)


def day(number: int) -> str:
    """Return a day in 2026, another for most numbers."""
    return f"2026-{number % 10 + 1:02d}-{number % 27 + 1:02d}"


def service(number: int, lang: str) -> tuple[Fields, Fields, str]:
    """Return (facts, words, body) of a service. Its addresses lead nowhere: it is an example."""
    rng, facts_rng = dice("service", number, lang), dice("service", number)
    host, organisation = f"https://{service_name(number)}.example", f"Exempelorganisationen {number % 40 + 1}"
    audiences = facts_rng.sample([audience for _, audience in HELP], facts_rng.choice((1, 2)))
    channels: list[Fields] = [
        {"type": "web", "url": f"{host}/"},
        {"type": "email", "email": f"post@{service_name(number)}.example", "cost": "free"},
    ]
    if number % 3:
        channels.append({"type": "chat", "url": f"{host}/chat", "cost": "free"})
    facts = {
        "organisation": organisation, "audience": audiences, "urgency": "urgent" if number % 5 == 0 else "standard",
        "channels": channels, "anonymous": number % 2 == 0, "source": f"{host}/om", "source-name": organisation,
        "checked": "2026-06-01",
    }  # fmt: skip
    words = {
        "name": f"{_SAID[lang]['service']} {number}",
        "summary": sentence(rng, lang),
        "how-to-start": paragraph(rng, lang, 2),
    }
    return facts, words, paragraph(rng, lang, 4) + "\n"


def poster(number: int, lang: str) -> tuple[Fields, str]:
    """Return (words, body) of a poster."""
    rng = dice("poster", number, lang)
    title = f"{_SAID[lang]['poster']} {number}"
    return {"title": title, "alt": f"{title}. {sentence(rng, lang)}", "summary": sentence(rng, lang)}, paragraph(
        rng, lang, 5
    ) + "\n"


def news(number: int, lang: str) -> tuple[Fields, str]:
    """Return (fields, body) of a news item."""
    rng = dice("news", number, lang)
    fields = {
        "title": f"{_SAID[lang]['news']} {number}",
        "description": sentence(rng, lang) + " " + sentence(rng, lang),
        "published": f"2026-{number % 10 + 1:02d}-{number % 27 + 1:02d}",
    }
    return fields, "\n\n".join(paragraph(rng, lang, 5) for _ in range(3)) + "\n"


def partner(number: int) -> str:
    """Return one item of the list of partners, as YAML that both read."""
    rng = dice("partner", number)
    trade = rng.choice(("Bygg", "Café", "Fritid", "Handel", "Verkstad", "Åkeri"))
    return f"""\
  - slug: exempel-{number:05d}
    name: Exempel {trade} {number}
    sector: {SECTORS[number % len(SECTORS)]}
    url: https://partner-{number}.example/
    joined: 2026-0{number % 9 + 1}-1{number % 10}
    statement: {text_of(sentence(rng, "sv"))}
"""


# -- writing


def text_of(value: Any) -> str:
    """Return a value as YAML: JSON is YAML too, except that our own files say yes and no."""
    return json.dumps(value, ensure_ascii=False)


def front(fields: Fields, body: str) -> str:
    """Return a text file with front matter."""
    rows = (f"{name}: {text_of(value)}" for name, value in fields.items() if value is not None)
    return "\n".join(["---", *rows, "---", body])


def as_ours(value: Any) -> Any:
    """Return a value as our files spell it: every scalar is text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return {name: as_ours(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [as_ours(inner) for inner in value]
    return str(value)


def as_hugo(fields: Fields) -> dict[str, Any]:
    """Return fields under names that Hugo's templates can reach, and that mean nothing else to Hugo."""
    names = {"published": "date", "menu": "place", "name": "title"}
    return {names.get(name, name.replace("-", "_")): value for name, value in fields.items()}


class Ours:
    """Writes the campaign as our engine reads it."""

    def __init__(self, root: Path, formats: Sequence[str] = FORMATS) -> None:
        self.root = root
        self.formats = formats

    def text(self, lang: str, name: str, fields: Fields, body: str) -> None:
        """Write one text file."""
        write(self.root / "content" / lang / f"{name}.md", front(as_ours(dict(fields)), body))

    def service(self, number: int) -> None:
        """Write a service: its facts stand in the original only."""
        for lang in LANGUAGES:
            facts, words, body = service(number, lang)
            self.text(
                lang, f"services/{service_name(number)}", {**words, **facts} if lang == LANGUAGES[0] else words, body
            )

    def poster(self, number: int) -> None:
        """Write a poster: its master is named in the original only."""
        for lang in LANGUAGES:
            words, body = poster(number, lang)
            own = {"master": f"{poster_name(number)}.jpg"} if lang == LANGUAGES[0] else {}
            self.text(lang, f"posters/{poster_name(number)}", {**words, **own}, body)

    @property
    def partners(self) -> Path:
        """Return the file of partners."""
        return self.root / "partners.yaml"

    @property
    def masters(self) -> Path:
        """Return the folder of masters."""
        return self.root / "assets" / "posters"

    def page(self, number: int) -> Path:
        """Return the Swedish file of a page."""
        return self.root / "content" / "sv" / f"{page_name(number)}.md"

    def settings(self) -> None:
        """Write site.yaml. Badges and poster downloads are off: Hugo makes none."""
        write(self.root / "content" / "site.yaml", _SITE.replace("FORMATS", ", ".join(self.formats)))


class Hugo(Ours):
    """Writes the same as Hugo reads it. Layouts and settings lie in bench/hugo/."""

    def text(self, lang: str, name: str, fields: Fields, body: str) -> None:
        """Write one text file."""
        own = "_index" if name == "index" else name
        write(self.root / "content" / lang / f"{own}.md", front(as_hugo(fields), body))

    def service(self, number: int) -> None:
        """Write a service with its facts in each language, so that no template has to look for them."""
        for lang in LANGUAGES:
            facts, words, body = service(number, lang)
            self.text(lang, f"services/{service_name(number)}", {**words, **facts}, body)

    def poster(self, number: int) -> None:
        """Write a poster."""
        for lang in LANGUAGES:
            words, body = poster(number, lang)
            self.text(lang, f"posters/{poster_name(number)}", {**words, "master": f"{poster_name(number)}.jpg"}, body)

    @property
    def partners(self) -> Path:
        """Return the file of partners."""
        return self.root / "data" / "partners.yaml"

    def settings(self) -> None:
        """Copy layouts and settings, and the style, script and fonts that our own site uses."""
        shutil.copytree(HERE / "hugo", self.root, dirs_exist_ok=True)
        project = HERE.parent
        styles = sorted((project / "assets" / "css").glob("*.css")) + sorted(
            (project / "templates" / "components").glob("*/*.css")
        )
        for place, path in enumerate(styles):
            copy(path, self.root / "assets" / "css" / f"{place:02d}-{path.name}")
        for path in (project / "assets" / "js").glob("*.js"):
            copy(path, self.root / "assets" / "js" / path.name)
        for path in (project / "assets" / "fonts").glob("*.woff2"):
            copy(path, self.root / "static" / "stil" / path.name)
        copy(project / "assets" / "mark.svg", self.root / "static" / "favicon.svg")


_SITE = """\
# An invented campaign, made to be measured.
name: {sv: Exempelplatsen, en: The example place}
tagline: {sv: En påhittad kampanj för mätning, en: "An invented campaign, for measuring"}
owner: Exempelkommunen
base-url: https://matning.example/
languages: [sv, en]
emergency:
  - number: "112"
    label: {sv: Vid fara för liv, en: If life is in danger}
contact: {text: {sv: Kontakta oss, en: Contact us}, url: "https://kommun.example/kontakt"}
badges: no
wallet-cards: no
poster-downloads: no
poster-widths: [WIDTHS]
poster-formats: [FORMATS]
""".replace("WIDTHS", ", ".join(map(str, WIDTHS)))


def write(path: Path, text: str) -> None:
    """Write a file, in a folder made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def copy(path: Path, to: Path) -> None:
    """Copy a file, in a folder made for it."""
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to)


def make(site: Ours, size: Size) -> None:
    """Write a whole campaign."""
    site.settings()
    for lang in LANGUAGES:
        for name, fields, body in pages(size, lang):
            site.text(lang, name, fields, body)
        for n in range(1, size.news + 1):
            fields, body = news(n, lang)
            site.text(lang, f"news/nyhet-{n:03d}", fields, body)
    for n in range(1, size.services + 1):
        site.service(n)
    for n in range(1, size.posters + 1):
        site.poster(n)
    write(site.partners, "partners:\n" + "".join(partner(n) for n in range(1, size.partners + 1)))


def change(site: Ours, kind: str, number: int, masters: Path) -> None:
    """Do one thing that an editor does: `page` edits page `number`, `partner` and `poster` add one of that number."""
    if kind == "page":
        path = site.page(number)
        text = path.read_text("utf-8")
        # A new paragraph before the first heading. The length is part of the seed, so that no two edits are the same.
        write(path, text.replace("\n## ", f"\n{sentence(dice('edit', number, len(text)), 'sv')}\n\n## ", 1))
    elif kind == "partner":
        with site.partners.open("a", encoding="utf-8") as file:
            file.write(partner(number))
    else:
        place_master(number, site.masters, masters)
        site.poster(number)


# -- poster masters


def place_master(number: int, folder: Path, masters: Path) -> None:
    """Put a master in a site's folder, drawing it if it was never drawn."""
    kept = masters / f"{poster_name(number)}.jpg"
    if not kept.is_file():
        masters.mkdir(parents=True, exist_ok=True)
        draw(number, kept)
    copy(kept, folder / kept.name)


def draw(number: int, to: Path) -> None:
    """Draw a poster: soft colours with the grain of a photograph, shapes, and words."""
    from PIL import Image, ImageChops, ImageDraw, ImageFont  # a change to a text needs no pictures

    rng = dice("master", number)
    width, height = MASTER

    def colour(low: int, high: int) -> tuple[int, int, int]:
        return rng.randint(low, high), rng.randint(low, high), rng.randint(low, high)

    # Clouds: a few random points, drawn out to the whole sheet, coarse ones and finer ones.
    picture = Image.frombytes("RGB", (5, 7), rng.randbytes(105)).resize(MASTER, Image.Resampling.BICUBIC)
    finer = Image.frombytes("RGB", (62, 88), rng.randbytes(62 * 88 * 3)).resize(MASTER, Image.Resampling.BICUBIC)
    picture = Image.blend(picture, finer, 0.25)
    sheet = ImageDraw.Draw(picture)
    for _ in range(14):
        x, y, r = rng.randrange(width), rng.randrange(height), rng.randint(80, 620)
        if rng.random() < 0.5:
            sheet.ellipse((x - r, y - r, x + r, y + r), fill=colour(20, 240))
        else:
            sheet.polygon([(x + rng.randint(-r, r), y + rng.randint(-r, r)) for _ in range(5)], fill=colour(20, 240))
    # Grain: one random tile, laid all over.
    tile = Image.frombytes("L", (512, 512), rng.randbytes(512 * 512)).point(
        [round(value * 22 / 255) for value in range(256)]
    )
    grain = Image.new("L", MASTER)
    for x in range(0, width, 512):
        for y in range(0, height, 512):
            grain.paste(tile, (x, y))
    picture = ImageChops.subtract(picture, Image.merge("RGB", (grain, grain, grain)))
    sheet = ImageDraw.Draw(picture)
    words = re.findall(r"\w+", sentence(rng, "sv"))[:4]
    for line, word in enumerate([f"Exempel {number}", *words]):
        sheet.text(
            (200, 260 + 420 * line),
            word,
            fill=colour(200, 255),
            font=ImageFont.load_default(rng.randint(220, 360)),
            stroke_width=10,
            stroke_fill=colour(0, 50),
        )
    for line in range(9):
        sheet.text(
            (200, 2560 + 80 * line),
            sentence(rng, "sv"),
            fill=(255, 255, 255),
            font=ImageFont.load_default(56),
            stroke_width=3,
            stroke_fill=(20, 20, 20),
        )
    aside = to.with_suffix(".part")
    picture.save(aside, "JPEG", quality=MASTER_QUALITY, dpi=(300, 300))
    aside.replace(to)


# -- the command


def main(argv: list[str]) -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to make the campaign; what is there is replaced")
    parser.add_argument("--hugo", type=Path, help="also make the same as a Hugo site, here")
    parser.add_argument(
        "--masters", type=Path, default=HERE / "work" / "masters", help="where drawn masters are kept between runs"
    )
    parser.add_argument(
        "--spare", type=int, default=0, help="masters to draw beyond the site's own, for posters to be added later"
    )
    for name, usual in (("pages", 200), ("services", 400), ("partners", 500), ("posters", 48), ("news", 12)):
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"how many (usually {usual})")
    parser.add_argument(
        "--change",
        choices=("page", "partner", "poster"),
        help="edit a page, or add a partner or poster, in a campaign already made",
    )
    parser.add_argument(
        "--formats",
        nargs=2,
        choices=("avif", "webp", "jpeg"),
        default=FORMATS,
        help="what our engine makes of posters (usually webp jpeg, as Hugo does)",
    )
    parser.add_argument("--number", type=int, default=1, help="which page to edit, or the number of what is added")
    options = parser.parse_args(argv)
    size = Size(options.pages, options.services, options.partners, options.posters, options.news)
    if min(size.pages, size.services, size.partners, size.posters) < 1:
        parser.error("at least one page, service, partner and poster")
    sites = [Ours(options.folder, options.formats), *([Hugo(options.hugo)] if options.hugo else [])]
    for site in sites:
        if options.change:
            change(site, options.change, options.number, options.masters)
            continue
        if site.root.exists():
            if not (site.root / ".bench").is_file() and any(site.root.iterdir()):
                parser.error(f"{site.root} holds something that was not made by this command")
            shutil.rmtree(site.root)
        write(site.root / ".bench", "Made by bench/make_site.py; replaced without asking.\n")
        make(site, size)
        for n in range(1, size.posters + 1):
            place_master(n, site.masters, options.masters)
    for n in range(size.posters + 1, size.posters + options.spare + 1):
        if not (options.masters / f"{poster_name(n)}.jpg").is_file():
            draw(n, options.masters / f"{poster_name(n)}.jpg")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
