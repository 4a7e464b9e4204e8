"""`voronka init`, the secrets, `voronka night`: from nothing to published numbers, of one vendor alone."""

import csv
from pathlib import Path

from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.demo.pretend import Pretend
from tests.nightly.installed import first_night


def test_a_new_deployment_runs_its_first_night(tmp_path: Path, small_company: Pretend):
    folder = tmp_path / "mine"

    night = first_night(folder, small_company, "--crm", "amocrm")

    assert night.problems == ()
    assert night.build is not None
    assert {one.domain for one in night.build.domains if one.published} == {
        *("calls", "core", "customers", "marketing", "money", "people", "sales")
    }
    listed = CliRunner().invoke(app, ["doctor", "-d", str(folder), "--write-mappings"])
    assert listed.exit_code == 0, listed.output
    assert len(_rows(folder / "mappings" / "stages.csv")) > 10


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text, delimiter=";"))
