"""Logos: what strangers send is drawn harmlessly, or refused in words; each is seen, and none larger than others."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from microsite.colour import rgb_of
from microsite.encoding import PictureError
from microsite.logo_drawing import PLATE_HEIGHT, PLATE_WIDTH, LogoView, draw_logo, is_svg
from microsite.messages import MESSAGES
from microsite.pictures import read_logo
from microsite.problem import Problems, Span
from microsite.source import Source, digest_of
from microsite.store import Memo, Store
from microsite.svg_intake import LogoError, clean_svg
from microsite.target import Inputs
from tests.hostile_logos import CANARY, hostile

_SECRET = (255, 0, 255)
_PLATES = ("#ffffff", "#0e1716")
_NAMES = [name for name, _, _ in hostile(Path("nowhere"))]


def _draw(data: bytes, plates: tuple[str, ...] = _PLATES) -> Image.Image:
    [png] = draw_logo([Inputs(LogoView("png", PLATE_WIDTH, PLATE_HEIGHT, plates), {"logo": data}, {})])
    return Image.open(io.BytesIO(png))


def _svg(body: str, box: str = "0 0 100 100") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{body}</svg>'.encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that holds what must not be read."""
    folder = tmp_path_factory.mktemp("logos")
    Image.new("RGB", (64, 64), _SECRET).save(folder / "secret.png")
    return folder


@pytest.fixture(scope="module")
def logos(folder: Path) -> Mapping[str, tuple[bytes, str]]:
    return {name: (data, expected) for name, data, expected in hostile(folder)}


@pytest.mark.parametrize("name", _NAMES)
def test_a_hostile_logo_is_harmless_or_refused(
    name: str, logos: Mapping[str, tuple[bytes, str]], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None crashes, reads a file or asks the network; one that is refused is told of in words."""
    data, expected = logos[name]
    # Where a path that is looked up from where one stands would find the secret.
    monkeypatch.chdir(folder)
    file = tmp_path / re.sub(r"[^\w.-]", "_", name)
    file.write_bytes(data)
    problems = Problems()
    source = Source(f"assets/logos/{file.name}", digest_of(data), str(file))
    master = read_logo(source, Span("partners.yaml", 1, 1), _memo(tmp_path), problems)
    told = [problem.code for problem in problems.items if problem.level == "error"]
    if master is None:
        assert told, "refused without a word"
        assert expected in ("refused", "either"), told
        return
    assert not told
    if is_svg(data):
        written = clean_svg(data).data.decode().replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert CANARY not in written
        assert not re.search(r"(?i)https?:|file:|//|<script|\bon\w+=|<text|@|<!", re.sub(r"base64,[^\"]*", "", written))
    drawn = _drawn(data)
    if drawn is None:
        assert expected in ("refused", "either")
        return
    assert expected in ("safe", "either")
    assert drawn.size == (PLATE_WIDTH, PLATE_HEIGHT)
    assert drawn.mode == "RGB"
    assert not drawn.info.get("exif"), "nothing but pixels is published"
    assert all(colour != _SECRET for _, colour in drawn.getcolors(1 << 20) or [])


def _drawn(data: bytes) -> Image.Image | None:
    try:
        return _draw(data)
    except PictureError:
        return None


def _memo(folder: Path) -> Memo:
    return Memo(Store(folder / "cache"), "")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<text>Exempel</text>", "logo-text"),
        ('<image href="logo.png" width="9" height="9"/>', "logo-refers"),
        ('<rect width="9" height="9" style="fill:url(https://exempel.example/a.svg#b)"/>', "logo-refers"),
        ('<rect width="9" height="9" filter="url(#f)"/>', "logo-effects"),
        ('<g id="a"><use href="#a"/></g>', "logo-complex"),
        ("<g>" * 50 + "</g>" * 50, "logo-complex"),
        ("<g", "logo-broken"),
    ],
)
def test_a_refusal_says_why(body: str, code: str) -> None:
    """Each reason has words of its own, because what the partner has to do differs."""
    with pytest.raises(LogoError) as caught:
        clean_svg(_svg(body))
    assert caught.value.code == code
    assert code in MESSAGES


def test_a_style_sheet_is_obeyed() -> None:
    """Illustrator writes colours as classes: the drawing looks as it was meant to."""
    svg = _svg('<style>.a,.b{fill:#ff0000} #c{fill:#00ff00}</style><rect class="a" id="c" width="100" height="100"/>')
    assert b'fill="#00ff00"' in clean_svg(svg).data
    assert b"<style" not in clean_svg(svg).data


def test_a_style_sheet_cannot_refer_where_an_attribute_may_not() -> None:
    """A mask that is reached by a class is counted as any other: a circle of two is refused."""
    body = '<style>.a{mask:url(#m)}</style><mask id="m"><rect class="a" width="9" height="9"/></mask>'
    with pytest.raises(LogoError):
        clean_svg(_svg(body + '<rect class="a" width="9" height="9"/>'))


def test_a_light_logo_stands_on_a_dark_plate_and_a_dark_one_on_white() -> None:
    """The plate is chosen by what is seen on it; a white symbol in a coloured square needs no dark one."""

    def plate(body: str) -> tuple[int, ...]:
        dot = _draw(_svg(body)).getpixel((0, 0))
        assert isinstance(dot, tuple)
        return dot

    assert plate('<circle cx="50" cy="50" r="40" fill="#fff"/>') == rgb_of("#0e1716")
    assert plate('<circle cx="50" cy="50" r="40" fill="#fdf3c0"/>') == rgb_of("#0e1716")
    assert plate('<circle cx="50" cy="50" r="40" fill="#123"/>') == (255, 255, 255)
    inner = '<rect width="99" height="99" fill="#0a6"/><circle cx="50" cy="50" r="15" fill="#fff"/>'
    assert plate(inner) == (255, 255, 255)


def test_a_ground_that_is_part_of_the_picture_goes_on_over_the_plate() -> None:
    """A JPEG on beige has no white frame around its beige."""
    picture = Image.new("RGB", (400, 300), "#f3e6d0")
    ImageDraw.Draw(picture).rectangle((150, 100, 250, 200), fill="#553311")
    out = io.BytesIO()
    picture.save(out, "PNG")
    drawn = _draw(out.getvalue())
    assert drawn.getpixel((0, 0)) == rgb_of("#f3e6d0")
    assert drawn.getpixel((PLATE_WIDTH // 2, PLATE_HEIGHT // 2)) == rgb_of("#553311")


def _covered(body: str, box: str = "0 0 100 100") -> float:
    left, top, right, bottom = Image.eval(_draw(_svg(body, box)).convert("L"), lambda v: 255 - v).getbbox() or (0,) * 4
    return float((right - left) * (bottom - top))


def test_a_logo_of_one_colour_all_over_is_empty() -> None:
    """A white sheet is told of rather than published as a logo."""
    with pytest.raises(PictureError, match="logo-empty"):
        _draw(_svg('<rect width="100" height="100" fill="#fff"/>'))


def test_logos_look_equally_large() -> None:
    """The boxes of a square, a wide and a tall logo cover areas within two to one; margins sent along count nothing."""
    square = _covered('<rect width="99" height="99" fill="#123"/>')
    wide = _covered('<rect width="399" height="99" fill="#123"/>', "0 0 400 100")
    tall = _covered('<rect width="59" height="99" fill="#123"/>', "0 0 60 100")
    framed = _covered('<rect x="450" y="450" width="100" height="100" fill="#123"/>', "0 0 1000 1000")
    assert max(square, wide, tall) / min(square, wide, tall) < 2
    assert framed == pytest.approx(square, rel=0.05)


def test_a_heavy_logo_is_drawn_smaller_than_a_light_one() -> None:
    """A black block shouts in the size in which thin lettering is just read."""
    heavy = _covered('<rect width="99" height="99" fill="#000"/>')
    frame = '<rect x="1" y="1" width="98" height="98" fill="none" stroke="#000" stroke-width="2"/>'
    assert heavy < 0.7 * _covered(frame)


def test_the_same_logo_gives_the_same_bytes() -> None:
    """Drawn alone or together with its other forms."""
    data = _svg('<circle cx="50" cy="50" r="40" fill="#0a6"/>')
    views = [LogoView(form, PLATE_WIDTH, PLATE_HEIGHT, _PLATES) for form in ("webp", "png")]
    together = draw_logo([Inputs(view, {"logo": data}, {}) for view in views])
    alone = [draw_logo([Inputs(view, {"logo": data}, {})])[0] for view in reversed(views)]
    assert together == alone[::-1]
