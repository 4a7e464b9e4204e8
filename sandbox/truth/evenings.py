"""Truth about evenings and mornings: deals open when a day ended, debts open when one began."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, add_up, count, to_cells
from sandbox.truth.deals import Deal, Visit, is_won_stage, step_of
from sandbox.truth.funnel import standing_days
from sandbox.truth.rules import END_STEPS, ZONE
from sandbox.truth.schedule import Expected, read_schedule

KEPT_DAYS = timedelta(days=92)
BANDS = ((7, "1-7"), (30, "8-30"), (60, "31-60"), (90, "61-90"))


def snapshot_cells(books: Books) -> dict[str, Cells]:
    """Return of each evening of the last 92 the open deals: where, with whom, for how much and since when."""
    amounts: dict[tuple[date | Key, ...], Decimal] = {}
    stays: dict[tuple[date | Key, ...], int] = {}
    clients: dict[tuple[date | Key, ...], int] = {}
    for deal, visit, day in open_evenings(books):
        evening = datetime.combine(day, time(23, 59, 59), ZONE)
        employee = deal.owner_at(evening, books.people)
        unit = books.people.unit_on(employee, day)
        amounts[day, deal.key, visit.stage_key, employee, unit] = deal.amount
        entered = visit.entered_at.astimezone(ZONE).date()
        stays[day, deal.key, (day - deal.created_date).days] = (day - entered).days
        clients[day, deal.key, books.client_status(deal.customer, day)] = 1
    return {
        "snapshot_amount": to_cells(amounts),
        "snapshot_days_in_stage": to_cells(stays),
        "snapshot_client": to_cells(clients),
    }


def open_evenings(books: Books) -> Iterator[tuple[Deal, Visit, date]]:
    """Yield of each evening of the last 92 the open deals and their stays."""
    for deal in books.deals:
        for visit in deal.visits:
            if is_won_stage(visit.stage) or step_of(visit.stage) in END_STEPS:
                continue
            for day in standing_days(visit, books.last_day):
                if books.last_day - day < KEPT_DAYS:
                    yield deal, visit, day


def debtor_cells(books: Books) -> dict[str, Cells]:
    """Return what customers owed on a morning, by whose order and age, and in how many instalments."""
    schedule = read_schedule(books.company, books.loads, books.ledger, books.lines, books.people, books.rates)
    debts = [
        ((part.morning, _debtor(books, part.order), part.employee, _band(part)), part.amount)
        for part in schedule
        if part.due < part.morning
    ]
    return {
        "debt_amount": to_cells(add_up(debts)),
        "debt_instalments": to_cells(count(key for key, _ in debts)),
    }


def _debtor(books: Books, order: str) -> str:
    facts = books.ledger.orders.get(order)
    return "unknown" if facts is None else books.customers.of_account(facts.counterparty) or "unknown"


def _band(part: Expected) -> str:
    days = (part.morning - part.due).days
    return next((name for most, name in BANDS if days <= most), "91+")
