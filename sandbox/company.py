"""The whole history of one company: what its CRM, its ERP and its plan files ever held."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from sandbox.crm_cards import (
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
from sandbox.erp_records import (
    CounterpartyFacts,
    ErpRecord,
    ErpUser,
    GoodsFacts,
    MoneyDocument,
    OrderFacts,
    Product,
)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A line of a plan file as typed: `unit` is "", a department's name or an e-mail."""

    month: date
    unit_type: Literal["company", "department", "employee"]
    unit: str
    metric: str
    plan: Decimal
    version: int
    published_at: datetime
    file: str


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
