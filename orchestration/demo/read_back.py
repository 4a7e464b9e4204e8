"""What PostgreSQL shows, read back as a BI tool reads it, in a DuckDB file that the proof can ask."""
# ruff: noqa: S608 - the names come from checked contracts and are quoted.

import tempfile
from pathlib import Path

import duckdb
import psycopg
from psycopg import sql

from expectations.statements import literal, one_file, quote
from expectations.versions import Publication, PublishedMart


def read_back(address: str, views: str, publication: Publication, to: Path) -> None:
    """Copy each published mart from its view into a new file. Raises psycopg.Error, duckdb.Error, OSError."""
    to.unlink(missing_ok=True)
    with (
        psycopg.connect(address) as shown,
        duckdb.connect() as copies,
        tempfile.TemporaryDirectory(dir=to.parent) as room,
    ):
        shown.execute("set timezone = 'UTC'")
        copies.execute(f"attach {literal(str(to))} as copy")
        copies.execute("create schema copy.kpi")
        for name, mart in publication.marts.items():
            file = Path(room) / "rows.csv"
            _fetch(shown, views, name, mart, file)
            _take(copies, name, mart, file)


def _fetch(
    shown: psycopg.Connection[tuple[object, ...]], views: str, name: str, mart: PublishedMart, to: Path
) -> None:
    columns = sql.SQL(", ").join(sql.Identifier(one.name) for one in mart.columns)
    statement = sql.SQL("copy (select {} from {}) to stdout (format csv)").format(
        columns, sql.Identifier(views, name)
    )
    with to.open("wb") as file, shown.cursor().copy(statement) as rows:
        for part in rows:
            file.write(part)


def _take(copies: duckdb.DuckDBPyConnection, name: str, mart: PublishedMart, file: Path) -> None:
    types = ", ".join(f"{literal(one.name)}: {literal(one.type)}" for one in mart.columns)
    copies.execute(
        f"create table copy.kpi.{quote(name)} as"
        f" select * from read_csv({one_file(file)}, columns = {{{types}}},"
        " header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false,"
        " auto_detect = false, parallel = false)"
    )
