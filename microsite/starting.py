"""Starting: a lean campaign of a town's own, with sample content to replace and a list of what to do.

What is said about national services is copied from the campaign that lies beside the program, with its sources and
dates, so that a number stands in one place only. The rest lies in `starter/`.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from microsite.colour import apart
from microsite.palette import LEAST_APART, parted
from microsite.schema import slug_of
from microsite.schema.values import as_web, one_of

_STARTER = Path(__file__).resolve().parent / "starter"
# Services that answer the whole country; local ones are the town's own business.
SERVICES = (
    "larm-112",
    "vard-1177",
    "giftinformationscentralen",
    "sjalvmordslinjen",
    "hjalplinjen",
    "droghjalpen",
    "anhoriglinjen",
    "foraldralinjen",
    "bris",
    "kvinnofridslinjen",
    "polisen",
)
# What is the same in every town: formats that posters are set in, words that are searched for, texts for partners.
_SHARED = ("formats.yaml", "words.yaml", "kit.yaml")
# Languages that the starter is written in.
_LANGUAGES = ("sv", "fi", "en", "ar")
# How long a page about help stands before somebody reads it again.
_REVIEW = dt.timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a town has answered. Colours are #rrggbb, the second "" to have it reckoned; `languages` begin with sv."""

    name: str
    owner: str
    primary: str
    accent: str
    languages: tuple[str, ...]
    url: str


def known_languages(engine: Path) -> tuple[str, ...]:
    """Return the languages that buttons and menus have words in, the original's first."""
    found = sorted(path.stem for path in (engine / "templates/locales").glob("*.po"))
    return ("sv", *(lang for lang in found if lang != "sv"))


# A message's code, and what its words need.
Fault = tuple[str, dict[str, Any]]


def colour_fault(primary: str, accent: str) -> Fault | None:
    """Return what is wrong with one or two colours; None where nothing is."""
    for colour in filter(None, (primary, accent)):
        if not re.fullmatch(r"#[0-9a-f]{6}", colour):
            return "value-colour", {"value": colour}
    if accent and apart(primary, accent) < LEAST_APART:
        ratio = f"{apart(primary, accent):.1f}"
        values = {"value": accent, "other": primary, "ratio": ratio, "least": f"{LEAST_APART:g}"}
        return "brand-alike", {**values, "instead": parted(primary, accent)}
    return None


def address_fault(url: str) -> Fault | None:
    """Return what is wrong with the address of a website; None where nothing is."""
    return _fault_of(as_web, url)


def language_fault(languages: Sequence[str], known: Sequence[str]) -> Fault | None:
    """Return what is wrong with a list of languages; None where nothing is."""
    return next(filter(None, (_fault_of(one_of(*known), lang) for lang in languages)), None)


def _fault_of(validator: Callable[[Any], Any], value: str) -> Fault | None:
    try:
        validator(value)
    except PydanticCustomError as error:
        values = dict(error.context or {})
        return values.pop("code"), values
    return None


def is_free(folder: Path) -> bool:
    """Tell whether a campaign may be begun there: nothing is, or an empty folder."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def begin(folder: Path, engine: Path, answers: Answers, today: dt.date) -> int:
    """Write a campaign into `folder`, whole or not at all; return how many files it is. Raises OSError."""
    # Beside it, so that one rename puts it there: an answer too many is better than half a campaign.
    half = folder.with_name(f"{folder.name}.halv")
    shutil.rmtree(half, ignore_errors=True)
    try:
        files = dict(_files(engine, answers, today))
        for name, text in files.items():
            place = half / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8", newline="\n")
        for empty in ("assets/posters", "assets/logos"):
            (half / empty).mkdir(parents=True, exist_ok=True)
        if folder.exists():
            folder.rmdir()
        half.rename(folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return len(files)


def _files(engine: Path, answers: Answers, today: dt.date) -> Iterator[tuple[str, str]]:
    words = {
        "name": answers.name,
        "owner": answers.owner,
        "slug": slug_of(answers.owner) or "kommunen",
        "url": answers.url,
        "languages": ", ".join(answers.languages),
        "brand": "\n".join(_brand(answers)),
        "today": today.isoformat(),
        "review": (today + _REVIEW).isoformat(),
    }
    for path in sorted(_STARTER.rglob("*.*")):
        name = path.relative_to(_STARTER).as_posix()
        text = path.read_text("utf-8")
        if name == "site.yaml":
            text = _only(text, answers.languages)
        out = name if name in ("partners.yaml", "ATT-GORA.md") else f"content/{name}"
        yield out, _filled(text, words, quoted=name.endswith(".yaml"))
    for shared in _SHARED:
        path = engine / "content" / shared
        if path.is_file():
            yield f"content/{shared}", _only(path.read_text("utf-8-sig"), answers.languages)
    for lang in answers.languages:
        for service in SERVICES:
            path = engine / "content" / lang / "services" / f"{service}.md"
            if path.is_file():
                yield f"content/{lang}/services/{service}.md", path.read_text("utf-8-sig")


def _brand(answers: Answers) -> Iterator[str]:
    yield f'  primary: "{answers.primary}"'
    if answers.accent:
        yield f'  accent: "{answers.accent}"'


def _only(text: str, languages: Sequence[str]) -> str:
    """Return a YAML file without the lines in languages that the town has not; their further lines go with them."""
    kept: list[str] = []
    dropped = -1
    for line in text.split("\n"):
        deep = len(line) - len(line.lstrip())
        if dropped >= 0 and (not line.strip() or deep > dropped):
            continue
        found = re.match(r" +([a-z]{2,3}):(?: |$)", line)
        dropped = deep if found and found[1] in _LANGUAGES and found[1] not in languages else -1
        if dropped < 0:
            kept.append(line)
    return "\n".join(kept)


def _filled(text: str, words: dict[str, str], quoted: bool) -> str:
    """Return a text with the answers in their places; one that YAML could take for something else in quotes."""

    def answer(found: re.Match[str]) -> str:
        value = words[found[1]]
        alone = text[: found.start()].rsplit("\n", 1)[-1].rstrip().endswith(":")
        if alone and (quoted or _in_head(text, found.start())) and found[1] in ("name", "owner"):
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return value

    return re.sub(r"\[\[(\w+)\]\]", answer, text)


def _in_head(text: str, at: int) -> bool:
    return text.startswith("---\n") and at < text.index("\n---", 4)
