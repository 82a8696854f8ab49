"""A poster that an agency delivers as PDF: shown as a picture, and given for print without what its program wrote."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from microsite.pictures import read_header
from microsite.traces import traces_in
from tests import campaigns

SECRET = b"Namn Namnsson"
GREEN, ORANGE = (18, 63, 65), (184, 67, 31)
# A4 in points, its upper half green, its lower orange; in the corner a photograph.
_PAGE = (
    b"0.0706 0.2471 0.2549 rg 0 421 595 421 re f 0.7216 0.2627 0.1216 rg 0 0 595 421 re f "
    b"q 100 0 0 100 20 20 cm /P Do Q"
)


def photograph() -> bytes:
    """Return a JPEG that says who took it, with what some programs write after its end."""
    out, told = io.BytesIO(), Image.Exif()
    told[0x013B] = SECRET.decode()
    Image.new("RGB", (32, 32), "white").save(out, "JPEG", exif=told, comment=SECRET)
    return out.getvalue() + b"\n" + SECRET


def photograph_2000() -> bytes:
    """Return the same as JPEG 2000: a comment, a box of its own, and what stands after it."""
    out = io.BytesIO()
    Image.new("RGB", (32, 32), "white").save(out, "JPEG2000", comment=SECRET.decode())
    told = b"<xmp>" + SECRET
    return out.getvalue() + (8 + len(told)).to_bytes(4, "big") + b"xml " + told + SECRET


PICTURES = {
    "plain": (photograph(), [pikepdf.Name.DCTDecode]),
    "packed": (zlib.compress(photograph()), [pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode]),
    "JPEG 2000": (photograph_2000(), [pikepdf.Name.JPXDecode]),
    "JPEG 2000, packed": (zlib.compress(photograph_2000()), [pikepdf.Name.FlateDecode, pikepdf.Name.JPXDecode]),
}


def poster(*, picture: str = "plain", turned: int = 0, password: str = "", pages: int = 1) -> bytes:
    """Return what an agency's program saves: a page, with author, history, script, note and private data."""
    data, filters = PICTURES[picture]
    out, document = io.BytesIO(), pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        page.Contents = document.make_stream(_PAGE)
        shown = document.make_stream(
            data,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=32,
            Height=32,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Array(filters) if len(filters) > 1 else filters[0],
        )
        shown.Metadata = document.make_stream(SECRET)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=shown))
        page.Rotate = turned
        page.PieceInfo = pikepdf.Dictionary(Program=pikepdf.Dictionary(Private=pikepdf.String(SECRET)))
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])
        note.Contents = pikepdf.String(SECRET)
        page.Annots = pikepdf.Array([document.make_indirect(note)])
    document.docinfo["/Author"] = SECRET.decode()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(SECRET))
    document.attachments["skiss.txt"] = SECRET
    with document.open_metadata() as told:
        told["dc:creator"] = [SECRET.decode()]
    encryption = pikepdf.Encryption(user=password, owner=password) if password else False
    document.save(out, encryption=encryption, compress_streams=False)
    return out.getvalue()


def town(tmp_path: Path, data: bytes) -> Path:
    """Return a campaign whose poster is the PDF."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    (root / "assets/posters/exempel.pdf").write_bytes(data)
    campaigns.edit(root / "content/sv/posters/exempel.md", "exempel.png", "exempel.pdf")
    campaigns.edit(root / "content/site.yaml", "poster-downloads: no", "poster-downloads: yes")
    campaigns.edit(root / "content/site.yaml", "poster-widths: [20]", "poster-widths: [600]")
    return root


def test_a_pdf_is_shown_as_a_picture_and_given_for_print(tmp_path: Path) -> None:
    """Renditions like any master's, in its colours; and one page to print, as vectors."""
    output = town(tmp_path, poster(pages=3)) / "output"
    result = campaigns.build(output.parent)
    assert not result.failed, result.problems
    widest = max(output.glob("bilder/exempel-*.jpg"), key=lambda file: int(file.name.split("-")[1].split(".")[0]))
    with Image.open(widest) as picture:
        wide, high = picture.size
        assert abs(high / wide - 842 / 595) < 0.002
        for at, colour in ((0.25, GREEN), (0.75, ORANGE)):
            shown = picture.convert("RGB").getpixel((wide // 2, round(high * at)))
            assert max(abs(a - b) for a, b in zip(shown, colour, strict=True)) <= 3  # type: ignore[arg-type]
    page = (output / "affischer/exempel/index.html").read_text("utf-8")
    assert '"/affischer/filer/exempel-sv-tryck.pdf"' in page
    with pikepdf.open(output / "affischer/filer/exempel-sv-tryck.pdf") as printed:
        assert len(printed.pages) == 1
        assert b"0.0706 0.2471 0.2549 rg" in printed.pages[0].Contents.read_bytes()


@pytest.mark.parametrize("picture", PICTURES)
def test_what_is_printed_carries_no_more_than_the_page(picture: str, tmp_path: Path) -> None:
    """No author, no history, no script, no note, no attachment, no private data; nor in its photographs."""
    root = town(tmp_path, poster(picture=picture))
    assert not campaigns.build(root).failed
    data = (root / "output/affischer/filer/exempel-sv-tryck.pdf").read_bytes()
    assert traces_in("a.pdf", data) == ()
    with pikepdf.open(io.BytesIO(data)) as printed:
        # Unpacked, so that nothing is hidden in a compressed stream.
        plain = io.BytesIO()
        printed.save(plain, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        [shown] = printed.pages[0].Resources.XObject.values()
        assert Image.open(io.BytesIO(shown.read_raw_bytes())).convert("RGB").getcolors() == [(1024, (255, 255, 255))]
    assert SECRET not in plain.getvalue()
    assert plain.getvalue().count(b"/OpenAction") == 0


def test_a_page_turned_is_upright() -> None:
    """A page that is turned where it is shown has its size turned too."""
    upright, turned = read_header(poster()), read_header(poster(turned=90))
    assert (turned.width, turned.height) == (upright.height, upright.width)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (poster(password="hemligt"), "PDF-filen är låst med ett lösenord"),
        (poster()[:600], "PDF-filen är skadad"),
        (b"%PDF-1.7\n" + b"x" * 900, "PDF-filen är skadad"),
    ],
    ids=["locked", "cut off", "noise"],
)
def test_a_pdf_that_cant_be_read_is_told(data: bytes, what: str, tmp_path: Path) -> None:
    """At the line that names it, in words."""
    result = campaigns.build(town(tmp_path, data))
    told = [problem for problem in result.problems if problem.level == "error"]
    assert [problem.code for problem in told] == ["picture-broken"]
    assert what in told[0].text("sv")
    assert told[0].span.path == "content/sv/posters/exempel.md"
