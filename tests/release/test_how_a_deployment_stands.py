"""`voronka status` for a monitor: the age of each domain, a rollback, the last end, one exit code."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from expectations.release import rollback
from expectations.status import status
from orchestration.cli import app
from tests.gate.house import House

DEPLOYMENT = """
company: Северный свет
timezone: Europe/Moscow
language: en
var: {var}
shelf: []
sources:
  crm: {{vendor: amocrm, beginning: 2026-01-01T00:00:00+03:00}}
"""


def _status(house: House, folder: Path, later: timedelta, *words: str) -> Result:
    file = folder / "deployment.yml"
    file.write_text(DEPLOYMENT.format(var=house.var), encoding="utf-8")
    current = status(house.var, []).current
    assert current is not None
    oldest = min(one.data_as_of for one in current.domains.values() if one.data_as_of)
    frozen = {"VORONKA_NOW": (oldest + later).isoformat()}
    return CliRunner().invoke(app, ["status", "-d", str(file), *words], env=frozen)


def _new_lead(house: House, number: int) -> None:
    house.plant(f"insert into marts.fct_lead values ('amocrm_main:new{number}', date '2026-06-01', 'e1', '')")


def _told(answer: Result) -> Any:
    return json.loads(answer.output)


def test_fresh_data_are_well(house: House, tmp_path: Path):
    answer = _status(house, tmp_path, timedelta(hours=20), "--json")

    assert answer.exit_code == 0, answer.output
    assert _told(answer)["ok"]


def test_data_older_than_they_may_be_end_with_1(house: House, tmp_path: Path):
    answer = _status(house, tmp_path, timedelta(hours=40), "--json")

    assert answer.exit_code == 1
    stale = _told(answer)["stale"]
    assert 40 * 3600 in stale.values()
    said = " ".join(_status(house, tmp_path, timedelta(hours=40)).output.split())
    assert "data are 40 hours old, more than 36 hours" in said
    assert _status(house, tmp_path, timedelta(hours=40), "--max-age", "2d").exit_code == 0
    assert _status(house, tmp_path, timedelta(hours=40), "--max-age", "soon").exit_code == 1


def test_nothing_published_ends_with_1(tmp_path: Path):
    file = tmp_path / "deployment.yml"
    file.write_text(DEPLOYMENT.format(var="var"), encoding="utf-8")

    answer = CliRunner().invoke(app, ["status", "-d", str(file)])

    assert answer.exit_code == 1
    assert "Nothing is published yet" in answer.output


def test_a_rollback_is_said_and_is_no_failure(house: House, tmp_path: Path):
    _new_lead(house, 1)
    newest = house.night().version
    rollback(house.var, None, [])

    answer = _status(house, tmp_path, timedelta(hours=20), "--json")

    assert answer.exit_code == 0
    assert _told(answer)["rolled_back_from"] == newest
    said = " ".join(_status(house, tmp_path, timedelta(hours=20)).output.split())
    assert f"rolled back to; {newest} is newer" in said


def _instants(document: Any) -> list[str]:
    if isinstance(document, dict):
        return [one for inner in document.values() for one in _instants(inner)]
    if isinstance(document, list):
        return [one for inner in document for one in _instants(inner)]
    is_instant = isinstance(document, str) and re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", document)
    return [document] if is_instant else []


def test_instants_are_written_one_way_in_every_document(house: House, tmp_path: Path):
    file = tmp_path / "deployment.yml"
    found = _instants(_told(_status(house, tmp_path, timedelta(hours=20), "--json")))
    found += _instants(_told(CliRunner().invoke(app, ["releases", "-d", str(file), "--json"])))

    assert len(found) > 5
    assert [one for one in found if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one)] == []
