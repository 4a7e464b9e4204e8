"""The shelf of a deployment: from its entries in the file to targets that can take a release."""

from pathlib import Path

from expectations.shelf.duckdb_file import DuckDbFile
from expectations.shelf.parquet import ParquetFolder
from expectations.shelf.target import ShelfTarget
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.parts import ShelfEntry
from page.errors import PageError
from texts import say


def shelf_of(deployment: Deployment) -> list[ShelfTarget]:
    """The shelf targets, in the order of the file."""
    return [_target(deployment, entry) for entry in deployment.shelf]


def folder_of(deployment: Deployment, entry: ShelfEntry) -> Path:
    """The folder that readers of this entry look into."""
    path = _path(deployment, entry)
    return path.parent if entry.kind == "duckdb_file" else path


def _target(deployment: Deployment, entry: ShelfEntry) -> ShelfTarget:
    path, mode, root = _path(deployment, entry), int(entry.mode, 8), deployment.state.root
    if entry.kind == "duckdb_file":
        return DuckDbFile(path, mode, inside=root)
    return ParquetFolder(path, mode, inside=root)


def _path(deployment: Deployment, entry: ShelfEntry) -> Path:
    return deployment.state.root / deployment.place(entry.path, f"shelf {entry.kind}")


def readable_shelf(deployment: Deployment) -> Path:
    """The first shelf that a page is made from and that is there, else the first. Raises PageError."""
    places = [
        deployment.state.root / deployment.place(entry.path, f"shelf {entry.kind}")
        for entry in deployment.shelf
        if entry.kind in ("duckdb_file", "parquet")
    ]
    if not places:
        raise PageError(
            say("The deployment has no shelf that a page can be made from"),
            fix=say("add a shelf of kind duckdb_file or parquet to the deployment file and run a night"),
        )
    return next((place for place in places if place.exists()), places[0])
