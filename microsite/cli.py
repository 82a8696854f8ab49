"""The command line: what a communications officer types, and what is said back."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from microsite.pipeline import ENGINE, Order, Result, build, load_site
from microsite.problem import REMINDERS, Problem, did_you_mean
from microsite.talk import HELP, SAY, Talk, language

if TYPE_CHECKING:
    from microsite.model import Partner, Site
    from microsite.translations import State

OK, FAULTS, USAGE, WRITING, INTERNAL, STOPPED = 0, 1, 2, 3, 4, 130
_WRITE_CODES = {"output-write", "changed-meanwhile"}


def main(argv: list[str]) -> int:
    """Run one command; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console in an old code page would stop at the first arrow.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    lang = language(argv)
    options = _parser(lang).parse_args(argv, argparse.Namespace(**_DEFAULTS, lang=lang))
    talk = Talk(lang)
    try:
        return _COMMANDS[options.command or "build"](options, talk)
    except KeyboardInterrupt:
        talk.say("stopped", to_error=True)
        return STOPPED
    except BrokenPipeError:
        # Whoever read what we say has gone (`build.py check | head`): nothing is wrong, and nobody listens.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return STOPPED
    except Exception:  # noqa: BLE001 (the last net: nobody who wrote content is shown a traceback)
        return _internal(options, talk)


def _parser(lang: str) -> argparse.ArgumentParser:
    words = HELP[lang]
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--site", metavar="DIR", default=argparse.SUPPRESS, help=words["site"])
    common.add_argument("--lang", choices=("sv", "en"), default=argparse.SUPPRESS, help=words["lang"])
    common.add_argument("--date", metavar="DATE", default=argparse.SUPPRESS, help=words["date"])
    common.add_argument("--strict", action="store_true", default=argparse.SUPPRESS, help=words["strict"])
    common.add_argument("--cores", type=int, default=argparse.SUPPRESS, help=words["cores"])
    common.add_argument("--verify", action="store_true", default=argparse.SUPPRESS, help=words["verify"])
    parser = argparse.ArgumentParser(
        prog="build.py", description=words["about"], epilog=words["exit"], parents=[common]
    )
    commands = parser.add_subparsers(dest="command", metavar="command", title=words["commands"])
    for name in _COMMANDS:
        command = commands.add_parser(name, help=words[name], description=words[name], parents=[common])
        if name == "explain":
            command.add_argument("out", metavar="OUTPUT-PATH")
        if name == "serve":
            command.add_argument("--port", type=int, default=argparse.SUPPRESS, help=words["port"])
        if name == "services":
            _service_parsers(command, common, words)
        if name == "partners":
            _partner_parsers(command, common, words)
        if name == "new":
            _new_parser(command, words)
        if name == "translations":
            _translation_parsers(command, common, words)
        if name == "kit":
            command.add_argument("slug", metavar="SLUG", help=words["partner"])
            command.add_argument("--to", metavar="FOLDER", default="", help=words["to"])
        if name == "test":
            command.add_argument("--long", action="store_true", default=argparse.SUPPRESS, help=words["long"])
            command.add_argument("rest", nargs="*")
    return parser


def _service_parsers(command: argparse.ArgumentParser, common: argparse.ArgumentParser, words: dict[str, str]) -> None:
    actions = command.add_subparsers(dest="action", metavar="action", required=True)
    actions.add_parser("review", help=words["review"], description=words["review"], parents=[common])
    confirm = actions.add_parser("confirm", help=words["confirm"], description=words["confirm"], parents=[common])
    confirm.add_argument("slug", metavar="SLUG", help=words["slug"])
    confirm.add_argument("--by", metavar="WHO", default="", help=words["by"])


def _partner_parsers(command: argparse.ArgumentParser, common: argparse.ArgumentParser, words: dict[str, str]) -> None:
    actions = command.add_subparsers(dest="action", metavar="action", required=True)
    listed = actions.add_parser("list", help=words["list"], description=words["list"], parents=[common])
    listed.add_argument("--csv", action="store_true", help=words["csv"])
    listed.add_argument("--renewing", type=int, metavar="DAYS", help=words["renewing"])
    actions.add_parser("record", help=words["record"], description=words["record"], parents=[common])
    bring = actions.add_parser("import", help=words["import"], description=words["import"], parents=[common])
    bring.add_argument("file", metavar="FILE", help=words["file"])
    bring.add_argument("--dry-run", action="store_true", help=words["dry"])
    end = actions.add_parser("end", help=words["end"], description=words["end"], parents=[common])
    end.add_argument("slug", metavar="SLUG", help=words["partner"])


def _new_parser(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("path", metavar="PATH", help=words["new_path"])
    for option in ("name", "owner", "primary", "accent", "languages", "url"):
        command.add_argument(f"--{option}", metavar="…", help=words[f"new_{option}"])


def _translation_parsers(
    command: argparse.ArgumentParser, common: argparse.ArgumentParser, words: dict[str, str]
) -> None:
    actions = command.add_subparsers(dest="action", metavar="action")
    finished = actions.add_parser("done", help=words["done"], description=words["done"], parents=[common])
    finished.add_argument("files", metavar="FILE", nargs="*", help=words["done_file"])
    finished.add_argument("--all", action="store_true", help=words["done_all"])


# Options stand before a command or after it, so no parser may set them where they are not typed.
_DEFAULTS = {"site": "", "date": "", "strict": False, "cores": 0, "verify": False, "port": 8000, "long": False}


class _UsageError(Exception):
    """The command line names something that isn't there."""


def _order(options: argparse.Namespace, talk: Talk, publish: bool = True) -> Order:
    root = Path(options.site).resolve() if options.site else ENGINE
    if not root.is_dir():
        raise _UsageError("folder", {"folder": options.site})
    return Order(
        root,
        _today(options.date),
        publish,
        options.strict,
        options.cores,
        progress=talk.progress,
        waiting=lambda: talk.say("waiting", to_error=True),
    )


def _today(text: str) -> dt.date:
    """Return the day to build for: as asked for, else SOURCE_DATE_EPOCH's, else today in Sweden."""
    if text:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise _UsageError("date", {"value": text}) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch.isdigit() else dt.datetime.now(dt.UTC)
    return _in_sweden(moment)


def _in_sweden(moment: dt.datetime) -> dt.date:
    """Return the day it is in Sweden. By rule: zoneinfo costs as much to import as a build with nothing to do."""

    def last_sunday(month: int) -> dt.datetime:
        day = dt.datetime(moment.year, month, 31, 1, tzinfo=dt.UTC)
        return day - dt.timedelta(days=(day.weekday() + 1) % 7)

    # Directive 2000/84/EC: summer time from 01.00 UTC on March's last Sunday to the same hour on October's.
    summer = last_sunday(3) <= moment < last_sunday(10)
    return (moment + dt.timedelta(hours=2 if summer else 1)).date()


def _report(result: Result, options: argparse.Namespace, talk: Talk) -> int:
    talk.problems(result.problems)
    errors = sum(p.level == "error" for p in result.problems)
    warnings = len(result.problems) - errors
    if options.strict and _counts(result.problems) and not errors:
        talk.say("failed", errors=errors, warnings=warnings)
        return FAULTS
    output = "output/" if not options.site else f"{options.site.rstrip('/')}/output/"
    seconds = f"{result.seconds:.1f} s" if result.seconds >= 1 else f"{result.seconds * 1000:.0f} ms"
    if errors:
        talk.say("failed", errors=errors, warnings=warnings)
        return WRITING if {p.code for p in result.problems if p.level == "error"} <= _WRITE_CODES else FAULTS
    name = "current" if result.current else "made"
    talk.say(
        name,
        seconds=seconds,
        pages=result.pages,
        files=result.files,
        output=output,
        runs=result.runs,
        written=result.written,
        removed=result.removed,
    )
    if warnings:
        talk.say("warned", warnings=warnings)
    return OK


def _counts(problems: list[Problem]) -> bool:
    """Tell whether a strict build refuses these: reminders are told in good time, and refused by none."""
    return any(problem.code not in REMINDERS for problem in problems)


def _build(options: argparse.Namespace, talk: Talk) -> int:
    # One build is over before garbage matters; looking for it would take a tenth of the time.
    gc.disable()
    order = _order(options, talk)
    code = _report(build(order), options, talk)
    if code == OK and options.verify:
        code = _verify(order, talk)
    if code == OK:
        talk.say("look", command=_command(options))
    return code


def _command(options: argparse.Namespace) -> str:
    """Return what a person types before a command's name, here and now."""
    folder = f'"{options.site}"' if " " in options.site else options.site
    site = f" --site {folder}" if folder else ""
    python = "python" if sys.platform == "win32" else "python3"
    return f"{python} {os.path.relpath(ENGINE / 'build.py')}{site}"


def _verify(order: Order, talk: Talk) -> int:
    """Build from nothing beside the site, and compare every byte."""
    import dataclasses
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        clean = dataclasses.replace(order, output=Path(folder) / "output", cache=Path(folder) / "cache")
        result = build(clean)
        ours = {out: (order.output_folder / out).read_bytes() for out in result.artifacts}
        different = [out for out in result.artifacts if ours[out] != (clean.output_folder / out).read_bytes()]
    if different:
        talk.say("differ", names=", ".join(different[:10]))
        return INTERNAL
    talk.say("same", files=len(result.artifacts))
    return OK


def _check(options: argparse.Namespace, talk: Talk) -> int:
    result = build(_order(options, talk, publish=False))
    talk.problems(result.problems)
    errors = sum(p.level == "error" for p in result.problems)
    if errors:
        talk.say("failed", errors=errors, warnings=len(result.problems) - errors)
        return FAULTS
    talk.say("checked", warnings=len(result.problems))
    return FAULTS if options.strict and _counts(result.problems) else OK


def _explain(options: argparse.Namespace, talk: Talk) -> int:
    from microsite.explain import explain

    order = _order(options, talk)
    answer = explain(order, options.out.replace("\\", "/").removeprefix("output/"))
    if answer.problems:
        talk.problems(answer.problems)
        return FAULTS
    if not answer.parts:
        talk.say("unknown", out=answer.out, near=SAY[talk.lang]["near"].format(name=answer.near) if answer.near else "")
        return FAULTS
    if answer.never:
        talk.say("never", out=answer.out)
    elif answer.why:
        talk.say("stale", out=answer.out, why=answer.why)
    else:
        talk.say("upto", out=answer.out)
    if answer.last:
        talk.say("last", why=answer.last)
    talk.say("made_from")
    for name, digest in answer.parts:
        print(f"  {name:<28} {digest[:60]}")
    return OK


def _clean(options: argparse.Namespace, talk: Talk) -> int:
    import shutil

    from microsite.commit import Output
    from microsite.store import locked

    order = _order(options, talk)
    with locked(order.cache_folder, order.waiting):
        output = Output(order.output_folder, {})
        count = output.clear()
    shutil.rmtree(order.cache_folder, ignore_errors=True)
    talk.say("cleaned", count=count)
    return OK


def _serve(options: argparse.Namespace, talk: Talk) -> int:
    from microsite.serve import serve

    return serve(_order(options, talk), options.port, talk)


def _loaded(order: Order, talk: Talk) -> Site | None:
    """Return the site as its files have it; None, and what is wrong told, where they can't be read."""
    site, problems = load_site(order)
    if site is None:
        talk.problems([p for p in problems if p.level == "error"])
    return site


def _near(word: str, known: Iterable[str], talk: Talk, others: bool = False) -> str:
    """Return a sentence about what somebody may have meant by `word`, with a space before it."""
    near = did_you_mean(word, known, others=others)
    return " " + near["suggestion" if talk.lang == "sv" else "suggestion_en"].strip()


def _services(options: argparse.Namespace, talk: Talk) -> int:
    """List the calls to make, or write down that one was made."""

    order = _order(options, talk)
    site = _loaded(order, talk)
    if site is None:
        return FAULTS
    if options.action == "review":
        return _review(site, options, talk)
    from microsite.services import confirm

    service = site.services.get(options.slug)
    if service is None:
        talk.say("no_service", slug=options.slug, near=_near(options.slug, site.services, talk, others=True))
        return FAULTS
    fields = confirm(order.root, service, order.today, options.by, site.settings.freshness.review_every)
    talk.say("confirmed", service=service.facts.name, checked=fields["checked"], review_by=fields["review-by"])
    return OK


def _review(site: Site, options: argparse.Namespace, talk: Talk) -> int:
    from microsite.services import calls

    words = SAY[talk.lang]
    talk.say("ask")
    for call in calls(site):
        kind = "call_never" if call.review_by is None else "call_late" if call.days_late > 0 else "call_when"
        talk.say(
            "call",
            service=call.name,
            organisation=call.organisation,
            when=words[kind].format(review_by=call.review_by, checked=call.checked, days=call.days_late),
            ways="\n  ".join(call.ways),
            hours=words["call_hours"].format(hours="; ".join(call.hours)) if call.hours else "",
            source=call.source,
            command=_command(options),
            slug=call.slug,
        )
    return OK


def _partners(options: argparse.Namespace, talk: Talk) -> int:
    """List the partners, write down what they were promised, or end one."""
    from microsite.partners import chosen, end

    order = _order(options, talk)
    if options.action == "record":
        return _record(options, talk)
    site = _loaded(order, talk)
    if site is None:
        return FAULTS
    if options.action == "list":
        return _list(chosen(site, options.renewing), options, talk)
    if options.action == "import":
        return _import(order, site, options, talk)
    if options.slug not in site.partners:
        talk.say("no_partner", slug=options.slug, near=_near(options.slug, site.partners, talk, others=True))
        return FAULTS
    # One that has left already left on the day that stands there.
    if site.partners[options.slug].active and not end(order, site, options.slug, order.today):
        talk.say("ended_by_hand", day=order.today, partner=options.slug, command=_command(options))
        return FAULTS
    facts = site.partners[options.slug].facts
    left = order.today if site.partners[options.slug].active else facts.ended
    talk.say("ended", partner=facts.name_in(""), day=left)
    return _record(options, talk)


def _kit(options: argparse.Namespace, talk: Talk) -> int:
    """Make a partner's kit, and put it where it was asked for. The website stays as it is."""
    from microsite.partners import kit_of

    order = _order(options, talk, publish=False)
    site = _loaded(order, talk)
    if site is None:
        return FAULTS
    active = {slug: partner for slug, partner in site.partners.items() if partner.active}
    if options.slug not in active:
        talk.say("no_partner", slug=options.slug, near=_near(options.slug, active, talk, others=True))
        return FAULTS
    gc.disable()
    data, faults = kit_of(order, active[options.slug])
    if data is None:
        talk.problems(faults)
        talk.say("failed", errors=len(faults), warnings=0)
        return FAULTS
    folder = Path(options.to or ".").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{options.slug}.zip").write_bytes(data)
    except OSError as error:
        talk.say("kit_unwritten", to_error=True, file=folder, what=error.strerror or str(error))
        return WRITING
    talk.say("kit_made", file=folder / f"{options.slug}.zip", size=f"{len(data) / 1e6:.1f}")
    return OK


def _import(order: Order, site: Site, options: argparse.Namespace, talk: Talk) -> int:
    from microsite.ledger import PATH, read_ledger
    from microsite.partners import bring_in
    from microsite.signups import SheetError, plan_of, read_sheet

    try:
        sheet = read_sheet(Path(options.file))
    except SheetError as error:
        talk.say(error.args[0])
        return FAULTS
    except OSError:
        talk.say("sheet_missing", file=options.file)
        return FAULTS
    place = order.root / PATH
    promised = read_ledger(place.read_text("utf-8-sig"))[0].values() if place.is_file() else ()
    facts = {slug: partner.facts for slug, partner in site.partners.items()}
    plan = plan_of(sheet, facts, {promise.partner for promise in promised}, order.today)
    words = SAY[talk.lang]
    if sheet.unknown:
        talk.say("sheet_unknown", names=", ".join(sheet.unknown))
    if sheet.repeated:
        talk.say("sheet_repeated", rows=", ".join(map(str, sheet.repeated)))
    for fields in plan.new:
        talk.say("sheet_new", partner=fields["name"], slug=fields["slug"])
    for slug, changes in plan.changed.items():
        for field, value in changes.items():
            before = str(getattr(facts[slug], field) or "–")
            talk.say("sheet_changed", slug=slug, field=field, before=before, after=value)
    for row, why, values in plan.doubtful:
        near = words["sheet_near"].format(near=values["near"]) if values.get("near") else ""
        talk.say("sheet_doubt", row=row, why=words[why].format(**{**values, "near": near}))
    talk.say("sheet_sum", new=len(plan.new), changed=len(plan.changed), doubtful=len(plan.doubtful))
    if not plan.new and not plan.changed:
        talk.say("sheet_same" if not plan.doubtful else "sheet_refused")
        return FAULTS if plan.doubtful else OK
    if options.dry_run:
        talk.say("sheet_dry")
        return OK
    problems = bring_in(order, site, plan)
    if problems is None:
        talk.say("sheet_written")
        return OK
    talk.problems(problems)
    talk.say("sheet_refused" if problems else "sheet_by_hand")
    return FAULTS


def _new(options: argparse.Namespace, talk: Talk) -> int:
    """Begin a campaign of a town's own: ask, write, and see that it builds."""
    from microsite import starting
    from microsite.asking import asked

    folder = Path(options.path).resolve()
    if not starting.is_free(folder):
        talk.say("new_taken", to_error=True, folder=options.path)
        return USAGE
    answers = asked(options, talk)
    if answers is None:
        return USAGE
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        count = starting.begin(folder, ENGINE, answers, _today(options.date))
    except OSError as error:
        talk.say("new_unwritten", to_error=True, folder=folder, what=error.strerror or str(error))
        return WRITING
    options.site = options.path
    result = build(_order(options, talk, publish=False))
    talk.problems(result.problems)
    talk.say("new_made", folder=options.path, count=count, command=_command(options))
    return FAULTS if result.failed else OK


def _translations(options: argparse.Namespace, talk: Talk) -> int:
    """List what is missing in each language and what has changed since, or write down that a translation is done."""
    from microsite.translations import done, known_paths, survey

    order = _order(options, talk)
    site = _loaded(order, talk)
    if site is None:
        return FAULTS
    if options.action != "done":
        for state in survey(site, order.root):
            _translated(state, options, talk)
        return OK
    if not options.files and not options.all:
        talk.say("done_what", to_error=True, command=_command(options))
        return USAGE
    written, strange = done(site, order.root, options.files)
    for path in strange:
        talk.say("done_unknown", file=path, near=_near(path, known_paths(site), talk))
    if not strange:
        talk.say("done" if written else "done_already", count=len(written))
    return FAULTS if strange else OK


def _translated(state: State, options: argparse.Namespace, talk: Talk) -> None:
    """Say how far one language has come: what has changed first, because it may be wrong."""
    talk.say(
        "translated",
        lang=state.lang,
        complete=state.complete,
        behind=len(state.behind),
        missing=len(state.missing) + len(state.fields),
        unknown=len(state.unknown),
    )
    for text in state.behind:
        talk.say("translated_behind", file=text.path, original=text.original)
        for paragraph in text.changed:
            talk.say("translated_changed", file=text.original, line=paragraph.line, words=paragraph.beginning)
        if text.removed:
            talk.say("translated_removed", count=text.removed)
        talk.say("translated_then", command=_command(options), file=text.path)
    for lacking in state.missing:
        talk.say("translated_missing", file=lacking.path, original=lacking.original, words=lacking.words)
    for path, line, words in state.fields:
        talk.say("translated_field", file=path, line=line, words=words)
    if state.unknown:
        talk.say("translated_unknown", count=len(state.unknown), command=_command(options))


def _list(partners: Sequence[Partner], options: argparse.Namespace, talk: Talk) -> int:
    if options.csv:
        from microsite.partners import listed

        sys.stdout.buffer.write(listed(partners).encode())
        return OK
    words = SAY[talk.lang]
    if not partners:
        talk.say("partner_none")
    for partner in partners:
        facts = partner.facts
        about = [
            *([words["partner_renews"].format(day=facts.renews)] if facts.renews and partner.active else []),
            *([] if partner.active else [words["partner_ended"].format(day=facts.ended)]),
            *([facts.contact] if facts.contact else []),
        ]
        joined = facts.joined or "–" * 10
        talk.say(
            "partner_row",
            joined=joined,
            slug=facts.slug,
            partner=facts.name_in(""),
            about="".join(f"; {a}" for a in about),
        )
    return OK


def _record(options: argparse.Namespace, talk: Talk) -> int:
    from microsite.partners import record

    gc.disable()
    result = record(_order(options, talk, publish=False))
    if result.problems:
        talk.problems(result.problems)
        talk.say("failed", errors=len(result.problems), warnings=0)
        return FAULTS
    if not result.new and not result.changed:
        talk.say("recorded_none")
        return OK
    talk.say("recorded", new=len(result.new), changed=len(result.changed))
    for name, rows in (
        ("recorded_new", result.new),
        ("recorded_changed", [now for old, now in result.changed if now.state == old.state]),
        ("recorded_ended", [now for old, now in result.changed if now.state != old.state]),
    ):
        for partner, count in Counter(promise.partner for promise in rows).items():
            talk.say(name, partner=partner or SAY[talk.lang]["own_badge"], count=count)
    return OK


def _test(options: argparse.Namespace, talk: Talk) -> int:  # noqa: ARG001 (every command has the same shape)
    import subprocess

    # Two at once, the browser's tests all on one: they use two browsers themselves.
    command = [sys.executable, "-P", "-m", "pytest", "-n", "2", "--dist", "loadgroup"]
    command += [*(["--long"] if options.long else []), *options.rest]
    return subprocess.call(command, cwd=ENGINE)


def _internal(options: argparse.Namespace, talk: Talk) -> int:
    """Nobody who only wrote content is shown a traceback: it goes to a file."""
    import traceback

    error = sys.exc_info()[1]
    if isinstance(error, _UsageError):
        name, values = error.args
        talk.say(name, to_error=True, **values)
        return USAGE
    log = (Path(options.site).resolve() if options.site else ENGINE) / ".cache" / "fel.txt"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(traceback.format_exc(), "utf-8")
    except OSError:
        talk.say("nowhere", to_error=True, what=f"{type(error).__name__}: {error}")
    else:
        talk.say("internal", to_error=True, log=log)
    return WRITING if isinstance(error, OSError) else INTERNAL


_COMMANDS: dict[str, Callable[[argparse.Namespace, Talk], int]] = {
    "build": _build,
    "serve": _serve,
    "check": _check,
    "explain": _explain,
    "clean": _clean,
    "new": _new,
    "services": _services,
    "partners": _partners,
    "kit": _kit,
    "translations": _translations,
    "test": _test,
}
