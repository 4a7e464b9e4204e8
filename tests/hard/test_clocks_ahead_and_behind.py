"""A night on a machine with the wrong time loses nothing: after the next right one all numbers are true."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orchestration.demo.pretend import Pretend
from tests.nightly.simulated import House

pytestmark = pytest.mark.slow

APART = {
    "five minutes": timedelta(minutes=5),
    "forty minutes": timedelta(minutes=40),
    "three hours": timedelta(hours=3),
    "a day": timedelta(days=1),
}


@pytest.fixture(scope="module")
def house(company: Pretend, tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House.open(tmp_path_factory.mktemp("clocks"), company)
    house.night(1)
    house.save("night 1")
    return house


@pytest.mark.parametrize("sign", [1, -1], ids=["ahead", "behind"])
@pytest.mark.parametrize("apart", APART)
def test_after_the_next_right_night_every_number_is_the_truth(house: House, apart: str, sign: int):
    house.restore("night 1")
    house.company.set_clock(house.company.nights[1])
    house.moment = house.company.nights[1] + sign * APART[apart]

    wrong = house.nights.run()
    right = house.night(3)

    told = [line for stream in wrong.land.streams for line in stream.warnings] if wrong.land else []
    assert any("the clock of this machine" in line or "часы этой машины" in line.lower() for line in told)
    assert right.ok, right.problems
    differing = [line for line in house.proof(house.company.nights[:3]) if line.difference]
    assert [f"{line.kpi}: {line.examples}" for line in differing] == []
