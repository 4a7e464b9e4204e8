"""After three nights: the page's sums are those of the daily marts, and no person's data came along."""

import json
import re
from collections import Counter
from typing import Any

import pytest

from orchestration.assets.page_file import write_page
from page.facts import gather
from page.shelf_reader import open_shelf
from tests.nightly.simulated import House
from tests.page.unfolded import day_of, rows_of, unpacked

LAST = pytest.mark.parametrize("after", ["night 3"], indirect=True)


def _facts(house: House) -> dict[str, Any]:
    with open_shelf(house.deployment.state.shelf / "voronka.duckdb") as shelf:
        return gather(shelf)


def _cells(house: House, query: str) -> dict[tuple[Any, ...], float]:
    with open_shelf(house.deployment.state.shelf / "voronka.duckdb") as shelf:
        rows = shelf.read(query)[1]
    return {tuple(row[:-1]): float(row[-1]) for row in rows if row[-1]}


@LAST
def test_steps_that_were_reached_are_those_of_the_conversion_mart(after: House):
    facts = _facts(after)
    reached: Counter[tuple[Any, ...]] = Counter()
    for row in rows_of(facts, "reached"):
        step = facts["labels"]["step"][row["step"]]
        reached[row["day"], row["person"], step] += row["period_reached_count"]
    for row in rows_of(facts, "first_paid"):
        reached[row["day"], row["person"], "paid"] += row["period_reached_count"]
    for row in rows_of(facts, "won"):
        reached[row["day"], row["person"], "won"] += row["deals_won_count"]

    assert reached == _cells(
        after,
        "select date_day, employee_name, step, sum(period_reached_count) from mart_conversion_by_unit"
        " group by date_day, employee_name, step",
    )


@LAST
def test_cohorts_are_those_of_the_conversion_mart(after: House):
    facts, cohorts = _facts(after), Counter[tuple[Any, ...]]()
    for row in rows_of(facts, "leads"):
        for one in facts["steps"][:-1] if row["clean_leads_count"] else ():
            if one["order"] <= row["furthest"]:
                cohorts[row["day"], row["person"], one["step"]] += row["clean_leads_count"]
    for row in rows_of(facts, "paid_leads"):
        cohorts[row["day"], row["person"], "paid"] += row["cohort_reached_count"]

    assert cohorts == _cells(
        after,
        "select date_day, employee_name, step, sum(cohort_reached_count) from mart_conversion_by_unit"
        " where step <> 'won' group by date_day, employee_name, step",
    )


@LAST
@pytest.mark.parametrize(
    ("metric", "table", "measure"),
    [
        ("revenue_paid_amount", "paid", "revenue_paid_amount"),
        ("revenue_booked_amount", "won", "revenue_booked_amount"),
        ("deals_won_count", "won", "deals_won_count"),
        ("leads_count", "leads", "leads_count"),
    ],
)
def test_facts_of_company_and_departments_are_those_of_the_plan_mart(
    after: House, metric: str, table: str, measure: str
):
    facts = _facts(after)
    people = {one.get("key") or one["name"]: one["units"] for one in facts["people"]}
    units = [one.get("key") or one["name"] for one in facts["units"]]
    sums: Counter[tuple[Any, ...]] = Counter()
    for row in rows_of(facts, table):
        then = [unit for since, unit in people[row["person"]] if since <= day_of(facts, row["day"])][-1]
        sums[row["day"], "company"] += round((row[measure] or 0) * 100)
        sums[row["day"], units[then]] += round((row[measure] or 0) * 100)
    told = _cells(
        after,
        "select date_day, case unit_key when 'company' then 'company' when 'unassigned' then 'unassigned'"
        " else unit_name end, fact_day * 100 from mart_plan_fact_daily"
        f" where metric = '{metric}' and unit_type <> 'employee'",
    )

    assert {cell: value for cell, value in sums.items() if value} == told


@LAST
def test_the_page_names_no_customer_but_firms_that_owe_or_may_be_called(after: House):
    page = write_page(after.deployment).read_text(encoding="utf-8")
    data = re.search(r'<script type="text/plain" id="data">(.*?)</script>', unpacked(page), re.S)
    assert data
    told = json.dumps(json.loads(data[1]), ensure_ascii=False)
    with open_shelf(after.deployment.state.shelf / "voronka.duckdb") as shelf:
        firms = {name for (name,) in shelf.read("select company_name from dim_customer")[1] if name}
        owe = {name for (name,) in shelf.read("select company_name from mart_debtor")[1] if name}
        listed = {name for (name,) in shelf.read("select company_name from mart_client_priority")[1] if name}

    assert firms > owe | listed
    assert not [name for name in firms - owe - listed if name in told]
    assert not re.search(r"[\w.+-]+@[\w-]+\.\w+|\+7[\d\s()-]{10,}|\b[78]9\d{9}\b", told)
    assert len(page.encode()) < 1_500_000
