"""`voronka rebuild`: what is derived is thrown away and made anew from the landing; no source is read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from expectations.aside import remove
from orchestration.alerts.obituary import tell_of_dead
from orchestration.alerts.sending import Alerts
from orchestration.assets.orphans import end_orphans
from orchestration.clock import utc_now
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.layout import DBT_PROJECT, Var
from orchestration.deployment.settings import open_connectors
from orchestration.jobs import BUILD, IN_PROCESS, LAND
from orchestration.nights.runs import Jobs
from orchestration.reports.outcome import Night, Run, night_of
from orchestration.reports.paper import Grid
from orchestration.reports.watch import Watcher
from orchestration.turns.instance import open_instance
from orchestration.turns.journal import Journal
from orchestration.turns.turn import Turn, hold_turn
from texts import say


@dataclass(frozen=True)
class Rebuilt:
    """What was thrown away (path and bytes), and how the build over the landing ended."""

    removed: tuple[tuple[Path, int], ...]
    outcome: Night


def rebuild(
    deployment: Deployment,
    *,
    now: Callable[[], datetime] = utc_now,
    watcher: Watcher | None = None,
    project: Path = DBT_PROJECT,
) -> Rebuilt:
    """Remove the warehouse and dbt's target, build all from the landing, judge and publish.

    Published versions stay: they are what a held domain keeps. Raises RunError where it cannot even begin.
    """
    open_connectors(deployment)  # what is wrong with the settings is said before anything is removed
    heard = watcher or Watcher()
    with (
        Journal(deployment.state).entered("rebuild"),
        hold_turn(deployment, "rebuild", Turn.WAREHOUSE, waiting=heard.waiting),
    ):
        end_orphans(deployment.state)  # a dbt that a killed night left would write into what is removed
        removed = _remove_derived(deployment.state)
        jobs = Jobs(deployment, now=now, watcher=heard, project=project)
        with open_instance(deployment.state) as instance:
            heard.told(tell_of_dead(Alerts(deployment), instance, now(), heard.noticed))
            built = jobs.run(BUILD, instance, tags=IN_PROCESS)
    nothing_read = Run(LAND, "", True, ())
    night = night_of(deployment.state, now(), nothing_read, built)
    phases = night.build.phases if night.build else {}
    return Rebuilt(removed, replace(night, seconds=jobs.take_seconds() | phases))


def show_removed(rebuilt: Rebuilt, console: Console) -> None:
    """Print what was thrown away."""
    table = Grid(say("Removed and made anew"), (say("file"), False), ("MB", True))
    for path, size in rebuilt.removed:
        table.add(escape(str(path)), f"{size / 1_000_000:,.1f}")
    console.print(table)


def _remove_derived(var: Var) -> tuple[tuple[Path, int], ...]:
    derived = [
        *(var.warehouse.with_name(var.warehouse.name + ending) for ending in ("", ".wal", ".tmp")),
        var.dbt_target,
        var.run / "built_from.json",
    ]
    found = [path for path in derived if path.exists()]
    sizes = tuple((path, _size(path)) for path in found)
    for path in found:
        remove(path)
    return sizes


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files)
