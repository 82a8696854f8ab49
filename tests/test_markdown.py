"""Markdown: safe HTML with its links and headings, each at its place; silent traps are told."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from microsite.markdown import Document, lix, read_markdown
from microsite.problem import Span


def read(text: str, first_line: int = 1) -> Document:
    """Read `text` as the body of x.md."""
    return read_markdown(text, "x.md", first_line)


def html(document: Document) -> str:
    """Return the HTML, the gaps written as ⟦L0⟧."""
    return "".join(piece if isinstance(piece, str) else f"⟦{piece[0]}{piece[1]}⟧" for piece in document.pieces)


def told(text: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of every problem."""
    return [(p.code, p.span.line, p.span.column) for p in read(text).problems]


# -- links


def test_a_link_knows_its_place_in_the_file() -> None:
    """Line and column are those of the address, from the file's top."""
    [link] = read("Läs om [stöd](stod.md).\n", first_line=14).links
    assert (link.target, link.text, link.span) == ("stod.md", "stöd", Span("x.md", 14, 15, 7))


def test_the_same_link_several_times_has_several_places() -> None:
    """Each of three equal links is told where it stands itself."""
    links = read("[a](x.md) och [b](x.md)\n\nsedan [c](x.md)\n").links
    assert [(link.text, link.span.line, link.span.column) for link in links] == [
        ("a", 1, 5),
        ("b", 1, 19),
        ("c", 3, 11),
    ]


def test_a_link_whose_address_begins_like_another_is_not_mixed_up() -> None:
    """`stod.md` is not found within `stod.md#borja`, nor `a.md` within `ba.md`."""
    links = read("[a](stod.md#borja) [b](stod.md) [c](ba.md) [d](a.md)\n").links
    assert [link.span.column for link in links] == [5, 24, 37, 48]


def test_a_reference_link_is_placed_at_its_definition() -> None:
    """The address stands below the text, and that is where it must be mended."""
    [link] = read("Läs [mer][s] här.\n\n[s]: stod.md\n").links
    assert (link.target, link.span.line, link.span.column) == ("stod.md", 3, 6)


def test_an_address_in_angle_brackets_is_a_link() -> None:
    """<https://…> is a link at the address."""
    [link] = read("Se <https://exempel.se/a> nu.\n").links
    assert (link.target, link.span.column) == ("https://exempel.se/a", 5)


def test_addresses_never_stand_in_the_html() -> None:
    """They are gaps until somebody who knows the site has judged them: `javascript:` has no way in."""
    document = read("[x](javascript:alert(1)) [y](JaVaScRiPt:x) <javascript:alert(2)>\n")
    assert "javascript" not in html(document).lower().replace("&lt;javascript:alert(2)&gt;", "")
    assert [link.target.lower() for link in document.links][:2] == ["javascript:alert(1)", "javascript:x"]


def test_pictures_are_gaps_with_their_words() -> None:
    """A picture without a description is told at its address."""
    document = read("![En röd bil](bil.jpg)\n\n![](tom.jpg)\n")
    assert [(p.target, p.text) for p in document.pictures] == [("bil.jpg", "En röd bil"), ("tom.jpg", "")]
    assert [(p.code, p.span.line, p.span.column) for p in document.problems] == [("alt-missing", 3, 5)]
    assert "<img" not in html(document)


# -- what may not come in


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "Hej <b>du</b>",
        "<div onclick='x'>a</div>",
        "<img src=x onerror=alert(1)>",
        "<iframe src='//x'></iframe>",
        "<!-- dold -->",
        "<![CDATA[x]]>",
        "<?php x ?>",
        "<svg/onload=alert(1)>",
        "- punkt <i>lutad</i>",
        "> <u>citat</u>",
    ],
)
def test_raw_html_is_told(text: str) -> None:
    """Every way of writing a tag is a problem at its place, and none reaches the page."""
    problems = read(f"Först.\n\n{text}\n").problems
    assert {p.code for p in problems} == {"markdown-html"}
    assert all(p.span.line == 3 and p.span.column == text.index("<", 0) + 1 for p in problems[:1])


def test_tags_in_code_are_shown_as_they_are() -> None:
    """Between ` and in a fence a tag is text."""
    document = read("Skriv `<b>` så.\n\n```\n<script>\n```\n")
    assert document.problems == ()
    assert "&lt;b&gt;" in html(document)
    assert "&lt;script&gt;" in html(document)


def test_less_than_is_no_tag() -> None:
    """Arithmetic and arrows are text."""
    document = read("Om a < b och c > d, eller 5<6, <3.\n")
    assert document.problems == ()
    assert "a &lt; b" in html(document)


@pytest.mark.parametrize("attribute", ["onclick=x", "style=color:red", "srcset=x", "formaction=x", "ping=x", ".okand"])
def test_attributes_are_taken_from_a_short_list(attribute: str) -> None:
    """What isn't allowed is told, and isn't there."""
    document = read(f"[a](x.md){{: {attribute} }}\n")
    assert [p.code for p in document.problems] == ["markdown-attribute"]
    assert document.problems[0].span.line == 1


def test_attributes_that_are_allowed_stay() -> None:
    """A language, a button and a heading's name."""
    document = read("## Rubrik {#egen}\n\n*stay*{: lang=en} [Ring](x.md){: .knapp}\n")
    assert document.problems == ()
    assert '<em lang="en">' in html(document)
    assert 'class="knapp"' in html(document)
    assert [h.id for h in document.headings] == ["egen"]


@given(st.text(alphabet="<>ab/!-[](){}:.#=\"'` \n*_&;jsx", max_size=80))
def test_only_known_elements_come_out(text: str) -> None:
    """Whatever is typed: no element but those of the list, no attribute that runs anything."""
    document = read(text)
    tree = LexborHTMLParser(html(document))
    assert tree.body is not None
    for node in tree.body.css("*"):
        assert node.tag not in {"script", "style", "iframe", "object", "embed", "form", "input", "svg", "img", "link"}
        assert not any(name.startswith("on") or name in {"style", "srcdoc"} for name in node.attributes)


# -- silent traps


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- a\n  - b\n", ("markdown-nested", 2, 1)),
        ("1. a\n   - b\n", ("markdown-nested", 2, 1)),
        ("Text.\n- a\n- b\n", ("markdown-list", 2, 1)),
        ("Fakta.[^2]\n\n[^1]: Källa.\n", ("markdown-footnote", 1, 7)),
        ("/// fakta | Rubrik\nText\n", ("markdown-block-open", 1, 1)),
        ("/// faktta | Rubrik\nText\n///\n", ("markdown-block", 1, 5)),
        ("# Rubrik\n", ("markdown-heading", 1, 1)),
        ("Rubrik\n======\n", ("markdown-heading", 1, 1)),
    ],
)
def test_what_markdown_swallows_is_told(text: str, place: tuple[str, int, int]) -> None:
    """A flattened list, a list that stays text, a footnote without words, an open block, a second <h1>."""
    assert told(text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n\n- a\n    - b\n- c\n",
        "- a\n\n    Mer text.\n- b\n",
        "## Rubrik\n- a\n",
        "Fakta.[^1]\n\n[^1]: Källa.\n",
        "Pris: 5 - 6 kronor\noch mer.\n",
        "/// fakta | Rubrik\n- a\n- b\n///\n",
        "```\nText.\n- a\n<b>\n[^9]\n/// x\n```\n",
        "1. a\n2. b\n10. c\n",
        "Text  \nmer text.\n",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    """No false alarms: an officer who is warned in vain stops reading warnings."""
    assert told(text) == []


# -- headings and blocks


def test_headings_have_ids_of_their_own() -> None:
    """Swedish letters become plain ones, twins are numbered, and an id of one's own is never taken by another."""
    document = read("## Är det fara?\n\n## Är det fara?\n\n## Tre {#ar-det-fara-2}\n\n### Über 100 %\n")
    ids = [heading.id for heading in document.headings]
    assert ids[0] == "ar-det-fara"
    assert ids[2:] == ["ar-det-fara-2", "uber-100"]
    assert len(set(ids)) == 4
    assert set(ids) <= document.ids


def test_arabic_headings_have_ids() -> None:
    """Headings without a Latin letter are told apart, and none is without a name."""
    ids = [heading.id for heading in read("## أين تجد المساعدة\n\n## ماذا يحدث\n\n## Ελληνικά\n").headings]
    assert len(set(ids)) == 3
    assert all(ids)


def test_a_figure_shows_period_payer_and_source() -> None:
    """`siffra` keeps a number with what it takes to understand it."""
    document = read(
        "/// siffra | 5,7 miljoner\n    period: per år\n    betalare: kommunen\n    kalla: Accent\n\nText.\n///\n"
    )
    assert document.problems == ()
    out = html(document)
    tree = LexborHTMLParser(out)
    assert [n.text() for n in tree.css("dd")] == ["per år", "kommunen", "Accent"]
    assert [n.text() for n in tree.css("dt")] == ["⟦W0⟧", "⟦W1⟧", "⟦W2⟧"]
    assert "5,7 miljoner" in out


def test_every_block_opens_and_closes() -> None:
    """Each block of the handbook makes its element, nested content and all."""
    document = read(
        "/// viktigt | A\na [l](x.md)\n///\n\n/// ruta\nb\n///\n\n"
        "/// fraga | F?\n- c\n- d\n///\n\n/// citat | V\ne\n///\n"
    )
    assert document.problems == ()
    tree = LexborHTMLParser(html(document))
    assert [n.text() for n in tree.css("summary")] == ["F?"]
    assert [n.text() for n in tree.css("figcaption")] == ["V"]
    assert len(tree.css("details li")) == 2
    assert [link.target for link in document.links] == ["x.md"]


def test_a_table_has_headings_and_a_name() -> None:
    """Its columns are headed, and the box that scrolls can be reached and is named."""
    out = html(read("## Antal\n\n| Ort | Antal |\n|:--|--:|\n| A | 1 |\n"))
    tree = LexborHTMLParser(out)
    assert [n.attributes.get("scope") for n in tree.css("th")] == ["col", "col"]
    [box] = tree.css('[role="region"]')
    assert (box.attributes["tabindex"], box.attributes["aria-labelledby"]) == ("0", "antal")
    assert "style=" not in out


# -- hostile input


@pytest.mark.parametrize(
    "text",
    [
        "[" * 16_000,
        "![" * 8_000,
        "<![CDATA[" * 4_000,
        "[a](" * 3_000,
        "*" * 50_000,
        "`" * 20_001,
        "> " * 3_000 + "x",
        "- " * 3_000 + "x",
        "".join("    " * i + "- a\n" for i in range(300)),
        "a " * 150_000,
        "_a" * 20_000,
        "| a " * 5_000 + "\n" + "|--" * 5_000 + "\n",
        "&" * 100_000,
        "[^1]" * 3_000 + "\n\n[^1]: k\n",
        "/// fakta\n" * 2_000,
    ],
    ids=lambda text: f"{text[:9]!r} of {len(text)}",
)
def test_hostile_text_ends_in_time(text: str) -> None:
    """No text that was pasted by mistake or malice holds up a build or ends it with an exception."""
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 6


# -- readability


def test_a_number_in_a_text_is_not_broken_and_an_address_is_left_alone() -> None:
    page = html(read('Ring 020-91 91 91 [nu](https://x.example/a "020-91 91 91").'))
    assert 'Ring <span class="number">020-91 91 91</span> ' in page
    assert 'title="020-91 91 91"' in page


def test_lix_is_bjornssons() -> None:
    """Words a sentence plus the share of words over six letters, in per cent."""
    assert lix("Jag gick hem. Det var kallt.") == pytest.approx(3.0)
    # Eight words, two sentences, two words over six letters: 8/2 + 100·2/8.
    assert lix("Jag läste tidningen hemma. Sedan åt jag middagsmat.") == pytest.approx(4 + 25)
    assert lix("") == 0.0
    assert lix("112 020-91 91 91") == 0.0


def test_what_lix_reads_is_what_a_reader_reads() -> None:
    """Footnote marks, addresses and code are no words; an item without a full stop ends a sentence."""
    document = read("Ett [två](lang-adress-som-inte-lases.md) tre.[^1]\n\n- fyra\n- fem\n\n[^1]: Källa.\n")
    assert "adress" not in document.plain
    assert document.plain.startswith("Ett två tre.")
    assert "fyra. fem." in document.plain
