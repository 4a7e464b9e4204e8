"""How Profitbase is asked and answers: what may be asked at all, errors under any status, pages by rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from connectors.kit.http import Call, Judgement, Reply, judge_by_status
from connectors.kit.records import Answer
from texts import say

AUTHENTICATION = "/authentication"
READS = ("/property", "/custom-status/list", "/history")
"""Every path that is asked with a token. The API has calls that write, two of them by GET."""
JSON = (("Content-Type", "application/json"),)
"""The documentation wants it of every call, GET too."""


class _Said(msgspec.Struct):
    """What an answer says of itself beside its records."""

    error: object = None
    status: object = None
    success: object = None
    message: object = None


def words_of(reply: Reply) -> str:
    """The error in an answer, "" where there is none."""
    try:
        found = msgspec.json.decode(reply.body, type=_Said)
    except (msgspec.DecodeError, RecursionError):
        return ""
    error = found.error.get("message", found.error) if isinstance(found.error, dict) else found.error
    is_wrong = (
        bool(error)
        or found.success is False
        or (isinstance(found.status, str) and found.status != "success")
        or (found.message and reply.status >= 400)
    )
    return str(error or found.message or found.status or "success: false") if is_wrong else ""


def judge(reply: Reply) -> Judgement:
    """By the status, and where that is 200 by what the answer says of itself."""
    verdict = judge_by_status(reply)
    return Judgement.BROKEN if verdict is Judgement.OK and words_of(reply) else verdict


def fix_of(reply: Reply, *, at_the_door: bool = False) -> str:
    """What a person does about a refusal."""
    if reply.status == 429 or reply.status >= 500 or (reply.status == 200 and not at_the_door):
        return say("run again later; if it stays, ask the support of Profitbase.")
    if reply.status in (402, 404):
        return say("check `base_url` (https://pb<account>.profitbase.ru/api/v4/json) and the account.")
    return say(
        "check `api_key` (Profitbase → API), and that the address of this machine, which must be a static "
        "one, is entered there; whoever asks more than once a second is blocked for a while."
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """`first`: rows of the first page; `last`: the key the page should begin with; `back`: steps back."""

    first: int = 0
    last: str = ""
    back: int = 0


_STEPS_BACK = 3


@dataclass(frozen=True, slots=True)
class RowsReceived:
    """As many rows further as came, whatever was asked for; the end is a page shorter than the first.

    `total`: where the answer tells how many rows there are; after a full page it is not believed.
    `in_body`: limit and offset stand in the body.
    `overlap`: each page begins with the last row of the one before, so that a row which leaves the list while
    it is read hides no other: a page that begins otherwise is read once more from a page earlier.
    """

    limit: int = 100
    total: str = ""
    in_body: bool = False
    overlap: bool = False

    @property
    def wants(self) -> tuple[str, ...]:
        """The number of rows."""
        return (self.total,) if self.total else ()

    def first(self, call: Call) -> Call:
        """From the beginning."""
        return self._from(call, 0, _Read())

    def next(self, call: Call, answer: Answer) -> Call | None:
        """The rows that follow those received."""
        (read,) = call.memo
        assert isinstance(read, _Read)
        begins = self._offset(call)
        if read.last and read.last not in answer.keys[:1] and read.back < _STEPS_BACK:
            earlier = max(0, begins - read.first)
            return self._from(call, earlier, _Read(read.first, back=read.back + 1))
        ends = begins + answer.received
        if not answer.received or answer.received < read.first or self._is_all(answer, ends):
            return None
        first = read.first or answer.received
        if self.overlap and answer.received > 1 and answer.keys:
            return self._from(call, ends - 1, _Read(first, answer.keys[-1], read.back))
        return self._from(call, ends, _Read(first, back=read.back))

    def smaller(self, call: Call) -> Call | None:
        """It cannot be: the pages are small."""
        return None

    def _is_all(self, answer: Answer, ends: int) -> bool:
        told = answer.text(self.total) if self.total and answer.received < self.limit else None
        return told is not None and told.isdecimal() and ends >= int(told)

    def _offset(self, call: Call) -> int:
        if not self.in_body:
            return int(call.param("offset") or 0)
        offset = msgspec.json.decode(call.body or b"{}").get("offset", 0)
        return int(offset)

    def _from(self, call: Call, offset: int, read: _Read) -> Call:
        if not self.in_body:
            placed = call.having(("limit", str(self.limit)), ("offset", str(offset)))
            return replace(placed, memo=(read,))
        asked = msgspec.json.decode(call.body or b"{}")
        body = msgspec.json.encode(asked | {"offset": offset, "limit": self.limit})
        return replace(call, body=body, memo=(read,))
