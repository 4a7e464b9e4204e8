"""What stands on the lines of an agent's order: discounts, goods given free, goods refused at the door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from sandbox.company.erp_records import OrderFacts
from sandbox.company.field_records import CENT, FieldLine

DISCOUNT = 5


def lines_of(facts: OrderFacts, products: Mapping[str, str], *, is_delivered: bool) -> tuple[FieldLine, ...]:
    """Return the lines of an order; `products`: old key → new key. Goods are refused at the door."""
    number = int(facts.number[-6:])
    return tuple(_lines(facts, products, number, is_refused=is_delivered and number % 9 == 4))


def _lines(
    facts: OrderFacts, products: Mapping[str, str], number: int, *, is_refused: bool
) -> Iterator[FieldLine]:
    for place, line in enumerate(facts.lines):
        discount = DISCOUNT if place == 1 and number % 3 == 0 else 0
        price = (line.amount / line.quantity / (1 - Decimal(discount) / 100)).quantize(CENT)
        refused = refused_of(line.amount, line.quantity) if is_refused and place == 0 else 0
        yield FieldLine(products[line.product], line.quantity, price, discount, line.amount, refused)
    if number % 7 == 3:
        free = products[facts.lines[0].product]
        yield FieldLine(free, 1, Decimal(0), 0, Decimal(0), is_bonus=True)


def refused_of(summa: Decimal, quantity: int) -> int:
    """Return some of the pieces, so that what is left does not come to half a kopeck exactly."""
    kopecks = int(summa * 100)
    return next(
        (part for part in range(1, quantity) if 2 * (kopecks * (quantity - part) % quantity) != quantity), 0
    )
