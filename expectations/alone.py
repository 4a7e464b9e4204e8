"""One release at a time per var folder, and what the disk or DuckDB refuse said in two sentences."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from expectations.damage import says_damaged
from expectations.errors import ReleaseError, WarehouseDamaged
from expectations.versions import Versions
from texts import say

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def alone(var: Path) -> Iterator[Versions]:
    """The folder of versions, for one process at a time; disk failures come out with what and fix."""
    root = var / "releases"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / ".lock", timeout=0):
            yield Versions(root)
    except Timeout as error:
        raise ReleaseError(
            say("Another release or rollback is running."), fix=say("wait until it has finished.")
        ) from error
    except OSError as error:
        raise _disk_error(error.errno in _DISK_FULL, error.strerror or "input/output error") from error
    except duckdb.Error as error:
        text = str(error).splitlines()[0]
        if says_damaged(str(error)):
            raise WarehouseDamaged(
                say("The warehouse is damaged: {text}", text=text),
                fix=say("`voronka rebuild` makes it anew."),
            ) from error
        raise _disk_error("No space left" in text or "File too large" in text, text) from error


def _disk_error(is_full: bool, text: str) -> ReleaseError:
    if is_full:
        return ReleaseError(
            say("The disk is full; what is published stays whole."),
            fix=say("free space or lower the number of kept versions, then run the night again."),
        )
    return ReleaseError(
        say("The version could not be written: {text}.", text=text),
        fix=say("see that this user may write to the var folder and that its disk is in order."),
    )
