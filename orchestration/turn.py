"""One run at a time per var folder, and enough disk to begin with: checked before anything is read."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from orchestration.deployment import Deployment
from orchestration.failures import DiskFull, RunInProgress
from orchestration.layout import Var


@contextmanager
def hold_turn(deployment: Deployment, what: str) -> Iterator[None]:
    """Hold the folder while `what` runs; the same process may ask again. Raises RunInProgress or DiskFull."""
    var = deployment.state
    var.run.mkdir(parents=True, exist_ok=True)
    check_space(deployment)
    lock = FileLock(var.run / "turn.lock", is_singleton=True, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise _busy(var) from None
    try:
        if lock.lock_counter == 1:
            _sign(var, what)
        yield
    finally:
        lock.release()


def _sign(var: Var, what: str) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    (var.run / "turn.json").write_text(json.dumps({"what": what, "pid": os.getpid(), "since": since}))


def _busy(var: Var) -> RunInProgress:
    try:
        holder = json.loads((var.run / "turn.json").read_text())
        who = f"{holder['what']} (process {holder['pid']}, since {holder['since']})"
    except (OSError, ValueError, KeyError):
        who = "another run"
    return RunInProgress(
        f"{var.root} is in use by {who}",
        fix="Wait until it ends, or stop it; nothing was read or changed by this second run",
    )


def check_space(deployment: Deployment) -> None:
    """Raise DiskFull where less is free than the deployment asks for."""
    free = shutil.disk_usage(deployment.state.root).free // 1_000_000
    if free < deployment.min_free_disk_mb:
        raise DiskFull(
            f"{deployment.state.root} has {free} MB free, min_free_disk_mb is {deployment.min_free_disk_mb}",
            fix="Free some space or lower the setting; nothing was read, the publication is untouched",
        )
