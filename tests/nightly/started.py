"""Commands of `voronka` as processes of their own, which can be watched, killed and waited for."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.nightly.simulated import House

# A machine that does other things; a run that hangs is caught by it all the same.
PATIENCE = 300.0


def _hear_all() -> None:
    """In a child: ignore no signal, though the tests may run under nohup."""
    for one in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_DFL)


def start(house: House, *words: str) -> "subprocess.Popen[str]":
    """The command, begun; what it says is in `stdout`, errors included."""
    return subprocess.Popen(
        [Path(sys.executable).with_name("voronka"), words[0], "-d", house.file, *words[1:]],
        env={**house.environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_hear_all,
    )


def start_night(house: House, number: int) -> "subprocess.Popen[str]":
    """The company's night of this number, 1 to 3, begun."""
    moment = house.company.nights[number - 1]
    house.set_clock(moment)
    return start(house, "night", "--now", moment.isoformat())


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Exit code, and what it said in one line."""
    said, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, " ".join(said.split())


def phase_of(house: House) -> str:
    """What the run that is entered in the journal is at."""
    for file in (house.deployment.state.run / "alive").glob("*.json"):
        try:
            return str(json.loads(file.read_text())["phase"])
        except FileNotFoundError:
            continue
    return ""


def until(process: "subprocess.Popen[str]", true: Callable[[], bool]) -> None:
    """Watch the process until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        if process.poll() is not None:
            raise AssertionError(process.communicate()[0])
        assert time.monotonic() < deadline
        time.sleep(0.005)
