"""All else gone, by accident or by a move to another machine: what is published comes again, row by row."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from orchestration.deployment.deployment import read_deployment
from tests.hard.killed import Rows, differing, published
from tests.nightly.simulated import House

pytestmark = pytest.mark.slow


def _run(house: House, word: str, *words: str) -> str:
    done = subprocess.run(
        [Path(sys.executable).with_name("voronka"), word, "-d", house.file, *words],
        env=dict(house.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return " ".join((done.stdout + done.stderr).split())


def _requests(house: House, method: str = "GET") -> object:
    answer = requests.request(method, f"{house.company.url}/_sandbox/requests?newest=5", timeout=60)
    return answer.json().get("newest")


def _landed(house: House) -> dict[str, bytes]:
    landing = house.deployment.state.landing
    return {str(path.relative_to(landing)): path.read_bytes() for path in landing.rglob("*.parquet")}


def _noise(warehouse: Path) -> None:
    warehouse.write_bytes(os.urandom(warehouse.stat().st_size))


def _all_that_is_derived(warehouse: Path) -> None:
    for name in ("dbt_target", "releases", "shelf", "run", "dagster", "data_docs", "logs"):
        shutil.rmtree(warehouse.parent / name)
    warehouse.unlink()


@pytest.mark.parametrize("damage", [_noise, _all_that_is_derived])
def test_rebuild_publishes_the_same_and_asks_no_vendor(
    house: House, second_night: Rows, damage: Callable[[Path], object]
):
    landed = _landed(house)
    damage(house.deployment.state.warehouse)
    _requests(house, "DELETE")

    said = _run(house, "rebuild", "--now", house.company.nights[1].isoformat())

    assert "Removed and made anew" in said
    assert differing(published(house), second_night) == {}
    assert _landed(house) == landed
    assert _requests(house) == []


def test_a_backup_of_the_landing_is_enough_on_an_empty_place(
    house: House, second_night: Rows, tmp_path: Path
):
    """The drill of docs/operate.md: landing, tokens and the deployment's folder, nothing else."""
    place = tmp_path / "another machine"
    ignored = shutil.ignore_patterns("var", "saved")
    shutil.copytree(house.folder, place, ignore=ignored, symlinks=True)
    for part in ("landing", "tokens"):
        if (house.deployment.state.root / part).exists():
            shutil.copytree(house.deployment.state.root / part, place / "var" / part)
    restored = House(place, house.company, house.moment)
    assert read_deployment(restored.file, restored.environment).state.root == place / "var"

    assert "✗" not in _run(restored, "verify")
    _run(restored, "rebuild", "--now", house.company.nights[1].isoformat())
    assert differing(published(restored), second_night) == {}

    third = restored.night(3)  # it reads on where the copy ends
    assert third.ok, third.problems
    assert [one.kpi for one in restored.proof(house.company.nights) if one.difference] == []
