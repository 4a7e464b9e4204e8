"""What a deployment sets of its numbers is what dbt is told: each such setting by its name and value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from orchestration.assets.manifest import Transform
from orchestration.deployment.deployment import read_deployment
from tests.deployment.written import REPOSITORY, SURROUNDINGS, written


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("recall_hours", 5),
        ("touch_days", 9),
        ("rounding_amount", 3),
        ("deal_snapshot_days", 40),
        ("product_window_months", 7),
        ("effort_days", 30),
    ],
)
def test_a_setting_is_told_to_dbt_under_a_name_that_the_models_know(tmp_path: Path, setting: str, value: int):
    file = written(tmp_path, lambda raw: raw.update({setting: value}))

    told = json.loads(Transform(read_deployment(file, SURROUNDINGS)).variables)

    assert told[setting] == value
    project = (REPOSITORY / "dbt_project" / "dbt_project.yml").read_text(encoding="utf-8")
    assert set(told) <= set(yaml.safe_load(project)["vars"])
