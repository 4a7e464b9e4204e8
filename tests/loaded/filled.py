"""Tables as Airbyte, Fivetran and dlt leave them, and a source whose streams they stand in for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import requests

from connectors.kit.connector import Connector
from connectors.landing.landing import Landing
from connectors.loading.load import Receipt, load_stream, open_transport
from orchestration.deployment.deployment import Deployment, read_deployment
from orchestration.deployment.settings import open_connectors
from tests.deployment.written import SURROUNDINGS, written

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
NIGHT = datetime(2026, 6, 2, 3, tzinfo=UTC)
LOADED = "2026-06-02 01:00:00+00"
"""When the other loader ended: two hours before our night."""

LEADS = [
    {
        "id": 41,
        "name": "Кабель",
        "price": 1000.5,
        "updated_at": 1780000000,
        "is_deleted": False,
        "custom_fields_values": [
            {"field_id": 7, "values": [{"value": "Сайт", "enum_id": 3}]},
            {"field_id": 8, "values": [{"value": 12}, {"value": 13}]},
        ],
        "_embedded": {"contacts": [{"id": 5, "is_main": True}], "tags": []},
    },
    {"id": 42, "name": "Лоток 'б/у'", "price": 0, "updated_at": 1780000100, "is_deleted": False},
]


@dataclass
class House:
    """A deployment whose source `amocrm_main` is filled by tables of `place`, and its landing."""

    folder: Path
    tables: dict[str, Any]
    vendor: str = "amocrm"
    environment: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    zone: str = "Europe/Moscow"

    @property
    def deployment(self) -> Deployment:
        entry = {
            "vendor": self.vendor,
            "beginning": BEGINNING.isoformat(),
            "tables": self.tables,
            **self.more,
        }

        def change(raw: dict[str, Any]) -> None:
            raw["timezone"] = self.zone
            raw["sources"]["amocrm_main"] = entry

        file = written(self.folder, change)
        return read_deployment(file, SURROUNDINGS | self.environment)

    @property
    def connector(self) -> Connector[Any]:
        return open_connectors(self.deployment)["amocrm_main"]

    @property
    def landing(self) -> Landing:
        return Landing(str(self.folder / "landing"))

    def load(self, stream: str = "leads", now: datetime | None = NIGHT) -> Receipt:
        """Load a stream as of an instant; None: as of now."""
        connector = self.connector
        return load_stream(
            connector,
            connector.stream(stream),
            source="amocrm_main",
            landing=self.landing,
            transport=open_transport(connector, session=requests.Session(), rate_dir=self.folder / "rates"),
            beginning=BEGINNING,
            now=now or datetime.now(UTC),
        )

    def newest(self, stream: str = "leads") -> Any:
        return self.landing.batches("amocrm_main", stream)[-1]

    def rows(self, stream: str = "leads", *, newest_only: bool = True) -> list[dict[str, Any]]:
        """The rows of the newest batch, or of all."""
        batches = self.landing.batches("amocrm_main", stream)[-1 if newest_only else 0 :]
        files = [self.folder / "landing" / batch.path for batch in batches]
        return [row for file in files for row in pq.read_table(file).to_pylist()]

    def records(self, stream: str = "leads") -> list[dict[str, Any]]:
        """The records of the newest batch, as JSON has them and without what is empty."""
        return [told(json.loads(row["_payload"])) for row in self.rows(stream) if row["_op"] == "upsert"]


def told(value: Any) -> Any:
    """A value without nulls and empty lists: what says nothing."""
    if isinstance(value, dict):
        kept = {name: told(inner) for name, inner in value.items()}
        return {name: inner for name, inner in kept.items() if inner not in (None, [], {})}
    return [told(inner) for inner in value] if isinstance(value, list) else value


def run(file: Path, *statements: str) -> None:
    """Statements in a DuckDB file."""
    with duckdb.connect(str(file)) as base:
        base.execute("set timezone = 'UTC'")
        for statement in statements:
            base.execute(statement)


def as_rows(records: list[dict[str, Any]], folder: Path) -> str:
    """Records as a relation of DuckDB: one typed column a field, as a loader makes them."""
    file = folder / "records.json"
    file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), encoding="utf-8")
    return f"read_json('{file}', format = 'newline_delimited')"
