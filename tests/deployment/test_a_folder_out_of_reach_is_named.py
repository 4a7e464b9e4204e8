"""A var folder, or a folder to write to, that cannot be used: every command names it and the remedy."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from orchestration.cli import app

_COMMANDS = [
    *("status", "status --json", "releases", "rollback", "rebuild", "night", "serve", "doctor"),
    "backfill --source amocrm_main --from 2026-05-01",
    "doctor --write-mappings --folder {file}",
]


@pytest.fixture
def deployment(tmp_path: Path) -> Path:
    """Its var would lie inside a file, as a folder of somebody else's would refuse us."""
    folder = tmp_path / "mine"
    words = ["init", str(folder), "--no-input", "--crm", "amocrm", "--beginning", "2026-01-01"]
    assert CliRunner().invoke(app, words).exit_code == 0
    (folder / ".env").write_text("AMOCRM_SUBDOMAIN=x\nAMOCRM_TOKEN=y\n")
    (tmp_path / "file").touch()
    text = (folder / "deployment.yml").read_text(encoding="utf-8")
    lines = ["var: ../file/var" if line.startswith("var:") else line for line in text.splitlines()]
    (folder / "deployment.yml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def _call(deployment: Path, words: str) -> Result:
    return CliRunner().invoke(
        app, [*words.split(), "-d", str(deployment)], env={**os.environ, "COLUMNS": "400"}
    )


@pytest.mark.parametrize("words", _COMMANDS)
def test_what_cannot_be_used_is_named(deployment: Path, words: str):
    answer = _call(deployment, words.format(file=deployment.parent / "file" / "mappings"))

    assert isinstance(answer.exception, SystemExit), answer.exception
    assert answer.exit_code == 1
    assert "Not a directory" in answer.output
    assert str(deployment.parent / "file") in answer.output
    assert "this user may read and write it" in answer.output
