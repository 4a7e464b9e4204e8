"""What a full disk cut of dbt's own files, and what a shell says to dbt, keep no night from beginning."""

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from orchestration.assets.manifest import Transform
from orchestration.deployment.deployment import Deployment, read_deployment
from orchestration.failures import RunInProgress
from orchestration.reports.notes import noted
from texts import speaking

DEMO = Path(__file__).resolve().parents[2] / "deployments" / "demo"
# One model: the project of the house takes dbt a quarter of a minute, and is read again here.
_FILES = {
    "dbt_project.yml": "{name: small, version: '1.0', profile: small, config-version: 2}",
    "profiles.yml": "{small: {target: t, outputs: {t: {type: duckdb, path: "
    "\"{{ env_var('VORONKA_VAR') }}/warehouse.duckdb\"}}}}",
    "models/good.sql": "select 1 as a",
}


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    text = (DEMO / "deployment.yml").read_text(encoding="utf-8")
    lines = ["var: var" if line.startswith("var:") else line for line in text.splitlines()]
    (tmp_path / "deployment.yml").write_text("\n".join(lines), encoding="utf-8")
    shutil.copytree(DEMO / "mappings", tmp_path / "mappings")
    return read_deployment(tmp_path / "deployment.yml", {})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in _FILES.items():
        file = tmp_path / "project" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "project"


def test_a_cut_manifest_is_set_aside_and_the_project_parsed_again(
    deployment: Deployment, project: Path, monkeypatch: pytest.MonkeyPatch
):
    for name, value in {"DBT_TARGET": "prod", "DBT_PROFILE": "other", "DBT_WARN_ERROR": "true"}.items():
        monkeypatch.setenv(name, value)
    transform = Transform(deployment, project)
    nodes = transform.manifest()["nodes"].keys()
    assert set(nodes) == {"model.small.good"}
    assert noted(deployment.state) == ()
    for name in ("manifest.json", "partial_parse.msgpack"):
        file = transform.target / name
        file.write_bytes(file.read_bytes()[:5000])

    assert transform.manifest()["nodes"].keys() == nodes

    assert len(list(deployment.state.root.glob("dbt_target.damaged-2*"))) == 1
    assert len(noted(deployment.state)) == 1
    assert transform.manifest()["nodes"].keys() == nodes
    assert len(noted(deployment.state)) == 1


def test_nothing_that_steers_reaches_dbt(deployment: Deployment, monkeypatch: pytest.MonkeyPatch):
    for name in ("DBT_TARGET", "DAGSTER_HOME", "GX_CLOUD_BASE_URL", "DUCKDB_HOME", "PYTHONPATH"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("VORONKA_MEMORY", "2GB")
    given = Transform(deployment).environment()
    assert "/nowhere" not in given.values()
    assert given["VORONKA_MEMORY"] == "2GB"
    assert given["PATH"] == os.environ["PATH"]


def test_waiting_for_another_process_that_parses_has_an_end(deployment: Deployment):
    deployment.state.run.mkdir(parents=True)
    with (
        FileLock(deployment.state.run / "parse.lock"),
        speaking("en"),
        pytest.raises(RunInProgress, match="Another process has been reading the dbt project"),
    ):
        Transform(deployment, patience=0.1).manifest()
