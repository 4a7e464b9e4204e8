"""Rows of what agents are to reach by month, and of what else people wish for beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sandbox.company.company import PlanRow
from sandbox.company.current import CompanyState
from sandbox.vendors.field_tables.cells import Row, code, month_of

KPIS = {"revenue_paid_amount": "sales_sum", "visits_made_count": "visits"}
"""What is planned -> what the table calls it."""
WISHES = {"active_clients": 40, "category:Светильники": 120000}
"""What nobody here counts against a plan."""


def kpi_plans(state: CompanyState) -> Iterator[Row]:
    """Give the plans in force, the newest of each, and of the first agent what is wished for besides."""
    newest: dict[tuple[date, str, str], PlanRow] = {}
    for row in state.company.agent_plans:
        if row.published_at <= state.at:
            newest[row.month, row.unit, row.metric] = row
    for place, row in enumerate(newest.values()):
        yield {
            "period": month_of(row.month),
            "agent_code": code(row.unit, place),
            "kpi": KPIS[row.metric],
            "plan": row.plan,
            "fact": 0 if place % 2 else None,
            "weight": 50,
        }
    months = {row.month: row for row in newest.values()}
    for row in months.values():
        for kpi, plan in WISHES.items():
            yield {"period": month_of(row.month), "agent_code": code(row.unit, 0), "kpi": kpi, "plan": plan}
