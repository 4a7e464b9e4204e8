"""Which tables the page holds: their queries, domains, and the marts without which they are left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from page.shelf_reader import Shelf


@dataclass(frozen=True)
class Fact:
    """A table of the page: the query of its name, cut at the last day of its domain.

    It needs `mart`, and those `beside` it.
    """

    name: str
    domain: str
    mart: str
    beside: tuple[str, ...] = ()

    def can_be_read(self, shelf: Shelf) -> bool:
        """Whether everything it needs was published."""
        return not any(map(shelf.lacks, (self.mart, *self.beside)))


FACTS = (
    Fact("leads", "sales", "fct_lead"),
    Fact("reached", "sales", "fct_deal_stage_visit"),
    Fact("won", "sales", "fct_deal"),
    Fact("contracts", "sales", "fct_deal"),
    Fact("standing", "sales", "fct_deal"),
    Fact("paid", "money", "fct_payment"),
    Fact("first_paid", "money", "fct_payment"),
    Fact("paid_leads", "sales", "fct_lead", ("fct_payment",)),
    Fact("plans", "money", "mart_plan_fact_daily"),
    Fact("due", "money", "fct_payment_schedule"),
    Fact("promised", "money", "mart_payment_calendar"),
    Fact("calls", "calls", "mart_employee_activity_daily"),
    Fact("visits", "calls", "mart_employee_activity_daily"),
    Fact("activity", "calls", "mart_employee_activity_daily"),
    Fact("answers", "calls", "mart_response_speed"),
    Fact("performance", "marketing", "mart_channel_performance"),
    Fact("attribution", "marketing", "mart_attribution"),
    Fact("alerts", "sales", "mart_kpi_alert", ("mart_metric_long", "dim_metric")),
    Fact("day_summary", "people", "mart_employee_day_summary"),
    Fact("debtors", "money", "mart_debtor"),
    Fact("junk", "sales", "fct_lead"),
    Fact("lost", "sales", "fct_deal"),
    Fact("stuck", "sales", "fct_deal_daily_snapshot", ("fct_deal",)),
    Fact("cohorts", "sales", "mart_sales_funnel_cohort"),
    Fact("waiting", "calls", "mart_response_speed"),
    Fact("pulse", "calls", "mart_day_pulse"),
    Fact("goals", "money", "mart_goal_progress"),
    Fact("effort", "money", "mart_daily_effort_plan"),
    Fact("products", "money", "mart_product_sales"),
    Fact("truths", "money", "mart_revenue_reconciliation"),
    Fact("lasting", "sales", "mart_sales_cycle"),
    Fact("points", "sales", "fct_lead_control_point"),
    Fact("segments", "customers", "mart_customer_segment"),
    Fact("moves", "customers", "mart_customer_segment_migration"),
    Fact("scorecard", "sales", "mart_employee_scorecard"),
    Fact("discipline", "sales", "mart_data_discipline"),
    Fact("regions", "money", "mart_region_sales"),
    Fact("audience", "sales", "mart_audience_segment"),
    Fact("priority", "customers", "mart_client_priority", ("fct_deal",)),
)
# What a table of one day is of: the query that says it.
NEWEST = {
    "alerts": "panel_day",
    "debtors": "debtors_morning",
    "stuck": "stuck_day",
    "effort": "effort_day",
    "products": "products_month",
    "segments": "segments_day",
}
# The step that payments tell, never a stage.
PAID = "paid"
# Columns of few words, which a table holds by number.
LABELS = (
    "stage",
    "form",
    "reason",
    "junk",
    "model",
    "mark",
    "step",
    "truth",
    "point",
    "verdict",
    "hint_ru",
    "hint_en",
    "rule",
    "region",
    "attribute",
    "answer",
    "why",
)
# Columns whose words are held in one dictionary.
REASONS = tuple(f"why_{number}_{language}" for number in (1, 2, 3) for language in ("ru", "en"))
# Deals, and customers, told as to be called first.
PRIORITY_ROWS = 10
UNKNOWN = {
    "sales": Fact("unknown_sales", "sales", "mart_conversion_by_unit"),
    "money": Fact("unknown_money", "money", "mart_plan_fact_daily"),
    "calls": Fact("unknown_calls", "calls", "mart_employee_activity_daily"),
    "sold": Fact("unknown_sold", "sales", "mart_conversion_by_unit", ("mart_data_coverage",)),
    "visits": Fact("unknown_visits", "calls", "mart_employee_activity_daily"),
}
