"""Truth's cells of KPI alerts: which days of the panel leave their plan's pace or their own history."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

from sandbox.company.calendar_ru import (
    is_holiday,
    is_working_day,
    month_days,
    working_days_in_month,
    working_days_passed,
)
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, sum_known, to_cells
from sandbox.truth.known import is_known
from sandbox.truth.panel import Panel, Unit
from sandbox.truth.plans import by_unit_and_day, newest_plans, spread
from sandbox.truth.properties import property_facts

WATCHED = frozenset(
    {
        *("leads_count", "clean_leads_count", "deals_won_count", "deals_lost_count", "contracts_count"),
        *("revenue_booked_amount", "revenue_paid_amount", "meetings_held_count", "visits_made_count"),
        *("calls_out_count", "calls_answered_count"),
        *("calls_missed_count", "calls_missed_not_recalled_count"),
    }
)
LEVELS = ("company", "department")
HISTORY, ROBUST_Z, LEAST_SHARE, LEAST_UNITS = 8, Fraction(35, 10), Fraction(20, 100), 5
PACE, FIRST_WORKING_DAY = Fraction(90, 100), 5
SWALLOWED = Fraction(80, 100)
WEEKS_BEFORE = timedelta(days=56)


@dataclass(frozen=True)
class Comparison:
    """One day of a unit held against what was expected. `way`: 0 as expected, 1 above, -1 below."""

    rule: str
    unit: Unit
    day: date
    difference: Fraction
    way: int


def alert_cells(books: Books, panel: Panel) -> dict[str, Cells]:
    """Return one cell per alert: unit, day, rule and what it roots in and its state → 1."""
    tests = [*_history(panel), *_pace(books, panel)]
    swallowed = _swallowed(tests)
    alerts: dict[tuple[str | date, ...], int] = {}
    for test, before in _with_the_one_before(tests):
        state = _state(test.way, before)
        if state is not None:
            is_part = (
                test.unit[1] == "department" and (test.rule, test.unit[0], test.day, test.way) in swallowed
            )
            root = "company" if is_part else test.unit[2]
            alerts[(*test.unit, test.day, test.rule, root, state)] = 1
    return {"kpi_alerts": to_cells(alerts)}


def _state(way: int, before: int) -> str | None:
    if way == 0:
        return "over" if before else None
    return "going_on" if way == before else "new"


def _with_the_one_before(tests: list[Comparison]) -> Iterator[tuple[Comparison, int]]:
    """Yield each test with the way of the one before, for a pace within the same month."""
    lines: dict[tuple[object, ...], list[Comparison]] = defaultdict(list)
    for test in tests:
        month = test.day.replace(day=1) if test.rule == "pace" else None
        lines[test.rule, test.unit, month].append(test)
    for line in lines.values():
        before = 0
        for test in sorted(line, key=lambda one: one.day):
            yield test, before
            before = test.way


def _swallowed(tests: list[Comparison]) -> set[tuple[str, str, date, int]]:
    """Return the company's alerts of which its departments that alert the same way make four fifths."""
    company: dict[tuple[str, str, date, int], Fraction] = {}
    departments: dict[tuple[str, str, date, int], Fraction] = defaultdict(Fraction)
    for test in tests:
        key = (test.rule, test.unit[0], test.day, test.way)
        if test.way and test.unit[1] == "company":
            company[key] = test.difference
        elif test.way:
            departments[key] += test.difference
    return {
        key
        for key, difference in company.items()
        if key in departments and abs(departments[key]) >= SWALLOWED * abs(difference)
    }


def _history(panel: Panel) -> Iterator[Comparison]:
    for unit, days in panel.days.items():
        if unit[0] not in WATCHED or unit[1] not in LEVELS:
            continue
        known = {day: Fraction(value) for day, value in days.items() if value is not None}
        taught: dict[str, list[Fraction]] = defaultdict(list)
        for day in sorted(known):
            kind = _kind(day, known)
            if kind is None:
                continue
            if len(taught[kind]) >= HISTORY:
                yield _against(unit, day, known[day], taught[kind][-HISTORY:])
            taught[kind].append(known[day])


def _against(unit: Unit, day: date, value: Fraction, taught: list[Fraction]) -> Comparison:
    middle = median(taught)
    spread_ = median([abs(one - middle) for one in taught])
    difference = value - middle
    variance_by_chance = 0 if unit[0].endswith("_amount") else middle
    leaves = (
        (spread_ > 0 or middle != 0)
        and difference**2 > ROBUST_Z**2 * variance_by_chance
        and Fraction(6745, 10000) * abs(difference) > ROBUST_Z * spread_
        and abs(difference) >= LEAST_SHARE * abs(middle)
        and abs(difference) >= LEAST_UNITS
    )
    return Comparison("history", unit, day, difference, (1 if difference > 0 else -1) if leaves else 0)


def _kind(day: date, known: dict[date, Fraction]) -> str | None:
    """Return with which days a day is compared; None: a holiday, or a day off of a unit that rests then."""
    works = is_working_day(day)
    if works and working_days_passed(day) == working_days_in_month(day.replace(day=1)):
        return "month end"
    if is_holiday(day):
        return None
    if any(
        value and day - WEEKS_BEFORE <= other < day and not is_working_day(other)
        for other, value in known.items()
    ):
        return f"weekday {day.weekday()}"
    return "working day" if works else None


def _pace(books: Books, panel: Panel) -> Iterator[Comparison]:
    """Pieces are planned too, but stand on no panel."""
    pieces = by_unit_and_day(books, property_facts(books))
    for (unit, month), plan in newest_plans(books).items():
        if unit[1] not in LEVELS or not is_known(books.company, unit[0]):
            continue
        days = panel.days.get(unit) or pieces.get(unit, {})
        for day in month_days(month):
            if day > books.last_day:
                break
            fact = sum_known(value for other, value in days.items() if month <= other <= day)
            planned = Fraction(spread(plan, day))
            if fact is not None and working_days_passed(day) >= FIRST_WORKING_DAY and planned > 0:
                late = Fraction(fact) < PACE * planned
                yield Comparison("pace", unit, day, Fraction(fact) - planned, -1 if late else 0)
