"""What surrounds a Dagster step: the dead are buried, the run enters the journal, it takes its turn."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orchestration.alerts.obituary import tell_of_dead
from orchestration.alerts.sending import Alerts
from orchestration.assets.reading import Reader
from orchestration.failures import failing_clearly
from orchestration.jobs import IN_PROCESS
from orchestration.turns.journal import Journal, Presence
from orchestration.turns.turn import Turn, hold_turn


@contextmanager
def taking_turn(context: dg.AssetExecutionContext, reader: Reader, what: str, turn: Turn) -> Iterator[None]:
    """Work while nobody else does; a run that waits says for whom, and is not a failure."""

    def waiting(said: str) -> None:
        context.log.info(said)
        reader.watcher.waiting(said)

    with failing_clearly():
        page = _enter(context, reader, what)
        try:
            with hold_turn(reader.deployment, what, turn, waiting=waiting):
                yield
        finally:
            if page:
                page.over()


def _enter(context: dg.AssetExecutionContext, reader: Reader, what: str) -> Presence | None:
    """The entry of a run that has a process of its own; the command line enters its nights itself."""
    if IN_PROCESS.items() <= context.run.tags.items():
        return None
    alerts = Alerts(reader.deployment, reader.sleep)
    tell_of_dead(alerts, context.instance, reader.now(), context.log.warning)
    page = Journal(reader.deployment.state).open(what, context.run.run_id)
    page.at(what, run=context.run.run_id)
    return page
