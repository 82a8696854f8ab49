"""A whole campaign small enough to build in a second: two languages, three partners, badges, tiny pictures."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import textwrap
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 22)

_SETTINGS = """
name: {sv: Exempelkampanjen, en: The example campaign}
tagline: {sv: Vi står tillsammans., en: We stand together.}
owner: Exempel kommun
base-url: https://kampanj.example/
languages: [sv, en]
untranslated: show
brand:
  primary: "#123f41"
  accent: "#b8431f"
emergency:
  - number: "112"
    label: {sv: Vid fara för liv, en: If life is in danger}
contact:
  text: {sv: Kontakta oss, en: Contact us}
  url: https://kommun.example/kontakt
poster-widths: [60, 100]
poster-formats: [webp, jpeg]
"""
_PARTNERS = """
- slug: exempel-bageri
  name: Exempelbageriet
  sector: company
  url: https://bageri.example/
  logo: bageri.png
  statement: Vi bakar för alla.

- slug: exempel-forening
  name: Exempelföreningen
  sector: association
  joined: 2026-02-03

- slug: exempel-krog
  name: Exempelkrogen
  sector: restaurant
  ended: 2026-12-24
"""
_TEXTS = {
    "sv/index.md": """
        ---
        title: Start
        description: Här börjar allt i exemplet.
        hero:
          line: En stark rad.
          text: Några ord om saken.
          poster: kvittot
          buttons:
            - {text: Få stöd, to: stod.md}
        shows:
          - {block: posters, title: Affischer}
          - {block: partners, title: Vi står bakom}
          - {block: news, title: Nyheter}
          - {block: events, title: På gång}
        ---
        Första stycket, med en [länk till stöd](stod.md).
        """,
    "en/index.md": """
        ---
        title: Home
        description: Everything begins here in the example.
        hero:
          line: A strong line.
          poster: kvittot
        shows:
          - {block: partners, title: Who we are}
          - {block: news, title: News}
        ---
        The first paragraph, with a [link to support](stod.md).
        """,
    "sv/stod.md": """
        ---
        title: Få stöd
        description: Vart man vänder sig i exemplet.
        menu: 1
        audience: users
        shows:
          - {block: services, title: Hit kan du vända dig}
        ---
        ## Så går det till {#sa-gar-det-till}

        Läs mer [om oss](om.md) och om [hjälpen](tjanst:exempelhjalpen).
        """,
    "en/stod.md": """
        ---
        title: Get support
        description: Where to turn in the example.
        slug: support
        menu: 1
        audience: users
        shows: [services]
        ---
        Read more [about us](om.md).
        """,
    "sv/om.md": """
        ---
        title: Om oss
        description: Vilka vi är i exemplet.
        menu: 2
        menu-title: Om
        ---
        Vi är ett exempel. Se [affischen](affisch:kvittot).

        ![Två rutor](assets/bilder/rutor.png)

        /// fakta | Bra att veta
        En ruta med fakta.
        ///
        """,
    "sv/kalla.md": """
        ---
        title: Källor
        description: Vad exemplet bygger på.
        published: 2026-11-01
        ---
        En sida för sig själv.

        ![En ruta](assets/bilder/ruta.png)
        """,
    "en/kalla.md": """
        ---
        title: Sources
        description: What the example rests on.
        expires: 2026-12-01
        ---
        A page on its own.
        """,
    "sv/news/2026-11-20-premiar.md": """
        ---
        title: Premiär
        description: Nu börjar det.
        published: 2026-11-20
        ---
        Idag öppnar exemplet.
        """,
    "sv/news/2026-11-25-snart.md": """
        ---
        title: Snart
        description: Det här syns först senare.
        published: 2026-11-25
        ---
        Om några dagar.
        """,
    "sv/events/mote.md": """
        ---
        title: Möte
        description: Ett påhittat möte.
        starts: 2026-11-30 18:00
        place: Biblioteket
        example: yes
        ---
        Alla är välkomna.
        """,
    "sv/posters/kvittot.md": """
        ---
        title: Kvittot
        alt: Ett kvitto på en grön botten.
        master: kvittot.jpg
        summary: Ett kvitto.
        ---
        Häng den i entrén, bredvid [samtalet](affisch:samtalet).
        """,
    "en/posters/kvittot.md": """
        ---
        title: The receipt
        alt: A receipt on a green ground.
        ---
        Hang it by the door.
        """,
    "sv/posters/samtalet.md": """
        ---
        title: Samtalet
        alt: Två personer som talar.
        master: samtalet.png
        ---
        Häng den i personalrummet.
        """,
    "sv/services/exempelhjalpen.md": """
        ---
        name: Exempelhjälpen
        organisation: Exempelföreningen
        summary: Någon att skriva till.
        audience: [users, relatives]
        urgency: standard
        channels:
          - type: chat
            url: https://hjalp.example/chatt
            hours: mån–tors 10–15
            cost: free
        how-to-start: Du skriver och får svar.
        source: https://hjalp.example/
        source-name: Exempelhjälpen
        checked: 2026-06-04
        review-by: 2026-12-10
        ---
        Mer om hjälpen.
        """,
    "en/services/exempelhjalpen.md": """
        ---
        name: The example help
        summary: Someone to write to.
        ---
        More about the help.
        """,
    "sv/services/exempelmottagningen.md": """
        ---
        name: Exempelmottagningen
        organisation: Exempel kommun
        summary: Ett ställe att gå till.
        audience: [everyone]
        urgency: urgent
        channels:
          - type: web
            url: https://mottagning.example/
        source: https://mottagning.example/
        source-name: Exempel kommun
        checked: 2026-06-05
        ---
        Om mottagningen.
        """,
}


def text_of(text: str) -> str:
    """Return a text of this file as it is written to disk."""
    return textwrap.dedent(text).lstrip("\n")


def write(path: Path, text: str) -> None:
    """Write a text as it stands, UTF-8 and LF."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def png(colour: str, size: tuple[int, int] = (90, 127), level: int = 0) -> bytes:
    """Return a picture in one colour with a square. Uncompressed, so that all of a size have the same length."""
    picture = Image.new("RGB", size, colour)
    ImageDraw.Draw(picture).rectangle((5, 5, size[0] // 2, size[1] // 2), fill="white")
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=level)
    return out.getvalue()


def jpeg(colour: str, size: tuple[int, int] = (420, 593)) -> bytes:
    """Return a photo-like picture, wide enough for a narrow rendition to be decoded at a smaller scale."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for step in range(0, size[1], 6):
        draw.line((0, step, size[0], size[1] - step), fill=colour)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def make_site(root: Path) -> Path:
    """Write the campaign to `root`, with templates and styles of its own, and return `root`."""
    write(root / "content/site.yaml", text_of(_SETTINGS))
    write(root / "partners.yaml", text_of(_PARTNERS))
    for name, text in _TEXTS.items():
        write(root / "content" / name, text_of(text))
    for name, data in {
        "posters/kvittot.jpg": jpeg("#206040"),
        "posters/samtalet.png": png("#803020"),
        "logos/bageri.png": png("#204080", (240, 120)),
        "bilder/rutor.png": png("#606060", (64, 40)),
        "bilder/ruta.png": png("#909090", (40, 40)),
    }.items():
        (root / "assets" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "assets" / name).write_bytes(data)
    shutil.copytree(ROOT / "templates", root / "templates", ignore=shutil.ignore_patterns("examples.yaml", "*.md"))
    for name in ("css", "js", "fonts"):
        shutil.copytree(ROOT / "assets" / name, root / "assets" / name)
    shutil.copy(ROOT / "assets/mark.svg", root / "assets")
    return root
