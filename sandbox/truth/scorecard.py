"""Truth's cells of scorecards: what employees lose at each step against their department's others."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, round_half_up, to_cells
from sandbox.truth.deals import Deal
from sandbox.truth.rules import FUNNEL_STEPS, STEP_ORDER

STEPS = FUNNEL_STEPS[:-1]
LEAST_ENTERED, Z = 10, Fraction("1.959963984540054")
Values = dict[tuple[date | Key, ...], Decimal | int]


@dataclass(frozen=True)
class _Passed:
    """Of some leads: how many reached the step, the next one, and of these were won."""

    entered: int
    reached: int
    won: int


def scorecard_cells(books: Books) -> dict[str, Cells]:
    """Return counts, lost leads, their cost, the weakest step and what is beyond chance; zeros left out."""
    paid = {r.deal.key for r in books.receipts if r.deal is not None and not r.line.is_refund}
    months: dict[date, dict[str, list[Deal]]] = defaultdict(lambda: defaultdict(list))
    for deal in books.deals:
        if deal.junk_class is None and deal.created_date <= books.last_day:
            months[deal.created_date.replace(day=1)][deal.employee].append(deal)
    values: dict[str, Values] = defaultdict(dict)
    for month, people in months.items():
        last = min(books.last_day, (month + timedelta(days=32)).replace(day=1) - timedelta(days=1))
        units = {employee: books.people.unit_on(employee, last) for employee in people}
        for employee, own in people.items():
            others = [
                deal
                for other, deals in people.items()
                if other != employee and units[other] == units[employee]
                for deal in deals
            ]
            _score(values, month, employee, own, others, paid)
    names = ("entered", "reached", "lost", "cost", "weakest", "beyond_chance")
    kept = {name: {key: value for key, value in values[name].items() if value} for name in names}
    return {f"scorecard_{name}": to_cells(kept[name]) for name in names}


def _score(
    values: dict[str, Values], month: date, employee: str, own: list[Deal], others: list[Deal], paid: set[str]
) -> None:
    won = [deal.amount for deal in others if deal.is_won]
    ticket = round_half_up(sum(won, Decimal(0)) / len(won)) if won else None
    weakest: tuple[Decimal, int] | None = None
    for place, step in enumerate(STEPS):
        key = (month, employee, step)
        mine, theirs = _passed(own, step, paid), _passed(others, step, paid)
        values["entered"][key], values["reached"][key] = mine.entered, mine.reached
        if not theirs.entered:
            continue
        gap = Decimal(theirs.reached * mine.entered - mine.reached * theirs.entered) / theirs.entered
        lost = max(Decimal(0), round_half_up(gap))
        values["lost"][key] = lost
        if ticket is not None and theirs.reached:
            values["cost"][key] = round_half_up(lost * theirs.won * ticket / theirs.reached)
        if _is_below(mine, theirs):
            values["beyond_chance"][key] = 1
        if mine.entered >= LEAST_ENTERED and lost and (weakest is None or lost > weakest[0]):
            weakest = (lost, place)
    if weakest is not None:
        values["weakest"][month, employee, STEPS[weakest[1]]] = 1


def _passed(deals: Iterable[Deal], step: str, paid: set[str]) -> _Passed:
    """A stage called paid is not money: the last step is passed by a payment linked to the deal."""
    after = FUNNEL_STEPS[FUNNEL_STEPS.index(step) + 1]
    entered = [deal for deal in deals if deal.furthest >= STEP_ORDER[step]]
    reached = [
        deal
        for deal in entered
        if (deal.key in paid if after == "paid" else deal.furthest >= STEP_ORDER[after])
    ]
    return _Passed(len(entered), len(reached), sum(deal.is_won for deal in reached))


def _is_below(mine: _Passed, theirs: _Passed) -> bool:
    """Return whether the 95 % Wilson interval of the own share ends below the others' share.

    It does where the others' share, taken for the true one, is further away than z standard errors.
    """
    if not mine.entered:
        return False
    share = Fraction(theirs.reached, theirs.entered)
    below = share - Fraction(mine.reached, mine.entered)
    return below > 0 and below**2 > Z**2 * share * (1 - share) / mine.entered
