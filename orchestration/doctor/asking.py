"""Asks each stream of a source once, for as little as the vendor sells; nothing is landed."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from math import ceil
from typing import Any

import requests

from connectors.kit.connector import Connector
from connectors.kit.cursor import Window
from connectors.kit.days import Days
from connectors.kit.errors import NotOffered, SourceError
from connectors.kit.http import Transport
from connectors.kit.stream import Kind, Page, Reading, Stream
from connectors.load import open_transport
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.settings import stream_names
from orchestration.failures import two_sentences
from orchestration.reports.run_report import StreamReport, Trouble, root_causes
from texts import say

_SECONDS = 300.0
_LATELY = timedelta(hours=1)
_MOST_SHOWN = 5
_CLOCKS_APART = 60
# Streams in a row without an answer: the vendor is down, and asking for the rest only costs time.
_SILENT_AFTER = 2


@dataclass(frozen=True)
class Asked:
    """How a source answered. `causes`: one per root cause; `warnings`: what a night would go on with."""

    streams: int
    seconds: float
    first_load: float
    causes: tuple[Trouble, ...]
    warnings: tuple[str, ...]


def ask_source(
    deployment: Deployment,
    source: str,
    connector: Connector[Any],
    session: requests.Session,
    sleep: Callable[[float], None],
    now: Callable[[], datetime],
) -> Asked:
    """Ask every deployed stream of the source once. No failure keeps the others from being asked."""
    clock, started = _VendorClock(now), time.monotonic()
    session.hooks["response"].append(clock.hear)
    transport = open_transport(
        connector, session=session, sleep=sleep, rate_dir=deployment.state.rates, budget_seconds=_SECONDS
    )
    names = stream_names(deployment.sources[source], type(connector))
    streams = [one for one in connector.streams if one.name in names]
    beginning = deployment.sources[source].beginning
    first_load, reports, warnings = 0.0, list[StreamReport](), list[str]()
    for stream, report, pages in _each(connector, source, streams, transport, now()):
        reports.append(report)
        warnings += report.warnings
        first_load += _requests(stream, pages, connector, beginning, now()) * max(
            report.seconds, 1 / (connector.budget.per_second or 1_000)
        )
    return Asked(
        len(streams),
        time.monotonic() - started,
        first_load,
        tuple(root_causes(reports)),
        tuple(dict.fromkeys([*clock.warnings(), *warnings])),
    )


def _each(
    connector: Connector[Any], source: str, streams: Sequence[Stream], transport: Transport, now: datetime
) -> Iterator[tuple[Stream, StreamReport, list[Page]]]:
    silent: list[Exception] = []
    for stream in streams:
        pages, warnings, started = list[Page](), list[str](), time.monotonic()
        error: Exception | None = silent[0] if len(silent) >= _SILENT_AFTER else None
        try:
            if error is None:
                pages += _ask(connector, stream, transport, now, warnings)
        except NotOffered as missing:
            if stream.optional:
                warnings.append(say("{stream} is not offered: {why}", stream=stream.name, why=missing.what))
            else:
                error = missing
        except SourceError as failure:
            silent = [*silent, failure] if failure.retryable else []
            error = failure
        report = StreamReport(
            vendor=connector.name,
            source=source,
            stream=stream.name,
            seconds=time.monotonic() - started,
            trouble=_trouble(error),
            warnings=tuple(warnings),
        )
        yield stream, report, pages


def _ask(
    connector: Connector[Any], stream: Stream, transport: Transport, now: datetime, warnings: list[str]
) -> Iterator[Page]:
    """The first page of what is newest; of tables, which cost nothing, all pages."""
    probe = connector.probe(stream, transport)
    warnings += probe.warnings
    if stream.parent is not None:
        return  # asked for the records of its parent, and here there are none
    window, days = None, None
    if stream.kind is Kind.CHANGED_SINCE:
        window = Window((now - _LATELY).astimezone(UTC), now.astimezone(UTC))
    elif stream.kind is Kind.BY_DAY:
        zone = connector.zone()
        yesterday = now.astimezone(zone).date() - timedelta(days=1)
        days = Days(yesterday, yesterday, zone)
        window = days.window
    for page in connector.read(Reading(stream, now, window=window, days=days, probe=probe), transport):
        warnings += page.warnings
        warnings += _rejected(stream, page)
        yield page
        if connector.base_url():
            return


def _rejected(stream: Stream, page: Page) -> Iterator[str]:
    reasons = list(dict.fromkeys(one.reason for one in page.rejected))
    yield from reasons[:_MOST_SHOWN]
    if len(reasons) > _MOST_SHOWN:
        yield say(
            "{count} more rows of {stream} are kept out", count=len(reasons) - _MOST_SHOWN, stream=stream.name
        )


def _trouble(error: Exception | None) -> Trouble | None:
    said = two_sentences(error) if error else None
    return Trouble(what=said[0], fix=said[1]) if said else None


def _requests(
    stream: Stream, pages: Sequence[Page], connector: Connector[Any], beginning: datetime, now: datetime
) -> int:
    """The fewest requests that the first load of a stream can take."""
    if not connector.base_url():
        return 0
    since = now - beginning
    if stream.kind is Kind.BY_DAY:
        return ceil(since / timedelta(days=stream.slice_days))
    if stream.kind is Kind.CHANGED_SINCE and stream.cursor and stream.cursor.slice:
        return ceil(since / stream.cursor.slice)
    first = pages[0] if pages else None
    return ceil((first.total or 1) / max(first.received, 1)) if first else 1


class _VendorClock:
    """Listens to the date that a vendor puts on its answers."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._ahead: float | None = None

    def hear(self, response: requests.Response, **_: object) -> None:
        """Note how far this machine's clock is ahead of the vendor's, seconds."""
        try:
            told = parsedate_to_datetime(response.headers.get("Date", ""))
        except ValueError:
            return
        if told.tzinfo is not None:
            self._ahead = (self._now() - told).total_seconds()

    def warnings(self) -> Iterator[str]:
        """A sentence where the two clocks are more than a minute apart."""
        if self._ahead is None or abs(self._ahead) <= _CLOCKS_APART:
            return
        minutes = abs(self._ahead) / 60
        if self._ahead > 0:
            said = say("the clock here is {minutes:.0f} minutes ahead of the vendor's", minutes=minutes)
        else:
            said = say("the clock here is {minutes:.0f} minutes behind the vendor's", minutes=minutes)
        yield said
