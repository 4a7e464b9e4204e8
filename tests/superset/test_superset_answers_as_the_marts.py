"""Every chart of every dashboard, asked in a real Superset, says what the published rows add up to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.superset.conftest import COMPANIES, Dashboards
from tests.superset.expected import Asked, groups, is_same, written


@pytest.fixture(scope="module", params=["duckdb", "postgres", *COMPANIES])
def filled(request: pytest.FixtureRequest, dashboards: Dashboards) -> Iterator[Dashboards]:
    """The bundle over one database, then over others, which take the place of the first."""
    if request.param in COMPANIES:
        with dashboards.over(request.param) as other:
            yield other
        return
    if request.param == "postgres":
        dashboards.put(request.getfixturevalue("postgres"), "postgres")
    yield dashboards


def test_every_chart_adds_up_to_the_published_rows(filled: Dashboards):
    numbers = filled.numbers()
    wrong: list[str] = []
    asked = list(filled.charts())
    for one in asked:
        wrong += _compared(filled, one, filled.question(numbers[one.uuid]), one.chart.where or "true")
    assert wrong == []
    assert len(asked) > (10 if filled.kind in COMPANIES else 120)


def test_filters_narrow_every_chart_that_has_the_column(filled: Dashboards):
    numbers = filled.numbers()
    departments = _departments(filled)
    said = ", ".join(f"'{one}'" for one in departments)
    wrong: list[str] = []
    narrowed = 0
    for one in filled.charts():
        if "/en/" in one.name or not one.chart.metrics:
            continue
        question = filled.question(numbers[one.uuid])
        where = one.chart.where or "true"
        (query,) = question["queries"]
        if one.has("department"):
            query["filters"].append({"col": "department", "op": "IN", "val": departments})
            where = f"({where}) and {one.expression('department')} in ({said})"
        day = one.declared.date
        if day:
            period = next(each for each in query["filters"] if each["col"] == day)
            period["val"] = "2026-05-01 : 2026-06-01"
            where = f"({where}) and {day} >= date '2026-05-01' and {day} < date '2026-06-01'"
        if where != (one.chart.where or "true"):
            narrowed += 1
            wrong += _compared(filled, one, question, where, may_be_empty=True)
    assert narrowed > (0 if filled.kind in COMPANIES else 40)
    assert wrong == []


def _departments(filled: Dashboards) -> list[str]:
    """Two of the company's departments, or the only one."""
    found = filled.shelf.execute(
        "select org_unit_then_name from kpi.mart_employee_activity_daily"
        " group by 1 order by count(*) desc, 1 limit 2"
    )
    return [name for (name,) in found.fetchall()]


def _compared(
    filled: Dashboards, one: Asked, question: dict[str, Any], where: str, may_be_empty: bool = False
) -> list[str]:
    """What differs between Superset's answer and the rows, in words."""
    (result,) = filled.client.ask(question)
    rows = result["data"]
    if result["error"]:
        return [f"{one.name}: {result['error']}"]
    if not rows and not may_be_empty and not one.chart.may_be_empty:
        return [f"{one.name}: empty"]
    columns = [each if isinstance(each, str) else each["label"] for each in question["queries"][0]["columns"]]
    if not one.chart.metrics:
        return _listed(filled, one, rows, columns, where)
    limit = question["queries"][0]["row_limit"]
    ours = groups(one, columns, where, filled.shelf)
    if len(rows) != min(len(ours), limit):
        return [f"{one.name}: {len(rows)} groups, {len(ours)} by the rows"]
    wrong = []
    for row in rows:
        key = tuple(row[each] for each in columns)
        for name, value in zip(one.chart.metrics, ours.get(key, ["absent"] * 99), strict=False):
            if value == "absent" or not is_same(value, row[name]):
                wrong.append(f"{one.name} {key} {name}: {row[name]}, by the rows {value}")
    return wrong[:3]


def _listed(filled: Dashboards, one: Asked, rows: list[Any], columns: list[str], where: str) -> list[str]:
    """Rows shown as they are: as many, and each column of numbers adding up to the same."""
    read = ", ".join(one.expression(each) for each in columns)
    ours = filled.shelf.execute(f"select {read} from {one.relation} where {where}").fetchall()
    if len(ours) != len(rows):
        return [f"{one.name}: {len(rows)} rows, {len(ours)} published"]
    wrong = []
    for place, column in enumerate(columns):
        values = [written(row[place]) for row in ours]
        if all(isinstance(each, int | float | None) for each in values):
            theirs = sum(row[column] or 0 for row in rows)
            if not is_same(sum(each or 0 for each in values), theirs):
                wrong.append(f"{one.name} {column}: {theirs}")
    return wrong
