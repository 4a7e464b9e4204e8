"""Truth's cells about segments: ABC, XYZ, who moved where in a month, who stayed since the first purchase."""

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, add_known, count, round_half_up, sum_known, to_cells
from sandbox.truth.purchases import Purchases, gaps
from sandbox.truth.rules import CUSTOMER_WINDOW_MONTHS, NONE, SEGMENT_MONTH_ENDS

Row = tuple[date | Key, ...]
A_SHARE, B_SHARE = Decimal("0.70"), Decimal("0.90")
X_PURCHASES, X_GAPS = 3, Decimal("0.5")
X_REVENUE, Y_REVENUE = Decimal("0.10"), Decimal("0.25")
KNOWN_MONTHS = 3


@dataclass(frozen=True)
class Member:
    """A customer at a month end: its segment, and under whom and what it counts."""

    segment: str
    by_revenue: str | None
    paid: Decimal | None
    gap_variation: Decimal | None
    employee: str
    category: str


Standing = dict[date, dict[str, Member]]
"""month end -> customer -> member"""


def segment_cells(books: Books, purchases: Purchases) -> dict[str, Cells]:
    """Return segments at the kept month ends, the moves between them, and the cohorts of first purchases."""
    ends = month_ends(books)
    standing = {end: _members(books, purchases, end) for end in ends[-SEGMENT_MONTH_ENDS:]}
    rows = [(end, customer, one) for end, members in standing.items() for customer, one in members.items()]
    moves = _moves(standing, purchases)
    return {
        "segment_paid": to_cells({(end, customer, one.segment): one.paid for end, customer, one in rows}),
        "segment_by_revenue": to_cells(
            {(end, customer, one.by_revenue): 1 for end, customer, one in rows if one.by_revenue}
        ),
        "segment_gap_variation": to_cells(
            {(end, customer): one.gap_variation for end, customer, one in rows}
        ),
        "segment_customers_pct": to_cells(_shares(standing)),
        "migration_customers": to_cells(count(key for key, _, _ in moves)),
        "migration_from_paid": to_cells(add_known((key, before) for key, before, _ in moves)),
        "migration_to_paid": to_cells(add_known((key, after) for key, _, after in moves)),
        **_cohort_cells(books, purchases, ends),
    }


def month_ends(books: Books) -> list[date]:
    """Return the last days of the complete months since the company's first payment."""
    days = [receipt.line.paid_date for receipt in books.receipts]
    ends: list[date] = []
    end = _end_of(min(days)) if days else books.last_day + timedelta(days=1)
    while end <= books.last_day:
        ends.append(end)
        end = _end_of(end + timedelta(days=1))
    return ends


def _end_of(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _is_in_window(day: date, end: date) -> bool:
    return day <= end and _month(end) - _month(day) < CUSTOMER_WINDOW_MONTHS


def _members(books: Books, purchases: Purchases, end: date) -> dict[str, Member]:
    bought = {
        customer: inside
        for customer, days in purchases.items()
        if (inside := [day for day in days if _is_in_window(day, end)])
    }
    by_month: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    received = [
        one for one in books.receipts if one.customer in bought and _is_in_window(one.line.paid_date, end)
    ]
    paid = add_known((str(receipt.customer), receipt.line.amount) for receipt in received)
    for receipt in received:
        by_month[str(receipt.customer)][_month(receipt.line.paid_date)] += receipt.line.known
    classes = _abc(paid)
    first = min(_month(receipt.line.paid_date) for receipt in books.receipts)
    months = range(max(first, _month(end) - CUSTOMER_WINDOW_MONTHS + 1), _month(end) + 1)
    employees, categories = _employees(books, end), _categories(books, end)
    return {
        customer: Member(
            segment=classes[customer] + _by_purchases(days),
            by_revenue=None
            if paid[customer] is None
            else _by_revenue([by_month[customer][month] for month in months]),
            paid=paid[customer],
            gap_variation=_shown_variation(days),
            employee=employees[customer],
            category=categories.get(customer, NONE),
        )
        for customer, days in bought.items()
    }


def _abc(paid: dict[str, Decimal | None]) -> dict[str, str]:
    """Whose money nobody knows stands last."""
    total, before = sum_known(paid.values()) or Decimal(0), Decimal(0)
    classes = {}
    for customer in sorted(paid, key=lambda key: (_rank(paid[key]), key)):
        classes[customer] = "A" if before < A_SHARE * total else "B" if before < B_SHARE * total else "C"
        before += paid[customer] or Decimal(0)
    return classes


def _rank(amount: Decimal | None) -> Decimal:
    return Decimal("Infinity") if amount is None else -amount


def _by_purchases(days: Sequence[date]) -> str:
    if len(days) == 1:
        return "Z"
    is_even = len(days) >= X_PURCHASES and _varies_at_most(list(map(Decimal, gaps(days))), X_GAPS)
    return "X" if is_even else "Y"


def _by_revenue(months: list[Decimal]) -> str | None:
    if len(months) < KNOWN_MONTHS:
        return None
    return "X" if _varies_at_most(months, X_REVENUE) else "Y" if _varies_at_most(months, Y_REVENUE) else "Z"


def _spread(values: list[Decimal]) -> Decimal:
    """The variance times the square of how many there are."""
    return len(values) * sum((value * value for value in values), Decimal(0)) - sum(values, Decimal(0)) ** 2


def _varies_at_most(values: list[Decimal], bound: Decimal) -> bool:
    total = sum(values, Decimal(0))
    return total > 0 and _spread(values) <= (bound * total) ** 2


def _shown_variation(days: Sequence[date]) -> Decimal | None:
    between = [Decimal(gap) for gap in gaps(days)]
    if len(between) < 2:
        return None
    return round_half_up(100 * _spread(between).sqrt() / sum(between, Decimal(0)))


def _employees(books: Books, end: date) -> dict[str, str]:
    paid: dict[str, list[tuple[str, Decimal | None]]] = defaultdict(list)
    for receipt in books.receipts:
        if receipt.customer is not None and _is_in_window(receipt.line.paid_date, end):
            paid[receipt.customer].append((receipt.employee, receipt.line.amount))
    return {customer: _largest(add_known(amounts)) for customer, amounts in paid.items()}


def _categories(books: Books, end: date) -> dict[str, str]:
    """Payments name no products, so shipments say what a customer buys."""
    source = books.people.names.erp
    parents = {f"{source}:{product.key}": product.parent for product in books.company.products}
    sold: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in books.sold_lines:
        customer = books.customers.of_account(line.counterparty)
        if customer is not None and _is_in_window(line.day, end):
            parent = parents.get(line.product)
            sold[customer][NONE if parent is None else f"{source}:{parent}"] += line.net
    return {customer: _largest(amounts) for customer, amounts in sold.items()}


def _largest(amounts: Mapping[str, Decimal | None]) -> str:
    return min(amounts, key=lambda key: (_rank(amounts[key]), key))


def _shares(standing: Standing) -> dict[Row, Decimal]:
    shares: dict[Row, Decimal] = {}
    for end, members in standing.items():
        for segment in {one.segment for one in members.values()}:
            size = sum(one.segment == segment for one in members.values())
            shares[end, segment] = Decimal(100 * size) / len(members)
    return shares


def _moves(standing: Standing, purchases: Purchases) -> list[tuple[Row, Decimal | None, Decimal | None]]:
    """Return (month end, from, to, category, employee), paid before and paid now, for every customer."""
    moves: list[tuple[Row, Decimal | None, Decimal | None]] = []
    ends = list(standing)
    for earlier, end in itertools.pairwise(ends):
        before, now = standing[earlier], standing[end]
        for customer in sorted(before.keys() | now.keys()):
            old, new = before.get(customer), now.get(customer)
            known = new or old
            if known is None:
                continue
            is_first = min(purchases[customer]) > earlier
            came = old.segment if old else "new" if is_first else "returned"
            key = (end, came, new.segment if new else "lost", known.category, known.employee)
            moves.append((key, old.paid if old else Decimal(0), new.paid if new else Decimal(0)))
    return moves


def _cohort_cells(books: Books, purchases: Purchases, ends: list[date]) -> dict[str, Cells]:
    """Return by month of the first purchase and month: size, buyers, lost, returned, base, money."""
    cohort_of = {customer: min(days).replace(day=1) for customer, days in purchases.items()}
    cells: dict[str, dict[Row, int]] = defaultdict(lambda: defaultdict(int))
    paid: dict[Row, list[Decimal | None]] = {}
    for customer, cohort in cohort_of.items():
        was_in = False
        for end in (end for end in ends if end >= cohort):
            cell = (cohort, end.replace(day=1))
            is_in = any(_is_in_window(day, end) for day in purchases[customer])
            cells["cohort_size"][cell] += 1
            cells["cohort_active"][cell] += any(_month(day) == _month(end) for day in purchases[customer])
            cells["cohort_returned"][cell] += is_in and not was_in and _month(end) > _month(cohort)
            cells["cohort_lost"][cell] += was_in and not is_in
            cells["cohort_current"][cell] += is_in
            paid.setdefault(cell, [])
            was_in = is_in
    for receipt in books.receipts:
        cell = (cohort_of.get(receipt.customer or "", date.max), receipt.line.paid_date.replace(day=1))
        if cell in paid:
            paid[cell].append(receipt.line.amount)
    names = ("cohort_size", "cohort_active", "cohort_returned", "cohort_lost", "cohort_current")
    return {
        **{name: to_cells(cells[name]) for name in names},
        "cohort_paid": to_cells({cell: sum_known(amounts) for cell, amounts in paid.items()}),
    }
