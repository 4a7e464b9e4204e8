"""What is read of a server: the methods, and how each is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from connectors.kit.cursor import Cursor
from connectors.kit.stream import Kind, Stream
from connectors.vendors.sales_doctor.access import PATH
from connectors.vendors.sales_doctor.paging import TOTAL, NumberedPages

ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=31)
"""The longest stretch that one chain of pages of changes is asked for."""


@dataclass(frozen=True, slots=True)
class Method:
    """A method that gives records. `place`: their list in `result`; `of_filial`: it heeds the filial.

    `with_statuses`: it gives new documents only, unless it is told which states to give.
    """

    name: str
    place: str
    of_filial: bool = True
    with_statuses: bool = False

    def __post_init__(self) -> None:
        """Nothing is ever written."""
        if not self.name.startswith("get"):
            raise ValueError(f"{self.name} is no method that only reads")


METHODS: Mapping[str, Method] = {
    "agents": Method("getAgent", "agent"),
    "products": Method("getProduct", "product", of_filial=False),
    "clients": Method("getClient", "client"),
    "currencies": Method("getPaymentType", "currency"),
    "orders": Method("getOrder", "order", with_statuses=True),
    "returns": Method("getOrderDefect", "order", with_statuses=True),
    "payments": Method("getPayment", "payment"),
    "balances": Method("getBalance", "balance"),
    "visits": Method("getVisit", "visit"),
    "planned_visits": Method("getVisit", "visit"),
}
"""Stream → its method."""

CATEGORIES = Method("getProductCategory", "productCategory", of_filial=False)
PRICE_TYPES = Method("getPriceType", "priceType")
FILIALS = Method("getFilials", "filials", of_filial=False)
CURRENCIES = Method("getValyutaType", "valyutaType", of_filial=False)


def records_of(method: Method, *, optional: bool = False) -> Stream:
    """The records of a method as they come: keys are given to them afterwards."""
    return Stream(
        method.name,
        PATH,
        f"result.{method.place}",
        key=(),
        paging=NumberedPages(),
        total=TOTAL,
        optional=optional,
    )


def _listed(name: str, *, optional: bool = False) -> Stream:
    return Stream(name, PATH, params=(("method", METHODS[name].name),), optional=optional)


def _documents(name: str, *, optional: bool = False) -> Stream:
    return Stream(
        name,
        PATH,
        kind=Kind.CHANGED_SINCE,
        cursor=Cursor("dateUpdate", lag=ONE_DAY, slice=LONGEST),
        params=(("method", METHODS[name].name),),
        optional=optional,
        counted=True,
    )


STREAMS = (
    _listed("agents"),
    _listed("products"),
    _listed("clients"),
    _listed("currencies"),
    _documents("orders"),
    _documents("returns", optional=True),
    _documents("payments"),
    _listed("balances", optional=True),
    Stream(
        "visits",
        PATH,
        kind=Kind.BY_DAY,
        params=(("method", METHODS["visits"].name),),
        slice_days=14,
        optional=True,
    ),
    _listed("planned_visits", optional=True),
)
