"""The list of whom to call first as it stood 90 days ago, beside what came of it: lift of its first tenth."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from benchmarks.results import Figure, save
from sandbox.company.charter import END
from sandbox.company.company import Company
from sandbox.truth.books import Books, open_books
from sandbox.truth.people import business_date
from sandbox.truth.priority import SOON, Scored, score_customers, score_deals, top_tenth
from sandbox.truth.purchases import Purchases, read_purchases
from sandbox.world.world import generate

_BACK = timedelta(days=90)


@dataclass(frozen=True)
class Lift:
    """How many were scored, how many of them are the first tenth, and what it brings ÷ the mean of all."""

    scored: int
    first_tenth: int
    hits: int
    by_hits: float
    by_money: float


def lift(scored: Sequence[Scored], came: Mapping[str, Decimal]) -> Lift:
    """Hold a list against what came of it. `came`: key of a hit → its money."""
    known = [one for one in scored if one.expected is not None]
    first = top_tenth(known)
    hits, all_hits = (sum(one.candidate.key in came for one in ones) for ones in (first, known))
    money, all_money = (_sum(came.get(one.candidate.key) for one in ones) for ones in (first, known))
    share = len(first) / len(known) if known else 0.0
    return Lift(
        len(known), len(first), all_hits, _over(hits, share * all_hits), _over(money, share * all_money)
    )


def _sum(amounts: Iterable[Decimal | None]) -> float:
    return sum(float(amount) for amount in amounts if amount is not None)


def _over(part: float, expected: float) -> float:
    """Divide; nothing to expect is no lift at all."""
    return part / expected if expected else 0.0


def won_since(then: Books, now: Books) -> dict[str, Decimal]:
    """Return the deals that were won after `then`, and what they were worth on the list."""
    amounts = {deal.key: deal.amount for deal in then.deals if deal.ended_at is None}
    return {
        deal.key: amounts[deal.key]
        for deal in now.deals
        if deal.key in amounts and deal.won_at is not None and then.as_of < deal.won_at <= then.as_of + _BACK
    }


def bought_since(then: date, purchases: Purchases, days: int) -> dict[str, Decimal]:
    """Return what customers bought in the days after one."""
    found = {
        customer: sum(
            (sum_ or Decimal(0) for day, sum_ in bought.items() if 0 < (day - then).days <= days), Decimal(0)
        )
        for customer, bought in purchases.items()
    }
    return {customer: amount for customer, amount in found.items() if amount}


def measure(company: Company, now: datetime) -> dict[str, Lift]:
    """Return the lift of deals, and of customers on each of the months since."""
    then_books, now_books = open_books(company, [now - _BACK]), open_books(company, [now])
    purchases = read_purchases(now_books.receipts)
    found = {"deals": lift(score_deals(then_books), won_since(then_books, now_books))}
    for back in (60, 30):
        books = open_books(company, [now - timedelta(days=back)])
        came = bought_since(business_date(books.as_of), purchases, SOON)
        found[f"customers {back}"] = lift(score_customers(books, read_purchases(books.receipts)), came)
    return found


def main() -> None:
    """Print and keep the lift of the first tenth over the mean."""
    parser = argparse.ArgumentParser(description="Lift of the first tenth of the list of whom to call first.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args()
    found = measure(generate(options.seed, options.scale), END - timedelta(days=1))
    deals, customers = found.pop("deals"), found
    figures = [
        Figure(
            "Open deals of 90 days ago: wins in the first tenth ÷ the mean",
            f"{deals.by_hits:.2f} ({deals.first_tenth} of {deals.scored} deals)",
            "≥ 1.0",
            deals.by_hits >= 1,
        ),
        Figure("… money won in the first tenth ÷ the mean", f"{deals.by_money:.2f}"),
        *(
            Figure(
                f"Customers of {name.split()[1]} days ago: buyers in the first tenth ÷ the mean",
                f"{one.by_hits:.2f}, by money {one.by_money:.2f} ({one.first_tenth} of {one.scored})",
            )
            for name, one in customers.items()
        ),
    ]
    measured = {name: asdict(one) for name, one in {"deals": deals, **customers}.items()}
    save("priority", "make bench-priority", figures, measured)


if __name__ == "__main__":
    main()
