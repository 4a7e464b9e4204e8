"""Precision and recall of identity: pairs of cards called one customer, beside who is who outside."""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import Any

from benchmarks.results import Figure, save
from sandbox.company.charter import END
from sandbox.company.company import Company
from sandbox.truth.books import open_books
from sandbox.truth.customers import Customers
from sandbox.truth.names import Names
from sandbox.truth.review import review_cells
from sandbox.world.world import generate


@dataclass(frozen=True)
class Score:
    """Pairs of cards: called one customer, really one, and both."""

    called: int
    real: int
    right: int

    @property
    def precision(self) -> float:
        """Of the pairs called one customer, how many are."""
        return self.right / self.called

    @property
    def recall(self) -> float:
        """Of the pairs that are one customer, how many are called so."""
        return self.right / self.real


def owners(company: Company, names: Names) -> dict[str, int]:
    """Key of each card and account that was ever written → number of the customer of the outer world."""
    found: dict[str, int] = {}
    for number, client in enumerate(company.clients):
        cards = [("contact", id_) for id_ in client.contacts]
        cards += [("company", client.company_id)] if client.company_id is not None else []
        for entity, id_ in cards:
            found.update((names.card(crm, entity, id_), number) for crm in names.holders(entity, id_))
        found.update((names.account(key), number) for key in client.accounts)
    return found


def score(found: Mapping[str, Hashable], real: Mapping[str, Hashable]) -> Score:
    """Compare two ways of putting the same cards together; one of them at least holds a pair."""
    both = Counter((found[key], real[key]) for key in found)
    return Score(_pairs(Counter(found.values())), _pairs(Counter(real.values())), _pairs(both))


def _pairs(groups: Mapping[Any, int]) -> int:
    return sum(size * (size - 1) // 2 for size in groups.values())


def _missed(customers: Customers, found: Mapping[str, str], real: Mapping[str, Hashable]) -> Counter[str]:
    """Why pairs that are one customer are not called so."""
    taxpayers = {key: record.tax_id for key, record in customers.records.items()}
    cards: dict[Hashable, list[str]] = defaultdict(list)
    for key, owner in real.items():
        cards[owner].append(key)
    why: Counter[str] = Counter()
    for one, other in (pair for keys in cards.values() for pair in combinations(keys, 2)):
        if found[one] != found[other]:
            is_branch = taxpayers[one] is not None and taxpayers[one] == taxpayers[other]
            why["two branches of a firm" if is_branch else "nothing in common"] += 1
    return why


def _exact(found: Mapping[str, str], real: Mapping[str, Hashable]) -> float:
    """Share of the real customers whose cards are together, and with no other's."""
    groups: dict[Hashable, set[str]] = defaultdict(set)
    customers: dict[str, set[str]] = defaultdict(set)
    for key in found:
        groups[real[key]].add(key)
        customers[found[key]].add(key)
    together = {frozenset(keys) for keys in customers.values()}
    return sum(frozenset(keys) in together for keys in groups.values()) / len(groups)


def main() -> None:
    """Print and keep precision and recall, by evidence alone and with the decisions of people."""
    parser = argparse.ArgumentParser(description="Precision and recall of identity on the pretend company.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args()
    company = generate(options.seed, options.scale)
    books = open_books(company, [END - timedelta(days=1)])
    known = owners(company, books.people.names)
    real: dict[str, Hashable] = {key: known.get(key, key) for key in books.customers.records}
    alone = Customers(books.customers.records.values(), books.people.names)
    found, decided = _keys(alone, real), _keys(books.customers, real)
    measured, with_decisions = score(found, real), score(decided, real)
    queue = review_cells(books)
    figures = [
        Figure("Live cards, and customers of the outer world that they belong to", _counts(real)),
        Figure("Pairs of cards called one customer that are (precision)", f"{measured.precision:.1%}"),
        Figure("Pairs of cards that are one customer and are called so (recall)", f"{measured.recall:.1%}"),
        Figure("Customers all of whose cards are together and with no other's", f"{_exact(found, real):.1%}"),
        Figure(
            "With the decisions that people typed: precision, recall",
            f"{with_decisions.precision:.1%}, {with_decisions.recall:.1%}",
        ),
        Figure("Pairs that wait for a person", str(sum(map(len, queue.values())))),
        *(
            Figure(f"Missed: {why}", f"{count} of {measured.real} pairs")
            for why, count in sorted(_missed(alone, found, real).items())
        ),
    ]
    save("identity", "make bench-identity", figures, {"called": measured.called, "real": measured.real})


def _keys(customers: Customers, cards: Iterable[str]) -> dict[str, str]:
    return {key: str(customers.of_record(key)) for key in cards}


def _counts(real: Mapping[str, Hashable]) -> str:
    return f"{len(real):,} of {len(set(real.values())):,}"


if __name__ == "__main__":
    main()
