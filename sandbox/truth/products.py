"""Truth's cells of products by month: sales, margin, demand against the months before, and ABC."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from sandbox.company.calendar_ru import is_working_day, month_days
from sandbox.company.charter import BOOKS_BEGIN
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, to_cells
from sandbox.truth.goods import SoldLine

WINDOW_MONTHS, DEMAND_MONTHS = 12, 3
A_SHARE, B_SHARE = 70, 90
Cell = tuple[date | Key, ...]
Numbers = dict[Cell, Decimal]


def product_cells(books: Books) -> dict[str, Cells]:
    """Return every measure by month and product: those of the month, demand, and the class of the window."""
    sold: dict[Cell, list[SoldLine]] = defaultdict(list)
    for line in books.sold_lines:
        if line.day <= books.last_day:
            sold[line.month, line.product].append(line)
    net = {key: sum((line.net for line in lines), Decimal(0)) for key, lines in sold.items()}
    demand: Numbers = {}
    classes: dict[Cell, int] = {}
    for month in _months(books):
        window = dict(_window(net, month))
        classes |= {(month, product, class_): 1 for product, class_ in _classes(window)}
        for product in window:
            ratio = _demand(books, net, month, product)
            if ratio is not None:
                demand[month, product] = ratio
    return {
        **_month_cells(books, sold),
        "product_net": to_cells({key: amount for key, amount in net.items() if amount}),
        "product_demand_ratio": to_cells(demand),
        "product_abc": to_cells(classes),
    }


def _month_cells(books: Books, sold: dict[Cell, list[SoldLine]]) -> dict[str, Cells]:
    known = {key: [line for line in lines if line.cost is not None] for key, lines in sold.items()}
    status = {
        line.key: books.client_status(books.customers.of_account(line.counterparty), line.day)
        for lines in sold.values()
        for line in lines
    }
    sums: dict[str, dict[Cell, Decimal | int]] = {
        "quantity": {key: sum((line.quantity for line in lines), Decimal(0)) for key, lines in sold.items()},
        "margin": {
            key: sum((line.margin or Decimal(0) for line in some), Decimal(0))
            for key, some in known.items()
            if some
        },
        "net_known_cost": {key: sum((line.net for line in some), Decimal(0)) for key, some in known.items()},
        "net_new_client": _net_of(sold, status, "new"),
        "net_current_client": _net_of(sold, status, "current"),
        "documents": {key: len({line.document for line in lines}) for key, lines in sold.items()},
        "customers": {
            key: len({books.customers.of_account(line.counterparty) for line in lines} - {None})
            for key, lines in sold.items()
        },
        "deals": {key: len(_deals(books, lines)) for key, lines in sold.items()},
    }
    return {
        f"product_{name}": to_cells({key: value for key, value in cells.items() if value or name == "margin"})
        for name, cells in sums.items()
    }


def _net_of(
    sold: dict[Cell, list[SoldLine]], status: dict[str, str], wanted: str
) -> dict[Cell, Decimal | int]:
    return {
        key: sum((line.net for line in lines if status[line.key] == wanted), Decimal(0))
        for key, lines in sold.items()
    }


def _deals(books: Books, lines: list[SoldLine]) -> set[str]:
    found = (books.ledger.deal_of_order(line.order)[0] for line in lines)
    return {deal.key for deal in found if deal is not None}


def _months(books: Books) -> Iterator[date]:
    month = BOOKS_BEGIN
    while month <= books.last_day:
        yield month
        month = _later(month, 1)


def _later(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def _window(net: Numbers, month: date) -> Iterator[tuple[str, Decimal]]:
    """Yield (product, net) of the twelve months that end with the month."""
    first = _later(month, 1 - WINDOW_MONTHS)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for (sold_month, product), amount in net.items():
        if isinstance(sold_month, date) and first <= sold_month <= month:
            sums[str(product)] += amount
    yield from sums.items()


def _classes(window: dict[str, Decimal]) -> Iterator[tuple[str, str]]:
    whole = sum((amount for amount in window.values() if amount > 0), Decimal(0))
    before = Decimal(0)
    for product, amount in sorted(window.items(), key=lambda item: (-item[1], item[0])):
        is_a, is_b = 100 * before < A_SHARE * whole, 100 * before < B_SHARE * whole
        yield product, "C" if amount <= 0 or not is_b else "A" if is_a else "B"
        before += max(amount, Decimal(0))


def _demand(books: Books, net: Numbers, month: date, product: str) -> Decimal | None:
    """Divide net per working day of the last months that are over by that of as many months before."""
    running = (books.last_day + timedelta(days=1)).replace(day=1)
    last = month if month < running else _later(month, -1)
    recent = [_later(last, -back) for back in range(DEMAND_MONTHS)]
    earlier = [_later(last, -back) for back in range(DEMAND_MONTHS, 2 * DEMAND_MONTHS)]
    base = _sum(net, earlier, product)
    if base <= 0 or not _days(recent):
        return None
    return _sum(net, recent, product) * _days(earlier) / (base * _days(recent))


def _sum(net: Numbers, months: list[date], product: str) -> Decimal:
    return sum((net.get((month, product), Decimal(0)) for month in months), Decimal(0))


def _days(months: list[date]) -> int:
    known = [month for month in months if month >= BOOKS_BEGIN]
    return sum(is_working_day(day) for month in known for day in month_days(month))
