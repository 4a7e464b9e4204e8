"""Truth about whose the margin of a shipment is: sold lines with their employee, and facts by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sandbox.truth.books import Books
from sandbox.truth.goods import SoldLine
from sandbox.truth.rules import UNASSIGNED
from sandbox.truth.sales import Fact


@dataclass(frozen=True)
class Earning:
    """A sold line with the person it is credited to; `is_linked`: its order belongs to a deal."""

    day: date
    employee: str
    unit: str
    is_linked: bool
    net: Decimal
    margin: Decimal | None

    @property
    def units(self) -> set[tuple[str, str]]:
        """Whose it is, at each level."""
        return {("company", "company"), ("department", self.unit), ("employee", self.employee)}


def read_earnings(books: Books) -> list[Earning]:
    """Return every sold line up to the last complete day with whose it is."""
    return [_earning(books, line) for line in books.sold_lines if line.day <= books.last_day]


def _earning(books: Books, line: SoldLine) -> Earning:
    deal = books.ledger.deal_of_order(line.order)[0]
    if deal is None:
        employee = _manager(books, line)
    else:
        is_won = deal.won_at is not None and deal.won_at <= line.sold_at
        employee = deal.owner_at(deal.won_at if is_won and deal.won_at else line.sold_at, books.people)
    unit = books.people.unit_on(employee, line.day)
    return Earning(line.day, employee, unit, deal is not None, line.net, line.margin)


def _manager(books: Books, line: SoldLine) -> str:
    """Of a shipment without a deal: who manages its order, else the document."""
    order = books.ledger.orders.get(line.order or "")
    named = UNASSIGNED if order is None else books.people.of_erp(order.manager)
    return books.people.of_erp(line.manager) if named == UNASSIGNED else named


def margin_facts(earnings: list[Earning]) -> Iterator[Fact]:
    """Yield margin and the net amount it was earned on, of lines whose cost is known."""
    for one in earnings:
        if one.margin is not None:
            yield "margin_amount", one.day, one.employee, one.margin
            yield "net_known_cost_amount", one.day, one.employee, one.net
