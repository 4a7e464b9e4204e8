"""One night: the jobs `land` and `build` one after the other in this process, however the first ends."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import requests

from orchestration.alerts.obituary import tell_of_dead
from orchestration.alerts.sending import Alerts
from orchestration.assets.releases import accepting
from orchestration.assets.sources import deployed_streams
from orchestration.clock import utc_now
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.layout import DBT_PROJECT
from orchestration.deployment.settings import connector_types
from orchestration.failures import RunError
from orchestration.jobs import BUILD, IN_PROCESS, LAND
from orchestration.nights.runs import Jobs
from orchestration.reports.outcome import Night, night_of
from orchestration.reports.watch import Watcher
from orchestration.turns.instance import open_instance
from orchestration.turns.journal import Journal
from orchestration.turns.turn import check_space
from texts import say

__all__ = ["Night", "Nights"]


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
        self._alerts = Alerts(deployment, sleep)
        self._jobs = Jobs(deployment, session=session, sleep=sleep, now=now, watcher=watcher, project=project)

    def run(self, accepted: Collection[str] = ()) -> Night:
        """One night at the present instant. Raises RunError where it could not even begin.

        `accepted`: marts that may go out this once though they lost rows or keys that are published.
        """
        jobs, deployment, moment = self._jobs, self._jobs.deployment, self._jobs.now()
        self._check(accepted)
        streams = deployed_streams(deployment, connector_types(deployment))
        jobs.watcher.night(moment, [(source, stream.name) for source, stream in streams])
        check_space(deployment)
        with (
            Journal(deployment.state).entered("night") as page,
            open_instance(deployment.state) as instance,
        ):
            jobs.watcher.told(tell_of_dead(self._alerts, instance, moment, jobs.watcher.noticed))
            landed = jobs.run(LAND, instance, tags=IN_PROCESS)
            built = jobs.run(BUILD, instance, tags=IN_PROCESS | accepting(accepted))
            night = night_of(deployment.state, moment, landed, built)
            if night.ok:
                Journal(deployment.state).settle(page.began)
            page.at("alerts")
            alerts = self._alerts.tell(night, built.run_id)
        jobs.watcher.told(alerts)
        phases = night.build.phases if night.build else {}
        return replace(night, seconds=jobs.take_seconds() | phases, alerts=alerts)

    def _check(self, accepted: Collection[str]) -> None:
        if unknown := sorted(set(accepted) - self._jobs.published()):
            raise RunError(
                say("--accept-loss names {unknown}, which no model publishes", unknown=", ".join(unknown)),
                fix=say("Choose among {names}", names=", ".join(sorted(self._jobs.published()))),
            )


@contextmanager
def telling_of_stillborn(
    deployment: Deployment, now: Callable[[], datetime], watcher: Watcher
) -> Iterator[None]:
    """What keeps a night from beginning, or ends it before its time, is told to the deployment's targets."""
    try:
        yield
    except Exception as error:
        watcher.told(Alerts(deployment).tell_of_stillborn(now(), error))
        raise
