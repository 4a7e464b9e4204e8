"""Opens what another loader filled, for reading only: a DuckDB file, a folder of Parquet, a PostgreSQL."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import psycopg
from psycopg import conninfo, sql

from connectors.kit.errors import SettingsError, SourceError, VendorUnavailable
from expectations.statements import literal, one_file, quote
from texts import say

JSON_TEXT = "JSON_TEXT"
_POSTGRES = ("postgres://", "postgresql://")
# How PostgreSQL's types are read back; any other is text.
_TYPES = {
    "smallint": "BIGINT", "integer": "BIGINT", "bigint": "BIGINT", "boolean": "BOOLEAN", "date": "DATE",
    "numeric": "DOUBLE", "real": "DOUBLE", "double precision": "DOUBLE", "json": "JSON", "jsonb": "JSON",
    "timestamp with time zone": "TIMESTAMPTZ", "timestamp without time zone": "TIMESTAMP",
}  # fmt: skip


@dataclass
class Opened:
    """A DuckDB connection and what can be read through it: table → how SQL names it, made on first use."""

    connection: duckdb.DuckDBPyConnection
    tables: Mapping[str, Callable[[], str]]
    _columns: dict[str, dict[str, str]] = field(default_factory=dict)

    def name_of(self, table: str) -> str:
        """The table as it is listed: `leads` may be the only `raw.leads`. SettingsError if there is none."""
        found = [name for name in self.tables if name == table or name.endswith(f".{table}")]
        if table in found or len(found) == 1:
            return table if table in found else found[0]
        if found:
            raise SettingsError(
                say(
                    "several tables are called {table}: {tables}",
                    table=table,
                    tables=", ".join(sorted(found)),
                ),
                fix=say("write the one that is meant with its schema, under `tables`."),
            )
        shown = ", ".join(
            sorted(name for name in self.tables if "__" not in name and "_dlt_" not in name)[:20]
        )
        raise SettingsError(
            say("there is no table {table}; there are: {tables}", table=table, tables=shown or "–"),
            fix=say("correct `table` of this stream under `tables`, or let the other loader fill it first."),
        )

    def relation(self, table: str) -> str:
        """The listed table as SQL names it."""
        return self.tables[table]()

    def columns(self, table: str) -> dict[str, str]:
        """Column → DuckDB's type, of a listed table; JSON_TEXT where every text of it is JSON."""
        if table not in self._columns:
            told = self.connection.execute(f"describe select * from {self.relation(table)}").fetchall()
            kinds = {str(row[0]): str(row[1]) for row in told}
            self._columns[table] = kinds | dict.fromkeys(self._nested(table, kinds), JSON_TEXT)
        return self._columns[table]

    def _nested(self, table: str, kinds: Mapping[str, str]) -> list[str]:
        """The text columns that hold JSON: Parquet has no type for it."""
        texts = [name for name, kind in kinds.items() if kind == "VARCHAR"]
        if not texts:
            return []
        tests = (
            f"bool_and(ltrim({name})[1] in ('{{', '[') and json_valid({name}))" for name in map(quote, texts)
        )
        asked = f"select {', '.join(tests)} from {self.relation(table)}"
        answers = self.connection.execute(asked).fetchall()[0]
        return [name for name, answer in zip(texts, answers, strict=True) if answer]


@contextmanager
def opened(place: str) -> Iterator[Opened]:
    """Open a place; nothing is written there. SettingsError: it is none; VendorUnavailable: not now."""
    with tempfile.TemporaryDirectory() as spare, duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"set temp_directory = {literal(spare)}")
        try:
            if place.startswith(_POSTGRES):
                with psycopg.connect(place, connect_timeout=10) as server:
                    yield Opened(connection, _of_postgres(server, connection, Path(spare)))
            elif Path(place).is_dir():
                yield Opened(connection, _of_folder(Path(place)))
            elif Path(place).is_file():
                connection.execute(f"attach {literal(place)} as filled (read_only)")
                yield Opened(connection, _of_file(connection))
            else:
                raise SettingsError(
                    say("there is no file and no folder {place}", place=_shown(place)),
                    fix=say("correct `tables.place`, or let the other loader fill it first."),
                )
        except (duckdb.Error, psycopg.Error) as error:
            raise _not_now(place, error) from None


def _not_now(place: str, error: Exception) -> SourceError:
    """Errors of the engines may quote values and passwords: only their kind is told."""
    return VendorUnavailable(
        say("{place} could not be read ({kind})", place=_shown(place), kind=type(error).__name__),
        fix=say("run again when the other loader has ended; see that the file or server may be read."),
    )


def _shown(place: str) -> str:
    """The place without what may be secret in it: of an address the server and the database alone."""
    if "://" not in place:
        return place
    try:
        told = conninfo.conninfo_to_dict(place)
    except psycopg.Error:
        return place.partition("://")[0] + "://…"
    # a password with a slash that is not escaped begins as a port and ends in the database
    database = str(told.get("dbname", "")).rpartition("@")[2]
    return f"{told.get('host', '')}/{database}"


def _of_file(connection: duckdb.DuckDBPyConnection) -> dict[str, Callable[[], str]]:
    listed = connection.execute(
        "select table_schema, table_name from information_schema.tables where table_catalog = 'filled'"
    ).fetchall()
    return {f"{schema}.{table}": _says(f"filled.{quote(schema)}.{quote(table)}") for schema, table in listed}


def _of_folder(folder: Path) -> dict[str, Callable[[], str]]:
    """Every file of Parquet, and every folder with some, by its path without the ending."""
    files = sorted(file for file in folder.rglob("*.parquet") if file.is_file())
    tables = {str(file.relative_to(folder).with_suffix("")): [file] for file in files}
    for file in files:
        for parent in file.relative_to(folder).parents[:-1]:
            tables.setdefault(str(parent), []).append(file)
    return {name: _says(_parquet(of)) for name, of in tables.items()}


def _parquet(files: list[Path]) -> str:
    return f"read_parquet([{', '.join(map(one_file, files))}], union_by_name = true)"


def _of_postgres(
    server: psycopg.Connection[Any], connection: duckdb.DuckDBPyConnection, spare: Path
) -> dict[str, Callable[[], str]]:
    server.read_only = True
    # all tables as of one instant: a loader that writes meanwhile must not split a record from its lists
    server.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    listed = server.execute(
        "select table_schema, table_name from information_schema.tables"
        " where table_schema not in ('pg_catalog', 'information_schema')"
    ).fetchall()

    def copied(schema: str, table: str) -> Callable[[], str]:
        made: list[str] = []

        def once() -> str:
            if not made:
                made.append(_copied(server, connection, (schema, table), spare / f"{schema}.{table}.csv"))
            return made[0]

        return once

    return {f"{schema}.{table}": copied(schema, table) for schema, table in listed}


def _copied(
    server: psycopg.Connection[Any], connection: duckdb.DuckDBPyConnection, table: tuple[str, str], file: Path
) -> str:
    """Copy a table over, and name the copy."""
    columns = server.execute(
        "select column_name, data_type from information_schema.columns"
        " where table_schema = %s and table_name = %s order by ordinal_position",
        table,
    ).fetchall()
    asked = sql.SQL("copy (select * from {}) to stdout (format csv, force_quote *)")
    with server.cursor().copy(asked.format(sql.Identifier(*table))) as rows, file.open("wb") as kept:
        for part in rows:
            kept.write(part)
    shape = ", ".join(f"{literal(name)}: '{_TYPES.get(kind, 'VARCHAR')}'" for name, kind in columns)
    copy = quote(".".join(table))
    connection.execute(
        f"create temp table {copy} as select * from read_csv({one_file(file)}, header = false,"
        f" quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, columns = {{{shape}}})"
    )
    file.unlink()
    return copy


def _says(relation: str) -> Callable[[], str]:
    return lambda: relation
