"""`voronka doctor`: looks at everything a night needs before the night does, and says what is wrong."""

import importlib.metadata
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import requests

from connectors.kit.connector import Connector
from expectations.shelf.target import ShelfTarget
from orchestration.alerts.sending import Alerts, address_trouble
from orchestration.assets.manifest import Transform
from orchestration.automation.schedules import check_crons, crons
from orchestration.deployment.calendars import calendar_trouble, known_until
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.settings import open_connectors
from orchestration.deployment.shelf import shelf_of
from orchestration.deployment.together import half_fed_entities
from orchestration.deployment.zones import look_at_zone
from orchestration.doctor.asking import Asked, ask_source
from orchestration.failures import two_sentences
from orchestration.turns.turn import check_space
from texts import say, with_fix

_PYTHON = ((3, 11), (3, 13))
_WORTH_NAMING = 60.0  # seconds of a stream's first load
_MOST_NAMED = 5
_SHOWN = ("dagster", "dbt-core", "dbt-duckdb", "duckdb", "great-expectations")


@dataclass(frozen=True)
class Examined:
    """One thing looked at. `said`: what was found; `fix`: what to do, empty when it is well.

    `warnings`: what a night goes on with, and a person should know.
    """

    name: str
    ok: bool
    said: str
    fix: str = ""
    warnings: tuple[str, ...] = ()


def examine(
    deployment: Deployment,
    *,
    session: Callable[[], requests.Session] = requests.Session,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], datetime],
    trial: bool = False,
) -> Iterator[Examined]:
    """Everything a night needs, one by one; a broken one does not keep the others from being looked at.

    `trial`: send a message to the alert targets too.
    """
    yield _python()
    yield _attempt(say("disk"), lambda: _disk(deployment))
    yield _attempt(say("time zone"), lambda: look_at_zone(deployment, now()))
    yield _calendar(deployment, now())
    yield _attempt(say("dbt project"), lambda: _project(deployment))
    yield _attempt(say("schedule"), lambda: _schedule(deployment))
    yield from _shelf(deployment)
    yield from _alerts(deployment, now() if trial else None)
    opened: dict[str, Connector[Any]] = {}
    settings = _attempt(say("settings"), lambda: _settings(deployment, opened))
    yield replace(settings, warnings=tuple(half_fed_entities(deployment)) if settings.ok else ())
    counted: dict[tuple[str, str], str] = {}
    for source, connector in opened.items():
        asked = ask_source(deployment, source, connector, session(), sleep, now)
        twin = counted.setdefault((connector.name, asked.counted), source) if asked.counted else source
        yield from _source(source, asked, _counted_twice(asked.counted, twin) if twin != source else ())


def _attempt(name: str, look: Callable[[], str]) -> Examined:
    try:
        return Examined(name, True, look())
    except Exception as error:
        said = two_sentences(error)
        if said is None:
            raise
        return Examined(name, False, *said)


def _python() -> Examined:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _SHOWN)
    said = f"Python {sys.version.split()[0]}, {versions}"
    ok = _PYTHON[0] <= sys.version_info[:2] <= _PYTHON[1]
    return Examined(
        say("versions"), ok, said, "" if ok else say("Install again with Python 3.11, 3.12 or 3.13")
    )


def _calendar(deployment: Deployment, now: datetime) -> Examined:
    country, today = deployment.country, now.astimezone(deployment.zone).date()
    trouble = calendar_trouble(country, today)
    if trouble and not known_until(country, today.year):
        return Examined(say("calendar"), False, *trouble)
    # A year whose moved days are not decreed yet stops no night.
    said = say("official days of {country} are known", country=country)
    return Examined(say("calendar"), True, said, warnings=(with_fix(*trouble),) if trouble else ())


def _disk(deployment: Deployment) -> str:
    deployment.state.root.mkdir(parents=True, exist_ok=True)
    check_space(deployment)
    return say(
        "{free:,} MB free in {root}",
        free=shutil.disk_usage(deployment.state.root).free // 1_000_000,
        root=deployment.state.root,
    )


def _alerts(deployment: Deployment, trial: datetime | None) -> Iterator[Examined]:
    """A line per alert target; `trial`: the instant of a message to send."""
    targets = deployment.alerts.targets
    if not targets:
        yield Examined(
            say("alerts"),
            True,
            say("no target is set: only the exit code and voronka status tell of failures"),
        )
    troubles = {one.name: address_trouble(deployment, one) for one in targets}
    well = say("the address is understood; --send-trial sends a message there")
    if trial is not None:
        troubles = {one.target: one.trouble for one in Alerts(deployment).try_out(trial)}
        well = say("took a trial message")
    for name, trouble in troubles.items():
        said, fix = (trouble.what, trouble.fix) if trouble else (well, "")
        yield Examined(say("alert {name}", name=name), trouble is None, said, fix)


def _project(deployment: Deployment) -> str:
    nodes = Transform(deployment).manifest()["nodes"].values()
    count = sum(1 for node in nodes if node["resource_type"] == "model")
    return say("{count} models", count=count)


def _settings(deployment: Deployment, opened: dict[str, Connector[Any]]) -> str:
    opened.update(open_connectors(deployment))
    return say("{count} sources, every setting and variable is there", count=len(opened))


def _schedule(deployment: Deployment) -> str:
    check_crons(deployment)
    return say("{count} cron lines, in {zone}", count=len(crons(deployment)), zone=deployment.timezone)


def _shelf(deployment: Deployment) -> Iterator[Examined]:
    """A line per target."""
    targets: list[ShelfTarget] = []
    looked = _attempt(say("shelf"), lambda: _targets(deployment, targets))
    if not targets:
        yield looked
    for target in targets:
        yield _attempt(say("shelf {name}", name=target.name), target.check)


def _targets(deployment: Deployment, found: list[ShelfTarget]) -> str:
    found += shelf_of(deployment)
    return say("no shelf: nobody can read what is published")


def _counted_twice(counted: str, twin: str) -> tuple[str, ...]:
    said = say("{counted} is counted by {twin} too: what both count is added up", counted=counted, twin=twin)
    return (with_fix(said, say("leave one of the two sources out of the deployment")),)


def _source(source: str, asked: Asked, more: tuple[str, ...]) -> Iterator[Examined]:
    """A line per root cause, or one that says that all is well and what it will take. `more`: warnings."""
    for cause in asked.causes:
        yield Examined(source, False, cause.what, cause.fix)
    if asked.causes:
        return
    said = say("{streams} streams answer, in {seconds:.1f} s", streams=asked.streams, seconds=asked.seconds)
    if loads := said_of_first_loads(asked):
        said += "; " + loads
    yield Examined(source, True, said, warnings=asked.warnings + more)


def said_of_first_loads(asked: Asked) -> str:
    """How long the first load takes, with the streams that take most of it; "" if all are landed."""
    whole = sum(asked.first_loads.values())
    if not whole:
        return ""
    long = [
        f"{name}: {_roughly(seconds)}"
        for name, seconds in asked.first_loads.items()
        if seconds >= _WORTH_NAMING
    ]
    said = say("the first load takes {time} at least", time=_roughly(whole))
    return f"{said} ({', '.join(long[:_MOST_NAMED])})" if long else said


def _roughly(seconds: float) -> str:
    if seconds < 60:
        return say("a minute")
    return say("{minutes:.0f} minutes", minutes=seconds / 60)
