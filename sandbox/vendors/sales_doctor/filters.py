"""What a request chooses: statuses, agents, places, periods; what is not known is passed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sandbox.vendors.sales_doctor.errors import Refused
from sandbox.vendors.sales_doctor.values import Row

BY_STATUS = ("getOrder", "getOrderDefect", "getOrderReplace")
BY_NAME = ("getOrder", "getPayment", "getClient")
BY_SOURCE = ("getOrder", "getClientCategory", "getConsumption")
NEW_ONLY = [1]
IDS = ("CS_id", "SD_id", "code_1C")
CREATED, UPDATED = ("orderCreated", "create"), ("dateUpdate", "update")
_BY_SECONDS = ("dateCreate",)
_PARTS: dict[str, dict[str, str]] = {
    "getOrder": {
        "store": "store", "trade": "trade", "expeditors": "expeditor", "clientCategories": "_category",
    },
    "getPayment": {"trade": "trade", "paymentType": "paymentType"},
    "getProduct": {"trade": "trade"},
}  # fmt: skip
"""Method → name of a filter → the part of a row that it names."""


def chosen(method: str, rows: Sequence[Row], params: Mapping[str, Any], include: str) -> list[Row]:
    """Return the rows that a request's filter leaves. Raises Refused 400."""
    asked = mapping(params.get("filter"))
    found = [row for row in rows if _is_in(row, mapping(asked.get("period")))]
    found = _of_general_period(method, found, mapping(params.get("period")))
    if method in BY_NAME and any(name in asked for name in IDS):
        found = [row for row in found if is_named(row, asked)]
    for name, part in _PARTS.get(method, {}).items():
        if wanted := _references(asked.get(name), name):
            found = [row for row in found if any(is_named(row[part], one) for one in wanted)]
    if method in BY_STATUS:
        statuses = _statuses(asked.get("status"))
        found = [row for row in found if str(row["status"]) in statuses]
    if method == "getOrder":
        found = _of_agents(found, asked.get("agent"))
    if method in BY_SOURCE:
        usual = include if method == "getOrder" else "all"
        found = _of_source(found, str(asked.get("include") or usual))
    if method in _OF_OTHERS:
        found = _OF_OTHERS[method](found, params, asked)
    return _sorted(found, mapping(params.get("sort")))


def mapping(value: Any) -> Mapping[str, Any]:
    """Give an object, an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


def is_named(row: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    """Say whether a row has every id that is asked for; letters count in either case."""
    return all(
        asked[name] is not None and str(row.get(name) or "").lower() == str(asked[name]).lower()
        for name in IDS
        if name in asked
    )


def _references(value: Any, name: str) -> list[Mapping[str, Any]]:
    """Read one reference or a list of them. Raises Refused 400."""
    found = value if isinstance(value, list) else [value] if value not in (None, "") else []
    for one in found:
        if not any(id_ in mapping(one) for id_ in IDS):
            raise Refused(400, f"filter.{name}: CS_id, SD_id or code_1C is required")
    return found


def _statuses(asked: Any) -> set[str]:
    """Read statuses, new ones unless others are asked for. Raises Refused 400."""
    if asked and not isinstance(asked, list):
        raise Refused(400, "filter.status must be an array")
    return {str(one) for one in asked or NEW_ONLY}


def _is_in(row: Row, period: Mapping[str, Any]) -> bool:
    """Say whether a row is within every period that is known of it; other words are no periods."""
    days: Mapping[str, list[str]] = row.get("_days", {})
    return all(
        _is_within(moments, bounds, 19 if name in _BY_SECONDS else 10)
        for name, moments in days.items()
        if (bounds := mapping(period.get(name)))
    )


def _is_within(moments: Sequence[str], bounds: Mapping[str, Any], length: int) -> bool:
    first, last = _bound(bounds.get("from"), length, "0"), _bound(bounds.get("to"), length, "9")
    return any(first <= moment[:length] <= last for moment in moments)


def _bound(value: Any, length: int, usual: str) -> str:
    """Read one end of a period. Raises Refused 400."""
    if value in (None, ""):
        return usual
    text = str(value)
    try:
        at = datetime.strptime(text, "%Y-%m-%d %H:%M:%S" if " " in text else "%Y-%m-%d")
    except ValueError:
        raise Refused(400, f"Invalid date format: {text}") from None
    return at.isoformat(" ", "seconds")[:length]


def _of_general_period(method: str, rows: list[Row], period: Mapping[str, Any]) -> list[Row]:
    """Narrow by `params.period`, which counts in seconds and names no column.

    Raises Refused 400, also where nobody has seen what the method does with it: its rows have no such time.
    """
    if not period.get("from") and not period.get("to"):
        return rows
    by = period.get("by", "update")
    if by not in ("create", "update"):
        raise Refused(400, "period.by must be create or update")
    names = CREATED if by == "create" else UPDATED
    known = [
        next((row["_days"][name] for name in names if name in row.get("_days", {})), None) for row in rows
    ]
    if any(moments is None for moments in known):
        raise Refused(400, f"period by {by} is not supported by {method}")
    return [
        row for row, moments in zip(rows, known, strict=True) if _is_within(moments or (), period, length=19)
    ]


def _sorted(rows: list[Row], sort: Mapping[str, Any]) -> list[Row]:
    """Order by `params.sort` where rows have such a time."""
    names = {"create": CREATED, "update": UPDATED}.get(str(sort.get("by")), ())
    name = next((name for name in names if rows and name in rows[0].get("_days", {})), None)
    if name is None:
        return rows
    is_falling = str(sort.get("order", "ASC")).upper() == "DESC"
    return sorted(rows, key=lambda row: max(row["_days"][name], default=""), reverse=is_falling)


def _of_agents(rows: Sequence[Row], agents: Any) -> list[Row]:
    return [row for row in rows if agents == "all" or row["_is_of_active"]]


def _of_source(rows: Sequence[Row], include: str) -> list[Row]:
    if include not in ("sd", "1c"):
        return list(rows)
    return [row for row in rows if (row["code_1C"] is not None) == (include == "1c")]


def _payments(rows: list[Row], params: Mapping[str, Any], asked: Mapping[str, Any]) -> list[Row]:
    code = asked.get("transactionType")
    return [row for row in rows if code in (None, "") or str(row["transactionType"]) == str(code)]


def _clients(rows: list[Row], params: Mapping[str, Any], asked: Mapping[str, Any]) -> list[Row]:
    wanted = [row for row in rows if asked.get("active") in (None, "", row["active"])]
    sort = mapping(params.get("sortBy"))
    name = sort.get("name")
    if name in ("updatedAt", "createdAt"):
        wanted.sort(key=lambda row: row[name], reverse=not sort.get("asc", True))
    return wanted


def _products(rows: list[Row], params: Mapping[str, Any], asked: Mapping[str, Any]) -> list[Row]:
    for name, values in mapping(asked.get("products")).items():
        if name in IDS:
            known = {str(one).lower() for one in (values if isinstance(values, list) else [values])}
            rows = [row for row in rows if str(row[name] or "").lower() in known]
    return rows


def _stock(rows: list[Row], params: Mapping[str, Any], asked: Mapping[str, Any]) -> list[Row]:
    """Narrow by `params.store` and the goods inside by `params.category`."""
    stores, categories = (
        _references(params.get("store"), "store"),
        _references(params.get("category"), "category"),
    )
    found = [row for row in rows if not stores or is_named(row, stores[0])]
    if not categories:
        return found
    return [
        row | {"products": [one for one in row["products"] if is_named(one["_category"], categories[0])]}
        for row in found
    ]


_OF_OTHERS: dict[str, Callable[[list[Row], Mapping[str, Any], Mapping[str, Any]], list[Row]]] = {
    "getPayment": _payments,
    "getClient": _clients,
    "getProduct": _products,
    "getStock": _stock,
}
