"""`python -m benchmarks.company`: transforming companies of growing size, by dbt as at night and by hand."""

from __future__ import annotations

import argparse
import itertools
import json
import math
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.company.landed import Company, land
from benchmarks.company.transform import prepare, run_dbt
from benchmarks.measure import STATE, middle, run
from benchmarks.results import Figure, save
from orchestration.assets.manifest import Transform

_SIZES = (10_000, 100_000, 1_000_000)
_MEMORY_MB = 4096
_TABLES = """
    select schema_name || '.' || table_name from duckdb_tables()
    where database_name = 'warehouse' and schema_name in ('staging', 'intermediate', 'marts')
    order by all
"""

Runs = list[dict[str, Any]]


def measure(deals: int, rounds: int) -> dict[str, Runs]:
    """ "dbt" and "by hand" → what each round cost, in turn on the same landing; both end in the same rows."""
    STATE.mkdir(parents=True, exist_ok=True)
    runs: dict[str, Runs] = {"dbt": [], "by hand": []}
    with tempfile.TemporaryDirectory(dir=STATE) as kept:
        folder, company = Path(kept), Company(deals)
        transform = prepare(land(company, folder), company.now)
        for _ in range(rounds):
            done = run_dbt(transform)
            runs["dbt"].append({**asdict(done.cost), "peak_mb": done.peak_mb, "models": done.models})
            runs["by hand"].append(_by_hand(transform, folder / "by_hand"))
            for how, found in runs.items():
                print(f"{deals:9,} deals, {how:8} {found[-1]['seconds']:8.1f} s", flush=True)
    return runs


def _by_hand(transform: Transform, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    warehouse, built = folder / "warehouse.duckdb", transform.deployment.state.warehouse
    words = ["-m", "benchmarks.company.by_hand", str(built), str(transform.target), str(warehouse)]
    found: dict[str, Any] = json.loads(run([sys.executable, *words]))
    differing = _rows(built).items() ^ _rows(warehouse).items()
    assert not differing, f"by hand other rows came out: {sorted(differing)}"
    shutil.rmtree(folder)
    return found


def _rows(warehouse: Path) -> dict[str, int]:
    """Table → rows, of everything but what dbt alone loads."""
    with duckdb.connect(str(warehouse), read_only=True) as base:
        names = [name for (name,) in base.execute(_TABLES).fetchall()]
        return {name: base.execute(f"select count(*) from {name}").fetchall()[0][0] for name in names}


def figures(sizes: dict[int, dict[str, Runs]]) -> list[Figure]:
    """The lines for people: the largest company against the promise, then the curve over all."""
    largest = sizes[max(sizes)]
    dbt, hand = (_middle(largest[how], "seconds") for how in ("dbt", "by hand"))
    peak = max(one["peak_mb"] for one in largest["dbt"])
    named = f"{max(sizes):,} deals and {max(sizes) * 5:,} calls"
    lines = [
        Figure(f"{named} by dbt ÷ by hand", f"{dbt / hand:.2f}", "≤ 1.5", dbt <= 1.5 * hand),
        Figure("Peak memory of dbt", f"{peak:,.0f} MB", f"< {_MEMORY_MB:,} MB", peak < _MEMORY_MB),
    ]
    for deals, runs in sizes.items():
        told = ", ".join(f"{how} {_cost(found)}" for how, found in runs.items())
        lines.append(Figure(f"{deals:,} deals", told))
    for how in largest:
        told = ", ".join(f"{power:.2f}" for power in _powers(sizes, how))
        lines.append(Figure(f"Time grows with deals to the power of ({how})", told))
    return lines


def _cost(found: Runs) -> str:
    seconds, cpu = _middle(found, "seconds"), _middle(found, "cpu")
    return f"{seconds:.1f} s ({cpu:.1f} CPU s, peak {max(one['peak_mb'] for one in found):,.0f} MB)"


def _middle(found: Runs, what: str) -> float:
    return middle([one[what] for one in found])


def _powers(sizes: dict[int, dict[str, Runs]], how: str) -> list[float]:
    """Between each size and the next: 1 is linear, below it a fixed part dilutes the growth."""
    points = [(deals, _middle(runs[how], "seconds")) for deals, runs in sorted(sizes.items())]
    return [
        math.log(later / earlier) / math.log(more / fewer)
        for (fewer, earlier), (more, later) in itertools.pairwise(points)
    ]


def main() -> None:
    """Measure, print and, at full size, keep the result."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.company", description=__doc__)
    asked.add_argument("--deals", type=int, nargs="+", default=list(_SIZES))
    asked.add_argument("--rounds", type=int, default=3)
    words = asked.parse_args()
    sizes = {deals: measure(deals, words.rounds) for deals in words.deals}
    lines = figures(sizes)
    if words.deals == list(_SIZES):
        save("company", "make bench-company", lines, {str(deals): runs for deals, runs in sizes.items()})
    else:
        print(*(f"{line.what}: {line.found}" for line in lines), sep="\n")


if __name__ == "__main__":
    main()
