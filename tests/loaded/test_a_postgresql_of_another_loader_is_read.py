"""Tables that Airbyte or Fivetran keep in a PostgreSQL are read as those of a file are, on a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo

from orchestration.loaded.opening import opened
from tests.loaded.filled import LEADS, LOADED, House, told
from tests.release.postgres import Base, new_base, running_server


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield new_base(server)


def _url(base: Base) -> str:
    told = conninfo.conninfo_to_dict(base.address)
    return f"postgresql://{told['user']}@/{told['dbname']}?host={told['host']}"


def test_a_table_lands_with_its_nested_fields_and_odd_texts(base: Base, tmp_path: Path):
    odd = {**LEADS[1], "name": 'строка\n"в кавычках", и\\запятая'}
    with psycopg.connect(base.address) as server:
        server.execute(
            "create table leads (id bigint, name text, price numeric, updated_at bigint, is_deleted boolean,"
            " custom_fields_values jsonb, _embedded jsonb, closed_on timestamptz,"
            " _fivetran_synced timestamptz)"
        )
        for lead in (LEADS[0], odd):
            server.execute(
                "insert into leads values (%s, %s, %s, %s, %s, %s, %s, '2026-05-01 12:00:00+03', %s)",
                [
                    *(lead[name] for name in ("id", "name", "price", "updated_at", "is_deleted")),
                    *(json.dumps(lead.get(name)) for name in ("custom_fields_values", "_embedded")),
                    LOADED,
                ],
            )
    streams = {"leads": {"table": "public.leads"}}
    house = House(
        tmp_path,
        {"place": {"env": "LAKE"}, "streams": streams},
        environment={"LAKE": _url(base)},
        more={"streams": ["leads"]},
    )

    house.load()

    closed = {"closed_on": "2026-05-01T09:00:00+00:00"}
    assert house.records() == [told(LEADS[0]) | closed, told(odd) | closed]
    with psycopg.connect(base.address) as server:
        assert server.execute("select count(*) from leads").fetchall() == [(2,)]


def test_tables_are_those_of_one_instant(base: Base):
    with psycopg.connect(base.address) as server:
        server.execute("create table parents (id bigint)")
        server.execute("create table children (parent bigint)")
    with opened(_url(base)) as place:
        parents = place.relation("public.parents")
        with psycopg.connect(base.address) as loader:
            loader.execute("insert into parents values (1)")
            loader.execute("insert into children values (1)")

        children = place.relation("public.children")

        counted = f"select (select count(*) from {parents}), (select count(*) from {children})"
        assert place.connection.execute(counted).fetchall() == [(0, 0)]
