"""An infobase under a URL, and nights that load it into a landing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import requests
from pydantic import SecretStr

from connectors.landing.landing import Landing
from connectors.loading.load import Receipt, load_stream, open_transport
from connectors.vendors.onec.connector import OneC, OneCSettings
from tests.faults.infobase import PASSWORD, USER, Infobase, published

FIRST_NIGHT = datetime(2026, 6, 2, tzinfo=UTC)


@dataclass
class Nights:
    """Loads one stream after another night, and tells what a reader of the landing would believe."""

    base: Infobase
    folder: Path
    settings: dict[str, object] = field(default_factory=dict)
    passed: int = 0
    slept: list[float] = field(default_factory=list)

    def load(self, stream: str = "orders", *, reset: bool = False, **changed: object) -> Receipt:
        self.base.asked.clear()
        now = FIRST_NIGHT + timedelta(days=self.passed)
        self.passed += 1
        onec = self.connector(**changed)
        with requests.Session() as session:
            transport = open_transport(
                onec, session=session, sleep=self.slept.append, rate_dir=self.folder / "rates"
            )
            return load_stream(
                onec,
                onec.stream(stream),
                source="onec_main",
                landing=self.landing,
                transport=transport,
                beginning=FIRST_NIGHT,
                now=now,
                reset=reset,
            )

    def connector(self, **changed: object) -> OneC:
        given = {"base_url": self.base.url, "user": USER, "password": SecretStr(PASSWORD)}
        return OneC(
            OneCSettings.model_validate(
                given | {"page_size": 4, "listing_size": 10} | self.settings | changed
            )
        )

    @property
    def landing(self) -> Landing:
        return Landing(str(self.folder / "landing"))

    def rows(self, stream: str = "orders") -> list[dict[str, object]]:
        files = sorted((self.folder / "landing").glob(f"onec/onec_main/{stream}/*/*.parquet"))
        return [row for file in files for row in pq.read_table(file).to_pylist()]

    def alive(self, stream: str = "orders") -> dict[str, dict[str, object]]:
        """Key → payload of what is landed and not deleted, by the rule of staging."""
        known: dict[str, dict[str, object]] = {}
        for row in self.rows(stream):
            if row["_op"] == "delete":
                known.pop(str(row["_key"]), None)
            else:
                known[str(row["_key"])] = json.loads(str(row["_payload"]))
        return known


@pytest.fixture
def base() -> Iterator[Infobase]:
    with published(Infobase()) as infobase:
        yield infobase


@pytest.fixture
def nights(base: Infobase, tmp_path: Path) -> Nights:
    return Nights(base, tmp_path)
