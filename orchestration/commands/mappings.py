"""`doctor --write-mappings`: staging takes what has landed, then the CSVs get what is new in it."""

from pathlib import Path

from orchestration.assets.healing import check_warehouse
from orchestration.assets.manifest import Transform
from orchestration.deployment.deployment import Deployment
from orchestration.installing.mappings import listings, write_mappings
from orchestration.turns.turn import Turn, hold_turn


def list_for_people(deployment: Deployment, folder: Path) -> dict[str, int]:
    """File name → rows added. TransformFailed: dbt cannot build the staging models that are listed.

    Needs no night before it: where there is no warehouse yet, one is begun.
    """
    bring_up_to_date(deployment)
    return write_mappings(deployment, folder)


def bring_up_to_date(deployment: Deployment) -> None:
    """Build the listed staging models of every vendor of whom something has landed."""
    models = {
        model for one in listings(deployment) if _has_landed(deployment, one.vendor) for model in one.models
    }
    if models:
        with hold_turn(deployment, "mappings", Turn.WAREHOUSE):
            check_warehouse(deployment.state)
            Transform(deployment).run_models(sorted(models))


def _has_landed(deployment: Deployment, vendor: str) -> bool:
    return any((deployment.state.landing / vendor).glob("*/*/*/*.parquet"))
