"""Dagster's run history in SQLite, held open by the process that writes it: a storage of `dagster.yaml`.

Dagster's own makes an engine for each of a run's thousand events: it opens SQLite's file, compiles its
statements anew, and by closing the file makes SQLite fold its log into it. That cost more than judging all
marts.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine

from orchestration.dagster_private import (
    ConfigurableClassData,
    DagsterSqliteStorage,
    SqliteEventLogStorage,
    SqliteRunStorage,
)

_INDEX = "index"  # the file that all runs share
_PATIENCE = 30.0  # seconds for another process that writes


class OpenHistory(DagsterSqliteStorage):
    """What Dagster keeps in SQLite below `base_dir`, as it lays it out itself, each file opened once."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)  # makes the files, or brings them up to Dagster's version
        self._run_storage = _OpenRuns(self._run_storage._conn_string)
        self._event_log_storage = _OpenEvents(self._event_log_storage._base_dir)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "OpenHistory":
        """The storage that `dagster.yaml` names."""
        return cls.from_local(inst_data=inst_data, **config_value)


class _OpenRuns(SqliteRunStorage):
    def __init__(self, conn_string: str) -> None:
        super().__init__(conn_string)
        self._files = _Files()

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        with self._files.opened(self._conn_string).begin() as connection:
            yield connection

    def dispose(self) -> None:
        self._files.close()


class _OpenEvents(SqliteEventLogStorage):
    def __init__(self, base_dir: str) -> None:
        self._files = _Files()
        super().__init__(base_dir)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._files.opened(self.conn_string_for_shard(shard))
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def has_table(self, table_name: str) -> bool:
        with self._files.opened(self.conn_string_for_shard(_INDEX)).connect() as connection:
            return bool(connection.dialect.has_table(connection, table_name))

    def dispose(self) -> None:
        super().dispose()
        self._files.close()


class _Files:
    """The files that a storage has opened; whoever closes it may replace them."""

    def __init__(self) -> None:
        self._engines: dict[str, Engine] = {}
        self._lock = threading.Lock()

    def opened(self, address: str) -> Engine:
        with self._lock:
            if address not in self._engines:
                engine = create_engine(address, connect_args={"timeout": _PATIENCE})
                event.listen(engine, "connect", _answer_early)
                self._engines[address] = engine
            return self._engines[address]

    def close(self) -> None:
        with self._lock:
            while self._engines:
                self._engines.popitem()[1].dispose()


def _answer_early(connection: sqlite3.Connection, _: object) -> None:
    """Let SQLite answer before the disk does.

    Dagster commits each of a run's thousand events on its own; waiting for the disk each time costs more than
    dbt. What a power cut can take are the last lines of a run's history, and the history is not state.
    """
    connection.execute("pragma synchronous = normal")
