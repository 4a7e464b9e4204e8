"""`voronka init`, the secrets, `voronka night`: from nothing to published numbers, with any choice."""

import csv
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from orchestration.cli import app
from orchestration.demo.pretend import Pretend
from orchestration.deployment.deployment import read_deployment
from orchestration.nights.night import Nights

_ALL = ("--crm", "amocrm", "--telephony", "mango_office", "--marketing", "yandex_direct", "--erp", "onec")


def _init(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["init", str(folder), "--no-input", "--beginning", "2026-01-01", *words])


def _secrets(company: Pretend) -> Mapping[str, str]:
    told = company.environment
    return {
        "AMOCRM_SUBDOMAIN": "sevsvet",
        "AMOCRM_TOKEN": told["SANDBOX_AMOCRM_TOKEN"],
        "ONEC_BASE_URL": told["SANDBOX_ONEC_URL"],
        "ONEC_USER": told["SANDBOX_ONEC_USER"],
        "ONEC_PASSWORD": told["SANDBOX_ONEC_PASSWORD"],
        "MANGO_OFFICE_API_KEY": told["SANDBOX_MANGO_KEY"],
        "MANGO_OFFICE_API_SALT": told["SANDBOX_MANGO_SALT"],
        "YANDEX_DIRECT_TOKEN": told["SANDBOX_DIRECT_TOKEN"],
    }


def _filled(folder: Path, company: Pretend) -> None:
    """The .env as a person fills it, and the pretend company's addresses in place of the vendors'."""
    dotenv = folder / ".env"
    known, lines = _secrets(company), dotenv.read_text(encoding="utf-8").splitlines()
    filled = [line + known[line[:-1]] if line.endswith("=") else line for line in lines]
    dotenv.write_text("\n".join(filled), encoding="utf-8")
    file = folder / "deployment.yml"
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    addresses = {
        "amocrm_main": company.environment["SANDBOX_AMOCRM_URL"],
        "mango_office_main": company.environment["SANDBOX_MANGO_URL"],
        "yandex_direct_main": company.environment["SANDBOX_DIRECT_URL"],
    }
    for source, address in addresses.items():
        if source in raw["sources"]:
            raw["sources"][source]["settings"]["base_url"] = address
    if "mango_office_main" in raw["sources"]:
        raw["sources"]["mango_office_main"]["settings"]["poll_seconds"] = 1
    file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")


@pytest.mark.parametrize("words", [("--crm", "amocrm"), _ALL], ids=["amoCRM alone", "all families"])
def test_a_new_deployment_runs_its_first_night(tmp_path: Path, company: Pretend, words: tuple[str, ...]):
    folder, moment = tmp_path / "mine", company.nights[0]
    company.set_clock(moment)
    said = _init(folder, *words)
    assert said.exit_code == 0, said.output
    _filled(folder, company)

    night = Nights(read_deployment(folder / "deployment.yml", dict(os.environ)), now=lambda: moment).run()

    assert night.problems == ()
    assert night.build is not None
    assert {one.domain for one in night.build.domains if one.published} == {
        *("calls", "core", "marketing", "money", "sales")
    }
    listed = CliRunner().invoke(app, ["doctor", "-d", str(folder), "--write-mappings"])
    assert listed.exit_code == 0, listed.output
    assert len(_rows(folder / "mappings" / "stages.csv")) > 10


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text, delimiter=";"))
