"""What agents are to reach by month where field sales are kept in tables: money and visits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from sandbox.company.charter import MOSCOW
from sandbox.company.company import Company, PlanRow
from sandbox.company.table_books import agent_code
from sandbox.world.plans import CENT, GROWTH, JUNE, JUNE_REVISED_AT, MONTHS
from sandbox.world.visits import ON_ROUNDS

FILE = "kpi_plans"
PLANNED = {"revenue_paid_amount": Decimal("2345678.90"), "visits_made_count": Decimal(1200)}
"""Metric -> the plan of an agent in March, for the company as large as it is."""
REVISED = Decimal("1.15")


def plan_agents(company: Company) -> Company:
    """Return the company with the plans of its agents, which the plan file then need not tell."""
    rows = tuple(_rows(Decimal(str(company.scale))))
    left = (row for row in company.plans if row.unit_type != "employee" or row.metric not in PLANNED)
    return replace(company, plans=tuple(left), agent_plans=rows)


def _rows(scale: Decimal) -> Iterator[PlanRow]:
    for month in MONTHS:
        published = datetime(2026, month.month - 1, 26, 11, 5, tzinfo=MOSCOW)
        yield from _month(month, 1, published, scale * GROWTH[month.month])
    yield from _month(JUNE, 2, JUNE_REVISED_AT, scale * GROWTH[JUNE.month] * REVISED)


def _month(month: date, version: int, published: datetime, factor: Decimal) -> Iterator[PlanRow]:
    agents = [agent_code(key) for keys in ON_ROUNDS.values() for key in keys]
    for place, agent in enumerate(agents):
        for metric, usual in PLANNED.items():
            plan = usual * factor * (10 + place) / 10
            plan = plan.quantize(CENT if metric.endswith("amount") else Decimal(1))
            yield PlanRow(month, "employee", agent, metric, plan, version, published, FILE)
