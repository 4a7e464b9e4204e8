"""When things run: the night, the loads before the stand-ups, and `build` after every `land`."""

from collections.abc import Sequence

import dagster as dg

from orchestration.dagster_private import UnresolvedAssetJobDefinition, is_valid_cron_string
from orchestration.deployment.deployment import Deployment
from orchestration.failures import DeploymentError
from orchestration.jobs import AFTER, IN_PROCESS
from texts import say

Job = UnresolvedAssetJobDefinition


def schedules(deployment: Deployment, land: Job) -> list[dg.ScheduleDefinition]:
    """The night and the stand-ups, in the deployment's time zone; sensors do the rest."""
    check_crons(deployment)
    lines = {"nightly": [deployment.schedule.nightly], "stand_ups": list(deployment.schedule.stand_ups)}
    return [
        dg.ScheduleDefinition(
            name=name,
            job=land,
            cron_schedule=cron,
            execution_timezone=deployment.timezone,
            default_status=dg.DefaultScheduleStatus.RUNNING,
        )
        for name, cron in lines.items()
        if cron
    ]


def crons(deployment: Deployment) -> dict[str, str]:
    """Setting → cron line."""
    stand_ups = {
        f"schedule.stand_ups.{number}": line for number, line in enumerate(deployment.schedule.stand_ups)
    }
    morning = {"kpi_alerts.at": deployment.kpi_alerts.at}
    return {"schedule.nightly": deployment.schedule.nightly, **stand_ups, **morning}


def check_crons(deployment: Deployment) -> None:
    """DeploymentError: a cron line is none that a scheduler understands."""
    wrong = {name: line for name, line in crons(deployment).items() if not is_valid_cron_string(line)}
    if wrong:
        named = "; ".join(f"{name}: {line}" for name, line in wrong.items())
        raise DeploymentError(
            say(
                "{file} has cron lines that no scheduler understands: {lines}",
                file=deployment.file,
                lines=named,
            ),
            fix=say('Write minute, hour, day, month and weekday, as "0 3 * * *" for every night at three'),
        )


def sensors(land: Job, build: Job) -> Sequence[dg.SensorDefinition]:
    """`build` follows `land` whether it succeeded or failed: what arrived goes out."""
    return [
        _follow(land, build, dg.DagsterRunStatus.SUCCESS, "build_after_land"),
        _follow(land, build, dg.DagsterRunStatus.FAILURE, "build_after_failed_land"),
    ]


def _follow(land: Job, build: Job, status: dg.DagsterRunStatus, name: str) -> dg.SensorDefinition:
    @dg.run_status_sensor(
        name=name,
        run_status=status,
        monitored_jobs=[land],
        request_job=build,
        default_status=dg.DefaultSensorStatus.RUNNING,
        minimum_interval_seconds=15,
    )
    def follow(context: dg.RunStatusSensorContext) -> dg.RunRequest | dg.SkipReason:
        run = context.dagster_run
        if IN_PROCESS.items() <= run.tags.items():
            return dg.SkipReason(say("The command line builds by itself"))
        return dg.RunRequest(run_key=f"{name}:{run.run_id}", tags={AFTER: run.run_id})

    return follow
