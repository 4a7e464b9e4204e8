"""How a night ended: from the reports of its two runs or, where a run wrote none, from what it died of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import dagster as dg

from orchestration.dagster_private import StepFailureData
from orchestration.deployment.layout import Var
from orchestration.reports.run_report import BuildReport, Delivery, LandReport, Trouble, root_causes
from texts import apart, say


@dataclass(frozen=True)
class Run:
    """A run of one job, ended. `events`: those of its steps.

    `last_word`: why it failed, where no step says so.
    """

    job: str
    run_id: str
    success: bool
    events: Sequence[dg.DagsterEvent]
    last_word: str = ""


@dataclass(frozen=True)
class Night:
    """How a night went. `troubles`: one per root cause; none: everything arrived and went out.

    `alerts`: how each target took the message of a failed night; `seconds`: wall time by phase.
    """

    moment: datetime
    land: LandReport | None
    build: BuildReport | None
    troubles: tuple[Trouble, ...]
    seconds: dict[str, float] = field(default_factory=dict)
    alerts: tuple[Delivery, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """The troubles, a line each."""
        return tuple(str(one) for one in self.troubles)

    @property
    def ok(self) -> bool:
        """Whether every stream arrived and every domain was published."""
        return not self.troubles


def night_of(var: Var, moment: datetime, landed: Run, built: Run) -> Night:
    """The night, or the backfill, of these two runs."""
    land = LandReport.read(var.run / f"{landed.job}.json")
    land = land if land and land.run_id == landed.run_id else None
    build = BuildReport.read(var.run / f"{built.job}.json")
    build = build if build and build.run_id == built.run_id else None
    read, made = root_causes(land.streams) if land else (), build.troubles if build else ()
    first, second = tuple(read or deaths(landed)), tuple(made or deaths(built))
    if not read and not made:
        # Both runs may have died of one cause, which counts a little differently the second time.
        told = {_without_figures(one) for one in first}
        second = tuple(one for one in second if _without_figures(one) not in told)
    return Night(moment, land, build, tuple({str(one): one for one in (*first, *second)}.values()))


def _without_figures(trouble: Trouble) -> str:
    return re.sub(r"\d+", "", str(trouble))


def deaths(run: Run) -> Iterator[Trouble]:
    """What a run died of; nothing where it succeeded."""
    failures = list(_failures(run.events))
    for failure in failures:
        said = failure.user_failure_data.description if failure.user_failure_data else None
        yield from map(_said, said.splitlines()) if said else [_defect(run.job, failure)]
    if not failures and not run.success:
        what = run.last_word or say(
            "The run {run_id} of the job {job} ended without a word", run_id=run.run_id, job=run.job
        )
        yield Trouble(what=what, fix=say("Its log in Dagster says how far it came; run the night again"))


def _said(line: str) -> Trouble:
    what, fix = apart(line)
    return Trouble(what=what, fix=fix)


def _defect(job: str, failure: StepFailureData) -> Trouble:
    error = failure.error
    if error and error.cls_name == "DagsterExecutionInterruptedError":
        return Trouble(
            what=say("The job {job} was told to end before its work was done", job=job),
            fix=say("Nothing to repair: what was committed is kept, the next run does the rest"),
        )
    name = (error.cause or error).cls_name if error else None
    return Trouble(
        what=error.to_string() if error else say("{job} failed without a word", job=job),
        brief=say("The job {job} ended in a defect ({name})", job=job, name=name or "?"),
    )


def _failures(events: Iterable[dg.DagsterEvent]) -> Iterator[StepFailureData]:
    return (event.step_failure_data for event in events if event.is_step_failure)
