"""The files of a published shelf carry the mode of the deployment, whatever the process writes by."""

from __future__ import annotations

import os
import stat

from expectations.release import release
from expectations.shelf.kinds.duckdb_file import DuckDbFile
from expectations.shelf.kinds.parquet import ParquetFolder
from tests.gate.house import House


def test_every_file_of_the_shelf_has_its_mode_and_nothing_else_is_open(new_house: House) -> None:
    var = new_house.var
    shelf = [
        DuckDbFile(var / "shelf" / "marts.duckdb", 0o644, inside=var),
        ParquetFolder(var / "shelf" / "parquet", 0o640, inside=var),
    ]
    var.chmod(0o700)
    before = os.umask(0o077)
    try:
        release(
            new_house.contracts,
            warehouse=new_house.warehouse,
            var=var,
            shelf=shelf,
            facts=new_house.facts,
            keep=3,
        )
    finally:
        os.umask(before)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in var.rglob("*") if path.is_file()}
    assert modes[var / "shelf" / "marts.duckdb"] == 0o644
    parquet = {mode for path, mode in modes.items() if path.is_relative_to(var / "shelf" / "parquet")}
    assert parquet == {0o640}
    assert {mode & 0o077 for path, mode in modes.items() if "releases" in path.parts} == {0}
    assert stat.S_IMODE(var.stat().st_mode) & 0o066 == 0
