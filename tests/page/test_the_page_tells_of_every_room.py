"""Goals, effort, products, differences, cycles, control points and customers, as their marts hold them."""

from __future__ import annotations

from collections import Counter
from datetime import date

from tests.page.small_rooms import MORNING
from tests.page.small_shelf import day
from tests.page.unfolded import Facts, day_of, rows_of


def test_a_goal_stands_where_its_newest_day_says_and_its_gap_is_split_to_the_kopeck(facts: Facts):
    over, growth, ratio = rows_of(facts, "goals")
    parts = [growth[f"gap_by_{part}_amount"] for part in ("leads", "conversion", "ticket", "unlinked")]

    assert (over["goal"], over["fact_amount"], over["is_on_track"]) == ("Договоры", 4, 1)
    assert over["gap_amount"] is None
    assert (growth["fact_amount"], growth["needed_amount"], growth["days_left"]) == (3000.5, 55.53, 18)
    assert sum(parts) == growth["gap_amount"] == 1000.5
    assert growth["deadline_day"] == day_of(facts, date(2026, 6, 30))
    assert (ratio["fact_amount"], ratio["needed_amount"], ratio["gap_amount"]) == (22.37, None, 1.37)
    assert (ratio["gap_by_numerator_amount"], ratio["gap_by_denominator_amount"]) == (2.01, -0.64)


def test_effort_is_that_of_the_newest_morning_and_keeps_what_is_not_known(facts: Facts):
    (anna,) = rows_of(facts, "effort")

    assert (anna["missing_deals"], anna["missing_amount"], anna["leads_needed"]) == (2, 700.5, 2.01)
    assert anna["meetings_needed"] is None
    assert facts["newest"]["effort"] == day_of(facts, MORNING)


def test_products_add_up_although_only_the_telling_ones_are_named(facts: Facts):
    rows = rows_of(facts, "products")
    named = {row["name"]: row for row in rows if row["name"]}

    assert sum(row["products_count"] for row in rows) == 38
    assert sum(row["sold_amount"] for row in rows) == sum(1000 - number for number in range(1, 39))
    assert {"Товар 1", "Товар 10", "Товар 37", "Товар 38"} <= set(named)
    assert "Товар 36" not in named, "its demand is not known, and it sold little"
    assert (named["Товар 37"]["demand"], named["Товар 1"]["abc"]) == (3.25, "A")
    assert facts["newest"]["products"] == day_of(facts, day("06-01"))


def test_each_kopeck_of_a_difference_has_one_reason(facts: Facts):
    rows = rows_of(facts, "truths")
    reasons: Counter[str] = Counter()
    for row in rows:
        if row["day"] < day("06-01"):
            reasons[facts["labels"]["truth"][row["truth"]]] += row["revenue_difference_amount"]
    may = [row for row in rows if row["day"] < day("06-01")]

    assert reasons == {"none": 0, "not_yet_paid": 2400.5, "paid_other_day": -1500, "refunded": 100}
    assert sum(reasons.values()) == sum(row["booked_amount"] - row["paid_amount"] for row in may)
    assert [row["paid_amount"] for row in rows if row["day"] == day("06-02")] == [None]
    assert max(row["day"] for row in rows) == day("06-02"), "the day of the night is not over"


def test_won_deals_hold_their_days_and_open_ones_how_long_they_last(facts: Facts):
    won = Counter[int]()
    for row in rows_of(facts, "won"):
        won[row["days"]] += row["deals_won_count"]

    assert won == {9: 2, 8: 1}
    assert {(row["days"], row["deals_count"]) for row in rows_of(facts, "lasting")} == {(24, 2), (0, 1)}


def test_leads_of_the_last_weeks_are_counted_once_at_each_control_point(facts: Facts):
    passed: Counter[str] = Counter()
    for row in rows_of(facts, "points"):
        passed[facts["labels"]["point"][row["point"]]] += row["passed_count"]

    assert passed == {"Фиксация": 3, "Классификация": 2, "Показ": 1}
    assert sorted(row["minutes"] for row in rows_of(facts, "points") if row["minutes"]) == [30, 90, 480]


def test_groups_of_customers_are_those_of_the_newest_month_end(facts: Facts):
    groups = {
        row["segment"]: (row["customers_count"], row["paid_amount"]) for row in rows_of(facts, "segments")
    }
    moves = {(row["came_from"], row["went_to"]): row["customers_count"] for row in rows_of(facts, "moves")}

    assert groups == {"AX": (2, 2500.5), "CZ": (5, 100)}
    assert moves == {("AX", "AX"): 1, ("new", "CZ"): 4, ("AX", "lost"): 2}
    assert facts["newest"]["segments"] == day_of(facts, day("05-31"))
