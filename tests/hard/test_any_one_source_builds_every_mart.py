"""A company with one source alone: every mart goes out, and what the source cannot know is null."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import yaml

from orchestration.demo.pretend import pretend_company, systems_of
from orchestration.demo.untold import told_entities, untold_line
from orchestration.nights.night import Night
from tests.nightly.simulated import DEMO, House

SCALE = 0.05
ENTERPRISE = {"bitrix24": {"drained_per_second": 6, "bucket": 250}}
PACE = {"bitrix24": {"requests_per_second": 5, "burst": 200}}
"""A portal of a plan that allows more, so that the night passes sooner."""


def vendors() -> dict[str, tuple[Path, str]]:
    """Vendor → the demo's deployment and the source in it that reads the vendor."""
    found: dict[str, tuple[Path, str]] = {}
    for file in sorted(DEMO.parent.glob("demo*/deployment.yml")):
        for name, source in yaml.safe_load(file.read_text(encoding="utf-8"))["sources"].items():
            found.setdefault(source["vendor"], (file.parent, name))
    del found["files"]  # reads no vendor
    return found


@pytest.fixture(params=sorted(vendors()))
def alone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[House, Night]]:
    """The first night of a deployment with one source of the demo."""
    vendor = request.param
    folder, source = vendors()[vendor]
    raw = yaml.safe_load((folder / "deployment.yml").read_text(encoding="utf-8")) | {"var": "var"}
    raw["sources"] = {source: raw["sources"][source]}
    raw["sources"][source]["settings"] |= PACE.get(vendor, {})
    raw["payment_sources"] = [one for one in raw["payment_sources"] if one == source]
    with pretend_company(tmp_path / "company", scale=SCALE, systems=systems_of(folder)) as company:
        if vendor in ENTERPRISE:
            requests.post(f"{company.url}/_sandbox/limits", json=ENTERPRISE, timeout=10).raise_for_status()
        house = House.open(tmp_path / "house", company)
        shutil.rmtree(house.folder / "mappings")
        house.file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
        yield house, house.night(1)


def test_all_is_published_and_what_the_source_cannot_know_is_null(alone: tuple[House, Night]):
    house, night = alone

    assert night.problems == ()
    assert night.build is not None
    assert [one.domain for one in night.build.domains if not one.published] == []
    line = untold_line(told_entities(house.deployment), house.deployment.state.shelf / "voronka.duckdb")
    assert line.cells
    assert line.examples == ()
