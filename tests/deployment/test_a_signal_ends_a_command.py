"""A command that is told to end does, whatever it is at: one sentence, no traceback, no process left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import dagster as dg
import psutil
import pytest

from orchestration.deployment.layout import Var
from orchestration.reports.outcome import Run, deaths
from orchestration.turns.journal import Journal
from tests.processes import all_end
from texts import speaking

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
# What a command may be at: each prints "works" when it is there, and never ends by itself.
_WORKS = {
    "code that takes any interrupt for a failure of its own": """
while True:
    try:
        print("works", flush=True)
        while True:
            time.sleep(0.01)
    except BaseException:
        pass
""",
    "a step of Dagster, which has the handlers meanwhile": """
import dagster as dg

@dg.op
def work():
    print("works", flush=True)
    time.sleep(1000)

@dg.job
def night():
    work()

quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
night.execute_in_process(raise_on_error=False, run_config=quiet)
""",
    "a program that it has started, and one of that": """
import subprocess
program = "import subprocess; one = subprocess.Popen(['sleep', '99']); print('works', flush=True); one.wait()"
try:
    subprocess.run([sys.executable, "-c", program], check=True)
finally:
    print("It took the end of its program for a failure", file=sys.stderr)
""",
}
_COMMAND = """
import sys, time
from pathlib import Path
from orchestration.commands.entrance import clear_errors
from orchestration.turns.journal import Journal
from orchestration.deployment.layout import Var

with clear_errors(), Journal(Var(Path(sys.argv[1]))).entered("night") as page:
    page.at("dbt")
"""


def hear_all() -> None:
    """In a child: ignore no signal, though the tests may run under nohup."""
    for one in SIGNALS:
        signal.signal(one, signal.SIG_DFL)


def _ended(var: Path, at: str, how: signal.Signals) -> "tuple[int, str, list[psutil.Process]]":
    work = "".join(f"    {line}\n" for line in _WORKS[at].splitlines())
    process = subprocess.Popen(
        [sys.executable, "-c", _COMMAND + work, str(var)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "VORONKA_LANGUAGE": "en"},
        text=True,
        preexec_fn=hear_all,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "works\n"
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(how)
    _, said = process.communicate(timeout=120)
    return process.returncode, said, children


@pytest.mark.parametrize("how", SIGNALS)
@pytest.mark.parametrize("at", _WORKS)
def test_a_command_that_is_told_to_end_says_one_sentence(tmp_path: Path, at: str, how: signal.Signals):
    code, said, children = _ended(tmp_path, at, how)

    assert code == 128 + how, said
    assert " ".join(said.split()) == (
        f"✗ Stopped by {how.name}. Nothing to repair: what was committed is kept, the next run does the rest"
    )
    assert bool(children) == ("program" in at)
    assert all_end(children)
    (entry,) = Journal(Var(tmp_path)).unfinished()
    assert f"was ended by {how.name} while it was at: dbt" in entry.epitaph()


@dg.op
def told_to_end() -> None:
    """A run of the daemon, on a machine that goes down."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)


@dg.job
def land() -> None:
    told_to_end()


def test_a_run_of_the_daemon_that_is_told_to_end_is_no_defect_with_a_traceback():
    run = land.execute_in_process(raise_on_error=False)

    with speaking("en"):
        (trouble,) = deaths(Run("land", run.run_id, run.success, run.all_node_events))

    assert trouble.what == "The job land was told to end before its work was done"
    assert "Nothing to repair" in trouble.fix
