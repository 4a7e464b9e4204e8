"""One batch under way: pages go in, what its footer will say is gathered, and it is committed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from connectors.kit.connector import Connector
from connectors.kit.cursor import Window
from connectors.kit.days import Days
from connectors.kit.errors import LandingFailed, SourceError
from connectors.kit.http import Transport
from connectors.kit.stream import Kind, Page, Reading, Stream
from connectors.landing.landing import Landing
from connectors.landing.ledger import BatchInfo
from connectors.landing.spool import Spool
from connectors.loading.receipt import Progress, Receipt, receipt_of

OnPage = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Load:
    """What all batches of one load have in common. `now`: the instant all their rows carry."""

    connector: Connector[Any]
    stream: Stream
    source: str
    landing: Landing
    transport: Transport
    now: datetime
    on_page: OnPage | None = None
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Batch:
    """A batch of a load. `reset`: nothing landed before it counts.

    `settles`: with this batch everything the vendor had restated until now is read again.
    `running`: its one day is not over: it is read until now, and covers that much.
    """

    load: Load
    reset: bool = False
    settles: bool = False
    running: bool = False
    pages: int = 0
    mode: str = ""
    totals: dict[str, Any] = field(default_factory=dict)
    warnings: dict[str, None] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    requests_before: int = 0
    remarks_before: int = 0
    started: float = 0.0

    def fill(self, window: Window | None, days: Days | None = None) -> Receipt:
        """Read the window (or the days) and commit it; what was read before a SourceError, too."""
        transport = self.load.transport
        self.started, self.requests_before = transport.clock(), transport.requests_sent
        self.remarks_before = len(transport.remarks)
        spool = self.load.landing.begin(self.load.now, self._newest())
        try:
            self._read(spool, window, days)
            if days is not None and len(self.closed) != len(days):
                raise ValueError(f"{self.load.stream.name} was asked for {days} and closed {self.closed}")
            return self._commit(spool, window, days, complete=True)
        finally:
            spool.discard()

    def _read(self, spool: Spool, window: Window | None, days: Days | None) -> None:
        try:
            for page in self.load.connector.read(self._reading(window, days), self.load.transport):
                spool.add(page)
                self._note(page, spool)
        except LandingFailed:
            raise
        except SourceError:
            self.settles = False
            if self.closed or (days is None and (spool.rows or spool.rejected)):
                self._commit(spool, window, days, complete=days is not None)
            raise

    def _reading(self, window: Window | None, days: Days | None) -> Reading:
        load = self.load
        probe = load.connector.probe(load.stream, load.transport)
        self.mode = probe.mode
        self.warnings.update(dict.fromkeys((*load.warnings, *probe.warnings)))
        return Reading(
            load.stream,
            load.now,
            window,
            days,
            probe,
            landed=self._landed(),
            since=self._since(window),
            parent_keys=self._parent_keys(window),
            rows_before=load.landing.rows_before(load.source, load.stream),
            is_first=not load.landing.batches(load.source, load.stream.name),
        )

    def _newest(self) -> str:
        batches = self.load.landing.batches(self.load.source, self.load.stream.name)
        self.warnings.update(dict.fromkeys(self.load.landing.remarks()))
        return batches[-1].batch_id if batches else ""

    def _landed(self) -> dict[str, str | None]:
        stream = self.load.stream
        if stream.kind is not Kind.SWEEP and not stream.counted:
            return {}
        known = "" if self.reset else stream.stream_version
        return self.load.landing.versions(self.load.source, stream.name, stream_version=known)

    def _since(self, window: Window | None) -> datetime | None:
        """The earliest instant that any batch of a counted stream was asked for."""
        if not self.load.stream.counted or window is None:
            return None
        batches = self.load.landing.batches(self.load.source, self.load.stream.name)
        return min([window.start, *(each.window_from for each in batches if each.window_from)])

    def _parent_keys(self, window: Window | None) -> list[str]:
        parent = self.load.stream.parent
        return self.load.landing.keys_seen(self.load.source, parent, window) if parent and window else []

    def _note(self, page: Page, spool: Spool) -> None:
        self.pages += 1
        self.mode = page.mode or self.mode
        self.warnings.update(dict.fromkeys(page.warnings))
        if not set(page.days or ()) <= set(page.closes):
            raise ValueError(f"a page of {self.load.stream.name} has rows of days that it does not close")
        self.closed.update(page.closes)
        self.totals.update(page.totals)
        if page.total is not None:
            self.totals["records"] = page.total
        if self.load.on_page is not None:
            self.load.on_page(
                Progress(self.load.source, self.load.stream.name, self.pages, spool.rows, self._requests)
            )

    def _commit(self, spool: Spool, window: Window | None, days: Days | None, *, complete: bool) -> Receipt:
        if days is not None:
            days = self._whole(days)
            window = Window(days.window.start, self.load.now) if self.running else days.window
        info = self._footer(spool, window, days, complete=complete)
        return receipt_of(self.load.landing.commit(spool, info))

    def _whole(self, asked: Days) -> Days:
        """The days that the connector has read whole: it reads a run from one of its ends."""
        read = [date.fromisoformat(day) for day in self.closed]
        return Days(min(read), max(read), asked.zone)

    @property
    def _requests(self) -> int:
        return self.load.transport.requests_sent - self.requests_before

    def _footer(self, spool: Spool, window: Window | None, days: Days | None, *, complete: bool) -> BatchInfo:
        load = self.load
        return BatchInfo(
            vendor=load.connector.name,
            source=load.source,
            stream=load.stream.name,
            stream_version=load.stream.stream_version,
            kind=load.stream.kind,
            batch_id=spool.batch_id,
            observed_at=load.now,
            window_from=window.start if window else None,
            window_to=window.end if window else load.now,
            days=days.names if days else [],
            complete=complete,
            reset=self.reset,
            rows=spool.rows,
            deletes=spool.deletes,
            quarantined=len(spool.rejected),
            control_totals=self.totals,
            requests=self._requests,
            seconds=round(load.transport.clock() - self.started, 3),
            connector_version=_our_version(),
            mode=self.mode,
            warnings=list(dict.fromkeys([*self.warnings, *load.transport.remarks[self.remarks_before :]])),
            settled_at=load.now if self.settles else None,
            running=self.running,
        )


def _our_version() -> str:
    try:
        return version("voronka")
    except PackageNotFoundError:
        return "unknown"
