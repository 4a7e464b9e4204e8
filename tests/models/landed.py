"""A landing made by hand, in the shape in which the connectors commit it: what the model tests start from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.deployment.calendars import write_calendar

SCHEMA = pa.schema(
    [
        ("_key", pa.string()),
        ("_op", pa.string()),
        ("_payload", pa.string()),
        ("_version", pa.string()),
        ("_observed_at", pa.timestamp("us", tz="UTC")),
        ("_batch_id", pa.string()),
        ("_row", pa.int64()),
        ("_day", pa.string()),
    ]
)
Record = Mapping[str, Any]


@dataclass
class HandMadeLanding:
    """Batches below `<var>/landing`, and the run files that orchestration writes before dbt."""

    var: Path
    beginning: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    _batches: int = 0
    _streams: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def land(
        self,
        place: str,
        records: Iterable[tuple[str, Record | None]],
        at: datetime,
        *,
        kind: str = "whole",
        complete: bool = True,
        window_from: datetime | None = None,
        version: str = "1",
        reset: bool = False,
        quarantined: int = 0,
        days: Mapping[str, int] | None = None,
    ) -> str:
        """Commit (key, record or None for a tombstone) under `vendor.source.stream`; the batch id.

        `days`: for a batch of days, day → how many of the records, in their order, are the day's.
        """
        vendor, source, stream = place.split(".")
        self._batches += 1
        batch_id = f"{at.astimezone(UTC):%Y%m%dT%H%M%S%fZ}-{self._batches:08x}"
        rows = [row_of(key, record, at, batch_id, place) for place, (key, record) in enumerate(records)]
        day_of_row = [day for day, number in (days or {}).items() for _ in range(number)]
        for row, day in zip(rows, day_of_row, strict=False):
            row["_day"] = day
        facts = {
            "vendor": vendor,
            "source": source,
            "stream": stream,
            "stream_version": version,
            "kind": kind,
            "batch_id": batch_id,
            "observed_at": at.isoformat(),
            "window_from": window_from.isoformat() if window_from else None,
            "window_to": at.isoformat(),
            "days": sorted(days or ()),
            "complete": complete,
            "reset": reset,
            "rows": len(rows),
            "deletes": sum(row["_op"] == "delete" for row in rows),
            "quarantined": quarantined,
        }
        self._write(Path(vendor, source, stream, f"{at:%Y-%m}", f"{batch_id}.parquet"), rows, facts)
        self.deploy(place, kind, version)
        return batch_id

    def deploy(self, place: str, kind: str = "whole", version: str = "1") -> None:
        """Declare a stream as deployed, landed or not."""
        vendor, source, stream = place.split(".")
        self._streams[source, stream] = {
            "vendor": vendor,
            "source": source,
            "stream": stream,
            "kind": kind,
            "beginning": self.beginning.isoformat(),
            "stream_version": version,
        }

    def run(self, as_of: datetime) -> None:
        """Write what orchestration writes before it starts dbt."""
        folder = self.var / "run"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "run.json").write_text(json.dumps({"as_of": as_of.isoformat(), "run_id": "test"}))
        (folder / "streams.json").write_text(json.dumps(list(self._streams.values())))
        write_calendar(folder, "RU", as_of.date(), "ru")

    def _write(self, path: Path, rows: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> None:
        file = self.var / "landing" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        schema = SCHEMA.with_metadata({"voronka": json.dumps(facts)})
        pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), file, compression="zstd")


def row_of(key: str, record: Record | None, at: datetime, batch_id: str, place: int) -> dict[str, Any]:
    """One landed row; `place` is its number in the batch."""
    return {
        "_key": key,
        "_op": "delete" if record is None else "upsert",
        "_payload": None if record is None else json.dumps(record, ensure_ascii=False),
        "_version": None if record is None else record.get("DataVersion"),
        "_observed_at": at,
        "_batch_id": batch_id,
        "_row": place,
        "_day": None,
    }
