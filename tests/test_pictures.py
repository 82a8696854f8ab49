"""Posters' masters: whatever comes is taken whole and upright or refused in words, and none takes the machine down."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from PIL import Image

from microsite.messages import MESSAGES
from tests import campaigns
from tests.hostile_pdfs import ENDLESS_PDFS, PDFS
from tests.hostile_pictures import ANY, CANARY, EITHER, ODD, PROFILE, REFUSED, TAKEN, Case, hostile, motif
from tests.picture_trial import MOST_BYTES, MOST_SECONDS, Outcome, look_of

ROOT = Path(__file__).parents[1]
# Each is tried in a process of its own, which takes its time to start: some are tried each time, all by --long.
_EVERY, _EVERY_PDF = 4, 8
_ALL = {name: (data, wanted) for name, data, wanted in (*hostile(), *PDFS)}
_CASES = {name: _ALL[name] for name, *_ in (*hostile()[::_EVERY], *PDFS[::_EVERY_PDF])}
_OTHERS = {name: case for name, case in _ALL.items() if name not in _CASES}
# How far a field of a small copy may be from the motif's: what JPEG, one bit and ink do is less, a lost row is more.
_NEAR = 60

# All in one worker: each would try all of them anew.
pytestmark = pytest.mark.xdist_group("pictures")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outcome]:
    """What came of each."""
    return _tried([(name, *case) for name, case in _CASES.items()], tmp_path_factory.mktemp("bilder"))


def _tried(cases: Sequence[Case], folder: Path) -> Mapping[str, Outcome]:
    """Try them one after the other."""
    for name, data, _ in cases:
        (folder / name).write_bytes(data)
    command = [sys.executable, "-m", "tests.picture_trial", str(folder), CANARY]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return {name: Outcome(**fields) for name, fields in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", _CASES)
def test_a_picture_is_taken_whole_or_refused_in_words(name: str, outcomes: Mapping[str, Outcome]) -> None:
    """No crash, no file that is half missing or black all over, and the word that is due, if any."""
    _judge(outcomes[name], _CASES[name][1])


@pytest.mark.long
def test_every_other_is_taken_whole_or_refused_in_words(tmp_path: Path) -> None:
    """As above, and within the same bounds."""
    for name, outcome in _tried([(name, *case) for name, case in _OTHERS.items()], tmp_path).items():
        _judge(outcome, _OTHERS[name][1])
        assert outcome.bytes <= MOST_BYTES, name
        assert outcome.seconds <= MOST_SECONDS, name
        assert not outcome.private, name


def _judge(outcome: Outcome, wanted: str) -> None:
    assert not outcome.fault, asdict(outcome)
    assert set(outcome.told + outcome.warned) <= set(MESSAGES)
    assert len(outcome.told) <= 1, "one mistake is told of once"
    assert not re.search(r"0x[0-9a-f]{6}|<_io", outcome.detail), "no person can make anything of an address in memory"
    if wanted in (TAKEN, ODD, PROFILE):
        assert outcome.told == [], outcome.detail
        assert outcome.warned == ([PROFILE] if wanted == PROFILE else [])
    elif wanted == REFUSED:
        assert outcome.told
    elif wanted not in (EITHER, ANY):
        assert outcome.told == [wanted], outcome.detail
    if outcome.look and wanted not in (ODD, ANY):
        off = [abs(a - b) for a, b in zip(outcome.look, look_of(motif()), strict=True)]
        assert max(off) <= _NEAR, "it is not the picture that was sent"


def test_nothing_but_points_is_published(outcomes: Mapping[str, Outcome]) -> None:
    """No place, camera, comment or name that came along, and no profile."""
    assert {name: outcome.private for name, outcome in outcomes.items() if outcome.private} == {}


def test_no_word_is_said_beside_the_messages(outcomes: Mapping[str, Outcome]) -> None:
    """A library's warning, in English and of what nobody can mend, would stand between our own."""
    assert {name: outcome.noise for name, outcome in outcomes.items() if outcome.noise} == {}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="what a process takes is measured where processes can be forked")
def test_no_picture_takes_more_memory_or_time_than_there_is(outcomes: Mapping[str, Outcome]) -> None:
    """512 MB and ten seconds: an editor's old laptop, with a mail program and a browser open beside."""
    assert len(outcomes) == len(_CASES)
    assert {name: o.bytes >> 20 for name, o in outcomes.items() if o.bytes > MOST_BYTES} == {}, "megabytes"
    assert {name: o.seconds for name, o in outcomes.items() if o.seconds > MOST_SECONDS} == {}, "seconds"


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="what a process takes is measured where processes can be forked")
def test_what_is_drawn_without_end_is_ended(tmp_path: Path) -> None:
    """And told of, or shown as far as it came: a build never stands still."""
    for outcome in _tried(ENDLESS_PDFS, tmp_path).values():
        assert not outcome.fault, asdict(outcome)
        assert outcome.seconds <= MOST_SECONDS
        assert outcome.bytes <= MOST_BYTES


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign that was built once with a good poster, and shows it in all formats."""
    root = campaigns.lay_out("base", tmp_path_factory.mktemp("affisch") / "kampanj")
    campaigns.edit(root / "content/site.yaml", "poster-widths: [20]", "poster-widths: [96, 48]")
    campaigns.edit(root / "content/site.yaml", "poster-formats: [jpeg]", "poster-formats: [avif, webp, jpeg]")
    assert not campaigns.build(root).failed
    return root


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("orientation-6.jpg", ""),
        ("orientation-6.tif", ""),
        ("press.tif", ""),
        ("profile-none.jpg", ""),
        ("inks-adobe.jpg", "picture-profile"),
        ("cut-plain-50.jpg", "picture-broken"),
        ("html-named.png", "picture-broken"),
        ("sides-65500.jpg", "picture-large"),
        # No format of the web holds it.
        ("tall-70000.png", "picture-"),
    ],
)
def test_a_build_takes_it_or_tells_where_it_is_named(
    name: str, code: str, town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A taken one stands on its page upright, in its own size; at a refused one the last good site stays as it is."""
    root = campaigns.copy(town, tmp_path / "kampanj")
    (root / "assets/posters" / name).write_bytes(_ALL[name][0])
    for lang in ("sv", "fi"):
        page = root / "content" / lang / "posters/exempel.md"
        page.write_text(page.read_text("utf-8").replace("exempel.png", name), "utf-8")
    (root / "assets/posters/exempel.png").unlink()
    before = campaigns.everything_in(root / "output")
    said = campaigns.say(capsys, root, "build")
    refused = code not in ("", "picture-profile")
    assert said.code == int(refused), said.out + said.err
    told = [problem for problem in campaigns.build(root).problems if problem.code.startswith("picture")]
    assert [problem.code.startswith(code) for problem in told] == [True] * bool(code)
    assert all(problem.span.path == "content/sv/posters/exempel.md" for problem in told)
    assert (name in said.out + said.err) == bool(code)
    if refused:
        assert campaigns.everything_in(root / "output") == before
        return
    html = (root / "output/affischer/exempel/index.html").read_text("utf-8")
    shown = re.findall(r'<img[^>]*src="/(bilder/[^"]+)"[^>]*width="(\d+)" height="(\d+)"', html)
    assert shown
    for address, width, height in shown:
        assert (int(width), int(height)) == motif().size
        with Image.open(root / "output" / address) as picture:
            assert picture.size == (48, 68), "the narrowest, for who reads no better format"
