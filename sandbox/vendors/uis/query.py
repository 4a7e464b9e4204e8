"""What a call of a list asks for: period, page, fields, filter and order, and which of them are refused.

Unverified and decided here: any plain field may be filtered and sorted by, none that is a list or an object
(`jsquery` is refused with them); a condition has a value of its field's type, or null beside `=` and `!=`;
`like` is for texts and has SQL's `%` and `_`; phones may be asked for as numbers; a period that ends before
it begins and a condition of no parts have an invalid value.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from decimal import Decimal
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sandbox.vendors.uis.errors import Refused
from sandbox.vendors.uis.listings import Listing, type_of

Row = dict[str, Any]
Wish = Callable[[Row], bool]
_CLOCK = "%Y-%m-%d %H:%M:%S"
_SHAPE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda own, value: own < value,
    "<=": lambda own, value: own <= value,
    ">": lambda own, value: own > value,
    ">=": lambda own, value: own >= value,
}
OPERATORS = ("=", "!=", *_COMPARED, "in", "like", "jsquery")


DEEPEST = 20
_TYPES: dict[str, tuple[type, ...]] = {
    "number": (int, float, Decimal), "flag": (bool,), "moment": (str,), "text": (str,)
}  # fmt: skip


class Terms(Protocol):
    """What the account allows: `longest_months` of a period, the largest page, and the zone of its clock."""

    longest_months: int
    largest_page: int
    till_included: bool
    timezone: str


@dataclass(frozen=True)
class Order:
    """A call of a list, understood; `ends` of a period are aware, None for a directory."""

    limit: int
    offset: int
    fields: tuple[str, ...]
    wants: Wish
    sort: tuple[tuple[str, bool], ...]
    ends: tuple[datetime, datetime] | None
    with_ongoing: bool

    def chosen(self, rows: list[Row], listing: Listing, terms: Terms) -> list[Row]:
        """Give the rows of the period that the filter lets through, in the order asked for."""
        if self.ends is not None and listing.dated_by is not None:
            (since, till), name = self.ends, listing.dated_by
            rows = [
                row
                for row in rows
                if since <= row[name] and (row[name] < till or (terms.till_included and row[name] == till))
            ]
        if not self.with_ongoing:
            rows = [row for row in rows if not row.get("_is_ongoing")]
        rows = [row for row in rows if self.wants(row)]
        for name, is_descending in reversed(self.sort):
            rows = sorted(rows, key=lambda row: _place(row.get(name)), reverse=is_descending)
        return rows


def read(params: Row, listing: Listing, terms: Terms) -> Order:
    """Read the parameters of a call beside its token or refuse them."""
    if unknown := sorted(set(params) - listing.parameters - {"access_token"}):
        raise Refused("unexpected_parameters", unknown[0], params[unknown[0]])
    zone = ZoneInfo(terms.timezone)
    limit, offset = _whole(params, "limit", 1000), _whole(params, "offset", 0)
    if not 1 <= limit <= terms.largest_page:
        raise Refused("invalid_parameter_value", "limit", limit)
    if offset < 0:
        raise Refused("invalid_parameter_value", "offset", offset)
    with_ongoing = params.get("include_ongoing_calls", False)
    if not isinstance(with_ongoing, bool):
        raise Refused("data_type_error", "include_ongoing_calls", with_ongoing)
    return Order(
        limit, offset, _fields(params, listing), _filter(params.get("filter"), listing, zone),
        _sort(params.get("sort"), listing), _period(params, listing, terms, zone), with_ongoing,
    )  # fmt: skip


def stamp(moment: datetime, zone: ZoneInfo) -> str:
    """Give an instant as the account's clock shows it, without an offset."""
    return moment.astimezone(zone).strftime(_CLOCK)


def _whole(params: Row, name: str, usual: int) -> int:
    value = params.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused("data_type_error", name, value)
    return value


def _fields(params: Row, listing: Listing) -> tuple[str, ...]:
    asked = params.get("fields")
    if asked is None:
        return listing.usual or listing.fields
    if not isinstance(asked, list) or not all(isinstance(name, str) for name in asked):
        raise Refused("data_type_error", "fields", asked)
    if not asked:
        raise Refused("invalid_parameter_value", "fields", asked)
    for name in asked:
        _known(name, listing)
    return tuple(asked)


def _known(name: Any, listing: Listing) -> str:
    if not isinstance(name, str) or name not in listing.fields:
        raise Refused("unexpected_parameters", str(name), name)
    return name


def _period(params: Row, listing: Listing, terms: Terms, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    if listing.dated_by is None:
        return None
    since, till = (_moment(params, name, zone) for name in ("date_from", "date_till"))
    if till < since:
        raise Refused("invalid_parameter_value", "date_till", params["date_till"])
    if till > _months_later(since, terms.longest_months):
        raise Refused("date_interval_limit_reached", "date_till", params["date_till"])
    return since, till


def _moment(params: Row, name: str, zone: ZoneInfo) -> datetime:
    if name not in params:
        raise Refused("required_parameter_missed", name)
    if not isinstance(params[name], str):
        raise Refused("data_type_error", name, params[name])
    return _read_clock(params[name], name, zone)


def _read_clock(text: str, name: str, zone: ZoneInfo) -> datetime:
    try:
        if not _SHAPE.fullmatch(text):
            raise ValueError
        return datetime.strptime(text, _CLOCK).replace(tzinfo=zone)
    except ValueError:
        raise Refused("invalid_parameter_value", name, text) from None


def _months_later(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if year > MAXYEAR:
        return datetime.max.replace(tzinfo=moment.tzinfo)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _sort(asked: Any, listing: Listing) -> tuple[tuple[str, bool], ...]:
    if asked is None:
        return ()
    if not isinstance(asked, list):
        raise Refused("data_type_error", "sort", asked)
    found = []
    for one in asked:
        if not isinstance(one, dict) or set(one) - {"field", "order"} or "field" not in one:
            raise Refused("data_type_error", "sort", one)
        name, way = _known(one["field"], listing), one.get("order", "asc")
        if name in listing.nested:
            raise Refused("sort_prohibited", name)
        if way not in ("asc", "desc"):
            raise Refused("invalid_parameter_value", "order", way)
        found.append((name, way == "desc"))
    return tuple(found)


def _filter(asked: Any, listing: Listing, zone: ZoneInfo, depth: int = 0) -> Wish:
    """Read one condition, or several under `condition`; these nest."""
    if asked is None:
        return lambda row: True
    if not isinstance(asked, dict):
        raise Refused("data_type_error", "filter", asked)
    if depth > DEEPEST:
        raise Refused("invalid_parameter_value", "filter")
    own = {"condition", "filters"} if "filters" in asked else {"field", "operator", "value"}
    if unknown := sorted(set(asked) - own):
        raise Refused("unexpected_parameters", unknown[0], asked[unknown[0]])
    if "filters" not in asked:
        return _condition(asked, listing, zone)
    joint, parts = asked.get("condition", "and"), asked["filters"]
    if joint not in ("and", "or"):
        raise Refused("invalid_parameter_value", "condition", joint)
    if not isinstance(parts, list):
        raise Refused("data_type_error", "filters", parts)
    if not parts:
        raise Refused("invalid_parameter_value", "filters", parts)
    wishes = [_filter(part, listing, zone, depth + 1) for part in parts]
    how = all if joint == "and" else any
    return lambda row: how(wish(row) for wish in wishes)


def _condition(asked: Row, listing: Listing, zone: ZoneInfo) -> Wish:
    for name in ("field", "operator", "value"):
        if name not in asked:
            raise Refused("required_parameter_missed", name)
    name, operator, value = _known(asked["field"], listing), asked["operator"], asked["value"]
    if operator not in OPERATORS:
        raise Refused("invalid_parameter_value", "operator", operator)
    if name in listing.nested or operator == "jsquery":
        raise Refused("filter_prohibited", name)
    if (operator == "in") != isinstance(value, list):
        raise Refused("data_type_error", "value", value)
    if value == []:
        raise Refused("invalid_parameter_value", "value", value)
    wanted = [_typed(one, name, operator, zone) for one in (value if operator == "in" else [value])]
    return lambda row: _holds(row.get(name), operator, wanted, zone)


def _typed(value: Any, name: str, operator: str, zone: ZoneInfo) -> Any:
    """Give a value as the field has it, or refuse it."""
    kind = type_of(name)
    if value is None and operator in ("=", "!=", "in"):
        return None
    if name.endswith("phone_number") and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    is_right = isinstance(value, _TYPES[kind]) and isinstance(value, bool) is (kind == "flag")
    is_taken = kind == "text" if operator == "like" else kind != "flag" or operator not in _COMPARED
    if not (is_right and is_taken):
        raise Refused("data_type_error", "value", value)
    return stamp(_read_clock(value, "value", zone), zone) if kind == "moment" else value


def _holds(own: Any, operator: str, wanted: list[Any], zone: ZoneInfo) -> bool:
    if isinstance(own, datetime):
        own = stamp(own, zone)
    if operator in ("=", "!=", "in"):
        return (own in wanted) is (operator != "!=")
    if own is None:
        return False
    (value,) = wanted
    if operator == "like":
        pattern = re.escape(value).replace("%", ".*").replace("_", ".")
        return re.fullmatch(pattern, own, re.IGNORECASE | re.DOTALL) is not None
    return _COMPARED[operator](own, value)


def _place(value: Any) -> tuple[bool, Any]:
    """Order values with the absent ones last."""
    return (value is None, 0 if value is None else value)
