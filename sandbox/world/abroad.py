"""Trade with buyers abroad: orders in roubles, paid in their currency, shipped without VAT."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sandbox.company.charter import CONTRACT, END, ERP_ONLY, MOSCOW, OPT_SIGNED, WON, erp_key
from sandbox.company.charter_abroad import BUYERS, Buyer
from sandbox.company.erp_records import (
    CounterpartyFacts,
    CurrencyRate,
    GoodsFacts,
    GoodsLine,
    Instalment,
    MoneyFacts,
    MoneyLine,
    OrderFacts,
)
from sandbox.company.history import Change
from sandbox.world.cards import CrmBook
from sandbox.world.clock import BUSY_HOURS, later, moment_of
from sandbox.world.drafts import LeadDraft
from sandbox.world.erp_drafts import ErpBook, ErpDraft, OrderStory, as_written
from sandbox.world.orders import CENT, split_amount
from sandbox.world.people import Client
from sandbox.world.rates import rate_on

ORDERS_AT_SCALE_1 = 4
NIGHT_DAYS = (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 3))
SPOT = Decimal(90_000)
MANAGERS = (erp_key(7001002), erp_key(7001003), ERP_ONLY, None)


class Abroad:
    """The book of foreign trade: writes into the ERP's lists behind all that is there."""

    def __init__(self, crm: CrmBook, erp: ErpBook, rates: tuple[CurrencyRate, ...], seed: int) -> None:
        """Open the book over the finished domestic trade."""
        self.rng = random.Random(f"{seed}:abroad")
        self.erp, self.rates = erp, rates
        self.scale = crm.scale
        self.unordered = _signed_without_order(crm, erp)
        self.counts = {"orders": len(erp.orders), "sales": len(erp.sales), "payments": 0}
        self.goods = [product for product in erp.products if not product.is_folder]

    def new_key(self) -> str:
        """Return a fresh GUID that depends on the seed only."""
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=1))

    def number(self, kind: str, prefix: str) -> str:
        """Return the next number of a kind of document."""
        self.counts[kind] += 1
        return f"{prefix}-{self.counts[kind]:06d}"


def trade_abroad(crm: CrmBook, erp: ErpBook, rates: tuple[CurrencyRate, ...], seed: int) -> None:
    """Write all documents of the buyers abroad, and June's payments that no order explains."""
    book = Abroad(crm, erp, rates, seed)
    for buyer in BUYERS:
        account = _open_account(book, buyer)
        for _ in range(max(1, round(ORDERS_AT_SCALE_1 * book.scale))):
            _order(book, buyer, account)
    for day in NIGHT_DAYS:
        _pay(book, "USD", erp.counterparties[-1].key, None, moment_of(book.rng, day, BUSY_HOURS), SPOT)


def _signed_without_order(crm: CrmBook, erp: ErpBook) -> Iterator[tuple[LeadDraft, datetime]]:
    ordered = {story.lead.id for story in erp.orders if story.lead is not None}
    for lead in crm.leads:
        signed = [change.at for change in lead.stage if change.value.stage_id in (CONTRACT, OPT_SIGNED, WON)]
        if signed and lead.id not in ordered and signed[0] < END - timedelta(days=20):
            yield lead, signed[0]


def _open_account(book: Abroad, buyer: Buyer) -> str:
    facts = CounterpartyFacts(
        f"З-{len(book.erp.counterparties) + 1:05d}", buyer.name, buyer.name, True, buyer.tax_id, "",
        (buyer.phone,), (),
    )  # fmt: skip
    at = datetime(2026, 2, 20, 11, book.rng.randrange(60), tzinfo=MOSCOW)
    book.erp.counterparties.append(ErpDraft(book.new_key(), [Change(as_written(at), facts)]))
    return book.erp.counterparties[-1].key


def _order(book: Abroad, buyer: Buyer, account: str) -> None:
    rng = book.rng
    lead, signed = next(book.unordered, (None, None)) if rng.random() < 0.5 else (None, None)
    start = signed or datetime(2026, 3, 2, tzinfo=MOSCOW) + timedelta(days=rng.randrange(80))
    at = as_written(later(rng, start, 1))
    amount = Decimal(rng.randint(300_00, 2_600_000_00)) / 100
    first = at.astimezone(MOSCOW).date()
    parts = split_amount(amount, [30, 70])
    schedule = tuple(
        Instalment(number, first + timedelta(days=days), part, Decimal(percent))
        for number, (days, part, percent) in enumerate(zip((3, 25), parts, (30, 70), strict=True), start=1)
    )
    facts = OrderFacts(
        book.number("orders", "ТД00"), at, True, False, account, rng.choice(MANAGERS), amount,
        _lines(book, amount), schedule, str(lead.id) if lead is not None else None,
    )  # fmt: skip
    draft = ErpDraft(book.new_key(), [Change(at + timedelta(minutes=3), facts)])
    client = Client(True, buyer.name, [buyer.phone], [], buyer.tax_id, accounts=[account])
    book.erp.orders.append(OrderStory(draft, client, lead))
    for part in schedule:
        if rng.random() < 0.85:
            paid = datetime.combine(part.due + timedelta(days=rng.randint(-2, 3)), time(12, 40), MOSCOW)
            _pay(book, buyer.currency, account, draft.key, max(paid, later(rng, at, 0.2)), part.amount)
    _ship(book, draft)


def _lines(book: Abroad, amount: Decimal) -> tuple[GoodsLine, ...]:
    rng = book.rng
    parts = split_amount(amount, [rng.randint(1, 4) for _ in range(rng.randint(2, 4))])
    return tuple(
        GoodsLine(number, rng.choice(book.goods).key, quantity, (part / quantity).quantize(CENT), part, 0)
        for number, part in enumerate(parts, start=1)
        for quantity in (rng.randint(10, 200),)
    )


def _pay(
    book: Abroad, currency: str, account: str, order: str | None, at: datetime, roubles: Decimal
) -> None:
    if at >= END - timedelta(days=1):
        return
    rng, at = book.rng, as_written(at)
    amount = (roubles / rate_on(book.rates, currency, at.astimezone(MOSCOW).date())).quantize(CENT)
    refund = order is not None and rng.random() < 0.08
    lines: tuple[MoneyLine, ...] = (MoneyLine(1, order, amount),)
    if rng.random() < 0.2:
        share = (amount / 3).quantize(CENT)
        lines = (MoneyLine(1, order, share), MoneyLine(2, None, amount - share))
    if order is None and rng.random() < 0.5:
        lines = ()
    facts = MoneyFacts(
        book.number("payments", "ВВ00"), at, True, False, "customer_payment", account, None, amount, lines,
        "Export payment, no VAT", currency,
    )  # fmt: skip
    _write(book, facts, at + timedelta(minutes=rng.randint(5, 90)))
    if refund:
        _give_back(book, facts)


def _give_back(book: Abroad, paid: MoneyFacts) -> None:
    at = as_written(later(book.rng, paid.date, 5))
    amount = (paid.amount / 10).quantize(CENT)
    lines = (MoneyLine(1, paid.lines[0].order if paid.lines else None, amount),)
    facts = replace(
        paid, number=book.number("payments", "ВВ00"), date=at, operation="customer_refund", amount=amount,
        lines=lines, purpose="Refund",
    )  # fmt: skip
    _write(book, facts, at + timedelta(minutes=9))


def _write(book: Abroad, facts: MoneyFacts, entered: datetime) -> None:
    is_refund = facts.operation == "customer_refund"
    if entered < END:
        draft = ErpDraft(
            book.new_key(), [Change(entered, facts)], kind="refunds_bank" if is_refund else "payments_bank"
        )
        book.erp.money.append(draft)


def _ship(book: Abroad, order: ErpDraft[OrderFacts]) -> None:
    """Ship the order; its last line now and then is cancelled at the gate."""
    at = as_written(later(book.rng, order.facts.date, 6))
    if at >= END:
        return
    lines = order.facts.lines
    if book.rng.random() < 0.3:
        lines = (*lines[:-1], replace(lines[-1], is_cancelled=True))
    amount = sum((line.amount for line in lines if not line.is_cancelled), Decimal(0))
    facts = GoodsFacts(
        book.number("sales", "РТ00"), at, True, False, order.facts.counterparty, order.facts.manager,
        order.key, amount, lines,
    )  # fmt: skip
    book.erp.sales.append(ErpDraft(book.new_key(), [Change(at + timedelta(minutes=5), facts)]))
