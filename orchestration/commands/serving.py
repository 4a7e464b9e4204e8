"""`voronka serve`: Dagster's web server and daemon on the deployment's own home, begun and ended together."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import psutil
from filelock import FileLock, Timeout
from pydantic import BaseModel

from orchestration.deployment.deployment import Deployment
from orchestration.deployment.layout import REPOSITORY
from orchestration.failures import DeploymentError, RunInProgress
from orchestration.turns.instance import open_instance, prepare_home
from orchestration.turns.stopping import ending_by_itself
from texts import say

_LOOK_SECONDS = 1.0
_END_SECONDS = 30.0
_MODULE = ("-m", "orchestration.definitions")


class _Child(BaseModel):
    """A process of an earlier `serve`, named so that no other is taken for it."""

    pid: int
    started: float


class _Children(BaseModel):
    children: list[_Child] = []


@dataclass(frozen=True)
class Address:
    """Where the web server listens."""

    host: str = "127.0.0.1"
    port: int = 3000


def surroundings(deployment: Deployment, tell: Callable[[str], None]) -> dict[str, str]:
    """The environment of Dagster's own processes: history in <var>/dagster, the same deployment as here.

    `tell` hears of a file of Dagster's that was damaged and set aside.
    """
    return {
        **deployment.environment,
        "DAGSTER_HOME": str(prepare_home(deployment.state, tell)),
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "VORONKA_DEPLOYMENT": str(deployment.file.resolve()),
    }


def serve(deployment: Deployment, address: Address, tell: Callable[[str], None]) -> int:
    """Run web server and daemon until this process is told to end (0), or until one of them dies (1).

    `tell` hears of what was damaged and set aside before they begin. A run under way goes on: it has a
    process of its own. RunInProgress: another serves already.
    """
    folder = deployment.state.run
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "serve.lock", timeout=0):
            _end_orphans(folder / "serve.json")
            with ending_by_itself() as told:
                return _serve(deployment, surroundings(deployment, tell), address, told)
    except Timeout:
        raise RunInProgress(
            say("Another voronka serve runs on {var}", var=deployment.state.root),
            fix=say("End that one, or leave it: a deployment is served once"),
        ) from None


def _serve(deployment: Deployment, environment: Mapping[str, str], address: Address, told: Event) -> int:
    with open_instance(deployment.state):
        pass  # two processes that make a new history at once leave one that nobody can open
    note = deployment.state.run / "serve.json"
    listens = ("-h", address.host, "-p", str(address.port))
    commands = (["dagster-webserver", *_MODULE, *listens], ["dagster-daemon", "run", *_MODULE])
    processes = list["subprocess.Popen[bytes]"]()
    try:
        for words in commands:
            processes.append(_start(words, environment))
        children = [_Child(pid=one.pid, started=psutil.Process(one.pid).create_time()) for one in processes]
        note.write_text(_Children(children=children).model_dump_json(), encoding="utf-8")
        while not told.wait(_LOOK_SECONDS):
            if any(one.poll() is not None for one in processes):
                return 1
        return 0
    finally:
        _end(processes)
        note.unlink(missing_ok=True)


def _start(words: Sequence[str], environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    program = Path(sys.executable).with_name(words[0])
    if not program.exists():
        raise DeploymentError(
            say("{program} is not installed", program=program), fix=say("Install again with make install")
        )
    # A session of its own: Ctrl-C reaches us, and we say in which order things end.
    return subprocess.Popen(  # noqa: S603 - our own words only
        [str(program), *words[1:]], env=dict(environment), cwd=REPOSITORY, start_new_session=True
    )


def _end(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    """End the daemon first, so that it starts nothing more; whoever does not end in time is killed."""
    for one in reversed(processes):
        if one.poll() is None:
            one.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + _END_SECONDS
    for one in processes:
        try:
            one.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()


def _end_orphans(note: Path) -> None:
    """End what a `serve` that was killed left behind: two daemons would start everything twice."""
    try:
        children = _Children.model_validate_json(note.read_bytes()).children
    except (FileNotFoundError, ValueError):
        return
    for child in children:
        try:
            process = psutil.Process(child.pid)
            if abs(process.create_time() - child.started) < 1:
                process.terminate()
                process.wait(_END_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
        except psutil.NoSuchProcess:
            continue
