"""The shelf says which tables have rows: a published DuckDB file, PostgreSQL, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import duckdb
import psycopg
import pytest
from typer.testing import CliRunner

from bi.errors import BIRefused
from bi.superset.__main__ import app
from bi.superset.shelf import filled
from tests.release.postgres import new_base, running_server

STATEMENTS = (
    "create schema kpi",
    "create table kpi.fct_visit (a int)",
    "create table kpi.fct_lead (a int)",
    "insert into kpi.fct_lead values (1)",
)
WANTED = ("fct_visit", "fct_lead", "mart_unit_stock")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with duckdb.connect(str(tmp_path / "voronka.duckdb")) as connection:
        for statement in STATEMENTS:
            connection.execute(statement)
    return tmp_path / "voronka.duckdb"


def test_of_a_file_those_tables_are_told_that_stand_there_with_a_row(file: Path):
    assert filled(f"duckdb:///{file}", WANTED) == {"fct_lead"}


def test_of_postgresql_too(tmp_path: Path):
    with running_server(tmp_path / "server") as server:
        base = new_base(server)
        with psycopg.connect(base.address, autocommit=True) as connection:
            for statement in STATEMENTS:
                connection.execute(statement)
        told = psycopg.conninfo.conninfo_to_dict(base.address)
        address = f"postgresql+psycopg2://{told['user']}@/{told['dbname']}?host={told['host']}"
        assert filled(address, WANTED) == {"fct_lead"}


def test_a_shelf_that_cannot_be_read_is_named_without_its_password(tmp_path: Path):
    with pytest.raises(BIRefused, match=r"127\.0\.0\.1/bi") as refused:
        filled("postgresql+psycopg2://bi:s3cret@127.0.0.1:1/bi", WANTED)
    assert "s3cret" not in str(refused.value.args)
    with pytest.raises(BIRefused, match=r"gone\.duckdb"):
        filled(f"duckdb:///{tmp_path}/gone.duckdb", WANTED)
    with pytest.raises(BIRefused, match="mysql"):
        filled("mysql://bi@db/bi", WANTED)


def test_a_file_of_the_same_company_speaks_for_a_database_that_is_far_away(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("VORONKA_BI_DATABASE", "duckdb:////srv/elsewhere/voronka.duckdb")
    archive = tmp_path / "voronka.zip"

    refused = CliRunner().invoke(app, ["write", str(archive)])
    assert isinstance(refused.exception, BIRefused) and not archive.exists()

    written = CliRunner().invoke(app, ["write", str(archive), "--shelf", str(file)])
    assert written.exception is None and archive.exists()
    said = " ".join(written.output.split())
    assert "fct_visit" in said and "mart_unit_stock" in said and "fct_lead" not in said
