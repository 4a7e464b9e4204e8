"""Truth's cells about the history of a customer: everything that happened with it, in one line of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain

from sandbox.company.snapshot import erp_rows
from sandbox.truth.answers import is_persons
from sandbox.truth.books import Books
from sandbox.truth.buyers import owned_cards
from sandbox.truth.cells import Cells, add_up, count, to_cells


@dataclass(frozen=True)
class Event:
    """Something between the company and a customer; `employee` is empty where truth does not tell it."""

    kind: str
    at: datetime
    customer: str | None
    employee: str
    amount: Decimal | None = None


def contact_cells(books: Books) -> dict[str, Cells]:
    """Return how many events of a kind a customer has at an instant with an employee, and their money."""
    parts = (_cards(books), _messages(books), _calls(books), _deals(books), _goods(books), _money(books))
    events = [event for event in chain(*parts) if event.customer is not None]
    keys = [(one.kind, str(one.customer), one.employee, int(one.at.timestamp())) for one in events]
    paid = ((key, one.amount) for key, one in zip(keys, events, strict=True) if one.amount is not None)
    return {"customer_events": to_cells(count(keys)), "customer_event_amount": to_cells(add_up(paid))}


def _cards(books: Books) -> Iterator[Event]:
    for key, card, owner in owned_cards(books):
        yield Event("card", card.created_at, books.customers.of_record(key), owner)


def _messages(books: Books) -> Iterator[Event]:
    of_deal = {(deal.crm, "lead", deal.lead_id): deal.customer for deal in books.deals}
    written = [
        (note.entity, note.entity_id, note.created_at, note.responsible)
        for note in books.company.notes
        if note.kind == "sms_out"
    ]
    written += [(one.entity, one.entity_id, one.at, one.by) for one in books.company.chats if is_persons(one)]
    for entity, id_, at, user in written:
        place = books.people.names.place(entity, id_)
        card = books.customers.of_record(books.people.names.card(*place))
        customer = of_deal.get(place) if entity == "lead" else card
        if at <= books.as_of:
            yield Event("message", at, customer, books.people.of_crm(user))


def _calls(books: Books) -> Iterator[Event]:
    for talk in books.conversations:
        if talk.direction != "internal":
            yield Event("call", talk.started_at, talk.customer, talk.employee)


def _deals(books: Books) -> Iterator[Event]:
    customers = {deal.key: deal.customer for deal in books.deals}
    for meeting in books.meetings:
        if meeting.held_at is not None:
            yield Event("meeting", meeting.held_at, customers.get(meeting.deal), meeting.employee)
    for deal in books.deals:
        for visit in deal.visits:
            kind = "lead" if visit.number == 1 else "stage"
            yield Event(kind, visit.entered_at, deal.customer, visit.employee)


def _goods(books: Books) -> Iterator[Event]:
    for facts in books.ledger.orders.values():
        if facts.posted and not facts.deletion_mark:
            customer = books.customers.of_account(facts.counterparty)
            yield Event("order", facts.date, customer, books.people.of_erp(facts.manager), facts.amount)
    for documents, sign in ((books.company.sales, 1), (books.company.returns, -1)):
        for row in erp_rows(documents, books.as_of):
            lines = [line for line in row.facts.lines if not line.is_cancelled]
            if row.facts.posted and not row.facts.deletion_mark and lines:
                customer = books.customers.of_account(row.facts.counterparty)
                amount = sign * sum((line.amount for line in lines), Decimal(0))
                yield Event("shipment", row.facts.date, customer, "", amount)


def _money(books: Books) -> Iterator[Event]:
    for receipt in books.receipts:
        line = receipt.line
        yield Event("payment", line.paid_at, receipt.customer, receipt.employee, line.amount)
