"""The examples that stand beside the models in YAML, run by dbt."""

from __future__ import annotations

from tests.models.conftest import Warehouse


def test_every_rule_holds_in_its_example_of_a_few_rows(untouched: Warehouse):
    told = untouched.dbt("test", "--select", "test_type:unit")
    assert "ERROR=0" in told


def test_an_installation_without_data_has_every_table_and_no_numbers(untouched: Warehouse):
    assert untouched.ask("select count(*) from intermediate.int_leads") == [(0,)]
    assert untouched.ask("select org_unit_key from intermediate.int_org_units") == [("unassigned",)]
    assert untouched.ask("select count(*) from intermediate.int_entity_coverage_day where is_complete") == [
        (0,)
    ]
