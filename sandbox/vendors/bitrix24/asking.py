"""What a call asks: parameters of query, form or JSON body, with PHP's brackets."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from sandbox.vendors.bitrix24.answers import Declined
from sandbox.wire.exchange import Ask, read_json

Params = dict[str, Any]
DEEPEST = 64
"""PHP passes over parameters that nest deeper."""


def read_params(ask: Ask) -> Params:
    """Give the parameters of a request: those of the query, overlaid by those of the body.

    Raises Declined for a body that says to be JSON and is no object of it.
    """
    params = parse_query(ask.query)
    if ask.method != "POST" or not ask.body:
        return params
    if "json" in ask.headers.get("content-type", ""):
        try:
            asked = read_json(ask.body)
        except ValueError:
            asked = None
        if not isinstance(asked, dict) and asked != []:
            raise Declined(400, "INVALID_REQUEST", "Request body is not valid JSON")
        return params | dict(asked)
    return params | parse_query(ask.body.decode("utf-8", "replace"))


def parse_query(query: str) -> Params:
    """Read `a[b][]=1&c=2` (brackets raw or %-encoded) as nested dicts; of a repeated key the last value."""
    params: Params = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        head, *rest = name.split("[")
        if len(rest) <= DEEPEST:
            _put(params, [head, *(part.removesuffix("]") for part in rest)], value)
    return params


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


def listed(node: Any) -> list[Any]:
    """Give the values of a list, of a PHP map with numbers for keys, or of a single value."""
    if node is None or node == "":
        return []
    if isinstance(node, dict):
        return list(node.values())
    return list(node) if isinstance(node, list) else [node]


def mapped(node: Any) -> Params:
    """Give a map; PHP's maps from 0 on may come as lists."""
    if isinstance(node, list):
        return {str(place): one for place, one in enumerate(node)}
    return {str(key): one for key, one in node.items()} if isinstance(node, dict) else {}


def whole(node: Any, usual: int = 0) -> int:
    """Read a whole number; what is none counts as `usual`."""
    try:
        return int(str(node))
    except ValueError:
        return usual


def asked_of(params: Params, *names: str) -> Any:
    """Give the first of several parameters: old methods take their names in either case."""
    return next((params[name] for name in names if name in params), None)
