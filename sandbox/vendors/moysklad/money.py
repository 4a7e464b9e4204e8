"""Payments and refunds: what they pay is told by linked sums, what is left is tied to nothing."""

from __future__ import annotations

from datetime import datetime

from sandbox.company import charter
from sandbox.company.current import ErpRow
from sandbox.company.erp_records import CurrencyRate, MoneyFacts, MoneyKind
from sandbox.company.history import change_at
from sandbox.vendors.moysklad.dictionaries import PAID_BY, REFUND, SALARY, TRANSFER, attribute
from sandbox.vendors.moysklad.shelf import KIND_OF_MONEY, Shelf, document
from sandbox.vendors.moysklad.values import Ref, Row, id_of, kopecks, midnight, ref, stamp

CARD, ACQUIRING = "Банковская карта", "Эквайринг, терминал 01"
Rates = dict[tuple[str, object], CurrencyRate]


def render(shelf: Shelf) -> dict[str, list[Row]]:
    """Give every document of money at the state's instant, those in the recycle bin too."""
    company = shelf.state.company
    codes = {one.code: one.key for one in company.currencies}
    rates: Rates = {(rate.currency, rate.day): rate for rate in company.rates}
    found: dict[str, list[Row]] = {kind: [] for kind in KIND_OF_MONEY.values()}
    for kind, rows in shelf.state.money.items():
        for row in rows:
            found[KIND_OF_MONEY[kind]].append(
                _in_currency(_money(kind, row, shelf), row, codes, rates, shelf)
            )
    return found


def _money(kind: MoneyKind, row: ErpRow[MoneyFacts], shelf: Shelf) -> Row:
    facts, type_ = row.facts, KIND_OF_MONEY[kind]
    purpose = facts.purpose or (ACQUIRING if kind == "payments_card" else "")
    tied = [
        {"meta": ref("customerorder", line.order), "linkedSum": kopecks(line.amount)}
        for line in facts.lines
        if line.order is not None
    ]
    return {
        **document(type_, row, shelf.began[row.key], facts.responsible),
        "agent": _agent(kind, row),
        "paymentPurpose": purpose,
        "vatSum": 0.0,
        **(_from_bank(facts) if type_ == "paymentin" else {}),
        **(_spent(kind, facts) if kind.startswith("refunds") else {}),
        **({"attributes": [attribute(type_, PAID_BY, CARD)]} if kind == "payments_card" else {}),
        **({"operations": tied} if tied else {}),
    }


def _agent(kind: MoneyKind, row: ErpRow[MoneyFacts]) -> Ref:
    """Give whose money it is: money that no customer paid moves between own accounts, or to own people."""
    if row.facts.operation != "other":
        return ref("counterparty", row.facts.counterparty)
    if kind == "refunds_cash":
        return ref("employee", charter.erp_key(charter.ADMIN))
    return ref("organization", charter.ORGANIZATION_KEY)


def _from_bank(facts: MoneyFacts) -> Row:
    day = facts.date.astimezone(charter.MOSCOW).date()
    return {"incomingNumber": facts.number[-4:].lstrip("0"), "incomingDate": midnight(day)}


def _spent(kind: MoneyKind, facts: MoneyFacts) -> Row:
    other = SALARY if kind == "refunds_cash" else TRANSFER
    name = REFUND if facts.operation == "customer_refund" else other
    return {"expenseItem": ref("expenseitem", id_of(f"expense {name}")), "noClosingDocs": False}


def _in_currency(
    shown: Row, row: ErpRow[MoneyFacts], codes: dict[str, str], rates: Rates, shelf: Shelf
) -> Row:
    """Write the currency and what it was worth; who corrects a rate writes the document anew."""
    facts = row.facts
    if facts.currency == "RUB":
        return shown
    rate = rates.get((facts.currency, facts.date.astimezone(charter.MOSCOW).date()))
    worth = change_at(rate.versions, shelf.state.at) if rate else None
    currency = {"currency": ref("currency", codes[facts.currency])}
    if worth is None:
        return shown | {"rate": currency}
    return shown | {"rate": {**currency, "value": worth.value}, "updated": _later(shown["updated"], worth.at)}


def _later(updated: str, at: datetime) -> str:
    return max(updated, stamp(at, 500))
