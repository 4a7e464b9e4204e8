"""The one thing in the sandbox that moves: the clock, and what the company shows at its instant."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sandbox.company.charter import MOSCOW
from sandbox.company.company import Company
from sandbox.company.current import CompanyState
from sandbox.company.snapshot import state_at
from sandbox.company.split import part_of
from sandbox.vendors.amocrm import account as amocrm_account
from sandbox.vendors.amocrm.lists import AmoTables
from sandbox.vendors.bitrix24 import tables as bitrix_tables
from sandbox.vendors.bitrix24.tables import BitrixTables
from sandbox.vendors.files.vendor import COSTS, PLANS, write_book
from sandbox.vendors.mango_office import records as mango_records
from sandbox.vendors.mango_office.statistics import MangoTables
from sandbox.vendors.onec import documents as onec_documents
from sandbox.vendors.onec.records import OneCTables
from sandbox.vendors.yandex_direct import records as direct_records
from sandbox.vendors.yandex_direct.services import DirectTables
from sandbox.wire.faults import FaultBoard


def read_moment(text: str) -> datetime:
    """Read an ISO instant; without a zone it is the company's local time."""
    # a plus in a query string arrives as a space
    whole = text.replace(" ", "+") if "T" in text else text
    moment = datetime.fromisoformat(whole)
    return moment if moment.tzinfo else moment.replace(tzinfo=MOSCOW)


class Site:
    """A company on a simulated clock; what a vendor shows is rendered when first asked for and kept."""

    def __init__(self, company: Company, now: datetime, state: Path, board: FaultBoard) -> None:
        """Open the company at an instant and write its people's files below the folder `state`."""
        self.company, self.board, self.now = company, board, now
        self.plans, self.costs = state / "plans", state / "costs"
        self._forget()
        self.write_files()

    def set_clock(self, now: datetime) -> None:
        """Move the clock (also back) and bring the people's files to that instant."""
        if now != self.now:
            self.now = now
            self._forget()
        self.write_files()

    def _forget(self) -> None:
        self._state: CompanyState | None = None
        self._amocrm: AmoTables | None = None
        self._onec: OneCTables | None = None
        self._mango: MangoTables | None = None
        self._direct: DirectTables | None = None
        self._bitrix24: BitrixTables | None = None

    def write_files(self) -> None:
        """Write the plan and cost files as the faults of now leave them."""
        plans = (row for row in self.company.plans if row.published_at <= self.now)
        write_book(PLANS, plans, self.plans, self.board.due("files"), at=self.now)
        costs = (row for row in self.company.costs if row.published_at <= self.now)
        write_book(COSTS, costs, self.costs, self.board.due("costs"), at=self.now)

    def clock(self) -> datetime:
        """Give the clock's instant."""
        return self.now

    def seconds(self) -> int:
        """Give the clock in unix seconds."""
        return int(self.now.timestamp())

    def state(self) -> CompanyState:
        """Give everything the systems show now."""
        if self._state is None:
            self._state = state_at(self.company, self.now)
        return self._state

    def amocrm(self) -> AmoTables:
        """Give the CRM's tables."""
        if self._amocrm is None:
            self._amocrm = amocrm_account.render(part_of(self.state(), "amocrm"))
        return self._amocrm

    def onec(self) -> OneCTables:
        """Give the ERP's tables."""
        if self._onec is None:
            self._onec = onec_documents.render(self.state())
        return self._onec

    def mango(self) -> MangoTables:
        """Give what the telephone exchange shows."""
        if self._mango is None:
            self._mango = mango_records.render(self.state())
        return self._mango

    def direct(self) -> DirectTables:
        """Give what the advertising account shows."""
        if self._direct is None:
            self._direct = direct_records.render(self.state())
        return self._direct

    def bitrix24(self) -> BitrixTables:
        """Give what the portal shows."""
        if self._bitrix24 is None:
            self._bitrix24 = bitrix_tables.render(part_of(self.state(), "bitrix24"))
        return self._bitrix24
