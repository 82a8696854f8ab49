"""What is missing in each language, and what has changed since it was translated."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite import cli
from microsite.translations import RECORD, compared, paragraphs_of, read_record, wording
from tests import campaigns

PAGE = "---\ntitle: {title}\ndescription: {words}\npublished: 2026-01-01\n---\n{body}\n"
TEXTS = st.lists(st.text("abc åä", min_size=1, max_size=8).filter(str.strip), max_size=8)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A campaign in Swedish and Finnish, whose languages say the same."""
    root = campaigns.lay_out("base", tmp_path / "kampanj")
    _write(root, "sv/om.md", "Om oss", ["Ring 112.", "Vi är många.", "Kom med."])
    _write(root, "fi/om.md", "Meistä", ["Soita 112.", "Meitä on monta.", "Tule mukaan."])
    return root


def _write(root: Path, name: str, title: str, body: list[str]) -> None:
    words = f"Om {title} i den här kampanjen, för alla."
    (root / "content" / name).write_text(PAGE.format(title=title, words=words, body="\n\n".join(body)), "utf-8")


def _said(root: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert cli.main(["translations", *words, "--site", str(root), "--lang", "sv", "--date", "2026-06-01"]) == code
    said = capsys.readouterr()
    return said.out + said.err


def test_a_translation_is_current_until_its_original_changes(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Then the paragraphs that changed are shown, with their lines; and it is current again when somebody says so."""
    assert "aldrig avstämda" in _said(site, capsys)
    assert "avstämda" in _said(site, capsys, "done", "--all")
    assert "0 är äldre än originalet" in _said(site, capsys)

    _write(site, "sv/om.md", "Om oss", ["Ring 112.", "Vi är ännu fler.", "Nytt här.", "Kom med."])
    said = _said(site, capsys)
    assert "content/fi/om.md är äldre än content/sv/om.md" in said
    assert "content/sv/om.md:8  Vi är ännu fler." in said
    assert "content/sv/om.md:10  Nytt här." in said
    assert "Ring 112." not in said
    assert "translations done content/fi/om.md" in said

    _write(site, "fi/om.md", "Meistä", ["Soita 112.", "Meitä on vielä enemmän.", "Uutta.", "Tule mukaan."])
    assert "content/fi/om.md är äldre" in _said(site, capsys), "nobody has said that it is done"
    assert "1 översättningar är avstämda" in _said(site, capsys, "done", "content\\fi\\om.md")
    assert "content/fi/om.md" not in _said(site, capsys)
    assert "redan" in _said(site, capsys, "done", "fi/om.md")


def test_a_changed_title_and_a_paragraph_that_is_gone_are_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A field at the head is words too; of what is no more, that it is."""
    _said(site, capsys, "done", "--all")
    _write(site, "sv/om.md", "Om kampanjen", ["Ring 112.", "Kom med."])
    said = _said(site, capsys)
    assert "content/sv/om.md:2  title: Om kampanjen" in said
    assert "1 stycken har tagits bort" in said


def test_dates_and_lines_broken_elsewhere_are_no_change(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A translator has nothing to do for them."""
    _said(site, capsys, "done", "--all")
    path = site / "content/sv/om.md"
    text = path.read_text("utf-8").replace("2026-01-01", "2026-02-02").replace("Vi är många.", "Vi är\nmånga.")
    path.write_text(text, "utf-8")
    assert "0 är äldre än originalet" in _said(site, capsys)


def test_what_is_missing_is_told_with_its_size(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the translation would lie, how many words it is, and texts of a YAML file without the language."""
    _write(site, "sv/ny.md", "Nytt", ["Ett två tre."])
    settings = site / "content/site.yaml"
    settings.write_text(settings.read_text("utf-8").replace(", fi: Hengenvaarassa}", "}"), "utf-8")
    said = _said(site, capsys)
    assert "saknas: content/fi/ny.md  (12 ord i content/sv/ny.md)" in said, said
    assert "content/site.yaml:" in said
    assert "Vid fara för liv" in said


def test_a_name_that_is_no_translation_is_refused_with_a_suggestion(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is written."""
    assert "Menade du ”content/fi/om.md”" in _said(site, capsys, "done", "fi/omm.md", code=1)
    assert "--all" in _said(site, capsys, "done", code=2)
    assert not (site / RECORD).exists()


def test_a_translation_that_is_no_more_leaves_the_record(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its line has nobody to speak of."""
    _said(site, capsys, "done", "--all")
    assert "content/fi/om.md" in read_record(site)
    (site / "content/fi/om.md").unlink()
    _said(site, capsys, "done", "--all")
    assert "content/fi/om.md" not in read_record(site)
    campaigns.build(site)


@given(TEXTS, TEXTS)
def test_only_what_differs_is_told(before: list[str], now: list[str]) -> None:
    """Alike are current; else what changed is of the new text, and every paragraph is accounted for."""
    texts = [f"---\ntitle: A\n---\n{chr(10).join(f'{words}{chr(10)}' for words in body)}" for body in (before, now)]
    old, new = (wording(text, "---\ntitle: B\n---\n") for text in texts)
    digests = [paragraph.digest for paragraph in old]
    changed, removed = compared(digests, new)
    assert (not changed and not removed) == (digests == [paragraph.digest for paragraph in new])
    assert set(changed) <= set(new)
    assert len(new) - len(changed) + removed <= len(old)


def test_paragraphs_know_their_lines() -> None:
    """Counted from the file's top, with the fields at its head by name."""
    fields, body = paragraphs_of("---\ntitle: A\nlist:\n  - b\n---\n\nEtt\nett.\n\nTvå.\n")
    assert {name: field.line for name, field in fields.items()} == {"title": 2, "list": 3}
    assert fields["list"].text == "list:\n  - b"
    assert [(p.line, p.beginning) for p in body] == [(7, "Ett ett."), (10, "Två.")]
