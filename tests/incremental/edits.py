"""Small edits, one value in one file each: what people do to a campaign, to its cache and to its output."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.incremental.checker import SOURCES, World
from tests.incremental.small_site import jpeg, png, write

Edit = Callable[[World, Random], None]
_PLAIN = r"^[A-ZÅÄÖ][^\[\]{}()<>#!/|:*]*\.$"
_WORDS = r"^(title|menu-title|description|summary|alt|name|place|how-to-start|organisation): (.+)$"


def _texts(world: World, pattern: str = "content/*/**/*.md") -> list[Path]:
    return sorted(world.root.glob(pattern))


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {path}"
    write(path, text.replace(old, new, 1))


def _word(world: World) -> str:
    world.count += 1
    return f"ord{world.count}"


def _one_of(chance: Random, rows: list[Path]) -> Path | None:
    return chance.choice(rows) if rows else None


def _sub(path: Path | None, pattern: str, new: str, chance: Random) -> None:
    """Replace one match of `pattern`, chosen by chance, where there is any."""
    if path is None or not path.exists():
        return
    text = path.read_text("utf-8")
    found = list(re.finditer(pattern, text, re.MULTILINE))
    if found:
        match = chance.choice(found)
        write(path, text[: match.start()] + match.expand(new) + text[match.end() :])


# -- words


def text_of_a_body(world: World, chance: Random) -> None:
    _sub(_one_of(chance, _texts(world)), _PLAIN, rf"\g<0> Och {_word(world)}.", chance)


def field_of_a_text(world: World, chance: Random) -> None:
    _sub(_one_of(chance, _texts(world)), _WORDS, rf"\1: \2 {_word(world)}", chance)


def fact_of_a_text(world: World, chance: Random) -> None:
    """Add a line to the front matter; many fit only some kinds, so that the site is refused."""
    line = chance.choice(
        ["menu: 7", "draft: yes", "slug: annat", "audience: young", "expires: 2026-11-25", "published: 2026-11-24"]
    )
    _sub(_one_of(chance, _texts(world)), r"\A---\n", f"---\n{line}\n", chance)


def fact_of_a_service(world: World, chance: Random) -> None:
    path = _one_of(chance, _texts(world, "content/sv/services/*.md"))
    row = chance.choice(
        [
            (r"^urgency: \w+", "urgency: emergency"),
            (r"hours: .*", "hours: dygnet runt"),
            (r"^review-by: .*\n", ""),
            (r"^checked: .*", "checked: 2026-07-01"),
            (r"^audience: .*", "audience: [young]"),
        ]
    )
    _sub(path, *row, chance)


def fact_of_an_event(world: World, chance: Random) -> None:
    path = _one_of(chance, _texts(world, "content/sv/events/*.md"))
    _sub(path, *chance.choice([(r"^starts: .*", "starts: 2026-12-01 09.30"), (r"^example: yes\n", "")]), chance)


def setting(world: World, chance: Random) -> None:
    word = _word(world)
    row = chance.choice(
        [
            (r"^name: \{sv: ", f"name: {{sv: {word} "),
            (r"^(tagline: .*)en: ", rf"\1en: {word} "),
            (r"^owner: .*", f"owner: Exempel {word}"),
            (r'^  primary: ".*"', f'  primary: "#{chance.randrange(16**6):06x}"'),
            (r'^  accent: ".*"', f'  accent: "#{chance.randrange(16**6):06x}"'),
            (r"^untranslated: .*", f"untranslated: {chance.choice(['show', 'hide'])}"),
            (r"^base-url: .*", f"base-url: https://kampanj.example/{chance.choice(['', 'del/'])}"),
            (r"^languages: .*", f"languages: {chance.choice(['[sv, en]', '[sv]', '[en, sv]', '[sv, en, fi]'])}"),
            (r"label: \{sv: ", f"label: {{sv: {word} "),
            (r"\Z", f"badges: {chance.choice(['yes', 'no'])}\n"),
            (r"\Z", f"poster-downloads: {chance.choice(['yes', 'no'])}\n"),
        ]
    )
    _sub(world.root / "content/site.yaml", *row, chance)


def renditions(world: World, chance: Random) -> None:
    row = chance.choice(
        [
            (r"^poster-widths: .*", f"poster-widths: {chance.choice(['[60, 100]', '[60]', '[60, 90, 100]', '[200]'])}"),
            (r"^poster-formats: .*", f"poster-formats: {chance.choice(['[jpeg]', '[webp, jpeg]', '[webp]'])}"),
        ]
    )
    _sub(world.root / "content/site.yaml", *row, chance)


def words_of_the_interface(world: World, chance: Random) -> None:
    path = world.root / f"templates/locales/{chance.choice(['sv', 'en'])}.po"
    if path.exists():
        _sub(path, r'^(msgstr "[^"\\]+)"', rf'\1 {_word(world)}"', chance)


# -- partners


def field_of_a_partner(world: World, chance: Random) -> None:
    word = _word(world)
    row = chance.choice(
        [
            (r"^  name: .*", rf"\g<0> {word}"),
            (r"^  sector: .*", f"  sector: {chance.choice(['school', 'company'])}"),
            (r"^  url: .*", f"  url: https://{word}.example/"),
            (r"^  statement: .*", rf"\g<0> {word}"),
            (r"^  ended: .*", f"  ended: 2026-11-{chance.randrange(10, 30)}"),
            (r"^  logo: .*\n", ""),
            (r"^  name: .*", r"\g<0>\n  example: yes"),
        ]
    )
    _sub(world.root / "partners.yaml", *row, chance)


def partner_joins(world: World, chance: Random) -> None:
    word = _word(world)
    _sub(world.root / "partners.yaml", r"\Z", f"\n- slug: {word}\n  name: Exempel {word}\n  sector: faith\n", chance)


def partner_leaves(world: World, chance: Random) -> None:
    _sub(world.root / "partners.yaml", r"^- slug: .*\n(  .*\n)+", "", chance)


def partner_moves(world: World, chance: Random) -> None:
    _sub(world.root / "partners.yaml", r"^- slug: .*", f"- slug: {_word(world)}", chance)


# -- files


def page_is_added(world: World, chance: Random) -> None:
    word = _word(world)
    path = world.root / f"content/{chance.choice(['sv', 'en'])}/{chance.choice(['', 'om/'])}{word}.md"
    write(path, f"---\ntitle: {word}\ndescription: En sida till.\nmenu: 5\n---\nText om {word}.\n")


def news_is_added(world: World, chance: Random) -> None:
    day = f"2026-11-{chance.randrange(18, 27)}"
    path = world.root / f"content/sv/news/{day}-{_word(world)}.md"
    write(path, f"---\ntitle: Nyhet {world.count}\ndescription: Något nytt.\npublished: {day}\n---\nText.\n")


def poster_is_added(world: World, chance: Random) -> None:
    word = _word(world)
    # A master of its own, or one that another poster has too: then nothing is to be drawn.
    name = chance.choice(["kvittot.jpg", "samtalet.png", f"{word}.png"])
    master = world.root / "assets/posters" / name
    if not master.exists():
        master.write_bytes(png("#101010", (70, 99)))
    write(
        world.root / f"content/sv/posters/{word}.md", f"---\ntitle: {word}\nalt: En bild.\nmaster: {name}\n---\nText.\n"
    )


def service_is_added(world: World, chance: Random) -> None:
    word = _word(world)
    text = (
        (world.root / "content/sv/services/exempelmottagningen.md").read_text("utf-8")
        if _texts(world, "content/sv/services/exempelmottagningen.md")
        else ""
    )
    write(world.root / f"content/sv/services/{word}.md", text.replace("name: Exempelmottagningen", f"name: {word}"))


def text_is_renamed(world: World, chance: Random) -> None:
    """Another file name is another address; links to the old one are dead, and the site is refused."""
    path = _one_of(chance, _texts(world))
    if path is not None:
        path.rename(path.with_name(f"{path.stem}-{_word(world)}.md"))


def text_is_deleted(world: World, chance: Random) -> None:
    path = _one_of(chance, _texts(world))
    if path is not None:
        path.unlink()


def source_is_deleted(world: World, chance: Random) -> None:
    """Any source at all: mostly something that the site can't do without."""
    path = world.root / chance.choice(sorted(world.sources()))
    path.unlink()


def master_is_renamed(world: World, chance: Random) -> None:
    path = _one_of(chance, _texts(world, "content/sv/posters/*.md"))
    match = re.search(r"^master: (.*)$", path.read_text("utf-8"), re.MULTILINE) if path else None
    if path is None or match is None:
        return
    new = f"{_word(world)}{Path(match[1]).suffix}"
    shutil.copy(world.root / "assets/posters" / match[1], world.root / "assets/posters" / new)
    _change(path, match[0], f"master: {new}")


def pixels(world: World, chance: Random) -> None:
    """Another picture of the very same length, and of the very same times."""
    colour = f"#{chance.randrange(16**6):06x}"
    name, size = chance.choice(
        [("posters/samtalet.png", (90, 127)), ("logos/bageri.png", (240, 120)), ("bilder/rutor.png", (64, 40))]
    )
    _same_times(world.root / "assets" / name, png(colour, size))


def photo(world: World, chance: Random) -> None:
    path = world.root / "assets/posters/kvittot.jpg"
    path.write_bytes(jpeg(f"#{chance.randrange(16**6):06x}"))


def template(world: World, chance: Random) -> None:
    path = _one_of(chance, sorted((world.root / "templates").rglob("*.html")))
    _sub(path, r'class="', rf"\g<0>{_word(world)} ", chance)


def style(world: World, chance: Random) -> None:
    path = _one_of(
        chance, sorted(world.root.glob("templates/components/*/*.css")) + sorted(world.root.glob("assets/css/*.css"))
    )
    _sub(path, r"\Z", f".{_word(world)}{{margin:0}}\n", chance)


def script(world: World, chance: Random) -> None:
    _sub(world.root / "assets/js/site.js", r"\Z", f"// {_word(world)}\n", chance)


# -- times


def touched(world: World, chance: Random) -> None:
    os.utime(world.root / chance.choice(sorted(world.sources())))


def same_stat(world: World, chance: Random) -> None:
    """One letter for another, size and modification time as they were: as some copying tools leave a file."""
    path = _one_of(chance, _texts(world))
    if path is not None:
        data = path.read_text("utf-8")
        found = list(re.finditer(_PLAIN, data, re.MULTILINE))
        if found:
            at = chance.choice(found).end() - 2
            letter = chance.choice([c for c in "abcdefgh" if c != data[at]])
            if len(data[at].encode()) == 1:
                _same_times(path, (data[:at] + letter + data[at + 1 :]).encode())


def _same_times(path: Path, data: bytes) -> None:
    if not path.exists():
        return
    was = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def date_moves_on(world: World, chance: Random) -> None:
    world.today += dt.timedelta(days=chance.choice([1, 2, 3, 7, 20, -2]))


# -- mistakes


def mistake(world: World, chance: Random) -> None:
    name, old, new = chance.choice(
        [
            ("content/sv/stod.md", "(om.md)", "(omm.md)"),
            ("content/sv/index.md", "title: Start", "titel: Start"),
            ("content/sv/index.md", "title: Start", "title: [Start"),
            ("content/site.yaml", "owner:", "ägare:"),
            ("partners.yaml", "sector: company", "sector: bagare"),
            ("templates/layouts/page.html", "{% block main %}", "{% block main %}{{ view.finns_inte }}"),
            ("templates/layouts/poster.html", "{% block main %}", "{% block main %}{% if %}"),
            ("templates/layouts/partner.html", "{% block main %}", '{% block main %}<a href="/finns-inte/">x</a>'),
            ("content/sv/posters/samtalet.md", "samtalet.png", "samtal.png"),
        ]
    )
    path = world.root / name
    if path.exists() and old in path.read_text("utf-8"):
        _change(path, old, new)


def broken_picture(world: World, chance: Random) -> None:
    path = world.root / chance.choice(["assets/posters/kvittot.jpg", "assets/posters/samtalet.png"])
    if path.exists():
        path.write_bytes(path.read_bytes()[: chance.randrange(10, 400)])


# -- the cache and the output


def cache_is_damaged(world: World, chance: Random) -> None:
    files = [p for p in sorted(world.cache.rglob("*")) if p.is_file() and p.name != "lock"]
    path = _one_of(chance, files)
    if path is None:
        return
    data = bytearray(path.read_bytes())
    how = chance.choice(["flip", "truncate", "delete", "empty", "longer"])
    if how == "delete":
        path.unlink()
        return
    if how == "flip" and data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif how == "truncate":
        del data[chance.randrange(len(data) + 1) :]
    elif how == "empty":
        data.clear()
    else:
        data += b"\0"
    path.write_bytes(data)


def state_is_damaged(world: World, chance: Random) -> None:
    path = _one_of(chance, [p for p in (world.cache / n for n in ("state", "records", "memo")) if p.exists()])
    if path is not None:
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)


def cache_is_deleted(world: World, chance: Random) -> None:
    shutil.rmtree(world.cache, ignore_errors=True)


def _published(world: World, chance: Random) -> Path | None:
    return _one_of(chance, [p for p in sorted(world.output.rglob("*")) if p.is_file() and not _foreign(world, p)])


def _foreign(world: World, path: Path) -> bool:
    return path.relative_to(world.output).as_posix() in world.foreign


def output_is_edited(world: World, chance: Random) -> None:
    path = _published(world, chance)
    if path is not None:
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        _same_times(path, bytes(data))


def output_is_deleted(world: World, chance: Random) -> None:
    path = _published(world, chance)
    if path is not None:
        path.unlink()


def output_and_object_are_lost(world: World, chance: Random) -> None:
    """A picture is lost from the output and from the cache: it must be drawn again, alone."""
    pictures = sorted(world.output.glob("bilder/*.*.*"))
    path = _one_of(chance, pictures)
    if path is not None:
        path.unlink()
        shutil.rmtree(world.cache / "objects", ignore_errors=True)


def folder_of_output_is_deleted(world: World, chance: Random) -> None:
    for path in sorted(world.output.iterdir()) if world.output.exists() else []:
        if path.is_dir() and not any(_foreign(world, p) for p in path.rglob("*")) and chance.random() < 0.3:
            shutil.rmtree(path)


def foreign_file(world: World, chance: Random) -> None:
    folder = chance.choice(["", "om/", "bilder/", "eget/djupt/"])
    name = f"{folder}frammande-{_word(world)}.{chance.choice(['html', 'txt', 'png'])}"
    world.foreign[name] = name.encode()
    (world.output / name).parent.mkdir(parents=True, exist_ok=True)
    (world.output / name).write_bytes(world.foreign[name])


EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        text_of_a_body,
        field_of_a_text,
        fact_of_a_text,
        fact_of_a_service,
        fact_of_an_event,
        setting,
        renditions,
        words_of_the_interface,
        field_of_a_partner,
        partner_joins,
        partner_leaves,
        partner_moves,
        page_is_added,
        news_is_added,
        poster_is_added,
        service_is_added,
        text_is_renamed,
        text_is_deleted,
        source_is_deleted,
        master_is_renamed,
        pixels,
        photo,
        template,
        style,
        script,
        touched,
        same_stat,
        date_moves_on,
        mistake,
        broken_picture,
        cache_is_damaged,
        state_is_damaged,
        cache_is_deleted,
        output_is_edited,
        output_is_deleted,
        output_and_object_are_lost,
        folder_of_output_is_deleted,
        foreign_file,
    )
}
__all__ = ["EDITS", "SOURCES", "Edit", "walk"]


def walk(world: World, steps: list[tuple[str, int]]) -> None:
    """Take each step (an edit's name, and a seed) and check the build after it. A refused edit is undone, and checked.

    Raises WrongBuildError.
    """
    for name, seed in steps:
        world.remember()
        EDITS[name](world, Random(f"{name} {seed}"))
        if world.check().failed:
            world.undo()
            world.check()
