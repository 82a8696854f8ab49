"""Starting: a lean campaign of a town's own, with sample content to replace and a list of what to do.

What is said about national services is copied from the campaign that lies beside the program, with its sources and
dates. The rest lies in `starter/`; the numbers that its own words name stand in those services too, which is tested.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from microsite.palette import alike
from microsite.schema import slug_of
from microsite.schema.values import as_colour, as_web, one_of

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
        if fault := _fault_of(as_colour, colour):
            return fault
    told = alike(primary, accent) if accent else None
    return ("brand-alike", told) if told else None


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
    """Write a campaign into `folder`, new or empty, or nothing; return how many files it is. Raises OSError."""
    # Written beside it first: a disk that is full half-way leaves no half campaign behind.
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        files = dict(_files(engine, answers, today))
        for name, text in files.items():
            place = half / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8", newline="\n")
        for empty in ("assets/posters", "assets/logos"):
            (half / empty).mkdir(parents=True, exist_ok=True)
        # What is moved is what lies in it: the folder itself may be where somebody stands.
        folder.mkdir(exist_ok=True)
        for part in sorted(half.iterdir()):
            part.rename(folder / part.name)
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
    unwanted = set(known_languages(engine)) - set(answers.languages)
    for path in sorted(_STARTER.rglob("*.*")):
        name = path.relative_to(_STARTER).as_posix()
        text = path.read_text("utf-8")
        if name == "site.yaml":
            text = _without(text, unwanted)
        out = name if name in ("partners.yaml", "ATT-GORA.md") else f"content/{name}"
        yield out, _filled(text, words, quoted=name.endswith(".yaml"))
    for shared in _SHARED:
        path = engine / "content" / shared
        if path.is_file():
            yield f"content/{shared}", _without(path.read_text("utf-8-sig"), unwanted)
    for lang in answers.languages:
        for service in SERVICES:
            path = engine / "content" / lang / "services" / f"{service}.md"
            if path.is_file():
                yield f"content/{lang}/services/{service}.md", path.read_text("utf-8-sig")


def _brand(answers: Answers) -> Iterator[str]:
    yield f'  primary: "{answers.primary}"'
    if answers.accent:
        yield f'  accent: "{answers.accent}"'


def _without(text: str, unwanted: Collection[str]) -> str:
    """Return a YAML file without the lines in languages that the town has not; their further lines go with them."""
    kept: list[str] = []
    dropped = -1
    for line in text.split("\n"):
        deep = len(line) - len(line.lstrip())
        if dropped >= 0 and (not line.strip() or deep > dropped):
            continue
        found = re.match(r" +([a-z]{2,3}):(?: |$)", line)
        dropped = deep if found and found[1] in unwanted else -1
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
