"""Two runs on one var folder: the second ends at once in one message and touches nothing."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from simulated import House
from typer.testing import CliRunner

from orchestration.cli import app

_HOLD = """
import sys
from pathlib import Path
from orchestration.deployment import read_deployment
from orchestration.turn import hold_turn
import os
with hold_turn(read_deployment(Path(sys.argv[1]), os.environ), "night"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _held_by_another_process(house: House) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(house.file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(house.environment),
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process.pid
    finally:
        process.communicate()


@pytest.mark.parametrize("after", ["night 1"], indirect=True)
@pytest.mark.parametrize("command", ["night", "rollback"])
def test_a_second_run_names_the_first_one(after: House, command: str):
    before = sorted(after.deployment.state.landing.rglob("*.parquet"))

    with _held_by_another_process(after) as pid:
        said = CliRunner().invoke(app, [command, "-d", str(after.file)], env=dict(after.environment))

    assert said.exit_code == 1
    assert f"is in use by night (process {pid}" in " ".join(said.output.split())
    assert "Fix: Wait until it ends" in " ".join(said.output.split())
    assert "Traceback" not in said.output
    assert sorted(after.deployment.state.landing.rglob("*.parquet")) == before
