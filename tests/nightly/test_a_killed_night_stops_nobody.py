"""A night that is killed, or told to end, holds nothing: the next begins, says what was ended, is right."""

import json
import os
import signal

import dagster as dg
import psutil
import pytest
from receivers import Receivers
from simulated import House
from started import ended, phase_of, start_night, until
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.jobs import BUILD, LAND
from orchestration.turns.instance import open_instance

OVER = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
STOPS = [
    ("land", signal.SIGHUP, "ended by SIGHUP"),
    ("dbt", signal.SIGTERM, "ended by SIGTERM"),
    ("gate and release", signal.SIGKILL, "killed"),
]


def _status(house: House) -> tuple[int, list[str]]:
    """The exit code, and what was killed."""
    words = ["status", "-d", str(house.file), "--json", "--now", house.moment.isoformat()]
    answer = CliRunner().invoke(app, words, env=dict(house.environment))
    return answer.exit_code, json.loads(answer.stdout)["killed"]


def _stopped_at(house: House, phase: str, how: signal.Signals) -> str:
    """What night 2 said that was stopped at this phase."""
    process = start_night(house, 2)
    until(process, lambda: phase_of(house) == phase)
    below = psutil.Process(process.pid).children(recursive=True)
    os.kill(process.pid, how)
    code, said = ended(process)
    if how == signal.SIGKILL:
        assert code == -how
    else:
        assert code == 128 + how, said
        assert said.count(f"Stopped by {how.name}") == 1
        assert [one for one in below if one.is_running()] == []
    assert "Traceback" not in said
    return said


def _next_is_right(house: House) -> str:
    code, said = ended(start_night(house, 2))
    assert code == 0, said
    assert [one.kpi for one in house.proof(house.company.nights[:2]) if one.difference] == []
    with open_instance(house.deployment.state) as instance:
        runs = instance.get_runs()
    assert {run.status for run in runs} <= set(OVER)
    assert {run.job_name for run in runs} == {LAND, BUILD}
    return said


@pytest.mark.parametrize("after", ["night 1"], indirect=True)
def test_nights_that_are_stopped_at_any_phase_stop_nobody_and_are_told_once(
    after: House, receivers: Receivers
):
    receivers.forget()
    owed = ""
    for number, (phase, how, words) in enumerate(STOPS, start=1):
        said = _stopped_at(after, phase, how)
        assert owed in said

        owed = f"was {words} while it was at: {phase}"
        code, killed = _status(after)
        assert code == 1
        assert len(killed) == number
        assert owed in killed[-1]

    said = _next_is_right(after)

    assert owed in said
    assert said.count("The night begun") == 1
    assert _status(after) == (0, [])
    for phase, _, words in STOPS:
        messages = [text for text in receivers.texts() if f"was {words} while it was at: {phase}" in text]
        assert len(messages) == len(receivers.environment) - 1  # nobody listens at one of the addresses
