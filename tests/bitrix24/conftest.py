"""Fixtures: a tiny portal, its connector, a clock that moves only by sleeping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import requests

from connectors.kit.http import Transport
from connectors.kit.rate import NoLimit
from connectors.kit.settings import settings_of
from connectors.landing.landing import Landing
from connectors.loading.load import Receipt, load_stream, open_transport
from connectors.vendors.bitrix24.connector import Bitrix24
from connectors.vendors.bitrix24.settings import Bitrix24Settings
from tests.bitrix24.portal import Portal

BEGINNING = datetime(2025, 12, 1, tzinfo=UTC)


@dataclass
class Reader:
    """Loads streams of one portal as one installation would; `slept`: the waits, in seconds."""

    settings: dict[str, Any]
    folder: Path
    slept: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def connector(self) -> Bitrix24:
        return Bitrix24(settings_of(Bitrix24Settings, "b24", self.settings))

    def load(self, name: str, connector: Bitrix24 | None = None, **more: Any) -> Receipt:
        connector = connector or self.connector()
        transport = self.transport(connector)
        now = transport.vendor_now() or datetime.now(UTC)
        return load_stream(
            connector,
            connector.stream(name),
            source="b24",
            landing=self.landing,
            transport=transport,
            beginning=BEGINNING,
            now=now,
            **more,
        )

    def transport(self, connector: Bitrix24) -> Transport:
        transport = open_transport(
            connector,
            session=requests.Session(),
            sleep=self._sleep,
            clock=lambda: self.seconds,
            rate_dir=self.folder / "rates",
            budget_seconds=36_000,
        )
        transport.gate = NoLimit()
        return transport

    @property
    def landing(self) -> Landing:
        return Landing(str(self.folder / "landing"))

    def rows(self, name: str) -> list[dict[str, Any]]:
        files = [self.folder / "landing" / batch.path for batch in self.landing.batches("b24", name)]
        return [row for file in files for row in pq.read_table(file).to_pylist()]

    def newest(self, name: str) -> Any:
        return self.landing.batches("b24", name)[-1]

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@pytest.fixture
def portal() -> Iterator[Portal]:
    portal = Portal()
    yield portal
    portal.close()


@pytest.fixture
def reader(portal: Portal, tmp_path: Path) -> Reader:
    return Reader({"webhook": portal.webhook}, tmp_path)


@pytest.fixture
def reader_of(tmp_path: Path) -> Callable[..., Reader]:
    return lambda **settings: Reader(settings, tmp_path)
