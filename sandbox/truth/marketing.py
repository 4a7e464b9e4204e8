"""Truth's cells of advertising: spend, new customers, and what each channel and campaign brought by month."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from sandbox.company.history import change_at
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, to_cells
from sandbox.truth.deals import Deal
from sandbox.truth.money import Receipt
from sandbox.truth.people import business_date
from sandbox.truth.rules import CHANNEL_OF_ADS, NONE, SOURCE_OF_ADS, UNALLOCATED
from sandbox.truth.site import told_visits
from sandbox.truth.touches import Place, Touches

Entry = tuple[str, date, Place, Decimal]
"""measure, day, channel and campaign, value"""
ONE = Decimal(1)
MEASURES = (
    "spend", "leads", "clean_leads", "deals_won", "booked", "paid", "margin", "net_known_cost",
    "new_customers", "other_costs", "site_visits", "site_goals",
)  # fmt: skip
COUNTS = ("leads", "clean_leads", "deals_won", "new_customers", "site_visits", "site_goals")


def spend_cells(books: Books) -> dict[str, Cells]:
    """Return spend by day and campaign as last reported, net and gross."""
    days = list(reported_spend(books))
    return {
        "ad_spend": to_cells({(day, campaign): net for day, campaign, net, _ in days}),
        "ad_spend_gross": to_cells({(day, campaign): gross for day, campaign, _, gross in days}),
    }


def reported_spend(books: Books) -> Iterator[tuple[date, str, Decimal, Decimal]]:
    """Yield day, campaign, spend net and gross of VAT, as last reported."""
    source = SOURCE_OF_ADS[books.company.layout.ads]
    for day in books.company.ad_days:
        reported = change_at(day.versions, books.as_of)
        if reported is not None and reported.value is not None:
            facts = reported.value
            yield day.day, f"{source}:{day.campaign_id}", facts.cost_net, facts.cost_gross


def new_customer_cells(books: Books) -> dict[str, Cells]:
    """Return who paid for the first time on a day and was no customer before the books were opened."""
    firsts = {(receipt.line.paid_date, str(receipt.customer)): 1 for receipt in new_customers(books)}
    return {"new_customers": to_cells(firsts)}


def new_customers(books: Books) -> Iterator[Receipt]:
    """Yield the first incoming payment of every new customer."""
    first: dict[str, Receipt] = {}
    for receipt in sorted(books.receipts, key=lambda receipt: (receipt.line.paid_at, receipt.line.key)):
        if receipt.customer is not None and not receipt.line.is_refund:
            first.setdefault(receipt.customer, receipt)
    return (receipt for customer, receipt in first.items() if customer not in books.opening_customers)


def channel_cells(books: Books, touches: Touches) -> dict[str, Cells]:
    """Return every measure by month, channel and campaign up to the last complete day; no zero cells."""
    sums: dict[str, dict[tuple[date | Key, ...], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for measure, day, place, value in _entries(books, touches):
        if day <= books.last_day:
            sums[measure][day.replace(day=1), *place] += value
    cells = {}
    for measure in MEASURES:
        kept = {key: value for key, value in sums[measure].items() if value}
        is_count = measure in COUNTS
        cells[f"channel_{measure}"] = to_cells({k: int(v) if is_count else v for k, v in kept.items()})
    return cells


def month_sums(books: Books, touches: Touches) -> dict[tuple[date, str], dict[str, Decimal]]:
    """Return (month, channel) → measure → its sum up to the last complete day."""
    sums: dict[tuple[date, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for measure, day, (channel, _), value in _entries(books, touches):
        if day <= books.last_day:
            sums[day.replace(day=1), channel][measure] += value
    return sums


def _entries(books: Books, touches: Touches) -> Iterator[Entry]:
    channel = CHANNEL_OF_ADS[books.company.layout.ads]
    for day, campaign, net, _ in reported_spend(books):
        yield "spend", day, (channel, campaign), net
    for deal in books.deals:
        yield from _deal_entries(deal, touches.last)
    for receipt in books.receipts:
        yield "paid", receipt.line.paid_date, touches.last(receipt.deal), receipt.line.known
    for line in books.sold_lines:
        if line.margin is not None:
            place = touches.last(books.ledger.deal_of_order(line.order)[0])
            yield "margin", line.day, place, line.margin
            yield "net_known_cost", line.day, place, line.net
    for receipt in new_customers(books):
        yield "new_customers", receipt.line.paid_date, touches.last(receipt.deal), ONE
    for day, place, goals in told_visits(books):
        yield "site_visits", day, place, ONE
        yield "site_goals", day, place, Decimal(goals)
    for cost in books.company.costs:
        if cost.published_at <= books.as_of:
            yield "other_costs", cost.month, (cost.channel_key or UNALLOCATED, NONE), cost.amount


def _deal_entries(deal: Deal, place_of: Callable[[Deal], Place]) -> Iterator[Entry]:
    place = place_of(deal)
    yield "leads", deal.created_date, place, ONE
    if deal.junk_class is None:
        yield "clean_leads", deal.created_date, place, ONE
    if deal.won_at is not None:
        yield "deals_won", business_date(deal.won_at), place, ONE
        yield "booked", business_date(deal.won_at), place, deal.amount
