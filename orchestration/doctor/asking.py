"""Asks each stream of a source once, for as little as the vendor sells; nothing is landed."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

import requests

from connectors.kit.connector import Connector
from connectors.kit.cursor import Window
from connectors.kit.days import Days
from connectors.kit.errors import NotOffered, SourceError
from connectors.kit.http import Transport
from connectors.kit.stream import Kind, Page, Reading, Stream
from connectors.landing.landing import Landing
from connectors.loading.due import days_uncovered, first_kept, no_longer_kept
from connectors.loading.load import instant_of, open_transport
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.settings import stream_names
from orchestration.failures import two_sentences
from orchestration.reports.run_report import StreamReport, Trouble, root_causes
from texts import say

_SECONDS = 300.0
_LATELY = timedelta(hours=1)
_MOST_SHOWN = 5
# Streams in a row without an answer: the vendor is down, and asking for the rest only costs time.
_SILENT_AFTER = 2


@dataclass(frozen=True)
class Asked:
    """How a source answered. `causes`: one per root cause; `warnings`: what a night would go on with.

    `counted`: what the account counts, where another source may count it again; "" where nothing says so.
    `first_loads`: stream → seconds its first load takes at least, of streams never landed; longest first.
    """

    streams: int
    seconds: float
    first_loads: dict[str, float]
    causes: tuple[Trouble, ...]
    warnings: tuple[str, ...]
    counted: str = ""


@dataclass(frozen=True)
class _Source:
    """What all questions to a source have in common. `now`: the vendor's, where ours is apart from it."""

    name: str
    connector: Connector[Any]
    transport: Transport
    landing: Landing
    now: datetime
    beginning: datetime


def ask_source(
    deployment: Deployment,
    source: str,
    connector: Connector[Any],
    session: requests.Session,
    sleep: Callable[[float], None],
    now: Callable[[], datetime],
) -> Asked:
    """Ask every deployed stream of the source once. No failure keeps the others from being asked."""
    started = time.monotonic()
    transport = open_transport(
        connector, session=session, sleep=sleep, rate_dir=deployment.state.rates, budget_seconds=_SECONDS
    )
    entry, landing = deployment.sources[source], Landing(str(deployment.state.landing))
    instant, told = instant_of(transport, now().astimezone(UTC))
    asked = _Source(source, connector, transport, landing, instant, entry.beginning)
    names = stream_names(entry, type(connector))
    streams = [one for one in connector.streams if one.name in names]
    reports, warnings, first_loads = list[StreamReport](), list(told), dict[str, float]()
    for stream, report, pages in _each(asked, streams):
        reports.append(report)
        warnings += report.warnings
        if not landing.batches(source, stream.name):
            requests_needed = _requests(stream, pages, connector, entry.beginning, instant)
            pace = max(report.seconds, 1 / (connector.budget.per_second or 1_000))
            first_loads[stream.name] = requests_needed * pace
    return Asked(
        len(streams),
        time.monotonic() - started,
        dict(sorted(first_loads.items(), key=lambda one: -one[1])),
        _causes(reports),
        tuple(dict.fromkeys([*warnings, *transport.address.remarks(), *landing.remarks()])),
        "" if any(one.trouble for one in reports) else _counted(connector, transport),
    )


def _causes(reports: Sequence[StreamReport]) -> tuple[Trouble, ...]:
    """One per root cause; where it is one for all streams they are counted in place of being named."""
    found, first = tuple(root_causes(reports)), reports[0].trouble if reports else None
    if first is None or len(found) > 1 or len(reports) == 1 or not all(one.trouble for one in reports):
        return found
    what = say("none of its {count} streams can be read: {what}", count=len(reports), what=first.what)
    return (Trouble(what=what, fix=first.fix),)


def _counted(connector: Connector[Any], transport: Transport) -> str:
    try:
        return connector.counted(transport)
    except SourceError:
        return ""  # nothing of a night depends on it


def _each(asked: _Source, streams: Sequence[Stream]) -> Iterator[tuple[Stream, StreamReport, list[Page]]]:
    silent: list[Exception] = []
    for stream in streams:
        pages, warnings, started = list[Page](), list[str](), time.monotonic()
        error: Exception | None = silent[0] if len(silent) >= _SILENT_AFTER else None
        try:
            if error is None:
                pages += _ask(asked, stream, warnings)
        except NotOffered as missing:
            if stream.optional:
                warnings.append(say("{stream} is not offered: {why}", stream=stream.name, why=missing.what))
            else:
                error = missing
        except SourceError as failure:
            silent = [*silent, failure] if failure.retryable else []
            error = failure
        report = StreamReport(
            vendor=asked.connector.name,
            source=asked.name,
            stream=stream.name,
            seconds=time.monotonic() - started,
            trouble=_trouble(error),
            warnings=tuple(warnings),
        )
        yield stream, report, pages


def _ask(asked: _Source, stream: Stream, warnings: list[str]) -> Iterator[Page]:
    """The first page of what is newest; of tables, which cost nothing, all pages."""
    connector, now = asked.connector, asked.connector.known_until(stream, asked.now)
    probe = connector.probe(stream, asked.transport)
    warnings += probe.warnings
    if stream.parent is not None:
        return  # asked for the records of its parent, and here there are none
    window, days = None, None
    if stream.kind is Kind.CHANGED_SINCE:
        window = Window((now - _LATELY).astimezone(UTC), now.astimezone(UTC))
    elif stream.kind is Kind.BY_DAY:
        _hold_to_what_is_kept(asked, stream)
        zone = connector.zone()
        yesterday = now.astimezone(zone).date() - timedelta(days=1)
        days = Days(yesterday, yesterday, zone)
        window = days.window
    before = asked.landing.rows_before(asked.name, stream)
    landed = _landed(asked, stream)
    reading = Reading(stream, now, window=window, days=days, probe=probe, landed=landed, rows_before=before)
    for page in connector.read(reading, asked.transport):
        warnings += page.warnings
        warnings += _rejected(stream, page)
        yield page
        if connector.base_url():
            return


def _landed(asked: _Source, stream: Stream) -> dict[str, str | None]:
    """What is landed of tables, by which a lost file is missed. Over HTTP a look asks for no changes."""
    if stream.kind is not Kind.SWEEP or asked.connector.base_url():
        return {}
    return asked.landing.versions(asked.name, stream.name, stream_version=stream.stream_version)


def _hold_to_what_is_kept(asked: _Source, stream: Stream) -> None:
    """SettingsError where a night would have to read days that the vendor no longer gives."""
    batches = asked.landing.batches(asked.name, stream.name)
    oldest = first_kept(asked.connector, stream, asked.now)
    missing = days_uncovered(asked.connector, stream, batches, asked.beginning, asked.now)
    if lost := [day for day in missing if day < oldest]:
        raise no_longer_kept(asked.connector, lost, oldest)


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
