"""A new mart is two files in models/marts/local: asset, gate and publication follow, no Python."""

import shutil
from pathlib import Path

import dagster as dg
import pytest
from simulated import REPOSITORY, House

from orchestration.nights.build import build
from orchestration.nights.night import Nights

SQL = """
select
    employee_key,
    count(*) as leads_count
from {{ ref('int_leads') }}
group by employee_key
"""
YAML = """
models:
  - name: mart_leads_by_employee
    description: One row per employee who has ever been given a lead.
    config:
      meta:
        publish:
          domain: local
          grain: [employee_key]
          required: [leads_count]
    columns:
      - name: employee_key
        data_type: text
        description: The employee.
        data_tests: [not_null]
      - name: leads_count
        data_type: bigint
        description: Live leads, all time.
"""


@pytest.mark.parametrize("after", ["night 1"], indirect=True)
def test_two_files_are_a_published_mart(after: House, tmp_path: Path):
    project = tmp_path / "dbt_project"
    shutil.copytree(REPOSITORY / "dbt_project", project, ignore=shutil.ignore_patterns("target", "logs"))
    local = project / "models" / "marts" / "local"
    local.mkdir(exist_ok=True)
    (local / "mart_leads_by_employee.sql").write_text(SQL)
    (local / "mart_leads_by_employee.yml").write_text(YAML)

    graph = build(after.deployment, now=lambda: after.moment, project=project).resolve_asset_graph()
    after.set_clock(after.company.nights[0])
    night = Nights(after.deployment, now=lambda: after.moment, project=project).run()

    key = dg.AssetKey(["published", "mart_leads_by_employee"])
    assert graph.get(key).parent_keys == {dg.AssetKey(["marts", "mart_leads_by_employee"])}
    assert dg.AssetCheckKey(key, "gate") in graph.asset_check_keys
    assert night.build is not None
    verdict = next(one for one in night.build.marts if one.mart == "mart_leads_by_employee")
    assert verdict.passed
    assert verdict.rules >= 3
    assert {one.domain: one.published for one in night.build.domains}["local"]
    published = after.published("select sum(leads_count) from mart_leads_by_employee")
    assert published == after.published("select count(*) from fct_lead")
