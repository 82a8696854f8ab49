"""What may be written of a partner, and of what partners take along. A partner's words are a stranger's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator

from microsite.schema.values import (
    KNOWN_LANGUAGES,
    Date,
    Fields,
    Local,
    LocalWords,
    Number,
    Slug,
    Text,
    Words,
    YesNo,
    as_local,
    as_slug,
    as_web,
    as_words,
    fault,
    not_empty,
    one_of,
    several,
)

SECTORS = ("municipality", "authority", "company", "association", "restaurant", "school", "health", "faith", "network")
# What a partner may ask to be sent of.
MATERIALS = ("posters", "screens", "social", "intranet", "email", "badge", "talk")
# Signs without a shape that some scripts need to be written.
_JOINERS = "\u200c\u200d"
LONGEST_NAME, LONGEST_STATEMENT = 120, 400


def _partner_web(value: Any) -> str:
    """Take the address of a partner's website: https, and a name that can't be taken for another's."""
    text = as_web(value)
    parts = urlsplit(text)
    host = (parts.hostname or "").rstrip(".")
    try:
        read = ".".join(_label(label) for label in host.split("."))
    except UnicodeError:
        raise fault("value-host", value=text) from None
    if parts.scheme != "https":
        raise fault("value-https", value=text, instead=f"https{text[4:]}")
    # Letters of other alphabets, and ours with unusual signs, are taken for ours: б-а-nk.
    plain = re.fullmatch(r"[a-z0-9.\-åäöéèüæøšžčđŋáŧ]+", read)
    if not plain or parts.port is not None or not re.search(r"\.[a-z]{2,}$|\.xn--[a-z0-9-]+$", host):
        raise fault("value-host", value=text)
    return text


def _label(label: str) -> str:
    """Return a part of a host's name as it is read. Raises UnicodeError."""
    return label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label


def strangers(longest: int) -> Callable[[Any], str]:
    """Return a validator of a stranger's words: plain, of bounded length, and nothing in them that can't be seen."""

    def check(value: Any) -> str:
        text = as_words(value)
        hidden = next(
            (c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn") and c not in _JOINERS), ""
        )
        if hidden and hidden not in "\n\t":
            raise fault("value-hidden", number=f"U+{ord(hidden):04X}")
        text = " ".join(text.split())
        if len(text) > longest:
            raise fault("value-long", length=len(text), most=longest)
        return text

    return check


def _partner_name(value: Any) -> tuple[tuple[str, str], ...]:
    check = strangers(LONGEST_NAME)
    return tuple((code, check(text)) for code, text in as_local(value))


PartnerWeb = Annotated[str, BeforeValidator(_partner_web)]
PartnerName = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_partner_name)]
Statement = Annotated[str, BeforeValidator(strangers(LONGEST_STATEMENT))]


class SocialFields(Fields):
    """A text for a channel, with the most characters it may have."""

    channel: Text
    limit: Number
    text: Local


class TalkFields(Fields):
    """Talking points for a meeting."""

    title: Local
    lead: Local
    points: Annotated[tuple[Local, ...], AfterValidator(not_empty)]
    end: Local


class KitFields(Fields):
    """`content/kit.yaml`: the words that partners take along."""

    intranet: LocalWords
    social: tuple[SocialFields, ...] = ()
    talk: TalkFields
    use: LocalWords


class PartnerFields(Fields):
    """A partner: one item of `partners.yaml`."""

    slug: Slug
    name: PartnerName
    sector: Annotated[str, BeforeValidator(one_of(*SECTORS))]
    url: PartnerWeb | None = None
    logo: Words = ""
    logo_dark: Words = ""
    area: Annotated[str, BeforeValidator(strangers(LONGEST_NAME))] = ""
    # The partners of sector "network" that it belongs to, by slug.
    networks: Annotated[tuple[str, ...], BeforeValidator(several(as_slug))] = ()
    joined: Date = None
    renews: Date = None
    ended: Date = None
    statement: Statement = ""
    # What it has promised, by the ids of the campaign's commitments.
    commits_to: Annotated[tuple[str, ...], BeforeValidator(several(as_slug))] = ()
    # The language of what it is sent; the site's own where it is not said.
    language: Annotated[str, BeforeValidator(one_of(*KNOWN_LANGUAGES))] = ""
    materials: Annotated[tuple[str, ...], BeforeValidator(several(one_of(*MATERIALS)))] = ()
    # For those who keep the list; no page, badge or file of the site says them.
    ended_because: Words = ""
    contact: Words = ""
    example: YesNo = False

    def name_in(self, lang: str) -> str:
        """Return the name in `lang`, else as it is written first."""
        names = dict(self.name)
        return names.get(lang) or self.name[0][1]


class CommitmentFields(Fields):
    """Something that partners promise: its id, and its words."""

    id: Slug
    text: Local
