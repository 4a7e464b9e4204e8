"""Rows of what clients owe, by the evening: those of earlier evenings stay as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from sandbox.company.charter import NIGHTS
from sandbox.company.company import Company
from sandbox.company.current import CompanyState
from sandbox.company.field_records import SHIPPED, FieldOrderFacts, OddEntry
from sandbox.company.snapshot import erp_rows, state_at
from sandbox.vendors.field_tables.cells import ROUBLES, Row, code, local

Holder = tuple[str, str]
"""A client and the agent who answers for the debt, "" where nobody does."""


def evenings(state: CompanyState) -> Iterator[tuple[date, list[Row]]]:
    """Give the table of each evening before a night, as its night knew it."""
    for night in NIGHTS:
        if night <= state.at:
            as_of = local(night).date() - timedelta(days=1)
            yield as_of, list(_debts(state_at(state.company, night), as_of))


def _debts(state: CompanyState, as_of: date) -> Iterator[Row]:
    owed: dict[Holder, Decimal] = defaultdict(Decimal)
    late: dict[Holder, Decimal] = defaultdict(Decimal)
    orders = {row.key: row.facts for row in erp_rows(state.company.field_orders, state.at)}
    for facts in orders.values():
        if facts.status in SHIPPED and facts.document_day <= as_of:
            holder = facts.counterparty, facts.agent
            owed[holder] += facts.amount
            late[holder] += facts.amount if facts.due is not None and facts.due < as_of else 0
    for holder, amount in _paid(state, as_of, orders):
        owed[holder] -= amount
    for one in _odd(state.company, as_of):
        owed[one.client, ""] -= one.amount
    for place, (holder, debt) in enumerate(sorted(owed.items())):
        if debt:
            yield _row(as_of, holder, debt, min(late[holder], max(debt, Decimal(0))), place)


def _paid(
    state: CompanyState, as_of: date, orders: dict[str, FieldOrderFacts]
) -> Iterator[tuple[Holder, Decimal]]:
    for rows in state.money.values():
        for facts in (row.facts for row in rows):
            if not facts.posted or facts.deletion_mark or local(facts.date).date() > as_of:
                continue
            order = orders.get(next((line.order for line in facts.lines if line.order), ""))
            agent = facts.responsible if order is None else order.agent
            sign = -1 if facts.operation == "customer_refund" else 1
            yield (facts.counterparty, agent or ""), sign * facts.amount


def _odd(company: Company, as_of: date) -> Iterator[OddEntry]:
    return (one for one in company.odd_entries if local(one.at).date() <= as_of)


def _row(as_of: date, holder: Holder, debt: Decimal, late: Decimal, place: int) -> Row:
    client, agent = holder
    return {
        "as_of": as_of,
        "client_code": code(client, place),
        "agent_code": code(agent or None, place),
        "debt": debt,
        "overdue": late,
        "currency": ROUBLES,
    }
