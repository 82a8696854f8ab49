"""Reading fields from a file: all that is wrong with them is told, each at its place."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from microsite.problem import Problems, Span, did_you_mean, suggest
from microsite.schema.values import Fields
from microsite.yamlspan import Mapped

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
