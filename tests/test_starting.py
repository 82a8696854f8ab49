"""A town's own campaign, begun by a few questions."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from microsite import cli, starting
from microsite.pipeline import ENGINE
from microsite.problem import Problems
from microsite.schema import dial
from microsite.starting import SERVICES, known_languages
from microsite.yamlspan import read_yaml
from tests import campaigns

DAY = ("--lang", "sv", "--date", str(campaigns.TODAY))


def _settings(root: Path) -> dict[str, object]:
    problems = Problems()
    mapped = read_yaml((root / "content/site.yaml").read_text("utf-8"), "content/site.yaml", problems)
    assert mapped is not None, problems.items
    value: dict[str, object] = mapped.value
    return value


def test_what_it_begins_builds_without_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the town's name, colour and languages, with national services; nothing of another town is left in it."""
    root = tmp_path / "Ny ort å"
    town = ("--name", 'Nej: "tack" till #narkotika', "--owner", "Exempelstads kommun", "--url", "https://nej.example")
    assert cli.main(["new", str(root), *town, "--primary", "#fff0a0", "--languages", "fi, ar", *DAY]) == 0
    said = capsys.readouterr()
    assert "FEL" not in said.out, said.out
    assert "VARNING" not in said.out, said.out
    settings = _settings(root)
    assert settings["name"] == 'Nej: "tack" till #narkotika'
    assert settings["languages"] == ["sv", "fi", "ar"]
    assert settings["base-url"] == "https://nej.example/"
    assert settings["brand"] == {"primary": "#fff0a0"}

    result = campaigns.build(root)
    assert not result.problems
    output = root / "output"
    home = (output / "index.html").read_text("utf-8")
    assert "Nej: &#34;tack&#34; till #narkotika" in home or "Nej: &quot;tack&quot; till #narkotika" in home
    assert (output / "fi/index.html").is_file()
    assert not (output / "en").exists()
    assert (output / "affischer/fraga-en-gang-till/index.html").is_file()
    for service in SERVICES:
        assert (output / "hjalp" / service / "index.html").is_file() or list(output.glob(f"*/{service}/index.html"))
    written = [path for path in root.rglob("*") if path.is_file() and "output" not in path.parts]
    for path in written:
        if ".cache" not in path.parts and "services" not in path.parts:
            assert "Eskilstuna" not in path.read_text("utf-8"), path
            assert "[[" not in path.read_text("utf-8"), path


def test_no_service_is_of_one_town_only() -> None:
    """What is copied answers all over the country, as its own text has it."""
    for service in SERVICES:
        text = (ENGINE / "content/sv/services" / f"{service}.md").read_text("utf-8")
        assert not re.search("Eskilstuna|Sörmland", text), service


def test_every_number_that_the_starter_names_is_that_of_a_service() -> None:
    """Checked by calling, with a source and a day, where the services are; so it may not differ here."""
    known = set()
    for service in SERVICES:
        text = (ENGINE / "content/sv/services" / f"{service}.md").read_text("utf-8")
        known |= {dial(number) for number in re.findall(r'number: "([^"]+)"', text)}
    starter = Path(starting.__file__).with_name("starter")
    named = set()
    for path in starter.rglob("*.*"):
        text = path.read_text("utf-8")
        named |= {dial(n) for n in re.findall(r'number: "(\d+)"|tel:(\+?\d+)|\b(020-[\d ]+\d)', text) for n in n if n}
    assert len(named) >= 4
    assert named <= known


def test_one_begins_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty folder, by its name `.`; the folder stays the one that one stands in."""
    here = tmp_path / "ort"
    here.mkdir()
    beside = tmp_path / "ort.halv"
    beside.mkdir()
    monkeypatch.chdir(here)
    assert cli.main(["new", ".", *DAY]) == 0
    assert Path("content/site.yaml").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ort", "ort.halv"]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody's work is written over."""
    (tmp_path / "viktigt.txt").write_text("mitt", "utf-8")
    assert cli.main(["new", str(tmp_path), *DAY]) == 2
    assert "inte tom" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["viktigt.txt"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("--primary", "grön"), "ingen färg"),
        (("--primary", "#1f6f5c", "--accent", "#7a5a1f"), "nästan lika ljusa"),
        (("--url", "kampanj"), "ingen webbadress"),
        (("--languages", "sv,klingon"), "klingon"),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], answer: tuple[str, ...], words: str
) -> None:
    """With what to write instead."""
    root = tmp_path / "ort"
    assert cli.main(["new", str(root), *answer, *DAY]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "→" in said
    assert not root.exists()


def test_a_person_is_asked_and_asked_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Return takes what is proposed; a wrong answer is told, and the question comes back."""
    typed = iter(["", "Exempelstads kommun", "#12", "#7A1220", "#7a1221", "", "en fi", ""])
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return next(typed)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    root = tmp_path / "ort"
    assert cli.main(["new", str(root), *DAY]) == 0
    said = capsys.readouterr()
    assert "”#12” är ingen färg" in said.err
    assert "nästan lika ljusa" in said.err
    assert len(asked) == 8
    assert all(re.search(r"\[.*\] $", question) for question in asked)
    settings = _settings(root)
    assert settings["brand"] == {"primary": "#7a1220"}
    assert settings["languages"] == ["sv", "en", "fi"]
    assert "serve" in said.out


def test_who_stops_answering_has_begun_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+D at a question."""

    def gone(question: str) -> str:
        raise EOFError(question)

    monkeypatch.setattr("builtins.input", gone)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert cli.main(["new", str(tmp_path / "ort"), *DAY]) == 130
    assert "Avbrutet" in capsys.readouterr().err
    assert not (tmp_path / "ort").exists()


def test_what_can_not_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file stands where the folder should be made."""
    (tmp_path / "fil").write_text("", "utf-8")
    assert cli.main(["new", str(tmp_path / "fil" / "ort"), *DAY]) == 3
    assert "gick inte att skriva" in capsys.readouterr().err


def test_every_language_with_words_may_be_chosen() -> None:
    """Swedish first: the starter's pages are in it."""
    assert known_languages(ENGINE)[0] == "sv"
    assert set(known_languages(ENGINE)) == {path.stem for path in (ENGINE / "templates/locales").glob("*.po")}
