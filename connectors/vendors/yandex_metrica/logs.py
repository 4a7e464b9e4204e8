"""Metrica's logs of visits: ordered, waited for, fetched in parts, and always cleaned, whatever happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import msgspec

from connectors.kit.body import Bounds
from connectors.kit.days import Days
from connectors.kit.errors import AskedTooMuch, SourceError, UnexpectedReply, VendorUnavailable
from connectors.kit.http import Call, Judgement, Reply, Transport, Vendor
from connectors.vendors.yandex_metrica.table import CutShort, Table
from texts import say

_ATTEMPTS = 3
_POLL_SECONDS = (5.0, 10.0, 20.0, 30.0)
_WAITING = ("created", "awaiting_retry")
_READY, _FAILED = "processed", "processing_failed"


class _Part(msgspec.Struct):
    part_number: int


class _Log(msgspec.Struct):
    request_id: int
    status: str
    source: str | None = None
    fields: list[str] | None = None
    parts: list[_Part] | None = None


class _LogReply(msgspec.Struct):
    log_request: _Log


class _LogsReply(msgspec.Struct):
    requests: list[_Log] | None = None


class _Evaluation(msgspec.Struct):
    possible: bool


class _EvaluationReply(msgspec.Struct):
    log_request_evaluation: _Evaluation


@dataclass(frozen=True)
class LogDesk:
    """Fetches logs of whole days of one counter. `patience`: seconds for one of them to be prepared.

    `bounds`: how large a part may be on the disk, and how long it may take to come.
    """

    vendor: Vendor
    transport: Transport
    counter: int
    fields: tuple[str, ...]
    patience: float
    bounds: Bounds

    def clean_leftovers(self) -> None:
        """Free the room of logs of these very fields that an earlier run was killed over."""
        found = self.transport.send(Call(f"{self._root}s"), self.vendor, _read_list)
        for log in (found.requests or ()) if found else ():
            is_ours = log.source == "visits" and set(log.fields or ()) == set(self.fields)
            if is_ours and log.status in (*_WAITING, _READY, _FAILED):
                self._let_go(log)

    def tables(self, days: Days, stack: ExitStack) -> list[Table]:
        """The parts of the log of these days, kept until `stack` closes. AskedTooMuch: fewer may fit."""
        self._hold_to_room(days)
        for _ in range(_ATTEMPTS):
            log = self._ordered(days)
            try:
                log = self._awaited(log, days)
                if log.status == _READY:
                    return [self._table(log, part, days, stack) for part in log.parts or ()]
            finally:
                self._let_go(log)
        raise VendorUnavailable(
            say(
                "the log of {days} failed {attempts} times while it was prepared",
                days=days,
                attempts=_ATTEMPTS,
            ),
            fix=say("run again later; if it stays, ask Metrica's support."),
        )

    def _hold_to_room(self, days: Days) -> None:
        call = Call(f"{self._root}s/evaluate", self._asked(days))
        answer = self.transport.send(call, self.vendor, _read_evaluation)
        if answer is not None and not answer.log_request_evaluation.possible:
            raise AskedTooMuch(
                say("the log of {days} does not fit into the counter's room for prepared logs", days=days),
                fix=say("clean prepared logs that other programs have left in the counter."),
            )

    def _ordered(self, days: Days) -> _Log:
        call = Call(f"{self._root}s", self._asked(days), method="POST")
        return self._told(self.transport.send(call, self.vendor, _read_one))

    def _awaited(self, log: _Log, days: Days) -> _Log:
        """The log once it is ready or has failed."""
        waited = 0.0
        for pause in _pauses():
            if log.status not in _WAITING:
                break
            if waited > self.patience:
                raise VendorUnavailable(
                    say("the log of {days} was not ready after {waited:.0f} s", days=days, waited=waited),
                    fix=say("run again later, or raise `patience_seconds`."),
                )
            self.transport.wait(pause)
            waited += pause
            call = Call(f"{self._root}/{log.request_id}")
            log = self._told(self.transport.send(call, self.vendor, _read_one))
        if log.status not in (_READY, _FAILED):
            raise UnexpectedReply(
                say("the log of {days} is {status} before it was fetched", days=days, status=log.status),
                fix=say("see who else works with the logs of this counter."),
            )
        return log

    def _table(self, log: _Log, part: _Part, days: Days, stack: ExitStack) -> Table:
        path = f"{self._root}/{log.request_id}/part/{part.part_number}/download"
        for _ in range(_ATTEMPTS):
            file = self.transport.send(Call(path, long=self.bounds), _Door(self.vendor), _read_file)
            try:
                return Table(stack.enter_context(file or BytesIO()), self.fields, days)
            except CutShort:
                continue
        raise UnexpectedReply(
            say("a part of the log of {days} ends in the middle of a line", days=days),
            fix=say("run again; if it stays, look for a proxy that cuts answers."),
        )

    def _let_go(self, log: _Log) -> None:
        """Free the room, without hiding what went wrong before."""
        act = "cancel" if log.status in _WAITING else "clean"
        try:
            self._end(log.request_id, act)
        except SourceError as error:
            self.transport.remarks.append(
                say(
                    "log {id} could not be cleaned, the next run does: {error}",
                    id=log.request_id,
                    error=error.what,
                )
            )

    def _end(self, id_: int, act: str) -> None:
        self.transport.send(Call(f"{self._root}/{id_}/{act}", method="POST"), self.vendor, lambda reply: None)

    def _asked(self, days: Days) -> tuple[tuple[str, str], ...]:
        return (
            ("date1", str(days.first)),
            ("date2", str(days.last)),
            ("source", "visits"),
            ("fields", ",".join(self.fields)),
        )

    def _told(self, answer: _LogReply | None) -> _Log:
        if answer is None:
            raise UnexpectedReply(
                say("Metrica says nothing about a log that was ordered"), fix=say("run again later.")
            )
        return answer.log_request

    @property
    def _root(self) -> str:
        return f"/management/v1/counter/{self.counter}/logrequest"


@dataclass(frozen=True)
class _Door(Vendor):
    """How the answer to a download is judged: a table is no JSON."""

    vendor: Vendor

    def judge(self, reply: Reply) -> Judgement:
        """A table is fine; the rest as the vendor judges it."""
        if reply.status == 200 and not reply.body.lstrip().startswith((b"<", b"{")):
            return Judgement.OK
        return self.vendor.judge(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """As for any other answer."""
        return self.vendor.explain(reply)


def _pauses() -> Iterator[float]:
    yield from _POLL_SECONDS
    while True:
        yield _POLL_SECONDS[-1]


def _read_one(reply: Reply) -> _LogReply:
    return msgspec.json.decode(reply.body, type=_LogReply)


def _read_list(reply: Reply) -> _LogsReply:
    return msgspec.json.decode(reply.body, type=_LogsReply)


def _read_evaluation(reply: Reply) -> _EvaluationReply:
    return msgspec.json.decode(reply.body, type=_EvaluationReply)


def _read_file(reply: Reply) -> IO[bytes]:
    return reply.file or BytesIO(reply.body)


def columns(attribution: str, marks: Sequence[str]) -> tuple[str, ...]:
    """The fields of a visit that are asked for."""
    attributed = (f"ym:s:{attribution}{what}" for what in ("TrafficSource", *marks))
    return (*_PLAIN, *attributed)


_PLAIN = (
    "ym:s:visitID", "ym:s:date", "ym:s:dateTime", "ym:s:clientID", "ym:s:isNewUser", "ym:s:startURL",
    "ym:s:endURL", "ym:s:pageViews", "ym:s:visitDuration", "ym:s:bounce", "ym:s:goalsID",
    "ym:s:goalsDateTime", "ym:s:regionCity", "ym:s:deviceCategory",
)  # fmt: skip
