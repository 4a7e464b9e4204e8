"""A day that was not loaded, a mart never published, a domain that stayed behind: none of them is a zero."""

from __future__ import annotations

from datetime import date

import pytest

from page.errors import PageError
from tests.page.small_shelf import ANNA, CALLS, CORE, MARKETING, MONEY, SALES, day, small_shelf
from tests.page.unfolded import Gather, day_of, rows_of


def test_a_loaded_spring_has_no_unknown_days(facts_of: Gather):
    told = facts_of(small_shelf())["unknown"]
    assert (told["sales"], told["money"], told["calls"], told["visits"]) == ([], [], None, None)


def test_pieces_sold_are_unknown_without_a_catalogue_and_visits_where_they_were_not_loaded(
    facts_of: Gather,
):
    nothing = facts_of(small_shelf(CORE + SALES + MONEY + CALLS))
    assert nothing["unknown"]["sold"] == [[0, nothing["publication"]["domains"]["sales"]["last_day"]]]
    assert nothing["unknown"]["visits"] == [[day_of(nothing, day("06-03"))] * 2]


def test_pieces_sold_are_known_where_deals_and_properties_are(facts_of: Gather):
    connection = small_shelf(CORE + SALES + MONEY + CALLS)
    connection.execute(
        "insert into mart_data_coverage by name select * replace ('property_status_changes' as entities, "
        "'stock' as source, date_day <> date '2026-05-18' as is_complete) from mart_data_coverage "
        "where source = 'crm' and stream = (select min(stream) from mart_data_coverage where source = 'crm')"
    )
    facts = facts_of(connection)
    assert facts["unknown"]["sold"] == [[day_of(facts, day("05-18"))] * 2]
    assert sum(row["flats_sold_count"] for row in rows_of(facts, "won")) == 5


def test_days_of_payments_that_were_not_loaded_are_told_as_spans(facts_of: Gather):
    connection = small_shelf()
    connection.execute(
        "update mart_plan_fact_daily set is_complete = false"
        " where unit_type = 'company' and date_day between date '2026-05-13' and date '2026-05-15'"
    )
    facts = facts_of(connection)

    assert facts["unknown"]["money"] == [[day_of(facts, day("05-13")), day_of(facts, day("05-15"))]]


def test_a_month_without_plan_and_payments_is_judged_by_the_coverage_of_its_streams(facts_of: Gather):
    connection = small_shelf()
    connection.execute("delete from mart_plan_fact_daily where date_day < date '2026-05-01'")
    connection.execute(
        "insert into mart_data_coverage (source, stream, entities, date_day, status, is_complete)"
        " select 'erp', 'payments_bank', 'payments', cast(day as date), 'loaded', day >= date '2026-04-03'"
        " from unnest(generate_series(date '2026-04-01', date '2026-06-04', interval 1 day)) as days(day)"
    )
    facts = facts_of(connection)

    assert facts["unknown"]["money"] == [[0, 1]]


def test_a_day_of_leads_that_was_not_loaded_is_told(facts_of: Gather):
    connection = small_shelf()
    connection.execute(
        "insert into mart_conversion_by_unit (date_day, employee_key, step, is_complete)"
        f" values (date '2026-05-18', '{ANNA}', 'lead', false)"
    )
    facts = facts_of(connection)

    assert facts["unknown"]["sales"] == [[day_of(facts, day("05-18"))] * 2]


def test_calls_of_a_day_that_was_not_loaded_are_null_and_not_nothing(facts_of: Gather):
    facts = facts_of(small_shelf(CORE + SALES + CALLS))
    activity = {row["day"]: row["calls_in_count"] for row in rows_of(facts, "activity")}

    assert activity[date(2026, 6, 3)] is None
    assert facts["unknown"]["calls"] == [[day_of(facts, day("06-03"))] * 2]
    assert facts["connected"] == {"crm": True, "payments": False, "telephony": True, "advertising": False}


def test_without_telephony_and_advertising_nothing_is_said_about_them(facts_of: Gather):
    facts = facts_of(small_shelf())

    assert facts["connected"] == {"crm": True, "payments": True, "telephony": False, "advertising": False}
    assert not {"calls", "answers", "activity", "performance"} & set(facts["tables"])


def test_a_domain_that_was_never_published_has_no_tables(facts_of: Gather):
    facts = facts_of(small_shelf(CORE + MONEY))

    assert facts["unknown"]["sales"] is None
    assert "leads" not in facts["tables"]
    assert {row["pipeline"] for row in rows_of(facts, "paid")} == {None}


def test_a_domain_that_stayed_behind_tells_its_own_last_day(facts_of: Gather):
    facts = facts_of(small_shelf(), held={"money": day("05-23")})
    domains = facts["publication"]["domains"]

    assert domains["money"]["data_as_of"] == "2026-05-23T02:59"
    assert domains["money"]["last_day"] == day_of(facts, day("05-22"))
    assert domains["sales"]["last_day"] == day_of(facts, day("06-04"))
    assert max(row["day"] for row in rows_of(facts, "paid")) == day("05-22")


def test_a_domain_without_data_has_no_date_and_no_last_day(facts_of: Gather):
    facts = facts_of(small_shelf(), undated=["money"])
    domains = facts["publication"]["domains"]

    assert (domains["money"]["data_as_of"], domains["money"]["last_day"]) == (None, None)
    assert domains["sales"]["data_as_of"] is not None
    assert rows_of(facts, "paid") == []


def test_a_spend_that_is_not_known_is_null(facts_of: Gather):
    facts = facts_of(small_shelf(CORE + SALES + MARKETING))

    assert None in facts["tables"]["performance"]["spend_amount"]


def test_a_shelf_without_its_reference_data_is_no_page(facts_of: Gather):
    with pytest.raises(PageError, match="domain core is missing"):
        facts_of(small_shelf(SALES))
