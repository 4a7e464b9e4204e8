"""Truth's cells of the daily funnel by stage, and of conversion by cohort and by period."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from sandbox.company.calendar_ru import days_between
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, to_cells
from sandbox.truth.deals import Deal, Visit
from sandbox.truth.money import Receipt
from sandbox.truth.people import business_date
from sandbox.truth.rules import FUNNEL_STEPS, STEP_ORDER

STAGE_STEPS = tuple(step for step in FUNNEL_STEPS if step != "paid")
Tally = dict[tuple[date | Key, ...], int]


def funnel_cells(books: Books) -> dict[str, Cells]:
    """Return entries, exits and standing by day, stage, unit as then, channel, client status; no zeros."""
    tallies: dict[str, Tally] = defaultdict(lambda: defaultdict(int))
    amounts: dict[tuple[date | Key, ...], Decimal] = defaultdict(Decimal)
    for deal in books.deals:
        status = books.client_status(deal.customer, deal.created_date)
        for visit in deal.visits:
            place = (visit.stage_key, visit.unit, deal.channel, status)
            for kpi, day in _moves(books, visit):
                tallies[kpi][day, *place] += 1
            for day in standing_days(visit, books.last_day):
                tallies["funnel_standing"][day, *place] += 1
                amounts[day, *place] += deal.amount
    names = ("entered", "forward", "back", "same_step", "lost", "standing")
    cells = {f"funnel_{name}": to_cells(tallies[f"funnel_{name}"]) for name in names}
    standing = {key: amount for key, amount in amounts.items() if amount}
    return {**cells, "funnel_standing_amount": to_cells(standing)}


def _moves(books: Books, visit: Visit) -> Iterator[tuple[str, date]]:
    entered = business_date(visit.entered_at)
    if entered <= books.last_day:
        yield "funnel_entered", entered
    if visit.exited_at is not None and business_date(visit.exited_at) <= books.last_day:
        yield f"funnel_{visit.exit_direction}", business_date(visit.exited_at)


def standing_days(visit: Visit, last_day: date) -> list[date]:
    """Return the days at whose end the visit was open."""
    entered = business_date(visit.entered_at)
    if visit.exited_at is None:
        return days_between(entered, last_day)
    return [day for day in days_between(entered, last_day) if day < business_date(visit.exited_at)]


def conversion_cells(books: Books) -> dict[str, Cells]:
    """Return leads and reached counts of clean leads by creation day, and first entries by their own day.

    Keys: day, employee, channel, pipeline and client status of the deal; the step last where there is one.
    """
    leads: Tally = defaultdict(int)
    clean: Tally = defaultdict(int)
    cohort: Tally = defaultdict(int)
    period: Tally = defaultdict(int)
    paid = _first_receipts(books)
    for receipt in paid.values():
        if receipt.deal is not None and receipt.line.paid_date <= books.last_day:
            place = _place(books, receipt.deal)
            period[receipt.line.paid_date, receipt.employee, *place, "paid"] += 1
    for deal in books.deals:
        place = _place(books, deal)
        if deal.created_date <= books.last_day:
            leads[deal.created_date, deal.employee, *place] += 1
            if deal.junk_class is None:
                clean[deal.created_date, deal.employee, *place] += 1
                for step in _reached(deal, is_paid=deal.key in paid):
                    cohort[deal.created_date, deal.employee, *place, step] += 1
        for step, at in _first_entries(deal):
            if business_date(at) <= books.last_day:
                period[business_date(at), deal.owner_at(at, books.people), *place, step] += 1
    tallies = {"leads": leads, "clean_leads": clean, "cohort": cohort, "period": period}
    return {f"conversion_{name}": to_cells(tally) for name, tally in tallies.items()}


def _place(books: Books, deal: Deal) -> tuple[str, str, str]:
    return deal.channel, deal.pipeline, books.client_status(deal.customer, deal.created_date)


def _first_receipts(books: Books) -> dict[str, Receipt]:
    """Return the first incoming payment of every deal that has one."""
    first: dict[str, Receipt] = {}
    for receipt in sorted(books.receipts, key=lambda one: (one.line.paid_date, one.line.key)):
        if receipt.deal is not None and not receipt.line.is_refund:
            first.setdefault(receipt.deal.key, receipt)
    return first


def _reached(deal: Deal, *, is_paid: bool) -> list[str]:
    """A stage called paid is not money: only a payment linked to the deal makes it paid."""
    steps = [step for step in STAGE_STEPS if STEP_ORDER[step] <= deal.furthest]
    return [*steps, *(["paid"] if is_paid else []), *(["won"] if deal.is_won else [])]


def _first_entries(deal: Deal) -> Iterator[tuple[str, datetime]]:
    """Yield when the deal first stood in each step or a later one; a win counts as a contract."""
    for step in STAGE_STEPS:
        entered = [
            visit.entered_at
            for visit in deal.visits
            if visit.order is not None and STEP_ORDER[step] <= visit.order <= STEP_ORDER["paid"]
        ]
        if entered:
            yield step, entered[0]
        elif deal.won_at is not None:
            yield step, deal.won_at
    if deal.won_at is not None:
        yield "won", deal.won_at
