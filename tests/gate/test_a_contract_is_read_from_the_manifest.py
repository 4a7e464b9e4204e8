"""The publish block beside a mart is the whole request; a wrong one is told by mart and setting."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest

from expectations.errors import ContractError
from expectations.manifest import contracts_from_manifest
from tests.gate.house import ENTITY_STREAMS, MARTS, manifest_of


def _with(mart: str, **publish: Any) -> dict[str, Any]:
    marts = copy.deepcopy(MARTS)
    marts[mart]["publish"] |= publish
    return manifest_of(marts)


def _refused(manifest: dict[str, Any]) -> str:
    with pytest.raises(ContractError) as refused:
        contracts_from_manifest(manifest, entities=ENTITY_STREAMS)
    return refused.value.what


def test_a_mart_without_a_publish_block_stays_private() -> None:
    marts = copy.deepcopy(MARTS)
    del marts["mart_funnel"]["publish"]
    assert "mart_funnel" not in {
        one.mart for one in contracts_from_manifest(manifest_of(marts), entities=ENTITY_STREAMS)
    }


def test_types_spans_and_lineage_are_read() -> None:
    manifest = manifest_of(MARTS)
    between = manifest["nodes"]["model.voronka.int_payments"]
    manifest["nodes"]["model.voronka.mart_calendar"]["depends_on"]["nodes"] = ["model.voronka.int_payments"]
    between["depends_on"]["nodes"] = ["model.voronka.fct_payment"]
    contracts = {one.mart: one for one in contracts_from_manifest(manifest, entities=ENTITY_STREAMS)}
    assert contracts["fct_payment"].column_named("amount").type == "DECIMAL(18,2)"
    assert contracts["fct_lead"].fresh_within == timedelta(hours=36)
    assert contracts["fct_lead"].relation == '"warehouse"."marts"."fct_lead"'
    assert contracts["mart_calendar"].depends_on_marts == ("fct_payment",)
    assert contracts["fct_payment"].relations["int_payments"] == '"warehouse"."intermediate"."int_payments"'
    assert contracts["dim_employee"].kept_columns == ("employee_key",)


def test_what_a_mart_holds_is_read_in_russian_too_where_somebody_wrote_it() -> None:
    marts = copy.deepcopy(MARTS)
    marts["fct_lead"]["description_ru"] = "Строка — лид.\n"
    contracts = {
        one.mart: one for one in contracts_from_manifest(manifest_of(marts), entities=ENTITY_STREAMS)
    }
    assert contracts["fct_lead"].description_ru == "Строка — лид."
    assert contracts["fct_payment"].description_ru == ""
    marts["fct_lead"]["description_ru"] = ["Строка — лид."]
    assert "mart fct_lead, description_ru: is not a text" in _refused(manifest_of(marts))


@pytest.mark.parametrize(
    ("publish", "told"),
    [
        ({"domain": "sale"}, "publish.domain"),
        ({"grain": []}, "publish.grain"),
        ({"grain": ["lead_kee"]}, "grain: there is no column 'lead_kee'"),
        ({"required": ["nobody"]}, "required: there is no column 'nobody'"),
        ({"max_drop": 3}, "publish.max_drop"),
        ({"fresh_within": "36 hours"}, "90m, 36h or 2d"),
        ({"fresh_entities": []}, "fresh_within needs fresh_entities"),
        ({"fresh_entities": ["leeds"]}, "leeds is not an entity; known are leads, payments"),
        ({"fresh_whithin": "36h"}, "publish.fresh_whithin"),
        (
            {"references": [{"columns": ["employee_key"], "to": "dim_person"}]},
            "'dim_person' is not a published mart",
        ),
        (
            {"references": [{"columns": ["employee_key"], "to": "dim_employee", "to_columns": ["key"]}]},
            "dim_employee has no column 'key'",
        ),
        (
            {"totals": [{"name": "t", "measure": "count(*)", "equals": {}}]},
            "name either a relation or a control",
        ),
        (
            {"totals": [{"name": "t", "measure": "count(*)", "equals": {"relation": "int_nobody"}}]},
            "relation 'int_nobody' is not a model",
        ),
        (
            {"checks": [{"name": "c", "where": "true", "relation": "int_payments"}]},
            "name in show the columns",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_its_mart(publish: dict[str, Any], told: str) -> None:
    what = _refused(_with("fct_lead", **publish))
    assert "fct_lead" in what
    assert told in what


def test_all_wrong_marts_are_told_at_once() -> None:
    marts = copy.deepcopy(MARTS)
    marts["fct_lead"]["publish"]["domain"] = "sale"
    marts["mart_funnel"]["publish"] = "yes"
    marts["mart_calendar"]["columns"]["expected"] = "money"
    what = _refused(manifest_of(marts))
    assert "mart fct_lead, publish.domain" in what
    assert "mart mart_funnel, publish: is not a mapping" in what
    assert "mart mart_calendar, columns.expected: data_type 'money' is not a type" in what


def test_a_column_without_a_type_cannot_be_promised() -> None:
    manifest = manifest_of(MARTS)
    manifest["nodes"]["model.voronka.fct_lead"]["columns"]["comment"]["data_type"] = None
    assert "columns.comment: has no data_type" in _refused(manifest)


def test_a_suite_that_is_not_a_list_is_named_by_its_file(tmp_path) -> None:
    (tmp_path / "fct_lead.yml").write_text("expectations: {type: x}", encoding="utf-8")
    with pytest.raises(ContractError, match=r"fct_lead, suites/fct_lead\.yml"):
        contracts_from_manifest(manifest_of(MARTS), entities=ENTITY_STREAMS, suites=tmp_path)
