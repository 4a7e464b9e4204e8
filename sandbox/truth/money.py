"""Truth about money: what counts as a payment, which deal it belongs to, and who gets the credit."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from sandbox.company.company import Company
from sandbox.company.erp_records import MoneyDocument, MoneyFacts, OrderFacts
from sandbox.company.history import change_at
from sandbox.company.snapshot import erp_rows
from sandbox.truth.customers import Customers
from sandbox.truth.deals import Deal
from sandbox.truth.people import People, business_date
from sandbox.truth.rates import Rates
from sandbox.truth.rules import INFERRED_WINDOW, SOURCE_OF_ERP, UNLINKED, payment_form


@dataclass(frozen=True)
class Line:
    """A line of a customer's payment (plus) or refund (minus).

    `amount`: in base currency, None without a rate. `original`: in its own, `currency`.
    """

    key: str
    paid_at: datetime
    amount: Decimal | None
    original: Decimal
    currency: str
    is_refund: bool
    order: str | None
    counterparty: str
    responsible: str | None
    form: str

    @property
    def known(self) -> Decimal:
        """What it adds to a sum: an amount that nobody knows adds nothing."""
        return self.amount or Decimal(0)

    @cached_property
    def paid_date(self) -> date:
        """The business date of the document."""
        return business_date(self.paid_at)


@dataclass(frozen=True)
class Receipt:
    """A line with all that is derived from it."""

    line: Line
    deal: Deal | None
    method: str
    customer: str | None
    employee: str
    unit: str
    channel: str


def read_lines(company: Company, at: datetime, rates: Rates) -> list[Line]:
    """Return the lines of every customers' document that is posted and unmarked at `at`."""
    found: list[Line] = []
    source = SOURCE_OF_ERP[company.layout.erp]
    for document in company.money:
        written = change_at(document.versions, at)
        is_gone = document.removed_at is not None and document.removed_at <= at
        if written is not None and not is_gone and _counts(written.value):
            found += _lines_of(source, document, written.value, rates)
    return found


def _counts(facts: MoneyFacts) -> bool:
    return facts.posted and not facts.deletion_mark and facts.operation != "other"


def _lines_of(source: str, document: MoneyDocument, facts: MoneyFacts, rates: Rates) -> Iterator[Line]:
    is_refund = facts.operation == "customer_refund"
    sign = -1 if is_refund else 1
    parts = [(line.number, line.order, line.amount) for line in facts.lines]
    for number, order, amount in parts or [(0, None, facts.amount)]:
        base = rates.in_base(amount, facts.currency, business_date(facts.date))
        yield Line(
            key=f"{source}:{document.key}:{number}",
            paid_at=facts.date,
            amount=None if base is None else sign * base,
            original=sign * amount,
            currency=facts.currency,
            is_refund=is_refund,
            order=order,
            counterparty=facts.counterparty,
            responsible=facts.responsible,
            form=payment_form(document.kind, facts.purpose),
        )


class Ledger:
    """Everything that money is matched against, as known at one instant."""

    def __init__(self, company: Company, at: datetime, deals: list[Deal], customers: Customers) -> None:
        self.orders: dict[str, OrderFacts] = {row.key: row.facts for row in erp_rows(company.orders, at)}
        self.customers = customers
        self.by_key = {deal.key: deal for deal in deals}
        self.by_number: dict[str, list[Deal]] = defaultdict(list)
        self.by_customer: dict[str, list[Deal]] = defaultdict(list)
        for deal in deals:
            if deal.order_number is not None:
                self.by_number[deal.order_number].append(deal)
            if deal.customer is not None:
                self.by_customer[deal.customer].append(deal)

    def deal_of_order(self, order: str | None) -> tuple[Deal | None, str]:
        """Return the deal that the order names or is named by, and the rule that found it."""
        facts = self.orders.get(order or "")
        if facts is None:
            return None, "unlinked"
        named = self._named(order or "")
        if named is not None:
            return named, "deal_id"
        numbered = self._own_deal.get(order or "")
        return (None, "unlinked") if numbered is None else (numbered, "order_number")

    @cached_property
    def _own_deal(self) -> dict[str, Deal]:
        """The deal of every order that is told by number alone: by its time, then by its customer."""
        found: dict[str, Deal] = {}
        for number, deals in self.by_number.items():
            orders = self._orders_by_number.get(number, [])
            fitting = [(order, deal) for order in orders for deal in deals if self._fits(order, deal)]
            by_customer = [pair for pair in fitting if self._is_of_customer(*pair)]
            for order, deal in fitting:
                if _is_alone((order, deal), fitting) or _is_alone((order, deal), by_customer):
                    found[order] = deal
        return found

    @cached_property
    def _orders_by_number(self) -> dict[str, list[str]]:
        grouped: dict[str, list[str]] = defaultdict(list)
        for key, facts in self.orders.items():
            grouped[facts.number.strip()].append(key)
        return grouped

    def _named(self, order: str) -> Deal | None:
        key = self.customers.names.deal_called((self.orders[order].deal_id or "").strip())
        return self.by_key.get(key or "")

    def _fits(self, order: str, deal: Deal) -> bool:
        """A named order is of its deal alone; a number begins again each year, so the times must meet."""
        named = self._named(order)
        if named is not None:
            return named is deal
        ordered = business_date(self.orders[order].date)
        ended = deal.won_at or deal.lost_at
        is_late = ended is not None and ordered - business_date(ended) > INFERRED_WINDOW
        return deal.created_date - ordered <= INFERRED_WINDOW and not is_late

    def _is_of_customer(self, order: str, deal: Deal) -> bool:
        customer = self.customers.of_account(self.orders[order].counterparty)
        return self._named(order) is deal or (customer is not None and customer == deal.customer)

    def deal_of_line(self, line: Line) -> tuple[Deal | None, str]:
        """Return the deal of a payment line by the first rule that fits, and the rule's name."""
        deal, method = self.deal_of_order(line.order)
        if deal is not None:
            return deal, method
        customer = self.customers.of_account(line.counterparty)
        candidates = [
            deal for deal in self.by_customer.get(customer or "", []) if _may_be_paid(deal, line.paid_date)
        ]
        return (candidates[0], "inferred") if len(candidates) == 1 else (None, "unlinked")


def _is_alone(pair: tuple[str, Deal], pairs: list[tuple[str, Deal]]) -> bool:
    """Say whether no other of the pairs has the same order or the same deal."""
    return [other for other in pairs if other[0] == pair[0] or other[1] is pair[1]] == [pair]


def _may_be_paid(deal: Deal, paid: date) -> bool:
    if deal.is_ended or deal.created_date > paid:
        return False
    reference = business_date(deal.won_at) if deal.won_at is not None else deal.created_date
    return abs(reference - paid) <= INFERRED_WINDOW


def read_receipts(lines: list[Line], ledger: Ledger, people: People) -> list[Receipt]:
    """Give every line its deal, customer, employee, unit and channel."""
    return [_receipt(line, ledger, people) for line in lines]


def _receipt(line: Line, ledger: Ledger, people: People) -> Receipt:
    deal, method = ledger.deal_of_line(line)
    employee = _credit(line, deal, ledger, people)
    return Receipt(
        line=line,
        deal=deal,
        method=method,
        customer=ledger.customers.of_account(line.counterparty),
        employee=employee,
        unit=people.unit_on(employee, line.paid_date),
        channel=UNLINKED if deal is None else deal.channel,
    )


def _credit(line: Line, deal: Deal | None, ledger: Ledger, people: People) -> str:
    if deal is None:
        order = ledger.orders.get(line.order or "")
        manager = order.manager if order is not None else None
        return people.of_erp(manager or line.responsible)
    if deal.won_at is not None and deal.won_at <= line.paid_at:
        return deal.owner_at(deal.won_at, people)
    return deal.owner_at(line.paid_at, people)


def first_payments(receipts: list[Receipt]) -> dict[str, date]:
    """Return for every customer the earliest day with an incoming payment."""
    first: dict[str, date] = {}
    for receipt in receipts:
        if receipt.customer is not None and not receipt.line.is_refund:
            paid = receipt.line.paid_date
            first[receipt.customer] = min(paid, first.get(receipt.customer, paid))
    return first
