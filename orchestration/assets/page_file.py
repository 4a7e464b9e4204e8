"""Writes the page of a deployment: from the first shelf of its file into its var folder, or elsewhere."""

from pathlib import Path

from durable.files import write_file
from orchestration.deployment.declared import vendor_titles
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.shelf import readable_shelf
from page.errors import PageError
from page.facts import gather
from page.page import Look, build_page
from page.shelf_reader import open_shelf
from texts import say


def write_page(deployment: Deployment, out: Path | None = None) -> Path:
    """Write the page of what is published, by default to `<var>/report.html`. Raises PageError."""
    file = out or deployment.state.root / "report.html"
    look = Look(deployment.language, deployment.currency, vendor_titles())
    with open_shelf(readable_shelf(deployment)) as shelf:
        page = build_page(gather(shelf, deployment.page.priority_rows), look)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, page)
    except OSError as error:
        raise PageError(
            say("The page could not be written to {file} ({strerror})", file=file, strerror=error.strerror),
            fix=say("free disk space, or name another file with --out"),
        ) from error
    return file
