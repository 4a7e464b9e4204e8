"""`voronka init` with each vendor there is, the secrets, `voronka night`: all is read and published."""

from pathlib import Path

import pytest
import requests
import yaml

from connectors.catalog import declarations
from orchestration.demo.pretend import pretend_company, systems_of
from tests.nightly.installed import first_night
from tests.nightly.simulated import DEMO

ENTERPRISE = {"bitrix24": {"drained_per_second": 6, "bucket": 250}}
"""A portal of a plan that allows more, so that the night passes sooner."""


def demos() -> dict[str, list[str]]:
    """Demo → its vendors: as few demos as have every vendor among them, the largest first."""
    all_of = {file.parent.name: _vendors(file) for file in sorted(DEMO.parent.glob("demo*/deployment.yml"))}
    chosen, left = dict[str, list[str]](), set[str]().union(*all_of.values())
    while left:
        name = max(all_of, key=lambda one: len(left.intersection(all_of[one])))
        chosen[name] = all_of[name]
        left.difference_update(all_of[name])
    return chosen


def _vendors(file: Path) -> list[str]:
    sources = yaml.safe_load(file.read_text(encoding="utf-8"))["sources"].values()
    return sorted({source["vendor"] for source in sources} - {"files"})


def test_every_vendor_belongs_to_a_demo():
    assert set[str]().union(*demos().values()) == set(declarations()) - {"files"}


@pytest.mark.slow
@pytest.mark.parametrize("demo", demos())
def test_a_new_deployment_of_its_vendors_runs_its_first_night(tmp_path: Path, demo: str):
    vendors, known = demos()[demo], declarations()
    words = [word for vendor in vendors for word in (f"--{known[vendor].family}", vendor)]
    systems = systems_of(DEMO.parent / demo)

    with pretend_company(tmp_path / "company", scale=0.05, systems=systems) as company:
        limits = {vendor: limit for vendor, limit in ENTERPRISE.items() if vendor in vendors}
        requests.post(f"{company.url}/_sandbox/limits", json=limits, timeout=10).raise_for_status()
        night = first_night(tmp_path / "mine", company, *words)

    assert night.problems == ()
    assert night.land is not None
    assert {one.source for one in night.land.streams} >= {f"{vendor}_main" for vendor in vendors}
    assert night.build is not None
    assert all(one.published for one in night.build.domains)
