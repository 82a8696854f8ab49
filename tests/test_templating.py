"""Templates: escaped in every file, nothing undefined, no file but the inputs, the words of each language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateNotFound
from selectolax.lexbor import LexborHTMLParser

from microsite import catalogue
from microsite.problem import Problems
from microsite.source import Source, digest_of
from microsite.store import Memo, Store
from microsite.target import Inputs
from microsite.templating import TemplateFaultError, Templates, fit, render

PLURAL = "(n != 1)"
ARABIC = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"


@dataclass(frozen=True)
class Frame:
    """Stands for the chrome."""

    lang: str = "sv"


@dataclass(frozen=True)
class View:
    """A view with two fields of its own."""

    title: Any = ""
    rows: tuple[str, ...] = ()
    layout: str = "page"
    chrome: Frame = Frame()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    plural: str = PLURAL


def page(template: str, view: View | None = None, **more: str) -> str:
    """Render `template` as the layout; `more` are other files, `/` written as `__` and without .html."""
    files = {"layouts/page.html": template.encode()}
    files.update({name.replace("__", "/") + ".html": text.encode() for name, text in more.items()})
    [data] = render([Inputs(view or View(), files, {})])
    return data.decode()


def fault(template: str, **more: str) -> tuple[str, int]:
    """Return template and line of the fault."""
    with pytest.raises(TemplateFaultError) as caught:
        page(template, None, **more)
    return caught.value.template, caught.value.line


@given(st.text(max_size=30))
def test_whatever_a_person_wrote_is_text(words: str) -> None:
    """In an element and in a quoted attribute, in the layout, an include, a macro and an SVG alike."""
    words = words.replace("\0", "").replace("\r", "")
    out = page(
        '<p title="{{ view.title }}">{{ view.title }}</p>{% include "x.html" %}'
        '{% from "m.html" import m %}{{ m(view.title) }}',
        View(title=words),
        x="<text>{{ view.title }}</text>",
        m='{% macro m(t) %}<b title="{{ t }}">{{ t }}</b>{% endmacro %}',
    )
    tree = LexborHTMLParser(out)
    assert tree.body is not None
    assert {node.tag for node in tree.body.css("*")} - {"body"} == {"p", "text", "b"}
    for css in ("p", "b"):
        node = tree.css_first(css)
        assert node is not None
        assert node.attributes["title"] == words
        assert node.text() == words


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.xml", "a.txt", "a"])
def test_escaping_does_not_hang_on_a_files_name(name: str) -> None:
    """Jinja's own choice would leave .svg and .txt bare."""
    files = {"layouts/page.html": f'{{% include "{name}" %}}'.encode(), name: b"{{ view.title }}"}
    [data] = render([Inputs(View(title="<b>"), files, {})])
    assert data == b"&lt;b&gt;"


@pytest.mark.parametrize("expression", ["view.titel", "titel", "view.rows[7]", "view.title.x.y", "view.rows.x"])
def test_what_is_not_there_is_told_with_its_line(expression: str) -> None:
    """A misspelt name is a fault in that template on that line, not a silent gap."""
    assert fault(f"a\nb\n<p>{{{{ {expression} }}}}</p>\n") == ("layouts/page.html", 3)


def test_a_fault_in_an_included_file_is_told_there() -> None:
    """The innermost template is the one to mend."""
    assert fault('{% include "c.html" %}', c="\n\n{{ nix }}") == ("c.html", 3)
    assert fault(
        '{% from "m.html" import m %}\n{{ m(text="a") }}', m="\n{% macro m(text) %}\n{{ texxt }}\n{% endmacro %}"
    ) == ("m.html", 3)
    assert fault('{% extends "b.html" %}\n{% block x %}\n{{ nix }}{% endblock %}', b="{% block x %}{% endblock %}") == (
        "layouts/page.html",
        3,
    )


def test_a_fault_of_syntax_is_told_with_its_line() -> None:
    """A tag left open."""
    assert fault("a\n{% if view.title %}\nb\n") == ("layouts/page.html", 3)


def test_a_macro_takes_no_unknown_argument() -> None:
    """A misspelt argument is refused by name."""
    with pytest.raises((TemplateFaultError, TypeError)):
        page('{% from "m.html" import m %}{{ m(txt="a") }}', m="{% macro m(text) %}{{ text }}{% endmacro %}")


@pytest.mark.parametrize("name", ["/etc/hostname", "../../partners.yaml", "layouts/base.html", "other.html"])
def test_a_template_reads_only_its_inputs(name: str) -> None:
    """No file that isn't among the inputs can be reached, wherever it lies."""
    with pytest.raises((TemplateNotFound, TemplateFaultError)):
        page(f'{{% include "{name}" %}}')


def test_a_view_is_all_that_a_template_knows() -> None:
    """No environment, no clock, no settings."""
    for name in ("site", "config", "now", "request", "environment", "settings"):
        assert fault(f"{{{{ {name} }}}}")[0] == "layouts/page.html"


# -- words


def test_words_are_those_of_the_view() -> None:
    """Each view speaks its own language, whichever came before in the same process."""
    template = '{{ _("Start") }} {{ _("%(name)s stands", name=view.title) }}'
    swedish = View("A", words=(("Start", ("Börja",)), ("%(name)s stands", ("%(name)s står",))))
    finnish = View("B", chrome=Frame("fi"), words=(("Start", ("Aloita",)),))
    files = {"layouts/page.html": template.encode()}
    made = render([Inputs(swedish, files, {}), Inputs(finnish, files, {}), Inputs(swedish, files, {})])
    assert [data.decode() for data in made] == ["Börja A står", "Aloita B stands", "Börja A står"]


def test_a_macro_imported_once_speaks_each_views_language() -> None:
    """Jinja keeps an imported macro from its first use; its words must not be kept with it."""
    files = {
        "layouts/page.html": b'{% from "m.html" import m %}{{ m() }}',
        "m.html": b'{% macro m() %}{{ _("Start") }}{% endmacro %}',
    }
    views = [
        View(chrome=Frame(lang), words=(("Start", (word,)),)) for lang, word in (("sv", "Börja"), ("fi", "Aloita"))
    ]
    assert [data.decode() for data in render([Inputs(view, files, {}) for view in views])] == ["Börja", "Aloita"]


@pytest.mark.parametrize(
    ("lang", "plural", "forms", "expected"),
    [
        ("sv", PLURAL, ("%(n)s dag", "%(n)s dagar"), {0: "0 dagar", 1: "1 dag", 2: "2 dagar"}),
        (
            "ar",
            ARABIC,
            ("0:%(n)s", "1:%(n)s", "2:%(n)s", "3:%(n)s", "4:%(n)s", "5:%(n)s"),
            {0: "0:0", 1: "1:1", 2: "2:2", 5: "3:5", 11: "4:11", 100: "5:100"},
        ),
    ],
)
def test_numbers_take_their_form(lang: str, plural: str, forms: tuple[str, ...], expected: dict[int, str]) -> None:
    """Two forms in Swedish, six in Arabic."""
    for number, words in expected.items():
        view = View(chrome=Frame(lang), plural=plural, words=(("%(n)s day", forms),))
        assert page(f'{{{{ ngettext("%(n)s day", "%(n)s days", {number}) }}}}', view) == words


def test_what_is_put_into_words_is_escaped() -> None:
    """A partner's name in a sentence opens no tag, and a sentence's own signs are text."""
    view = View("<b>&", words=(("%(name)s & co", ("%(name)s & <co>",)),))
    assert page('{{ _("%(name)s & co", name=view.title) }}', view) == "&lt;b&gt;&amp; &amp; &lt;co&gt;"
    assert page('{{ _("100 %%") }}') == "100 %"


def test_dates_are_written_as_in_the_language() -> None:
    """Days and moments in Swedish, Finnish and Arabic."""
    template = "{{ view.title|date }}|{{ view.title|datetime }}"
    moment = "2027-02-03T18:00"
    assert page(template, View(moment)) == "3 februari 2027|onsdag 3 februari 2027 18.00"
    assert page(template, View(moment, chrome=Frame("fi"))).startswith("3. helmikuuta 2027|")
    assert "فبراير" in page(template, View(moment, chrome=Frame("ar")))


def test_a_byte_order_mark_and_windows_lines_are_nothing() -> None:
    """A template saved by any editor gives the same bytes."""
    files = {"layouts/page.html": "\ufeffa\r\nb\r\n".encode()}
    assert render([Inputs(View(), files, {})]) == [b"a\nb\n"]


# -- closures


def templates(tmp_path: Path, problems: Problems, **files: str) -> Templates:
    """Return what is known of these template files."""
    sources = {}
    for name, text in files.items():
        path = f"templates/{name.replace('__', '/')}.html"
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        sources[path] = Source(path, digest_of(text.encode()), str(file))
    return Templates(sources, Memo(Store(tmp_path / "cache"), ""), problems)


def test_a_layout_has_all_that_it_can_reach(tmp_path: Path) -> None:
    """Through extends, include, import and from, at any depth, circles and all; and nothing more."""
    problems = Problems()
    known = templates(
        tmp_path,
        problems,
        layouts__page='{% extends "layouts/base.html" %}{% from "components/a.html" import a %}',
        layouts__base='{% include "components/b.html" %}',
        components__a='{% import "components/b.html" as b %}{% macro a() %}{% endmacro %}',
        components__b='{% include ["components/c.html"] %}{% include "components/b.html" %}',
        components__c="",
        components__alone="",
    )
    names = [name for name, _ in known.files("page")]
    assert names == [
        "components/a.html",
        "components/b.html",
        "components/c.html",
        "layouts/base.html",
        "layouts/page.html",
    ]
    assert problems.items == []


@pytest.mark.parametrize(
    "text", ["{% include view.name %}", "{% include 'a' ~ 'b' %}", '{% include "nix.html" %}', "{% if %}"]
)
def test_a_template_that_can_not_be_known_is_told(tmp_path: Path, text: str) -> None:
    """A guessed name, a missing file and broken syntax are problems while planning, at that template."""
    problems = Problems()
    templates(tmp_path, problems, layouts__page=text).files("page")
    assert [(p.code, p.span.path) for p in problems.items] == [("template", "templates/layouts/page.html")]


def test_words_without_a_translation_are_told_once_a_language(tmp_path: Path) -> None:
    """Swedish lacks one, English needs none."""
    problems = Problems()
    known = templates(tmp_path, problems, layouts__page='{{ _("One") }}{{ _("Two") }}{{ ngettext("a", "b", 2) }}')
    swedish = catalogue.read_catalogue(b'msgid "One"\nmsgstr "Ett"\n', "sv")
    assert known.words("page", swedish) == (("One", ("Ett",)),)
    known.words("page", catalogue.read_catalogue(b"", "en"))
    known.tell_missing()
    assert [(p.code, p.span.path) for p in problems.items] == [("words-missing", "templates/locales/sv.po")]


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Få stöd", ""),
        ("Orolig för någon?", ""),
        ("Narkotikaproblem", " fit-16"),
        ("Arbetsgivarnätverket i Eskilstuna", " fit-20"),
        ("Giftinformationscentralen", " fit-23"),
        # A line breaks at a hyphen, and where somebody has said that it may.
        ("Sammanhållnings-kampanjen", ""),
        ("Giftinformations\u00adcentralen", " fit-16"),
        ("", ""),
    ],
)
def test_a_title_with_a_long_word_is_marked(title: str, kept: str) -> None:
    assert fit(title) == kept
