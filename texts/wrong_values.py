"""What pydantic finds wrong in a setting, in plain words and without the value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from texts.speech import marked, say, translated

_PLAIN = {
    "extra_forbidden": marked("is not a setting"),
    "missing": marked("is missing"),
    "timezone_aware": marked("needs an offset, like 2026-01-01T00:00:00+03:00"),
    "string_type": marked("should be text; put it in quotes"),
    "bool_type": marked("should be true or false"),
    "bool_parsing": marked("should be true or false"),
    "list_type": marked("should be a list"),
    "tuple_type": marked("should be a list"),
    "dict_type": marked("should have settings of its own under it"),
    "model_type": marked("should have settings of its own under it"),
    "model_attributes_type": marked("should have settings of its own under it"),
    "path_type": marked("should be a path"),
    "too_short": marked("may not be empty"),
    "string_too_short": marked("may not be empty"),
    "string_pattern_mismatch": marked("is not written as it has to be"),
}
_DATES = ("date", "datetime", "time")
_NUMBERS = ("int", "float", "decimal")
_BOUNDS = {
    "greater_than": marked("should be more than {bound}"),
    "greater_than_equal": marked("should be at least {bound}"),
    "less_than": marked("should be less than {bound}"),
    "less_than_equal": marked("should be at most {bound}"),
}


def said_of(fault: ErrorDetails) -> str:
    """What is wrong, to stand after the name of the setting."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":  # a sentence of our own validators
        return translated(str(context.get("error") or fault["msg"].removeprefix("Value error, ")))
    if kind in _PLAIN:
        return translated(_PLAIN[kind])
    if kind in _BOUNDS:
        (bound,) = (context[name] for name in ("gt", "ge", "lt", "le") if name in context)
        return translated(_BOUNDS[kind]).format(bound=bound)
    return _typed(kind, context)


def _typed(kind: str, context: Mapping[str, Any]) -> str:
    if kind in ("literal_error", "enum"):
        return say("should be one of {choices}", choices=context["expected"])
    if kind.startswith(_DATES):
        return say("should be a date, like 2026-01-01 (with a time: 2026-01-01T00:00:00+03:00)")
    if kind.startswith(_NUMBERS):
        return say("should be a number")
    return say("is not what is expected there")
