"""Decoding ahead: what is new is decoded while texts are read, once, and nothing else comes of it."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from microsite import ahead, encoding, pipeline
from microsite.ahead import decoded_ahead, worth_it
from microsite.encoding import ENCODE, RenditionView
from microsite.source import Source, digest_of
from microsite.target import Inputs
from tests import campaigns


def jpeg(size: tuple[int, int] = (96, 64), colour: str = "#804020", **options: Any) -> bytes:
    """Return a photograph of two halves."""
    picture = Image.new("RGB", size, colour)
    picture.paste("white", (0, 0, size[0] // 2, size[1]))
    data = io.BytesIO()
    picture.save(data, "JPEG", **options)
    return data.getvalue()


def source(folder: Path, data: bytes) -> Source:
    """Return a source of these bytes."""
    place = folder / "bild.jpg"
    place.write_bytes(data)
    return Source("assets/posters/bild.jpg", digest_of(data), str(place))


def renditions(data: bytes, widths: Sequence[int]) -> list[bytes]:
    """Return a picture as a build makes it: 3 × 2, in widths, as JPEG and WebP."""
    sizes = [(width, width * 2 // 3) for width in widths]
    ladders = [(sizes[0], size) if size != sizes[0] else (size,) for size in sizes]
    views = [RenditionView(form, 80, ladder) for form in ("jpeg", "webp") for ladder in ladders]
    return ENCODE.run([Inputs(view, {"master": data}, {}) for view in views])


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the threads that decoded, one for each time."""
    names: list[str] = []
    whole = encoding.open_upright

    def counted(*args: Any, **more: Any) -> Any:
        names.append(threading.current_thread().name)
        return whole(*args, **more)

    monkeypatch.setattr(encoding, "open_upright", counted)
    return names


@pytest.mark.parametrize("guessed", [(30, 24, 12), (12, 30), (48,), (500, 12)], ids=str)
def test_the_bytes_are_those_of_a_build_without(guessed: tuple[int, ...], tmp_path: Path) -> None:
    """Whether it guessed the sizes or not."""
    data = jpeg()
    alone = renditions(data, (30, 24, 12))
    with decoded_ahead([source(tmp_path, data)], guessed) as thread:
        thread.join()
        assert renditions(data, (30, 24, 12)) == alone


def test_it_is_decoded_once(decoded: list[str], tmp_path: Path) -> None:
    """By the thread that is ahead; and when the block is left nothing is held, and threads take turns as before."""
    data, turn = jpeg(), sys.getswitchinterval()
    with decoded_ahead([source(tmp_path, data)], (30, 12)) as thread:
        thread.join()
        renditions(data, (30, 12))
    assert decoded == [thread.name]
    assert not encoding._held
    assert sys.getswitchinterval() == turn


@pytest.mark.parametrize(
    "data",
    [
        jpeg(progressive=True),
        jpeg((5000, 4100)),
        jpeg()[:-40],
        b"\xff\xd8 nothing",
        b"%PDF-1.7",
        b"RIFF\x24\0\0\0WEBPVP8L",
        b"",
    ],
    ids=["progressive", "large", "cut off", "noise", "PDF", "WebP", "empty"],
)
def test_what_has_not_been_judged_is_left(
    data: bytes, decoded: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whoever reads the picture tells what is wrong with it, and nobody here."""
    with decoded_ahead([source(tmp_path, data)], (30,)) as thread:
        thread.join()
    assert decoded == ([thread.name] if data == jpeg()[:-40] else [])
    assert capfd.readouterr() == ("", "")


_WATCHED = """
import sys, threading
import _frozen_importlib as machinery
from microsite import ahead
from microsite.source import Source, digest_of
from pathlib import Path
imported, real = [], machinery._find_and_load
def watched(name, *more):
    if threading.current_thread() is not threading.main_thread():
        imported.append(name)
    return real(name, *more)
machinery._find_and_load = watched
files = sorted(Path(sys.argv[1]).iterdir())
with ahead.decoded_ahead([Source(f.name, digest_of(f.read_bytes()), str(f)) for f in files], (40, 20, 8)) as thread:
    thread.join()
print(len(files), imported)
"""


def test_the_thread_imports_nothing(tmp_path: Path) -> None:
    """In a process of its own, where nothing is imported yet. While it did, a build was seen to wait for ever."""
    told = Image.Exif()
    told.update({0x0112: 6, 0x013B: "Namn"})
    told.get_ifd(0x8825).update({1: "N"})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    two = io.BytesIO()
    Image.new("RGB", (96, 64)).save(two, "MPO", save_all=True, append_images=[Image.new("RGB", (96, 64))])
    notes: tuple[dict[str, Any], ...] = (
        {}, {"exif": told}, {"icc_profile": profile}, {"icc_profile": b"x"}, {"comment": b"x"}, {"dpi": (300, 300)},
        {"xmp": b"<x:xmpmeta/>"},
    )  # fmt: skip
    pictures = [jpeg(**note) for note in notes]
    pictures += [converted("L"), converted("CMYK"), converted("CMYK", icc_profile=profile), jpeg((900, 600), exif=told)]
    pictures += [jpeg()[:-40], jpeg()[:200], b"\xff\xd8\xff noise", b"\xff\xd8\xff\xe0\0\x04", b"%PDF-1.7", b""]
    pictures += [two.getvalue()]
    folder = tmp_path / "bilder"
    folder.mkdir()
    for number, data in enumerate(pictures):
        (folder / f"{number}.jpg").write_bytes(data)
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(folder)], cwd=root, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.stdout.strip(), done.stderr) == (f"{len(pictures)} []", "")


def converted(mode: str, **options: Any) -> bytes:
    """Return a photograph in grey or in inks."""
    data = io.BytesIO()
    Image.new(mode, (96, 64)).save(data, "JPEG", **options)
    return data.getvalue()


def test_a_picture_that_is_gone_or_changed_is_left(decoded: list[str], tmp_path: Path) -> None:
    """The build tells of it."""
    gone = source(tmp_path, jpeg())
    (tmp_path / "bild.jpg").write_bytes(jpeg(colour="#204080"))
    with decoded_ahead([gone, Source("borta.jpg", "0", str(tmp_path / "borta.jpg"))], (30,)) as thread:
        thread.join()
    assert decoded == []


def test_who_leaves_early_does_not_wait(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It goes on for one step at the most."""
    going, steps = threading.Event(), []

    class Slow:
        def reduced(self, ladder: object) -> None:
            steps.append(ladder)
            going.wait(30)

    monkeypatch.setattr(ahead, "steps_of", lambda _: Slow())
    with decoded_ahead([source(tmp_path, jpeg())], (30, 24, 12)) as thread:
        while not steps:
            pass
    assert thread.is_alive()
    going.set()
    thread.join(30)
    assert len(steps) == 1


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("assets/posters/bild.jpg", True),
        ("content/sv/bilder/BILD.JPEG", True),
        ("assets/posters/bild.png", False),
        ("assets/logos/bild.jpg", False),
        ("templates/bild.jpg", False),
    ],
)
def test_photographs_are_worth_it(path: str, expected: bool) -> None:
    """Logos are small, and drawn in another way."""
    assert worth_it(path) is expected


# -- in a build


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], tuple[int, ...]]]:
    """Return what builds decode ahead: the paths, and the widths in pixels."""
    rows = []
    real = ahead.decoded_ahead

    @contextlib.contextmanager
    def noted(sources: Sequence[Source], widths: tuple[int, ...]) -> Iterator[object]:
        rows.append(([one.path for one in sources], widths))
        with real(sources, widths) as thread:
            yield thread

    monkeypatch.setattr(ahead, "decoded_ahead", noted)
    return rows


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the small campaign, built once."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    assert not build(root).failed
    return root


def build(root: Path, cores: int = 2) -> pipeline.Result:
    """Build anew, from what is on disk."""
    return pipeline.build(pipeline.Order(root, campaigns.TODAY, cores=cores))


def put(root: Path, *names: str) -> None:
    """Add photographs, and show them on a page."""
    page = root / "content/sv/stod.md"
    for name in names:
        (root / "assets/posters" / name).write_bytes(jpeg(colour=f"#{digest_of(name.encode())[:6]}"))
        text = page.read_text("utf-8") + f"\n![Två fält](assets/posters/{name})\n"
        page.write_text(text, "utf-8", newline="\n")


def test_a_new_photograph_is_decoded_ahead(root: Path, asked: list[Any], tmp_path: Path) -> None:
    """In the widths of those before it; and the site is that of a build from nothing."""
    put(root, "ny.jpg")
    result = build(root)
    assert not result.failed, result.problems
    assert asked == [(["assets/posters/ny.jpg"], (20,))]
    fresh = tmp_path / "annan"
    assert not pipeline.build(
        pipeline.Order(root, campaigns.TODAY, cores=1, output=fresh, cache=tmp_path / "cache")
    ).failed
    both = [{f.relative_to(top): f.read_bytes() for f in top.rglob("bilder/*")} for top in (root / "output", fresh)]
    assert both[0] == both[1]
    assert any("ny-20" in path.name for path in both[0])


def test_nothing_is_decoded_for_nothing(root: Path, asked: list[Any]) -> None:
    """Not for a text, a rename, on one core, or for so many that processes make them; and not in a first build."""
    put(root, "ny.jpg")
    build(root, cores=1)
    (root / "assets/posters/ny.jpg").rename(root / "assets/posters/nyare.jpg")
    campaigns.edit(root / "content/sv/stod.md", "posters/ny.jpg", "posters/nyare.jpg")
    assert not build(root).failed
    put(root, "a.jpg", "b.jpg", "c.jpg", "d.jpg")
    assert not build(root).failed
    put(root, "e.jpg")
    assert not pipeline.build(
        pipeline.Order(root, campaigns.TODAY, cores=2, output=root / "annan", cache=root / ".annan")
    ).failed
    assert asked == []
