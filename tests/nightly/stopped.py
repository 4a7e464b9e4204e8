"""Nights that are stopped at a phase, what `voronka status` says of them, and the night that follows."""

import json
import os
import signal

import dagster as dg
import psutil
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.jobs import BUILD, LAND
from orchestration.turns.instance import open_instance
from tests.nightly.simulated import House
from tests.nightly.started import ended, phase_of, start_night, until
from tests.processes import all_end

OVER = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def status_of(house: House) -> tuple[int, list[str]]:
    """The exit code, and what was killed."""
    words = ["status", "-d", str(house.file), "--json", "--now", house.moment.isoformat()]
    answer = CliRunner().invoke(app, words, env=dict(house.environment))
    return answer.exit_code, json.loads(answer.stdout)["killed"]


def stop_at(house: House, number: int, phase: str, how: signal.Signals) -> str:
    """Begin the night and stop it at this phase; gives what it said."""
    process = start_night(house, number)
    until(process, lambda: phase_of(house) == phase)
    below = psutil.Process(process.pid).children(recursive=True)
    os.kill(process.pid, how)
    code, said = ended(process)
    if how == signal.SIGKILL:
        assert code == -how
    else:
        assert code == 128 + how, said
        assert said.count(f"Stopped by {how.name}") == 1
        assert all_end(below)
    assert "Traceback" not in said
    return said


def finish(house: House, number: int) -> str:
    """The next night, left alone, is right; gives what it said."""
    code, said = ended(start_night(house, number))
    assert code == 0, said
    assert [one.kpi for one in house.proof(house.company.nights[:number]) if one.difference] == []
    with open_instance(house.deployment.state) as instance:
        runs = instance.get_runs()
    assert [run for run in runs if run.status not in OVER] == []
    assert {run.job_name for run in runs} == {LAND, BUILD}
    return said
