"""The small company's alerts, day summaries, debtors, open deals and attribution, to be counted by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.page.made_shelf import Row

ANNA, BORIS = "crm:1", "crm:2"
RETAIL, TRADE = "crm:100", "crm:200"
YESTERDAY, MORNING = date(2026, 6, 4), date(2026, 6, 5)
CARD = "https://crm.northlight.example/leads/detail/"


def morning_rows() -> dict[str, list[Row]]:
    """Mart → its rows."""
    return {
        "dim_metric": [_metric("revenue_paid_amount", "money"), _metric("leads_count", "count")],
        "mart_metric_long": [
            {"metric": "leads_count", "date_day": YESTERDAY, "period": "day", "metric_value": 1},
            {"metric": "leads_count", "date_day": MORNING, "period": "day", "metric_value": None},
        ],
        "mart_kpi_alert": _alerts(),
        "mart_employee_day_summary": _summaries(),
        "mart_debtor": _debts(),
        "fct_deal_daily_snapshot": _evenings(),
        "mart_attribution": _credits(),
        "mart_sales_funnel_cohort": _cohorts(),
        "mart_day_pulse": _stand_ups(),
    }


def _metric(metric: str, unit: str) -> Row:
    return {"metric": metric, "unit": unit, "tier": 1}


def _alerts() -> list[Row]:
    def alert(metric: str, unit: str, state: str, told: float, **known: Any) -> Row:
        return {
            "metric": metric,
            "metric_name": metric,
            "unit_type": "company" if unit == "company" else "department",
            "unit_name": unit,
            "date_day": YESTERDAY,
            "rule": "history",
            "state": state,
            "deviation": "below",
            "metric_value": told,
            "expected_value": 10,
            "is_root": True,
            **known,
        }

    return [
        alert("leads_count", "company", "new", 1),
        alert("leads_count", "Север", "new", 1, is_root=False),  # told by the company's
        alert("revenue_paid_amount", "Юг", "over", 12.5, rule="pace"),
        alert("leads_count", "Юг", "going_on", 2),
        alert("leads_count", "company", "new", 99, date_day=date(2026, 6, 3)),  # of an older day
    ]


def _summaries() -> list[Row]:
    nothing = dict.fromkeys(
        ("leads_count", "calls_in_count", "calls_out_count", "meetings_held_count", "contracts_count"), 0
    )
    both = {"date_day": YESTERDAY, **nothing, "revenue_paid_amount": 0, "meetings_next_day_count": 0}
    return [
        {
            **both,
            "employee_key": ANNA,
            "leads_count": 1,
            "expected_next_day_amount": 80.5,
            "paid_plan_month_amount": 700,
            "paid_to_date_amount": 0,
        },
        {**both, "employee_key": BORIS, "calls_in_count": None, "calls_out_count": None},
        {
            **both,
            "employee_key": BORIS,
            "date_day": date(2026, 4, 2),
        },  # too old for the page
    ]


def _debts() -> list[Row]:
    def debt(customer: str, company: str | None, band: int, amount: float, **known: Any) -> Row:
        return {
            "as_of_date": MORNING,
            "customer_key": customer,
            "company_name": company,
            "employee_key": ANNA,
            "age_band_order": band,
            "oldest_due_date": date(2026, 5, 30),
            "debt_amount": amount,
            **known,
        }

    small = [debt(f"crm:c{n}", f"ООО Малая {n}", 1, n) for n in range(1, 13)]
    return [
        *small,
        debt("crm:big", "ООО Большая", 1, 100),
        debt("crm:big", "ООО Большая", 5, 400.5),
        debt("crm:big", "ООО Большая", 1, 7, employee_key=BORIS),
        debt("unknown", None, 2, 50, employee_key=BORIS),
        debt("crm:big", "ООО Большая", 5, 9999, as_of_date=YESTERDAY),
    ]


def _evenings() -> list[Row]:
    def standing(deal: str, pipeline: str, step: int, since: date, amount: float) -> Row:
        return {
            "date_day": YESTERDAY,
            "deal_key": f"crm:{deal}",
            "pipeline_key": pipeline,
            "stage_name": "Квалификация",
            "step_order": step,
            "employee_key": ANNA,
            "stage_entered_date": since,
            "amount": amount,
        }

    return [
        standing("2", RETAIL, 2, date(2026, 5, 11), 300),
        standing("7", RETAIL, 1, date(2026, 6, 4), 0),  # in the first step
        {**standing("2", RETAIL, 2, date(2026, 5, 11), 300), "date_day": date(2026, 6, 3)},
    ]


def _credits() -> list[Row]:
    def credit(model: str, channel: str, campaign: str, part: float, paid: float | None) -> Row:
        return {
            "month_date": date(2026, 5, 1),
            "attribution_model": model,
            "channel_key": channel,
            "campaign_key": campaign,
            "deals_won_credit": part,
            "revenue_booked_amount": 1000 * part,
            "revenue_paid_amount": paid,
            "spend_amount": 100 if campaign == "Лето" else 0,
        }

    return [
        credit("first", "direct", "Лето", 0.75, 700),
        credit("first", "direct", "Зима", 0.25, 300.25),
        credit("first", "site", "none", 1, 0),
        credit("linear", "site", "none", 2, None),
    ]


def _cohorts() -> list[Row]:
    def cohort(channel: str, won: int, expected: float | None, **known: Any) -> Row:
        return {
            "week_date": date(2026, 5, 11),
            "channel_key": channel,
            "org_unit_then_key": "crm:10",
            "client_status": "new",
            "age_days": 18,
            "is_latest": True,
            "is_complete": True,
            "is_mature": False,
            "clean_leads_count": 4,
            "won_count": won,
            "open_count": 1,
            "expected_won_count": expected,
            **known,
        }

    return [
        cohort("site", 1, 1.25),
        cohort("call", 2, 2.5),
        cohort("call", 1, None, age_days=0, is_latest=False, open_count=None),
        cohort("site", 1, None, week_date=date(2026, 5, 18)),
        cohort("call", 1, 1, week_date=date(2026, 5, 18)),
        cohort("site", 9, 9, week_date=date(2026, 1, 5)),  # more than twelve weeks ago
    ]


def _stand_ups() -> list[Row]:
    """The running day up to 13:59 local time, and the whole day before it."""

    def counted(day: date, mark: str, hour: int, minute: int, person: str, leads: int, **known: Any) -> Row:
        measures = ("calls_in_count", "calls_out_count", "calls_answered_count", "talk_seconds")
        rest = ("meetings_held_count", "contracts_count", "deals_won_count", "timed_receipts_amount")
        nothing = dict.fromkeys((*measures, *rest), 0)
        return {
            "date_day": day,
            "mark": mark,
            "counted_to_at": datetime(day.year, day.month, day.day, hour, minute),
            "is_running_day": day == MORNING,
            "base_days_count": 10,
            "employee_key": person,
            "leads_count": leads,
            "usual_leads_count": 1.5,
            **nothing,
            **{f"usual_{name}": 0 for name in nothing},
            **known,
        }

    return [
        counted(MORNING, "11:00", 8, 0, ANNA, 1),
        counted(MORNING, "11:00", 8, 0, BORIS, 2, timed_receipts_amount=10.5),
        counted(MORNING, "now", 10, 59, ANNA, 2, talk_seconds=90, usual_talk_seconds=60.5),
        counted(MORNING, "now", 10, 59, BORIS, 3, calls_in_count=None, timed_receipts_amount=99.9),
        counted(YESTERDAY, "16:00", 13, 0, ANNA, 50),
    ]
