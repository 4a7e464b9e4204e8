"""A house whose leads come from a DuckDB file of another loader."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loaded.filled import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(
        tmp_path,
        {"place": "raw.duckdb", "streams": {"leads": {"table": "leads"}}},
        more={"streams": ["leads"]},
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "raw.duckdb"
