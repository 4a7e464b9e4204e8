"""Dagster's history is kept by a storage of our own: Dagster's files, each opened once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import dagster as dg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from orchestration.dagster_private import SqliteEventLogStorage, SqliteRunStorage
from orchestration.deployment.layout import Var
from orchestration.jobs import IN_PROCESS
from orchestration.turns.instance import open_instance, prepare_home


@dg.job
def night() -> None:
    @dg.op
    def work() -> None:
        """Nothing."""

    work()


@pytest.fixture
def opened() -> Iterator[Counter[str]]:
    """How often each file was opened since `clear()`."""
    counted: Counter[str] = Counter()

    def count(connection: sqlite3.Connection, _: object) -> None:
        counted[connection.execute("select file from pragma_database_list").fetchone()[0]] += 1

    event.listen(Engine, "connect", count)
    yield counted
    event.remove(Engine, "connect", count)


def test_no_event_of_a_run_opens_a_file_anew(tmp_path: Path, opened: Counter[str]):
    with open_instance(Var(tmp_path)) as instance:
        opened.clear()
        done = night.execute_in_process(instance=instance, tags=IN_PROCESS)
        events = len(instance.all_logs(done.run_id))
    history = {Path(name).name: count for name, count in opened.items() if "/history/" in name}
    # The run's own file is made on a connection beside that which keeps the events.
    assert history == {"runs.db": 1, "index.db": 1, f"{done.run_id}.db": 2} and events > 8


def test_a_closed_instance_leaves_whole_files_that_dagsters_own_storage_reads(tmp_path: Path):
    var = Var(tmp_path)
    with open_instance(var) as instance:
        run = night.execute_in_process(instance=instance, tags=IN_PROCESS).run_id
        events = len(instance.all_logs(run))
    assert events > 3
    assert list(var.dagster.rglob("*-wal")) == []
    with closing(sqlite3.connect(var.dagster / "history" / "runs" / f"{run}.db")) as store:
        assert store.execute("select count(*) from event_logs").fetchone() == (events,)
    config = prepare_home(var) / "dagster.yaml"
    config.write_text(f'storage:\n  sqlite:\n    base_dir: "{var.dagster}"\n', encoding="utf-8")
    with open_instance(var) as instance:
        assert len(instance.all_logs(run)) == events
        assert type(instance.run_storage).__module__.startswith("dagster.")


def test_nothing_of_dagsters_own_is_replaced(tmp_path: Path):
    with open_instance(Var(tmp_path)):
        pass
    for kind in (SqliteEventLogStorage, SqliteRunStorage):
        assert {one.__module__.partition(".")[0] for one in vars(kind).values() if callable(one)} <= {
            "dagster"
        }
