"""A night that is killed leaves its dbt behind, which may hold the warehouse: the next build ends it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psutil
import pytest

from orchestration.assets.orphans import end_orphans
from orchestration.deployment.layout import Var
from tests.processes import all_end

# Holds the warehouse as dbt does; `sh` starts it and is gone, as a night that was killed.
_HOLD = """
import os, sys, time
import duckdb

held = duckdb.connect(sys.argv[1])
print(os.getpid(), flush=True)
time.sleep(99)
"""


@contextmanager
def _left_behind(warehouse: Path, dbt: str, **around: str) -> Iterator[psutil.Process]:
    program = [sys.executable, "-c", _HOLD, str(warehouse), dbt, "build"]
    with subprocess.Popen(
        ["sh", "-c", '"$@" &', "sh", *program],
        env={**os.environ, **around},
        stdout=subprocess.PIPE,
        text=True,
    ) as shell:
        assert shell.stdout is not None
        process = psutil.Process(int(shell.stdout.readline()))
        shell.stdout.close()
    try:
        yield process
    finally:
        if process.is_running():
            process.kill()


@pytest.mark.parametrize("dbt", ["/somewhere/dbt", "orchestration.assets.run_dbt"])
def test_only_what_a_run_on_this_folder_has_left_is_ended(tmp_path: Path, dbt: str):
    here = {"VORONKA_VAR": str(tmp_path), "VORONKA_PARENT": "2000000000"}
    with (
        _left_behind(tmp_path / "one.duckdb", dbt, **here) as left,
        _left_behind(tmp_path / "two.duckdb", dbt, **{**here, "VORONKA_VAR": "/elsewhere"}) as of_another,
        _left_behind(tmp_path / "three.duckdb", dbt, VORONKA_VAR=str(tmp_path)) as by_hand,
    ):
        with pytest.raises(duckdb.IOException):
            duckdb.connect(str(tmp_path / "one.duckdb"))

        assert end_orphans(Var(tmp_path)) == [left.pid]

        assert all_end([left])
        duckdb.connect(str(tmp_path / "one.duckdb")).close()
        assert psutil.STATUS_ZOMBIE not in {of_another.status(), by_hand.status()}
        assert end_orphans(Var(tmp_path)) == []
