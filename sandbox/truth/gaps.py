"""Truth about a gap: what it is made of, shared out over factors so that the parts make it exactly."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import permutations
from math import prod

from sandbox.truth.cells import round_half_up

Factors = dict[str, Fraction]


@dataclass(frozen=True)
class Sums:
    """What a unit did in some days: clean leads, deals that paid, what they paid, and money without a deal.

    Of a goal of margin `earned` is what shipments of deals earned, and `unlinked` what all others did.
    """

    working_days: int
    leads: Fraction
    deals: Fraction
    linked: Fraction
    unlinked: Fraction
    scale: Fraction = Fraction(1)
    earned: Fraction | None = None

    def scaled(self, working_days: int) -> "Sums":
        """Return the sums as of so many working days; their quotients stay, also after none."""
        return replace(self, scale=Fraction(working_days, self.working_days))

    @property
    def of_deals(self) -> Fraction:
        """What the factors make together, as of the days that count."""
        return (self.linked if self.earned is None else self.earned) * self.scale


def split(before: Sums, now: Sums, gap: Decimal) -> dict[str, Decimal]:
    """Share the gap of money out.

    What the factors do not explain (money of deals without an inquiry) is the last factor's, what rounding
    leaves the largest part's.
    """
    shares = _mean_of_orders(_factors(before, now), _factors(now, before), _product)
    *first, last = shares
    shares[last] = now.of_deals - before.of_deals - sum(shares[name] for name in first)
    parts = {name: _to_kopecks(share) for name, share in shares.items()}
    parts["unlinked"] = _to_kopecks(now.unlinked * now.scale) - _to_kopecks(before.unlinked * before.scale)
    return _closed(parts, gap)


def split_ratio(
    before: tuple[Fraction, Fraction], now: tuple[Fraction, Fraction], gap: Decimal
) -> dict[str, Decimal]:
    """Share the gap of two quotients (numerator, denominator; not by 0) out to what is above and below."""
    old, new = ({"numerator": above, "denominator": below} for above, below in (before, now))
    shares = _mean_of_orders(old, new, lambda state: state["numerator"] / state["denominator"])
    return _closed({name: _to_kopecks(share) for name, share in shares.items()}, gap)


def _product(state: Factors) -> Fraction:
    return prod(state.values(), start=Fraction(1))


def _mean_of_orders(old: Factors, new: Factors, value: Callable[[Factors], Fraction]) -> Factors:
    """The mean of what each factor changes over all orders in which the factors change."""
    shares = dict.fromkeys(old, Fraction(0))
    orders = list(permutations(old))
    for order in orders:
        state = dict(old)
        for factor in order:
            was = value(state)
            state[factor] = new[factor]
            shares[factor] += (value(state) - was) / len(orders)
    return shares


def _closed(parts: Mapping[str, Decimal], gap: Decimal) -> dict[str, Decimal]:
    largest = max(parts, key=lambda name: abs(parts[name]))
    return {**parts, largest: parts[largest] + gap - sum(parts.values())}


def _factors(own: Sums, other: Sums) -> Factors:
    """A quotient by nothing says nothing: the other side's stands for it."""
    sides = (own, other)
    factors = {
        "leads": own.leads * own.scale,
        "conversion": _first(side.deals / side.leads for side in sides if side.leads),
        "ticket": _first(side.linked / side.deals for side in sides if side.deals),
    }
    if own.earned is not None:
        factors["share"] = _first((side.earned or 0) / side.linked for side in sides if side.linked)
    return factors


def _first(quotients: Iterator[Fraction]) -> Fraction:
    return next(quotients, Fraction(0))


def _to_kopecks(amount: Fraction) -> Decimal:
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return round_half_up(exact.quantize(Decimal("0.000001"), ROUND_HALF_UP))
