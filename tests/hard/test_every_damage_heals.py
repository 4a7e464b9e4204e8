"""Each derived file cut, emptied, filled with noise or removed: the next night is right by itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from simulated import House

from orchestration.demo.pretend import Pretend

pytestmark = pytest.mark.slow


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _noise_inside(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 4)
        file.write(os.urandom(path.stat().st_size // 2))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": _cut,
    "empty": lambda path: path.write_bytes(b""),
    "noise": lambda path: path.write_bytes(os.urandom(path.stat().st_size)),
    "noise inside": _noise_inside,
    "missing": Path.unlink,
}
DERIVED = {
    "warehouse": "warehouse.duckdb",
    "manifest": "dbt_target/manifest.json",
    "partial parse": "dbt_target/partial_parse.msgpack",
    "current": "releases/current.json",
    "release": "releases/2*/release.json",
    "verdict": "releases/2*/verdict.json",
    "released file": "releases/2*/fct_lead.parquet",
    "shelf file": "shelf/voronka.duckdb",
    "shelf manifest": "shelf/parquet/manifest.json",
    "shelf copy": "shelf/parquet/2*/fct_lead.parquet",
}


@pytest.fixture(scope="module")
def house(company: Pretend, tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House.open(tmp_path_factory.mktemp("damaged"), company)
    house.night(1)
    house.save("night 1")
    return house


@pytest.mark.parametrize("name", DERIVED)
@pytest.mark.parametrize("damage", DAMAGES)
def test_the_next_night_is_right(house: House, name: str, damage: str):
    house.restore("night 1")
    var = house.deployment.state.root
    path = max(var.glob(DERIVED[name]))
    DAMAGES[damage](path)
    house.__dict__.pop("nights", None)  # a new process reads the project again

    night = house.night(2)

    assert night.ok, night.problems
    assert [line.kpi for line in house.proof(house.company.nights[:2]) if line.difference] == []
    told = night.build.warnings if night.build else ()
    print(f"{name}, {damage}: healed; told {len(told)}")
    shutil.rmtree(var / "logs", ignore_errors=True)
