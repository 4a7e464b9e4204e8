"""Truth's cells of what came in: leads by class of junk, cycles of deals, money by its form."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from sandbox.company.calendar_ru import is_working_day
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, add_known, count, to_cells
from sandbox.truth.deals import Deal
from sandbox.truth.people import business_date

Cell = tuple[date | Key, ...]


def quality_cells(books: Books) -> dict[str, Cells]:
    """Return leads by day, channel, class of junk or clean, client status; and each share in percent."""
    classes = count(
        (
            deal.created_date,
            deal.channel,
            deal.junk_class or "clean",
            books.client_status(deal.customer, deal.created_date),
        )
        for deal in books.deals
        if deal.created_date <= books.last_day
    )
    whole: dict[Cell, int] = defaultdict(int)
    for key, leads in classes.items():
        whole[key[:2]] += leads
    shares = {key: Decimal(100 * leads) / whole[key[:2]] for key, leads in classes.items()}
    return {"lead_quality": to_cells(classes), "lead_quality_share": to_cells(shares)}


def cycle_cells(books: Books) -> dict[str, Cells]:
    """Return calendar and working days of every clean deal, by whether it is still open."""
    days: dict[Cell, int] = {}
    working: dict[Cell, int] = {}
    for deal in books.deals:
        if deal.junk_class is None and deal.created_date <= books.last_day:
            key = (deal.key, _outcome(deal))
            end = business_date(deal.ended_at) if deal.ended_at is not None else books.last_day
            days[key] = (end - deal.created_date).days
            passed = (deal.created_date + timedelta(days=number) for number in range(1, days[key] + 1))
            working[key] = sum(map(is_working_day, passed))
    return {"cycle_days": to_cells(days), "cycle_working_days": to_cells(working)}


def _outcome(deal: Deal) -> str:
    return "won" if deal.is_won else "open" if deal.ended_at is None else "lost"


def form_cells(books: Books) -> dict[str, Cells]:
    """Return sum, incoming lines and paying deals by day, payment form, unit as then, client status."""
    amounts: list[tuple[Cell, Decimal | None]] = []
    incoming: list[Cell] = []
    deals: set[Cell] = set()
    for receipt in books.receipts:
        line = receipt.line
        if line.paid_date > books.last_day:
            continue
        status = books.client_status(receipt.customer, line.paid_date)
        cell: Cell = (line.paid_date, line.form, receipt.unit, status)
        amounts.append((cell, line.amount))
        if not line.is_refund:
            incoming.append(cell)
            if receipt.deal is not None:
                deals.add((*cell, receipt.deal.key))
    return {
        "form_paid_amount": to_cells(add_known(amounts)),
        "form_payments_count": to_cells(count(incoming)),
        "form_deals_count": to_cells(count(cell[:-1] for cell in deals)),
    }
