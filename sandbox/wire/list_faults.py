"""Faults inside the records of a page: a lost key, a field that changed its type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.wire.faults import Fault


def spoil(
    rows: list[dict[str, Any]], faults: Iterable[Fault], *, key: str, field: str
) -> list[dict[str, Any]]:
    """Apply the record faults to one record of the page; `key` and `field` are where they usually strike."""
    for fault in faults:
        if fault.fault not in ("drop_key", "changed_type") or fault.row >= len(rows):
            continue
        name = fault.field or (key if fault.fault == "drop_key" else field)
        if name not in rows[fault.row]:
            continue
        rows = [*rows]
        rows[fault.row] = (
            _without(rows[fault.row], name) if fault.fault == "drop_key" else _turned(rows, fault, name)
        )
        fault.spend()
    return rows


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def _turned(rows: list[dict[str, Any]], fault: Fault, name: str) -> dict[str, Any]:
    row = rows[fault.row]
    return {**row, name: fault.value if fault.value is not None else _other_type(row[name])}


def _other_type(value: Any) -> Any:
    if isinstance(value, str):
        return {"value": value}
    return "неизвестно" if value is None else f"{value} (уточняется)"
