"""What may be written in `content/accessibility.yaml`, and in `content/site.yaml` of feedback and the server."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from microsite.schema.values import Date, Fields, Local, Number, Web, YesNo, fault, one_of

LEVELS = ("fully", "partly", "not")


class FaultFields(Fields):
    """Something that not everyone can use: what, why it is so, and the day it is to be mended by."""

    what: Local
    why: Local
    until: Date = None


class OutsideFields(Fields):
    """Content that the law does not cover, and by which of its exemptions."""

    what: Local


class AccessibilityFields(Fields):
    """`content/accessibility.yaml`: what a town knows of how accessible its website is. Empty where nobody looked."""

    assessed: Date = None
    updated: Date = None
    level: Annotated[str, BeforeValidator(one_of(*LEVELS))] = ""
    method: Local = ()
    tried_by_users: YesNo = False
    faults: tuple[FaultFields, ...] = ()
    burden: tuple[FaultFields, ...] = ()
    outside: tuple[OutsideFields, ...] = ()


class FeedbackFields(Fields):
    """Where people say what doesn't work without saying who they are: a page of the town's, or what takes a form."""

    url: Web = ""
    action: Web = ""


class ServerFields(Fields):
    """Who runs the web server, and for how many days it keeps who asked for what; 0 for not at all."""

    operator: Local
    days: Number


def not_bare(value: Any) -> Any:
    """Refuse a feedback without any way: `feedback:` alone would promise what isn't there."""
    if isinstance(value, dict) and not value:
        raise fault("field-empty")
    return value
