"""Truth about what clients owe: by orders, returns and payments, beside what the books themselves say."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from sandbox.company.field_records import SHIPPED
from sandbox.company.layout import IN_THE_FIELD
from sandbox.company.snapshot import erp_rows
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, to_cells
from sandbox.truth.money import read_lines
from sandbox.truth.people import business_date
from sandbox.truth.rules import SOURCE_OF_ERP
from sandbox.truth.schedule import first_loads

NAMES = ("client_debts_ours", "client_debts_theirs", "client_debts_differ")
Sums = dict[str, Decimal]


def debt_cells(books: Books) -> dict[str, Cells]:
    """Return of each day of balances both sides and how many clients differ.

    What no document explains is theirs alone; dollars are of no rate, so of neither side.
    """
    values: dict[str, dict[tuple[date | Key, ...], Decimal | int]] = {name: {} for name in NAMES}
    erp = books.company.layout.erp
    for load in first_loads(books.loads) if erp in IN_THE_FIELD else ():
        day = business_date(load) - timedelta(days=1 if erp == "field_tables" else 0)
        ours, theirs = _ours(books, load, day), _theirs(books, load, day)
        key = SOURCE_OF_ERP[erp], day
        values["client_debts_ours"][key] = sum(ours.values(), Decimal(0))
        values["client_debts_theirs"][key] = sum(theirs.values(), Decimal(0))
        values["client_debts_differ"][key] = sum(
            ours.get(one, Decimal(0)) != theirs.get(one, Decimal(0)) for one in {*ours, *theirs}
        )
    return {name: to_cells(found) for name, found in values.items()}


def _ours(books: Books, load: datetime, day: date) -> Sums:
    """Orders and payments as the reading knew them, returns as they are known now."""
    return _sums(_sold(books, load, day), _paid(books, load, day), _returned(books, books.as_of, day))


def _theirs(books: Books, load: datetime, day: date) -> Sums:
    """All as the system knew it at the reading, and what was typed without a document."""
    typed = (
        (one.client, -one.amount)
        for one in books.company.odd_entries
        if one.kind != "conversion" and one.at <= load and business_date(one.at) <= day
    )
    return _sums(_sold(books, load, day), _paid(books, load, day), _returned(books, load, day), typed)


def _sums(*parts: Iterator[tuple[str, Decimal]]) -> Sums:
    sums: Sums = defaultdict(Decimal)
    for part in parts:
        for client, amount in part:
            sums[client] += amount
    return sums


def _sold(books: Books, load: datetime, day: date) -> Iterator[tuple[str, Decimal]]:
    for row in erp_rows(books.company.field_orders, load):
        if row.facts.status in SHIPPED and row.facts.document_day <= day:
            yield row.facts.counterparty, row.facts.amount


def _paid(books: Books, load: datetime, day: date) -> Iterator[tuple[str, Decimal]]:
    for line in read_lines(books.company, load, books.rates):
        if line.paid_date <= day:
            yield line.counterparty, -line.known


def _returned(books: Books, at: datetime, day: date) -> Iterator[tuple[str, Decimal]]:
    for row in erp_rows(books.company.returns, at):
        facts = row.facts
        if facts.posted and not facts.deletion_mark and business_date(facts.date) <= day:
            yield facts.counterparty, -sum((line.amount for line in facts.lines), Decimal(0))
