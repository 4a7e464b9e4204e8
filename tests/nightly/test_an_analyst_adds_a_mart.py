"""A new mart is two files in models/marts/local: asset, gate and publication follow, no Python."""

import dagster as dg

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
