"""The morning message of a deployment that runs by itself: one job, at the time that its file names."""

from collections.abc import Sequence

import dagster as dg

from orchestration.alerts.morning import morning_message
from orchestration.alerts.sending import Alerts
from orchestration.deployment.deployment import Deployment
from orchestration.jobs import MORNING
from texts import say


def morning_job(deployment: Deployment) -> dg.JobDefinition:
    """A job that sends what is published then. It fails where a target does not take the message."""

    @dg.op(name="send_the_morning_message")
    def send(context: dg.OpExecutionContext) -> None:
        message = morning_message(deployment)
        context.log.info(f"{message.title}\n\n{message.text}")
        troubles = [one.trouble for one in Alerts(deployment).send_morning(message) if one.trouble]
        if troubles:
            raise dg.Failure(" ".join(f"{one.what}. {one.fix}." for one in troubles))

    @dg.job(
        name=MORNING, description=say("Send receipts, expected payments and KPIs that left their course.")
    )
    def morning() -> None:
        send()

    return morning


def morning_schedules(deployment: Deployment, job: dg.JobDefinition) -> Sequence[dg.ScheduleDefinition]:
    """The schedule of the job; none where nobody gets the message."""
    if not deployment.kpi_alerts.send_to:
        return []
    return [
        dg.ScheduleDefinition(
            name="morning_message",
            job=job,
            cron_schedule=deployment.kpi_alerts.at,
            execution_timezone=deployment.timezone,
            default_status=dg.DefaultScheduleStatus.RUNNING,
        )
    ]
