"""The one-day summary: what the next morning expects of the days ahead, and the receipts against plan."""

from dataclasses import replace

from tests.truth.tiny_company import OLGA, Tiny, money, order, plan
from tests.truth.tiny_trade import meeting

FIRST, SECOND = "06-02 03:00", "06-03 03:00"
BOUGHT = order(
    "o", "05-20 10:00", [("06-01", "5"), ("06-02", "10"), ("06-08", "20"), ("06-09", "40"), ("06-10", "80")]
)
NOBODY = ("2026-06-01", "unassigned")


def test_a_day_is_told_what_the_morning_after_it_expects():
    company = Tiny(orders=[BOUGHT])

    assert company.count("summary_expected_next_day_amount", FIRST) == {NOBODY: "10.00"}
    assert company.count("summary_expected_week_amount", FIRST) == {NOBODY: "30.00"}
    assert company.count("summary_overdue_amount", FIRST) == {NOBODY: "5.00"}


def test_a_past_day_reads_the_same_after_the_money_has_come():
    paid = money("p", "06-02 12:00", "15", to=[("o", "15")])
    company = Tiny(orders=[BOUGHT], money=[paid])

    assert company.count("summary_overdue_amount", FIRST, SECOND) == {NOBODY: "5.00"}
    assert company.count("summary_expected_week_amount", FIRST, SECOND) == {
        NOBODY: "30.00",
        ("2026-06-02", "unassigned"): "60.00",
    }
    assert company.count("summary_revenue_paid_amount", FIRST, SECOND)["2026-06-02", "unassigned"] == "15.00"


def test_meetings_of_the_following_day_belong_to_the_evening_before():
    company = Tiny(tasks=[meeting(1, 1, "06-03 11:00"), meeting(2, 1, "06-09 11:00")])

    assert company.count("summary_meetings_next_day_count", SECOND) == {
        ("2026-06-02", f"amocrm_main:{OLGA}"): "1"
    }


def test_receipts_stand_beside_the_plan_of_their_own_employee_only_up_to_yesterday():
    own = replace(
        plan("06-01", "revenue_paid_amount", "2100"), unit_type="employee", unit="o.vetrova@sevsvet.example"
    )
    company = Tiny(plans=[own], money=[money("p", "06-01 12:00", "15")])

    # June 2026 has 21 working days.
    olga = f"amocrm_main:{OLGA}"
    assert company.count("summary_plan_to_date", SECOND) == {
        ("2026-06-01", olga): "100.00",
        ("2026-06-02", olga): "200.00",
    }
    assert company.count("summary_paid_to_date", SECOND)["2026-06-01", "unassigned"] == "15.00"
