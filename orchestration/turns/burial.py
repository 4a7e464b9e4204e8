"""Ends the runs of dead processes in Dagster's history, so that nothing waits for them."""

from datetime import UTC, datetime, timedelta

import dagster as dg

from orchestration.deployment.layout import Var
from orchestration.jobs import IN_PROCESS
from orchestration.turns.journal import Entry, Journal
from texts import say

_BEGUN = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
# A command can die in the instant between making its run and starting it; a run of the daemon may wait so.
_MADE = dg.DagsterRunStatus.NOT_STARTED
# A run of the daemon enters the journal with its first step, a minute at most after it began.
_UNHEARD_OF = timedelta(minutes=10)


def bury(var: Var, instance: dg.DagsterInstance) -> list[Entry]:
    """Mark the runs of dead processes as failed; gives what was killed before it was over, each once."""
    journal = Journal(var)
    # First the runs, then who lives: a run is entered before it begins.
    running = instance.get_run_records(dg.RunsFilter(statuses=[_MADE, *_BEGUN]))
    living = {run for entry in journal.living() for run in entry.runs}
    dead = journal.dead()
    why = {run: entry.epitaph() for _, entry in dead for run in entry.runs}
    for record in running:
        run = record.dagster_run
        if run.run_id in living:
            continue
        if run.run_id in why or _is_forgotten(record):
            said = say("The process of this run is no more")
            _fail(instance, run.run_id, why.get(run.run_id, said))
    return [entry for file, entry in dead if journal.claim(file, entry) and not entry.over]


def _is_forgotten(record: dg.RunRecord) -> bool:
    """Whether nobody can hold the run, which no process claims."""
    if IN_PROCESS.items() <= record.dagster_run.tags.items():
        return True
    if record.dagster_run.status == _MADE:
        return False
    return record.update_timestamp.replace(tzinfo=UTC) < datetime.now(UTC) - _UNHEARD_OF


def _fail(instance: dg.DagsterInstance, run_id: str, why: str) -> None:
    run = instance.get_run_by_id(run_id)  # as it is now: it may have ended meanwhile
    if run is not None and not run.is_finished:
        instance.report_run_failed(run, message=why)
