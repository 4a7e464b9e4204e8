"""The types of what the ERP holds: catalogues and documents, every write of which is a version.

Instants are aware UTC datetimes with whole seconds, money is Decimal in roubles, keys are lower-case GUIDs.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, Literal, TypeVar

from sandbox.company.history import History

T = TypeVar("T")

MoneyKind = Literal["payments_bank", "payments_cash", "payments_card", "refunds_bank", "refunds_cash"]
Operation = Literal["customer_payment", "customer_refund", "other"]


@dataclass(frozen=True, slots=True)
class ErpUser:
    """A user of the ERP; e-mail is None where nobody typed it."""

    key: str
    name: str
    email: str | None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class CounterpartyFacts:
    """A customer as accounting knows it; private persons have no KPP, often no INN."""

    code: str
    name: str
    full_name: str
    is_legal: bool
    tax_id: str
    kpp: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    deletion_mark: bool = False
    region: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """A product or a folder of products (`is_folder`); `parent` is None at the top."""

    key: str
    code: str
    name: str
    sku: str
    is_folder: bool
    parent: str | None
    price: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """A line of an order, a sale or a return; amount includes VAT of `vat_percent` (0 = export)."""

    number: int
    product: str
    quantity: int
    price: Decimal
    amount: Decimal
    vat_percent: int = 22
    is_cancelled: bool = False

    @property
    def vat(self) -> Decimal:
        """The VAT inside the amount, to the kopeck."""
        share = self.amount * self.vat_percent / (100 + self.vat_percent)
        return share.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Instalment:
    """A stage of an order's payment schedule."""

    number: int
    due: date
    amount: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as one write left it; `deal_id` is the custom attribute with the CRM deal id, as text."""

    number: str
    date: datetime
    posted: bool
    deletion_mark: bool
    counterparty: str
    manager: str | None
    amount: Decimal
    lines: tuple[GoodsLine, ...]
    schedule: tuple[Instalment, ...]
    deal_id: str | None = None


@dataclass(frozen=True, slots=True)
class GoodsFacts:
    """A sale or a return of goods as one write left it."""

    number: str
    date: datetime
    posted: bool
    deletion_mark: bool
    counterparty: str
    manager: str | None
    order: str | None
    amount: Decimal
    lines: tuple[GoodsLine, ...]


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A line of a payment's allocation; `order` is None where the accountant left it empty."""

    number: int
    order: str | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """A payment or refund as one write left it; the amount is positive, the operation gives the sign.

    Amounts (of lines too) are in `currency`, an ISO code.
    """

    number: str
    date: datetime
    posted: bool
    deletion_mark: bool
    operation: Operation
    counterparty: str
    responsible: str | None
    amount: Decimal
    lines: tuple[MoneyLine, ...]
    purpose: str = ""
    currency: str = "RUB"


@dataclass(frozen=True, slots=True)
class ErpRecord(Generic[T]):
    """An object of the ERP: every write is a version (an equal one too); `removed_at` = physical deletion."""

    key: str
    versions: History[T]
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MoneyDocument(ErpRecord[MoneyFacts]):
    """A money document; `kind` is the vendor's document type."""

    kind: MoneyKind = "payments_bank"


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency of the catalogue; `code` is ISO ("USD"), `number` the numeric one ("840")."""

    key: str
    code: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class CurrencyRate:
    """The rate of a currency (ISO code) from a day on: roubles for `multiplicity` units, with corrections."""

    currency: str
    day: date
    multiplicity: int
    versions: History[Decimal]


@dataclass(frozen=True, slots=True)
class ItemKey:
    """A key of stock accounting; one product may have several."""

    key: str
    product: str


@dataclass(frozen=True, slots=True)
class CostRow:
    """A row of the cost register; a return's numbers are negative, an uncalculated cost is 0."""

    number: int
    item_key: str
    quantity: int
    revenue: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True)
class CostFacts:
    """The record set of one document as one write left it; no rows = the document moves nothing."""

    period: datetime
    rows: tuple[CostRow, ...]


@dataclass(frozen=True, slots=True)
class CostEntry(ErpRecord[CostFacts]):
    """The record set of a document of goods: `key` is the document's (Recorder)."""

    recorder: Literal["sale", "return"] = "sale"


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """A document that calculates the cost of the month of its date."""

    number: str
    date: datetime
    posted: bool
    deletion_mark: bool
    is_preliminary: bool
