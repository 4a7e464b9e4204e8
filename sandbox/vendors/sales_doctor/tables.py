"""Everything that the server holds at one instant, by the method that lists it."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.company.current import CompanyState
from sandbox.vendors.sales_doctor import dictionaries, documents, ledger, rounds
from sandbox.vendors.sales_doctor.values import Row


@dataclass(frozen=True)
class Tables:
    """Rows by method; a row's `_filial` is whose it is, its `_days` what can be asked by."""

    rows: dict[str, list[Row]]
    territory: dict[str, list[Row]]
    prices: list[Row]


def render(state: CompanyState) -> Tables:
    """Give everything at the state's instant."""
    rows = {
        **dictionaries.render(state),
        "getOrder": list(documents.orders(state)),
        "getOrderDefect": list(documents.shelf_returns(state)),
        "getOrderReplace": [],
        "getPayment": list(ledger.ledger(state)),
        "getPaymentConfirmation": list(ledger.waiting(state)),
        "getBalance": list(ledger.balances(state)),
        "getClient": list(rounds.clients(state)),
        "getVisit": list(rounds.visits(state)),
        "getPhotoReport": [],
        "getConsumption": [],
    }
    return Tables(rows, dictionaries.territory(), dictionaries.prices(state.company))
