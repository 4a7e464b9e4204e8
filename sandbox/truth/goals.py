"""Truth about goals: how far each has come by a day, whether it will be reached, and why it left its base."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import permutations

from sandbox.company.calendar_ru import days_between, is_working_day
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, round_half_up, to_cells
from sandbox.truth.money import Receipt
from sandbox.truth.people import normalise_email
from sandbox.truth.plans import Facts, facts_by_day
from sandbox.truth.rules import GOALS, Goal

PARTS = ("leads", "conversion", "ticket", "unlinked")
Values = dict[tuple[date | Key, ...], Decimal | int | None]


@dataclass(frozen=True)
class Sums:
    """What a unit did in some days: clean leads, deals that paid, their money and money without a deal."""

    working_days: int
    leads: Fraction
    deals: Fraction
    linked: Fraction
    unlinked: Fraction
    scale: Fraction = Fraction(1)

    def scaled(self, working_days: int) -> "Sums":
        """Return the sums as of so many working days; their quotients stay, also after none."""
        return replace(self, scale=Fraction(working_days, self.working_days))


def goal_cells(books: Books) -> dict[str, Cells]:
    """Return per goal and day: what it came to, what is needed, forecast, verdict and the split gap."""
    facts = facts_by_day(books)
    cells: dict[str, Values] = {
        f"goal_{name}": {} for name in ("fact", "needed", "forecast", "on_track", "gap")
    }
    cells |= {f"goal_gap_{part}": {} for part in PARTS}
    for goal in GOALS:
        unit = _unit(books, goal)
        for day in days_between(goal.start, min(goal.deadline, books.last_day)):
            for name, value in _day(books, goal, unit, day, facts):
                cells[f"goal_{name}"][goal.name, day] = value
    return {kpi: to_cells(values) for kpi, values in cells.items()}


def _unit(books: Books, goal: Goal) -> tuple[str, str]:
    if goal.unit_type == "department":
        return "department", books.people.names.unit_called(goal.unit)
    if goal.unit_type == "employee":
        return "employee", books.people.by_email[normalise_email(goal.unit)]
    return "company", "company"


def _day(
    books: Books, goal: Goal, unit: tuple[str, str], day: date, facts: Facts
) -> Iterator[tuple[str, Decimal | int | None]]:
    passed, everything = _working_days(goal.start, day), _working_days(goal.start, goal.deadline)
    left = everything - passed
    fact = _fact(facts, goal.metric, unit, goal.start, day)
    target = goal.target if goal.target is not None else _grown(goal)
    forecast = round_half_up(fact * everything / passed) if passed else None
    base_days = _working_days(*goal.baseline_days)
    base = round_half_up(_fact(facts, goal.metric, unit, *goal.baseline_days) * passed / base_days)
    yield "fact", fact
    yield "needed", round_half_up(max(Decimal(0), target - fact) / left) if left else None
    yield "forecast", forecast
    yield "on_track", None if forecast is None else int(forecast >= target)
    yield "gap", fact - base
    if goal.metric == "revenue_paid_amount":
        before = _sums(books, facts, unit, *goal.baseline_days).scaled(passed)
        parts = split(before, _sums(books, facts, unit, goal.start, day), fact - base)
        yield from ((f"gap_{part}", amount) for part, amount in parts.items())


def _grown(goal: Goal) -> Decimal:
    return round_half_up(goal.baseline * (100 + (goal.growth or Decimal(0))) / 100)


def _working_days(first: date, last: date) -> int:
    return sum(map(is_working_day, days_between(first, last)))


def _fact(facts: Facts, metric: str, unit: tuple[str, str], first: date, last: date) -> Decimal:
    days = facts.get((metric, *unit), {})
    return sum((value for day, value in days.items() if first <= day <= last), Decimal(0))


def _sums(books: Books, facts: Facts, unit: tuple[str, str], first: date, last: date) -> Sums:
    receipts = [
        one for one in books.receipts if first <= one.line.paid_date <= last and unit in _units_of(one)
    ]
    linked = sum((one.line.amount for one in receipts if one.deal is not None), Decimal(0))
    paid = sum((one.line.amount for one in receipts), Decimal(0))
    deals = {one.deal.key for one in receipts if one.deal is not None and not one.line.is_refund}
    return Sums(
        working_days=_working_days(first, last),
        leads=Fraction(_fact(facts, "clean_leads_count", unit, first, last)),
        deals=Fraction(len(deals)),
        linked=Fraction(linked),
        unlinked=Fraction(paid - linked),
    )


def _units_of(receipt: Receipt) -> set[tuple[str, str]]:
    return {("company", "company"), ("department", receipt.unit), ("employee", receipt.employee)}


def split(before: Sums, now: Sums, gap: Decimal) -> dict[str, Decimal]:
    """Share the gap out: the mean of what each factor changes over all orders in which the factors change.

    What the factors do not explain (money of deals without an inquiry) is the ticket's, what rounding leaves
    the largest part's.
    """
    old, new = _factors(before, now), _factors(now, before)
    shares = dict.fromkeys(old, Fraction(0))
    orders = list(permutations(old))
    for order in orders:
        state = dict(old)
        for factor in order:
            was = _product(state)
            state[factor] = new[factor]
            shares[factor] += (_product(state) - was) / len(orders)
    linked = now.linked * now.scale - before.linked * before.scale
    shares["ticket"] = linked - shares["leads"] - shares["conversion"]
    parts = {name: _to_kopecks(share) for name, share in shares.items()}
    parts["unlinked"] = _to_kopecks(now.unlinked * now.scale) - _to_kopecks(before.unlinked * before.scale)
    largest = max(PARTS, key=lambda name: abs(parts[name]))
    parts[largest] += gap - sum(parts.values())
    return parts


def _factors(own: Sums, other: Sums) -> dict[str, Fraction]:
    """A quotient by nothing says nothing: the other side's stands for it."""
    conversion = [side.deals / side.leads for side in (own, other) if side.leads]
    ticket = [side.linked / side.deals for side in (own, other) if side.deals]
    return {
        "leads": own.leads * own.scale,
        "conversion": conversion[0] if conversion else Fraction(0),
        "ticket": ticket[0] if ticket else Fraction(0),
    }


def _product(factors: Mapping[str, Fraction]) -> Fraction:
    return factors["leads"] * factors["conversion"] * factors["ticket"]


def _to_kopecks(amount: Fraction) -> Decimal:
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return round_half_up(exact.quantize(Decimal("0.000001"), ROUND_HALF_UP))
