"""Seconds, CPU seconds and peak memory of a piece of work; standard library only: every venv runs it."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).resolve().parent.parent
STATE = REPOSITORY / "var" / "bench"


@dataclass
class Cost:
    """What a piece of work took: seconds by the clock, CPU seconds of this process and its ended children."""

    seconds: float = 0.0
    cpu: float = 0.0


@contextmanager
def costing() -> Iterator[Cost]:
    """Fill in a Cost while the work inside runs."""
    cost = Cost()
    clock, cpu = time.monotonic(), cpu_seconds()
    yield cost
    cost.seconds, cost.cpu = time.monotonic() - clock, cpu_seconds() - cpu


def cpu_seconds() -> float:
    """CPU seconds of this process and of its children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(spent.ru_utime + spent.ru_stime for spent in both)


def peak_mb() -> float:
    """The largest resident memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report_reading(read: Callable[[], int]) -> None:
    """Print as one JSON line what `read` cost; it gives the number of records it has read."""
    with costing() as cost:
        records = read()
    found = {"records": records, **asdict(cost), "peak_mb": peak_mb()}
    print(json.dumps(found), flush=True)


def run(words: Sequence[str], environment: dict[str, str] | None = None) -> str:
    """The last line that a command prints; its other words are shown only if it fails."""
    import subprocess

    surroundings = {**os.environ, **(environment or {})}
    done = subprocess.run(
        list(words), capture_output=True, text=True, cwd=REPOSITORY, env=surroundings, check=False
    )
    if done.returncode:
        said = done.stdout[-4000:] + done.stderr[-4000:]
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{said}")
    return done.stdout.strip().rpartition("\n")[2]


def middle(values: Sequence[float]) -> float:
    """The median, to three digits that matter."""
    return float(f"{median(values):.4g}")
