"""The SQLAlchemy dialect through which Great Expectations reads DuckDB."""

from __future__ import annotations

from typing import Any

import duckdb_engine
from sqlalchemy.dialects import registry


class ReadOnlyDialect(duckdb_engine.Dialect):
    """DuckDB without transactions: the checker only reads.

    Great Expectations closes a connection before it fetches; SQLAlchemy then rolls back, and a rollback drops
    DuckDB's open result.
    """

    supports_statement_cache = False

    def do_begin(self, connection: Any) -> None:
        """Begin nothing."""

    def do_rollback(self, connection: Any) -> None:
        """Roll nothing back."""

    def do_commit(self, connection: Any) -> None:
        """Commit nothing."""


def register() -> str:
    """Make the dialect known and return the URL scheme that asks for it."""
    registry.register("duckdb.readonly", __name__, "ReadOnlyDialect")
    return "duckdb+readonly"
