"""Films as a page shows them: a player that asks nobody else, its words in every language, and what it weighs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from microsite.filming import COPY_FILM, FILM_FRAME, CopyView, FrameView
from microsite.model import Film, Master, Recording, Track
from microsite.plain import WRITE_TEXT, TextView
from microsite.target import Target
from microsite.urls import LANGUAGE_NAMES
from microsite.views import Link, PlayerSource, PlayerTrack, PlayerView

if TYPE_CHECKING:
    from microsite.planning import Context

_FOLDER = "filmfiler/"
_MIME = {"mp4": "video/mp4", "webm": "video/webm"}
# How wide the picture is that is shown before the film starts, in pixels: a browser takes one for all screens, and on a
# telephone nothing is larger of all that comes with the page.
_STILL = 960
# A narrower screen than this takes the narrower film, in CSS pixels.
_NARROW = 700


def recording_file(film: Film, lang: str, recording: Recording, described: bool = False) -> str:
    """Return where a film's file lies. Never changes: partners' pages and screens point at it."""
    voice = "-syntolkad" * described
    return f"{_FOLDER}{film.name}-{lang}{voice}-{recording.width}x{recording.height}.{recording.form}"


def track_file(film: Film, track: Track) -> str:
    """Return where the words beside a film lie. Those of another version than the original have its language too."""
    version = "" if track.kind == "captions" or track.timed_by == track.lang else f"-till-{track.timed_by}"
    return f"{_FOLDER}{film.name}-{track.lang}{version}{'-beskrivning' * (track.kind == 'descriptions')}.vtt"


def files_of(film: Film) -> list[Target]:
    """Return all files of a film: copies without what else the originals held, and the words beside them."""
    rows = []
    for described, versions in ((False, film.recordings), (True, film.described)):
        for lang, recordings in versions.items():
            for recording in recordings:
                out = recording_file(film, lang, recording, described)
                view, files = CopyView(recording.form), (("film", recording.path),)
                rows.append(Target(out, COPY_FILM, view, files, group=recording.digest, origin=recording.path))
    rows += [Target(track_file(film, t), WRITE_TEXT, TextView(t.text), origin=t.path) for t in film.tracks]
    return rows


def still_of(context: Context, film: Film, lang: str) -> Master:
    """Return the picture shown before the film starts: the one given, else one of its frames."""
    default = context.site.default
    given = film.pictures.get(lang) or (None if lang in film.recordings else film.pictures.get(default))
    if given is not None:
        return given
    own = film.spoken_in(lang, default)
    first = film.recordings[own][0]
    at = min(film.facts.frame * 1000, max(0, round(first.seconds * 1000) - 1000))
    out = f"{_FOLDER}{film.name}-{own}-bild.jpg"
    target = Target(out, FILM_FRAME, FrameView(at), (("film", first.path),), group=first.digest, origin=first.path)
    context.also(target)
    mark = context.keys.fingerprint(target.recipe, target.view, target.files)
    return Master("", mark, first.width, first.height, film.texts[own].span, made=out)


def track_name(track: Track, say: Callable[..., str]) -> str:
    """Return what a track is called in a list: its language in its own words, and what it is if not words heard."""
    name = LANGUAGE_NAMES.get(track.lang, track.lang)
    return f"{name} ({say('what is seen')})" if track.kind == "descriptions" else name


def length_in(recording: Recording) -> str:
    """Return how long a film is, as minutes and seconds: 1:05."""
    seconds = round(recording.seconds)
    return f"{seconds // 60}:{seconds % 60:02}"


def player(
    context: Context, film: Film, lang: str, place: str, around: str = "", described: bool = False, leads: bool = True
) -> PlayerView:
    """Return the view of a player at the id `place`, in `lang` on a page whose text is in `around`.

    It `leads` to the film's own page, where it doesn't stand there.
    """
    default, say = context.site.default, context.say(lang)
    own = film.spoken_in(lang, default)
    voice = film.described_in(lang, default) if described else own
    recordings = (film.described if described else film.recordings)[voice]
    first = recordings[0]
    upright = first.height > first.width
    # Only those of one shape: a version for standing screens is for partners to take.
    same = [r for r in recordings if (r.height > r.width) == upright]
    text = film.text(lang, default)
    still = context.picture(still_of(context, film, lang), "", name=film.name, widths=(_STILL,), formats=("jpeg",))
    # A voice that tells what is seen needs no words that do.
    tracks = [t for t in film.tracks if t.timed_by == own and not (described and t.kind == "descriptions")]
    sound = any(recording.sound for recording in recordings)
    page = context.addresses.url("film", film.name, lang)
    return PlayerView(
        id=place,
        lang="" if text.lang == (around or lang) else text.lang,
        title=text.words.title,
        sources=tuple(
            PlayerSource(
                context.url_of(recording_file(film, voice, r, described)),
                _MIME[r.form],
                f"(max-width: {_NARROW}px)" if r is same[-1] and r is not first else "",
            )
            # Who takes the first that fits is given the narrow one first.
            for r in ([same[-1], first] if len(same) > 1 else same)
        ),
        tracks=tuple(
            PlayerTrack(
                t.kind,
                context.url_of(track_file(film, t)),
                t.lang,
                track_name(t, say),
                t.kind == "subtitles" and t.lang == lang,
            )
            for t in tracks
        ),
        still=still.src,
        width=first.width,
        height=first.height,
        length=say("Length: %(time)s", time=f"\u2066{length_in(first)}\u2069"),
        silent="" if sound else say("The film has no sound."),
        fallback=Link(say("Download the film"), context.url_of(recording_file(film, voice, same[-1], described))),
        page=Link(say("The film in words, and to download"), page) if leads else None,
    )
