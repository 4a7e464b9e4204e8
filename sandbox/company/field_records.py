"""The types of what agents in the field leave behind: orders, where clients are, visits to them.

Keys are those of SALES DOCTOR in lower case, the prefix of the filial first: `f1-d0_300`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from sandbox.company.history import History

CENT = Decimal("0.01")
NEW, SENT, DELIVERED, CLOSED, CANCELLED = 1, 2, 3, 4, 5
SHIPPED = (SENT, DELIVERED, CLOSED)
OddKind = Literal["opening", "debt", "written_off", "conversion"]


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A line of an order: `price` before the discount (percent), `summa` of all pieces after it."""

    product: str
    quantity: int
    price: Decimal
    discount: int
    summa: Decimal
    returned: int = 0
    is_bonus: bool = False

    @property
    def kept(self) -> Decimal:
        """What the pieces cost that were not refused at the door."""
        share = self.summa * (self.quantity - self.returned) / self.quantity
        return share.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class FieldOrderFacts:
    """An order as one write left it; `document_day` is that of its shipment, once it is shipped."""

    number: str
    created_at: datetime
    document_day: date
    status: int
    counterparty: str
    agent: str
    lines: tuple[FieldLine, ...]
    due: date | None

    @property
    def amount(self) -> Decimal:
        """What is owed: without what was refused at the door."""
        return sum((line.kept for line in self.lines), Decimal(0))

    @property
    def ordered(self) -> Decimal:
        """What was ordered, after discounts."""
        return sum((line.summa for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class Route:
    """Who comes to a client on which days of the week (1 = Monday), from an instant to another."""

    agent: str
    days: tuple[int, ...]
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClientPlace:
    """Where a client is, None where nobody pressed the button, 0 where the telephone knew no better."""

    client: str
    latitude: Decimal | None
    longitude: Decimal | None
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit as one write left it; `order_sum` is None where no order was written at it."""

    is_planned: bool
    is_made: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    reject: str = ""
    order_sum: Decimal | None = None
    has_photo: bool = False
    is_gps_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class FieldVisit:
    """An agent's visit to a client on a day: planned first, then made or not."""

    agent: str
    client: str
    day: date
    versions: History[VisitFacts]
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OddEntry:
    """What a client owes, or no longer owes (plus), by no document: old, typed, forgiven, in dollars."""

    key: str
    client: str
    kind: OddKind
    at: datetime
    amount: Decimal
