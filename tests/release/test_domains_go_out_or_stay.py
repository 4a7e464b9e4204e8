"""A failed domain stays at its last good version, visibly dated, while the others go out."""

from __future__ import annotations

import json
from datetime import timedelta

import duckdb
import pytest

from expectations.errors import GateError, ReleaseError, WarehouseDamaged
from expectations.release import advance, publish
from expectations.versions import Versions
from tests.gate.house import House, failed


def _break_money(house: House) -> None:
    house.plant("update marts.fct_payment set amount = amount + 1 where payment_key = 'onec_main:4'")


def _versions_on_shelf(house: House) -> dict[str, str]:
    return dict(house.shelf_query("select domain, version from publication"))


def test_the_first_publication_has_every_mart_with_its_comments(house: House) -> None:
    tables = {
        name
        for (name,) in house.shelf_query("select table_name from duckdb_tables() where schema_name = 'kpi'")
    }
    assert tables == {
        *house.marts,
        "publication",
        "publication_column",
        "publication_finding",
        "publication_release",
    }
    comment = (
        "select comment from duckdb_columns() where table_name = 'fct_payment' and column_name = 'amount'"
    )
    assert house.shelf_query(comment) == [("amount of fct_payment.",)]
    assert house.shelf_query("select comment from duckdb_tables() where table_name = 'publication'")[0][0]
    assert house.shelf_query("select typeof(amount), count(*) from fct_payment group by 1") == [
        ("DECIMAL(18,2)", 30)
    ]


def test_the_publication_is_dated_in_utc_and_on_the_companys_clock(house: House) -> None:
    rows = house.shelf_query(
        "select data_as_of, data_as_of_local, published_at_local, verdict "
        "from publication where domain = 'money'"
    )
    assert str(rows[0][0]) == "2026-06-01 22:00:00"
    assert rows[0][1:] == ("2026-06-02 01:00", "2026-06-02 03:00", "published")


def test_a_held_domain_stays_whole_at_its_last_good_version_while_others_go_out(house: House) -> None:
    first = _versions_on_shelf(house)
    house.plant("insert into marts.fct_lead values ('amocrm_main:new', date '2026-06-01', 'e1', '')")
    house.plant("update marts.mart_calendar set expected = expected + 1 where due_date = date '2026-05-02'")
    _break_money(house)
    report = house.night()
    assert report.domains["sales"].published
    assert not report.domains["money"].published
    assert "fct_payment (total)" in report.domains["money"].reason
    assert _versions_on_shelf(house) == {
        "core": report.version,
        "sales": report.version,
        "money": first["money"],
    }
    assert house.shelf_query("select count(*) from fct_lead") == [(101,)]
    assert house.shelf_query("select sum(amount) from fct_payment")[0][0] == 3435
    assert house.shelf_query("select sum(expected) from mart_calendar")[0][0] == 3435
    rows = house.shelf_query(
        "select verdict, data_as_of_local, held_reason, held_reason_ru, held_reason_en"
        " from publication where domain = 'money'"
    )
    assert rows[0][:2] == ("held", "2026-06-02 01:00")
    assert all("fct_payment" in reason for reason in rows[0][2:])
    assert rows[0][3] != rows[0][4]


def test_a_held_domain_goes_out_again_as_soon_as_it_is_repaired(house: House) -> None:
    _break_money(house)
    assert not house.night().domains["money"].published
    house.plant("update marts.fct_payment set amount = amount - 1 where payment_key = 'onec_main:4'")
    report = house.night()
    assert report.domains["money"].published
    assert set(_versions_on_shelf(house).values()) == {report.version}


def test_a_failing_dimension_holds_everything(house: House) -> None:
    house.plant("update marts.dim_employee set employee_name = null where employee_key = 'e1'")
    house.plant("insert into marts.fct_lead values ('amocrm_main:new', date '2026-06-01', 'e1', '')")
    before = Versions(house.var / "releases").current()
    report = house.night()
    after = Versions(house.var / "releases").current()
    assert not any(domain.published for domain in report.domains.values())
    assert (after.version, after.marts) == (before.version, before.marts)
    assert {domain.verdict for domain in after.domains.values()} == {"held"}
    assert house.shelf_query("select count(*) from fct_lead") == [(100,)]


def test_a_mart_is_held_when_a_domain_in_its_lineage_is(house: House) -> None:
    house.marts["mart_goal"] = {
        "columns": {"due_date": "date"},
        "publish": {"domain": "local", "grain": ["due_date"]},
        "parents": ["mart_calendar"],
    }
    house.plant("create table marts.mart_goal as select due_date from marts.mart_calendar")
    assert house.night().domains["local"].published
    _break_money(house)
    report = house.night()
    assert not report.domains["local"].published
    assert "domain money is held" in report.domains["local"].reason
    assert report.domains["sales"].published


def test_an_unbuilt_mart_holds_its_domain_on_the_first_night_too(new_house: House) -> None:
    report = new_house.night(unbuilt=frozenset({"mart_calendar"}))
    assert report.domains["core"].published
    assert report.domains["money"].version is None
    rows = new_house.shelf_query("select version, verdict from publication where domain = 'money'")
    assert rows == [(None, "held")]
    tables = new_house.shelf_query("select table_name from duckdb_tables() where schema_name = 'kpi'")
    assert ("fct_payment",) not in tables


def test_nothing_is_published_when_the_first_night_fails_in_core(new_house: House) -> None:
    new_house.plant("delete from marts.dim_employee")
    report = new_house.night()
    assert not any(domain.published for domain in report.domains.values())
    assert Versions(new_house.var / "releases").current() is None
    assert not (new_house.var / "shelf").exists()


def test_new_dimensions_must_fit_the_facts_that_were_carried_over(house: House) -> None:
    """Payments are held while employee e5 goes with somebody's consent: the old ones refer to him."""
    house.plant("delete from marts.dim_employee where employee_key = 'e5'")
    house.plant("update marts.fct_lead set employee_key = 'e1'")
    house.plant("update marts.fct_payment set employee_key = 'e1'")
    _break_money(house)
    report = house.night(accepted=frozenset({"dim_employee"}))
    found = failed(report, "dim_employee", "reference_assembled")
    assert found.subject == "fct_payment → dim_employee"
    assert not any(domain.published for domain in report.domains.values())


def test_a_dimension_that_never_promised_to_keep_its_keys_is_not_held_to_them(house: House) -> None:
    """Customers merge while payments are held: the others go out, and the broken link is a warning."""
    house.marts["dim_employee"]["publish"]["keeps"] = []
    house.plant("delete from marts.dim_employee where employee_key = 'e5'")
    house.plant("update marts.fct_lead set employee_key = 'e1'")
    _break_money(house)
    report = house.night()
    assert failed(report, "dim_employee", "reference_assembled").severity == "warn"
    assert report.domains["core"].published
    assert report.domains["sales"].published


def test_unchanged_marts_make_no_new_version_and_only_the_date_moves(house: House) -> None:
    before = _versions_on_shelf(house)
    report = house.night()
    assert report.unchanged
    assert report.version == before["money"]
    assert _versions_on_shelf(house) == before
    assert [path.name for path in (house.var / "releases").glob("2*")] == [report.version]
    rows = house.shelf_query("select data_as_of_local from publication where domain = 'money'")
    assert rows == [("2026-06-03 01:00",)]


def test_a_changed_contract_makes_a_new_version_of_unchanged_rows(house: House) -> None:
    house.marts["fct_lead"]["publish"]["required"] = []
    assert not house.night().unchanged


def test_only_data_as_of_moves_when_nothing_new_has_landed(house: House) -> None:
    report = advance(house.contracts, var=house.var, shelf=house.shelf, facts=house.facts)
    assert report.unchanged
    rows = house.shelf_query("select domain, data_as_of_local from publication order by domain")
    assert rows[1] == ("money", "2026-06-03 01:00")


def test_a_domain_that_grows_stale_without_news_is_held_and_keeps_its_date(house: House) -> None:
    house.tomorrow()
    old = house.facts.now - timedelta(days=2)
    house.facts = house.facts.__class__(
        **{**vars(house.facts), "coverage": {**house.facts.coverage, "amocrm.leads": old}}
    )
    report = advance(house.contracts, var=house.var, shelf=house.shelf, facts=house.facts)
    assert failed(report, "fct_lead", "fresh")
    assert not report.domains["sales"].published
    assert "amocrm.leads" in report.domains["sales"].reason
    rows = house.shelf_query("select verdict, data_as_of_local from publication where domain = 'sales'")
    assert rows == [("held", "2026-06-02 02:00")]


def test_there_is_nothing_to_advance_before_the_first_publication(new_house: House) -> None:
    with pytest.raises(ReleaseError, match="Nothing is published"):
        advance(new_house.contracts, var=new_house.var, shelf=[], facts=new_house.facts)


def test_the_same_input_gives_the_same_bytes(house: House, tmp_path) -> None:
    house.plant("create table marts.shuffled as select * from marts.fct_payment order by amount desc")
    house.plant("drop table marts.fct_payment")
    house.plant("alter table marts.shuffled rename to fct_payment")
    assert house.night().unchanged


def test_the_publish_step_believes_the_stored_verdict_and_the_bytes_not_the_caller(house: House) -> None:
    _break_money(house)
    version = house.night().version
    versions = Versions(house.var / "releases")
    publish(versions, version, house.contracts, house.facts)
    assert versions.current().domains["money"].verdict == "held"
    with (versions.folder(version) / "fct_lead.parquet").open("ab") as stream:
        stream.write(b"x")
    before = (versions.root / "current.json").read_bytes()
    with pytest.raises(ReleaseError, match="fct_lead is missing or is not the one that was judged"):
        publish(versions, version, house.contracts, house.facts)
    assert (versions.root / "current.json").read_bytes() == before


def test_a_version_that_was_never_judged_cannot_be_published(house: House) -> None:
    versions = Versions(house.var / "releases")
    (versions.root / "20260603T000000Z-sneaky").mkdir()
    with pytest.raises(ReleaseError, match="has no verdict"):
        publish(versions, "20260603T000000Z-sneaky", house.contracts, house.facts)


def test_a_warehouse_that_cannot_be_read_is_told_and_nothing_changes(house: House) -> None:
    before = (house.var / "releases" / "current.json").read_bytes()
    house.warehouse.write_bytes(b"not a database")
    with pytest.raises(WarehouseDamaged, match="is damaged") as told:
        house.night()
    assert "voronka rebuild" in told.value.fix
    house.warehouse.unlink()
    with pytest.raises(GateError, match="no warehouse"):
        house.night()
    assert (house.var / "releases" / "current.json").read_bytes() == before


def test_the_warehouse_is_free_again_after_a_release(house: House) -> None:
    house.plant("update marts.fct_lead set comment = 'x'")
    house.night()
    duckdb.connect(str(house.warehouse)).close()


def test_a_mart_that_left_the_project_leaves_the_shelf_with_its_domain(house: House) -> None:
    del house.marts["mart_funnel"]
    house.night()
    manifest = json.loads((house.var / "shelf" / "parquet" / "manifest.json").read_text(encoding="utf-8"))
    assert "mart_funnel" not in manifest["marts"]
    _break_money(house)
    del house.marts["mart_calendar"]
    house.night()
    manifest = json.loads((house.var / "shelf" / "parquet" / "manifest.json").read_text(encoding="utf-8"))
    assert "mart_calendar" in manifest["marts"]
