"""The company's contacts and firms as the portal's cards, phones and e-mails included."""

from __future__ import annotations

from datetime import date

from sandbox.company.crm_cards import Person
from sandbox.company.current import CardRow, CompanyState
from sandbox.vendors.bitrix24.columns import Row
from sandbox.vendors.bitrix24.deals import written
from sandbox.vendors.bitrix24.portal import TOLD_COLUMNS, TOLD_OPTIONS

_ADDRESS_PARTS = (
    "ADDRESS_2", "ADDRESS_CITY", "ADDRESS_POSTAL_CODE", "ADDRESS_REGION", "ADDRESS_PROVINCE",
    "ADDRESS_COUNTRY",
)  # fmt: skip
VALUE_TYPES = {"PHONE": ("WORK", "MOBILE", "OTHER"), "EMAIL": ("WORK", "HOME", "OTHER")}


def contacts(state: CompanyState) -> list[Row]:
    """Give the live contacts."""
    firms = {row.id for row in state.companies}
    return [
        {
            **_card(row),
            **_names(row.person.name),
            **_answers(row.person, "sex", "family_status", "occupation", "region"),
            "BIRTHDATE": _day(row.person),
            "SECOND_NAME": None,
            "TYPE_ID": "CLIENT",
            "SOURCE_ID": None,
            "POST": None,
            "COMPANY_ID": row.company_id if row.company_id in firms else None,
        }
        for row in state.contacts
    ]


def companies(state: CompanyState) -> list[Row]:
    """Give the live firms."""
    return [
        {
            **_card(row),
            **_answers(row.person, "industry", "region"),
            "TITLE": row.person.name,
            "COMPANY_TYPE": "CUSTOMER",
            "INDUSTRY": None,
            "IS_MY_COMPANY": False,
        }
        for row in state.companies
    ]


def _names(name: str) -> Row:
    first, _, last = name.partition(" ")
    return {"NAME": first, "LAST_NAME": last or None}


def _answers(person: Person, *questions: str) -> Row:
    told = dict(person.told)
    return {
        TOLD_COLUMNS[question]: TOLD_OPTIONS.get(question, {}).get(told.get(question, ""), told.get(question))
        for question in questions
    }


def _day(person: Person) -> date | None:
    born = dict(person.told).get("birth_date")
    return None if born is None else date.fromisoformat(born)


def _card(row: CardRow) -> Row:
    return {
        **dict.fromkeys(_ADDRESS_PARTS),
        "ADDRESS": dict(row.person.told).get("address"),
        "ID": row.id,
        "LEAD_ID": None,
        "HAS_PHONE": bool(row.person.phones),
        "HAS_EMAIL": bool(row.person.emails),
        "PHONE": _several(row.id, "PHONE", row.person),
        "EMAIL": _several(row.id, "EMAIL", row.person),
        "_owner": row.responsible,
        **written(row.responsible, row.created_by, row.created_at, row.updated_by, row.updated_at),
        **dict.fromkeys(("UTM_SOURCE", "UTM_MEDIUM", "UTM_CAMPAIGN", "UTM_CONTENT", "UTM_TERM")),
    }


def _several(card: int, kind: str, person: Person) -> list[dict[str, str]]:
    values = person.phones if kind == "PHONE" else person.emails
    kinds = VALUE_TYPES[kind]
    return [
        {
            "ID": str(card * 10 + place + (5 if kind == "EMAIL" else 0)),
            "VALUE_TYPE": kinds[place % len(kinds)],
            "VALUE": value,
            "TYPE_ID": kind,
        }
        for place, value in enumerate(values)
    ]


def requisites(state: CompanyState) -> list[Row]:
    """Give the firms' requisites: the tax id stands there, not on the card."""
    return [
        {
            "ID": row.id,
            "ENTITY_TYPE_ID": 4,
            "ENTITY_ID": row.id,
            "PRESET_ID": 1,
            "NAME": "Организация",
            "ACTIVE": True,
            "SORT": 500,
            "DATE_CREATE": row.created_at,
            "DATE_MODIFY": row.updated_at,
            "RQ_INN": row.person.tax_id,
            "RQ_KPP": "",
            "RQ_COMPANY_NAME": row.person.name,
            "_owner": row.responsible,
        }
        for row in state.companies
        if row.person.tax_id is not None
    ]
