"""Mango's statistics desk: an order gives a key, and the key gives the page when it is ready."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

import msgspec

from connectors.kit.errors import PagingLoop, UnexpectedReply, VendorUnavailable
from connectors.kit.http import Reply

T = TypeVar("T")
ORDER, RESULT = "/stats/calls/request/", "/stats/calls/result/"
_WAITING = ("request", "work")


class Post(Protocol):
    """Sends a signed request; the parsed answer, or None for HTTP 204."""

    def __call__(self, path: str, asked: dict[str, object], parse: Callable[[Reply], T]) -> T | None:
        """Send it."""


class Block(msgspec.Struct):
    """What is said of a period: the vendor's own figures, and this page of its conversations."""

    rows: list[msgspec.Raw] | None = msgspec.field(name="list", default=None)
    total_calls_count: int | None = None
    total_talks_duration: int | None = None


class _Ordered(msgspec.Struct):
    key: str


class _Result(msgspec.Struct):
    status: str = ""
    data: list[Block] | Block | None = None

    @property
    def blocks(self) -> list[Block]:
        """The blocks, however many."""
        if isinstance(self.data, Block):
            return [self.data]
        return self.data or []


_LOST = _Result("not-found")


@dataclass(frozen=True)
class Day:
    """The conversations listed for a day, and the vendor's own figures of it: `calls`, `talk_seconds`."""

    rows: list[msgspec.Raw]
    totals: dict[str, int]

    @property
    def differs(self) -> str:
        """How the list is at odds with the header, "" if it is not."""
        counted = self.totals.get("calls", len(self.rows))
        return (
            "" if counted == len(self.rows) else f"{counted} conversations counted, {len(self.rows)} listed"
        )


@dataclass(frozen=True)
class Desk:
    """Orders whole days. `poll_seconds`: between looks at a result; `patience_seconds`: for one result."""

    post: Post
    wait: Callable[[float], None]
    page_size: int
    poll_seconds: float
    patience_seconds: float

    def order(self, day: date, offset: int = 0) -> str:
        """Place an order for a page of a day; its key."""
        name = day.strftime("%d.%m.%Y")
        asked = {
            "start_date": f"{name} 00:00:00",
            "end_date": f"{name} 23:59:59",
            "limit": str(self.page_size),
            "offset": str(offset),
        }
        ordered = self.post(ORDER, dict(asked), _read_order)
        if ordered is None:
            raise UnexpectedReply(f"{ORDER} answered nothing", fix="run again; if it stays, tell Mango.")
        return ordered.key

    def fetch(self, day: date, key: str = "") -> Day:
        """All pages of a day. `key`: of an order for its first page, if there is one."""
        rows: list[msgspec.Raw] = []
        while True:
            blocks = self._ready(day, len(rows), key)
            page = [row for block in blocks for row in block.rows or ()]
            if page and page[0] in rows:
                raise PagingLoop(
                    f"{RESULT} gave the same page of {day} twice in a row",
                    fix="run again; if it stays, raise `page_size` above a day's conversations.",
                )
            rows += page
            if len(page) < self.page_size:
                return Day(rows, _totals(blocks))
            key = ""

    def _ready(self, day: date, offset: int, key: str) -> list[Block]:
        """The answer to an order; one that is lost, failed or late is placed once more."""
        for _ in range(2):
            result = self._polled(key or self.order(day, offset))
            if result.status == "complete":
                return result.blocks
            key = ""
        raise VendorUnavailable(
            f"the statistics of {day} were ordered twice and ended as {result.status or 'no status'}",
            fix="run again later; if it stays, ask Mango's support about the statistics of the account.",
        )

    def _polled(self, key: str) -> _Result:
        result = _Result()
        for _ in range(max(1, math.ceil(self.patience_seconds / self.poll_seconds))):
            try:
                found = self.post(RESULT, {"key": key}, _read_result)
            except UnexpectedReply as error:
                if error.status != 404:
                    raise
                return _LOST
            result = found or _Result("work")
            if result.status not in _WAITING:
                return result
            self.wait(self.poll_seconds)
        return result


def _totals(blocks: list[Block]) -> dict[str, int]:
    """The figures of the header, where all of it has them."""
    counts = [block.total_calls_count for block in blocks]
    talks = [block.total_talks_duration for block in blocks]
    if None in counts or None in talks:
        return {}
    return {"calls": sum(filter(None, counts)), "talk_seconds": sum(filter(None, talks))}


def _read_order(reply: Reply) -> _Ordered:
    return msgspec.json.decode(reply.body, type=_Ordered)


def _read_result(reply: Reply) -> _Result:
    return msgspec.json.decode(reply.body, type=_Result)
