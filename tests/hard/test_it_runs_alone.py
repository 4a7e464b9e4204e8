"""`voronka serve` as a machine runs it: a schedule ticks, a run outlives a restart, and the history stays."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import psutil
import pytest
import requests
import yaml

from orchestration.demo.pretend import Pretend, pretend_company
from orchestration.deployment.deployment import Deployment, read_deployment
from orchestration.reports.notes import noted
from orchestration.turns.instance import open_instance

VORONKA = str(Path(sys.executable).with_name("voronka"))
_PATIENCE = 420.0  # of a busy machine: nothing here is timed


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pretend]:
    with pretend_company(tmp_path_factory.mktemp("company"), scale=0.05) as running:
        running.set_clock(running.nights[0])
        yield running


@pytest.fixture(scope="module")
def deployment(company: Pretend, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """amoCRM alone, a request a second, a load every minute."""
    folder = tmp_path_factory.mktemp("installed") / "mine"
    words = ["init", str(folder), "--no-input", "--crm", "amocrm", "--beginning", "2026-01-01"]
    subprocess.run([VORONKA, *words], check=True, capture_output=True)
    token = company.environment["SANDBOX_AMOCRM_TOKEN"]
    (folder / ".env").write_text(f"AMOCRM_SUBDOMAIN=sevsvet\nAMOCRM_TOKEN={token}\n")
    file = folder / "deployment.yml"
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    raw["sources"]["amocrm_main"]["settings"] |= {
        "base_url": company.environment["SANDBOX_AMOCRM_BASE_URL"],
        "requests_per_second": 1,
    }
    raw["schedule"] = {"nightly": "* * * * *", "stand_ups": []}
    file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return read_deployment(file, dict(os.environ))


@contextmanager
def _served(deployment: Deployment, company: Pretend) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    frozen = {"VORONKA_NOW": company.nights[0].isoformat()}
    process = subprocess.Popen(
        [VORONKA, "serve", "-d", str(deployment.file), "--port", str(port)], env={**os.environ, **frozen}
    )
    try:
        yield process, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)


def _until(seen: Callable[[], object]) -> object:
    """What `seen` gives as soon as it is something. The end of patience is a failure."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if found := seen():
            return found
        time.sleep(1)
    raise AssertionError("it never came")


def _runs(deployment: Deployment, *statuses: dg.DagsterRunStatus) -> list[dg.DagsterRun]:
    with open_instance(deployment.state) as instance:
        wanted = dg.RunsFilter(job_name="land", statuses=list(statuses))
        return list(instance.get_runs(filters=wanted))


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/server_info", timeout=5).ok
    except requests.RequestException:
        return False


def test_a_schedule_ticks_and_its_run_outlives_a_restart(deployment: Deployment, company: Pretend):
    with _served(deployment, company) as (process, port):
        _until(lambda: _answers(port))
        _until(lambda: _runs(deployment, dg.DagsterRunStatus.STARTED))
        (run, *_) = _runs(deployment, dg.DagsterRunStatus.STARTED)
        children = psutil.Process(process.pid).children()
    assert process.returncode == 0
    assert run.tags["dagster/schedule_name"] == "nightly"
    assert not any(one.is_running() for one in children)
    with _served(deployment, company) as (_, port):
        _until(lambda: _answers(port))

        def ended() -> bool:
            with open_instance(deployment.state) as instance:
                found = instance.get_run_by_id(run.run_id)
            return found is not None and found.is_finished

        _until(ended)
    with open_instance(deployment.state) as instance:
        found = instance.get_run_by_id(run.run_id)
    assert found is not None
    assert found.status is dg.DagsterRunStatus.SUCCESS


def test_a_second_serve_of_one_deployment_is_refused(deployment: Deployment, company: Pretend):
    with _served(deployment, company) as (process, _):
        _until(lambda: (deployment.state.run / "serve.json").exists())
        words = [VORONKA, "serve", "-d", str(deployment.file)]
        second = subprocess.run(words, check=False, capture_output=True, text=True)
        assert process.poll() is None
    assert second.returncode == 1
    assert "voronka serve" in second.stdout + second.stderr


def test_what_a_killed_serve_left_is_ended_by_the_next(deployment: Deployment, company: Pretend):
    note = deployment.state.run / "serve.json"
    with _served(deployment, company) as (process, _):
        _until(note.exists)
        orphans = psutil.Process(process.pid).children()
        process.kill()
        process.wait()
    assert any(one.is_running() for one in orphans)

    with _served(deployment, company) as (_, port):
        _until(lambda: _answers(port))
        assert not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in orphans)


def test_what_was_damaged_is_told_as_it_begins(deployment: Deployment, company: Pretend):
    history = deployment.state.dagster / "schedules" / "schedules.db"
    history.parent.mkdir(parents=True, exist_ok=True)
    history.write_bytes(os.urandom(20_000))
    command = [VORONKA, "serve", "-d", str(deployment.file), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert any(history.name in line for line in process.stdout)
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 0

    assert any(history.name in one for one in noted(deployment.state))
