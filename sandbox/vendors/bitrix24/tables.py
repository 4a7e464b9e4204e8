"""Everything that the portal shows at one instant, put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sandbox.company.current import CompanyState
from sandbox.vendors.bitrix24 import activities, cards, deals, directories, people, stage_history, telephony
from sandbox.vendors.bitrix24.columns import Row


@dataclass
class BitrixTables:
    """Records by table, in the portal's own names and Python's own values, and the portal's clock.

    Names that begin with `_` are for the simulator alone: `_owner` is whose card it is, `_contacts` the
    contacts of a deal, the main one first.
    """

    at: datetime
    rows: dict[str, list[Row]] = field(default_factory=dict)


def render(state: CompanyState) -> BitrixTables:
    """Give everything that the portal shows at the state's instant."""
    return BitrixTables(
        state.at,
        {
            "leads": deals.leads(state),
            "deals": deals.deals(state),
            "contacts": cards.contacts(state),
            "companies": cards.companies(state),
            "requisites": cards.requisites(state),
            "activities": activities.activities(state),
            "tasks": activities.tasks(state),
            "lead_history": stage_history.of_leads(state),
            "deal_history": stage_history.of_deals(state),
            "users": people.users(state),
            "departments": people.departments(state),
            "calls": telephony.calls(state),
            "categories": directories.categories(),
            "statuses": directories.statuses(state),
            "currencies": directories.currencies(state),
            "product_rows": directories.product_rows(state),
        },
    )
