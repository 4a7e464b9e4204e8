"""The rate budget of a credential is shared by streams, threads and processes, and names no credential."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from connectors.kit.rate import NoLimit, RateBudget, SharedGate

_PASS = """
import sys, time
from pathlib import Path
from connectors.kit.rate import RateBudget, SharedGate
gate = SharedGate(RateBudget(per_second=5), Path(sys.argv[1]), "c0ffee")
for _ in range(8):
    with gate.pass_through(time.sleep):
        print(time.time(), flush=True)
"""


def test_two_processes_together_keep_to_the_rate_of_one_credential(tmp_path: Path):
    command = [sys.executable, "-c", _PASS, str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    moments = sorted(float(line) for process in running for line in process.communicate()[0].split())
    assert len(moments) == 16
    most = max(sum(1 for other in moments if moment <= other < moment + 0.6) for moment in moments)
    assert most <= 5


def test_another_credential_has_a_budget_of_its_own(tmp_path: Path):
    slept: list[float] = []
    for name in ("a", "b"):
        gate = SharedGate(RateBudget(per_second=3), tmp_path, name)
        for _ in range(3):
            with gate.pass_through(slept.append):
                pass
    assert slept == []


def test_requests_that_a_vendor_wants_apart_never_follow_each_other_sooner(tmp_path: Path):
    gate = SharedGate(RateBudget(seconds_apart=0.15), tmp_path, "a")
    moments = []
    for _ in range(4):
        with gate.pass_through(time.sleep):
            moments.append(time.time())
    assert all(later - sooner >= 0.149 for sooner, later in pairwise(moments))


def test_one_request_at_a_time_means_one(tmp_path: Path):
    inside: list[int] = []
    most = 0

    def work() -> None:
        nonlocal most
        gate = SharedGate(RateBudget(one_at_a_time=True), tmp_path, "base")
        for _ in range(5):
            with gate.pass_through(time.sleep):
                inside.append(1)
                most = max(most, len(inside))
                time.sleep(0.002)
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_a_vendor_without_limits_leaves_no_files(tmp_path: Path):
    with SharedGate(RateBudget(), tmp_path / "rates", "x").pass_through(time.sleep):
        pass
    with NoLimit().pass_through(time.sleep):
        pass
    assert list((tmp_path / "rates").iterdir()) == []


def test_a_kind_of_call_with_a_slower_rate_waits_for_its_own_turn_and_holds_up_no_other(tmp_path: Path):
    gate = SharedGate(RateBudget(per_second=50, lanes={"statistics": 0.3}), tmp_path, "pbx")
    started = time.monotonic()
    for lane in ("statistics", "", "", "statistics", ""):
        with gate.pass_through(time.sleep, lane):
            pass
    assert 0.25 <= time.monotonic() - started < 1.1  # four waits would be 1.2


def test_a_leaky_bucket_takes_its_burst_at_once_and_then_asks_to_wait(tmp_path: Path):
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        raise InterruptedError

    gate = SharedGate(RateBudget(per_second=2, burst=10), tmp_path, "bucket")
    for _ in range(10):
        with gate.pass_through(sleep):
            pass
    assert slept == []
    with suppress(InterruptedError), gate.pass_through(sleep):
        pass
    # 2026-11-27: ten requests may have taken a while on a busy machine; they drain in five seconds
    assert 0 < slept[0] <= 6.1
