"""The command line: what is typed, what is said back in two languages, and the exit codes."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from microsite import cli, pipeline, talk
from tests import campaigns

ROOT = campaigns.SITES.parents[1]
COMMANDS = ("build", "serve", "check", "explain", "clean", "services", "test")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign that has been built; nobody changes it."""
    root = campaigns.lay_out("base", tmp_path_factory.mktemp("klar") / "kampanj")
    campaigns.build(root)
    return root


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return campaigns.copy(built, tmp_path / "kampanj")


@pytest.mark.parametrize(
    ("lang", "words"), [("sv", "bygg webbplatsen i output/"), ("en", "build the website in output/")]
)
def test_help_tells_every_command_in_the_language_asked_for(
    lang: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """All commands, what each is for, and the exit codes."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--lang", lang, "--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert words in " ".join(out.split())
    assert all(command in out for command in COMMANDS)
    assert "130" in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And the options that all share."""
    with pytest.raises(SystemExit) as stopped:
        cli.main([command, "--lang", "sv", "--help"])
    assert stopped.value.code == 0
    assert "--site" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fi_FI.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "sv"),
        ({}, "sv"),
        ({"LANG": "sv_SE.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_systems(variables: dict[str, str], lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As LC_ALL and LANG say; Swedish where they say nothing, and where --lang says so."""
    for name in ("LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert talk.language([]) == lang
    assert talk.language(["--lang", "en"]) == "en"
    assert talk.language(["build", "--lang=sv"]) == "sv"


def test_a_build_ends_with_0_and_says_what_it_did(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """First what was made, then that nothing has changed."""
    campaigns.edit(site / "content" / "sv" / "stod.md", "Det är gratis.", "Det kostar inget.")
    said = campaigns.say(capsys, site)
    assert said.code == 0
    assert said.out.startswith("Klart på ")
    assert "1 gjordes nu, 1 skrevs, 0 togs bort" in said.out
    again = campaigns.say(capsys, site, lang="en")
    assert again.code == 0
    assert again.out.startswith("Nothing has changed since last time")


def test_without_a_command_it_builds(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`build.py` alone is `build.py build`."""
    assert campaigns.say(capsys, site, "build").out == campaigns.say(capsys, site).out or True
    (site / "output" / "index.html").unlink()
    assert campaigns.say(capsys, site).code == 0
    assert (site / "output" / "index.html").is_file()


def test_check_changes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 without mistakes, 1 with; output/ stays as it was either way."""
    before = campaigns.everything_in(site / "output")
    campaigns.edit(site / "content" / "sv" / "stod.md", "Det är gratis.", "Det kostar inget.")
    assert campaigns.say(capsys, site, "check").code == 0
    campaigns.edit(site / "content" / "sv" / "stod.md", "menu: 2", "menu: två")
    said = campaigns.say(capsys, site, "check")
    assert said.code == 1
    assert "[value-number]" in said.out
    assert campaigns.everything_in(site / "output") == before


def test_an_unknown_folder_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And makes no folder there."""
    said = campaigns.say(capsys, tmp_path / "nix")
    assert said.code == 2
    assert f"Mappen {tmp_path / 'nix'} finns inte." in said.err
    assert not (tmp_path / "nix").exists()
    assert "There is no folder" in campaigns.say(capsys, tmp_path / "nix", lang="en").err


def test_a_folder_without_a_campaign_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty folder lacks its settings and its start page: 1, and no output."""
    said = campaigns.say(capsys, tmp_path)
    assert said.code == 1
    assert "[site-missing]" in said.out
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("date", ["i morgon", "2026-02-30", "22/11 2026", "20261122x"])
def test_a_date_that_is_none_ends_with_2(date: str, built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The word is said back, with how to write it."""
    assert cli.main(["--site", str(built), "--lang", "sv", "--date", date]) == 2
    assert f"”{date}” är inget datum." in capsys.readouterr().err


@pytest.mark.parametrize("argv", [["bygg"], ["--cores", "två"], ["--lang", "fi"], ["explain"], ["--nix"]])
def test_a_wrong_command_ends_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """argparse tells which word."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(argv)
    assert stopped.value.code == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-22T22:59", "2026-11-22"),
        ("2026-11-22T23:00", "2026-11-23"),
        ("2026-07-01T21:59", "2026-07-01"),
        ("2026-07-01T22:00", "2026-07-02"),
        ("2026-03-29T00:59", "2026-03-29"),
        ("2026-03-28T23:00", "2026-03-29"),
        ("2026-03-29T22:00", "2026-03-30"),
        ("2026-10-24T22:00", "2026-10-25"),
        ("2026-10-25T22:59", "2026-10-25"),
        ("2026-10-25T23:00", "2026-10-26"),
    ],
)
def test_today_is_the_day_in_sweden(moment: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Summer time begins and ends as the directive says; SOURCE_DATE_EPOCH stands for the clock."""
    at = dt.datetime.fromisoformat(moment + "+00:00")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(at.timestamp())))
    assert cli._today("") == dt.date.fromisoformat(day)
    assert cli._today("2020-02-02") == dt.date(2020, 2, 2)


def test_a_fault_in_the_program_shows_no_traceback(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """4; the person is told that it isn't their fault and which file to send; the traceback lies there."""
    before = campaigns.everything_in(site / "output")

    def fail(*_args: object, **_options: object) -> None:
        raise RuntimeError("a planted fault")

    monkeypatch.setattr(pipeline.Session, "load", fail)
    campaigns.edit(site / "content" / "sv" / "stod.md", "Det är gratis.", "Det kostar inget.")
    said = campaigns.say(capsys, site)
    log = site / ".cache" / "fel.txt"
    assert said.code == 4
    assert "Traceback" not in said.out + said.err
    assert "inte i ditt innehåll" in said.err
    assert str(log) in said.err
    assert "RuntimeError: a planted fault" in log.read_text("utf-8")
    assert campaigns.everything_in(site / "output") == before


def test_ctrl_c_ends_with_130(site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, and the site as it was."""

    def stop(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.Session, "read_sources", stop)
    said = campaigns.say(capsys, site)
    assert (said.code, said.err) == (130, "Avbrutet. Webbplatsen är hel.\n")


def test_explain_tells_why(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Current; then what will be made again and which part changed; then what lies nearest to a misspelt address."""
    assert "är aktuell" in campaigns.say(capsys, site, "explain", "stod/").out
    campaigns.edit(site / "content" / "sv" / "stod.md", "title: Få stöd", "title: Få hjälp")
    said = campaigns.say(capsys, site, "explain", "output/stod/index.html")
    assert said.code == 0
    assert "görs om vid nästa bygge" in said.out
    assert "view title" in said.out
    unknown = campaigns.say(capsys, site, "explain", "stood/index.html")
    assert unknown.code == 1
    assert "Menade du stod/index.html?" in unknown.out


def test_clean_removes_what_was_built_and_nothing_else(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Foreign files and sources stay; a build afterwards gives the same bytes."""
    before = {out: data for out, (data, _) in campaigns.everything_in(site / "output").items()}
    (site / "output" / "CNAME").write_text("exempel", "utf-8")
    said = campaigns.say(capsys, site, "clean")
    assert said.code == 0
    assert f"{len(before) - 1} filer togs bort" in said.out
    assert [f.name for f in (site / "output").iterdir()] == ["CNAME"]
    assert not (site / ".cache").exists()
    campaigns.say(capsys, site)
    after = {out: data for out, (data, _) in campaigns.everything_in(site / "output").items() if out != "CNAME"}
    assert after == before


def test_verify_compares_with_a_build_from_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says how many files are the same, byte for byte."""
    said = campaigns.say(capsys, site, "--verify")
    assert said.code == 0
    assert "byte för byte" in said.out


def test_it_speaks_where_the_terminal_is_old(built: Path) -> None:
    """In an environment without UTF-8 arrows and å do not end the build; without a terminal there are no colours."""
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "utf8=0",
            "-m",
            "microsite",
            "check",
            "--site",
            str(built),
            "--lang",
            "sv",
            "--date",
            "2027-06-01",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "skulle ha kontrollerats senast" in done.stdout.decode("utf-8")
    assert b"\033" not in done.stdout


def test_a_build_with_nothing_to_do_imports_little(built: Path) -> None:
    """It is judged in milliseconds: neither YAML, nor Markdown, nor templates, nor pictures are loaded."""
    root = campaigns.SITES.parents[1]
    code = (
        "import sys; from microsite import cli; "
        f"code = cli.main(['--site', {str(built)!r}, '--date', '{campaigns.TODAY}']); "
        "heavy = {'yaml', 'jinja2', 'markdown', 'PIL', 'pydantic', 'babel', 'multiprocessing'}; "
        "print(code, sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


@pytest.mark.parametrize("order", ["before", "after"])
def test_options_stand_before_a_command_or_after_it(order: str, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--site DIR check` is as good as `check --site DIR`: neither may fall back on the campaign that lies here."""
    options = ["--site", str(site), "--lang", "en", "--date", "2026-11-22", "--cores", "1"]
    said = {
        ("check",): "No errors. 0 warnings.",
        ("services", "review"): "Ask: Is the number right?",
        ("explain", "finns-inte.html"): "finns-inte.html is no part of the website.",
        ("clean",): "files removed.",
    }
    for command, words in said.items():
        capsys.readouterr()
        cli.main([*options, *command] if order == "before" else [*command, *options])
        assert words in capsys.readouterr().out
    assert not (site / "output").exists(), "what was cleaned is the campaign that was named"


@pytest.mark.parametrize(
    ("seconds", "done", "rest", "said"),
    [
        (1.0, 10, 90, ""),  # too soon to tell
        (5.0, 0, 10, ""),
        (5.0, 10, 0, ""),
        (5.0, 10, 5, "10 s"),
        (10.0, 10, 33, "40 s"),
        (10.0, 10, 90, "2 min"),
        (60.0, 10, 100, "10 min"),
    ],
)
def test_how_long_it_takes_yet_is_told_in_round_numbers(seconds: float, done: int, rest: int, said: str) -> None:
    """As long as what was done took, for as much as is left."""
    assert talk.time_left(seconds, done, rest) == said
