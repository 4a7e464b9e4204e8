"""A stream the account does not have is told as such: the night is none the worse, its days are unknown."""

import io
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from rich.console import Console

from connectors.landing.landing import Landing
from orchestration.assets.reading import Reader
from orchestration.assets.sources import land_assets, raw_key
from orchestration.commands.tables import loaded
from orchestration.demo.pretend import Pretend
from orchestration.deployment.settings import connector_types
from orchestration.reports.run_report import LandReport
from tests.nightly.simulated import House

ENTITY, HIDDEN, SHOWN = "AccumulationRegister_ВыручкаИСебестоимостьПродаж", "cost_register", "currencies"


@pytest.fixture
def house(company: Pretend, tmp_path: Path) -> Iterator[House]:
    company.break_vendor("onec", "unpublished", entity=ENTITY)
    yield House.open(tmp_path, company)
    company.heal()


def test_a_register_that_is_not_published_is_not_offered_and_fails_no_night(house: House):
    deployment = house.deployment
    landing = land_assets(Reader(deployment, now=lambda: house.moment), connector_types(deployment))
    chosen = [raw_key("onec_main", name) for name in (HIDDEN, SHOWN)]
    run = dg.materialize([landing], selection=chosen)

    report = LandReport.read(deployment.state.run / "land.json")
    assert run.success and report is not None and report.failed == ()
    told = {one.stream: one for one in report.streams}
    assert told[SHOWN].complete and not told[SHOWN].unavailable
    assert not told[HIDDEN].complete
    assert "is not published by the base. Fix: ask the 1C administrator" in told[HIDDEN].unavailable
    assert _line(report, HIDDEN).split()[3:7] == ["0", "·", "·", "·"]
    assert "not offered: " in _line(report, HIDDEN)
    assert {event.asset_key for event in run.get_asset_materialization_events()} == {chosen[1]}
    beginning = deployment.sources["onec_main"].beginning
    covered = Landing(str(deployment.state.landing)).coverage("onec_main", HIDDEN, beginning)
    assert covered.covered_to is None


def _line(report: LandReport, stream: str) -> str:
    printed = io.StringIO()
    Console(file=printed, width=400).print(loaded(report))
    return next(line for line in printed.getvalue().splitlines() if stream in line)
