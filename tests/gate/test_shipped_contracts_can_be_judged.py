"""Every mart that ships is judged without a stumble: contract, columns and extra suite agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from expectations.contract import Contract
from expectations.manifest import SUITES, contracts_from_manifest
from expectations.release import release
from orchestration.deployment.declared import entity_streams
from tests.gate.house import House

MODELS = Path(__file__).parents[2] / "dbt_project" / "models"


def _models() -> dict[str, dict[str, Any]]:
    """Every model of the project as its YAML declares it."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(MODELS.rglob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for model in content.get("models", []):
            found[model["name"]] = {**model, "schema": path.relative_to(MODELS).parts[0]}
    return found


def _manifest(models: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "nodes": {
            f"model.voronka.{name}": {
                "resource_type": "model",
                "name": name,
                "database": "warehouse",
                "schema": model["schema"],
                "description": model.get("description", ""),
                "columns": {column["name"]: column for column in model.get("columns", [])},
                "config": model.get("config", {}),
                "depends_on": {"nodes": []},
            }
            for name, model in models.items()
        }
    }


def _empty_tables() -> str:
    """SQL for every mart and canonical entity with the columns that its YAML promises."""
    statements = []
    for name, model in _models().items():
        columns = [
            f'"{one["name"]}" {one["data_type"]}' for one in model.get("columns", []) if "data_type" in one
        ]
        if columns and model["schema"] in ("marts", "intermediate"):
            table = f"{model['schema']}.{name}"
            statements.append(f"drop table if exists {table}; create table {table} ({', '.join(columns)})")
    return "; ".join(statements)


@pytest.fixture
def shipped() -> list[Contract]:
    return contracts_from_manifest(_manifest(_models()), entities=entity_streams())


def test_every_mart_of_the_first_night_is_published(shipped: list[Contract]) -> None:
    assert len(shipped) >= 19
    assert {one.domain for one in shipped} >= {"core", "sales", "money"}


def test_every_extra_suite_belongs_to_a_published_mart_and_speaks_both_languages(
    shipped: list[Contract],
) -> None:
    known = {one.mart: one for one in shipped}
    for path in SUITES.glob("*.yml"):
        assert path.stem in known
        for expectation in known[path.stem].suite:
            assert set(expectation["meta"]["message"]) == {"ru", "en"}
            assert set(expectation["meta"]["fix"]) == {"ru", "en"}


def test_every_rule_of_every_mart_can_be_evaluated(new_house: House, shipped: list[Contract]) -> None:
    new_house.plant(_empty_tables())
    facts = replace(new_house.facts, coverage={}, control={})
    report = release(
        shipped,
        warehouse=new_house.warehouse,
        var=new_house.var,
        shelf=[],
        facts=facts,
        keep=3,
        with_docs=False,
    )
    failed = [
        (one.mart, finding) for one in report.verdicts for finding in one.findings if not finding.passed
    ]
    assert [(mart, finding.error) for mart, finding in failed if finding.error] == []
    assert {finding.rule for _, finding in failed} <= {"rows"}, failed
