"""Posters as they are set: which words, colours and number stand on one, for whatever sets it."""

from __future__ import annotations

from dataclasses import replace

from microsite.colour import apart, mixed
from microsite.drawing import MARK
from microsite.model import Master, Poster, direction
from microsite.palette import INK, PAPER, SAND, SHAPES, WHITE
from microsite.planning import Context
from microsite.poster_setting import LAYOUT, MARKS, PICTURE, POINTS_A_MM, SET_POSTER, PosterSetView
from microsite.schema import FormatFields, SafeFields, TemplateTextFields
from microsite.target import Target
from microsite.typesetting import FONT_FILES

_SUFFIX = {"pdf": "pdf", "jpeg": "jpg", "png": "png"}
_FILES = ((LAYOUT, "templates/print/poster.typ"), *FONT_FILES, *MARK)
# What posters are set in beside the campaign's own colours.


def words_of(poster: Poster, lang: str) -> TemplateTextFields | None:
    """Return the words that the poster is set from in `lang`, None where it has none of its own there.

    What it looks like is said once, in the original: words in a translation alone have nothing to be set by.
    """
    text = poster.texts.get(lang)
    return text.words.template if text and poster.facts.template else None


def set_in(context: Context, poster: Poster, lang: str) -> str:
    """Return the language that a reader of `lang` sees the set poster in: the original's, where it has no words."""
    return lang if words_of(poster, lang) else context.site.default


def file_name(poster: Poster, form: FormatFields) -> str:
    """Return what the file of a poster in a format is called, with its suffix, in whatever folder it lies."""
    return f"{poster.name}-{form.id}.{_SUFFIX[form.form]}"


def poster_file(poster: Poster, lang: str, form: FormatFields) -> str:
    """Return where a set poster lies. Never changes: other people's posts and print point at it."""
    return f"affischer/filer/{poster.name}-{lang}-{form.id}.{_SUFFIX[form.form]}"


def set_target(
    context: Context,
    poster: Poster,
    lang: str,
    form: FormatFields,
    out: str = "",
    sender: str = "",
    logo: str = "",
) -> Target | None:
    """Return the target of a poster in one format and language; None where it can't be set.

    With a `sender`, its name, or the picture of its logo (`logo`, a file made before), stands in the place for it.
    """
    words, template = words_of(poster, lang), poster.facts.template
    if words is None or template is None or any(path not in context.sources for _, path in _FILES):
        return None
    settings, say = context.site.settings, context.say(lang)
    colours = _colours(context, template.ground)
    service = context.site.services.get(template.service)
    unit = POINTS_A_MM if form.form == "pdf" else 1.0
    home = context.addresses.full(context.addresses.home(lang))
    view = PosterSetView(
        form=form.form,
        width=form.width[0] * unit,
        height=form.height[0] * unit,
        bleed=form.bleed[0] * unit,
        marks=MARKS if form.marks else 0.0,
        safe=tuple(length * unit for length, _ in form.safe.sides),  # type: ignore[arg-type]
        scale=form.scale,
        most_bytes=form.most,
        lang=lang,
        dir=direction(lang),
        title=words.headline,
        motif=template.motif,
        colours=tuple(sorted(colours.items())),
        mark=(colours["mark"], colours["mark-two"]),
        headline=words.headline,
        line=words.line,
        items_title=words.items_title,
        items_note=words.items_note,
        items=tuple(tuple(part.strip() for part in row.split("|")) for row in words.items),
        call=words.call,
        service=service.facts.name if service else "",
        number=service.number if service else "",
        terms=words.terms,
        name=context.site.local(settings.name, lang),
        url=home if form.code else "",
        code=say("A code that leads to %(url)s", url=home),
        free=form.free,
        logos=(sender,) if logo else (),
        logos_words="" if logo else sender,
    )
    motif = poster.motif if template.motif == "picture" else None
    if motif is not None:
        view = replace(view, picture=motif.width / motif.height, focus=poster.facts.focus)
    files = (*_FILES, (PICTURE, motif.path)) if motif else _FILES
    needs = (logo,) if logo else ()
    out = out or poster_file(poster, lang, form)
    return Target(out, SET_POSTER, view, files, needs, origin=poster.texts[lang].path)


# The sheet that a poster is shown on where it has no picture of its own: A4, in pixels at a quarter of their number.
SHEET = FormatFields.model_construct(
    id="bild",
    name=(),
    use="screen",
    width=(620.0, "px"),
    height=(877.0, "px"),
    bleed=(0.0, "px"),
    marks=False,
    safe=SafeFields(),
    free="nothing",
    form="png",
    scale=4,
    most=0,
    code=True,
    kit=False,
    source="",
    checked=None,
)


def size_of(form: FormatFields) -> tuple[int, int]:
    """Return width and height of a picture in a format, in pixels."""
    return round(form.width[0] * form.scale), round(form.height[0] * form.scale)


def master_of(context: Context, poster: Poster, lang: str) -> Master:
    """Return the picture that stands for the poster: the one given in `lang`, else one set from its words there.

    A language that has neither shares the original's.
    """
    own = lang if lang in poster.masters else set_in(context, poster, lang)
    given = poster.masters.get(own)
    if given is not None:
        return given
    target = set_target(context, poster, own, SHEET)
    if target is None:
        raise LookupError("a poster's layout is part of the engine, and its words were read")
    context.also(target)
    mark = context.keys.fingerprint(target.recipe, target.view, target.files)
    return Master("", mark, *size_of(SHEET), poster.texts[own].span, made=target.out)


def _colours(context: Context, ground: str) -> dict[str, str]:
    """Return the colours of a poster by name, all from the campaign's own."""
    day, night = context.palette.light, context.palette.dark
    light = ground in ("paper", "sand", "tint")
    # The pale of the two in which the town's colour is written; on a ground as pale as that, the dark one.
    mint = night.brand_ink
    mist = mixed(mint, WHITE, 0.33)
    grounds = {"brand": day.band, "accent": day.action, "paper": PAPER, "sand": SAND, "tint": mist}
    on_accent = max((PAPER, INK), key=lambda ink: apart(ink, day.action))
    words = day.brand_ink if light else on_accent if ground == "accent" else day.on_band
    on_brand = mint if apart(mint, day.band) >= SHAPES else day.brand_ink
    return {
        "ground": grounds[ground],
        "words": words,
        "motif-ink": INK if light else on_brand if ground == "brand" else words,
        "mark": day.brand_ink if light else words,
        "mark-two": day.mark_accent if light else day.accent_on_band if ground == "brand" else INK,
        "pine": day.brand_ink,
        "ember": day.mark_accent,
        "paper": PAPER,
        "ink": INK,
        "mint": mint,
        "mist": mist,
        "mint-soft": mixed(mint, WHITE, 0.72),
        "deep": mixed(day.brand_ink, mint, 0.5),
    }
