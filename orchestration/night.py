"""One night: the jobs `land` and `build` one after the other in this process, however the first ends."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import dagster as dg
import requests

from orchestration.build import build
from orchestration.clock import utc_now
from orchestration.deployment import Deployment
from orchestration.instance import open_instance
from orchestration.layout import DBT_PROJECT
from orchestration.reports import BuildReport, LandReport, causes
from orchestration.schedules import BUILD, LAND
from orchestration.settings import connector_types, open_connectors
from orchestration.sources import deployed_streams
from orchestration.turn import hold_turn
from orchestration.watch import Watcher


@dataclass(frozen=True)
class Night:
    """How a night went. `problems`: a line per root cause; none: everything arrived and went out."""

    moment: datetime
    land: LandReport | None
    build: BuildReport | None
    problems: tuple[str, ...]
    seconds: dict[str, float]

    @property
    def ok(self) -> bool:
        """Whether every stream arrived and every domain was published."""
        return not self.problems


class Nights:
    """Nights of one deployment on one graph, so that a second one does not pay for building it."""

    def __init__(
        self,
        deployment: Deployment,
        *,
        session: Callable[[], requests.Session] = requests.Session,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = utc_now,
        watcher: Watcher | None = None,
        project: Path = DBT_PROJECT,
    ) -> None:
        self._deployment, self._now, self._watcher = deployment, now, watcher or Watcher()
        self._seconds: dict[str, float] = {}
        # Before anything is read: a missing secret is an error of the deployment, not of the night.
        open_connectors(deployment)
        with self._timed("graph"):
            self._graph = build(
                deployment, session=session, sleep=sleep, now=now, watcher=self._watcher, project=project
            )

    def run(self) -> Night:
        """One night at the present instant. Raises RunError where it could not even begin."""
        deployment, moment = self._deployment, self._now()
        streams = deployed_streams(deployment, connector_types(deployment))
        self._watcher.night(moment, [(source, stream.name) for source, stream in streams])
        with hold_turn(deployment, "night"), open_instance(deployment.state) as instance:
            with self._timed("land"):
                landed = self._job(LAND, instance)
            with self._timed("build"):
                built = self._job(BUILD, instance)
        land, built_report = self._reports(landed, built)
        seconds, self._seconds = self._seconds, {}
        if built_report:
            seconds |= built_report.phases
        return Night(
            moment, land, built_report, tuple(self._problems(land, built_report, landed, built)), seconds
        )

    def _job(self, name: str, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
        log = self._deployment.state.logs / f"{name}.log"
        with log.open("a", encoding="utf-8") as out, redirect_stdout(out):
            result = self._graph.resolve_job_def(name).execute_in_process(
                instance=instance,
                raise_on_error=False,
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            )
        if any(_was_interrupted(event) for event in result.all_node_events):
            raise KeyboardInterrupt
        return result

    def _reports(
        self, landed: dg.ExecuteInProcessResult, built: dg.ExecuteInProcessResult
    ) -> tuple[LandReport | None, BuildReport | None]:
        """The reports of these two runs; None where a run did not live to write its own."""
        land = LandReport.read(self._deployment.state.run / "land.json")
        build_report = BuildReport.read(self._deployment.state.run / "build.json")
        return (
            land if land and land.run_id == landed.run_id else None,
            build_report if build_report and build_report.run_id == built.run_id else None,
        )

    def _problems(
        self,
        land: LandReport | None,
        built: BuildReport | None,
        landed_run: dg.ExecuteInProcessResult,
        built_run: dg.ExecuteInProcessResult,
    ) -> Iterator[str]:
        yield from causes(land.streams) if land else _failures(landed_run)
        yield from (str(one) for one in built.troubles) if built else _failures(built_run)

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        started = time.monotonic()
        with self._watcher.phase(name):
            yield
        self._seconds[name] = round(time.monotonic() - started, 2)


def _was_interrupted(event: dg.DagsterEvent) -> bool:
    """Whether somebody stopped the run: Dagster turns a signal into a failure like any other."""
    error = event.step_failure_data.error if event.is_step_failure else None
    return error is not None and error.cls_name == "DagsterExecutionInterruptedError"


def _failures(run: dg.ExecuteInProcessResult) -> Iterator[str]:
    """What a run that wrote no report died of."""
    for event in run.all_node_events:
        if event.is_step_failure:
            data = event.step_failure_data
            said = data.user_failure_data.description if data.user_failure_data else None
            yield said or (
                data.error.to_string() if data.error else f"{run.job_def.name} failed without a word"
            )
