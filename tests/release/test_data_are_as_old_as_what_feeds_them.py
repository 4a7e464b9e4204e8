"""Data-as-of follows the streams that feed a domain here; where nothing was loaded there is no date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from expectations.manifest import contracts_from_manifest
from tests.gate.house import ENTITY_STREAMS, MARTS, NOW, House, broken_rules, failed, manifest_of

LATE = NOW + timedelta(days=1) - timedelta(hours=20)


def _manifest_with_sources(marts: dict[str, dict[str, Any]], **feeds: list[str]) -> dict[str, Any]:
    manifest = manifest_of(marts)
    for mart, streams in feeds.items():
        for stream in streams:
            vendor, name = stream.split(".")
            unique_id = f"source.voronka.{vendor}.{name}"
            manifest.setdefault("sources", {})[unique_id] = {"source_name": vendor, "name": name}
            manifest["nodes"][f"model.voronka.{mart}"]["depends_on"]["nodes"].append(unique_id)
    return manifest


def _fed(house: House, **feeds: list[str]) -> None:
    manifest = _manifest_with_sources(house.marts, **feeds)
    house.given = contracts_from_manifest(manifest, entities=ENTITY_STREAMS, suites=house.suites)


def _dated(house: House, domain: str) -> list[tuple[Any, ...]]:
    return house.shelf_query(
        f"select verdict, data_as_of, data_as_of_local from publication where domain = '{domain}'"
    )


def test_a_contract_knows_the_streams_of_its_lineage() -> None:
    manifest = _manifest_with_sources(MARTS, fct_payment=["onec.payments_bank"])
    feeds = {one.mart: one.feeds for one in contracts_from_manifest(manifest, entities=ENTITY_STREAMS)}
    assert feeds["fct_payment"] == ("onec.payments_bank",)
    assert feeds["mart_calendar"] == ("onec.payments_bank",)
    assert feeds["fct_lead"] == ()


def test_a_domain_whose_named_streams_are_not_deployed_is_as_old_as_what_feeds_it(house: House) -> None:
    _fed(house, fct_payment=["onec.payments_bank", "amocrm.leads", "run.run"])
    house.night(coverage={"amocrm.leads": LATE, "files.plans": house.facts.now})
    assert _dated(house, "money") == [("published", LATE.replace(tzinfo=None), "2026-06-02 07:00")]


def test_where_nothing_that_feeds_a_domain_is_deployed_it_has_no_date(house: House) -> None:
    house.night(coverage={"amocrm.leads": house.facts.now})
    assert _dated(house, "money") == [("published", None, None)]


def test_where_nothing_was_loaded_the_domain_is_held_without_a_date(new_house: House) -> None:
    _fed(new_house, fct_payment=["amocrm.leads"])
    report = new_house.night(coverage={"amocrm.leads": None})
    assert failed(report, "fct_payment", "fresh").sample[0].startswith("amocrm.leads: — ≠")
    assert _dated(new_house, "money") == [("held", None, None)]
    assert _dated(new_house, "core") == [("published", None, None)]


def test_the_date_moves_with_what_was_loaded_and_not_with_the_clock(house: House) -> None:
    _fed(house, fct_payment=["amocrm.leads"])
    for _ in range(2):
        report = house.night(coverage={"amocrm.leads": LATE})
        assert ("fct_payment", "fresh") not in broken_rules(report)
        assert _dated(house, "money")[0][1] == LATE.replace(tzinfo=None)
        assert report.domains["money"].data_as_of == LATE
