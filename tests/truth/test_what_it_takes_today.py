"""The funnel backwards: what is missing to the plan, and how many inquiries and calls a day that takes."""

from datetime import date
from decimal import Decimal

from sandbox.company.company import PlanRow
from tests.truth.tiny_company import CONTACTED, ILYA, MEETING, OLGA, QUALIFIED, UNSORTED, WON, Tiny, at, lead
from tests.truth.tiny_trade import note

NIGHT = "06-02 03:00"
ANNA = f"amocrm_main:{OLGA}"


def plan(month, value, email="o.vetrova@sevsvet.example", metric="deals_won_count"):
    first = date(2026, month, 1)
    return PlanRow(first, "employee", email, metric, Decimal(value), 1, at("04-20 10:00"), "plan.csv")


def leads(first, count, owner, *moves):
    return [
        lead(first + n, [("05-10 10:00", UNSORTED), *moves], owners=[("05-10 10:00", owner)])
        for n in range(count)
    ]


def test_what_is_missing_is_shared_out_over_the_days_left_today_included():
    company = Tiny(leads=[lead(1, [("05-04 10:00", CONTACTED), ("05-20 12:00", WON)])], plans=[plan(5, 10)])
    missing = company.count("effort_missing_deals", NIGHT)
    assert missing["2026-05-20", ANNA] == "10.00"
    assert missing["2026-05-21", ANNA] == "9.00"
    assert company.count("effort_won", NIGHT)["2026-05-29", ANNA] == "9.00"
    assert "2026-05-30" not in {day for day, _ in missing}


def test_few_cases_are_drawn_to_those_of_the_department():
    qualified, won = ("05-11 10:00", QUALIFIED), ("05-12 10:00", WON)
    company = Tiny(
        leads=[
            *leads(1, 2, OLGA, qualified, won),
            *leads(11, 8, OLGA),
            *leads(21, 18, ILYA, ("05-11 10:00", MEETING), won),
            *leads(41, 12, ILYA),
        ],
        notes=[note(1, "05-11 10:00", "call_out", user=OLGA, talk=9)],
        plans=[plan(6, 24)],
    )
    # The department has 20 of 40 qualified and beyond: (2 + 20 × 0.5) ÷ (10 + 20) = 0.4; other shares are 1.
    assert company.count("effort_won", NIGHT)["2026-06-01", ANNA] == "1.14"
    assert company.count("effort_qualified", NIGHT)["2026-06-01", ANNA] == "1.14"
    assert company.count("effort_lead", NIGHT)["2026-06-01", ANNA] == "2.86"
    # (1 call + 20 × 1 ÷ 40) ÷ 30 = 0.05 a lead
    assert company.count("effort_calls", NIGHT)["2026-06-01", ANNA] == "0.14"
