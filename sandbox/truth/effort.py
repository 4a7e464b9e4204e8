"""Truth about the daily effort: what an employee lacks to the plan, and the inquiries and calls it takes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from sandbox.company.calendar_ru import is_working_day, month_days, working_days_in_month, working_days_passed
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, round_half_up, sum_known, to_cells
from sandbox.truth.known import is_known
from sandbox.truth.people import business_date
from sandbox.truth.plans import Facts, facts_by_day, newest_plans
from sandbox.truth.rules import STEP_ORDER

WINDOW = timedelta(days=90)
WEIGHT = 20
LADDER = ("lead", "qualified", "meeting", "offer", "contract", "won")
DEALS, MONEY = "deals_won_count", "revenue_paid_amount"
Counts = dict[str, Fraction]
Values = dict[tuple[date | Key, ...], Decimal | None]


@dataclass(frozen=True)
class Event:
    """One counted case of an employee: a clean lead that came to a rung, a call, a meeting, a payment."""

    day: date
    employee: str
    measure: str
    amount: Fraction = Fraction(1)
    deal: str = ""


def effort_cells(books: Books) -> dict[str, Cells]:
    """Return by morning and employee what is missing, and what is needed of each rung, calls and meetings."""
    events, facts, plans = list(_events(books)), facts_by_day(books), newest_plans(books)
    cells: dict[str, Values] = defaultdict(dict)
    for morning in _mornings(business_date(books.as_of)):
        month = morning.replace(day=1)
        planned = {
            unit[2]
            for (unit, planned_month) in plans
            if unit[1] == "employee" and planned_month == month and unit[0] in (DEALS, MONEY)
        }
        own = _counted(event for event in events if morning - WINDOW <= event.day < morning)
        units = _by_unit(books, own, morning)
        for employee in planned:
            unit = units.get(books.people.unit_on(employee, morning), {})
            wants = {metric: plans.get(((metric, "employee", employee), month)) for metric in (DEALS, MONEY)}
            lacks = {
                metric: _lack(facts, metric, employee, plan, morning)
                for metric, plan in wants.items()
                if morning.day == 1 or is_known(books.company, metric)
            }
            for name, value in _needs(own.get(employee, {}), unit, wants, lacks, _left(morning)):
                cells[f"effort_{name}"][morning, employee] = value
    return {kpi: to_cells(values) for kpi, values in cells.items()}


def _mornings(today: date) -> list[date]:
    before = month_days(today.replace(day=1) - timedelta(days=1))
    return [day for day in (*before, *month_days(today)) if day <= today and is_working_day(day)]


def _left(morning: date) -> int:
    return working_days_in_month(morning.replace(day=1)) - working_days_passed(morning) + 1


def _events(books: Books) -> Iterator[Event]:
    for deal in books.deals:
        if deal.junk_class is None:
            yield Event(deal.created_date, deal.employee, "lead")
            for rung in LADDER[1:-1]:
                if deal.furthest >= STEP_ORDER[rung]:
                    yield Event(deal.created_date, deal.employee, rung)
            if deal.is_won:
                yield Event(deal.created_date, deal.employee, "won")
    for talk in books.conversations:
        if talk.direction != "internal":
            yield Event(talk.day, talk.employee, "calls")
    for meeting in books.meetings:
        if meeting.held_at is not None:
            yield Event(business_date(meeting.held_at), meeting.employee, "held_meetings")
    for receipt in books.receipts:
        if receipt.deal is not None:
            money = Event(receipt.line.paid_date, receipt.employee, "linked", Fraction(receipt.line.known))
            yield money
            if not receipt.line.is_refund:
                yield Event(money.day, money.employee, "deals", deal=receipt.deal.key)


def _counted(events: Iterator[Event]) -> dict[str, Counts]:
    counts: dict[str, Counts] = defaultdict(lambda: defaultdict(Fraction))
    seen: set[tuple[str, str]] = set()
    for event in events:
        if event.measure == "deals" and (event.employee, event.deal) in seen:
            continue
        if event.measure == "deals":
            seen.add((event.employee, event.deal))
        counts[event.employee][event.measure] += event.amount
    return counts


def _by_unit(books: Books, own: dict[str, Counts], morning: date) -> dict[str, Counts]:
    sums: dict[str, Counts] = defaultdict(lambda: defaultdict(Fraction))
    for employee, counts in own.items():
        for measure, amount in counts.items():
            sums[books.people.unit_on(employee, morning)][measure] += amount
    return sums


def _lack(facts: Facts, metric: str, employee: str, plan: Decimal | None, morning: date) -> Decimal | None:
    if plan is None:
        return None
    days = facts.get((metric, "employee", employee), {})
    done = sum_known(value for day, value in days.items() if morning.replace(day=1) <= day < morning)
    return None if done is None else max(Decimal(0), plan - done)


def _needs(
    own: Counts,
    unit: Counts,
    wants: dict[str, Decimal | None],
    lacks: dict[str, Decimal | None],
    left: int,
) -> Iterator[tuple[str, Decimal | None]]:
    """`wants`: the plans. `lacks`: what is missing of those of which somebody tells what was done."""
    source = own if own.get("deals") else unit
    ticket = source["linked"] / source["deals"] if source.get("deals") else None
    deals, money = lacks.get(DEALS), lacks.get(MONEY)
    needs = [] if deals is None else [Fraction(deals)]
    if money is not None and ticket:
        needs.append(Fraction(money) / ticket)
    is_told = all(plan is None or lacks.get(metric) is not None for metric, plan in wants.items())
    need = max(needs) / left if needs and is_told and (money is None or ticket) else None
    yield "missing_deals", deals
    yield "missing_amount", money
    yield "won", _shown(need)
    for rung, following in reversed(list(pairwise(LADDER))):
        share = _drawn(own, unit, following, rung)
        need = need / share if need is not None and share else None
        yield rung, _shown(need)
    for name in ("calls", "held_meetings"):
        per_lead = _drawn(own, unit, name, "lead")
        yield name, None if need is None or per_lead is None else _shown(need * per_lead)


def _drawn(own: Counts, unit: Counts, reached: str, entered: str) -> Fraction | None:
    """Few cases say little: as if twenty of the unit's were his."""
    if not unit.get(entered):
        return None
    usual = unit.get(reached, Fraction(0)) / unit[entered]
    return (own.get(reached, Fraction(0)) + WEIGHT * usual) / (own.get(entered, Fraction(0)) + WEIGHT)


def _shown(number: Fraction | None) -> Decimal | None:
    if number is None:
        return None
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return round_half_up(exact.quantize(Decimal("0.000001"), ROUND_HALF_UP))
