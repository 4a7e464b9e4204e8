"""What is read of a Bitrix24 portal: its streams, with the method and the parameters of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from connectors.kit.cursor import Clock, Cursor
from connectors.kit.paging import OnePage, Paging
from connectors.kit.stream import Kind, Stream
from connectors.vendors.bitrix24.paging import AfterId, NextStart

_MODIFIED = Cursor("DATE_MODIFY", ">=DATE_MODIFY", "<=DATE_MODIFY", Clock.ISO)
_UPDATED = replace(_MODIFIED, field="LAST_UPDATED", since=">=LAST_UPDATED", until="<=LAST_UPDATED")
_CHANGED = replace(_MODIFIED, field="changedDate", since=">=CHANGED_DATE", until="<=CHANGED_DATE")
_STARTED = replace(_MODIFIED, field="CALL_START_DATE", since=">=CALL_START_DATE", until="<CALL_START_DATE")
_BY_ID = (("order.ID", "ASC"),)
_ALL = (("select", "*"), ("select", "UF_*"))
_REACHED = (("select", "PHONE"), ("select", "EMAIL"))
_TASK_FIELDS = (
    *("ID", "TITLE", "STATUS", "DEADLINE", "CREATED_DATE", "CHANGED_DATE", "CLOSED_DATE"),
    *("RESPONSIBLE_ID", "CREATED_BY", "UF_CRM_TASK"),
)
_ACTIVITY_FIELDS = (
    *("ID", "OWNER_ID", "OWNER_TYPE_ID", "TYPE_ID", "PROVIDER_ID", "PROVIDER_TYPE_ID", "DIRECTION"),
    *("CREATED", "LAST_UPDATED", "START_TIME", "END_TIME", "DEADLINE", "COMPLETED", "STATUS"),
    *("RESPONSIBLE_ID", "AUTHOR_ID", "ORIGIN_ID", "COMMUNICATIONS"),
)
_OLD_FIELDS = (*_BY_ID, ("filter.LANG", "ru"))


def _selecting(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple(("select", name) for name in names)


def _listed(
    name: str, method: str, *params: tuple[str, str], at: str = "result", paging: Paging | None = None,
    key: str = "ID", optional: bool = False,
) -> Stream:  # fmt: skip
    """A short list that is read whole."""
    return Stream(
        name, f"/{method}", at, key=(key,), paging=paging or NextStart(), params=params, total="total",
        optional=optional,
    )  # fmt: skip


def _changing(
    name: str, method: str, cursor: Cursor, *params: tuple[str, str], at: str = "result", key: str = "ID",
    optional: bool = False,
) -> Stream:  # fmt: skip
    """Records that are asked for by when they were changed, by rising id."""
    return Stream(
        name, f"/{method}", at, kind=Kind.CHANGED_SINCE, key=(key,), paging=AfterId(), cursor=cursor,
        params=params + _BY_ID, optional=optional,
    )  # fmt: skip


def _ids(name: str, method: str, *params: tuple[str, str]) -> Stream:
    """The ids of all records, to know which are gone."""
    ids = _selecting("ID") + _BY_ID + params
    return Stream(name, f"/{method}", "result", kind=Kind.SWEEP, key=("ID",), paging=AfterId(), params=ids)


def _of_each(name: str, method: str, parent: str) -> Stream:
    """One record per changed record of the parent: what belongs to it."""
    return Stream(name, f"/{method}", kind=Kind.CHANGED_SINCE, key=("owner_id",), parent=parent)


def _history(name: str, kind: str, *, parent: str) -> Stream:
    """All of the history of whatever changed: it vanishes with a card, and comes back with it."""
    params = (("entityTypeId", kind), *_BY_ID)
    return Stream(
        name,
        "/crm.stagehistory.list",
        "result.items",
        kind=Kind.CHANGED_SINCE,
        key=("ID",),
        paging=AfterId(),
        params=params,
        parent=parent,
    )


STREAMS = (
    _listed("users", "user.get", ("sort", "ID"), ("order", "ASC")),
    _listed("departments", "department.get", ("sort", "ID"), ("order", "ASC")),
    _listed(
        "categories",
        "crm.category.list",
        ("entityTypeId", "2"),
        at="result.categories",
        paging=OnePage(),
        key="id",
    ),
    _listed("statuses", "crm.status.list", *_BY_ID),
    _listed("currencies", "crm.currency.list", paging=OnePage(), key="CURRENCY"),
    _listed("lead_fields", "crm.lead.userfield.list", *_OLD_FIELDS),
    _listed("deal_fields", "crm.deal.userfield.list", *_OLD_FIELDS),
    _listed("contact_fields", "crm.contact.userfield.list", *_OLD_FIELDS),
    _listed("company_fields", "crm.company.userfield.list", *_OLD_FIELDS),
    _changing("leads", "crm.lead.list", _MODIFIED, *_ALL, *_REACHED),
    _changing("deals", "crm.deal.list", _MODIFIED, *_ALL),
    _changing("contacts", "crm.contact.list", _MODIFIED, *_ALL, *_REACHED),
    _changing("companies", "crm.company.list", _MODIFIED, *_ALL, *_REACHED),
    _changing("requisites", "crm.requisite.list", _MODIFIED, ("select", "*"), optional=True),
    _of_each("lead_contacts", "crm.lead.contact.items.get", "leads"),
    _of_each("deal_contacts", "crm.deal.contact.items.get", "deals"),
    _of_each("deal_products", "crm.item.productrow.list", "deals"),
    _history("lead_history", "1", parent="leads"),
    _history("deal_history", "2", parent="deals"),
    _changing("activities", "crm.activity.list", _UPDATED, *_selecting(*_ACTIVITY_FIELDS)),
    _changing(
        "tasks",
        "tasks.task.list",
        _CHANGED,
        *_selecting(*_TASK_FIELDS),
        at="result.tasks",
        key="id",
        optional=True,
    ),
    _ids("lead_ids", "crm.lead.list"),
    _ids("deal_ids", "crm.deal.list"),
    _ids("contact_ids", "crm.contact.list"),
    _ids("company_ids", "crm.company.list"),
    _ids("meeting_ids", "crm.activity.list", ("filter.TYPE_ID", "1")),
    Stream(
        "calls",
        "/voximplant.statistic.get",
        "result",
        kind=Kind.BY_DAY,
        key=("ID",),
        paging=AfterId("FILTER"),
        cursor=_STARTED,
        params=(("SORT", "ID"), ("ORDER", "ASC")),
        optional=True,
        live=True,
    ),
)
_SCOPES = {"user.get": "user", "department.get": "department", "tasks.task.list": "task"}


def scope_of(stream: Stream) -> str:
    """The right that the stream's method needs."""
    method = stream.path.removeprefix("/")
    return "telephony" if method.startswith("voximplant.") else _SCOPES.get(method, "crm")


def parameters(stream: Stream) -> dict[str, Any]:
    """The parameters of the stream's method: dotted names are nested, repeated ones are a list."""
    asked: dict[str, Any] = {}
    for name, value in stream.params:
        *outer, last = name.split(".")
        place = asked
        for part in outer:
            place = place.setdefault(part, {})
        if last == "select":
            place.setdefault(last, []).append(value)
        else:
            place[last] = value
    return asked
