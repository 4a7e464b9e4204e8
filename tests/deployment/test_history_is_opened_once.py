"""Dagster's run history is opened once by a process that writes it, and stands for others to read at once."""

import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from orchestration.deployment.layout import Var
from orchestration.turns.instance import open_instance

# Another process, with Dagster's own ways: what it knows of the assets.
_LOOK = """
import sys, dagster as dg, yaml, pathlib
home = pathlib.Path(sys.argv[1])
with dg.DagsterInstance.from_config(str(home)) as instance:
    for number in range(20):
        event = instance.get_latest_materialization_event(dg.AssetKey(f"mart_{number}"))
        assert event is not None, number
    print(len(instance.get_runs()), "run")
"""


@pytest.fixture
def opened() -> Iterator[Counter[str]]:
    """Name of a SQLite file → how often this process has opened it."""
    seen: Counter[str] = Counter()

    def count(connection: sqlite3.Connection, _: object) -> None:
        seen[Path(connection.execute("pragma database_list").fetchone()[2]).name] += 1

    event.listen(Engine, "connect", count)
    yield seen
    event.remove(Engine, "connect", count)


def marts(count: int) -> list[dg.AssetsDefinition]:
    @dg.multi_asset(specs=[dg.AssetSpec(f"mart_{number}") for number in range(count)])
    def build() -> Iterator[dg.MaterializeResult[None]]:
        for number in range(count):
            yield dg.MaterializeResult(asset_key=f"mart_{number}")

    return [build]


def test_a_run_of_many_assets_opens_each_file_a_handful_of_times(tmp_path: Path, opened: Counter[str]):
    with open_instance(Var(tmp_path)) as instance:
        opened.clear()
        done = dg.materialize(marts(20), instance=instance)
    assert done.success
    assert f"{done.run_id}.db" in opened
    assert max(opened.values()) <= 3, opened


def test_what_is_told_is_readable_by_others_while_the_run_is_still_open(tmp_path: Path):
    with open_instance(Var(tmp_path)) as instance:
        assert dg.materialize(marts(20), instance=instance).success
        look = [sys.executable, "-c", _LOOK, str(Var(tmp_path).dagster)]
        said = subprocess.run(look, capture_output=True, text=True, check=False)
    assert said.stdout == "1 run\n", said.stderr


def test_nothing_stays_open_behind_a_run(tmp_path: Path):
    with open_instance(Var(tmp_path)) as instance:
        assert dg.materialize(marts(2), instance=instance).success
    held = {link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
    assert not [one for one in held if one.is_relative_to(tmp_path)]
    assert not list(Var(tmp_path).dagster.rglob("*-wal"))
