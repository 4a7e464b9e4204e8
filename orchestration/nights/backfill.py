"""`voronka backfill`: days of a source read again in one run, then built and published as by night."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import requests

from connectors.kit.stream import Stream
from orchestration.alerts.obituary import tell_of_dead
from orchestration.alerts.sending import Alerts
from orchestration.assets.again import Again
from orchestration.assets.reading import HAS_DAYS
from orchestration.assets.sources import deployed_streams, raw_key
from orchestration.clock import utc_now
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.layout import DBT_PROJECT
from orchestration.deployment.settings import connector_types
from orchestration.failures import RunError
from orchestration.jobs import BACKFILL, BUILD, IN_PROCESS
from orchestration.nights.runs import Jobs
from orchestration.reports.outcome import Night, night_of
from orchestration.reports.watch import Watcher
from orchestration.turns.instance import open_instance
from orchestration.turns.journal import Journal
from orchestration.turns.turn import check_space
from texts import say


@dataclass(frozen=True)
class Wanted:
    """What is read again. `days`: both ends included, all over by now in the deployment's zone."""

    source: str
    streams: tuple[str, ...]
    days: tuple[date, date]


@dataclass(frozen=True)
class Done:
    """What was read again, and how it ended, told as a night is."""

    wanted: Wanted
    outcome: Night


def backfill(
    deployment: Deployment,
    wanted: Wanted,
    *,
    session: Callable[[], requests.Session] = requests.Session,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], datetime] = utc_now,
    watcher: Watcher | None = None,
    project: Path = DBT_PROJECT,
) -> Done:
    """Read the days again and publish what came of it. Raises RunError where it could not even begin."""
    check_space(deployment)
    with (
        Journal(deployment.state).entered("backfill"),
        open_instance(deployment.state) as instance,
    ):
        jobs = Jobs(deployment, session=session, sleep=sleep, now=now, watcher=watcher, project=project)
        alerts = Alerts(deployment, sleep)
        jobs.watcher.told(tell_of_dead(alerts, instance, now(), jobs.watcher.noticed))
        jobs.watcher.backfill(wanted.days, [(wanted.source, name) for name in wanted.streams])
        tags = {**Again(days=wanted.days).tags(), **IN_PROCESS}
        assets = [raw_key(wanted.source, name) for name in wanted.streams]
        read = jobs.run(BACKFILL, instance, tags=tags, assets=assets)
        built = jobs.run(BUILD, instance, tags=IN_PROCESS)
    night = night_of(deployment.state, now(), read, built)
    phases = night.build.phases if night.build else {}
    return Done(wanted, replace(night, seconds=jobs.take_seconds() | phases))


def choose(
    deployment: Deployment,
    source: str,
    streams: Sequence[str],
    days: tuple[date, date | None],
    *,
    now: datetime,
) -> Wanted:
    """What is meant by the words of a command. No streams: all of the source that have days; no last day:
    yesterday. Raises RunError naming what cannot be."""
    found = _streams_of(deployment, source)
    known = {name: stream for name, stream in found.items() if stream.kind in HAS_DAYS}
    for name in streams:
        _check_stream(source, name, found, known)
    if not known:
        raise RunError(
            say("No stream of {source} has days: all of it is read whole every time", source=source),
            fix=say("voronka night reads it again as it is now"),
        )
    names = tuple(name for name in known if not streams or name in streams)
    return Wanted(source, names, _days(deployment, source, days, now))


def _streams_of(deployment: Deployment, source: str) -> dict[str, Stream]:
    if source not in deployment.sources:
        raise RunError(
            say("{source} is not a source of {file}", source=source, file=deployment.file),
            fix=say("Name one of {sources}", sources=", ".join(deployment.sources)),
        )
    every = deployed_streams(deployment, connector_types(deployment))
    return {stream.name: stream for name, stream in every if name == source}


def _check_stream(source: str, name: str, found: Mapping[str, Stream], known: Mapping[str, Stream]) -> None:
    if name not in found:
        raise RunError(
            say("{name} is not a deployed stream of {source}", name=name, source=source),
            fix=say("Name some of {names}, or none for all of them", names=", ".join(known or found)),
        )
    if name not in known:
        raise RunError(
            say(
                "{source}.{name} is read whole every time, there are no days of it to choose",
                source=source,
                name=name,
            ),
            fix=say("Leave it out; voronka night reads it again as it is now"),
        )


def _days(
    deployment: Deployment, source: str, days: tuple[date, date | None], now: datetime
) -> tuple[date, date]:
    yesterday = now.astimezone(deployment.zone).date() - timedelta(days=1)
    beginning = deployment.sources[source].beginning.astimezone(deployment.zone).date()
    first, last = days[0], days[1] or max(days[0], yesterday)
    if first > last:
        raise RunError(
            say("{first} is after {last}", first=first, last=last),
            fix=say("Give the earlier day as --from and the later one as --to"),
        )
    if last > yesterday:
        raise RunError(
            say("{last} is not over yet", last=last),
            fix=say("Ask for days up to {yesterday}, the last whole one", yesterday=yesterday),
        )
    if first < beginning:
        raise RunError(
            say(
                "{first} is before the beginning of {source}, {beginning}",
                first=first,
                source=source,
                beginning=beginning,
            ),
            fix=say(
                "Ask for days from {beginning}, or set an earlier beginning in {file}: the next "
                "night then reads everything since",
                beginning=beginning,
                file=deployment.file,
            ),
        )
    return first, last
