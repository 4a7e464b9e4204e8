"""Whose turn it is: one reader of the sources, one writer of the warehouse per var folder; enough disk.

The locks are the operating system's and end with the process that holds them; Dagster's pools, which a killed
run keeps for ever, are not used (docs/decisions/0010-locks-die-with-their-process.md).
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from orchestration.deployment.deployment import Deployment
from orchestration.failures import DiskFull, RunInProgress
from texts import say, translated

# How long a run waits for the one before it: longer than any night that is not ill.
PATIENCE = 2 * 60 * 60.0
_ASK_EVERY = 0.5


class Turn(StrEnum):
    """What only one process at a time may do; reading the sources never waits for the warehouse."""

    LANDING = "landing"
    WAREHOUSE = "warehouse"


@contextmanager
def hold_turn(
    deployment: Deployment,
    what: str,
    turn: Turn,
    *,
    patience: float = PATIENCE,
    waiting: Callable[[str], None] = lambda _: None,
) -> Iterator[None]:
    """Hold the turn while `what` runs; the same process may ask again.

    `patience`: seconds to wait for another process, which `waiting` hears of in a sentence that names it.
    Raises RunInProgress or DiskFull.
    """
    run = deployment.state.run
    run.mkdir(parents=True, exist_ok=True)
    check_space(deployment)
    lock = FileLock(run / f"{turn}.lock", is_singleton=True, thread_local=False)
    _acquire(lock, deployment, turn, patience, waiting)
    try:
        if lock.lock_counter == 1:
            _sign(run / f"{turn}.json", what)
        yield
    finally:
        lock.release()


def _acquire(
    lock: FileLock, deployment: Deployment, turn: Turn, patience: float, waiting: Callable[[str], None]
) -> None:
    try:
        lock.acquire(timeout=0)
        return
    except Timeout:
        who = _holder(deployment.state.run / f"{turn}.json")
    if patience:
        waiting(say("Waiting until {who} ends with {root}", who=who, root=deployment.state.root))
    try:
        lock.acquire(timeout=patience, poll_interval=_ASK_EVERY)
    except Timeout:
        raise RunInProgress(
            say("{root} is in use by {who}", root=deployment.state.root, who=who),
            fix=say("Wait until it ends, or stop it; this run changed nothing further"),
        ) from None


def _sign(file: Path, what: str) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    file.write_text(json.dumps({"what": what, "pid": os.getpid(), "since": since}), encoding="utf-8")


def _holder(file: Path) -> str:
    try:
        holder = json.loads(file.read_text(encoding="utf-8"))
        return say(
            "{what} (process {pid}, since {since})",
            what=translated(str(holder["what"])),
            pid=int(holder["pid"]),
            since=str(holder["since"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return say("another run")


def check_space(deployment: Deployment) -> None:
    """Raise DiskFull where less is free than the deployment asks for."""
    root = deployment.state.root
    root.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(root).free // 1_000_000
    if free < deployment.min_free_disk_mb:
        raise DiskFull(
            say(
                "{root} has {free} MB free, min_free_disk_mb is {min_free_disk_mb}",
                root=root,
                free=free,
                min_free_disk_mb=deployment.min_free_disk_mb,
            ),
            fix=say("Free some space or lower the setting; nothing was read, the publication is untouched"),
        )
