"""The connection to PostgreSQL: where it leads, and what its errors say without a secret or a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import conninfo
from psycopg.rows import TupleRow
from pydantic import SecretStr

from expectations.engine_words import said_by_engine
from expectations.errors import ShelfError
from texts import say
from texts.redaction import Redactor

Connection = psycopg.Connection[TupleRow]
_APPLICATION = "voronka"
# Their words quote the value that did not fit.
_OF_VALUES = (psycopg.DataError, psycopg.IntegrityError)
_COPIED = re.compile(r"COPY [a-z0-9_]+, line \d+(?:, column [a-z0-9_]+)?")
_PORTS = re.compile(r"[\d,]*")  # one for each host


@dataclass(frozen=True)
class Database:
    """One database. `seconds`: how long a connection may take."""

    address: SecretStr
    seconds: int

    @property
    def place(self) -> str:
        """Host, port and name, without user and password. Raises ShelfError."""
        parts = self._parts
        host, port = parts.get("host") or "localhost", parts.get("port") or 5432
        return f"postgresql://{host}:{port}/{parts.get('dbname') or ''}"

    @property
    def _parts(self) -> dict[str, Any]:
        """The address, taken apart. ShelfError where a part of a password would be taken for host or port."""
        try:
            parts = conninfo.conninfo_to_dict(self.address.get_secret_value())
        except psycopg.ProgrammingError:
            raise _unreadable() from None
        where = (str(parts.get(name) or "") for name in ("host", "port", "dbname"))
        if any("@" in one for one in where) or not _PORTS.fullmatch(str(parts.get("port") or "")):
            raise _unreadable()
        return parts

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
                    reason=_reason(error, Redactor((str(self._parts.get("password") or ""),))),
                ),
                fix=_fix(error),
            ) from None


def _unreadable() -> ShelfError:
    return ShelfError(
        say("The address of the PostgreSQL shelf cannot be read."),
        fix=say(
            "write it as postgresql://user:password@host:5432/database; in a password write %40 for @, %2F "
            "for /, %3A for : and %3F for ?."
        ),
    )


def _reason(error: psycopg.Error, redact: Redactor) -> str:
    if isinstance(error, _OF_VALUES):
        return f"SQLSTATE {error.sqlstate}, {_place_of(error)}".strip(", ")
    return said_by_engine(redact(error.diag.message_primary or str(error)))


def _place_of(error: psycopg.Error) -> str:
    """The table, and where rows were copied the line and the column; after them the value would follow."""
    copied = _COPIED.match(error.diag.context or "")
    return copied.group() if copied else error.diag.table_name or ""


def _fix(error: psycopg.Error) -> str:
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return say("let an administrator give the shelf's user this right; docs/bi/postgres.md lists them.")
    if isinstance(error, psycopg.errors.DiskFull):
        return say("free disk space on the database server; readers keep the earlier version until then.")
    return say(
        "see that the server runs and the address is right; readers keep the earlier version until then."
    )
