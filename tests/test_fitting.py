"""Finished posters in other shapes: whole on their own ground, cut only where their editor has said, never enlarged."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from microsite.encoding import TooHeavyError
from microsite.fitting import FitView, box_of, fit
from microsite.target import Inputs
from tests import campaigns

GREEN, WHITE = (18, 63, 65), (251, 247, 240)
ALL = (0.0, 0.0, 0.0, 0.0)
MIDDLE = (50, 50)


def sheet(width: int = 400, height: int = 600) -> bytes:
    """Return a poster: a green ground, and words at its very top and bottom, here white bars."""
    picture = Image.new("RGB", (width, height), GREEN)
    for top in (10, height - 30):
        picture.paste(WHITE, (20, top, width - 20, top + 20))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def fitted(
    width: int, height: int, box: tuple[int, int, int, int] = (0, 0, 400, 600), form: str = "png"
) -> Image.Image:
    """Return the poster in a shape."""
    [data] = fit([Inputs(FitView(form, width, height, (400, 600), box, 0), {"master": sheet()}, {})])
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("size", [(300, 300), (200, 400), (400, 100), (400, 600)])
def test_a_poster_stands_whole_on_the_colour_of_its_edge(size: tuple[int, int]) -> None:
    """Words at the top and at the bottom are both there, and nobody sees where the poster ends."""
    picture = fitted(*size)
    assert picture.size == size
    assert {picture.getpixel(corner) for corner in ((0, 0), (size[0] - 1, size[1] - 1))} == {GREEN}
    middle = [picture.getpixel((size[0] // 2, y)) for y in range(size[1])]
    light = [y for y, dot in enumerate(middle) if min(dot) > 150]  # type: ignore[arg-type]
    assert light[0] < size[1] / 2 < light[-1], "both bars"


def test_only_what_may_go_is_cut() -> None:
    """A poster that allows a tenth off its top loses that, and no more, where the shape asks for it."""
    assert box_of((400, 600), (1, 1), ALL, MIDDLE) == (0, 0, 400, 600)
    assert box_of((400, 600), (1, 1), (10, 0, 0, 0), MIDDLE) == (0, 60, 400, 600)
    assert box_of((400, 600), (1, 1), (30, 0, 30, 0), MIDDLE) == (0, 100, 400, 500)
    # The shape needs no cut: nothing goes.
    assert box_of((400, 600), (2, 3), (30, 30, 30, 30), MIDDLE) == (0, 0, 400, 600)


def test_what_matters_most_stays_in_the_middle() -> None:
    """Of what may go at either end, that goes which is farther from the point of the poster."""
    cut = (20.0, 0.0, 20.0, 0.0)
    assert box_of((400, 600), (4, 5), cut, (50, 0)) == (0, 0, 400, 500)
    assert box_of((400, 600), (4, 5), cut, (50, 100)) == (0, 100, 400, 600)


_share = st.integers(0, 45).map(float)
_side = st.integers(10, 3000)


@given(
    st.tuples(_side, _side),
    st.tuples(_side, _side),
    st.tuples(_share, _share, _share, _share),
    st.tuples(st.integers(0, 100), st.integers(0, 100)),
)
def test_what_must_stay_is_always_shown(
    size: tuple[int, int], shape: tuple[int, int], cut: tuple[float, float, float, float], focus: tuple[int, int]
) -> None:
    """Whatever the shape: what is shown lies within the picture, and holds all that may not go."""
    left, top, right, bottom = box_of(size, shape, cut, focus)
    wide, high = size
    assert 0 <= left < right <= wide
    assert 0 <= top < bottom <= high
    assert top <= high * cut[0] / 100 + 1
    assert right >= wide * (1 - cut[1] / 100) - 1
    assert bottom >= high * (1 - cut[2] / 100) - 1
    assert left <= wide * cut[3] / 100 + 1


def test_a_limit_in_bytes_is_kept_or_told() -> None:
    """As good as the limit allows; what can't be made so light is an error."""
    view = FitView("jpeg", 400, 600, (400, 600), (0, 0, 400, 600), 10)
    with pytest.raises(TooHeavyError):
        fit([Inputs(view, {"master": sheet()}, {})])


def test_a_poster_page_offers_what_the_master_has_pixels_for(tmp_path: Path) -> None:
    """A format that the picture is too small for is not made, and the editor is told what to ask for."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    (root / "assets/posters/exempel.png").write_bytes(sheet())
    campaigns.edit(root / "content/site.yaml", "poster-downloads: no", "poster-downloads: yes")
    rows = "- {{id: {0}, name: {0}, use: {1}, width: {2} px, height: {3} px, form: jpeg, source: exempel.example}}\n"
    formats = ("kvadrat", "social", 300, 300), ("liggande", "screen", 600, 300), ("stor", "screen", 1200, 900)
    (root / "content/formats.yaml").write_text("".join(rows.format(*form) for form in formats), "utf-8")
    result = campaigns.build(root)
    [told] = [problem for problem in result.problems if problem.code == "poster-small"]
    assert "stor" in told.text("sv")
    assert "600 × 900" in told.hint("sv")
    output = root / "output"
    made = sorted(file.name for file in output.glob("affischer/filer/*.jpg"))
    assert made == [f"exempel-sv-{name}.jpg" for name in ("kvadrat", "liggande", "skarm", "tryck")]
    with Image.open(output / "affischer/filer/exempel-sv-kvadrat.jpg") as picture:
        assert picture.size == (300, 300)
    page = (output / "affischer/exempel/index.html").read_text("utf-8")
    assert "in-place--shelter" in page
    assert "in-place--phone" in page, "the square stands in a feed"
