"""The catalogue of metrics is complete, and everything that speaks of a metric says what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors.tables.streams import METRICS
from orchestration.demo.proof import read_kpis
from orchestration.deployment.declared import entity_streams
from orchestration.deployment.layout import DBT_PROJECT, REPOSITORY
from orchestration.metrics.catalogue import Metric, measures_of, read_catalogue
from orchestration.metrics.written import KPI, kpi_text
from sandbox.truth.truth import NIGHTS, compute_truth, generate

CATALOGUE = read_catalogue(DBT_PROJECT)
MARTS = DBT_PROJECT / "models" / "marts"
LAID_OUT = ("mart_employee_activity_daily", "mart_channel_performance")


def _mart(name: str) -> dict[str, Any]:
    models = yaml.safe_load(next(MARTS.rglob(f"{name}.yml")).read_text(encoding="utf-8"))["models"]
    return next(model for model in models if model["name"] == name)


def _sql(mart: str) -> str:
    return next(MARTS.rglob(f"{mart}.sql")).read_text(encoding="utf-8")


def _simple() -> list[Metric]:
    return [metric for metric in CATALOGUE.values() if metric.kind == "simple"]


def _needs(metric: Metric) -> set[str]:
    """Entities of a metric, for one that is made of others those of all its parts."""
    return set(metric.meta.entities).union(*(_needs(CATALOGUE[part]) for part in metric.parts))


def test_a_name_is_given_once_and_no_two_labels_are_the_same():
    written = "".join(
        file.read_text(encoding="utf-8") for file in (DBT_PROJECT / "models" / "metrics").glob("*.yml")
    )

    assert written.count("label_ru:") == len(CATALOGUE)
    for label in (lambda one: one.label, lambda one: one.meta.label_ru):
        assert len({label(metric) for metric in CATALOGUE.values()}) == len(CATALOGUE)


def test_every_entity_is_one_whose_loading_is_known():
    assert {entity for one in CATALOGUE.values() for entity in one.meta.entities} <= set(entity_streams())


def test_a_metric_made_of_metrics_needs_what_its_parts_need():
    wrong = {one.name for one in CATALOGUE.values() if one.parts and set(one.meta.entities) != _needs(one)}

    assert wrong == set()


def test_at_most_seven_metrics_are_looked_at_first():
    assert 1 <= sum(metric.meta.tier == 1 for metric in CATALOGUE.values()) <= 7


def test_a_column_of_a_wide_mart_that_is_a_metric_bears_its_label():
    """A share is published in percent, and its label says so."""
    by_column = {one.column: one for one in CATALOGUE.values()}
    wrong = {}
    for file in sorted(MARTS.rglob("mart_*.yml")):
        for column in _mart(file.stem)["columns"]:
            one = by_column.get(column["name"])
            if one and column["config"]["meta"].get("metric") is not False:
                label = one.meta.label_ru + (", %" if column["name"].endswith("_pct") else "")
                if column["config"]["meta"]["label_ru"] != label:
                    wrong[file.stem, column["name"]] = label

    assert wrong == {}


def _published(mart: str) -> set[str]:
    """The measures that a mart lays out: a list of names, or each with the rows that count for it."""
    found = re.search(r"set measures = (\[.*?\]|\{.*?\n\}) %\}", _sql(mart), re.S)
    assert found
    return set(re.findall(r"^    '(\w+)':" if found[1][0] == "{" else r"'(\w+)'", found[1], re.M))


@pytest.mark.parametrize("mart", LAID_OUT)
def test_a_mart_asks_the_catalogue_when_each_of_its_measures_is_known(mart: str):
    # What is typed in by hand is known without any load; a ratio is known when its parts are.
    measures = measures_of(DBT_PROJECT, mart, CATALOGUE)
    own = {one.name for one in measures if one.meta.entities and not one.parts}

    assert _published(mart) == own


def test_each_measure_of_the_day_has_its_rows():
    assert _published("mart_employee_activity_daily") == {
        one.name for one in measures_of(DBT_PROJECT, "mart_employee_activity_daily", CATALOGUE)
    }


def test_no_wide_mart_decides_by_itself_which_entities_a_measure_needs():
    asking = [
        file.stem
        for file in sorted(MARTS.rglob("mart_*.sql"))
        if "int_entity_coverage_day" in _sql(file.stem)
    ]

    assert asking == []


def test_the_plan_file_takes_the_planned_metrics_under_both_their_labels():
    planned = {one.name: one for one in CATALOGUE.values() if one.meta.is_planned}

    assert set(METRICS) == set(planned)
    for name, labels in METRICS.items():
        assert {planned[name].label, planned[name].meta.label_ru} <= set(labels)


def test_every_planned_metric_has_its_facts():
    facts = (DBT_PROJECT / "models/intermediate/plan/int_metric_facts.sql").read_text(encoding="utf-8")

    assert set(re.findall(r"'(\w+)' as metric", facts)) == set(METRICS)


def test_every_simple_metric_is_proved_by_the_truth():
    """`cells` hold the metric itself, it adds up `through` others; a ratio is proved by its parts."""
    truth = set(compute_truth(generate(7, 0.02), NIGHTS[:1]).kpis)
    compared = set(read_kpis(REPOSITORY / "deployments" / "demo" / "proof.yml"))
    unproved = {}
    for metric in _simple():
        proof = metric.meta.proof
        cells = (proof.cells or proof.through) if proof else metric.name
        if cells not in truth & compared:
            unproved[metric.name] = cells

    assert unproved == {}


def test_a_metric_reads_columns_that_its_mart_has():
    for metric in _simple():
        columns = {one["name"] for one in _mart(metric.mart)["columns"]}
        assert metric.date_column in columns
        words = set(re.findall(r"[a-z_]{4,}", re.sub(r"'[^']*'", "", metric.expression)))
        assert words - {"case", "when", "then", "else", "null"} <= columns, metric.name


def test_folder_of_metrics_holds_nothing_else():
    assert {file.suffix for file in Path(DBT_PROJECT / "models" / "metrics").iterdir()} == {".yml"}


def test_the_table_of_the_contract_is_the_one_the_catalogue_gives():
    text = KPI.read_text(encoding="utf-8")

    assert text == kpi_text(text, CATALOGUE), "run: python -m orchestration.metrics"
