"""One call of a method, and the records that it may see."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.vendors.bitrix24.answers import Declined
from sandbox.vendors.bitrix24.asking import Params, listed
from sandbox.vendors.bitrix24.columns import Row
from sandbox.vendors.bitrix24.keys import Caller
from sandbox.vendors.bitrix24.tables import BitrixTables
from sandbox.wire.exchange import Ask


@dataclass(frozen=True)
class Call:
    """One call of a method: what is asked, by whom, of what; `ask` carries the faults in force."""

    method: str
    params: Params
    caller: Caller
    tables: BitrixTables
    ask: Ask


def row_of(call: Call, table: str, number: int) -> Row | None:
    """Give the record of a table that the caller may read, None where there is none."""
    found = next((row for row in call.tables.rows[table] if row["ID"] == number), None)
    if found is None or (
        not call.caller.is_admin and found.get("_owner", call.caller.user_id) != call.caller.user_id
    ):
        return None
    return found


def alike(rows: list[Row], asked: Params) -> list[Row]:
    """Choose rows of a small directory by equality, several values in a list; nothing else is understood."""
    for key, value in asked.items():
        name = key.lstrip("=@")
        if any(name not in row for row in rows):
            raise Declined(
                400, "INVALID_ARG_VALUE", f"Invalid filter: field '{key}' is not allowed in filter"
            )
        wanted = {str(one) for one in listed(value)}
        rows = [row for row in rows if str(row[name]) in wanted]
    return rows
