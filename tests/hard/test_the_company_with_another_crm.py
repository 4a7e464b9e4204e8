"""The company on other systems than the usual, each alone and together: every number is true."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests
import yaml

from orchestration.demo.pretend import pretend_company, systems_of
from orchestration.demo.proof import Line
from orchestration.nights.night import Night
from tests.nightly.simulated import DEMO, House

SCALE = 0.1
OTHERS = {
    "bitrix24": "demo_bitrix24",
    "both": "demo_both",
    "leads and calls": "demo_bitrix24",
    "uis": "demo_uis",
    "vk": "demo_vk",
    "developer": "demo_developer",
    "moysklad": "demo_moysklad",
    "sales doctor": "demo_sales_doctor",
    "field sales": "demo_field_sales",
    "field tables": "demo_field_tables",
    "bitrix24, vk and moysklad": "demo_bitrix24_vk_moysklad",
    "one crm": "demo_one_crm",
    "one erp": "demo_one_erp",
}
"""Company → its deployment."""
# a portal of a plan that allows more, so that nights pass sooner
ENTERPRISE = {"bitrix24": {"drained_per_second": 6, "bucket": 250}}
PACE = {"requests_per_second": 5, "burst": 200}


@dataclass
class Nights:
    """Three nights of one company and their proofs."""

    nights: list[Night]
    proofs: list[list[Line]]


@pytest.fixture(scope="module", params=sorted(OTHERS))
def went(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    folder = DEMO.parent / OTHERS[request.param]
    raw = yaml.safe_load((folder / "deployment.yml").read_text(encoding="utf-8")) | {"var": "var"}
    if "bitrix24_main" in raw["sources"]:
        raw["sources"]["bitrix24_main"]["settings"] |= PACE
    words = systems_of(folder)
    if request.param == "leads and calls":
        words += ["--enquiries", "leads", "--telephony", "bitrix24"]
        del raw["sources"]["mango_main"]
    with pretend_company(tmp_path_factory.mktemp("company"), scale=SCALE, systems=words) as company:
        if "bitrix24_main" in raw["sources"]:
            requests.post(f"{company.url}/_sandbox/limits", json=ENTERPRISE, timeout=10).raise_for_status()
        house = House.open(tmp_path_factory.mktemp("house"), company)
        shutil.copytree(folder / "mappings", house.folder / "mappings", dirs_exist_ok=True)
        house.file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
        nights, proofs = [], []
        for number in (1, 2, 3):
            nights.append(house.night(number))
            proofs.append(house.proof(company.nights[:number]))
        yield Nights(nights, proofs)


def test_everything_arrives_and_everything_goes_out(went: Nights):
    for night in went.nights:
        assert night.problems == ()
        assert night.build is not None
        assert [one.domain for one in night.build.domains if not one.published] == []


def test_every_cell_of_every_kpi_is_the_truth(went: Nights):
    wrong = [
        f"night {number} {line.kpi}: {line.difference} {line.examples}"
        for number, proof in enumerate(went.proofs, start=1)
        for line in proof
        if line.difference
    ]
    assert wrong == []
