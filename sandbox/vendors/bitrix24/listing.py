"""The list methods: what each lists, how it takes filter and order, where its rows stand in the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.vendors.bitrix24 import entities, other_entities
from sandbox.vendors.bitrix24.answers import Declined, Outcome
from sandbox.vendors.bitrix24.asking import Params, asked_of, listed, mapped, whole
from sandbox.vendors.bitrix24.columns import Column, Entity, Row, as_text, as_value
from sandbox.vendors.bitrix24.filters import build_filter
from sandbox.vendors.bitrix24.keys import Caller
from sandbox.wire.exchange import Ask
from sandbox.wire.list_faults import spoil

PAGE = 50
Style = Literal["text", "item", "task", "history"]


@dataclass(frozen=True)
class Listing:
    """A list method. `wrap`: where the rows stand below `result`; `usual`: its order when none is asked for.

    `style`: `text` writes everything as text, `item` types values and names them in camelCase, `task` names
    them so and writes text, `history` types values under the old names.
    """

    table: str
    entity: Entity
    style: Style = "text"
    wrap: str = ""
    usual: str = "ID"
    has_pages: bool = True

    @property
    def is_strict(self) -> bool:
        """Whether unknown fields are errors."""
        return self.style == "item"

    def names(self, *, original: bool = False) -> Mapping[str, Column]:
        """Give the columns by the names that a caller uses."""
        if self.style != "item":
            return self.entity.by_name
        if not original:
            return self.entity.by_camel
        return {column.name if column.is_custom else column.camel: column for column in self.entity.columns}


LISTS: dict[str, Listing] = {
    "crm.lead.list": Listing("leads", entities.LEAD, usual=""),
    "crm.deal.list": Listing("deals", entities.DEAL, usual=""),
    "crm.contact.list": Listing("contacts", entities.CONTACT, usual=""),
    "crm.company.list": Listing("companies", entities.COMPANY, usual=""),
    "crm.requisite.list": Listing("requisites", other_entities.REQUISITE),
    "crm.activity.list": Listing("activities", entities.ACTIVITY, usual="START_TIME"),
    "crm.status.list": Listing("statuses", other_entities.STATUS, has_pages=False),
    "crm.currency.list": Listing("currencies", other_entities.CURRENCY, usual="SORT", has_pages=False),
    "user.get": Listing("users", other_entities.USER),
    "department.get": Listing("departments", other_entities.DEPARTMENT),
    "voximplant.statistic.get": Listing("calls", other_entities.CALL, usual=""),
    "tasks.task.list": Listing("tasks", other_entities.TASK, "task", "tasks"),
    "crm.item.productrow.list": Listing("product_rows", other_entities.PRODUCT_ROW, "item", "productRows"),
}
ITEMS: dict[int, Listing] = {
    1: Listing("leads", entities.LEAD, "item", "items", usual=""),
    2: Listing("deals", entities.DEAL, "item", "items", usual=""),
    3: Listing("contacts", entities.CONTACT, "item", "items", usual=""),
    4: Listing("companies", entities.COMPANY, "item", "items", usual=""),
}
HISTORIES: dict[int, Listing] = {
    1: Listing("lead_history", other_entities.LEAD_HISTORY, "history", "items"),
    2: Listing("deal_history", other_entities.DEAL_HISTORY, "history", "items"),
}

UNTOLD: dict[str, tuple[str, ...]] = {
    "contacts": ("EXPORT",),
    "activities": (
        "RESULT_VALUE", "RESULT_SUM", "RESULT_CURRENCY_ID", "RESULT_STREAM", "RESULT_SOURCE_ID",
    ),
    "users": ("PERSONAL_WWW", "PERSONAL_MOBILE", "PERSONAL_CITY", "WORK_PHONE", "IS_ONLINE", "NAME_SEARCH"),
    "tasks": (
        "MARK", "TAG", "AUDITOR", "ACCOMPLICE", "MEMBER", "FORUM_TOPIC_ID", "PARENT_ID", "ONLY_ROOT_TASKS",
        "ALLOW_TIME_TRACKING", "SUBORDINATE_TASKS", "OVERDUED", "SITE_ID", "DURATION_PLAN", "DURATION_FACT",
    ),
}  # fmt: skip
"""Fields of the documentation that nothing here is known of, by table."""


def run_list(listing: Listing, rows: list[Row], params: Params, caller: Caller, ask: Ask) -> Outcome:
    """Filter, order and cut the rows as asked, and write them as the method writes them."""
    found = [row for row in rows if _may_read(caller, row)]
    if hidden := ask.fault("hidden_rows"):
        hidden.spend()
        found = found[hidden.rows :]
    chosen = _chosen(listing, found, params, ask)
    start, is_counted = _start(params)
    again = ask.fault("repeat_page")
    if again and listing.has_pages:
        again.spend()
        start = 0
    page = chosen[start : start + PAGE] if listing.has_pages else chosen
    shown = [show_row(listing, row, params) for row in page]
    key, field = ("id", "opportunity") if listing.style in ("item", "task") else ("ID", "OPPORTUNITY")
    shown = spoil(shown, ask.faults, key=key, field=field if shown and field in shown[0] else key)
    result: Any = {listing.wrap: shown} if listing.wrap else shown
    if not is_counted:
        return Outcome(result, total=0 if listing.style == "item" else None)
    more = listing.has_pages and len(chosen) > start + PAGE
    return Outcome(result, total=len(chosen), following=start + PAGE if more or again else None)


def _may_read(caller: Caller, row: Row) -> bool:
    return caller.is_admin or row.get("_owner", caller.user_id) == caller.user_id


def _start(params: Params) -> tuple[int, bool]:
    """Give the first row and whether rows are counted; -1 switches counting off."""
    asked = whole(asked_of(params, "start", "START"))
    return (0, False) if asked < 0 else (asked // PAGE * PAGE, True)


def _chosen(listing: Listing, rows: list[Row], params: Params, ask: Ask) -> list[Row]:
    names = listing.names(original=_is_original(params))
    node = asked_of(params, "filter", "FILTER")
    if node is not None and node != "" and not isinstance(node, dict | list):
        raise Declined(400, "", "Parameter 'filter' must be array.")
    asked = mapped(node)
    if listing.table in ("users", "departments"):
        asked = {key: value for key, value in params.items() if key.lstrip("!@%=<>") in names} | asked
    _refuse_untold(listing, asked)
    off = ask.fault("filter_off")
    if off:
        off.spend()
        asked = {}
    deaf = ask.fault("iso_ignored") if listing.style == "item" else None
    if deaf:
        deaf.spend()
    wanted = listed(asked.pop("BINDINGS", None)) if listing.table == "activities" else []
    fits = build_filter(asked, names, is_strict=listing.is_strict, ignores_iso=deaf is not None)
    found = [row for row in rows if fits(row)]
    return _ordered(listing, _bound(found, wanted) if wanted else found, params, names)


def _refuse_untold(listing: Listing, asked: Params) -> None:
    """Refuse to choose by a field that portals have and this one does not keep: unknown ones are ignored."""
    untold = UNTOLD.get(listing.table, ())
    if named := next((key for key in asked if key.lstrip("!@%=<>?") in untold), None):
        raise Declined(400, "", f"The sandbox keeps nothing to filter by: {named}")


def _bound(rows: list[Row], wanted: list[Any]) -> list[Row]:
    """Give activities by the cards that they are bound to: as often as a binding fits."""
    if not all(isinstance(pair, dict) for pair in wanted):
        raise Declined(400, "", "Parameter 'BINDINGS' must be array.")
    pairs = [(str(pair.get("OWNER_TYPE_ID")), str(pair.get("OWNER_ID"))) for pair in wanted]
    return [
        row
        for row in rows
        for binding in row["BINDINGS"]
        if (binding["OWNER_TYPE_ID"], binding["OWNER_ID"]) in pairs
    ]


def _ordered(listing: Listing, rows: list[Row], params: Params, names: Mapping[str, Column]) -> list[Row]:
    asked = _order_asked(listing, params)
    if not asked:
        return _scrambled(rows)
    for name, way in reversed(asked):
        column = names.get(name)
        if column is None:
            _refuse_order(listing, name)
            continue
        if listing.is_strict and way.upper() not in ("ASC", "DESC"):
            text = (
                f"Invalid order: allowed sort directions are `ASC, DESC`. But got '{way}' for field '{name}'"
            )
            raise Declined(400, "INVALID_ARG_VALUE", text)
        rows = sorted(rows, key=lambda row: _sort_key(row.get(column.name)), reverse=way.upper() == "DESC")
    return rows


def _order_asked(listing: Listing, params: Params) -> list[tuple[str, str]]:
    node = params.get("order")
    if isinstance(node, dict):
        return [(str(name), str(way)) for name, way in node.items()]
    sort = asked_of(params, "SORT", "sort")
    if isinstance(sort, str) and sort:
        return [(sort, str(asked_of(params, "ORDER", "order") or "ASC"))]
    return [(listing.usual, "ASC")] if listing.usual and listing.style != "item" else []


def _refuse_order(listing: Listing, name: str) -> None:
    if listing.style == "task":
        raise Declined(400, "0", "Invalid sorting key (internal error)")
    if listing.is_strict:
        text = f"Invalid order: field '{name}' is not allowed in order"
        raise Declined(400, "INVALID_ARG_VALUE", text)


def _sort_key(value: Any) -> tuple[bool, Any]:
    if isinstance(value, list | tuple | dict):
        return bool(value), str(value)
    return value is not None, value if value is not None else 0


def _scrambled(rows: list[Row]) -> list[Row]:
    """Order rows by nothing: what a list does that was asked for no order."""
    return sorted(rows, key=lambda row: hashlib.sha256(str(row.get("ID")).encode()).digest())


def _is_original(params: Params) -> bool:
    return str(params.get("useOriginalUfNames", "N")) in ("Y", "1", "true", "True")


def show_row(listing: Listing, row: Row, params: Params) -> Row:
    """Give a record as its list writes it."""
    asked = [str(name) for name in listed(asked_of(params, "select", "SELECT"))]
    if listing.style == "item":
        return show_item(listing, row, asked, is_original=_is_original(params))
    names = [column for column in listing.entity.columns if _is_selected(listing, column, asked)]
    if listing.style == "task":
        return {_task_name(column): as_text(column, row[column.name]) for column in names}
    write = as_value if listing.style == "history" else as_text
    shown = {column.name: write(column, row[column.name]) for column in names if column.name in row}
    if listing.table == "departments" and shown.get("PARENT") is None:
        shown.pop("PARENT", None)
    return shown


def _is_selected(listing: Listing, column: Column, asked: list[str]) -> bool:
    if not asked:
        return not column.is_hidden
    if column.name in asked or column.name in ("ID", "id"):
        return True
    masks = ("UF_*",) if column.is_custom else ("*",)
    return not column.is_hidden and any(mask in asked for mask in masks)


def _task_name(column: Column) -> str:
    first, *rest = column.name.lower().split("_")
    return first + "".join(part.capitalize() for part in rest)


def show_item(listing: Listing, row: Row, asked: list[str], *, is_original: bool) -> Row:
    """Give a record in the newer style; phones and e-mails (`fm`) come only with everything."""
    names = listing.names(original=is_original)
    is_whole = not asked or "*" in asked
    shown = {
        name: as_value(column, row[column.name])
        for name, column in names.items()
        if column.name in row and not column.is_hidden and (is_whole or name in asked or name == "id")
    }
    if listing.table in ("leads", "deals") and (is_whole or "contactIds" in asked):
        shown["contactIds"] = list(row["_contacts"])
    if listing.table in ("contacts", "companies") and "*" in asked:
        values = [*row["PHONE"], *row["EMAIL"]]
        shown["fm"] = [_multifield(value) for value in values]
    if listing.wrap == "items" and is_whole:
        shown["entityTypeId"] = next(number for number, known in ITEMS.items() if known == listing)
    return shown


def _multifield(value: dict[str, str]) -> dict[str, Any]:
    return {
        "id": int(value["ID"]),
        "typeId": value["TYPE_ID"],
        "valueType": value["VALUE_TYPE"],
        "value": value["VALUE"],
    }
