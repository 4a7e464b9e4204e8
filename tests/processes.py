"""Processes that a command has started: whether they end with it."""

import time
from collections.abc import Sequence

import psutil

# A machine that does other things; what goes on for ever is caught by it all the same.
_PATIENCE = 60.0


def all_end(processes: Sequence[psutil.Process]) -> bool:
    """Wait for them; whoever waits to be collected by a parent of its own has ended too."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if not any(_works(one) for one in processes):
            return True
        time.sleep(0.05)
    return False


def _works(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
