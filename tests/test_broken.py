"""One mistake a folder, laid over `sites/base`: what a person is told, word for word; the site stays as it was."""

from __future__ import annotations

import difflib
import re
import shutil
from pathlib import Path

import pytest

from microsite.messages import MESSAGES
from microsite.problem import REMINDERS
from tests import campaigns

BROKEN = campaigns.SITES / "broken"
NAMES = sorted(folder.name for folder in BROKEN.iterdir() if folder.is_dir())
IN_ENGLISH = [name for name in NAMES if (BROKEN / name / "expected.en.txt").is_file()]
_OURS = ("expected.txt", "expected.en.txt", "remove.txt")
# Messages that no folder of content can cause; each is tested where it says.
ELSEWHERE = {
    "name-case": "two such files can't lie in one folder on Windows and macOS: test_names_that_differ_in_capitals_only",
    "output-foreign": "needs a file in output/: test_commit.py",
    "output-write": "needs a disk that refuses: test_commit.py",
    "changed-meanwhile": "needs a file that changes during the build: test_commit.py",
    "file-unreadable": "needs a file without rights: test_source.py",
    "film-large": "needs a film of 200 MB: test_films.py",
    "film-heavy": "needs a film of 40 MB: test_films.py",
    "trace-left": "needs a recipe that leaves a trace: test_traces.py",
    "ledger-lost": "needs a build before, of a ledger with more lines: test_ledger.py",
    "name-encoding": "needs a name that is no text, which git and Windows don't keep: test_source.py",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the campaign without a mistake, built once."""
    root = campaigns.lay_out("base", tmp_path_factory.mktemp("grund") / "kampanj")
    result = campaigns.build(root)
    assert result.problems == [], "the base has no mistake of its own"
    return root


def break_(base: Path, name: str, to: Path) -> Path:
    """Lay the mistake over a copy of the built base."""
    root = campaigns.copy(base, to)
    for file in (BROKEN / name).rglob("*"):
        path = file.relative_to(BROKEN / name)
        if file.is_file() and path.as_posix() not in _OURS:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, root / path)
    gone = BROKEN / name / "remove.txt"
    for path_gone in gone.read_text("utf-8").split() if gone.is_file() else []:
        (root / path_gone).unlink()
    return root


def problems_in(out: str) -> str:
    """Return what was said before the summing-up: the problems, a blank line after each."""
    end = re.search(r"^(Webbplatsen är|Klart|The website is|Done|No errors)", out, re.MULTILINE)
    assert end is not None, out
    return out[: end.start()].rstrip("\n") + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_mistake_is_told_and_the_site_stays(
    name: str, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exact words are those of expected.txt. An error ends with 1 and leaves output/ alone; a warning publishes."""
    root = break_(base, name, tmp_path / "kampanj")
    before = campaigns.everything_in(root / "output")
    said = campaigns.say(capsys, root)
    log = root / ".cache" / "fel.txt"
    assert not log.exists(), log.read_text("utf-8")
    assert "Traceback" not in said.out + said.err
    told = problems_in(said.out)
    campaigns.expect(BROKEN / name / "expected.txt", told)
    if "FEL " in told:
        assert said.code == 1
        assert campaigns.everything_in(root / "output") == before
    else:
        assert said.code == 0
        strict = int(not set(re.findall(r"\[([\w-]+)\]$", told, re.MULTILINE)) <= REMINDERS)
        assert campaigns.say(capsys, root, "--strict").code == strict, "a warning is an error when that is asked for"


@pytest.mark.parametrize("name", IN_ENGLISH)
def test_the_mistake_is_told_in_english(
    name: str, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check --lang en` tells the same mistake at the same place in English, and changes nothing."""
    root = break_(base, name, tmp_path / "kampanj")
    before = campaigns.everything_in(root / "output")
    said = campaigns.say(capsys, root, "check", lang="en")
    told = problems_in(said.out)
    campaigns.expect(BROKEN / name / "expected.en.txt", told)
    swedish = (BROKEN / name / "expected.txt").read_text("utf-8")
    assert re.findall(r"^\S+ (\S+  \[.+\])$", told, re.MULTILINE) == re.findall(
        r"^\S+ (\S+  \[.+\])$", swedish, re.MULTILINE
    )
    assert campaigns.everything_in(root / "output") == before


def test_two_mistakes_in_two_files_are_told_at_once(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both mistakes are told in one build, by file and line, and nothing that merely follows from them."""
    said = campaigns.say(capsys, break_(base, "tva-fel-i-tva-filer", tmp_path / "kampanj"))
    places = re.findall(r"^FEL (\S+?):", said.out, re.MULTILINE)
    assert places == ["content/sv/news/start.md", "content/sv/stod.md"]
    assert "2 fel" in said.out


def test_a_mistake_hides_no_other_in_the_same_file(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fields, links and lists of one file are all told, top to bottom."""
    root = campaigns.copy(base, tmp_path / "kampanj")
    stod = root / "content" / "sv" / "stod.md"
    campaigns.edit(stod, "menu: 2", "menu: två")
    campaigns.edit(stod, "audience: users", "audience: alla\nslug: få stöd")
    campaigns.edit(stod, "tjanst:droghjalpen", "tjanst:drogjalpen")
    campaigns.edit(stod, "(index.md)", "(indx.md)")
    said = campaigns.say(capsys, root)
    told = re.findall(r"^FEL content/sv/stod\.md:(\d+):\d+  \[(.+)\]$", said.out, re.MULTILINE)
    assert told == [
        ("4", "value-number"),
        ("5", "value-unknown"),
        ("6", "value-slug"),
        ("14", "link-dead"),
        ("19", "link-dead"),
    ]


def test_names_that_differ_in_capitals_only(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two files that Windows and macOS see as one are told, though this system keeps them apart."""
    root = campaigns.copy(base, tmp_path / "kampanj")
    folder = root / "content" / "sv"
    if (folder / "STOD.md").exists():
        pytest.skip("the file system here sees one file")
    shutil.copy(folder / "stod.md", folder / "Stod.md")
    said = campaigns.say(capsys, root)
    assert said.code == 1
    assert "content/sv/stod.md  [name-case]" in said.out
    assert "(se även content/sv/Stod.md)" in said.out


def test_every_message_has_a_case() -> None:
    """Each code of `messages` is caused by a folder here, or stands in ELSEWHERE with its reason."""
    told = "".join((BROKEN / name / "expected.txt").read_text("utf-8") for name in NAMES)
    covered = set(re.findall(r"\[([a-z-]+)\]$", told, re.MULTILINE))
    assert set(MESSAGES) - covered == set(ELSEWHERE)


@pytest.mark.parametrize("name", NAMES)
def test_a_case_is_the_base_but_for_its_mistake(name: str) -> None:
    """A file laid over the base differs from it in a few lines only, so that a change of the base reaches all cases."""
    for file in (BROKEN / name).rglob("*.md"):
        original = campaigns.SITES / "base" / file.relative_to(BROKEN / name)
        if original.is_file() and name not in {"inga-falt-overst", "sparad-i-fel-kodning"}:
            ours, theirs = file.read_text("utf-8").split("\n"), original.read_text("utf-8").split("\n")
            same = difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
            assert len(theirs) - sum(block.size for block in same) <= 7, file


def test_there_are_many() -> None:
    """Forty kinds of mistakes at least are held to their words, ten of them in English too."""
    assert len(NAMES) >= 40
    assert len(IN_ENGLISH) >= 10
