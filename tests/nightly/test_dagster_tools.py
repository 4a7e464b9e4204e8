"""Dagster's own tools see the whole graph of a deployment, and what a user drops in orchestration/defs."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.nights.build import build
from orchestration.turns.instance import open_instance
from tests.nightly.simulated import REPOSITORY, ThreeNights

OWN_TEXT = '''"""A user's own asset."""

import dagster as dg


@dg.asset(deps=[dg.AssetKey(["published", "fct_lead"])])
def own_report() -> None:
    """Made from a published mart."""
'''


@pytest.fixture
def own_project(tmp_path: Path) -> Path:
    """A checkout of this project with a file of a user's own in it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (REPOSITORY / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, tmp_path / name)
    (tmp_path / "orchestration" / "defs" / "own_report.py").write_text(OWN_TEXT)
    return tmp_path


def _dg(
    three_nights: ThreeNights, *words: str, project: Path = REPOSITORY
) -> "subprocess.CompletedProcess[str]":
    house = three_nights.house
    return subprocess.run(
        [Path(sys.executable).with_name("dg"), *words],
        cwd=project,
        # No secret: the graph must show where none is set.
        env={
            "PATH": str(Path(sys.executable).parent),
            "PYTHONPATH": str(project),
            "VORONKA_DEPLOYMENT": str(house.file),
            "HOME": str(house.folder),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_dg_lists_the_graph_with_a_users_own_definitions(three_nights: ThreeNights, own_project: Path):
    three_nights.house.restore("night 1")  # with what dbt has read of the project

    done = _dg(three_nights, "list", "defs", "--json", project=own_project)

    assert done.returncode == 0, done.stdout + done.stderr
    listed: dict[str, Any] = json.loads(done.stdout)
    keys = {asset["asset_key"] for asset in listed["assets"]}
    assert {
        "raw/amocrm_main/leads",
        "raw/onec_main/orders",
        "staging/stg_amocrm__leads",
        "intermediate/int_leads",
        "marts/fct_lead",
        "published/fct_lead",
        "own_report",
    } <= keys
    assert {job["name"] for job in listed["jobs"]} >= {"land", "build"}
    assert {one["name"] for one in listed["schedules"]} == {"nightly", "stand_ups"}
    assert {one["name"] for one in listed["sensors"]} == {
        "build_after_failed_land",
        "build_after_land",
        "fail_killed_runs",
        "tell_after_build",
        "tell_after_failed_build",
    }


def test_dg_finds_nothing_wrong_with_the_definitions(three_nights: ThreeNights):
    three_nights.house.restore("night 1")

    done = _dg(three_nights, "check", "defs")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_ui_shows_columns_row_counts_and_the_gates_words(three_nights: ThreeNights):
    house = three_nights.house
    house.restore("night 1")
    key = dg.AssetKey(["published", "fct_lead"])
    spec = build(house.deployment).resolve_asset_graph().get(key)
    columns = {one.name for one in spec.metadata["dagster/column_schema"].columns}
    assert columns == {str(row[0]) for row in house.published("describe fct_lead")}
    with open_instance(house.deployment.state) as instance:
        event = instance.get_latest_materialization_event(key)
        checks = instance.event_log_storage.get_latest_asset_check_execution_by_key(
            [dg.AssetCheckKey(key, "gate")]
        )
    assert event is not None
    assert event.asset_materialization is not None
    rows = event.asset_materialization.metadata["dagster/row_count"].value
    assert [(rows,)] == house.published("select count(*) from fct_lead")
    (check,) = checks.values()
    assert check.event is not None
    told = check.event.dagster_event.asset_check_evaluation_data
    assert isinstance(told.metadata["warnings"], dg.MarkdownMetadataValue)
