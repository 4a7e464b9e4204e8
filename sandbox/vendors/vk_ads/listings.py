"""Lists of VK Ads: which fields, filters and order may be asked for, and one page of what they let through.

Unverified and decided here: an unknown field, filter or parameter is refused; deleted objects are listed
like all others, unless the account hides them from who does not name the status.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.vendors.vk_ads.errors import invalid

Row = dict[str, Any]
USUAL_LIMIT, MOST = 20, 250
_COMMON = ("id", "name", "status", "created", "updated")


@dataclass(frozen=True)
class Listing:
    """One list: all its fields, those that come unasked, and those that filters may name."""

    fields: tuple[str, ...]
    filters: tuple[str, ...]
    usual: tuple[str, ...] = ("id", "name")


LISTINGS = {
    "ad_plans": Listing(
        (*_COMMON, "objective", "budget_limit", "budget_limit_day", "date_start", "date_end"),
        ("id", "status", "created", "updated", "objective"),
    ),
    "ad_groups": Listing(
        (*_COMMON, "ad_plan_id", "package_id", "utm"), ("id", "status", "created", "updated", "ad_plan_id")
    ),
    "banners": Listing(
        (*_COMMON, "ad_group_id", "campaign_id", "urls", "content"),
        ("id", "status", "created", "updated", "ad_group_id", "campaign_id"),
    ),
}
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "": lambda own, asked: own == asked,
    "ne": lambda own, asked: own != asked,
    "gt": lambda own, asked: own > asked,
    "gte": lambda own, asked: own >= asked,
    "lt": lambda own, asked: own < asked,
    "lte": lambda own, asked: own <= asked,
}


def show_one(row: Row, asked: Mapping[str, str], listing: Listing) -> Row:
    """Give the fields that were asked for of one object."""
    names = _fields(asked, listing)
    return {name: row[name] for name in names}


def choose(rows: list[Row], asked: Mapping[str, str], listing: Listing, *, hides_deleted: bool) -> list[Row]:
    """Give the rows that the filters let through, in the order asked for."""
    filters = {name: value for name, value in asked.items() if name.startswith("_")}
    known = {"fields", "limit", "offset", "sorting", *filters}
    if unknown := sorted(set(asked) - known):
        raise invalid(unknown[0], "Unknown parameter")
    for name, value in filters.items():
        wants = _wish(name, value, listing)
        rows = [row for row in rows if wants(row)]
    if hides_deleted and not any(name.startswith("_status") for name in filters):
        rows = [row for row in rows if row["status"] != "deleted"]
    for word in reversed(asked.get("sorting", "id").split(",")):
        name = word.removeprefix("-")
        if name not in listing.filters and name != "name":
            raise invalid("sorting", f"Sorting by {name} is not possible")
        rows = sorted(rows, key=_key(name), reverse=word.startswith("-"))
    return rows


def _key(name: str) -> Callable[[Row], Any]:
    return lambda row: row[name]


def _wish(name: str, value: str, listing: Listing) -> Callable[[Row], bool]:
    field, _, how = name[1:].partition("__")
    if field not in listing.filters or (how not in _COMPARED and how != "in"):
        raise invalid(name, "Unknown filter")
    if how == "in":
        values = [_typed(name, field, part) for part in value.split(",")]
        return lambda row: row[field] in values
    asked = _typed(name, field, value)
    return lambda row: _COMPARED[how](row[field], asked)


def _typed(name: str, field: str, text: str) -> Any:
    if field != "id" and not field.endswith("_id"):
        return text
    if not text.isdecimal():
        raise invalid(name, "Must be a number")
    return int(text)


def cut(rows: list[Row], asked: Mapping[str, str], listing: Listing, *, from_start: bool = False) -> Row:
    """Give one page: `count` is of all rows that were chosen."""
    limit, offset = _whole(asked, "limit", USUAL_LIMIT), _whole(asked, "offset", 0)
    if not 1 <= limit <= MOST:
        raise invalid("limit", f"Must be from 1 to {MOST}")
    names = _fields(asked, listing)
    start = 0 if from_start else offset
    items = [{name: row[name] for name in names} for row in rows[start : start + limit]]
    return {"count": len(rows), "offset": offset, "items": items}


def _fields(asked: Mapping[str, str], listing: Listing) -> tuple[str, ...]:
    names = tuple(asked["fields"].split(",")) if asked.get("fields") else listing.usual
    if unknown := [name for name in names if name not in listing.fields]:
        raise invalid("fields", f"Unknown field {unknown[0]}")
    return names


def _whole(asked: Mapping[str, str], name: str, usual: int) -> int:
    text = asked.get(name, str(usual))
    if not text.isdecimal():
        raise invalid(name, "Must be a number")
    return int(text)
