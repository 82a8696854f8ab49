"""What files carry beside what they show: found in every format, and never published."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from microsite import encoding
from microsite.traces import FORMATS, traces_in
from tests import campaigns
from tests.films import film

PICTURE = Image.new("RGB", (16, 16), (18, 63, 65))


def saved(form: str, **options: Any) -> bytes:
    """Return a picture in a format."""
    out = io.BytesIO()
    PICTURE.save(out, form, **options)
    return out.getvalue()


def exif() -> Image.Exif:
    """Return what a telephone writes: where it was, and its number."""
    told = Image.Exif()
    told[0x013B] = "Namn Namnsson"
    told.get_ifd(0x8825).update({1: "N", 2: (59.0, 22.0, 15.0)})
    return told


def text_chunk() -> PngInfo:
    """Return a comment."""
    told = PngInfo()
    told.add_text("Comment", "utkast 3")
    return told


def pdf(**info: str) -> bytes:
    """Return a page with what its author's program wrote of it."""
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    for name, value in info.items():
        document.docinfo[f"/{name}"] = value
    document.save(out)
    return out.getvalue()


def pdf_with(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return a page changed by `change`."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def attached(document: pikepdf.Pdf) -> None:
    """Attach a file."""
    document.attachments["brev.txt"] = b"Hej"


def acting(document: pikepdf.Pdf) -> None:
    """Have the document do something when it is opened."""
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def signed(document: pikepdf.Pdf) -> None:
    """Name the author in XMP."""
    with document.open_metadata() as told:
        told["dc:creator"] = ["Namn Namnsson"]


def zipped(name: str, data: bytes, comment: bytes = b"") -> bytes:
    """Return an archive of one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
        archive.comment = comment
    return out.getvalue()


def boxed(kind: bytes, data: bytes) -> bytes:
    """Return a box of an ISO base media file, or of a JPEG 2000."""
    return (8 + len(data)).to_bytes(4, "big") + kind + data


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
SVG = '<svg xmlns="http://www.w3.org/2000/svg"{}>{}<path d="M0 0"/></svg>'
TOLD = {
    "png, comment": ("a.png", saved("PNG", pnginfo=text_chunk()), "tEXt"),
    "png, place": ("a.png", saved("PNG", exif=exif()), "eXIf"),
    "png, profile": ("a.png", saved("PNG", icc_profile=b"x" * 200), "iCCP"),
    "png, something after it": ("a.png", saved("PNG") + b"PK\x03\x04", "trailing bytes"),
    "jpeg, place": ("a.jpg", saved("JPEG", exif=exif()), "APP1"),
    "jpeg, comment": ("a.jpg", saved("JPEG", comment=b"utkast 3"), "COM"),
    "jpeg, history": ("a.jpg", saved("JPEG", xmp=XMP), "APP1"),
    "jpeg, Photoshop": ("a.jpg", saved("JPEG")[:2] + b"\xff\xed\x00\x10Photoshop 3.0\0" + saved("JPEG")[2:], "APP13"),
    "jpeg, something after it": ("a.jpg", saved("JPEG") + b"<script>", "trailing bytes"),
    "a png by the name of jpeg": ("a.jpg", saved("PNG"), "trailing bytes"),
    "jpeg 2000, comment": ("a.jp2", saved("JPEG2000", comment="utkast 3"), "COM"),
    "jpeg 2000 without boxes, comment": ("a.jp2", saved("JPEG2000", comment="utkast 3", no_jp2=True), "COM"),
    "jpeg 2000, history": ("a.jp2", saved("JPEG2000") + boxed(b"xml ", XMP), "xml "),
    "jpeg 2000, place": ("a.jp2", saved("JPEG2000") + boxed(b"uuid", b"JpgTiffExif->JP2" + exif().tobytes()), "uuid"),
    "jpeg 2000, something after it": ("a.jp2", saved("JPEG2000") + b"Namn", "trailing bytes"),
    "webp, place": ("a.webp", saved("WEBP", exif=exif()), "EXIF"),
    "webp, history": ("a.webp", saved("WEBP", xmp=XMP), "XMP "),
    "avif, place": ("a.avif", saved("AVIF", exif=exif()), "Exif"),
    "avif, history": ("a.avif", saved("AVIF", xmp=XMP), "mime"),
    "svg, comment": ("a.svg", SVG.format("", "<!-- Namn -->").encode(), "<!--"),
    "svg, metadata": ("a.svg", SVG.format("", "<metadata>Namn</metadata>").encode(), "<metadata"),
    "svg, a program's": ("a.svg", SVG.format(' xmlns:inkscape="x"', "").encode(), "xmlns:inkscape"),
    "pdf, author": ("a.pdf", pdf(Author="Namn Namnsson"), "PDF /Author"),
    "pdf, day": ("a.pdf", pdf(ModDate="D:20260101"), "PDF /ModDate"),
    "pdf, author in XMP": ("a.pdf", pdf_with(signed), "dc:creator"),
    "pdf, attached file": ("a.pdf", pdf_with(attached), "PDF /EmbeddedFiles"),
    "pdf, script": ("a.pdf", pdf_with(acting), "PDF /OpenAction"),
    "mp4, place": ("a.mp4", film(metadata={"location": "+59.3710+016.5090/"}), "\xa9too"),
    "mov, comment": ("a.mp4", film(form="mov", metadata={"comment": "utkast 3"}), "\xa9cmt"),
    "webm, name": ("a.webm", film(form="webm", codec="libvpx-vp9", metadata={"ARTIST": "Namn"}), "ARTIST"),
    "a picture in an archive": ("a.zip", zipped("b/c.jpg", saved("JPEG", exif=exif())), "APP1"),
    "an archive's comment": ("a.zip", zipped("läs.txt", b"hej", b"Namn"), "ZIP comment"),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_trace_is_found(name: str) -> None:
    """Each by the name that its format has for it."""
    file, data, expected = TOLD[name]
    assert expected in traces_in(file, data)


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("a.png", saved("PNG", optimize=True)),
        ("a.jpg", saved("JPEG", progressive=True, dpi=(300, 300))),
        ("a.webp", saved("WEBP")),
        ("a.avif", saved("AVIF")),
        ("a.svg", SVG.format(' xmlns:xlink="x"', "<title>Märke</title>").encode()),
        ("a.pdf", pdf(Title="Affisch")),
        ("a.txt", b"<!-- Namn -->"),
    ],
)
def test_a_clean_file_has_none(file: str, data: bytes) -> None:
    """Sizes, colours, titles and dots an inch are no traces."""
    assert traces_in(file, data) == ()


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FORMATS - {"pdf", "zip"})), st.binary(max_size=200))
def test_no_bytes_can_stop_the_search(form: str, data: bytes) -> None:
    """Whatever the bytes are, the search comes to an end."""
    traces_in(f"a.{form}", data)


def test_all_that_a_whole_campaign_publishes_is_clean(tmp_path: Path) -> None:
    """Pictures from telephones, logos of strangers, films, PDFs and archives: read as they were published."""
    root = campaigns.lay_out("everything", tmp_path / "kampanj")
    assert not campaigns.build(root).failed
    read = [file for file in (root / "output").rglob("*") if file.suffix[1:] in FORMATS]
    assert {file.suffix[1:] for file in read} >= FORMATS - {"jpeg", "jp2"}, "the campaign has every format"
    assert {file.name: traces_in(file.name, file.read_bytes()) for file in read} == {file.name: () for file in read}


def test_a_file_with_traces_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that begins to write something of its own stops the build, and the site stays as it was."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    plain = encoding._to_file

    def telling(picture: Image.Image, form: str, **options: Any) -> bytes:
        return plain(picture, form, **options, exif=exif())

    monkeypatch.setattr(encoding, "_to_file", telling)
    result = campaigns.build(root)
    told = [problem for problem in result.problems if problem.code == "trace-left"]
    assert told
    assert told[0].span.path == "assets/posters/exempel.png"
    assert not list((root / "output").rglob("*.html"))
