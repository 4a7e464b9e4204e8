"""The warehouse cut, emptied or full of noise is noticed before dbt meets it; a good or a held one stays."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from expectations.damage import says_damaged
from orchestration.assets.healing import check_warehouse
from orchestration.deployment.layout import Var
from orchestration.reports.notes import forget_notes, noted


@pytest.fixture
def var(tmp_path: Path) -> Var:
    var = Var(tmp_path / "var")
    var.root.mkdir()
    with duckdb.connect(str(var.warehouse)) as connection:
        connection.execute("create table t as select range as n, 'text ' || range as said from range(300000)")
    return var


def _cut(path: Path, share: float) -> None:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: _cut(path, 0.5),
    "cut at its end": lambda path: _cut(path, 0.99),
    "empty headers": lambda path: path.write_bytes(b"\0" * path.stat().st_size),
    "noise": lambda path: path.write_bytes(os.urandom(path.stat().st_size)),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_one_is_set_aside_and_told_once(var: Var, damage: str):
    DAMAGES[damage](var.warehouse)
    var.warehouse.with_name("warehouse.duckdb.wal").write_bytes(os.urandom(1000))

    check_warehouse(var)

    assert not var.warehouse.exists()
    assert [path.name for path in var.root.glob("*.wal")] == []
    assert len(list(var.root.glob("warehouse.duckdb.damaged-2*"))) == 1
    assert any("warehouse.duckdb was damaged" in line for line in noted(var))
    forget_notes(var)
    check_warehouse(var)
    assert noted(var) == ()


def test_a_good_one_stays(var: Var):
    before = var.warehouse.read_bytes()
    check_warehouse(var)
    assert var.warehouse.read_bytes() == before
    assert noted(var) == ()


def test_an_empty_file_is_a_warehouse_without_tables(var: Var):
    var.warehouse.write_bytes(b"")
    check_warehouse(var)
    with duckdb.connect(str(var.warehouse)) as connection:
        assert connection.execute("select count(*) from duckdb_tables()").fetchall() == [(0,)]


def test_a_log_that_outlived_its_warehouse_is_removed(var: Var):
    var.warehouse.unlink()
    log = var.warehouse.with_name("warehouse.duckdb.wal")
    log.write_bytes(os.urandom(1000))
    check_warehouse(var)
    assert not log.exists()


def test_one_that_is_held_stays(var: Var):
    hold = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(var.warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    check_warehouse(var)
    assert var.warehouse.exists()
    assert noted(var) == ()
    holder.communicate("")


def test_noise_in_the_middle_is_known_by_what_duckdb_says_when_it_reads_there(var: Var):
    size = var.warehouse.stat().st_size
    with var.warehouse.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(os.urandom(size - 3 * 4096))
    try:
        with duckdb.connect(str(var.warehouse)) as connection:
            connection.execute("select sum(n), max(said) from t").fetchall()
    except duckdb.Error as error:
        assert says_damaged(str(error)), str(error)
    else:
        pytest.fail("DuckDB did not notice")
