"""What an analyst defines for MetricFlow alone harms nobody: the catalogue takes only what it can explain."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from orchestration.deployment.layout import DBT_PROJECT
from orchestration.metrics.catalogue import read_catalogue

OWN = """
semantic_models:
  - name: my_channels
    model: ref('dim_channel')
    primary_entity: my_channel
    defaults: {agg_time_dimension: my_day}
    measures:
      - {name: my_channels_count, agg: count_distinct, expr: channel_key, create_metric: true}
    dimensions:
      - {name: my_day, type: time, expr: current_date, type_params: {time_granularity: day}}
"""


def test_a_metric_without_the_catalogues_words_is_dbts_alone(tmp_path: Path):
    project = tmp_path / "dbt_project"
    shutil.copytree(DBT_PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    (project / "models" / "marts" / "local" / "my_channels.yml").write_text(OWN, encoding="utf-8")
    (tmp_path / "var").mkdir()
    around = {**os.environ, "VORONKA_VAR": str(tmp_path / "var"), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("dbt")), "run", "--select", "int_metrics", "int_metric_entities"],
        cwd=project,
        env={**around, "DBT_PROFILES_DIR": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]

    with duckdb.connect(str(tmp_path / "var" / "warehouse.duckdb"), read_only=True) as warehouse:
        rows = warehouse.execute("select metric from intermediate.int_metrics").fetchall()
    assert {name for (name,) in rows} == set(read_catalogue(DBT_PROJECT))
