"""Companies of four departments with daily leads, and faults planted into their last month."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

FIRST, DAYS = date(2025, 10, 1), 273
MONTH_FROM = date(2026, 6, 1)
USUAL = {"north": 40.0, "south": 25.0, "east": 18.0, "web": 60.0}
"""Department → leads on an ordinary working day."""
_LASTS = 5

Counts = dict[str, dict[date, int]]


@dataclass(frozen=True)
class Planted:
    """What was done to one company: from `first` to `last`, in which `units`, which `way`."""

    kind: str
    first: date
    last: date
    units: frozenset[str]
    way: str


@dataclass(frozen=True)
class Trial:
    """One company: leads by department and day; `planted`: None in a quiet month."""

    name: str
    counts: Counts
    planted: Planted | None


def trials(number: int, seed: int, is_working: Callable[[date], bool]) -> list[Trial]:
    """So many companies with a fault in June, each kind as often as the others, and as many without."""
    chance = random.Random(seed)
    made = []
    for place in range(number):
        counts = _company(chance, works_weekends=place % 2 == 0, is_working=is_working)
        kind = _KINDS[place % len(_KINDS)]
        made.append(Trial(f"fault {place}", counts, kind(counts, chance, is_working)))
    for place in range(number):
        counts = _company(chance, works_weekends=place % 2 == 0, is_working=is_working)
        made.append(Trial(f"quiet {place}", counts, None))
    return made


def _company(chance: random.Random, *, works_weekends: bool, is_working: Callable[[date], bool]) -> Counts:
    """Poisson counts with a slow season, a strong Monday and, in half of the companies, quiet weekends."""
    phase = chance.uniform(0, 2 * math.pi)
    counts: Counts = {unit: {} for unit in USUAL}
    for offset in range(DAYS):
        day = FIRST + timedelta(days=offset)
        season = 1 + 0.1 * math.sin(phase + 2 * math.pi * offset / 180)
        weekday = 1.15 if day.weekday() == 0 else 1.0
        share = weekday if is_working(day) else (0.25 if works_weekends else 0.0)
        for unit, usual in USUAL.items():
            counts[unit][day] = _poisson(chance, usual * season * share)
    return counts


def _poisson(chance: random.Random, mean: float) -> int:
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def _begin(chance: random.Random, is_working: Callable[[date], bool]) -> list[date]:
    """Working days from a random one of the month's first three weeks on."""
    first = MONTH_FROM + timedelta(days=chance.randrange(20))
    return [day for day in (first + timedelta(days=k) for k in range(15)) if is_working(day)]


def _drop(counts: Counts, chance: random.Random, is_working: Callable[[date], bool]) -> Planted:
    unit, days = chance.choice(sorted(USUAL)), _begin(chance, is_working)[:_LASTS]
    for day in days:
        counts[unit][day] //= 2
    return Planted("half in one department", days[0], days[-1], frozenset({unit, "company"}), "below")


def _dead_channel(counts: Counts, chance: random.Random, is_working: Callable[[date], bool]) -> Planted:
    days = _begin(chance, is_working)[:_LASTS]
    for unit in counts:
        for day in days:
            counts[unit][day] = round(counts[unit][day] * 0.6)
    units = frozenset({*USUAL, "company"})
    return Planted("a channel of 40 % dead", days[0], days[-1], units, "below")


def _doubled(counts: Counts, chance: random.Random, is_working: Callable[[date], bool]) -> Planted:
    day = _begin(chance, is_working)[0]
    for unit in counts:
        counts[unit][day] *= 2
    return Planted("an import doubled", day, day, frozenset({*USUAL, "company"}), "above")


def _afternoon(counts: Counts, chance: random.Random, is_working: Callable[[date], bool]) -> Planted:
    day = _begin(chance, is_working)[0]
    for unit in counts:
        counts[unit][day] = round(counts[unit][day] * 0.45)
    return Planted("an afternoon missing", day, day, frozenset({*USUAL, "company"}), "below")


_KINDS = (_drop, _dead_channel, _doubled, _afternoon)
