"""The event log that the CRM keeps of itself, derived from the histories of its cards."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

from sandbox.company.company import Company
from sandbox.company.crm_cards import (
    ChatMessage,
    CompanyCard,
    Contact,
    Lead,
    LeadLinks,
    LinkedKind,
    StageRef,
    Task,
)
from sandbox.company.history import Change

EntityType = Literal["lead", "contact", "company", "task"]
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Linked:
    """The other end of a link event."""

    kind: LinkedKind
    id: int


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a chat, by its id alone: the log does not hold its text."""

    id: str


EventValue = StageRef | Linked | Said | int | None
"""A stage (lead_status_changed), a user id (entity_responsible_changed), a link end, a message, nothing."""


@dataclass(frozen=True, slots=True)
class CrmEvent:
    """One line of the log; `id` is 26 characters and sorts by `at`."""

    id: str
    kind: str
    entity_type: EntityType
    entity_id: int
    at: datetime
    by: int
    before: EventValue = None
    after: EventValue = None


def read_log(company: Company, at: datetime) -> list[CrmEvent]:
    """Return the events up to and including `at`, oldest first (by instant, then id)."""
    return [event for event in _whole_log(company) if event.at <= at]


def event_id(kind: str, entity_type: str, entity_id: int, at: datetime, extra: str = "") -> str:
    """Build a ULID-like id: 10 characters of time, 16 of a hash of what happened."""
    millis = int(at.timestamp()) * 1000
    digest = hashlib.sha256(f"{kind}|{entity_type}|{entity_id}|{millis}|{extra}".encode()).digest()
    return _encode(millis, 10) + _encode(int.from_bytes(digest[:10], "big"), 16)


def _encode(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, rest = divmod(number, 32)
        digits.append(CROCKFORD[rest])
    return "".join(reversed(digits))


# Frozen dataclasses of histories hash by value, which walks the whole company: the cache keys by identity.
_LOGS: dict[int, tuple[Company, list[CrmEvent]]] = {}


def _whole_log(company: Company) -> list[CrmEvent]:
    known = _LOGS.get(id(company))
    if known is None or known[0] is not company:
        known = (company, sorted(_derive(company), key=lambda event: (event.at, event.id)))
        _LOGS.clear()
        _LOGS[id(company)] = known
    return known[1]


def _derive(company: Company) -> Iterator[CrmEvent]:
    for lead in company.leads:
        yield from _lead_events(lead)
    for contact in company.contacts:
        yield from _card_events("contact", contact)
    for card in company.companies:
        yield from _card_events("company", card)
    for task in company.tasks:
        yield from _task_events(task)
    for message in company.chats:
        yield _chat_event(message)


def _event(
    kind: str, entity_type: EntityType, entity_id: int, change: Change[Any],
    before: EventValue = None, after: EventValue = None,
) -> CrmEvent:  # fmt: skip
    extra = f"{before}>{after}"
    id_ = event_id(kind, entity_type, entity_id, change.at, extra)
    return CrmEvent(id_, kind, entity_type, entity_id, change.at, change.by, before, after)


def _lead_events(lead: Lead) -> Iterator[CrmEvent]:
    yield _event("lead_added", "lead", lead.id, Change(lead.created_at, None, lead.created_by))
    for before, after in _pairs(lead.stage):
        yield _event("lead_status_changed", "lead", lead.id, after, before.value, after.value)
    for before, after in _pairs(lead.responsible):
        yield _event("entity_responsible_changed", "lead", lead.id, after, before.value, after.value)
    for before, after in _pairs(lead.links):
        yield from _link_events(lead.id, before.value, after)
    yield from _presence_events("lead", lead.id, lead.presence)


def _link_events(lead_id: int, before: LeadLinks, change: Change[LeadLinks]) -> Iterator[CrmEvent]:
    old, new = _ends(before), _ends(change.value)
    for end in sorted(new - old, key=str):
        yield _event("lead_linked", "lead", lead_id, change, None, end)
    for end in sorted(old - new, key=str):
        yield _event("lead_unlinked", "lead", lead_id, change, end, None)


@lru_cache(maxsize=4096)
def _ends(links: LeadLinks) -> frozenset[Linked]:
    ends = {Linked("contact", contact) for contact in links.contacts}
    return frozenset(ends | ({Linked("company", links.company)} if links.company is not None else set()))


def _card_events(entity_type: EntityType, card: Contact | CompanyCard) -> Iterator[CrmEvent]:
    yield _event(f"{entity_type}_added", entity_type, card.id, Change(card.created_at, None, card.created_by))
    for before, after in _pairs(card.responsible):
        yield _event("entity_responsible_changed", entity_type, card.id, after, before.value, after.value)
    yield from _presence_events(entity_type, card.id, card.presence)


def _presence_events(
    entity_type: EntityType, entity_id: int, presence: Sequence[Change[Any]]
) -> Iterator[CrmEvent]:
    names = {
        "deleted": f"{entity_type}_deleted",
        "present": f"{entity_type}_restored",
        "merged": "entity_merged",
    }
    for change in presence[1:]:
        yield _event(names[change.value], entity_type, entity_id, change)


def _task_events(task: Task) -> Iterator[CrmEvent]:
    yield _event("task_added", "task", task.id, Change(task.created_at, None, task.created_by))
    for change in task.done[1:]:
        yield _event("task_completed", "task", task.id, change)
    yield from _presence_events("task", task.id, task.presence)


def _chat_event(message: ChatMessage) -> CrmEvent:
    kind = f"{message.way}_chat_message"
    said = Change(message.at, None, message.by)
    return _event(kind, message.entity, message.entity_id, said, None, Said(message.id))


def _pairs(history: Sequence[Change[Any]]) -> Iterator[tuple[Change[Any], Change[Any]]]:
    return pairwise(history)
