"""What is read of an account: kinds of records with their addresses, and how each is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from connectors.kit.cursor import Clock, Cursor
from connectors.kit.stream import Kind, Stream
from connectors.vendors.moysklad.paging import Offsets

MOSCOW = timezone(timedelta(hours=3))
"""Of `created`, `updated`, `deleted` and the audit, whatever the account's zone; without summer time."""

BARE, EXPANDED = Offsets(), Offsets((100, 25, 5))
"""Pages of plain records, and of records with what they refer to, which larger pages leave out."""


@dataclass(frozen=True, slots=True)
class MoscowCursor(Cursor):
    """`updated`: Moscow time without an offset, milliseconds."""

    def spell(self, instant: datetime) -> str:
        """As filters take it, whole seconds."""
        return instant.astimezone(MOSCOW).strftime("%Y-%m-%d %H:%M:%S")

    def instant(self, value: object) -> datetime | None:
        """The instant, None where it makes no sense."""
        try:
            return datetime.fromisoformat(str(value)).replace(tzinfo=MOSCOW).astimezone(UTC)
        except (ValueError, OverflowError):
            return None


_UPDATED = MoscowCursor("updated", clock=Clock.ISO, slice=timedelta(days=365))


@dataclass(frozen=True, slots=True)
class Resource:
    """How a stream is asked for. `types`: kinds of entities, each of which has a list of its own.

    `params`: of every call; `keeps_archive`: archived ones are left out unless they are asked for.
    """

    types: tuple[str, ...]
    params: tuple[tuple[str, str], ...] = ()
    keeps_archive: bool = False

    @property
    def is_expanded(self) -> bool:
        """Whether records come with what they refer to."""
        return any(name == "expand" for name, _ in self.params)


SERIES = "consignment"
"""Series of goods, which lines name in place of the goods where an account keeps them."""

_LINES = (("expand", "positions"),)
_EXPENSE = (("expand", "expenseItem"),)
_COST = (("fields", "stock"), *_LINES)

RESOURCES: dict[str, Resource] = {
    "currencies": Resource(("currency",), keeps_archive=True),
    "employees": Resource(("employee",), keeps_archive=True),
    "order_attributes": Resource(("customerorder/metadata/attributes",)),
    "products": Resource(
        ("productfolder", "product", "service", "bundle", "variant", SERIES), keeps_archive=True
    ),
    "counterparties": Resource(("counterparty",), keeps_archive=True),
    "orders": Resource(("customerorder",)),
    "invoices": Resource(("invoiceout",)),
    "demands": Resource(("demand",), _LINES),
    "sales_returns": Resource(("salesreturn",), _LINES),
    "retail_sales": Resource(("retaildemand",), _LINES),
    "retail_returns": Resource(("retailsalesreturn",), _LINES),
    "payments_in": Resource(("paymentin",)),
    "payments_out": Resource(("paymentout",), _EXPENSE),
    "cash_in": Resource(("cashin",)),
    "cash_out": Resource(("cashout",), _EXPENSE),
    "prepayments": Resource(("prepayment",)),
    "prepayment_returns": Resource(("prepaymentreturn",)),
    "costs": Resource(("demand", "retaildemand", "salesreturn", "retailsalesreturn"), _COST),
}
"""Stream → its resource."""

OF_SHOPS = ("retail_sales", "retail_returns", "prepayments", "prepayment_returns")
"""Streams that an account without shops may not have."""


def _listed(name: str) -> Stream:
    return Stream(name, f"/entity/{RESOURCES[name].types[0]}", "rows", paging=BARE)


def _documents(name: str) -> Stream:
    resource = RESOURCES[name]
    return Stream(
        name,
        f"/entity/{resource.types[0]}",
        "rows",
        kind=Kind.CHANGED_SINCE,
        paging=EXPANDED if resource.is_expanded else BARE,
        cursor=_UPDATED,
        params=resource.params,
        optional=name in OF_SHOPS,
    )


_LISTS = ("currencies", "employees", "order_attributes", "products", "counterparties")

STREAMS = (
    *map(_listed, _LISTS),
    *(_documents(name) for name in RESOURCES if name not in (*_LISTS, "costs")),
    Stream(
        "costs",
        "/entity/demand",
        "rows",
        kind=Kind.BY_DAY,
        paging=EXPANDED,
        params=_COST,
        slice_days=10,
    ),
)
