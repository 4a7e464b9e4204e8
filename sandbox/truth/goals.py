"""Truth about goals: how far each has come by a day, whether it will be reached, and why it left its base."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sandbox.company.calendar_ru import days_between, is_working_day
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, round_half_up, sum_known, to_cells
from sandbox.truth.gaps import Sums, split, split_ratio
from sandbox.truth.known import is_known, tells
from sandbox.truth.margins import Earning, margin_facts, read_earnings
from sandbox.truth.money import Receipt
from sandbox.truth.people import normalise_email
from sandbox.truth.plans import Facts, by_unit_and_day, facts_by_day
from sandbox.truth.rules import FIELD_GOALS, GOALS, Goal
from sandbox.truth.sales import outcome_facts

SHOWN = (
    "fact", "target", "needed", "forecast", "on_track", "gap", "gap_leads", "gap_conversion", "gap_ticket",
    "gap_share", "gap_unlinked", "gap_numerator", "gap_denominator",
)  # fmt: skip
MONEY = ("revenue_paid_amount", "margin_amount")
TICKET = "average_ticket_amount"
RATIOS = {
    "conversion_period": ("deals_won_count", "clean_leads_count"),
    "junk_share": ("junk_leads_count", "leads_count"),
    "margin_share": ("margin_amount", "net_known_cost_amount"),
    TICKET: ("linked", "deals"),
}
"""Metric → what is above and below its line."""
LOWER_IS_BETTER = {"junk_share"}
Unit = tuple[str, str]
Days = tuple[date, date]
Parts = tuple[Fraction, Fraction]
Values = dict[tuple[date | Key, ...], Decimal | int | None]


@dataclass(frozen=True)
class Measured:
    """All that goals are measured by: facts by unit and day, receipts and shipments with whose they are."""

    books: Books
    facts: Facts
    earnings: list[Earning]

    def fact(self, metric: str, unit: Unit, days: Days) -> Decimal | None:
        """What the unit did in the days."""
        by_day = self.facts.get((metric, *unit), {})
        return sum_known(value for day, value in by_day.items() if days[0] <= day <= days[1])

    def total(self, metric: str, unit: Unit, days: Days) -> Decimal:
        """What is known of it."""
        return self.fact(metric, unit, days) or Decimal(0)

    def sold(self, unit: Unit, days: Days) -> list[Earning]:
        """The unit's shipments of the days."""
        return [one for one in self.earnings if days[0] <= one.day <= days[1] and unit in one.units]

    def received(self, unit: Unit, days: Days) -> list[Receipt]:
        """The unit's receipts of the days."""
        return [
            one
            for one in self.books.receipts
            if days[0] <= one.line.paid_date <= days[1] and unit in _units_of(one)
        ]


def goal_cells(books: Books) -> dict[str, Cells]:
    """Return per goal and day what it came to, what is needed, forecast, verdict and the split gap.

    Shares are in percent, their gaps in percentage points.
    """
    cells: dict[str, Values] = {f"goal_{name}": {} for name in SHOWN}
    earnings = read_earnings(books)
    more = by_unit_and_day(books, (*outcome_facts(books), *margin_facts(earnings)))
    measured = Measured(books, {**facts_by_day(books), **more}, earnings)
    for goal in (*GOALS, *(FIELD_GOALS if books.company.visits else ())):
        if not _is_there(books, goal):
            continue
        unit = _unit(books, goal)
        tell = _ratio_day if goal.metric in RATIOS else _sum_day
        for day in days_between(goal.start, min(goal.deadline, books.last_day)):
            for name, value in tell(measured, goal, unit, day):
                cells[f"goal_{name}"][goal.name, day] = value
    return {kpi: to_cells(values) for kpi, values in cells.items()}


def _is_there(books: Books, goal: Goal) -> bool:
    """Say whether a system of the company knows whose goal it is."""
    if goal.unit_type == "department":
        return bool(books.company.groups)
    return goal.unit_type == "company" or normalise_email(goal.unit) in books.people.by_email


def _unit(books: Books, goal: Goal) -> Unit:
    if goal.unit_type == "department":
        return "department", books.people.names.unit_called(goal.unit)
    if goal.unit_type == "employee":
        return "employee", books.people.by_email[normalise_email(goal.unit)]
    return "company", "company"


def _sum_day(
    measured: Measured, goal: Goal, unit: Unit, day: date
) -> Iterator[tuple[str, Decimal | int | None]]:
    passed, everything = _working_days(goal.start, day), _working_days(goal.start, goal.deadline)
    left = everything - passed
    days = (goal.start, day)
    fact = _fact(measured, goal.metric, unit, days)
    base_fact = _fact(measured, goal.metric, unit, goal.baseline_days)
    target = _target(goal)
    yield "target", target
    yield "fact", fact
    if fact is None:
        return
    forecast = round_half_up(fact * everything / passed) if passed else None
    yield "needed", round_half_up(max(Decimal(0), target - fact) / left) if left else None
    yield "forecast", forecast
    yield "on_track", None if forecast is None else int(forecast >= target)
    if base_fact is None:
        return
    gap = fact - round_half_up(base_fact * passed / _working_days(*goal.baseline_days))
    yield "gap", gap
    if goal.metric in MONEY and tells(measured.books.company, "crm", "erp"):
        before = _sums(measured, goal.metric, unit, goal.baseline_days).scaled(passed)
        parts = split(before, _sums(measured, goal.metric, unit, days), gap)
        yield from ((f"gap_{part}", amount) for part, amount in parts.items())


def _ratio_day(
    measured: Measured, goal: Goal, unit: Unit, day: date
) -> Iterator[tuple[str, Decimal | int | None]]:
    """A ratio to date is its forecast too; nothing of it is needed a day."""
    now = _parts(measured, goal.metric, unit, (goal.start, day))
    before = _parts(measured, goal.metric, unit, goal.baseline_days)
    target, fact, base = _target(goal), _quotient(goal.metric, now), _quotient(goal.metric, before)
    yield "target", target
    yield "fact", fact
    yield "forecast", fact
    if fact is None:
        return
    yield "on_track", int(fact <= target if goal.metric in LOWER_IS_BETTER else fact >= target)
    if base is None:
        return
    yield "gap", fact - base
    scale = Fraction(_working_days(goal.start, day), _working_days(*goal.baseline_days))
    if scale:
        percent = 1 if goal.metric == TICKET else 100
        old, new = (before[0] * percent * scale, before[1] * scale), (now[0] * percent, now[1])
        yield from ((f"gap_{part}", value) for part, value in split_ratio(old, new, fact - base).items())


def _target(goal: Goal) -> Decimal:
    if goal.target is not None:
        return goal.target
    return round_half_up(goal.baseline * (100 + (goal.growth or Decimal(0))) / 100)


def _working_days(first: date, last: date) -> int:
    return sum(map(is_working_day, days_between(first, last)))


def _fact(measured: Measured, metric: str, unit: Unit, days: Days) -> Decimal | None:
    """The sum of the days; nobody knows the margin where goods were shipped and no cost is known."""
    if not is_known(measured.books.company, metric):
        return None
    if metric == "margin_amount":
        sold = measured.sold(unit, days)
        if sold and all(one.margin is None for one in sold):
            return None
    return measured.fact(metric, unit, days)


def _parts(measured: Measured, metric: str, unit: Unit, days: Days) -> Parts:
    if metric == TICKET:
        sums = _sums(measured, metric, unit, days)
        return sums.linked, sums.deals
    above, below = RATIOS[metric]
    return Fraction(measured.total(above, unit, days)), Fraction(measured.total(below, unit, days))


def _quotient(metric: str, parts: Parts) -> Decimal | None:
    above, below = parts
    if not below:
        return None
    exact = above / below * (1 if metric == TICKET else 100)
    return round_half_up(Decimal(exact.numerator) / Decimal(exact.denominator))


def _sums(measured: Measured, metric: str, unit: Unit, days: Days) -> Sums:
    receipts = measured.received(unit, days)
    linked = sum((one.line.known for one in receipts if one.deal is not None), Decimal(0))
    deals = {one.deal.key for one in receipts if one.deal is not None and not one.line.is_refund}
    total, of_deals = sum((one.line.known for one in receipts), Decimal(0)), linked
    if metric == "margin_amount":
        sold = [(one.margin or Decimal(0), one.is_linked) for one in measured.sold(unit, days)]
        total = sum((margin for margin, _ in sold), Decimal(0))
        of_deals = sum((margin for margin, is_linked in sold if is_linked), Decimal(0))
    return Sums(
        working_days=_working_days(*days),
        leads=Fraction(measured.total("clean_leads_count", unit, days)),
        deals=Fraction(len(deals)),
        linked=Fraction(linked),
        unlinked=Fraction(total - of_deals),
        earned=Fraction(of_deals) if metric == "margin_amount" else None,
    )


def _units_of(receipt: Receipt) -> set[Unit]:
    return {("company", "company"), ("department", receipt.unit), ("employee", receipt.employee)}
