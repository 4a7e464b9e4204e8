"""What can stop the page from being written, with what a person does next."""

from orchestration.failures import RunError


class PageError(RunError):
    """There is nothing published to show, or the place for the page cannot be written."""
