"""Every method of the portal by name: its scope, and what it gives."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.company.charter import MOSCOW
from sandbox.vendors.bitrix24.answers import Declined, Outcome, stamp
from sandbox.vendors.bitrix24.asking import Params, asked_of, mapped, whole
from sandbox.vendors.bitrix24.calls import Call, alike, row_of
from sandbox.vendors.bitrix24.columns import TYPES, Column, Row, as_text
from sandbox.vendors.bitrix24.listing import HISTORIES, ITEMS, LISTS, Listing, run_list, show_item
from sandbox.vendors.bitrix24.singles import SINGLES

NAMES = {1: "lead", 2: "deal", 3: "contact", 4: "company"}
SCOPE_OF = {
    "crm": "crm", "user": "user", "department": "department", "voximplant": "telephony", "tasks": "task",
    "userfieldconfig": "userfieldconfig",
}  # fmt: skip
FREE = ("profile", "scope", "method.get", "server.time", "batch", "app.info")


def scope_of(method: str) -> str | None:
    """Give the scope that a method needs, None for those that need none."""
    return None if method in FREE else SCOPE_OF.get(method.split(".")[0])


def is_known(method: str) -> bool:
    """Say whether the portal has a method."""
    return method in LISTS or method in _METHODS


def run(call: Call) -> Outcome:
    """Run one call."""
    if call.method in LISTS:
        if call.method == "voximplant.statistic.get" and not call.caller.is_admin:
            raise Declined(403, "ACCESS_DENIED", "Access denied!")
        if call.method == "crm.item.productrow.list":
            _check_owner(call.params)
        return _list(call, LISTS[call.method])
    return _METHODS[call.method](call)


def _list(call: Call, listing: Listing) -> Outcome:
    return run_list(listing, call.tables.rows[listing.table], call.params, call.caller, call.ask)


def _check_owner(params: Params) -> None:
    asked = mapped(params.get("filter"))
    for name in ("=ownerType", "=ownerId"):
        if name not in asked:
            raise Declined(400, 100, f"Required filter {name} is missing")


def _items(call: Call) -> Outcome:
    return _list(call, _item_listing(call))


def _item_listing(call: Call) -> Listing:
    number = whole(call.params.get("entityTypeId"))
    if number not in ITEMS:
        raise Declined(400, "NOT_FOUND", "Smart process not found")
    return ITEMS[number]


def _item(call: Call) -> Outcome:
    listing = _item_listing(call)
    row = row_of(call, listing.table, whole(call.params.get("id")))
    if row is None:
        raise Declined(400, "NOT_FOUND", "Element not found")
    is_original = str(call.params.get("useOriginalUfNames", "N")) == "Y"
    return Outcome({"item": show_item(listing, row, ["*"], is_original=is_original)})


def _history(call: Call) -> Outcome:
    number = whole(call.params.get("entityTypeId"))
    if number not in HISTORIES:
        text = f"Entity type {call.params.get('entityTypeId')} is not supported"
        raise Declined(400, "ENTITY_TYPE_NOT_SUPPORTED", text)
    return _list(call, HISTORIES[number])


def _categories(call: Call) -> Outcome:
    if whole(call.params.get("entityTypeId")) != 2:
        raise Declined(400, "ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported")
    rows = alike(call.tables.rows["categories"], mapped(call.params.get("filter")))
    return Outcome({"categories": rows}, total=len(rows))


def _old_fields(number: int) -> Callable[[Call], Outcome]:
    listing = ITEMS[number]
    return lambda _: Outcome(
        {column.name: _described(column, newer=False) for column in listing.entity.columns}
    )


def _item_fields(call: Call) -> Outcome:
    columns = _item_listing(call).entity.columns
    return Outcome({"fields": {column.camel: _described(column, newer=True) for column in columns}})


def _described(column: Column, *, newer: bool) -> Row:
    described: Row = {
        "type": TYPES[column.kind],
        "isRequired": False,
        "isReadOnly": column.name in ("ID", "DATE_CREATE", "DATE_MODIFY"),
        "isImmutable": False,
        "isMultiple": column.is_multiple or column.kind == "list",
        "isDynamic": column.is_custom,
        # the label of an own field stands apart: its title is the name
        "title": column.name if column.is_custom and not newer else column.title,
    }
    if column.options:
        described["items"] = [{"ID": str(id_), "VALUE": text} for id_, text in column.options]
    if column.is_custom and not newer:
        described |= dict.fromkeys(("listLabel", "formLabel", "filterLabel"), column.title)
    return described | ({"upperName": column.name} if newer else {})


def _own_fields(number: int) -> Callable[[Call], Outcome]:
    """Give the old list of own fields: labels only to who names a language."""

    def give(call: Call) -> Outcome:
        asked = mapped(call.params.get("filter"))
        is_named = asked.pop("LANG", None) is not None
        rows = [
            _own_field(column, place, number, is_named=is_named)
            for place, column in enumerate(_own_columns(number), start=301)
        ]
        rows = alike(rows, asked)
        return Outcome(rows, total=len(rows))

    return give


def _own_columns(number: int) -> list[Column]:
    return [column for column in ITEMS[number].entity.columns if column.is_custom]


def _own_field(column: Column, place: int, number: int, *, is_named: bool) -> Row:
    row: Row = {
        "ID": str(number * 1000 + place),
        "ENTITY_ID": f"CRM_{NAMES[number].upper()}",
        "FIELD_NAME": column.name,
        "USER_TYPE_ID": {"option": "enumeration", "flag": "boolean"}.get(column.kind, "string"),
        "XML_ID": None,
        "SORT": str(place),
        "MULTIPLE": "N",
        "MANDATORY": "N",
        "SHOW_FILTER": "E",
        "SHOW_IN_LIST": "Y",
        "EDIT_IN_LIST": "Y",
        "IS_SEARCHABLE": "N",
        "SETTINGS": {"DISPLAY": "LIST", "LIST_HEIGHT": 1} if column.options else [],
    }
    if is_named:
        row |= dict.fromkeys(("EDIT_FORM_LABEL", "LIST_COLUMN_LABEL", "LIST_FILTER_LABEL"), column.title)
    if column.options:
        row["LIST"] = [
            {"ID": str(id_), "SORT": str(sort * 10), "VALUE": text, "DEF": "N", "XML_ID": f"option{id_}"}
            for sort, (id_, text) in enumerate(column.options, start=1)
        ]
    return row


def _field_settings(call: Call) -> Outcome:
    """Give the newer list of own fields, without the texts of their options."""
    if call.params.get("moduleId") != "crm":
        raise Declined(400, "", "No settings for UserFieldAccess")
    rows = []
    for number in NAMES:
        for place, column in enumerate(_own_columns(number), start=301):
            old = _own_field(column, place, number, is_named=False)
            labels = {name: {"ru": column.title} for name in ("editFormLabel", "listColumnLabel")}
            rows.append({_camel(name): value for name, value in old.items() if name != "LIST"} | labels)
    rows = alike(rows, mapped(call.params.get("filter")))
    return Outcome({"fields": rows}, total=len(rows))


def _camel(name: str) -> str:
    first, *rest = name.lower().split("_")
    return first + "".join(part.capitalize() for part in rest)


def _contacts_of(call: Call) -> Outcome:
    table = "deals" if ".deal." in call.method else "leads"
    row = row_of(call, table, whole(asked_of(call.params, "id", "ID")))
    if row is None:
        raise Declined(400, "", "Not found")
    return Outcome(
        [
            {"CONTACT_ID": id_, "SORT": place * 10, "ROLE_ID": 0, "IS_PRIMARY": "Y" if place == 1 else "N"}
            for place, id_ in enumerate(row["_contacts"], start=1)
        ]
    )


def _me(call: Call) -> Row:
    return next((row for row in call.tables.rows["users"] if row["ID"] == call.caller.user_id), {})


def _profile(call: Call) -> Outcome:
    me = _me(call)
    shown = {name: me.get(name, "") for name in ("NAME", "LAST_NAME", "PERSONAL_GENDER", "TIME_ZONE")}
    return Outcome({"ID": str(call.caller.user_id), "ADMIN": call.caller.is_admin, **shown})


def _current_user(call: Call) -> Outcome:
    users = LISTS["user.get"].entity.columns
    me = _me(call)
    return Outcome({column.name: as_text(column, me[column.name]) for column in users})


def _method_get(call: Call) -> Outcome:
    name = str(call.params.get("name", ""))
    scope = scope_of(name)
    known = is_known(name) or name == "batch"
    return Outcome({"isExisting": known, "isAvailable": known and scope in (None, *call.caller.scopes)})


_METHODS: dict[str, Callable[[Call], Outcome]] = {
    **SINGLES,
    "crm.item.list": _items,
    "crm.item.get": _item,
    "crm.item.fields": _item_fields,
    "crm.stagehistory.list": _history,
    "crm.category.list": _categories,
    "crm.deal.contact.items.get": _contacts_of,
    "crm.lead.contact.items.get": _contacts_of,
    "crm.currency.base.get": lambda _: Outcome("RUB"),
    "userfieldconfig.list": _field_settings,
    "user.current": _current_user,
    "profile": _profile,
    "scope": lambda call: Outcome(list(call.caller.scopes)),
    "method.get": _method_get,
    "server.time": lambda call: Outcome(stamp(call.tables.at.astimezone(MOSCOW))),
}
for _number, _name in NAMES.items():
    _METHODS[f"crm.{_name}.fields"] = _old_fields(_number)
    _METHODS[f"crm.{_name}.userfield.list"] = _own_fields(_number)
