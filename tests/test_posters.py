"""Posters set from their words: every format has its size and boxes, nothing is cut, the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from microsite import poster_setting
from microsite.encoding import TooHeavyError
from microsite.poster_setting import MARKS, POINTS_A_MM, PosterSetView, set_poster
from microsite.schema import MOTIFS
from microsite.target import Inputs
from microsite.traces import traces_in
from tests import campaigns

_PAGES = {"sv": "affischer/exempel", "fi": "fi/julisteet/exempel"}

ROOT = Path(__file__).parents[1]
FILES = {
    "poster.typ": (ROOT / "templates/print/poster.typ").read_bytes(),
    "latin.ttf": (ROOT / "assets/fonts/text.ttf").read_bytes(),
    "arabic.ttf": (ROOT / "assets/fonts/arabic.ttf").read_bytes(),
    "mark": (ROOT / "assets/mark.svg").read_bytes(),
}
# Width, height and what stays free at the top and the bottom, in pixels.
SHAPES = {
    "tall": (540, 960, 144),
    "portrait": (420, 594, 0),
    "square": (540, 540, 0),
    "landscape": (600, 315, 0),
    "banner": (800, 200, 0),
}
GROUND = "#204060"
WORDS = {
    "short": ("Nej.", "Alla kan."),
    "usual": ("Vem betalar festen?", "Den som köper bär en del av ansvaret."),
    "long": (
        "Här väntar barnen på bussen medan narkotikaförsäljningen fortsätter runt omkring",
        "Narkotika säljs där vi alla rör oss, på hållplatser och stationer, vid bankomater och utanför skolor. " * 2,
    ),
}


def _view(form: str, width: float, height: float, **fields: object) -> PosterSetView:
    names = ("words", "motif-ink", "pine", "ember", "paper", "ink", "mint", "mist", "mint-soft", "deep")
    colours = {"ground": GROUND, **dict.fromkeys(names, "#ffffff")}
    values: dict[str, object] = {
        "form": form,
        "width": width,
        "height": height,
        "bleed": 0.0,
        "marks": 0.0,
        "safe": (0.0, 0.0, 0.0, 0.0),
        "scale": 1,
        "most_bytes": 0,
        "lang": "sv",
        "dir": "ltr",
        "title": "Affisch",
        "motif": "none",
        "colours": tuple(sorted(colours.items())),
        "mark": ("#ffffff", "#ffffff"),
        "headline": "Vem betalar festen?",
        "line": "",
        "items_title": "Kvitto",
        "items_note": "1 kväll",
        "items": (("du", "köpet"), ("vännerna", "tid"), ("hela staden", "lugnet")),
        "call": "Vill du prata med någon?",
        "service": "Exempellinjen",
        "number": "020-00 00 00",
        "terms": "gratis och anonymt",
        "name": "Exempelkampanjen mot narkotika",
        "url": "",
        "code": "",
    }
    return PosterSetView(**(values | fields))  # type: ignore[arg-type]


# A photograph: white, with a black spot at its upper right.
WIDE, SPOT = 1.5, (75, 25)


def _photograph() -> bytes:
    picture, out = Image.new("RGB", (300, 200), "white"), io.BytesIO()
    picture.paste((0, 0, 0), (215, 40, 235, 60))
    picture.save(out, "PNG")
    return out.getvalue()


def _set(view: PosterSetView) -> bytes:
    files = FILES | ({"picture": _photograph()} if view.picture else {})
    [data] = set_poster([Inputs(view, files, {})])
    return data


def _ink(view: PosterSetView) -> tuple[int, int, int, int]:
    """Return the box of all that is not the ground, in pixels."""
    picture = Image.open(io.BytesIO(_set(view))).convert("RGB")
    apart = ImageChops.difference(picture, Image.new("RGB", picture.size, GROUND)).convert("L")
    box = apart.point(lambda value: 255 if value > 24 else 0).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_all_words_stand_inside_the_safe_zone(shape: str, words: str, direction: str) -> None:
    """However long they are, in either direction: nothing reaches the edge, or what an app lays over the picture."""
    width, height, free = SHAPES[shape]
    headline, line = WORDS[words]
    lang = "ar" if direction == "rtl" else "sv"
    if direction == "rtl":
        headline, line = "لست وحدك " * len(headline.split()), "لا يلزم أن تعرف ماذا ستقول " * 3
    safe = (float(free), 0.0, float(free), 0.0)
    view = _view("png", width, height, safe=safe, headline=headline.strip(), line=line, lang=lang, dir=direction)
    left, top, right, bottom = _ink(view)
    edge = 0.02 * min(width, height)
    assert left >= edge
    assert right <= width - edge
    assert top >= max(edge, free)
    assert bottom <= height - max(edge, free)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("motif", MOTIFS)
def test_every_motif_is_drawn_in_every_shape(shape: str, motif: str) -> None:
    """The picture has its size, and the motif makes a difference to it; only the narrowest has no room for one."""
    width, height, _ = SHAPES[shape]
    shown = {"picture": WIDE, "focus": SPOT} if motif == "picture" else {}
    with_motif = _set(_view("png", width, height, motif=motif, **shown))
    assert Image.open(io.BytesIO(with_motif)).size == (width, height)
    assert (with_motif != _set(_view("png", width, height, motif="none"))) == (motif != "none")


# As above, a ground for meetings besides; and what stands in the motifs, in two scripts.
LAYOUTS = {**{name: (size, "nothing") for name, size in SHAPES.items()}, "meeting": ((960, 540, 0), "middle")}
ITEMS = {
    "ltr": (
        ("Hur är det?", "köpet"),
        ("Skolvägen", "bussen hem"),
        ("Hela staden", "tryggheten"),
        ("Att betala", "alla"),
    ),
    "rtl": (("كيف حالك؟", "الشراء"), ("طريق المدرسة", "الحافلة"), ("المدينة كلها", "الأمان"), ("المجموع", "الجميع")),
}


def _lines(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Return the boxes of all runs of words on a page, from its left and its foot."""
    page = pypdfium2.PdfDocument(pdf)[0]
    words = page.get_textpage()
    return [words.get_rect(number) for number in range(words.count_rects())]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("motif", MOTIFS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_words_are_cut_and_none_stand_on_others(layout: str, motif: str, direction: str) -> None:
    """All words, those of the motif too, in every layout and direction: measured in the PDF, as they are set."""
    (width, height, free), middle = LAYOUTS[layout]
    fields: dict[str, object] = {"picture": WIDE, "focus": SPOT} if motif == "picture" else {}
    if direction == "rtl":
        fields |= {
            "headline": "اسأل مرة أخرى",
            "line": "لا يلزم أن تعرف ماذا ستقول",
            "lang": "ar",
            "name": "معًا ضد المخدرات",
        }
    else:
        fields |= {"line": "Stanna kvar. Lyssna lite längre än du brukar."}
    safe = (float(free), 0.0, float(free), 0.0)
    view = _view(
        "pdf", width, height, safe=safe, motif=motif, dir=direction, free=middle, items=ITEMS[direction], **fields
    )
    lines = _lines(_set(view))
    assert len(lines) >= 3
    for left, foot, right, top in lines:
        assert left >= 0
        assert foot >= 0
        assert right <= width
        assert top <= height
    for number, (left, foot, right, top) in enumerate(lines):
        for other in lines[:number]:
            across = min(right, other[2]) - max(left, other[0])
            down = min(top, other[3]) - max(foot, other[1])
            # Tails and rings of two lines may meet between them; their bodies may not.
            assert across <= 1 or down <= 0.3 * min(top - foot, other[3] - other[1]), (lines[number], other)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_photograph_shows_what_matters(shape: str, direction: str) -> None:
    """In every shape and direction, however much of it is cut, and not mirrored: it may show words or a face."""
    width, height, _ = SHAPES[shape]
    view = _view("png", width, height, motif="picture", picture=WIDE, focus=SPOT, dir=direction)
    picture = Image.open(io.BytesIO(_set(view))).convert("RGB")
    dark = picture.convert("L").point(lambda value: 255 if value < 20 else 0).getbbox()
    assert dark is not None, "the spot"
    assert dark[2] - dark[0] > 3


def test_the_middle_is_free_for_who_sits_before_it() -> None:
    """A ground for meetings has its words at one side and its motif at the other."""
    width, height = 960, 540
    view = _view("png", width, height, motif="picture", picture=WIDE, focus=SPOT, free="middle", line="Ord att läsa.")
    picture = Image.open(io.BytesIO(_set(view))).convert("RGB")
    middle = picture.crop((round(width * 0.31), 0, round(width * 0.69), height))
    assert middle.getcolors() == [(middle.width * middle.height, (0x20, 0x40, 0x60))]


def test_a_printed_photograph_carries_no_more_than_it_shows() -> None:
    """Of the photograph in a PDF only points are left."""
    view = _view("pdf", 210 * POINTS_A_MM, 297 * POINTS_A_MM, motif="picture", picture=WIDE, focus=SPOT)
    assert traces_in("a.pdf", _set(view)) == ()


def test_a_pdf_has_the_boxes_that_a_printer_trims_by() -> None:
    """Trim is the size asked for, bleed is outside it, the marks outside that."""
    bleed = 3 * POINTS_A_MM
    width, height = 210 * POINTS_A_MM, 297 * POINTS_A_MM
    with pikepdf.open(io.BytesIO(_set(_view("pdf", width, height, bleed=bleed, marks=MARKS)))) as document:
        [page] = document.pages
        boxes = {name: [float(v) for v in page[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")}
        text = document.Root.get("/MarkInfo")
        assert text is not None, "tagged"
        assert document.docinfo.get("/Author") is None
    trim, outer, media = boxes["/TrimBox"], boxes["/BleedBox"], boxes["/MediaBox"]
    assert trim[2] - trim[0] == pytest.approx(width, abs=0.01)
    assert trim[3] - trim[1] == pytest.approx(height, abs=0.01)
    assert trim[0] - outer[0] == pytest.approx(bleed, abs=0.01)
    assert outer[0] - media[0] == pytest.approx(MARKS, abs=0.01)


@pytest.mark.parametrize("form", ["pdf", "jpeg", "png"])
def test_the_same_poster_gives_the_same_bytes(form: str) -> None:
    assert _set(_view(form, 300, 400)) == _set(_view(form, 300, 400))


def test_a_picture_is_as_light_as_its_format_demands() -> None:
    """Less good where it must be; where no quality is enough, it is told instead of published."""
    view = _view("jpeg", 600, 600, motif="receipt")
    free = len(_set(view))
    assert len(_set(_view("jpeg", 600, 600, motif="receipt", most_bytes=free - 2000))) <= free - 2000
    with pytest.raises(TooHeavyError):
        _set(_view("jpeg", 600, 600, motif="receipt", most_bytes=2000))


def test_words_are_data() -> None:
    """Typst's own signs stand as they are written, and nothing is read or run."""
    hostile = '#import "/etc/passwd" #panic("x") $x^2$ *fet* <märke> \\ // # [ ]'
    assert _set(
        _view("png", 400, 566, headline=hostile, line=hostile, call=hostile, items=((hostile,),), motif="bubbles")
    )


def test_a_poster_page_offers_every_format(tmp_path: Path) -> None:
    """By use, at addresses that do not change; a language without words of its own shares the original's files."""
    root = campaigns.lay_out("everything", tmp_path / "kampanj")
    result = campaigns.build(root)
    assert not result.failed, result.problems
    page = (root / "output/affischer/uppratt/index.html").read_text("utf-8")
    linked = set(re.findall(r'href="/(affischer/filer/[^"]+)"', page))
    assert "affischer/filer/uppratt-sv-a4.pdf" in linked
    assert "affischer/filer/uppratt-sv-kvadrat.jpg" in linked
    assert all((root / "output" / name).is_file() for name in linked)
    weights = {file: (root / "output" / file).stat().st_size for file in linked}
    told = dict(re.findall(r'(?s)href="/(affischer/filer/[^"]+)".*?([\d,]+ [kM]B)</bdi>', page))
    assert told.keys() == linked
    for name, words in told.items():
        number, unit = words.replace(",", ".").split()
        assert abs(float(number) * {"kB": 1e3, "MB": 1e6}[unit] - weights[name]) <= {"kB": 501, "MB": 50_001}[unit]
    other = (root / "output/fi/julisteet").glob("*/index.html")
    assert any("uppratt-fi-a4.pdf" in file.read_text("utf-8") for file in other)


def test_all_of_a_poster_comes_as_one_file(tmp_path: Path) -> None:
    """Every file that its page offers, to the byte, and how to print them."""
    root = campaigns.lay_out("everything", tmp_path / "kampanj")
    assert not campaigns.build(root).failed
    folder = root / "output/affischer/filer"
    page = (root / "output/affischer/uppratt/index.html").read_text("utf-8")
    offered = set(re.findall(r'href="/affischer/filer/([^"]+)"', page)) - {"uppratt-sv.zip"}
    with zipfile.ZipFile(folder / "uppratt-sv.zip") as archive:
        assert set(archive.namelist()) == {*offered, "LAS-MIG.txt"}
        assert all(archive.read(name) == (folder / name).read_bytes() for name in offered)
        assert "100 procent" in archive.read("LAS-MIG.txt").decode("utf-8-sig")


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign whose poster has words in two languages, and no picture at all."""
    root = campaigns.lay_out("base", tmp_path_factory.mktemp("ord") / "kampanj")
    campaigns.edit(root / "content/site.yaml", "poster-downloads: no", "poster-downloads: yes")
    for lang, words in (("sv", "Bara ord"), ("fi", "Vain sanoja")):
        file = root / "content" / lang / "posters/exempel.md"
        text = re.sub(r"(?m)^master: .*\n", "", file.read_text("utf-8"))
        file.write_text(text.replace("---\n", f"---\ntemplate:\n  headline: {words}\n", 1), "utf-8")
    (root / "assets/posters/exempel.png").unlink()
    result = campaigns.build(root)
    assert not result.failed, result.problems
    return root


def size_of(file: Path) -> tuple[int, int]:
    with Image.open(file) as picture:
        return picture.size


def test_a_poster_of_words_alone_has_its_picture(wordy: Path) -> None:
    """In each language its own: on its page, on the wall, in the widths of the settings and to take along."""
    pages = {lang: (wordy / "output" / page / "index.html").read_text("utf-8") for lang, page in _PAGES.items()}
    shown = {lang: set(re.findall(r"/bilder/exempel-20\.\w+\.jpg", page)) for lang, page in pages.items()}
    assert [len(names) for names in shown.values()] == [1, 1]
    assert shown["sv"] != shown["fi"]
    for lang, page in pages.items():
        assert size_of(wordy / "output" / shown[lang].pop()[1:]) == (20, 28)
        offered = re.findall(rf'href="/(affischer/filer/exempel-{lang}-(?:tryck|skarm)\.jpg)"', page)
        assert [size_of(wordy / "output" / name) for name in offered] == [(2480, 3508), (1080, 1528)]


def test_its_words_draw_it_anew_and_others_do_not(wordy: Path, tmp_path: Path) -> None:
    """At a new address: whoever has seen the old one sees the new at once."""
    root = campaigns.copy(wordy, tmp_path / "kampanj")
    file = root / "content/sv/posters/exempel.md"
    before = {path.name for path in (root / "output/bilder").glob("exempel-*")}
    campaigns.edit(file, "alt: ", "alt: Nytt. ")
    campaigns.build(root)
    assert {path.name for path in (root / "output/bilder").glob("exempel-*")} == before
    campaigns.edit(file, "headline: Bara ord", "headline: Andra ord")
    campaigns.build(root)
    after = {path.name for path in (root / "output/bilder").glob("exempel-*")}
    assert len(after & before) == 1, "that in Finnish"
    assert len(after) == len(before) == 2


def test_words_in_a_translation_alone_set_nothing(tmp_path: Path) -> None:
    """What a poster looks like is said in the original: without that the translation shows the original's picture."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    file = root / "content/fi/posters/exempel.md"
    file.write_text(file.read_text("utf-8").replace("---\n", "---\ntemplate:\n  headline: Sanoja\n", 1), "utf-8")
    result = campaigns.build(root)
    assert not result.failed, result.problems
    pages = [(root / "output" / page / "index.html").read_text("utf-8") for page in _PAGES.values()]
    shown = [set(re.findall(r"/bilder/exempel-20\.\w+\.jpg", page)) for page in pages]
    assert shown[0] == shown[1] != set()


def test_a_letter_that_cannot_be_set_is_told_without_downloads_too(wordy: Path, tmp_path: Path) -> None:
    """The site itself shows the poster of words alone: it is never published with a letter missing."""
    root = campaigns.copy(wordy, tmp_path / "kampanj")
    campaigns.edit(root / "content/site.yaml", "poster-downloads: yes", "poster-downloads: no")
    campaigns.edit(root / "content/sv/posters/exempel.md", "headline: Bara ord", "headline: Bara 🍞")
    assert [problem.code for problem in campaigns.build(root).problems] == ["poster-glyph"]


def test_the_layout_imports_nothing() -> None:
    """No package is fetched while a poster is set."""
    assert "@preview" not in FILES["poster.typ"].decode()
    assert poster_setting.LAYOUT in FILES
