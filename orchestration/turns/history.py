"""Dagster's own files are history, not state: one that cannot be read is set aside and begun anew."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from texts import say

# Of Dagster's three stores; what single runs logged stands beside the second, and nothing reads it to begin.
_STORES = ("history/runs.db", "history/runs/index.db", "schedules/schedules.db")
_SIDES = ("", "-wal", "-shm", "-journal")
# SQLite's answers of a file that is busy or out of reach, which is no damage.
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL)


def mend_history(home: Path, moment: datetime) -> list[str]:
    """Set aside the stores of DAGSTER_HOME that cannot be read; a sentence for each. Raises OSError."""
    return [_set_aside(file, moment) for name in _STORES if _is_damaged(file := home / name)]


def _is_damaged(file: Path) -> bool:
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(file)) as store:
            return bool(store.execute("pragma quick_check(1)").fetchone() != ("ok",))
    except sqlite3.DatabaseError as error:
        code: int = error.sqlite_errorcode & 0xFF
        return code not in _BUSY


def _set_aside(file: Path, moment: datetime) -> str:
    """Rename the store with its side files, which belong to it alone."""
    name = f"{file.name}.damaged-{moment:%Y%m%dT%H%M%S}"
    for side in _SIDES:
        part = file.with_name(file.name + side)
        if part.exists():
            part.replace(file.with_name(name + side))
    return say(
        "{file} was damaged: Dagster's history begins anew, the file is kept as {name}. No number is touched",
        file=file,
        name=name,
    )
