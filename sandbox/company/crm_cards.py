"""The types of what the CRM holds: users, pipelines and cards, each with its history.

Instants are aware UTC datetimes with whole seconds, money is Decimal in roubles, ids are ints.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from sandbox.company.history import History

Presence = Literal["present", "deleted", "merged"]
StageKind = Literal["unsorted", "work", "won", "lost"]
TaskKind = Literal["call", "meeting"]
LinkedKind = Literal["contact", "company"]
ChatWay = Literal["incoming", "outgoing"]
NoteKind = Literal["common", "call_in", "call_out", "sms_in", "sms_out"]


@dataclass(frozen=True, slots=True)
class Group:
    """A department of the CRM; `branch` is known to people only, the CRM has no such field."""

    id: int
    name: str
    branch: str


@dataclass(frozen=True, slots=True)
class User:
    """A user of the CRM; name and e-mail never change here."""

    id: int
    name: str
    email: str
    is_admin: bool
    group_id: History[int]
    is_active: History[bool]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of one pipeline; 142 and 143 repeat in every pipeline, the key is (pipeline_id, id)."""

    pipeline_id: int
    id: int
    name: str
    sort: int
    kind: StageKind
    color: str


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A sales pipeline with its stages in order."""

    id: int
    name: str
    sort: int
    is_main: bool
    is_archive: bool
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class LossReason:
    """Why a deal was lost."""

    id: int
    name: str
    sort: int


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """A custom field of the CRM; `enums` are (enum id, text)."""

    id: int
    entity: Literal["lead", "contact", "company"]
    name: str
    code: str | None
    kind: str
    enums: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StageRef:
    """Where a lead stands."""

    pipeline_id: int
    stage_id: int


@dataclass(frozen=True, slots=True)
class LeadLinks:
    """Contacts and company of a lead as one whole; the main contact is among `contacts`."""

    contacts: tuple[int, ...] = ()
    main_contact: int | None = None
    company: int | None = None


FieldValues = tuple[tuple[int, str], ...]
"""Custom field values of a lead: (field id, text), at most one per field."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A card that is lead and deal at once; the first change of every history is at `created_at`."""

    id: int
    created_at: datetime
    created_by: int
    name: str
    stage: History[StageRef]
    responsible: History[int]
    price: History[Decimal]
    loss_reason: History[int | None]
    fields: History[FieldValues]
    links: History[LeadLinks]
    presence: History[Presence]


@dataclass(frozen=True, slots=True)
class Person:
    """What a contact or company card says of itself: shown as typed, variants of one phone included."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    tax_id: str | None = None
    kpp: str = ""  # of a firm whose tax id stands in a field of requisites, beside this
    told: tuple[tuple[str, str], ...] = ()  # (question, answer): region, address, sex, birth_date, …


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact of the CRM; `merged` presence means that the id vanished into `merged_into`."""

    id: int
    created_at: datetime
    created_by: int
    responsible: History[int]
    person: History[Person]
    company_id: History[int | None]
    presence: History[Presence]
    merged_into: int | None = None


@dataclass(frozen=True, slots=True)
class CompanyCard:
    """A company of the CRM; its contacts are those whose `company_id` names it."""

    id: int
    created_at: datetime
    created_by: int
    responsible: History[int]
    person: History[Person]
    presence: History[Presence]


@dataclass(frozen=True, slots=True)
class Task:
    """A task on a lead; `done` becomes True when it is completed."""

    id: int
    lead_id: int
    kind: TaskKind
    text: str
    result: str
    created_at: datetime
    created_by: int
    responsible: int
    due_at: datetime
    done: History[bool]
    presence: History[Presence]


@dataclass(frozen=True, slots=True)
class Note:
    """A note, message or call on a card; calls have a direction in `kind`, seconds in `duration`, and `uniq`.

    `uniq` is the exchange's entry id, an id of another telephony, or "" where the app gave none.
    """

    id: int
    entity: Literal["lead", "contact", "company"]
    entity_id: int
    kind: NoteKind
    created_at: datetime
    created_by: int
    responsible: int
    text: str = ""
    phone: str = ""
    duration: int = 0
    call_status: int = 4
    uniq: str = ""


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message of a chat on a card; `by` is the user who wrote it, 0 for a robot and for the customer."""

    id: str
    entity: Literal["lead", "contact"]
    entity_id: int
    way: ChatWay
    at: datetime
    by: int = 0
