"""What may be written in `content/site.yaml`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from microsite.hours import POLICIES
from microsite.schema.law import FeedbackFields, ServerFields, not_bare
from microsite.schema.partners import CommitmentFields
from microsite.schema.values import (
    Colour,
    Fields,
    Languages,
    Local,
    Number,
    Phone,
    Text,
    Web,
    YesNo,
    as_number,
    as_yes_no,
    fault,
    not_empty,
    one_of,
    several,
)

# Badges: a form and the ground it is meant for; "mono" is one black ink, "white" one white ink, both on nothing.
BADGE_FORMS = ("wide", "square", "signature")
BADGE_THEMES = ("light", "dark", "mono", "white")
BADGES = tuple(f"{form}-{theme}" for form in BADGE_FORMS for theme in BADGE_THEMES)
DEFAULT_BADGES = ("wide-light", "wide-dark", "wide-mono", "square-light", "square-dark", "signature-light")


def _badges(value: Any) -> tuple[str, ...]:
    """Take which badges are made: yes for the usual ones, no for none, or a list of them."""
    if isinstance(value, str) and value.strip().lower() in ("yes", "ja", "true", "no", "nej", "false"):
        return DEFAULT_BADGES if as_yes_no(value) else ()
    return several(one_of(*BADGES))(value)


def _width(value: Any) -> str:
    number = as_number(value)
    if not 16 <= number <= 10_000:
        raise fault("value-width", value=number)
    return str(number)


Badges = Annotated[tuple[str, ...], BeforeValidator(_badges)]


class BrandFields(Fields):
    """The one or two colours that all others follow from, and how they look on a dark ground; "" for reckoned."""

    primary: Colour = "#123f41"
    accent: Colour = ""
    primary_dark: Colour = ""
    accent_dark: Colour = ""


class EmergencyFields(Fields):
    """A number that every page shows."""

    number: Phone
    label: Local


class LinkFields(Fields):
    """A link outside the site's own pages."""

    text: Local
    url: Web


class FreshnessFields(Fields):
    """How long after its review date a service is shown as unverified, and then refused by a strict build. In days."""

    unverified_after: Number = 30
    refused_after: Number = 90
    review_every: Number = 180


class SettingsFields(Fields):
    """`content/site.yaml`."""

    name: Local
    tagline: Local
    owner: Text
    base_url: Web
    languages: Languages
    # Those that cover some pages only: nothing is shown there in another language.
    partial_languages: Languages = ()
    untranslated: Annotated[str, BeforeValidator(one_of("show", "hide"))] = "show"
    # Who gives no colours has ours.
    brand: BrandFields = BrandFields(primary="#123f41", accent="#b8431f")
    emergency: Annotated[tuple[EmergencyFields, ...], AfterValidator(not_empty)]
    contact: LinkFields
    feedback: Annotated[FeedbackFields | None, BeforeValidator(not_bare)] = None
    server: ServerFields | None = None
    exit_url: Web = "https://www.wikipedia.org/"
    badges: Badges = DEFAULT_BADGES
    commitments: tuple[CommitmentFields, ...] = ()
    poster_downloads: YesNo = True
    poster_widths: Annotated[tuple[str, ...], BeforeValidator(several(_width))] = (
        "400",
        "800",
        "1200",
        "1600",
    )
    poster_formats: Annotated[tuple[str, ...], BeforeValidator(several(one_of("avif", "jpeg", "webp")))] = (
        "avif",
        "jpeg",
    )
    lix_limit: Number = 40
    wallet_cards: YesNo = True
    holidays: Annotated[str, BeforeValidator(one_of(*POLICIES))] = "eves"
    freshness: FreshnessFields = Field(default_factory=FreshnessFields)
