"""A night that is killed, or told to end, holds nothing: the next begins, says what was killed, is right."""

import json
import os
import signal

import dagster as dg
import pytest
from simulated import House
from started import ended, phase_of, start_night, until
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.jobs import BUILD, LAND
from orchestration.turns.instance import open_instance

FIRST = pytest.mark.parametrize("after", ["night 1"], indirect=True)
OVER = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def _status(house: House) -> dict[str, object]:
    answer = CliRunner().invoke(app, ["status", "-d", str(house.file), "--json"], env=dict(house.environment))
    told: dict[str, object] = json.loads(answer.stdout)
    return told


def _kill_at(house: House, phase: str, how: signal.Signals) -> tuple[int, str]:
    process = start_night(house, 2)
    until(process, lambda: phase_of(house) == phase)
    os.kill(process.pid, how)
    return ended(process)


def _next_is_right(house: House) -> str:
    code, said = ended(start_night(house, 2))
    assert code == 0, said
    assert [one.kpi for one in house.proof(house.company.nights[:2]) if one.difference] == []
    with open_instance(house.deployment.state) as instance:
        runs = instance.get_runs()
    assert {run.status for run in runs} <= set(OVER)
    assert {run.job_name for run in runs} == {LAND, BUILD}
    return said


@FIRST
@pytest.mark.parametrize("phase", ["land", "dbt", "gate and release"])
def test_the_night_after_a_killed_one_begins_and_says_so(after: House, phase: str):
    code, _ = _kill_at(after, phase, signal.SIGKILL)
    assert code == -signal.SIGKILL
    killed = _status(after)["killed"]
    assert isinstance(killed, list)
    assert [phase in one for one in killed] == [True]

    said = _next_is_right(after)

    assert "The night begun" in said
    assert f"was killed while it was at: {phase}" in said
    assert _status(after)["killed"] == []


@FIRST
@pytest.mark.parametrize(("phase", "how"), [("land", signal.SIGTERM)])
def test_a_night_that_is_told_to_end_says_one_sentence(after: House, phase: str, how: signal.Signals):
    code, said = _kill_at(after, phase, how)

    assert code == 128 + how, said
    assert said.count(f"Stopped by {how.name}") == 1
    assert _status(after)["killed"] == []
    assert "was killed" not in _next_is_right(after)
