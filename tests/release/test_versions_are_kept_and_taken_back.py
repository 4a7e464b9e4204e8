"""The last versions are kept, one call goes back, and the shelf always follows what is current."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from expectations.errors import GateError, ReleaseError, ShelfError
from expectations.release import rollback
from expectations.shelf.kinds.duckdb_file import DuckDbFile
from expectations.status import releases, status
from expectations.versions import Versions
from tests.gate.house import House


def _new_lead(house: House, number: int) -> None:
    house.plant(f"insert into marts.fct_lead values ('amocrm_main:new{number}', date '2026-06-01', 'e1', '')")


def _count(house: House) -> int:
    return house.shelf_query("select count(*) from fct_lead")[0][0]


def test_one_call_goes_back_to_the_version_before_and_the_next_night_goes_on(house: House) -> None:
    _new_lead(house, 1)
    second = house.night().version
    _new_lead(house, 2)
    house.night()
    assert _count(house) == 102
    publication, outcomes = rollback(house.var, None, house.shelf)
    assert publication.version == second
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert _count(house) == 101
    assert [info.is_current for info in releases(house.var)] == [False, True, False]
    _new_lead(house, 3)
    assert house.night().domains["sales"].published
    assert _count(house) == 103


def test_a_named_version_can_be_gone_back_to_with_its_held_domains_as_they_were(house: House) -> None:
    house.plant("update marts.fct_payment set amount = 0 where payment_key = 'onec_main:4'")
    held = house.night().version
    house.plant("update marts.fct_payment set amount = 104 where payment_key = 'onec_main:4'")
    house.night()
    rollback(house.var, held, house.shelf)
    assert house.shelf_query("select verdict from publication where domain = 'money'") == [("held",)]
    assert [info.held for info in releases(house.var)] == [(), ("money",), ()]


def test_an_unknown_version_or_a_damaged_one_changes_nothing(house: House) -> None:
    with pytest.raises(ReleaseError, match="There is no earlier version"):
        rollback(house.var, None, house.shelf)
    with pytest.raises(ReleaseError, match="no version 20200101"):
        rollback(house.var, "20200101T000000Z-none", house.shelf)
    first = releases(house.var)[0].version
    _new_lead(house, 1)
    house.night()
    (house.var / "releases" / first / "fct_lead.parquet").write_bytes(b"damaged")
    with pytest.raises(ReleaseError, match="fct_lead"):
        rollback(house.var, None, house.shelf)
    assert _count(house) == 101


def test_old_versions_are_pruned_but_never_what_a_held_domain_still_shows(house: House) -> None:
    first = releases(house.var)[0].version
    house.plant("update marts.fct_payment set amount = 0 where payment_key = 'onec_main:4'")
    for number in range(5):
        _new_lead(house, number)
        house.night()
    kept = {path.name for path in (house.var / "releases").glob("2*")}
    assert first in kept
    assert len(kept) == 4
    house.plant("update marts.fct_payment set amount = 104 where payment_key = 'onec_main:4'")
    for number in range(5, 9):
        _new_lead(house, number)
        house.night()
    kept = {path.name for path in (house.var / "releases").glob("2*")}
    assert first not in kept
    assert len(kept) == 3
    assert len(releases(house.var)) == 3


def test_a_broken_target_is_reported_keeps_its_content_and_is_repaired_by_the_next_release(
    house: House,
) -> None:
    broken = DuckDbFile(house.var / "releases" / "current.json" / "marts.duckdb")
    _new_lead(house, 1)
    from expectations.release import release

    report = release(
        house.contracts,
        warehouse=house.warehouse,
        var=house.var,
        shelf=[broken, *house.shelf],
        facts=house.facts,
        keep=3,
        with_docs=False,
    )
    assert [outcome.error is None for outcome in report.shelf] == [False, True, True]
    assert "marts.duckdb" in report.shelf[0].error
    assert report.shelf[0].fix
    assert _count(house) == 101


def test_status_tells_how_far_each_target_is_behind(house: House) -> None:
    shelf = house.shelf
    assert [one.is_up_to_date for one in status(house.var, shelf).targets] == [True, True]
    parquet = Path(shelf[1].location).read_text(encoding="utf-8")
    _new_lead(house, 1)
    house.night()
    Path(shelf[1].location).write_text(parquet, encoding="utf-8")
    shelf[0].path.write_bytes(b"somebody wrote here")
    found = status(house.var, shelf).targets
    assert [(one.is_up_to_date, one.behind) for one in found] == [(False, None), (False, 1)]
    assert "cannot be read" in found[0].error
    house.night()
    assert [one.is_up_to_date for one in status(house.var, shelf).targets] == [True, True]
    assert _count(house) == 101


def test_a_target_left_behind_by_a_crash_is_repaired_even_by_a_night_that_fails(house: House) -> None:
    shelf = house.shelf
    shelf[0].path.unlink()
    house.warehouse.unlink()
    with pytest.raises(GateError):
        house.night()
    assert [one.is_up_to_date for one in status(house.var, shelf).targets] == [True, True]


def test_a_reader_that_holds_the_file_open_keeps_its_numbers_and_blocks_nobody(house: House) -> None:
    reader = duckdb.connect()
    reader.execute(f"attach '{house.var / 'shelf' / 'marts.duckdb'}' as shelf (read_only)")
    assert reader.execute("select count(*) from shelf.kpi.fct_lead").fetchone() == (100,)
    _new_lead(house, 1)
    report = house.night()
    assert [outcome.error for outcome in report.shelf] == [None, None]
    assert reader.execute("select count(*) from shelf.kpi.fct_lead").fetchone() == (100,)
    reader.execute("detach shelf")
    reader.close()
    assert _count(house) == 101


def test_the_manifest_names_files_that_hold_what_was_judged(house: House) -> None:
    folder = house.var / "shelf" / "parquet"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    current = Versions(house.var / "releases").current()
    assert manifest["release"]["company"] == "Северный свет"
    for name, mart in manifest["marts"].items():
        with duckdb.connect() as connection:
            counted = f"select count(*) from read_parquet('{folder / mart['file']}')"
            rows = connection.execute(counted).fetchall()
        assert rows == [(current.marts[name].rows,)]
        assert [column["name"] for column in mart["columns"]] == list(house.marts[name]["columns"])


def test_two_releases_at_once_are_told_apart(house: House) -> None:
    with FileLock(house.var / "releases" / ".lock"), pytest.raises(ReleaseError, match="Another release"):
        house.night()
    with FileLock(house.var / "releases" / ".lock"), pytest.raises(ReleaseError, match="Another release"):
        rollback(house.var, None, house.shelf)


def test_looking_at_a_damaged_record_names_a_remedy_that_helps(house: House) -> None:
    (house.var / "releases" / "current.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"current\.json is damaged") as told:
        releases(house.var)
    assert "run a night" in told.value.fix
    house.night()
    assert [one.is_current for one in releases(house.var)].count(True) == 1


def test_a_shelf_file_called_like_its_schema_is_refused(house: House) -> None:
    with pytest.raises(ShelfError, match=r"kpi\.duckdb"):
        DuckDbFile(house.var / "shelf" / "kpi.duckdb")
