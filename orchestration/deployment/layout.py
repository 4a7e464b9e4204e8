"""Where a deployment keeps its state: the names inside the var folder, each written down once."""

from dataclasses import dataclass
from pathlib import Path

from orchestration.failures import DeploymentError
from texts import say

# Taken for a part of an address by dbt (`?`, `#`), for a separator by DuckDB, or for the end of a line.
_UNREADABLE = {"?", "#", "\\", "\n", "\r"}
REPOSITORY = Path(__file__).resolve().parents[2]
DBT_PROJECT = REPOSITORY / "dbt_project"


@dataclass(frozen=True)
class Var:
    """The var folder of one deployment. Only `landing` is worth a backup: the rest is built from it."""

    root: Path

    def __post_init__(self) -> None:
        """Raises DeploymentError for a path that DuckDB would understand as something else."""
        if wrong := sorted(set(str(self.root)) & _UNREADABLE):
            raise DeploymentError(
                say(
                    "The path {path} holds {signs}",
                    path=repr(str(self.root)),
                    signs=" ".join(map(repr, wrong)),
                ),
                fix=say("Move the deployment, or set `var` to a folder without these signs"),
            )

    @property
    def landing(self) -> Path:
        """Committed batches of every stream."""
        return self.root / "landing"

    @property
    def quarantine(self) -> Path:
        """Records that cannot be keyed, beside the batches they came with."""
        return self.root / "quarantine"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that dbt builds and nobody else opens while it does."""
        return self.root / "warehouse.duckdb"

    @property
    def run(self) -> Path:
        """What the night tells dbt, and what the last night found."""
        return self.root / "run"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME: run history and the shipped dagster.yaml."""
        return self.root / "dagster"

    @property
    def logs(self) -> Path:
        """Text logs of nights, for people."""
        return self.root / "logs"

    @property
    def rates(self) -> Path:
        """Rate budgets shared by the processes that use one credential."""
        return self.root / "rates"

    @property
    def dbt_target(self) -> Path:
        """dbt's manifest, partial parse and run results."""
        return self.root / "dbt_target"

    @property
    def shelf(self) -> Path:
        """Where the shelf targets stand unless the deployment says otherwise."""
        return self.root / "shelf"
