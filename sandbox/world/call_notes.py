"""What the CRM writes down of calls and messages: notes on the lead, the contact or the company."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from sandbox.company.charter import END
from sandbox.company.crm_cards import LeadLinks, Note, NoteKind
from sandbox.company.history import change_at, value_at
from sandbox.company.pbx_records import PbxCall
from sandbox.world.calls import Switchboard, Talk
from sandbox.world.cards import CrmBook
from sandbox.world.clock import later, working_moment
from sandbox.world.drafts import LeadDraft
from sandbox.world.erp_drafts import as_written
from sandbox.world.people import type_phone

FIRST_ID = 260000001
Card = tuple[Literal["lead", "contact", "company"], int]
MESSAGES = ("Добрый день! Счёт отправлен на почту.", "Ждём вас завтра в 11:00", "Ваш заказ готов 🎉")


class NotePad:
    """Gives notes their ids in order of writing."""

    def __init__(self, crm: CrmBook, seed: int) -> None:
        """Open an empty pad."""
        self.crm = crm
        self.rng = random.Random(f"{seed}:call notes")
        self.notes: list[Note] = []

    def add(self, note: Note) -> None:
        """Keep a note under the next id."""
        self.notes.append(replace(note, id=FIRST_ID + 2 * len(self.notes)))


def write_call_notes(crm: CrmBook, recorded: Sequence[tuple[Talk, PbxCall]], seed: int) -> tuple[Note, ...]:
    """Return notes of most recorded calls, of calls that only a mobile phone knew, and messages."""
    pad = NotePad(crm, seed)
    for talk, call in recorded:
        _note_call(pad, talk, call)
    board = Switchboard(crm, seed + 1)
    for lead in crm.leads:
        if pad.rng.random() < 0.12:
            _note_mobile(pad, board, lead)
        if pad.rng.random() < 0.14:
            _note_message(pad, board, lead)
    return tuple(pad.notes)


def _note_call(pad: NotePad, talk: Talk, call: PbxCall) -> None:
    lead = talk.lead
    at = as_written(call.ended_at + timedelta(seconds=5))
    if lead is None or at < lead.created_at or pad.rng.random() > 0.82 or not at < END:
        return
    cards = _cards(lead, at)
    first, *others = pad.rng.sample(cards, len(cards)) if pad.rng.random() < 0.6 else cards
    owner = value_at(lead.responsible, at)
    note = Note(
        0, *first, "call_in" if talk.direction == "in" else "call_out", at, owner, owner,
        phone=type_phone(pad.rng, talk.number), duration=call.talk_seconds,
        call_status=4 if call.talk_seconds else 6, uniq=call.entry_id,
    )  # fmt: skip
    pad.add(note)
    if others and pad.rng.random() < 0.1:
        pad.add(replace(note, entity=others[0][0], entity_id=others[0][1]))


def _cards(lead: LeadDraft, at: datetime) -> list[Card]:
    held = change_at(lead.links, at)
    links = held.value if held is not None else LeadLinks()
    cards: list[Card] = [("lead", lead.id)]
    cards += [("contact", contact) for contact in links.contacts]
    return cards + ([("company", links.company)] if links.company is not None else [])


def _note_mobile(pad: NotePad, board: Switchboard, lead: LeadDraft) -> None:
    """A call from a manager's own phone: its app gives an id of its own, or none."""
    rng = pad.rng
    at = as_written(
        working_moment(rng, lead.created_at) if rng.random() < 0.4 else later(rng, lead.created_at, 4)
    )
    if at >= END - timedelta(hours=1):
        return
    owner = value_at(lead.responsible, at)
    talk = board.seconds() if rng.random() < 0.75 else 0
    uniq = "" if rng.random() < 0.3 else f"mob-{rng.getrandbits(48):012x}"
    kind: NoteKind = rng.choice(("call_in", "call_out", "call_out"))
    pad.add(
        Note(
            0, *rng.choice(_cards(lead, at)), kind, at, owner, owner,
            phone=type_phone(rng, board.phone(lead)), duration=talk, call_status=4 if talk else 6, uniq=uniq,
        )
    )  # fmt: skip


def _note_message(pad: NotePad, board: Switchboard, lead: LeadDraft) -> None:
    for at, kind in _message_times(pad.rng, lead):
        owner = value_at(lead.responsible, at)
        pad.add(
            Note(
                0, *pad.rng.choice(_cards(lead, at)), kind, at, owner, owner,
                text=pad.rng.choice(MESSAGES), phone=type_phone(pad.rng, board.phone(lead)),
            )
        )  # fmt: skip


def _message_times(
    rng: random.Random, lead: LeadDraft
) -> Iterator[tuple[datetime, Literal["sms_in", "sms_out"]]]:
    at = as_written(later(rng, lead.created_at, 1))
    if at < END - timedelta(hours=1):
        yield at, "sms_in" if rng.random() < 0.2 else "sms_out"
