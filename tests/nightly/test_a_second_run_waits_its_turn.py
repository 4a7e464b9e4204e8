"""Two runs on one var folder: the second says for whom it waits, then works; a rollback is told at once.

A night that waits for the warehouse stands in `test_a_full_disk_loses_nothing`.
"""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.failures import RunInProgress
from orchestration.turns.turn import Turn, hold_turn
from tests.nightly.simulated import House, held_by_another_process
from tests.nightly.started import ended, start
from texts import speaking

BACKFILL = "backfill --source mango_main --from 2026-05-01 --to 2026-05-02"
FIRST = pytest.mark.parametrize("after", ["night 1"], indirect=True)


def _landed(house: House) -> set[Path]:
    return set(house.deployment.state.landing.rglob("*.parquet"))


@FIRST
def test_a_backfill_waits_for_a_run_that_reads(after: House):
    before = _landed(after)
    with held_by_another_process(after, "landing") as pid:
        process = start(after, *BACKFILL.split(), "--now", after.company.nights[0].isoformat())
        assert process.stdout is not None
        line = next(line for line in process.stdout if "Waiting until" in line)
        assert _landed(after) == before

    code, said = ended(process)
    assert f"night (process {pid}" in line
    assert code == 0, said
    assert before < _landed(after)


@FIRST
def test_a_rollback_names_the_run_that_publishes(after: House):
    with held_by_another_process(after) as pid:
        said = CliRunner().invoke(app, ["rollback", "-d", str(after.file)], env=dict(after.environment))

    assert said.exit_code == 1
    assert f"is in use by night (process {pid}" in " ".join(said.output.split())
    assert "Wait until it ends" in " ".join(said.output.split())
    assert "Traceback" not in said.output


@FIRST
@pytest.mark.parametrize("signed", ["", "no json", "[]", '{"what": 1}'])
def test_waiting_is_bounded_and_needs_no_signature(after: House, signed: str):
    heard: list[str] = []
    with held_by_another_process(after):
        (after.deployment.state.run / "warehouse.json").write_text(signed)
        with (
            speaking("en"),
            pytest.raises(RunInProgress, match="in use by another run"),
            hold_turn(after.deployment, "night", Turn.WAREHOUSE, patience=0.1, waiting=heard.append),
        ):
            pass
    assert ["another run" in one for one in heard] == [True]
