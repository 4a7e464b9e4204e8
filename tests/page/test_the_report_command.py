"""`voronka report`: the page of any deployment, written where it is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from orchestration.cli import app
from tests.page.made_shelf import put_out
from tests.page.small_shelf import small_shelf
from tests.page.unfolded import unpacked

DEPLOYMENT = """
company: Северный свет
timezone: Europe/Moscow
currency: EUR
language: en
var: var
sources:
  crm: {vendor: amocrm, beginning: 2026-01-01T00:00:00+03:00}
"""


@pytest.fixture
def deployment(tmp_path: Path) -> Path:
    file = tmp_path / "deployment.yml"
    file.write_text(DEPLOYMENT, encoding="utf-8")
    return file


def _report(deployment: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["report", "-d", str(deployment), *words])


def _publish(deployment: Path) -> None:
    with small_shelf() as connection:
        put_out(connection, deployment.parent / "var" / "shelf")


def test_the_page_is_written_into_the_var_folder_and_its_path_is_told(deployment: Path):
    _publish(deployment)
    answer = _report(deployment)

    assert answer.exit_code == 0, answer.output
    page = Path(answer.output.strip())
    assert page == deployment.parent.resolve() / "var" / "report.html"
    assert '"currency":"EUR"' in unpacked(page.read_text(encoding="utf-8"))
    assert '<html lang="en"' in page.read_text(encoding="utf-8")


def test_the_page_goes_where_it_is_wanted(deployment: Path, tmp_path: Path):
    _publish(deployment)
    answer = _report(deployment, "--out", str(tmp_path / "sent" / "monday.html"))

    assert answer.exit_code == 0, answer.output
    assert (tmp_path / "sent" / "monday.html").stat().st_size > 500_000


def test_before_the_first_night_there_is_one_clear_message(deployment: Path):
    answer = _report(deployment)

    assert answer.exit_code == 1
    assert "Nothing is published" in answer.output
    assert "Fix: run `voronka night`" in answer.output


def test_a_place_that_cannot_be_written_is_one_clear_message(deployment: Path, tmp_path: Path):
    _publish(deployment)
    (tmp_path / "file").write_text("")
    answer = _report(deployment, "--out", str(tmp_path / "file" / "report.html"))

    assert answer.exit_code == 1
    assert "could not be written" in answer.output
    assert "--out" in answer.output


def test_a_deployment_with_parquet_only_has_a_page_too(deployment: Path):
    with small_shelf() as connection:
        put_out(connection, deployment.parent / "var", both=True)
    (deployment.parent / "var" / "voronka.duckdb").unlink()
    shelf = "shelf:\n  - {kind: parquet, path: parquet}\n"
    deployment.write_text(DEPLOYMENT + shelf, encoding="utf-8")

    assert _report(deployment).exit_code == 0
