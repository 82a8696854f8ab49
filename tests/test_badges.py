"""Badges as drawn: every form and language, long names balanced and never cut, in the colours that were promised."""

from __future__ import annotations

import dataclasses
import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from microsite import badge_drawing, lettering
from microsite.badge_drawing import SCALES, SIZES, BadgeView, RasterView, draw_badge, rasterise
from microsite.colour import contrast, luminance, rgb_of
from microsite.kinds.badges import _PLATES
from microsite.schema import BADGE_FORMS, BADGE_THEMES, BADGES, DEFAULT_BADGES
from microsite.target import Inputs
from tests import campaigns

ROOT = Path(__file__).parents[1]
FILES = {
    "latin": (ROOT / "assets/fonts/text.ttf").read_bytes(),
    "arabic": (ROOT / "assets/fonts/arabic.ttf").read_bytes(),
    "mark": (ROOT / "assets/mark.svg").read_bytes(),
}
NAMES = (
    "",
    "ExO",
    "Exempelbageriet",
    "Exempelföreningen för kultur, idrott, friluftsliv och gemenskap mellan generationer i Eskilstuna med omnejd",
    "Exempelverkstadsunderhållsentreprenören",
    "E x e m p e l i n d i v i d e r n a s r i k s",
    "مخبز المثال في إسكيلستونا",
)


def _view(form: str, partner: str, rtl: bool = False) -> BadgeView:
    campaign, stands = ("معًا ضد المخدرات", "من داعمي حملة") if rtl else ("Tillsammans mot narkotika", "står bakom")
    colours = {"primary": "#123f41", "accent": "#b8431f"}
    title = f"{partner} – {campaign}"
    return BadgeView(
        form,
        partner,
        stands,
        campaign,
        title,
        "Ett exempel.",
        "ar" if rtl else "sv",
        rtl,
        **_PLATES["light"],
        **colours,
    )


def _draw(view: BadgeView) -> bytes:
    [svg] = draw_badge([Inputs(view, FILES, {})])
    return svg


def _png(svg: bytes, form: str, scale: int = 2) -> Image.Image:
    width, height = SIZES[form]
    [png] = rasterise([Inputs(RasterView(width, height, scale), {}, {"badge.svg": svg})])
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", BADGE_FORMS)
def test_nothing_touches_the_edge(form: str, name: str, rtl: bool) -> None:
    """However long a name is, its ink stays inside the frame by half the margin, and no line lies upon another."""
    svg = _draw(_view(form, name, rtl))
    drawn = _png(svg, form)
    picture = Image.new("RGB", drawn.size, "white")
    picture.paste(drawn, mask=drawn.getchannel("A"))
    width, height = SIZES[form]
    assert picture.size == (width * 2, height * 2)
    inset = 6
    inner = picture.crop((inset, inset, picture.width - inset, picture.height - inset))
    ink = Image.eval(inner.convert("L"), lambda value: 255 if value < 160 else 0).getbbox()
    assert ink is not None
    left, top, right, bottom = ink
    assert min(left, top, inner.width - right, inner.height - bottom) >= 5, "too near the frame"
    lines = re.findall(r'<path transform="translate\(([\d.-]+) ([\d.-]+)\)', svg.decode())
    baselines = [float(y) for _, y in lines]
    assert baselines == sorted(baselines)
    assert all(below - above > 6 for above, below in pairwise(baselines))


def test_lines_are_balanced() -> None:
    """The shorter of two lines is more than half of the longer, where the words allow it."""
    fonts = (FILES["latin"], FILES["arabic"])
    lines = lettering.fit("Föreningslivets lokala nätverk i Eskilstuna", fonts, 17, 600, 204, 13.5, 3)
    assert len(lines) == 2
    assert min(line.width for line, _ in lines) > 0.5 * max(line.width for line, _ in lines)


@pytest.mark.parametrize("form", BADGE_FORMS)
def test_a_badge_holds_only_outlines(form: str) -> None:
    """No letter is left to the fonts of whoever shows it; a title says it in words; nothing needs a style sheet."""
    root = ElementTree.fromstring(_draw(_view(form, "Exempelbageriet")))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags == {"svg", "title", "desc", "rect", "g", "path"}
    assert [child.text for child in root][:2] == ["Exempelbageriet – Tillsammans mot narkotika", "Ett exempel."]
    assert root.get("role") == "img"
    assert root.get("lang") == "sv"
    assert not [element for element in root.iter() if element.get("style") or element.get("class")]


@pytest.mark.parametrize("theme", BADGE_THEMES)
def test_a_badge_can_be_read_on_its_ground(theme: str) -> None:
    """Ink and the quieter words have a contrast of 7 and 4.5 to the plate, or to the page that it is meant for."""
    plate = _PLATES[theme]
    ground = plate["ground"] or {"mono": "#ffffff", "white": "#0e1716"}[theme]
    assert contrast(luminance(rgb_of(plate["ink"])), luminance(rgb_of(ground))) >= 7
    assert contrast(luminance(rgb_of(plate["quiet"])), luminance(rgb_of(ground))) >= 4.5


def test_one_colour_is_one_colour() -> None:
    """In a badge for one ink every dot is that ink, more or less of it, on nothing."""
    inks: dict[str, Any] = {**_PLATES["mono"], "primary": "#000000", "accent": "#000000"}
    view = dataclasses.replace(_view("wide", "Exempelbageriet"), **inks)
    picture = _png(_draw(view), "wide")
    assert picture.mode == "RGBA"
    colours = {dot[:3] for _, dot in picture.getcolors(1 << 20) or [] if isinstance(dot, tuple) and dot[3] > 200}
    assert colours == {(0, 0, 0)}
    assert picture.getpixel((4, picture.height // 2)) == (0, 0, 0, 0)


def test_all_scales_come_of_one_call_and_each_alone() -> None:
    """What else is made in the same batch does not show."""
    svg = _draw(_view("square", "Exempelbageriet"))
    views = [RasterView(*SIZES["square"], scale) for scale in SCALES]
    together = rasterise([Inputs(view, {}, {"b.svg": svg}) for view in views])
    assert together == [rasterise([Inputs(view, {}, {"b.svg": svg})])[0] for view in views]


def test_which_badges_are_made_is_a_setting(tmp_path: Path) -> None:
    """A list makes just those, for partners and for the campaign; yes makes the usual ones; no makes none."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")

    def made(said: str) -> set[str]:
        text = (root / "content/site.yaml").read_text("utf-8")
        (root / "content/site.yaml").write_text(re.sub(r"badges: .*", f"badges: {said}", text), "utf-8")
        assert not campaigns.build(root).failed
        folder = root / "output/badges"
        return {file.relative_to(folder).as_posix() for file in folder.rglob("sv-*.svg")}

    assert made("[square-white]") == {
        "sv-white-square.svg",
        "exempelbageriet/sv-white-square.svg",
        "exempelskolan/sv-white-square.svg",
    }
    assert len(made("yes")) == 3 * len(DEFAULT_BADGES)
    assert made("no") == set()


def test_every_choice_has_its_size_and_plate() -> None:
    assert set(SIZES) == set(BADGE_FORMS) == set(badge_drawing._FORMS)
    assert set(_PLATES) == set(BADGE_THEMES)
    assert set(DEFAULT_BADGES) <= set(BADGES)
