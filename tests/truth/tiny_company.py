"""Companies of two or three rows, small enough to be counted by hand."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sandbox.company.charter import GROUPS, LOSS_REASONS, build_erp_users, build_pipelines, build_users
from sandbox.company.charter_ads import build_campaigns
from sandbox.company.charter_pbx import build_pbx_users
from sandbox.company.company import Company, PlanRow
from sandbox.company.crm_cards import Contact, Lead, LeadLinks, Person, StageRef
from sandbox.company.erp_records import (
    CounterpartyFacts,
    ErpRecord,
    Instalment,
    ItemKey,
    MoneyDocument,
    MoneyFacts,
    MoneyLine,
    OrderFacts,
)
from sandbox.company.history import Change
from sandbox.company.layout import USUAL, Layout
from sandbox.company.property_records import Catalogue
from sandbox.truth.truth import compute_truth

MOSCOW = ZoneInfo("Europe/Moscow")
MAIN, OPT = 8123001, 8123002
UNSORTED, CONTACTED, QUALIFIED, MEETING, OFFER, CONTRACT = range(68120040, 68120052, 2)
OPT_TALKS, OPT_SIGNED, WON, LOST = 68230020, 68230040, 142, 143
OLGA, ILYA, KIM = 7001002, 7001003, 7001007
PRODUCTS = ("lamp", "cable", "design")


def at(text: str) -> datetime:
    """Read "06-02 09:00" as Moscow time of 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=MOSCOW)


def day(text: str) -> date:
    """Read "06-02"."""
    return date.fromisoformat(f"2026-{text}")


def stages(moves, pipeline=MAIN):
    return tuple(Change(at(when), StageRef(pipeline, stage)) for when, stage in moves)


def lead(
    id_,
    moves,
    *,
    pipeline=MAIN,
    owners=None,
    price="0",
    reason=None,
    contact=None,
    order_number=None,
    marks=(),
):
    start = at(moves[0][0])
    fields = (*marks, *(((900511, order_number),) if order_number else ()))
    links = LeadLinks((contact,), contact, None) if contact else LeadLinks()
    return Lead(
        id=id_,
        created_at=start,
        created_by=0,
        name=f"Lead {id_}",
        stage=stages(moves, pipeline),
        responsible=tuple(Change(at(when), user) for when, user in owners or [(moves[0][0], OLGA)]),
        price=(Change(start, Decimal(price)),),
        loss_reason=(Change(start, reason),),
        fields=(Change(start, fields),),
        links=(Change(start, links),),
        presence=(Change(start, "present"),),
    )


def deleted(card, when):
    return replace(card, presence=(*card.presence, Change(at(when), "deleted")))


def contact(id_, *phones, emails=(), since="03-01 10:00"):
    start = at(since)
    person = Person(f"Contact {id_}", phones, tuple(emails))
    return Contact(
        id_, start, 0, (Change(start, OLGA),), (Change(start, person),), (Change(start, None),),
        (Change(start, "present"),),
    )  # fmt: skip


def account(key, *phones, tax_id="", kpp="", since="03-01 10:00"):
    facts = CounterpartyFacts(key, key, key, bool(tax_id), tax_id, kpp, phones, ())
    return ErpRecord(key, (Change(at(since), facts),))


def order(key, when, instalments, *, counterparty="buyer", deal_id=None, manager=None, number=None):
    schedule = tuple(
        Instalment(n, day(due), Decimal(amount), Decimal(0)) for n, (due, amount) in enumerate(instalments, 1)
    )
    amount = sum((part.amount for part in schedule), Decimal(0))
    facts = OrderFacts(
        number or key, at(when), True, False, counterparty, manager, amount, (), schedule, deal_id
    )
    return ErpRecord(key, (Change(at(when), facts),))


def money(
    key, when, amount, *, to=None, refund=False, entered=None, counterparty="buyer", kind="payments_bank",
    currency="RUB",
):  # fmt: skip
    operation = "customer_refund" if refund else "customer_payment"
    lines = tuple(MoneyLine(n, name, Decimal(part)) for n, (name, part) in enumerate(to or [], 1))
    facts = MoneyFacts(
        key, at(when), True, False, operation, counterparty, None, Decimal(amount), lines, "", currency
    )
    return MoneyDocument(key, (Change(at(entered or when), facts),), None, kind)


def plan(month, metric, value, *, version=1, published="01-10 10:00"):
    return PlanRow(day(month), "company", "", metric, Decimal(value), version, at(published), "plan.csv")


@dataclass
class Tiny:
    """A company of the given rows; users, stages and departments are those of the demo."""

    leads: list = field(default_factory=list)
    contacts: list = field(default_factory=list)
    accounts: list = field(default_factory=list)
    orders: list = field(default_factory=list)
    money: list = field(default_factory=list)
    plans: list = field(default_factory=list)
    tasks: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    calls: list = field(default_factory=list)
    sales: list = field(default_factory=list)
    returns: list = field(default_factory=list)
    cost_entries: list = field(default_factory=list)
    closings: list = field(default_factory=list)
    rates: list = field(default_factory=list)
    ad_days: list = field(default_factory=list)
    costs: list = field(default_factory=list)
    chats: list = field(default_factory=list)
    decisions: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    catalogue: Catalogue = field(default_factory=Catalogue)
    layout: Layout = USUAL

    def company(self):
        return Company(
            seed=0,
            scale=0,
            start=at("02-16 00:00"),
            end=at("06-10 00:00"),
            groups=GROUPS,
            users=build_users(),
            pipelines=build_pipelines(),
            loss_reasons=LOSS_REASONS,
            fields=(),
            leads=tuple(self.leads),
            contacts=tuple(self.contacts),
            companies=(),
            tasks=tuple(self.tasks),
            notes=tuple(self.notes),
            erp_users=build_erp_users(),
            products=(),
            counterparties=tuple(self.accounts),
            orders=tuple(self.orders),
            sales=tuple(self.sales),
            returns=tuple(self.returns),
            money=tuple(self.money),
            plans=tuple(self.plans),
            costs=tuple(self.costs),
            rates=tuple(self.rates),
            item_keys=tuple(ItemKey(f"{product}-{n}", product) for product in PRODUCTS for n in (1, 2)),
            cost_entries=tuple(self.cost_entries),
            closings=tuple(self.closings),
            pbx_users=build_pbx_users(),
            calls=tuple(self.calls),
            campaigns=build_campaigns(),
            ad_days=tuple(self.ad_days),
            chats=tuple(self.chats),
            decisions=tuple(self.decisions),
            answers=tuple(self.answers),
            catalogue=self.catalogue,
            layout=self.layout,
        )

    def count(self, kpi, *loads):
        """Return {key: value} of one KPI after the loads; a key of one part is not a tuple."""
        cells = compute_truth(self.company(), [at(load) for load in loads]).kpis[kpi]
        return {tuple(cell[:-1]) if len(cell) > 2 else cell[0]: cell[-1] for cell in cells}
