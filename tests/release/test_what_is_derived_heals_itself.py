"""Records, released files and shelves that are cut, noise or gone: the next release is right by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from expectations.mending import is_sound
from expectations.status import releases, status
from expectations.versions import Versions
from tests.gate.house import House, broken_rules


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _noise(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


DAMAGES: dict[str, Callable[[Path], None]] = {
    "cut": _cut,
    "noise": _noise,
    "missing": Path.unlink,
}


def _release_file(house: House, name: str) -> Path:
    current = Versions(house.var / "releases").current()
    assert current is not None
    return house.var / "releases" / current.version / name


PLACES: dict[str, Callable[[House], Path]] = {
    "current.json": lambda house: house.var / "releases" / "current.json",
    "release.json": lambda house: _release_file(house, "release.json"),
    "verdict.json": lambda house: _release_file(house, "verdict.json"),
    "released file": lambda house: _release_file(house, "fct_lead.parquet"),
    "shelf file": lambda house: house.var / "shelf" / "marts.duckdb",
    "shelf manifest": lambda house: house.var / "shelf" / "parquet" / "manifest.json",
}
PLACES["shelf parquet"] = lambda house: (
    house.var / "shelf" / "parquet" / _release_file(house, "x").parent.name / "fct_lead.parquet"
)
PLACES["shelf words"] = lambda house: PLACES["shelf parquet"](house).with_name("publication_column.parquet")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_the_next_release_is_right_and_says_once_what_was_damaged(house: House, place: str, damage: str):
    path = PLACES[place](house)
    DAMAGES[damage](path)

    report = house.night()

    assert all(one.published for one in report.domains.values())
    assert [one.error for one in report.shelf] == [None, None]
    assert all(one.is_up_to_date for one in status(house.var, house.shelf).targets)
    assert is_sound(house.var)
    assert house.shelf_query("select count(*) from fct_lead") == [(100,)]
    told = [line for line in report.warnings if "damaged" in line or "lost" in line or "again" in line]
    if damage != "missing":
        assert told, report.warnings
        stem = path.name if place != "shelf parquet" else path.parent.name
        assert list(house.var.rglob(f"*{stem}*.damaged-2*")), told
    assert house.night().warnings == ()


def test_looking_at_what_is_published_damages_nothing_and_names_a_remedy_that_helps(house: House):
    _noise(PLACES["release.json"](house))
    assert [one.is_current for one in releases(house.var)] == [True]  # current.json still tells of it


def test_a_held_domain_takes_its_lost_file_from_the_shelf_again(house: House):
    lost = _release_file(house, "fct_lead.parquet")
    _noise(lost)
    house.plant("insert into marts.fct_lead select * from marts.fct_lead limit 1")

    report = house.night()

    assert ("fct_lead", "unique_grain") in broken_rules(report) or not report.domains["sales"].published
    assert house.shelf_query("select count(*) from fct_lead") == [(100,)]
    assert any("taken from the shelf again" in line for line in report.warnings)


def test_a_held_domain_whose_file_is_lost_everywhere_says_so(house: House):
    name = "fct_lead.parquet"
    _noise(_release_file(house, name))
    for copy in (house.var / "shelf" / "parquet").rglob(name):
        copy.unlink()
    house.plant("insert into marts.fct_lead select * from marts.fct_lead limit 1")

    report = house.night()

    held = report.domains["sales"]
    assert not held.published
    assert "the published file is lost" in str(held.reason)
    assert "fct_lead" in str(held.reason)
    assert [one.error for one in report.shelf] == [None, None]
    house.plant("create or replace table marts.fct_lead as select distinct * from marts.fct_lead")
    assert house.night().domains["sales"].published
    assert house.shelf_query("select count(*) from fct_lead") == [(100,)]


_WRITER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], config={"checkpoint_threshold": "1TB"})
connection.execute("delete from kpi.fct_lead where employee_key = 'e1'")
print("written", flush=True)
if sys.argv[2] == "dies":
    import os
    os._exit(9)
sys.stdin.read()
"""


@pytest.mark.parametrize("ending", ["dies", "stays"])
def test_what_another_program_writes_into_the_file_reaches_no_reader(house: House, ending: str):
    file = house.var / "shelf" / "marts.duckdb"
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(file), ending],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "written\n"
    if ending == "dies":
        writer.wait()
    assert not status(house.var, house.shelf).targets[0].is_up_to_date  # as a reader finds it
    house.plant("insert into marts.fct_lead values ('amocrm_main:new', date '2026-06-01', 'e1', '')")

    report = house.night()

    assert [one.error for one in report.shelf] == [None, None]
    assert house.shelf_query("select count(*) from fct_lead") == [(101,)]
    assert any("open for writing" in line for line in report.warnings)
    if ending == "stays":
        writer.communicate("")
    assert house.shelf_query("select count(*) from fct_lead") == [(101,)]
    assert all(one.is_up_to_date for one in status(house.var, house.shelf).targets)
    assert house.night().warnings == ()


def test_what_is_not_ours_among_the_data_docs_is_left_alone(house: House):
    docs = house.var / "data_docs"
    docs.mkdir(exist_ok=True)
    for name in ("0.txt", "zzz.txt"):
        (docs / name).write_text("mine")
    (docs / "my folder").mkdir()

    reports = [house.night(with_docs=True) for _ in range(2)]

    assert all(one.published for report in reports for one in report.domains.values())
    assert {"0.txt", "zzz.txt", "my folder"} <= {path.name for path in docs.iterdir()}


def test_a_file_in_the_place_of_data_docs_costs_the_docs_only(house: House):
    (house.var / "data_docs").write_text("mine")
    house.plant("insert into marts.fct_lead values ('amocrm_main:new', date '2026-06-01', 'e1', '')")

    report = house.night(with_docs=True)

    assert all(one.published for one in report.domains.values())
    assert any("Data Docs" in line for line in report.warnings)


@pytest.mark.parametrize("name", ["a[1]b", "a*b", "Мои данные", 'it\'s "so"', "a#b%20c$HOME", "{a,b};c"])
def test_a_path_is_data_and_not_syntax(house: House, tmp_path: Path, name: str):
    from dataclasses import replace

    (tmp_path / "a1b").mkdir()  # what the signs would mean as a pattern
    moved = replace(house, var=house.var.rename(tmp_path / name))

    report = moved.night(with_docs=True)

    assert broken_rules(report) == []
    assert [one.error for one in report.shelf] == [None, None]
    with duckdb.connect() as reader:
        quoted = str(moved.var / "shelf" / "marts.duckdb").replace("'", "''")
        reader.execute(f"attach '{quoted}' as shelf (read_only)")
        assert reader.execute("select count(*) from shelf.kpi.fct_lead").fetchall() == [(100,)]
