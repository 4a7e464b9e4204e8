"""Nights of the pretend company: its process, its clock and faults, and what each night lands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import requests

from connectors.catalog import vendors
from connectors.kit.connector import Connector
from connectors.kit.http import Transport
from connectors.kit.rate import NoLimit
from connectors.kit.settings import settings_of
from connectors.kit.stream import Kind
from connectors.landing.landing import Landing
from connectors.loading.load import Receipt, load_stream, open_transport

BEGINNING = datetime.fromisoformat("2026-01-01T00:00:00+03:00")
Ready = dict[str, Any]


def source_of(vendor: str) -> str:
    """The name of the vendor's source in these nights."""
    return f"{vendor}_main"


@contextmanager
def open_company(state: Path, *arguments: str) -> Iterator[Ready]:
    """The company's process; what it said when it was ready."""
    options = ("--state", str(state), "--scale", "0.05", "--parent-pid", str(os.getpid()), *arguments)
    command = [sys.executable, "-m", "sandbox.serving.server", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


@dataclass
class Nights:
    """One landing, filled night after night. Waits are noted in `slept` and not waited."""

    ready: Ready
    folder: Path
    now: str = ""
    slept: list[float] = field(default_factory=list)
    in_no_hurry: bool = True
    session: requests.Session = field(default_factory=requests.Session)

    def control(self, method: str, path: str, body: object = None) -> Any:
        answer = self.session.request(method, f"{self.ready['url']}/_sandbox/{path}", json=body, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def night(self, number: int) -> None:
        self.clock(self.ready["nights"][number])

    def clock(self, now: str) -> None:
        self.now = now
        self.control("POST", "clock", {"now": now})

    def fault(self, vendor: str, fault: str, **details: object) -> None:
        self.control("POST", "faults", {"vendor": vendor, "fault": fault, **details})

    def asked(self, vendor: str) -> list[dict[str, Any]]:
        """The requests the vendor has seen since the last `forget`, oldest first."""
        newest = self.control("GET", "requests?newest=500").get("newest", [])
        return [request for request in newest if request["vendor"] == vendor]

    def forget(self) -> None:
        self.control("DELETE", "requests")

    def connector(self, vendor: str, **settings: object) -> Connector[Any]:
        kind = vendors()[vendor]
        usual = self.ready["accounts"][vendor]
        return kind(settings_of(kind.settings_type, source_of(vendor), usual | settings))

    def transport(self, connector: Connector[Any]) -> Transport:
        transport = open_transport(
            connector, session=self.session, sleep=self.slept.append, rate_dir=self.folder / "rates"
        )
        if self.in_no_hurry:
            transport.gate = NoLimit()
        return transport

    @property
    def landing(self) -> Landing:
        return Landing(str(self.folder / "landing"))

    def load(self, vendor: str, stream: str, *, reset: bool = False, **settings: object) -> Receipt:
        connector = self.connector(vendor, **settings)
        return load_stream(
            connector,
            connector.stream(stream),
            source=source_of(vendor),
            landing=self.landing,
            transport=self.transport(connector),
            beginning=BEGINNING,
            now=datetime.fromisoformat(self.now),
            reset=reset,
        )

    def load_with_parents(self, vendor: str, stream: str) -> Receipt:
        parent = self.connector(vendor).stream(stream).parent
        if parent is not None:
            self.load(vendor, parent)
        return self.load(vendor, stream)

    def rows(self, vendor: str, stream: str, room: str = "landing") -> list[dict[str, Any]]:
        files = sorted((self.folder / room / vendor / source_of(vendor) / stream).rglob("*.parquet"))
        return [row for file in files for row in pq.read_table(file).to_pylist()]

    def alive(self, vendor: str, stream: str) -> dict[str, Any]:
        """Key (of by_day: day and key) → record, as staging believes by the kind of the stream."""
        rows = self.rows(vendor, stream)
        kind = self.connector(vendor).stream(stream).kind
        batches = self.landing.batches(source_of(vendor), stream)
        if kind is Kind.WHOLE:
            rows = [row for row in rows if row["_batch_id"] == batches[-1].batch_id]
        if kind is Kind.BY_DAY:
            newest = {day: batch.batch_id for batch in batches for day in batch.days}
            rows = [row for row in rows if row["_batch_id"] == newest[row["_day"]]]
            return {f"{row['_day']}|{row['_key']}": json.loads(row["_payload"]) for row in rows}
        known = {row["_key"]: row["_payload"] for row in rows}
        return {key: json.loads(text) for key, text in known.items() if text is not None}
