"""A register that documents write into: what each wrote is one record set, asked for by stretches of time.

The base neither pages a register nor sorts it, and loads all of it unless it is filtered by the lines' time.
So it is asked for a few days at once, and for half of them where that is too much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

import msgspec

from connectors.kit.connector import Connector, page_of
from connectors.kit.days import Days
from connectors.kit.errors import UnexpectedReply, VendorUnavailable
from connectors.kit.http import Call, Pairs, Reply, Transport
from connectors.kit.records import Shape, cut
from connectors.kit.stream import Page, Stream
from texts import say

_AT_ONCE = 7  # days
_SHORTEST = timedelta(hours=1)


@dataclass(frozen=True)
class RecordSets:
    """One register over one transport. `extra`: parameters of every call."""

    connector: Connector[Any]
    stream: Stream
    transport: Transport
    extra: Pairs = ()

    def pages(self, days: Days) -> Iterator[Page]:
        """The record sets of some days at a time, the newest first; a set on several days is on the first."""
        for part in days.slices(_AT_ONCE):
            start = datetime.combine(part.first, time())
            page = self._between(start, start + timedelta(days=len(part)))
            names = set(part.names)
            yield replace(
                page, days=[_day(text, names) for text in page.payloads or ()], closes=tuple(part.names)
            )

    def _between(self, start: datetime, end: datetime) -> Page:
        """The record sets with lines in a stretch of local time, in two answers if one is too much."""
        call = Call(self.stream.path, self.stream.params).having(
            *self.extra, ("$filter", _within(start, end))
        )
        shrinks = end - start > _SHORTEST
        try:
            found = self.transport.send(call, self.connector, self._read, can_shrink=shrinks)
        except VendorUnavailable as error:
            if not (error.overloaded and shrinks):
                raise
            middle = start + timedelta(seconds=(end - start).total_seconds() // 2)
            return _together(self._between(middle, end), self._between(start, middle))
        return found or Page((), ())

    def _read(self, reply: Reply) -> Page:
        return page_of(self.stream, cut(reply.body, Shape(self.stream.records, ()))[0])


class _Line(msgspec.Struct):
    Period: str = ""


class _Set(msgspec.Struct):
    RecordSet: list[_Line] = []


def _within(start: datetime, end: datetime) -> str:
    since, until = (f"datetime'{moment:%Y-%m-%dT%H:%M:%S}'" for moment in (start, end))
    return f"RecordSet/any(r: r/Period ge {since} and r/Period lt {until})"


def _together(newer: Page, older: Page) -> Page:
    """Both pages; a set with lines in both of them once."""
    known = set(newer.keys)
    fresh = older.take([place for place, key in enumerate(older.keys) if key not in known])
    return replace(
        newer,
        keys=[*newer.keys, *fresh.keys],
        payloads=[*(newer.payloads or ()), *(fresh.payloads or ())],
        rejected=newer.rejected + older.rejected,
        received=newer.received + older.received,
    )


def _day(payload: bytes | msgspec.Raw, asked: set[str]) -> str:
    try:
        days = {line.Period[:10] for line in msgspec.json.decode(payload, type=_Set).RecordSet} & asked
    except msgspec.DecodeError:
        days = set()
    if not days:
        raise UnexpectedReply(
            say("a register was asked for lines of some days and gave a record set without any"),
            fix=say("look for a proxy that cuts the query; check the platform version of the base."),
        )
    return min(days)
