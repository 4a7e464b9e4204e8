"""Each number under each filter, beside plain SQL over the published marts."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.browser.opened import Company, Open
from tests.browser.reading import card, cell, choose, funnel, people

Span = tuple[date, date]
Filters = dict[str, str]
MAY = (date(2026, 5, 1), date(2026, 5, 31))
JUNE = (date(2026, 6, 1), date(2026, 6, 4))
QUARTER = (date(2026, 4, 1), date(2026, 6, 4))
ODD = (date(2026, 3, 9), date(2026, 5, 18))
STEPS = ("lead", "qualified", "meeting", "offer", "contract", "paid")
CUTS = [
    pytest.param("period=month_before", MAY, {}, id="May"),
    pytest.param("period=quarter", QUARTER, {}, id="the quarter so far"),
    pytest.param("from=2026-03-09&to=2026-05-18", ODD, {}, id="odd dates"),
    pytest.param("period=month_before", MAY, {"unit": "Опт"}, id="a department"),
    pytest.param("period=quarter", QUARTER, {"person": "Анна Северова"}, id="a manager"),
    pytest.param("period=quarter", QUARTER, {"pipeline": "Опт"}, id="a pipeline"),
    pytest.param("period=quarter", QUARTER, {"unit": "Опт", "pipeline": "Основная"}, id="both"),
]
CUT = {
    "unit": """employee_key in (
        select employee_key from dim_employee_history inner join dim_org_unit using (org_unit_key)
        where dim_org_unit.org_unit_name = '{}'
    )""",
    "person": "employee_key in (select employee_key from dim_employee_history where employee_name = '{}')",
    "pipeline": """pipeline_key in (
        select pipeline_key from dim_pipeline_stage where pipeline_name = '{}'
    )""",
}
HAS_PAID = "lead_key in (select deal_key from fct_payment where direction = 'in')"
PAID = "(select p.*, pipeline_key from fct_payment as p left join fct_deal using (deal_key))"
ANSWERS = "(select a.*, pipeline_key from mart_response_speed as a left join fct_lead using (lead_key))"


def _where(filters: Filters) -> str:
    """The same cut in SQL."""
    return " and ".join(["true", *(CUT[name].format(value) for name, value in filters.items())])


@pytest.mark.parametrize(("address", "span", "filters"), CUTS)
def test_leads_and_deals(company: Company, open_page: Open, address: str, span: Span, filters: Filters):
    page = open_page(address)
    choose(page, **filters)
    mine = _where(filters)
    won, booked = company.rows(
        f"""
        select count(*), sum(amount) from fct_deal
        where is_won and won_date between ? and ? and {mine}
        """,
        *span,
    )[0]
    clean = company.ask(
        f"select count(*) from fct_lead where is_clean and created_date between ? and ? and {mine}", *span
    )

    assert card(page, "deals_won") == won
    assert card(page, "revenue_booked") == 100 * booked
    assert card(page, "clean_leads") == clean
    assert card(page, "conversion") == pytest.approx(won / clean)


@pytest.mark.parametrize(("address", "span", "filters"), CUTS)
def test_money_and_answers(company: Company, open_page: Open, address: str, span: Span, filters: Filters):
    page = open_page(address)
    choose(page, **filters)
    mine = _where(filters)
    paid, linked, deals = company.rows(
        f"""
        select
            sum(amount),
            sum(amount) filter (where deal_key is not null),
            count(distinct deal_key) filter (where direction = 'in')
        from {PAID} where paid_date between ? and ? and {mine}
        """,
        *span,
    )[0]
    median = company.ask(
        f"""
        select median(response_minutes) from {ANSWERS}
        where is_answered and created_date between ? and ? and {mine}
        """,
        *span,
    )

    assert card(page, "revenue_paid") == 100 * paid
    assert card(page, "average_ticket") == pytest.approx(100 * float(linked / deals))
    assert card(page, "response") == median


@pytest.mark.parametrize(("address", "span", "filters"), CUTS)
def test_both_funnels(company: Company, open_page: Open, address: str, span: Span, filters: Filters):
    page = open_page(address)
    choose(page, **filters)
    mine = _where(filters)
    came_far = f"""
        select count(*) from fct_lead
        where is_clean and furthest_step_order >= ? and created_date between ? and ? and {mine}
    """
    entered = f"""
        with first_entries as (
            select deal_key, min(entered_date) as first_date, min(employee_key) as employee_key
            from fct_deal_stage_visit inner join dim_pipeline_stage using (stage_key)
            where step_order >= ? group by deal_key
        )
        select count(*) from first_entries
        inner join (select deal_key, pipeline_key from fct_deal) using (deal_key)
        where first_date between ? and ? and {mine}
    """
    # The last step is a payment linked to the deal, never a stage.
    has_paid = f"""
        select count(*) from fct_lead
        where is_clean and {HAS_PAID} and created_date between ? and ? and {mine}
    """
    paid_first = f"""
        with first_payments as (
            select
                deal_key, pipeline_key, employee_key, paid_date,
                row_number() over (partition by deal_key order by paid_date, payment_line_key) as place
            from {PAID} where direction = 'in' and deal_key is not null
        )
        select count(*) from first_payments where place = 1 and paid_date between ? and ? and {mine}
    """

    by_stage = STEPS[:-1]
    came = {name: company.ask(came_far, n, *span) for n, name in enumerate(by_stage, start=1)}
    assert funnel(page) == came | {"paid": company.ask(has_paid, *span)}
    page.click("[data-value=reached]")
    reached = {name: company.ask(entered, n, *span) for n, name in enumerate(by_stage, start=1)}
    assert funnel(page) == reached | {"paid": company.ask(paid_first, *span)}


def _by_name(company: Company, query: str) -> dict[str, float]:
    rows = company.rows(
        f"select employee_name, value from ({query}) inner join dim_employee_history using (employee_key)",
        *MAY,
    )
    return {"Без ответственного" if name == "unassigned" else name: float(value) for name, value in rows}


def test_every_manager_has_his_own_numbers(company: Company, open_page: Open):
    page = open_page("period=month_before")
    paid = _by_name(
        company,
        """
        select employee_key, 100 * sum(amount) as value from fct_payment
        where paid_date between ? and ? group by employee_key
        """,
    )
    calls = _by_name(
        company,
        """
        select employee_key, sum(calls_in_count + calls_out_count) as value from mart_employee_activity_daily
        where date_day between ? and ? group by employee_key
        """,
    )
    answers = _by_name(
        company,
        """
        select employee_key, median(response_minutes) as value from mart_response_speed
        where is_answered and created_date between ? and ? group by employee_key
        """,
    )

    assert people(page, "paid") == paid
    assert {name: value for name, value in people(page, "calls").items() if value} == calls
    assert {name: value for name, value in people(page, "response").items() if value is not None} == answers
    assert cell(page, "managers", "Итого", "paid") == sum(paid.values())


@pytest.mark.parametrize("filters", [{}, {"person": "Анна Северова"}], ids=["among all", "alone"])
def test_the_best_and_the_weakest_step_stand_furthest_from_everybodys(
    company: Company, open_page: Open, filters: Filters
):
    page = open_page("period=quarter")
    choose(page, **filters)
    gaps = dict(
        company.rows(
            f"""
            with moves as (
                select
                    dim_employee_history.employee_name = 'Анна Северова' as is_hers, steps.n,
                    cast(furthest_step_order >= steps.n as integer) as was_there,
                    cast(if(steps.n = 5, {HAS_PAID}, furthest_step_order > steps.n) as integer) as went_on
                from fct_lead inner join dim_employee_history using (employee_key)
                cross join range(1, 6) as steps(n)
                where is_clean and created_date between ? and ?
            )
            select
                n,
                sum(went_on) filter (where is_hers) / sum(was_there) filter (where is_hers)
                - sum(went_on) / sum(was_there)
            from moves group by n
            """,
            *QUARTER,
        )
    )
    line = page.locator("#managers tbody tr").filter(has_text="Анна Северова")
    marks = [one.get_attribute("data-mark") for one in line.locator(".cell").all()]

    assert marks.index("best") + 1 == max(gaps, key=lambda step: gaps[step])
    assert marks.index("weakest") + 1 == min(gaps, key=lambda step: gaps[step])


def test_the_plan_is_the_marts_and_its_pace_follows_working_days(company: Company, open_page: Open):
    page = open_page("period=month")
    bar = page.locator("#card-revenue_paid .progress")
    plan = company.ask(
        """
        select max(plan_month) from mart_plan_fact_daily
        where metric = 'revenue_paid_amount' and unit_type = 'company' and date_day = date '2026-06-01'
        """
    )
    paid = company.ask(
        "select sum(amount) from fct_payment where paid_date between '2026-06-01' and '2026-06-04'"
    )
    passed, working = company.rows(
        """
        select count(*) filter (where date_day <= date '2026-06-04'), count(*) from dim_date
        where is_working_day and date_day between date '2026-06-01' and date '2026-06-30'
        """
    )[0]

    assert float(bar.get_attribute("data-plan") or 0) == 100 * plan
    assert float(bar.get_attribute("data-done") or 0) == pytest.approx(float(paid / plan))
    pace = bar.locator(".pace").evaluate("mark => parseFloat(mark.style.left)")
    assert pace == pytest.approx(100 * passed / working, abs=0.01)


def test_the_trend_compares_as_many_working_days(company: Company, open_page: Open):
    page = open_page("period=month")
    last = company.ask(
        """
        select date_day from dim_date where is_working_day and date_day >= date '2026-05-01'
        order by date_day limit 1 offset (
            select count(*) - 1 from dim_date
            where is_working_day and date_day between date '2026-06-01' and date '2026-06-04'
        )
        """
    )
    before = company.ask(
        "select count(*) from fct_deal where is_won and won_date between date '2026-05-01' and ?", last
    )

    assert float(page.get_attribute("#card-deals_won .trend", "data-before") or -1) == before
    assert "п. п." in page.inner_text("#card-conversion .trend").replace("\u00a0", " ")


def test_the_payment_calendar(company: Company, open_page: Open):
    page = open_page("")
    expected = "select 100 * sum(expected_amount) from fct_payment_schedule where due_bucket = ?"
    for bucket in ("overdue", "today", "tomorrow", "next_7_days"):
        assert cell(page, "due", "Итого", bucket) == float(company.ask(expected, bucket) or 0)
    choose(page, unit="Опт")
    mine = company.ask(f"{expected} and {_where({'unit': 'Опт'})}", "overdue")
    assert cell(page, "due", "Итого", "overdue") == mine


def test_the_activity_of_the_last_day_and_of_the_day_before(company: Company, open_page: Open):
    page = open_page("")
    summed = "select sum({}) from mart_employee_activity_daily where date_day = ?"
    for day in (date(2026, 6, 4), date(2026, 6, 3)):
        assert cell(page, "activity", "Итого", "calls_in") == company.ask(
            summed.format("calls_in_count"), day
        )
        backlog = company.ask(summed.format("backlog_end_count"), day)
        assert cell(page, "activity", "Итого", "backlog") == backlog
        page.click("#activity [data-value='‹']")


def test_channels_cost_what_the_mart_says_and_quotients_come_from_sums(company: Company, open_page: Open):
    page = open_page("period=quarter")
    spend, new, margin = company.rows(
        """
        select sum(spend_amount), sum(new_customers_count), sum(margin_amount) from mart_channel_performance
        where month_date between date '2026-04-01' and date '2026-06-01' and channel_key = 'direct'
        """
    )[0]

    assert cell(page, "channels", "Яндекс Директ", "spend") == 100 * spend
    assert cell(page, "channels", "Яндекс Директ", "cac") == pytest.approx(100 * float(spend / new))
    assert cell(page, "channels", "Яндекс Директ", "romi") == pytest.approx(float((margin - spend) / spend))
    everything = "sum(spend_amount), sum(case when has_channel_spend then new_customers_count end)"
    spent, customers = company.rows(
        f"select {everything} from mart_channel_performance"
        " where month_date between date '2026-04-01' and date '2026-06-01'"
    )[0]
    assert cell(page, "channels", "Итого", "cac") == pytest.approx(100 * float(spent / customers))
    assert cell(page, "channels", "Рекомендации", "cac") is None
    choose(page, unit="Опт")
    assert page.locator("#channels [data-column=cac]").count() == 0
    assert "не делится по отделам" in page.locator("#channels").inner_text()


def test_the_chart_shows_the_days_of_the_shelf(company: Company, open_page: Open):
    page = open_page("period=month_before&metric=deals_won_count")
    days = json.loads(page.get_attribute("#pace-chart", "data-raw") or "[]")
    won = dict(
        company.rows(
            "select won_date, count(*) from fct_deal where is_won and won_date between ? and ? group by all",
            *MAY,
        )
    )

    assert days == [100 * won.get(date(2026, 5, number), 0) for number in range(1, 32)]


def test_what_may_be_planned_is_offered_as_far_as_somebody_tells_it(company: Company, open_page: Open):
    page = open_page("period=month_before&metric=visits_made_count")
    days = json.loads(page.get_attribute("#pace-chart", "data-raw") or "[]")
    made = dict(
        company.rows(
            "select date_day, cast(sum(visits_made_count) as bigint) from mart_employee_activity_daily "
            "where date_day between ? and ? group by all",
            *MAY,
        )
    )
    offered = page.locator("#pace select option").evaluate_all("all => all.map((one) => one.value)")

    assert days == [100 * made.get(date(2026, 5, number), 0) for number in range(1, 32)]
    assert any(days)
    assert {"revenue_paid_amount", "visits_made_count", "contracts_count"} <= set(offered)
    assert "flats_sold_count" not in offered, "no catalogue of properties is read"


def test_campaigns_and_what_no_campaign_brought_add_up_to_their_channel(company: Company, open_page: Open):
    page = open_page("period=quarter")
    for column in ("clean", "won", "paid", "new"):
        parts = page.locator(f"#channels tr.part [data-column={column}]").all()
        told = [float(str(one.get_attribute("data-raw"))) for one in parts]
        assert len(told) == 3
        assert sum(told) == cell(page, "channels", "Яндекс Директ", column)
    assert page.locator("#channels tr.part", has_text="Без кампании").count() == 1


def test_may_is_compared_with_the_same_days_however_it_was_chosen(open_page: Open):
    against = [
        open_page(chosen).get_attribute("#card-revenue_paid .trend", "data-before")
        for chosen in ("period=month_before", "from=2026-05-01&to=2026-05-31")
    ]
    assert against[0] is not None
    assert against[0] == against[1]
