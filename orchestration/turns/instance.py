"""The Dagster instance of a deployment: run history in var/dagster, by the shipped dagster.yaml."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import yaml

from orchestration.dagster_private import InstanceRef
from orchestration.deployment.layout import Var
from orchestration.reports.notes import note
from orchestration.turns.history import mend_history

_TEMPLATE = Path(__file__).with_name("dagster.yaml")
_NO_LOGS = "dagster.core.storage.noop_compute_log_manager"


def prepare_home(var: Var, tell: Callable[[str], None] = lambda _: None) -> Path:
    """DAGSTER_HOME of the deployment; its dagster.yaml is written once and then belongs to the operator.

    A file of Dagster's that was damaged is set aside: `tell` hears of it, and so does the next report.
    """
    var.dagster.mkdir(parents=True, exist_ok=True)
    var.logs.mkdir(parents=True, exist_ok=True)
    config = var.dagster / "dagster.yaml"
    if not config.exists():
        text = _TEMPLATE.read_text(encoding="utf-8")
        home = json.dumps(str(var.dagster), ensure_ascii=False)[1:-1]  # inside double quotes of YAML
        config.write_text(text.replace("{home}", home), encoding="utf-8")
    _decline_the_newsletter(var.dagster)
    for said in mend_history(var.dagster, datetime.now(UTC)):
        note(var, said)
        tell(said)
    return var.dagster


def _decline_the_newsletter(home: Path) -> None:
    """Dagster's UI opens with an invitation to its newsletter, unless this file says that it was seen."""
    seen = home / ".nux" / "nux.yaml"
    seen.parent.mkdir(exist_ok=True)
    seen.touch()


@contextmanager
def open_instance(var: Var, tell: Callable[[str], None] = lambda _: None) -> Iterator[dg.DagsterInstance]:
    """The instance, quiet: Dagster's own events belong to its history, not to the terminal."""
    logging.getLogger("dagster").setLevel(logging.ERROR)
    # Capturing output costs two processes a step and would swallow the progress lines of this one.
    quiet = {"compute_logs": {"module": _NO_LOGS, "class": "NoOpComputeLogManager", "config": {}}}
    home = prepare_home(var, tell)
    # Dagster itself takes the path of the file for a pattern.
    config = yaml.safe_load((home / "dagster.yaml").read_text(encoding="utf-8")) or {}
    ref = InstanceRef.from_dir(str(home), overrides={**config, **quiet})
    with dg.DagsterInstance.from_ref(ref) as instance:
        yield instance
