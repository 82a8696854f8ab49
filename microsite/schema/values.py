"""What a value in a person's file may be: the validators, the types made of them, and the words chosen among."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from microsite.problem import did_you_mean

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
# Numbers as they are written in Sweden: 020-91 91 91, +46 771 11 77 00, 116 111.
_NUMBERS = re.compile(r"(?<![\w-])(?:(?:\+46 ?|0)\d{1,3}[- ]\d{2,3}(?: \d{2,3}){1,3}|116 \d{3})(?![\w-])")
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
    "sv-simple",
    "fi-simple",
    "en-simple",
)
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ku"})


def base_of(lang: str) -> str:
    """Return the language that an easy-to-read variant is of: "sv" for "sv-simple"; any other is its own."""
    # BCP 47's registered subtag for a language simplified.
    return lang.removesuffix("-simple")


def fault(code: str, **params: Any) -> PydanticCustomError:
    """Return the error that a validator raises: a code of `messages`, and what its words need."""
    return PydanticCustomError("own", "{code}", {"code": code, **params})


def as_text(value: Any) -> str:
    if not isinstance(value, str):
        raise fault("field-shape", expected="text", kind="text")
    if not value.strip():
        raise fault("field-empty")
    return " ".join(value.split())


def as_words(value: Any) -> str:
    """Text that may have several paragraphs, or be left empty."""
    if not isinstance(value, str):
        raise fault("field-shape", expected="text", kind="text")
    return value.strip()


def as_date(value: Any) -> dt.date | None:
    text = as_words(value)
    if not text:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        raise fault("value-date", value=text) from None


def as_moment(value: Any) -> dt.datetime | None:
    text = as_words(value)
    if not text:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}[:.]\d{2}", text):
            raise ValueError
        return dt.datetime.strptime(text.replace("T", " ").replace(".", ":"), "%Y-%m-%d %H:%M")  # noqa: DTZ007 (local time of the town)
    except ValueError:
        raise fault("value-time", value=text) from None


def as_yes_no(value: Any) -> bool:
    text = as_words(value).lower()
    if text in ("yes", "ja", "true"):
        return True
    if text in ("no", "nej", "false"):
        return False
    raise fault("value-yesno", value=text)


def as_number(value: Any) -> int:
    text = as_words(value)
    if not re.fullmatch(r"\d{1,6}", text):
        raise fault("value-number", value=text)
    return int(text)


def slug_of(text: str) -> str:
    """Return `text` as the part of an address: a–z, 0–9, hyphens."""
    swedish = text.lower().translate(str.maketrans("åäöéüæø", "aaoeuao"))
    return re.sub(r"[^a-z0-9]+", "-", swedish).strip("-")


def as_slug(value: Any) -> str:
    text = as_text(value)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > 80:
        raise fault("value-slug", value=text, example=slug_of(text)[:80] or "ett-namn")
    return text


def as_web(value: Any) -> str:
    text = as_text(value)
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


def _email(value: Any) -> str:
    text = as_text(value)
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text):
        raise fault("value-email", value=text)
    return text


def as_colour(value: Any) -> str:
    """Return a colour as #rrggbb, in small letters. Raises PydanticCustomError where it is none."""
    # An unquoted #123f41 is a comment to YAML, and reads as nothing.
    text = as_words(value).lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise fault("value-colour", value=text)
    return text


def _phone(value: Any) -> str:
    text = as_text(value)
    digits = re.sub(r"[ ()–-]", "", text)
    # "+46 (0)20" is read by people, but dialled with its zero it reaches nobody.
    if not re.fullmatch(r"\+?\d{3,15}", digits) or digits.startswith("+460") or (digits[0] == "+" and "(0)" in text):
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


def unbroken(html: str) -> str:
    """Return words of HTML, without tags, whose telephone numbers stay on one line."""
    return _NUMBERS.sub(r'<span class="number">\g<0></span>', html)


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


def one_of(*options: str) -> Callable[[Any], str]:
    """Return a validator that takes one of `options`."""

    def check(value: Any) -> str:
        text = as_text(value).lower()
        if text not in options:
            raise fault("value-unknown", value=text, options=", ".join(options), **did_you_mean(text, options))
        return text

    return check


def several(inner: Callable[[Any], str]) -> Callable[[Any], tuple[str, ...]]:
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


def not_empty(value: tuple[Any, ...]) -> tuple[Any, ...]:
    if not value:
        raise fault("list-empty")
    return value


def as_local(value: Any) -> tuple[tuple[str, str], ...]:
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
        return tuple((code, as_text(text)) for code, text in value.items())
    return (("", as_text(value)),)


def _local_words(value: Any) -> tuple[tuple[str, str], ...]:
    """Take a text of several paragraphs, or one a language."""
    known = as_local(value)
    return tuple((code, as_words(value[code] if isinstance(value, dict) else value)) for code, _ in known)


Text = Annotated[str, BeforeValidator(as_text)]
Words = Annotated[str, BeforeValidator(as_words)]
Date = Annotated[dt.date | None, BeforeValidator(as_date)]
Moment = Annotated[dt.datetime | None, BeforeValidator(as_moment)]
YesNo = Annotated[bool, BeforeValidator(as_yes_no)]
Number = Annotated[int, BeforeValidator(as_number)]
Slug = Annotated[str, BeforeValidator(as_slug)]
Web = Annotated[str, BeforeValidator(as_web)]
Email = Annotated[str, BeforeValidator(_email)]
Colour = Annotated[str, BeforeValidator(as_colour)]
Phone = Annotated[str, BeforeValidator(_phone)]
LocalWords = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_local_words)]
Local = Annotated[tuple[tuple[str, str], ...], BeforeValidator(as_local)]
Audience = Annotated[str, BeforeValidator(one_of(*AUDIENCES))]
Audiences = Annotated[tuple[str, ...], BeforeValidator(several(one_of(*AUDIENCES)))]
Languages = Annotated[tuple[str, ...], BeforeValidator(several(one_of(*KNOWN_LANGUAGES)))]


class Fields(BaseModel):
    """Fields of a person's file: frozen, none unknown; `review_by` in the code is `review-by` in the file."""

    # Built at first use: a build that finds all fields in its memory uses few of them, or none.
    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, alias_generator=lambda name: name.replace("_", "-")
    )
