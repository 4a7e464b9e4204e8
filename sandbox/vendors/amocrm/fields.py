"""Custom fields of amoCRM: their definitions, and values in the shape of each field type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, Literal

from sandbox.company.charter import ACCOUNT_ID, MOSCOW, REQUISITES_FIELD, SUBDOMAIN, TAX_ID_FIELD
from sandbox.company.charter_told import TOLD_FIELDS
from sandbox.company.crm_cards import FieldDefinition, Person
from sandbox.vendors.amocrm.query import Row

HOST = f"https://{SUBDOMAIN}.amocrm.ru"
PLURAL = {"lead": "leads", "contact": "contacts", "company": "companies", "task": "tasks"}
PREDEFINED = ("multitext", "tracking_data")


def link(path: str) -> dict[str, Any]:
    """Give the `_links` of a record of the account."""
    return {"self": {"href": f"{HOST}/api/v4/{path}"}}


def definitions(
    fields: Iterable[FieldDefinition], entity: Literal["lead", "contact", "company"]
) -> list[Row]:
    """Give the `custom_fields` rows of an entity."""
    return [_definition(field, place) for place, field in enumerate(fields) if field.entity == entity]


def _definition(field: FieldDefinition, place: int) -> Row:
    own_code = field.kind == "multitext"
    enums = [
        {"id": number, "value": text, "sort": sort, "code": text if own_code else None}
        for sort, (number, text) in enumerate(field.enums, start=1)
    ]
    row = _field_row(
        field.id, field.name, field.kind, field.code, PLURAL[field.entity], sort=500 + place * 10
    )
    return row | {
        "enums": enums or None,
        "group_id": "statistic" if field.kind == "tracking_data" else None,
        "is_deletable": field.kind not in PREDEFINED,
    }


def _field_row(number: int, name: str, kind: str, code: str | None, entity: str, *, sort: int) -> Row:
    return {
        "id": number,
        "name": name,
        "type": kind,
        "account_id": ACCOUNT_ID,
        "code": code,
        "sort": sort,
        "is_api_only": False,
        "is_deletable": True,
        "is_computed": False,
        "enums": None,
        "group_id": None,
        "required_statuses": [],
        "hidden_statuses": [],
        "remind": None,
        "currency": None,
        "entity_type": entity,
        "_links": link(f"{entity}/custom_fields/{number}"),
    }


def lead_values(values: Sequence[tuple[int, str]], fields: dict[int, FieldDefinition]) -> list[Row] | None:
    """Give `custom_fields_values`: null where nothing is filled."""
    return [_value_row(fields[number], [_typed(fields[number], text)]) for number, text in values] or None


def person_values(person: Person, fields: Iterable[FieldDefinition]) -> list[Row] | None:
    """Give phones, e-mails, tax id and answers of a contact or company; null where nothing is filled."""
    filled: dict[str | None, tuple[str, ...]] = {"PHONE": person.phones, "EMAIL": person.emails}
    fields, told = tuple(fields), dict(person.told)
    rows = [
        _value_row(field, _several(field, filled[field.code])) for field in fields if filled.get(field.code)
    ]
    home = REQUISITES_FIELD if person.kpp else TAX_ID_FIELD
    tax = next((field for field in fields if field.id == home), None)
    if person.tax_id and tax:
        rows.append(_value_row(tax, [{"value": _requisites(person) if person.kpp else person.tax_id}]))
    rows += [
        _value_row(field, [_typed(field, told[TOLD_FIELDS[field.id]])])
        for field in fields
        if TOLD_FIELDS.get(field.id) in told
    ]
    return rows or None


def _requisites(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "entity_type": 1,
        "vat_id": person.tax_id,
        "tax_registration_reason_code": None,
        "address": None,
        "kpp": person.kpp,
        "bank_code": None,
        "external_uid": None,
    }


def _several(field: FieldDefinition, values: Sequence[str]) -> list[dict[str, Any]]:
    places = [field.enums[place % len(field.enums)] for place in range(len(values))]
    return [
        {"value": value, "enum_id": number, "enum_code": code}
        for value, (number, code) in zip(values, places, strict=True)
    ]


def _value_row(field: FieldDefinition, values: list[dict[str, Any]]) -> Row:
    return {
        "field_id": field.id,
        "field_name": field.name,
        "field_code": field.code,
        "field_type": field.kind,
        "values": values,
    }


def _typed(field: FieldDefinition, text: str) -> dict[str, Any]:
    if field.kind in ("select", "radiobutton", "multiselect"):
        enum = next((number for number, value in field.enums if value == text), None)
        return {"value": text, "enum_id": enum, "enum_code": None}
    if field.kind in ("date", "date_time", "birthday"):
        is_number = text.lstrip("-").isdigit()
        return {"value": int(text) if is_number else _midnight(text)}
    if field.kind == "checkbox":
        return {"value": text.lower() in ("true", "1", "да")}
    return {"value": text}


def _midnight(day: str) -> int:
    """Give a day as the account keeps it: the second of its midnight, before 1970 below 0."""
    return int(datetime.combine(date.fromisoformat(day), time(), MOSCOW).timestamp())
