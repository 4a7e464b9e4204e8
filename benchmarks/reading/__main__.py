"""`python -m benchmarks.reading`: the readers in turn, several times over, and the ratios of medians."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

from benchmarks.measure import REPOSITORY, middle, run
from benchmarks.reading.server import serving
from benchmarks.results import Figure, save

_DLT = str(REPOSITORY / ".venv" / "bench" / "bin" / "python")
_MEMORY_MB = 300
# the slow ones are read less often: one of their rounds takes as long as all rounds of the others
_ROUNDS = {"voronka": 1, "requests": 1, "dlt tuned": 2, "dlt parquet": 4, "dlt plain": 8}

Runs = dict[str, list[dict[str, float]]]


def _words(reader: str, origin: str, leads: int) -> list[str]:
    if reader.startswith("dlt"):
        return [_DLT, "-m", "benchmarks.reading.read_dlt", origin, reader.removeprefix("dlt ")]
    more = [str(leads)] if reader == "requests" else []
    return [sys.executable, "-m", f"benchmarks.reading.read_{reader}", origin, *more]


def measure(leads: int, rounds: int, readers: list[str]) -> Runs:
    """Reader → what each of its readings cost; every round begins with another reader."""
    runs: Runs = {reader: [] for reader in readers}
    with serving(leads) as origin:
        for turn in range(rounds):
            first = turn % len(readers)
            for reader in readers[first:] + readers[:first]:
                if turn % _ROUNDS[reader]:
                    continue
                found = json.loads(run(_words(reader, origin, leads)))
                assert found["records"] == leads, f"{reader} read {found['records']} of {leads} leads"
                runs[reader].append(found | {"load": os.getloadavg()[0]})
                print(f"{reader:12} {found['seconds']:8.2f} s {found['cpu']:8.2f} CPU s", flush=True)
    return runs


def summary(runs: Runs, leads: int) -> dict[str, dict[str, float]]:
    """Reader → records per second by the clock and per CPU second, both by the median; the largest peak."""
    return {
        reader: {
            "records_per_second": round(leads / middle([one["seconds"] for one in found])),
            "records_per_cpu_second": round(leads / middle([one["cpu"] for one in found])),
            "peak_mb": round(max(one["peak_mb"] for one in found)),
        }
        for reader, found in runs.items()
    }


def figures(told: dict[str, dict[str, float]]) -> list[Figure]:
    """The lines for people: every reader, then the promised ratios."""
    lines = [
        Figure(
            reader,
            f"{one['records_per_second']:,} records/s, {one['records_per_cpu_second']:,} per CPU second, "
            f"peak {one['peak_mb']:.0f} MB",
        )
        for reader, one in told.items()
    ]
    for reader in told:
        if reader.startswith("dlt"):
            lines.append(_against(told, reader, 15, "≥ 15, aim 20"))
    lines.append(_against(told, "requests", 0.25, "≥ 0.25, aim 0.3"))
    peak = told["voronka"]["peak_mb"]
    return [*lines, Figure("Voronka's peak memory", f"{peak:.0f} MB", "< 300 MB", peak < _MEMORY_MB)]


def _against(told: dict[str, dict[str, float]], other: str, least: float, goal: str) -> Figure:
    clock = told["voronka"]["records_per_second"] / told[other]["records_per_second"]
    cpu = told["voronka"]["records_per_cpu_second"] / told[other]["records_per_cpu_second"]
    return Figure(f"Voronka ÷ {other}", f"{clock:.3g} by the clock, {cpu:.3g} by CPU", goal, clock >= least)


def main() -> None:
    """Measure, print and, at full size, keep the result."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    asked.add_argument("--leads", type=int, default=50_000)
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--readers", nargs="+", choices=list(_ROUNDS), default=list(_ROUNDS))
    words = asked.parse_args()
    runs = measure(words.leads, words.rounds, words.readers)
    told: dict[str, Any] = summary(runs, words.leads)
    if words.leads == 50_000 and words.readers == list(_ROUNDS):
        save("reading", "make bench-reading", figures(told), {"readers": told, "runs": runs})
    else:
        print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
