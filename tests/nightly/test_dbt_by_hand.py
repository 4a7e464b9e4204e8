"""`voronka dbt` gives an analyst every command of dbt on the warehouse, without reading a source."""

import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.turns.turn import Turn, hold_turn
from tests.nightly.simulated import House

VORONKA = str(Path(sys.executable).with_name("voronka"))


def dbt(house: House, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in house.environment.items() if name not in house.company.environment
    }
    return subprocess.run(
        [VORONKA, "dbt", "-d", str(house.file), "--now", house.moment.isoformat(), *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.mark.parametrize("after", ["night 1"], indirect=True)
def test_a_model_is_listed_shown_built_and_tested_without_secrets_and_without_a_source(after: House):
    after.set_clock(after.company.nights[0])
    landed = {file: file.stat().st_mtime_ns for file in (after.folder / "var" / "landing").rglob("*.parquet")}
    (leads,) = after.published("select count(*) from fct_lead")[0]

    # Listing models does not wait for a night.
    with hold_turn(after.deployment, "a night", Turn.WAREHOUSE):
        listed = dbt(after, "ls", "--select", "mart_response_speed", "--resource-type", "model")
    assert listed.returncode == 0, listed.stdout + listed.stderr
    assert "voronka.marts.calls.mart_response_speed" in listed.stdout
    log = after.deployment.state.root / "dbt_by_hand" / "dbt.log"
    assert "Unable to do partial parsing" not in log.read_text(encoding="utf-8")  # the night has done it

    shown = dbt(
        after, "show", "--inline", "select count(*) as n from {{ ref('fct_lead') }}", "--output", "json"
    )
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert f'"n": {leads}' in shown.stdout

    built = dbt(after, "build", "--select", "mart_response_speed")
    assert built.returncode == 0, built.stdout + built.stderr
    assert "ERROR=0" in built.stdout
    wrong = dbt(after, "run", "--select", "no_such_model_at_all", "--warn-error")
    assert wrong.returncode != 0
    assert landed == {
        file: file.stat().st_mtime_ns for file in (after.folder / "var" / "landing").rglob("*.parquet")
    }
