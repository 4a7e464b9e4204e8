"""A new mart is two files in models/marts/local: asset, gate and publication follow, no Python.

What an analyst defines for MetricFlow alone harms nobody: the catalogue takes only what it can explain.
"""

import dagster as dg
import duckdb

from orchestration.deployment.layout import DBT_PROJECT
from orchestration.metrics.catalogue import read_catalogue
from orchestration.nights.build import build
from tests.nightly.simulated import Renewed


def test_two_files_are_a_published_mart(renewed: Renewed):
    house, night = renewed.house, renewed.night
    house.restore("renewed")
    graph = build(house.deployment, now=lambda: house.moment, project=renewed.project).resolve_asset_graph()

    key = dg.AssetKey(["published", "mart_leads_by_employee"])
    assert graph.get(key).parent_keys == {dg.AssetKey(["marts", "mart_leads_by_employee"])}
    assert dg.AssetCheckKey(key, "gate") in graph.asset_check_keys
    assert night.build is not None
    verdict = next(one for one in night.build.marts if one.mart == "mart_leads_by_employee")
    assert verdict.passed
    assert verdict.rules >= 3
    assert {one.domain: one.published for one in night.build.domains}["local"]
    published = house.published("select sum(leads_count) from mart_leads_by_employee")
    assert published == house.published("select count(*) from fct_lead")


def test_a_metric_without_the_catalogues_words_is_dbts_alone(renewed: Renewed):
    assert (
        "my_channels_count" in (renewed.house.saved["renewed"] / "dbt_target" / "manifest.json").read_text()
    )
    with duckdb.connect(str(renewed.warehouse), read_only=True) as warehouse:
        rows = warehouse.execute("select metric from intermediate.int_metrics").fetchall()
    assert {name for (name,) in rows} == set(read_catalogue(DBT_PROJECT))
