"""Loading films: their files, their pictures, and the words beside them, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from microsite.album import Album
from microsite.cues import Cue, check_cues, read_cues, vtt_of
from microsite.filming import Film as Holds
from microsite.filming import read_film
from microsite.model import Entry, Film, Master, Recording, Text, Track
from microsite.problem import Problem, Problems, Span, did_you_mean
from microsite.reader import Reader, decode
from microsite.source import Source
from microsite.yamlspan import Mapped

_FOLDER = "assets/film/"
_SUFFIXES = frozenset({".mp4", ".mov", ".webm"})
_CUE_SUFFIXES = frozenset({".vtt", ".srt"})
_MOST_BYTES = 200_000_000
# More than this for the smallest file of a film, and somebody pays for it by the megabyte on the bus.
_HEAVY = 40_000_000
# Versions of one film are of one length, but for what an encoder adds.
_SAME_SECONDS = 1.0


class FilmList:
    """Reads the films. What is wrong with a file is told where it is named, a cue's fault at the cue."""

    def __init__(self, reader: Reader, album: Album, fronts: Mapping[str, Mapped | None]) -> None:
        self._reader = reader
        self._problems = reader.problems
        self._album = album
        self._fronts = fronts

    def read(self, entries: Mapping[str, Entry[Any, Any]], default: str, languages: tuple[str, ...]) -> dict[str, Film]:
        """Return the films that can be shown."""
        films = {}
        for name, entry in entries.items():
            film = self._film(name, entry, default)
            if default in film.recordings:
                films[name] = film
                self._check(film, default, languages)
        return films

    def _film(self, name: str, entry: Entry[Any, Any], default: str) -> Film:
        recordings, described, pictures, tracks = {}, {}, {}, []
        # The original first: translations are timed by it.
        for lang, text in sorted(entry.texts.items(), key=lambda row: row[0] != default):
            if found := self._recordings(text, "files"):
                recordings[lang] = found
            if found := self._recordings(text, "described"):
                described[lang] = found
            if text.words.picture:
                master = self._picture(text)
                if master:
                    pictures[lang] = master
            timed_by = lang if lang in recordings else default
            if timed_by in recordings:
                tracks += self._tracks(text, timed_by, recordings[timed_by])
        return Film(name, entry.facts, entry.texts, recordings, described, tuple(tracks), pictures)

    def _span(self, text: Text[Any], *place: str | int) -> Span:
        front = self._fronts.get(text.path)
        return front.span(place) if front else text.span

    def _source(self, name: str, span: Span) -> Source | None:
        path = name if name.startswith("assets/") else _FOLDER + name
        source = self._reader.sources.get(path)
        if source is None:
            near = [p.removeprefix(_FOLDER) for p in self._reader.sources if p.startswith(_FOLDER)]
            self._problems.error("film-missing", span, path=path, **did_you_mean(name, near, others=True))
        return source

    # -- files

    def _recordings(self, text: Text[Any], field: str) -> tuple[Recording, ...]:
        """Return the files of one language, the widest first."""
        rows: list[Recording] = []
        for number, name in enumerate(getattr(text.words, field)):
            span = self._span(text, field, number)
            source = self._source(name, span)
            recording = self._recording(source, span) if source else None
            if recording is None:
                continue
            if rows and abs(rows[0].seconds - recording.seconds) > _SAME_SECONDS:
                lengths = {"one": f"{rows[0].seconds:.1f}", "other": f"{recording.seconds:.1f}"}
                self._problems.warn("film-lengths", span, path=recording.path, **lengths)
            if any((r.width, r.height, r.form) == (recording.width, recording.height, recording.form) for r in rows):
                size = f"{recording.width} × {recording.height}"
                self._problems.error("film-twice", span, path=recording.path, size=size)
                continue
            rows.append(recording)
        return tuple(sorted(rows, key=lambda row: -row.width * row.height))

    def _recording(self, source: Source, span: Span) -> Recording | None:
        suffix = PurePosixPath(source.path).suffix.lower()
        if suffix not in _SUFFIXES:
            self._problems.error("film-format", span, path=source.path, what=suffix or "–")
            return None
        holds = self._reader.memo.of("film", source.digest, partial(_holds, source))
        if holds.code:
            self._problems.error(holds.code, span, path=source.path, what=holds.what)
            return None
        facts = (holds.width, holds.height, holds.seconds, holds.sound, holds.form)
        return Recording(source.path, source.digest, *facts, holds.size, span)

    def _picture(self, text: Text[Any]) -> Master | None:
        name = text.words.picture
        span = self._span(text, "picture")
        path = name if "/" in name else f"{_FOLDER}{name}"
        return self._album.picture(path, span)

    # -- words

    def _tracks(self, text: Text[Any], timed_by: str, recordings: tuple[Recording, ...]) -> list[Track]:
        rows = []
        sound = any(recording.sound for recording in recordings)
        spoken = "captions" if text.lang == timed_by and sound else "subtitles"
        for field, kind in (("captions", spoken), ("descriptions", "descriptions")):
            name = getattr(text.words, field)
            if not name:
                continue
            span = self._span(text, field)
            source = self._source(name, span)
            if source is None:
                continue
            if PurePosixPath(source.path).suffix.lower() not in _CUE_SUFFIXES:
                self._problems.error("cues-format", span, path=source.path)
                continue
            cues = self._cues(source)
            if cues is None:
                continue
            check_cues(cues, recordings[0].seconds, self._problems, read=kind != "descriptions")
            rows.append(Track(kind, text.lang, timed_by, vtt_of(cues), source.path))
        return rows

    def _cues(self, source: Source) -> tuple[Cue, ...] | None:
        def read() -> tuple[tuple[Cue, ...] | None, tuple[Problem, ...]]:
            own = Problems()
            text = decode(source.read(), source.path, own)
            cues = read_cues(text, source.path, own) if text is not None else None
            return (None if own.failed else cues), tuple(own.items)

        cues, problems = self._reader.memo.of(f"cues {source.path}", source.digest, read)
        self._problems.extend(problems)
        return cues

    # -- all of it

    def _check(self, film: Film, default: str, languages: tuple[str, ...]) -> None:
        """Tell of what somebody can't hear, see or read of a film (WCAG 2.2, 1.2.1 to 1.2.5)."""
        for lang, recordings in film.recordings.items():
            text, place = film.texts[lang], self._span(film.texts[lang], "files")
            sound = any(recording.sound for recording in recordings)
            if sound and not text.words.captions:
                self._problems.error("film-captions", place)
            if sound and lang not in film.described and not text.words.descriptions:
                self._problems.warn("film-described", place)
            lightest = min(recordings, key=lambda row: row.size)
            if lightest.size > _HEAVY:
                self._problems.warn("film-heavy", lightest.span, path=lightest.path, size=f"{lightest.size / 1e6:.0f}")
        for text in film.texts.values():
            if not text.body.document.plain:
                self._problems.error("film-transcript", Span(text.path))
        without = [
            lang
            for lang in languages
            if lang not in film.recordings and not (lang in film.texts and film.texts[lang].words.captions)
        ]
        if without:
            self._problems.warn("film-languages", film.texts[default].span, names=", ".join(without))


def _holds(source: Source) -> Holds:
    data = source.read()
    if len(data) > _MOST_BYTES:
        return Holds(code="film-large", what=f"{len(data) / 1e6:.0f} MB")
    return read_film(data)
