"""What a request asks for: parameters the way PHP reads them, and which values are no question at all.

What the service does with a parameter that it does not know is not documented; here it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl

from sandbox.vendors.profitbase.errors import Refused
from sandbox.wire.exchange import Ask, read_json, read_whole

Query = Mapping[str, list[str]]
_NAME = re.compile(r"(?P<name>[^\[\]]+)(?:\[(?P<key>[^\[\]]*)\])?")
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def read_query(text: str) -> Query:
    """Read `a=1&b[]=2&b[7]=3&c[min]=4` as {a: [1], b[]: [2, 3], c[min]: [4]}; a plain name keeps its last."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        parts = _NAME.fullmatch(name)
        key = parts["key"] if parts else None
        if parts is None or key is None:
            found[name] = [value]
        elif not key or key.isdigit():
            found.setdefault(f"{parts['name']}[]", []).append(value)
        else:
            found[f"{parts['name']}[{key}]"] = [value]
    return found


def check_known(asked: Collection[str], known: Collection[str]) -> None:
    """Let known parameters pass. Raises Refused 400."""
    if unknown := [name for name in asked if name not in known and name != "access_token"]:
        raise Refused(400, f"Unknown parameter {unknown[0]}")


def first(query: Query, name: str) -> str:
    """Give a parameter, "" where it is missing."""
    return query.get(name, [""])[0]


def flag(query: Query, name: str, *, usual: bool = False) -> bool:
    """Read true or false. Raises Refused 400."""
    text = first(query, name).lower()
    if not text:
        return usual
    if text not in _FLAGS:
        raise Refused(400, f"{name} must be true or false")
    return _FLAGS[text]


def several(query: Query, name: str) -> list[str]:
    """Give the values of `name` and of `name[]`."""
    return [*query.get(name, ()), *query.get(f"{name}[]", ())]


def number(query: Query, name: str) -> Decimal | None:
    """Read a bound. Raises Refused 400."""
    text = first(query, name)
    if not text:
        return None
    try:
        read = Decimal(text)
    except InvalidOperation:
        raise Refused(400, f"{name} must be a number") from None
    if not read.is_finite():
        raise Refused(400, f"{name} must be a number")
    return read


def whole(asked: Any, usual: int) -> int:
    """Read how many rows, or from which on. Raises Refused 400."""
    read = read_whole(usual if asked in (None, "") else asked)
    if read is None:
        raise Refused(400, "limit and offset are whole numbers")
    return read


def body_of(ask: Ask) -> dict[str, Any]:
    """Read the JSON of a request, {} where there is none. Raises Refused 400."""
    if not ask.body.strip():
        return {}
    try:
        read = read_json(ask.body)
    except ValueError:
        raise Refused(400, "The body is not JSON") from None
    if not isinstance(read, dict):
        raise Refused(400, "The body is not an object")
    return read


def property_ids(asked: Any) -> frozenset[int]:
    """Read a list of properties, empty where all are meant. Raises Refused 400."""
    if asked in (None, "", []):
        return frozenset()
    found = [read_whole(one) for one in asked] if isinstance(asked, list) else [None]
    if None in found:
        raise Refused(400, "property_ids must be a list of numbers")
    return frozenset(one for one in found if one is not None)
