"""The shelf of a deployment: from its entries in the file to targets that can take a release."""

from expectations.shelf.duckdb_file import DuckDbFile
from expectations.shelf.parquet import ParquetFolder
from expectations.shelf.target import ShelfTarget
from orchestration.deployment import Deployment, ShelfEntry


def shelf_of(deployment: Deployment) -> list[ShelfTarget]:
    """The shelf targets, in the order of the file."""
    return [_target(deployment, entry) for entry in deployment.shelf]


def _target(deployment: Deployment, entry: ShelfEntry) -> ShelfTarget:
    path = deployment.state.root / deployment.place(entry.path, f"shelf {entry.kind}")
    return DuckDbFile(path) if entry.kind == "duckdb_file" else ParquetFolder(path)
