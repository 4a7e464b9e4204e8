"""What stands in a `vendor.yml` is read by one reader and held to the connector and the models."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors.catalog import declarations, vendors
from connectors.declaration import read_declaration
from connectors.kit.errors import SettingsError
from connectors.tables.streams import CONTRACTS
from orchestration.assets.manifest import Transform
from orchestration.deployment.declared import (
    card_addresses,
    entity_streams,
    present_vendors,
    vendor_variables,
)
from orchestration.deployment.deployment import read_deployment
from orchestration.deployment.parts import SourceEntry
from orchestration.deployment.written import README, readme_text
from tests.deployment.written import SURROUNDINGS, written

MACROS = Path(__file__).parents[2] / "dbt_project" / "macros"
MODELS = Path(__file__).parents[2] / "dbt_project" / "models"
GOOD = {"title": {"en": "Pipes", "ru": "Трубы"}, "family": "crm"}


def declared(folder: Path, **fields: object) -> Path:
    (folder / "vendor.yml").write_text(yaml.safe_dump({**GOOD, **fields}, allow_unicode=True))
    return folder


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"family": "shop"}, "family should be one of"),
        ({"suplies": ["leads"]}, "suplies is not a setting"),
        ({"title": {"en": "Pipes"}}, "title.ru is missing"),
        ({"entities": {"leads": []}}, "entities.leads may not be empty"),
        ({"needs": {"orders": []}}, "needs.orders may not be empty"),
        ({"card_url": {"lead": "/leads"}}, "card_url.lead is not written as it has to be"),
        ({"reconciliation": [{"check": "calls", "stream": "calls"}]}, "reconciliation.0.figure is missing"),
    ],
)
def test_a_wrong_field_is_named_with_its_file(tmp_path: Path, fields: dict[str, object], said: str):
    with pytest.raises(SettingsError, match=re.escape(said)) as caught:
        read_declaration(declared(tmp_path, **fields))
    assert f"{tmp_path}/vendor.yml: " in str(caught.value) and "docs/add-a-source.md" in str(caught.value)


def test_a_folder_without_a_declaration_and_one_that_is_no_yaml_are_named(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"vendor\.yml: No such file"):
        read_declaration(tmp_path)
    (tmp_path / "vendor.yml").write_text("title: {en: ")
    with pytest.raises(SettingsError, match=r"vendor\.yml: "):
        read_declaration(tmp_path)


@pytest.mark.parametrize("vendor", sorted(vendors()))
def test_a_vendor_supplies_what_it_has_staging_models_of(vendor: str):
    models = {file.stem for file in (MODELS / "staging" / vendor).glob("stg_*.sql")}
    supplied = {f"stg_{vendor}__{entity}" for entity in declarations()[vendor].supplies}
    # The tables that people keep are read by name: they are the same whoever keeps them.
    parts = set() if vendor == "files" else models - supplied
    assert supplied <= models
    assert parts <= _read_by_its_own(vendor), "a model that supplies nothing is a part of one that does"


def _read_by_its_own(vendor: str) -> set[str]:
    """The staging models that others of the vendor, or its macros, read."""
    files = [*(MODELS / "staging" / vendor).glob("*.sql"), *(MACROS / "landing").glob(f"{vendor}*.sql")]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    return set(re.findall(r"ref\('(stg_\w+)'\)", text))


def test_every_supplied_entity_is_read_and_whatever_a_mart_asks_for_is_declared():
    models = "\n".join(file.read_text(encoding="utf-8") for file in MODELS.rglob("*.sql"))
    supplied = re.findall(r"'(\w+)'", "\n".join(re.findall(r"from_vendors\((.*?)\)", models)))
    assert set(supplied) == set(vendor_variables()["vendors_of"])
    told = "\n".join(file.read_text(encoding="utf-8") for file in MODELS.rglob("*.yml"))
    asked = re.findall(r"\w+", " ".join(re.findall(r"entities: \[(.*?)\]", told)))
    assert len(asked) > 10 and set(asked) <= set(entity_streams())


def test_what_is_listed_is_a_table_that_people_fill():
    for declaration in declarations().values():
        assert set(declaration.listings) <= set(CONTRACTS)


def test_a_crm_is_trusted_before_an_erp_and_a_lower_number_first():
    order = [(one.family, one.trust) for one in declarations().values()]
    families = ["crm", "telephony", "marketing", "erp", "property", "manual"]
    assert order == sorted(order, key=lambda one: (families.index(one[0]), one[1]))


def test_a_card_is_opened_below_the_address_of_its_account():
    entry = SourceEntry(vendor="amocrm", beginning="2026-01-01T00:00:00+03:00", url="https://acme.example/")
    told = card_addresses({"crm": entry, "other": entry.model_copy(update={"url": None})})
    assert told == {"crm": {"lead": "https://acme.example/leads/detail/{id}"}}


def test_dbt_is_told_of_the_vendors_that_are_deployed_or_were_read_before(tmp_path: Path):
    def leave_one_crm(raw: dict[str, Any]) -> None:
        raw["sources"] = {"crm": raw["sources"]["amocrm_main"]}
        raw["payment_sources"] = []

    deployment = read_deployment(written(tmp_path, leave_one_crm), SURROUNDINGS)
    assert present_vendors(deployment) == ["amocrm", "files"]
    (deployment.state.landing / "onec").mkdir(parents=True)
    assert present_vendors(deployment) == ["amocrm", "onec", "files"]
    transform = Transform(deployment)
    assert json.loads(transform.variables)["vendors_of"]["users"] == ["amocrm", "onec"]
    assert "fqn:staging.mango_office" in transform.not_built
    assert not {"fqn:staging.onec", "fqn:staging.files"} & set(transform.not_built)


def test_dbt_is_told_the_clock_of_each_source_in_another_zone(tmp_path: Path):
    def move(raw: dict[str, Any]) -> None:
        raw["timezone"] = "Asia/Omsk"
        raw["sources"]["onec_main"]["settings"]["timezone"] = {"env": "ONEC_ZONE"}
        raw["sources"]["onec_ural"] = {**raw["sources"]["onec_main"], "settings": {"timezone": "Asia/Omsk"}}
        raw["sources"]["onec_new"] = {
            **raw["sources"]["onec_main"],
            "settings": {"timezone": {"env": "NOT_SET"}},
        }

    deployment = read_deployment(written(tmp_path, move), {**SURROUNDINGS, "ONEC_ZONE": "Asia/Yekaterinburg"})
    zones = json.loads(Transform(deployment).variables)["source_zones"]
    assert zones == {"onec_main": "Asia/Yekaterinburg", "mango_main": "Europe/Moscow"}


def test_the_readmes_list_the_vendors_that_there_are():
    for language, file in README.items():
        text = file.read_text(encoding="utf-8")
        assert text == readme_text(text, language), "run: python -m orchestration.deployment.written"
        assert all(f"| `{name}` |" in text for name in vendors())
