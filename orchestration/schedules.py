"""When things run: the night, the loads before the stand-ups, and `build` after every `land`."""

from collections.abc import Sequence

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from orchestration.deployment import Deployment

# On runs of the command line, which does itself what the sensors do for the runs of a schedule.
IN_PROCESS = {"voronka/by": "command line"}
# On a build: the run of `land` that it follows.
AFTER = "voronka/after"
LAND, BUILD, BACKFILL = "land", "build", "backfill"
Job = UnresolvedAssetJobDefinition


def schedules(deployment: Deployment, land: Job) -> list[dg.ScheduleDefinition]:
    """The night and the stand-ups, in the deployment's time zone; sensors do the rest."""
    crons = {"nightly": [deployment.schedule.nightly], "stand_ups": list(deployment.schedule.stand_ups)}
    return [
        dg.ScheduleDefinition(
            name=name,
            job=land,
            cron_schedule=cron,
            execution_timezone=deployment.timezone,
            default_status=dg.DefaultScheduleStatus.RUNNING,
        )
        for name, cron in crons.items()
        if cron
    ]


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
            return dg.SkipReason("The command line builds by itself")
        return dg.RunRequest(run_key=f"{name}:{run.run_id}", tags={AFTER: run.run_id})

    return follow
