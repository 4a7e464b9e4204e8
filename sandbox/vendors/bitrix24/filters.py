"""The portal's filters: prefixes of operators, lists, dates with and without zone, and what is ignored."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.company.charter import MOSCOW
from sandbox.vendors.bitrix24.answers import Declined
from sandbox.vendors.bitrix24.asking import Params, listed, mapped
from sandbox.vendors.bitrix24.columns import Column, Row

Predicate = Callable[[Row], bool]
_KEY = re.compile(r"(!=%|!%=|!><|=%|%=|!%|!@|><|>=|<=|!=|>|<|@|%|=|!|\?)?(\w+)")
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip
_DATES = ("%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y")
NOTHING: Any = object()
"""A value that no row has: what could not be read as the column's kind."""


def build_filter(
    asked: Params, columns: Mapping[str, Column], *, is_strict: bool, ignores_iso: bool = False
) -> Predicate:
    """Turn a filter into a predicate. Strict methods refuse an unknown field, the others ignore it.

    `ignores_iso`: a date with `T` narrows nothing, as portals have been seen to do.
    """
    parts = []
    for key, value in asked.items():
        if is_strict and (key.isdigit() or key == "logic"):
            continue
        found = _KEY.fullmatch(key)
        column = columns.get(found[2]) if found else None
        if found is None or column is None:
            if is_strict:
                raise Declined(
                    400, "INVALID_ARG_VALUE", f"Invalid filter: field '{key}' is not allowed in filter"
                )
            continue
        if ignores_iso and column.kind in ("time", "date") and "T" in str(value):
            continue
        parts.append(_condition(column, found[1] or "=", value))
    if is_strict:
        parts += _nested(asked, columns, ignores_iso=ignores_iso)
    return lambda row: all(part(row) for part in parts)


def _nested(asked: Params, columns: Mapping[str, Column], *, ignores_iso: bool) -> list[Predicate]:
    """Read the filters inside a filter, and whether all of them count or any."""
    logic = str(asked.get("logic", "AND")).upper()
    inner = [value for key, value in asked.items() if key.isdigit()]
    if logic not in ("AND", "OR") or not all(isinstance(value, dict) and value for value in inner):
        raise Declined(400, "INVALID_ARG_VALUE", "Invalid filter: logic and nested filters are not valid")
    nested = [build_filter(mapped(one), columns, is_strict=True, ignores_iso=ignores_iso) for one in inner]
    if not nested:
        return []
    choose = any if logic == "OR" else all
    return [lambda row: choose(part(row) for part in nested)]


def _condition(column: Column, way: str, value: Any) -> Predicate:
    if way in _ORDERS:
        return _ordered(column, _ORDERS[way], read_value(column, value))
    if way in ("><", "!><"):
        low, high = ([read_value(column, one) for one in listed(value)] + [None, None])[:2]
        inside = _between(column, low, high)
        return inside if way == "><" else lambda row: not inside(row)
    if "%" in way or way == "?":
        return _like(column, str(value), negated=way.startswith("!"), typed="=" in way and way != "!=")
    wanted = [read_value(column, one) for one in (listed(value) or [None])]
    return _among(column, wanted, negated=way.startswith("!"))


def _ordered(column: Column, compare: Callable[[Any, Any], bool], bound: Any) -> Predicate:
    def check(row: Row) -> bool:
        if bound is None:
            return True
        own = _plain(row.get(column.name))
        return bound is not NOTHING and any(
            compare(_comparable(one), _comparable(bound)) for one in own if isinstance(one, _kin(bound))
        )

    return check


def _between(column: Column, low: Any, high: Any) -> Predicate:
    above, below = _ordered(column, operator.ge, low), _ordered(column, operator.le, high)
    return lambda row: above(row) and below(row)


def _among(column: Column, wanted: list[Any], *, negated: bool) -> Predicate:
    is_text = column.kind in ("raw", "list")
    known = {_comparable(one, is_text=is_text) for one in wanted if one is not NOTHING}

    def check(row: Row) -> bool:
        own = _plain(row.get(column.name))
        values = [None if _is_empty(one) else one for one in own] if len(own) == 1 else own or [None]
        return any(_comparable(one, is_text=is_text) in known for one in values) is not negated

    return check


def _like(column: Column, text: str, *, negated: bool, typed: bool) -> Predicate:
    parts = text.split("%") if typed else ["", text, ""]
    pattern = re.compile(".*".join(re.escape(part) for part in parts), re.IGNORECASE | re.DOTALL)

    def check(row: Row) -> bool:
        own = _plain(row.get(column.name))
        return any(pattern.fullmatch(str(one)) for one in own if one is not None) is not negated

    return check


def _is_empty(value: Any) -> bool:
    return value is not False and value in ("", 0)


def _plain(own: Any) -> list[Any]:
    """Give the values of a field, one or several; of a telephone or an address what was typed."""
    values = list(own) if isinstance(own, list | tuple) else [own]
    return [one["VALUE"] if isinstance(one, dict) and "VALUE" in one else one for one in values]


def _kin(bound: Any) -> tuple[type, ...]:
    """Give the types that can be greater or less than a bound."""
    if isinstance(bound, Decimal):
        return (int, float, Decimal)
    return (date,) if isinstance(bound, date) else (type(bound),)


def _comparable(value: Any, *, is_text: bool = False) -> Any:
    if is_text:
        return None if value is None else str(value)
    return value.timestamp() if isinstance(value, datetime) else value


def read_value(column: Column, value: Any) -> Any:
    """Read what a filter says as the column's kind; None is empty, NOTHING is unreadable."""
    text = "" if value is None else str(value)
    if text == "":
        return None
    if column.kind in ("flag", "bool"):
        return text in ("Y", "1", "True", "true")
    if column.kind in ("time", "date"):
        moment = read_moment(text)
        return moment.date() if column.kind == "date" and isinstance(moment, datetime) else moment
    if column.kind in ("id", "link", "none", "number", "option", "money"):
        try:
            number = Decimal(text)
        except InvalidOperation:
            return NOTHING
        if not number.is_finite():
            return NOTHING
        return None if number == 0 and column.kind != "money" else number
    return text


def read_moment(text: str) -> Any:
    """Read a date of a filter; without an offset it is the portal's time."""
    moment = _parsed(text)
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return moment.replace(tzinfo=MOSCOW)
    return moment


def _parsed(text: str) -> Any:
    # a plus in a query string arrives as a space
    for way in (datetime.fromisoformat, lambda one: datetime.fromisoformat(one.replace(" ", "+"))):
        try:
            return way(text)
        except ValueError:
            continue
    for form in _DATES:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return NOTHING
