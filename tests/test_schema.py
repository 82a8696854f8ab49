"""Fields: what a person may write, what it means, and the error for everything else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.problem import Problem, Problems
from microsite.schema import (
    ChannelFields,
    EventFields,
    Fields,
    PageFields,
    PartnerFields,
    PosterFields,
    ServiceFields,
    ServiceTextFields,
    SettingsFields,
    dial,
    read_fields,
    slug_of,
    unbroken,
)
from microsite.yamlspan import read_yaml

PAGE = "title: Rubrik\ndescription: En mening.\n"
CHANNEL = "type: phone\n"


def read(kind: type[Fields], text: str) -> tuple[Any, list[Problem]]:
    """Read `text` as fields of `kind`."""
    problems = Problems()
    mapped = read_yaml(text, "x.yaml", problems)
    assert mapped is not None, problems.items
    return read_fields(kind, mapped, problems), problems.sorted()


def code(kind: type[Fields], text: str) -> str:
    """Return the code of the one problem."""
    fields, [problem] = read(kind, text)
    assert fields is None
    return problem.code


# -- telephone numbers


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ring 020-91 91 91, gratis.", "Ring {020-91 91 91}, gratis."),
        ("från utlandet +46 771 11 77 00.", "från utlandet {+46 771 11 77 00}."),
        ("Bris, 116 111, svarar", "Bris, {116 111}, svarar"),
        ("010-456 67 00: mån 9 17", "{010-456 67 00}: mån 9 17"),
        # No numbers to call.
        ("den 12 mars 2026 och 5 700 000 kronor", "den 12 mars 2026 och 5 700 000 kronor"),
        ("2024-02-29 och EN 301 549", "2024-02-29 och EN 301 549"),
        ("90101 och 112", "90101 och 112"),
    ],
)
def test_a_telephone_number_stays_on_one_line(text: str, kept: str) -> None:
    assert unbroken(text) == kept.replace("{", '<span class="number">').replace("}", "</span>")


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("112", "tel:112"),
        ("1177", "tel:1177"),
        ("114 14", "tel:11414"),
        ("116 111", "tel:116111"),
        ("116 016", "tel:116016"),
        ("116 006", "tel:116006"),
        ("90101", "tel:90101"),
        ("90390", "tel:90390"),
        ("020-91 91 91", "tel:+4620919191"),
        ("020505050", "tel:+4620505050"),
        ("0200-239 500", "tel:+46200239500"),
        ("0771-13 80 00", "tel:+46771138000"),
        ("08-702 16 80", "tel:+4687021680"),
        ("016-710 10 30", "tel:+46167101030"),
        ("070-610 96 61", "tel:+46706109661"),
        ("+46 771 11 77 00", "tel:+46771117700"),
        ("077-150 50 50", "tel:+46771505050"),
    ],
)
def test_a_number_is_kept_as_written_and_dialled_right(number: str, address: str) -> None:
    """The author's spacing stays; short numbers are dialled as they are, and never with the country's number."""
    fields, problems = read(ChannelFields, f'{CHANNEL}number: "{number}"\n')
    assert problems == []
    assert fields.number == number
    assert dial(number) == address


@pytest.mark.parametrize("number", ["112", "1177", "116 111", "90101", "114 14"])
def test_an_emergency_number_never_gets_a_country(number: str) -> None:
    """`tel:+46-112` does not ring."""
    assert dial(number) == "tel:" + number.replace(" ", "")


@pytest.mark.parametrize(
    "number",
    [
        "",
        "ring oss",
        "020-RING",
        "12",
        "1234567890123456",
        "+00012345678",
        "+99912345",
        "020/91 91 91 el. 112",
        "12345",
        "++46 8",
        "tel:112",
    ],
)
def test_a_number_that_can_not_be_dialled_is_refused(number: str) -> None:
    """A wrong number does harm: what no telephone takes is told, and nothing raises."""
    fields, problems = read(ChannelFields, f'{CHANNEL}number: "{number}"\n')
    assert fields is None
    assert [p.code for p in problems] in (["value-phone"], ["field-empty"])


@pytest.mark.parametrize("number", ["+46 (0)16-710 10 30", "0046 16 710 10 30"])
def test_a_number_written_for_abroad_is_dialled_right_or_refused(number: str) -> None:
    """The zero in brackets and the 00 in front must not be dialled after the country's number."""
    fields, problems = read(ChannelFields, f'{CHANNEL}number: "{number}"\n')
    assert (fields is None and problems[0].code == "value-phone") or dial(number) == "tel:+46167101030"


def test_a_space_that_does_not_break_is_a_space() -> None:
    """A number pasted from a web page holds such spaces, and rings all the same."""
    fields, problems = read(ChannelFields, f'{CHANNEL}number: "116\u00a0111"\n')
    assert problems == []
    assert dial(fields.number) == "tel:116111"


# -- addresses


@pytest.mark.parametrize(
    "address",
    [
        "https://exempel.se",
        "https://www.exempel.se/a/b?c=d&e=f#g",
        "http://exempel.se:8080/",
        "https://exempel.se/s%C3%B6k",
        "https://exempel.se/sök",
    ],
)
def test_a_web_address_is_taken_as_written(address: str) -> None:
    """Path, query, port and å are as the author wrote them."""
    fields, problems = read(ChannelFields, f'type: web\nurl: "{address}"\n')
    assert problems == []
    assert fields.url == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "//exempel.se",
        "www.exempel.se",
        "htp://exempel.se",
        "https://",
        "https:///x",
        "https://exempel",
        "https://anna@exempel.se/",
        "https://anna:hemligt@exempel.se/",
        "https://polisen.se@exempel.org/",
        "https://exempel.se/a b",
        "https://exempel.se/<x>",
        "https://exempel.se/\\\\x",
        "https://exempel.se:99999/",
        "https://exempel.se:abc/",
        "https://[::1/",
        "https://exem pel.se",
        "ftp://exempel.se",
        "mailto:a@exempel.se",
    ],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    """Scripts, names before an @, spaces and half addresses are told."""
    assert code(ChannelFields, f'type: web\nurl: "{address}"\n') == "value-web"


@pytest.mark.parametrize(
    "address",
    ["info", "info@", "@exempel.se", "a@b", "a b@exempel.se", "a@exempel.se, b@exempel.se", "mailto:a@exempel.se"],
)
def test_what_is_no_mail_address_is_refused(address: str) -> None:
    """One plain address and nothing else."""
    assert code(ChannelFields, f'type: email\nemail: "{address}"\n') == "value-email"


@pytest.mark.parametrize("slug", ["Stöd", "a_b", "a--b", "-a", "a-", "a/b", "a.b", "..", "a b", "é", "x" * 81])
def test_what_can_not_stand_in_an_address_is_refused(slug: str) -> None:
    """a–z, 0–9 and single hyphens between them; the message gives one that would do."""
    fields, [problem] = read(PageFields, f'{PAGE}slug: "{slug}"\n')
    assert fields is None
    assert problem.code == "value-slug"
    example = dict(problem.params)["example"]
    assert read(PageFields, f"{PAGE}slug: {example}\n")[1] == []


@pytest.mark.parametrize(
    ("text", "slug"), [("Få stöd", "fa-stod"), ("Åäöéü", "aaoeu"), ("  A & B  ", "a-b"), ("100 %", "100"), ("أين", "")]
)
def test_a_slug_is_made_of_swedish(text: str, slug: str) -> None:
    """å and ä become a, ö becomes o; all other signs part words."""
    assert slug_of(text) == slug


@given(st.text(max_size=60))
def test_a_slug_is_fine_in_an_address(text: str) -> None:
    """Whatever it is made of, a slug is empty or taken as one."""
    slug = slug_of(text)[:80].strip("-")
    assert slug == "" or read(PageFields, f'{PAGE}slug: "{slug}"\n')[1] == []


# -- other values


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("published: 2026-02-30", "value-date"),
        ("published: 26-02-03", "value-date"),
        ("published: 3/2 2026", "value-date"),
        ("published: 20260203", "value-date"),
        ("published: 2026-2-3", "value-date"),
        ("draft: kanske", "value-yesno"),
        ("draft: 1", "value-yesno"),
        ("menu: 1.5", "value-number"),
        ("menu: -1", "value-number"),
        ("menu: två", "value-number"),
        ("menu: 99999999999", "value-number"),
        ("audience: user", "value-unknown"),
        ("audience: [users, young]", "field-shape"),
        ("title: [a]", "field-shape"),
        ("title:", "field-empty"),
        ("title: '  '", "field-empty"),
        ("shows: {a: b}", "field-shape"),
        ("shows: [tjänster]", "value-unknown"),
        ("hero: en rad", "field-shape"),
        ("hero: {text: a}", "field-missing"),
        ("hero: {line: a, butons: []}", "field-unknown"),
        ("hero: {line: a, buttons: [{text: b}]}", "field-missing"),
        ("Title: x", "field-unknown"),
        ("menu_title: x", "field-unknown"),
    ],
)
def test_a_wrong_value_has_its_own_message(text: str, wrong: str) -> None:
    """Each slip is told by the code that explains it."""
    base = "".join(row + "\n" for row in PAGE.splitlines() if not text.startswith(row.split(":")[0] + ":"))
    assert code(PageFields, f"{base}{text}\n") == wrong


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("yes", True), ("ja", True), ("Ja", True), ("true", True), ("no", False), ("nej", False), ("NEJ", False)],
)
def test_yes_and_no_in_two_languages(word: str, meaning: bool) -> None:
    """yes, ja, no and nej mean what they say: `no` is not taken by YAML first."""
    fields, _ = read(PageFields, f"{PAGE}draft: {word}\n")
    assert fields.draft is meaning


@pytest.mark.parametrize("written", ["2027-02-03 18:00", "2027-02-03T18:00", "2027-02-03 18.00"])
def test_a_moment_is_read(written: str) -> None:
    """Date and time with colon or full stop; the time is the town's."""
    fields, _ = read(EventFields, f"{PAGE}starts: {written}\n")
    assert fields.starts == dt.datetime(2027, 2, 3, 18, 0)  # noqa: DTZ001


@pytest.mark.parametrize(("written", "point"), [("50% 30%", (50, 30)), ("0 % 100 %", (0, 100))])
def test_a_point_is_two_percentages(written: str, point: tuple[int, int]) -> None:
    """From the left and from the top."""
    fields, _ = read(PosterFields, f'title: a\nalt: b\nmaster: c.png\nfocus: "{written}"\n')
    assert fields.focus == point
    assert code(PosterFields, 'title: a\nalt: b\nmaster: c.png\nfocus: "101% 0%"\n') == "value-point"


def test_a_colour_is_six_signs() -> None:
    """#rgb, names and colours without quotes are told."""
    for wrong in ("grön", '"#fff"', '"#12345g"', '"123456"'):
        _, problems = read(SettingsFields, f"brand: {{primary: {wrong}}}\n")
        assert "value-colour" in [p.code for p in problems], wrong


def test_a_text_a_language() -> None:
    """A field may hold one text for all languages, or one each; a language that does not exist is told."""
    fields, problems = read(SettingsFields, "name: {sv: A, xx: B}\n")
    assert fields is None
    assert [(p.code, p.span.column) for p in problems if p.code == "value-unknown"] == [("value-unknown", 7)]


def test_everything_wrong_is_told_at_once_at_its_place() -> None:
    """One reading tells all mistakes of a file, each at its own line and column."""
    _, problems = read(PartnerFields, "slug: å\nname:\nsector: bolag\nurl: x\nlog: y.png\n")
    assert [(p.code, p.span.line, p.span.column) for p in problems] == [
        ("value-slug", 1, 7),
        ("field-empty", 2, 6),
        ("value-unknown", 3, 9),
        ("value-web", 4, 6),
        ("field-unknown", 5, 1),
    ]


def test_a_missing_field_is_told_at_what_lacks_it() -> None:
    """In a list that is the item's first line, not the file's."""
    _, problems = read(ServiceFields, "channels:\n  - type: phone\n  - number: '112'\n")
    missing = {dict(p.params)["name"]: p.span.line for p in problems if p.code == "field-missing"}
    assert missing["type"] == 3
    assert missing["name"] == 1


def test_a_misspelt_field_gets_the_right_one_suggested() -> None:
    """At every depth: the fields that are suggested are those that may stand there."""
    _, problems = read(ServiceFields, "channels:\n  - {type: phone, hous: a}\n")
    [found] = [p for p in problems if p.code == "field-unknown"]
    assert "hours" in dict(found.params)["suggestion"]


def test_a_translation_holds_words_only() -> None:
    """A translated service has no numbers, hours or dates of its own."""
    assert read(ServiceTextFields, "summary: a\nchannel-notes: {phone: b}\n")[1] == []
    assert code(ServiceTextFields, "checked: 2026-01-01\n") == "field-unknown"


def test_spaces_and_line_breaks_in_a_text_are_one_space() -> None:
    """A title that was folded over two lines is one line."""
    fields, _ = read(PageFields, "title: >\n  Två\n  rader\ndescription: b\n")
    assert fields.title == "Två rader"


@given(
    st.recursive(
        st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["title", "hero", "shows", "menu", "audience", "x", "line", "block", "items"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_shape_is_read_or_told(value: Any) -> None:
    """Whatever shape a file has, reading ends with fields or with problems; it never raises."""
    from microsite.yamlspan import Mapped

    for kind in (PageFields, ServiceFields, SettingsFields, PartnerFields, ServiceTextFields):
        problems = Problems()
        fields = read_fields(kind, Mapped("x", value, {(): (1, 1, 1)}, {}), problems)
        assert fields is not None or problems.failed
