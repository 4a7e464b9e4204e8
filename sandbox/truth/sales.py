"""Truth's cells about leads and deals: how many came, were won, lost and signed, and for how much."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from sandbox.company.calendar_ru import WorkingHours
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, add_up, count, to_cells
from sandbox.truth.deals import Deal
from sandbox.truth.people import business_date
from sandbox.truth.rules import ZONE

WORKING_HOURS = WorkingHours(ZONE)


def sales_cells(books: Books) -> dict[str, Cells]:
    """Return the cells of leads, won and lost deals, contracts and cycle days."""
    won = list(credited(books, "won_at"))
    booked = add_up(((day, employee), deal.amount) for day, employee, deal in won)
    return {
        "leads_count": to_cells(count((deal.created_date, deal.employee) for deal in books.deals)),
        "clean_leads_count": to_cells(
            count((deal.created_date, deal.employee) for deal in books.deals if deal.junk_class is None)
        ),
        "leads_by_channel": to_cells(count((deal.created_date, deal.channel) for deal in books.deals)),
        "junk_leads_count": to_cells(
            count((deal.created_date, deal.junk_class) for deal in books.deals if deal.junk_class is not None)
        ),
        "deals_won_count": to_cells(count((day, employee) for day, employee, _ in won)),
        "revenue_booked_amount": to_cells(booked),
        "deals_lost_count": to_cells(count(key[:2] for key in credited(books, "lost_at"))),
        "contracts_count": to_cells(count(key[:2] for key in credited(books, "contract_at"))),
        "sales_cycle_days": to_cells({(deal.key,): (day - deal.created_date).days for day, _, deal in won}),
    }


def credited(books: Books, moment: str) -> Iterator[tuple[date, str, Deal]]:
    """Yield (day, responsible at the moment, deal) for every deal that has the moment."""
    for deal in books.deals:
        at: datetime | None = getattr(deal, moment)
        if at is not None:
            yield business_date(at), deal.owner_at(at, books.people), deal


def visit_cells(books: Books) -> dict[str, Cells]:
    """Return the cells of single stage visits."""
    stages: dict[tuple[date | Key, ...], int] = {}
    minutes: dict[tuple[date | Key, ...], int] = {}
    directions: dict[tuple[date | Key, ...], int] = {}
    for deal in books.deals:
        for visit in deal.visits:
            stages[deal.key, visit.number, visit.stage_key] = int(visit.entered_at.timestamp())
            until = visit.exited_at or books.as_of
            minutes[deal.key, visit.number] = WORKING_HOURS.minutes_between(visit.entered_at, until)
            directions[deal.key, visit.number, visit.exit_direction or "open"] = 1
    return {
        "stage_visits": to_cells(stages),
        "visit_minutes": to_cells(minutes),
        "visit_direction": to_cells(directions),
    }


Fact = tuple[str, date, str, Decimal]
"""One counted record: metric, day, employee, value."""


def sales_facts(books: Books) -> Iterator[Fact]:
    """Yield what each lead and deal adds to the planned metrics."""
    one = Decimal(1)
    for deal in books.deals:
        yield "leads_count", deal.created_date, deal.employee, one
        if deal.junk_class is None:
            yield "clean_leads_count", deal.created_date, deal.employee, one
    for day, employee, deal in credited(books, "won_at"):
        yield "deals_won_count", day, employee, one
        yield "revenue_booked_amount", day, employee, deal.amount
    for day, employee, _ in credited(books, "contract_at"):
        yield "contracts_count", day, employee, one


def outcome_facts(books: Books) -> Iterator[Fact]:
    """Yield what each lost deal and each junk lead adds."""
    one = Decimal(1)
    for day, employee, _ in credited(books, "lost_at"):
        yield "deals_lost_count", day, employee, one
    for deal in books.deals:
        if deal.junk_class is not None:
            yield "junk_leads_count", deal.created_date, deal.employee, one
