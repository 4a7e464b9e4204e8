"""Publishes into one DuckDB file that every DuckDB since 1.0 can open, swapped in by a rename."""
# ruff: noqa: S608 - the names come from checked contracts and are quoted.

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

import duckdb

from expectations.atomic import flush, put_in_place
from expectations.bench import OFFLINE
from expectations.contract import Column
from expectations.errors import ShelfError
from expectations.shelf.publication_rows import Table, publication_tables
from expectations.shelf.readers import DEFAULT_MODE, open_way
from expectations.shelf.target import OnStep, Stamp
from expectations.statements import literal, quote
from expectations.versions import Publication

# The default file of DuckDB 2 is unreadable to every 1.x reader.
STORAGE_VERSION = "v1.0.0"
SCHEMA = "kpi"


class DuckDbFile:
    """The marts as tables of schema `kpi`, with descriptions as comments."""

    name = "duckdb"

    def __init__(self, path: Path, mode: int = DEFAULT_MODE, *, inside: Path | None = None) -> None:
        """`mode`: of the file; `inside`: the var folder, if that is where it may stand.

        Raises ShelfError for a file called like the schema: `kpi.fct_lead` would be ambiguous in it."""
        if path.stem == SCHEMA:
            raise ShelfError(
                f"The shelf file must not be called {path.name}.",
                fix="give it another name, such as marts.duckdb: readers cannot tell file and schema apart.",
            )
        self.path = path
        self._mode, self._inside = mode, inside

    @property
    def location(self) -> str:
        """The file to open."""
        return str(self.path)

    def stamp(self) -> Stamp | None:
        """What the file holds; None if there is no file. Raises ShelfError if it is not ours or damaged."""
        if not self.path.exists():
            return None
        query = "select release_version, sequence, fingerprint from shelf.kpi.publication_release"
        try:
            with duckdb.connect(config=OFFLINE) as connection:
                connection.execute(f"attach {literal(str(self.path))} as shelf (read_only)")
                row = connection.execute(query).fetchone()
        except duckdb.Error as error:
            raise ShelfError(
                f"The published file {self.path.name} cannot be read.",
                fix="see that nothing writes to it; the next release builds it anew.",
            ) from error
        return Stamp(*row) if row else None

    def put(self, publication: Publication, releases: Path, on_step: OnStep) -> None:
        """Build the file aside and swap it in; readers keep the old one until they open it again."""
        aside = self.path.with_name(f".{self.path.name}.aside")
        try:
            open_way(self.path.parent, self._mode, self._inside)
            _remove(aside)
            _build(aside, publication, releases)
            aside.chmod(self._mode)
            flush(aside)
            on_step(f"built {self.name}")
            put_in_place(aside, self.path)
        except (OSError, duckdb.Error) as error:
            with contextlib.suppress(OSError):
                _remove(aside)
            raise ShelfError(
                f"The file {self.path.name} could not be written ({_reason(error)}).",
                fix="free disk space or correct the shelf's path; readers keep the earlier file until then.",
            ) from error


def _remove(aside: Path) -> None:
    for path in (aside, aside.with_name(aside.name + ".wal")):
        path.unlink(missing_ok=True)


def _build(path: Path, publication: Publication, releases: Path) -> None:
    with duckdb.connect(config=OFFLINE) as connection:
        connection.execute(
            f"attach {literal(str(path))} as shelf (storage_version {literal(STORAGE_VERSION)})"
        )
        connection.execute("create schema shelf.kpi")
        for name, mart in publication.marts.items():
            source = f"read_parquet({literal(str((releases / mart.file).resolve()))})"
            connection.execute(f"create table shelf.kpi.{quote(name)} as select * from {source}")
            _comment(connection, name, mart.description, mart.columns)
        for table in publication_tables(publication):
            _write_table(connection, table)
        connection.execute("checkpoint shelf")
        connection.execute("detach shelf")


def _write_table(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    columns = ", ".join(f"{quote(column.name)} {column.type}" for column in table.columns)
    connection.execute(f"create table shelf.kpi.{table.name} ({columns})")
    if table.rows:
        places = ", ".join("?" * len(table.columns))
        connection.executemany(f"insert into shelf.kpi.{table.name} values ({places})", table.rows)
    _comment(connection, table.name, table.description, table.columns)


def _comment(
    connection: duckdb.DuckDBPyConnection, table: str, description: str, columns: Iterable[Column]
) -> None:
    connection.execute(f"comment on table shelf.kpi.{quote(table)} is {literal(description)}")
    for column in columns:
        place = f"shelf.kpi.{quote(table)}.{quote(column.name)}"
        connection.execute(f"comment on column {place} is {literal(column.description)}")


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0][:200]
