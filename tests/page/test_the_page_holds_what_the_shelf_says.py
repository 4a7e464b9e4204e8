"""The sums inside of the page, beside the marts they were read from."""

from __future__ import annotations

from collections import Counter
from datetime import date

from tests.page.small_shelf import CALLS, CORE, MARKETING, MONEY, SALES, small_shelf
from tests.page.unfolded import Gather, day_of, rows_of


def test_leads_are_counted_by_how_far_they_came_and_the_unfinished_day_is_left_out(facts_of: Gather):
    leads = rows_of(facts_of(small_shelf()), "leads")

    assert sum(row["leads_count"] for row in leads) == 7
    assert {
        "day": date(2026, 5, 12),
        "person": "Борис </script><b>",
        "pipeline": "Опт",
        "channel": "Звонок",
        "furthest": 5,
        "client": 2,
        "leads_count": 1,
        "clean_leads_count": 1,
        "junk_leads_count": 0,
    } in leads
    assert max(row["day"] for row in leads) == date(2026, 6, 4)


def test_a_deal_is_won_by_whoever_was_responsible_then(facts_of: Gather):
    won = rows_of(facts_of(small_shelf()), "won")

    assert {(row["day"], row["person"], row["revenue_booked_amount"]) for row in won} == {
        (date(2026, 5, 20), "Анна", 1000.5),
        (date(2026, 5, 21), "Анна", 2000),
        (date(2026, 4, 28), "Анна", 500),
    }


def test_a_step_is_reached_once_and_a_win_reaches_what_was_skipped(facts_of: Gather):
    facts = facts_of(small_shelf())
    reached = rows_of(facts, "reached")
    entries: Counter[tuple[str, str, str]] = Counter()
    for row in reached:
        step = facts["labels"]["step"][row["step"]]
        entries[row["day"].isoformat(), row["person"][:4], step] += row["period_reached_count"]

    # Deal 1 jumped to the offer on the 13th, went back, and came again: all up to it is reached on the 13th.
    assert all(entries["2026-05-13", "Анна", step] == 1 for step in ("qualified", "meeting", "offer"))
    assert ("2026-05-14", "Анна", "qualified") not in entries
    assert entries["2026-05-20", "Анна", "contract"] == 1
    # Deal 4 was won without a visit past the first step: the win, Anna's, reaches what lies between.
    assert all(
        entries["2026-05-21", "Анна", step] == 1 for step in ("qualified", "meeting", "offer", "contract")
    )
    # Deal 1 went into a stage called paid: that is a contract. Paid is what payments say.
    assert "paid" not in facts["labels"]["step"]
    assert entries["2026-05-12", "Бори", "lead"] == 2


def test_money_keeps_its_kopecks_and_a_deal_is_a_bare_number(facts_of: Gather):
    facts = facts_of(small_shelf())
    paid = rows_of(facts, "paid")

    assert sum(facts["tables"]["paid"]["revenue_paid_amount"]) == 295_075
    assert {row["deal"] for row in paid} == {0, 1, 2, None}
    assert [row["payments_count"] for row in paid if row["revenue_paid_amount"] < 0] == [0]
    assert {row["pipeline"] for row in paid if row["deal"] is None} == {None}


def test_only_the_newest_morning_is_due_and_the_far_future_is_not(facts_of: Gather):
    facts = facts_of(small_shelf())
    due = rows_of(facts, "due")

    assert {(row["bucket"], row["expected_amount"]) for row in due} == {
        ("overdue", 700),
        ("today", 80),
        ("tomorrow", 90),
        ("next_7_days", 110.1),
    }
    assert facts["morning"] == day_of(facts, date(2026, 6, 5))


def test_a_plan_is_the_months_once(facts_of: Gather):
    plans = rows_of(facts_of(small_shelf()), "plans")

    assert [(row["metric"], row["person"], row["month"], row["plan_amount"]) for row in plans] == [
        ("deals_won_count", None, date(2026, 5, 1), 4),
        ("revenue_paid_amount", None, date(2026, 5, 1), 2000),
        ("revenue_paid_amount", "Анна", date(2026, 5, 1), 700),
    ]


def test_deals_that_stand_open_are_counted_where_they_stand(facts_of: Gather):
    facts = facts_of(small_shelf())
    steps = facts["labels"]["step"]

    assert {
        (steps[row["step"]], row["deals_count"], row["standing_amount"]) for row in rows_of(facts, "standing")
    } == {("lead", 2, 0), ("qualified", 1, 300)}


def test_a_manager_who_moved_keeps_both_departments_with_their_days(facts_of: Gather):
    facts = facts_of(small_shelf())
    anna = next(one for one in facts["people"] if one.get("name") == "Анна")
    units = [facts["units"][unit]["name"] for _, unit in anna["units"]]

    assert units == ["Север", "Юг"]
    assert [since for since, _ in anna["units"]] == [0, day_of(facts, date(2026, 5, 11))]


def test_pipelines_know_which_steps_they_have(facts_of: Gather):
    facts = facts_of(small_shelf())
    steps = {one["name"]: set(one["steps"]) for one in facts["pipelines"]}
    every = ["lead", "qualified", "meeting", "offer", "contract", "paid"]

    assert steps == {"Розница": set(every), "Опт": set(every) - {"meeting"}}
    assert [one["step"] for one in facts["steps"]] == every


def test_the_steps_are_the_shelfs_own_and_the_payment_is_the_last(facts_of: Gather):
    connection = small_shelf()
    connection.execute(
        "update dim_pipeline_stage set step = 'measured', step_order = 25 where step = 'meeting';"
        " update dim_pipeline_stage set step_order = step_order * 10 where step_order < 10;"
        " update fct_lead set furthest_step_order = furthest_step_order * 10"
    )
    facts = facts_of(connection)

    assert [one["step"] for one in facts["steps"]] == [
        "lead",
        "qualified",
        "measured",
        "offer",
        "contract",
        "paid",
    ]
    assert "measured" in facts["labels"]["step"]


def test_working_days_come_from_the_calendar(facts_of: Gather):
    facts = facts_of(small_shelf())

    assert facts["first_day"] == "2026-04-01"
    assert len(facts["working"]) == 30 + 31 + 30 + 31
    assert facts["working"][day_of(facts, date(2026, 5, 4))] == "0"
    assert facts["working"][day_of(facts, date(2026, 5, 11))] == "1"


def test_answers_keep_the_whole_distribution(facts_of: Gather):
    answers = rows_of(facts_of(small_shelf(CORE + SALES + CALLS)), "answers")

    assert sorted(row["minutes"] for row in answers if row["state"] == 1) == [5, 10, 30, 200]
    assert [row["person"][:5] for row in answers if row["state"] == 0] == ["Борис"]
    assert [row["day"] for row in answers if row["state"] is None] == [date(2026, 6, 4)]


def test_channels_and_campaigns_bring_sums_and_no_quotients(facts_of: Gather):
    facts = facts_of(small_shelf(CORE + SALES + MONEY + MARKETING))
    performance = rows_of(facts, "performance")

    assert {(row["channel"], row["campaign"], row["spend_amount"]) for row in performance} == {
        ("Сайт", None, 0),
        ("direct", "Лето", 300),
        ("direct", "Зима", 100),
        ("Звонок", None, None),
    }
    assert not {name for name in performance[0] if "cac" in name or "romi" in name or name.endswith("_pct")}
