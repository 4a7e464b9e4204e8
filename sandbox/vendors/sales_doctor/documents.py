"""Orders of agents and what clients gave back from their shelves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sandbox.company.current import CompanyState, ErpRow
from sandbox.company.erp_records import CounterpartyFacts, ErpRecord, GoodsFacts, GoodsLine
from sandbox.company.field_records import CANCELLED, DELIVERED, NEW, FieldLine, FieldOrderFacts
from sandbox.company.snapshot import erp_rows
from sandbox.vendors.sales_doctor.dictionaries import (
    CASHLESS,
    CATEGORY_OF_CLIENTS,
    RETAIL_PRICE,
    STORE,
    TRADE,
)
from sandbox.vendors.sales_doctor.values import NOTHING, Row, filial_of, ids, midnight, money, stamp, writes

PACK = 6


def orders(state: CompanyState) -> Iterator[Row]:
    """Give every order, whatever its status."""
    company = state.company
    records = {one.key: one for one in company.field_orders}
    clients = {row.key: row.facts for row in state.counterparties}
    active = {one.key for one in company.erp_users if one.is_active}
    for row in erp_rows(company.field_orders, state.at):
        yield _order(row, records[row.key], clients.get(row.facts.counterparty), state) | {
            "_is_of_active": row.facts.agent in active
        }


def _order(
    row: ErpRow[FieldOrderFacts],
    record: ErpRecord[FieldOrderFacts],
    client: CounterpartyFacts | None,
    state: CompanyState,
) -> Row:
    facts, prefix = row.facts, filial_of(row.key)
    before = sum((_before(line) for line in facts.lines), Decimal(0))
    created, written = stamp(facts.created_at), writes(record.versions, state.at)
    shouts = int(facts.number[-1]) == 7
    return ids(row.key) | {
        "status": facts.status,
        "dateCreate": created,
        "dateDocument": midnight(facts.document_day),
        "totalSumma": money(before),
        "discountSumma": money(before - facts.ordered),
        "totalSummaAfterDiscount": money(facts.ordered),
        "totalReturnsSumma": money(facts.ordered - facts.amount),
        "totalReturnsCount": sum(line.returned for line in facts.lines),
        "comment": "",
        "consignment": False,
        "consigDate": None,
        "debtDateExp": facts.due.isoformat() if facts.due else None,
        "orderCreated": stamp(record.versions[0].at),
        "client": ids(facts.counterparty, shouts=shouts) | _named(client),
        "agent": ids(facts.agent, shouts=shouts),
        "expeditor": ids(f"{prefix}-d0_5"),
        "priceType": ids(RETAIL_PRICE),
        "paymentType": ids(CASHLESS),
        "note": {**NOTHING, "title": None},
        "store": ids(f"{prefix}-{STORE}"),
        "trade": ids(f"{prefix}-{TRADE}"),
        "orderProducts": [_line(line, state) for line in facts.lines if not line.is_bonus],
        "bonus": [_line(line, state) for line in facts.lines if line.is_bonus],
        "invoiceNumber": facts.number,
        "_filial": prefix,
        "_category": ids(CATEGORY_OF_CLIENTS),
        "_days": {
            "date": [created],
            "dateLoad": [midnight(facts.document_day)],
            "dateCreate": [created],
            "orderCreated": [stamp(record.versions[0].at)],
            "dateUpdate": written,
        },
    }


def _named(client: CounterpartyFacts | None) -> Row:
    return {
        "nspCode": None,
        "clientName": client.name if client else "",
        "clientLegalName": client.full_name if client else "",
    }


def _before(line: FieldLine) -> Decimal:
    return line.price * line.quantity if line.discount else line.summa


def _line(line: FieldLine, state: CompanyState) -> Row:
    name = next(one.name for one in state.company.products if one.key == line.product)
    return {
        "product": ids(line.product) | {"name": name},
        "quantity": float(line.quantity),
        "price": money(line.price),
        "discount": float(line.discount),
        "summa": money(line.summa),
        "returned": float(line.returned),
        "block": round(line.quantity / PACK, 2),
    }


def shelf_returns(state: CompanyState) -> Iterator[Row]:
    """Give what came back from shelves; these documents know no order."""
    records = {one.key: one for one in state.company.returns}
    for row in state.returns:
        yield _return(row, records[row.key], state)


def _return(row: ErpRow[GoodsFacts], record: ErpRecord[GoodsFacts], state: CompanyState) -> Row:
    facts, prefix = row.facts, filial_of(row.key)
    amount = sum((line.amount for line in facts.lines), Decimal(0))
    status = CANCELLED if facts.deletion_mark else DELIVERED if facts.posted else NEW
    at = stamp(facts.date)
    return ids(row.key) | {
        "type": 2,
        "status": status,
        "date": at,
        "dateLoad": at[:10],
        "totalSumma": money(amount),
        "discount": 0.0,
        "summa": money(amount),
        "comment": "",
        "client": ids(facts.counterparty),
        "agent": ids(facts.manager),
        "expeditor": ids(f"{prefix}-d0_5"),
        "priceType": ids(RETAIL_PRICE),
        "store": ids(f"{prefix}-d0_10"),
        "reason": "Брак",
        "defectProducts": [_given_back(line) for line in facts.lines],
        "_filial": prefix,
        "_days": {"date": [at], "dateLoad": [at], "dateUpdate": writes(record.versions, state.at)},
    }


def _given_back(line: GoodsLine) -> Row:
    return {
        "product": ids(line.product),
        "quantity": float(line.quantity),
        "price": money(line.price),
        "summa": money(line.amount),
        "exp_date": None,
    }
