"""The small company's weakest steps, discipline, regions, audience, and whom to call first."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.page.made_shelf import Row

ANNA, BORIS = "crm:1", "crm:2"
CARD = "https://crm.northlight.example/leads/detail/"


def list_rows() -> dict[str, list[Row]]:
    """Mart → its rows."""
    return {
        "mart_employee_scorecard": _steps(),
        "mart_data_discipline": _rules(),
        "mart_region_sales": _regions(),
        "mart_audience_segment": _answers(),
        "mart_client_priority": _subjects(),
    }


def _steps() -> list[Row]:
    def step(month: int, by: str, name: str, entered: int | None, lost: float | None, **known: Any) -> Row:
        return {
            "month_date": date(2026, month, 1),
            "employee_key": by,
            "step": name,
            "org_unit_then_key": "crm:10",
            "entered_count": entered,
            "reached_count": 2,
            "unit_entered_count": 20,
            "unit_reached_count": 16,
            "lost_here_count": lost,
            "gap_cost_amount": None,
            "is_weakest_step": False,
            "is_beyond_chance": False,
            "advice_ru": f"Учиться шагу {name}",
            "advice_en": f"Learn the step {name}",
            "is_complete": True,
            **known,
        }

    worst = {"gap_cost_amount": 3000.5, "is_weakest_step": True, "is_beyond_chance": True}
    return [
        step(5, ANNA, "lead", 10, 6, **worst),
        step(5, ANNA, "qualified", 2, 1),
        step(5, BORIS, "lead", 3, 0.5),
        step(5, BORIS, "qualified", 2, None),
        step(4, ANNA, "lead", 10, 0),
        step(4, BORIS, "lead", 10, None),
        step(3, ANNA, "lead", None, None, is_complete=False, is_weakest_step=None),
    ]


def _rules() -> list[Row]:
    def judged(day: int, by: str, rule: str, found: int | None, base: int) -> Row:
        return {
            "date_day": date(2026, 6, day),
            "employee_key": by,
            "rule": rule,
            "found_count": found,
            "base_count": base,
        }

    return [
        judged(4, ANNA, "no_next_step", 3, 4),
        judged(4, BORIS, "no_next_step", 0, 1),
        judged(4, ANNA, "back_dated", None, 2),
        judged(4, BORIS, "back_dated", 1, 1),
        judged(3, ANNA, "no_next_step", 1, 4),
        judged(5, ANNA, "no_next_step", 9, 9),  # of the day that is not over
    ]


def _regions() -> list[Row]:
    def brought(
        on: str, region: str, status: str, leads: int | None, paid: float | None, **known: Any
    ) -> Row:
        return {
            "date_day": date.fromisoformat(f"2026-{on}"),
            "region_key": region,
            "region_name": f"Край {region}",
            "client_status": status,
            "clean_leads_count": leads,
            "deals_won_count": leads and 1,
            "revenue_booked_amount": paid,
            "revenue_paid_amount": paid,
            "net_amount": paid,
            "net_known_cost_amount": paid,
            "margin_amount": paid and paid / 4,
            **known,
        }

    small = [brought("05-12", f"r{number:02}", "new", 1, number) for number in range(1, 12)]
    return [
        *small,
        brought("05-11", "big", "new", 4, 1000.5),
        brought("05-20", "big", "current", 4, 99.5, net_known_cost_amount=0, margin_amount=0),
        brought("05-21", "unknown", "unknown", 5, 2000),
        brought("04-20", "big", "new", None, None),
        brought("06-05", "big", "new", 9, 999),  # of the day that is not over
    ]


def _answers() -> list[Row]:
    def said(attribute: str, value: str, customers: int | None, **known: Any) -> Row:
        return {
            "month_date": date(2026, 5, 1),
            "attribute": attribute,
            "segment_value": value,
            "customers_count": customers,
            "leads_count": customers,
            "won_count": customers and 1,
            "paid_amount": customers and 10.5 * customers,
            "is_withheld": False,
            "least_customers_count": 5,
            **known,
        }

    return [
        said("sex", "женский", 7),
        said("sex", "small_groups", None, is_withheld=True),
        said("sex", "unknown", 9),
        said("birth_date", "25-34", 6),
        said("birth_date", "18-24", 5),
        said("sex", "мужской", 8, month_date=date(2026, 4, 1)),
    ]


def _subjects() -> list[Row]:
    def subject(kind: str, key: str, rank: int | None, by: str = ANNA, **known: Any) -> Row:
        reasons = {f"reason_{place}_{word}": f"{word} {place}" for place in (1, 2) for word in ("ru", "en")}
        money = {"reason_3_ru": "в среднем 102347", "reason_3_en": "102347 on average"}
        weights = {"reason_1_weight": 1.8, "reason_2_weight": 0.95, "reason_3_weight": 16.41}
        return {
            "subject_type": kind,
            "subject_key": key,
            "customer_key": "erp:c1",
            "employee_key": by,
            "amount": 1000.5,
            "chance_pct": None if rank is None else 35.27,
            "score_amount": None if rank is None else 900 - rank,
            "priority_rank": rank,
            **reasons,
            **money,
            **weights,
            **known,
        }

    deals = [subject("deal", f"crm:x{rank}", rank) for rank in range(3, 16)]
    return [
        *deals,
        subject("deal", "crm:2", 1, company_name="ООО Первая", source_url=f"{CARD}2"),
        subject("deal", "crm:7", 2, BORIS),
        subject("deal", "crm:9", None, BORIS),
        subject("customer", "erp:c1", 1, BORIS, company_name="ООО Верная"),
    ]
