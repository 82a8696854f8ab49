"""Bugs planted in the engine on purpose: the checker must catch each, or the property tests prove nothing."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
import os
import shutil
import types
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from microsite import commit, key, pipeline, planning, source, standing, store, templating
from microsite.pipeline import Order, build
from tests.incremental.checker import Mutation, World, WrongBuildError
from tests.incremental.conftest import Fresh
from tests.incremental.small_site import png, write

Story = Callable[[World], None]


def change(world: World, name: str, old: str, new: str, keep_times: bool = False) -> None:
    """Change one thing in one source."""
    path = world.root / name
    text = path.read_text("utf-8")
    assert old in text
    was = path.stat()
    write(path, text.replace(old, new, 1))
    if keep_times:
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


# -- stories: what happens to the campaign. After each change the build is checked.


def same_length(world: World) -> None:
    change(world, "content/sv/om.md", "Vi är ett exempel", "Vi är ett example")
    world.check()


def same_length_and_times(world: World) -> None:
    change(world, "content/sv/om.md", "Vi är ett exempel", "Vi är ett example", keep_times=True)
    world.check()


def other_pixels(world: World) -> None:
    (world.root / "assets/posters/samtalet.png").write_bytes(png("#123456"))
    world.check()


def partner_renamed(world: World) -> None:
    change(world, "partners.yaml", "name: Exempelkrogen", "name: Exempelbaren")
    world.check()


def words_over_a_border(world: World) -> None:
    """Two fields whose spellings run together alike, unless each carries its length."""
    change(
        world,
        "content/sv/index.md",
        "line: En stark rad.\n  text: Några ord om saken.",
        "line: Alfa\n  text: betasgamma",
    )
    world.check()
    change(world, "content/sv/index.md", "line: Alfa\n  text: betasgamma", "line: Alfabetas\n  text: gamma")
    world.check()


def template_changed(world: World) -> None:
    change(world, "templates/components/notice/notice.html", 'class="', 'class="annan ')
    world.check()


def template_changed_twice(world: World) -> None:
    template_changed(world)
    change(world, "templates/components/notice/notice.html", 'class="annan ', 'class="tredje ')
    world.check()


def body_changed(world: World) -> None:
    change(world, "content/sv/om.md", "Vi är ett exempel.", "Vi är två exempel.")
    world.check()


def service_changed(world: World) -> None:
    change(world, "content/sv/services/exempelmottagningen.md", "Om mottagningen.", "Mer om mottagningen.")
    world.check()


def description_changed(world: World) -> None:
    change(world, "content/sv/kalla.md", "description: Vad", "description: Det som")
    world.check()


def hero_changed(world: World) -> None:
    change(world, "content/sv/index.md", "En stark rad.", "En starkare rad.")
    world.check()


def word_changed(world: World) -> None:
    change(world, "templates/locales/sv.po", 'msgstr "Hoppa till', 'msgstr "Gå till')
    world.check()


def setting_changed(world: World) -> None:
    change(world, "content/site.yaml", "owner: Exempel kommun", "owner: Exempelstaden")
    world.check()


def output_edited(world: World) -> None:
    path = world.output / "om/index.html"
    path.write_bytes(path.read_bytes().replace(b"exempel", b"EXEMPEL"))
    world.check()


def foreign_added(world: World) -> None:
    world.foreign["eget/fil.txt"] = b"min egen"
    write(world.output / "eget/fil.txt", "min egen")
    description_changed(world)


def page_removed(world: World) -> None:
    write(world.root / "content/sv/till.md", "---\ntitle: Till\ndescription: En till.\n---\nText.\n")
    world.check()
    (world.root / "content/sv/till.md").unlink()
    world.check()


def object_damaged(world: World) -> None:
    """Every kept object has one byte wrong, and the files that were made of them are gone.

    A space for the line feed at the end of a drawing: what is made of it stays the same, and only its own bytes tell.
    """
    for path in world.cache.glob("objects/*/*"):
        data = bytearray(path.read_bytes())
        data[-1] = 0x20 if data[-1] == 0x0A else data[-1] ^ 1
        path.write_bytes(data)
    shutil.rmtree(world.output / "badges")
    world.check()


def style_changed(world: World) -> None:
    change(world, "assets/css/base.css", "{", "{outline:0;")
    world.check()


def undone_after_a_stop(world: World) -> None:
    """A build stopped in the midst of publishing, and then the edit is undone."""
    path = world.root / "content/sv/om/hemlig.md"
    write(path, "---\ntitle: Hemlig\ndescription: Inte klar än.\n---\nText.\n")
    put = os.replace

    def stop(place: str, target: str | os.PathLike[str]) -> None:
        put(place, target)
        if os.fspath(target).endswith("om/hemlig/index.html"):
            raise KeyboardInterrupt

    with mock.patch.object(os, "replace", stop), contextlib.suppress(KeyboardInterrupt):
        world.build()
    assert (world.output / "om/hemlig/index.html").exists()
    path.unlink()
    path.parent.rmdir()
    world.check()


def changed_and_only_checked(world: World) -> None:
    """What was planned by `check` was never published."""
    change(world, "content/sv/kalla.md", "description: Vad", "description: Det som")
    build(Order(world.root, world.today, publish=False, cores=1))
    world.check()


def days_go_by(world: World) -> None:
    """What was checked long ago is no longer shown as certain; no text comes or goes."""
    for text in ("sv/news/2026-11-25-snart.md", "en/kalla.md"):
        (world.root / "content" / text).unlink()
    world.check()
    world.today += dt.timedelta(days=300)
    world.check()


def body_changed_in_a_preview(world: World) -> None:
    """Save twice: from the second save on the preview plans from the last one."""
    world.keep_warm()
    body_changed(world)
    change(world, "content/sv/om.md", "Vi är två exempel.", "Vi är tre exempel.")
    world.check()


def logo_in_a_text_in_a_preview(world: World) -> None:
    """The master is one that the site has, but its renditions for a text are new."""
    world.keep_warm()
    body_changed(world)
    change(world, "content/sv/om.md", "![Två", "![Ett märke](assets/logos/bageri.png)\n\n![Två")
    world.check()


def address_changed_in_a_preview(world: World) -> None:
    world.keep_warm()
    body_changed(world)
    change(world, "content/sv/kalla.md", "description: Vad", "slug: annan-kalla\ndescription: Vad")
    world.check()


# -- mutations: the engine with one thing wrong


@contextlib.contextmanager
def size_instead_of_digest() -> Iterator[None]:
    read_tree = source.read_tree

    class Unchecked(source.Source):
        def read(self) -> bytes:
            return Path(self.place).read_bytes()

    def by_size(*args: Any) -> dict[str, source.Source]:
        found = read_tree(*args)
        return {p: Unchecked(p, f"{Path(s.place).stat().st_size:032x}", s.place) for p, s in found.items()}

    with mock.patch("microsite.pipeline.read_tree", by_size):
        yield


def _key_of(other: Callable[[Any, Mapping[str, str]], tuple[Any, Mapping[str, str]]]) -> Mutation:
    """Return the mutation that computes keys of another target than the real one."""
    real = key.Keys._key

    def wrong(self: key.Keys, target: Any, needs: Mapping[str, str]) -> str:
        return real(self, *other(target, needs))

    return lambda: mock.patch.object(key.Keys, "_key", wrong)


def _without(field: str) -> Mutation:
    """Return the mutation that leaves one field of every view out of its key."""
    real = key._getter

    def wrong(kind: Any) -> Any:
        names, head, get = real(kind)
        kept = [i for i, name in enumerate(names) if name != field]
        return tuple(names[i] for i in kept), head, lambda value: [get(value)[i] for i in kept]

    return lambda: mock.patch.object(key, "_getter", wrong)


@contextlib.contextmanager
def no_length_prefix() -> Iterator[None]:
    real = key.Speller._items

    def run_together(self: key.Speller, values: Any) -> Any:
        words = "".join(value for value in values if type(value) is str)
        return [words, real(self, tuple(value for value in values if type(value) is not str))]

    with mock.patch.object(key.Speller, "_items", run_together):
        yield


def trust(record: source.StatRecord, found: os.stat_result) -> bool:
    """Trust size and modification time, as make and ninja do."""
    return record[:2] == (found.st_size, found.st_mtime_ns)


def _lasting(patch: Callable[[], Any]) -> Mutation:
    """Return a mutation whose memory lasts from one build to the next, as a process's does."""
    made = patch()
    return lambda: mock.patch.object(*made)


def _stale_environment() -> Any:
    real = templating.environment_of
    kept: dict[tuple[str, ...], Any] = {}

    def by_name(files: tuple[tuple[str, bytes], ...]) -> Any:
        return kept.setdefault(tuple(name for name, _ in files), real(files))

    return templating, "environment_of", by_name


def _digest_as_recorded(self: commit.Output, out: str) -> str | None:
    """Believe that output/ is as it was left."""
    record = self.stats.old.get(self.place(out))
    if record is None:
        return None
    self.stats.new[self.place(out)] = record
    return record[5]


def _publish_alone(self: commit.Output, artifacts: Mapping[str, Any], read: Callable[[Any], bytes]) -> tuple[int, int]:
    """Make output/ hold the site and nothing else."""
    result = publish(self, artifacts, read)
    for path in self.folder.rglob("*"):
        if path.is_file() and path.relative_to(self.folder).as_posix() not in {*artifacts, commit.MANIFEST}:
            path.unlink()
    return result


def _get_unchecked(self: store.Store, name: str) -> tuple[str, bytes] | None:
    try:
        data = self.path_of(name).read_bytes()
    except OSError:
        return None
    return source.digest_of(data[32:]), data[32:]


class _Forgetful(dict[Any, Any]):
    """What is put into it is lost."""

    def __setitem__(self, name: Any, value: Any) -> None:
        pass

    def update(self, *args: Any, **kwargs: Any) -> None:
        pass


def _part_without(field: str) -> Mutation:
    real = planning._Part

    def part() -> Any:
        made = real()
        setattr(made, field, _Forgetful())
        return made

    return lambda: mock.patch.object(planning, "_Part", part)


@contextlib.contextmanager
def settled_whatever_changed() -> Iterator[None]:
    real = planning.Context.__init__

    def init(self: planning.Context, *args: Any) -> None:
        real(self, *args)
        self._settled = bool(self._before)

    with mock.patch.object(planning.Context, "__init__", init):
        yield


@contextlib.contextmanager
def one_day_for_ever() -> Iterator[None]:
    real = standing.outline_of

    def outline(site: Any, *args: Any) -> str:
        return real(dataclasses.replace(site, today=dt.date(2026, 1, 1)), *args)

    with mock.patch.object(planning, "outline_of", outline):
        yield


@contextlib.contextmanager
def keys_not_looked_at() -> Iterator[None]:
    def stands(self: pipeline.Session, plan: standing.Plan) -> bool:
        assert self._output is not None
        records = self._all_records()
        return all(out in records and self._output.digest(out) == records[out][1] for out, _ in plan.outs())

    with mock.patch.object(pipeline.Session, "_stands", stands):
        yield


@contextlib.contextmanager
def pictures_not_kept() -> Iterator[None]:
    real = standing.Plans.recall

    def recall(self: standing.Plans, kind: str) -> standing.Plan | None:
        plan = real(self, kind)
        return dataclasses.replace(plan, pictures=()) if plan else None

    with mock.patch.object(standing.Plans, "recall", recall):
        yield


def _memo_by_name(self: store.Memo, reader: str, digest: str, make: Callable[[], Any]) -> Any:
    return memo_of(self, reader, "", make)


def _is_current_by_inputs(self: pipeline.Session, order: pipeline.Order, sources: Mapping[str, Any]) -> bool:
    """Forget that a build which was stopped may have left more than the last one that came to its end."""
    found: bool = is_current(self, order, dict(sources))
    if found or self.state.inputs != self.inputs or self._output is None:
        return found
    return all(self._output.digest(out) == digest for out, digest in self._published(order))


def _pictures_for_ever(self: planning.Context) -> Any:
    return tuple(self._whole.pictures.values())


publish, memo_of, is_current = commit.Output.publish, store.Memo.of, pipeline.Session.is_current
_patch = functools.partial(functools.partial, mock.patch.object)
BUGS: dict[str, tuple[Callable[[], Mutation], Story]] = {
    "size instead of digest, text": (lambda: size_instead_of_digest, same_length),
    "size instead of digest, picture": (lambda: size_instead_of_digest, other_pixels),
    "a need's name instead of its content": (
        lambda: _key_of(lambda target, needs: (target, {out: out for out in needs})),
        partner_renamed,
    ),
    "no length prefix in the spelling": (lambda: no_length_prefix, words_over_a_border),
    "templates left out of the key": (
        lambda: _key_of(lambda t, n: (dataclasses.replace(t, files=()) if t.recipe is templating.RENDER else t, n)),
        template_changed,
    ),
    "styles left out of the key": (
        lambda: _key_of(lambda t, n: (dataclasses.replace(t, files=()) if t.out.endswith("css") else t, n)),
        style_changed,
    ),
    "a master's path instead of its content": (
        lambda: _key_of(
            lambda t, n: (dataclasses.replace(t, files=(), group=t.files[0][1]) if t.group and t.files else t, n)
        ),
        other_pixels,
    ),
    "the view's body left out": (lambda: _without("body"), body_changed),
    "the view's description left out": (lambda: _without("description"), description_changed),
    "the view's hero left out": (lambda: _without("hero"), hero_changed),
    "the view's words left out": (lambda: _without("words"), word_changed),
    "the frame left out": (lambda: _without("chrome"), setting_changed),
    "the stat record trusted by size and time": (lambda: _patch(source, "_unchanged", trust), same_length_and_times),
    "the output not looked at": (lambda: _patch(commit.Output, "digest", _digest_as_recorded), output_edited),
    "foreign files removed": (lambda: _patch(commit.Output, "publish", _publish_alone), foreign_added),
    "old pages not removed": (lambda: _patch(commit.Output, "_remove", lambda *_: None), page_removed),
    "a stale template environment": (lambda: _lasting(_stale_environment), template_changed_twice),
    "objects not checked": (lambda: _patch(store.Store, "get", _get_unchecked), object_damaged),
    "the memo by name alone": (lambda: _patch(store.Memo, "of", _memo_by_name), body_changed),
    "an earlier build's plan, its texts not looked at": (
        lambda: _patch(standing.Plans, "_digest", lambda *_: ""),
        body_changed,
    ),
    "an earlier build's plan, more than a text changed": (
        lambda: _patch(planning, "outline_of", lambda *_: "outline"),
        partner_renamed,
    ),
    "an earlier build's plan, the day forgotten": (lambda: one_day_for_ever, days_go_by),
    "an earlier build's plan, its keys not looked at": (lambda: keys_not_looked_at, changed_and_only_checked),
    "an earlier build's plan, its pictures forgotten": (lambda: pictures_not_kept, service_changed),
    "a plan's texts not noted": (lambda: _part_without("read"), body_changed_in_a_preview),
    "a plan's pictures not noted": (lambda: _part_without("pictures"), body_changed_in_a_preview),
    "pictures planned as the last time": (
        lambda: lambda: mock.patch.object(planning.Context, "pictures", _pictures_for_ever),
        logo_in_a_text_in_a_preview,
    ),
    "a plan kept when more than a text changed": (lambda: settled_whatever_changed, address_changed_in_a_preview),
    "a half-published site taken for the last one": (
        lambda: _patch(pipeline.Session, "is_current", _is_current_by_inputs),
        undone_after_a_stop,
    ),
}


@pytest.mark.long
def test_the_engine_as_it_is_passes(fresh: Fresh) -> None:
    """Every story below goes well without its bug: what the checker says of the bug is the bug's doing."""
    for story in dict.fromkeys(story for _, story in BUGS.values() if story is not template_changed_twice):
        world = fresh()
        story(world)
        shutil.rmtree(world.root)


@pytest.mark.parametrize("name", sorted(BUGS))
def test_a_planted_bug_is_caught(fresh: Fresh, name: str) -> None:
    """The checker refuses what the broken engine makes."""
    plant, story = BUGS[name]
    world = fresh(mutation=plant())
    world.forget_plans()
    world.build()
    with pytest.raises(WrongBuildError):
        story(world)
    shutil.rmtree(world.root)


class _Clock:
    """A file system whose clock stands still: every file seems touched in one and the same tick."""

    now = 1_700_000_000_000_000_000

    def stat(self, place: Any) -> Any:
        return self._still(Path(place).stat())

    def fstat(self, handle: int) -> Any:
        return self._still(os.fstat(handle))

    def time_ns(self) -> int:
        return self.now + 1_000_000

    def _still(self, found: os.stat_result) -> Any:
        return types.SimpleNamespace(
            st_size=found.st_size, st_mtime_ns=self.now, st_ctime_ns=self.now, st_ino=1, st_mode=found.st_mode
        )

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


@pytest.mark.parametrize("careful", [True, False])
def test_a_file_written_twice_within_a_tick(fresh: Fresh, careful: bool) -> None:
    """A record taken in the tick of the last write is not trusted; trusting it is caught."""
    clock = _Clock()
    unchanged = source._unchanged if careful else lambda record, found: record[:4] == _row(found)

    @contextlib.contextmanager
    def still() -> Iterator[None]:
        with (
            mock.patch.object(source, "os", clock),
            mock.patch.object(commit, "os", clock),
            mock.patch("microsite.source.time.time_ns", clock.time_ns),
            mock.patch.object(source, "_unchanged", unchanged),
        ):
            yield

    world = fresh(mutation=still)
    world.check()
    with contextlib.nullcontext() if careful else pytest.raises(WrongBuildError):
        same_length(world)


def _row(found: Any) -> tuple[int, int, int, int]:
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def test_nothing_planted_is_left() -> None:
    """The mutations are undone: what follows runs on the engine as it is."""
    assert commit.Output.publish is publish
    assert pipeline.Session.is_current is is_current
