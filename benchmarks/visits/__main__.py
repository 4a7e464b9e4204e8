"""The proposed rounds of a week: kilometres beside nearest-next and the shortest way of all."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import permutations

from benchmarks.results import Figure, save
from sandbox.company.charter import NIGHTS
from sandbox.company.layout import Layout
from sandbox.truth.books import open_books
from sandbox.truth.rounds import Point, in_order, kilometres, length_of, read_days
from sandbox.world.world import generate

MOST_FOR_ALL_WAYS = 9


@dataclass(frozen=True)
class Compared:
    """Days of at least three known places, and kilometres in all."""

    days: int
    stops: int
    proposed_km: float
    other_km: float

    @property
    def ratio(self) -> float:
        """Proposed ÷ other."""
        return self.proposed_km / self.other_km if self.other_km else 0.0


def nearest_next(points: Sequence[Point]) -> list[Point]:
    """Return the points from the first one always to the nearest of those left."""
    way, left = [points[0]], list(points[1:])
    while left:
        way.append(min(left, key=lambda one: kilometres(way[-1], one)))
        left.remove(way[-1])
    return way


def shortest(points: Sequence[Point]) -> float:
    """Return the kilometres of the shortest way that begins with the first point: all ways are tried."""
    return min(float(length_of([points[0], *way])) for way in permutations(points[1:]))


def compare(rounds: Sequence[Sequence[Point]], other: Sequence[float]) -> Compared:
    """Add up the rounds and what another way takes."""
    proposed = sum(float(length_of(points)) for points in rounds)
    return Compared(len(rounds), sum(map(len, rounds)), proposed, sum(other))


def main() -> None:
    """Print and keep how the rounds compare."""
    parser = argparse.ArgumentParser(description="Length of the proposed rounds of agents.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=float, default=0.3)
    options = parser.parse_args()
    company = generate(options.seed, options.scale, Layout(erp="sales_doctor"))
    rounds = [
        [stop.point for stop in in_order(stops) if stop.point is not None]
        for stops in read_days(open_books(company, NIGHTS[:1])).values()
    ]
    rounds = [points for points in rounds if len(points) > 2]
    few = [points for points in rounds if len(points) <= MOST_FOR_ALL_WAYS]
    nearest = compare(rounds, [float(length_of(nearest_next(points))) for points in rounds])
    best = compare(few, [shortest(points) for points in few])
    figures = [
        Figure(
            "Proposed rounds ÷ always to the nearest client",
            f"{nearest.ratio:.3f} ({nearest.days} days, {nearest.stops} stops)",
            "≤ 1.0",
            nearest.ratio <= 1,
        ),
        Figure(
            f"Proposed rounds ÷ the shortest way, days of up to {MOST_FOR_ALL_WAYS} clients",
            f"{best.ratio:.3f} ({best.days} days)" if best.days else "no such day",
        ),
    ]
    save("visits", "make bench-visits", figures, {"nearest": asdict(nearest), "shortest": asdict(best)})


if __name__ == "__main__":
    main()
