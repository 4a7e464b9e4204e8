"""The rules of docs/bi/superset.md in a running Superset: each login is answered with rows of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from bi.superset.bundle import bundle, named
from bi.superset.client import Client
from bi.superset.server import REPOSITORY
from tests.superset.conftest import Dashboards

PAGE = REPOSITORY / "docs" / "bi" / "superset.md"
PASSWORD = "of this test alone"
SPRING = "2026-03-01"
"""From this day on money is known: the usual company's CRM is read from an earlier one than its payments."""
OWN, UNITS, NOBODY = re.findall(r"```sql\n(.+?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@dataclass(frozen=True)
class Person:
    """An employee of the demo, and his login in Superset."""

    key: str
    name: str
    client: Client


class Rules:
    """What an administrator does once."""

    def __init__(self, dashboards: Dashboards) -> None:
        self._admin, self._address = dashboards.client, dashboards.server.address
        kept = self._all("dataset/", "id,table_name")
        columns = {
            one["table_name"]: {column["column_name"] for column in one["columns"]}
            for path, one in bundle(dashboards.address).items()
            if path.startswith("datasets/")
        }  # of any company: those of one that stood here before are kept when another is imported
        self._open = {one["id"] for one in kept if one["table_name"] in ("publication", "publication_en")}
        self._columns = {one["id"]: columns[one["table_name"]] for one in kept}
        roles = {one["name"]: one["id"] for one in self._all("security/roles/", "id,name")}
        self._full, self._gamma = roles["Admin"], roles["Gamma"]

    def make(self) -> None:
        of_employee = [one for one, has in self._columns.items() if "employee_key" in has]
        of_unit = [one for one, has in self._columns.items() if {"unit_type", "unit_key"} <= has]
        others = set(self._columns) - {*of_employee, *of_unit} - self._open
        self.managers, self.readers = self._role("managers"), self._role("readers")
        self._rule("own rows", "Regular", of_employee, [self.managers], OWN)
        self._rule("own plans", "Regular", of_unit, [self.managers], UNITS)
        excepted = [self._full, self.managers]
        self._rule("nobody else", "Base", [*of_employee, *of_unit], excepted, NOBODY)
        self._rule("the company's", "Base", sorted(others), [self._full], NOBODY)

    def login(self, user: str, email: str, role: int) -> Client:
        told = {"first_name": user, "last_name": user, "username": user, "email": email, "active": True}
        self._admin.post("security/users/", told | {"password": PASSWORD, "roles": [self._gamma, role]})
        return Client(self._address, user, PASSWORD)

    def _role(self, name: str) -> int:
        """A role that may read the database of the bundle."""
        number = int(self._admin.post("security/roles/", {"name": name})["id"])
        rights = [
            one["id"]
            for one in self._all("security/permissions-resources/", "id,permission.name,view_menu.name")
            if one["permission"]["name"] == "database_access"
        ]
        self._admin.post(f"security/roles/{number}/permissions", {"permission_view_menu_ids": rights})
        return number

    def _rule(self, name: str, kind: str, tables: Sequence[int], roles: Sequence[int], clause: str) -> None:
        told = {"name": name, "filter_type": kind, "tables": tables, "roles": roles, "clause": clause}
        self._admin.post("rowlevelsecurity/", told)

    def _all(self, path: str, columns: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            asked = f"(page_size:100,page:{len(found) // 100},columns:!({columns}))"
            page = self._admin.get(path, q=asked)["result"]
            found += page
            if len(page) < 100:
                return found


@pytest.fixture(scope="module")
def rules(dashboards: Dashboards) -> Rules:
    made = Rules(dashboards)
    made.make()
    return made


@pytest.fixture(scope="module")
def people(dashboards: Dashboards, rules: Rules) -> list[Person]:
    """The two employees with the greatest receipts, each with a login of his address."""
    found = dashboards.shelf.execute(
        "select one.employee_key, one.employee_name, one.email from kpi.dim_employee as one"
        " join kpi.mart_employee_activity_daily as done using (employee_key) where one.email is not null"
        " group by all order by sum(done.revenue_paid_amount) desc limit 2"
    ).fetchall()
    return [
        Person(key, name, rules.login(f"manager{number}", email, rules.managers))
        for number, (key, name, email) in enumerate(found)
    ]


def _rows(
    dashboards: Dashboards, client: Client, dashboard: str, chart: str, period: str = ""
) -> list[dict[str, Any]]:
    number = dashboards.numbers()[named("chart", "ru", dashboard, chart)]
    question = dashboards.question(number)
    (query,) = question["queries"]
    for one in query["filters"]:
        if period and one["op"] == "TEMPORAL_RANGE":
            one["val"] = period
    (result,) = client.ask(question)
    assert not result["error"]
    rows: list[dict[str, Any]] = result["data"]
    return rows


def _charts(dashboards: Dashboards) -> Iterator[tuple[str, str]]:
    for one in dashboards.sources.declared.dashboards:
        for chart in one.charts:
            if chart.dataset != "publication":  # how fresh the data are is for everybody
                yield one.id, chart.id


def test_a_manager_is_answered_with_his_own_rows_and_all_of_them(
    dashboards: Dashboards, people: list[Person]
):
    for person in people:
        rows = _rows(dashboards, person.client, "people", "activity", f"{SPRING} : 2026-06-01")
        assert {row["employee_name"] for row in rows} == {person.name}
        ((paid,),) = dashboards.shelf.execute(
            "select sum(revenue_paid_amount) from kpi.mart_employee_activity_daily"
            " where employee_key = ? and date_day >= ? and date_day < '2026-06-01'",
            [person.key, SPRING],
        ).fetchall()
        assert sum(row["revenue_paid_amount"] for row in rows) == pytest.approx(float(paid))
        assert [row["unit_name"] for row in _rows(dashboards, person.client, "plan", "people")] == [
            person.name
        ]
    assert people[0].name != people[1].name


def test_what_is_the_companys_or_of_nobody_is_for_the_full_role(dashboards: Dashboards, people: list[Person]):
    for dashboard, chart in (("plan", "pace"), ("money", "products"), ("quality", "reconciliation")):
        assert _rows(dashboards, dashboards.client, dashboard, chart)
        shown = _rows(dashboards, people[0].client, dashboard, chart)
        assert [value for row in shown for value in row.values() if value] == []


def test_a_role_that_no_rule_names_is_answered_with_nothing(dashboards: Dashboards, rules: Rules):
    reader = rules.login("reader", "reader@sevsvet.example", rules.readers)
    told = [
        (dashboard, chart)
        for dashboard, chart in _charts(dashboards)
        for row in _rows(dashboards, reader, dashboard, chart)
        if any(row.values())
    ]
    assert told == []
