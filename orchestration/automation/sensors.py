"""Sensors that tell of failed nights of a schedule and of killed ones: a command line tells of itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import dagster as dg

from orchestration.alerts.obituary import tell_of_dead
from orchestration.alerts.sending import Alerts
from orchestration.automation.schedules import Job
from orchestration.jobs import AFTER, IN_PROCESS
from orchestration.reports.outcome import Night, Run, night_of
from orchestration.reports.run_report import Delivery
from orchestration.turns.journal import Journal
from texts import say


def alert_sensors(alerts: Alerts, build: Job, now: Callable[[], datetime]) -> Sequence[dg.SensorDefinition]:
    """A night is over when its `build` is, which follows `land` however that ended."""
    return [
        _tell(alerts, build, now, dg.DagsterRunStatus.SUCCESS, "tell_after_build"),
        _tell(alerts, build, now, dg.DagsterRunStatus.FAILURE, "tell_after_failed_build"),
        _fail_killed_runs(alerts, now),
    ]


def _fail_killed_runs(alerts: Alerts, now: Callable[[], datetime]) -> dg.SensorDefinition:
    """A run whose process is dead ends in Dagster's history too, and so what follows a failed run follows."""

    @dg.sensor(
        name="fail_killed_runs",
        default_status=dg.DefaultSensorStatus.RUNNING,
        minimum_interval_seconds=30,
    )
    def fail_killed_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        killed: list[str] = []
        tell_of_dead(alerts, context.instance, now(), killed.append)
        return dg.SkipReason("; ".join(killed) or say("No run was killed"))

    return fail_killed_runs


def _tell(
    alerts: Alerts, build: Job, now: Callable[[], datetime], status: dg.DagsterRunStatus, name: str
) -> dg.SensorDefinition:
    @dg.run_status_sensor(
        name=name,
        run_status=status,
        monitored_jobs=[build],
        default_status=dg.DefaultSensorStatus.RUNNING,
        minimum_interval_seconds=15,
    )
    def tell(context: dg.RunStatusSensorContext) -> dg.SkipReason:
        run = context.dagster_run
        if AFTER not in run.tags or IN_PROCESS.items() <= run.tags.items():
            return dg.SkipReason(say("Somebody started this build and sees how it ends"))
        night = _night(alerts, context.instance, run, now())
        if night.ok and (began := _began(context.instance, run)):
            Journal(alerts.deployment.state).settle(began)
        return dg.SkipReason(_said(alerts.tell(night, run.run_id)))

    return tell


def _night(alerts: Alerts, instance: dg.DagsterInstance, built: dg.DagsterRun, now: datetime) -> Night:
    landed = instance.get_run_by_id(built.tags[AFTER])
    runs = [ended(instance, run) for run in (landed or built, built)]
    night = night_of(alerts.deployment.state, now, *runs)
    return replace(night, moment=night.land.started_at) if night.land else night


def _began(instance: dg.DagsterInstance, built: dg.DagsterRun) -> datetime | None:
    """When the load that the build follows began, by the machine's clock."""
    landed = instance.get_run_record_by_id(built.tags[AFTER])
    return datetime.fromtimestamp(landed.start_time, UTC) if landed and landed.start_time else None


def ended(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Run:
    """A run of the daemon as its history knows it; of one that was killed, whoever buried it said why."""
    kinds = {dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE}
    logs = instance.all_logs(run.run_id, of_type=kinds)
    events = [entry.dagster_event for entry in logs if entry.dagster_event is not None]
    last_words = [one.message or "" for one in events if not one.is_step_failure]
    failures = [one for one in events if one.is_step_failure]
    return Run(run.job_name, run.run_id, run.is_success, failures, "".join(last_words[-1:]))


def _said(deliveries: Sequence[Delivery]) -> str:
    said = [
        str(one.trouble) if one.trouble else say("told {target}", target=one.target) for one in deliveries
    ]
    return "; ".join(said) or say("Nobody to tell: the night went well, or no alert target is set")
