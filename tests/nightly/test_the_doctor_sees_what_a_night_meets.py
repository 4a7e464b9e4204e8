"""The doctor asks every stream and reads every table: red where the night would be, and nowhere else."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
import requests
import yaml
from typer.testing import CliRunner

from connectors.landing.landing import Landing
from connectors.loading.load import load_stream, open_transport
from orchestration.cli import app
from orchestration.demo.pretend import Pretend
from orchestration.deployment.settings import open_connectors
from orchestration.doctor.asking import Asked, ask_source
from orchestration.doctor.doctor import said_of_first_loads
from tests.nightly.simulated import DEMO, House


@pytest.fixture(scope="module")
def opened(company: Pretend, tmp_path_factory: pytest.TempPathFactory) -> House:
    return House.open(tmp_path_factory.mktemp("doctor"), company)


@pytest.fixture
def house(opened: House) -> Iterator[House]:
    """Before its first night; only the project that dbt has read is kept from test to test."""
    settings, state = opened.file.read_bytes(), opened.deployment.state
    opened.set_clock(opened.company.nights[0])
    yield opened
    opened.company.heal()
    opened.file.write_bytes(settings)
    shutil.rmtree(opened.folder / "mappings")
    shutil.copytree(DEMO / "mappings", opened.folder / "mappings")
    for place in state.root.iterdir() if state.root.exists() else ():
        if place != state.dbt_target:
            shutil.rmtree(place) if place.is_dir() else place.unlink()


def _narrow(house: House, **streams: tuple[str, ...]) -> House:
    """The house with these sources alone, and of their streams those named or all: asking paces itself."""
    raw = yaml.safe_load(house.file.read_text(encoding="utf-8"))
    kept = {name: raw["sources"][name] for name in streams}
    raw["sources"] = {
        name: one | ({"streams": list(streams[name])} if streams[name] else {}) for name, one in kept.items()
    }
    raw["payment_sources"] = [one for one in raw["payment_sources"] if one in streams]
    house.file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return House(house.folder, house.company, house.moment)


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

    found = _examined(_narrow(house, onec_main=()))

    assert not found["onec_main"][0]["ok"]
    assert "onec_main." in found["onec_main"][0]["said"]


def test_a_mapping_without_its_columns_is_a_failure(house: House):
    (house.folder / "mappings" / "stages.csv").write_text("source;stage\n", encoding="utf-8")

    (found,) = _examined(_narrow(house, mappings=()))["mappings"]

    assert not found["ok"]
    assert "stages.csv" in found["said"]


def test_a_wrong_cell_is_told_and_stops_nothing(house: House):
    file = house.folder / "mappings" / "stages.csv"
    file.write_text(
        file.read_text(encoding="utf-8") + "amocrm_main,1,Новая,2,Этап,payed,false\n", encoding="utf-8"
    )

    (found,) = _examined(_narrow(house, mappings=()))["mappings"]

    assert found["ok"]
    assert any("stages.csv" in warning and "payed" not in found["said"] for warning in found["warnings"])


def test_a_cron_line_that_no_scheduler_understands_is_named(house: House):
    _narrow(house, mappings=())
    raw = yaml.safe_load(house.file.read_text(encoding="utf-8"))
    raw["schedule"] = {"nightly": "61 3 * * *"}
    house.file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")

    (found,) = _examined(house)["schedule"]

    assert not found["ok"]
    assert "schedule.nightly: 61 3 * * *" in found["said"]


@pytest.mark.parametrize(("apart", "warned"), [(5, False), (7200, True), (-7200, True)])
def test_a_clock_that_is_not_the_vendors_is_told(house: House, apart: int, warned: bool):
    house.moment += timedelta(seconds=apart)
    one_each = {"amocrm_main": ("users",), "onec_main": ("counterparties",), "mango_main": ("users",)}
    house = _narrow(house, **one_each, direct_main=("campaigns",))

    for source in house.deployment.sources:
        said = [
            line for line in _asked(house, source).warnings if f"{house.moment.astimezone(UTC):%H:%M}" in line
        ]
        assert bool(said) is warned, source


def test_two_counters_of_one_site_are_told_as_counting_twice(house: House):
    raw = yaml.safe_load(house.file.read_text(encoding="utf-8"))
    settings = ("token", "counter", "base_url")
    counter = {
        "vendor": "yandex_metrica",
        "beginning": raw["sources"]["amocrm_main"]["beginning"],
        "settings": {name: {"env": f"SANDBOX_YANDEX_METRICA_{name.upper()}"} for name in settings},
        "streams": ["goals"],
    }
    raw["sources"] = {"metrica_a": counter, "metrica_b": counter}
    raw["payment_sources"] = []
    house.file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")

    found = _examined(House(house.folder, house.company, house.moment))

    told = {
        name: [one for one in found[name][0]["warnings"] if "is counted by" in one]
        for name in ("metrica_a", "metrica_b")
    }
    assert not told["metrica_a"]
    (said,) = told["metrica_b"]
    assert said.startswith("sevsvet.example is counted by metrica_a too")
    assert found["metrica_b"][0]["ok"]


def test_a_source_that_answers_nothing_is_told_once_and_its_streams_are_counted(house: House):
    raw = yaml.safe_load(house.file.read_text(encoding="utf-8"))
    raw["sources"] = {"amocrm_main": raw["sources"]["amocrm_main"]}
    raw["sources"]["amocrm_main"]["settings"]["base_url"] = "http://127.0.0.1:1"
    raw["payment_sources"] = []
    house.file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")

    (cause,) = _asked(House(house.folder, house.company, house.moment), "amocrm_main").causes

    assert re.match(r"none of its \d+ streams can be read: 127\.0\.0\.1:1/account", cause.what)


def test_a_table_that_had_rows_and_whose_file_is_gone_is_red_as_the_night_would_be(house: House):
    _land(house, "mappings", "stages")
    (house.folder / "mappings" / "stages.csv").rename(house.folder / "kept.csv")

    (cause,) = _asked(house, "mappings").causes

    assert "stages.csv" in cause.what
    (house.folder / "kept.csv").rename(house.folder / "mappings" / "stages.csv")
    assert _asked(house, "mappings").causes == ()


def test_how_long_the_first_load_takes_is_said_of_streams_that_were_never_landed(house: House):
    assert set(_asked(house, "mango_main").first_loads) == {"calls", "users"}

    _land(house, "mango_main", "users")
    again = _asked(house, "mango_main")

    assert set(again.first_loads) == {"calls"}
    said = said_of_first_loads(replace(again, first_loads={"calls": 900.0, "users": 2.0}))
    assert "15" in said
    assert "calls" in said
    assert "users" not in said


def test_a_beginning_that_the_vendor_can_no_longer_serve_is_red_with_the_day_to_write(house: House):
    raw = yaml.safe_load(house.file.read_text(encoding="utf-8"))
    raw["sources"]["direct_main"]["beginning"] = "2022-01-01T00:00:00+03:00"
    house.file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")

    (cause,) = _asked(House(house.folder, house.company, house.moment), "direct_main").causes

    assert "2022-01-01" in cause.what
    assert "2023-" in cause.fix and "beginning" in cause.fix


def _asked(house: House, source: str) -> Asked:
    connector = open_connectors(house.deployment)[source]
    return ask_source(
        house.deployment, source, connector, requests.Session(), time.sleep, lambda: house.moment
    )


def _land(house: House, source: str, stream: str) -> None:
    connector = open_connectors(house.deployment)[source]
    load_stream(
        connector,
        connector.stream(stream),
        source=source,
        landing=Landing(str(house.deployment.state.landing)),
        transport=open_transport(
            connector, session=requests.Session(), rate_dir=house.deployment.state.rates
        ),
        beginning=house.deployment.sources[source].beginning,
        now=house.moment,
    )
