"""The small shelf, published once for the whole room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from page.facts import gather
from page.shelf_reader import open_shelf
from tests.page.made_shelf import put_out
from tests.page.small_shelf import CALLS, CORE, MARKETING, MONEY, REST, SALES, small_shelf
from tests.page.unfolded import Facts, Gather


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The DuckDB file and the Parquet folder of the small shelf."""
    with small_shelf() as connection:
        return put_out(connection, tmp_path_factory.mktemp("small"), both=True)


@pytest.fixture(scope="session")
def published_whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The DuckDB file of the small company with every mart that the page asks."""
    with small_shelf(CORE + SALES + MONEY + CALLS + MARKETING + REST) as connection:
        return put_out(connection, tmp_path_factory.mktemp("everything"))[0]


@pytest.fixture(scope="session")
def facts(published_whole: Path) -> Facts:
    """What the page holds of the small company with every mart that it asks."""
    with open_shelf(published_whole) as shelf:
        return gather(shelf)


@pytest.fixture
def facts_of(tmp_path: Path) -> Gather:
    """Publishes the tables of a connection and gives what the page would hold."""

    def gathered(connection: duckdb.DuckDBPyConnection, **told: Any) -> dict[str, Any]:
        with connection:
            file, _ = put_out(connection, tmp_path, **told)
        with open_shelf(file) as shelf:
            return gather(shelf)

    return gathered
