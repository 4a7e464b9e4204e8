"""Objects of the ERP while their history is still being made up, and the book that holds them."""

import random
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from sandbox.company.charter import END
from sandbox.company.erp_records import (
    CounterpartyFacts,
    ErpRecord,
    GoodsFacts,
    MoneyDocument,
    MoneyFacts,
    MoneyKind,
    OrderFacts,
    Product,
)
from sandbox.company.history import Change
from sandbox.world.drafts import LeadDraft
from sandbox.world.people import Client

F = TypeVar("F", CounterpartyFacts, OrderFacts, GoodsFacts, MoneyFacts)


@dataclass
class ErpDraft(Generic[F]):
    """An ERP object in the making; writes come in order of time."""

    key: str
    versions: list[Change[F]]
    removed_at: datetime | None = None
    kind: MoneyKind = "payments_bank"

    @property
    def facts(self) -> F:
        """The last version."""
        return self.versions[-1].value

    def rewrite(self, at: datetime, **changes: Any) -> None:
        """Write a new version that differs in `changes`; nothing happens after the end of the history."""
        at = max(as_written(at), self.versions[-1].at + timedelta(seconds=1))
        if at < END and self.removed_at is None:
            self.versions.append(Change(at, replace(self.facts, **changes)))

    def freeze(self) -> ErpRecord[F]:
        """Return the finished object."""
        return ErpRecord(self.key, tuple(self.versions), self.removed_at)


@dataclass
class OrderStory:
    """An order with what the world knows of it and the ERP does not: whose it is, and of which lead."""

    draft: ErpDraft[OrderFacts]
    client: Client
    lead: LeadDraft | None


@dataclass
class ErpBook:
    """The ERP in the making."""

    rng: random.Random
    products: tuple[Product, ...] = ()
    counterparties: list[ErpDraft[CounterpartyFacts]] = field(default_factory=list)
    orders: list[OrderStory] = field(default_factory=list)
    sales: list[ErpDraft[GoodsFacts]] = field(default_factory=list)
    returns: list[ErpDraft[GoodsFacts]] = field(default_factory=list)
    money: list[ErpDraft[MoneyFacts]] = field(default_factory=list)

    def new_key(self) -> str:
        """Return a fresh GUID that depends on the seed only."""
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=1))


def freeze_money(draft: ErpDraft[MoneyFacts]) -> MoneyDocument:
    """Return the finished money document."""
    return MoneyDocument(draft.key, tuple(draft.versions), draft.removed_at, draft.kind)


def as_written(at: datetime) -> datetime:
    """Return an instant in UTC, whole seconds."""
    return at.astimezone(UTC).replace(microsecond=0)
