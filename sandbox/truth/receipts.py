"""Truth's cells about money and customers: who paid, through which link, what mornings expected."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, add_known, add_up, to_cells
from sandbox.truth.people import business_date
from sandbox.truth.schedule import Expected, first_loads, in_calendar

MoneyFact = tuple[str, date, str, Decimal | None]
"""metric, day, employee, value: None where nobody knows it"""


def money_cells(books: Books) -> dict[str, Cells]:
    """Return revenue paid by day, unit, channel, link, form, line and deal."""
    paid = [(receipt, receipt.line.paid_date, receipt.line.amount) for receipt in books.receipts]
    return {
        "revenue_paid_amount": to_cells(add_known(((day, r.employee), amount) for r, day, amount in paid)),
        "revenue_paid_by_unit": to_cells(add_known(((day, r.unit), amount) for r, day, amount in paid)),
        "revenue_paid_by_channel": to_cells(add_known(((day, r.channel), amount) for r, day, amount in paid)),
        "revenue_paid_by_link": to_cells(add_known(((r.method,), amount) for r, _, amount in paid)),
        "revenue_paid_by_form": to_cells(add_known(((r.line.form,), amount) for r, _, amount in paid)),
        "payment_lines": to_cells(add_known(((r.line.key,), amount) for r, _, amount in paid)),
        "deal_paid_amount": to_cells(
            add_known(((r.deal.key,), amount) for r, _, amount in paid if r.deal is not None)
        ),
    }


def money_facts(books: Books) -> Iterator[MoneyFact]:
    """Yield what each payment line adds to the planned metric."""
    for receipt in books.receipts:
        yield "revenue_paid_amount", receipt.line.paid_date, receipt.employee, receipt.line.amount


def customer_cells(books: Books) -> dict[str, Cells]:
    """Return who is whose customer, what customers with an ERP record paid, and since when."""
    customers = books.customers
    nothing = (((key,), Decimal(0)) for key in customers.keys_with_account())
    received = (((one.customer,), one.line.amount) for one in books.receipts if one.customer is not None)
    first = {(key,): int(day.strftime("%Y%m%d")) for key, day in books.first_payments.items()}
    return {
        "customer_of_record": to_cells(
            {(key, str(customers.of_record(key))): 1 for key in customers.records}
        ),
        "customers_paid_amount": to_cells(add_known((*nothing, *received))),
        "customer_first_payment": to_cells(first),
    }


def schedule_cells(books: Books) -> dict[str, Cells]:
    """Return what every morning expected, by instalment and by due date and employee, and what was kept."""
    source = books.people.names.erp
    lines = add_up(
        ((part.morning, f"{source}:{part.order}", part.line), part.amount) for part in books.schedule
    )
    shown = [part for part in books.schedule if in_calendar(part)]
    expected = add_up(((part.morning, part.due, part.employee), part.amount) for part in shown)
    kept: dict[tuple[date | Key, ...], Decimal | None] = dict.fromkeys(expected)
    for part in shown:
        if part.kept is not None:
            key = (part.morning, part.due, part.employee)
            kept[key] = (kept[key] or Decimal(0)) + part.kept
    return {
        "schedule_expected": to_cells(lines),
        "calendar_expected": to_cells(expected),
        "calendar_kept": to_cells(kept),
        "calendar_received": to_cells(_received(books, shown)),
    }


def _received(books: Books, shown: list[Expected]) -> dict[tuple[date | Key, ...], Decimal | None]:
    """Return what each employee got on a morning's own day; None while the day is not over."""
    received: dict[tuple[date | Key, ...], Decimal | None] = {}
    for morning in {business_date(load) for load in first_loads(books.loads)}:
        due_today = {part.employee for part in shown if part.morning == part.due == morning}
        if morning > books.last_day:
            received.update({(morning, employee): None for employee in due_today})
            continue
        nothing = [(employee, Decimal(0)) for employee in due_today]
        paid = [(one.employee, one.line.amount) for one in books.receipts if one.line.paid_date == morning]
        received.update({(morning, who): sum_ for who, sum_ in add_known((*nothing, *paid)).items()})
    return received
