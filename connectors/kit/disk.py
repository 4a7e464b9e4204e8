"""What is said of a disk that takes nothing, and files on it that vanish with whoever opened them."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile

from connectors.kit.errors import LandingFailed
from texts import say

IN_MEMORY = 1 << 20  # bytes of a passing file that never reach the disk
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def writing(what: str) -> Iterator[None]:
    """Turn a failed write into one clear error."""
    try:
        yield
    except OSError as error:
        raise not_written(what, error) from error


def not_written(what: str, error: OSError) -> LandingFailed:
    """The error of `what` could not be written."""
    full = error.errno in _FULL
    return LandingFailed(
        say(
            "{what} could not be written: {reason}",
            what=what,
            reason=say("the disk is full") if full else error.strerror or error,
        ),
        fix=say("free some space and run again: nothing was half-landed.")
        if full
        else say("check the folder's rights and the disk, then run again: nothing was half-landed."),
    )


def passing_file(folder: Path | None) -> SpooledTemporaryFile[bytes]:
    """A file nobody else can open, gone when it is closed or its process ends, however that ends.

    `folder`: whose disk it lies on once it is larger than IN_MEMORY; None: the system's for such files.
    """
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    return SpooledTemporaryFile(IN_MEMORY, dir=None if folder is None else str(folder))
