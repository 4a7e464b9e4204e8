"""Methods that give one record by its id."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.vendors.bitrix24.answers import Declined, Outcome
from sandbox.vendors.bitrix24.asking import asked_of, whole
from sandbox.vendors.bitrix24.calls import Call, row_of
from sandbox.vendors.bitrix24.columns import Row, as_text
from sandbox.vendors.bitrix24.listing import LISTS, show_item, show_row

Get = Callable[[Call], Outcome]


def _asked_row(call: Call, table: str) -> Row:
    row = row_of(call, table, whole(asked_of(call.params, "id", "ID")))
    if row is None:
        raise Declined(400, "", "Not found")
    return row


def card(list_method: str) -> Get:
    """Give a record with all its fields, as the old methods do."""
    listing = LISTS[list_method]

    def get(call: Call) -> Outcome:
        row = _asked_row(call, listing.table)
        return Outcome(
            {column.name: as_text(column, row.get(column.name)) for column in listing.entity.columns}
        )

    return get


def _task(call: Call) -> Outcome:
    listing = LISTS["tasks.task.list"]
    row = row_of(call, listing.table, whole(asked_of(call.params, "taskId", "id", "ID")))
    if row is None:
        raise Declined(400, "0", "Task not found")
    return Outcome({"task": show_row(listing, row, call.params)})


def _product_row(call: Call) -> Outcome:
    listing = LISTS["crm.item.productrow.list"]
    return Outcome({"productRow": show_item(listing, _asked_row(call, listing.table), [], is_original=False)})


def _category(call: Call) -> Outcome:
    if whole(call.params.get("entityTypeId")) != 2:
        raise Declined(400, "ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported")
    number = whole(call.params.get("id"), -1)
    row = next((row for row in call.tables.rows["categories"] if row["id"] == number), None)
    if row is None:
        raise Declined(400, "NOT_FOUND", "Element not found")
    return Outcome({"category": row})


def _currency(call: Call) -> Outcome:
    listing, code = LISTS["crm.currency.list"], asked_of(call.params, "id", "ID")
    row = next((row for row in call.tables.rows[listing.table] if row["CURRENCY"] == code), None)
    if row is None:
        raise Declined(400, "", "Not found")
    return Outcome({column.name: as_text(column, row.get(column.name)) for column in listing.entity.columns})


SINGLES: dict[str, Get] = {
    **{
        f"crm.{name}.get": card(f"crm.{name}.list")
        for name in ("lead", "deal", "contact", "company", "requisite", "activity", "status")
    },
    "crm.category.get": _category,
    "crm.currency.get": _currency,
    "crm.item.productrow.get": _product_row,
    "tasks.task.get": _task,
}
