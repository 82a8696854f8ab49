"""Films: taken or refused by what they hold, copied without what else they carried, with words in every language."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from microsite import film_list
from microsite.cues import check_cues, read_cues, vtt_of
from microsite.filming import CopyView, Film, FrameView, copy_film, film_frame, read_film
from microsite.problem import Problems
from microsite.target import Inputs
from tests import campaigns
from tests.films import film

SECRET = {"comment": "Kamera 4711", "artist": "Namn Namnsson", "location": "+59.3710+016.5090/"}
FORMS: dict[str, dict[str, Any]] = {
    "mp4": {"form": "mp4"},
    "mov": {"form": "mov"},
    "webm": {"form": "webm", "codec": "libvpx-vp9", "voice": "libopus"},
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what is published of the campaign that has everything."""
    root = campaigns.lay_out("everything", tmp_path_factory.mktemp("film") / "kampanj")
    assert not campaigns.build(root).failed
    return root / "output"


def page(output: Path, address: str) -> LexborHTMLParser:
    """Return a page."""
    return LexborHTMLParser((output / address / "index.html").read_text("utf-8"))


def copied(data: bytes) -> bytes:
    """Return what is published of a film."""
    return copy_film([Inputs(CopyView(read_film(data).form), {"film": data}, {})])[0]


# -- what is taken


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (film(), Film(64, 36, 2.0, False, "mp4")),
        (film(sound=True), Film(64, 36, 2.0, True, "mp4")),
        (film(form="mov"), Film(64, 36, 2.0, False, "mp4")),
        (film(turned=90), Film(36, 64, 2.0, False, "mp4")),
        (film(turned=180), Film(64, 36, 2.0, False, "mp4")),
        (film(form="webm", codec="libvpx-vp9"), Film(64, 36, 2.0, False, "webm")),
        (film(form="webm", codec="libvpx"), Film(64, 36, 2.0, False, "webm")),
        # A cutter's file with WebM's sound: no browser plays the two together in one container.
        (film(pixels="yuv444p"), Film(code="film-codec", what="h264 yuv444p")),
        (film(codec="mpeg4"), Film(code="film-codec", what="mpeg4")),
    ],
    ids=["h264", "with sound", "mov", "on its side", "upside down", "vp9", "vp8", "too many colours", "old codec"],
)
def test_a_film_is_taken_by_what_it_holds(data: bytes, expected: Film) -> None:
    """Size upright, length, sound; or why it can't be taken."""
    assert read_film(data) == expected


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1500), st.binary(max_size=40))
def test_a_broken_film_is_told_and_never_crashes(place: int, noise: bytes) -> None:
    """Whatever a copy that went wrong left of a film is taken or refused in words."""
    whole = film()
    data = whole[:place] + noise + whole[place + len(noise) :]
    found = read_film(data)
    assert found.code in ("", "film-broken", "film-codec")


@pytest.mark.parametrize(
    "data", [b"", b"x" * 64, b"#EXTM3U\nfile:///etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd"]
)
def test_no_file_that_names_other_files_is_read(data: bytes) -> None:
    """A play list is no film: the readers that would open what it names are never started."""
    assert read_film(data).code == "film-broken"


# -- what is published


@pytest.mark.parametrize("form", FORMS)
def test_a_copy_holds_picture_and_sound_and_nothing_else(form: str) -> None:
    """No place, no name, no comment, no settings of the encoder; the film is as long, as wide and as high."""
    data = film(sound=True, metadata=SECRET, **FORMS[form])
    copy = copied(data)
    before, after = read_film(data), read_film(copy)
    assert (after.width, after.height, after.sound) == (before.width, before.height, True)
    assert abs(after.seconds - before.seconds) < 0.1
    for word in (b"4711", b"Namnsson", b"59.37", b"x264", b"vpx", b"opus-"):
        assert word not in copy, word


def test_a_copy_keeps_which_way_is_up() -> None:
    """A telephone held upright writes a film on its side and a note of it: the note stays."""
    assert read_film(copied(film(turned=-90))) == read_film(film(turned=-90))


def test_a_copy_begins_to_play_before_all_of_it_has_come() -> None:
    """What a player must know first stands first, though the camera wrote it last."""
    data, copy = film(seconds=4), copied(film(seconds=4))
    assert data.find(b"moov") > data.find(b"mdat")
    assert copy.find(b"moov") < copy.find(b"mdat")


def test_the_same_film_gives_the_same_bytes() -> None:
    """A copy holds no day and no chance."""
    data = film(sound=True)
    assert copied(data) == copied(data)


@pytest.mark.parametrize(("turned", "light"), [(0, (2, 2)), (90, (2, 61)), (-90, (33, 2))])
def test_a_frame_is_upright_and_of_its_moment(turned: int, light: tuple[int, int]) -> None:
    """The picture before the film starts is the frame asked for, with its light corner where a player shows it."""
    frames = [
        Image.open(io.BytesIO(film_frame([Inputs(FrameView(at), {"film": film(turned=turned)}, {})])[0]))
        for at in (0, 1500)
    ]
    assert frames[0].size == ((36, 64) if turned else (64, 36))
    early, late = (frame.convert("RGB").getpixel((frame.width // 2, frame.height // 2)) for frame in frames)
    assert late[0] > early[0] + 20, "the grey has grown lighter"  # type: ignore[index]
    assert frames[0].convert("L").getpixel(light) > 200  # type: ignore[operator]


# -- words beside it


def cues(text: str, path: str = "a.vtt") -> tuple[list[str], Problems]:
    """Return the words that a file of subtitles shows, and what is told of it."""
    problems = Problems()
    return [cue.words for cue in read_cues(text, path, problems)], problems


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nEtt", "a.vtt"),
        (
            "\ufeffWEBVTT - text\n\nNOTE Av Namn\n\nSTYLE\n::cue{}\n\n1\n00:00:01.000 --> 00:00:02.000 line:0\nEtt\n",
            "a.vtt",
        ),
        ("1\n00:00:01,000 --> 00:00:02,000\nEtt\n\n\n", "a.srt"),
    ],
    ids=["short times", "with all that a program writes", "SubRip"],
)
def test_words_are_read_from_what_agencies_send(text: str, path: str) -> None:
    """Times with or without hours, numbers or not, notes and styles: the words come through."""
    words, problems = cues(text, path)
    assert words == ["Ett"]
    assert not problems.items


def test_what_is_published_is_times_and_words_alone() -> None:
    """Notes, styles, places and other programs' tags are gone; italics and who speaks stay; signs are escaped."""
    text = (
        "WEBVTT\n\nNOTE Av Namn Namnsson\n\n00:01.000 --> 00:02.000 line:0\n"
        "<v Anna>Hur <i>är</i> det <c.röd>& så</c> <b onclick=x>vidare</b>?\n"
    )
    published = vtt_of(read_cues(text, "a.vtt", Problems()))
    said = "<v Anna>Hur <i>är</i> det &amp; så <b>vidare</b>?"
    assert published == f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{said}\n"
    assert cues(published)[0] == ["Hur är det &amp; så vidare?"]


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("WEBVTNO123:.,-> \n<>&åع\ufeff"), max_size=200))
def test_any_text_is_read_or_told_of(text: str) -> None:
    """Whatever stands in the file: cues, or an error; and what is published of it can be read again."""
    problems = Problems()
    found = read_cues(text, "a.vtt", problems)
    assert found or problems.failed
    if not problems.failed:
        assert [c.words for c in read_cues(vtt_of(found), "b.vtt", Problems())] != []


@pytest.mark.parametrize(
    ("times", "seconds", "expected"),
    [
        ("0-2 2-4", 4, []),
        ("0-2 2-4.4", 4, []),  # players round
        ("0-2 2-5", 4, ["cues-end"]),
        ("2-1", 4, ["cues-order"]),
        ("2-3 0-1", 4, ["cues-order"]),
        ("0-2 1-3", 4, ["cues-overlap"]),
        ("0-0.2", 4, ["cues-fast"]),
    ],
)
def test_times_are_checked_against_each_other_and_the_film(times: str, seconds: float, expected: list[str]) -> None:
    """Order, overlap, end, and whether there is time to read."""
    rows = [
        f"00:0{float(a):.3f} --> 00:0{float(b):.3f}\nOrd att läsa" for a, b in (t.split("-") for t in times.split())
    ]
    problems = Problems()
    check_cues(read_cues("WEBVTT\n\n" + "\n\n".join(rows), "a.vtt", Problems()), seconds, problems, read=True)
    assert [problem.code for problem in problems.items] == expected


# -- on the page


def test_the_page_asks_nobody_else_and_fetches_nothing_before_it_is_asked(output: Path) -> None:
    """Own files, narrow ones for telephones, nothing in advance; every file is there."""
    video = page(output, "filmer/exempelfilm").css_first("video")
    assert video is not None
    assert (video.attributes["preload"], "autoplay" in video.attributes) == ("none", False)
    sources = [(s.attributes["src"], s.attributes.get("media")) for s in video.css("source")]
    assert sources == [
        ("/filmfiler/exempel-sv-64x36.mp4", "(max-width: 700px)"),
        ("/filmfiler/exempel-sv-96x54.mp4", None),
    ]
    named = (
        [src for src, _ in sources] + [t.attributes["src"] for t in video.css("track")] + [video.attributes["poster"]]
    )
    assert [name for name in named if not (output / str(name).lstrip("/")).is_file()] == []


def test_a_reader_has_the_film_in_their_own_language(output: Path) -> None:
    """A version of one's own where there is one, else the original with subtitles that are on."""
    arabic = page(output, "ar/films/exempel").css("video")[0]
    assert [t.attributes["srclang"] for t in arabic.css("track") if "default" in t.attributes] == ["ar"]
    finnish = page(output, "fi/videot/exempel")
    assert [s.attributes["src"] for s in finnish.css("source")] == ["/filmfiler/exempel-fi-96x54.mp4"]
    assert "Videossa ei ole ääntä." in finnish.css_first("figcaption").text()  # type: ignore[union-attr]
    swedish = page(output, "filmer/exempelfilm").css("video")[0]
    assert [t.attributes["kind"] for t in swedish.css("track")] == ["captions", "descriptions", "subtitles"]
    assert not any("default" in t.attributes for t in swedish.css("track")), "who hears chooses to read"


def test_the_transcript_and_all_files_stand_on_the_page(output: Path) -> None:
    """Standing versions, the described one and the words are for partners to take, each with its weight."""
    tree = page(output, "filmer/exempelfilm")
    assert "Någon frågar: Hur är det?" in tree.css_first(".film-page__words").text()  # type: ignore[union-attr]
    files = {link.attributes["href"]: link.text() for link in tree.css("a.downloads__link")}
    assert [str(name).removeprefix("/filmfiler/exempel-") for name in files] == [
        "sv-96x54.mp4",
        "sv-54x96.mp4",
        "sv-64x36.mp4",
        "sv-syntolkad-96x54.webm",
        "sv.vtt",
        "sv-beskrivning.vtt",
        "ar-till-sv.vtt",
    ]
    size = (output / "filmfiler/exempel-sv-96x54.mp4").stat().st_size
    assert f"{round(size / 1000)} kB" in files["/filmfiler/exempel-sv-96x54.mp4"]


def test_a_search_engine_is_told_what_the_film_is(output: Path) -> None:
    """schema.org/VideoObject with the length, the day and the file."""
    [script] = page(output, "filmer/exempelfilm").css('script[type="application/ld+json"]')
    told = json.loads(script.text())
    assert (told["@type"], told["duration"], told["uploadDate"]) == ("VideoObject", "PT0M4S", "2025-11-01")
    assert told["contentUrl"].endswith("/filmfiler/exempel-sv-96x54.mp4")


def test_a_text_shows_a_film_and_leads_to_its_page(output: Path) -> None:
    """`/// film | exempel` in any text."""
    figure = page(output, "fakta/siffror").css_first("#film-exempel figure")
    assert figure is not None
    assert figure.css_first(".player__more").attributes["href"] == "/filmer/exempelfilm/"  # type: ignore[union-attr]


def test_a_voice_that_describes_may_be_all_that_a_language_has(tmp_path: Path) -> None:
    """The film is the original's then, and beside it stands the version with a voice in the reader's own language."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    (root / "assets/film").mkdir(parents=True)
    (root / "assets/film/kampanj.mp4").write_bytes(film())
    (root / "assets/film/fi.mp4").write_bytes(film())
    for lang, files in (("sv", "files: kampanj.mp4"), ("fi", "described: fi.mp4")):
        (root / f"content/{lang}/films").mkdir()
        text = f"---\ntitle: Film\ndescription: En film.\n{files}\n---\n\nEn ruta.\n"
        (root / f"content/{lang}/films/kampanj.md").write_text(text, "utf-8")
    assert not campaigns.build(root).failed
    finnish, swedish = (page(root / "output", place) for place in ("fi/videot/kampanj", "filmer/kampanj"))
    described = "/filmfiler/kampanj-fi-syntolkad-64x36.mp4"
    assert [s.attributes["src"] for s in finnish.css("source")] == ["/filmfiler/kampanj-sv-64x36.mp4", described]
    assert described in [link.attributes["href"] for link in finnish.css("a.downloads__link")]
    assert [s.attributes["src"] for s in swedish.css("source")] == ["/filmfiler/kampanj-sv-64x36.mp4"]


# -- weight


@pytest.mark.parametrize(("limit", "code"), [("_MOST_BYTES", "film-large"), ("_HEAVY", "film-heavy")])
def test_a_film_too_heavy_is_told(limit: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over 200 MB is refused; a film whose smallest file is over 40 MB is warned of."""
    monkeypatch.setattr(film_list, limit, 1000)
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    (root / "assets/film").mkdir(parents=True)
    (root / "assets/film/kampanj.mp4").write_bytes(film())
    (root / "content/sv/films").mkdir()
    text = "---\ntitle: Film\ndescription: En film.\nfiles: kampanj.mp4\n---\n\nEn ruta.\n"
    (root / "content/sv/films/kampanj.md").write_text(text, "utf-8")
    assert code in {problem.code for problem in campaigns.build(root).problems}
