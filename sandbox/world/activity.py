"""Tasks, calls and notes that managers leave on the cards."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from sandbox.company.charter import ADMIN, END
from sandbox.company.crm_cards import Note, Presence, Task, TaskKind
from sandbox.company.history import Change, change_at, value_at
from sandbox.world.cards import CrmBook
from sandbox.world.clock import later
from sandbox.world.drafts import LeadDraft

CALL_STATUSES = (4, 4, 4, 6, 7, 2, 1)
TEXTS = (
    "Перезвонить по КП",
    "Отправить счёт",
    "Думают до пятницы",
    'Просят скидку "как в прошлый раз"',
    "👍",
)


def leave_tasks(crm: CrmBook, seed: int) -> tuple[Task, ...]:
    """Return one or two tasks for most leads; some stay open, a few are deleted."""
    rng = random.Random(f"{seed}:tasks")
    found: list[Task] = []
    for lead in crm.leads:
        for _ in range(rng.choice((0, 1, 1, 2))):
            at = later(rng, lead.created_at, 3).astimezone(UTC)
            if at < END:
                found.append(_task(rng, 30011 + 2 * len(found), lead, at))
    return tuple(found)


def _task(rng: random.Random, id_: int, lead: LeadDraft, at: datetime) -> Task:
    owner = value_at(lead.responsible, at)
    due = at + timedelta(days=rng.randint(0, 7))
    done = [Change(at, False, owner)]
    done_at = later(rng, at, 2).astimezone(UTC)
    if rng.random() < 0.8 and done_at < END:
        done.append(Change(done_at, True, owner))
    presence: list[Change[Presence]] = [Change(at, "present", owner)]
    removed_at = later(rng, done_at, 2).astimezone(UTC)
    if rng.random() < 0.02 and removed_at < END:
        presence.append(Change(removed_at, "deleted", ADMIN))
    kinds: tuple[TaskKind, ...] = ("call", "call", "meeting")
    kind = rng.choice(kinds)
    text, result = rng.choice(TEXTS), rng.choice(("", *TEXTS))
    return Task(id_, lead.id, kind, text, result, at, owner, owner, due, tuple(done), tuple(presence))


def leave_notes(crm: CrmBook, seed: int) -> tuple[Note, ...]:
    """Return calls and notes; one call in fifteen is written on the lead and on the contact alike."""
    rng = random.Random(f"{seed}:notes")
    found: list[Note] = []
    for lead in crm.leads:
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            at = later(rng, lead.created_at, 4).astimezone(UTC)
            if at < END:
                found += _notes(rng, 210001 + 3 * len(found), lead, at)
    return tuple(found)


def _notes(rng: random.Random, id_: int, lead: LeadDraft, at: datetime) -> list[Note]:
    owner = value_at(lead.responsible, at)
    if rng.random() < 0.4:
        return [Note(id_, "lead", lead.id, "common", at, owner, owner, text=rng.choice(TEXTS))]
    links = change_at(lead.links, at)
    contact = links.value.main_contact if links is not None else None
    uniq = f"{rng.getrandbits(64):016x}"
    first = _call(rng, id_, "contact" if contact else "lead", contact or lead.id, owner, at, uniq)
    again = replace(first, id=id_ + 1, entity="lead", entity_id=lead.id)
    return [first, again] if contact and rng.random() < 0.07 else [first]


def _call(
    rng: random.Random, id_: int, entity: Literal["lead", "contact"], entity_id: int, owner: int,
    at: datetime, uniq: str,
) -> Note:  # fmt: skip
    status = rng.choice(CALL_STATUSES)
    return Note(
        id_, entity, entity_id, rng.choice(("call_in", "call_out")), at, owner, owner,
        phone=f"+79{rng.randrange(10**9):09d}", duration=rng.randint(20, 900) if status == 4 else 0,
        call_status=status, uniq=uniq,
    )  # fmt: skip
