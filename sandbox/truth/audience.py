"""Truth about the audience: leads of a month by what customers tell of themselves, no small group alone."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sandbox.company.history import change_at, value_at
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, add_known, sum_known, to_cells
from sandbox.truth.deals import Deal
from sandbox.truth.known import tells

ATTRIBUTES = ("sex", "birth_date", "family_status", "occupation", "industry")
LEAST_CUSTOMERS = 5
BANDS = (
    (17, "0-17"),
    (24, "18-24"),
    (34, "25-34"),
    (44, "35-44"),
    (54, "45-54"),
    (64, "55-64"),
    (110, "65+"),
)
UNKNOWN, SMALL = "unknown", "small_groups"
Cell = tuple[date | Key, ...]


def audience_cells(books: Books) -> dict[str, Cells]:
    """Return leads, wins, money and customers by month, attribute and value; None: too few to be shown."""
    answers, is_told = _answers(books), tells(books.company, "erp")
    groups: dict[tuple[date, str], dict[str, list[Deal]]] = defaultdict(lambda: defaultdict(list))
    for deal in books.deals:
        if deal.created_date <= books.last_day:
            month = deal.created_date.replace(day=1)
            for attribute in ATTRIBUTES:
                value = _value(attribute, answers.get((deal.customer or "", attribute)), deal.created_date)
                groups[month, attribute][value].append(deal)
    paid = add_known((r.deal.key, r.line.amount) for r in books.receipts if r.deal is not None)
    leads: dict[Cell, int | None] = {}
    won: dict[Cell, int | None] = {}
    money: dict[Cell, Decimal | None] = {}
    customers: dict[Cell, int | None] = {}
    for (month, attribute), values in groups.items():
        for value, deals in _shown(values):
            cell = (month, attribute, value)
            is_shown = value != SMALL or _size(deals) >= LEAST_CUSTOMERS
            leads[cell] = len(deals) if is_shown else None
            won[cell] = sum(deal.is_won for deal in deals) if is_shown else None
            amounts = (paid.get(deal.key, Decimal(0)) for deal in deals)
            money[cell] = sum_known(amounts) if is_shown and is_told else None
            customers[cell] = _size(deals) if is_shown else None
    return {
        "audience_leads": to_cells(leads),
        "audience_won": to_cells(won),
        "audience_paid": to_cells(money),
        "audience_customers": to_cells(customers),
    }


def _answers(books: Books) -> dict[tuple[str, str], str]:
    """Return (customer, attribute) → what the first of his cards says."""
    names, at = books.people.names, books.as_of
    told = []
    for entity, cards in (("contact", books.company.contacts), ("company", books.company.companies)):
        for card in cards:
            if change_at(card.presence, at) is not None:
                for crm in names.holders(entity, card.id):
                    key = names.card(crm, entity, card.id)
                    told += [(key, question, text) for question, text in value_at(card.person, at).told]
    answers: dict[tuple[str, str], str] = {}
    for key, question, text in sorted(told):
        customer = books.customers.of_record(key)
        if customer is not None:
            answers.setdefault((customer, question), text)
    return answers


def _value(attribute: str, answer: str | None, day: date) -> str:
    if answer is None:
        return UNKNOWN
    if attribute != "birth_date":
        return answer
    born = date.fromisoformat(answer)
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return next((band for last, band in BANDS if 0 <= age <= last), UNKNOWN)


def _shown(values: dict[str, list[Deal]]) -> Iterator[tuple[str, list[Deal]]]:
    small: list[Deal] = []
    for value, deals in values.items():
        if value == UNKNOWN or _size(deals) >= LEAST_CUSTOMERS:
            yield value, deals
        else:
            small += deals
    if small:
        yield SMALL, small


def _size(deals: list[Deal]) -> int:
    return len({deal.customer for deal in deals} - {None})
