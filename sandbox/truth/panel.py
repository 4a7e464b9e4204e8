"""Truth's cells of the panel: every metric by day for the company, its departments and its people."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from sandbox.company.calendar_ru import days_between
from sandbox.truth.activity import day_facts
from sandbox.truth.answers import Answers
from sandbox.truth.books import Books
from sandbox.truth.calls import still_open
from sandbox.truth.cells import Cells, add_known, round_half_up, to_cells
from sandbox.truth.known import is_known
from sandbox.truth.marketing import month_sums
from sandbox.truth.receipts import MoneyFact, money_facts
from sandbox.truth.sales import WORKING_HOURS, credited, outcome_facts, sales_facts
from sandbox.truth.touches import Touches
from sandbox.truth.visits import planned_visit_facts

Unit = tuple[str, str, str]
"""metric, unit type, unit key"""
Days = dict[date, Decimal | None]
COMPANY = ("company", "company")
RATIOS = {
    "conversion_period": ("deals_won_count", "clean_leads_count"),
    "junk_share": ("junk_leads_count", "leads_count"),
    "average_ticket_amount": ("revenue_linked_amount", "paying_deals_count"),
    "revenue_per_customer_amount": ("revenue_paid_amount", "paying_customers_count"),
}


@dataclass(frozen=True)
class Panel:
    """Values by metric, unit and day; a day that is not known is None."""

    days: dict[Unit, Days]

    def cells(self) -> dict[str, Cells]:
        """Return the values that are not 0, and every day of the company."""
        rows = {(*unit, day): value for unit, days in self.days.items() for day, value in days.items()}
        known = {key: str(value) for key, value in rows.items() if value is not None}
        return {
            "panel_value": to_cells({key: value for key, value in known.items() if Decimal(value)}),
            "panel_company_day": to_cells(
                {key: value for key, value in known.items() if key[1] == "company"}
            ),
        }


def read_panel(books: Books, answers: Answers, touches: Touches) -> Panel:
    """Return the panel as of the books' last complete day."""
    dense = _dense(_sums(books, answers) | _distinct(books), books.last_day)
    medians = _medians(books, answers)
    return Panel({**dense, **medians, **_ratios(dense), **_months(books, touches)})


def _units(books: Books, employee: str, day: date) -> Iterator[tuple[str, str]]:
    yield COMPANY
    yield "department", books.people.unit_on(employee, day)
    yield "employee", employee


def _sums(books: Books, answers: Answers) -> dict[Unit, Days]:
    values: dict[Unit, list[tuple[date, Decimal | None]]] = defaultdict(list)
    for metric, day, employee, value in _facts(books, answers):
        if day <= books.last_day:
            for unit in _units(books, employee, day):
                values[metric, *unit].append((day, value))
    known: dict[Unit, Days] = {unit: add_known(days) for unit, days in values.items()}
    for talk in still_open(books.conversations, books.as_of):
        if talk.day <= books.last_day:
            for unit in _units(books, talk.employee, talk.day):
                known.setdefault(("calls_missed_not_recalled_count", *unit), {})[talk.day] = None
    return known


def _facts(books: Books, answers: Answers) -> Iterator[MoneyFact]:
    yield from sales_facts(books)
    yield from outcome_facts(books)
    yield from money_facts(books)
    for receipt in books.receipts:
        if receipt.deal is not None:
            yield "revenue_linked_amount", receipt.line.paid_date, receipt.employee, receipt.line.amount
    planned = {"leads_count", "contracts_count", "revenue_paid_amount"}
    yield from (fact for fact in day_facts(books) if fact[0] not in planned)
    yield from planned_visit_facts(books)
    for deal in books.deals:
        if answers.first(deal) is None:
            yield "leads_waiting_count", deal.created_date, deal.employee, Decimal(1)


def _distinct(books: Books) -> dict[Unit, Days]:
    found: dict[Unit, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    for receipt in books.receipts:
        day = receipt.line.paid_date
        if receipt.line.is_refund or day > books.last_day:
            continue
        for unit in _units(books, receipt.employee, day):
            if receipt.deal is not None:
                found["paying_deals_count", *unit][day].add(receipt.deal.key)
            if receipt.customer is not None:
                found["paying_customers_count", *unit][day].add(receipt.customer)
    return {
        unit: {day: Decimal(len(members)) for day, members in days.items()} for unit, days in found.items()
    }


def _dense(values: dict[Unit, Days], last_day: date) -> dict[Unit, Days]:
    """Give company and departments every day since the first that is not 0."""
    dense = {}
    for unit, days in values.items():
        something = {day: value for day, value in days.items() if value is None or value}
        if not something:
            continue
        if unit[1] != "employee":
            every = days_between(min(something), last_day)
            something = {day: something.get(day, Decimal(0)) for day in every}
        dense[unit] = {
            day: None if value is None else round_half_up(value) for day, value in something.items()
        }
    return dense


def _medians(books: Books, answers: Answers) -> dict[Unit, Days]:
    measured: dict[Unit, dict[date, list[int]]] = defaultdict(lambda: defaultdict(list))
    for metric, day, employee, value in _measured(books, answers):
        if day <= books.last_day:
            for unit in _units(books, employee, day):
                measured[metric, *unit][day].append(value)
    return {
        unit: {day: round_half_up(Decimal(str(median(values)))) for day, values in days.items()}
        for unit, days in measured.items()
    }


def _measured(books: Books, answers: Answers) -> Iterator[tuple[str, date, str, int]]:
    for deal in books.deals:
        first = answers.first(deal)
        if first is not None:
            minutes = WORKING_HOURS.minutes_between(deal.created_at, first)
            yield "response_minutes_median", deal.created_date, deal.employee, minutes
    for day, employee, deal in credited(books, "won_at"):
        yield "sales_cycle_days", day, employee, (day - deal.created_date).days


def _ratios(dense: dict[Unit, Days]) -> dict[Unit, Days]:
    """Divide day by day; a part without a row is 0, and a day without a denominator has no ratio."""
    ratios: dict[Unit, Days] = {}
    for metric, (above, below) in RATIOS.items():
        for unit in {unit[1:] for unit in dense if unit[0] in (above, below)}:
            tops, bottoms = dense.get((above, *unit), {}), dense.get((below, *unit), {})
            ratios[metric, *unit] = {
                day: _quotient(tops.get(day, Decimal(0)), bottoms.get(day, Decimal(0)))
                for day in tops.keys() | bottoms.keys()
            }
    return ratios


def _quotient(above: Decimal | None, below: Decimal | None) -> Decimal | None:
    if above is None or not below:
        return None
    return (above / below).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _months(books: Books, touches: Touches) -> dict[Unit, Days]:
    """Return what advertising costs and brings, by month, for the company and each channel."""
    by_channel = month_sums(books, touches)
    found: dict[Unit, Days] = defaultdict(dict)
    for month in {month for month, _ in by_channel}:
        channels = {channel: sums for (other, channel), sums in by_channel.items() if other == month}
        for channel, sums in channels.items():
            _put(found, ("channel", channel), month, [sums])
        _put(found, COMPANY, month, list(channels.values()))
    return {
        unit: {month: value if is_known(books.company, unit[0]) else None for month, value in days.items()}
        for unit, days in found.items()
    }


def _put(
    found: dict[Unit, Days], unit: tuple[str, str], month: date, channels: list[dict[str, Decimal]]
) -> None:
    spending = [sums for sums in channels if sums["spend"]]
    spend, customers = _sum(channels, "spend"), _sum(channels, "new_customers")
    leads, won_over = _sum(spending, "clean_leads"), _sum(spending, "new_customers")
    margin = _sum(spending, "margin")
    values = {
        "spend_amount": round_half_up(spend),
        "new_customers_count": round_half_up(customers),
        "advertised_leads_count": round_half_up(leads),
        "advertised_customers_count": round_half_up(won_over),
        "advertised_margin_amount": round_half_up(margin),
        "cpl_amount": _quotient(spend, leads),
        "cac_amount": _quotient(spend, won_over),
        "full_cac_amount": _quotient(spend + _sum(channels, "other_costs") or None, customers),
        "romi": _quotient(margin - spend, spend),
    }
    for metric, value in values.items():
        found.setdefault((metric, *unit), {})[month] = value


def _sum(channels: list[dict[str, Decimal]], measure: str) -> Decimal:
    return sum((sums[measure] for sums in channels), Decimal(0))
