"""Truth about purchases: the days on which a customer paid and did not get all of it back."""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from statistics import median

from sandbox.truth.money import Receipt

Purchases = dict[str, dict[date, Decimal]]
"""customer -> day -> what was paid on it and kept, in order of days"""


def read_purchases(receipts: Sequence[Receipt]) -> Purchases:
    """Return the purchases of every customer: a refund takes back the newest money of its order."""
    piles: dict[tuple[str, str | None], list[tuple[date, Decimal]]] = defaultdict(list)
    for receipt in sorted(receipts, key=lambda one: (one.line.paid_at, one.line.is_refund, one.line.key)):
        if receipt.customer is None:
            continue
        pile = piles[receipt.customer, receipt.line.order]
        if receipt.line.is_refund:
            _take_back(pile, -receipt.line.amount)
        else:
            pile.append((receipt.line.paid_date, receipt.line.amount))
    found: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for (customer, _), pile in piles.items():
        for day, amount in pile:
            found[customer][day] += amount
    return {customer: dict(sorted(days.items())) for customer, days in found.items()}


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
