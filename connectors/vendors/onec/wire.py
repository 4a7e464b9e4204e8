"""The four questions a sweep asks a base about one object, as calls: list, all, these keys, is it there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from connectors.kit.connector import Connector
from connectors.kit.errors import AccessDenied, UnexpectedReply
from connectors.kit.http import Call, Judgement, Pairs, Reply, Transport, Vendor
from connectors.kit.stream import Page, Stream
from connectors.vendors.onec.complaints import NO_SUCH_SET, is_web_page, read_complaint
from connectors.vendors.onec.paging import KeyChunks, SteadySkip
from texts import say

_LONGEST_QUERY = 1900  # IIS allows 2048 characters
_NOBODY = "00000000-0000-0000-0000-000000000000"
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@dataclass(frozen=True)
class ObjectWire:
    """One object asked for over one transport.

    `page_size`: whole rows in a page; `listing_size`: keys in a page; `chunk`: keys in a filter at most.
    `extra`: parameters of every call; `window`: a condition on the rows that are listed.
    """

    connector: Connector[Any]
    stream: Stream
    transport: Transport
    page_size: int
    listing_size: int
    chunk: int
    extra: Pairs = ()
    window: str = ""

    def listing(self, *, all_rows: bool = False) -> Iterator[Page]:
        """Keys and versions of the rows of the window, or of all rows."""
        window = () if all_rows else self._window
        versions = (self.stream.version_field, "DeletionMark") if self.stream.version_field else ()
        yield from self._pages(
            self.listing_size, ("$select", ",".join((*self.stream.key, *versions))), *window
        )

    def everything(self) -> Iterator[Page]:
        """The rows of the window, whole."""
        yield from self._pages(self.page_size, *self._window)

    def some(self, keys: Sequence[str]) -> Iterator[Page]:
        """Rows by their keys, in or out of the window."""
        paging = KeyChunks(min(self.chunk, self.keys_that_fit), self._spell)
        stream = replace(self.stream, paging=paging)
        asked = set(keys)
        for page in self.connector.pages(stream, paging.of(self._call(), keys), self.transport):
            if not asked.issuperset(page.keys):
                raise UnexpectedReply(
                    say("{path} was asked for rows by key and gave other ones", path=self.stream.path),
                    fix=say("look for a proxy that cuts the query; set `chunk` to 1 and try again."),
                )
            yield page

    def exists(self, key: str) -> bool:
        """Whether the row can be had by its key; one that is hidden from us exists."""
        call = Call(f"{self.stream.path}(guid'{key}')", (("$format", "json"), *self.extra))
        try:
            return self.transport.send(call, _ByKey(self.connector), lambda reply: True) is not None
        except AccessDenied:
            return True

    @property
    def keys_that_fit(self) -> int:
        """How many keys a filter may hold: web servers cut long queries."""
        rest = sum(len(quote(f"{name}={value}&")) for name, value in self._call().params)
        rest += len(quote(self.connector.base_url() + self.stream.path) + "?$filter=&$top=100")
        sample = "|".join("0001-01-01T00:00:00" if name == "Period" else _NOBODY for name in self.stream.key)
        return max(1, (_LONGEST_QUERY - rest) // len(quote(f"{self._spell(sample)} or ")))

    def _spell(self, key: str) -> str:
        """A key as a condition: its parts are dates and references."""
        parts = zip(self.stream.key, key.split("|"), strict=True)
        spelled = [
            f"{name} eq {'datetime' if _DATE.fullmatch(part) else 'guid'}'{part}'" for name, part in parts
        ]
        return spelled[0] if len(spelled) == 1 else f"({' and '.join(spelled)})"

    @property
    def _window(self) -> Pairs:
        return (("$filter", self.window),) if self.window else ()

    def _pages(self, largest: int, *extra: tuple[str, str]) -> Iterator[Page]:
        paging = SteadySkip(largest)
        first = paging.first(self._call().having(*extra))
        yield from self.connector.pages(replace(self.stream, paging=paging), first, self.transport)

    def _call(self) -> Call:
        return Call(self.stream.path, self.stream.params).having(*self.extra)


@dataclass(frozen=True)
class _ByKey(Vendor):
    """How an answer to a question for one key is judged: gone is data."""

    connector: Connector[Any]

    def judge(self, reply: Reply) -> Judgement:
        """404 says the key is gone, unless the object is not published or the page is not the base's."""
        if reply.status != 404 or is_web_page(reply.body):
            return self.connector.judge(reply)
        return Judgement.DENIED if read_complaint(reply.body).code == NO_SUCH_SET else Judgement.EMPTY

    def explain(self, reply: Reply) -> tuple[str, str]:
        """As for any other answer."""
        return self.connector.explain(reply)
