"""Truth's cells of the pairs of cards that wait for a person: one customer or two."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, to_cells
from sandbox.truth.customers import Common, Customers
from sandbox.truth.rules import MOST_SHARED_CARDS

_Doubt = tuple[str, str, str, str]
"""The smaller and the greater key, why it is doubted, what speaks for one customer."""


def review_cells(books: Books) -> dict[str, Cells]:
    """Return every pair in the queue, and on how many cards the value stands that they share."""
    customers = books.customers
    doubts = dict[_Doubt, int]()
    for common in customers.commons:
        for doubt in _doubts(common, customers):
            doubts[doubt] = max(doubts.get(doubt, 0), common.cards_count)
    open_doubts = {doubt: cards for doubt, cards in doubts.items() if doubt[:2] not in customers.decisions}
    return {
        "identity_review": to_cells({**open_doubts, **dict.fromkeys(_overruled(customers), 2)}),
        "identity_two_tax_ids": to_cells(dict.fromkeys(_two_tax_ids(customers), 2)),
    }


def _doubts(common: Common, customers: Customers) -> Iterator[_Doubt]:
    is_too_much = common.cards_count > MOST_SHARED_CARDS
    first = min(common.cards)
    for one, other in combinations(sorted(common.cards), 2):
        is_shown = one == first or not is_too_much
        if is_shown and customers.of_record(one) != customers.of_record(other):
            yield one, other, "too_many_cards" if is_too_much else "parted", common.evidence


def _overruled(customers: Customers) -> Iterator[_Doubt]:
    for (one, other), word in customers.decisions.items():
        if (word == "same") != (customers.of_record(one) == customers.of_record(other)):
            yield one, other, "overruled", "decision"


def _two_tax_ids(customers: Customers) -> Iterator[tuple[str, str]]:
    """Yield for a customer of several tax ids the smallest card of each beside the smallest of all."""
    smallest = defaultdict[str, dict[str, str]](dict)
    for record in customers.records.values():
        customer = customers.of_record(record.key)
        if record.tax_id is not None and customer is not None:
            known = smallest[customer].get(record.tax_id, record.key)
            smallest[customer][record.tax_id] = min(known, record.key)
    for cards in smallest.values():
        first, *others = sorted(cards.values())
        yield from ((first, other) for other in others if (first, other) not in customers.decisions)
