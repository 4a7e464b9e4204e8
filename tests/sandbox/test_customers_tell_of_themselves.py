"""What customers tell stands in the fields of each vendor in its own shape."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from sandbox.company.charter import MOSCOW, NIGHTS
from sandbox.company.charter_told import BIRTHDAY_FIELD, SEX_FIELD
from sandbox.company.current import CompanyState
from sandbox.company.snapshot import state_at
from sandbox.vendors.amocrm import cards as amocrm
from sandbox.vendors.bitrix24 import cards as bitrix24
from sandbox.vendors.bitrix24.portal import TOLD_COLUMNS, TOLD_OPTIONS
from sandbox.vendors.onec.records import catalogues
from sandbox.world.world import generate


@pytest.fixture(scope="module")
def state() -> CompanyState:
    return state_at(generate(7, 0.05), NIGHTS[2])


def _values(row: dict[str, Any]) -> dict[int, Any]:
    return {field["field_id"]: field["values"][0] for field in row["custom_fields_values"] or ()}


def test_amocrm_keeps_a_birthday_as_its_midnight_and_a_choice_with_its_number(state: CompanyState):
    told = {row.id: dict(row.person.told) for row in state.contacts}
    shown = {row["id"]: _values(row) for row in amocrm.contacts(state)}
    born = {id_: answers["birth_date"] for id_, answers in told.items() if "birth_date" in answers}

    assert min(born.values()) < "1970"
    for id_, day in born.items():
        midnight = datetime.fromtimestamp(shown[id_][BIRTHDAY_FIELD]["value"], MOSCOW)
        assert (midnight.date(), midnight.hour) == (date.fromisoformat(day), 0)
    chosen = [shown[id_][SEX_FIELD] for id_, answers in told.items() if "sex" in answers]
    assert {(one["value"], one["enum_id"]) for one in chosen} == {("мужской", 561001), ("женский", 561003)}


def test_a_portal_keeps_the_number_of_a_choice_and_the_address_on_the_card(state: CompanyState):
    told = {row.id: dict(row.person.told) for row in (*state.contacts, *state.companies)}
    for row in bitrix24.contacts(state):
        sex = told[row["ID"]].get("sex")
        assert row[TOLD_COLUMNS["sex"]] == (None if sex is None else TOLD_OPTIONS["sex"][sex])
    addresses = {row["ID"]: row["ADDRESS"] for row in bitrix24.companies(state)}
    assert addresses == {row.id: told[row.id].get("address") for row in state.companies}
    assert any(addresses.values())


def test_the_erp_keeps_an_address_among_the_contacts_with_its_region(state: CompanyState):
    rows = catalogues(state)["Catalog_Контрагенты"]
    lines = [line for row in rows for line in row["КонтактнаяИнформация"] if line["Тип"] == "Адрес"]

    assert len(lines) == sum(bool(row.facts.address) for row in state.counterparties) > 0
    assert all(line["Регион"].endswith((" обл", " г", " Респ", " край")) for line in lines)
