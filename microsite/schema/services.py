"""What may be written of a support service, and of the words that people search for one with."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from microsite.hours import Hours
from microsite.hours_lexicon import HoursError, known_words
from microsite.hours_reading import parse_hours
from microsite.problem import did_you_mean
from microsite.schema.values import (
    KNOWN_LANGUAGES,
    Audiences,
    Date,
    Email,
    Fields,
    Languages,
    Number,
    Phone,
    Text,
    Web,
    Words,
    YesNo,
    as_date,
    as_text,
    fault,
    not_empty,
    one_of,
    several,
)

STATUSES = ("active", "paused", "ended")
AREAS = ("national", "region", "municipality")
# What it takes to come: nothing, somebody's letter, or a formal decision (biståndsbeslut).
REFERRALS = ("none", "referral", "decision")
CHANNELS = ("phone", "text", "chat", "web", "email", "letter", "visit")


def _hours(value: Any) -> Hours:
    as_text(value)
    try:
        return parse_hours(value)
    except HoursError as error:
        words = did_you_mean(error.params["word"], known_words()) if "word" in error.params else {}
        words = {name: f"{text.strip()} " if text else "" for name, text in words.items()}
        raise fault(error.code, offset=error.offset, length=error.length, **error.params, **words) from None


def _degrees(value: Any) -> float:
    text = as_text(value)
    if not re.fullmatch(r"-?\d{1,3}\.\d{3,8}", text) or abs(float(text)) > 180:
        raise fault("value-degrees", value=text)
    return float(text)


Opens = Annotated[Hours, BeforeValidator(_hours)]
Degrees = Annotated[float, BeforeValidator(_degrees)]
# "phone", or "phone-2" for the second telephone of a service.
ChannelName = Annotated[
    str, BeforeValidator(one_of(*CHANNELS, *(f"{name}-{n}" for name in CHANNELS for n in range(1, 6))))
]
ChannelType = Annotated[str, BeforeValidator(one_of(*CHANNELS))]


class ChannelFields(Fields):
    """One way to reach a service."""

    type: ChannelType
    number: Phone | None = None
    url: Web | None = None
    email: Email | None = None
    label: Words = ""
    hours: Opens | None = None
    hours_note: Words = ""
    cost: Annotated[str, BeforeValidator(one_of("free", "normal"))] = ""
    languages: Languages = ()
    interpreter: YesNo | None = None
    on_bill: YesNo | None = None
    note: Words = ""


class AgeFields(Fields):
    """Whom a service is for, in years; either end may be open."""

    from_: Number | None = None
    to: Number | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ is not None and self.to is not None and self.to < self.from_:
            raise fault("age-order", start=self.from_, end=self.to)
        return self

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.rstrip("_").replace("_", "-")
    )


class PlaceFields(Fields):
    """Where a service is visited. Latitude and longitude are WGS 84, in degrees."""

    name: Words = ""
    address: Text
    postal_code: Words = ""
    city: Text
    access: Words = ""
    latitude: Degrees | None = None
    longitude: Degrees | None = None


class ServiceFields(Fields):
    """A support service: `content/<default language>/services/*.md`."""

    name: Text
    organisation: Text
    organisation_url: Web | None = None
    status: Annotated[str, BeforeValidator(one_of(*STATUSES))] = "active"
    successor: Words = ""
    summary: Text
    audience: Audiences
    urgency: Annotated[str, BeforeValidator(one_of("emergency", "urgent", "standard"))] = "standard"
    channels: Annotated[tuple[ChannelFields, ...], AfterValidator(not_empty)]
    order: Number | None = None
    languages: Languages = ("sv",)
    interpreter: YesNo = False
    anonymous: YesNo | None = None
    age: AgeFields | None = None
    area: Annotated[str, BeforeValidator(one_of(*AREAS))] = "national"
    area_name: Words = ""
    place: PlaceFields | None = None
    referral: Annotated[str, BeforeValidator(one_of(*REFERRALS))] = ""
    drop_in: YesNo | None = None
    without_parents: YesNo | None = None
    record: YesNo | None = None
    duty_to_report: YesNo | None = None
    keywords: Annotated[tuple[str, ...], BeforeValidator(several(as_text))] = ()
    how_to_start: Words = ""
    notice: Words = ""
    notice_from: Date = None
    notice_until: Date = None
    source: Web
    source_name: Text
    checked: Annotated[dt.date, BeforeValidator(as_date)]
    checked_by: Words = ""
    review_by: Date = None
    draft: YesNo = False


class ServiceTextFields(Fields):
    """The translation of a service: words only, never facts."""

    name: Words = ""
    summary: Words = ""
    area_name: Words = ""
    access: Words = ""
    keywords: Annotated[tuple[str, ...], BeforeValidator(several(as_text))] = ()
    how_to_start: Words = ""
    notice: Words = ""
    channel_notes: dict[ChannelName, Words] = Field(default_factory=dict)
    channel_hours_notes: dict[ChannelName, Words] = Field(default_factory=dict)
    channel_labels: dict[ChannelName, Words] = Field(default_factory=dict)


class RetiredFields(Fields):
    """A name or a number that is no longer used, and what is used instead."""

    name: Words = ""
    number: Phone | None = None
    instead: Words = ""

    @model_validator(mode="after")
    def _has_either(self) -> Self:
        if not self.name and not self.number:
            raise fault("retired-empty")
        return self


class CrisisFields(Fields):
    """Words of a search that stand for danger, and the services shown first then."""

    words: Annotated[tuple[str, ...], BeforeValidator(several(as_text))]
    first: Annotated[tuple[str, ...], BeforeValidator(several(as_text))]


class PeopleFields(Fields):
    """Words that make a human being out of their use, what is written instead, and the language they are of."""

    words: Annotated[tuple[str, ...], BeforeValidator(several(as_text))]
    instead: Words
    language: Annotated[str, BeforeValidator(one_of(*KNOWN_LANGUAGES))] = "sv"


class WordsFields(Fields):
    """`content/words.yaml`: words that mean the same to a search, words of danger, and what is not to be used."""

    search: tuple[Annotated[tuple[str, ...], BeforeValidator(several(as_text))], ...] = ()
    crisis: tuple[CrisisFields, ...] = ()
    retired: tuple[RetiredFields, ...] = ()
    # None where the file says nothing of them: then the usual ones are looked for.
    people: tuple[PeopleFields, ...] | None = None
    names: Annotated[tuple[str, ...], BeforeValidator(several(as_text))] = ()
