"""The disk is full in the middle of a night: one message, the publication untouched, the next night is right.

That next night begins while another run has the warehouse: it reads beside it and builds when that is over.
"""

from pathlib import Path

import pytest

from tests.nightly.simulated import House, held_by_another_process
from tests.nightly.small_disk import night_on_a_small_disk
from tests.nightly.started import ended, start_night

FULL, ALMOST_FULL = 2_000, 400_000


@pytest.mark.parametrize("after", ["night 1"], indirect=True)
@pytest.mark.parametrize(
    "largest_file", [FULL, ALMOST_FULL], ids=["nothing can land", "nothing can be built"]
)
def test_a_full_disk_ends_in_one_message(after: House, largest_file: int):
    current = after.deployment.state.root / "releases" / "current.json"
    published, landed = current.read_bytes(), _landed(after)

    said = night_on_a_small_disk(after, 2, largest_file)

    output = " ".join((said.stdout + said.stderr).split())
    assert said.returncode == 1, output
    assert "disk" in output.lower(), output
    assert "Fix:" in output
    assert "Traceback" not in output
    assert current.read_bytes() == published
    assert landed <= _landed(after)

    if largest_file == ALMOST_FULL:
        _a_night_reads_beside_a_build_and_publishes_when_that_is_over(after)


def _landed(house: House) -> set[Path]:
    return set(house.deployment.state.landing.rglob("*.parquet"))


def _a_night_reads_beside_a_build_and_publishes_when_that_is_over(after: House) -> None:
    before = _landed(after)
    with held_by_another_process(after, "warehouse") as pid:
        process = start_night(after, 2)
        assert process.stdout is not None
        line = next(line for line in process.stdout if "Waiting until" in line)
        landed = _landed(after)

    code, said = ended(process)
    assert f"night (process {pid}" in line
    assert before < landed
    assert code == 0, said
    assert [one.kpi for one in after.proof(after.company.nights[:2]) if one.difference] == []
