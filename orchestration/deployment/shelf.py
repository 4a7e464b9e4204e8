"""The shelf of a deployment: from its entries in the file to targets that can take a release."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from expectations.shelf.kinds import kinds
from expectations.shelf.settings import FileSettings, ShelfSettings
from expectations.shelf.target import ShelfTarget
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.shelf_entry import ShelfEntry
from orchestration.deployment.yaml_file import wrong_file
from page.errors import PageError
from texts import say


def shelf_of(deployment: Deployment) -> list[ShelfTarget]:
    """The shelf targets, in the order of the file. Raises DeploymentError or ShelfError."""
    return [
        kinds()[entry.kind].opened(_settings(deployment, entry), deployment.state.root)
        for entry in deployment.shelf
    ]


def files_of(deployment: Deployment) -> Iterator[FileSettings]:
    """The targets that are files; the others need no secret for this."""
    for entry in deployment.shelf:
        if issubclass(kinds()[entry.kind].settings_type, FileSettings):
            settings = _settings(deployment, entry)
            assert isinstance(settings, FileSettings)
            yield settings


def readable_shelf(deployment: Deployment) -> Path:
    """The first shelf that a page is made from and that is there, else the first. Raises PageError."""
    places = [
        deployment.state.root / str(_looked_up(deployment, entry)["path"])
        for entry in deployment.shelf
        if kinds()[entry.kind].feeds_page
    ]
    if not places:
        known = ", ".join(name for name, kind in kinds().items() if kind.feeds_page)
        raise PageError(
            say("The deployment has no shelf that a page can be made from"),
            fix=say(
                "add a shelf of kind {kinds} to the deployment file and run a night",
                kinds=known,
            ),
        )
    return next((place for place in places if place.exists()), places[0])


def _settings(deployment: Deployment, entry: ShelfEntry) -> ShelfSettings:
    try:
        settings = kinds()[entry.kind].settings_type.model_validate(_looked_up(deployment, entry))
        return settings.beside(deployment.file.parent)
    except ValidationError as error:
        raise wrong_file(deployment.file, error, f"shelf {entry.kind}") from None


def _looked_up(deployment: Deployment, entry: ShelfEntry) -> dict[str, Any]:
    """What the entry says, with the values that stand outside the file."""
    given = {name: getattr(entry, name) for name in entry.model_fields_set - {"kind"}}
    return {name: deployment.looked_up(value, f"shelf {entry.kind}.{name}") for name, value in given.items()}
