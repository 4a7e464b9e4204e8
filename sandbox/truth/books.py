"""The company's books as of one instant: people, customers, deals and receipts behind every KPI."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sandbox.company.company import Company
from sandbox.truth.calls import Conversation, read_conversations
from sandbox.truth.customers import Customers, live_records
from sandbox.truth.deals import Deal, read_deals
from sandbox.truth.decisions import read_decisions
from sandbox.truth.goods import SoldLine, read_sold_lines
from sandbox.truth.known import tells
from sandbox.truth.meetings import Meeting, read_meetings
from sandbox.truth.money import Ledger, Line, Receipt, first_payments, read_lines, read_receipts
from sandbox.truth.people import People, business_date
from sandbox.truth.rates import Rates
from sandbox.truth.rules import OPENING_TAX_IDS
from sandbox.truth.schedule import Expected, read_schedule


@dataclass(frozen=True)
class Books:
    """What is known at `as_of`, after the loads at `loads` (the last one is `as_of`)."""

    company: Company
    loads: tuple[datetime, ...]
    people: People
    customers: Customers
    deals: list[Deal]
    ledger: Ledger
    lines: list[Line]
    receipts: list[Receipt]
    first_payments: dict[str, date]
    rates: Rates
    conversations: list[Conversation]
    meetings: list[Meeting]
    sold_lines: list[SoldLine]

    @property
    def as_of(self) -> datetime:
        """The as-of instant."""
        return self.loads[-1]

    @cached_property
    def opening_customers(self) -> frozenset[str]:
        """Who was a customer before the books were opened."""
        return frozenset(
            customer for customer, tax_id in self.customers.with_tax_ids() if tax_id in OPENING_TAX_IDS
        )

    def client_status(self, customer: str | None, day: date) -> str:
        """Say whether somebody had paid before a day: current, new, or unknown.

        Unknown: nobody; a day to come; a company in which nobody tells of payments.
        """
        if customer is None or not tells(self.company, "erp"):
            return "unknown"
        first = self.first_payments.get(customer)
        if customer in self.opening_customers or (first is not None and first < day):
            return "current"
        return "new" if day <= business_date(self.as_of) else "unknown"

    @cached_property
    def last_day(self) -> date:
        """The last complete day."""
        return business_date(self.as_of) - timedelta(days=1)

    @cached_property
    def schedule(self) -> list[Expected]:
        """What every morning expected to be paid."""
        return read_schedule(self.company, self.loads, self.ledger, self.lines, self.people, self.rates)


def open_books(company: Company, loads: Sequence[datetime]) -> Books:
    """Read the books after the given loads; at least one, aware instants in any order."""
    ordered = tuple(sorted(loads))
    at = ordered[-1]
    people = People(company, ordered)
    records = list(live_records(company, at, people.names))
    decisions = read_decisions(company, at, people.names, (record.key for record in records))
    customers = Customers(records, people.names, decisions)
    deals = read_deals(company, ordered, people, customers)
    ledger = Ledger(company, at, deals, customers)
    rates = Rates(company, at)
    lines = read_lines(company, at, rates)
    receipts = read_receipts(lines, ledger, people)
    return Books(
        company=company,
        loads=ordered,
        people=people,
        customers=customers,
        deals=deals,
        ledger=ledger,
        lines=lines,
        receipts=receipts,
        first_payments=first_payments(receipts),
        rates=rates,
        conversations=read_conversations(company, ordered, people, customers),
        meetings=read_meetings(company, at, people),
        sold_lines=read_sold_lines(company, at),
    )
