"""`voronka doctor`: looks at everything a night needs before the night does, and says what is wrong."""

import importlib.metadata
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests

from connectors.kit.connector import Connector
from connectors.kit.http import Transport
from connectors.kit.stream import Kind, Reading, Stream
from connectors.load import open_transport
from orchestration.alerts import Alerts, address_trouble
from orchestration.deployment import Deployment
from orchestration.failures import two_sentences
from orchestration.manifest import Transform
from orchestration.settings import open_connectors, stream_names
from orchestration.turn import check_space

_PYTHON = ((3, 11), (3, 13))
_SHOWN = ("dagster", "dbt-core", "dbt-duckdb", "duckdb", "great-expectations")


@dataclass(frozen=True)
class Examined:
    """One thing looked at. `said`: what was found; `fix`: what to do, empty when it is well."""

    name: str
    ok: bool
    said: str
    fix: str = ""


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
    yield _attempt("disk", lambda: _disk(deployment))
    yield Examined(
        "time zone",
        True,
        f"it is {now().astimezone(deployment.zone):%Y-%m-%d %H:%M} in {deployment.timezone}",
    )
    yield _attempt("dbt project", lambda: _project(deployment))
    yield from _alerts(deployment, now() if trial else None)
    opened: dict[str, Connector[Any]] = {}
    yield _attempt("settings", lambda: _settings(deployment, opened))
    for source, connector in opened.items():
        yield _attempt(source, lambda: _access(deployment, source, connector, session(), sleep, now()))  # noqa: B023


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
    return Examined("versions", ok, said, "" if ok else "Install again with Python 3.11, 3.12 or 3.13")


def _disk(deployment: Deployment) -> str:
    deployment.state.root.mkdir(parents=True, exist_ok=True)
    check_space(deployment)
    return (
        f"{shutil.disk_usage(deployment.state.root).free // 1_000_000:,} MB free in {deployment.state.root}"
    )


def _alerts(deployment: Deployment, trial: datetime | None) -> Iterator[Examined]:
    """A line per alert target; `trial`: the instant of a message to send."""
    targets = deployment.alerts.targets
    if not targets:
        yield Examined(
            "alerts", True, "no target is set: only the exit code and voronka status tell of failures"
        )
    troubles = {one.name: address_trouble(deployment, one) for one in targets}
    well = "the address is understood; --send-trial sends a message there"
    if trial is not None:
        troubles = {one.target: one.trouble for one in Alerts(deployment).try_out(trial)}
        well = "took a trial message"
    for name, trouble in troubles.items():
        said, fix = (trouble.what, trouble.fix) if trouble else (well, "")
        yield Examined(f"alert {name}", trouble is None, said, fix)


def _project(deployment: Deployment) -> str:
    nodes = Transform(deployment).manifest()["nodes"].values()
    return f"{sum(1 for node in nodes if node['resource_type'] == 'model')} models"


def _settings(deployment: Deployment, opened: dict[str, Connector[Any]]) -> str:
    opened.update(open_connectors(deployment))
    return f"{len(opened)} sources, every setting and variable is there"


def _access(
    deployment: Deployment,
    source: str,
    connector: Connector[Any],
    session: requests.Session,
    sleep: Callable[[float], None],
    now: datetime,
) -> str:
    """Ask the source for the first page of a catalogue of its own; nothing is landed."""
    started = time.monotonic()
    transport = open_transport(
        connector,
        session=session,
        sleep=sleep,
        rate_dir=deployment.state.rates,
        budget_seconds=60.0,
    )
    names = stream_names(deployment.sources[source], type(connector))
    whole = [one for one in connector.streams if one.name in names and one.kind is Kind.WHOLE]
    said = [_first_page(connector, stream, transport, now) for stream in whole[:1]]
    warnings = "; ".join(dict.fromkeys(warning for one in said for warning in one))
    return f"answers in {time.monotonic() - started:.1f} s{'; ' + warnings if warnings else ''}"


def _first_page(
    connector: Connector[Any], stream: Stream, transport: Transport, now: datetime
) -> tuple[str, ...]:
    probe = connector.probe(stream, transport)
    for page in connector.read(Reading(stream, now, probe=probe), transport):
        return (*probe.warnings, *page.warnings)
    return probe.warnings
