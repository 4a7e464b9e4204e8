"""Shipments and returns of goods; no number of money depends on them yet."""

from datetime import timedelta
from decimal import Decimal

from sandbox.company.charter import END
from sandbox.company.erp_records import GoodsFacts
from sandbox.company.history import Change
from sandbox.world.clock import later
from sandbox.world.erp_drafts import ErpBook, ErpDraft, OrderStory, as_written


def ship(erp: ErpBook) -> None:
    """Write a sale for most orders and a return for a few sales."""
    for story in erp.orders:
        if erp.rng.random() < 0.8:
            _sell(erp, story)
    for sale in erp.sales[4::30]:
        _take_back(erp, sale)


def _sell(erp: ErpBook, story: OrderStory) -> None:
    order = story.draft.facts
    at = as_written(later(erp.rng, order.date, 4))
    if at >= END:
        return
    facts = GoodsFacts(
        f"РТ00-{len(erp.sales) + 1:06d}", at, True, False, order.counterparty, order.manager,
        story.draft.key, order.amount, order.lines,
    )  # fmt: skip
    erp.sales.append(ErpDraft(erp.new_key(), [Change(at + timedelta(minutes=5), facts)]))


def _take_back(erp: ErpBook, sale: ErpDraft[GoodsFacts]) -> None:
    at = as_written(later(erp.rng, sale.facts.date, 7))
    if at >= END:
        return
    lines = sale.facts.lines[:1]
    facts = GoodsFacts(
        f"ВТ00-{len(erp.returns) + 1:06d}", at, True, False, sale.facts.counterparty, sale.facts.manager,
        sale.facts.order, sum((line.amount for line in lines), Decimal(0)), lines,
    )  # fmt: skip
    erp.returns.append(ErpDraft(erp.new_key(), [Change(at + timedelta(minutes=5), facts)]))
