"""The doctor asks every stream and reads every table: red where the night would be, and nowhere else."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from simulated import House
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.demo.pretend import Pretend


@pytest.fixture
def house(company: Pretend, tmp_path: Path) -> Iterator[House]:
    """Before its first night."""
    house = House.open(tmp_path, company)
    house.set_clock(company.nights[0])
    yield house
    company.heal()


def _examined(house: House) -> dict[str, list[dict[str, Any]]]:
    answer = CliRunner().invoke(app, ["doctor", "-d", str(house.file), "--json"], env=dict(house.environment))
    found: dict[str, list[dict[str, Any]]] = {}
    for one in json.loads(answer.output)["examined"]:
        found.setdefault(one["name"], []).append(one)
    return found


def test_every_stream_is_asked(house: House):
    found = _examined(house)

    assert found["amocrm_main"][0]["said"].split()[0] in ("17", "потоков")
    assert all(one["ok"] for ones in found.values() for one in ones)


def test_a_stream_that_may_not_be_read_is_named(house: House):
    house.company.break_vendor("onec", "unpublished", entity="Document_ЗаказКлиента")

    found = _examined(house)

    assert not found["onec_main"][0]["ok"]
    assert "onec_main." in found["onec_main"][0]["said"]


def test_a_mapping_without_its_columns_is_a_failure(house: House):
    (house.folder / "mappings" / "stages.csv").write_text("source;stage\n", encoding="utf-8")

    (found,) = _examined(house)["mappings"]

    assert not found["ok"]
    assert "stages.csv" in found["said"]


def test_a_wrong_cell_is_told_and_stops_nothing(house: House):
    file = house.folder / "mappings" / "stages.csv"
    file.write_text(
        file.read_text(encoding="utf-8") + "amocrm_main,1,Новая,2,Этап,payed,false\n", encoding="utf-8"
    )

    (found,) = _examined(house)["mappings"]

    assert found["ok"]
    assert any("stages.csv" in warning and "payed" not in found["said"] for warning in found["warnings"])


def test_a_cron_line_that_no_scheduler_understands_is_named(house: House):
    raw = yaml.safe_load(house.file.read_text(encoding="utf-8"))
    raw["schedule"] = {"nightly": "61 3 * * *"}
    house.file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")

    (found,) = _examined(house)["schedule"]

    assert not found["ok"]
    assert "schedule.nightly: 61 3 * * *" in found["said"]
