"""Direct's JSON services: their calls, pages by offset, error codes by what has to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from connectors.kit.http import Call, Judgement, Reply, judge_by_status
from connectors.kit.records import Answer

_RETRY = {52, 56, 506, 1000, 1001, 1002}
NO_POINTS, TOO_OFTEN, QUEUE_FULL = 152, 56, 9000
_DENIED = {53, 54, 58, 513}


class Fault(msgspec.Struct):
    """The error of an answer. `code`: 0 where there is none."""

    code: int | str = msgspec.field(name="error_code", default=0)
    string: str = msgspec.field(name="error_string", default="")
    detail: str = msgspec.field(name="error_detail", default="")
    request: str = msgspec.field(name="request_id", default="")

    @property
    def number(self) -> int:
        """The code: some services write it as text."""
        return int(self.code) if str(self.code).isdecimal() else 0


class _Envelope(msgspec.Struct):
    error: Fault = msgspec.field(default_factory=Fault)
    result: msgspec.Raw = msgspec.field(default_factory=lambda: msgspec.Raw(b"null"))


def fault_of(reply: Reply) -> Fault:
    """The error in an answer."""
    return _envelope(reply).error


def judge_service(reply: Reply) -> Judgement:
    """By the error code, under whatever HTTP status it comes; an empty result is an empty list."""
    envelope = _envelope(reply)
    code = envelope.error.number
    if code == NO_POINTS:
        return Judgement.LATER
    if code in _RETRY:
        return Judgement.RETRY
    if code:
        return Judgement.DENIED if code in _DENIED else Judgement.BROKEN
    if reply.status == 200 and bytes(envelope.result).replace(b" ", b"") == b"{}":
        return Judgement.EMPTY
    return judge_by_status(reply)


def service_call(path: str, method: str, params: Mapping[str, object], *headers: tuple[str, str]) -> Call:
    """The call of a method of a service."""
    body = msgspec.json.encode({"method": method, "params": params})
    return Call(path, method="POST", body=body, headers=headers)


@dataclass(frozen=True, slots=True)
class ByOffset:
    """`Page.Limit` and `Page.Offset` in the body, going on while the answer says where it was cut."""

    limit: int = 10_000
    wants: tuple[str, ...] = ("result.LimitedBy",)

    def first(self, call: Call) -> Call:
        """From the first object."""
        return self._from(call, 0)

    def next(self, call: Call, answer: Answer) -> Call | None:
        """From where the answer was cut."""
        cut = answer.text(self.wants[0])
        return None if cut is None else self._from(call, int(cut))

    def smaller(self, call: Call) -> Call | None:
        """It cannot be: the vendor has no trouble with large pages."""
        return None

    def _from(self, call: Call, offset: int) -> Call:
        body = msgspec.json.decode(call.body or b"{}")
        body["params"]["Page"] = {"Limit": self.limit, "Offset": offset}
        return replace(call, body=msgspec.json.encode(body))


def _envelope(reply: Reply) -> _Envelope:
    try:
        return msgspec.json.decode(reply.body, type=_Envelope)
    except msgspec.DecodeError:
        return _Envelope()
