"""The command line: what a communications officer types, and what is said back."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from microsite.pipeline import ENGINE, Order, Result, build
from microsite.problem import REMINDERS, Problem, render

if TYPE_CHECKING:
    from microsite.model import Partner, Site

OK, FAULTS, USAGE, WRITING, INTERNAL, STOPPED = 0, 1, 2, 3, 4, 130
_WRITE_CODES = {"output-write", "changed-meanwhile"}

_HELP = {
    "sv": {
        "about": "Gör kampanjens webbplats av mapparna content/, assets/ och filen partners.yaml.",
        "commands": "vad som ska göras (utan kommando: build)",
        "build": "bygg webbplatsen i output/",
        "serve": "visa webbplatsen i webbläsaren och bygg om varje gång du sparar",
        "check": "visa alla fel utan att ändra något",
        "explain": "berätta varför en fil i output/ gjordes om, eller inte",
        "clean": "ta bort det som byggts",
        "services": "kontrollera stödtjänsterna: vilka som ska ringas upp, och att det är gjort",
        "review": "visa vilka som ska ringas upp och vad du ska fråga om, äldst först",
        "confirm": "skriv in att uppgifterna är kontrollerade i dag",
        "slug": "tjänstens namn i content/sv/services/, utan .md",
        "by": 'vem eller hur, till exempel "Kommunens kontaktcenter, per telefon"',
        "partners": "håll ordning på partnerna: vad de har fått, och när de slutar",
        "list": "visa alla partner, de senast tillkomna först",
        "record": "skriv in nya partners adresser i content/ledger.txt, så att de fungerar för alltid",
        "end": "en partner har slutat: märket blir neutralt på samma adress",
        "import": "läs in nya partner från formulärets fil, CSV eller Excel",
        "file": "filen som formuläret har gett",
        "dry": "visa bara vad som skulle skrivas in",
        "partner": "partnerns slug i partners.yaml",
        "csv": "som CSV, för kalkylark",
        "renewing": "bara de vars överenskommelse går ut inom så många dagar, den första först",
        "test": "kör alla prov (för den som utvecklar)",
        "site": "bygg kampanjen i den här mappen i stället",
        "lang": "språk för det som sägs här: sv eller en",
        "date": "bygg som om det vore den här dagen (ÅÅÅÅ-MM-DD)",
        "verify": "bygg dessutom från noll vid sidan om och jämför varje byte",
        "strict": "räkna varningar som fel",
        "cores": "hur många kärnor som används",
        "port": "port för förhandsvisningen",
        "long": "kör också de långa proven",
        "exit": "Slutkoder: 0 klart, 1 fel i innehållet, 2 fel skrivet kommando, 3 gick inte att skriva, 4 fel i programmet, 130 avbrutet.",
    },
    "en": {
        "about": "Makes the campaign's website from the folders content/ and assets/ and the file partners.yaml.",
        "commands": "what to do (without a command: build)",
        "build": "build the website in output/",
        "serve": "show the website in the browser and build again whenever you save",
        "check": "show all problems and change nothing",
        "explain": "tell why a file in output/ was made again, or not",
        "clean": "remove what was built",
        "services": "check the support services: whom to call, and that it is done",
        "review": "show whom to call and what to ask, oldest first",
        "confirm": "write down that the facts were checked today",
        "slug": "the service's name in content/sv/services/, without .md",
        "by": 'by whom or how, for example "The town\'s contact centre, by telephone"',
        "partners": "look after the partners: what they were given, and when they leave",
        "list": "show all partners, those that joined last first",
        "record": "write new partners' addresses into content/ledger.txt, so that they work for ever",
        "end": "a partner has left: the badge becomes neutral at the same address",
        "import": "read new partners from the form's file, CSV or Excel",
        "file": "the file that the form has given",
        "dry": "only show what would be written",
        "partner": "the partner's slug in partners.yaml",
        "csv": "as CSV, for spreadsheets",
        "renewing": "only those whose agreement runs out within so many days, the first one first",
        "test": "run all tests (for developers)",
        "site": "build the campaign in this folder instead",
        "lang": "language of what is said here: sv or en",
        "date": "build as if it were this day (YYYY-MM-DD)",
        "verify": "also build from nothing beside it and compare every byte",
        "strict": "count warnings as errors",
        "cores": "how many cores to use",
        "port": "port of the preview",
        "long": "run the long tests too",
        "exit": "Exit codes: 0 done, 1 problems in the content, 2 wrong command, 3 could not write, 4 fault in the program, 130 stopped.",
    },
}
_SAY = {
    "sv": {
        "made": "Klart på {seconds}: {pages} sidor, {files} filer i {output}. {runs} gjordes nu, {written} skrevs, {removed} togs bort.",
        "current": "Inget har ändrats sedan sist: {pages} sidor, {files} filer i {output}. Det tog {seconds}.",
        "look": "Se webbplatsen: {command} serve",
        "failed": "Webbplatsen är inte ändrad. {errors} och {warnings} finns ovan.",
        "warned": "{warnings} finns ovan.",
        "checked": "Inga fel. {warnings}.",
        "waiting": "Ett annat bygge pågår; väntar på det …",
        "stopped": "Avbrutet. Webbplatsen är hel.",
        "internal": "Något gick fel i programmet, inte i ditt innehåll. Skicka filen {log} till den som sköter det.",
        "nowhere": "Något gick fel i programmet: {what}. Det gick inte heller att skriva ned mer om det i .cache/.",
        "same": "Kontrollerat: {files} filer är byte för byte som ett bygge från noll.",
        "differ": "Skiljer sig från ett bygge från noll: {names}",
        "cleaned": "{count} filer togs bort.",
        "unknown": "{out} hör inte till webbplatsen.{near}",
        "near": " Menade du {name}?",
        "never": "{out} är inte byggd än.",
        "upto": "{out} är aktuell: inget den beror på har ändrats sedan den gjordes.",
        "stale": "{out} görs om vid nästa bygge: {why}.",
        "last": "Den gjordes senast därför att: {why}.",
        "made_from": "Den görs av:",
        "folder": "Mappen {folder} finns inte.",
        "date": "”{value}” är inget datum. Skriv ÅÅÅÅ-MM-DD.",
        "serving": "Förhandsvisning: {url}\nSpara en fil så byggs webbplatsen om. Avsluta med Ctrl+C.",
        "served": "Förhandsvisningen är avslutad.",
        "rebuilt": "Byggd på {ms} ms: {written} filer skrevs, {removed} togs bort.",
        "call": "{service} ({organisation})\n  {when}\n  {ways}{hours}\n  Källa: {source}\n  När det är gjort: {command} services confirm {slug}\n",
        "call_when": "Kontrolleras senast {review_by}. Senast kontrollerad {checked}.",
        "call_late": "Skulle ha kontrollerats {review_by}: {days} dagar sedan. Senast kontrollerad {checked}.",
        "call_never": "Har ingen dag för nästa kontroll. Senast kontrollerad {checked}.",
        "call_hours": "\n  Öppettider: {hours}",
        "ask": "Fråga: Stämmer numret? Vilka tider har ni öppet, och hur är det på helgdagar och i sommar? Vad kostar det att ringa? Får man vara anonym? Vilka språk talar ni, och finns tolk? Vad händer när man ringer?\n",
        "confirmed": "{service} är kontrollerad {checked}. Nästa gång senast {review_by}.",
        "no_service": "Det finns ingen tjänst {slug}.{near}",
        "recorded": "{new} nya adresser och {changed} ändrade skrevs in i content/ledger.txt.",
        "recorded_none": "Allt är redan inskrivet i content/ledger.txt.",
        "recorded_new": "  ny: {partner}, {count} adresser",
        "recorded_changed": "  ny bild: {partner}, {count} adresser",
        "recorded_ended": "  slutade: {partner}, {count} adresser",
        "ended": "{partner} slutade {day}. Bygg webbplatsen, så blir märket neutralt på samma adress.",
        "ended_by_hand": "Raden gick inte att skriva in. Lägg själv till raden ended: {day} under {partner} i partners.yaml, och skriv sedan: {command} partners record",
        "no_partner": "Det finns ingen partner {slug}.{near}",
        "partner_row": "{joined}  {slug}: {partner}{about}",
        "partner_ended": "slutade {day}",
        "partner_renews": "gäller till {day}",
        "partner_none": "Det finns inga att visa.",
        "sheet_excel": "Filen är en Excelfil med fel ändelse. Döp om den så att namnet slutar på .xlsx.",
        "sheet_unreadable": "Filen går inte att läsa. Spara den som CSV eller .xlsx och försök igen.",
        "sheet_header": "Ingen rad i filens början har en kolumn för namn och minst en till. Kolumnerna kan heta: Namn, Typ, Webbplats, Ort, E-post, Citat, Datum.",
        "sheet_missing": "Filen {file} finns inte.",
        "sheet_unknown": "Kolumner som inte används: {names}",
        "sheet_repeated": "Rader som upprepar en tidigare: {rows}",
        "sheet_new": "  ny: {partner} ({slug})",
        "sheet_changed": "  ändrad: {slug}: {field}: {before} → {after}",
        "sheet_doubt": "  tveksam, rad {row}: {why}",
        "sheet_nameless": "inget namn.",
        "sheet_sector": "{name} har typen ”{value}”, som inte är känd.{near}",
        "sheet_sectorless": "{name} har ingen typ av organisation.",
        "sheet_twice": "{name} står två gånger i filen, med olika uppgifter.",
        "sheet_host": "{name} har samma webbplats, {host}, som partnern {other}. Är det samma?",
        "sheet_ended": "{name} har slutat. Kommer partnern tillbaka får den en ny punkt i partners.yaml, med ett nytt slug.",
        "sheet_near": " Menas ”{near}”?",
        "sheet_sum": "{new} nya, {changed} ändrade, {doubtful} tveksamma.",
        "sheet_written": "Inskrivet i partners.yaml. Tveksamma rader är inte med: rätta dem i filen och kör igen.",
        "sheet_dry": "Inget är skrivet. Kör igen utan --dry-run för att skriva in det.",
        "sheet_same": "Allt står redan i partners.yaml.",
        "sheet_refused": "Inget är skrivet. Rätta i filen och kör igen.",
        "sheet_by_hand": "Inget är skrivet: partners.yaml är skriven på ett sätt som programmet inte kan lägga till rader i.",
        "working": "  gör {done} av {total}: {what}",
    },
    "en": {
        "made": "Done in {seconds}: {pages} pages, {files} files in {output}. {runs} made now, {written} written, {removed} removed.",
        "current": "Nothing has changed since last time: {pages} pages, {files} files in {output}. It took {seconds}.",
        "look": "See the website: {command} serve",
        "failed": "The website is unchanged. {errors} and {warnings} above.",
        "warned": "{warnings} above.",
        "checked": "No errors. {warnings}.",
        "waiting": "Another build is running; waiting for it …",
        "stopped": "Stopped. The website is whole.",
        "internal": "Something went wrong in the program, not in your content. Send the file {log} to whoever keeps it.",
        "nowhere": "Something went wrong in the program: {what}. More about it could not be written to .cache/ either.",
        "same": "Verified: {files} files are byte for byte as a build from nothing.",
        "differ": "Differs from a build from nothing: {names}",
        "cleaned": "{count} files removed.",
        "unknown": "{out} is no part of the website.{near}",
        "near": " Did you mean {name}?",
        "never": "{out} has not been built yet.",
        "upto": "{out} is current: nothing it depends on has changed since it was made.",
        "stale": "{out} will be made again by the next build: {why}.",
        "last": "It was last made because: {why}.",
        "made_from": "It is made of:",
        "folder": "There is no folder {folder}.",
        "date": "“{value}” is not a date. Write YYYY-MM-DD.",
        "serving": "Preview: {url}\nSave a file and the website is built again. Stop with Ctrl+C.",
        "served": "The preview has ended.",
        "rebuilt": "Built in {ms} ms: {written} files written, {removed} removed.",
        "call": "{service} ({organisation})\n  {when}\n  {ways}{hours}\n  Source: {source}\n  When done: {command} services confirm {slug}\n",
        "call_when": "To be checked by {review_by}. Last checked {checked}.",
        "call_late": "Should have been checked by {review_by}: {days} days ago. Last checked {checked}.",
        "call_never": "Has no date for its next check. Last checked {checked}.",
        "call_hours": "\n  Hours: {hours}",
        "ask": "Ask: Is the number right? When are you open, and what about public holidays and summer? What does a call cost? May one be anonymous? Which languages do you speak, and is there an interpreter? What happens when one calls?\n",
        "confirmed": "{service} is checked as of {checked}. Next time by {review_by}.",
        "no_service": "There is no service {slug}.{near}",
        "recorded": "{new} new addresses and {changed} changed ones were written into content/ledger.txt.",
        "recorded_none": "All of it stands in content/ledger.txt already.",
        "recorded_new": "  new: {partner}, {count} addresses",
        "recorded_changed": "  new picture: {partner}, {count} addresses",
        "recorded_ended": "  left: {partner}, {count} addresses",
        "ended": "{partner} left {day}. Build the website, and the badge becomes neutral at the same address.",
        "ended_by_hand": "The line could not be written. Add the line ended: {day} below {partner} in partners.yaml yourself, and then type: {command} partners record",
        "no_partner": "There is no partner {slug}.{near}",
        "partner_row": "{joined}  {slug}: {partner}{about}",
        "partner_ended": "left {day}",
        "partner_renews": "agreed until {day}",
        "partner_none": "There are none to show.",
        "sheet_excel": "The file is an Excel file with the wrong ending. Rename it so that it ends in .xlsx.",
        "sheet_unreadable": "The file can't be read. Save it as CSV or .xlsx and try again.",
        "sheet_header": "No row at the start of the file has a column for the name and one more at least. Columns may be called: Name, Type, Website, Area, Email, Quote, Date.",
        "sheet_missing": "There is no file {file}.",
        "sheet_unknown": "Columns that are not used: {names}",
        "sheet_repeated": "Rows that repeat an earlier one: {rows}",
        "sheet_new": "  new: {partner} ({slug})",
        "sheet_changed": "  changed: {slug}: {field}: {before} → {after}",
        "sheet_doubt": "  doubtful, row {row}: {why}",
        "sheet_nameless": "no name.",
        "sheet_sector": "{name} has the type “{value}”, which is not known.{near}",
        "sheet_sectorless": "{name} has no type of organisation.",
        "sheet_twice": "{name} stands twice in the file, with different details.",
        "sheet_host": "{name} has the same website, {host}, as the partner {other}. Is it the same?",
        "sheet_ended": "{name} has left. A partner that comes back gets a new item in partners.yaml, with a new slug.",
        "sheet_near": " Is “{near}” meant?",
        "sheet_sum": "{new} new, {changed} changed, {doubtful} doubtful.",
        "sheet_written": "Written into partners.yaml. Doubtful rows are left out: mend them in the file and run it again.",
        "sheet_dry": "Nothing is written. Run it again without --dry-run to write it.",
        "sheet_same": "All of it stands in partners.yaml already.",
        "sheet_refused": "Nothing is written. Mend it in the file and run it again.",
        "sheet_by_hand": "Nothing is written: partners.yaml is written in a way that the program can't add lines to.",
        "working": "  making {done} of {total}: {what}",
    },
}


def main(argv: list[str]) -> int:
    """Run one command; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console in an old code page would stop at the first arrow.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    lang = _language(argv)
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


class Talk:
    """Says things in one language; colours only on a terminal."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.terminal = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        if self.terminal and sys.platform == "win32":
            os.system("")  # noqa: S605 (switches on colours in the Windows console)
        self._last = 0.0
        self._shown = False

    def say(self, name: str, to_error: bool = False, **values: object) -> None:
        """Print one of our sentences."""
        self.wipe()
        for kind in ("errors", "warnings"):
            if kind in values:
                values[kind] = _counted(kind, int(str(values[kind])), self.lang)
        print(_SAY[self.lang][name].format(**values), file=sys.stderr if to_error else sys.stdout, flush=True)

    def problems(self, problems: list[Problem]) -> None:
        """Print problems, a blank line between them."""
        self.wipe()
        for problem in problems:
            print(render(problem, self.lang, self.terminal), end="\n\n", flush=True)

    def progress(self, done: int, total: int, what: str) -> None:
        """Show how far it has come, on one line of a terminal, ten times a second at most."""
        if self.terminal and total > 5 and time.monotonic() - self._last > 0.1:
            self._last, self._shown = time.monotonic(), True
            line = _SAY[self.lang]["working"].format(done=done, total=total, what=what)
            print(f"\r\033[K{line[: _width() - 1]}", end="", flush=True)

    def wipe(self) -> None:
        """Remove the progress line."""
        if self._shown:
            print("\r\033[K", end="", flush=True)
            self._shown = False


def _counted(kind: str, number: int, lang: str) -> str:
    one, many = _COUNTED[lang][kind]
    return f"{number} {one if number == 1 else many}"


_COUNTED = {
    "sv": {"errors": ("fel", "fel"), "warnings": ("varning", "varningar")},
    "en": {"errors": ("error", "errors"), "warnings": ("warning", "warnings")},
}


def _width() -> int:
    try:
        return max(20, os.get_terminal_size().columns)
    except OSError:
        return 80


def _language(argv: list[str]) -> str:
    """Return the language to speak: as asked for, else the system's. Swedish is first where it can't be told."""
    for i, word in enumerate(argv):
        value = (
            argv[i + 1]
            if word == "--lang" and i + 1 < len(argv)
            else word.removeprefix("--lang=")
            if word.startswith("--lang=")
            else ""
        )
        if value in _SAY:
            return value
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not system and sys.platform == "win32":
        import ctypes
        import locale

        system = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    name = system.lower()
    return "sv" if name.startswith("sv") or name.split(".")[0] in ("", "c", "posix") else "en"


def _parser(lang: str) -> argparse.ArgumentParser:
    words = _HELP[lang]
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
    """Return the day it is in Sweden. By rule, not by zoneinfo: that costs as much to import as a build with nothing to do."""

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
    site = f" --site {options.site}" if options.site else ""
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
        talk.say(
            "unknown", out=answer.out, near=_SAY[talk.lang]["near"].format(name=answer.near) if answer.near else ""
        )
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


def _services(options: argparse.Namespace, talk: Talk) -> int:
    """List the calls to make, or write down that one was made."""
    from microsite.pipeline import load_site
    from microsite.problem import did_you_mean

    order = _order(options, talk)
    site, problems = load_site(order)
    if site is None:
        talk.problems([p for p in problems if p.level == "error"])
        return FAULTS
    if options.action == "review":
        return _review(site, options, talk)
    from microsite.services import confirm

    service = site.services.get(options.slug)
    if service is None:
        near = did_you_mean(options.slug, site.services, others=True)
        talk.say("no_service", slug=options.slug, near=" " + near[_SUGGESTION[talk.lang]].strip())
        return FAULTS
    fields = confirm(order.root, service, order.today, options.by, site.settings.freshness.review_every)
    talk.say("confirmed", service=service.facts.name, checked=fields["checked"], review_by=fields["review-by"])
    return OK


_SUGGESTION = {"sv": "suggestion", "en": "suggestion_en"}


def _review(site: Site, options: argparse.Namespace, talk: Talk) -> int:
    from microsite.services import calls

    words = _SAY[talk.lang]
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
    from microsite.pipeline import load_site
    from microsite.problem import did_you_mean

    order = _order(options, talk)
    if options.action == "record":
        return _record(options, talk)
    site, problems = load_site(order)
    if site is None:
        talk.problems([p for p in problems if p.level == "error"])
        return FAULTS
    if options.action == "list":
        return _list(chosen(site, options.renewing), options, talk)
    if options.action == "import":
        return _import(order, site, options, talk)
    if options.slug not in site.partners:
        near = did_you_mean(options.slug, site.partners, others=True)
        talk.say("no_partner", slug=options.slug, near=" " + near[_SUGGESTION[talk.lang]].strip())
        return FAULTS
    if not end(order, site, options.slug, order.today):
        talk.say("ended_by_hand", day=order.today, partner=options.slug, command=_command(options))
        return FAULTS
    talk.say("ended", partner=site.partners[options.slug].facts.name, day=order.today)
    return _record(options, talk)


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
    words = _SAY[talk.lang]
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


def _list(partners: Sequence[Partner], options: argparse.Namespace, talk: Talk) -> int:
    if options.csv:
        from microsite.partners import listed

        sys.stdout.buffer.write(listed(partners).encode())
        return OK
    words = _SAY[talk.lang]
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
            "partner_row", joined=joined, slug=facts.slug, partner=facts.name, about="".join(f"; {a}" for a in about)
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
    for partner in dict.fromkeys(p.partner for p in result.new):
        talk.say("recorded_new", partner=partner, count=sum(p.partner == partner for p in result.new))
    for name, rows in (
        ("recorded_changed", [now for old, now in result.changed if now.state == old.state]),
        ("recorded_ended", [now for old, now in result.changed if now.state != old.state]),
    ):
        for partner in dict.fromkeys(now.partner for now in rows):
            talk.say(name, partner=partner, count=sum(now.partner == partner for now in rows))
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
    "services": _services,
    "partners": _partners,
    "test": _test,
}
