"""Dagster's run history, held open by the process that writes it.

Dagster makes an engine for each of a run's thousand events: it opens SQLite's file, compiles its statements
anew, and by closing the file makes SQLite fold its log into it. That cost more than judging all marts.
"""

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, Engine, make_url

from orchestration.dagster_private import SqliteEventLogStorage, SqliteRunStorage

_INDEX = "index"  # the file that all runs share
_PATIENCE = 30.0  # seconds for another process that writes
_held: dict[str, Engine] = {}
_lock = threading.RLock()


def hold_history_open() -> None:
    """From now on this process opens each file of a history once."""
    SqliteEventLogStorage._connect = _connect_events  # type: ignore[method-assign]
    SqliteEventLogStorage.has_table = _has_table  # type: ignore[method-assign]
    SqliteRunStorage.connect = _connect_runs  # type: ignore[method-assign]
    atexit.register(let_go_of_history, None)


def let_go_of_history(home: Path | None) -> None:
    """Close what is open below the folder `home`, or everything: somebody may replace the files now."""
    with _lock:
        for address in [one for one in _held if home is None or _file(one).is_relative_to(home)]:
            _held.pop(address).dispose()


@contextmanager
def _connect_events(self: SqliteEventLogStorage, shard: str) -> Iterator[Connection]:
    with self._db_lock:
        engine = _engine(self.conn_string_for_shard(shard))
        if shard not in self._initialized_dbs:
            self._initdb(engine)
            self._initialized_dbs.add(shard)
        with engine.connect() as connection, connection.begin():
            yield connection


def _has_table(self: SqliteEventLogStorage, table_name: str) -> bool:
    with _engine(self.conn_string_for_shard(_INDEX)).connect() as connection:
        return bool(connection.dialect.has_table(connection, table_name))


@contextmanager
def _connect_runs(self: SqliteRunStorage) -> Iterator[Connection]:
    with _engine(self._conn_string).connect() as connection, connection.begin():
        yield connection


def _engine(address: str) -> Engine:
    with _lock:
        if address not in _held:
            _held[address] = create_engine(address, connect_args={"timeout": _PATIENCE})
        return _held[address]


def _file(address: str) -> Path:
    return Path(make_url(address).database or "")
