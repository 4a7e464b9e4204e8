"""Lands a made-up company of any size: batches as the connectors write them, made by SQL on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import msgspec
import requests

from benchmarks.measure import REPOSITORY
from connectors.kit.stream import Kind, Stream
from connectors.landing.ledger import BatchInfo, batch_name, footer
from orchestration.assets.reading import Reader
from orchestration.assets.sources import deployed_streams
from orchestration.deployment.deployment import Deployment, read_deployment
from orchestration.deployment.settings import connector_types, open_connectors

_HERE = Path(__file__).parent
_MAPPINGS = REPOSITORY / "deployments" / "demo" / "mappings"
_DAYS = 730
_DAYS_ASKED_AT_ONCE = 31
# as many rows of 1 kB as the connectors gather before they write them down
_ROWS_AT_ONCE = 16_384
# where a macro of the same name would speak of another vendor
_MACROS = {
    ("mango_office", "users"): "pbx_users",
    ("onec", "users"): "erp_users",
    ("onec", "payments_bank"): "payments",
}
_COPY = """
    copy (
        select
            key as _key,
            'upsert' as _op,
            cast(payload as text) as _payload,
            cast(null as text) as _version,
            cast(day as text) as _day,
            cast('{observed}' as timestamptz) as _observed_at,
            '{batch}' as _batch_id,
            row_number() over () - 1 as _row
        from {macro}
    ) to '{path}' (
        format parquet, compression zstd, row_group_size {rows}, kv_metadata {{voronka: '{footer}'}}
    )
"""


@dataclass(frozen=True)
class Company:
    """How large it is, and when it is looked at: two years of business, five calls to a deal."""

    deals: int

    @property
    def numbers(self) -> dict[str, int]:
        """The variables of the SQL."""
        return {
            "deals": self.deals,
            "contacts": self.deals * 7 // 10,
            "calls": self.deals * 5,
            "people": max(10, self.deals // 5_000),
            "first_day": int(self.beginning.timestamp()),
            "days": _DAYS,
            "now": int(self.now.timestamp()),
        }

    @property
    def beginning(self) -> datetime:
        """The first midnight."""
        return datetime.fromisoformat("2024-01-01T00:00:00+03:00")

    @property
    def now(self) -> datetime:
        """The night on which everything is transformed."""
        return self.beginning + timedelta(days=_DAYS, hours=3)


@dataclass(frozen=True)
class _Batch:
    vendor: str
    source: str
    stream: Stream
    first_day: int = 0
    days: int = 0


def land(company: Company, folder: Path) -> Deployment:
    """A deployment in an empty `folder` whose landing has everything that the company ever did."""
    shutil.copytree(_MAPPINGS, folder / "mappings")
    shutil.copy(_HERE / "deployment.yml", folder)
    deployment = read_deployment(folder / "deployment.yml", {"BENCH_NOTHING": "nothing"})
    _read_mappings(deployment, company)
    with duckdb.connect(str(folder / "company.duckdb")) as base:
        _tell(base, company, folder)
        for turn, batch in enumerate(_batches(deployment)):
            _write(base, company, batch, turn, deployment.state.landing)
    (folder / "company.duckdb").unlink()
    return deployment


def _read_mappings(deployment: Deployment, company: Company) -> None:
    reader = Reader(deployment, session=requests.Session, now=lambda: company.now)
    wanted = {"mappings": deployment.sources["mappings"].streams or ()}
    for report in reader.read(open_connectors(deployment), wanted):
        assert report.complete, report.trouble


def _tell(base: duckdb.DuckDBPyConnection, company: Company, folder: Path) -> None:
    base.execute(f"set memory_limit = '2GB'; set temp_directory = '{folder}/spill'; set TimeZone = 'UTC'")
    for name, value in company.numbers.items():
        base.execute(f"set variable {name} = {value}")
    for name in ("cast", "records", "catalogue", "money"):
        base.execute((_HERE / f"{name}.sql").read_text(encoding="utf-8"))


def _batches(deployment: Deployment) -> Iterator[_Batch]:
    for source, stream in deployed_streams(deployment, connector_types(deployment)):
        vendor = deployment.sources[source].vendor
        if vendor == "files":
            continue
        if stream.kind is not Kind.BY_DAY:
            yield _Batch(vendor, source, stream)
            continue
        for first in range(0, _DAYS, _DAYS_ASKED_AT_ONCE):
            yield _Batch(vendor, source, stream, first, min(_DAYS_ASKED_AT_ONCE, _DAYS - first))


def _write(
    base: duckdb.DuckDBPyConnection, company: Company, batch: _Batch, turn: int, landing: Path
) -> None:
    macro = _macro(batch)
    counted = base.execute(f"select count(*) from {macro}").fetchall()
    info = _info(company, batch, turn, counted[0][0])
    path = landing / batch.vendor / batch.source / batch.stream.name / f"{info.observed_at:%Y-%m}"
    path.mkdir(parents=True, exist_ok=True)
    told = {
        "observed": info.observed_at.isoformat(),
        "batch": info.batch_id,
        "macro": macro,
        "path": path / f"{info.batch_id}.parquet",
        "rows": _ROWS_AT_ONCE,
        "footer": footer(info).decode().replace("'", "''"),
    }
    base.execute(_COPY.format(**told))


def _macro(batch: _Batch) -> str:
    name = _MACROS.get((batch.vendor, batch.stream.name), batch.stream.name)
    if batch.days:
        return f"{name}({batch.first_day}, {batch.first_day + batch.days - 1})"
    return f"{name}({'0' if batch.stream.kind is Kind.CHANGED_SINCE else ''})"


def _info(company: Company, batch: _Batch, turn: int, rows: int) -> BatchInfo:
    now, midnight = company.now.astimezone(UTC), company.beginning.astimezone(UTC)
    info = BatchInfo(
        vendor=batch.vendor,
        source=batch.source,
        stream=batch.stream.name,
        stream_version=batch.stream.stream_version,
        kind=batch.stream.kind,
        batch_id=batch_name(now, turn),
        observed_at=now,
        window_from=midnight if batch.stream.kind is Kind.CHANGED_SINCE else None,
        window_to=now,
        days=[],
        complete=True,
        reset=False,
        rows=rows,
        deletes=0,
        quarantined=0,
        control_totals={},
        requests=0,
        seconds=0.0,
        connector_version="bench",
        mode="",
        warnings=[],
    )
    return _of_days(info, company, batch) if batch.days else info


def _of_days(info: BatchInfo, company: Company, batch: _Batch) -> BatchInfo:
    days = [company.beginning + timedelta(days=batch.first_day + number) for number in range(batch.days)]
    return msgspec.structs.replace(
        info,
        days=[day.date().isoformat() for day in days],
        window_from=days[0].astimezone(UTC),
        window_to=(days[-1] + timedelta(days=1)).astimezone(UTC),
    )
