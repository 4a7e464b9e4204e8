"""`voronka status` while a run is under way says which and at what, and in the language of the deployment."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.deployment.deployment import read_deployment
from orchestration.turns.journal import Journal


@pytest.mark.parametrize(
    ("language", "begun", "phase"),
    [
        ("en", "The night begun", "is at: gate and release"),
        ("ru", "Сейчас идёт ночная загрузка", "«проверка и публикация»"),
    ],
)
def test_what_runs_now_is_said(tmp_path: Path, language: str, begun: str, phase: str):
    words = ["init", str(tmp_path / "mine"), "--no-input", "--crm", "amocrm"]
    assert CliRunner().invoke(app, words).exit_code == 0
    deployment = read_deployment(tmp_path / "mine" / "deployment.yml", dict(os.environ))
    around = {**os.environ, "VORONKA_LANGUAGE": language, "COLUMNS": "200"}

    with Journal(deployment.state).entered("night") as page:
        page.at("gate and release")
        during = CliRunner().invoke(app, ["status", "-d", str(tmp_path / "mine")], env=around)
    after = CliRunner().invoke(app, ["status", "-d", str(tmp_path / "mine")], env=around)

    assert begun in during.output
    assert phase in during.output
    assert begun not in after.output
