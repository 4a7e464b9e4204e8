"""What a request chooses: statuses, agents, periods by whole days; what is not known is passed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sandbox.vendors.sales_doctor.errors import Refused
from sandbox.vendors.sales_doctor.values import Row

BY_STATUS = ("getOrder", "getOrderDefect", "getOrderReplace")
NEW_ONLY = [1]
_BY_SECONDS = ("dateCreate",)


def chosen(method: str, rows: Sequence[Row], params: Mapping[str, Any], include: str) -> list[Row]:
    """Return the rows that a request's filter leaves. Raises Refused 400."""
    asked = _mapping(params.get("filter"))
    rows = [row for row in rows if _is_named(row, asked) and _is_in(row, _mapping(asked.get("period")))]
    if method in BY_STATUS:
        wanted = {str(one) for one in asked.get("status") or NEW_ONLY}
        rows = [row for row in rows if str(row["status"]) in wanted]
    if method == "getOrder":
        rows = _of_agents(rows, asked.get("agent"))
        rows = _of_source(rows, str(asked.get("include") or include))
    if method == "getPayment" and (code := asked.get("transactionType")) is not None:
        rows = [row for row in rows if str(row["transactionType"]) == str(code)]
    if method == "getClient":
        rows = _clients(rows, params, asked)
    return list(rows)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_named(row: Row, asked: Mapping[str, Any]) -> bool:
    return all(
        str(row.get(name) or "").lower() == str(asked[name]).lower()
        for name in ("CS_id", "SD_id", "code_1C")
        if name in asked
    )


def _is_in(row: Row, period: Mapping[str, Any]) -> bool:
    """Say whether a row is within every period that is known of it; other words are no periods."""
    days: Mapping[str, list[str]] = row.get("_days", {})
    for name, moments in days.items():
        bounds = _mapping(period.get(name))
        if not bounds:
            continue
        length = 19 if name in _BY_SECONDS else 10
        first, last = _bound(bounds.get("from"), length, "0"), _bound(bounds.get("to"), length, "9")
        if not any(first <= moment[:length] <= last for moment in moments):
            return False
    return True


def _bound(value: Any, length: int, usual: str) -> str:
    """Read one end of a period. Raises Refused 400."""
    if value in (None, ""):
        return usual
    text = str(value)
    try:
        at = datetime.strptime(text, "%Y-%m-%d %H:%M:%S" if " " in text else "%Y-%m-%d")
    except ValueError:
        raise Refused(400, f"Invalid date format: {text}") from None
    return at.strftime("%Y-%m-%d %H:%M:%S")[:length]


def _of_agents(rows: Sequence[Row], agents: Any) -> list[Row]:
    return [row for row in rows if agents == "all" or row["_is_of_active"]]


def _of_source(rows: Sequence[Row], include: str) -> list[Row]:
    if include not in ("sd", "1c"):
        return list(rows)
    return [row for row in rows if (row["code_1C"] is not None) == (include == "1c")]


def _clients(rows: Sequence[Row], params: Mapping[str, Any], asked: Mapping[str, Any]) -> list[Row]:
    wanted = [row for row in rows if asked.get("active") in (None, row["active"])]
    sort = _mapping(params.get("sortBy"))
    if sort.get("name") in ("updatedAt", "createdAt"):
        wanted.sort(key=lambda row: row[sort["name"]], reverse=not sort.get("asc", True))
    return wanted
