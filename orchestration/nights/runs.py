"""Jobs of one deployment, run in this process and recorded in its Dagster instance."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import dagster as dg
import requests

from orchestration.clock import utc_now
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.layout import DBT_PROJECT
from orchestration.deployment.settings import open_connectors
from orchestration.nights.build import build
from orchestration.reports.outcome import Run
from orchestration.reports.watch import Watcher
from orchestration.turns.journal import Journal


class Jobs:
    """The jobs on one graph. `seconds`: wall time of the phases since they were last taken."""

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
        self.deployment, self.now, self.watcher = deployment, now, watcher or Watcher()
        self._seconds: dict[str, float] = {}
        # Before anything is read: a missing secret is an error of the deployment, not of the night.
        open_connectors(deployment)
        with self._timed("graph"):
            self._graph = build(
                deployment, session=session, sleep=sleep, now=now, watcher=self.watcher, project=project
            )

    def run(
        self,
        name: str,
        instance: dg.DagsterInstance,
        *,
        tags: Mapping[str, str],
        assets: Sequence[dg.AssetKey] = (),
    ) -> Run:
        """Run a job to its end, over some of its assets or all. A run that somebody stops stops us too."""
        log = self.deployment.state.logs / f"{name}.log"
        run_id = str(uuid4())
        # Before the run exists: a run that nobody is known to hold counts as dead.
        Journal(self.deployment.state).note(name, run=run_id)
        with self._timed(name), log.open("a", encoding="utf-8") as out, redirect_stdout(out):
            result = self._graph.resolve_job_def(name).execute_in_process(
                instance=instance,
                run_id=run_id,
                raise_on_error=False,
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
                tags=dict(tags),
                asset_selection=list(assets) or None,
            )
        if any(_was_interrupted(event) for event in result.all_node_events):
            raise KeyboardInterrupt
        return Run(name, result.run_id, result.success, result.all_node_events)

    def published(self) -> set[str]:
        """The marts that ask for publication."""
        return {key.path[-1] for key in self._graph.resolve_all_asset_keys() if key.path[0] == "published"}

    def take_seconds(self) -> dict[str, float]:
        """The wall time of each phase; the next run begins with an empty sheet."""
        seconds, self._seconds = self._seconds, {}
        return seconds

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        started = time.monotonic()
        with self.watcher.phase(name):
            yield
        self._seconds[name] = round(time.monotonic() - started, 2)


def _was_interrupted(event: dg.DagsterEvent) -> bool:
    """Whether somebody stopped the run: Dagster turns a signal into a failure like any other."""
    error = event.step_failure_data.error if event.is_step_failure else None
    return error is not None and error.cls_name == "DagsterExecutionInterruptedError"
