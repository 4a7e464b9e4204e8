"""A company of any size, made by arithmetic: how long does the page take, how does it look when full?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb

from tests.page.made_shelf import AS_OF, create_marts
from tests.page.small_shelf import CALLS, CORE, MARKETING, MONEY, SALES

NAMES = ("Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Захар", "Инна", "Кирилл")
SURNAMES = ("Север", "Ветер", "Берег", "Залив", "Маяк")
LEADS_A_MONTH = 70
STATEMENTS = Path(__file__).with_suffix(".sql")
ROOMS = (
    "mart_day_pulse",
    "mart_goal_progress",
    "mart_daily_effort_plan",
    "mart_product_sales",
    "mart_revenue_reconciliation",
    "mart_sales_cycle",
    "fct_lead_control_point",
    "mart_customer_segment",
    "mart_employee_scorecard",
    "mart_data_discipline",
    "mart_region_sales",
    "mart_audience_segment",
    "mart_client_priority",
)
EVERYTHING = (*CORE, *SALES, *MONEY, *CALLS, *MARKETING, "dim_channel", *ROOMS)


def large_shelf(years: float, managers: int) -> duckdb.DuckDBPyConnection:
    """All marts of `years` up to the as-of date, with 70 leads a manager and month."""
    connection = duckdb.connect()
    create_marts(connection, EVERYTHING)
    first = (AS_OF - timedelta(days=int(years * 365))).replace(day=1)
    days = (AS_OF - first).days
    places = {
        "first": f"date '{first}'",
        "as_of": f"date '{AS_OF}'",
        "days": days,
        "managers": managers,
        "leads": int(days / 30.4 * managers * LEADS_A_MONTH),
        "names": list(NAMES),
        "surnames": list(SURNAMES),
    }
    connection.execute(STATEMENTS.read_text(encoding="utf-8").format(**places))
    return connection
