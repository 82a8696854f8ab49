"""Cues: the words of a film at their times, read from WebVTT or SubRip with every mistake at its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from microsite.problem import Problems, Span

# A reader keeps up with about this many characters a second; beyond it the words are gone before they are read.
FASTEST = 20
# How far past its end a film's last cue may reach: players round.
_SLACK_MS = 500
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMES = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(\s.*)?$")
_TAG = re.compile(r"<[^>]*>")
# Of what may stand in a cue we publish this: italics, bold, and who speaks.
_KEPT = re.compile(r"<(/?[ib]|/?v)(?:\.[^\s>]*)?(?:\s+([^<>&]*))?>")
_AND = re.compile(r"&(?!(?:amp|lt|gt|lrm|rlm|nbsp|#\d+);)")


@dataclass(frozen=True)
class Cue:
    """Words, and when they are shown, in thousandths of a second."""

    start: int
    end: int
    text: str
    span: Span

    @property
    def words(self) -> str:
        """Return the words alone."""
        return " ".join(_TAG.sub("", self.text).split())


def read_cues(text: str, path: str, problems: Problems) -> tuple[Cue, ...]:
    """Return the cues of a file, telling of every line that can't be read."""
    lines = text.lstrip("\ufeff").split("\n")
    if path.lower().endswith(".vtt") and not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        problems.error("cues-head", Span(path, 1, 1, max(1, len(lines[0]))))
        # Told of once: what stands there instead is no words of the film's.
        lines[0] = lines[0] if lines[0].strip().isdigit() else ""
    cues = []
    for first, block in _paragraphs(lines):
        if re.match(r"(WEBVTT|NOTE|STYLE|REGION)(\s|$)", block[0]):
            continue
        at = next((i for i, line in enumerate(block[:2]) if "-->" in line), None)
        if at is None:
            problems.error("cues-times", Span(path, first, 1, max(1, len(block[0]))), value=block[0][:40])
            continue
        span = Span(path, first + at, 1, len(block[at]))
        match = _TIMES.match(block[at])
        times = _milliseconds(match) if match else None
        if times is None:
            problems.error("cues-times", span, value=block[at].strip()[:60])
            continue
        words = "\n".join(line.strip() for line in block[at + 1 :])
        if not _TAG.sub("", words).strip():
            problems.error("cues-empty", span)
            continue
        cues.append(Cue(*times, words, span))
    if not cues and not problems.failed:
        problems.error("cues-none", Span(path))
    return tuple(cues)


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield runs of lines that are not empty, each with the number of its first line."""
    run: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            run.append(line)
        elif run:
            yield number - len(run), run
            run = []


def _milliseconds(match: re.Match[str]) -> tuple[int, int] | None:
    rows = []
    for at in (1, 5):
        hours, minutes, seconds, parts = (match[at] or "0", match[at + 1], match[at + 2], match[at + 3])
        if int(minutes) > 59 or int(seconds) > 59:
            return None
        rows.append(((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(parts.ljust(3, "0")))
    return rows[0], rows[1]


def check_cues(cues: tuple[Cue, ...], seconds: float, problems: Problems, *, read: bool) -> None:
    """Tell of cues that are in the wrong order, overlap, or go on after the film, of `seconds`.

    Those that are `read` on the screen must stand long enough for it.
    """
    for before, cue in zip((None, *cues), cues, strict=False):
        if cue.end <= cue.start:
            problems.error("cues-order", cue.span)
        elif before is not None and cue.start < before.start:
            problems.error("cues-order", cue.span, before.span)
        elif before is not None and cue.start < before.end:
            problems.error("cues-overlap", cue.span, before.span, end=clock(before.end))
        elif cue.end > seconds * 1000 + _SLACK_MS:
            problems.error("cues-end", cue.span, end=clock(round(seconds * 1000)))
        elif read and len(cue.words) * 1000 > FASTEST * (cue.end - cue.start):
            least = len(cue.words) / FASTEST
            problems.warn("cues-fast", cue.span, length=len(cue.words), least=f"{least:.1f}", most=FASTEST)


def clock(milliseconds: int) -> str:
    """Return a time as WebVTT writes it, hh:mm:ss.mmm."""
    seconds, parts = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{parts:03}"


def _plain_tag(tag: re.Match[str]) -> str:
    """Return a tag without its classes, or nothing of one that we don't publish."""
    kept = _KEPT.fullmatch(tag[0])
    if kept is None:
        return ""
    return f"<v {kept[2].strip()}>" if kept[1] == "v" and kept[2] else f"<{kept[1]}>" if kept[1] != "v" else ""


def vtt_of(cues: tuple[Cue, ...]) -> str:
    """Return cues as WebVTT: times and words alone, without notes, styles and what else a program wrote."""
    rows = ["WEBVTT", ""]
    for cue in cues:
        words = _TAG.sub(_plain_tag, cue.text)
        rows += [f"{clock(cue.start)} --> {clock(cue.end)}", _AND.sub("&amp;", words).replace("-->", "→"), ""]
    return "\n".join(rows)
