"""The disk full at ten sizes: one message each, and the night with room is the undisturbed one."""

from __future__ import annotations

import pytest
from simulated import House
from test_a_full_disk_loses_nothing import _night as night_on_a_small_disk

from orchestration.demo.pretend import Pretend

pytestmark = pytest.mark.slow
SIZES = (1_000, 2_000, 5_000, 20_000, 60_000, 150_000, 400_000, 1_000_000, 3_000_000, 8_000_000)


@pytest.fixture(scope="module")
def house(company: Pretend, tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House.open(tmp_path_factory.mktemp("full"), company)
    house.night(1)
    house.save("night 1")
    return house


@pytest.mark.parametrize("largest_file", SIZES)
def test_a_night_with_room_then_equals_the_undisturbed_one(house: House, largest_file: int):
    house.restore("night 1")
    current = house.deployment.state.root / "releases" / "current.json"
    published = current.read_bytes()
    landed = set(house.deployment.state.landing.rglob("*.parquet"))

    said = night_on_a_small_disk(house, 2, largest_file)

    output = " ".join((said.stdout + said.stderr).split())
    assert "Traceback" not in output
    if said.returncode:
        assert current.read_bytes() == published or "disk" in output.lower() or "диск" in output.lower(), (
            output
        )
    assert landed <= set(house.deployment.state.landing.rglob("*.parquet"))
    house.__dict__.pop("nights", None)
    night = house.night(2)
    assert night.problems == ()
    assert [line.kpi for line in house.proof(house.company.nights[:2]) if line.difference] == []
    print(f"files up to {largest_file:,} bytes: exit code {said.returncode}; the night with room is right")
