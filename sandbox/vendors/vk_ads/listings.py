"""Lists of VK Ads: which fields, filters and order may be asked for, and one page of what they let through.

Unverified and decided here: an unknown field, filter or parameter is refused, and so is one that stands there
twice; words have no order; a day without a time is its midnight; deleted objects are listed like all others,
unless the account hides them from who does not name the status.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from sandbox.vendors.vk_ads.errors import invalid

Row = dict[str, Any]
USUAL_LIMIT, MOST = 20, 250
STATUSES = ("active", "blocked", "deleted")
_WORDS = ("status", "objective")
_NUMBER = re.compile(r"\d{1,18}", re.A)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?", re.A)
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


def read_query(text: str) -> dict[str, str]:
    """Read a query; what stands there twice is refused."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        if name in found:
            raise invalid(name, "Must be given once")
        found[name] = value
    return found


def known_fields(
    asked: Mapping[str, str], fields: tuple[str, ...], usual: tuple[str, ...]
) -> tuple[str, ...]:
    """Give the fields that were asked for, or those that come unasked."""
    names = tuple(asked["fields"].split(",")) if asked.get("fields") else usual
    if unknown := [name for name in names if name not in fields]:
        raise invalid("fields", f"Unknown field {unknown[0]}")
    return names


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
    signs = ("", "ne", "in") if field in _WORDS else (*_COMPARED, "in")
    if field not in listing.filters or how not in signs:
        raise invalid(name, "Unknown filter")
    if how == "in":
        values = [_typed(name, field, part) for part in value.split(",")]
        return lambda row: row[field] in values
    asked = _typed(name, field, value)
    return lambda row: _COMPARED[how](row[field], asked)


def _typed(name: str, field: str, text: str) -> Any:
    if field == "status" and text not in STATUSES:
        raise invalid(name, f"Must be one of {', '.join(STATUSES)}")
    if field in _WORDS:
        return text
    if field in ("created", "updated"):
        return _moment(name, text)
    if not _NUMBER.fullmatch(text):
        raise invalid(name, "Must be a number")
    return int(text)


def _moment(name: str, text: str) -> str:
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        return str(datetime.fromisoformat(text))
    except ValueError:
        raise invalid(name, "Must look like 2026-09-01 10:00:00") from None


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
    return known_fields(asked, listing.fields, listing.usual)


def _whole(asked: Mapping[str, str], name: str, usual: int) -> int:
    text = asked.get(name, str(usual))
    if not _NUMBER.fullmatch(text):
        raise invalid(name, "Must be a number")
    return int(text)
