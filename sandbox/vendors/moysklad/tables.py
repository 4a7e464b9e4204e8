"""Everything that the account holds at one instant, by kind and by id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sandbox.company.current import CompanyState
from sandbox.vendors.moysklad import audit, dictionaries, goods, money, shelf
from sandbox.vendors.moysklad.values import Ref, Row

EMPTY = (
    *("bundle", "consignment", "contract", "project", "saleschannel", "retailstore", "retaildemand"),
    *("retailsalesreturn", "retailshift", "prepayment", "prepaymentreturn", "counterpartyadjustment"),
    *("purchaseorder", "supply", "invoicein", "purchasereturn", "region", "country"),
)
DOCUMENTS = (
    *("customerorder", "invoiceout", "demand", "salesreturn", "paymentin", "paymentout", "cashin", "cashout"),
    *("retaildemand", "retailsalesreturn", "retailshift", "prepayment", "prepaymentreturn"),
)
ASSORTMENT = ("product", "service", "bundle", "variant")


@dataclass(frozen=True)
class Tables:
    """Rows by kind of entity; `assortment` is all that can be sold."""

    state: CompanyState
    shelf: shelf.Shelf
    rows: dict[str, list[Row]]

    def find(self, what: Ref) -> Row | None:
        """Return the row of a reference, documents in the recycle bin too."""
        return self._all.get(what.path)

    @cached_property
    def audit(self) -> list[Row]:
        """The contexts of the audit, newest first."""
        return audit.render(self.state)

    def of(self, kind: str) -> Sequence[Row] | None:
        """Return the rows of a kind; None of one that does not exist."""
        if kind == "assortment":
            return [row for one in ASSORTMENT for row in self.rows[one]]
        return self.rows.get(kind)

    @cached_property
    def _all(self) -> dict[str, Row]:
        return {row["meta"].path: row for rows in self.rows.values() for row in rows}


def render(state: CompanyState) -> Tables:
    """Give everything at the state's instant."""
    indexed = shelf.build(state)
    rows: dict[str, list[Row]] = {kind: [] for kind in EMPTY}
    rows |= dictionaries.render(state) | goods.render(indexed) | money.render(indexed)
    return Tables(state, indexed, rows)
