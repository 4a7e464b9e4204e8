"""What a run that was killed left behind is ended and told: to whoever runs now, to the alert targets."""

from collections.abc import Callable
from datetime import datetime

import dagster as dg

from orchestration.alerts.sending import Alerts
from orchestration.reports.run_report import Delivery
from orchestration.turns.burial import bury


def tell_of_dead(
    alerts: Alerts, instance: dg.DagsterInstance, moment: datetime, hear: Callable[[str], None]
) -> tuple[Delivery, ...]:
    """Bury the dead runs of the deployment; `hear` is given a sentence about each, the targets a message."""
    told: list[Delivery] = []
    for one in bury(alerts.deployment.state, instance):
        hear(one.epitaph())
        told += alerts.tell_of_killed(moment, one)
    return tuple(told)
