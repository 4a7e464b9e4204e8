"""What amoCRM's `filter` and `query` choose: times, lists of values, ranges, stages, values of own fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.vendors.amocrm.query import BadQuery, Row, listed, whole_number

Predicate = Callable[[Row], bool]
Maker = Callable[[Any], Predicate]
FOREVER = 1 << 53
_FLAGS = {"1": True, "true": True, "0": False, "false": False}


def time_filter(node: Any, field: str, *, exclusive: bool, bare: str) -> Predicate:
    """Filter by seconds: `[from]`/`[to]`, the older `from,to`, or a bare number (`bare`: its meaning)."""
    if not isinstance(node, dict):
        parts = str(node).split(",")
        if len(parts) == 2:
            return time_filter({"from": parts[0], "to": parts[1]}, field, exclusive=exclusive, bare=bare)
        moment = whole_number(node, f"filter[{field}]")
        return _between(field, moment + 1, FOREVER) if bare == "after" else (lambda row: False)
    low, high = _range(node, field, 0, FOREVER)
    return _between(field, low + 1, high - 1) if exclusive else _between(field, low, high)


def _range(node: Mapping[str, Any], field: str, lowest: int, highest: int) -> tuple[int, int]:
    if not node or set(node) - {"from", "to"}:
        raise BadQuery(f"filter[{field}]: from and to are expected")
    low = whole_number(node["from"], f"filter[{field}][from]") if "from" in node else lowest
    high = whole_number(node["to"], f"filter[{field}][to]") if "to" in node else highest
    return low, high


def _between(field: str, low: int, high: int) -> Predicate:
    """Both ends included; a record without this time, such as an open lead's closing, is not between any."""
    return lambda row: row[field] is not None and low <= row[field] <= high


def choice_filter(node: Any, field: str, *, largest: int | None = None, of: type = int) -> Predicate:
    """Filter by a list of values, refusing more than the method's largest count."""
    values = _values(node, field)
    if largest is not None and len(values) > largest:
        raise BadQuery(f"filter[{field}]: this collection should contain {largest} elements or less")
    wanted: set[Any] = {whole_number(value, f"filter[{field}]") if of is int else value for value in values}
    return lambda row: row[field] in wanted


def _values(node: Any, field: str) -> list[str]:
    if isinstance(node, dict) and not all(key.isdigit() for key in node):
        raise BadQuery(f"filter[{field}]: this value should be a list")
    return listed(node)


def _names(node: Any) -> Predicate:
    wanted = set(_values(node, "name")) if isinstance(node, dict) else {str(node)}
    return lambda row: row["name"] in wanted


def _price(node: Any) -> Predicate:
    if not isinstance(node, dict):
        raise BadQuery("filter[price]: from and to are expected")
    return _between("price", *_range(node, "price", -FOREVER, FOREVER))


def _stages(node: Any, name: str) -> set[tuple[int, int]]:
    """Read `[0][pipeline_id]=..&[0][status_id]=..`."""
    found = node.values() if isinstance(node, dict) else [node]
    if not all(isinstance(one, dict) and {"pipeline_id", "status_id"} <= set(one) for one in found):
        raise BadQuery(f"filter[{name}]: pipeline_id and status_id are expected")
    return {
        (
            whole_number(one["pipeline_id"], f"filter[{name}]"),
            whole_number(one["status_id"], f"filter[{name}]"),
        )
        for one in found
    }


def _statuses(node: Any) -> Predicate:
    wanted = _stages(node, "statuses")
    return lambda row: (row["pipeline_id"], row["status_id"]) in wanted


def _is_completed(node: Any) -> Predicate:
    if str(node) not in _FLAGS:
        raise BadQuery("filter[is_completed]: this value should be 0 or 1")
    return lambda row: bool(row["is_completed"]) is _FLAGS[str(node)]


def _own_fields(node: Any) -> Predicate:
    """Filter by values of own fields: `[<id>][]=value` or `[<id>][from]`; of several fields by each."""
    if not isinstance(node, dict):
        raise BadQuery("filter[custom_fields_values]: fields are expected")
    parts = [
        _own_field(whole_number(key, "filter[custom_fields_values]"), asked) for key, asked in node.items()
    ]
    return lambda row: all(part(row) for part in parts)


def _own_field(number: int, asked: Any) -> Predicate:
    name = f"filter[custom_fields_values][{number}]"
    if isinstance(asked, dict) and set(asked) & {"from", "to"}:
        low, high = _range(asked, f"custom_fields_values][{number}", -FOREVER, FOREVER)
        return lambda row: any(
            value is not None and low <= value <= high for value in map(_number, _own_values(row, number))
        )
    wanted = set(_values(asked, name)) if isinstance(asked, dict) else {str(asked)}
    return lambda row: any(text in wanted for value in _own_values(row, number) for text in _texts(value))


def _own_values(row: Row, number: int) -> Iterable[Row]:
    fields = row["custom_fields_values"] or ()
    return [value for field in fields if field["field_id"] == number for value in field["values"]]


def _texts(value: Row) -> set[str]:
    """Give how a value may be asked for: by itself, a flag as 0 or 1, an option by its id."""
    own = value["value"]
    texts = {str(int(own)) if isinstance(own, bool) else str(own)}
    return texts | ({str(value["enum_id"])} if value.get("enum_id") is not None else set())


def _number(value: Row) -> Decimal | None:
    try:
        read = Decimal(str(value["value"]))
    except InvalidOperation:
        return None
    return read if read.is_finite() else None


def _event_value(node: Any, side: str) -> Predicate:
    """Filter events by what they led to or away from: stages of leads, or people."""
    known = {"leads_statuses", "responsible_user_id"}
    if not isinstance(node, dict) or not node or set(node) - known:
        raise BadQuery(f"filter[{side}]: leads_statuses or responsible_user_id is expected")
    stages = _stages(node["leads_statuses"], side) if "leads_statuses" in node else None
    people = _values(node["responsible_user_id"], side) if "responsible_user_id" in node else None
    numbers = None if people is None else {whole_number(one, f"filter[{side}]") for one in people}

    def fits(row: Row) -> bool:
        values = row[side]
        moved = {
            (one["lead_status"]["pipeline_id"], one["lead_status"]["id"])
            for one in values
            if "lead_status" in one
        }
        given = {_person(one["responsible_user"]) for one in values if "responsible_user" in one}
        return (stages is None or bool(moved & stages)) and (numbers is None or bool(given & numbers))

    return fits


def _person(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) else value


SPECIAL: dict[str, Maker] = {
    "name": _names,
    "price": _price,
    "statuses": _statuses,
    "is_completed": _is_completed,
    "custom_fields_values": _own_fields,
    "value_after": lambda node: _event_value(node, "value_after"),
    "value_before": lambda node: _event_value(node, "value_before"),
}
"""Filters that are more than a time or a list of values."""


def search(text: str) -> Predicate:
    """Find a text, whatever its case, in a card's name, price and own fields."""
    wanted = text.casefold()

    def fits(row: Row) -> bool:
        own = [value["value"] for field in row.get("custom_fields_values") or () for value in field["values"]]
        filled = [row["name"], row.get("price"), *own]
        return any(wanted in str(one).casefold() for one in filled if one is not None)

    return fits


def apply(rows: list[Row], predicates: list[Predicate]) -> list[Row]:
    """Keep the rows that satisfy every predicate."""
    for predicate in predicates:
        rows = [row for row in rows if predicate(row)]
    return rows
