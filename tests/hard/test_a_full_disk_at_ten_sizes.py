"""The disk full at ten sizes: one message each, and the night with room is the undisturbed one."""

from __future__ import annotations

import pytest

from tests.hard.killed import Rows, differing, published
from tests.nightly.simulated import House
from tests.nightly.small_disk import night_on_a_small_disk

pytestmark = pytest.mark.slow
SIZES = (1_000, 2_000, 5_000, 20_000, 60_000, 150_000, 400_000, 1_000_000, 3_000_000, 8_000_000)


@pytest.mark.parametrize("largest_file", SIZES)
def test_a_night_with_room_then_equals_the_undisturbed_one(
    house: House, second_night: Rows, largest_file: int
):
    house.restore("night 1")
    first_night = published(house)
    landed = set(house.deployment.state.landing.rglob("*.parquet"))

    said = night_on_a_small_disk(house, 2, largest_file)

    output = " ".join((said.stdout + said.stderr).split())
    print(f"files up to {largest_file:,} bytes: exit code {said.returncode}")
    assert "Traceback" not in output
    if said.returncode:
        assert "disk is full" in output.lower(), output
        assert "Fix:" in output
    between = published(house)
    # A domain goes out whole or stays whole at its last good version.
    assert [mart for mart in between if between[mart] not in (first_night[mart], second_night[mart])] == []
    assert landed <= set(house.deployment.state.landing.rglob("*.parquet"))

    house.__dict__.pop("nights", None)  # a new process
    night = house.night(2)
    assert night.problems == ()
    assert differing(published(house), second_night) == {}
