"""Cards for the wallet: a service's number, hours and address as a PDF of a bank card's size, in each language."""

from __future__ import annotations

from collections.abc import Iterator

from microsite import cards
from microsite.hours_words import lines_of
from microsite.interchange import wallet_of
from microsite.model import Service, direction
from microsite.planning import Context
from microsite.target import Target
from microsite.templating import date_in
from microsite.typesetting import FONT_FILES, LAYOUT, SET_WALLET, Number, WalletView, Way
from microsite.views import Channel, HoursLine, ServiceCard

# No more than these fit beside large figures.
_MOST_WAYS = 2
_MOST_HOURS = 90
_FILES = ((LAYOUT, "templates/print/wallet.typ"), *FONT_FILES)
# The ways that stand on a card, the best first.
_WAYS = ("phone", "text", "chat", "visit", "email")


def targets(context: Context) -> Iterator[Target]:
    """Yield a card for every service that can be reached, in every language that offers it."""
    if not context.site.settings.wallet_cards or any(path not in context.sources for _, path in _FILES):
        return
    for lang in context.site.languages:
        for service in context.site.services.values():
            out = wallet_of(context, service, lang)
            if out:
                view = _view(context, service, lang)
                yield Target(out, SET_WALLET, view, _FILES, origin=service.original.path)


def _view(context: Context, service: Service, lang: str) -> WalletView:
    say, card = context.say(lang), cards.service_card(context, service, lang)
    settings = context.site.settings
    terms = [
        say("You can be anonymous") if card.anonymous else "",
        say("Free of charge") if card.free else "",
        card.age,
    ]
    url = context.addresses.full(card.url)
    return WalletView(
        lang=lang,
        dir=direction(lang),
        brand=context.palette.light.brand_ink,
        title=f"{card.name} – {context.site.local(settings.name, lang)}",
        name=card.name,
        summary=card.summary,
        ways=tuple(_ways(context, service, card, lang)),
        terms=". ".join(term for term in terms if term),
        more=say("Read more"),
        address=url.split("://", 1)[1].rstrip("/"),
        emergency=tuple(Number(context.site.local(e.label, lang), e.number) for e in settings.emergency),
        url=url,
        code=say("A code that leads to %(url)s", url=url),
        checked=say("Checked %(date)s", date=date_in(card.checked, lang)),
    )


def _ways(context: Context, service: Service, card: ServiceCard, lang: str) -> Iterator[Way]:
    say = context.say(lang)
    chosen = [
        (c, f.hours) for c, f in zip(card.channels, service.facts.channels, strict=True) if c.type in _WAYS and c.href
    ]
    for channel, hours in sorted(chosen, key=lambda row: _WAYS.index(row[0].type))[:_MOST_WAYS]:
        label = channel.label or say(cards.ACTION_WORDS[channel.type])
        if hours is None:
            yield Way(label, _value(channel), "")
            continue
        said = say("Open day and night, every day") if hours.always else _hours(lines_of(hours, say, lang))
        yield Way(label, _value(channel), said)


def _value(channel: Channel) -> str:
    return channel.value.split("/")[0] if channel.type == "chat" else channel.value


def _hours(lines: tuple[HoursLine, ...]) -> str:
    """Return hours on one line, or nothing where they don't fit: the code leads to them."""
    text = "; ".join(f"{line.days} {line.times}" for line in lines)
    return text if len(text) <= _MOST_HOURS else ""
