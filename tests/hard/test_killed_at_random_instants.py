"""Killed at random instants, never cleaned by hand: published is what an undisturbed company publishes.

VORONKA_KILLS: how many (100); VORONKA_SEED: of the instants; VORONKA_NIGHTS: over how many nights (3).
"""

import os
import random
from pathlib import Path

import pytest
from killed import finish, kill_at_random, published
from simulated import House

from orchestration.demo.pretend import pretend_company

KILLS = int(os.environ.get("VORONKA_KILLS", "100"))
SEED = int(os.environ.get("VORONKA_SEED", "7"))
NIGHTS = int(os.environ.get("VORONKA_NIGHTS", "3"))


@pytest.mark.slow
def test_a_killed_history_publishes_what_an_undisturbed_one_does(tmp_path: Path):
    chance = random.Random(SEED)
    print(f"seed {SEED}, {KILLS} kills over {NIGHTS} nights", flush=True)
    with pretend_company(tmp_path / "company", scale=0.05) as company:
        calm, killed = tmp_path / "calm", tmp_path / "killed"
        for folder in (calm, killed):
            folder.mkdir()
        undisturbed, disturbed = House.open(calm, company), House.open(killed, company)
        kills = 0
        for number, moment in enumerate(company.nights[:NIGHTS], start=1):
            company.set_clock(moment)
            longest = finish(undisturbed, moment)
            while kills < KILLS * number // NIGHTS:
                kills += kill_at_random(disturbed, moment, chance, longest)
            finish(disturbed, moment)
            assert published(disturbed) == published(undisturbed)
        assert kills == KILLS
