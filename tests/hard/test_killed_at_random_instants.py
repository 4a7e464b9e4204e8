"""Killed at random instants, never cleaned by hand: published is what an undisturbed company publishes.

VORONKA_KILLS: how many (100); VORONKA_SEED: of the instants; VORONKA_LANES: houses side by side (2).
"""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from tests.hard.hurried import hurried_company, open_house
from tests.hard.killed import Toll, live_through, undisturbed
from tests.nightly.simulated import House

KILLS = int(os.environ.get("VORONKA_KILLS", "100"))
SEED = int(os.environ.get("VORONKA_SEED", "7"))
LANES = int(os.environ.get("VORONKA_LANES", "2"))
# Of ten kills, so many strike a first night, which begins with nothing; the others strike the second.
FIRST_NIGHT = 2


def _live(house: House, moment: datetime, chance: random.Random, kills: int) -> Toll:
    return live_through(house, moment, undisturbed(house, moment), chance, kills)


@pytest.mark.slow
def test_a_killed_history_publishes_what_an_undisturbed_one_does(tmp_path: Path):
    print(f"seed {SEED}, {KILLS} kills in {LANES} lanes", flush=True)
    tolls: list[Toll] = []
    with hurried_company(tmp_path / "company") as company, ThreadPoolExecutor(LANES) as lanes:
        houses = [open_house(tmp_path / f"lane {number}", company) for number in range(LANES)]
        chances = [random.Random(f"{SEED} {number}") for number in range(LANES)]
        for moment, kills in zip(company.nights, _shares(KILLS), strict=False):
            company.set_clock(moment)
            each = [kills // LANES + (number < kills % LANES) for number in range(LANES)]
            tolls += lanes.map(_live, houses, [moment] * LANES, chances, each)
    kills, nights = sum(toll.kills for toll in tolls), sum(toll.nights for toll in tolls)
    print(f"{kills} kills, {nights} nights left alone after them, each right", flush=True)
    assert kills == KILLS


def _shares(kills: int) -> tuple[int, int]:
    first = kills * FIRST_NIGHT // 10
    return first, kills - first
