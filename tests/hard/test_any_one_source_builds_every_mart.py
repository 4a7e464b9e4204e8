"""A company with one source alone: every mart goes out, and what the source cannot know is null."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import yaml

from connectors.catalog import declarations
from connectors.declaration import Declaration
from orchestration.demo.pretend import pretend_company, systems_of
from orchestration.deployment.layout import DBT_PROJECT
from orchestration.metrics.catalogue import measures_of, read_catalogue
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
def alone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[House, Night, Declaration]]:
    """The first night of a deployment with one source of the demo, and what is declared of its vendor."""
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
        yield house, house.night(1), declarations()[vendor]


def test_all_is_published_and_what_the_source_cannot_know_is_null(alone: tuple[House, Night, Declaration]):
    house, night, declared = alone

    assert night.problems == ()
    assert night.build is not None
    assert [one.domain for one in night.build.domains if not one.published] == []
    assert known_without_a_source(house, declared) == []


def known_without_a_source(house: House, declared: Declaration) -> list[str]:
    """Every measure that has a value although an entity of it has no source."""
    catalogue = read_catalogue(DBT_PROJECT)
    marts = [
        name
        for (name,) in house.published("select table_name from duckdb_tables() where schema_name = 'kpi'")
    ]
    return [
        f"{mart}.{metric.column} needs {', '.join(metric.meta.entities)}: {count} values"
        for mart in sorted(marts)
        if next((DBT_PROJECT / "models" / "marts").rglob(f"{mart}.yml"), None)
        for metric in measures_of(DBT_PROJECT, mart, catalogue)
        if not set(metric.meta.entities) <= set(declared.entities)
        for ((count,),) in [house.published(f"select count({metric.column}) from {mart}")]
        if count
    ]
