"""Shelves made by hand for the page: tables as the contracts promise, put out by the real shelf targets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from expectations.shelf.kinds.duckdb_file import DuckDbFile
from expectations.shelf.kinds.parquet import ParquetFolder
from expectations.verdict import Finding
from expectations.versions import Publication, PublishedDomain, PublishedMart

MODELS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"
VERSION = "20260605T000000Z-made"
AS_OF = date(2026, 6, 5)
Row = Mapping[str, Any]


@cache
def promised_columns() -> dict[str, list[tuple[str, str]]]:
    """Mart → its columns and types, as the contracts of the repository say."""
    found: dict[str, list[tuple[str, str]]] = {}
    for file in MODELS.rglob("*.yml"):
        for model in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("models", []):
            found[model["name"]] = [(one["name"], one["data_type"]) for one in model["columns"]]
    return found


@cache
def domain_of(mart: str) -> str:
    """The domain of a mart, as its contract says."""
    for file in MODELS.rglob(f"{mart}.yml"):
        for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]:
            if model["name"] == mart:
                return str(model["config"]["meta"]["publish"]["domain"])
    raise AssertionError(f"{mart} has no contract")


def create_marts(connection: duckdb.DuckDBPyConnection, marts: Iterable[str]) -> None:
    """Empty tables with exactly the promised columns: a query that asks for another one fails."""
    for mart in marts:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in promised_columns()[mart])
        connection.execute(f"create table {mart} ({columns})")


def insert(connection: duckdb.DuckDBPyConnection, mart: str, rows: Sequence[Row]) -> None:
    """Rows by column name; columns left out are null."""
    if not rows:
        return
    names = list(dict.fromkeys(name for row in rows for name in row))
    places = ", ".join(f"({', '.join('?' * len(names))})" for _ in rows)
    columns = ", ".join(f'"{name}"' for name in names)
    values = [row.get(name) for row in rows for name in names]
    connection.execute(f"insert into {mart} ({columns}) values {places}", values)


def put_out(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    as_of: date = AS_OF,
    both: bool = False,
    undated: Collection[str] = (),
    held: Mapping[str, date] | None = None,
    findings: tuple[Finding, ...] = (),
) -> tuple[Path, Path]:
    """Publish every table of the connection: the DuckDB file, and with `both` the Parquet folder too.

    `held`: domains that stayed at an earlier night, with the date of that night.
    """
    tables = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
    releases = folder / "releases" / VERSION
    releases.mkdir(parents=True)
    for name in tables:
        connection.execute(f"copy {name} to '{releases / name}.parquet' (format parquet)")
    marts = {
        name: PublishedMart(
            version=VERSION, file=f"{VERSION}/{name}.parquet", sha256="", rows=1, domain=domain_of(name)
        )
        for name in sorted(tables)
    }
    publication = Publication(
        version=VERSION,
        sequence=1,
        run_id="made",
        as_of_date=as_of,
        company="Северный свет",
        language="ru",
        timezone="Europe/Moscow",
        contracts="",
        domains={name: _domain(name, as_of, held or {}, undated) for name in sorted(map(domain_of, tables))},
        marts=marts,
        findings=findings,
    )
    file, parquet = DuckDbFile(folder / "voronka.duckdb"), ParquetFolder(folder / "parquet")
    for target in (file, parquet) if both else (file,):
        target.put(publication, folder / "releases", lambda step: None)
    return file.path, parquet.folder


def _domain(name: str, as_of: date, held: Mapping[str, date], undated: Collection[str]) -> PublishedDomain:
    night = held.get(name, as_of)
    # 03:00 on the company's clock.
    moment = datetime(night.year, night.month, night.day, tzinfo=UTC)
    late = name in held
    return PublishedDomain(
        version=VERSION,
        data_as_of=None if name in undated else moment - timedelta(minutes=1),
        published_at=moment,
        verdict="held" if late else "published",
        reason="не прошли: fct_payment" if late else None,
        reason_en="did not pass: fct_payment" if late else None,
    )
