"""Posters as they are set: which words, colours and number stand on one, for whatever sets it."""

from __future__ import annotations

from dataclasses import replace

from microsite.colour import contrast, hex_of, luminance, rgb_of
from microsite.drawing import MARK
from microsite.model import Master, Poster, direction
from microsite.planning import Context
from microsite.poster_setting import LAYOUT, MARKS, PICTURE, POINTS_A_MM, SET_POSTER, PosterSetView
from microsite.schema import FormatFields, SafeFields, TemplateTextFields
from microsite.target import Target
from microsite.typesetting import FONT_FILES

_SUFFIX = {"pdf": "pdf", "jpeg": "jpg", "png": "png"}
_FILES = ((LAYOUT, "templates/print/poster.typ"), *FONT_FILES, *MARK)
# What posters are set in beside the campaign's own colours.
_PAPER, _SAND, _INK = "#fbf7f0", "#f1e8da", "#14201f"


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
    brand = context.site.settings.brand
    light = ground in ("paper", "sand", "tint")
    mist = _mixed(brand.primary_dark, "#ffffff", 0.33)
    grounds = {"brand": brand.primary, "accent": brand.accent, "paper": _PAPER, "sand": _SAND, "tint": mist}
    on_accent = max((_PAPER, _INK), key=lambda ink: _apart(ink, brand.accent))
    words = brand.primary if light else on_accent if ground == "accent" else _PAPER
    return {
        "ground": grounds[ground],
        "words": words,
        "motif-ink": _INK if light else brand.primary_dark if ground == "brand" else words,
        "mark": brand.primary if light else words,
        "mark-two": brand.accent if light else brand.accent_dark if ground == "brand" else _INK,
        "pine": brand.primary,
        "ember": brand.accent,
        "paper": _PAPER,
        "ink": _INK,
        "mint": brand.primary_dark,
        "mist": mist,
        "mint-soft": _mixed(brand.primary_dark, "#ffffff", 0.72),
        "deep": _mixed(brand.primary, brand.primary_dark, 0.5),
    }


def _mixed(one: str, other: str, share: float) -> str:
    a, b = rgb_of(one), rgb_of(other)
    red, green, blue = (round(x * share + y * (1 - share)) for x, y in zip(a, b, strict=True))
    return hex_of((red, green, blue))


def _apart(one: str, other: str) -> float:
    return contrast(luminance(rgb_of(one)), luminance(rgb_of(other)))
