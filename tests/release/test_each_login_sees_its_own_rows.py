"""The map of access on a real server: each login sees its rows, in every way that a person could ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import conninfo

from expectations.errors import ShelfError
from expectations.shelf.kinds.postgres import PostgresDatabase
from expectations.shelf.target import ShelfOutcome
from expectations.versions import Publication
from tests.release.made_publication import Made, Releases
from tests.release.postgres import Base, new_base, running_server
from texts import speaking

EMPLOYEES = """
    select * from (values
        ('e1', 'Анна', 'anna@x.example', 'u1'), ('e2', 'Олег', 'oleg@x.example', 'u1'),
        ('e3', 'Пётр', 'petr@x.example', 'u2'), ('e4', 'Двойник', 'twin@x.example', 'u2'),
        ('e5', 'Двойник', 'twin@x.example', 'u2')
    ) as t(employee_key, employee_name, email, org_unit_key)"""
UNITS = """
    select * from (values ('u1', 'Опт', 'e1'), ('u2', 'Розница', 'e3'))
    as t(org_unit_key, org_unit_name, head_employee_key)"""
# e3 was in u1 until he came into u2: the deal of n = 2 is his of then.
DEALS = """
    select n as deal_number, 'e' || (1 + n % 3) as employee_key, cast(100 + n as decimal(18, 2)) as amount,
        case when n = 2 or n % 3 < 2 then 'u1' else 'u2' end as org_unit_then_key,
        case when n % 3 < 2 then 'u1' else 'u2' end as org_unit_now_key,
        case when n = 0 then 'e3' end as won_employee_key, 'secret ' || n as comment
    from range(30) as t(n)"""
PLANS = """
    select * from (values ('company', 'company', 60), ('department', 'u1', 40), ('department', 'u2', 20),
        ('employee', 'e1', 25), ('employee', 'e2', 15), ('employee', 'e3', 20))
    as t(unit_type, unit_key, plan)"""
MARTS = {
    "dim_employee": Made(EMPLOYEES, "core"),
    "dim_org_unit": Made(UNITS, "core", is_public=True),
    "dim_channel": Made("select 'site' as channel_key", "core", is_public=True),
    "fct_deal": Made(DEALS),
    "mart_plan": Made(PLANS),
    "mart_funnel": Made("select 'u1' as org_unit_key, 7 as leads union all select 'u2', 3"),
    "mart_company": Made("select 1000 as revenue"),
}
MAP = """login,unit,email
{head},Опт,
{own},,Petr@X.example
{all},*,
{both},,anna@x.example
{both},u2,
"""


@dataclass
class Shop:
    """A publication in PostgreSQL with a map, and a login for each of its lines."""

    base: Base
    releases: Releases
    file: Path
    publication: Publication
    logins: dict[str, str]
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def person(self) -> str:
        return f"p{self.base.reader[1:]}"

    def target(self, **settings: Any) -> PostgresDatabase:
        return self.base.target(**{"access": self.file, "person": self.person, **settings})

    def put(self, publication: Publication | None = None, **settings: Any) -> ShelfOutcome:
        return self.releases.put(self.target(**settings), publication or self.publication)

    def ask(self, who: str, query: str) -> list[tuple[Any, ...]]:
        return self.base.ask(query, self.logins[who])

    def deals(self, who: str) -> tuple[Any, ...]:
        return self.ask(who, "select count(*), sum(amount) from kpi.fct_deal")[0]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture
def shop(server: str, tmp_path: Path) -> Shop:
    base = new_base(server)
    name = base.reader[1:]
    logins = {who: f"{who}_{name}" for who in ("head", "own", "all", "both", "reader", "stranger")}
    releases, file = Releases(tmp_path / "releases"), tmp_path / "access.csv"
    file.write_text(MAP.format(**logins), encoding="utf-8")
    shop = Shop(base, releases, file, releases.publish(MARTS), logins)
    outcome = shop.put()
    assert (outcome.error, outcome.healed) == (None, ())
    for who, login in logins.items():
        base.ask(f"create role {login} login in role {base.reader if who == 'reader' else shop.person}")
    return shop


def _amount(*keep: int) -> tuple[int, int]:
    numbers = [n for n in range(30) if n % 3 in keep]
    return len(numbers), sum(100 + n for n in numbers)


def test_each_login_counts_and_sums_its_own_rows(shop: Shop):
    everything, count = _amount(0, 1, 2)[1], 30
    assert shop.deals("reader") == shop.deals("all") == (count, everything)
    assert shop.deals("stranger") == (0, None)
    # The head: e1 and e2, and what e3 did while he was in the unit.
    of_unit = _amount(0, 1)
    assert shop.deals("head") == (of_unit[0] + 1, of_unit[1] + 102)
    # e3: his deals, and the one that he won and another one keeps.
    own = _amount(2)
    assert shop.deals("own") == (own[0] + 1, own[1] + 100)
    # Two lines: the rows of both.
    assert shop.deals("both") == (20, _amount(0, 2)[1])


def test_views_of_names_in_upper_case_hold_back_the_same_rows(shop: Shop):
    settings = {"views": "kpi_upper", "names": "upper"}
    assert shop.put(**settings).error is None
    assert shop.target(**settings).check()
    for who in shop.logins:
        assert shop.ask(who, 'select count(*), sum("AMOUNT") from kpi_upper."FCT_DEAL"') == [shop.deals(who)]
    assert shop.ask("own", 'select distinct "LOGIN" from kpi_upper."ACCESS"') == [(shop.logins["own"],)]


def test_totals_of_units_and_employees_are_seen_by_whom_they_concern(shop: Shop):
    plans = {who: shop.ask(who, "select unit_key from kpi.mart_plan order by 1") for who in shop.logins}
    assert [key for (key,) in plans["head"]] == ["e1", "e2", "u1"]
    assert [key for (key,) in plans["own"]] == ["e3"]
    assert len(plans["all"]) == len(plans["reader"]) == 6
    assert plans["stranger"] == []
    assert shop.ask("head", "select org_unit_key, leads from kpi.mart_funnel") == [("u1", 7)]
    assert shop.ask("own", "select * from kpi.mart_funnel") == []
    assert shop.ask("head", "select employee_name from kpi.dim_employee order by 1") == [("Анна",), ("Олег",)]


def test_what_has_no_owner_is_for_those_who_see_all_unless_it_is_public(shop: Shop):
    for who, seen in {"all": 1, "reader": 1, "head": 0, "own": 0, "stranger": 0}.items():
        assert len(shop.ask(who, "select * from kpi.mart_company")) == seen
        assert shop.ask(who, "select * from kpi.dim_channel") == [("site",)]
        assert len(shop.ask(who, "select * from kpi.dim_org_unit")) == 2
        assert len(shop.ask(who, "select * from kpi.publication")) == 2


def test_no_row_is_reached_by_a_view_a_function_a_role_or_the_tables_behind(shop: Shop):
    head, own = shop.logins["head"], shop.logins["own"]
    name = shop.base.ask("select current_database()")[0][0]
    shop.base.ask(f"create schema mine authorization {name}")
    for login in (own, shop.logins["all"]):
        shop.base.ask(f"grant usage, create on schema mine to {login}")

    # A view of somebody who sees all shows each reader his own rows.
    shop.ask("all", "create view mine.deals as select * from kpi.fct_deal")
    shop.ask("all", f"grant select on mine.deals to {own}")
    assert shop.ask("own", "select count(*) from mine.deals") == [(11,)]
    shop.ask(
        "all",
        "create function mine.sum_of_all() returns numeric language sql security definer"
        " as 'select sum(amount) from kpi.fct_deal'",
    )
    assert shop.ask("own", "select mine.sum_of_all()") == [(shop.deals("own")[1],)]

    # A cheap function that tells what it is given is never given a row of another.
    shop.ask(
        "own",
        "create function mine.tell(text) returns boolean language plpgsql cost 0.0000001"
        " as 'begin raise notice ''%'', $1; return true; end'",
    )
    told: list[str] = []
    address = conninfo.make_conninfo(shop.base.address, user=own)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.add_notice_handler(lambda one: told.append(str(one.message_primary)))
        connection.execute("select deal_number from kpi.fct_deal where mine.tell(comment)").fetchall()
        assert len(told) == 11
        with pytest.raises(psycopg.Error):
            connection.execute(f"set role {head}")
        # A division that fails on a row of another is not reached: deal 1 is not his.
        connection.execute("select 1 / (deal_number - 1) from kpi.fct_deal").fetchall()

    ((data,),) = shop.base.ask(
        "select table_schema from information_schema.tables where table_name = 'fct_deal'"
        r" and table_schema like 'kpi\_data\_%'"
    )
    for hidden in (f"{data}.fct_deal", "kpi_access.access"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            shop.ask("own", f"select * from {hidden}")
    assert shop.ask("own", f"select * from pg_stats where schemaname = '{data}'") == []
    for statement in ("delete from kpi.fct_deal", "update kpi.access set sees = 'company'"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            shop.ask("own", statement)


def test_the_map_is_a_table_for_tools_that_filter_by_themselves(shop: Shop):
    rows = shop.ask("reader", "select login, sees, org_unit_key, employee_key from kpi.access")
    head = shop.logins["head"]
    assert {row[1:] for row in rows if row[0] == head} == {
        ("unit", "u1", None),
        ("unit", "u1", "e1"),
        ("unit", "u1", "e2"),
    }
    assert shop.ask("own", "select sees, employee_key from kpi.access") == [("employee", "e3")]


def test_a_changed_map_is_noticed_and_in_force_after_the_next_run(shop: Shop):
    assert shop.put().changed is False
    shop.file.write_text(f"login;unit;email\n{shop.logins['own']};*;\n", encoding="utf-8-sig")
    assert shop.target().fault(shop.publication) == "the map of access has changed since"
    assert shop.put().changed
    assert shop.deals("own")[0] == 30
    assert shop.deals("head") == (0, None)
    assert shop.deals("all") == (0, None)


def test_a_new_version_keeps_the_conditions_and_a_map_taken_away_lets_nobody_see_all(shop: Shop):
    assert shop.put(shop.releases.publish(MARTS)).changed
    assert shop.deals("own")[0] == 11
    without = shop.releases.publish(MARTS)
    assert shop.put(without, access=None).error is None
    assert shop.deals("reader")[0] == 30
    for who in ("own", "head", "all", "stranger"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            shop.deals(who)


def test_a_wrong_line_gives_no_access_and_is_named_in_both_languages(shop: Shop):
    own = shop.logins["own"]
    lines = [f"{own},,twin@x.example", f"{own},Склад,", f"{own},,", ",*,", f"{own},Опт,oleg@x.example"]
    shop.file.write_text("\n".join(["login,unit,email", *lines, f"{own},,oleg@x.example", ""]))
    healed = shop.put().healed
    assert len(healed) == 5
    assert healed[0].startswith("access.csv, line 2: several employees have the address twin@x.example")
    assert "line 3: there is no unit Склад" in healed[1]
    assert shop.deals("own") == _amount(1)
    with pytest.raises(ShelfError, match="line 5: it names no login"):
        shop.target().check()
    with speaking("ru"), pytest.raises(ShelfError, match="строка 3: нет подразделения Склад"):
        shop.target().check()


def test_a_map_that_cannot_be_read_leaves_what_was_in_force(shop: Shop):
    shop.file.write_text("login,department\nx,*\n")
    with pytest.raises(ShelfError, match="other columns"):
        shop.target().check()
    outcome = shop.put(shop.releases.publish(MARTS))
    assert "has other columns" in (outcome.error or "")
    assert shop.deals("own")[0] == 11
    shop.file.unlink()
    assert "cannot be read" in (shop.put().error or "")
