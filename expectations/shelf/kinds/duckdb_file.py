"""Publishes into one DuckDB file that every DuckDB since 1.0 can open, swapped in by a rename."""
# ruff: noqa: S608 - the names come from checked contracts and are quoted.

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar, Self

import duckdb

from durable.files import aside_of, flush, put_in_place
from expectations.aside import set_aside
from expectations.bench import OFFLINE
from expectations.engine_words import failure_of
from expectations.errors import ShelfError
from expectations.shelf.publication_rows import Table, publication_tables
from expectations.shelf.readers import DEFAULT_MODE, open_way, writable
from expectations.shelf.settings import FileSettings
from expectations.shelf.target import OnStep, ShelfTarget, Stamp
from expectations.statements import literal, one_file, quote, rows_of
from expectations.versions import Publication
from texts import say

# The default file of DuckDB 2 is unreadable to every 1.x reader.
STORAGE_VERSION = "v1.0.0"
SCHEMA = "kpi"


class DuckDbFile(ShelfTarget):
    """The marts as tables of schema `kpi`, with descriptions as comments."""

    settings_type: ClassVar = FileSettings
    feeds_page: ClassVar = True
    name = "duckdb"

    @classmethod
    def opened(cls, settings: FileSettings, root: Path) -> Self:
        """The file that a deployment names. Raises ShelfError."""
        return cls(root / settings.path, settings.mode_number, inside=root)

    def __init__(self, path: Path, mode: int = DEFAULT_MODE, *, inside: Path | None = None) -> None:
        """`mode`: of the file; `inside`: the var folder, if that is where it may stand.

        Raises ShelfError for a file called like the schema: `kpi.fct_lead` would be ambiguous in it."""
        if path.stem == SCHEMA:
            raise ShelfError(
                say("The shelf file must not be called {name}.", name=path.name),
                fix=say(
                    "give it another name, such as marts.duckdb: readers cannot tell file and schema apart."
                ),
            )
        self.path = path
        self._mode, self._inside = mode, inside

    def check(self) -> str:
        """Where it will stand. Raises ShelfError if nobody can write there."""
        return writable(self.path)

    @property
    def location(self) -> str:
        """The file to open."""
        return str(self.path)

    @property
    def _log(self) -> Path:
        """What a program that has the file open for writing leaves beside it: changes nobody published."""
        return self.path.with_name(f"{self.path.name}.wal")

    def stamp(self) -> Stamp | None:
        """What the file holds; None if there is no file. Raises ShelfError if it is not ours or damaged."""
        if not self.path.exists():
            return None
        query = "select release_version, sequence, fingerprint from shelf.kpi.publication_release"
        try:
            with self._opened() as connection:
                row = connection.execute(query).fetchone()
        except duckdb.Error as error:
            if _is_held(error):
                raise ShelfError(
                    say(
                        "The published file {file} is open for writing in another program.",
                        file=self.path.name,
                    ),
                    fix=say("close that program, or let it open the file read only."),
                ) from error
            raise ShelfError(
                say("The published file {file} cannot be read.", file=self.path.name),
                fix=say("run a night, or `voronka rebuild`: both set it aside and write it anew."),
            ) from error
        return Stamp(*row) if row else None

    def fault(self, publication: Publication) -> str | None:
        """Whether a reader finds the tables with their rows, and no changes of another program beside."""
        if self._log.exists():
            return say(
                "another program has written beside {file}; the next night publishes it anew",
                file=self.path.name,
            )
        try:
            with self._opened() as connection:
                if self.path.stat().st_size < _size_said(connection):
                    return say("{file} is cut", file=self.path.name)
                for name, mart in publication.marts.items():
                    found = connection.execute(f"select count(*) from shelf.kpi.{quote(name)}").fetchone()
                    if found != (mart.rows,):
                        return say("{mart} does not hold the published rows", mart=name)
        except duckdb.Error as error:
            return failure_of(error)
        return None

    def copy_of(self, publication: Publication, mart: str) -> Path | None:
        """None: tables of a database are not the bytes that were judged."""
        return None

    def put(self, publication: Publication, releases: Path, on_step: OnStep) -> list[str]:
        """Build the file aside and swap it in; readers keep the old one until they open it again."""
        aside = aside_of(self.path)
        try:
            open_way(self.path.parent, self._mode, self._inside)
            _remove(aside)
            _build(aside, publication, releases)
            aside.chmod(self._mode)
            flush(aside)
            on_step(f"built {self.name}")
            told = [*self._set_aside_damaged(publication), *self._set_aside_log()]
            put_in_place(aside, self.path)
            # A program that opened the old file since then: its changes must not be read into the new one.
            return told + self._set_aside_log()
        except (OSError, duckdb.Error) as error:
            with contextlib.suppress(OSError):
                _remove(aside)
            raise ShelfError(
                say(
                    "The file {file} could not be written ({reason}).",
                    file=self.path.name,
                    reason=failure_of(error),
                ),
                fix=say(
                    "free disk space or correct the shelf's path; readers keep the earlier file until then."
                ),
            ) from error

    @contextlib.contextmanager
    def _opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with duckdb.connect(config=OFFLINE) as connection:
            connection.execute(f"attach {literal(str(self.path))} as shelf (read_only)")
            yield connection

    def _set_aside_damaged(self, publication: Publication) -> list[str]:
        """Set aside what is not ours, and what claims to be this publication and yet is to be put anew."""
        if not self.path.exists():
            return []
        try:
            with self._opened() as connection:
                row = connection.execute("select fingerprint from shelf.kpi.publication_release").fetchone()
        except duckdb.Error as error:
            return [] if _is_held(error) else [set_aside(self.path)]
        is_broken = row == (publication.fingerprint,) and not self._log.exists()
        return [set_aside(self.path)] if is_broken else []

    def _set_aside_log(self) -> list[str]:
        if not self._log.exists():
            return []
        set_aside(self._log)
        return [
            say(
                "Another program had {file} open for writing: its changes are set aside, the file is what "
                "was published. Let it open the file read only",
                file=self.path,
            )
        ]


def _size_said(connection: duckdb.DuckDBPyConnection) -> int:
    """The bytes that the file's own header counts: three headers, and its blocks."""
    query = "select block_size * total_blocks from pragma_database_size() where database_name = 'shelf'"
    row = connection.execute(query).fetchone()
    return 3 * 4096 + (row[0] if row else 0)


def _is_held(error: duckdb.Error) -> bool:
    return "lock" in str(error)


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
            source = f"read_parquet({one_file(releases / mart.file)})"
            connection.execute(f"create table shelf.kpi.{quote(name)} as select * from {source}")
            said = [(column.name, column.comment(publication.language)) for column in mart.columns]
            _comment(connection, name, mart.about(publication.language), said)
        for table in publication_tables(publication):
            _write_table(connection, table)
        connection.execute("checkpoint shelf")
        connection.execute("detach shelf")


def _write_table(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    columns = ", ".join(f"{quote(column.name)} {column.type}" for column in table.columns)
    connection.execute(f"create table shelf.kpi.{table.name} ({columns})")
    if table.rows:
        by_column = [list(cells) for cells in zip(*table.rows, strict=True)]
        rows = rows_of(column.type for column in table.columns)
        connection.execute(f"insert into shelf.kpi.{table.name} {rows}", by_column)
    said = [(column.name, column.description) for column in table.columns]
    _comment(connection, table.name, table.description, said)


def _comment(
    connection: duckdb.DuckDBPyConnection, table: str, description: str, columns: Iterable[tuple[str, str]]
) -> None:
    connection.begin()  # on their own, each comment would be written to the disk: four times the work
    connection.execute(f"comment on table shelf.kpi.{quote(table)} is {literal(description)}")
    for name, said in columns:
        place = f"shelf.kpi.{quote(table)}.{quote(name)}"
        connection.execute(f"comment on column {place} is {literal(said)}")
    connection.commit()


TARGET = DuckDbFile
