"""The demo's own PostgreSQL: reached by password only, read back value by value, ended with the demo."""

from __future__ import annotations

from pathlib import Path

import duckdb
import psycopg
import pytest

from expectations.shelf.kinds.postgres import PostgresDatabase, PostgresSettings
from orchestration.demo.local_postgres import LocalPostgres, make_anew, running
from orchestration.demo.read_back import read_back
from orchestration.failures import RunError
from tests.release.made_publication import Made, Releases
from tests.release.test_a_workbook_is_what_was_published import MARTS

HOSTILE = Made(
    "select * from (values (1, '', 1.5::double, true), (2, null, null, false),"
    " (3, 'a,\"b\"\nc', 1e300, null))"
    " as t(n, text, number, flag)"
)


def test_it_shows_what_was_published_and_lets_nobody_in_without_a_password(tmp_path: Path):
    folder = tmp_path / "demo_postgres"
    try:
        make_anew(folder)
    except RunError as error:
        pytest.skip(f"no PostgreSQL server starts here: {error}")
    releases = Releases(tmp_path / "releases")
    publication = releases.publish(MARTS | {"mart_hostile": HOSTILE})
    with running(folder) as server:
        target = PostgresDatabase(PostgresSettings.model_validate({"address": server.owner}))
        assert releases.put(target, publication).error is None
        copy = tmp_path / "copy.duckdb"
        read_back(server.reader, "kpi", publication, copy)
        _refuses_others(server)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{copy}' as copy (read_only)")
        for name, mart in publication.marts.items():
            query = "from {} order by all"
            published = connection.execute(query.format(f"'{releases.folder / mart.file}'")).fetchall()
            assert connection.execute(query.format(f"copy.kpi.{name}")).fetchall() == published
    assert server.process.poll() == 0
    with running(folder) as again:  # what stands there stays, for `make shelf`
        shown = psycopg.connect(again.reader).execute("select count(*) from kpi.fct_payment").fetchone()
    assert shown == (30,)


def _refuses_others(server: LocalPostgres) -> None:
    for user, word in (("postgres", ""), ("voronka", "guessed"), ("bi", "")):
        address = f"postgresql://{user}:{word}@127.0.0.1:{server.port}/kpi"
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(address, connect_timeout=5)
    with psycopg.connect(server.reader) as reader, pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute("create schema mine")


def test_without_a_demo_it_says_what_to_run_first(tmp_path: Path):
    with pytest.raises(RunError, match="There is no PostgreSQL of a demo"), running(tmp_path):
        pass
