"""The connection to PostgreSQL: where it leads, and what its errors say without a secret or a value."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import conninfo
from psycopg.rows import TupleRow
from pydantic import SecretStr

from expectations.errors import ShelfError
from texts import say

Connection = psycopg.Connection[TupleRow]
_APPLICATION = "voronka"
# Their words quote the value that did not fit.
_OF_VALUES = (psycopg.DataError, psycopg.IntegrityError)


@dataclass(frozen=True)
class Database:
    """One database. `seconds`: how long a connection may take."""

    address: SecretStr
    seconds: int

    @property
    def place(self) -> str:
        """Host, port and name, without user and password. Raises ShelfError."""
        try:
            parts = conninfo.conninfo_to_dict(self.address.get_secret_value())
        except psycopg.ProgrammingError:
            raise ShelfError(
                say("The address of the PostgreSQL shelf cannot be read."),
                fix=say("write it as postgresql://user:password@host:5432/database."),
            ) from None
        host, port = parts.get("host") or "localhost", parts.get("port") or 5432
        return f"postgresql://{host}:{port}/{parts.get('dbname') or ''}"

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """A connection whose blocks `with connection.transaction()` are transactions. Raises ShelfError."""
        place = self.place
        try:
            with psycopg.connect(
                self.address.get_secret_value(),
                autocommit=True,
                connect_timeout=self.seconds,
                application_name=_APPLICATION,
            ) as connection:
                yield connection
        except psycopg.Error as error:
            raise ShelfError(
                say(
                    "The database {place} did not do what was asked ({reason}).",
                    place=place,
                    reason=_reason(error),
                ),
                fix=_fix(error),
            ) from None


def _reason(error: psycopg.Error) -> str:
    if isinstance(error, _OF_VALUES):
        return f"SQLSTATE {error.sqlstate}, {error.diag.table_name or error.diag.context or ''}"[:200].strip(
            ", "
        )
    said = error.diag.message_primary or str(error)
    return " ".join(said.split())[:200]


def _fix(error: psycopg.Error) -> str:
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return say("let an administrator give the shelf's user this right; docs/bi/postgres.md lists them.")
    if isinstance(error, psycopg.errors.DiskFull):
        return say("free disk space on the database server; readers keep the earlier version until then.")
    return say(
        "see that the server runs and the address is right; readers keep the earlier version until then."
    )
