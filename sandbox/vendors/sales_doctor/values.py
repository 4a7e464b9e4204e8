"""What rows are made of: three ids, times of the wall clock, what is known of a row and not shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sandbox.company.charter import MOSCOW
from sandbox.company.history import Change

Row = dict[str, Any]
NOTHING: Row = {"CS_id": None, "SD_id": None, "code_1C": None}


def ids(key: str | None, code: str | None = None, *, shouts: bool = False) -> Row:
    """Give the ids of a record by its key, `f1-d0_300` or `d0_15`; some clients write them in capitals."""
    if key is None:
        return dict(NOTHING)
    name = key.rpartition(":")[2]
    prefix, _, own = name.rpartition("-")
    full = f"{prefix.upper()}-{own}" if prefix else own
    return {"CS_id": full.upper() if shouts else full, "SD_id": own, "code_1C": code}


def filial_of(key: str) -> str:
    """Give the filial's prefix in lower case, "" of what all share."""
    return key.rpartition(":")[2].rpartition("-")[0]


def stamp(at: datetime) -> str:
    """Write an instant."""
    return at.astimezone(MOSCOW).strftime("%Y-%m-%d %H:%M:%S")


def midnight(day: date) -> str:
    """Write a day as an instant."""
    return f"{day.isoformat()} 00:00:00"


def money(amount: Decimal) -> float:
    """Give money in major units."""
    return float(amount)


def writes(versions: Iterable[Change[Any]], now: datetime) -> list[str]:
    """Give when something was written, up to now."""
    return [stamp(change.at) for change in versions if change.at <= now]


def shown(row: Row) -> Row:
    """Give a row without what only the server knows."""
    return {name: _shown(value) for name, value in row.items() if not name.startswith("_")}


def _shown(value: Any) -> Any:
    return (
        [shown(one) if isinstance(one, dict) else one for one in value] if isinstance(value, list) else value
    )
