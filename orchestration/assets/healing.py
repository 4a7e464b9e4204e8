"""Derived state of dbt that is damaged: how it is noticed and set aside."""

import duckdb

from expectations.aside import remove, set_aside
from expectations.damage import says_damaged
from orchestration.deployment.layout import Var
from orchestration.reports.notes import note
from texts import say

_SIDE_FILES = (".wal", ".tmp")  # of DuckDB: changes not yet in the file, and what did not fit into memory


def check_warehouse(var: Var) -> None:
    """Set the warehouse aside if DuckDB cannot make sense of it; one that is held is left to dbt to name."""
    if not var.warehouse.exists():
        _forget_side_files(var)
        return
    try:
        with duckdb.connect(str(var.warehouse)) as connection:
            connection.execute("select count(*) from duckdb_columns()").fetchall()
            is_cut = var.warehouse.stat().st_size < _size_said(connection)
    except (duckdb.Error, RuntimeError, UnicodeDecodeError) as error:
        is_cut = says_damaged(str(error))
    if is_cut:
        set_warehouse_aside(var)


def set_warehouse_aside(var: Var) -> None:
    """Begin with an empty warehouse: dbt then builds everything from the landing."""
    if var.warehouse.exists():
        note(var, set_aside(var.warehouse))
    _forget_side_files(var)


def set_target_aside(var: Var) -> None:
    """Begin with an empty dbt target: dbt then parses everything."""
    if var.dbt_target.exists():
        note(var, set_aside(var.dbt_target))
    var.dbt_target.mkdir(parents=True, exist_ok=True)


def _size_said(connection: duckdb.DuckDBPyConnection) -> int:
    query = "select block_size * total_blocks from pragma_database_size() where database_name = "
    row = connection.execute(query + "current_database()").fetchone()
    return 3 * 4096 + (row[0] if row else 0)


def _forget_side_files(var: Var) -> None:
    for ending in _SIDE_FILES:
        side = var.warehouse.with_name(var.warehouse.name + ending)
        if side.exists():
            note(var, say("{file} belonged to a warehouse that is gone: it is removed", file=side.name))
            remove(side)
