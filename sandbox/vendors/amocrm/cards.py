"""The company's leads, contacts and companies as amoCRM records, with every embedded part they can show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import ROUND_DOWN
from typing import Any

from sandbox.company.charter import ACCOUNT_ID
from sandbox.company.crm_cards import LossReason
from sandbox.company.current import CardRow, CompanyState, DeletedRow, LeadRow
from sandbox.vendors.amocrm.fields import lead_values, link, person_values
from sandbox.vendors.amocrm.query import Row

BIN_KEEPS = timedelta(days=30)
REASONS_SINCE = 1730000000


def seconds(moment: datetime) -> int:
    """Give unix seconds."""
    return int(moment.timestamp())


def leads(state: CompanyState) -> list[Row]:
    """Give the `leads` records; contacts and companies that no longer exist are not linked."""
    people, firms = {row.id for row in state.contacts}, {row.id for row in state.companies}
    reasons = {reason.id: reason for reason in state.company.loss_reasons}
    closest = _closest_tasks(state)
    return [
        _lead(row, state)
        | {"closest_task_at": closest.get(row.id), "_embedded": _parts(row, people, firms, reasons)}
        for row in state.leads
    ]


def _lead(row: LeadRow, state: CompanyState) -> Row:
    fields = {field.id: field for field in state.company.fields}
    return {
        "id": row.id,
        "name": row.name,
        "price": int(row.price.to_integral_value(ROUND_DOWN)),
        "price_with_minor_units": float(row.price),
        "responsible_user_id": row.responsible,
        "group_id": row.group_id,
        "status_id": row.stage.stage_id,
        "pipeline_id": row.stage.pipeline_id,
        "loss_reason_id": row.loss_reason,
        "source_id": None,
        "created_by": row.created_by,
        "updated_by": row.updated_by,
        "created_at": seconds(row.created_at),
        "updated_at": seconds(row.updated_at),
        "closed_at": seconds(row.closed_at) if row.closed_at else None,
        "closest_task_at": None,
        "is_deleted": False,
        "custom_fields_values": lead_values(row.fields, fields),
        "score": None,
        "account_id": ACCOUNT_ID,
        "labor_cost": None,
        "_links": link(f"leads/{row.id}"),
    }


def _parts(row: LeadRow, people: set[int], firms: set[int], reasons: dict[int, LossReason]) -> dict[str, Any]:
    company, reason = row.links.company, row.loss_reason
    return {
        "tags": [],
        "companies": _ends("companies", [company] if company in firms and company else []),
        "contacts": [
            {
                "id": contact,
                "is_main": contact == row.links.main_contact,
                "_links": link(f"contacts/{contact}"),
            }
            for contact in row.links.contacts
            if contact in people
        ],
        "catalog_elements": [],
        "loss_reason": [loss_reason(reasons[reason])] if reason in reasons and reason else [],
    }


def _ends(entity: str, numbers: Iterable[int]) -> list[Row]:
    return [{"id": number, "_links": link(f"{entity}/{number}")} for number in numbers]


def loss_reason(reason: LossReason) -> Row:
    """Give the record of a loss reason."""
    return {
        "id": reason.id,
        "name": reason.name,
        "sort": reason.sort,
        "created_at": REASONS_SINCE,
        "updated_at": REASONS_SINCE,
        "_links": link(f"leads/loss_reasons/{reason.id}"),
    }


def _closest_tasks(state: CompanyState) -> dict[int, int]:
    closest: dict[int, int] = {}
    for row in state.tasks:
        if not row.is_done:
            due = seconds(row.task.due_at)
            closest[row.task.lead_id] = min(due, closest.get(row.task.lead_id, due))
    return closest


def deleted_leads(state: CompanyState) -> list[Row]:
    """Give the rows of `with=only_deleted`: what the recycle bin still keeps."""
    kept = (row for row in state.deleted_leads if row.updated_at > state.at - BIN_KEEPS)
    return [_deleted(row) for row in kept]


def _deleted(row: DeletedRow) -> Row:
    return {
        "id": row.id,
        "updated_at": seconds(row.updated_at),
        "updated_by": row.updated_by,
        "is_deleted": True,
        "_links": link(f"leads/{row.id}"),
    }


def contacts(state: CompanyState) -> list[Row]:
    """Give the `contacts` records."""
    firms = {row.id for row in state.companies}
    fields = [field for field in state.company.fields if field.entity == "contact"]
    return [
        _card(row, "contacts", person_values(row.person, fields))
        | {
            "_embedded": {
                "tags": [],
                "companies": _ends(
                    "companies", [row.company_id] if row.company_id in firms and row.company_id else []
                ),
                "leads": _ends("leads", row.leads),
            }
        }
        for row in state.contacts
    ]


def companies(state: CompanyState) -> list[Row]:
    """Give the `companies` records."""
    fields = [field for field in state.company.fields if field.entity == "company"]
    return [
        _card(row, "companies", person_values(row.person, fields))
        | {
            "_embedded": {
                "tags": [],
                "contacts": _ends("contacts", row.contacts),
                "leads": _ends("leads", row.leads),
            }
        }
        for row in state.companies
    ]


def _card(row: CardRow, entity: str, values: list[Row] | None) -> Row:
    first, _, last = row.person.name.partition(" ")
    names = {"first_name": first, "last_name": last} if entity == "contacts" else {}
    return {
        "id": row.id,
        "name": row.person.name,
        **names,
        "responsible_user_id": row.responsible,
        "group_id": row.group_id,
        "created_by": row.created_by,
        "updated_by": row.updated_by,
        "created_at": seconds(row.created_at),
        "updated_at": seconds(row.updated_at),
        "closest_task_at": None,
        "is_deleted": False,
        "custom_fields_values": values,
        "account_id": ACCOUNT_ID,
        "_links": link(f"{entity}/{row.id}"),
    }


def links(
    rows: Iterable[Row], others: Iterable[Row], firms: Iterable[Row]
) -> dict[str, dict[int, list[Row]]]:
    """Give the links of leads (`rows`), of contacts (`others`) and of companies by entity and id."""
    return {
        "leads": {row["id"]: _lead_links(row) for row in rows},
        "contacts": {row["id"]: _card_links("contacts", row, ("leads", "companies")) for row in others},
        "companies": {row["id"]: _card_links("companies", row, ("leads", "contacts")) for row in firms},
    }


def _lead_links(row: Row) -> list[Row]:
    parts = row["_embedded"]
    people = [
        _link("leads", row, "contacts", end, {"main_contact": end["is_main"]}) for end in parts["contacts"]
    ]
    return people + [_link("leads", row, "companies", end, None) for end in parts["companies"]]


def _card_links(entity: str, row: Row, parts: tuple[str, ...]) -> list[Row]:
    return [_link(entity, row, to, end, None) for to in parts for end in row["_embedded"][to]]


def _link(entity: str, row: Row, to: str, end: Row, metadata: dict[str, Any] | None) -> Row:
    return {
        "entity_id": row["id"],
        "entity_type": entity,
        "to_entity_id": end["id"],
        "to_entity_type": to,
        "metadata": metadata,
    }
