"""The whole history of one company: what its systems and its planners' files ever held."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from sandbox.company.ad_records import AdAccount, AdCampaign, AdDay
from sandbox.company.crm_cards import (
    ChatMessage,
    CompanyCard,
    Contact,
    FieldDefinition,
    Group,
    Lead,
    LossReason,
    Note,
    Pipeline,
    Task,
    User,
)
from sandbox.company.erp_records import (
    ClosingFacts,
    CostEntry,
    CounterpartyFacts,
    Currency,
    CurrencyRate,
    ErpRecord,
    ErpUser,
    GoodsFacts,
    ItemKey,
    MoneyDocument,
    OrderFacts,
    Product,
)
from sandbox.company.field_records import ClientPlace, FieldOrderFacts, FieldVisit, OddEntry
from sandbox.company.layout import USUAL, Layout
from sandbox.company.mail_records import Mailing, MailList
from sandbox.company.pbx_records import PbxCall, PbxGroup, PbxLine, PbxUser
from sandbox.company.property_records import Catalogue


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A line of a plan file as typed: `unit` is "", a department's name, an e-mail or an agent's code."""

    month: date
    unit_type: Literal["company", "department", "employee"]
    unit: str
    metric: str
    plan: Decimal
    version: int
    published_at: datetime
    file: str


@dataclass(frozen=True, slots=True)
class ManualCost:
    """A line of the cost file as typed, net of VAT; `unit` as in plans, `channel_key` is None for most."""

    month: date
    unit_type: Literal["company", "department", "employee"]
    unit: str
    cost_type: Literal["payroll", "other"]
    channel_key: str | None
    amount: Decimal
    published_at: datetime
    file: str


@dataclass(frozen=True, slots=True)
class ClientCards:
    """One customer of the outer world, and all that the systems have ever written of him: who is who."""

    contacts: tuple[int, ...]
    company_id: int | None
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardName:
    """A card in a system: `contact` or `company` with its id in the CRM, `counterparty` with its ERP key."""

    entity: Literal["contact", "company", "counterparty"]
    id: int | str


@dataclass(frozen=True, slots=True)
class IdentityDecision:
    """A line of the file of decisions: two cards are one customer, or they are not."""

    card: CardName
    other: CardName
    decision: Literal["same", "different"]
    published_at: datetime


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """A line of the file of surveys; `customer` is a card, or a phone or e-mail as typed."""

    id: str
    survey: Literal["nps", "csat"]
    answered_on: date
    score: int
    customer: CardName | str | None
    lead_id: int | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Company:
    """The whole history of one company, from `start` to `end`."""

    seed: int
    scale: float
    start: datetime
    end: datetime
    groups: tuple[Group, ...]
    users: tuple[User, ...]
    pipelines: tuple[Pipeline, ...]
    loss_reasons: tuple[LossReason, ...]
    fields: tuple[FieldDefinition, ...]
    leads: tuple[Lead, ...]
    contacts: tuple[Contact, ...]
    companies: tuple[CompanyCard, ...]
    tasks: tuple[Task, ...]
    notes: tuple[Note, ...]
    erp_users: tuple[ErpUser, ...]
    products: tuple[Product, ...]
    counterparties: tuple[ErpRecord[CounterpartyFacts], ...]
    orders: tuple[ErpRecord[OrderFacts], ...]
    sales: tuple[ErpRecord[GoodsFacts], ...]
    returns: tuple[ErpRecord[GoodsFacts], ...]
    money: tuple[MoneyDocument, ...]
    plans: tuple[PlanRow, ...]
    costs: tuple[ManualCost, ...] = ()
    currencies: tuple[Currency, ...] = ()
    rates: tuple[CurrencyRate, ...] = ()
    item_keys: tuple[ItemKey, ...] = ()
    cost_entries: tuple[CostEntry, ...] = ()
    closings: tuple[ErpRecord[ClosingFacts], ...] = ()
    pbx_groups: tuple[PbxGroup, ...] = ()
    pbx_users: tuple[PbxUser, ...] = ()
    pbx_lines: tuple[PbxLine, ...] = ()
    calls: tuple[PbxCall, ...] = ()
    ad_account: AdAccount | None = None
    campaigns: tuple[AdCampaign, ...] = ()
    ad_days: tuple[AdDay, ...] = ()
    chats: tuple[ChatMessage, ...] = ()
    clients: tuple[ClientCards, ...] = ()
    decisions: tuple[IdentityDecision, ...] = ()
    answers: tuple[SurveyAnswer, ...] = ()
    mail_lists: tuple[MailList, ...] = ()
    mailings: tuple[Mailing, ...] = ()
    field_orders: tuple[ErpRecord[FieldOrderFacts], ...] = ()
    places: tuple[ClientPlace, ...] = ()
    visits: tuple[FieldVisit, ...] = ()
    agent_plans: tuple[PlanRow, ...] = ()
    odd_entries: tuple[OddEntry, ...] = ()
    catalogue: Catalogue = field(default_factory=Catalogue)
    layout: Layout = USUAL
