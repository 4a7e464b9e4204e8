"""Alerts, the day of each manager, debtors, open deals, reasons and credits: as their marts hold them."""

from __future__ import annotations

from collections import Counter
from datetime import date

from tests.page.made_shelf import insert
from tests.page.small_morning import CARD, MORNING, YESTERDAY
from tests.page.small_shelf import ANNA, CALLS, CORE, MARKETING, MONEY, REST, RETAIL, SALES, day, small_shelf
from tests.page.unfolded import Facts, Gather, day_of, rows_of

EVERYTHING = CORE + SALES + MONEY + CALLS + MARKETING + REST


def _total(facts: Facts, table: str, column: str) -> float:
    return sum(row[column] or 0 for row in rows_of(facts, table))


def test_only_roots_of_the_panels_newest_day_are_alerts(facts: Facts):
    told = [(row["state"], row["metric"], row["told"], row["expected"]) for row in rows_of(facts, "alerts")]

    assert told == [
        ("new", "leads_count", 100, 1000),
        ("over", "revenue_paid_amount", 1250, 1000),
        ("going_on", "leads_count", 200, 1000),
    ]
    assert facts["newest"]["alerts"] == day_of(facts, YESTERDAY)


def test_a_newest_day_without_alerts_does_not_repeat_those_of_an_older_one(facts_of: Gather):
    connection = small_shelf(EVERYTHING)
    connection.execute("delete from mart_kpi_alert where date_day = date '2026-06-04'")
    facts = facts_of(connection)

    assert rows_of(facts, "alerts") == []
    assert facts["newest"]["alerts"] == day_of(facts, YESTERDAY)


def test_the_running_day_is_told_up_to_its_hour_and_in_no_complete_day(facts: Facts):
    rows = [row for row in rows_of(facts, "pulse") if facts["labels"]["mark"][row["mark"]] == "now"]
    told = {row["person"]: row for row in rows}

    assert [(one["mark"], one["until"][-5:], one["running"], one["days"]) for one in facts["stand_ups"]] == [
        ("11:00", "11:00", 1, 10),
        ("now", "13:59", 1, 10),
    ]
    assert {one["day"] for one in facts["stand_ups"]} == {day_of(facts, MORNING)}
    assert told["Анна"]["usual_talk_seconds"] == 60.5
    assert told["Борис </script><b>"]["timed_receipts_amount"] == 99.9
    assert told["Борис </script><b>"]["calls_in_count"] is None
    last_days = {one["last_day"] for one in facts["publication"]["domains"].values()}
    assert last_days == {day_of(facts, YESTERDAY)}
    assert max(row["day"] for row in rows_of(facts, "leads")) == YESTERDAY


def test_a_day_of_managers_keeps_what_is_not_known(facts: Facts):
    rows = {row["person"]: row for row in rows_of(facts, "day_summary")}

    assert {row["day"] for row in rows.values()} == {YESTERDAY}
    assert rows["Анна"]["expected_next_day_amount"] == 80.5
    assert rows["Борис </script><b>"]["calls_in_count"] is None
    assert rows["Борис </script><b>"]["paid_plan_month_amount"] is None


def test_debts_add_up_although_only_ten_customers_of_an_employee_are_named(facts: Facts):
    rows = rows_of(facts, "debtors")
    named = {row["customer"] for row in rows if row["customer"] is not None and row["person"] == "Анна"}
    rest = [row for row in rows if row["customer"] is None]

    assert _total(facts, "debtors", "debt_amount") == 100 + 400.5 + 7 + 50 + sum(range(1, 13))
    assert len(named) == 10
    assert [(row["name"], row["debt_amount"]) for row in rest] == [(None, 1 + 2 + 3)]
    assert {row["band"] for row in rows if row["name"] == "ООО Большая"} == {1, 5}
    assert facts["newest"]["debtors"] == day_of(facts, MORNING)
    assert sorted(row["is_known"] for row in rows if row["person"] != "Анна") == [0, 1]
    assert len({row["customer"] for row in rows if row["name"] == "ООО Большая"}) == 1  # of two managers


def test_open_deals_past_the_first_step_are_linked_to_their_cards(facts: Facts):
    (deal,) = rows_of(facts, "stuck")

    assert (deal["url"], deal["deals_count"], deal["open_amount"]) == (f"{CARD}2", 1, 300)
    assert facts["labels"]["stage"][deal["stage"]] == "Квалификация"
    assert deal["since"] == day_of(facts, day("05-11"))


def test_open_deals_beyond_ten_of_an_employee_are_one_line_that_adds_up(facts_of: Gather):
    connection = small_shelf(EVERYTHING)
    more = [
        {
            "date_day": YESTERDAY,
            "deal_key": f"crm:more{n}",
            "pipeline_key": RETAIL,
            "stage_name": "Встреча",
            "step_order": 3,
            "employee_key": ANNA,
            "stage_entered_date": day("05-12"),
            "amount": n,
        }
        for n in range(1, 13)
    ]
    insert(connection, "fct_deal_daily_snapshot", more)
    insert(connection, "fct_deal", [{"deal_key": one["deal_key"]} for one in more])
    rows = rows_of(facts_of(connection), "stuck")

    assert [row["deals_count"] for row in rows if row["stage"] is None] == [3]
    assert sum(row["deals_count"] for row in rows) == 13
    assert sum(row["open_amount"] for row in rows) == 300 + sum(range(1, 13))


def test_only_open_leads_wait_for_an_answer(facts_of: Gather):
    connection = small_shelf(EVERYTHING)
    connection.execute("update mart_response_speed set outcome = 'won', source_url = ?", [f"{CARD}0"])
    connection.execute(
        "update mart_response_speed set outcome = 'open', source_url = ?, channel_key = 'site'"
        " where lead_key = 'crm:4'",
        [f"{CARD}4"],
    )
    rows = rows_of(facts_of(connection), "waiting")

    assert [(row["url"], row["pipeline"], row["channel"], row["waiting_count"]) for row in rows] == [
        (f"{CARD}4", "Опт", "Сайт", 1)
    ]


def test_new_clients_and_current_ones_are_told_apart_in_leads_wins_and_money(facts: Facts):
    leads: Counter[int] = Counter()
    for row in rows_of(facts, "leads"):
        leads[row["client"]] += row["clean_leads_count"]
    paid: Counter[int] = Counter()
    for row in rows_of(facts, "paid"):
        paid[row["client"]] += row["revenue_paid_amount"]

    assert leads == {1: 4, 2: 1, 0: 1}
    assert {row["client"]: row["deals_won_count"] for row in rows_of(facts, "won")} == {1: 1, 2: 1}
    assert paid == {0: 50.25, 1: 1000.5 + 500, 2: 1400}


def test_junk_and_losses_are_told_by_reason(facts: Facts):
    (junk,) = rows_of(facts, "junk")
    (lost,) = rows_of(facts, "lost")

    assert (facts["labels"]["junk"][junk["junk"]], junk["junk_leads_count"]) == ("spam", 1)
    assert (facts["labels"]["reason"][lost["reason"]], lost["deals_lost_count"]) == ("Дорого", 1)
    assert lost["person"] == "Борис </script><b>"


def test_money_is_told_by_its_form(facts: Facts):
    forms: Counter[str] = Counter()
    for row in rows_of(facts, "paid"):
        forms[facts["labels"]["form"][row["form"]] if row["form"] is not None else "none"] += row[
            "revenue_paid_amount"
        ]

    assert forms == {"Наличные": 600, "none": 2950.75 - 600}


def test_credits_of_campaigns_are_their_channels_and_unknown_money_stays_unknown(facts: Facts):
    rows = rows_of(facts, "attribution")
    first = [row for row in rows if facts["labels"]["model"][row["model"]] == "first"]
    linear = [row for row in rows if facts["labels"]["model"][row["model"]] == "linear"]

    assert {(row["channel"], row["credit"], row["paid_amount"], row["cost_amount"]) for row in first} == {
        ("direct", 1, 1000.25, 100),
        ("Сайт", 1, 0, 0),
    }
    assert [row["paid_amount"] for row in linear] == [None]
    assert {row["month"] for row in rows} == {date(2026, 5, 1)}


def test_a_week_is_added_up_over_its_channels_at_todays_age_and_expects_only_what_is_known(facts: Facts):
    first, second = rows_of(facts, "cohorts")

    assert (first["since"], second["since"]) == (day_of(facts, day("05-11")), day_of(facts, day("05-18")))
    assert (first["clean_count"], first["won_count"], first["open_count"]) == (8, 3, 2)
    assert (first["expected_count"], first["is_mature"], first["unit"]) == (3.75, 0, "Север")
    assert (second["won_count"], second["expected_count"]) == (2, None)


def test_what_was_never_published_has_no_table(facts_of: Gather):
    facts = facts_of(small_shelf())

    assert facts["stand_ups"] == []
    assert not {"pulse", "alerts", "day_summary", "debtors", "stuck", "attribution"} & set(facts["tables"])
    assert facts["newest"] == {}
