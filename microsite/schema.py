"""What a person may write in each kind of file: fields, their types, and the errors told when they don't fit."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from microsite.hours import POLICIES, Hours
from microsite.hours_lexicon import HoursError, known_words
from microsite.hours_reading import parse_hours
from microsite.problem import Problems, Span, did_you_mean, suggest
from microsite.series import number_of
from microsite.yamlspan import Mapped

AUDIENCES = (
    "everyone",
    "users",
    "relatives",
    "worried",
    "young",
    "parents",
    "school",
    "employers",
    "restaurants",
    "associations",
    "professionals",
)
SECTORS = ("municipality", "authority", "company", "association", "restaurant", "school", "health", "faith", "network")
STATUSES = ("active", "paused", "ended")
# What a partner may ask to be sent of.
MATERIALS = ("posters", "screens", "social", "intranet", "email", "badge", "talk")
AREAS = ("national", "region", "municipality")
# What it takes to come: nothing, somebody's letter, or a formal decision (biståndsbeslut).
REFERRALS = ("none", "referral", "decision")
CHANNELS = ("phone", "text", "chat", "web", "email", "letter", "visit")
# Badges: a form and the ground it is meant for; "mono" is one black ink, "white" one white ink, both on nothing.
BADGE_FORMS = ("wide", "square", "signature")
BADGE_THEMES = ("light", "dark", "mono", "white")
BADGES = tuple(f"{form}-{theme}" for form in BADGE_FORMS for theme in BADGE_THEMES)
DEFAULT_BADGES = ("wide-light", "wide-dark", "wide-mono", "square-light", "square-dark", "signature-light")
# Posters that are set: what is drawn, what they stand on, and where a format is used.
MOTIFS = ("receipt", "rings", "field", "bubbles", "stops", "cups", "none")
GROUNDS = ("brand", "accent", "paper", "sand", "tint")
USES = ("print", "screen", "social", "email")
# How a chart shows its figures.
CHARTS = ("line", "bars")
BLOCKS = ("services", "posters", "partners", "badge", "commitments", "news", "events", "entrances", "emergency")
KNOWN_LANGUAGES = (
    "sv",
    "fi",
    "en",
    "ar",
    "so",
    "se",
    "de",
    "fr",
    "es",
    "pl",
    "uk",
    "ru",
    "fa",
    "ku",
    "ti",
    "tr",
    "nb",
    "da",
    "is",
    "et",
    "lv",
    "lt",
    "rom",
    "yi",
    "fit",
    "he",
    "ur",
)
# Signs without a shape that some scripts need to be written.
_JOINERS = "\u200c\u200d"
_LONGEST_NAME, _LONGEST_STATEMENT = 120, 400
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ku"})


def fault(code: str, **params: Any) -> PydanticCustomError:
    """Return the error that a validator raises: a code of `messages`, and what its words need."""
    return PydanticCustomError("own", "{code}", {"code": code, **params})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise fault("field-shape", expected="text", kind="text")
    if not value.strip():
        raise fault("field-empty")
    return " ".join(value.split())


def _words(value: Any) -> str:
    """Text that may have several paragraphs, or be left empty."""
    if not isinstance(value, str):
        raise fault("field-shape", expected="text", kind="text")
    return value.strip()


def _date(value: Any) -> dt.date | None:
    text = _words(value)
    if not text:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        raise fault("value-date", value=text) from None


def _moment(value: Any) -> dt.datetime | None:
    text = _words(value)
    if not text:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}[:.]\d{2}", text):
            raise ValueError
        return dt.datetime.strptime(text.replace("T", " ").replace(".", ":"), "%Y-%m-%d %H:%M")  # noqa: DTZ007 (local time of the town)
    except ValueError:
        raise fault("value-time", value=text) from None


def _yes_no(value: Any) -> bool:
    text = _words(value).lower()
    if text in ("yes", "ja", "true"):
        return True
    if text in ("no", "nej", "false"):
        return False
    raise fault("value-yesno", value=text)


def _number(value: Any) -> int:
    text = _words(value)
    if not re.fullmatch(r"\d{1,6}", text):
        raise fault("value-number", value=text)
    return int(text)


def _figure(value: Any) -> Decimal:
    text = _text(value)
    figure = number_of(text)
    if figure is None:
        raise fault("data-number", value=text)
    return figure


def slug_of(text: str) -> str:
    """Return `text` as the part of an address: a–z, 0–9, hyphens."""
    swedish = text.lower().translate(str.maketrans("åäöéüæø", "aaoeuao"))
    return re.sub(r"[^a-z0-9]+", "-", swedish).strip("-")


def _slug(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > 80:
        raise fault("value-slug", value=text, example=slug_of(text)[:80] or "ett-namn")
    return text


def _web(value: Any) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        raise fault("value-web", value=text) from None
    host = parts.hostname or ""
    if parts.scheme not in ("https", "http") or "." not in host or parts.username is not None or not port_is_fine:
        raise fault("value-web", value=text)
    if re.search(r"[\s<>\"'`{}|\\^\x00-\x1f]", text) or not re.fullmatch(r"[\w.-]+", host):
        raise fault("value-web", value=text)
    return text


def _partner_web(value: Any) -> str:
    """Take the address of a partner's website: https, and a name that can't be taken for another's."""
    text = _web(value)
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


def _strangers(longest: int) -> Callable[[Any], str]:
    """Return a validator of a stranger's words: plain, of bounded length, and nothing in them that can't be seen."""

    def check(value: Any) -> str:
        text = _words(value)
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
    check = _strangers(_LONGEST_NAME)
    return tuple((code, check(text)) for code, text in _local(value))


def _email(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text):
        raise fault("value-email", value=text)
    return text


def _colour(value: Any) -> str:
    # An unquoted #123f41 is a comment to YAML, and reads as nothing.
    text = _words(value).lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise fault("value-colour", value=text)
    return text


def _phone(value: Any) -> str:
    text = _text(value)
    digits = re.sub(r"[ ()–-]", "", text)
    # "+46 (0)20" is read by people, but dialled with its zero it reaches nobody.
    if not re.fullmatch(r"\+?\d{3,15}", digits) or (digits.startswith("+") and "(0)" in text):
        raise fault("value-phone", value=text)
    # phonenumbers is slow to import, and only needed where there is a number to judge.
    import phonenumbers

    try:
        number = phonenumbers.parse(digits, "SE")
    except phonenumbers.NumberParseException:
        raise fault("value-phone", value=text) from None
    # 116xxx are the EU's harmonised numbers (Decision 2007/116/EC); the library doesn't know them all.
    short = re.fullmatch(r"116\d{3}", digits) or phonenumbers.is_valid_short_number_for_region(number, "SE")
    if not short and not phonenumbers.is_valid_number(number):
        raise fault("value-phone", value=text)
    return text


def dial(number: str) -> str:
    """Return the `tel:` address of a number as written.

    Short numbers stay as they are: RFC 3966 would make `tel:+46-112` of 112, which does not ring.
    """
    digits = re.sub(r"[^\d+]", "", number)
    if digits.startswith("00"):
        return f"tel:+{digits[2:]}"
    if digits.startswith("+") or not digits.startswith("0"):
        return f"tel:{digits}"
    return f"tel:+46{digits[1:]}"


def _hours(value: Any) -> Hours:
    _text(value)
    try:
        return parse_hours(value)
    except HoursError as error:
        words = did_you_mean(error.params["word"], known_words()) if "word" in error.params else {}
        words = {name: f"{text.strip()} " if text else "" for name, text in words.items()}
        raise fault(error.code, offset=error.offset, length=error.length, **error.params, **words) from None


def _point(value: Any) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,3})\s*%\s+(\d{1,3})\s*%", _text(value))
    if match is None or int(match[1]) > 100 or int(match[2]) > 100:
        raise fault("value-point", value=value)
    return int(match[1]), int(match[2])


def _degrees(value: Any) -> float:
    text = _text(value)
    if not re.fullmatch(r"-?\d{1,3}\.\d{3,8}", text) or abs(float(text)) > 180:
        raise fault("value-degrees", value=text)
    return float(text)


def one_of(*options: str) -> Callable[[Any], str]:
    """Return a validator that takes one of `options`."""

    def check(value: Any) -> str:
        text = _text(value).lower()
        if text not in options:
            raise fault("value-unknown", value=text, options=", ".join(options), **did_you_mean(text, options))
        return text

    return check


def _several(inner: Callable[[Any], str]) -> Callable[[Any], tuple[str, ...]]:
    """Take a list, or a single value as a list of one."""

    def check(value: Any) -> tuple[str, ...]:
        if isinstance(value, dict):
            raise fault("field-shape", expected="list", kind="list")
        found = tuple(inner(item) for item in (value if isinstance(value, list) else [value]))
        twice = next((item for item in found if found.count(item) > 1), None)
        if not found:
            raise fault("list-empty")
        if twice is not None:
            raise fault("list-twice", value=twice)
        return found

    return check


def _not_empty(value: tuple[Any, ...]) -> tuple[Any, ...]:
    if not value:
        raise fault("list-empty")
    return value


def _badges(value: Any) -> tuple[str, ...]:
    """Take which badges are made: yes for the usual ones, no for none, or a list of them."""
    if isinstance(value, str) and value.strip().lower() in ("yes", "ja", "true", "no", "nej", "false"):
        return DEFAULT_BADGES if _yes_no(value) else ()
    return _several(one_of(*BADGES))(value)


def _length(value: Any) -> tuple[float, str]:
    match = re.fullmatch(r"(\d{1,5}(?:[.,]\d{1,2})?)\s*(mm|cm|px)", _text(value))
    number = float(match[1].replace(",", ".")) if match else 0.0
    if match is None or not number:
        raise fault("value-length", value=value)
    return (number * 10, "mm") if match[2] == "cm" else (number, match[2])


def _weight(value: Any) -> int:
    match = re.fullmatch(r"(\d{1,4}(?:[.,]\d)?)\s*([kM])B", _text(value))
    if match is None:
        raise fault("value-weight", value=value)
    return int(float(match[1].replace(",", ".")) * (1_000 if match[2] == "k" else 1_000_000))


def _scale(value: Any) -> int:
    return int(one_of("1", "2", "3")(value))


def _width(value: Any) -> str:
    number = _number(value)
    if not 16 <= number <= 10_000:
        raise fault("value-width", value=number)
    return str(number)


def _local(value: Any) -> tuple[tuple[str, str], ...]:
    """Take a text, or a text a language: `{sv: …, fi: …}`; the plain text stands under ""."""
    if isinstance(value, dict):
        for code in value:
            if code not in KNOWN_LANGUAGES:
                raise fault(
                    "value-unknown",
                    value=code,
                    options=", ".join(KNOWN_LANGUAGES[:6]) + " …",
                    **did_you_mean(code, KNOWN_LANGUAGES),
                )
        return tuple((code, _text(text)) for code, text in value.items())
    return (("", _text(value)),)


def _local_words(value: Any) -> tuple[tuple[str, str], ...]:
    """Take a text of several paragraphs, or one a language."""
    known = _local(value)
    return tuple((code, _words(value[code] if isinstance(value, dict) else value)) for code, _ in known)


def _block(value: Any) -> Any:
    """A generated block may be a bare word: `services` for `{block: services}`."""
    return {"block": value} if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_text)]
Words = Annotated[str, BeforeValidator(_words)]
Date = Annotated[dt.date | None, BeforeValidator(_date)]
Moment = Annotated[dt.datetime | None, BeforeValidator(_moment)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Number = Annotated[int, BeforeValidator(_number)]
Figure = Annotated[Decimal, BeforeValidator(_figure)]
Slug = Annotated[str, BeforeValidator(_slug)]
Web = Annotated[str, BeforeValidator(_web)]
Email = Annotated[str, BeforeValidator(_email)]
Colour = Annotated[str, BeforeValidator(_colour)]
Phone = Annotated[str, BeforeValidator(_phone)]
Opens = Annotated[Hours, BeforeValidator(_hours)]
PartnerWeb = Annotated[str, BeforeValidator(_partner_web)]
PartnerName = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_partner_name)]
Statement = Annotated[str, BeforeValidator(_strangers(_LONGEST_STATEMENT))]
Length = Annotated[tuple[float, str], BeforeValidator(_length)]
Weight = Annotated[int, BeforeValidator(_weight)]
Degrees = Annotated[float, BeforeValidator(_degrees)]
Point = Annotated[tuple[int, int], BeforeValidator(_point)]
LocalWords = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_local_words)]
Badges = Annotated[tuple[str, ...], BeforeValidator(_badges)]
Local = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_local)]
# "phone", or "phone-2" for the second telephone of a service.
ChannelName = Annotated[
    str, BeforeValidator(one_of(*CHANNELS, *(f"{name}-{n}" for name in CHANNELS for n in range(1, 6))))
]
ChannelType = Annotated[str, BeforeValidator(one_of(*CHANNELS))]
Audience = Annotated[str, BeforeValidator(one_of(*AUDIENCES))]
Audiences = Annotated[tuple[str, ...], BeforeValidator(_several(one_of(*AUDIENCES)))]
Languages = Annotated[tuple[str, ...], BeforeValidator(_several(one_of(*KNOWN_LANGUAGES)))]


class Fields(BaseModel):
    """Fields of a person's file: frozen, none unknown; `review_by` in the code is `review-by` in the file."""

    # Built at first use: a build that finds all fields in its memory uses few of them, or none.
    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, alias_generator=lambda name: name.replace("_", "-")
    )


class ButtonFields(Fields):
    """A button in a hero: its words, and where to."""

    text: Text
    to: Text


class HeroFields(Fields):
    """The top of a page: one strong line, some words, a poster or a picture, and buttons."""

    line: Text
    text: Words = ""
    poster: Words = ""
    picture: Words = ""
    alt: Words = ""
    buttons: tuple[ButtonFields, ...] = ()


class EntranceFields(Fields):
    """A card that leads on."""

    text: Text
    description: Words = ""
    to: Text


class BlockFields(Fields):
    """A generated block after the body of a page."""

    block: Annotated[str, BeforeValidator(one_of(*BLOCKS))]
    title: Words = ""
    audience: Annotated[str, BeforeValidator(lambda v: one_of(*AUDIENCES)(v) if v else "")] = ""
    items: tuple[EntranceFields, ...] = ()


class TextFields(Fields):
    """What every text file has."""

    title: Text
    description: Text
    slug: Slug | None = None
    published: Date = None
    expires: Date = None
    draft: YesNo = False


class PageFields(TextFields):
    """A page: `content/<lang>/**.md`."""

    menu: Number | None = None
    menu_title: Words = ""
    audience: Audience | None = None
    review_by: Date = None
    hero: HeroFields | None = None
    shows: tuple[Annotated[BlockFields, BeforeValidator(_block)], ...] = ()
    quick_exit: YesNo | None = None


class NewsFields(TextFields):
    """A news item: `content/<lang>/news/*.md`."""

    published: Annotated[dt.date, BeforeValidator(_date)]


class EventFields(TextFields):
    """An event: `content/<lang>/events/*.md`. Times are the town's."""

    starts: Annotated[dt.datetime, BeforeValidator(_moment)]
    ends: Moment = None
    place: Words = ""
    organiser: Words = ""
    example: YesNo = False


class EventTextFields(Fields):
    """The translation of an event: words only."""

    title: Text
    description: Text
    slug: Slug | None = None
    place: Words = ""
    organiser: Words = ""


class SafeFields(Fields):
    """What stays free of words inside the edge of a format, at each side."""

    top: Length = (0.0, "px")
    right: Length = (0.0, "px")
    bottom: Length = (0.0, "px")
    left: Length = (0.0, "px")

    @property
    def sides(self) -> tuple[tuple[float, str], ...]:
        """Return the lengths at the top, right, bottom and left."""
        return self.top, self.right, self.bottom, self.left


def _safe(value: Any) -> Any:
    """One length stands for all four sides."""
    return dict.fromkeys(("top", "right", "bottom", "left"), value) if isinstance(value, str) else value


class TemplateTextFields(Fields):
    """A poster's words, that it is set from in every format."""

    headline: Text
    line: Words = ""
    # A receipt has a title, a note and rows of two parts; the other motifs have words, one a row.
    items_title: Words = ""
    items_note: Words = ""
    items: Annotated[tuple[str, ...], BeforeValidator(_several(_text))] = ()
    call: Words = ""
    terms: Words = ""


class TemplateFields(TemplateTextFields):
    """How a poster is set in every format: its motif, its ground, its words, and the service whose number it shows."""

    motif: Annotated[str, BeforeValidator(one_of(*MOTIFS))] = "none"
    ground: Annotated[str, BeforeValidator(one_of(*GROUNDS))] = "brand"
    service: Words = ""


class PosterFields(Fields):
    """A poster: `content/<lang>/posters/*.md`."""

    title: Text
    alt: Text
    master: Words = ""
    summary: Words = ""
    audience: Audiences = ()
    focus: Point = (50, 50)
    formats: Annotated[tuple[str, ...], BeforeValidator(_several(one_of("avif", "jpeg", "webp")))] = ()
    template: TemplateFields | None = None
    published: Date = None
    draft: YesNo = False

    @model_validator(mode="after")
    def _has_something_to_show(self) -> Self:
        if not self.master and self.template is None:
            raise fault("poster-empty")
        return self


class PosterTextFields(Fields):
    """The translation of a poster: words, and a master of its own if it has one."""

    title: Text
    alt: Text
    summary: Words = ""
    master: Words = ""
    template: TemplateTextFields | None = None


class FormatFields(Fields):
    """A format that posters are set in: one item of `content/formats.yaml`. Lengths are (number, unit)."""

    id: Slug
    name: Local
    use: Annotated[str, BeforeValidator(one_of(*USES))]
    width: Length
    height: Length
    bleed: Length = (0.0, "mm")
    marks: YesNo = False
    safe: Annotated[SafeFields, BeforeValidator(_safe)] = SafeFields()
    form: Annotated[str, BeforeValidator(one_of("pdf", "jpeg", "png"))]
    scale: Annotated[int, BeforeValidator(_scale)] = 1
    most: Weight = 0
    code: YesNo = False
    # Whether partners get it with their logo.
    kit: YesNo = False
    source: Text
    checked: Date = None

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        unit = "mm" if self.form == "pdf" else "px"
        lengths = (self.width, self.height, *(length for length in self.safe.sides if length[0]))
        odd = next((f"{number:g} {said}" for number, said in lengths if said != unit), "")
        if odd:
            raise fault("format-unit", value=odd, unit=unit)
        return self


class PictureFields(Fields):
    """What is told of a picture: one item of `content/pictures.yaml`. Consent holds through its last day."""

    file: Text
    credit: Local = ()
    consent_until: Date = None


class SocialFields(Fields):
    """A text for a channel, with the most characters it may have."""

    channel: Text
    limit: Number
    text: Local


class TalkFields(Fields):
    """Talking points for a meeting."""

    title: Local
    lead: Local
    points: Annotated[tuple[Local, ...], AfterValidator(_not_empty)]
    end: Local


class KitFields(Fields):
    """`content/kit.yaml`: the words that partners take along."""

    intranet: LocalWords
    social: tuple[SocialFields, ...] = ()
    talk: TalkFields
    use: LocalWords


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
    channels: Annotated[tuple[ChannelFields, ...], AfterValidator(_not_empty)]
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
    keywords: Annotated[tuple[str, ...], BeforeValidator(_several(_text))] = ()
    how_to_start: Words = ""
    notice: Words = ""
    notice_from: Date = None
    notice_until: Date = None
    source: Web
    source_name: Text
    checked: Annotated[dt.date, BeforeValidator(_date)]
    checked_by: Words = ""
    review_by: Date = None
    draft: YesNo = False


class ServiceTextFields(Fields):
    """The translation of a service: words only, never facts."""

    name: Words = ""
    summary: Words = ""
    area_name: Words = ""
    access: Words = ""
    keywords: Annotated[tuple[str, ...], BeforeValidator(_several(_text))] = ()
    how_to_start: Words = ""
    notice: Words = ""
    channel_notes: dict[ChannelName, Words] = {}
    channel_hours_notes: dict[ChannelName, Words] = {}
    channel_labels: dict[ChannelName, Words] = {}


class PartnerFields(Fields):
    """A partner: one item of `partners.yaml`."""

    slug: Slug
    name: PartnerName
    sector: Annotated[str, BeforeValidator(one_of(*SECTORS))]
    url: PartnerWeb | None = None
    logo: Words = ""
    logo_dark: Words = ""
    area: Annotated[str, BeforeValidator(_strangers(_LONGEST_NAME))] = ""
    # The partners of sector "network" that it belongs to, by slug.
    networks: Annotated[tuple[str, ...], BeforeValidator(_several(_slug))] = ()
    joined: Date = None
    renews: Date = None
    ended: Date = None
    statement: Statement = ""
    # What it has promised, by the ids of the campaign's commitments.
    commits_to: Annotated[tuple[str, ...], BeforeValidator(_several(_slug))] = ()
    # The language of what it is sent; the site's own where it is not said.
    language: Annotated[str, BeforeValidator(one_of(*KNOWN_LANGUAGES))] = ""
    materials: Annotated[tuple[str, ...], BeforeValidator(_several(one_of(*MATERIALS)))] = ()
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


class BrandFields(Fields):
    """The two colours that all others follow from, and how they look on a dark ground."""

    primary: Colour = "#123f41"
    accent: Colour = "#b8431f"
    primary_dark: Colour = "#9fd3c7"
    accent_dark: Colour = "#ff9b73"


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
    untranslated: Annotated[str, BeforeValidator(one_of("show", "hide"))] = "show"
    brand: BrandFields = Field(default_factory=BrandFields)
    emergency: Annotated[tuple[EmergencyFields, ...], AfterValidator(_not_empty)]
    contact: LinkFields
    exit_url: Web = "https://www.wikipedia.org/"
    badges: Badges = DEFAULT_BADGES
    commitments: tuple[CommitmentFields, ...] = ()
    poster_downloads: YesNo = True
    poster_widths: Annotated[tuple[str, ...], BeforeValidator(_several(_width))] = (
        "400",
        "800",
        "1200",
        "1600",
    )
    poster_formats: Annotated[tuple[str, ...], BeforeValidator(_several(one_of("avif", "jpeg", "webp")))] = (
        "avif",
        "jpeg",
    )
    lix_limit: Number = 40
    wallet_cards: YesNo = True
    holidays: Annotated[str, BeforeValidator(one_of(*POLICIES))] = "eves"
    freshness: FreshnessFields = Field(default_factory=FreshnessFields)


class GoalFields(Fields):
    """What a series of figures is to reach: a number in the unit of the chart, and what it is called."""

    value: Figure
    text: Local


class SeriesFields(Fields):
    """What a column of a table of figures is called on the page."""

    column: Text
    name: Local


class ChartFields(Fields):
    """What a chart says of its figures: `content/data/*.yaml`, beside a table of the same name."""

    title: Local
    unit: Local
    summary: Local
    method: Local
    source: Web
    source_name: Local
    checked: Annotated[dt.date, BeforeValidator(_date)]
    form: Annotated[str, BeforeValidator(one_of(*CHARTS))] = "line"
    goal: GoalFields | None = None
    series: tuple[SeriesFields, ...] = ()
    example: YesNo = False


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

    words: Annotated[tuple[str, ...], BeforeValidator(_several(_text))]
    first: Annotated[tuple[str, ...], BeforeValidator(_several(_text))]


class WordsFields(Fields):
    """`content/words.yaml`: words that mean the same to a search, words of danger, and what is no longer used."""

    search: tuple[Annotated[tuple[str, ...], BeforeValidator(_several(_text))], ...] = ()
    crisis: tuple[CrisisFields, ...] = ()
    retired: tuple[RetiredFields, ...] = ()


Kind = TypeVar("Kind", bound=Fields)

_EXAMPLES = {
    "list": (
        "en lista",
        "Skriv varje punkt på egen rad med bindestreck först.",
        "a list",
        "Write each item on its own line after a hyphen.",
    ),
    "fields": (
        "fält",
        "Skriv namn: värde på egna, indragna rader.",
        "fields",
        "Write name: value on lines of their own, indented.",
    ),
    "text": (
        "en text",
        "Skriv en text efter kolonet. Innehåller den ett kolon ska den stå i citattecken.",
        "text",
        "Write text after the colon. If it holds a colon itself, put it in quotes.",
    ),
}


def read_fields(kind: type[Kind], mapped: Mapped, problems: Problems, at: tuple[str | int, ...] = ()) -> Kind | None:
    """Return the fields of `mapped` (or of the part `at`), or None after telling ALL that is wrong with them."""
    value = mapped.value
    for step in at:
        value = value[step]
    if not isinstance(value, dict):
        _shape(problems, mapped.span(at), "fields")
        return None
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        details = error.errors(include_url=False)
        misspelt = {
            (*d["loc"][:-1], suggest(str(d["loc"][-1]), _known(kind, d["loc"][:-1])))
            for d in details
            if d["type"] == "extra_forbidden"
        }
        for detail in details:
            # One mistake, told once: the field that is missing is there, misspelt.
            if detail["type"] != "missing" or tuple(detail["loc"]) not in misspelt:
                _tell(detail, kind, mapped, problems, at)
        return None


def _tell(
    detail: ErrorDetails, kind: type[Fields], mapped: Mapped, problems: Problems, at: tuple[str | int, ...]
) -> None:
    place = (*at, *detail["loc"])
    of_name = place[-1:] == ("[key]",)
    match detail["type"]:
        case "own":
            context = dict(detail.get("ctx") or {})
            code = context.pop("code")
            if "offset" in context:
                span = _within(mapped.span(place), context.pop("offset"), context.pop("length"), detail["input"])
                problems.error(code, span, **context)
                return
            if code == "field-shape":
                _shape(problems, mapped.span(place), context["kind"])
                return
            problems.error(code, mapped.span(place, of_name), **context)
        case "missing":
            problems.error("field-missing", mapped.span(place[:-1]), name=str(place[-1]))
        case "extra_forbidden":
            known = _known(kind, detail["loc"][:-1])
            name = str(place[-1])
            words = did_you_mean(name, known, others=True)
            problems.error("field-unknown", mapped.span(place, of_name=True), name=name, **words)
        case "date_type" | "datetime_type":
            problems.error("field-empty", mapped.span(place))
        case "tuple_type":
            _shape(problems, mapped.span(place), "list")
        case "model_type" | "dict_type" | "model_attributes_type":
            _shape(problems, mapped.span(place), "fields")
        case _:
            _shape(problems, mapped.span(place), "text")


def _within(span: Span, offset: int, length: int, text: Any) -> Span:
    """Return the place of a part of a value. One that goes over several lines is pointed at as a whole."""
    spare = span.length - len(str(text))
    if spare not in (0, 2):
        return span
    return Span(span.path, span.line, span.column + offset + spare // 2, length)


def _shape(problems: Problems, span: Span, kind: str) -> None:
    sv, sv_hint, en, en_hint = _EXAMPLES[kind]
    problems.error("field-shape", span, expected=sv, example=sv_hint, expected_en=en, example_en=en_hint)


def _known(kind: type[Fields], place: tuple[str | int, ...]) -> list[str]:
    """Return the names that may stand at `place` within `kind`."""
    model: Any = kind
    for step in place:
        if isinstance(step, str):
            field = next((f for f in model.model_fields.values() if (f.alias or "") == step), None)
            model = _model_in(field.annotation) if field is not None else None
        if model is None:
            return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None
