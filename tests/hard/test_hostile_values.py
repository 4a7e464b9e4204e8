"""Hostile names and values in nights over HTTP: all goes out, nothing personal, every number right."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.codes import coded_sql
from expectations.personal import found_sql
from orchestration.demo.pretend import Pretend
from orchestration.demo.proof import Line
from orchestration.installing.mappings import write_mappings
from orchestration.nights.night import Night
from tests.hard.meddler import BAD_LEADS, MAIL, PERSON, PHONE, Meddler, meddled
from tests.nightly.simulated import House
from tests.page.unfolded import unpacked

pytestmark = pytest.mark.slow

FACTS = ("fct_lead", "fct_deal", "fct_payment", "fct_call", "fct_sales_line", "fct_deal_stage_visit")


@dataclass
class Hostile:
    """A first night of hostile names, and one that meets records of hostile values beside them."""

    house: House
    meddler: Meddler
    named: Night
    proof: list[Line]
    valued: Night
    facts: dict[str, set[tuple[Any, ...]]]
    facts_without: dict[str, set[tuple[Any, ...]]]
    leads: set[str]


def _facts(house: House) -> dict[str, set[tuple[Any, ...]]]:
    return {name: set(house.published(f"select * from {name}")) for name in FACTS}


@pytest.fixture(scope="module")
def hostile(company: Pretend, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    began = time.monotonic()
    with meddled(company) as (behind, meddler):
        house = House.open(tmp_path_factory.mktemp("hostile"), behind)
        named = house.night(1)
        proof, without = house.proof(company.nights[:1]), _facts(house)
        meddler.values = True
        house = House.open(tmp_path_factory.mktemp("valued"), behind)
        valued = house.night(1)
        facts = _facts(house)
        leads = {key for (key,) in house.published("select lead_key from fct_lead")}
        print(f"two nights: {time.monotonic() - began:.0f} s; names typed: {sum(meddler.passed.values())}")
        yield Hostile(house, meddler, named, proof, valued, facts, without, leads)


@pytest.mark.parametrize("night", ["named", "valued"])
def test_all_domains_go_out(hostile: Hostile, night: str):
    went: Night = getattr(hostile, night)

    assert went.build is not None
    assert {one.domain: one.published for one in went.build.domains if not one.published} == {}
    assert went.land is not None
    assert [one.name for one in went.land.streams if not one.complete] == []
    assert sum(hostile.meddler.passed.values()) > 300


def test_every_number_is_the_truth(hostile: Hostile):
    assert [f"{line.kpi}: {line.examples}" for line in hostile.proof if line.difference] == []


def _texts(house: House) -> Iterator[tuple[str, str, str]]:
    """(file, column, cell) of each different text in every released file and in the shelf."""
    var = house.deployment.state.root
    files = [*var.glob("releases/2*/*.parquet"), *var.glob("shelf/parquet/2*/*.parquet")]
    with duckdb.connect() as connection:
        connection.execute(f"attach '{var}/shelf/voronka.duckdb' as shelf (read_only)")
        tables = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'kpi'"
        ).fetchall()
        sources = {name: f"shelf.kpi.{name}" for (name,) in tables}
        sources |= {str(file.relative_to(var)): f"read_parquet('{file}')" for file in files}
        assert len(sources) > 60
        for name, source in sources.items():
            for column, type_, *_ in connection.execute(f"describe select * from {source}").fetchall():
                if type_.startswith("VARCHAR"):
                    cells = connection.execute(f'select distinct cast("{column}" as varchar) from {source}')
                    yield from ((name, column, cell) for (cell,) in cells.fetchall() if cell is not None)


def test_nothing_personal_and_no_hidden_code_is_on_the_shelf(hostile: Hostile):
    every = [(file, *known) for known, file in {(c, t): f for f, c, t in _texts(hostile.house)}.items()]
    assert [one for one in every if PERSON in one[2] or PHONE in one[2] or MAIL in one[2]] == []
    with duckdb.connect() as connection:
        connection.execute("create table cell (file varchar, column_name varchar, typed varchar)")
        connection.executemany("insert into cell values (?, ?, ?)", every)
        personal = f"{found_sql('typed', in_key=True)} and column_name not like '%email%'"
        found = connection.execute(
            f"select * from cell where ({personal}) or {coded_sql('typed')}"
        ).fetchall()
    assert found == []
    page = unpacked((hostile.house.deployment.state.root / "report.html").read_text(encoding="utf-8"))
    assert [word for word in (PERSON, PHONE, MAIL, "\u202e", "\x1b") if word in page] == []


def test_what_was_masked_and_cleaned_is_counted(hostile: Hostile):
    told = hostile.house.published("select mart, rule, subject from publication_finding")
    rules = {(mart, rule) for mart, rule, _ in told}
    assert {("dim_product", "masked"), ("dim_employee", "masked"), ("dim_campaign", "masked")} & rules
    assert {rule for _, rule in rules} >= {"masked", "cleaned"}


def test_bad_records_are_in_quarantine_by_name(hostile: Hostile):
    assert hostile.valued.land is not None
    (leads,) = (one for one in hostile.valued.land.streams if one.name == "amocrm_main.leads")
    assert leads.quarantined >= 1
    assert any("99000001" in reason for reason in leads.reasons)
    assert "amocrm_main:99000001" not in hostile.leads


def test_untouched_records_stay_as_they_are(hostile: Hostile):
    for name, without in hostile.facts_without.items():
        gone = without - hostile.facts[name]
        assert gone == set(), f"{name}: {list(gone)[:3]}"
        more = hostile.facts[name] - without
        strangers = [row for row in more if not any(f":{number}" in str(row) for number in BAD_LEADS)]
        assert strangers == [], name


def test_tables_for_people_are_harmless_in_excel(hostile: Hostile, tmp_path: Path):
    added = write_mappings(hostile.house.deployment, tmp_path)
    cells = [
        cell
        for file in tmp_path.glob("*.csv")
        for row in csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";")
        for cell in row
    ]
    assert sum(added.values()) > 10
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
