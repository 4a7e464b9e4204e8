"""Two runs on one var folder: the second ends at once in one message and touches nothing."""

import pytest
from simulated import House, held_by_another_process
from typer.testing import CliRunner

from orchestration.cli import app

BACKFILL = "backfill --source mango_main --from 2026-05-01 --to 2026-05-02"


@pytest.mark.parametrize("after", ["night 1"], indirect=True)
@pytest.mark.parametrize("command", ["night", "rollback", BACKFILL])
def test_a_second_run_names_the_first_one(after: House, command: str):
    before = sorted(after.deployment.state.landing.rglob("*.parquet"))

    with held_by_another_process(after) as pid:
        said = CliRunner().invoke(app, [*command.split(), "-d", str(after.file)], env=dict(after.environment))

    assert said.exit_code == 1
    assert f"is in use by night (process {pid}" in " ".join(said.output.split())
    assert "Fix: Wait until it ends" in " ".join(said.output.split())
    assert "Traceback" not in said.output
    assert sorted(after.deployment.state.landing.rglob("*.parquet")) == before
