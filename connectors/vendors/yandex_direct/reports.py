"""Direct's report queue: one definition is sent again and again until the report is handed out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from io import BytesIO
from typing import IO

import msgspec

from connectors.kit.body import Bounds
from connectors.kit.days import Days
from connectors.kit.errors import AskedTooMuch, UnexpectedReply, VendorUnavailable
from connectors.kit.http import Call, Judgement, Reply, Transport, Vendor
from connectors.vendors.yandex_direct.services import QUEUE_FULL, TOO_OFTEN, fault_of
from connectors.vendors.yandex_direct.tsv import CutShort, Report
from texts import say

_ATTEMPTS = 3  # reports of one definition, each under a new name
_FAILED_SECONDS = 5.0
_CROWDED_SECONDS = 20.0  # between two tries while the queue is full


class _State(Enum):
    READY = "handed out"
    WAIT = "in the queue"
    FAILED = "failed while it was built"
    TOO_LONG = "took too long to build"


@dataclass(frozen=True)
class _Outcome:
    state: _State
    text: IO[bytes] = field(default_factory=BytesIO)
    seconds: float = 0.0


class TooLong(Exception):
    """The report cannot be built for so many days at once."""


@dataclass(frozen=True)
class Queue:
    """Orders reports of whole days and waits for them. `patience`: seconds for one report.

    `ordered_at`: in the names of the reports: one of the same name would be handed out as it was before.
    `bounds`: how large a report may be on the disk, and how long it may take to come.
    """

    vendor: Vendor
    transport: Transport
    path: str
    headers: tuple[tuple[str, str], ...]
    patience: float
    ordered_at: datetime
    bounds: Bounds

    def report(self, stream: str, fields: Sequence[str], vat: str, days: Days) -> Report:
        """A report, whole. TooLong if fewer days may help."""
        definition = _definition(fields, vat, days)
        for attempt in range(1, _ATTEMPTS + 1):
            name = f"{stream}_{days.first}_{days.last}_{_hash(definition)}_{self._stamp}_{attempt}"
            report = self._handed(self._call(definition, name), fields, days)
            if report is not None:
                return report
            self.transport.wait(_FAILED_SECONDS * attempt)
        raise VendorUnavailable(
            say(
                "the report of {first} to {last} failed {attempts} times while it was built",
                first=days.first,
                last=days.last,
                attempts=_ATTEMPTS,
            ),
            fix=say("run again later; if it stays, ask Direct's support and name the report."),
        )

    def _handed(self, call: Call, fields: Sequence[str], days: Days) -> Report | None:
        """A report once it is whole; None if it failed."""
        for _ in range(_ATTEMPTS):
            outcome = self._awaited(call, days)
            if outcome.state is _State.FAILED:
                return None
            if outcome.state is _State.TOO_LONG:
                raise TooLong
            try:
                return Report(outcome.text, fields, days)
            except CutShort:
                continue
        raise UnexpectedReply(
            say(
                "the report of {first} to {last} ends before its last line", first=days.first, last=days.last
            ),
            fix=say("run again; if it stays, look for a proxy that cuts answers."),
        )

    def _awaited(self, call: Call, days: Days) -> _Outcome:
        """What becomes of a report: the same call is sent until it is no longer waited for."""
        waited = 0.0
        while waited <= self.patience:
            try:
                outcome = self.transport.send(call, _Door(self.vendor), _read)
            except AskedTooMuch:
                if len(days) == 1:
                    raise
                return _Outcome(_State.TOO_LONG)
            if outcome is None or outcome.state is not _State.WAIT:
                return outcome or _Outcome(_State.FAILED)
            self.transport.wait(outcome.seconds)
            waited += outcome.seconds
        raise VendorUnavailable(
            say(
                "the report of {first} to {last} was not ready after {waited:.0f} s",
                first=days.first,
                last=days.last,
                waited=waited,
            ),
            fix=say(
                "run again later; at most five reports of an account are built at once, by whomever ordered."
            ),
        )

    def _call(self, definition: Mapping[str, object], name: str) -> Call:
        body = msgspec.json.encode({"params": {**definition, "ReportName": name}})
        return Call(self.path, method="POST", body=body, headers=self.headers, long=self.bounds)

    @property
    def _stamp(self) -> str:
        return f"{self.ordered_at:%Y%m%dT%H%M%S}"


@dataclass(frozen=True)
class _Door(Vendor):
    """How an answer to an order is judged: waiting, a full queue and a failed report are answers."""

    vendor: Vendor

    def judge(self, reply: Reply) -> Judgement:
        """Anything that `_read` knows is fine; the rest as the vendor judges it."""
        if reply.status == 200 and not reply.body.lstrip().startswith((b"<", b"{")):
            return Judgement.OK
        if reply.status in (201, 202, 500, 502) or fault_of(reply).number in (QUEUE_FULL, TOO_OFTEN):
            return Judgement.OK
        return self.vendor.judge(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """As for any other answer."""
        return self.vendor.explain(reply)


def _read(reply: Reply) -> _Outcome:
    if reply.status == 200:
        return _Outcome(_State.READY, reply.file or BytesIO(reply.body))
    reply.close()
    if reply.status in (201, 202):
        return _Outcome(_State.WAIT, seconds=_seconds(reply))
    if reply.status == 500:
        return _Outcome(_State.FAILED)
    if reply.status == 502:
        return _Outcome(_State.TOO_LONG)
    return _Outcome(_State.WAIT, seconds=_CROWDED_SECONDS)


def _seconds(reply: Reply) -> float:
    """What the vendor wants waited; it changes from answer to answer."""
    asked = reply.headers.get("retryin", "")
    return max(1.0, float(asked)) if asked.isdecimal() else 10.0


def _definition(fields: Sequence[str], vat: str, days: Days) -> dict[str, object]:
    return {
        "SelectionCriteria": {"DateFrom": str(days.first), "DateTo": str(days.last)},
        "FieldNames": list(fields),
        "OrderBy": [{"Field": "Date", "SortOrder": "ASCENDING"}],
        "ReportType": "CUSTOM_REPORT",
        "DateRangeType": "CUSTOM_DATE",
        "Format": "TSV",
        "IncludeVAT": vat,
    }


def _hash(definition: Mapping[str, object]) -> str:
    return hashlib.sha256(msgspec.json.encode(definition)).hexdigest()[:8]
