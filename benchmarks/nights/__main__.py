"""`python -m benchmarks.nights`: CPU of nights with nothing new, little new, a new date, against imports."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.measure import STATE, costing, middle, run
from benchmarks.nights.house import House
from benchmarks.results import Figure, save
from orchestration.demo.pretend import pretend_company

# what a night cannot do without, as its three processes' worth of code
_LIBRARIES = {
    "dagster-dbt": "import dagster_dbt",
    "dbt": "import dbt.cli.main, dbt.adapters.duckdb",
    "Great Expectations": "import great_expectations",
}
# phase of the command → what it is told as; what is not named here is Dagster's
_PARTS = {
    "python": "imports",
    "imports": "imports",
    "import of Great Expectations": "imports",
    "land": "extraction",
    "dbt": "dbt",
    "gate": "gate",
    "gate and release": "release",
}
_QUIET_AFTER = timedelta(minutes=20)
# so long after the night about one landed record of two hundred is new
_NEWS_AFTER = timedelta(hours=8)

# kind of night → what its CPU may be, in imports
_GOALS = {"nothing new": 1.3, "little new": 3.0, "date turned": 5.0}

Nights = list[dict[str, Any]]


def note_imports(spent: dict[str, list[float]]) -> None:
    """Add, per library, the CPU seconds of a process that only imports it."""
    for name, words in _LIBRARIES.items():
        with costing() as cost:
            run([sys.executable, "-c", words])
        spent.setdefault(name, []).append(cost.cpu)


@contextmanager
def _house(scale: float) -> Iterator[House]:
    STATE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=STATE))
    try:
        with pretend_company(folder / "company", scale=scale) as company:
            yield House.build(folder, company)
    finally:
        shutil.rmtree(folder)


def nights(scale: float, rounds: int, spent: dict[str, list[float]]) -> tuple[dict[str, Nights], float]:
    """Kind of night → its runs, each from the state after the first one; and the share that was new.

    Imports are noted into `spent` between the nights: the machine's pace changes while they run.
    """
    with _house(scale) as house:
        first = house.company.nights[0]
        house.company.set_clock(first)
        runs: dict[str, Nights] = {"first": [house.night(first)], **{kind: [] for kind in _GOALS}}
        house.save()
        before = house.landed()
        for _ in range(rounds):
            note_imports(spent)
            house.restore()
            runs["nothing new"].append(_told("nothing new", house.night(first + _QUIET_AFTER)))
        house.company.set_clock(first + _NEWS_AFTER)
        for _ in range(rounds):
            note_imports(spent)
            house.restore()
            runs["little new"].append(_told("little new", house.night(first + _NEWS_AFTER)))
        after = house.landed()
        house.company.set_clock(house.company.nights[1])
        for _ in range(rounds):
            note_imports(spent)
            house.restore()
            runs["date turned"].append(_told("date turned", house.night(house.company.nights[1])))
    assert all(one["unchanged"] for one in runs["nothing new"])
    assert not any(one["unchanged"] for kind in ("little new", "date turned") for one in runs[kind])
    return runs, len(after - before) / len(after)


def _told(kind: str, found: dict[str, Any]) -> dict[str, Any]:
    print(f"{kind:12} {found['cpu']:8.2f} CPU s", flush=True)
    return found


def shares(runs: Nights) -> dict[str, float]:
    """Part of a night → its share of the CPU seconds, 0..1; what no part claims is Dagster's."""
    total = sum(one["cpu"] for one in runs)
    parts = dict.fromkeys(_PARTS.values(), 0.0)
    for one in runs:
        for phase in one["phases"].keys() & _PARTS.keys():
            parts[_PARTS[phase]] += one["phases"][phase] / total
    return {**parts, "Dagster": 1 - sum(parts.values())}


def figures(libraries: dict[str, float], runs: dict[str, Nights], new: float) -> list[Figure]:
    """The lines for people."""
    once = sum(libraries.values())
    each = ", ".join(f"{name} {spent:.2f}" for name, spent in libraries.items())
    lines = [Figure("Importing once each", f"{once:.2f} CPU s ({each})")]
    titles = {
        "nothing new": "A night with nothing new",
        "little new": f"A night with {new:.2%} new",
        "date turned": "The night of the next day",
    }
    for kind, goal in _GOALS.items():
        spent = middle([one["cpu"] for one in runs[kind]])
        parts = ", ".join(f"{part} {share:.0%}" for part, share in shares(runs[kind]).items())
        lines += [
            Figure(titles[kind], f"{spent:.2f} CPU s, peak {_peak(runs[kind])} MB: {parts}"),
            Figure("… ÷ imports", f"{spent / once:.2f}", f"≤ {goal}", spent / once <= goal),
        ]
    return lines


def _peak(runs: Nights) -> str:
    return f"{max(one['peak_mb'] for one in runs):.0f}"


def main() -> None:
    """Measure, print and, at full size, keep the result."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.nights", description=__doc__)
    asked.add_argument("--scale", type=float, default=1.0)
    asked.add_argument("--rounds", type=int, default=5)
    words = asked.parse_args()
    spent: dict[str, list[float]] = {}
    runs, new = nights(words.scale, words.rounds, spent)
    libraries = {name: middle(found) for name, found in spent.items()}
    lines = figures(libraries, runs, new)
    measured = {"imports": spent, "new": new, "nights": runs}
    if words.scale == 1.0:
        save("nights", "make bench-nights", lines, measured)
    else:
        print(*(f"{line.what}: {line.found}" for line in lines), sep="\n")


if __name__ == "__main__":
    main()
