"""A night of one stream against answers that a test writes, where a pretend company answers too well."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pyarrow.parquet as pq
import requests

from connectors.catalog import vendors
from connectors.kit.rate import NoLimit
from connectors.kit.settings import settings_of
from connectors.landing.landing import Landing
from connectors.loading.load import Receipt, load_stream, open_transport
from tests.kit.stub_vendor import Asked, StubVendor, Told

NIGHT = datetime(2026, 6, 2, tzinfo=UTC)


@dataclass
class Answering:
    """A server whose answers a test writes, and the landing that they end in."""

    stub: StubVendor
    folder: Path
    slept: list[float] = field(default_factory=list)

    def answer(self, answer: Callable[[Asked], Told]) -> None:
        self.stub.answer = answer

    def load(self, vendor: str, stream: str, *, now: datetime = NIGHT, **settings: object) -> Receipt:
        kind = vendors()[vendor]
        said = {"base_url": self.stub.url, **settings}
        connector = kind(settings_of(kind.settings_type, "main", said))
        transport = open_transport(
            connector, session=requests.Session(), sleep=self.slept.append, rate_dir=self.folder / "rates"
        )
        transport.gate = NoLimit()
        return load_stream(
            connector,
            connector.stream(stream),
            source="main",
            landing=Landing(str(self.folder / "landing")),
            transport=transport,
            beginning=datetime(2026, 5, 1, tzinfo=UTC),
            now=now,
        )

    def rows(self, vendor: str, stream: str, room: str = "landing") -> list[dict[str, Any]]:
        files = sorted((self.folder / room / vendor / "main" / stream).rglob("*.parquet"))
        return [row for file in files for row in pq.read_table(file).to_pylist()]

    def told(self, vendor: str, stream: str) -> dict[str, Any]:
        """Key → record of all that landed, the last one of a key."""
        return {row["_key"]: json.loads(row["_payload"] or "null") for row in self.rows(vendor, stream)}


@contextmanager
def answering(folder: Path) -> Iterator[Answering]:
    stub = StubVendor()
    stub.date = None
    try:
        yield Answering(stub, folder)
    finally:
        stub.close()


def form_of(asked: Asked) -> dict[str, str]:
    """The fields of a form."""
    return dict(parse_qsl(asked.body.decode()))
