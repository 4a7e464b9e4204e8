"""What a deployment sets of its numbers is what dbt is told: each such setting by its name and value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from orchestration.assets.manifest import Transform
from orchestration.deployment.deployment import read_deployment
from orchestration.deployment.parts import Customers, Discipline
from orchestration.failures import DeploymentError
from tests.deployment.written import REPOSITORY, SURROUNDINGS, written


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("recall_hours", 5),
        ("touch_days", 9),
        ("rounding_amount", 3),
        ("deal_snapshot_days", 40),
        ("product_window_months", 7),
        ("audience_least_customers", 8),
        ("effort_days", 30),
        ("scorecard_min_count", 4),
    ],
)
def test_a_setting_is_told_to_dbt_under_a_name_that_the_models_know(tmp_path: Path, setting: str, value: int):
    file = written(tmp_path, lambda raw: raw.update({setting: value}))

    told = json.loads(Transform(read_deployment(file, SURROUNDINGS)).variables)

    assert told[setting] == value
    project = (REPOSITORY / "dbt_project" / "dbt_project.yml").read_text(encoding="utf-8")
    assert set(told) <= set(yaml.safe_load(project)["vars"])


def test_every_setting_of_discipline_is_told_to_dbt(tmp_path: Path):
    chosen = {"late_edit_days": 5, "stale_stage_months": 6}
    file = written(tmp_path, lambda raw: raw.update({"discipline": chosen}))

    told = read_deployment(file, SURROUNDINGS).dbt_vars()

    assert {name: told[name] for name in Discipline.model_fields} == chosen


def test_every_setting_of_customers_is_told_to_dbt(tmp_path: Path):
    chosen = {
        "window_months": 6,
        "segment_month_ends": 7,
        "a_share": 60,
        "b_share": 95,
        "xyz_rule": "revenue",
        "x_min_purchases": 4,
        "x_gap_variation": 40,
        "x_revenue_variation": 15,
        "y_revenue_variation": 35,
    }
    file = written(tmp_path, lambda raw: raw.update({"customers": chosen}))

    told = read_deployment(file, SURROUNDINGS).dbt_vars()

    assert set(chosen) == set(Customers.model_fields)
    assert list(chosen.values()) == [value for name, value in told.items() if name in Customers().dbt_vars()]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"a_share": 90, "b_share": 90}, "a_share"),
        ({"x_revenue_variation": 25}, "x_revenue_variation"),
    ],
)
def test_classes_that_overlap_are_refused(tmp_path: Path, wrong: dict[str, int], named: str):
    file = written(tmp_path, lambda raw: raw.update({"customers": wrong}))

    with pytest.raises(DeploymentError, match=named):
        read_deployment(file, SURROUNDINGS)
