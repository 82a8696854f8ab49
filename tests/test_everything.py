"""The campaign `sites/everything` as it is published: addresses, words, pictures, and what machines read."""

from __future__ import annotations

import datetime as dt
import io
import json
import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from PIL import Image
from pydantic import BaseModel
from selectolax.lexbor import LexborHTMLParser

from microsite import schema
from microsite.kinds import hosting
from tests import campaigns

SITE = campaigns.SITES / "everything"
EXPECTED = SITE / "expected"
HOST = "https://kampanj.example"
PAGES = {
    "start": "index.html",
    "stod": "stod/index.html",
    "siffror": "fakta/siffror/index.html",
    "tjanst": "hjalp/bris/index.html",
    "tjanst-fi": "fi/apu/bris/index.html",
    "affisch": "affischer/uppratt/index.html",
    "partner": "partner/exempelbageriet/index.html",
    "handelse": "kalender/oppet-mote/index.html",
    "finns-inte": "404.html",
    "start-ar": "ar/index.html",
    "oversatt-inte-ar": "ar/stod/index.html",
    "redogorelse": "tillganglighet/index.html",
    "integritet": "integritet/index.html",
}
Change = Callable[[Path], None]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the campaign, built once; nobody changes it."""
    folder = campaigns.lay_out("everything", tmp_path_factory.mktemp("allt") / "kampanj")
    result = campaigns.build(folder)
    assert not result.failed, result.problems
    assert {p.code for p in result.problems} == {"picture-profile", "poster-small", "service-unverified", "ledger-none"}
    return folder


@pytest.fixture(scope="module")
def output(root: Path) -> Path:
    """Return what was published."""
    return root / "output"


@pytest.fixture(scope="module")
def below(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what is published when the campaign lies below a path of its host."""
    return _changed(
        root,
        tmp_path_factory.mktemp("under") / "kampanj",
        lambda folder: campaigns.edit(
            folder / "content" / "site.yaml", "https://kampanj.example/", "https://kommun.example/kampanjer/knark"
        ),
    )


@pytest.fixture(scope="module")
def hidden(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what is published when pages without a translation are left out."""
    return _changed(
        root,
        tmp_path_factory.mktemp("dolda") / "kampanj",
        lambda folder: campaigns.edit(folder / "content" / "site.yaml", "untranslated: show", "untranslated: hide"),
    )


def _changed(root: Path, to: Path, change: Change) -> Path:
    folder = campaigns.copy(root, to)
    change(folder)
    result = campaigns.build(folder)
    assert not result.failed, result.problems
    return folder / "output"


def _page(output: Path, out: str) -> LexborHTMLParser:
    return LexborHTMLParser((output / out).read_text("utf-8"))


def _pages(output: Path) -> dict[str, LexborHTMLParser]:
    return {
        file.relative_to(output).as_posix(): LexborHTMLParser(file.read_text("utf-8"))
        for file in sorted(output.rglob("*.html"))
    }


def _attribute(page: LexborHTMLParser, css: str, name: str) -> list[str]:
    return [node.attributes.get(name) or "" for node in page.css(css)]


def _addresses(output: Path) -> set[str]:
    return {file.relative_to(output).as_posix() for file in output.rglob("*") if file.is_file()}


def _out_of(address: str, base: str = "/") -> str:
    """Return the file that an address of ours leads to."""
    path = unquote(urlsplit(address).path)
    assert path.startswith(base), address
    out = path.removeprefix(base)
    return out + "index.html" if out.endswith("/") or not out else out


# -- the listing


def test_the_addresses_are_those_listed(output: Path) -> None:
    """Every file and no other; fingerprints left out, because each change of the engine changes them."""
    listed = sorted(map(campaigns.unmarked, _addresses(output)))
    campaigns.expect(EXPECTED / "addresses.txt", "\n".join(listed) + "\n")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_is_expected(name: str, output: Path) -> None:
    """A reader meets these words in this order; markup may change without a word here."""
    campaigns.expect(
        EXPECTED / f"{name}.txt", campaigns.outline((output / PAGES[name]).read_bytes(), whole="start" in name)
    )


def test_every_field_is_used() -> None:
    """Each field that a person may write stands in some file of the site, so that all of them are built."""
    text = "\n".join(f.read_text("utf-8") for f in [*SITE.rglob("*.md"), *SITE.rglob("*.yaml")])
    kinds = [k for k in vars(schema).values() if isinstance(k, type) and issubclass(k, BaseModel)]
    names = {field.alias or name for kind in kinds for name, field in kind.model_fields.items()}
    assert len(names) > 50
    assert sorted(n for n in names if not re.search(rf"(^|[\s{{,])-?\s*{re.escape(n)}:", text, re.MULTILINE)) == []


def test_a_second_build_makes_nothing(root: Path) -> None:
    """With nothing changed nothing is made, and the warnings still hold."""
    result = campaigns.build(root)
    assert result.current
    assert result.runs == 0
    assert {p.code for p in result.problems} == {"picture-profile", "poster-small", "service-unverified", "ledger-none"}


def test_the_folder_is_small() -> None:
    """The committed campaign stays under 300 KB."""
    assert sum(file.stat().st_size for file in SITE.rglob("*") if file.is_file()) < 300_000


# -- pictures


def _near(pixel: Any, wanted: tuple[int, ...], by: int = 30) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel, wanted, strict=True))


def _published(output: Path, pattern: str) -> list[Image.Image]:
    found = sorted(output.glob(pattern))
    assert found, pattern
    return [Image.open(io.BytesIO(file.read_bytes())) for file in found]


def test_a_picture_taken_sideways_stands_upright(output: Path) -> None:
    """The master lies on its side and says so; what is published is upright, red over blue, in every format."""
    with Image.open(SITE / "assets" / "posters" / "uppratt.jpg") as master:
        assert master.width > master.height, "the file itself lies"
    for picture in _published(output, "bilder/uppratt-*.*") + _published(
        output, "affischer/filer/uppratt-sv-[ts]*.jpg"
    ):
        if _near(picture.convert("RGB").getpixel((picture.width // 2, 1)), (20, 160, 60)):
            continue  # the Finnish poster has a picture of its own
        if picture.width == picture.height:
            continue  # set in a square, from words
        assert abs(picture.width / picture.height - 2 / 3) < 0.05, picture.format
        rgb = picture.convert("RGB")
        assert _near(rgb.getpixel((rgb.width // 2, rgb.height // 4)), (220, 20, 20)), picture.format
        assert _near(rgb.getpixel((rgb.width // 2, 3 * rgb.height // 4)), (20, 20, 220)), picture.format


def test_no_picture_tells_where_it_was_taken(output: Path) -> None:
    """Place, comment, profile and description are gone from every published picture."""
    with Image.open(SITE / "assets" / "posters" / "uppratt.jpg") as master:
        assert dict(master.getexif().get_ifd(0x8825)), "the master does tell"
        assert master.info["comment"]
    for file in sorted(output.rglob("*")):
        if file.suffix not in {".jpg", ".png", ".webp", ".avif"}:
            continue
        data = file.read_bytes()
        with Image.open(io.BytesIO(data)) as picture:
            assert dict(picture.getexif()) == {}, file
            assert not picture.info.keys() & {"comment", "exif", "xmp", "icc_profile", "photoshop", "Description"}, file
        assert b"Exempel" not in data, file


def test_sixteen_bits_of_grey_stay_grey(output: Path) -> None:
    """The ramp is dark to the left, middling in the middle, light to the right: not clipped to white."""
    [picture, *_] = _published(output, "bilder/gra-*.jpg")
    grey = picture.convert("L")
    y = grey.height // 2
    row = grey.crop((0, y, grey.width, y + 1)).tobytes()
    assert row[1] < 40
    assert 90 < row[len(row) // 2] < 165
    assert row[-2] > 215


def test_print_colours_become_screen_colours(output: Path) -> None:
    """A CMYK master is published as RGB, blue-green as it was."""
    for picture in _published(output, "bilder/tryck-*.*"):
        assert picture.mode == "RGB"
        red, green, blue = picture.getpixel((5, 5))  # type: ignore[misc]
        assert red < 90
        assert green > 150
        assert blue > 150


def test_a_logo_stands_on_a_plate_for_each_ground(output: Path) -> None:
    """In the middle of a white plate, and the one for dark grounds on a dark one, which dark pages show."""
    [light] = _published(output, "bilder/logo-exempelbageriet.*.png")
    [dark] = _published(output, "bilder/logo-exempelbageriet-mork.*.png")
    assert light.size == dark.size == (480, 240)
    assert light.getpixel((0, 0)) == (255, 255, 255)
    assert dark.getpixel((0, 0)) == (14, 23, 22)
    assert _near(light.getpixel((330, 120)), (184, 67, 31), 3)
    page = (output / "partner/exempelbageriet/index.html").read_text("utf-8")
    assert re.search(r'<source media="\(prefers-color-scheme: dark\)"[^>]+logo-exempelbageriet-mork', page)


def test_a_partner_is_named_and_speaks_in_each_language(output: Path) -> None:
    """Its own name in the page's language, and what it has promised."""
    assert "Esimerkkikoulu" in (output / "fi/kumppanit/exempelskolan/index.html").read_text("utf-8")
    assert "مدرسة المثال" in (output / "badges/exempelskolan/ar-light.svg").read_text("utf-8")
    assert "Puhumme siitä." in (output / "fi/kumppanit/exempelbageriet/index.html").read_text("utf-8")
    assert "Esimerkkikoulu" in (output / "data/partner/fi.json").read_text("utf-8")


def test_a_picture_says_its_size(output: Path) -> None:
    """Every <img> has width, height and alt, and its files are of the type that its <source> says."""
    for out, page in _pages(output).items():
        for node in page.css("img"):
            assert (node.attributes.get("width") or "").isdigit(), out
            assert (node.attributes.get("height") or "").isdigit(), out
            assert "alt" in node.attributes, out
        for node in page.css("picture source"):
            kind = (node.attributes["type"] or "").removeprefix("image/").replace("jpeg", "jpg")
            for part in (node.attributes["srcset"] or "").split(","):
                assert part.split()[0].endswith("." + kind), out


# -- addresses within pages


@pytest.mark.parametrize("where", ["output", "below", "hidden"])
def test_every_link_leads_somewhere(where: str, request: pytest.FixtureRequest) -> None:
    """In each variant every address of ours, with its anchor, is published, and begins with the site's base path."""
    output: Path = request.getfixturevalue(where)
    base = "/kampanjer/knark/" if where == "below" else "/"
    pages = _pages(output)
    ids = {out: set(_attribute(page, "[id]", "id")) for out, page in pages.items()}
    for out, page in pages.items():
        found = [
            *_attribute(page, "[href]", "href"),
            *_attribute(page, "[src]", "src"),
            *_attribute(page, "[poster]", "poster"),
        ]
        found += [part.split()[0] for row in _attribute(page, "[srcset]", "srcset") for part in row.split(",")]
        for address in found:
            parts = urlsplit(address)
            if parts.scheme and not address.startswith(
                ("https://kampanj.example/", "https://kommun.example/kampanjer/")
            ):
                assert parts.scheme in {"https", "tel", "sms", "mailto"}, (out, address)
                continue
            target = _out_of(address, base) if parts.path else out
            assert (output / target).is_file(), (out, address)
            assert not parts.fragment or unquote(parts.fragment) in ids[target], (out, address)


def test_a_link_to_a_heading_survives_a_missing_translation(root: Path, tmp_path: Path) -> None:
    """A Swedish page, shown where Finnish lacks it, may link to a heading that the Finnish target doesn't have."""
    folder = campaigns.copy(root, tmp_path / "kampanj")
    swedish = folder / "content" / "sv"
    campaigns.edit(
        swedish / "stod.md", "## Börja här {#borja-har}", "## Bara här {#bara-har}\n\n## Börja här {#borja-har}"
    )
    campaigns.edit(swedish / "anhorig.md", "ber om hjälp.", "[ber om hjälp](stod.md#bara-har).")
    result = campaigns.build(folder)
    assert [p for p in result.problems if p.level == "error"] == []


def test_emergency_numbers_ring(output: Path) -> None:
    """Short numbers are dialled as they are and long ones with the country's, on every page."""
    numbers = {
        a
        for page in _pages(output).values()
        for a in _attribute(page, "[href]", "href")
        if a.startswith(("tel:", "sms:"))
    }
    # Numbers that the telecoms authority keeps free, for films and examples.
    example = {"tel:+46313900601", "tel:+46313900602"}
    assert numbers == {"tel:112", "tel:116111", "sms:116111", "tel:+4687021680", *example}


def test_no_page_asks_another_origin_for_anything(output: Path) -> None:
    """Scripts, styles, pictures and fonts come from the site itself: a visit is nobody else's business."""
    for out, page in _pages(output).items():
        for css, name in (("[src]", "src"), ("link[rel=stylesheet]", "href"), ("link[rel=preload]", "href")):
            assert all(address.startswith("/") for address in _attribute(page, css, name)), out
        assert not page.css("style, [style], [onclick], iframe"), out


# -- canonical, alternates, sitemap, robots


def test_each_page_has_one_canonical_address(output: Path) -> None:
    """The canonical address is the page's own, or the original's where the words are not translated."""
    for out, page in _pages(output).items():
        canonical = _attribute(page, "link[rel=canonical]", "href")
        robots = _attribute(page, "meta[name=robots]", "content")
        if robots == ["noindex"]:
            assert canonical == [], out
            continue
        [address] = canonical
        own = _out_of(address.removeprefix(HOST))
        assert address.startswith(HOST + "/"), out
        if own != out:
            assert page.css_first(".notice, [class*=untranslated]") or out.startswith(("fi/", "ar/")), out
            assert (output / own).is_file(), out
            assert not _attribute(page, "link[rel=alternate][hreflang]", "href"), out


def test_translations_point_at_each_other(output: Path) -> None:
    """hreflang links go both ways, name themselves, and give the default language as x-default."""
    table = {}
    for out, page in _pages(output).items():
        rows = zip(
            _attribute(page, "link[hreflang]", "hreflang"), _attribute(page, "link[hreflang]", "href"), strict=True
        )
        if alternates := dict(rows):
            table[out] = alternates
    assert table["index.html"] == {
        "sv": f"{HOST}/",
        "fi": f"{HOST}/fi/",
        "ar": f"{HOST}/ar/",
        "sv-simple": f"{HOST}/lattlast/",
        "x-default": f"{HOST}/",
    }
    assert table["fi/tuki/index.html"]["sv"] == f"{HOST}/stod/"
    assert "ar/stod/index.html" not in table, "what isn't translated has no alternates"
    for out, alternates in table.items():
        assert out in {_out_of(href.removeprefix(HOST)) for href in alternates.values()}, out
        for href in alternates.values():
            assert table[_out_of(href.removeprefix(HOST))] == alternates, (out, href)
        assert alternates["x-default"] == alternates["sv"], out


def test_the_sitemap_lists_what_is_for_finding(output: Path) -> None:
    """It parses, and holds exactly the canonical addresses of the pages that may be indexed."""
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    tree = ElementTree.parse(output / "sitemap.xml")
    listed = [node.text for node in tree.iterfind("s:url/s:loc", names)]
    canonical = {a for page in _pages(output).values() for a in _attribute(page, "link[rel=canonical]", "href")}
    assert len(listed) == len(set(listed))
    assert set(listed) == canonical
    for url in tree.iterfind("s:url", names):
        hrefs = [link.get("href") for link in url.iterfind("x:link", names)]
        loc = url.find("s:loc", names)
        assert loc is not None
        assert not hrefs or loc.text in hrefs


def test_robots_names_the_sitemap(output: Path, below: Path) -> None:
    """robots.txt allows all and gives the whole address of the sitemap, below a path too."""
    assert (output / "robots.txt").read_text("utf-8").splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        f"Sitemap: {HOST}/sitemap.xml",
    ]
    assert "Sitemap: https://kommun.example/kampanjer/knark/sitemap.xml" in (below / "robots.txt").read_text("utf-8")


def test_invented_pages_are_not_for_finding(output: Path) -> None:
    """Examples and the page for wrong addresses say noindex; all else may be found."""
    no = {o for o, page in _pages(output).items() if _attribute(page, "meta[name=robots]", "content") == ["noindex"]}
    assert {"404.html", "kalender/oppet-mote/index.html", "partner/exempelbageriet/index.html"} <= no
    assert no.isdisjoint({"index.html", "hjalp/bris/index.html", "partner/exempelskolan/index.html"})


# -- feeds, manifests, JSON-LD


def test_the_feeds_are_atom(output: Path) -> None:
    """A feed a language: one entry a published news item, with ids of its own, times, and links that lead to pages."""
    atom = {"a": "http://www.w3.org/2005/Atom"}
    titles = {}
    for out in ("feed.xml", "fi/feed.xml", "ar/feed.xml"):
        feed = ElementTree.parse(output / out).getroot()
        ids = [node.text for node in feed.iterfind(".//a:id", atom)]
        assert len(ids) == len(set(ids))
        links = {link.get("rel"): link.get("href") or "" for link in feed.iterfind("a:link", atom)}
        assert links["self"] == f"{HOST}/{out}"
        assert feed.findtext("a:author/a:name", namespaces=atom) == "Exempelstads kommun"
        titles[out] = [entry.findtext("a:title", namespaces=atom) for entry in feed.iterfind("a:entry", atom)]
        for entry in feed.iterfind("a:entry", atom):
            link = entry.find("a:link", atom)
            assert link is not None
            assert (output / _out_of((link.get("href") or "").removeprefix(HOST))).is_file()
            assert dt.datetime.fromisoformat(entry.findtext("a:updated", "", atom)).tzinfo is not None
    assert titles == {"feed.xml": ["Kampanjen har börjat"], "fi/feed.xml": ["Kampanja on alkanut"], "ar/feed.xml": []}


def test_the_feeds_summary_is_text(output: Path) -> None:
    """Signs that mean something in XML come back as they were written."""
    feed = ElementTree.parse(output / "feed.xml")
    assert feed.findtext(".//{http://www.w3.org/2005/Atom}summary") == "En påhittad nyhet för prov & inget <annat>."


def test_the_manifests_are_whole(output: Path, below: Path) -> None:
    """Each language's manifest has its own name and direction, and icons that exist in the size it says."""
    for folder, base in ((output, "/"), (below, "/kampanjer/knark/")):
        for lang, prefix in (("sv", ""), ("fi", "fi/"), ("ar", "ar/")):
            manifest = json.loads((folder / f"{prefix}site.webmanifest").read_text("utf-8"))
            assert manifest["lang"] == lang
            assert manifest["dir"] == ("rtl" if lang == "ar" else "ltr")
            assert manifest["start_url"] == f"{base}{prefix}"
            assert manifest["scope"] == base
            for icon in manifest["icons"]:
                with Image.open(folder / _out_of(icon["src"], base)) as picture:
                    assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_what_search_engines_read_is_json(output: Path) -> None:
    """Every JSON-LD block parses, names its kind, and its own address is the page's."""
    kinds = set()
    for out, page in _pages(output).items():
        for node in page.css('script[type="application/ld+json"]'):
            data = json.loads(node.text())
            assert data["@context"] == "https://schema.org"
            assert data["url"] == f"{HOST}/{out.removesuffix('index.html')}", out
            kinds.add(data["@type"])
    assert {"WebSite", "Service", "NewsArticle"} <= kinds
    service = json.loads(_page(output, "hjalp/larm/index.html").css_first('script[type="application/ld+json"]').text())  # type: ignore[union-attr]
    assert service["availableChannel"][0]["servicePhone"]["telephone"] == "112"


def test_a_name_with_signs_is_escaped_everywhere(output: Path) -> None:
    """A partner called `Exempel & Bageriet <AB>` is shown as written, and opens no tag."""
    page = _page(output, "partner/exempelbageriet/index.html")
    heading = page.css_first("h1")
    assert heading is not None
    assert heading.text() == "Exempel & Bageriet <AB>"
    assert not page.css("ab")
    badge = ElementTree.parse(output / "badges" / "exempelbageriet" / "sv-light.svg")
    assert "Exempel & Bageriet <AB> står bakom" in (badge.findtext("{http://www.w3.org/2000/svg}title") or "")


# -- headers


def _headers_of_netlify(text: str) -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    path = ""
    for line in text.splitlines():
        if line and not line[0].isspace():
            path = line
            assert path not in table, f"{path} has two rules"
            table[path] = {}
        elif line.strip():
            name, _, value = line.strip().partition(": ")
            table[path][name] = value
    return table


def _headers_of_apache(text: str) -> dict[str, str]:
    assert text.count("<IfModule") == text.count("</IfModule>")
    return dict(re.findall(r'^\s*Header always set (\S+) "(.*)"$', text, re.MULTILINE))


def _headers_of_nginx(text: str, path: str) -> dict[str, str]:
    table = dict(re.findall(r'^add_header (\S+) "(.*)" always;$', text, re.MULTILINE))
    for name, variable in re.findall(r"^add_header (\S+) (\$\w+) always;$", text, re.MULTILINE):
        [body] = re.findall(r"^map \$uri " + re.escape(variable) + r" \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL)
        rows = re.findall(r'^\s+(\S+) "(.*)";$', body, re.MULTILINE)
        value = next((v for rule, v in rows if rule[0] == "~" and re.match(rule[1:], path)), dict(rows)["default"])
        if value:
            table[name] = value
    return table


def _headers_of_iis(text: str, folder: str) -> dict[str, str]:
    tree = ElementTree.fromstring(text)
    table: dict[str, str] = {}
    for place in ("system.webServer", *([f"location[@path='{folder}']/system.webServer"] if folder else [])):
        for node in tree.iterfind(f"{place}/httpProtocol/customHeaders/*"):
            name = node.get("name") or ""
            if node.tag == "remove":
                table.pop(name, None)
            else:
                assert name not in table, f"{name} is added twice"
                table[name] = node.get("value") or ""
    return table


@pytest.mark.parametrize("where", ["output", "below"])
@pytest.mark.parametrize("folder", ["", *(name for name, _ in hosting.FOLDERS)])
def test_all_hosts_send_the_same_headers(where: str, folder: str, request: pytest.FixtureRequest) -> None:
    """What nginx, Apache, IIS and `_headers` send for a folder is what the one table says, no more and no less."""
    output: Path = request.getfixturevalue(where)
    base = "/kampanjer/knark/" if where == "below" else "/"
    wanted = {**dict(hosting._EVERYWHERE), **dict(dict(hosting.FOLDERS).get(folder, hosting._PAGES))}
    if folder not in dict(hosting.FOLDERS):
        # The campaign has a form for faults, which pages may send.
        policy = wanted["Content-Security-Policy"].replace("form-action 'none'", "form-action https://formular.example")
        wanted["Content-Security-Policy"] = policy

    netlify = _headers_of_netlify((output / "_headers").read_text("utf-8"))
    assert netlify[f"{base}{folder}/*" if folder else base] == wanted

    apache = _headers_of_apache((output / ".htaccess").read_text("utf-8"))
    if folder:
        own = (output / folder / ".htaccess").read_text("utf-8")
        for name in re.findall(r"Header always unset (\S+)", own):
            del apache[name]
        apache.update(_headers_of_apache(own))
    assert apache == wanted

    nginx = (output / "nginx.conf.example").read_text("utf-8")
    assert _headers_of_nginx(nginx, f"{base}{folder or 'stod'}/x") == wanted

    assert _headers_of_iis((output / "web.config").read_text("utf-8"), folder) == wanted


@pytest.mark.parametrize("where", ["output", "below"])
def test_every_page_is_covered_by_exactly_one_rule(where: str, request: pytest.FixtureRequest) -> None:
    """A host that reads `_headers` joins the values of all rules that match, so no file may match two, or none."""
    output: Path = request.getfixturevalue(where)
    base = "/kampanjer/knark/" if where == "below" else "/"
    rules = [re.escape(p).replace(r"\*", ".*") for p in _headers_of_netlify((output / "_headers").read_text("utf-8"))]
    for out in sorted(o for o in _addresses(output) if o.endswith((".html", ".jpg", ".avif", ".webp", ".png", ".svg"))):
        address = base + out.removesuffix("index.html")
        matching = [rule for rule in rules if re.fullmatch(rule, address)]
        assert len(matching) <= 1, (address, matching)
        if out.endswith(".html") or posixpath.dirname(out):
            assert len(matching) == 1, address


# -- languages


def test_an_untranslated_page_is_shown_in_the_original(output: Path) -> None:
    """`show`: the Arabic support page is framed in Arabic, its words marked as Swedish, and says that it is so."""
    page = _page(output, "ar/stod/index.html")
    assert (page.root.attributes["lang"], page.root.attributes["dir"]) == ("ar", "rtl")  # type: ignore[union-attr]
    heading = page.css_first("h1")
    assert heading is not None
    assert heading.text() == "Få stöd"
    assert (heading.attributes["lang"], heading.attributes["dir"]) == ("sv", "ltr")
    assert _attribute(page, "link[rel=canonical]", "href") == [f"{HOST}/stod/"]


def test_an_untranslated_page_can_be_left_out(output: Path, hidden: Path) -> None:
    """`hide`: no Arabic support page; the language switch then leads to the Arabic start page."""
    assert "ar/stod/index.html" in _addresses(output)
    assert "ar/stod/index.html" not in _addresses(hidden)
    assert {"ar/index.html", "fi/tuki/index.html", "ar/posters/uppratt/index.html"} <= _addresses(hidden)
    switch = _attribute(_page(hidden, "stod/index.html"), "[hreflang], nav a[lang]", "href")
    assert "/ar/" in switch


def test_arabic_headings_have_ids_of_their_own(output: Path) -> None:
    """Two Arabic headings alike in letters get two ids, and none is empty."""
    ids = _attribute(_page(output, "ar/index.html"), "main h2", "id")
    assert len(ids) == len(set(ids)) >= 2
    assert all(ids)


def test_a_poster_in_another_language_has_its_own_picture(output: Path) -> None:
    """The Finnish poster page shows the Finnish picture; the Arabic one, which has none, the Swedish."""
    pictures = {
        lang: _attribute(_page(output, out), "main .poster img", "src")[0]
        for lang, out in (
            ("sv", "affischer/uppratt/index.html"),
            ("fi", "fi/julisteet/uppratt/index.html"),
            ("ar", "ar/posters/uppratt/index.html"),
        )
    }
    assert pictures["sv"] == pictures["ar"] != pictures["fi"]


# -- days


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [
        (
            "2026-10-31",
            {"utgangen/index.html"},
            {"hemlig/index.html", "framtid/index.html", "nyheter/nasta/index.html"},
        ),
        ("2026-11-01", set(), {"utgangen/index.html", "framtid/index.html"}),
        ("2026-12-24", {"nyheter/nasta/index.html"}, {"framtid/index.html"}),
        ("2027-01-01", {"framtid/index.html", "nyheter/nasta/index.html"}, {"hemlig/index.html"}),
        ("2027-03-01", {"framtid/index.html"}, {"kalender/oppet-mote/index.html", "hemlig/index.html"}),
        ("2026-02-28", {"nyheter/gammal/index.html"}, {"framtid/index.html"}),
    ],
)
def test_pages_come_and_go_by_their_days(root: Path, tmp_path: Path, day: str, there: set[str], gone: set[str]) -> None:
    """A page is there from `published` on and until the day before `expires`; a draft never. What goes is removed."""
    folder = campaigns.copy(root, tmp_path / "kampanj")
    if "kalender/oppet-mote/index.html" in gone:
        # The news links to the meeting: a link to what is gone would rightly be told.
        campaigns.edit(folder / "content" / "sv" / "news" / "start.md", " och [mötet](event:mote)", "")
    result = campaigns.build(folder, dt.date.fromisoformat(day))
    assert not result.failed, result.problems
    found = _addresses(folder / "output")
    assert there <= found
    assert gone.isdisjoint(found)


def test_an_ended_partner_keeps_its_page_but_not_its_badge(output: Path) -> None:
    """It is not in the roster, its page says that it stood behind, and its badge no longer bears its name."""
    assert "Exempelklubben" not in (output / "index.html").read_text("utf-8")
    page = (output / "partner" / "exempelklubben" / "index.html").read_text("utf-8")
    assert "stod bakom" in page
    assert "Exempelklubben" not in (output / "badges" / "exempelklubben" / "sv-light.svg").read_text("utf-8")


def test_a_meeting_that_is_over_is_not_listed(output: Path) -> None:
    """Its page stays for those who have the link."""
    assert "Ett möte som har varit" not in (output / "index.html").read_text("utf-8")
    assert (output / "kalender" / "forbi" / "index.html").is_file()
