"""The transformation as a night does it: dbt called with the night's own words, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.measure import Cost
from orchestration.assets.manifest import Transform
from orchestration.assets.telling import tell_dbt
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.settings import connector_types

_WELL = ("success", "pass", "warn", "no-op")  # an exposure is nothing to do


@dataclass
class Transformed:
    """What the process of dbt took. `models`: model → seconds of its statement."""

    cost: Cost
    peak_mb: float
    models: dict[str, float]


def prepare(deployment: Deployment, now: datetime) -> Transform:
    """Everything that a night does before it calls dbt: the project is parsed, and dbt is told of the run."""
    transform = Transform(deployment)
    transform.manifest()
    tell_dbt(deployment, connector_types(deployment), "bench", now)
    return transform


def run_dbt(transform: Transform) -> Transformed:
    """All models and tests from the landing into an empty warehouse."""
    transform.deployment.state.warehouse.unlink(missing_ok=True)
    cost = Cost()
    began = time.monotonic()
    with (transform.target / "bench.log").open("w") as log:
        process = subprocess.Popen(
            transform.quiet_command(*transform.night_words),
            env=transform.environment(),
            cwd=transform.project,
            stdout=log,
        )
        _, status, spent = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    cost.seconds, cost.cpu = time.monotonic() - began, spent.ru_utime + spent.ru_stime
    results = json.loads((transform.target / "run_results.json").read_bytes())["results"]
    _check(results, transform.target / "bench.log")
    models = {
        one["unique_id"].rpartition(".")[2]: one["execution_time"]
        for one in results
        if one["unique_id"].startswith("model.")
    }
    return Transformed(cost, spent.ru_maxrss / 1024, models)


def _check(results: list[dict[str, str]], log: Path) -> None:
    bad = [one for one in results if one["status"] not in _WELL]
    if bad or not results:
        said = "\n".join(f"{one['unique_id']}: {one['status']} {one['message']}" for one in bad)
        sys.exit(f"dbt did not build the company, see {log.name}:\n{said}")
