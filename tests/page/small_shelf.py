"""A company of two managers and one spring, small enough to be counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import duckdb

from tests.page.made_shelf import create_marts, insert
from tests.page.small_lists import list_rows
from tests.page.small_morning import CARD, morning_rows
from tests.page.small_rooms import rooms_rows

ANNA, BORIS, NOBODY = "crm:1", "crm:2", "unassigned"
NORTH, SOUTH = "crm:10", "crm:20"
RETAIL, TRADE = "crm:100", "crm:200"
END = date(9999, 12, 31)
STEPS = {"lead": 1, "qualified": 2, "meeting": 3, "offer": 4, "contract": 5, "paid": 6, "lost": 90}
CORE = ("dim_date", "dim_employee_history", "dim_org_unit", "dim_pipeline_stage", "mart_data_coverage")
SALES = ("fct_lead", "fct_deal", "fct_deal_stage_visit", "mart_conversion_by_unit")
MONEY = ("fct_payment", "fct_payment_schedule", "mart_payment_calendar", "mart_plan_fact_daily")
CALLS = ("mart_employee_activity_daily", "mart_response_speed")
MARKETING = ("mart_channel_performance",)
REST = (
    "dim_metric",
    "mart_metric_long",
    "mart_kpi_alert",
    "mart_employee_day_summary",
    "mart_debtor",
    "fct_deal_daily_snapshot",
    "mart_attribution",
    "mart_sales_funnel_cohort",
    "mart_day_pulse",
    "mart_goal_progress",
    "mart_daily_effort_plan",
    "mart_product_sales",
    "mart_revenue_reconciliation",
    "mart_sales_cycle",
    "fct_lead_control_point",
    "mart_customer_segment",
    "mart_customer_segment_migration",
    "mart_employee_scorecard",
    "mart_data_discipline",
    "mart_region_sales",
    "mart_audience_segment",
    "mart_client_priority",
)
MOVE = date(2026, 5, 11)


def day(text: str) -> date:
    """`05-04` of 2026."""
    return date.fromisoformat(f"2026-{text}")


def small_shelf(marts: tuple[str, ...] = CORE + SALES + MONEY) -> duckdb.DuckDBPyConnection:
    """The tables of `marts`, filled. As of 2026-06-05; loaded from 2026-04-01 on."""
    connection = duckdb.connect()
    create_marts(connection, marts)
    rows = {**_core(), **_sales(), **_money(), **_calls(), **_marketing()}
    rows |= morning_rows() | rooms_rows() | list_rows()
    for mart in marts:
        insert(connection, mart, rows[mart])
    if "dim_date" in marts:
        connection.execute(_CALENDAR)
    if "mart_data_coverage" in marts:
        connection.execute(_COVERAGE)
        if "mart_employee_activity_daily" in marts:
            connection.execute(_COVERAGE.replace("'leads'", "'calls'").replace("'crm'", "'pbx'"))
        if "mart_channel_performance" in marts:
            connection.execute(_COVERAGE.replace("'leads'", "'ad_spend'").replace("'crm'", "'ads'"))
        if "fct_payment" in marts:
            connection.execute(_COVERAGE.replace("'leads'", "'payments'").replace("'crm'", "'erp'"))
    return connection


# Weekends are free, and the first week of May.
_CALENDAR = """
    insert into dim_date (date_day, is_working_day)
    select day, isodow(day) < 6 and day not between date '2026-05-01' and date '2026-05-08'
    from (select cast(unnest(generate_series(date '2026-01-01', date '2026-12-31', interval 1 day)) as date))
        as days(day)
"""
_COVERAGE = """
    insert into mart_data_coverage by name
    select 'crm' as source, 'amocrm' as vendor, 'leads' as stream, 'leads' as entities,
        cast(day as date) as date_day,
        'loaded' as status, true as is_complete, timestamp '2026-06-05 00:00:00' as covered_to
    from unnest(generate_series(date '2026-04-01', date '2026-06-05', interval 1 day)) as days(day)
"""


def _core() -> dict[str, list[dict[str, Any]]]:
    def employee(key: str, name: str, unit: str, since: date, until: date) -> dict[str, Any]:
        return {
            "employee_key": key,
            "employee_name": name,
            "email": f"{key}@northlight.example",
            "org_unit_key": unit,
            "valid_from_date": since,
            "valid_to_date": until,
            "is_active": key != NOBODY,
        }

    def stage(pipeline: str, step: str) -> dict[str, Any]:
        return {
            "stage_key": f"{pipeline}:{step}",
            "pipeline_key": pipeline,
            "pipeline_name": {RETAIL: "Розница", TRADE: "Опт"}[pipeline],
            "step": step,
            "step_order": STEPS[step],
            "is_end": step == "lost",
        }

    return {
        "dim_date": [],
        "mart_data_coverage": [],
        "dim_employee_history": [
            employee(ANNA, "Анна", NORTH, date(1900, 1, 1), MOVE - timedelta(days=1)),
            employee(ANNA, "Анна", SOUTH, MOVE, END),
            employee(BORIS, "Борис </script><b>", NORTH, date(1900, 1, 1), END),
            employee(NOBODY, "unassigned", NOBODY, date(1900, 1, 1), END),
        ],
        "dim_org_unit": [
            {"org_unit_key": NORTH, "org_unit_name": "Север"},
            {"org_unit_key": SOUTH, "org_unit_name": "Юг"},
            {"org_unit_key": NOBODY, "org_unit_name": "Без отдела"},
        ],
        "dim_pipeline_stage": [stage(RETAIL, step) for step in STEPS]
        + [stage(TRADE, step) for step in STEPS if step != "meeting"],
    }


LEADS = (
    # key, day, employee, pipeline, channel, furthest step, clean
    ("1", "05-11", ANNA, RETAIL, "site", 6, True),
    ("2", "05-11", ANNA, RETAIL, "site", 2, True),
    ("3", "05-12", BORIS, RETAIL, "call", 3, True),
    ("4", "05-12", BORIS, TRADE, "call", 5, True),
    ("5", "05-12", BORIS, TRADE, "none", 1, False),
    ("6", "04-20", ANNA, RETAIL, "site", 5, True),
    ("7", "06-04", ANNA, RETAIL, "site", 1, True),
    ("8", "06-05", ANNA, RETAIL, "site", 1, True),  # of the day that is not over
)


def _sales() -> dict[str, list[dict[str, Any]]]:
    known = {"date_day": day("05-11"), "employee_key": ANNA, "step": "lead", "is_complete": True}
    return {
        "fct_lead": list(_leads().values()),
        "fct_deal": _deals(),
        "fct_deal_stage_visit": _visits(),
        "mart_conversion_by_unit": [known],
    }


def _leads() -> dict[str, dict[str, Any]]:
    return {
        key: {
            "lead_key": f"crm:{key}",
            "created_date": day(created),
            "employee_key": employee,
            "pipeline_key": pipeline,
            "channel_key": channel,
            "channel_name": {"site": "Сайт", "call": "Звонок", "none": "none"}[channel],
            "furthest_step_order": furthest,
            "is_clean": clean,
            "is_junk": not clean,
            "junk_class": None if clean else "spam",
            "client_status": {"4": "current", "7": "unknown"}.get(key, "new"),
        }
        for key, created, employee, pipeline, channel, furthest, clean in LEADS
    }


def _deals() -> list[dict[str, Any]]:
    leads = _leads()
    same = ("lead_key", "employee_key", "pipeline_key", "channel_key", "created_date")

    def deal(key: str, stage: str, **known: Any) -> dict[str, Any]:
        lead = leads[key]
        return {
            "deal_key": f"crm:{key}",
            **{name: lead[name] for name in same},
            "stage_key": f"{lead['pipeline_key']}:{stage}",
            "source_url": f"{CARD}{key}",
            "client_status": lead["client_status"],
            "is_won": False,
            "is_lost": False,
            "is_junk": False,
            **known,
        }

    def won(on: str, by: str, amount: float) -> dict[str, Any]:
        taken = {"05-20": 9, "05-21": 9, "04-28": 8}[on]
        told = {"is_won": True, "won_date": day(on), "won_employee_key": by, "amount": amount}
        return {**told, "sales_cycle_days": taken, "flats_count": taken - 7, "properties_count": taken - 6}

    return [
        deal("1", "paid", customer_key="erp:c1", **won("05-20", ANNA, 1000.50)),
        deal("2", "qualified", amount=300),
        deal(
            "3",
            "lost",
            is_lost=True,
            lost_date=day("05-15"),
            lost_employee_key=BORIS,
            loss_reason_name="Дорого",
        ),
        deal("4", "contract", **won("05-21", ANNA, 2000)),  # Boris's now, Anna's when it was won
        deal("5", "lost", is_junk=True),
        deal("6", "paid", **won("04-28", ANNA, 500)),
        deal("7", "lead"),
        deal("8", "lead"),
    ]


def _visits() -> list[dict[str, Any]]:
    leads = _leads()

    def visit(key: str, number: int, step: str, on: str, by: str) -> dict[str, Any]:
        return {
            "visit_key": f"crm:{key}#{number}",
            "deal_key": f"crm:{key}",
            "visit_number": number,
            "stage_key": f"{leads[key]['pipeline_key']}:{step}",
            "entered_date": day(on),
            "employee_key": by,
        }

    return [
        visit("1", 1, "lead", "05-11", BORIS),
        visit("1", 2, "offer", "05-13", ANNA),
        visit("1", 3, "qualified", "05-14", ANNA),
        visit("1", 4, "paid", "05-20", ANNA),
        visit("2", 1, "qualified", "05-11", ANNA),
        visit("3", 1, "meeting", "05-12", BORIS),
        visit("3", 2, "lost", "05-15", BORIS),
        visit("4", 1, "lead", "05-12", BORIS),  # won without ever standing in a later step
        visit("6", 1, "contract", "04-28", ANNA),
        visit("7", 1, "lead", "06-04", ANNA),
        visit("8", 1, "lead", "06-05", ANNA),
    ]


def _money() -> dict[str, list[dict[str, Any]]]:
    def paid(key: str, on: str, by: str, amount: float, deal: str | None = None) -> dict[str, Any]:
        return {
            "payment_line_key": f"erp:{key}",
            "paid_date": day(on),
            "direction": "in" if amount > 0 else "refund",
            "amount": amount,
            "deal_key": deal and f"crm:{deal}",
            "employee_key": by,
            "channel_key": "site" if deal else "unlinked",
            "client_status": {None: "unknown", "4": "current"}.get(deal, "new"),
            "payment_form_name": "Наличные" if key == "a" else None,
        }

    payments = [
        paid("a", "05-20", ANNA, 600, "1"),
        paid("b", "05-22", ANNA, 400.50, "1"),
        paid("c", "05-22", BORIS, 1500, "4"),
        paid("d", "05-25", BORIS, -100, "4"),
        paid("e", "05-25", NOBODY, 50.25),
        paid("f", "04-29", ANNA, 500, "6"),
        paid("g", "06-05", ANNA, 999),  # of the day that is not over
    ]

    def due(order: str, on: str, bucket: str, by: str, amount: float, deal: str | None) -> dict[str, Any]:
        return {
            "as_of_date": day("06-05"),
            "order_key": order,
            "line_number": 1,
            "due_date": day(on),
            "due_bucket": bucket,
            "expected_amount": amount,
            "employee_key": by,
            "deal_key": deal and f"crm:{deal}",
        }

    schedule = [
        due("o1", "05-30", "overdue", ANNA, 700, "1"),
        due("o2", "06-05", "today", BORIS, 80, "4"),
        due("o3", "06-06", "tomorrow", BORIS, 90, None),
        due("o4", "06-09", "next_7_days", ANNA, 110.10, "1"),
        due("o5", "07-01", "later", ANNA, 5000, "1"),
        {**due("o6", "06-04", "today", ANNA, 4444, "1"), "as_of_date": day("06-04")},
    ]
    calendar = {"due_date": day("06-04"), "as_of_date": day("06-04"), "employee_key": ANNA}
    promised = [{**calendar, "instalments_count": 1, "expected_amount": 4444, "kept_amount": 1111}]
    return {
        "fct_payment": payments,
        "fct_payment_schedule": schedule,
        "mart_payment_calendar": promised,
        "mart_plan_fact_daily": _plans(),
    }


def _plans() -> list[dict[str, Any]]:
    """Plans of May: 2000 for the company, 700 for Anna; every day from April on is loaded."""
    days = [day("04-01") + timedelta(days=number) for number in range(65)]
    company = [
        {
            "metric": "revenue_paid_amount",
            "unit_type": "company",
            "unit_key": "company",
            "date_day": one,
            "plan_month": 2000 if one.month == 5 else None,
            "is_complete": True,
        }
        for one in days
    ]
    anna = {"metric": "revenue_paid_amount", "unit_type": "employee", "unit_key": ANNA, "is_complete": True}
    deals = {"metric": "deals_won_count", "unit_type": "company", "unit_key": "company", "is_complete": True}
    may = {"date_day": day("05-01")}
    return [*company, {**anna, **may, "plan_month": 700}, {**deals, **may, "plan_month": 4}]


def _calls() -> dict[str, list[dict[str, Any]]]:
    def acted(on: str, by: str, *calls: int | None) -> dict[str, Any]:
        told = dict(zip(("calls_in_count", "calls_out_count", "calls_missed_count"), calls, strict=True))
        visits = None if calls[0] is None else calls[0] - 1
        return {
            **{"date_day": day(on), "employee_key": by, "leads_count": 1, "is_complete": True},
            **{"visits_made_count": visits, **told},
        }

    def answered(lead: str, on: str, by: str, minutes: int | None, known: bool | None) -> dict[str, Any]:
        return {
            "lead_key": f"crm:{lead}",
            "created_date": day(on),
            "employee_key": by,
            "is_answered": known,
            "response_minutes": minutes,
        }

    return {
        "mart_employee_activity_daily": [
            acted("05-11", ANNA, 3, 2, 1),
            acted("05-12", BORIS, 5, 0, 4),
            acted("06-03", ANNA, None, None, None),
            acted("06-04", ANNA, 1, 1, 0),
        ],
        "mart_response_speed": [
            answered("1", "05-11", ANNA, 10, True),
            answered("2", "05-11", ANNA, 30, True),
            answered("3", "05-12", BORIS, 200, True),
            answered("4", "05-12", BORIS, None, False),
            answered("6", "04-20", ANNA, 5, True),
            answered("7", "06-04", ANNA, None, None),
        ],
    }


def _marketing() -> dict[str, list[dict[str, Any]]]:
    def performed(channel: str, campaign: str, spend: float | None, **known: Any) -> dict[str, Any]:
        return {
            "month_date": day("05-01"),
            "channel_key": channel,
            "campaign_key": campaign,
            "campaign_name": campaign,
            "attribution_model": "last_touch",
            "spend_amount": spend,
            "other_costs_amount": 0,
            "clean_leads_count": 0,
            "deals_won_count": 0,
            "revenue_paid_amount": 0,
            "margin_amount": 0,
            "new_customers_count": 0,
            **known,
        }

    return {
        "mart_channel_performance": [
            performed("site", "none", 0, clean_leads_count=2, margin_amount=900, new_customers_count=1),
            performed("direct", "Лето", 300, clean_leads_count=1, margin_amount=450, new_customers_count=2),
            performed("direct", "Зима", 100, margin_amount=0),
            performed("call", "none", None, clean_leads_count=1),
        ]
    }
