"""Truth about purchases: the days on which a customer paid and did not get all of it back."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from statistics import median

from sandbox.truth.cells import add_known
from sandbox.truth.money import Receipt

Purchases = dict[str, dict[date, Decimal | None]]
"""customer -> day -> what was paid on it and kept, in order of days; None where nobody knows how much"""
Pile = tuple[str, str | None, str | None]
"""customer, order, and the currency of money without a rate"""


def read_purchases(receipts: Sequence[Receipt]) -> Purchases:
    """Return the purchases of every customer: a refund takes back the newest money of its order.

    Money without a rate is given back in its own currency.
    """
    piles: dict[Pile, list[tuple[date, Decimal]]] = defaultdict(list)
    for receipt in sorted(receipts, key=lambda one: (one.line.paid_at, one.line.is_refund, one.line.key)):
        if receipt.customer is None:
            continue
        line = receipt.line
        is_rated = line.amount is not None
        pile = piles[receipt.customer, line.order, None if is_rated else line.currency]
        amount = line.known if is_rated else line.original
        if line.is_refund:
            _take_back(pile, -amount)
        else:
            pile.append((line.paid_date, amount))
    kept: dict[str, list[tuple[date, Decimal | None]]] = defaultdict(list)
    for (customer, _, unrated), pile in piles.items():
        kept[customer] += [(day, amount if unrated is None else None) for day, amount in pile]
    return {customer: dict(sorted(add_known(days).items())) for customer, days in kept.items() if days}


def _take_back(pile: list[tuple[date, Decimal]], amount: Decimal) -> None:
    while pile and amount > 0:
        day, kept = pile.pop()
        if kept > amount:
            pile.append((day, kept - amount))
        amount -= kept


def gaps(days: Sequence[date]) -> list[int]:
    """Return the days between purchases; `days` in order."""
    return [(later - earlier).days for earlier, later in itertools.pairwise(days)]


def usual_gap(days: Sequence[date]) -> Decimal | None:
    """Return the median gap; None under three purchases."""
    between = [Decimal(gap) for gap in gaps(days)]
    return Decimal(median(between)) if len(between) >= 2 else None


def usual_purchase(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Return the median of what is known; None where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return Decimal(median(known)) if known else None
