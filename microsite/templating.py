"""Jinja: which files a layout can reach, which words it says, and the one recipe that renders it."""

from __future__ import annotations

import datetime as dt
import gettext
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from microsite.model import Catalogue
from microsite.problem import Problems, Span
from microsite.schema import base_of, unbroken
from microsite.source import Source
from microsite.store import Memo
from microsite.target import Inputs, Recipe

if TYPE_CHECKING:
    import jinja2

Words = tuple[tuple[str, tuple[str, ...]], ...]
_FOLDER = "templates/"
_OPTIONS: dict[str, Any] = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}


@dataclass(frozen=True)
class _Facts:
    """What a template's text tells: the templates it names, the messages it says, and what is wrong with it."""

    names: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    fault: tuple[str, int] | None = None


class Templates:
    """Knows, for each layout, the closure of files that it can reach and the words that they say."""

    def __init__(self, sources: Mapping[str, Source], memo: Memo, problems: Problems) -> None:
        self._sources = sources
        self._memo = memo
        self._problems = problems
        self._closures: dict[str, tuple[tuple[str, str], ...]] = {}
        self._words: dict[tuple[str, str], Words] = {}
        self._missing: dict[str, set[str]] = {}

    def tell_missing(self) -> None:
        """Tell which interface words lack a translation, once a language."""
        for lang, words in self._missing.items():
            if words:
                first, *rest = sorted(words)
                more = {"more": f" och {len(rest)} till", "more_en": f" and {len(rest)} more"} if rest else {"more": ""}
                self._problems.warn(
                    "words-missing", Span(f"templates/locales/{lang}.po"), lang=lang, word=first, **more
                )

    def files(self, layout: str) -> tuple[tuple[str, str], ...]:
        """Return the files that `layouts/<layout>.html` can reach, as a target's `files`."""
        if layout not in self._closures:
            found: set[str] = set()
            waiting = [f"layouts/{layout}.html"]
            while waiting:
                name = waiting.pop()
                if name not in found and _FOLDER + name in self._sources:
                    found.add(name)
                    waiting.extend(self._facts(name).names)
            self._closures[layout] = tuple((name, _FOLDER + name) for name in sorted(found))
        return self._closures[layout]

    def words(self, layout: str, catalogue: Catalogue) -> Words:
        """Return the translations of what the layout can say."""
        name = (layout, catalogue.lang)
        if name not in self._words:
            messages = {m for file, _ in self.files(layout) for m in self._facts(file).messages}
            if catalogue.lang != "en":
                self._missing.setdefault(catalogue.lang, set()).update(messages - catalogue.messages.keys())
            self._words[name] = tuple((m, catalogue.messages[m]) for m in sorted(messages) if m in catalogue.messages)
        return self._words[name]

    def _facts(self, name: str) -> _Facts:
        source = self._sources[_FOLDER + name]
        facts = self._memo.of(f"template {name}", source.digest, lambda: _read_template(source.read(), name))
        if facts.fault:
            what, line = facts.fault
            self._problems.error("template", Span(source.path, line, 1), what=what)
        for other in facts.names:
            if _FOLDER + other not in self._sources:
                self._problems.error("template", Span(source.path), what=other)
        return facts


def _read_template(data: bytes, name: str) -> _Facts:
    import jinja2
    from jinja2 import meta
    from jinja2.ext import extract_from_ast

    try:
        tree = jinja2.Environment(**_OPTIONS).parse(data.decode("utf-8-sig"), name)
    except (jinja2.TemplateSyntaxError, UnicodeDecodeError) as error:
        return _Facts(fault=(str(error).rstrip("."), getattr(error, "lineno", 1)))
    names = list(meta.find_referenced_templates(tree))
    if None in names:
        return _Facts(fault=("{% include %} must name its file", 1))
    messages = {
        m if isinstance(m, str) else m[0] for _, _, m in extract_from_ast(tree, ("_", "gettext", "ngettext")) if m
    }
    return _Facts(tuple(str(n) for n in names), tuple(sorted(str(m) for m in messages if m)))


class TemplateFaultError(Exception):
    """A template could not be rendered: what, in which template, on which line."""

    def __init__(self, what: str, template: str, line: int) -> None:
        super().__init__(what, template, line)
        self.what, self.template, self.line = what, template, line


def render(batch: Sequence[Inputs]) -> list[bytes]:
    """Render each view by the layout it names. Sees no file but those in its inputs. Raises TemplateFaultError."""
    return [_render(inputs) for inputs in batch]


RENDER = Recipe(render)


def _render(inputs: Inputs) -> bytes:
    import jinja2

    view = inputs.view
    environment, voice = environment_of(tuple(inputs.files.items()))
    voice.speak(view.chrome.lang, view.words, view.plural)
    try:
        weights = dict(inputs.weights)
        return environment.get_template(f"layouts/{view.layout}.html").render(view=view, weights=weights).encode()
    except jinja2.TemplateSyntaxError as error:
        raise TemplateFaultError(error.message or "", error.name or "", error.lineno) from error
    except jinja2.UndefinedError as error:
        raise TemplateFaultError(error.message or "", *_place(error)) from error


def _place(error: BaseException) -> tuple[str, int]:
    """Return template and line of the innermost frame that is a template: Jinja's own error has none."""
    place = ("", 0)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".html"):
            place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place


# Compiled templates by name and text: shared between layouts, and kept on disk between builds by whoever runs them.
# Not an input of any recipe: it only spares work, being named by all that it follows from.
COMPILED: dict[str, bytes] = {}


def _code_cache() -> jinja2.BytecodeCache:
    import jinja2
    from jinja2.bccache import Bucket

    class Codes(jinja2.BytecodeCache):
        def load_bytecode(self, bucket: Bucket) -> None:
            if known := COMPILED.get(f"{bucket.key} {bucket.checksum}"):
                bucket.bytecode_from_string(known)

        def dump_bytecode(self, bucket: Bucket) -> None:
            COMPILED[f"{bucket.key} {bucket.checksum}"] = bucket.bytecode_to_string()

    return Codes()


@lru_cache(maxsize=32)
def environment_of(files: tuple[tuple[str, bytes], ...]) -> tuple[jinja2.Environment, _Voice]:
    """Return the templates among `files`, by name and bytes, and the voice that their words are said in."""
    import jinja2

    texts = {name: data.decode("utf-8-sig").replace("\r\n", "\n") for name, data in files}
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: (texts[name], name, lambda: True) if name in texts else None),
        undefined=jinja2.StrictUndefined,
        bytecode_cache=_code_cache(),
        cache_size=-1,
        auto_reload=False,
        **_OPTIONS,
    )
    voice = _Voice()
    environment.globals.update(_=voice.gettext, gettext=voice.gettext, ngettext=voice.ngettext)
    environment.filters.update(date=voice.date, datetime=voice.moment, fit=fit, numbers=numbers)
    return environment, voice


class _Voice:
    """Says the interface's words in the language of the view being rendered.

    Jinja keeps an imported macro's globals from its first use, so the functions stay and what they know changes.
    """

    def speak(self, lang: str, words: Words, plural: str) -> None:
        self._lang = lang
        self._words = dict(words)
        self._plural: Callable[[int], int] = gettext.c2py(plural) if plural else lambda n: int(n != 1)

    def gettext(self, message: str, **values: Any) -> Any:
        return self._fill(self._words.get(message, (message,))[0], values)

    def ngettext(self, one: str, many: str, n: int, **values: Any) -> Any:
        forms = self._words.get(one, (one, many))
        return self._fill(forms[min(self._plural(n), len(forms) - 1)], {"num": n, "n": n, **values})

    def date(self, text: str) -> str:
        return date_in(text, self._lang)

    def moment(self, text: str) -> str:
        return _moment(text, self._lang)

    def _fill(self, text: str, values: Mapping[str, Any]) -> Any:
        from markupsafe import Markup, escape

        # A message may stand in an attribute: its own signs are escaped as well as what is put into it.
        return escape(text) % dict(values) if values else Markup(escape(text.replace("%%", "%")))  # noqa: S704


def fit(title: str) -> str:
    """Return the class, with a space before it, of a title with a word too wide for a telephone; "" for others."""
    longest = max((len(word) for word in re.split(r"[\s\u00ad-]+", title)), default=0)
    return next((f" fit-{least}" for least in (29, 26, 23, 20, 16) if longest >= least), "")


def numbers(text: str) -> Any:
    """Return a text as HTML, each telephone number in it kept on one line."""
    from markupsafe import Markup, escape

    return Markup(unbroken(str(escape(text))))  # noqa: S704 (escaped just now)


@lru_cache(maxsize=4096)
def date_in(text: str, lang: str) -> str:
    """Return an ISO date in the words of a language."""
    from babel.dates import format_date

    return format_date(dt.date.fromisoformat(text[:10]), "long", locale=locale_of(lang))


@lru_cache(maxsize=4096)
def _moment(text: str, lang: str) -> str:
    from babel.dates import format_datetime

    moment = dt.datetime.fromisoformat(text)
    form = "EEEE d MMMM y HH.mm" if base_of(lang) in ("sv", "fi") else "EEEE d MMMM y HH:mm"
    return format_datetime(moment, form, locale=locale_of(lang))


@lru_cache(maxsize=32)
def locale_of(lang: str) -> Any:
    """Return the CLDR locale of a language; Swedish where there is none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(base_of(lang))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("sv")
