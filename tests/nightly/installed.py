"""Deployments as `voronka init` writes them, filled in with the secrets of the pretend company."""

import os
from pathlib import Path

import yaml
from typer.testing import CliRunner, Result

from orchestration.cli import app
from orchestration.demo.pretend import Pretend
from orchestration.deployment.deployment import read_deployment
from orchestration.nights.night import Night, Nights
from tests.nightly.simulated import nap


def init(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["init", str(folder), "--no-input", "--beginning", "2026-01-01", *words])


def fill_in(folder: Path, company: Pretend) -> None:
    """The .env as a person fills it, and the pretend company's addresses in place of the vendors'."""
    dotenv, told = folder / ".env", company.environment
    lines = dotenv.read_text(encoding="utf-8").splitlines()
    filled = [f"{line}{told[f'SANDBOX_{line[:-1]}']}" if line.endswith("=") else line for line in lines]
    dotenv.write_text("\n".join(filled), encoding="utf-8")
    file = folder / "deployment.yml"
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    for entry in raw["sources"].values():
        address = told.get(f"SANDBOX_{entry['vendor']}_base_url".upper())
        if address and "base_url" not in entry["settings"]:
            entry["settings"]["base_url"] = address
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
