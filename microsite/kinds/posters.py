"""Posters: a page each, and files to take along at addresses that never change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from microsite import cards
from microsite.drawing import SHARE_SIZE
from microsite.encoding import ENCODE, RenditionView, Size
from microsite.fitting import FIT, FitView, box_of
from microsite.lettering import missing_glyphs
from microsite.model import Master, Poster
from microsite.packing import PACK, ArchiveView
from microsite.planning import Context
from microsite.print_pdf import CLEAN_PDF, PrintView
from microsite.renditions import height_of, widths_of
from microsite.set_posters import SHEET, master_of, poster_file, set_in, set_target, size_of, words_of
from microsite.target import Target
from microsite.templating import locale_of
from microsite.views import Download, DownloadGroup, PosterView, Scene

_SCREEN_WIDTH = 1080
_PRINT_QUALITY = 92
# The same two of a poster that is set from its words.
_PRINT = SHEET.model_copy(update={"id": "tryck", "form": "jpeg"})
_SCREEN = SHEET.model_copy(
    update={"id": "skarm", "form": "jpeg", "width": (540.0, "px"), "height": (764.0, "px"), "scale": 2}
)
_PRINTING = (
    "Print it yourself: take A4 or A3, and print at 100 percent, not fitted to the page.",
    "Send it to a printer: take the PDF of the right size, with bleed and crop marks where the format has them.",
    "The colours are RGB. The printer turns them into those of the press; ask for a proof of a large run.",
    "Before a large run: ring the number on it, and see that the right people answer.",
)
# How long the longer side of a picture in a feed may be, in the shorter; and how wide it is shown, in pixels.
_FEED, _PHONE = 1.3, (200, 400)
_USE_WORDS = {
    "print": "For print",
    "screen": "For screens",
    "social": "For social media",
    "email": "For email and the intranet",
}


def targets(context: Context) -> Iterator[Target]:
    """Yield pages and downloads of every poster."""
    files: dict[str, Target] = {}
    for lang in context.site.languages:
        for name, poster in context.site.posters.items():
            if context.addresses.has("poster", name, lang):
                view = _view(context, poster, lang, files)
                weighed = tuple(file.out for group in view.downloads for file in group.files)
                path = poster.text(lang, context.site.default).path
                yield context.page("poster", name, lang, view, path, weighed)
    yield from files.values()


def _view(context: Context, poster: Poster, lang: str, files: dict[str, Target]) -> PosterView:
    default = context.site.default
    text = poster.text(lang, default)
    words = text.words
    master = master_of(context, poster, lang)
    url = context.addresses.url("poster", poster.name, lang)
    others = [
        p
        for p in context.site.posters.values()
        if p.name != poster.name and context.addresses.has("poster", p.name, lang)
    ]
    downloads = (*_set(context, poster, lang, files), *_downloads(context, poster, master, lang, files))
    say = context.say(lang)
    common = context.common(
        "poster",
        poster.name,
        lang,
        "poster",
        title=words.title,
        description=words.summary or words.alt[:155],
        own_lang=text.lang,
        body=context.body(text, lang),
        crumbs=context.crumbs(lang, ("material",), words.title, url, text.lang),
        translated=tuple(poster.texts),
        share=_share(context, poster, lang, files),
    )
    return PosterView(
        **common,
        credit=context.site.local(master.credit, lang) if master.credit else "",
        alt_text=words.alt,
        summary=words.summary,
        audience=tuple(say(cards.AUDIENCE_WORDS[name]) for name in poster.facts.audience),
        scenes=tuple(_scenes(context, poster, master, downloads, lang, files)),
        downloads=(*downloads, *_archive(context, poster, lang, downloads, files)),
        printing=tuple(map(say, _PRINTING)) if downloads else (),
        decimal=locale_of(lang).number_symbols["latn"]["decimal"],
        picture=context.picture(
            master,
            words.alt,
            name=poster.name,
            lazy=False,
            formats=poster.facts.formats,
            sizes="(min-width: 60rem) 34rem, 92vw",
        ),
        others=tuple(cards.poster_card(context, p, lang) for p in _after(others, poster)[:3]),
    )


def _scenes(
    context: Context,
    poster: Poster,
    master: Master,
    downloads: Sequence[DownloadGroup],
    lang: str,
    files: dict[str, Target],
) -> Iterator[Scene]:
    """Yield the poster where people meet it: the sheet in a bus shelter, what is made for feeds in a telephone."""
    say = context.say(lang)
    sizes = "(min-width: 40rem) 10rem, 40vw"
    if master.height > master.width:
        sheet = context.picture(master, "", name=poster.name, formats=poster.facts.formats, sizes=sizes)
        yield Scene("shelter", say("In a bus shelter"), sheet)
    made = [file for group in downloads for file in group.files if file.width and file.out in files]
    fitting = [file for file in made if file.height <= file.width * _FEED and file.width <= file.height * _FEED]
    if fitting:
        # The squarest; of those the first, as the campaign lists its formats.
        best = min(fitting, key=lambda file: abs(file.width - file.height))
        target = files[best.out]
        mark = context.keys.fingerprint(target.recipe, target.view, target.files)
        square = Master("", mark, best.width, best.height, master.span, made=best.out)
        name = best.out.rpartition("/")[2].rpartition(".")[0]
        yield Scene("phone", say("In a feed"), context.picture(square, "", name=name, widths=_PHONE, sizes=sizes))


def _share(context: Context, poster: Poster, lang: str, files: dict[str, Target]) -> str:
    """Return the poster in the shape that shared links have, where it is set in such a format; else ""."""
    own = set_in(context, poster, lang)
    if not context.site.settings.poster_downloads:
        return ""
    for form in context.site.formats:
        if form.form != "pdf" and size_of(form) == SHARE_SIZE:
            target = set_target(context, poster, own, form)
            if target is not None:
                files.setdefault(target.out, target)
                return target.out
    return ""


def _after(others: list[Poster], poster: Poster) -> list[Poster]:
    """Return the other posters, those that follow this one in the alphabet first: each page shows different ones."""
    return [p for p in others if p.name > poster.name] + [p for p in others if p.name < poster.name]


def _set(context: Context, poster: Poster, lang: str, files: dict[str, Target]) -> Iterator[DownloadGroup]:
    """Yield the poster in every format, by use. A language without words of its own shares the original's files."""
    site, say = context.site, context.say(lang)
    own = set_in(context, poster, lang)
    words = words_of(poster, own)
    if words is None:
        return
    said = " ".join(
        (words.headline, words.line, words.items_title, words.items_note, *words.items, words.call, words.terms)
    )
    for char in missing_glyphs(said, context.letters) if own == lang else ():
        context.problems.error("poster-glyph", poster.texts[own].span, char=char)
    if not site.settings.poster_downloads:
        return
    for use, title in _USE_WORDS.items():
        rows = []
        for form in site.formats:
            target = set_target(context, poster, own, form) if form.use == use else None
            if target is None:
                continue
            files.setdefault(target.out, target)
            name = site.local(form.name, lang)
            if form.form == "pdf":
                words_of_size = f"{form.width[0]:.0f} × {form.height[0]:.0f} mm"
                rows.append(Download(f"{name} (PDF)", context.url_of(target.out), 0, 0, words_of_size, target.out))
            else:
                rows.append(Download(name, context.url_of(target.out), *size_of(form), "", target.out))
        if rows:
            yield DownloadGroup(say(title), tuple(rows))


def _downloads(
    context: Context, poster: Poster, master: Master, lang: str, files: dict[str, Target]
) -> Iterator[DownloadGroup]:
    if not context.site.settings.poster_downloads:
        return
    say = context.say(lang)
    rows = []
    if master.made:
        own = set_in(context, poster, lang)
        print_words, screen_words = say("For print (JPEG, A4)"), say("For screens and social media (JPEG)")
        for label, form in ((print_words, _PRINT), (screen_words, _SCREEN)):
            target = set_target(context, poster, own, form)
            if target is not None:
                files.setdefault(target.out, target)
                rows.append(Download(label, context.url_of(target.out), *size_of(form), "", target.out))
        yield DownloadGroup(say("As a picture"), tuple(rows))
        return
    # A language without a master of its own shares the original's files.
    own = lang if lang in poster.masters else context.site.default
    if master.path.lower().endswith(".pdf"):
        out = f"affischer/filer/{poster.name}-{own}-tryck.pdf"
        view = PrintView(poster.text(own, context.site.default).words.title, own)
        files.setdefault(out, Target(out, CLEAN_PDF, view, (("master", master.path),), origin=master.path))
        rows.append(Download(say("For print (PDF)"), context.url_of(out), 0, 0, "", out))
    for words, kind, width, quality in (
        (
            say("For print (JPEG, A4)") if _is_a4(master) else say("For print (JPEG)"),
            "tryck",
            master.width,
            _PRINT_QUALITY,
        ),
        (say("For screens and social media (JPEG)"), "skarm", _SCREEN_WIDTH, 85),
    ):
        [real] = widths_of(master, [width])
        height = height_of(master, real)
        out = f"affischer/filer/{poster.name}-{own}-{kind}.jpg"
        files.setdefault(
            out,
            Target(
                out,
                ENCODE,
                RenditionView("jpeg", quality, ((real, height),)),
                (("master", master.path),),
                group=master.digest,
                origin=master.path,
            ),
        )
        rows.append(Download(words, context.url_of(out), real, height, "", out))
    yield DownloadGroup(say("As a picture"), tuple(rows))
    if poster.facts.template is None:
        yield from _fitted(context, poster, master, own, lang, files)


def _fitted(
    context: Context, poster: Poster, master: Master, own: str, lang: str, files: dict[str, Target]
) -> Iterator[DownloadGroup]:
    """Yield a finished poster in every format of a screen that it has pixels enough for."""
    say = context.say(lang)
    small: list[tuple[Size, str]] = []
    for use, title in _USE_WORDS.items():
        rows = []
        for form in context.site.formats:
            if form.use != use or form.form == "pdf":
                continue
            name, size = context.site.local(form.name, lang), size_of(form)
            box = box_of((master.width, master.height), size, poster.facts.cut.sides, poster.facts.focus)
            shown = (box[2] - box[0], box[3] - box[1])
            if shown[0] < size[0] and shown[1] < size[1]:
                scale = min(size[0] / shown[0], size[1] / shown[1])
                small.append(((ceil(master.width * scale), ceil(master.height * scale)), name))
                continue
            out = poster_file(poster, own, form)
            view = FitView(form.form, *size, (master.width, master.height), box, form.most)
            target = Target(out, FIT, view, (("master", master.path),), group=master.digest, origin=master.path)
            files.setdefault(out, target)
            rows.append(Download(name, context.url_of(out), *size, "", out))
        if rows:
            yield DownloadGroup(say(title), tuple(rows))
    if small and lang == own:
        context.problems.warn(
            "poster-small",
            master.span,
            path=master.path,
            size=f"{master.width} × {master.height}",
            names=", ".join(name for _, name in small),
            needed=" × ".join(map(str, max(size for size, _ in small))),
        )


def _archive(
    context: Context, poster: Poster, lang: str, downloads: Sequence[DownloadGroup], files: dict[str, Target]
) -> Iterator[DownloadGroup]:
    """Yield all of a poster's files as one, with how to print them."""
    outs = tuple(file.out for group in downloads for file in group.files)
    if not outs:
        return
    # A language without words or a picture of its own shares the original's.
    own = lang if lang in poster.masters else set_in(context, poster, lang)
    say = context.say(own)
    out = f"affischer/filer/{poster.name}-{own}.zip"
    advice = "\n".join((*map(say, _PRINTING), ""))
    view = ArchiveView(tuple(name.rpartition("/")[2] for name in outs), (("LAS-MIG.txt", advice),))
    # Each by itself: those of all posters together are too much to send to a worker at once.
    path = poster.text(own, context.site.default).path
    files.setdefault(out, Target(out, PACK, view, needs=outs, group=out, origin=path))
    say = context.say(lang)
    yield DownloadGroup(
        say("Everything at once"), (Download(say("All formats (ZIP)"), context.url_of(out), 0, 0, "", out),)
    )


def _is_a4(master: Master) -> bool:
    """Tell whether the picture has the shape of A4 and at least 200 dots an inch at that size (1654 px)."""
    return abs(master.height / master.width - 297 / 210) < 0.01 and master.width >= 1654
