"""Orders of the ERP: written from signed deals or from nowhere, with lines and a payment schedule."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from sandbox.company.charter import (
    CONTRACT,
    END,
    ERP_ONLY,
    MOSCOW,
    OPT_SIGNED,
    ORDER_FIELD,
    START,
    WON,
    erp_key,
)
from sandbox.company.erp_records import CounterpartyFacts, GoodsLine, Instalment, OrderFacts
from sandbox.company.history import Change, value_at
from sandbox.world.cards import CrmBook
from sandbox.world.clock import keep_off_night, later
from sandbox.world.drafts import LeadDraft
from sandbox.world.erp_drafts import ErpBook, ErpDraft, OrderStory, as_written
from sandbox.world.people import Client, type_email, type_phone

CENT = Decimal("0.01")
INSTALMENT_DAYS = ((3,), (2, 20), (2, 18, 40), (1, 15, 30, 60))


@dataclass(frozen=True)
class Wish:
    """An order about to be written."""

    at: datetime
    client: Client
    lead: LeadDraft | None
    manager: str | None
    amount: Decimal


def write_orders(crm: CrmBook, erp: ErpBook) -> None:
    """Write the orders of signed deals and some of customers whom the CRM does not know, in order of date."""
    wishes = [wish for lead in crm.leads if (wish := _wish_of(crm, erp, lead)) is not None]
    strangers = max(4, len(wishes) // 12)
    wishes += [_wish_of_stranger(crm, erp) for _ in range(strangers)]
    for number, wish in enumerate(sorted(wishes, key=lambda wish: wish.at), start=1):
        story = OrderStory(_write(erp, wish, f"ТД00-{number:06d}"), wish.client, wish.lead)
        erp.orders.append(story)
        if wish.lead is not None:
            _tie(crm, erp, story, wish.lead)


def _wish_of(crm: CrmBook, erp: ErpBook, lead: LeadDraft) -> Wish | None:
    signed = [change for change in lead.stage if change.value.stage_id in (CONTRACT, OPT_SIGNED, WON)]
    if not signed or erp.rng.random() < 0.07:
        return None
    at = keep_off_night(signed[0].at + timedelta(minutes=erp.rng.randint(5, 300))).replace(microsecond=0)
    if at >= END:
        return None
    manager: str | None = erp_key(value_at(lead.responsible, at))
    if erp.rng.random() < 0.06:
        manager = erp.rng.choice((None, ERP_ONLY))
    amount = value_at(lead.price, at) or Decimal(erp.rng.randint(300_000, 9_000_000)) / 100
    return Wish(at, crm.client_of[lead.id], lead, manager, amount)


def _wish_of_stranger(crm: CrmBook, erp: ErpBook) -> Wish:
    at = later(erp.rng, START + timedelta(days=erp.rng.randint(0, 100)), 2)
    client = crm.directory.meet(erp.rng.random() < 0.7)
    manager = erp.rng.choice((ERP_ONLY, erp_key(7001011), erp_key(7001003)))
    amount = Decimal(erp.rng.randint(500_000, 30_000_000)) / 100
    return Wish(at.replace(microsecond=0), client, None, manager, amount)


def open_account(erp: ErpBook, client: Client, at: datetime) -> str:
    """Return a counterparty of a client, writing it (one per KPP) before the first order."""
    if not client.accounts:
        for kpp in client.kpps or ("",):
            client.accounts.append(_add_counterparty(erp, client, kpp, at - timedelta(minutes=4)))
    return erp.rng.choice(client.accounts)


def _add_counterparty(erp: ErpBook, client: Client, kpp: str, at: datetime) -> str:
    rng = erp.rng
    phones = [type_phone(rng, phone) for phone in client.phones] if rng.random() < 0.75 else []
    emails = [type_email(rng, email) for email in client.emails] if rng.random() < 0.5 else []
    number = len(erp.counterparties) + 1
    tax_id = "" if rng.random() < 0.04 else client.tax_id
    facts = CounterpartyFacts(
        f"00-{number:08d}", client.name.strip(), client.name, client.is_legal, tax_id,
        kpp if tax_id else "", tuple(phones), tuple(emails),
    )  # fmt: skip
    draft = ErpDraft(erp.new_key(), [Change(as_written(at), facts)])
    erp.counterparties.append(draft)
    if rng.random() < 0.05:
        draft.rewrite(later(rng, at, 20), full_name=f"{client.name} (новое название)")
    return draft.key


def _write(erp: ErpBook, wish: Wish, number: str) -> ErpDraft[OrderFacts]:
    entered = as_written(wish.at + timedelta(seconds=erp.rng.randint(0, 600)))
    posted = erp.rng.random() > 0.05
    facts = OrderFacts(
        number=number,
        date=as_written(wish.at),
        posted=posted,
        deletion_mark=False,
        counterparty=open_account(erp, wish.client, wish.at),
        manager=wish.manager,
        amount=wish.amount,
        lines=split_goods(erp, wish.amount),
        schedule=_schedule(erp, wish),
    )
    draft = ErpDraft(erp.new_key(), [Change(entered, facts)])
    if not posted and erp.rng.random() < 0.8:
        draft.rewrite(later(erp.rng, entered, 1), posted=True)
    return draft


def split_goods(erp: ErpBook, amount: Decimal) -> tuple[GoodsLine, ...]:
    """Return one to four lines that add up to the amount."""
    rng = erp.rng
    goods = [product for product in erp.products if not product.is_folder]
    parts = split_amount(amount, [rng.randint(1, 5) for _ in range(rng.randint(1, 4))])
    return tuple(
        GoodsLine(number, rng.choice(goods).key, quantity, (part / quantity).quantize(CENT), part)
        for number, part in enumerate(parts, start=1)
        for quantity in (rng.randint(1, 40),)
    )


def split_amount(amount: Decimal, weights: list[int]) -> list[Decimal]:
    """Split an amount by weights; the last part takes what rounding leaves."""
    parts = [(amount * weight / sum(weights)).quantize(CENT) for weight in weights[:-1]]
    return [*parts, amount - sum(parts)]


def _schedule(erp: ErpBook, wish: Wish) -> tuple[Instalment, ...]:
    if erp.rng.random() < 0.04:
        return ()
    offsets = erp.rng.choices(INSTALMENT_DAYS, (45, 35, 14, 6))[0]
    weights = {1: [100], 2: [30, 70], 3: [40, 30, 30], 4: [25, 25, 25, 25]}[len(offsets)]
    first = wish.at.astimezone(MOSCOW).date()
    dues: list[date] = [first + timedelta(days=days + erp.rng.randint(0, 3)) for days in offsets]
    parts = split_amount(wish.amount, weights)
    return tuple(
        Instalment(number, due, part, Decimal(weight))
        for number, (due, part, weight) in enumerate(zip(dues, parts, weights, strict=True), start=1)
    )


def _tie(crm: CrmBook, erp: ErpBook, story: OrderStory, lead: LeadDraft) -> None:
    rng = erp.rng
    roll, at = rng.random(), story.draft.versions[-1].at
    if roll < 0.42:
        known = str(lead.id)
        story.draft.versions = [
            Change(c.at, replace(c.value, deal_id=known), c.by) for c in story.draft.versions
        ]
    elif roll < 0.50:
        story.draft.rewrite(later(rng, at, 5), deal_id=str(lead.id))
    elif roll < 0.78:
        _type_number(crm, erp, story, lead, at + timedelta(minutes=rng.randint(1, 50)))


def _type_number(crm: CrmBook, erp: ErpBook, story: OrderStory, lead: LeadDraft, at: datetime) -> None:
    number = story.draft.facts.number
    typed = f" {number} " if erp.rng.random() < 0.08 else number
    lead.set_field(at, ORDER_FIELD, typed, value_at(lead.responsible, at))
    if erp.rng.random() < 0.04:
        other = erp.rng.choice([lead for lead in crm.leads if lead.created_at < at])
        other.set_field(at + timedelta(minutes=5), ORDER_FIELD, number, value_at(other.responsible, at))
