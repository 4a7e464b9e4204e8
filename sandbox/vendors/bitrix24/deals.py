"""The company's enquiries as the portal's deals, and as its leads where enquiries begin as leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.company import charter
from sandbox.company.charter import ADMIN, MOSCOW
from sandbox.company.current import CompanyState, LeadRow
from sandbox.company.history import change_at, value_at
from sandbox.company.passages import Passage, passage_of
from sandbox.vendors.bitrix24 import portal
from sandbox.vendors.bitrix24.columns import Row
from sandbox.vendors.bitrix24.portal import CATEGORIES, meaning_of, stage_id
from sandbox.vendors.bitrix24.stage_history import CONVERTED, lead_status

USUAL_DAYS = timedelta(days=7)


def deals(state: CompanyState) -> list[Row]:
    """Give the live deals; contacts and companies that no longer exist are not linked."""
    return [
        _deal(row, passage, live, state)
        for row, passage, live in _passages(state)
        if passage.is_deal(state.at)
    ]


def leads(state: CompanyState) -> list[Row]:
    """Give the live leads; none where an enquiry is a deal at once."""
    return [_lead(row, passage, live, state) for row, passage, live in _passages(state) if passage.as_lead]


@dataclass(frozen=True)
class _Live:
    """The ids of the cards that exist."""

    people: frozenset[int]
    firms: frozenset[int]


def _passages(state: CompanyState) -> Iterator[tuple[LeadRow, Passage, _Live]]:
    known = {lead.id: lead for lead in state.company.leads}
    live = _Live(
        frozenset(card.id for card in state.contacts), frozenset(card.id for card in state.companies)
    )
    return ((row, passage_of(state.company, known[row.id]), live) for row in state.leads)


def _deal(row: LeadRow, passage: Passage, live: _Live, state: CompanyState) -> Row:
    moved = change_at(passage.as_deal, state.at)
    assert moved is not None
    converted = passage.converted_at(state.at)
    created, meaning = converted or row.created_at, meaning_of(moved.value)
    finish = row.closed_at or created + USUAL_DAYS
    return {
        **_common(row, live),
        "ID": row.id,
        "TITLE": row.name,
        "TYPE_ID": "SALE",
        "CATEGORY_ID": CATEGORIES[moved.value.pipeline_id],
        "STAGE_ID": stage_id(moved.value),
        "STAGE_SEMANTIC_ID": meaning,
        "IS_NEW": len(passage.as_deal) == 1,
        "IS_RECURRING": False,
        "IS_RETURN_CUSTOMER": False,
        "IS_REPEATED_APPROACH": False,
        "PROBABILITY": None,
        "IS_MANUAL_OPPORTUNITY": True,
        "TAX_VALUE": row.price * 0,
        "QUOTE_ID": None,
        "LEAD_ID": passage.lead_id if converted else None,
        "BEGINDATE": created.astimezone(MOSCOW).date(),
        "CLOSEDATE": finish.astimezone(MOSCOW).date(),
        "CLOSED": meaning != "P",
        "COMMENTS": None,
        "ADDITIONAL_INFO": None,
        "LOCATION_ID": None,
        "ORIGINATOR_ID": None,
        "ORIGIN_ID": None,
        "DATE_CREATE": created,
        "MOVED_TIME": moved.at,
        "MOVED_BY_ID": moved.by or ADMIN,
    }


def _lead(row: LeadRow, passage: Passage, live: _Live, state: CompanyState) -> Row:
    moved = change_at(passage.as_lead, state.at)
    assert moved is not None
    converted = passage.converted_at(state.at)
    status, meaning = (CONVERTED, "S") if converted else lead_status(moved.value)
    closed = converted or (moved.at if meaning == "F" else None)
    return {
        **_common(row, live),
        "ID": passage.lead_id,
        "TITLE": row.name,
        "NAME": None,
        "LAST_NAME": None,
        "STATUS_ID": status,
        "STATUS_SEMANTIC_ID": meaning,
        "HAS_PHONE": False,
        "HAS_EMAIL": False,
        "DATE_CLOSED": closed,
        # a lead that became a deal is left alone: with whoever answered for it then
        "ASSIGNED_BY_ID": value_at(passage.lead.responsible, converted) if converted else row.responsible,
        "DATE_MODIFY": _left_alone_since(passage, converted, state) if converted else row.updated_at,
        "MOVED_TIME": converted or moved.at,
        "MOVED_BY_ID": moved.by or ADMIN,
    }


def _left_alone_since(passage: Passage, converted: datetime, state: CompanyState) -> datetime:
    """Give when a converted lead was changed last: by the conversion, or by its return from the bin."""
    presence = change_at(passage.lead.presence, state.at)
    return max(converted, presence.at) if presence is not None else converted


def _common(row: LeadRow, live: _Live) -> Row:
    contacts = contacts_of(row, live.people)
    company = row.links.company
    return {
        "CURRENCY_ID": "RUB",
        "OPPORTUNITY": row.price,
        "COMPANY_ID": company if company in live.firms else None,
        "CONTACT_ID": contacts[0] if contacts else None,
        "_contacts": contacts,
        "_owner": row.responsible,
        **written(row.responsible, row.created_by, row.created_at, row.updated_by, row.updated_at),
        **_fields(row),
    }


def contacts_of(row: LeadRow, people: frozenset[int]) -> list[int]:
    """Give the live contacts of an enquiry, the main one (or the first) before the others."""
    known = [id_ for id_ in sorted(row.links.contacts) if id_ in people]
    return sorted(known, key=lambda id_: id_ != row.links.main_contact)


def written(owner: int, by: int, at: datetime, changed_by: int, changed_at: datetime) -> Row:
    """Give whose card it is, and who wrote it when; a robot writes in the administrator's name."""
    return {
        "ASSIGNED_BY_ID": owner,
        "CREATED_BY_ID": by or ADMIN,
        "MODIFY_BY_ID": changed_by or ADMIN,
        "DATE_CREATE": at,
        "DATE_MODIFY": changed_at,
        "OPENED": True,
        "LAST_ACTIVITY_TIME": changed_at,
        "LAST_ACTIVITY_BY": changed_by or ADMIN,
    }


def _fields(row: LeadRow) -> Row:
    values: dict[int, str] = dict(row.fields)
    channel = values.get(charter.CHANNEL_FIELD)
    prepaid: Any = values.get(charter.PREPAID_FIELD)
    return {
        "SOURCE_ID": portal.SOURCES.get(channel or ""),
        "SOURCE_DESCRIPTION": "",
        **{column: values.get(field) for field, column in portal.UTM_COLUMNS.items()},
        "UTM_CONTENT": None,
        "UTM_TERM": None,
        portal.CHANNEL_FIELD: portal.CHANNELS.get(channel or ""),
        portal.PREPAID_FIELD: str(prepaid).lower() in ("true", "1", "да") if prepaid is not None else None,
        portal.ORDER_FIELD: values.get(charter.ORDER_FIELD),
        portal.REASON_FIELD: portal.REASONS.get(row.loss_reason or 0),
    }
