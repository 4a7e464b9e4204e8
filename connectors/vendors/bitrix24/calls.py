"""Call statistics of Bitrix24 day by day, and what is said where a window is not heeded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from connectors.kit.connector import page_of
from connectors.kit.cursor import Window
from connectors.kit.errors import FilterIgnored
from connectors.kit.http import Call, Transport
from connectors.kit.records import Answer
from connectors.kit.stream import Page, Stream
from connectors.vendors.bitrix24.batches import Batches, Part
from connectors.vendors.bitrix24.paging import body_of
from connectors.vendors.bitrix24.streams import scope_of
from texts import say


@dataclass(frozen=True, slots=True)
class CallDays:
    """Reads days whole: their first pages in batches, the rest of a long day by itself.

    `pages`: follows a chain of pages from a call on.
    """

    pages: Callable[[Stream, Call, Transport], Iterator[Page]]
    batches: Batches
    stream: Stream
    transport: Transport

    def read(self, windows: Mapping[str, Window], calls: Mapping[str, Call]) -> Iterator[Page]:
        """One page for each day (yyyy-mm-dd), in the order given. `calls`: of each day's first page."""
        method, scope = self.stream.path.removeprefix("/"), scope_of(self.stream)
        parts = {name: Part(method, body_of(call), scope) for name, call in calls.items()}
        for name, said in self.batches.results(parts):
            rows = msgspec.json.decode(said.result or b"[]", type=list[msgspec.Raw])
            page = page_of(self.stream, rows)
            self._check(page, windows[name])
            further = self.stream.paging.next(calls[name], Answer(rows, page.keys))
            for more in self.pages(self.stream, further, self.transport) if further is not None else ():
                self._check(more, windows[name])
                rows += [msgspec.Raw(bytes(payload)) for payload in more.payloads or ()]
            whole = page_of(self.stream, rows)
            yield replace(whole, days=[name] * len(whole.keys), closes=(name,))

    def _check(self, page: Page, window: Window) -> None:
        assert self.stream.cursor is not None
        instants = [self.stream.cursor.instant(value) for value in page.cursors]
        if any(each is not None and not window.start <= each < window.end for each in instants):
            raise not_heeded(self.stream, window)


def not_heeded(stream: Stream, window: Window) -> FilterIgnored:
    """The error of records that lie outside the window they were asked for in."""
    return FilterIgnored(
        say(
            "{path} was asked for {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC and gave others",
            path=stream.path,
            start=window.start,
            end=window.end,
        ),
        fix=say(
            "set `timezone` to the portal's; if it is, its REST ignores the filter: tell the maintainers."
        ),
    )
