"""Truth about the three revenues side by side: booked, shipped and paid, and why booked is not paid."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sandbox.company.erp_records import ErpRecord, GoodsFacts
from sandbox.company.snapshot import erp_rows
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, add_up, to_cells
from sandbox.truth.deals import Deal
from sandbox.truth.known import tells
from sandbox.truth.money import Receipt
from sandbox.truth.people import business_date
from sandbox.truth.rules import BASE_CURRENCY

UNKNOWN, NO_REASON, ROUNDING = "unknown", "none", "rounding_or_currency"
KOPECKS_OF_NO_MATTER = Decimal(1)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Part:
    """Kopecks of one reason: of what was booked on the day, or of what was paid on it."""

    day: date
    customer: str
    reason: str
    booked: Decimal = NOTHING
    paid: Decimal = NOTHING


def reconciliation_cells(books: Books) -> dict[str, Cells]:
    """Return booked, paid, their difference and shipped, by day, customer and reason.

    Where one of the two sides is told by nobody, nobody knows a reason or a difference.
    """
    parts = [part for part in _parts(books) if part.day <= books.last_day]
    is_told = tells(books.company, "crm", "erp")
    if not is_told:
        parts = [replace(part, reason=UNKNOWN) for part in parts]
    both = parts if is_told else []
    differences = add_up(((p.day, p.customer, p.reason), p.booked - p.paid) for p in both)
    sums = {
        "reconciled_booked": add_up(((p.day, p.customer, p.reason), p.booked) for p in parts),
        "reconciled_paid": add_up(((p.day, p.customer, p.reason), p.paid) for p in parts),
        "reconciled_difference": differences,
        "reconciled_shipped": add_up(
            ((day, customer, NO_REASON if is_told else UNKNOWN), amount)
            for day, customer, amount in _shipped(books)
        ),
    }
    cells = {
        kpi: to_cells({key: amount for key, amount in values.items() if amount})
        for kpi, values in sums.items()
    }
    differing = {
        (part.day, part.customer) for part in both if differences[part.day, part.customer, part.reason]
    }
    clients = {(day, one, books.client_status(_known(one), day)): 1 for day, one in differing}
    return {**cells, "reconciled_client": to_cells(clients)}


def _known(customer: str) -> str | None:
    return None if customer == UNKNOWN else customer


def _parts(books: Books) -> Iterator[Part]:
    received: dict[str, list[Receipt]] = defaultdict(list)
    for receipt in sorted(books.receipts, key=lambda one: (one.line.paid_date, one.line.key)):
        if receipt.deal is not None:
            received[receipt.deal.key].append(receipt)
            continue
        reason = "refunded" if receipt.line.is_refund else "no_deal"
        yield Part(receipt.line.paid_date, receipt.customer or UNKNOWN, reason, paid=receipt.line.known)
    ordered, foreign = _orders(books), _paid_abroad(books)
    for deal in books.deals:
        yield from _parts_of(deal, received[deal.key], ordered.get(deal.key), is_foreign=deal.key in foreign)


def _orders(books: Books) -> dict[str, Decimal]:
    """Return what the posted orders of each deal come to."""
    sums: dict[str, Decimal] = {}
    for key, facts in books.ledger.orders.items():
        deal, _ = books.ledger.deal_of_order(key)
        if deal is not None and facts.posted and not facts.deletion_mark:
            sums[deal.key] = sums.get(deal.key, NOTHING) + facts.amount
    return sums


def _paid_abroad(books: Books) -> set[str]:
    """Return the deals with a payment in another currency."""
    abroad = {
        document.key
        for document in books.company.money
        if any(
            write.value.currency != BASE_CURRENCY for write in document.versions if write.at <= books.as_of
        )
    }
    return {r.deal.key for r in books.receipts if r.deal is not None and r.line.key.split(":")[1] in abroad}


def _parts_of(
    deal: Deal, receipts: Sequence[Receipt], ordered: Decimal | None, *, is_foreign: bool
) -> Iterator[Part]:
    customer = deal.customer or UNKNOWN
    won = None if deal.won_at is None else business_date(deal.won_at)
    booked = NOTHING if won is None else deal.amount
    agreed = NOTHING if won is None else max(booked, ordered or NOTHING)
    is_near = ordered is not None and abs(ordered - booked) <= KOPECKS_OF_NO_MATTER
    change = ROUNDING if is_foreign or is_near else "amount_changed"
    filled = given_back = NOTHING
    too_much: list[tuple[date, Decimal]] = []
    for receipt in receipts:
        day, left = receipt.line.paid_date, receipt.line.known
        if receipt.line.is_refund:
            given_back -= left
            yield Part(day, customer, "refunded", paid=left)
            continue
        marks = ((booked, "booked"), (agreed, change), (agreed + given_back, "refunded"))
        for mark, reason in marks:
            part = min(left, max(NOTHING, mark - filled))
            filled, left = filled + part, left - part
            if reason != "booked":
                yield Part(day, customer, reason, paid=part)
            elif won is not None:
                same = NO_REASON if day == won else "paid_other_day"
                yield Part(won, customer, same, booked=part)
                yield Part(day, customer, same, paid=part)
        filled += left
        too_much.append((day, left))
    surplus = sum((amount for _, amount in too_much), NOTHING)
    for day, amount in too_much:
        yield Part(day, customer, _unless_little(surplus, "overpaid_or_prepaid"), paid=amount)
    if won is not None and booked > filled:
        has_money = any(not receipt.line.is_refund for receipt in receipts)
        yield from _missing(won, customer, booked - filled, booked, ordered, change, has_money=has_money)


def _missing(
    won: date,
    customer: str,
    missing: Decimal,
    booked: Decimal,
    ordered: Decimal | None,
    change: str,
    *,
    has_money: bool,
) -> Iterator[Part]:
    """What was booked and never came: nobody wrote it down, it was ordered for less, or it is still owed."""
    if ordered is None and not has_money:
        yield Part(won, customer, "no_document", booked=missing)
        return
    less = NOTHING if ordered is None else min(missing, max(NOTHING, booked - ordered))
    yield Part(won, customer, change, booked=less)
    yield Part(won, customer, _unless_little(missing - less, "not_yet_paid"), booked=missing - less)


def _unless_little(whole: Decimal, reason: str) -> str:
    return ROUNDING if whole <= KOPECKS_OF_NO_MATTER else reason


def _shipped(books: Books) -> Iterator[tuple[date, str, Decimal]]:
    kinds: Sequence[tuple[Sequence[ErpRecord[GoodsFacts]], int]] = (
        (books.company.sales, 1),
        (books.company.returns, -1),
    )
    for documents, sign in kinds:
        for row in erp_rows(documents, books.as_of):
            day = business_date(row.facts.date)
            if not row.facts.posted or row.facts.deletion_mark or day > books.last_day:
                continue
            deal, _ = books.ledger.deal_of_order(row.facts.order)
            payer = books.customers.of_account(row.facts.counterparty)
            customer = (payer if deal is None else deal.customer) or UNKNOWN
            for line in row.facts.lines:
                if not line.is_cancelled:
                    yield day, customer, sign * line.amount
