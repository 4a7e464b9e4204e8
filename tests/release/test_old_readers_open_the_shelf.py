"""Every DuckDB since 1.0 opens the published file and the Parquet folder: an old BI server is not locked out.

The old readers are fetched from the package index, each into a folder of its own: `make test-compat`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gate.house import House

# DuckDB 1.0.0 was never built for Python 3.13.
READERS = ("1.1.3",) if sys.version_info >= (3, 13) else ("1.0.0", "1.1.3")
ASK = """
import json, sys
import duckdb
file, manifest = sys.argv[1], json.load(open(sys.argv[2]))
connection = duckdb.connect(file, read_only=True)
print(json.dumps({
    "version": duckdb.__version__,
    "leads": connection.execute("select count(*) from kpi.fct_lead").fetchone()[0],
    "paid": str(connection.execute("select sum(amount) from kpi.fct_payment").fetchone()[0]),
    "comment": connection.execute(
        "select comment from duckdb_columns() where table_name = 'fct_payment' and column_name = 'amount'"
    ).fetchone()[0],
    "dated": connection.execute(
        "select data_as_of_local from kpi.publication where domain = 'money'"
    ).fetchone()[0],
    "parquet": duckdb.execute("select count(*) from read_parquet(?)", [
        sys.argv[2].replace("manifest.json", manifest["marts"]["fct_lead"]["file"])
    ]).fetchone()[0],
}))
"""


@pytest.mark.slow
@pytest.mark.parametrize("version", READERS)
def test_a_published_file_is_read_by_an_old_duckdb(house: House, tmp_path: Path, version: str) -> None:
    house.plant("insert into marts.fct_lead values ('amocrm_main:new', date '2026-06-01', 'e1', '')")
    house.night()
    house.night()  # The file was built anew for its date alone.
    fetch = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*fetch, "--target", str(tmp_path / "old"), f"duckdb=={version}"], check=True)
    shelf = house.var / "shelf"
    asked = subprocess.run(
        [sys.executable, "-c", ASK, str(shelf / "marts.duckdb"), str(shelf / "parquet" / "manifest.json")],
        env={"PYTHONPATH": str(tmp_path / "old")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(asked.stdout) == {
        "version": version,
        "leads": 101,
        "paid": "3435.00",
        "comment": "amount of fct_payment.",
        "dated": "2026-06-04 01:00",
        "parquet": 101,
    }
