"""Deployments as `voronka init` writes them, filled in with the secrets of the pretend company."""

import os
from collections.abc import Mapping
from pathlib import Path

import yaml
from typer.testing import CliRunner, Result

from orchestration.cli import app
from orchestration.demo.pretend import Pretend
from orchestration.deployment.deployment import read_deployment
from orchestration.nights.night import Night, Nights
from tests.nightly.simulated import nap

ALL = (
    *("--crm", "amocrm", "--telephony", "mango_office", "--erp", "onec"),
    *("--marketing", "yandex_direct", "--marketing", "yandex_metrica"),
)


def init(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["init", str(folder), "--no-input", "--beginning", "2026-01-01", *words])


def _secrets(company: Pretend) -> Mapping[str, str]:
    told = company.environment
    return {
        "AMOCRM_SUBDOMAIN": "sevsvet",
        "AMOCRM_TOKEN": told["SANDBOX_AMOCRM_TOKEN"],
        "ONEC_BASE_URL": told["SANDBOX_ONEC_BASE_URL"],
        "ONEC_USER": told["SANDBOX_ONEC_USER"],
        "ONEC_PASSWORD": told["SANDBOX_ONEC_PASSWORD"],
        "MANGO_OFFICE_API_KEY": told["SANDBOX_MANGO_OFFICE_API_KEY"],
        "MANGO_OFFICE_API_SALT": told["SANDBOX_MANGO_OFFICE_API_SALT"],
        "YANDEX_DIRECT_TOKEN": told["SANDBOX_YANDEX_DIRECT_TOKEN"],
        "YANDEX_METRICA_TOKEN": told["SANDBOX_YANDEX_METRICA_TOKEN"],
        "YANDEX_METRICA_COUNTER": told["SANDBOX_YANDEX_METRICA_COUNTER"],
    }


def fill_in(folder: Path, company: Pretend) -> None:
    """The .env as a person fills it, and the pretend company's addresses in place of the vendors'."""
    dotenv = folder / ".env"
    known, lines = _secrets(company), dotenv.read_text(encoding="utf-8").splitlines()
    filled = [line + known[line[:-1]] if line.endswith("=") else line for line in lines]
    dotenv.write_text("\n".join(filled), encoding="utf-8")
    file = folder / "deployment.yml"
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    addresses = {
        "amocrm_main": company.environment["SANDBOX_AMOCRM_BASE_URL"],
        "mango_office_main": company.environment["SANDBOX_MANGO_OFFICE_BASE_URL"],
        "yandex_direct_main": company.environment["SANDBOX_YANDEX_DIRECT_BASE_URL"],
        "yandex_metrica_main": company.environment["SANDBOX_YANDEX_METRICA_BASE_URL"],
    }
    for source, address in addresses.items():
        if source in raw["sources"]:
            raw["sources"][source]["settings"]["base_url"] = address
    if "mango_office_main" in raw["sources"]:
        raw["sources"]["mango_office_main"]["settings"]["poll_seconds"] = 1
    file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")


def first_night(folder: Path, company: Pretend, *words: str) -> Night:
    """The first night of a deployment that `voronka init` has written for this choice."""
    moment = company.nights[0]
    company.set_clock(moment)
    said = init(folder, *words)
    assert said.exit_code == 0, said.output
    fill_in(folder, company)
    deployment = read_deployment(folder / "deployment.yml", dict(os.environ))
    return Nights(deployment, now=lambda: moment, sleep=nap).run()
