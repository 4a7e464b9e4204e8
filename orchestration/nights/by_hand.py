"""`voronka dbt`: any dbt command on the warehouse of a deployment, told what a night tells."""

import contextlib
import shutil
import subprocess
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path

from orchestration.assets.manifest import Transform
from orchestration.assets.orphans import end_orphans
from orchestration.assets.telling import tell_dbt
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.layout import DBT_PROJECT
from orchestration.deployment.settings import connector_types
from orchestration.nights.dbt_docs import tell_in_russian
from orchestration.turns.turn import Turn, hold_turn

# These open no warehouse: they run beside a night.
_READS_NO_WAREHOUSE = {"parse", "ls", "list", "clean", "deps", "--version", "--help", "-h"}
_PATIENCE = 10 * 60.0
_PARSED = "partial_parse.msgpack"


def run_dbt(
    deployment: Deployment,
    words: Sequence[str],
    *,
    now: Callable[[], datetime],
    waiting: Callable[[str], None],
    project: Path = DBT_PROJECT,
) -> int:
    """Run `dbt <words>` in this terminal and return its exit code.

    dbt keeps its own target folder (`<var>/dbt_by_hand`), so a night never takes up what was parsed by hand.
    Raises RunInProgress where a night holds the warehouse for longer than ten minutes, DeploymentError.
    """
    transform = ByHand(deployment, project)
    transform.target.mkdir(parents=True, exist_ok=True)
    transform.take_over_what_a_night_has_read()
    with _turn(deployment, words, waiting):
        if _opens_warehouse(words):
            end_orphans(deployment.state)
            tell_dbt(deployment, connector_types(deployment), "by hand", now())
        command = transform.command(*words)
        if deployment.language == "ru" and list(words[:2]) == ["docs", "serve"]:
            tell_in_russian(transform.target)
        if words[-1] in ("--version", "--help", "-h"):
            command = command[: command.index("--vars")]
        done = subprocess.run(  # noqa: S603 - the words of the person at this terminal
            command, env=transform.environment(), cwd=project, check=False
        )
        if deployment.language == "ru" and list(words[:2]) == ["docs", "generate"]:
            tell_in_russian(transform.target)
    return done.returncode


class ByHand(Transform):
    """dbt called by a person: beside the night's own target folder."""

    @property
    def target(self) -> Path:
        """dbt's target folder for calls by hand."""
        return self.deployment.state.root / "dbt_by_hand"

    def take_over_what_a_night_has_read(self) -> None:
        """Where nothing was read by hand yet: dbt then reads only what has changed since."""
        if not (self.target / _PARSED).exists():
            with contextlib.suppress(OSError):
                shutil.copyfile(super().target / _PARSED, self.target / _PARSED)


def _opens_warehouse(words: Sequence[str]) -> bool:
    return bool(words) and not _READS_NO_WAREHOUSE & set(words) and list(words[:2]) != ["docs", "serve"]


def _turn(
    deployment: Deployment, words: Sequence[str], waiting: Callable[[str], None]
) -> AbstractContextManager[None]:
    if not _opens_warehouse(words):
        return nullcontext()
    what = f"dbt {words[0]}"
    return hold_turn(deployment, what, Turn.WAREHOUSE, patience=_PATIENCE, waiting=waiting)
