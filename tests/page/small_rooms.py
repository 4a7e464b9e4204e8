"""The small company's goals, effort, products, differences, open deals, control points, customers' groups."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.page.made_shelf import Row

ANNA = "crm:1"
YESTERDAY, MORNING = date(2026, 6, 4), date(2026, 6, 5)


def rooms_rows() -> dict[str, list[Row]]:
    """Mart → its rows."""
    return {
        "mart_goal_progress": _goals(),
        "mart_daily_effort_plan": _effort(),
        "mart_product_sales": _products(),
        "mart_revenue_reconciliation": _differences(),
        "mart_sales_cycle": _open_deals(),
        "fct_lead_control_point": _points(),
        "mart_customer_segment": _segments(),
        "mart_customer_segment_migration": _moves(),
    }


def _goals() -> list[Row]:
    growth = {
        "goal": "Рост поступлений",
        "metric": "revenue_paid_amount",
        "value_unit": "money",
        "unit_type": "company",
        "unit_name": "Компания",
        "owner_name": "Анна",
        "date_day": YESTERDAY,
        "deadline_date": date(2026, 6, 30),
        "target_value": 4000,
        "fact_to_date": 3000.5,
        "needed_per_working_day": 55.53,
        "forecast_value": 3900,
        "is_on_track": False,
        "working_days_left": 18,
        "baseline_value_to_date": 2000,
        "gap_value": 1000.5,
        "gap_leads_amount": 700,
        "gap_conversion_amount": -100,
        "gap_ticket_amount": 350.25,
        "gap_unlinked_amount": 50.25,
    }
    contracts = {
        "goal": "Договоры",
        "metric": "contracts_count",
        "value_unit": "count",
        "unit_type": "department",
        "unit_name": "Север",
        "date_day": date(2026, 5, 31),
        "deadline_date": date(2026, 5, 31),
        "target_value": 3,
        "fact_to_date": 4,
        "is_on_track": True,
        "working_days_left": 0,
    }
    conversion = {
        "goal": "Конверсия",
        "metric": "conversion_period",
        "value_unit": "share",
        "unit_type": "company",
        "unit_name": "Компания",
        "date_day": YESTERDAY,
        "deadline_date": date(2026, 7, 31),
        "target_value": 0.235,
        "fact_to_date": 0.2237,
        "needed_missing_reason": "ratio",
        "forecast_value": 0.2237,
        "is_on_track": False,
        "working_days_left": 40,
        "baseline_value_to_date": 0.21,
        "gap_value": 0.0137,
        "gap_numerator_value": 0.0201,
        "gap_denominator_value": -0.0064,
    }
    return [growth, {**growth, "date_day": date(2026, 6, 3), "fact_to_date": 1}, contracts, conversion]


def _effort() -> list[Row]:
    anna = {
        "date_day": MORNING,
        "employee_key": ANNA,
        "working_days_left": 18,
        "missing_deals": 2,
        "missing_amount": 700.5,
        "needed_deals_per_day": 0.11,
        "needed_contracts_per_day": 0.2,
        "needed_offers_per_day": 0.5,
        "needed_leads_per_day": 2.01,
        "needed_calls_per_day": 7,
        "needed_held_meetings_per_day": None,
    }
    return [anna, {**anna, "date_day": YESTERDAY, "missing_deals": 9}]


def _products() -> list[Row]:
    def product(number: int, demand: float | None, abc: str = "C") -> Row:
        return {
            "month_date": date(2026, 6, 1),
            "product_key": f"erp:p{number:02}",
            "product_name": f"Товар {number}",
            "category_name": "Каталог",
            "window_net_amount": 1000 - number,
            "recent_net_amount": 10,
            "earlier_net_amount": 20,
            "demand_ratio": demand,
            "abc_class": abc,
        }

    middle = [product(number, 1) for number in range(12, 36)]
    large = [product(number, 1.5 if number % 2 else 0.5, "A") for number in range(1, 12)]
    older = {**product(99, 9), "month_date": date(2026, 5, 1)}
    return [*large, *middle, product(36, None), product(37, 3.25), product(38, 0.125), older]


def _differences() -> list[Row]:
    def part(on: str, customer: str, reason: str, booked: float, paid: float | None, **known: Any) -> Row:
        return {
            "date_day": date.fromisoformat(f"2026-{on}"),
            "customer_key": customer,
            "reason": reason,
            "booked_amount": booked,
            "shipped_amount": 0,
            "paid_amount": paid,
            "difference_amount": None if paid is None else booked - paid,
            **known,
        }

    return [
        part("05-20", "c1", "none", 600, 600, shipped_amount=900.5),
        part("05-20", "c1", "not_yet_paid", 400.5, 0),
        part("05-21", "c2", "not_yet_paid", 2000, 0),
        part("05-22", "c2", "paid_other_day", 0, 1500),
        part("05-25", "c2", "refunded", 0, -100),
        part("06-02", "c2", "unknown", 10, None),
        part("06-05", "c2", "no_deal", 0, 999),
    ]


def _open_deals() -> list[Row]:
    def lasting(deal: str, days: int, outcome: str = "open") -> Row:
        return {
            "deal_key": f"crm:{deal}",
            "pipeline_key": "crm:100",
            "employee_key": ANNA,
            "outcome": outcome,
            "is_censored": outcome == "open",
            "cycle_days": days,
        }

    return [lasting("2", 24), lasting("7", 0), lasting("8", 24), lasting("3", 3, "lost")]


def _points() -> list[Row]:
    def reached(lead: str, order: int, minutes: int | None, visit: int = 1, created: date = YESTERDAY) -> Row:
        names = {1: "Фиксация", 2: "Классификация", 4: "Показ"}
        return {
            "lead_key": f"crm:{lead}",
            "point": names[order],
            "point_name": names[order],
            "point_order": order,
            "visit_number": visit,
            "working_minutes": minutes,
            "created_date": created,
            "employee_key": ANNA,
        }

    return [
        reached("1", 1, None),
        reached("2", 1, None),
        reached("3", 1, None),
        reached("1", 2, 30),
        reached("2", 2, 90),
        reached("2", 2, 900, visit=2),
        reached("1", 4, 480),
        reached("6", 1, None, created=date(2026, 4, 20)),  # too old
    ]


def _segments() -> list[Row]:
    def segment(name: str, customers: int, paid: float) -> Row:
        return {
            "month_end_date": date(2026, 5, 31),
            "segment": name,
            "abc": name[0],
            "xyz": name[1],
            "customers_count": customers,
            "paid_amount": paid,
            "advice_ru": f"Беречь {name}",
            "advice_en": f"Keep {name}",
        }

    older = {**segment("CZ", 99, 1), "month_end_date": date(2026, 4, 30)}
    return [segment("AX", 2, 2500.5), segment("CZ", 5, 100), older]


def _moves() -> list[Row]:
    def moved(before: str, after: str, customers: int, **known: Any) -> Row:
        return {
            "month_end_date": date(2026, 5, 31),
            "from_segment": before,
            "to_segment": after,
            "employee_key": ANNA,
            "category_key": "erp:1",
            "customers_count": customers,
            "to_paid_amount": 100 * customers,
            **known,
        }

    return [
        moved("AX", "AX", 1),
        moved("new", "CZ", 3),
        moved("new", "CZ", 1, category_key="erp:2"),
        moved("AX", "lost", 2, to_paid_amount=0),
        moved("new", "CZ", 9, month_end_date=date(2026, 4, 30)),
    ]
