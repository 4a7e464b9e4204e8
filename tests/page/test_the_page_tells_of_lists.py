"""Weakest steps, discipline, regions, audience and whom to call first, as their marts hold them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from page.facts import gather
from page.shelf_reader import open_shelf
from tests.page.small_lists import CARD
from tests.page.small_shelf import day
from tests.page.unfolded import Facts, rows_of

MAY = date(2026, 5, 1)


def _label(facts: Facts, name: str, value: int | None) -> str | None:
    return None if value is None else facts["labels"][name][value]


def test_a_month_names_the_weakest_step_or_says_why_there_is_none(facts: Facts):
    rows = {(row["month"], row["person"]): row for row in rows_of(facts, "scorecard")}
    anna = rows[MAY, "Анна"]

    assert (anna["went_on"], anna["entered"], anna["others_went_on"], anna["others_entered"]) == (
        2,
        10,
        16,
        20,
    )
    assert (anna["lost"], anna["weakest_cost_amount"], anna["is_beyond_chance"]) == (6, 3000.5, 1)
    assert (_label(facts, "step", anna["step"]), anna["unit"]) == ("lead", "Север")
    assert _label(facts, "hint_en", anna["hint_en"]) == "Learn the step lead"
    verdicts = {
        (month.month, name): _label(facts, "verdict", row["verdict"]) for (month, name), row in rows.items()
    }
    boris = next(name for _, name in verdicts if name != "Анна")
    assert verdicts == {
        (5, "Анна"): "weakest",
        (5, boris): "few",
        (4, "Анна"): "level",
        (4, boris): "alone",
        (3, "Анна"): "unknown",
    }
    assert rows[MAY, boris]["entered"] is None


def test_a_rule_that_cannot_be_judged_is_unknown_and_the_running_day_is_left_out(facts: Facts):
    rows = {
        (row["day"], row["person"], _label(facts, "rule", row["rule"])): row["undisciplined_count"]
        for row in rows_of(facts, "discipline")
    }

    assert len(rows) == 5
    assert rows[day("06-04"), "Анна", "no_next_step"] == 3
    assert rows[day("06-04"), "Анна", "back_dated"] is None


def test_regions_add_up_by_month_and_one_unknown_day_makes_its_month_unknown(facts: Facts):
    rows = {(row["month"], _label(facts, "region", row["region"])): row for row in rows_of(facts, "regions")}

    assert (rows[MAY, "Край big"]["clean_leads_count"], rows[MAY, "Край big"]["revenue_paid_amount"]) == (
        8,
        1100,
    )
    assert rows[MAY, None]["revenue_paid_amount"] == 2000
    assert rows[date(2026, 4, 1), "Край big"]["clean_leads_count"] is None
    assert not [month for month, _ in rows if month > MAY], "the day of the night is not over"


def test_what_may_not_be_shown_of_an_audience_is_not_in_the_page(facts: Facts):
    rows = {
        _label(facts, "answer", row["answer"]): row
        for row in rows_of(facts, "audience")
        if row["month"] == MAY
    }

    assert (rows["женский"]["customers_count"], rows["женский"]["paid_amount"]) == (7, 73.5)
    hidden = rows["small_groups"]
    assert hidden["is_withheld"] == 1
    assert {hidden[name] for name in ("customers_count", "inquiries_count", "won_count", "paid_amount")} == {
        None
    }
    assert rows["женский"]["least_count"] == 5


def test_each_employee_has_the_first_to_call_and_the_others_are_counted(facts: Facts):
    rows = rows_of(facts, "priority")
    deals = [row for row in rows if not row["is_customer"]]
    told = [row for row in deals if row["rank"] is not None]

    assert sum(row["subjects_count"] for row in deals) == 16
    assert [row["rank"] for row in told] == [1, 2, *range(3, 13)], "ten of each employee and pipeline"
    assert (told[0]["name"], told[0]["url"], told[0]["chance"]) == ("ООО Первая", f"{CARD}2", 35.27)
    assert _label(facts, "why", told[0]["why_1_en"]) == "en 1"
    assert told[0]["person"] == "Анна"
    (customer,) = [row for row in rows if row["is_customer"]]
    assert customer["url"] == f"{CARD}1", "the card of the customer's newest deal"


def test_how_many_are_told_is_the_deployments_to_say(published_whole: Path):
    with open_shelf(published_whole) as shelf:
        rows = rows_of(gather(shelf, priority_rows=2), "priority")

    by_anna = [
        row for row in rows if row["person"] == "Анна" and row["pipeline"] is None and not row["is_customer"]
    ]
    assert [row["rank"] for row in by_anna] == [3, 4, None]
    assert sum(row["subjects_count"] for row in by_anna) == 13
