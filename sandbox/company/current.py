"""The types of what the systems show at one instant: current rows with their times of change."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

from sandbox.company.ad_records import AdFacts, CampaignKind, CampaignState
from sandbox.company.company import Company, ManualCost, PlanRow
from sandbox.company.crm_cards import FieldValues, LeadLinks, Note, Person, StageRef, Task
from sandbox.company.crm_log import CrmEvent
from sandbox.company.erp_records import (
    ClosingFacts,
    CostFacts,
    CounterpartyFacts,
    GoodsFacts,
    MoneyFacts,
    MoneyKind,
    OrderFacts,
)
from sandbox.company.pbx_records import PbxCall, PbxUser

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A live lead now; `closed_at` is set while it stands in 142 or 143."""

    id: int
    name: str
    stage: StageRef
    responsible: int
    group_id: int
    price: Decimal
    loss_reason: int | None
    fields: FieldValues
    links: LeadLinks
    created_at: datetime
    created_by: int
    updated_at: datetime
    updated_by: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeletedRow:
    """A lead in the recycle bin."""

    id: int
    updated_at: datetime
    updated_by: int


@dataclass(frozen=True, slots=True)
class CardRow:
    """A live contact or company; `company_id` and `contacts` link the two, `leads` are live leads."""

    id: int
    person: Person
    responsible: int
    group_id: int
    created_at: datetime
    created_by: int
    updated_at: datetime
    updated_by: int
    company_id: int | None
    contacts: tuple[int, ...]
    leads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user now."""

    id: int
    name: str
    email: str
    is_admin: bool
    is_active: bool
    group_id: int


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A live task now."""

    task: Task
    is_done: bool
    updated_at: datetime
    updated_by: int


@dataclass(frozen=True, slots=True)
class ErpRow(Generic[T]):
    """An ERP object now; `version` counts its writes from 1, `written_at` is the last one."""

    key: str
    facts: T
    version: int
    written_at: datetime


@dataclass(frozen=True, slots=True)
class CostRecordSet:
    """A record set of the cost register now; `written_at` is its last write."""

    recorder: str
    is_return: bool
    facts: CostFacts
    written_at: datetime


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate now: roubles for `multiplicity` units of `currency` (ISO code) from `day` on."""

    currency: str
    day: date
    rate: Decimal
    multiplicity: int


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign now."""

    id: int
    name: str
    kind: CampaignKind
    state: CampaignState
    first_day: date
    last_day: date | None
    tracking: str


@dataclass(frozen=True, slots=True)
class AdDayRow:
    """A campaign's day now; facts are None where a row vanished. `written_at` moves with each correction."""

    campaign_id: int
    day: date
    facts: AdFacts | None
    written_at: datetime


@dataclass(frozen=True, slots=True)
class CompanyState:
    """Everything the systems show at `at`; lists are ordered by id, ERP rows by first write."""

    company: Company
    at: datetime
    users: tuple[UserRow, ...]
    leads: tuple[LeadRow, ...]
    deleted_leads: tuple[DeletedRow, ...]
    contacts: tuple[CardRow, ...]
    companies: tuple[CardRow, ...]
    tasks: tuple[TaskRow, ...]
    notes: tuple[Note, ...]
    events: tuple[CrmEvent, ...]
    counterparties: tuple[ErpRow[CounterpartyFacts], ...]
    orders: tuple[ErpRow[OrderFacts], ...]
    sales: tuple[ErpRow[GoodsFacts], ...]
    returns: tuple[ErpRow[GoodsFacts], ...]
    money: dict[MoneyKind, tuple[ErpRow[MoneyFacts], ...]]
    plans: tuple[PlanRow, ...]
    costs: tuple[ManualCost, ...]
    rates: tuple[RateRow, ...]
    cost_sets: tuple[CostRecordSet, ...]
    closings: tuple[ErpRow[ClosingFacts], ...]
    pbx_users: tuple[PbxUser, ...]
    calls: tuple[PbxCall, ...]
    campaigns: tuple[CampaignRow, ...]
    ad_days: tuple[AdDayRow, ...]
