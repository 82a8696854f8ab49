"""The editors' handbook is true: fields and problems are named, its examples can be read, its links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from microsite import schema
from microsite.hours_reading import parse_hours
from microsite.markdown import read_markdown
from microsite.messages import MESSAGES
from microsite.problem import Problems
from microsite.series import read_table
from microsite.yamlspan import read_yaml

DOCS = Path(__file__).parents[1] / "docs"
HANDBOOK = DOCS / "handbok"
# The page that tells of each kind of fields. A new kind without a page fails `test_every_kind_of_fields_has_a_page`.
PAGES: dict[type[schema.Fields], str] = {
    schema.ButtonFields: "sidor.md",
    schema.HeroFields: "sidor.md",
    schema.EntranceFields: "sidor.md",
    schema.BlockFields: "sidor.md",
    schema.TextFields: "sidor.md",
    schema.PageFields: "sidor.md",
    schema.NewsFields: "nyheter-och-kalender.md",
    schema.EventFields: "nyheter-och-kalender.md",
    schema.EventTextFields: "nyheter-och-kalender.md",
    schema.PosterFields: "affischer.md",
    schema.PosterTextFields: "affischer.md",
    schema.TemplateFields: "affischer.md",
    schema.TemplateTextFields: "affischer.md",
    schema.FormatFields: "affischer.md",
    schema.SafeFields: "affischer.md",
    schema.CutFields: "affischer.md",
    schema.FilmFields: "film.md",
    schema.FilmTextFields: "film.md",
    schema.ChannelFields: "stodtjanster.md",
    schema.PlaceFields: "stodtjanster.md",
    schema.WordsFields: "stodtjanster.md",
    schema.CrisisFields: "stodtjanster.md",
    schema.RetiredFields: "stodtjanster.md",
    schema.PeopleFields: "stodtjanster.md",
    schema.FreshnessFields: "installningar.md",
    schema.ChartFields: "diagram.md",
    schema.GoalFields: "diagram.md",
    schema.SeriesFields: "diagram.md",
    schema.CommitmentFields: "installningar.md",
    schema.AgeFields: "stodtjanster.md",
    schema.ServiceFields: "stodtjanster.md",
    schema.ServiceTextFields: "stodtjanster.md",
    schema.PartnerFields: "partner.md",
    schema.KitFields: "partner.md",
    schema.PictureFields: "texten.md",
    schema.SocialFields: "partner.md",
    schema.TalkFields: "partner.md",
    schema.BrandFields: "installningar.md",
    schema.EmergencyFields: "installningar.md",
    schema.LinkFields: "installningar.md",
    schema.SettingsFields: "installningar.md",
    schema.AccessibilityFields: "om-lagen.md",
    schema.FaultFields: "om-lagen.md",
    schema.OutsideFields: "om-lagen.md",
    schema.FeedbackFields: "om-lagen.md",
    schema.ServerFields: "om-lagen.md",
}
# The whole files that a page shows, in order: each is read as the engine reads it.
EXAMPLES: dict[str, tuple[type[schema.Fields], ...]] = {
    "sidor.md": (schema.PageFields,),
    "stodtjanster.md": (schema.ServiceFields, schema.ServiceTextFields),
    "affischer.md": (schema.PosterFields,),
    "nyheter-och-kalender.md": (schema.NewsFields, schema.EventFields),
    "diagram.md": (schema.ChartFields,),
    "film.md": (schema.FilmFields,),
    "partner.md": (schema.PartnerFields, schema.PartnerFields),
    "installningar.md": (schema.SettingsFields,),
}
_FENCED = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def kinds(of: type[schema.Fields] = schema.Fields) -> Iterator[type[schema.Fields]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def text_of(name: str) -> str:
    return (HANDBOOK / name).read_text("utf-8")


def anchors_of(text: str) -> set[str]:
    """Return the ids that GitHub gives the headings of `text`."""
    headings = re.findall(r"^#{1,6} +(.+)$", _FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def sections() -> dict[str, str]:
    """Return what the page of problems says of each code."""
    parts = re.split(r"^### (\S+)$", text_of("felmeddelanden.md"), flags=re.MULTILINE)
    assert len(parts[1::2]) == len(set(parts[1::2])), "a code has two headings"
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_problem_has_its_heading_and_no_other_has() -> None:
    """Whatever code a person is shown can be found in the handbook."""
    assert set(sections()) == set(MESSAGES)


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_problem_is_quoted_in_its_own_words(code: str) -> None:
    """The example under a code holds the message as the engine says it, and then what to do."""
    section = sections().get(code, "")
    words = re.sub(r"\\\{\w+\\\}", ".*", re.escape(MESSAGES[code]["sv"][0].replace("{{", "<").replace("}}", ">")))
    assert f"[{code}]" in section
    assert re.search(words, section), f"not quoted as it is: {MESSAGES[code]['sv'][0]}"
    assert "**Gör så här:**" in section


def test_every_kind_of_fields_has_a_page() -> None:
    """A new kind of fields is given a page."""
    assert set(kinds()) == set(PAGES)


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.__name__)
def test_every_field_is_named(kind: type[schema.Fields]) -> None:
    """A person finds every field that can be written, by the name it has in the file."""
    text = text_of(PAGES[kind])
    missing = [f.alias for f in kind.model_fields.values() if f"`{f.alias}`" not in text]
    assert not missing


@pytest.mark.parametrize("options", [schema.AUDIENCES, schema.SECTORS, schema.CHANNELS, schema.BLOCKS])
def test_every_word_to_choose_among_is_named(options: tuple[str, ...]) -> None:
    """A person finds every word that a field takes."""
    text = "".join(text_of(name) for name in ("sidor.md", "partner.md", "stodtjanster.md"))
    assert [word for word in options if f"`{word}`" not in text] == []


def test_every_language_is_named() -> None:
    """A person finds every language code that can be written."""
    assert [code for code in schema.KNOWN_LANGUAGES if f"`{code}`" not in text_of("sprak.md")] == []


@pytest.mark.parametrize("page", EXAMPLES)
def test_the_files_shown_are_right(page: str) -> None:
    """Whoever copies a file from the handbook gets no error."""
    problems = Problems()
    shown = [
        text for text in _FENCED.findall(text_of(page)) if text.startswith(("---\n", "- slug:", "name:", "title:"))
    ]
    assert len(shown) == len(EXAMPLES[page])
    for text, kind in zip(shown, EXAMPLES[page], strict=True):
        _, front, body = text.split("---\n", 2) if text.startswith("---\n") else ("", text, "")
        mapped = read_yaml(front, page, problems)
        assert mapped is not None
        place = (0,) if isinstance(mapped.value, list) else ()
        schema.read_fields(kind, mapped, problems, place)
        problems.extend(read_markdown(body, page, 1).problems)
    assert problems.items == []


def test_the_parts_of_a_page_shown_are_right() -> None:
    """Whoever copies a hero or a block from the handbook gets no error."""
    problems = Problems()
    for text in _FENCED.findall(text_of("sidor.md")):
        if text.startswith(("hero:", "shows:")):
            mapped = read_yaml("title: x\ndescription: x\n" + text, "sidor.md", problems)
            assert mapped is not None
            schema.read_fields(schema.PageFields, mapped, problems)
    assert problems.items == []


def test_the_table_of_figures_shown_is_right() -> None:
    """Whoever copies the table from the handbook gets no error, and its columns are those that the words name."""
    problems = Problems()
    [shown] = [text for text in _FENCED.findall(text_of("diagram.md")) if ";" in text]
    table = read_table(shown, "x.csv", problems)
    assert problems.items == []
    assert table is not None
    assert all(f"column: {name}\n" in text_of("diagram.md") for name in table.names)


def test_the_markdown_shown_is_right() -> None:
    """Whoever copies Markdown from the handbook gets no error, and every block becomes one."""
    for text in _FENCED.findall(text_of("texten.md")):
        document = read_markdown(text, "texten.md", 1)
        assert document.problems == ()
        assert "///" not in "".join(piece for piece in document.pieces if isinstance(piece, str))


def test_the_hours_shown_are_right() -> None:
    """Every way to write hours that the handbook shows is understood."""
    part = text_of("stodtjanster.md").split("## Så skrivs öppettider")[1].split("\n## ")[0]
    shown = re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE)
    assert len(shown) >= 5
    for hours in shown:
        parse_hours(hours)


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda path: str(path.relative_to(DOCS)))
def test_links_lead_somewhere(path: Path) -> None:
    """Every link within the docs leads to a file that is there, and to a heading that it has."""
    fenced = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
    prose = re.sub(r"`[^`\n]*`", "", fenced.sub("", path.read_text("utf-8")))
    dead = []
    for target in re.findall(r"\]\(<?([^)>\s]+)", prose):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        file = (path.parent / name) if name else path
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors_of(file.read_text("utf-8"))):
            dead.append(target)
    assert dead == []
