"""Loads published files into tables of PostgreSQL by COPY; a table's comment says which file it holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from psycopg import sql

from expectations.errors import ShelfError
from expectations.shelf.postgres.database import Connection
from expectations.shelf.publication_rows import Table
from texts import say

_ROWS_AT_ONCE = 50_000
_NAMES: list[tuple[str, str]] = [
    ("is_string", "text"),
    ("is_large_string", "text"),
    ("is_boolean", "boolean"),
    ("is_int8", "smallint"),
    ("is_int16", "smallint"),
    ("is_int32", "integer"),
    ("is_int64", "bigint"),
    ("is_float32", "real"),
    ("is_float64", "double precision"),
    ("is_date32", "date"),
    ("is_time", "time"),
]
_OF_DUCKDB = {
    "VARCHAR": "text",
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}


def load_file(connection: Connection, schema: str, mart: str, file: Path, sha256: str) -> None:
    """Fill the table of a mart from its published file, unless it holds just this one.

    Raises psycopg.Error, OSError, ShelfError.
    """
    table = sql.Identifier(schema, mart)
    if _holds(connection, schema, mart) == sha256:
        return
    with pq.ParquetFile(file) as published, connection.transaction():
        columns = [(one.name, _type_of(mart, one)) for one in published.schema_arrow]
        _make(connection, schema, mart, columns)
        copy = sql.SQL("copy {} from stdin (format csv)").format(table)
        with connection.cursor().copy(copy) as into:
            for batch in published.iter_batches(_ROWS_AT_ONCE):
                into.write(_as_csv(batch))
        _finish(connection, schema, mart, sha256)


def load_rows(connection: Connection, schema: str, table: Table, fingerprint: str) -> None:
    """The same for a table of the publication itself."""
    if _holds(connection, schema, table.name) == fingerprint:
        return
    with connection.transaction():
        _make(connection, schema, table.name, [(one.name, _OF_DUCKDB[one.type]) for one in table.columns])
        places = sql.SQL(", ").join([sql.Placeholder()] * len(table.columns))
        insert = sql.SQL("insert into {} values ({})").format(sql.Identifier(schema, table.name), places)
        connection.cursor().executemany(insert, table.rows)
        _finish(connection, schema, table.name, fingerprint)


def _holds(connection: Connection, schema: str, table: str) -> str | None:
    """The comment of a table, which is the hash of what was loaded; None: there is no such table."""
    row = connection.execute(
        "select obj_description(to_regclass(format('%%I.%%I', %s::text, %s::text)), 'pg_class')",
        (schema, table),
    ).fetchone()
    return str(row[0]) if row and row[0] else None


def _make(connection: Connection, schema: str, table: str, columns: Iterable[tuple[str, str]]) -> None:
    name = sql.Identifier(schema, table)
    connection.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(schema)))
    connection.execute(sql.SQL("drop table if exists {}").format(name))
    described = [sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(kind)) for column, kind in columns]
    connection.execute(sql.SQL("create table {} ({})").format(name, sql.SQL(", ").join(described)))


def _finish(connection: Connection, schema: str, table: str, holds: str) -> None:
    name = sql.Identifier(schema, table)
    connection.execute(sql.SQL("comment on table {} is {}").format(name, sql.Literal(holds)))
    connection.execute(sql.SQL("analyze {}").format(name))


def _as_csv(batch: pa.RecordBatch) -> bytes:
    """Null is nothing, every value stands in quotes: so PostgreSQL tells null and empty text apart."""
    out = pa.BufferOutputStream()
    pa_csv.write_csv(batch, out, pa_csv.WriteOptions(include_header=False, quoting_style="all_valid"))
    return bytes(out.getvalue())


def _type_of(mart: str, column: pa.Field) -> str:
    kind = column.type
    if pa.types.is_decimal(kind):
        return f"numeric({kind.precision},{kind.scale})"
    if pa.types.is_timestamp(kind):
        return "timestamp with time zone" if kind.tz else "timestamp"
    for name, found in _NAMES:
        if getattr(pa.types, name)(kind):
            return found
    raise ShelfError(
        say("The column {mart}.{column} is of a type that PostgreSQL lacks.", mart=mart, column=column.name),
        fix=say("cast it in the model to text, a number, a date or a time."),
    )
