"""What visitors of the site wrote: chats and forms, and one list of all communications with their marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.company.charter import UTM_FIELD
from sandbox.company.charter_pbx import accounts_of
from sandbox.company.company import Company
from sandbox.company.crm_cards import ChatMessage, Lead
from sandbox.company.current import CompanyState
from sandbox.company.history import change_at, value_at
from sandbox.vendors.uis import sources
from sandbox.vendors.uis.people import full_name

Row = dict[str, Any]


def chats(state: CompanyState) -> list[Row]:
    """Give the chats that have begun; the employee is who answered so far."""
    leads = {lead.id: lead for lead in state.company.leads}
    found = [
        _chat(place, messages, leads, state)
        for place, messages in enumerate(_conversations(state.company))
        if messages[0].at <= state.at
    ]
    return sorted(found, key=lambda row: (row["date_time"], row["id"]))


def _conversations(company: Company) -> Iterator[list[ChatMessage]]:
    """Every chat begins with a word of the visitor."""
    talk: list[ChatMessage] = []
    for message in company.chats:
        if message.way == "incoming" and talk:
            yield talk
            talk = []
        talk.append(message)
    if talk:
        yield talk


def _chat(place: int, messages: list[ChatMessage], leads: dict[int, Lead], state: CompanyState) -> Row:
    said = [message for message in messages if message.at <= state.at]
    by = next((message for message in reversed(said) if message.by), None)
    known = accounts_of(state.company.pbx_users, by.by, by.at) if by else []
    lead = next((leads[one.entity_id] for one in messages if one.entity == "lead"), None)
    return {
        "id": 610000001 + place,
        "date_time": messages[0].at,
        "communication_id": sources.FIRST_CHAT + place,
        "communication_type": "chat",
        "communication_number": 1,
        "messages_count": len(said),
        "employee_id": known[0].id if known else None,
        "employee_full_name": full_name(known[0].name) if known else None,
        **sources.site(),
        **(sources.of_visit(lead.fields[0].value) if lead else {}),
    }


def offline_messages(state: CompanyState) -> list[Row]:
    """Give the forms of the site: every enquiry that came with the marks of a visit was one."""
    contacts = {contact.id: contact for contact in state.company.contacts}
    rows = []
    for place, lead in enumerate(state.company.leads):
        if lead.created_at > state.at or UTM_FIELD not in dict(lead.fields[0].value):
            continue
        held = change_at(lead.links, lead.created_at)
        main = contacts.get(held.value.main_contact or 0) if held else None
        person = value_at(main.person, main.person[0].at) if main else None
        rows.append(
            {
                "id": 620000001 + place,
                "date_time": lead.created_at,
                "communication_id": sources.FIRST_MESSAGE + place,
                "communication_type": "offline_message",
                "communication_number": 1,
                "text": lead.name,
                "visitor_id": 870000000 + place,
                "visitor_name": person.name if person else None,
                "visitor_phone_number": person.phones[0] if person and person.phones else None,
                "visitor_email": person.emails[0] if person and person.emails else None,
                **sources.site(),
                **sources.of_visit(lead.fields[0].value),
            }
        )
    return sorted(rows, key=lambda row: (row["date_time"], row["id"]))


def communications(*lists: list[Row]) -> list[Row]:
    """Give calls, chats and forms as one list; calls that nothing tracks are no communications."""
    found = [
        row | {"id": row["communication_id"], "date_time": row.get("date_time") or row["start_time"]}
        for rows in lists
        for row in rows
        if row.get("communication_id") is not None and not row.get("_is_ongoing")
    ]
    return sorted(found, key=lambda row: (row["date_time"], row["id"]))
