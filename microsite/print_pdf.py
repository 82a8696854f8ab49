"""Finished PDFs: the recipe that publishes an agency's PDF for print without what its program wrote beside the page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from microsite.encoding import PictureError
from microsite.target import Inputs, Recipe
from microsite.traces import jpeg2000_comments, jpeg2000_parts, jpeg_segments, picture_in

# What a page or the whole document does, holds or remembers beside what it shows.
_OF_THE_DOCUMENT = (
    "/Metadata",
    "/OpenAction",
    "/AA",
    "/AcroForm",
    "/Names",
    "/PieceInfo",
    "/Collection",
    "/Perms",
    "/Threads",
    "/URI",
)
_OF_A_PAGE = ("/Metadata", "/AA", "/Annots", "/PieceInfo", "/Thumb", "/LastModified", "/B")
_OF_A_STREAM = ("/Metadata", "/PieceInfo", "/LastModified", "/OPI")


@dataclass(frozen=True, slots=True)
class PrintView:
    """What the document is called, and the language of its words."""

    title: str
    lang: str


def clean_pdf(batch: Sequence[Inputs]) -> list[bytes]:
    """Return each PDF's first page, as it is shown and no more. Raises PictureError."""
    return [_clean(inputs) for inputs in batch]


CLEAN_PDF = Recipe(clean_pdf, heavy=True, faults=(PictureError,))


def _clean(inputs: Inputs) -> bytes:
    import pikepdf

    [data] = inputs.files.values()
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            del document.pages[1:]
            for owner, names in ((document.Root, _OF_THE_DOCUMENT), (document.pages[0].obj, _OF_A_PAGE)):
                for name in names:
                    if name in owner:
                        del owner[name]
            for item in document.objects:
                if isinstance(item, pikepdf.Stream):
                    _clean_stream(item)
            del document.docinfo
            document.docinfo["/Title"] = inputs.view.title
            document.Root.Lang = inputs.view.lang
            document.remove_unreferenced_resources()
            document.save(out, deterministic_id=True, compress_streams=True)
    except pikepdf.PdfError as error:
        raise PictureError("broken PDF") from error
    return out.getvalue()


def _clean_stream(item: object) -> None:
    import pikepdf

    assert isinstance(item, pikepdf.Stream)
    for name in _OF_A_STREAM:
        if name in item:
            del item[name]
    form, picture = picture_in(item)
    if form == "jpeg":
        item.write(_without_notes(picture), filter=pikepdf.Name.DCTDecode)
    elif form == "jp2":
        item.write(_without_boxes(picture), filter=pikepdf.Name.JPXDecode)


def _without_notes(data: bytes) -> bytes:
    """Return a JPEG without comments, applications' notes, and what a program wrote after its end."""
    kept, place = data[:2], 2
    for start, place, told in jpeg_segments(data):
        kept += b"" if told else data[start:place]
    end = data.rfind(b"\xff\xd9")
    return kept + data[place : end + 2 if end > place else None]


def _without_boxes(data: bytes) -> bytes:
    """Return a JPEG 2000 without boxes that its pixels don't need. Comments are blanked: lengths are written before."""
    plain = bytearray(data)
    for start, end in jpeg2000_comments(data):
        plain[start:end] = b" " * (end - start)
    return b"".join(bytes(plain[start:end]) for start, end, told in jpeg2000_parts(data) if not told)
