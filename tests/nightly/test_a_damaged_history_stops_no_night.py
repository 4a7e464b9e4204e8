"""Dagster's own files and the notes of the last runs, damaged: told once, set aside, and runs go on."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest
import yaml

from orchestration.commands.serving import surroundings
from orchestration.deployment.deployment import read_deployment
from orchestration.deployment.layout import Var
from orchestration.jobs import IN_PROCESS
from orchestration.reports.notes import noted
from orchestration.reports.run_report import AlertReport, BuildReport, LandReport
from orchestration.turns.burial import bury
from orchestration.turns.instance import open_instance
from orchestration.turns.journal import Journal
from tests.nightly.simulated import DEMO

STORES = ["history/runs.db", "history/runs/index.db", "schedules/schedules.db"]


@dg.op
def work() -> None:
    """Nothing."""


@dg.job
def night() -> None:
    work()


def _run(var: Var) -> tuple[bool, list[str]]:
    told: list[str] = []
    with open_instance(var, told.append) as instance:
        success = night.execute_in_process(instance=instance, tags=IN_PROCESS).success
        bury(var, instance)
        assert instance.get_runs_count(dg.RunsFilter(statuses=[dg.DagsterRunStatus.SUCCESS]))
        instance.all_instigator_state()
    return success, told


def _garbage(file: Path) -> None:
    file.write_bytes(os.urandom(file.stat().st_size))


def _cut(file: Path) -> None:
    with closing(sqlite3.connect(file)) as store:
        store.execute("pragma wal_checkpoint(truncate)")
    size = file.stat().st_size
    with file.open("r+b") as content:
        content.truncate(size // 3)


def _emptied(file: Path) -> None:
    file.write_bytes(b"")
    for side in ("-wal", "-shm"):
        file.with_name(file.name + side).unlink(missing_ok=True)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("var")
    _run(Var(root))
    return root


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize(("damage", "is_told"), [(_garbage, True), (_cut, True), (_emptied, False)])
def test_a_run_begins_whatever_became_of_dagsters_files(
    ran: Path, tmp_path: Path, store: str, damage: Callable[[Path], None], is_told: bool
):
    var = Var(tmp_path / "var")
    shutil.copytree(ran, var.root, symlinks=True)
    config = var.dagster / "dagster.yaml"
    config.write_text(config.read_text().replace(str(ran), str(var.root)))
    damage(var.dagster / store)

    success, told = _run(var)

    assert success
    assert [f"{store} was damaged" in one for one in told] == [True] * is_told
    assert len(list(var.dagster.rglob("*.damaged-*[0-9]"))) == int(is_told)
    assert len(noted(var)) == int(is_told)  # for the next report
    assert _run(var) == (True, [])


def test_what_is_set_aside_before_dagsters_own_processes_begin_is_told(ran: Path, tmp_path: Path):
    shutil.copytree(DEMO, tmp_path / "demo")
    raw = yaml.safe_load((tmp_path / "demo" / "deployment.yml").read_text(encoding="utf-8")) | {"var": "var"}
    (tmp_path / "demo" / "deployment.yml").write_text(yaml.safe_dump(raw, allow_unicode=True))
    deployment = read_deployment(tmp_path / "demo" / "deployment.yml", dict(os.environ))
    shutil.copytree(ran, deployment.state.root, symlinks=True)
    _garbage(deployment.state.dagster / STORES[0])
    told: list[str] = []

    surroundings(deployment, told.append)
    surroundings(deployment, told.append)

    assert [f"{STORES[0]} was damaged" in one for one in told] == [True]
    assert noted(deployment.state) == tuple(told)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", os.urandom(300)])
def test_notes_that_cannot_be_read_are_no_notes(tmp_path: Path, content: bytes):
    var = Var(tmp_path)
    (var.run / "alive").mkdir(parents=True)
    for name in ("land", "build", "alert", "landing", "warehouse", "alive/of_nobody"):
        (var.run / f"{name}.json").write_bytes(content)

    assert LandReport.read(var.run / "land.json") is None
    assert BuildReport.read(var.run / "build.json") is None
    assert AlertReport.read(var.run / "alert.json") is None
    assert len(Journal(var).unfinished()) == 1
    assert _run(var)[0]
    assert Journal(var).dead() == []
    Journal(var).settle(datetime.now(UTC))
    assert Journal(var).unfinished() == []
