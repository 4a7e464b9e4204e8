"""A connector that reads a list in memory: for tests of what happens after the reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import requests

from connectors.kit.auth import NoAuth
from connectors.kit.connector import Connector, page_of
from connectors.kit.cursor import Cursor
from connectors.kit.errors import SourceError
from connectors.kit.http import Transport
from connectors.kit.settings import Settings
from connectors.kit.stream import Kind, Page, Reading, Stream, deletes
from connectors.landing.landing import Landing
from connectors.loading.load import Receipt, load_stream

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
NIGHT = datetime(2026, 6, 2, tzinfo=UTC)
DAY = timedelta(days=1)

ORDERS = Stream(
    "orders",
    kind=Kind.CHANGED_SINCE,
    cursor=Cursor("at", lag=timedelta(minutes=10), hold_back=timedelta(minutes=1)),
)
GOODS = Stream("goods")
PAPERS = Stream("papers", kind=Kind.SWEEP, version_field="version")
LINES = Stream("lines", kind=Kind.CHANGED_SINCE, parent="orders")


class NoSettings(Settings):
    """Nothing to set."""


@dataclass
class Shelves:
    """What the vendor holds now; `breaks_after` pages the reading fails."""

    records: list[dict[str, Any]] = field(default_factory=list)
    breaks_after: int | None = None
    page_size: int = 3
    asked: list[Reading] = field(default_factory=list)


class Shop(Connector[NoSettings]):
    """Reads the shelves."""

    name = "shop"
    settings_type = NoSettings
    streams = (ORDERS, GOODS, PAPERS, LINES)

    def __init__(self, shelves: Shelves) -> None:
        super().__init__(NoSettings())
        self.shelves = shelves

    def base_url(self) -> str:
        return ""

    def auth(self) -> NoAuth:
        return NoAuth()

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        self.shelves.asked.append(reading)
        if reading.stream.kind is Kind.SWEEP:
            yield from self._sweep(reading)
            return
        found = self._wanted(reading)
        size = self.shelves.page_size
        for turn, start in enumerate(range(0, len(found), size)):
            if turn == self.shelves.breaks_after:
                raise SourceError("the shop is closed", fix="come back")
            yield _page(reading.stream, found[start : start + size])
        if self.shelves.breaks_after == 0:
            raise SourceError("the shop is closed", fix="come back")

    def _wanted(self, reading: Reading) -> list[dict[str, Any]]:
        if reading.stream.parent:
            return [{"id": key, "of": key} for key in reading.parent_keys]
        if reading.window is None:
            return self.shelves.records
        start, end = reading.window.start.timestamp(), reading.window.end.timestamp()
        return [record for record in self.shelves.records if start <= record["at"] <= end]

    def _sweep(self, reading: Reading) -> Iterator[Page]:
        now = {str(record["id"]): record for record in self.shelves.records}
        changed = [r for key, r in now.items() if reading.landed.get(key) != r["version"]]
        yield _page(reading.stream, changed)
        yield deletes([key for key in reading.landed if key not in now])


def _page(stream: Stream, records: list[dict[str, Any]]) -> Page:
    return page_of(stream, [msgspec.Raw(msgspec.json.encode(record)) for record in records])


def order(number: int | None, at: datetime) -> dict[str, Any]:
    """An order changed at an instant; without a number it cannot be keyed."""
    return {"at": int(at.timestamp())} | ({} if number is None else {"id": number})


def load(
    shelves: Shelves, landing: Landing, stream: Stream = ORDERS, *, now: datetime = NIGHT, **more: Any
) -> Receipt:
    """One load of a stream of the shop, as source `shop_main`."""
    return load_stream(
        Shop(shelves),
        stream,
        source="shop_main",
        landing=landing,
        transport=Transport(requests.Session()),
        beginning=more.pop("beginning", BEGINNING),
        now=now,
        **more,
    )
