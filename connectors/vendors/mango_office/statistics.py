"""Mango's statistics desk: an order gives a key, and the key gives the page when it is ready."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Protocol, TypeVar

import msgspec

from connectors.kit.days import Days
from connectors.kit.errors import AskedTooMuch, PagingLoop, UnexpectedReply, VendorUnavailable
from connectors.kit.http import Reply
from connectors.vendors.mango_office.answer import Block, Section, sections_of
from texts import say

T = TypeVar("T")
ORDER, RESULT = "/stats/calls/request/", "/stats/calls/result/"
BLOCK_SECONDS = 120  # after a bad request; another one until then closes the API for as long
_WAITING = ("request", "work")
_AHEAD = 4  # orders placed before the first of them is fetched


class Post(Protocol):
    """Sends a signed request; the parsed answer, or None for HTTP 204."""

    def __call__(
        self,
        path: str,
        asked: dict[str, object],
        parse: Callable[[Reply], T],
        *,
        can_shrink: bool = False,
    ) -> T | None:
        """Send it. `can_shrink`: less can be asked for where this much is too much."""


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


class _TooLong(Exception):
    """Internal: an order for so many days came to nothing; wait `seconds`, then place one for fewer."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__()
        self.seconds = seconds


_LOST = _Result("not-found")


@dataclass
class Desk:
    """Orders whole days, at most `longest` at once: halved when the desk or our memory cannot bear as many.

    `memory`: bytes of conversations that are held before a part of the days is given out.
    `poll_seconds`: between looks at a result; `patience_seconds`: for one result.
    """

    post: Post
    wait: Callable[[float], None]
    page_size: int
    poll_seconds: float
    patience_seconds: float
    longest: int
    memory: int

    def read(self, days: Days) -> Iterator[list[Section]]:
        """What is listed of the days, order by order, the newest days first."""
        while len(days):
            try:
                for part, sections in self._in_orders(days):
                    yield sections
                    days = Days(days.first, part.first - timedelta(days=1), days.zone)
            except _TooLong as told:
                self.longest = min(self.longest, len(days)) // 2
                self.wait(told.seconds)

    def _in_orders(self, days: Days) -> Iterator[tuple[Days, list[Section]]]:
        parts = days.slices(self.longest)
        placed = deque((part, self._order(part)) for part in islice(parts, _AHEAD))
        while placed:
            part, key = placed.popleft()
            yield part, self._agreed(part, key)
            placed.extend((further, self._order(further)) for further in islice(parts, 1))

    def _order(self, days: Days, offset: int = 0) -> str:
        """Place an order for a page of some days; its key."""
        asked = {
            "start_date": f"{days.first:%d.%m.%Y} 00:00:00",
            "end_date": f"{days.last:%d.%m.%Y} 23:59:59",
            "limit": str(self.page_size),
            "offset": str(offset),
        }
        try:
            ordered = self.post(ORDER, dict(asked), _read_order)
        except AskedTooMuch:
            if len(days) == 1:
                raise
            raise _TooLong(BLOCK_SECONDS) from None
        if ordered is None:
            raise UnexpectedReply(
                say("{order} answered nothing", order=ORDER), fix=say("run again; if it stays, tell Mango.")
            )
        return ordered.key

    def _agreed(self, days: Days, key: str) -> list[Section]:
        """All of some days, ordered again where a list is at odds with its header.

        If it stays so, a header of several days does not tell the day: they are ordered in parts.
        """
        sections = sections_of(days, self._pages(days, key))
        if any(section.differs for section in sections):
            sections = sections_of(days, self._pages(days, ""))
        if any(section.differs and len(section.days) > 1 for section in sections):
            raise _TooLong
        return sections

    def _pages(self, days: Days, key: str) -> list[list[Block]]:
        """All pages of some days. `key`: of an order for the first page, if there is one."""
        pages: list[list[Block]] = []
        rows: list[msgspec.Raw] = []
        held = 0
        while True:
            blocks = self._ready(days, len(rows), key)
            page = [row for block in blocks for row in block.rows or ()]
            if page and page[0] in rows:
                raise PagingLoop(
                    say("{result} gave the same page of {days} twice in a row", result=RESULT, days=days),
                    fix=say("run again; if it stays, raise `page_size` or lower `order_days`."),
                )
            pages.append(blocks)
            rows += page
            held += sum(len(bytes(row)) for row in page)
            if held > self.memory and len(days) > 1:
                raise _TooLong
            if len(page) < self.page_size:
                return pages
            key = ""

    def _ready(self, days: Days, offset: int, key: str) -> list[Block]:
        """The answer to an order; one that is lost or failed is placed again, for one day a late one too."""
        status = ""
        for _ in range(2):
            result = self._polled(days, key or self._order(days, offset))
            if result.status == "complete":
                return result.blocks
            status, key = result.status or "no status", ""
            if status in _WAITING and len(days) > 1:
                break
        if len(days) > 1:
            raise _TooLong
        raise VendorUnavailable(
            say(
                "the statistics of {days} were ordered twice and ended as {status}", days=days, status=status
            ),
            fix=say("run again later; if it stays, ask Mango's support about the statistics of the account."),
        )

    def _polled(self, days: Days, key: str) -> _Result:
        result = _Result()
        for _ in range(max(1, math.ceil(self.patience_seconds / self.poll_seconds))):
            result = self._looked(days, key)
            if result.status not in _WAITING:
                return result
            self.wait(self.poll_seconds)
        return result

    def _looked(self, days: Days, key: str) -> _Result:
        try:
            return self.post(RESULT, {"key": key}, _read_result, can_shrink=len(days) > 1) or _Result("work")
        except AskedTooMuch as error:
            if len(days) == 1:
                raise AskedTooMuch(error.what, fix=say("lower `page_size` of the source.")) from None
            raise _TooLong from None
        except UnexpectedReply as error:
            if error.status != 404:
                raise
            return _LOST
        except VendorUnavailable as error:
            if len(days) == 1 or not error.overloaded:
                raise
            raise _TooLong from None


def _read_order(reply: Reply) -> _Ordered:
    return msgspec.json.decode(reply.body, type=_Ordered)


def _read_result(reply: Reply) -> _Result:
    return msgspec.json.decode(reply.body, type=_Result)
