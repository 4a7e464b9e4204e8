"""The audit: who did what to which document, also to those that are gone for good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sandbox.company.current import CompanyState
from sandbox.company.erp_records import ErpRecord
from sandbox.vendors.moysklad.shelf import KIND_OF_MONEY
from sandbox.vendors.moysklad.values import Lines, Ref, Row, id_of, ref, stamp

UID = "admin@sevsvet"


def render(state: CompanyState) -> list[Row]:
    """Give every context of the documents' history, newest first; each has one event."""
    company = state.company
    kinds: Sequence[tuple[str, Sequence[ErpRecord[Any]]]] = (
        ("customerorder", company.orders),
        ("demand", company.sales),
        ("salesreturn", company.returns),
    )
    rows = [row for kind, records in kinds for one in records for row in _history(kind, one, state.at)]
    for document in company.money:
        rows += _history(KIND_OF_MONEY[document.kind], document, state.at)
    return sorted(rows, key=lambda row: (row["moment"], row["id"]), reverse=True)


def _history(kind: str, record: ErpRecord[Any], now: datetime) -> Iterator[Row]:
    was_deleted = False
    for number, change in enumerate(record.versions):
        is_deleted = change.value.deletion_mark
        moved = "puttorecyclebin" if is_deleted else "restorefromrecyclebin"
        event = moved if is_deleted != was_deleted else "update" if number else "create"
        was_deleted = is_deleted
        if change.at <= now and (record.removed_at is None or change.at < record.removed_at):
            yield _context(kind, record, event, change.at, number)
    if record.removed_at is not None and record.removed_at <= now:
        yield _context(kind, record, "delete", record.removed_at, len(record.versions))


def _context(kind: str, record: ErpRecord[Any], event: str, at: datetime, number: int) -> Row:
    id_, facts = id_of(f"audit {record.key} {number} {event}"), record.versions[-1].value
    head = {"uid": UID, "source": "app", "moment": stamp(at), "entityType": kind, "eventType": event}
    old = {"sum": {"oldValue": float(facts.amount)}} if event == "delete" else {}
    told = {**head, "name": facts.number, "entity": {"meta": ref(kind, record.key)}}
    me = Ref("audit", f"audit/{id_}")
    events = [told | {"audit": {"meta": me}} | ({"diff": old} if old else {})]
    return {
        "meta": me,
        "id": id_,
        **head,
        "objectCount": 1,
        "events": Lines("auditevent", f"{me.path}/events", events),
    }
