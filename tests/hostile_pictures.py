"""Pictures as they may come for a poster: some attack, some are broken, some only look odd and must be taken.

Each is a file name, its bytes and what the intake must do with it: a message's code, or one of the words below.
Whichever it is: no crash, no runaway memory or time, and no poster that is half missing, black or white all over.

- Nearly all show the same motif, so that a test can tell a good picture from a ruined one.
- CANARY stands in what files carry besides points: private, so it may not remain in what is published.
"""

from __future__ import annotations

import functools
import io
import math
import random
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw, PngImagePlugin

from microsite.pictures import MOST_PIXELS
from tests import colours, forged

Case = tuple[str, bytes, str]

TAKEN = "taken"  # and looks like the motif
ODD = "odd"  # taken; it has a look of its own
REFUSED = "refused"  # with some message
EITHER = "either"  # refused, or as good as if there were nothing odd with it
ANY = "any"  # refused, or taken with a look of its own
BROKEN, LARGE = "picture-broken", "picture-large"
PROFILE = "picture-profile"  # a warning: taken, with the motif

CANARY = "kanariefagel-93af"

_MIB = 1 << 20
_ORIENTATION = 0x0112
# How a picture is stored that a reader turns upright by this orientation.
_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
# Every suffix that is read, with what Pillow calls the format.
FORMATS = {".jpg": "JPEG", ".png": "PNG", ".tif": "TIFF", ".webp": "WEBP", ".avif": "AVIF"}


def hostile() -> list[Case]:
    """All of them."""
    return [
        *_sound(),
        *_depths(),
        *_press(),
        *_cut_off(),
        *_changed_on_the_way(),
        *_turned(),
        *_exif(),
        *_carrying_more(),
        *_profiles(),
        *_frames(),
        *_other_kinds(),
        *_polyglots(),
        *_sizes(),
        *_headers(),
        *_tiff_structure(),
        *_bombs(),
        *_at_the_limit(),
    ]


@functools.cache
def motif(mode: str = "RGB") -> Image.Image:
    """The motif, upright: dark in places that no turn or flip brings back onto themselves, ink in each quarter."""
    image = Image.new("RGB", (96, 136), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 63, 33), fill=(18, 52, 86))
    pen.rectangle((48, 68, 95, 101), fill=(10, 95, 65))
    pen.rectangle((0, 112, 31, 135), fill=(120, 20, 40))
    return image.convert(mode)


@functools.cache
def _saved(kind: str, mode: str = "RGB") -> bytes:
    return forged.saved(motif(mode), kind)


def _sound() -> list[Case]:
    """What every program writes, and what only some do: sound, all of it."""
    compressions = {
        "lzw": "tiff_lzw",
        "deflate": "tiff_adobe_deflate",
        "packbits": "packbits",
        "jpeg": "jpeg",
        "lzma": "lzma",
    }
    return [
        *[(f"plain{suffix}", _saved(kind), TAKEN) for suffix, kind in FORMATS.items()],
        ("UPPER.PNG", _saved("PNG"), TAKEN),
        ("long-suffix.jpeg", _saved("JPEG"), TAKEN),
        ("long-suffix.tiff", _saved("TIFF"), TAKEN),
        ("dots.poster.v2.png", _saved("PNG"), TAKEN),
        ("progressive.jpg", forged.saved(motif(), "JPEG", progressive=True), TAKEN),
        ("lossless.webp", forged.saved(motif(), "WEBP", lossless=True), TAKEN),
        ("big.tif", forged.saved(motif(), "TIFF", big_tiff=True), TAKEN),
        *[
            (f"{name}.tif", forged.saved(motif(), "TIFF", compression=kind), TAKEN)
            for name, kind in compressions.items()
        ],
        ("fax.tif", forged.saved(motif("1"), "TIFF", compression="group4"), TAKEN),
        # The suffix is wrong, the picture is not.
        ("jpeg-named.png", _saved("JPEG"), TAKEN),
        ("png-named.jpg", _saved("PNG"), TAKEN),
        ("webp-named.tif", _saved("WEBP"), TAKEN),
        ("tiff-named.avif", _saved("TIFF"), TAKEN),
    ]


def _depths() -> list[Case]:
    """Other depths and modes than eight bits of red, green and blue."""
    grey, colour = motif("L"), motif()
    clear = colour.convert("RGBA")
    clear.putalpha(grey.point(lambda value: 0 if value > 250 else 255))
    palette = clear.quantize(8)
    two = Image.merge("LA", (grey, clear.getchannel("A")))
    deep = b"".join(struct.pack("<H", value * 257) for value in grey.tobytes())
    deep_back = b"".join(struct.pack(">H", value * 257) for value in grey.tobytes())
    wide = colour.width, colour.height
    whole = Image.frombytes("I;16", wide, deep)
    return [
        ("grey.png", forged.saved(grey, "PNG"), TAKEN),
        ("grey.jpg", forged.saved(grey, "JPEG"), TAKEN),
        ("grey.tif", forged.saved(grey, "TIFF"), TAKEN),
        ("one-bit.png", forged.saved(motif("1"), "PNG"), TAKEN),
        ("one-bit.tif", forged.saved(motif("1"), "TIFF"), TAKEN),
        ("palette.png", forged.saved(colour.quantize(8), "PNG"), TAKEN),
        ("palette.tif", forged.saved(colour.quantize(8), "TIFF"), TAKEN),
        ("palette-clear.png", forged.saved(palette, "PNG"), TAKEN),
        ("clear.png", forged.saved(clear, "PNG"), TAKEN),
        ("clear.tif", forged.saved(clear, "TIFF"), TAKEN),
        ("clear.webp", forged.saved(clear, "WEBP"), TAKEN),
        ("clear.avif", forged.saved(clear, "AVIF"), TAKEN),
        ("clear-grey.png", forged.saved(two, "PNG"), TAKEN),
        ("clear-grey.tif", forged.saved(two, "TIFF"), TAKEN),
        # One colour stands for a hole. Black here: whoever overlooks it makes a black sheet.
        ("hole-colour.png", _holed(clear, "RGB"), TAKEN),
        ("hole-grey.png", _holed(clear, "L"), TAKEN),
        ("sixteen-grey.png", forged.sixteen_bit(grey), TAKEN),
        ("sixteen-colour.png", forged.sixteen_bit(colour), TAKEN),
        ("sixteen-grey.tif", forged.saved(whole, "TIFF"), TAKEN),
        ("sixteen-grey-lzw.tif", forged.saved(whole, "TIFF", compression="tiff_lzw"), TAKEN),
        # As Photoshop on a Mac writes it.
        ("sixteen-grey-big-end.tif", _plain_tiff((16,), 1, deep_back, order=">"), TAKEN),
        ("sixteen-colour.tif", _plain_tiff((16, 16, 16), 2, _doubled(colour.tobytes())), TAKEN),
        # No rule says which number is white, so it must not be guessed wrong.
        ("float.tif", forged.saved(grey.convert("F").point(lambda value: value / 255 + 0), "TIFF"), EITHER),
        ("float-255.tif", forged.saved(grey.convert("F"), "TIFF"), EITHER),
        ("whole-32.tif", forged.saved(grey.convert("I").point(lambda value: value * 2**23 + 0), "TIFF"), EITHER),
        ("whole-32-of-16.tif", forged.saved(grey.convert("I").point(lambda value: value * 257 + 0), "TIFF"), EITHER),
        ("lab.tif", _plain_tiff((8, 8, 8), 8, _in_lab(colour)), EITHER),
        ("ycbcr.tif", _plain_tiff((8, 8, 8), 6, colour.convert("YCbCr").tobytes()), EITHER),
        ("white-is-zero.tif", _plain_tiff((8,), 0, bytes(255 - value for value in grey.tobytes())), TAKEN),
        ("planes-apart.tif", _in_planes(colour), TAKEN),
    ]


def _holed(clear: Image.Image, mode: str) -> bytes:
    """The motif whose ground is a black that a chunk says is no colour but a hole."""
    ground = Image.new("RGBA", clear.size, "black")
    ground.alpha_composite(clear)
    return forged.saved(ground.convert(mode), "PNG", transparency=0 if mode == "L" else (0, 0, 0))


def _doubled(points: bytes) -> bytes:
    twice = bytearray(2 * len(points))
    twice[::2] = twice[1::2] = points
    return bytes(twice)


def _in_lab(picture: Image.Image) -> bytes:
    points = bytearray()
    known: dict[bytes, bytes] = {}
    data = picture.tobytes()
    for start in range(0, len(data), 3):
        colour = data[start : start + 3]
        if colour not in known:
            light, a, b = colours.lab_of_pixel(colour)
            known[colour] = struct.pack("Bbb", round(light * 2.55), round(a), round(b))
        points += known[colour]
    return bytes(points)


def _plain_tiff(bits: tuple[int, ...], photometric: int, points: bytes, *, order: str = "<") -> bytes:
    """The motif's points in that shape, as they are."""
    width, height = motif().size
    return forged.tiff(forged.tiff_fields(width, height, bits, photometric, len(points)), points, order=order)


def _in_planes(picture: Image.Image) -> bytes:
    """A TIFF that holds first all the red, then all the green, then all the blue."""
    size = picture.width * picture.height
    fields = {
        **forged.tiff_fields(picture.width, picture.height, (8, 8, 8), 2, size, t284=2),
        273: (forged.LONG, [forged.POINTS_AT + size * band for band in range(3)]),
        279: (forged.LONG, [size] * 3),
    }
    return forged.tiff(fields, b"".join(band.tobytes() for band in picture.split()))


def _press() -> list[Case]:
    """Four inks, with and without the profile that says what they look like."""
    inks = motif("CMYK")
    press, screen = colours.press_profile(), colours.SRGB.profile()
    jpeg = forged.saved(inks, "JPEG")
    adobe = jpeg.index(b"\xff\xee")
    without = jpeg[:adobe] + jpeg[adobe + 2 + int.from_bytes(jpeg[adobe + 2 : adobe + 4], "big") :]
    ycck = bytearray(jpeg)
    ycck[adobe + 15] = 2  # Adobe's sign for luma, two chromas and black
    return [
        ("press.tif", forged.saved(inks, "TIFF", icc_profile=press), TAKEN),
        ("press.jpg", forged.saved(inks, "JPEG", icc_profile=press), TAKEN),
        ("inks.tif", forged.saved(inks, "TIFF"), PROFILE),
        ("inks-lzw.tif", forged.saved(inks, "TIFF", compression="tiff_lzw"), PROFILE),
        # Photoshop writes the inks of a JPEG turned round, and says so in a segment.
        ("inks-adobe.jpg", jpeg, PROFILE),
        ("inks-no-adobe.jpg", without, ANY),
        ("inks-called-ycck.jpg", bytes(ycck), ANY),
        # A profile is there, and of no use: the colours are as much of a guess as without.
        ("inks-screen-profile.tif", forged.saved(inks, "TIFF", icc_profile=screen), PROFILE),
        ("inks-screen-profile.jpg", forged.saved(inks, "JPEG", icc_profile=screen), PROFILE),
        ("inks-broken-profile.tif", forged.saved(inks, "TIFF", icc_profile=press[:300]), PROFILE),
        ("inks-profile-no-profile.jpg", forged.saved(inks, "JPEG", icc_profile=b"profile" * 40), PROFILE),
        (
            "inks-profile-without-table.tif",
            forged.saved(inks, "TIFF", icc_profile=colours.profile(b"prtr", b"CMYK", b"Lab ", {})),
            PROFILE,
        ),
    ]


def _cut_off() -> list[Case]:
    """Files whose copying ended too soon, in the header, in the points and just before the end."""
    whole = {
        "plain.jpg": _saved("JPEG"),
        "progressive.jpg": forged.saved(motif(), "JPEG", progressive=True),
        "plain.png": _saved("PNG"),
        "plain.webp": _saved("WEBP"),
        "plain.avif": _saved("AVIF"),
        "plain.tif": _saved("TIFF"),
        "deflate.tif": forged.saved(motif(), "TIFF", compression="tiff_adobe_deflate"),
        "press.tif": forged.saved(motif("CMYK"), "TIFF", icc_profile=colours.press_profile()),
    }
    cases = []
    for name, data in whole.items():
        stem, _, suffix = name.partition(".")
        # Of the last bytes some formats need none, so there the picture may be whole.
        for share, expected in ((1, BROKEN), (5, BROKEN), (25, EITHER), (50, EITHER), (75, EITHER), (95, EITHER)):
            cut = data[: len(data) * share // 100]
            cases.append((f"cut-{stem}-{share:02d}.{suffix}", cut, expected))
        cases += [(f"cut-{stem}-last-{left}.{suffix}", data[:-left], EITHER) for left in (1, 2, 12)]
    return [
        *cases,
        *[(f"empty{suffix}", b"", BROKEN) for suffix in FORMATS],
        *[(f"one-byte{suffix}", _saved(kind)[:1], BROKEN) for suffix, kind in FORMATS.items()],
        *[(f"signature{suffix}", _saved(kind)[:12], BROKEN) for suffix, kind in FORMATS.items()],
        *[(f"noughts{suffix}", bytes(5000), BROKEN) for suffix in FORMATS],
    ]


def _changed_on_the_way() -> list[Case]:
    """Bytes exchanged by chance: whatever comes of them, it is a picture or a message."""
    cases = []
    for suffix, kind in FORMATS.items():
        for number in range(8):
            dice = random.Random(f"{suffix} {number}")
            data = bytearray(_saved(kind))
            # Half of them in the header, where a single byte decides over memory and time.
            reach = len(data) if number % 2 else min(len(data), 400)
            for _ in range(1 + number):
                data[dice.randrange(reach)] = dice.randrange(256)
            cases.append((f"changed-{number}{suffix}", bytes(data), ANY))
    return cases


def _with_orientation(value: int, kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[_ORIENTATION] = value
    stored = _STORED.get(value)
    image = motif() if stored is None else motif().transpose(stored)
    return forged.saved(image, kind, exif=exif)


def _turned() -> list[Case]:
    """Pictures that lie on their side or stand on their head, and say so; and such as say nonsense."""
    compressed = forged.saved(
        motif().transpose(Image.Transpose.ROTATE_90), "TIFF", compression="tiff_lzw", tiffinfo={_ORIENTATION: 6}
    )
    # A long sheet that lies on its side: its many pixels are in the direction that becomes the height.
    long = Image.new("RGB", (2700, 300), "white")
    ImageDraw.Draw(long).rectangle((0, 0, 1349, 150), fill="navy")
    lying = Image.Exif()
    lying[_ORIENTATION] = 6
    return [
        *[(f"orientation-{value}.jpg", _with_orientation(value), TAKEN) for value in range(1, 9)],
        *[(f"orientation-{value}.tif", _with_orientation(value, "TIFF"), TAKEN) for value in (3, 5, 6, 8)],
        *[(f"orientation-6{suffix}", _with_orientation(6, FORMATS[suffix]), TAKEN) for suffix in (".png", ".webp")],
        ("orientation-6.avif", _with_orientation(6, "AVIF"), TAKEN),
        ("orientation-6-lzw.tif", compressed, TAKEN),
        ("orientation-6-long.jpg", forged.saved(long, "JPEG", exif=lying), ODD),
        *[(f"orientation-{value}.jpg", _with_orientation(value), TAKEN) for value in (0, 9, 65_535)],
        *[(f"orientation-{value}.tif", _with_orientation(value, "TIFF"), TAKEN) for value in (0, 9)],
    ]


def _exif() -> list[Case]:
    """Notes of the camera that are wrong, lead in a circle, or never end."""
    jpeg = _saved("JPEG")
    side = forged.saved(motif().transpose(Image.Transpose.ROTATE_90), "JPEG")
    six: dict[int, forged.Field] = {_ORIENTATION: (forged.SHORT, (6,))}

    def noted(fields: forged.Fields, picture: bytes = jpeg, *, looped: bool = False) -> bytes:
        return forged.in_jpeg(picture, 0xE1, forged.exif(fields, looped=looped))

    nothing = b"Exif\0\0MM\0*\0\0\0\x08"
    upright: dict[int, forged.Field] = {_ORIENTATION: (forged.SHORT, (1,))}
    said = forged.ASCII, CANARY.encode() + b"\0"
    camera: dict[int, forged.Field] = {0x010E: said, 0x013B: said}
    many: dict[int, forged.Field] = dict.fromkeys(range(0x1000, 0x1000 + 5_000), (forged.SHORT, (1,)))
    return [
        ("exif-camera.jpg", noted(camera | six, side), TAKEN),
        ("exif-empty.jpg", forged.in_jpeg(jpeg, 0xE1, b"Exif\0\0"), EITHER),
        ("exif-no-exif.jpg", forged.in_jpeg(jpeg, 0xE1, b"Exif\0\0" + b"no tiff at all " * 9), EITHER),
        ("exif-ends-in-header.jpg", forged.in_jpeg(jpeg, 0xE1, nothing[:10]), EITHER),
        ("exif-directory-outside.jpg", forged.in_jpeg(jpeg, 0xE1, nothing[:-4] + b"\xff\xff\xff\xf0"), EITHER),
        # As a program leaves it that shortens the notes without counting anew.
        ("exif-cut.jpg", forged.in_jpeg(jpeg, 0xE1, forged.exif(camera | upright)[:-30]), TAKEN),
        ("exif-count-huge.jpg", forged.in_jpeg(jpeg, 0xE1, nothing + b"\xff\xff" + bytes(60)), TAKEN),
        ("exif-5000-fields.jpg", noted(many | six, side), TAKEN),
        ("exif-in-a-circle.jpg", noted(six, side, looped=True), TAKEN),
        # The directory of the camera's own fields is the first directory once more.
        (
            "exif-within-itself.jpg",
            noted(six | {0x8769: (forged.LONG, (8,)), 0x8825: (forged.LONG, (8,))}, side),
            TAKEN,
        ),
        ("exif-outside.jpg", noted(six | {0x8769: (forged.LONG, (2**32 - 1,))}, side), TAKEN),
        ("exif-below-zero.jpg", noted(six | {0x8769: (forged.SIGNED, (-5,))}, side), TAKEN),
        ("exif-through-nought.jpg", noted(six | {0x011A: (forged.RATIONAL, (1, 0))}, side), TAKEN),
        ("exif-nought-through-nought.jpg", noted(six | {0x011A: (forged.RATIONAL, (0, 0))}, side), TAKEN),
        ("orientation-as-text.jpg", noted({_ORIENTATION: (forged.ASCII, b"6\0")}), EITHER),
        ("orientation-twice.jpg", noted({_ORIENTATION: (forged.SHORT, (1, 6))}), EITHER),
        ("orientation-as-ratio.jpg", noted({_ORIENTATION: (forged.RATIONAL, (6, 1))}, side), EITHER),
        ("orientation-not-a-number.jpg", noted({_ORIENTATION: (forged.FLOAT, (math.nan,))}), EITHER),
        ("orientation-in-two-notes.jpg", noted(upright, noted(six)), EITHER),
        ("exif-no-exif.png", _png_with(forged.chunk(b"eXIf", b"no tiff at all")), EITHER),
        ("exif-no-exif.webp", forged.saved(motif(), "WEBP", exif=b"no tiff at all"), EITHER),
        # Only after the points does the file say how it lies.
        ("exif-after-points.png", _exif_after(forged.tiff(six)), TAKEN),
    ]


def _png_with(chunks: bytes) -> bytes:
    """The motif as a PNG with more chunks before the points."""
    return _saved("PNG")[:33] + chunks + _saved("PNG")[33:]


def _exif_after(exif: bytes) -> bytes:
    lying = forged.saved(motif().transpose(Image.Transpose.ROTATE_90), "PNG")
    return lying[:-12] + forged.chunk(b"eXIf", exif) + lying[-12:]


def _carrying_more() -> list[Case]:
    """What travels with the points: texts, places, thumbnails. Some is private, some is enormous when unpacked."""
    said = CANARY.encode()
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", CANARY)
    text.add_text("Comment", CANARY, zip=True)
    text.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>")
    xmp = b"http://ns.adobe.com/xap/1.0/\0"
    laughs = b'<!ENTITY l0 "ha">' + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    bomb = forged.zeros(64 * _MIB)
    notes = b"".join(forged.chunk(b"zTXt", b"Note%d\0\0" % n + forged.zeros(_MIB - 9)) for n in range(80))
    photoshop = b"Photoshop 3.0\x00" + b"8BIM\x04\x04\x00\x00\xff\xff\xff\xff" + b"x" * 50
    jpeg = _saved("JPEG")
    segments = b"\xff\xeb\x00\x16" + b"x" * 20
    return [
        ("texts.png", forged.saved(motif(), "PNG", pnginfo=text), TAKEN),
        ("comment.jpg", forged.saved(motif(), "JPEG", comment=said * 100), TAKEN),
        ("texts.tif", forged.saved(motif(), "TIFF", description=CANARY, artist=CANARY), TAKEN),
        ("texts.webp", forged.saved(motif(), "WEBP", xmp=said, exif=forged.tiff({0x010E: (2, said)})), TAKEN),
        ("texts.avif", forged.saved(motif(), "AVIF", xmp=said, exif=forged.tiff({0x010E: (2, said)})), TAKEN),
        ("xmp-laughs.jpg", forged.in_jpeg(jpeg, 0xE1, xmp + b"<!DOCTYPE x [" + laughs + b"]><x>&l9;</x>"), TAKEN),
        ("xmp-no-end.jpg", forged.in_jpeg(jpeg, 0xE1, xmp + b"<tiff:Orientation" * 3_500), TAKEN),
        ("xmp-bomb.png", _png_with(forged.chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb)), EITHER),
        ("text-bomb.png", _png_with(forged.chunk(b"zTXt", b"Comment\0\0" + bomb)), EITHER),
        ("text-80-times.png", _png_with(notes), EITHER),
        ("text-no-end.png", _png_with(forged.chunk(b"tEXt", b"x" * 100_000)), EITHER),
        ("text-not-packed.png", _png_with(forged.chunk(b"zTXt", b"Comment\0\0" + b"\xff" * 90)), EITHER),
        ("photoshop-block.jpg", forged.in_jpeg(jpeg, 0xED, photoshop), EITHER),
        ("segments-3000.jpg", jpeg[:2] + segments * 3_000 + jpeg[2:], EITHER),
        ("segment-no-length.jpg", jpeg[:2] + b"\xff\xe1\0\0" + jpeg[2:], EITHER),
        ("thumbnail-within.jpg", forged.in_jpeg(jpeg, 0xE1, b"Exif\0\0" + _saved("JPEG", "L")[:60_000]), EITHER),
    ]


def _profiles() -> list[Case]:
    """Profiles that are none, that are of another kind of picture, or that ask for more than there is.

    A picture is shown without a profile as well as other programs show it, so none of these makes it unreadable.
    """
    screen, press = colours.SRGB.profile(), colours.press_profile()
    no_profile = CANARY.encode() * 30
    outside = bytearray(screen)
    outside[136:140] = b"\xff\xff\xff\xf0"  # where its first tag lies
    boast = b"\xff\xff\xff\xff" + screen[4:]
    curve = b"curv\0\0\0\0" + b"\xff\xff\xff\xff" + bytes(8)
    lights = dict.fromkeys((b"rXYZ", b"gXYZ", b"bXYZ"), b"XYZ \0\0\0\0" + bytes(12))
    endless = colours.profile(b"mntr", b"RGB ", b"XYZ ", lights | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve))
    table = b"mft2\0\0\0\0\x03\x03\xff\0" + bytes(36) + b"\xff\xff\xff\xff" + bytes(400)
    black = colours.profile(b"mntr", b"RGB ", b"XYZ ", lights)
    cases = {
        "none": no_profile,
        "header-only": screen[:128],
        "cut": screen[: len(screen) // 2],
        "boast": boast,
        "tag-outside": bytes(outside),
        "tags-4-billion": screen[:128] + b"\xff\xff\xff\xff" + screen[132:],
        "curve-endless": endless,
        "table-huge": colours.profile(b"mntr", b"RGB ", b"Lab ", {b"A2B0": table}),
        "without-curves": black,
        "for-inks": press,
        "for-grey": colours.grey_profile(lambda value: value**1.8),
        "lab": colours.profile(b"spac", b"Lab ", b"XYZ ", {}),
        "link": colours.profile(b"link", b"RGB ", b"RGB ", {}),
        "named": colours.profile(b"nmcl", b"RGB ", b"Lab ", {}),
        "version-99": screen[:8] + b"\x63\x00\0\0" + screen[12:],
    }
    bomb = forged.chunk(b"iCCP", b"p\0\0" + forged.zeros(64 * _MIB))
    gap = b"ICC_PROFILE\0\x02\x03" + screen[:500]
    return [
        *[
            (f"profile-{name}.jpg", forged.saved(motif(), "JPEG", icc_profile=data), TAKEN)
            for name, data in cases.items()
        ],
        *[
            (f"profile-none{suffix}", forged.saved(motif(), kind, icc_profile=no_profile), TAKEN)
            for suffix, kind in FORMATS.items()
            if suffix != ".jpg"
        ],
        # So common that it is no fault: a picture from a program that lays its own profile into everything.
        ("profile-of-colour-in-grey.jpg", forged.saved(motif("L"), "JPEG", icc_profile=screen), TAKEN),
        ("profile-in-palette.png", forged.saved(motif().quantize(8), "PNG", icc_profile=screen), TAKEN),
        ("profile-in-one-bit.png", forged.saved(motif("1"), "PNG", icc_profile=screen), TAKEN),
        ("profile-second-part-alone.jpg", forged.in_jpeg(_saved("JPEG"), 0xE2, gap), TAKEN),
        ("profile-bomb.png", _png_with(bomb), EITHER),
        ("profile-not-packed.png", _png_with(forged.chunk(b"iCCP", b"p\0\0" + b"\xff" * 90)), EITHER),
        ("profile-no-name.png", _png_with(forged.chunk(b"iCCP", b"")), EITHER),
    ]


def _frames() -> list[Case]:
    """More pictures in one file: the first is taken."""

    def three(kind: str, **options: object) -> bytes:
        white = [Image.new("RGB", motif().size, "white") for _ in range(2)]
        return forged.saved(motif(), kind, save_all=True, append_images=white, **options)

    mpo = three("MPO")
    return [
        ("pages.tif", three("TIFF"), TAKEN),
        ("frames.png", three("PNG", duration=100), TAKEN),
        # The first is for those who don't know of moving ones, and no part of the film.
        ("frames-beside.png", three("PNG", default_image=True), TAKEN),
        ("frames.webp", three("WEBP", duration=100), TAKEN),
        ("frames.avif", _undated(three("AVIF")), TAKEN),
        # As telephones write it: the second is a map of brightness, or what was seen by the other lens.
        ("two-lenses.jpg", mpo, TAKEN),
        ("two-lenses-cut.jpg", mpo[: len(mpo) // 2], EITHER),
        ("two-lenses-nonsense.jpg", forged.in_jpeg(_saved("JPEG"), 0xE2, b"MPF\0" + b"nonsense" * 9), TAKEN),
        ("frames-none.png", _png_with(forged.chunk(b"acTL", bytes(8))), EITHER),
        ("frames-4-billion.png", _png_with(forged.chunk(b"acTL", b"\x7f\xff\xff\xff" * 2)), EITHER),
        ("frame-outside.png", _png_with(forged.chunk(b"acTL", b"\0\0\0\2" * 2) + _frame(9_999)), ANY),
    ]


def _undated(avif: bytes) -> bytes:
    """The same film without the time when it was made."""
    data = bytearray(avif)
    for box in (b"mvhd", b"tkhd", b"mdhd"):
        at = data.index(box) + 8  # the times of making and of changing, eight bytes each
        data[at : at + 16] = bytes(16)
    return bytes(data)


def _frame(width: int) -> bytes:
    return forged.chunk(b"fcTL", struct.pack(">5L2HBB", 0, width, width, 0, 0, 1, 1, 0, 0))


def _other_kinds() -> list[Case]:
    """Files of other kinds under a picture's name, and pictures under a name of no kind that is taken."""
    # Pillow hands such a file to Ghostscript, if there is one: a program run on a stranger's program.
    eps = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n%%EndComments\n(/etc/passwd) (r) file\nshowpage\n%%EOF\n"
    dos_eps = struct.pack("<4s6L2s", b"\xc5\xd0\xd3\xc6", 30, len(eps), 0, 0, 0, 0, b"\xff\xff") + eps
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(zipfile.ZipInfo("poster.png"), _saved("PNG"))
    fits = b"".join(
        line.ljust(80) for line in (b"SIMPLE  =  T", b"BITPIX  =  8", b"NAXIS   =  2", b"NAXIS1  =  9", b"NAXIS2  =  9")
    )
    wmf = b"\xd7\xcd\xc6\x9a\0\0" + struct.pack("<4hHL", 0, 0, 99, 99, 72, 0) + b"\x01\0\x09\0" + bytes(99)
    small = motif().resize((32, 32))
    kinds = {
        "eps": eps,
        "eps-for-dos": dos_eps,
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
        "html": b"<!doctype html><title>Poster</title><img src='poster.png'>",
        "zip": archive.getvalue(),
        "text": b"Here is the poster, see attachment.\n",
        "psd": b"8BPS\0\x01" + bytes(6) + struct.pack(">HLLHH", 3, 9, 9, 8, 3) + bytes(12) + bytes(300),
        "fits": fits.ljust(2880) + bytes(2880),
        "wmf": wmf,
        "emf": struct.pack("<LL8l4s", 1, 108, 0, 0, 9, 9, 0, 0, 99, 99, b" EMF") + bytes(99),
        "ico": forged.saved(small, "ICO"),
        "icns": forged.saved(small, "ICNS"),
        "gif": forged.saved(motif(), "GIF"),
        "gif-of-many": forged.saved(motif(), "GIF", save_all=True, append_images=[motif("L")]),
        "bmp": forged.saved(motif(), "BMP"),
        "dib": forged.saved(motif(), "DIB"),
        "ppm": forged.saved(motif(), "PPM"),
        "pcx": forged.saved(motif(), "PCX"),
        "tga": forged.saved(motif(), "TGA"),
        "sgi": forged.saved(motif(), "SGI"),
        "dds": forged.saved(motif(), "DDS"),
        "jpeg-2000": forged.saved(motif(), "JPEG2000"),
        "xbm": forged.saved(motif("1"), "XBM"),
        "qoi": forged.saved(motif(), "QOI"),
        # What an iPhone sends when it isn't told otherwise: the box of AVIF with something else in it.
        "heic": struct.pack(">L", 24) + b"ftypheic\0\0\0\0mif1heic" + bytes(200),
        "mp4": struct.pack(">L", 24) + b"ftypisom\0\0\2\0isomavc1" + bytes(200),
        "avif-brand-alone": struct.pack(">L", 24) + b"ftypavif\0\0\0\0avifmif1" + bytes(200),
        "wav": b"RIFF" + struct.pack("<L", 90) + b"WAVEfmt " + bytes(90),
    }
    refused = (".gif", ".bmp", ".svg", ".eps", ".psd", ".heic", ".exe", "")
    return [
        *[(f"{name}-named.png", data, BROKEN) for name, data in kinds.items()],
        *[(f"{name}-named.tif", kinds[name], BROKEN) for name in ("eps", "psd", "gif")],
        *[(f"png-named{suffix}", _saved("PNG"), BROKEN) for suffix in refused],
        ("png-named.png.exe", _saved("PNG"), BROKEN),
    ]


def _polyglots() -> list[Case]:
    """Pictures that are something else too, to who reads them otherwise: the picture is taken, the rest left behind."""
    page = f"<!doctype html><script>alert('{CANARY}')</script>".encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(zipfile.ZipInfo("run.js"), CANARY)
    pdf = (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/OpenAction<</S/JavaScript/JS(" + CANARY.encode() + b")>>>>\nendobj\n%%EOF"
    )
    return [
        ("zip-behind.png", _saved("PNG") + archive.getvalue(), TAKEN),
        ("zip-behind.jpg", _saved("JPEG") + archive.getvalue(), TAKEN),
        ("zip-behind.webp", _saved("WEBP") + archive.getvalue(), EITHER),
        ("zip-behind.tif", _saved("TIFF") + archive.getvalue(), TAKEN),
        ("page-behind.avif", _saved("AVIF") + page, EITHER),
        ("page-in-comment.jpg", forged.in_jpeg(_saved("JPEG"), 0xFE, page), TAKEN),
        ("page-in-text.png", _png_with(forged.chunk(b"tEXt", b"Comment\0" + page)), TAKEN),
        ("pdf-in-comment.jpg", forged.in_jpeg(_saved("JPEG"), 0xFE, pdf), TAKEN),
        ("page-before.png", page + _saved("PNG"), BROKEN),
        ("png-behind.jpg", _saved("JPEG") + _saved("PNG"), TAKEN),
    ]


def _sizes() -> list[Case]:
    """Sizes that a picture can have, and a poster hardly. What can't be written again must be told of."""
    dot = Image.new("RGB", (1, 1), "navy")
    return [
        *[(f"one-point{suffix}", forged.saved(dot, kind), ODD) for suffix, kind in FORMATS.items()],
        ("one-point-clear.png", forged.saved(Image.new("RGBA", (1, 1)), "PNG"), ODD),
        ("tall-20000.png", forged.black_png(1, 20_000), ANY),
        ("wide-20000.png", forged.black_png(20_000, 1), ANY),
        # Taller than JPEG, WebP and AVIF can hold.
        ("tall-70000.png", forged.black_png(1, 70_000), ANY),
        ("tall-70000-two.png", forged.black_png(300, 70_000), ANY),
        ("wide-million.png", forged.black_png(1_000_000, 1), ANY),
        ("tall-million.png", forged.black_png(1, 1_000_000), ANY),
    ]


def _headers() -> list[Case]:
    """Headers that promise what can't be, or less than nothing."""
    jpeg, progressive = _saved("JPEG"), forged.saved(motif(), "JPEG", progressive=True)
    start = jpeg.index(b"\xff\xc0")

    def patched(at: int, new: bytes, data: bytes = jpeg) -> bytes:
        return data[:at] + new + data[at + len(new) :]

    points = zlib.compress(bytes(9999))
    webp = _saved("WEBP")
    tables = jpeg.index(b"\xff\xc4"), jpeg.index(b"\xff\xda")
    vast = b"WEBPVP8X" + struct.pack("<L", 10) + b"\0\0\0\0" + b"\xff\xff\xff" * 2 + webp[12:]
    return [
        ("zero-wide.png", forged.png(0, 99, 8, 2, points), BROKEN),
        ("zero-high.png", forged.png(99, 0, 8, 2, points), BROKEN),
        ("below-zero.png", forged.png(2**32 - 9, 2**32 - 9, 8, 2, points), REFUSED),
        ("largest.png", forged.png(2**31 - 1, 2**31 - 1, 16, 6, points), LARGE),
        ("depth-unknown.png", forged.png(64, 64, 7, 5, points), BROKEN),
        ("no-palette.png", forged.png(64, 64, 8, 3, points), ANY),
        ("no-points.png", forged.png(64, 64, 8, 2, b""), BROKEN),
        ("points-too-few.png", forged.png(64, 64, 8, 2, zlib.compress(bytes(999))), BROKEN),
        ("points-not-packed.png", forged.png(64, 64, 8, 2, b"\xff" * 999), BROKEN),
        ("header-missing.png", _saved("PNG")[:8] + _saved("PNG")[33:], BROKEN),
        ("header-twice.png", _png_with(_saved("PNG")[8:33]), EITHER),
        ("checksum-wrong.png", patched(29, b"\0\0\0\0", _saved("PNG")), BROKEN),
        ("chunk-endless.png", _saved("PNG")[:33] + b"\x7f\xff\xff\xfftEXt" + _saved("PNG")[33:], BROKEN),
        ("zero-wide.jpg", patched(start + 5, struct.pack(">HH", 136, 0)), BROKEN),
        ("zero-high.jpg", patched(start + 5, struct.pack(">HH", 0, 96)), BROKEN),
        ("sides-65500.jpg", forged.resized_jpeg(progressive, 65_500, 65_500), LARGE),
        ("twelve-bits.jpg", patched(start + 4, b"\x0c"), REFUSED),
        ("lossless.jpg", patched(start + 1, b"\xc3"), REFUSED),
        ("arithmetic.jpg", patched(start + 1, b"\xc9"), ANY),
        ("colours-9.jpg", patched(start + 9, b"\x09"), REFUSED),
        ("colours-none.jpg", patched(start + 9, b"\x00"), REFUSED),
        ("sampling-zero.jpg", patched(start + 11, b"\x00"), REFUSED),
        ("tables-missing.jpg", jpeg[: tables[0]] + jpeg[tables[1] :], EITHER),
        ("frames-two.jpg", jpeg[:-2] + jpeg[2:], ANY),
        ("zero.avif", _avif_said_to_be(0, 0), REFUSED),
        ("huge.avif", _avif_said_to_be(60_000, 60_000), REFUSED),
        ("zero.webp", patched(webp.index(b"\x9d\x01\x2a") + 3, b"\0\0\0\0", webp), REFUSED),
        ("huge.webp", b"RIFF" + struct.pack("<L", len(vast)) + vast, REFUSED),
        ("length-wrong.webp", webp[:4] + b"\xff\xff\xff\x7f" + webp[8:], EITHER),
    ]


def _tiff_structure() -> list[Case]:
    """TIFF is a file system of its own, with all that can be wrong with one."""
    width, height = motif().size
    points = motif().tobytes()
    plain = forged.tiff_fields(width, height, (8, 8, 8), 2, len(points))

    def with_fields(more: forged.Fields, *without: int, looped: bool = False) -> bytes:
        kept = {tag: field for tag, field in {**plain, **more}.items() if tag not in without}
        return forged.tiff(kept, points, looped=looped)

    long, signed, short = forged.LONG, forged.SIGNED, forged.SHORT
    private = dict.fromkeys(range(51_000, 61_000), (short, (1,)))
    rows: forged.Fields = {
        273: (long, [8 + 3 * width * row for row in range(height)]),
        278: (long, (1,)),
        279: (long, [3 * width] * height),
    }
    overlapping: forged.Fields = {273: (long, [8] * 20_000), 278: (long, (1,)), 279: (long, [2**31] * 20_000)}
    return [
        ("fields.tif", with_fields({}), TAKEN),
        ("strip-a-row.tif", with_fields(rows), TAKEN),
        # As many programs say "all in one strip".
        ("strip-of-all.tif", with_fields({278: (long, (2**32 - 1,))}), TAKEN),
        ("directory-in-a-circle.tif", with_fields({}, looped=True), TAKEN),
        ("directory-within-itself.tif", with_fields({330: (long, (8,)), 0x8769: (long, (8,))}), TAKEN),
        ("fields-10000.tif", with_fields(private), TAKEN),
        ("sides-below-zero.tif", with_fields({256: (signed, (-96,)), 257: (signed, (-136,))}), REFUSED),
        ("sides-zero.tif", with_fields({256: (short, (0,)), 257: (short, (0,))}), REFUSED),
        ("sides-of-text.tif", with_fields({256: (forged.ASCII, b"96\0")}), REFUSED),
        ("sides-missing.tif", with_fields({}, 256, 257), REFUSED),
        ("sides-huge.tif", with_fields({256: (long, (2**32 - 1,)), 257: (long, (2**32 - 1,))}), LARGE),
        ("sides-two-values.tif", with_fields({256: (long, (96, 90_000))}), EITHER),
        ("strips-missing.tif", with_fields({}, 273, 279), REFUSED),
        ("strips-outside.tif", with_fields({273: (long, (2**32 - 99,))}), REFUSED),
        ("strips-overlapping.tif", with_fields(overlapping), ANY),
        ("strips-endless-packed.tif", with_fields({259: (short, (8,)), 279: (long, (2**32 - 1,))}), REFUSED),
        ("strips-no-rows.tif", with_fields({278: (long, (0,))}), ANY),
        ("packing-unknown.tif", with_fields({259: (short, (31_337,))}), REFUSED),
        ("packing-lies.tif", with_fields({259: (short, (5,))}), REFUSED),
        ("samples-60000.tif", with_fields({277: (short, (60_000,))}), REFUSED),
        ("bits-60000.tif", with_fields({258: (short, (60_000,) * 3)}), REFUSED),
        ("photometric-unknown.tif", with_fields({262: (short, (99,))}), REFUSED),
        ("planes-apart-lying.tif", with_fields({284: (short, (2,))}), ANY),
        ("order-lies.tif", b"MM" + with_fields({})[2:], REFUSED),
        ("directory-outside.tif", b"II*\0\xff\xff\xff\x7f" + points, REFUSED),
        ("directory-at-the-start.tif", b"II*\0\0\0\0\0" + points, REFUSED),
        ("xmp-number.tif", with_fields({700: (short, (6,))}), EITHER),
        ("profile-number.tif", with_fields({34675: (short, (6,))}), EITHER),
        ("resolution-through-nought.tif", with_fields({282: (forged.RATIONAL, (300, 0)), 283: (5, (300, 0))}), TAKEN),
    ]


def _bombs() -> list[Case]:
    """Files that unpack to many times what they are, or that are read very many times."""
    sound = zlib.compress(bytes(81 * 640))
    side = 28_000
    tile: dict[int, forged.Field] = {
        256: (forged.LONG, (64,)),
        257: (forged.LONG, (64,)),
        258: (forged.SHORT, (8,)),
        259: (forged.SHORT, (8,)),
        262: (forged.SHORT, (1,)),
        277: (forged.SHORT, (1,)),
        322: (forged.LONG, (side,)),
        323: (forged.LONG, (side,)),
        324: (forged.LONG, (forged.POINTS_AT,)),
    }
    zeros = forged.zeros(side * side)
    sheet = forged.saved(Image.new("L", (2_400, 3_400), 200), "JPEG", progressive=True)
    last_scan = sheet[sheet.rindex(b"\xff\xda") : -2]
    return [
        ("bomb-30000.png", forged.black_png(30_000, 30_000), LARGE),
        ("bomb-50000.png", forged.black_png(50_000, 50_000), LARGE),
        ("bomb-16383.webp", forged.one_colour_webp(16_383, 16_383), LARGE),
        # More rows than the header says.
        ("bomb-rows.png", forged.png(8, 8, 1, 0, forged.zeros(200 * _MIB)), ANY),
        ("bomb-before.png", forged.png(640, 640, 1, 0, sound, before=forged.chunk(b"iCCP", b"p\0\0" + zeros)), ANY),
        # A picture of 64 × 64 in one tile of 28,000 × 28,000.
        ("bomb-tile.tif", forged.tiff(tile | {325: (forged.LONG, (len(zeros),))}, zeros), ANY),
        ("bomb-strip.tif", _packed_tiff(64, 64, (8,), 1, forged.zeros(800 * _MIB)), ANY),
        # Each scan goes through all of the picture once more, and costs thirty bytes.
        ("scans-3000.jpg", sheet[:-2] + last_scan * 3_000 + b"\xff\xd9", ANY),
    ]


def _packed_tiff(width: int, height: int, bits: tuple[int, ...], photometric: int, packed: bytes) -> bytes:
    return forged.tiff(forged.tiff_fields(width, height, bits, photometric, len(packed), t259=8), packed)


def _at_the_limit() -> list[Case]:
    """As many pixels as are allowed and fewer, in a few kilobytes, in the ways that take most room to read.

    Where the limit lies for a kind is its own affair, so each is tried in several sizes: what is taken must have room.
    """
    sheet = forged.saved(Image.new("RGB", (64, 64), "navy"), "JPEG", progressive=True)
    largest = math.isqrt(MOST_PIXELS)
    cases = []
    for side in (4_400, 6_200, 8_000, largest):
        deep = forged.zeros(side * side * 6)
        cases += [
            (f"side-{side}.webp", forged.one_colour_webp(min(side, 16_383), min(side, 16_383)), ANY),
            (f"side-{side}-progressive.jpg", forged.resized_jpeg(sheet, side, side), ANY),
            (f"side-{side}-one-strip.tif", _packed_tiff(side, side, (16, 16, 16), 2, deep), ANY),
            # Small within; the reader enlarges it to what the box around it says.
            (f"side-{side}.avif", _avif_said_to_be(side, side), ANY),
        ]
    return [
        *cases,
        (f"side-{largest}.png", forged.png(largest, largest, 8, 2, forged.zeros((1 + 3 * largest) * largest)), ANY),
        (f"side-{largest}-one-bit.png", forged.black_png(largest, largest), ANY),
    ]


def _avif_said_to_be(width: int, height: int) -> bytes:
    avif = bytearray(_saved("AVIF"))
    at = avif.index(b"ispe") + 8
    avif[at : at + 8] = struct.pack(">LL", width, height)
    return bytes(avif)
