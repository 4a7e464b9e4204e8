"""Truth about expected money: what every morning saw as due, and how much of it came in time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sandbox.company.company import Company
from sandbox.company.erp_records import Instalment
from sandbox.company.snapshot import erp_rows
from sandbox.truth.money import Ledger, Line, read_lines
from sandbox.truth.people import People, business_date
from sandbox.truth.rates import Rates

CALENDAR_DAYS = timedelta(days=7)


@dataclass(frozen=True)
class Expected:
    """An instalment that was not fully paid on a morning; `kept` is None until its due date is over."""

    morning: date
    order: str
    line: int
    due: date
    employee: str
    amount: Decimal
    kept: Decimal | None


def first_loads(loads: Iterable[datetime]) -> list[datetime]:
    """Return the first load of every business date."""
    first: dict[date, datetime] = {}
    for load in sorted(loads):
        first.setdefault(business_date(load), load)
    return list(first.values())


def read_schedule(
    company: Company,
    loads: Sequence[datetime],
    ledger: Ledger,
    lines: list[Line],
    people: People,
    rates: Rates,
) -> list[Expected]:
    """Return what every morning expected; `ledger`, `lines` and `rates` are as known at the last load."""
    paid_now = _by_order(lines)
    today = business_date(max(loads))
    found: list[Expected] = []
    for load in first_loads(loads):
        paid_then = _by_order(read_lines(company, load, rates))
        for row in erp_rows(company.orders, load):
            if not row.facts.posted or row.facts.deletion_mark:
                continue
            employee = _employee(row.key, ledger, people)
            known, now = paid_then.get(row.key, []), paid_now.get(row.key, [])
            morning = business_date(load)
            for part, amount, kept in _open_parts(row.facts.schedule, known, now, morning):
                outcome = kept if part.due < today else None
                found.append(Expected(morning, row.key, part.number, part.due, employee, amount, outcome))
    return found


def _by_order(lines: Iterable[Line]) -> dict[str, list[Line]]:
    grouped: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.order is not None:
            grouped[line.order].append(line)
    return grouped


def _open_parts(
    schedule: Sequence[Instalment], known: list[Line], now: list[Line], morning: date
) -> Iterator[tuple[Instalment, Decimal, Decimal]]:
    filled = fill(schedule, sum_of(known))
    for part in schedule:
        expected = part.amount - filled[part.number]
        if expected == 0:
            continue
        in_time = sum_of(line for line in now if _is_in_time(line, part.due, morning))
        gained = fill(schedule, in_time)[part.number] - filled[part.number]
        yield part, expected, min(expected, max(Decimal(0), gained))


def _is_in_time(line: Line, due: date, morning: date) -> bool:
    """Count payments up to the due date, and refunds up to the morning too: it saw them already."""
    return line.paid_date <= (max(due, morning) if line.is_refund else due)


def sum_of(lines: Iterable[Line]) -> Decimal:
    """Add payments and take off refunds."""
    return sum((line.known for line in lines), Decimal(0))


def fill(schedule: Sequence[Instalment], paid: Decimal) -> dict[int, Decimal]:
    """Lay money over instalments in order of due date, then line number; return what each one got."""
    left = max(paid, Decimal(0))
    filled = {}
    for part in sorted(schedule, key=lambda part: (part.due, part.number)):
        filled[part.number] = min(left, part.amount)
        left -= filled[part.number]
    return filled


def _employee(order: str, ledger: Ledger, people: People) -> str:
    deal, _ = ledger.deal_of_order(order)
    if deal is None:
        facts = ledger.orders.get(order)
        return people.of_erp(facts.manager if facts is not None else None)
    return deal.owner_at(deal.won_at, people) if deal.won_at is not None else deal.employee


def in_calendar(expected: Expected) -> bool:
    """Say whether the payment calendar shows it: overdue, or due within the week."""
    return expected.due <= expected.morning + CALENDAR_DAYS
