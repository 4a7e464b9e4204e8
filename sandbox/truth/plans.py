"""Truth's cells of plan and fact by day: the plan spread over working days, facts to date, the forecast."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sandbox.company.calendar_ru import is_working_day, month_days, working_days_in_month, working_days_passed
from sandbox.company.company import PlanRow
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, add_known, round_half_up, sum_known, to_cells
from sandbox.truth.known import is_known
from sandbox.truth.people import business_date, normalise_email
from sandbox.truth.properties import property_facts
from sandbox.truth.receipts import MoneyFact, money_facts
from sandbox.truth.sales import sales_facts
from sandbox.truth.visits import planned_visit_facts

Unit = tuple[str, str, str]
"""metric, unit type, unit key"""
Facts = dict[Unit, dict[date, Decimal | None]]
Values = dict[tuple[date | Key, ...], Decimal | None]
KPIS = ("plan_day", "plan_to_date", "fact_day", "fact_to_date", "fulfilment_pct", "run_rate_forecast")


def plan_cells(books: Books) -> dict[str, Cells]:
    """Return six values for every metric, unit and day of months with a plan or a fact; None = unknown."""
    plans = newest_plans(books)
    facts = facts_by_day(books)
    values: dict[str, Values] = {kpi: {} for kpi in KPIS}
    this_month = business_date(books.as_of).replace(day=1)
    for unit, month in sorted({*plans, *_months_with_facts(facts)}):
        if month <= this_month:
            known_until = books.last_day if is_known(books.company, unit[0]) else date.min
            _add_month(values, unit, month, plans.get((unit, month)), facts.get(unit, {}), known_until)
    gaps = {key: gap for key, gap in _members_gaps(books, plans).items() if key[-1] <= this_month}
    return {**{kpi: to_cells(values[kpi]) for kpi in KPIS}, "plan_members_gap": to_cells(gaps)}


def _members_gaps(
    books: Books, plans: dict[tuple[Unit, date], Decimal]
) -> dict[tuple[str, str, str, date], Decimal]:
    """Return plan less the plans of the employees who begin the month in the unit, where both are planned."""
    members: dict[tuple[str, str, str, date], Decimal] = defaultdict(Decimal)
    for ((metric, unit_type, person), month), plan in plans.items():
        if unit_type == "employee":
            members[metric, "department", books.people.unit_on(person, month), month] += plan
            members[metric, "company", "company", month] += plan
    return {key: plans[key[:3], key[3]] - sum_ for key, sum_ in members.items() if (key[:3], key[3]) in plans}


def newest_plans(books: Books) -> dict[tuple[Unit, date], Decimal]:
    """Return the plan of each metric, unit and month in its newest version published by now."""
    newest: dict[tuple[Unit, date], PlanRow] = {}
    for row in (*books.company.plans, *books.company.agent_plans):
        key = ((row.metric, row.unit_type, _unit_key(books, row)), row.month)
        if row.published_at <= books.as_of and (key not in newest or row.version > newest[key].version):
            newest[key] = row
    return {key: row.plan for key, row in newest.items()}


def _unit_key(books: Books, row: PlanRow) -> str:
    if row.unit_type == "company":
        return "company"
    if row.unit_type == "department":
        return books.people.names.unit_called(row.unit)
    people = books.people
    return people.by_erp_key.get(row.unit) or people.by_email[normalise_email(row.unit)]


def facts_by_day(books: Books) -> Facts:
    """Return what each unit did by planned metric and day, up to the last complete one."""
    facts = (
        *sales_facts(books), *money_facts(books), *property_facts(books), *planned_visit_facts(books),
    )  # fmt: skip
    return by_unit_and_day(books, facts)


def by_unit_and_day(books: Books, facts: Iterable[MoneyFact]) -> Facts:
    """Add facts up by metric, unit then and day, up to the last complete one."""
    by_day: dict[Unit, list[tuple[date, Decimal | None]]] = defaultdict(list)
    for metric, day, employee, value in facts:
        if day <= books.last_day:
            by_day[metric, "company", "company"].append((day, value))
            by_day[metric, "department", books.people.unit_on(employee, day)].append((day, value))
            by_day[metric, "employee", employee].append((day, value))
    return {unit: add_known(days) for unit, days in by_day.items()}


def _months_with_facts(facts: Facts) -> set[tuple[Unit, date]]:
    return {(unit, day.replace(day=1)) for unit, days in facts.items() for day in days}


def spread(plan: Decimal, day: date) -> Decimal:
    """Return the plan to date: the share of the month's working days passed, rounded half away from zero."""
    return round_half_up(plan * working_days_passed(day) / working_days_in_month(day.replace(day=1)))


def _add_month(
    values: dict[str, Values],
    unit: Unit,
    month: date,
    plan: Decimal | None,
    facts: dict[date, Decimal | None],
    known_until: date,
) -> None:
    planned_before = Decimal(0)
    for day in month_days(month):
        key = (*unit, day)
        if plan is not None:
            planned = spread(plan, day)
            values["plan_day"][key] = planned - planned_before if is_working_day(day) else Decimal(0)
            values["plan_to_date"][key] = planned
            planned_before = planned
        is_over = day <= known_until
        of_day = facts.get(day, Decimal(0))
        to_date = sum_known(fact for other, fact in facts.items() if month <= other <= day)
        values["fact_day"][key] = round_half_up(of_day) if is_over and of_day is not None else None
        values["fact_to_date"][key] = round_half_up(to_date) if is_over and to_date is not None else None
        values["fulfilment_pct"][key] = _percent(to_date, plan) if is_over else None
        values["run_rate_forecast"][key] = _forecast(to_date, day) if is_over else None


def _percent(fact: Decimal | None, plan: Decimal | None) -> Decimal | None:
    return round_half_up(fact * 100 / plan) if plan and fact is not None else None


def _forecast(fact: Decimal | None, day: date) -> Decimal | None:
    passed = working_days_passed(day)
    if fact is None or not passed:
        return None
    return round_half_up(fact * working_days_in_month(day.replace(day=1)) / passed)
