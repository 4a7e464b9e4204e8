"""The dbt of a night words only what a night reads: its nodes end in the same way as those of dbt by hand."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_DBT = [str(Path(sys.executable).with_name("dbt")), "--log-format", "json", "--no-use-colors"]
_QUIET = [sys.executable, "-P", "-m", "orchestration.assets.run_dbt"]
_FILES = {
    "dbt_project.yml": "{name: small, version: '1.0', profile: small, config-version: 2}",
    "profiles.yml": "{small: {target: t, outputs: {t: {type: duckdb, path: \"{{ env_var('SMALL') }}\"}}}}",
    "models/good.sql": "select 1 as a",
    "models/broken.sql": "select b from {{ ref('good') }}",
    "models/behind.sql": "select * from {{ ref('broken') }}",
    "models/good.yml": "{models: [{name: good, columns: [{name: a, data_tests: [not_null]}]}]}",
    # A module of this name beside the project must not become dbt's.
    "yaml.py": "raise ImportError('the project is no place for modules')",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in _FILES.items():
        file = tmp_path / "project" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "project"


def run(program: list[str], project: Path, target: Path, *words: str) -> subprocess.CompletedProcess[str]:
    around = {
        **os.environ,
        "SMALL": str(target.with_suffix(".duckdb")),
        "DBT_PROFILES_DIR": str(project),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(target),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    return subprocess.run(
        [*program, *words], env=around, cwd=project, capture_output=True, text=True, check=False
    )


def told(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def endings(output: str) -> dict[str, str]:
    """unique_id → how the event of its end names it."""
    ends = (one for one in told(output) if one["data"].get("node_info", {}).get("node_finished_at"))
    return {
        one["data"]["node_info"][
            "unique_id"
        ]: f"{one['info']['name']} {one['data']['node_info']['node_status']}"
        for one in ends
    }


def results(target: Path) -> dict[str, tuple[str, str]]:
    read = json.loads((target / "run_results.json").read_bytes())["results"]
    return {one["unique_id"]: (one["status"], one["message"]) for one in read}


def test_every_node_ends_as_dbt_itself_says(project: Path, tmp_path: Path):
    by_hand = run(_DBT, project, tmp_path / "by_hand", "build")
    by_night = run(_QUIET, project, tmp_path / "by_night", "build")
    assert (by_hand.returncode, by_night.returncode) == (1, 1)
    assert len(endings(by_night.stdout)) == 3  # what is skipped has no end
    assert endings(by_night.stdout) == endings(by_hand.stdout)
    assert len(results(tmp_path / "by_night")) == 4
    assert results(tmp_path / "by_night") == results(tmp_path / "by_hand")
    log = (tmp_path / "by_night" / "dbt.log").read_text(encoding="utf-8")
    assert 'Referenced column "b" not found' in log


def test_what_ends_dbt_before_it_builds_is_an_error_among_its_events(project: Path, tmp_path: Path):
    (project / "models" / "good.sql").write_text("{{ ref('nowhere') }}", encoding="utf-8")
    done = run(_QUIET, project, tmp_path / "target", "build")
    assert done.returncode == 2
    assert any(
        "nowhere" in one["info"]["msg"] for one in told(done.stdout) if one["info"]["level"] == "error"
    )
    assert not (tmp_path / "target" / "run_results.json").exists()


def test_a_log_that_cannot_be_written_ends_nothing(project: Path, tmp_path: Path):
    (tmp_path / "target" / "dbt.log").mkdir(parents=True)
    done = run(_QUIET, project, tmp_path / "target", "build", "--select", "good")
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(endings(done.stdout)) == {
        "model.small.good",
        *(k for k in endings(done.stdout) if "test" in k),
    }
