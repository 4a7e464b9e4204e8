"""A run is dead when its process is: then it ends in Dagster's history, and one that lives is left alone."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from orchestration.automation.sensors import ended
from orchestration.deployment.layout import Var
from orchestration.reports.outcome import Run, deaths, night_of
from orchestration.turns.burial import bury
from orchestration.turns.instance import open_instance
from orchestration.turns.journal import Journal
from texts import speaking

_WORK = """
import json, sys
from pathlib import Path
import dagster as dg
from orchestration.turns.instance import open_instance
from orchestration.turns.journal import Journal
from orchestration.deployment.layout import Var

var, tags, entered = Var(Path(sys.argv[1])), json.loads(sys.argv[2]), json.loads(sys.argv[3])

@dg.op
def work(context):
    if entered:
        Journal(var).open("build", context.run_id).at("dbt", run=context.run_id)
    print("works", flush=True)
    sys.stdin.read()

@dg.job
def build():
    work()

with open_instance(var) as instance:
    build.execute_in_process(instance=instance, tags=tags)
"""
_DIES = """
import sys
from pathlib import Path
from orchestration.turns.journal import Journal
from orchestration.deployment.layout import Var

Journal(Var(Path(sys.argv[1]))).open("night").at("dbt")
"""
SCHEDULED, BY_HAND = "{}", '{"voronka/by": "command line"}'


@contextmanager
def _working(root: Path, tags: str, entered: str) -> Iterator["subprocess.Popen[str]"]:
    words = [sys.executable, "-c", _WORK, str(root), tags, entered]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "works\n"
        yield process
        process.kill()


def _state(root: Path) -> tuple[list[str], list[dg.DagsterRunStatus]]:
    with speaking("en"), open_instance(Var(root)) as instance:
        told = [one.epitaph() for one in bury(Var(root), instance)]
        return told, [run.status for run in instance.get_runs()]


def test_a_run_that_lives_is_left_alone_and_ends_when_it_is_killed(tmp_path: Path):
    with _working(tmp_path, SCHEDULED, "true"):
        assert _state(tmp_path) == ([], [dg.DagsterRunStatus.STARTED])
        assert [one.phase for one in Journal(Var(tmp_path)).living()] == ["dbt"]

    told, statuses = _state(tmp_path)
    assert ["was killed while it was at: dbt" in one for one in told] == [True]
    assert statuses == [dg.DagsterRunStatus.FAILURE]
    assert _state(tmp_path) == ([], [dg.DagsterRunStatus.FAILURE])
    assert not list(Var(tmp_path).run.rglob("*.lock"))


def _killed(root: Path) -> Journal:
    """A journal with the entry of a process that is dead."""
    subprocess.run([sys.executable, "-c", _DIES, str(root)], check=True)
    return Journal(Var(root))


def test_what_was_killed_is_known_until_a_night_that_began_later_went_well(tmp_path: Path):
    journal, before = _killed(tmp_path), datetime.now(UTC) - timedelta(hours=1)
    ((file, entry),) = journal.dead()
    journal.claim(file, entry)

    journal.settle(before)
    assert [one.phase for one in journal.unfinished()] == ["dbt"]
    journal.settle(datetime.now(UTC))
    assert journal.unfinished() == []


def test_of_several_who_find_a_dead_run_one_tells(tmp_path: Path):
    _killed(tmp_path)
    found = [(journal, *journal.dead()[0]) for journal in [Journal(Var(tmp_path))] * 3]

    assert [journal.claim(file, entry) for journal, file, entry in found] == [True, False, False]


def test_of_a_run_of_the_daemon_that_was_killed_the_alert_says_at_what(tmp_path: Path):
    with _working(tmp_path, SCHEDULED, "true"):
        pass
    _state(tmp_path)

    with speaking("en"), open_instance(Var(tmp_path)) as instance:
        (run,) = instance.get_runs()
        (trouble,) = deaths(ended(instance, run))

    assert "was killed while it was at: dbt" in trouble.what
    assert "run the night again" in trouble.fix


def test_one_cause_that_both_runs_died_of_is_told_once_though_its_figures_moved(tmp_path: Path):
    landed = Run("land", "1", False, (), "/var has 4123 MB free, min_free_disk_mb is 5000")
    built = Run("build", "2", False, (), "/var has 4122 MB free, min_free_disk_mb is 5000")

    night = night_of(Var(tmp_path), datetime.now(UTC), landed, built)

    assert ["4123 MB free" in one for one in night.problems] == [True]


@pytest.mark.parametrize(
    ("tags", "status"),
    [(BY_HAND, dg.DagsterRunStatus.FAILURE), (SCHEDULED, dg.DagsterRunStatus.STARTED)],
    ids=["of the command line", "of the daemon, about to enter"],
)
def test_a_run_that_no_journal_knows_is_dead_unless_it_may_be_beginning(
    tmp_path: Path, tags: str, status: dg.DagsterRunStatus
):
    with _working(tmp_path, tags, "false"):
        pass

    assert _state(tmp_path) == ([], [status])


@pytest.mark.parametrize(
    ("tags", "status"),
    [(BY_HAND, dg.DagsterRunStatus.FAILURE), (SCHEDULED, dg.DagsterRunStatus.NOT_STARTED)],
    ids=["of the command line", "of the daemon, which will start it"],
)
def test_a_run_that_was_made_and_never_started_died_with_its_command(
    tmp_path: Path, tags: str, status: dg.DagsterRunStatus
):
    @dg.op
    def work() -> None: ...

    @dg.job
    def build() -> None:
        work()

    with open_instance(Var(tmp_path)) as instance:
        instance.create_run_for_job(build, tags=json.loads(tags))

    assert _state(tmp_path) == ([], [status])
