"""The dbt of a night that was killed goes on without it, and holds the warehouse: the next build ends it."""

from contextlib import suppress

import psutil

from orchestration.deployment.layout import Var

# Of every dbt that a run starts: the process that waits for it. One that has another parent is left behind.
PARENT = "VORONKA_PARENT"
_MAY_TAKE = 30.0


def end_orphans(var: Var) -> list[int]:
    """End every dbt that a dead run has left on this folder; gives their ids.

    A dbt that somebody started by hand is none of them.
    """
    found = [one for one in psutil.process_iter(["cmdline"]) if _is_left_behind(one, var)]
    for one in found:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(found, timeout=_MAY_TAKE)
    return [one.pid for one in found]


def _is_left_behind(process: psutil.Process, var: Var) -> bool:
    if not any(word.endswith("dbt") for word in process.info["cmdline"] or ()):
        return False
    try:
        around = process.environ()
        parent = around.get(PARENT, "")
        return around.get("VORONKA_VAR") == str(var.root) and parent not in ("", str(process.ppid()))
    except (psutil.AccessDenied, psutil.NoSuchProcess):
        return False
