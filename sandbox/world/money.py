"""Money of the ERP: instalments paid on time, late, in parts or never, two orders at once, and refunds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sandbox.company.charter import END, LOST, MOSCOW, START, erp_key
from sandbox.company.erp_records import Instalment, MoneyFacts, MoneyKind, MoneyLine, Operation
from sandbox.company.history import Change
from sandbox.world.clock import VISITOR_HOURS, keep_off_night, later, moment_of, working_moment
from sandbox.world.erp_drafts import ErpBook, ErpDraft, OrderStory, as_written
from sandbox.world.orders import CENT, open_account, split_amount
from sandbox.world.people import Client

REFUND_OF: dict[MoneyKind, MoneyKind] = {
    "payments_bank": "refunds_bank",
    "payments_card": "refunds_bank",
    "payments_cash": "refunds_cash",
}
PREFIXES: dict[MoneyKind, str] = {
    "payments_bank": "ПБ00", "payments_cash": "ПК00", "payments_card": "КА00",
    "refunds_bank": "СБ00", "refunds_cash": "РК00",
}  # fmt: skip
PURPOSES = (
    "Оплата по договору, НДС 22%", "Оплата по счёту", "Рассрочка по договору купли-продажи",
    "ИПОТЕКА, кредитные средства банка", "Материнский капитал + ипотека", "За светильники; б/н",
)  # fmt: skip


@dataclass(frozen=True)
class Transfer:
    """Money about to be written down: parts are (order key or None, amount); no parts = no allocation."""

    at: datetime
    kind: MoneyKind
    counterparty: str
    responsible: str | None
    amount: Decimal
    parts: tuple[tuple[str | None, Decimal], ...]
    purpose: str
    operation: Operation = "customer_payment"


def write_money(erp: ErpBook) -> None:
    """Write payments and refunds of all orders, and money that no order explains, numbered by date."""
    transfers = [transfer for story in erp.orders for transfer in _pay(erp, story)]
    transfers = _join_some(erp, transfers)
    transfers += [refund for transfer in transfers for refund in _refund(erp, transfer)]
    transfers += list(_unexplained(erp)) + list(_foreign(erp))
    counts: dict[MoneyKind, int] = {}
    for transfer in sorted(transfers, key=lambda transfer: (transfer.at, transfer.amount)):
        counts[transfer.kind] = counts.get(transfer.kind, 0) + 1
        _write(erp, transfer, f"{PREFIXES[transfer.kind]}-{counts[transfer.kind]:06d}")


def _pay(erp: ErpBook, story: OrderStory) -> Iterator[Transfer]:
    rng = erp.rng
    lost = story.lead is not None and story.lead.stage[-1].value.stage_id == LOST
    instalments = story.draft.facts.schedule or (
        Instalment(1, story.draft.facts.date.date(), story.draft.facts.amount, Decimal(100)),
    )
    for instalment in instalments:
        if rng.random() < (0.55 if lost else 0.07):
            continue
        paid = instalment.due + timedelta(days=_delay(erp))
        halves = rng.random() < 0.12
        parts = split_amount(instalment.amount, [3, 5]) if halves else [instalment.amount]
        for number, part in enumerate(parts):
            yield from _transfer(erp, story, paid + timedelta(days=4 * number), part)


def _delay(erp: ErpBook) -> int:
    roll = erp.rng.random()
    if roll < 0.15:
        return erp.rng.randint(4, 22)
    return erp.rng.randint(-4, -1) if roll < 0.3 else erp.rng.randint(0, 1)


def _transfer(erp: ErpBook, story: OrderStory, day: date, amount: Decimal) -> Iterator[Transfer]:
    rng = erp.rng
    client, order = story.client, story.draft.facts
    kind = _kind(erp, client)
    earliest = order.date + timedelta(minutes=20)
    at = max(_moment(erp, kind, day), keep_off_night(working_moment(rng, earliest)))
    roll = rng.random()
    parts: tuple[tuple[str | None, Decimal], ...] = ((story.draft.key, amount),)
    if roll < 0.09:
        parts = ()
    elif roll < 0.17:
        parts = ((None, amount),)
    elif roll < 0.2 and amount > 1000:
        parts = ((story.draft.key, amount - 500), (None, Decimal(500)))
    if at < END and amount > 0:
        responsible = rng.choice((order.manager, order.manager, erp_key(7001001), None))
        purpose = rng.choices(PURPOSES, (40, 40, 6, 4, 2, 8))[0] if kind == "payments_bank" else ""
        account = order.counterparty if rng.random() < 0.95 else rng.choice(client.accounts)
        yield Transfer(at, kind, account, responsible, amount, parts, purpose)


def _kind(erp: ErpBook, client: Client) -> MoneyKind:
    kinds: tuple[MoneyKind, ...] = ("payments_bank", "payments_cash", "payments_card")
    return erp.rng.choices(kinds, (92, 3, 5) if client.is_legal else (35, 25, 40))[0]


def _moment(erp: ErpBook, kind: MoneyKind, day: date) -> datetime:
    if kind == "payments_bank":
        while day.weekday() >= 5:
            day += timedelta(days=1)
        return datetime.combine(day, time(12), MOSCOW) + timedelta(seconds=erp.rng.randint(0, 18000))
    return moment_of(erp.rng, day, VISITOR_HOURS)


def _join_some(erp: ErpBook, transfers: list[Transfer]) -> list[Transfer]:
    """Let one document pay two orders of the same account where two would be near in time."""
    joined: list[Transfer] = []
    waiting: dict[tuple[str, MoneyKind], int] = {}
    for transfer in sorted(transfers, key=lambda transfer: transfer.at):
        key = (transfer.counterparty, transfer.kind)
        first = joined[waiting[key]] if key in waiting else None
        if first is not None and _are_joinable(first, transfer) and erp.rng.random() < 0.5:
            amount = first.amount + transfer.amount
            both = replace(first, amount=amount, parts=first.parts + transfer.parts)
            joined[waiting.pop(key)] = both
            continue
        waiting[key] = len(joined)
        joined.append(transfer)
    return joined


def _are_joinable(first: Transfer, second: Transfer) -> bool:
    near = second.at - first.at < timedelta(days=12)
    return near and bool(first.parts) and bool(second.parts) and first.parts[0][0] != second.parts[0][0]


def _refund(erp: ErpBook, paid: Transfer) -> Iterator[Transfer]:
    rng = erp.rng
    at = later(rng, paid.at, 9)
    if rng.random() > 0.04 or at >= END:
        return
    share = rng.choice((Decimal(1), Decimal("0.4"), Decimal("0.15")))
    amount = (paid.amount * share).quantize(CENT)
    parts = paid.parts
    if share < 1:
        parts = tuple((order, amount) for order, _ in paid.parts[:1])
    kind = REFUND_OF[paid.kind]
    purpose = "Возврат оплаты" if kind == "refunds_bank" else ""
    yield Transfer(
        at, kind, paid.counterparty, paid.responsible, amount, parts, purpose, "customer_refund"
    )  # fmt: skip


def _unexplained(erp: ErpBook) -> Iterator[Transfer]:
    """Money of payers who never ordered anything."""
    rng = erp.rng
    for number in range(max(6, len(erp.orders) // 25)):
        at = later(rng, START + timedelta(days=rng.randint(1, 105)), 1)
        phone = f"900000{number:04d}"
        payer = Client(number % 2 == 0, f"Неизвестный плательщик {number}", [phone], [], "", ())
        amount = Decimal(rng.randint(100_000, 5_000_000)) / 100
        account = open_account(erp, payer, at)
        parts = () if number % 3 else ((None, amount),)
        responsible = rng.choice((None, erp_key(7001011)))
        if at < END:
            yield Transfer(at, "payments_bank", account, responsible, amount, parts, "Оплата б/н")


def _foreign(erp: ErpBook) -> Iterator[Transfer]:
    """Money that is no customer's payment: loans, transfers between own accounts, advances to staff."""
    kinds: tuple[MoneyKind, ...] = ("payments_bank", "refunds_bank", "refunds_cash", "payments_cash")
    for number in range(max(8, len(erp.orders) // 15)):
        at = later(erp.rng, START + timedelta(days=erp.rng.randint(1, 105)), 1)
        account = erp.rng.choice(erp.counterparties).key
        amount = Decimal(erp.rng.randint(1_000_000, 90_000_000)) / 100
        if at < END:
            yield Transfer(at, kinds[number % 4], account, None, amount, (), "Займ", "other")


def _write(erp: ErpBook, transfer: Transfer, number: str) -> None:
    rng = erp.rng
    entered = keep_off_night(transfer.at + timedelta(seconds=rng.randint(30, 9000)))
    if rng.random() < 0.06:
        entered = later(rng, transfer.at, 6)
    if entered >= END:
        return
    posted = rng.random() > 0.03
    lines = tuple(MoneyLine(n, order, part) for n, (order, part) in enumerate(transfer.parts, start=1))
    facts = MoneyFacts(
        number, as_written(transfer.at), posted, False, transfer.operation, transfer.counterparty,
        transfer.responsible, transfer.amount, lines, transfer.purpose,
    )  # fmt: skip
    draft = ErpDraft(erp.new_key(), [Change(as_written(entered), facts)], kind=transfer.kind)
    if not posted:
        draft.rewrite(later(rng, entered, 1.5), posted=True)
    erp.money.append(draft)
