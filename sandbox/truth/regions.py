"""Truth about regions: where each customer is, by which rule, and what every region brought each day."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sandbox.company.history import change_at, value_at
from sandbox.company.snapshot import erp_rows
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, add_up, count, to_cells
from sandbox.truth.people import business_date
from sandbox.truth.rules import MOST_SHARED_CARDS

UNKNOWN = ("unknown", "unknown")
MEASURES = (
    "leads_count", "clean_leads_count", "deals_won_count", "revenue_booked_amount", "revenue_paid_amount",
    "net_amount", "net_known_cost_amount", "margin_amount",
)  # fmt: skip
Cell = tuple[date | Key, ...]

TYPED = {
    "Москва": "ru_77",
    "г. Москва": "ru_77",
    "москва": "ru_77",
    "Санкт-Петербург": "ru_78",
    "Питер": "ru_78",
    "Московская область": "ru_50",
    "Московская обл.": "ru_50",
    "Подмосковье": "ru_50",
    "Свердловская обл": "ru_66",
    "свердловская обл.": "ru_66",
    "Республика Татарстан": "ru_16",
    "Татарстан": "ru_16",
    "Краснодарский край": "ru_23",
    "Калининградская обл.": "ru_39",
}
"""What the company's people type into the field of regions."""
TOWNS = {
    "г Москва": "ru_77",
    "г Санкт-Петербург": "ru_78",
    "г Подольск": "ru_50",
    "г Екатеринбург": "ru_66",
    "г Казань": "ru_16",
    "г Краснодар": "ru_23",
    "г Калининград": "ru_39",
}
AREA_CODES = {
    "7495": "ru_77",
    "7812": "ru_78",
    "7496": "ru_50",
    "7343": "ru_66",
    "7843": "ru_16",
    "7861": "ru_23",
    "7401": "ru_39",
}


class Regions:
    """The region of every customer and the rule that told it."""

    def __init__(self, books: Books) -> None:
        """Ask the customers' cards in the order of their keys."""
        self._customers = books.customers
        typed, addresses = self._told(books)
        phones = sorted(
            (key, phone) for key, card in books.customers.records.items() for phone in card.phones
        )
        holders = count((phone,) for _, phone in phones)
        self._found: dict[str, tuple[str, str]] = {}
        for key, text in sorted(typed):
            self._answer(key, TYPED.get(text.strip()), "field")
        for key, text in sorted(addresses):
            town = next(part for part in text.split(", ") if part in TOWNS)
            self._answer(key, TOWNS[town], "address")
        for key, phone in phones:
            if holders[phone,] <= MOST_SHARED_CARDS:
                self._answer(key, AREA_CODES.get(phone[:4]), "phone")

    def of(self, customer: str | None) -> tuple[str, str]:
        """Return (region, rule) of a customer; unknown for nobody."""
        return self._found.get(customer or "", UNKNOWN)

    def _answer(self, record: str, region: str | None, rule: str) -> None:
        customer = self._customers.of_record(record)
        if region is not None and customer is not None:
            self._found.setdefault(customer, (region, rule))

    def _told(self, books: Books) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Return (record, text) of what stands in fields of regions, and of addresses."""
        names, at = books.people.names, books.as_of
        answers: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for entity, cards in (("contact", books.company.contacts), ("company", books.company.companies)):
            for card in cards:
                if change_at(card.presence, at) is not None:
                    for question, text in value_at(card.person, at).told:
                        keys = (names.card(crm, entity, card.id) for crm in names.holders(entity, card.id))
                        answers[question] += [(key, text) for key in keys]
        accounts = [
            (names.account(row.key), row.facts.address)
            for row in erp_rows(books.company.counterparties, at)
            if row.facts.address
        ]
        return answers["region"], [*answers["address"], *accounts]


def region_cells(books: Books) -> dict[str, Cells]:
    """Return where customers are, and leads, wins and money by day, region and client status."""
    regions = Regions(books)
    facts = list(_facts(books, regions))
    return {
        "customer_region": to_cells({(key, *regions.of(key)): 1 for key in _customers(books)}),
        "buyer_region": to_cells({(key, regions.of(key)[0]): 1 for key in _customers(books)}),
        **{
            f"region_{name}": to_cells(
                {key: sum_ if name.endswith("amount") else int(sum_) for key, sum_ in sums.items() if sum_}
            )
            for name in MEASURES
            for sums in (add_up((cell, value) for measure, cell, value in facts if measure == name),)
        },
    }


def _customers(books: Books) -> set[str]:
    return {str(books.customers.of_record(key)) for key in books.customers.records}


def _facts(books: Books, regions: Regions) -> Iterator[tuple[str, Cell, Decimal]]:
    """Yield (measure, (day, region, status), value) of complete days."""
    for measure, day, customer, seen, value in _events(books):
        if day <= books.last_day:
            cell = (day, regions.of(customer)[0], books.client_status(customer, seen))
            yield measure, cell, value


def _events(books: Books) -> Iterator[tuple[str, date, str | None, date, Decimal]]:
    """Yield (measure, day, customer, day of his status, value)."""
    one = Decimal(1)
    for deal in books.deals:
        created = deal.created_date
        yield "leads_count", created, deal.customer, created, one
        if deal.junk_class is None:
            yield "clean_leads_count", created, deal.customer, created, one
        if deal.is_won and deal.won_at is not None:
            won = business_date(deal.won_at)
            yield "deals_won_count", won, deal.customer, created, one
            yield "revenue_booked_amount", won, deal.customer, created, deal.amount
    for receipt in books.receipts:
        paid = receipt.line.paid_date
        yield "revenue_paid_amount", paid, receipt.customer, paid, receipt.line.known
    for line in books.sold_lines:
        buyer = books.customers.of_account(line.counterparty)
        yield "net_amount", line.day, buyer, line.day, line.net
        if line.margin is not None:
            yield "net_known_cost_amount", line.day, buyer, line.day, line.net
            yield "margin_amount", line.day, buyer, line.day, line.margin
