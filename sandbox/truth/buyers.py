"""Truth's cells about single customers: how often they buy, what they brought, who looks after them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from sandbox.company.crm_cards import CompanyCard, Contact
from sandbox.company.history import value_at
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, to_cells
from sandbox.truth.deals import Deal
from sandbox.truth.goods import SoldLine
from sandbox.truth.known import tells
from sandbox.truth.people import business_date
from sandbox.truth.purchases import Purchases, usual_gap, usual_purchase
from sandbox.truth.receipts import customer_cells
from sandbox.truth.rules import CUSTOMER_WINDOW_MONTHS, UNASSIGNED


def buyer_cells(books: Books, purchases: Purchases) -> dict[str, Cells]:
    """Return the state of every customer as of the as-of date."""
    accounts = books.customers.keys_with_account()
    days = {customer: list(bought) for customer, bought in purchases.items()}
    usual = {customer: gap for customer, bought in days.items() if (gap := usual_gap(bought)) is not None}
    return {
        "buyer_purchases": to_cells({(key,): len(days.get(key, ())) for key in accounts}),
        "buyer_paid": customer_cells(books)["customers_paid_amount"],
        "buyer_first_purchase": to_cells({(key,): _number(bought[0]) for key, bought in days.items()}),
        "buyer_last_purchase": to_cells({(key,): _number(bought[-1]) for key, bought in days.items()}),
        "buyer_usual_purchase": to_cells(
            {(key,): usual_purchase(bought.values()) for key, bought in purchases.items()}
        ),
        "buyer_usual_gap": to_cells({(key,): gap for key, gap in usual.items()}),
        "buyer_days_overdue": to_cells(
            {(key,): max(_silence(books, days[key]) - gap, Decimal(0)) for key, gap in usual.items()}
        ),
        "buyer_is_current": to_cells(
            {(key,): int(key in days and _is_current(books, days[key][-1])) for key in accounts}
        ),
        **_goods_cells(books, accounts),
        **_deal_cells(books),
    }


def _number(day: date) -> int:
    return int(day.strftime("%Y%m%d"))


def _silence(books: Books, days: list[date]) -> Decimal:
    return Decimal((business_date(books.as_of) - days[-1]).days)


def _is_current(books: Books, last: date) -> bool:
    today = business_date(books.as_of)
    months = today.year * 12 + today.month - 1 - CUSTOMER_WINDOW_MONTHS
    return last > date(months // 12, months % 12 + 1, today.day)


def _goods_cells(books: Books, accounts: set[str]) -> dict[str, Cells]:
    lines: dict[str, list[SoldLine]] = defaultdict(list)
    for line in books.sold_lines:
        customer = books.customers.of_account(line.counterparty)
        if customer is not None:
            lines[customer].append(line)
    shipped = {(key,): sum((line.net + line.vat for line in lines[key]), Decimal(0)) for key in accounts}
    known = {
        key: [line.margin for line in bought if line.margin is not None] for key, bought in lines.items()
    }
    return {
        "buyer_shipped": to_cells(shipped),
        "buyer_margin": to_cells(
            {(key,): sum(margins, Decimal(0)) for key, margins in known.items() if margins}
        ),
    }


def _deal_cells(books: Books) -> dict[str, Cells]:
    deals: dict[str, list[Deal]] = defaultdict(list)
    for deal in books.deals:
        if deal.customer is not None:
            deals[deal.customer].append(deal)
    for held in deals.values():
        held.sort(key=lambda deal: (deal.created_at, deal.key))
    everybody = {str(books.customers.of_record(key)) for key in books.customers.records}
    orders, cards = _order_managers(books), _card_owners(books)
    managers = {}
    for customer in everybody:
        ways = (_last_owner(deals[customer]), orders.get(customer), cards.get(customer))
        managers[customer, next((way for way in ways if way is not None), UNASSIGNED)] = 1
    open_deals = {
        (customer,): sum(not deal.is_won and not deal.is_ended for deal in deals[customer])
        for customer in everybody
        if tells(books.company, "crm")
    }
    return {
        "buyer_manager": to_cells(managers),
        "buyer_open_deals": to_cells(open_deals),
        "buyer_first_channel": to_cells(
            {(customer, held[0].channel): 1 for customer, held in deals.items() if held}
        ),
    }


def _last_owner(deals: list[Deal]) -> str | None:
    return deals[-1].employee if deals and deals[-1].employee != UNASSIGNED else None


def _order_managers(books: Books) -> dict[str, str]:
    """Return the manager of each customer's last order that has one."""
    managed = []
    for key, facts in books.ledger.orders.items():
        customer = books.customers.of_account(facts.counterparty)
        manager = books.people.of_erp(facts.manager)
        if customer is not None and manager != UNASSIGNED:
            managed.append((facts.date, key, customer, manager))
    return {customer: manager for _, _, customer, manager in sorted(managed)}


def _card_owners(books: Books) -> dict[str, str]:
    """Return the responsible of each customer's smallest CRM card."""
    owners: dict[str, tuple[str, str]] = {}
    for key, _, employee in owned_cards(books):
        customer = books.customers.of_record(key)
        if customer is not None:
            owners[customer] = min(owners.get(customer, (key, employee)), (key, employee))
    return {customer: owner for customer, (_, owner) in owners.items()}


def owned_cards(books: Books) -> Iterator[tuple[str, Contact | CompanyCard, str]]:
    """Yield every card that a CRM has shown, deleted ones too: its key, itself, its responsible now."""
    names = books.people.names
    kinds: tuple[tuple[str, Iterable[Contact | CompanyCard]], ...] = (
        ("contact", books.company.contacts),
        ("company", books.company.companies),
    )
    for entity, cards in kinds:
        for card in (one for one in cards if one.created_at <= books.as_of):
            for crm in names.holders(entity, card.id):
                employee = books.people.of_crm(value_at(card.responsible, books.as_of))
                yield names.card(crm, entity, card.id), card, employee
