"""amoCRM's query language: PHP-style array parameters, order, and the page asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode

Params = dict[str, Any]
Row = dict[str, Any]
DEEPEST = 64
"""PHP passes over parameters that nest deeper."""
_NUMBER = re.compile(r"-?[0-9]{1,18}")


class BadQuery(Exception):
    """The query breaks a documented rule; the text goes into the problem's detail."""


def parse_params(query: str) -> Params:
    """Read `a[b][]=1&c=2` (brackets raw or %-encoded) as nested dicts; of a repeated key the last value."""
    params: Params = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name.count("[") <= DEEPEST:
            _put(params, _split(name), value)
    return params


def _split(name: str) -> list[str]:
    head, *rest = name.split("[")
    return [head, *(part.removesuffix("]") for part in rest)]


def _put(node: Params, keys: list[str], value: str) -> None:
    key = keys[0] or _next_number(node)
    if len(keys) == 1:
        node[key] = value
        return
    if not isinstance(node.get(key), dict):
        node[key] = {}
    _put(node[key], keys[1:], value)


def _next_number(node: Params) -> str:
    """Give the key of an unnumbered value: one more than the greatest."""
    return str(1 + max((int(key) for key in node if key.isdecimal() and len(key) < 19), default=-1))


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
    if not _NUMBER.fullmatch(str(text)):
        raise BadQuery(f"{name}: this value should be of type int")
    return int(text)


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
