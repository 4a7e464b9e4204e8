"""The clock of a run: the real one, or one frozen at an instant for simulated nights."""

from collections.abc import Callable
from datetime import UTC, datetime

from orchestration.failures import DeploymentError
from texts import say


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


def clock(frozen: str | None) -> Callable[[], datetime]:
    """The real clock, or one that stands at `frozen` (ISO text with an offset). Raises DeploymentError."""
    if not frozen:
        return utc_now
    try:
        moment = datetime.fromisoformat(frozen)
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        raise DeploymentError(
            say("{frozen!r} is not an instant", frozen=frozen),
            fix=say("Write VORONKA_NOW or --now with an offset: 2026-06-04T03:00:00+03:00"),
        )
    return lambda: moment
