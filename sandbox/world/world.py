"""Makes up the whole company from a seed: the same seed and scale give the same history to the second."""

import random
from dataclasses import replace

from sandbox.company.books_kept import as_kept
from sandbox.company.charter import (
    END,
    FIELDS,
    GROUPS,
    LOSS_REASONS,
    START,
    build_erp_users,
    build_pipelines,
    build_users,
)
from sandbox.company.charter_abroad import CURRENCIES
from sandbox.company.charter_ads import AD_ACCOUNT, build_campaigns
from sandbox.company.charter_pbx import PBX_GROUPS, PBX_LINES, build_pbx_users
from sandbox.company.company import Company
from sandbox.company.erp_records import CurrencyRate
from sandbox.company.layout import IN_THE_FIELD, USUAL, Layout
from sandbox.company.systems_kept import as_written
from sandbox.company.table_books import as_tabled
from sandbox.world.abroad import trade_abroad
from sandbox.world.activity import leave_notes, leave_tasks
from sandbox.world.ads import spend
from sandbox.world.advertiser import advertise_at_vk
from sandbox.world.agent_plans import plan_agents
from sandbox.world.call_notes import write_call_notes
from sandbox.world.calls import have_talks
from sandbox.world.cards import CrmBook, open_book
from sandbox.world.chats import chat
from sandbox.world.closings import write_closings
from sandbox.world.costs import keep_costs, list_item_keys
from sandbox.world.decisions import decide, who_is_who
from sandbox.world.erp_drafts import ErpBook, freeze_money
from sandbox.world.erp_mishaps import spoil_erp
from sandbox.world.exchange import record
from sandbox.world.goods import ship
from sandbox.world.goods_mishaps import spoil_goods
from sandbox.world.leads import bring_leads
from sandbox.world.mailings import LISTS, send_letters
from sandbox.world.mishaps import spoil
from sandbox.world.money import write_money
from sandbox.world.nights import happen_around_nights
from sandbox.world.odd_entries import type_odd_entries
from sandbox.world.orders import write_orders
from sandbox.world.overheads import type_costs
from sandbox.world.plans import plan_pieces, plan_visits, publish_plans
from sandbox.world.products import list_products
from sandbox.world.properties import sell_properties
from sandbox.world.rates import type_rates
from sandbox.world.surveys import ask
from sandbox.world.told import tell
from sandbox.world.utm import mark_visits
from sandbox.world.visits import go_out


def generate(seed: int = 7, scale: float = 1.0, layout: Layout = USUAL) -> Company:
    """Return the history of «Северный свет»: about 3000 x scale leads, 16 February to 9 June 2026."""
    crm = open_book(seed, scale)
    bring_leads(crm)
    spoil(crm)
    happen_around_nights(crm)
    erp = ErpBook(random.Random(f"{seed}:erp"), list_products())
    write_orders(crm, erp)
    write_money(erp)
    spoil_erp(erp)
    ship(erp)
    # From here on every part draws from its own generator and only adds: what came before stays as it is.
    spoil_goods(erp, seed)
    rates = type_rates(seed)
    trade_abroad(crm, erp, rates, seed)
    mark_visits(crm, seed)
    company = replace(_freeze(crm, erp, rates, seed, scale), layout=layout)
    if layout.erp in IN_THE_FIELD:
        company = replace(company, plans=(*company.plans, *plan_visits(scale)))
    company = as_kept(as_written(company))
    if layout.erp in IN_THE_FIELD:
        company = type_odd_entries(go_out(company))
    if layout.erp == "field_tables":
        company = plan_agents(as_tabled(company))
    company = replace(company, catalogue=sell_properties(company.leads, seed, scale))
    if layout.properties != "none":
        company = replace(company, plans=(*company.plans, *plan_pieces(scale)))
    return advertise_at_vk(company) if layout.ads == "vk" else company


def _freeze(crm: CrmBook, erp: ErpBook, rates: tuple[CurrencyRate, ...], seed: int, scale: float) -> Company:
    item_keys = list_item_keys(erp.products)
    accounts = build_pbx_users()
    calls = record(have_talks(crm, seed), accounts, seed)
    told = tell(crm.directory.clients, seed)
    return Company(
        seed=seed,
        scale=scale,
        start=START,
        end=END,
        groups=GROUPS,
        users=build_users(),
        pipelines=build_pipelines(),
        loss_reasons=LOSS_REASONS,
        fields=FIELDS,
        leads=tuple(lead.freeze() for lead in crm.leads),
        contacts=tuple(told.on_contact(contact.freeze()) for contact in crm.contacts.values()),
        companies=tuple(told.on_company(card.freeze()) for card in crm.companies.values()),
        tasks=leave_tasks(crm, seed),
        notes=(*leave_notes(crm, seed), *write_call_notes(crm, calls, seed)),
        erp_users=build_erp_users(),
        products=erp.products,
        counterparties=tuple(told.on_account(draft.freeze()) for draft in erp.counterparties),
        orders=tuple(story.draft.freeze() for story in erp.orders),
        sales=tuple(draft.freeze() for draft in erp.sales),
        returns=tuple(draft.freeze() for draft in erp.returns),
        money=tuple(freeze_money(draft) for draft in erp.money),
        plans=publish_plans(scale),
        costs=type_costs(seed, scale),
        currencies=CURRENCIES,
        rates=rates,
        item_keys=item_keys,
        cost_entries=keep_costs(erp, item_keys, seed),
        closings=write_closings(),
        pbx_groups=PBX_GROUPS,
        pbx_users=accounts,
        pbx_lines=PBX_LINES,
        calls=tuple(call for _, call in calls),
        ad_account=AD_ACCOUNT,
        campaigns=build_campaigns(),
        ad_days=spend(seed, scale),
        chats=chat(crm, seed),
        clients=who_is_who(crm),
        decisions=decide(crm),
        answers=ask(crm, seed),
        mail_lists=LISTS,
        mailings=send_letters(seed, scale),
    )
