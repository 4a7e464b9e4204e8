"""PostgreSQL shows the published rows, changes over at once, and breaks nothing that BI tools stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from expectations.errors import ShelfError
from expectations.release import ReleaseReport, rollback
from expectations.status import status
from expectations.versions import Versions
from tests.gate.house import House
from tests.release.postgres import Base, columns_of, new_base, running_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture
def base(server: str) -> Base:
    return new_base(server)


@pytest.fixture
def shop(house: House, base: Base) -> House:
    """The small house, published in PostgreSQL too."""
    shop = replace(house, other_targets=(base.target(),))
    assert _error(shop.night()) is None
    return shop


def _error(report: ReleaseReport) -> str | None:
    (outcome,) = [one for one in report.shelf if one.name == "postgres"]
    return outcome.error


def _new_lead(house: House, number: int) -> None:
    house.plant(f"insert into marts.fct_lead values ('amocrm_main:new{number}', date '2026-06-01', 'e1', '')")


def _leads(base: Base, user: str | None = None) -> int:
    return int(base.ask("select count(*) from kpi.fct_lead", user)[0][0])


def test_every_published_row_stands_there_with_its_types_and_words(shop: House, base: Base):
    shop.plant("update marts.fct_lead set comment = null where lead_key = 'amocrm_main:1'")
    shop.plant(
        """update marts.fct_lead set comment = 'a "b", ''c''\n; \\N' where lead_key = 'amocrm_main:2'"""
    )
    shop.plant("update marts.fct_lead set comment = '' where lead_key = 'amocrm_main:3'")
    shop.night()

    for mart in (
        "fct_lead",
        "fct_payment",
        "mart_funnel",
        "mart_calendar",
        "publication",
        "publication_release",
        "publication_column",
    ):
        columns = ", ".join(columns_of(base, mart))
        assert base.ask(f"select {columns} from kpi.{mart} order by 1, 2") == shop.shelf_query(
            f"select {columns} from {mart} order by 1, 2"
        )
    types = "select data_type, numeric_precision, numeric_scale from information_schema.columns"
    assert base.ask(f"{types} where table_schema = 'kpi' and column_name = 'amount'") == [("numeric", 18, 2)]
    said = "select obj_description('kpi.fct_lead'::regclass), col_description('kpi.fct_lead'::regclass, 1)"
    assert base.ask(said) == [("fct_lead of the small house.", "lead_key of fct_lead.")]


def test_a_second_time_changes_nothing_and_status_says_it_follows(shop: House, base: Base):
    again = shop.night()

    assert [one.changed for one in again.shelf if one.name == "postgres"] == [True]  # its date moved
    (told,) = [one for one in status(shop.var, shop.shelf).targets if one.name == "postgres"]
    assert (told.is_up_to_date, told.behind, told.error) == (True, 0, None)
    assert "@" not in told.location


def test_going_back_shows_the_version_before_and_old_data_goes(shop: House, base: Base):
    for number in range(4):
        _new_lead(shop, number)
        shop.night()
    assert _leads(base) == 104
    rollback(shop.var, None, shop.shelf)
    assert _leads(base) == 103
    _new_lead(shop, 9)
    shop.night()
    assert _leads(base) == 105

    data = base.ask(r"select nspname from pg_namespace where nspname like 'kpi\_data\_2026%'")
    assert len(data) == 2  # what is shown, and what was shown until now


def test_what_an_analyst_built_on_a_view_stays_and_shows_the_new_rows(shop: House, base: Base):
    base.ask("create schema mine")
    base.ask("create view mine.leads as select count(*) as leads from kpi.fct_lead")
    _new_lead(shop, 1)
    assert _error(shop.night()) is None
    assert base.ask("select leads from mine.leads") == [(101,)]


def test_a_reader_reads_the_views_and_nothing_else(shop: House, base: Base):
    user = "bi_of_" + _name(base)
    base.ask(f"create role {user} login in role {base.reader}")
    assert _leads(base, user) == 100
    ((data,),) = base.ask(r"select nspname from pg_namespace where nspname like 'kpi\_data\_2026%'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        base.ask(f"select * from {data}.fct_lead", user)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        base.ask("delete from kpi.fct_lead", user)


def _name(base: Base) -> str:
    return str(base.ask("select current_database()")[0][0])


def test_a_new_column_passes_wherever_it_stands_and_comes_last(shop: House, base: Base):
    shop.plant("create or replace table marts.fct_lead as select 7 as score, * from marts.fct_lead")
    shop.marts["fct_lead"]["columns"] = {"score": "integer", **shop.marts["fct_lead"]["columns"]}
    assert _error(shop.night()) is None
    assert columns_of(base, "fct_lead")[-1] == "score"
    assert base.ask("select distinct score from kpi.fct_lead") == [(7,)]


@pytest.fixture
def both(shop: House, base: Base) -> House:
    """The same house, published under names in upper case too, in a schema beside."""
    return replace(shop, other_targets=(base.target(), base.target(views="kpi_upper", names="upper")))


def _errors(report: ReleaseReport) -> list[str | None]:
    return [one.error for one in report.shelf if one.name == "postgres"]


def test_names_in_upper_case_stand_beside_the_others_with_the_same_rows_and_words(both: House, base: Base):
    user = "bi_of_" + _name(base)
    assert _errors(both.night()) == [None, None]
    base.ask(f"create role {user} login in role {base.reader}")

    asked = 'select "LEAD_KEY", "EMPLOYEE_KEY" from kpi_upper."FCT_LEAD" order by 1'
    assert base.ask(asked, user) == base.ask("select lead_key, employee_key from kpi.fct_lead order by 1")
    names = "select {}({}) from information_schema.columns where table_schema = '{}' order by 1"
    for column in ("table_name", "column_name"):
        lower = base.ask(names.format("upper", column, "kpi"))
        assert base.ask(names.format("", column, "kpi_upper")) == lower
    said = "select obj_description('{0}'::regclass), col_description('{0}'::regclass, 1)"
    assert base.ask(said.format('kpi_upper."FCT_LEAD"')) == base.ask(said.format("kpi.fct_lead"))
    assert all(one.is_up_to_date for one in status(both.var, both.shelf).targets)


def test_names_in_upper_case_keep_what_a_publication_never_breaks(both: House, base: Base):
    both.night()
    base.ask('create view public.mine as select count(*) as leads from kpi_upper."FCT_LEAD"')
    _new_lead(both, 1)
    both.plant("create or replace table marts.fct_lead as select 7 as score, * from marts.fct_lead")
    both.marts["fct_lead"]["columns"] = {"score": "integer", **both.marts["fct_lead"]["columns"]}
    assert _errors(both.night()) == [None, None]
    assert base.ask("select leads from public.mine") == [(101,)]
    assert columns_of(base, "FCT_LEAD", "kpi_upper")[-1] == "SCORE"

    both.plant("alter table marts.fct_lead drop comment")
    del both.marts["fct_lead"]["columns"]["comment"]
    assert all("fct_lead" in (error or "") and "is gone" in (error or "") for error in _errors(both.night()))
    assert "COMMENT" in columns_of(base, "FCT_LEAD", "kpi_upper")

    rollback(both.var, None, both.shelf)
    assert base.ask("select leads from public.mine") == base.ask("select count(*) from kpi.fct_lead")


def test_a_schema_that_is_read_in_lower_case_does_not_turn_to_upper_case(shop: House, base: Base):
    turned = base.target(names="upper")
    error = _error(replace(shop, other_targets=(turned,)).night()) or ""
    assert "kpi has views named like dim_employee" in error
    assert _leads(base) == 100
    with pytest.raises(ShelfError, match="would take them from readers"):
        turned.check()

    base.ask("drop schema kpi cascade")
    assert "PostgreSQL 18" in turned.check()
    assert _error(replace(shop, other_targets=(turned,)).night()) is None
    assert base.ask('select count(*) from kpi."FCT_LEAD"') == [(100,)]


def test_what_would_break_a_report_is_refused_and_the_named_way_goes_on(shop: House, base: Base):
    shop.plant("alter table marts.fct_payment alter amount type decimal(20,2)")
    shop.plant("alter table marts.fct_lead drop comment")
    shop.marts["fct_payment"]["columns"]["amount"] = "decimal(20,2)"
    del shop.marts["fct_lead"]["columns"]["comment"]

    error = _error(shop.night()) or ""
    assert "fct_lead.comment is gone" in error
    assert "fct_payment.amount was numeric(18,2) and is numeric(20,2)" in error
    assert "comment" in columns_of(base, "fct_lead")  # readers keep what they had

    base.ask("drop view kpi.fct_lead")
    base.ask("drop view kpi.fct_payment")
    assert _error(shop.night()) is None
    assert "comment" not in columns_of(base, "fct_lead")


def test_a_mart_that_is_published_no_more_goes_unless_somebody_stands_on_it(shop: House, base: Base):
    base.ask("create view public.mine as select * from kpi.mart_calendar")
    del shop.marts["mart_calendar"]
    error = _error(shop.night()) or ""
    assert "kpi.mart_calendar is published no more" in error
    base.ask("drop view kpi.mart_calendar cascade")
    assert _error(shop.night()) is None


def test_a_held_domain_keeps_its_version_beside_the_new_ones(shop: House, base: Base):
    shop.plant("update marts.fct_payment set amount = 0 where payment_key = 'onec_main:4'")
    _new_lead(shop, 1)
    shop.night()
    assert base.ask("select sum(amount) from kpi.fct_payment")[0][0] == 3435
    assert _leads(base) == 101
    assert base.ask("select verdict from kpi.publication where domain = 'money'") == [("held",)]


def test_a_release_that_dies_before_the_change_leaves_the_old_rows_and_the_next_is_whole(
    shop: House, base: Base
):
    class DiedError(Exception): ...

    def die(at: str) -> None:
        raise DiedError(at)

    _new_lead(shop, 1)
    replace(shop, other_targets=()).night()
    publication = Versions(shop.var / "releases").current()
    assert publication is not None
    with pytest.raises(DiedError, match="loaded postgres"):
        base.target().put(publication, shop.var / "releases", die)
    assert _leads(base) == 100
    shop.tomorrow()
    assert _error(shop.night()) is None
    assert _leads(base) == 101


def test_a_long_query_is_waited_for_and_then_named_while_others_read_on(shop: House, base: Base):
    impatient = replace(shop, other_targets=(base.target(wait_seconds=0),))
    _new_lead(shop, 1)
    with psycopg.connect(base.address) as reader:
        reader.execute("select * from kpi.fct_lead")
        error = _error(impatient.night()) or ""
        assert "busy for 0 seconds" in error
        assert reader.execute("select count(*) from kpi.fct_lead").fetchone() == (100,)
    assert _error(impatient.night()) is None
    assert _leads(base) == 101


def test_tables_that_cannot_be_counted_end_no_night_and_status_says_why(shop: House, base: Base):
    base.ask(f"alter role {_name(base)} set lock_timeout = '100ms'")
    ((data,),) = base.ask(r"select nspname from pg_namespace where nspname like 'kpi\_data\_2026%'")
    with psycopg.connect(base.address) as other:
        other.execute(f"lock table {data}.fct_lead in access exclusive mode")
        (told,) = [one for one in status(shop.var, shop.shelf).targets if one.name == "postgres"]
        assert not told.is_up_to_date
        assert "lock timeout" in (told.error or "")
        _new_lead(shop, 1)
        report = shop.night()
    assert all(domain.published for domain in report.domains.values())
    assert shop.night().version
    assert _leads(base) == 101


def test_a_transaction_of_repeatable_read_finds_new_tables_empty_as_the_docs_warn(shop: House, base: Base):
    with psycopg.connect(base.address) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        reader.execute("select 1 from pg_class")
        _new_lead(shop, 1)
        shop.night()
        assert reader.execute("select count(*) from kpi.fct_lead").fetchone() == (0,)
    assert _leads(base) == 101


def test_a_server_that_is_away_is_named_without_the_password(shop: House, base: Base):
    away = Base("postgresql://voronka:hush-hush@127.0.0.1:1/kpi").target(connect_seconds=2)
    report = replace(shop, other_targets=(away,)).night()
    error = _error(report) or ""
    assert "postgresql://127.0.0.1:1/kpi" in error
    assert "hush" not in error
    assert all(domain.published for domain in report.domains.values())


@pytest.mark.parametrize(
    "password", ["hush@12", "12@hush", "hush/12", "12/hush", "hush?12", "hush:12", "h@u/sh"]
)
def test_a_password_written_with_marks_of_an_address_is_nowhere_told(password: str):
    target = Base(f"postgresql://voronka:{password}@127.0.0.1:1/kpi").target(connect_seconds=2)
    with pytest.raises(ShelfError) as caught:
        target.check()
    assert not {"hush", "12", "h", "u/sh", "sh"} & set(re.split(r"[@/:\s?.(]", str(caught.value)))


def test_a_value_that_does_not_fit_is_named_by_its_place(base: Base):
    base.ask("create table wide (amount smallint, name text primary key)")
    for statement, place in (
        ("copy wide from stdin", "COPY wide, line 1, column amount"),
        ("insert into wide values (1, 'Ivan Petrov'), (1, 'Ivan Petrov')", "SQLSTATE 23505, wide"),
    ):
        with pytest.raises(ShelfError, match=place) as caught, base.target()._database.opened() as opened:
            if statement.startswith("copy"):
                with opened.cursor().copy(statement) as into:
                    into.write(b"Ivan\tPetrov\n")
            else:
                opened.execute(statement)
        assert "Ivan" not in str(caught.value)
        assert "Petrov" not in str(caught.value)


def test_doctor_says_what_the_server_is_and_which_right_is_missing(base: Base, server: str):
    assert "PostgreSQL 18" in base.target().check()
    poor = new_base(server)
    base.ask(f"create role poor_{_name(base)} login")
    user = f"poor_{_name(base)}"
    target = Base(psycopg.conninfo.make_conninfo(poor.address, user=user)).target()
    with pytest.raises(Exception, match="may not create schemas"):
        target.check()
