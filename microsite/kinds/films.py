"""Films: a page each with the film, its transcript and its files, which lie at addresses that never change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from microsite.model import Film
from microsite.planning import Context
from microsite.players import files_of, length_in, player, recording_file, track_file, track_name
from microsite.target import Target
from microsite.templating import locale_of
from microsite.views import Download, DownloadGroup, FilmView


def targets(context: Context) -> Iterator[Target]:
    """Yield pages and files of every film."""
    for name, film in context.site.films.items():
        for lang in context.site.languages:
            if context.addresses.has("film", name, lang):
                view = _view(context, film, lang)
                weighed = tuple(file.out for group in view.downloads for file in group.files)
                yield context.page("film", name, lang, view, film.text(lang, context.site.default).path, weighed)
        yield from files_of(film)


def _view(context: Context, film: Film, lang: str) -> FilmView:
    default = context.site.default
    text = film.text(lang, default)
    words = text.words
    own = film.spoken_in(lang, default)
    url = context.addresses.url("film", film.name, lang)
    shown = player(context, film, lang, "film", text.lang, leads=False)
    common = context.common(
        "film",
        film.name,
        lang,
        "film",
        title=words.title,
        description=words.description,
        own_lang=text.lang,
        body=context.body(text, lang),
        crumbs=context.crumbs(lang, ("film", "material"), words.title, url, text.lang),
        translated=tuple(film.texts),
        json_ld=_json_ld(context, film, lang, url, shown.still),
    )
    return FilmView(
        **common,
        summary=words.description,
        player=shown,
        described=player(context, film, lang, "syntolkad", text.lang, described=True, leads=False)
        if film.described_in(lang, default)
        else None,
        downloads=tuple(_downloads(context, film, lang, own)),
        decimal=locale_of(lang).number_symbols["latn"]["decimal"],
        credit=context.site.local(film.facts.credit, lang) if film.facts.credit else "",
    )


def _downloads(context: Context, film: Film, lang: str, own: str) -> Iterator[DownloadGroup]:
    say, url_of = context.say(lang), context.url_of
    for title, described, voice, versions in (
        (say("The film"), False, own, film.recordings),
        (say("With audio description"), True, film.described_in(lang, context.site.default), film.described),
    ):
        files = []
        for recording in versions.get(voice, ()):
            out = recording_file(film, voice, recording, described)
            label = say("Standing screens") if recording.height > recording.width else say("Wide screens")
            label = f"{label} ({recording.form.upper()})"
            files.append(Download(label, url_of(out), recording.width, recording.height, "", out))
        if files:
            yield DownloadGroup(title, tuple(files))
    named = [(track_name(t, say), track_file(film, t)) for t in film.tracks if t.timed_by == own]
    if named:
        rows = tuple(Download(name, url_of(out), 0, 0, "VTT", out) for name, out in named)
        yield DownloadGroup(say("Subtitles, to go with the film"), rows)


def _json_ld(context: Context, film: Film, lang: str, url: str, still: str) -> dict[str, Any] | None:
    """Return the film as a search engine shows it; it asks for the day it was published."""
    default, full = context.site.default, context.addresses.full
    if film.facts.published is None:
        return None
    own = film.spoken_in(lang, default)
    first, words = film.recordings[own][0], film.text(lang, default).words
    minutes, seconds = length_in(first).split(":")
    return {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": words.title,
        "description": words.description,
        "uploadDate": film.facts.published.isoformat(),
        "duration": f"PT{int(minutes)}M{int(seconds)}S",
        "contentUrl": full(context.url_of(recording_file(film, own, first))),
        "thumbnailUrl": full(still),
        "inLanguage": own,
        "url": full(url),
    }
