"""Kits: for each partner that wants one, an archive of its badges, posters with its logo, texts and talking points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from microsite import cards
from microsite.badge_drawing import SCALES, png_name
from microsite.logo_drawing import DRAW_LOGO, LogoView
from microsite.model import Partner, direction
from microsite.packing import PACK, SET_TALK, TALK_LAYOUT, ArchiveView, TalkView
from microsite.planning import Context, kit_name
from microsite.renditions import PLATES
from microsite.schema import KitFields
from microsite.set_posters import file_name, set_in, set_target
from microsite.target import Target
from microsite.typesetting import FONT_FILES, Number

# What a partner asks for, and the formats that it is sent for that.
_USES = {"posters": "print", "screens": "screen", "social": "social", "intranet": "email", "email": "email"}
_LOGO = (1200, 400)
_TALK_FILES = ((TALK_LAYOUT, "templates/print/talk.typ"), *FONT_FILES)


def targets(context: Context) -> Iterator[Target]:
    """Yield the archive of every partner that wants one, and the files that are made for it alone."""
    for partner in context.site.partners.values():
        lang = context.kit_language(partner)
        if lang:
            yield from _kit(context, partner, lang)


def _kit(context: Context, partner: Partner, lang: str) -> Iterator[Target]:
    facts, folder = partner.facts, f"kit/{partner.facts.slug}"
    # One that has not said what it wants, and is sent a kit all the same, gets all of it.
    wanted = facts.materials or (*_USES, "badge", "talk")
    made = list(_posters(context, partner, lang, folder, wanted))
    if "talk" in wanted:
        made += _talk(context, partner, lang, folder)
    yield from made
    files = [(_inside(target.out, folder), target.out) for target in made if not target.out.endswith("logo.png")]
    if "badge" in wanted:
        files += _badges(context, partner, lang)
    view = ArchiveView(tuple(name for name, _ in files), tuple(_texts(context, partner, lang, wanted)))
    yield Target(kit_name(partner), PACK, view, needs=tuple(out for _, out in files), origin="partners.yaml")


def _inside(out: str, folder: str) -> str:
    name = out.removeprefix(f"{folder}/")
    return f"affischer/{name}" if name.startswith("affisch-") else name


def _posters(context: Context, partner: Partner, lang: str, folder: str, wanted: Sequence[str]) -> Iterator[Target]:
    uses = {use for material, use in _USES.items() if material in wanted}
    forms = [form for form in context.site.formats if form.kit and form.use in uses]
    logo, name = "", partner.facts.name_in(lang)
    if partner.logo and forms:
        logo = f"{folder}/logo.png"
        files = (("logo", partner.logo.path),)
        yield Target(
            logo,
            DRAW_LOGO,
            LogoView("png", *_LOGO, PLATES, alone=True),
            files,
            group=partner.logo.digest,
            origin=partner.logo.path,
        )
    for poster in context.site.posters.values():
        own = set_in(context, poster, lang)
        for form in forms:
            out = f"{folder}/affisch-{file_name(poster, form)}"
            target = set_target(context, poster, own, form, out, name, logo)
            if target is not None:
                yield target


def _talk(context: Context, partner: Partner, lang: str, folder: str) -> Iterator[Target]:
    site, kit = context.site, context.site.kit
    if kit is None or any(path not in context.sources for _, path in _TALK_FILES):
        return
    local = site.local
    view = TalkView(
        lang=lang,
        dir=direction(lang),
        brand=context.palette.light.brand_ink,
        accent=context.palette.light.mark_accent,
        sender=f"{partner.facts.name_in(lang)} · {local(site.settings.name, lang)}",
        title=local(kit.talk.title, lang),
        lead=local(kit.talk.lead, lang),
        points=tuple(local(point, lang) for point in kit.talk.points),
        ways=tuple(Number(local(row.label, lang), row.number) for row in site.settings.emergency),
        end=_filled(context, local(kit.talk.end, lang), partner, lang),
    )
    yield Target(f"{folder}/samtalsunderlag.pdf", SET_TALK, view, _TALK_FILES, origin="content/kit.yaml")


def _badges(context: Context, partner: Partner, lang: str) -> Iterator[tuple[str, str]]:
    for badge in context.site.settings.badges:
        stem = cards.badge_stem(partner, lang, badge)
        for out in (f"{stem}.svg", *(png_name(stem, scale) for scale in SCALES)):
            yield f"marken/{out.rpartition('/')[2]}", out


def _texts(context: Context, partner: Partner, lang: str, wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
    kit: KitFields | None = context.site.kit
    if kit is None:
        return
    local = context.site.local
    yield "LAS-MIG-FORST.txt", _filled(context, local(kit.use, lang), partner, lang)
    if "intranet" in wanted:
        yield "texter/intranat.txt", _filled(context, local(kit.intranet, lang), partner, lang)
    if "social" in wanted:
        for social in kit.social:
            name = "".join(char for char in social.channel.lower() if char.isalnum()) or "kanal"
            yield f"texter/{name}.txt", _filled(context, local(social.text, lang), partner, lang)


def _filled(context: Context, text: str, partner: Partner, lang: str) -> str:
    """Return a text with what stands for the partner, the campaign and their addresses put in. Nothing else is read."""
    addresses = context.addresses
    values = {
        "{partner}": partner.facts.name_in(lang),
        "{kampanj}": context.site.local(context.site.settings.name, lang),
        "{webb}": addresses.full(addresses.home(lang)),
        "{sida}": addresses.full(addresses.url("partner", partner.facts.slug, lang)),
    }
    # In one go, so that a partner called "{webb}" stays what it is called.
    return re.sub("|".join(map(re.escape, values)), lambda match: values[match[0]], text)
