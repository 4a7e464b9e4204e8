"""Reading one stream of one source into one committed batch."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import requests

from connectors.kit.connector import Connector
from connectors.kit.cursor import Cursor, Window
from connectors.kit.errors import LandingFailed, SourceError
from connectors.kit.http import Transport
from connectors.kit.rate import SharedGate
from connectors.kit.redact import Redactor
from connectors.kit.settings import credential_key
from connectors.kit.stream import Kind, Page, Reading, Stream
from connectors.landing import Landing
from connectors.ledger import BatchInfo
from connectors.spool import Spool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading is."""

    source: str
    stream: str
    pages: int
    rows: int
    requests: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one load committed. `window_from`, `window_to`: UTC; `seconds`: of the whole load."""

    source: str
    stream: str
    batch_id: str
    rows: int
    deletes: int
    quarantined: int
    window_from: datetime | None
    window_to: datetime | None
    complete: bool
    requests: int
    seconds: float
    warnings: tuple[str, ...]


def open_transport(
    connector: Connector[Any],
    *,
    session: requests.Session,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    rate_dir: Path,
    budget_seconds: float = 3600.0,
) -> Transport:
    """A transport for one source. `rate_dir`: where processes share the rate budget of a credential.

    `sleep`: seconds; `clock`: monotonic seconds; `budget_seconds`: from the first request to the last.
    """
    base_url = connector.base_url().rstrip("/")
    credential = credential_key(base_url, connector.settings)
    return Transport(
        session=session,
        base_url=base_url,
        auth=connector.auth(),
        sleep=sleep,
        clock=clock,
        gate=SharedGate(connector.budget, rate_dir, credential),
        redact=Redactor(connector.settings.secrets()),
        timeout=connector.timeout,
        budget_seconds=budget_seconds,
    )


def load_stream(
    connector: Connector[Any],
    stream: Stream,
    *,
    source: str,
    landing: Landing,
    transport: Transport,
    beginning: datetime,
    now: datetime,
    lag: timedelta | None = None,
    reset: bool = False,
    on_page: Callable[[Progress], None] | None = None,
) -> Receipt:
    """Read what is new in a stream and commit it as one batch.

    The window is [end of coverage - lag, now - hold back]; `reset` begins again at `beginning`.
    A stream with a parent reads no further than its parent is covered, so load the parent first.
    Raises SourceError, after committing what was read until then as an incomplete batch.
    """
    load = _Load(connector, stream, source, landing, transport, now.astimezone(UTC), reset, on_page)
    try:
        return load.run(beginning.astimezone(UTC), lag)
    except SourceError as error:
        raise error.at(f"{source}.{stream.name}") from error.__cause__


# a stream read for its parent's keys takes over where it ended, and ends where the parent ends
_AS_PARENT = Cursor("", lag=timedelta(0), hold_back=timedelta(0))


@dataclass(slots=True)
class _Load:
    """One load under way: what the batch's footer will say is gathered here."""

    connector: Connector[Any]
    stream: Stream
    source: str
    landing: Landing
    transport: Transport
    now: datetime
    reset: bool
    on_page: Callable[[Progress], None] | None
    pages: int = 0
    mode: str = ""
    totals: dict[str, int] = field(default_factory=dict)
    warnings: dict[str, None] = field(default_factory=dict)
    requests_before: int = 0
    started: float = 0.0

    def run(self, beginning: datetime, lag: timedelta | None) -> Receipt:
        self.started, self.requests_before = self.transport.clock(), self.transport.requests_sent
        window = self._window(beginning, lag)
        spool = self.landing.begin(self.now)
        try:
            self._read(spool, window)
            return self._commit(spool, window, complete=True)
        finally:
            spool.discard()

    def _read(self, spool: Spool, window: Window | None) -> None:
        try:
            for page in self.connector.read(self._reading(window), self.transport):
                spool.add(page)
                self._note(page, spool)
        except LandingFailed:
            raise
        except SourceError:
            if spool.rows or spool.rejected:
                self._commit(spool, window, complete=False)
            raise

    def _window(self, beginning: datetime, lag: timedelta | None) -> Window | None:
        if self.stream.kind in (Kind.WHOLE, Kind.SWEEP):
            return None
        cursor = self.stream.cursor or _AS_PARENT
        end = self._end(beginning, self.now - cursor.hold_back)
        known = self.landing.coverage(
            self.source, self.stream.name, beginning, stream_version=self.stream.stream_version
        )
        if self.reset or known.covered_to is None:
            return Window(beginning, max(beginning, end))
        overlap = cursor.lag if lag is None else lag
        start = max(beginning, min(known.covered_to, end) - overlap)
        return Window(start, max(start, end))

    def _end(self, beginning: datetime, latest: datetime) -> datetime:
        if self.stream.parent is None:
            return latest
        parent = self.connector.stream(self.stream.parent)
        known = self.landing.coverage(
            self.source, parent.name, beginning, stream_version=parent.stream_version
        )
        if known.covered_to is None:
            raise SourceError(
                f"{self.stream.name} is read for the records of {parent.name}, which is not loaded yet",
                fix=f"load {self.source}.{parent.name} first.",
            )
        return min(latest, known.covered_to)

    def _reading(self, window: Window | None) -> Reading:
        probe = self.connector.probe(self.stream, self.transport)
        self.mode = probe.mode
        self.warnings.update(dict.fromkeys(probe.warnings))
        return Reading(
            self.stream, self.now, window, probe, landed=self._landed(), parent_keys=self._parent_keys(window)
        )

    def _landed(self) -> dict[str, str | None]:
        if self.stream.kind is not Kind.SWEEP:
            return {}
        version = "" if self.reset else self.stream.stream_version
        return self.landing.versions(self.source, self.stream.name, stream_version=version)

    def _parent_keys(self, window: Window | None) -> list[str]:
        if self.stream.parent is None or window is None:
            return []
        return self.landing.keys_seen(self.source, self.stream.parent, window)

    def _note(self, page: Page, spool: Spool) -> None:
        self.pages += 1
        self.mode = page.mode or self.mode
        self.warnings.update(dict.fromkeys(page.warnings))
        if page.total is not None:
            self.totals["records"] = page.total
        if self.on_page is not None:
            sent = self.transport.requests_sent - self.requests_before
            self.on_page(Progress(self.source, self.stream.name, self.pages, spool.rows, sent))

    def _commit(self, spool: Spool, window: Window | None, *, complete: bool) -> Receipt:
        info = self.landing.commit(spool, self._footer(spool, window, complete=complete))
        return Receipt(
            source=info.source,
            stream=info.stream,
            batch_id=info.batch_id,
            rows=info.rows,
            deletes=info.deletes,
            quarantined=info.quarantined,
            window_from=info.window_from,
            window_to=info.window_to,
            complete=info.complete,
            requests=info.requests,
            seconds=info.seconds,
            warnings=tuple(info.warnings),
        )

    def _footer(self, spool: Spool, window: Window | None, *, complete: bool) -> BatchInfo:
        return BatchInfo(
            vendor=self.connector.name,
            source=self.source,
            stream=self.stream.name,
            stream_version=self.stream.stream_version,
            kind=self.stream.kind,
            batch_id=spool.batch_id,
            observed_at=self.now,
            window_from=window.start if window else None,
            window_to=window.end if window else self.now,
            days=_days(window) if self.stream.kind is Kind.BY_DAY else [],
            complete=complete,
            reset=self.reset,
            rows=spool.rows,
            deletes=spool.deletes,
            quarantined=len(spool.rejected),
            control_totals=self.totals,
            requests=self.transport.requests_sent - self.requests_before,
            seconds=round(self.transport.clock() - self.started, 3),
            connector_version=_our_version(),
            mode=self.mode,
            warnings=list(self.warnings),
        )


def _days(window: Window | None) -> list[str]:
    if window is None:
        return []
    first, last = window.start.date(), window.end.date()
    return [(first + timedelta(days=day)).isoformat() for day in range((last - first).days + 1)]


def _our_version() -> str:
    try:
        return version("voronka")
    except PackageNotFoundError:
        return "unknown"
