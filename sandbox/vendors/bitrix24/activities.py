"""What people did, as the portal's activities (calls, meetings, messages) and its tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sandbox.company.call_numbers import names_in_notes, writer_of_notes
from sandbox.company.charter import ADMIN
from sandbox.company.crm_cards import ChatMessage, Note
from sandbox.company.current import CompanyState, TaskRow
from sandbox.company.history import value_at
from sandbox.company.passages import passage_of
from sandbox.company.split import holdings
from sandbox.vendors.bitrix24.columns import Row

LEAD, DEAL, CONTACT, COMPANY = 1, 2, 3, 4
Card = tuple[int, int]
"""Kind and id of the card that an activity stands on."""
MEETING, CALL, PROVIDER = 1, 2, 6
INCOMING, OUTGOING = 1, 2
WAITING, DONE = 1, 2
ONE_HOUR = timedelta(hours=1)
FIRST_CHAT_ID = 300_000_001


def activities(state: CompanyState) -> list[Row]:
    """Give the activities: calls and messages of the notes, messages of chats, meetings; ordered by id."""
    desk = _Desk(state)
    rows = [_of_note(note, desk) for note in state.notes if note.kind != "common"]
    rows += [_meeting(row, desk) for row in state.tasks if row.task.kind == "meeting"]
    rows += _chats(desk)
    return sorted(rows, key=lambda row: row["ID"])


class _Desk:
    """What is looked up for every activity."""

    def __init__(self, state: CompanyState) -> None:
        """Look at one state."""
        self.state = state
        self._leads = {lead.id: lead for lead in state.company.leads}
        self._contacts = {contact.id: contact for contact in state.company.contacts}
        self.is_kept = state.company.layout.telephony == "bitrix24"
        self.app = "mango" if self.is_kept else writer_of_notes(state.company)
        # a call has its name from its beginning, also while the statistics do not show it yet
        self.names = names_in_notes(state.company)

    def card(self, entity: str, id_: int) -> Card:
        """Give the card that shows what belongs to an enquiry or a customer: of a converted lead its deal."""
        if entity != "lead":
            return (CONTACT if entity == "contact" else COMPANY, id_)
        passage = passage_of(self.state.company, self._leads[id_])
        return (DEAL, id_) if passage.is_deal(self.state.at) else (LEAD, passage.lead_id)

    def owner(self, message: ChatMessage) -> int:
        """Give who answers for the card of a message."""
        card = (self._leads if message.entity == "lead" else self._contacts)[message.entity_id]
        return value_at(card.responsible, message.at)


def _activity(id_: int, owner: Card, by: int, times: tuple[datetime, datetime, datetime]) -> Row:
    """Give what all kinds have; `times`: created, begun, changed last."""
    created, start, changed = times
    return {
        "ID": id_,
        "OWNER_ID": owner[1],
        "OWNER_TYPE_ID": owner[0],
        "PROVIDER_GROUP_ID": None,
        "ASSOCIATED_ENTITY_ID": None,
        "CREATED": created,
        "LAST_UPDATED": changed,
        "START_TIME": start,
        "END_TIME": start,
        "DEADLINE": start,
        "COMPLETED": True,
        "STATUS": DONE,
        "RESPONSIBLE_ID": by,
        "PRIORITY": 2,
        "NOTIFY_TYPE": 0,
        "NOTIFY_VALUE": 0,
        "DESCRIPTION": "",
        "DESCRIPTION_TYPE": 1,
        "DIRECTION": 0,
        "LOCATION": "",
        "SETTINGS": [],
        "ORIGINATOR_ID": None,
        "ORIGIN_ID": None,
        "AUTHOR_ID": by or ADMIN,
        "EDITOR_ID": by or ADMIN,
        "PROVIDER_PARAMS": [],
        "PROVIDER_DATA": None,
        "RESULT_MARK": 0,
        "RESULT_STATUS": 0,
        "AUTOCOMPLETE_RULE": 0,
        "BINDINGS": [{"OWNER_ID": str(owner[1]), "OWNER_TYPE_ID": str(owner[0])}],
        "COMMUNICATIONS": [],
        "_owner": by,
    }


def _of_note(note: Note, desk: _Desk) -> Row:
    at, card = note.created_at, desk.card(note.entity, note.entity_id)
    row = _activity(note.id, card, note.responsible, (at, at, at))
    direction = INCOMING if note.kind.endswith("_in") else OUTGOING
    row |= {"DIRECTION": direction, "COMMUNICATIONS": _reached(note.phone, card)}
    if note.kind.startswith("sms"):
        return row | _message(note.text)
    return row | _call(note, desk)


def _call(note: Note, desk: _Desk) -> Row:
    is_missed = note.kind == "call_in" and note.duration == 0
    named = desk.names.get(note.uniq)
    origin, app = named or note.uniq or None, desk.app if note.uniq else None
    if named and desk.is_kept:
        origin, app = f"VI_{named}", None
    way = "Входящий" if note.kind == "call_in" else "Исходящий"
    return {
        "TYPE_ID": CALL,
        "PROVIDER_ID": "VOXIMPLANT_CALL",
        "PROVIDER_TYPE_ID": "CALL",
        "SUBJECT": f"{way} звонок",
        "END_TIME": note.created_at + timedelta(seconds=note.duration),
        "COMPLETED": not is_missed,
        "STATUS": WAITING if is_missed else DONE,
        "SETTINGS": {"MISSED_CALL": True} if is_missed else [],
        "ORIGINATOR_ID": app,
        "ORIGIN_ID": origin,
        "DESCRIPTION": note.text,
    }


def _message(text: str) -> Row:
    return {
        "TYPE_ID": PROVIDER,
        "PROVIDER_ID": "CRM_SMS",
        "PROVIDER_TYPE_ID": "SMS",
        "SUBJECT": "SMS-сообщение",
        "DESCRIPTION": text,
    }


def _reached(phone: str, card: Card) -> list[dict[str, Any]]:
    if not phone:
        return []
    return [
        {
            "ID": str(card[1]),
            "TYPE": "PHONE",
            "VALUE": phone,
            "ENTITY_ID": str(card[1]),
            "ENTITY_TYPE_ID": str(card[0]),
        }
    ]


def _meeting(row: TaskRow, desk: _Desk) -> Row:
    task = row.task
    times = (task.created_at, task.due_at, row.updated_at)
    return _activity(task.id, desk.card("lead", task.lead_id), task.responsible, times) | {
        "TYPE_ID": MEETING,
        "PROVIDER_ID": "CRM_MEETING",
        "PROVIDER_TYPE_ID": "MEETING",
        "SUBJECT": task.text,
        "END_TIME": task.due_at + ONE_HOUR,
        "COMPLETED": row.is_done,
        "STATUS": DONE if row.is_done else WAITING,
        "DESCRIPTION": task.result if row.is_done else "",
        "AUTHOR_ID": task.created_by or ADMIN,
        "EDITOR_ID": row.updated_by or ADMIN,
    }


def _chats(desk: _Desk) -> Iterator[Row]:
    """Messages of people and customers; what the open line's robot says stays inside its session."""
    held = holdings(desk.state.company)
    for place, message in enumerate(desk.state.company.chats):
        is_here = held.home(message.entity, message.entity_id) == "bitrix24"
        is_robots = message.way == "outgoing" and not message.by
        if message.at <= desk.state.at and is_here and not is_robots:
            yield _chat(FIRST_CHAT_ID + place, message, desk)


def _chat(id_: int, message: ChatMessage, desk: _Desk) -> Row:
    at, by = message.at, message.by or desk.owner(message)
    row = _activity(id_, desk.card(message.entity, message.entity_id), by, (at, at, at))
    direction = OUTGOING if message.way == "outgoing" else INCOMING
    return row | _message("") | {"DIRECTION": direction}


def tasks(state: CompanyState) -> list[Row]:
    """Give the tasks that are no meetings."""
    names, desk = {user.id: user.name for user in state.users}, _Desk(state)
    return [_task(row, names, desk) for row in state.tasks if row.task.kind != "meeting"]


def _task(row: TaskRow, names: dict[int, str], desk: _Desk) -> Row:
    task = row.task
    kind, card = desk.card("lead", task.lead_id)
    return {
        "ID": task.id,
        "TITLE": task.text,
        "DESCRIPTION": task.result if row.is_done else "",
        "DEADLINE": task.due_at,
        "CREATED_DATE": task.created_at,
        "CHANGED_DATE": row.updated_at,
        "CLOSED_DATE": row.updated_at if row.is_done else None,
        "CREATED_BY": task.created_by or ADMIN,
        "RESPONSIBLE_ID": task.responsible,
        "PRIORITY": 1,
        "STATUS": 5 if row.is_done else 2,
        "REAL_STATUS": 5 if row.is_done else 2,
        "UF_CRM_TASK": [f"{'D' if kind == DEAL else 'L'}_{card}"],
        "GROUP": [],
        "RESPONSIBLE": {
            "id": str(task.responsible),
            "name": names.get(task.responsible, ""),
            "link": f"/company/personal/user/{task.responsible}/",
            "icon": "",
            "workPosition": "Менеджер",
        },
        "_owner": task.responsible,
    }
