"""What the command line says: its words in Swedish and English, and how they reach a terminal."""

from __future__ import annotations

import os
import sys
import time

from microsite.problem import Problem, render

HELP = {
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
        "kit": "gör en partners paket: märken, affischer med dess logotyp, texter",
        "to": "mappen som paketet läggs i, i stället för den du står i",
        "csv": "som CSV, för kalkylark",
        "renewing": "bara de vars överenskommelse går ut inom så många dagar, den första först",
        "new": "börja en egen kampanj i en ny mapp, med frågor",
        "new_path": "mappen som kampanjen ska ligga i, till exempel ../exempelstad",
        "new_name": "kampanjens namn",
        "new_owner": "vem som svarar för den, till exempel Exempelstads kommun",
        "new_primary": "kommunens färg, # och sex tecken",
        "new_accent": "en färg till; utan den räknas en ut",
        "new_languages": "språk utöver svenska, till exempel fi,en",
        "new_url": "adressen där webbplatsen ska ligga",
        "translations": "visa vad som saknas på varje språk och vad som har ändrats sedan det översattes",
        "done": "skriv in att översättningar följer originalen som de är nu",
        "done_file": "översättningens fil, till exempel content/fi/stod.md",
        "done_all": "alla översättningar som finns",
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
        "kit": "make a partner's kit: badges, posters with its logo, texts",
        "to": "the folder that the kit is put in, instead of the one you are in",
        "csv": "as CSV, for spreadsheets",
        "renewing": "only those whose agreement runs out within so many days, the first one first",
        "new": "begin a campaign of your own in a new folder, by questions",
        "new_path": "the folder that the campaign is to lie in, ../example for instance",
        "new_name": "the campaign's name",
        "new_owner": "who answers for it, Exempelstads kommun for instance",
        "new_primary": "the town's colour, # and six digits",
        "new_accent": "a second colour; without it one is reckoned",
        "new_languages": "languages beside Swedish, fi,en for instance",
        "new_url": "the address where the website is to lie",
        "translations": "show what is missing in each language and what has changed since it was translated",
        "done": "write down that translations follow their originals as they are now",
        "done_file": "the translation's file, for example content/fi/stod.md",
        "done_all": "all translations there are",
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
SAY = {
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
        "own_badge": "kampanjens eget märke",
        "recorded_none": "Allt är redan inskrivet i content/ledger.txt.",
        "recorded_new": "  ny: {partner}, {count} adresser",
        "recorded_changed": "  ny bild: {partner}, {count} adresser",
        "recorded_ended": "  slutade: {partner}, {count} adresser",
        "ended": "{partner} slutade {day}. Bygg webbplatsen, så blir märket neutralt på samma adress.",
        "ended_by_hand": "Raden gick inte att skriva in. Lägg själv till raden ended: {day} under {partner} i partners.yaml, och skriv sedan: {command} partners record",
        "kit_made": "Paketet är klart: {file} ({size} MB).",
        "kit_unwritten": "Paketet gick inte att skriva i {file}: {what}.",
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
        "new_asks": "Sex frågor. Tryck Retur för förslaget inom klamrar. Allt går att ändra efteråt i content/site.yaml.\n",
        "new_name_asked": "Vad ska kampanjen heta?",
        "new_name_proposed": "Tillsammans mot narkotika",
        "new_owner_asked": "Vem svarar för den?",
        "new_owner_proposed": "Exempelstads kommun",
        "new_primary_asked": "Kommunens färg (# och sex tecken)?",
        "new_primary_proposed": "#123f41",
        "new_accent_asked": "En färg till? Tomt: den räknas ut",
        "new_accent_proposed": "",
        "new_languages_asked": "Vilka språk ({known})?",
        "new_languages_proposed": "sv",
        "new_url_asked": "Vilken adress ska webbplatsen ha?",
        "new_url_proposed": "https://kampanj.exempelstad.example/",
        "new_again": "  {text}\n  → {hint}",
        "new_taken": "Mappen {folder} är inte tom. Välj en som inte finns än.",
        "new_unwritten": "Kampanjen gick inte att skriva i {folder}: {what}.",
        "new_made": "Kampanjen ligger i {folder}: {count} filer.\nSe den: {command} serve\nLäs sedan ATT-GORA.md i mappen: det är vad som ska göras före lanseringen.",
        "translated": "\n{lang}: {complete} texter är aktuella, {behind} är äldre än originalet, {missing} saknas, {unknown} är inte avstämda.",
        "translated_behind": "\n  {file} är äldre än {original}. Det här har ändrats sedan dess:",
        "translated_changed": "    {file}:{line}  {words}",
        "translated_removed": "    {count} stycken har tagits bort.",
        "translated_then": "    När det är översatt: {command} translations done {file}",
        "translated_missing": "  saknas: {file}  ({words} ord i {original})",
        "translated_field": "  saknas: {file}:{line}  {words}",
        "translated_unknown": "  {count} översättningar är aldrig avstämda med originalet. Gå igenom dem, och skriv sedan: {command} translations done --all",
        "done": "{count} översättningar är avstämda. Det står i content/translations.txt.",
        "done_already": "De är redan avstämda.",
        "done_what": "Skriv vilka filer det gäller, eller --all för alla: {command} translations done content/fi/index.md",
        "done_unknown": "{file} är ingen översättning på webbplatsen.{near}",
        "working": "  gör {done} av {total}{left}: {what}",
        "left": ", {time} kvar",
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
        "own_badge": "the campaign's own badge",
        "recorded_none": "All of it stands in content/ledger.txt already.",
        "recorded_new": "  new: {partner}, {count} addresses",
        "recorded_changed": "  new picture: {partner}, {count} addresses",
        "recorded_ended": "  left: {partner}, {count} addresses",
        "ended": "{partner} left {day}. Build the website, and the badge becomes neutral at the same address.",
        "ended_by_hand": "The line could not be written. Add the line ended: {day} below {partner} in partners.yaml yourself, and then type: {command} partners record",
        "kit_made": "The kit is ready: {file} ({size} MB).",
        "kit_unwritten": "The kit could not be written in {file}: {what}.",
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
        "new_asks": "Six questions. Press Return for what stands in brackets. All can be changed later in content/site.yaml.\n",
        "new_name_asked": "What is the campaign called?",
        "new_name_proposed": "Tillsammans mot narkotika",
        "new_owner_asked": "Who answers for it?",
        "new_owner_proposed": "Exempelstads kommun",
        "new_primary_asked": "The town's colour (# and six digits)?",
        "new_primary_proposed": "#123f41",
        "new_accent_asked": "A second colour? Empty: it is reckoned",
        "new_accent_proposed": "",
        "new_languages_asked": "Which languages ({known})?",
        "new_languages_proposed": "sv",
        "new_url_asked": "Which address will the website have?",
        "new_url_proposed": "https://kampanj.exempelstad.example/",
        "new_again": "  {text}\n  → {hint}",
        "new_taken": "The folder {folder} is not empty. Choose one that is not there yet.",
        "new_unwritten": "The campaign could not be written in {folder}: {what}.",
        "new_made": "The campaign lies in {folder}: {count} files.\nSee it: {command} serve\nThen read ATT-GORA.md in the folder: what to do before you launch.",
        "translated": "\n{lang}: {complete} texts are current, {behind} are older than the original, {missing} are missing, {unknown} were never compared.",
        "translated_behind": "\n  {file} is older than {original}. This has changed since:",
        "translated_changed": "    {file}:{line}  {words}",
        "translated_removed": "    {count} paragraphs were removed.",
        "translated_then": "    When it is translated: {command} translations done {file}",
        "translated_missing": "  missing: {file}  ({words} words in {original})",
        "translated_field": "  missing: {file}:{line}  {words}",
        "translated_unknown": "  {count} translations were never compared with the original. Go through them, and then type: {command} translations done --all",
        "done": "{count} translations are written down as current, in content/translations.txt.",
        "done_already": "They are written down already.",
        "done_what": "Type which files, or --all for all of them: {command} translations done content/fi/index.md",
        "done_unknown": "{file} is no translation on the website.{near}",
        "working": "  making {done} of {total}{left}: {what}",
        "left": ", {time} left",
    },
}


# In seconds: before this much has passed, what is left is a guess.
_TOO_SOON = 2.0


class Talk:
    """Says things in one language; colours only on a terminal."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.terminal = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        if self.terminal and sys.platform == "win32":
            os.system("")  # noqa: S605 (switches on colours in the Windows console)
        self._last = 0.0
        # When the first of what is being made was done, and how many were by then.
        self._first: tuple[float, int, int] = (0.0, 0, 0)
        self._shown = False

    def say(self, name: str, to_error: bool = False, **values: object) -> None:
        """Print one of our sentences."""
        self.wipe()
        for kind in ("errors", "warnings"):
            if kind in values:
                values[kind] = _counted(kind, int(str(values[kind])), self.lang)
        print(SAY[self.lang][name].format(**values), file=sys.stderr if to_error else sys.stdout, flush=True)

    def problems(self, problems: list[Problem]) -> None:
        """Print problems, a blank line between them."""
        self.wipe()
        for problem in problems:
            print(render(problem, self.lang, self.terminal), end="\n\n", flush=True)

    def progress(self, done: int, total: int, what: str) -> None:
        """Show how far it has come, on one line of a terminal, ten times a second at most."""
        if done <= self._first[1] or total != self._first[2]:
            self._first = time.monotonic(), done, total
        if self.terminal and total > 5 and time.monotonic() - self._last > 0.1:
            self._last, self._shown = time.monotonic(), True
            left = time_left(time.monotonic() - self._first[0], done - self._first[1], total - done)
            said = SAY[self.lang]["left"].format(time=left) if left else ""
            line = SAY[self.lang]["working"].format(done=done, total=total, what=what, left=said)
            print(f"\r\033[K{line[: _width() - 1]}", end="", flush=True)

    def wipe(self) -> None:
        """Remove the progress line."""
        if self._shown:
            print("\r\033[K", end="", flush=True)
            self._shown = False


def time_left(seconds: float, done: int, rest: int) -> str:
    """Return how long the rest takes if it goes on as it has: "40 s", "3 min"; "" while nobody can tell."""
    if seconds < _TOO_SOON or not done or not rest:
        return ""
    left = seconds / done * rest
    # Nobody is helped by 37 s that become 41.
    return f"{-(-left // 10) * 10:.0f} s" if left < 90 else f"{-(-left // 60):.0f} min"


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


def language(argv: list[str]) -> str:
    """Return the language to speak: as asked for, else the system's. Swedish is first where it can't be told."""
    for i, word in enumerate(argv):
        value = (
            argv[i + 1]
            if word == "--lang" and i + 1 < len(argv)
            else word.removeprefix("--lang=")
            if word.startswith("--lang=")
            else ""
        )
        if value in SAY:
            return value
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not system and sys.platform == "win32":
        import ctypes
        import locale

        system = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    name = system.lower()
    return "sv" if name.startswith("sv") or name.split(".")[0] in ("", "c", "posix") else "en"
