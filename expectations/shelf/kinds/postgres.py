"""Publishes into PostgreSQL: a schema of data per version, and views that change over in one step."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Self

import psycopg
from psycopg import sql
from pydantic import Field, SecretStr, StringConstraints

from expectations.errors import ShelfError
from expectations.shelf.postgres.access_map import AccessMap
from expectations.shelf.postgres.database import Connection, Database
from expectations.shelf.postgres.loading import load_file, load_rows
from expectations.shelf.postgres.names import Spelling, Views
from expectations.shelf.postgres.roles import grant_views, make_role
from expectations.shelf.postgres.views import (
    Shown,
    change_over,
    data_schemas,
    describe,
    drop_unread,
    refuse_other_spelling,
    tables_shown,
)
from expectations.shelf.publication_rows import publication_tables
from expectations.shelf.settings import ShelfSettings
from expectations.shelf.target import OnStep, ShelfTarget, Stamp
from expectations.versions import Publication
from texts import say

_STAMP = ("release_version", "sequence", "fingerprint")
_Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,15}$")]


class PostgresSettings(ShelfSettings):
    """A database of a PostgreSQL server."""

    address: SecretStr = Field(description="postgresql://user:password@host:5432/database")
    views: _Name = Field("kpi", description="schema of the views that BI tools read")
    names: Spelling = Field(
        "lower", description="spelling of views and columns; upper: for a BI tool that wants names so"
    )
    reader: _Name | None = Field("kpi_reader", description="role that may read them; null: nobody is granted")
    access: Path | None = Field(
        None, description="map of who sees which rows (access.csv); null: readers see all"
    )
    person: _Name = Field("kpi_person", description="role of logins that see the rows of the map only")
    connect_seconds: int = Field(10, gt=0, description="how long a connection may take")
    wait_seconds: int = Field(300, ge=0, description="how long to wait for long queries of readers")

    def beside(self, folder: Path) -> Self:
        """The map stands beside the deployment file."""
        return self if self.access is None else self.model_copy(update={"access": folder / self.access})


class PostgresDatabase(ShelfTarget):
    """The marts as views of schema `kpi`, with descriptions as comments."""

    settings_type: ClassVar = PostgresSettings
    name = "postgres"

    def __init__(self, settings: PostgresSettings) -> None:
        self._database = Database(settings.address, settings.connect_seconds)
        self._views, self._reader = Views(settings.views, settings.names), settings.reader
        self._patience = float(settings.wait_seconds)
        self._map = AccessMap(settings.access, self._views, settings.reader, settings.person)

    @classmethod
    def opened(cls, settings: PostgresSettings, root: Path) -> Self:
        """The database that a deployment names; nothing of it stands in the var folder."""
        return cls(settings)

    @property
    def location(self) -> str:
        """Host, database and schema."""
        return f"{self._database.place}, {self._views.schema}"

    def check(self) -> str:
        """What server answers, and what stands there. Raises ShelfError."""
        with self._database.opened() as connection:
            said = self._examine(connection)
            refuse_other_spelling(connection, self._views)
            self._map.check(connection)
            return said

    def stamp(self) -> Stamp | None:
        """What the views show; None before the first publication. Raises ShelfError."""
        with self._database.opened() as connection:
            try:
                row = connection.execute(
                    sql.SQL("select {} from {}").format(
                        sql.SQL(", ").join(sql.Identifier(self._views.spelled(one)) for one in _STAMP),
                        self._views.of("publication_release"),
                    )
                ).fetchone()
            except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
                return None
        return Stamp(*row) if row else None

    def fault(self, publication: Publication) -> str | None:
        """Whether each view shows its table, and that holds its rows. Raises ShelfError."""
        with self._database.opened() as connection:
            if not self._map.is_in_force(connection):
                return say("the map of access has changed since")
            shown = tables_shown(connection, self._views)
            for name, mart in publication.marts.items():
                if shown.get(name) != self._schema_of(mart.version):
                    return say("{mart} does not show the published version", mart=name)
                count = sql.SQL("select count(*) from {}").format(self._views.of(name))
                if connection.execute(count).fetchone() != (mart.rows,):
                    return say("{mart} does not hold the published rows", mart=name)
        return None

    def copy_of(self, publication: Publication, mart: str) -> Path | None:
        """None: tables of a database are not the bytes that were judged."""
        return None

    def put(self, publication: Publication, releases: Path, on_step: OnStep) -> list[str]:
        """Load what is new beside what is read, then change all views over; what nobody shows is dropped."""
        with self._database.opened() as connection:
            connection.execute("set timezone = 'UTC'")
            connection.execute(
                sql.SQL("create schema if not exists {}").format(sql.Identifier(self._views.schema))
            )
            refuse_other_spelling(connection, self._views)
            before = set(tables_shown(connection, self._views).values())
            wanted = self._load(connection, publication, releases)
            on_step(f"loaded {self.name}")
            if self._reader is not None:
                make_role(connection, self._reader)
            told, wanted = self._map.put(connection, publication, wanted)
            change_over(connection, self._views, wanted, self._patience)
            if self._reader is not None:
                grant_views(connection, self._views.schema, self._reader)
            self._map.show(connection)
            describe(connection, self._views, wanted)
            now = {shown.schema for shown in wanted.values()}
            drop_unread(connection, sorted(data_schemas(connection, self._views) - before - now))
        return told

    def _load(self, connection: Connection, publication: Publication, releases: Path) -> Mapping[str, Shown]:
        wanted = {}
        for name, mart in publication.marts.items():
            schema = self._schema_of(mart.version)
            try:
                load_file(connection, schema, name, releases / mart.file, mart.sha256)
            except OSError as error:
                raise ShelfError(
                    say(
                        "The published file of {mart} cannot be read ({reason}).",
                        mart=name,
                        reason=error.strerror,
                    ),
                    fix=say("run a night, or `voronka rebuild`: both restore it or make it anew."),
                ) from error
            spoken = publication.language
            wanted[name] = Shown(schema, mart.about(spoken), mart.columns, language=spoken)
        own = self._schema_of(publication.fingerprint[:16])
        for table in publication_tables(publication):
            load_rows(connection, own, table, publication.fingerprint)
            wanted[table.name] = Shown(own, table.description, table.columns)
        return wanted

    def _schema_of(self, version: str) -> str:
        return f"{self._views.schema}_data_{version.lower().replace('-', '_')}"

    def _examine(self, connection: Connection) -> str:
        row = connection.execute(
            "select current_setting('server_version'), has_database_privilege(current_database(), 'create'),"
            " pg_size_pretty(pg_database_size(current_database())),"
            " to_regrole(%(reader)s) is not null or %(reader)s is null or"
            " (select rolcreaterole or rolsuper from pg_roles where rolname = current_user)",
            {"reader": self._reader},
        ).fetchone()
        version, may_create, size, may_grant = row or ("", False, "", False)
        if not may_create:
            raise ShelfError(
                say(
                    "The user of the PostgreSQL shelf may not create schemas in {place}.",
                    place=self._database.place,
                ),
                fix=say("grant create on database … to this user; docs/bi/postgres.md lists the rights."),
            )
        if not may_grant:
            raise ShelfError(
                say("There is no role {reader}, and the shelf's user may not make it.", reader=self._reader),
                fix=say(
                    "let an administrator run `create role {reader} nologin`, or set reader to null.",
                    reader=self._reader,
                ),
            )
        return say("PostgreSQL {version} at {place}, {size}", version=version, place=self.location, size=size)


TARGET = PostgresDatabase
