"""Rows of what happened: orders and their lines, payments, visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from sandbox.company.current import CompanyState, ErpRow
from sandbox.company.erp_records import MoneyFacts, MoneyKind
from sandbox.company.field_records import SHIPPED, FieldLine, FieldOrderFacts, OddEntry, VisitFacts
from sandbox.company.history import change_at
from sandbox.company.snapshot import erp_rows
from sandbox.vendors.field_tables.cells import (
    CASHLESS,
    PAYMENT_TYPES,
    ROUBLES,
    STATUSES,
    Row,
    code,
    local,
    month_of,
    word,
    yes,
)

BRANCHES = {"мск": "Москва", "спб": "Санкт-Петербург"}
Dated = tuple[str, Row]
"""The month of the file a row stands in, and the row."""


def branch_of(agent: str) -> str:
    """Name the branch of an agent's code."""
    return BRANCHES[agent.partition(" ")[0]]


def orders(state: CompanyState) -> Iterator[Dated]:
    """Give every order, whatever its status."""
    for place, row in enumerate(erp_rows(state.company.field_orders, state.at)):
        yield month_of(local(row.facts.created_at)), _order(row, place)


def _order(row: ErpRow[FieldOrderFacts], place: int) -> Row:
    facts = row.facts
    before = sum((line.price * line.quantity for line in facts.lines if line.discount), Decimal(0))
    before += sum((line.summa for line in facts.lines if not line.discount), Decimal(0))
    # A due date that says no more than the day of the shipment is one that nobody types.
    is_typed = facts.due != facts.document_day or place % 2 == 0
    return {
        "order_id": code(row.key, place),
        "order_date": local(facts.created_at),
        "ship_date": facts.document_day if facts.status in SHIPPED else None,
        "status": word(STATUSES[facts.status], place),
        "client_code": code(facts.counterparty, place + 1),
        "agent_code": code(facts.agent, place + 2),
        "payment_type": CASHLESS,
        "currency": ROUBLES,
        "amount": facts.ordered,
        "discount": before - facts.ordered,
        "returned_amount": facts.ordered - facts.amount if facts.ordered != facts.amount else None,
        "due_date": facts.due if is_typed else None,
        "branch": branch_of(facts.agent),
    }


def order_lines(state: CompanyState) -> Iterator[Dated]:
    """Give the lines of every order."""
    names = {one.key: one.name for one in state.company.products}
    for row in erp_rows(state.company.field_orders, state.at):
        for place, line in enumerate(row.facts.lines):
            yield month_of(local(row.facts.created_at)), _line(row.key, line, names[line.product], place)


def _line(order: str, line: FieldLine, name: str, place: int) -> Row:
    return {
        "order_id": code(order, place + int(order[-1])),
        "product_code": code(line.product, place),
        "product_name": name,
        "qty": line.quantity,
        "price": line.price,
        "amount": line.summa,
        "returned_qty": line.returned or None,
        "is_bonus": yes(line.is_bonus),
    }


def payments(state: CompanyState) -> Iterator[Dated]:
    """Give what clients paid and got back; what is not confirmed, or was struck out, nobody enters."""
    for kind, rows in state.money.items():
        for place, row in enumerate(rows):
            if row.facts.posted and not row.facts.deletion_mark:
                yield month_of(local(row.facts.date)), _payment(kind, row, place)
    for place, one in enumerate(state.company.odd_entries):
        if one.kind == "written_off" and one.at <= state.at:
            yield month_of(local(one.at)), _forgiven(one, place)


def _forgiven(one: OddEntry, place: int) -> Row:
    return {
        "payment_id": code(one.key, place),
        "payment_date": local(one.at),
        "client_code": code(one.client, place),
        "amount": abs(one.amount),
        "currency": ROUBLES,
        "kind": word("write_off", place),
    }


def _payment(kind: MoneyKind, row: ErpRow[MoneyFacts], place: int) -> Row:
    facts = row.facts
    usual = "payment" if place % 3 else None
    return {
        "payment_id": code(row.key, place),
        "payment_date": _when(facts.date),
        "client_code": code(facts.counterparty, place + 3),
        "agent_code": code(facts.responsible, place),
        "amount": facts.amount,
        "currency": ROUBLES,
        "payment_type": word(PAYMENT_TYPES[kind], place),
        "order_id": code(next((line.order for line in facts.lines), None), place),
        "kind": "refund" if facts.operation == "customer_refund" else usual,
    }


def _when(at: datetime) -> datetime | date:
    """Write when money came: midnight is what a day without its time means."""
    shown = local(at)
    return shown if shown.time() != time() else shown.date()


def visits(state: CompanyState) -> Iterator[Dated]:
    """Give every visit that is planned or told of, of days to come too."""
    for place, visit in enumerate(state.company.visits):
        told = change_at(visit.versions, state.at)
        if told is not None and (visit.removed_at is None or visit.removed_at > state.at):
            named: Row = {
                "visit_date": visit.day,
                "agent_code": code(visit.agent, place),
                "client_code": code(visit.client, place),
            }
            yield month_of(visit.day), named | _visit(told.value)


def _visit(facts: VisitFacts) -> Row:
    return {
        "planned": yes(facts.is_planned),
        "visited": yes(facts.is_made),
        "start_time": local(facts.started_at) if facts.started_at else None,
        "end_time": local(facts.ended_at) if facts.ended_at else None,
        "gps_ok": yes(facts.is_gps_confirmed) if facts.is_made else None,
        "photo": yes(facts.has_photo) if facts.is_made else None,
        "reject_reason": facts.reject or None,
        "order_amount": facts.order_sum,
    }
