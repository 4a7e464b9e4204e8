"""amoCRM's query language: PHP-style array parameters, filters, order, and the page asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode

Params = dict[str, Any]
Row = dict[str, Any]
Predicate = Callable[[Row], bool]


class BadQuery(Exception):
    """The query breaks a documented rule; the text goes into the problem's detail."""


def parse_params(query: str) -> Params:
    """Read `a[b][]=1&c=2` (brackets raw or %-encoded) as nested dicts; of a repeated key the last value."""
    params: Params = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        _put(params, _split(name), value)
    return params


def _split(name: str) -> list[str]:
    head, *rest = name.split("[")
    return [head, *(part.removesuffix("]") for part in rest)]


def _put(node: Params, keys: list[str], value: str) -> None:
    key = keys[0] or str(len(node))
    if len(keys) == 1:
        node[key] = value
        return
    if not isinstance(node.get(key), dict):
        node[key] = {}
    _put(node[key], keys[1:], value)


def build_query(params: Params) -> str:
    """Write nested parameters the way PHP's http_build_query does: `a[0]=..`, brackets encoded."""
    return urlencode(list(_flatten(params)))


def _flatten(node: Params, prefix: str = "") -> Iterable[tuple[str, str]]:
    for key, value in node.items():
        name = f"{prefix}[{key}]" if prefix else key
        if isinstance(value, dict):
            yield from _flatten(value, name)
        else:
            yield name, value


def listed(node: Any) -> list[str]:
    """Give a parameter's values: `x[]=1&x[]=2`, `x=1`, or `x=1,2`."""
    if isinstance(node, dict):
        return [str(value) for value in node.values()]
    return [part for part in str(node).split(",") if part] if node is not None else []


def whole_number(text: Any, name: str) -> int:
    """Read an integer parameter or refuse the query."""
    try:
        return int(text)
    except (TypeError, ValueError):
        raise BadQuery(f"{name}: this value should be of type int") from None


def page_asked(params: Params, largest: int) -> tuple[int, int]:
    """Give (page, limit); the limit is cut to the method's largest."""
    page, limit = (whole_number(params.get(key, usual), key) for key, usual in (("page", 1), ("limit", 50)))
    if page < 1 or limit < 1:
        raise BadQuery("page and limit: this value should be greater than 0")
    return page, min(limit, largest)


def ordered(rows: list[Row], params: Params, allowed: tuple[str, ...], usual: tuple[str, str]) -> list[Row]:
    """Sort by the last `order[field]=asc|desc` that the method knows, then by id; others are ignored."""
    asked = params.get("order")
    known = [(key, way) for key, way in (asked if isinstance(asked, dict) else {}).items() if key in allowed]
    field, way = known[-1] if known else usual
    return sorted(rows, key=lambda row: (row[field] or 0, row["id"]), reverse=str(way).lower() == "desc")


def time_filter(node: Any, field: str, *, exclusive: bool, bare: str) -> Predicate:
    """Filter by seconds: `[from]`/`[to]`, the older `from,to`, or a bare number (`bare`: its meaning)."""
    if not isinstance(node, dict):
        parts = str(node).split(",")
        if len(parts) == 2:
            return time_filter({"from": parts[0], "to": parts[1]}, field, exclusive=exclusive, bare=bare)
        moment = whole_number(node, f"filter[{field}]")
        return _between(field, moment + 1, 1 << 53) if bare == "after" else (lambda row: False)
    low = whole_number(node["from"], f"filter[{field}][from]") if "from" in node else 0
    high = whole_number(node["to"], f"filter[{field}][to]") if "to" in node else 1 << 53
    return _between(field, low + 1, high - 1) if exclusive else _between(field, low, high)


def _between(field: str, low: int, high: int) -> Predicate:
    """Both ends included; a record without this time, such as an open lead's closing, is not between any."""
    return lambda row: row[field] is not None and low <= row[field] <= high


def choice_filter(node: Any, field: str, *, largest: int | None = None, of: type = int) -> Predicate:
    """Filter by a list of values, refusing more than the method's largest count."""
    values = listed(node)
    if largest is not None and len(values) > largest:
        raise BadQuery(f"filter[{field}]: this collection should contain {largest} elements or less")
    wanted: set[Any] = {whole_number(value, f"filter[{field}]") if of is int else value for value in values}
    return lambda row: row[field] in wanted


def apply(rows: list[Row], predicates: list[Predicate]) -> list[Row]:
    """Keep the rows that satisfy every predicate."""
    for predicate in predicates:
        rows = [row for row in rows if predicate(row)]
    return rows
