"""Translations: what is missing in each language, and what has changed in the original since it was translated.

Which wording a translation was made after stands in `content/translations.txt`: a line a file, with a digest of each
paragraph that its original had then. It is written when somebody says that a translation is done, never by a build.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microsite.problem import Problems
from microsite.yamlspan import Mapped, read_yaml

if TYPE_CHECKING:
    from microsite.model import Site, Text

RECORD = "content/translations.txt"
_HEAD = """\
# Efter vilken lydelse av originalet varje översättning är gjord: ett tecken för varje stycke.
# Filen skrivs av python3 build.py translations done. Ändra den inte för hand.
"""
_DATE = re.compile(r"[a-z-]+: *\d{4}-\d\d-\d\d")
_LONGEST = 72


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text, or a field at its head: the line of the file that it begins on, and its words."""

    line: int
    text: str

    @property
    def digest(self) -> str:
        """Return what tells this wording from another, however it is broken into lines."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()[:8]

    @property
    def beginning(self) -> str:
        """Return its first words, on one line."""
        words = " ".join(self.text.split())
        return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that there is no translation of: where it would lie, its original, and how many words that has."""

    path: str
    original: str
    words: int


@dataclass(frozen=True, slots=True)
class Behind:
    """A translation whose original has changed: the paragraphs as they are now, and how many have gone."""

    path: str
    original: str
    changed: tuple[Paragraph, ...]
    removed: int


@dataclass(frozen=True, slots=True)
class State:
    """How far one language has come. `fields` are (file, line, words) of texts that stand in a YAML file."""

    lang: str
    complete: int
    missing: tuple[Missing, ...]
    behind: tuple[Behind, ...]
    unknown: tuple[str, ...]
    fields: tuple[tuple[str, int, str], ...]


def paragraphs_of(text: str) -> tuple[dict[str, Paragraph], list[Paragraph]]:
    """Return the fields at a text's head, by name, and the paragraphs below it."""
    lines = text.splitlines()
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    fields: dict[str, Paragraph] = {}
    name = ""
    for number, line in enumerate(lines[1:end], 2):
        found = re.match(r"([\w-]+):", line)
        if found:
            name = found[1]
            fields[name] = Paragraph(number, line)
        elif name:
            fields[name] = Paragraph(fields[name].line, f"{fields[name].text}\n{line}")
    body: list[Paragraph] = []
    before = ""
    for number, line in enumerate(lines[end + 1 :], end + 2):
        if line.strip() and before.strip():
            body[-1] = Paragraph(body[-1].line, f"{body[-1].text}\n{line}")
        elif line.strip():
            body.append(Paragraph(number, line))
        before = line
    return fields, body


def wording(original: str, translated: str) -> list[Paragraph]:
    """Return the paragraphs of an original that a translation has to follow.

    Of the fields at its head those that both have and that are words: what is written alike in both needs no
    translation, and no date does.
    """
    ours, body = paragraphs_of(original)
    theirs, _ = paragraphs_of(translated)
    return [
        field
        for name, field in ours.items()
        if name in theirs and theirs[name].digest != field.digest and not _DATE.fullmatch(field.text.strip())
    ] + body


def compared(before: Sequence[str], now: Sequence[Paragraph]) -> tuple[list[Paragraph], int]:
    """Return the paragraphs that are not as they were when the translation was done, and how many are no more."""
    matcher = difflib.SequenceMatcher(None, before, [paragraph.digest for paragraph in now], autojunk=False)
    changed: list[Paragraph] = []
    removed = 0
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            changed += now[j1:j2]
            removed += max(0, (i2 - i1) - (j2 - j1))
    return changed, removed


def read_record(root: Path) -> dict[str, tuple[str, ...]]:
    """Return by each translation's path the digests of the wording that it was made after."""
    place = root / RECORD
    text = place.read_text("utf-8-sig") if place.is_file() else ""
    rows = (line.split() for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {f"content/{path}": tuple(digests) for path, *digests in rows}


def write_record(root: Path, record: Mapping[str, Sequence[str]]) -> None:
    """Write down which wording each translation was made after."""
    rows = [f"{path.removeprefix('content/')} {' '.join(digests)}\n" for path, digests in sorted(record.items())]
    half = root / f"{RECORD}.halv"
    half.write_text(_HEAD + "".join(rows), "utf-8", newline="\n")
    half.replace(root / RECORD)


def pairs(site: Site) -> Iterator[tuple[Text[Any], str, Text[Any] | None]]:
    """Yield each original with each other language of the site, and its text there if it has one."""
    for entries in (site.pages, site.services, site.posters, site.films, site.news, site.events):
        for entry in entries.values():
            original = entry.texts.get(site.default)
            if original is not None:
                for lang in site.languages[1:]:
                    yield original, lang, entry.texts.get(lang)


def survey(site: Site, root: Path) -> list[State]:
    """Return how far each language has come, but for the first, in which the originals are."""
    record, files = read_record(root), list(_yaml_files(root))
    missing: dict[str, list[Missing]] = {}
    behind: dict[str, list[Behind]] = {}
    unknown: dict[str, list[str]] = {}
    complete: dict[str, int] = {}
    for original, lang, text in pairs(site):
        if text is None:
            # Of a language with some pages only, nothing more is asked.
            if lang not in site.whole_languages:
                continue
            path = original.path.replace(f"content/{site.default}/", f"content/{lang}/", 1)
            fields, body = paragraphs_of(_read(root, original.path))
            heads = [fields[name] for name in ("title", "description", "summary") if name in fields]
            texts = [head.text.partition(":")[2] for head in heads] + [paragraph.text for paragraph in body]
            words = sum(len(re.findall(r"\w+", text)) for text in texts)
            missing.setdefault(lang, []).append(Missing(path, original.path, words))
        elif text.path not in record:
            unknown.setdefault(lang, []).append(text.path)
        else:
            now = wording(_read(root, original.path), _read(root, text.path))
            changed, removed = compared(record[text.path], now)
            if changed or removed:
                behind.setdefault(lang, []).append(Behind(text.path, original.path, tuple(changed), removed))
            else:
                complete[lang] = complete.get(lang, 0) + 1
    return [
        State(
            lang,
            complete.get(lang, 0),
            tuple(missing.get(lang, ())),
            tuple(behind.get(lang, ())),
            tuple(unknown.get(lang, ())),
            tuple(_untranslated(files, site.languages, lang)) if lang in site.whole_languages else (),
        )
        for lang in site.languages[1:]
    ]


def done(site: Site, root: Path, paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """Write down that translations say what their originals say now; return those written, and names of none.

    No paths are all of them. A line of a translation that is no more is dropped.
    """
    record = read_record(root)
    known = {text.path: original.path for original, _, text in pairs(site) if text is not None}
    wanted = [_as_path(path, root) for path in paths]
    strange = [path for path in wanted if path not in known]
    if strange:
        return [], strange
    new = {path: digests for path, digests in record.items() if path in known}
    written = []
    for path in wanted or known:
        digests = tuple(p.digest for p in wording(_read(root, known[path]), _read(root, path)))
        if new.get(path) != digests:
            new[path] = digests
            written.append(path)
    if new != record:
        write_record(root, new)
    return written, []


def known_paths(site: Site) -> list[str]:
    """Return the paths of all translations."""
    return [text.path for _, _, text in pairs(site) if text is not None]


def _as_path(typed: str, root: Path) -> str:
    """Return a path as the engine writes it, of one typed with backslashes, whole, or without "content/"."""
    path = typed.replace("\\", "/").removeprefix(f"{root.as_posix()}/").removeprefix("./")
    return path if path.startswith("content/") else f"content/{path}"


def _yaml_files(root: Path) -> Iterator[Mapped]:
    """Yield the YAML files in which texts stand in several languages. What is wrong in them, others have told."""
    for pattern in ("*.yaml", "data/*.yaml"):
        for place in sorted((root / "content").glob(pattern)):
            path = place.relative_to(root).as_posix()
            mapped = read_yaml(_read(root, path), path, Problems())
            if mapped is not None:
                yield mapped


def _untranslated(files: Sequence[Mapped], languages: Sequence[str], lang: str) -> Iterator[tuple[str, int, str]]:
    """Yield the texts of YAML files that are given in other languages and not in this."""

    def walk(mapped: Mapped, value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[int, str]]:
        if isinstance(value, dict):
            if value and set(value) <= set(languages):
                if lang not in value:
                    yield mapped.span(place).line, str(value.get(languages[0], next(iter(value.values()))))
                return
            for name, inner in value.items():
                yield from walk(mapped, inner, (*place, name))
        elif isinstance(value, list):
            for i, inner in enumerate(value):
                yield from walk(mapped, inner, (*place, i))

    for mapped in files:
        for line, words in walk(mapped, mapped.value, ()):
            yield mapped.path, line, Paragraph(line, words).beginning


def _read(root: Path, path: str) -> str:
    return (root / path).read_text("utf-8-sig")
