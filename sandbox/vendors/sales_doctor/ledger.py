"""The ledger of clients: eight kinds of rows, what waits for a confirmation, and what each client owes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from sandbox.company.current import CompanyState, ErpRow
from sandbox.company.erp_records import ErpRecord, MoneyFacts, MoneyKind
from sandbox.company.field_records import SHIPPED, OddKind
from sandbox.company.snapshot import erp_rows
from sandbox.vendors.sales_doctor.dictionaries import CASH, CASHLESS, DOLLARS, TRADE, payment_type
from sandbox.vendors.sales_doctor.values import Row, filial_of, ids, money, stamp, writes

ORDER, DEBT, PAYMENT, CONVERSION, OPENING, PAYOUT, WRITTEN_OFF, SHELF_RETURN = 1, 2, 3, 4, 6, 7, 8, 9
ODD: dict[OddKind, tuple[int, str]] = {
    "opening": (OPENING, CASHLESS),
    "debt": (DEBT, CASH),
    "written_off": (WRITTEN_OFF, CASH),
    "conversion": (CONVERSION, DOLLARS),
}


def ledger(state: CompanyState) -> Iterator[Row]:
    """Give every row: what is not confirmed, and what was deleted, is not there."""
    records = {one.key: one for one in state.company.money}
    for kind, rows in state.money.items():
        for row in rows:
            if row.facts.posted and not row.facts.deletion_mark:
                yield _payment(kind, row, records[row.key], state)
    yield from _of_goods(state)
    yield from _odd(state)


def _payment(
    kind: MoneyKind, row: ErpRow[MoneyFacts], record: ErpRecord[MoneyFacts], state: CompanyState
) -> Row:
    facts = row.facts
    code = PAYOUT if facts.operation == "customer_refund" else PAYMENT
    shouts = int(row.key[-1]) == 3
    split = [
        ids(line.order, shouts=shouts) | {"amount": money(line.amount)} for line in facts.lines if line.order
    ]
    return _row(row.key, code, facts.date, facts.amount, facts.counterparty) | {
        "comment": facts.purpose,
        "paymentType": payment_type(kind, facts.currency),
        "agent": ids(facts.responsible),
        "orders": split,
        "_days": _days(facts.date, writes(record.versions, state.at)),
    }


def _of_goods(state: CompanyState) -> Iterator[Row]:
    orders = {one.key: one for one in state.company.field_orders}
    for row in erp_rows(state.company.field_orders, state.at):
        if row.facts.status in SHIPPED:
            key = f"{filial_of(row.key)}-d1_{row.key.rpartition('_')[2]}"
            at, facts = row.facts.created_at, row.facts
            yield _row(key, ORDER, at, -facts.amount, facts.counterparty) | {
                "expirationDate": facts.due.isoformat() if facts.due else None,
                "agent": ids(facts.agent),
                "orders": [ids(row.key) | {"amount": money(-facts.amount)}],
                "_days": _days(at, writes(orders[row.key].versions, state.at)),
            }
    returns = {one.key: one for one in state.company.returns}
    for back in state.returns:
        if back.facts.posted and not back.facts.deletion_mark:
            key = f"{filial_of(back.key)}-d9_{back.key.rpartition('_')[2]}"
            at, amount = back.facts.date, back.facts.amount
            yield _row(key, SHELF_RETURN, at, amount, back.facts.counterparty) | {
                "_days": _days(at, writes(returns[back.key].versions, state.at))
            }


def _odd(state: CompanyState) -> Iterator[Row]:
    """Give what no document explains: old debts, debts typed by hand, forgiven, converted."""
    for one in state.company.odd_entries:
        code, paid_by = ODD[one.kind]
        if one.at <= state.at:
            key = f"{filial_of(one.client)}-d{code}_{one.key.rpartition('_')[2]}"
            yield _row(key, code, one.at, one.amount, one.client) | {
                "paymentType": ids(paid_by),
                "_days": _days(one.at, [stamp(one.at)]),
            }


def _row(key: str, code: int, at: datetime, amount: Decimal, client: str) -> Row:
    prefix = filial_of(key)
    return ids(key) | {
        "paymentDate": stamp(at),
        "expirationDate": None,
        "amount": money(amount),
        "comment": "",
        "transactionType": code,
        "paymentType": ids(CASHLESS),
        "client": ids(client),
        "agent": ids(None),
        "cashbox": ids(f"{prefix}-1"),
        "trade": ids(f"{prefix}-{TRADE}"),
        "orders": [],
        "_filial": prefix,
        "_client": client,
    }


def _days(at: datetime, written: list[str]) -> dict[str, list[str]]:
    return {"date": [stamp(at)], "dateUpdate": written}


def waiting(state: CompanyState) -> Iterator[Row]:
    """Give the payments that an expeditor brought and nobody has confirmed yet."""
    for kind, rows in state.money.items():
        for row in rows:
            facts = row.facts
            if facts.posted or facts.deletion_mark:
                continue
            order = next((line.order for line in facts.lines if line.order), None)
            yield ids(row.key) | {
                "client": ids(facts.counterparty),
                "order": ids(order),
                "payment_type": payment_type(kind, facts.currency),
                "amount": money(facts.amount),
                "date": stamp(facts.date),
                "comment": facts.purpose,
                "confirmed": False,
                "_filial": filial_of(row.key),
            }


def balances(state: CompanyState) -> Iterator[Row]:
    """Give what clients owe (negative) by payment type; who owes nothing is not listed."""
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in ledger(state):
        amount = Decimal(str(row["amount"]))
        signed = -amount if row["transactionType"] == PAYOUT else amount
        sums[row["_client"]][row["paymentType"]["SD_id"]] += signed
    for client in state.counterparties:
        by_type = {type_: amount for type_, amount in sums[client.key].items() if amount}
        if by_type:
            yield ids(client.key) | {
                "name": client.facts.name,
                "active": not client.facts.deletion_mark,
                "balance": money(sum(by_type.values(), Decimal(0))),
                "by-currency": [
                    {"currency_id": type_, "amount": money(amount)}
                    for type_, amount in sorted(by_type.items())
                ],
                "_filial": filial_of(client.key),
            }
