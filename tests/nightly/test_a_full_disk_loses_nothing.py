"""The disk is full in the middle of a night: one message, the publication untouched, nothing lost."""

import pytest

from tests.nightly.simulated import House
from tests.nightly.small_disk import night_on_a_small_disk

FULL, ALMOST_FULL = 2_000, 400_000


@pytest.mark.parametrize("after", ["night 1"], indirect=True)
@pytest.mark.parametrize(
    "largest_file", [FULL, ALMOST_FULL], ids=["nothing can land", "nothing can be built"]
)
def test_a_full_disk_ends_in_one_message(after: House, largest_file: int):
    current = after.deployment.state.root / "releases" / "current.json"
    published, landed = current.read_bytes(), set(after.deployment.state.landing.rglob("*.parquet"))

    said = night_on_a_small_disk(after, 2, largest_file)

    output = " ".join((said.stdout + said.stderr).split())
    assert said.returncode == 1, output
    assert "disk" in output.lower(), output
    assert "Fix:" in output
    assert "Traceback" not in output
    assert current.read_bytes() == published
    assert landed <= set(after.deployment.state.landing.rglob("*.parquet"))

    if largest_file == ALMOST_FULL:
        assert after.night(2).problems == ()
        assert [line.kpi for line in after.proof(after.company.nights[:2]) if line.difference] == []
