"""Expected final shares of the pretend company's weekly cohorts, beside what its later nights bring."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import mean

from benchmarks.results import Figure, save
from sandbox.company.charter import END, MOSCOW
from sandbox.company.company import Company
from sandbox.truth.books import open_books
from sandbox.truth.cells import Cells
from sandbox.truth.cohorts import cohort_cells
from sandbox.world.world import generate

_FIRST = datetime(2026, 4, 15, 3, tzinfo=MOSCOW)
_EVERY, _NIGHTS = timedelta(days=7), 5
_MILLION = 1_000_000


@dataclass(frozen=True)
class Guess:
    """A week seen on one night, in percent of its clean leads: won so far, expected, and won in the end."""

    night: str
    week: str
    won_so_far: float
    expected: float
    won_in_the_end: float


def guesses(company: Company, nights: Sequence[datetime], end: datetime) -> Iterator[Guess]:
    """Yield every week as each of the nights expects it; what no night shows an estimate of is left out."""
    final = _shares(cohort_cells(open_books(company, [end])))
    for night in nights:
        for week, (so_far, expected) in _shares(cohort_cells(open_books(company, [night]))).items():
            if expected is not None and week in final:
                yield Guess(night.date().isoformat(), week, so_far, expected, final[week][0])


def _shares(cells: dict[str, Cells]) -> dict[str, tuple[float, float | None]]:
    """Week → percent won at the latest age, and expected; over channels, departments and statuses."""
    leads, expected, won = _by_week(cells["cohort_leads"]), _by_week(cells["cohort_expected"]), _latest(cells)
    return {
        week: (
            100 * won[week] / count,
            100 * expected[week] / _MILLION / count if week in expected else None,
        )
        for week, count in leads.items()
    }


def _by_week(cells: Cells) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for week, *_, value in cells:
        sums[str(week)] += int(value or 0)
    return sums


def _latest(cells: dict[str, Cells]) -> dict[str, int]:
    """Add the wins of each cohort at its greatest age."""
    latest: dict[tuple[object, ...], tuple[int, int]] = {}
    for *cohort, age, value in cells["cohort_won"]:
        key: tuple[object, ...] = tuple(cohort)
        found = (int(age or 0), int(value or 0))
        latest[key] = max(latest.get(key, (-1, 0)), found)
    sums: dict[str, int] = defaultdict(int)
    for key, (_, wins) in latest.items():
        sums[str(key[0])] += wins
    return sums


def main() -> None:
    """Print and keep the mean errors in percentage points."""
    parser = argparse.ArgumentParser(description="Errors of the expected final share of weekly cohorts.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args()
    nights = [_FIRST + number * _EVERY for number in range(_NIGHTS)]
    end = END - timedelta(days=1)
    found = list(guesses(generate(options.seed, options.scale), nights, end))
    errors = [one.expected - one.won_in_the_end for one in found]
    naive = [one.won_so_far - one.won_in_the_end for one in found]
    figures = [
        Figure("Weekly cohorts seen on five nights", str(len(found))),
        Figure("Mean error of the expected final share, percentage points", f"{mean(errors):+.1f}"),
        Figure("Mean absolute error", f"{mean(map(abs, errors)):.1f}"),
        Figure("Mean absolute error of taking the wins so far for all", f"{mean(map(abs, naive)):.1f}"),
    ]
    save("cohorts", "make bench-cohorts", figures, {"guesses": [asdict(one) for one in found]})


if __name__ == "__main__":
    main()
