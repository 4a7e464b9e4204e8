"""Leads filled by Fivetran, calls by dlt, Direct by Airbyte: two whole nights, and every number is true."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import requests
import yaml

from orchestration.demo.pretend import Pretend
from tests.hard.hurried import open_house
from tests.loaded.filled import run
from tests.nightly.simulated import House
from tests.pretend_nights import Nights

Record = dict[str, Any]
DIRECT = ("clients", "campaigns", "ad_report", "ad_report_gross")
BY_DAY = {"calls": "context_start_time", "ad_report": "Date", "ad_report_gross": "Date"}


@dataclass(frozen=True)
class Row:
    """A record as it was last loaded."""

    record: Record
    at: datetime
    is_deleted: bool = False


@dataclass
class Lake:
    """What other loaders have left: two schemas of `lake.duckdb`, and Parquet in a folder `lake`."""

    folder: Path
    held: dict[str, dict[str, Row]] = field(default_factory=dict)

    def fill(self, loader: Nights) -> None:
        """Let the three loaders run once, as of the company's clock; they take over what has changed."""
        at = datetime.fromisoformat(loader.now)
        self._take(loader, at, "amocrm", "leads")
        self._take(loader, at, "mango_office", "calls")
        for stream in DIRECT:
            self._take(loader, at, "yandex_direct", stream)
        self._fivetran()
        self._dlt(at)
        self._airbyte(at)

    def _take(self, loader: Nights, at: datetime, vendor: str, stream: str) -> None:
        loader.load(vendor, stream)
        found, held = loader.alive(vendor, stream), self.held.setdefault(stream, {})
        for name, record in found.items():
            if name not in held or held[name].is_deleted or held[name].record != record:
                held[name] = Row(record, at)
        for name in held.keys() - found.keys():
            held[name] = replace(held[name], at=at, is_deleted=True)

    def _fivetran(self) -> None:
        rows = [
            row.record | {"_fivetran_synced": row.at.isoformat(), "_fivetran_deleted": row.is_deleted}
            for row in self.held["leads"].values()
        ]
        self._in_duckdb("crm.leads", rows)

    def _dlt(self, at: datetime) -> None:
        rows = [
            row.record | {"_dlt_load_id": str(row.at.timestamp()), "_dlt_id": name}
            for name, row in self.held["calls"].items()
            if not row.is_deleted
        ]
        load = {"load_id": str(at.timestamp()), "schema_name": "mango", "status": 0}
        self._in_duckdb("telephony.calls", rows)
        self._in_duckdb("telephony._dlt_loads", [load | {"inserted_at": at.isoformat()}])

    def _airbyte(self, at: datetime) -> None:
        for stream in DIRECT:
            rows = [
                row.record
                | {
                    "_airbyte_extracted_at": row.at.isoformat(),
                    "_ab_cdc_deleted_at": row.at.isoformat() if row.is_deleted else None,
                }
                for row in self.held[stream].values()
            ]
            self._in_parquet(stream, rows)
        self._in_parquet("sync_end", [{"at": at.isoformat()}])

    def _in_duckdb(self, table: str, rows: list[Record]) -> None:
        schema = table.partition(".")[0]
        run(
            self.folder / "lake.duckdb",
            f"create schema if not exists {schema}",
            f"create or replace table {table} as select * from {self._typed(rows)}",
        )

    def _in_parquet(self, table: str, rows: list[Record]) -> None:
        folder = self.folder / "lake" / table
        folder.mkdir(parents=True, exist_ok=True)
        run(
            self.folder / "spare.duckdb",
            f"copy (select * from {self._typed(rows)}) to '{folder}/part.parquet'",
        )

    def _typed(self, rows: list[Record]) -> str:
        """The rows as a relation: numbers, dates and texts as such, what is nested as JSON."""
        file = self.folder / "rows.json"
        file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in rows), encoding="utf-8")
        return f"read_json('{file}', format = 'newline_delimited', maximum_depth = 2, sample_size = -1)"


def _house(folder: Path, company: Pretend) -> House:
    """The usual deployment of which six streams come from the lake; of Direct no secret is left in it."""
    house = open_house(folder, company)
    raw = yaml.safe_load(house.file.read_text(encoding="utf-8"))
    sources = raw["sources"]
    sources["amocrm_main"]["tables"] = _tables("lake.duckdb", leads="crm.leads")
    sources["mango_main"]["tables"] = _tables("lake.duckdb", calls="calls")
    sources["direct_main"]["tables"] = _tables("lake", **{name: name for name in DIRECT})
    sources["direct_main"]["tables"]["ended"] = "sync_end.at"
    del sources["direct_main"]["settings"]
    house.file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return house


def _tables(place: str, **tables: str) -> dict[str, Any]:
    streams = {
        name: {"table": table} | ({"day": BY_DAY[name]} if name in BY_DAY else {})
        for name, table in tables.items()
    }
    return {"place": place, "streams": streams}


def _asked(company: Pretend) -> set[str]:
    """The vendors that were asked for anything, by the sandbox's own book."""
    answer = requests.get(f"{company.url}/_sandbox/requests", timeout=60)
    answer.raise_for_status()
    return set(answer.json())


def test_two_nights_of_tables_are_the_truth(
    company: Pretend, nights_of: Callable[[tuple[str, ...]], Nights], tmp_path: Path
):
    house = _house(tmp_path / "house", company)
    loader, lake = nights_of(()), Lake(house.folder)  # the same company, in a process of its own
    requests.delete(f"{company.url}/_sandbox/requests", timeout=60).raise_for_status()

    for number in (1, 2):
        loader.night(number - 1)
        lake.fill(loader)
        night = house.night(number)

        assert night.problems == ()
        assert night.build is not None
        assert [one.domain for one in night.build.domains if not one.published] == []
        proof = house.proof(company.nights[:number])
        assert [(line.kpi, line.difference, line.examples) for line in proof if line.difference] == []

    assert {row.at for row in lake.held["leads"].values()} == set(company.nights[:2])
    assert "yandex_direct" not in _asked(company) and "amocrm" in _asked(company)
