"""Reads the sources side by side, a thread each, and says of each stream whether it arrived; no Dagster."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from datetime import time as clock_time
from typing import Any

import pyarrow.parquet as pq
import requests

from connectors.kit.connector import Connector
from connectors.kit.errors import BudgetSpent, SourceError
from connectors.kit.http import Transport
from connectors.kit.stream import Kind, Stream
from connectors.landing.landing import Landing
from connectors.loading.load import Receipt, load_stream, open_transport
from orchestration.assets.again import DUE, Again
from orchestration.deployment.deployment import Deployment
from orchestration.failures import DeploymentError, two_sentences
from orchestration.reports.run_report import StreamReport, Trouble
from orchestration.reports.watch import Watcher
from texts import say

_log = logging.getLogger(__name__)
# Streams in a row without an answer: the vendor is down, and asking for the rest only costs time.
_SILENT_AFTER = 2
_REASONS_SHOWN = 3
# Of the others there is only the present state.
HAS_DAYS = (Kind.BY_DAY, Kind.CHANGED_SINCE)


@dataclass(frozen=True)
class Reader:
    """Everything a load needs from outside: the world's network, its clocks, and a listener."""

    deployment: Deployment
    session: Callable[[], requests.Session] = requests.Session
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = field(default=lambda: datetime.now().astimezone())
    watcher: Watcher = field(default_factory=Watcher)

    def read(
        self,
        connectors: Mapping[str, Connector[Any]],
        wanted: Mapping[str, Sequence[str]],
        again: Again = DUE,
    ) -> Iterator[StreamReport]:
        """Load the `wanted` streams (source → names), report each as it ends; no failure ends the others.

        `again`: read these days or everything once more; a stream that has no days is read as every night.
        """
        reports: queue.SimpleQueue[StreamReport | None] = queue.SimpleQueue()
        threads = [
            threading.Thread(
                target=self._read_source,
                args=(source, connectors[source], names, again, reports),
                name=f"read {source}",
                daemon=True,  # Ctrl-C does not wait for a slow vendor: what is not committed is read again
            )
            for source, names in wanted.items()
        ]
        for thread in threads:
            thread.start()
        running = len(threads)
        while running:
            report = reports.get()
            if report is None:
                running -= 1
                continue
            self.watcher.stream(report)
            yield report

    def _read_source(
        self,
        source: str,
        connector: Connector[Any],
        names: Sequence[str],
        again: Again,
        reports: "queue.SimpleQueue[StreamReport | None]",
    ) -> None:
        try:
            for report in self._streams(source, connector, names, again):
                reports.put(report)
        finally:
            reports.put(None)

    def _streams(
        self, source: str, connector: Connector[Any], names: Sequence[str], again: Again
    ) -> Iterator[StreamReport]:
        entry = self.deployment.sources[source]
        landing = Landing(str(self.deployment.state.landing))
        transport = open_transport(
            connector,
            session=self.session(),
            sleep=self.sleep,
            clock=time.monotonic,
            rate_dir=self.deployment.state.rates,
            budget_seconds=entry.minutes * 60.0,
        )
        for name in set(names) - {one.name for one in connector.streams}:
            yield _report(entry.vendor, source, name, error=_left_out(source, name))
        silent: list[SourceError] = []
        for stream in (one for one in connector.streams if one.name in names):
            if len(silent) >= _SILENT_AFTER or (silent and isinstance(silent[-1], BudgetSpent)):
                yield _report(entry.vendor, source, stream.name, error=silent[0])
                continue
            report, error = self._load(source, connector, stream, landing, transport, again)
            silent = [*silent, error] if isinstance(error, SourceError) and error.retryable else []
            yield report

    def _load(
        self,
        source: str,
        connector: Connector[Any],
        stream: Stream,
        landing: Landing,
        transport: Transport,
        again: Again,
    ) -> tuple[StreamReport, BaseException | None]:
        vendor = connector.name
        entry = self.deployment.sources[source]
        try:
            receipt = load_stream(
                connector,
                stream,
                source=source,
                landing=landing,
                transport=transport,
                beginning=entry.beginning,
                now=self.now(),
                reset=again.reset,
                days=again.days if stream.kind in HAS_DAYS else None,
                zone=self.deployment.zone,
                running=self._is_working_day_begun(),
                on_page=lambda progress: self.watcher.page(source, stream.name, progress.rows),
            )
        except Exception as error:  # a defect in one connector must not take the other sources with it
            if two_sentences(error) is None:
                _log.exception("%s.%s ended in a defect", source, stream.name)
            return _report(vendor, source, stream.name, error=error), error
        reasons = self._reasons(vendor, receipt) if receipt.quarantined else ()
        return _report(vendor, source, stream.name, receipt=receipt, reasons=reasons), None

    def _is_working_day_begun(self) -> bool:
        """From the opening on, the running day is read too; before, a night has nothing to tell of it."""
        opening = clock_time.fromisoformat(self.deployment.working_hours.start)
        return self.now().astimezone(self.deployment.zone).time() >= opening

    def _reasons(self, vendor: str, receipt: Receipt) -> tuple[str, ...]:
        """Why the first records of the batch went to quarantine."""
        place = f"{vendor}/{receipt.source}/{receipt.stream}/*/{receipt.batch_id}.parquet"
        files = sorted(self.deployment.state.quarantine.glob(place))
        told = [pq.read_table(file, columns=["_reason"]).column(0).to_pylist() for file in files]
        return tuple(dict.fromkeys(reason for reasons in told for reason in reasons))[:_REASONS_SHOWN]


def _report(
    vendor: str,
    source: str,
    stream: str,
    *,
    receipt: Receipt | None = None,
    error: BaseException | None = None,
    reasons: tuple[str, ...] = (),
) -> StreamReport:
    if receipt is None:
        return StreamReport(vendor=vendor, source=source, stream=stream, trouble=_trouble(error))
    return StreamReport(
        vendor=vendor,
        source=source,
        stream=stream,
        rows=receipt.rows,
        deletes=receipt.deletes,
        quarantined=receipt.quarantined,
        requests=receipt.requests,
        seconds=receipt.seconds,
        complete=receipt.complete,
        covered_to=receipt.window_to,
        days=receipt.days,
        warnings=receipt.warnings,
        reasons=reasons,
        unavailable=receipt.unavailable,
    )


def _left_out(source: str, stream: str) -> DeploymentError:
    return DeploymentError(
        say(
            "{source}.{stream} is deployed, and the settings of {source} leave it out",
            source=source,
            stream=stream,
        ),
        fix=say(
            "List the streams of {source} that are deployed under its `streams`, or complete its settings",
            source=source,
        ),
    )


def _trouble(error: BaseException | None) -> Trouble | None:
    if error is None:
        return None
    said = two_sentences(error)
    if said is None:
        return Trouble(
            what=say("{kind}: {error}", kind=type(error).__name__, error=error),
            fix=say("This is a defect; the log has its traceback"),
            brief=say("the connector ended in a defect ({kind})", kind=type(error).__name__),
        )
    return Trouble(what=said[0], fix=said[1])
