"""Every query of docs/bi/queries.md gives the truth on each shelf: DuckDB file, Parquet and PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import psycopg
import pytest

from expectations.shelf.kinds.postgres import PostgresDatabase, PostgresSettings
from expectations.versions import Versions
from orchestration.deployment.layout import REPOSITORY
from tests.nightly.answers import ANSWERS, Truth, compared
from tests.nightly.simulated import House, ThreeNights
from tests.release.postgres import running_server

TEXT = (REPOSITORY / "docs" / "bi" / "queries.md").read_text(encoding="utf-8")
QUESTIONS = dict(re.findall(r"^## ([^\n]+)\n(?:(?!^## ).)*?```sql\n(.+?)```", TEXT, re.MULTILINE | re.DOTALL))
PARQUET = re.findall(r"^## Parquet\n.*?```python\n(.+?)```", TEXT, re.MULTILINE | re.DOTALL)[0]
LAST = pytest.mark.parametrize("after", ["night 3"], indirect=True)
Ask = Callable[[str], list[dict[str, Any]]]


def _rows(description: Any, rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [dict(zip([column[0] for column in description], row, strict=True)) for row in rows]


def _of_duckdb(connection: duckdb.DuckDBPyConnection) -> Ask:
    def ask(question: str) -> list[dict[str, Any]]:
        done = connection.execute(question)
        return _rows(done.description, done.fetchall())

    return ask


def _of_parquet(house: House) -> Ask:
    """By the few lines that the page itself gives to its reader."""
    folder = house.deployment.state.shelf / "parquet" / "current"
    place: dict[str, Any] = {}
    exec(PARQUET.replace('"var/shelf/parquet/current"', repr(str(folder))), place)
    return _of_duckdb(place["con"])


def _of_postgres(house: House, address: str) -> Ask:
    """The marts that the questions name, published as a night publishes them."""
    releases = house.deployment.state.root / "releases"
    current = Versions(releases).current()
    assert current is not None
    queries = " ".join(QUESTIONS.values())
    asked = {name: mart for name, mart in current.marts.items() if name in queries}
    settings = PostgresSettings.model_validate({"address": address})
    target = PostgresDatabase(settings)
    target.put(current.model_copy(update={"marts": asked}), releases, lambda _: None)
    connection = psycopg.connect(address, autocommit=True, options="-c search_path=kpi")

    def ask(question: str) -> list[dict[str, Any]]:
        done = connection.execute(question)  # type: ignore[call-overload]
        return _rows(done.description, done.fetchall())

    return ask


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="module")
def told(three_nights: ThreeNights) -> dict[str, list[list[Any]]]:
    company = three_nights.house.company
    return company.truth(company.nights)


def _of_file(house: House) -> Ask:
    file = duckdb.connect(str(house.deployment.state.shelf / "voronka.duckdb"), read_only=True)
    file.execute("use kpi")
    return _of_duckdb(file)


def _truth(house: House, told: dict[str, list[list[Any]]]) -> Truth:
    clean = house.published(
        "select lead_key, employee_key, cast(created_date as varchar) from fct_lead where is_clean"
    )
    return Truth(told, clean)


def _wrong(ask: Ask, truth: Truth) -> dict[str, str]:
    """Question → how its answer differs from the truth."""
    return {
        words: differing
        for words, sql in QUESTIONS.items()
        if (differing := compared(ask(sql), ANSWERS[words], truth))
    }


@LAST
def test_each_answer_is_the_truth_on_the_files(after: House, told: dict[str, list[list[Any]]]):
    truth = _truth(after, told)

    assert set(QUESTIONS) == set(ANSWERS)
    assert _wrong(_of_file(after), truth) == {}
    assert _wrong(_of_parquet(after), truth) == {}


@LAST
def test_each_answer_is_the_truth_on_postgresql(after: House, told: dict[str, list[list[Any]]], server: str):
    assert _wrong(_of_postgres(after, server), _truth(after, told)) == {}
