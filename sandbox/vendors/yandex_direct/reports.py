"""Direct's Reports service: an order is queued (201), built (202), handed out as TSV (200) for five hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sandbox.company.charter import MOSCOW
from sandbox.vendors.yandex_direct import codes
from sandbox.vendors.yandex_direct.codes import Declined
from sandbox.vendors.yandex_direct.definition import Definition, read_definition
from sandbox.vendors.yandex_direct.services import DirectTables, ReportedDay
from sandbox.vendors.yandex_direct.tsv import build_rows, write_tsv
from sandbox.wire.day_faults import withhold
from sandbox.wire.exchange import Ask, Reply

Row = dict[str, Any]
TSV = "text/tab-separated-values; charset=utf-8"
KEPT = timedelta(hours=5)


class Manners(Protocol):
    """How reports are built: polls before one is ready, seconds to wait, places in the queue."""

    polls: int
    retry_in: int
    queue: int
    immediate: bool


@dataclass
class _Report:
    """A report of one name: what it was ordered as, its rows as they stood then, and what is left to wait."""

    definition: Definition
    lines: list[str]
    ordered_at: datetime
    waits: int

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be fetched."""
        return self.waits < 0


class ReportDesk:
    """Takes orders for reports; the same order asks after the report that it started."""

    def __init__(
        self, tables: Callable[[], DirectTables], now: Callable[[], datetime], manners: Manners
    ) -> None:
        """Open the desk over the account's statistics."""
        self._tables, self._now, self._manners = tables, now, manners
        self._reports: dict[str, _Report] = {}

    def clear(self) -> None:
        """Throw every report away."""
        self._reports.clear()

    def ask(self, ask: Ask, params: Row) -> Reply:
        """Start the report, or tell how far it is, or hand it out."""
        now = self._now()
        definition = read_definition(params, ask.headers, today=now.astimezone(MOSCOW).date())
        self._reports = {
            name: report
            for name, report in self._reports.items()
            if timedelta(0) <= now - report.ordered_at < KEPT
        }
        known = self._reports.get(definition.name)
        if known is None:
            return self._start(ask, definition, now)
        if known.definition != definition:
            raise Declined(codes.NAME_TAKEN, "ReportName is already used by a report with other parameters")
        if not known.is_ready:
            stuck = ask.fault("never_ready")
            if stuck:
                stuck.spend()
            else:
                known.waits -= 1
            if stuck or not known.is_ready:
                return self._wait(202)
        return _handed(ask, known)

    def _start(self, ask: Ask, definition: Definition, now: datetime) -> Reply:
        at_once = definition.mode == "online" or (definition.mode == "auto" and self._manners.immediate)
        if not at_once and self._waiting() >= self._manners.queue:
            raise Declined(
                codes.QUEUE_FULL, f"No more than {self._manners.queue} reports may wait in the queue"
            )
        tables = self._tables()
        days = [day for day in tables.days if definition.since <= day.day <= definition.until]
        shown = withhold(days, ask.faults, _day, now=now)
        report = _Report(
            definition, build_rows(definition, shown, tables), now, -1 if at_once else self._manners.polls
        )
        self._reports[definition.name] = report
        return _handed(ask, report) if at_once else self._wait(201)

    def _waiting(self) -> int:
        return sum(not report.is_ready for report in self._reports.values())

    def _wait(self, status: int) -> Reply:
        headers = (("retryIn", str(self._manners.retry_in)), ("reportsInQueue", str(self._waiting())))
        return Reply(status, b"", None, (("RequestId", codes.REQUEST_ID), *headers))


def _day(row: ReportedDay) -> Any:
    return row.day


def _handed(ask: Ask, report: _Report) -> Reply:
    text = write_tsv(report.definition, report.lines)
    if cut := ask.fault("no_summary"):
        cut.spend()
        # the connection ended well, the report did not: half of its rows and no last line
        whole = text.splitlines(keepends=True)
        text = "".join(whole[: max(len(whole) // 2, 1)])
    return Reply(200, text.encode(), TSV, (("RequestId", codes.REQUEST_ID),))
