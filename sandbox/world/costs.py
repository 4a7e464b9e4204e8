"""Cost of goods in the ERP's register: zero at posting, then preliminary, final when the month is closed."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from sandbox.company.erp_records import CostEntry, CostFacts, CostRow, GoodsFacts, GoodsLine, ItemKey, Product
from sandbox.company.history import Change
from sandbox.world.closings import Run, list_runs
from sandbox.world.erp_drafts import ErpBook, ErpDraft
from sandbox.world.orders import CENT
from sandbox.world.products import TREE

Stage = Literal["none", "preliminary", "final"]
SERVICES = frozenset(name for names in TREE["Услуги"].values() for name in names)
TWO_KEYS = ("Светильник LED-40", "Кабель ВВГ 3×1,5")


def list_item_keys(products: tuple[Product, ...]) -> tuple[ItemKey, ...]:
    """Return the keys of stock accounting: one a product, two where it is kept by its variants."""
    return tuple(
        ItemKey(str(uuid.uuid5(uuid.NAMESPACE_URL, f"sevsvet/item/{product.key}/{number}")), product.key)
        for product in products
        if not product.is_folder
        for number in range(2 if product.name in TWO_KEYS else 1)
    )


@dataclass(frozen=True)
class Weights:
    """What one document's cost is made of: shares of the net amount, drawn once for each product."""

    final: dict[str, Decimal]
    preliminary: dict[str, Decimal]


class CostBook:
    """Draws and writes the record sets of all documents of goods."""

    def __init__(self, erp: ErpBook, item_keys: tuple[ItemKey, ...], seed: int) -> None:
        """Open the register over the finished documents."""
        self.rng = random.Random(f"{seed}:costs")
        self.runs = list_runs()
        self.services = {product.key for product in erp.products if product.name in SERVICES}
        self.keys: dict[str, list[str]] = {}
        for item in item_keys:
            self.keys.setdefault(item.product, []).append(item.key)

    def entry(self, draft: ErpDraft[GoodsFacts], recorder: Literal["sale", "return"]) -> CostEntry | None:
        """Return the record set of a document with its versions; None if it never moved the register."""
        weights = self._weights(draft)
        if self.rng.random() < 0.04:
            return None
        versions: list[Change[CostFacts]] = []
        for at, facts, stage in _moments(draft, self.runs):
            rows = tuple(self._rows(facts, stage, weights, recorder)) if facts is not None else ()
            period = (facts or draft.facts).date
            if not versions or versions[-1].value.rows != rows:
                versions.append(Change(at, CostFacts(period, rows)))
        return CostEntry(draft.key, tuple(versions), None, recorder)

    def _weights(self, draft: ErpDraft[GoodsFacts]) -> Weights:
        final, preliminary = {}, {}
        for product in sorted({line.product for change in draft.versions for line in change.value.lines}):
            share = Decimal(self.rng.randint(5200, 8600)) / 10000
            factor = Decimal(self.rng.randint(930, 1060)) / 1000
            skipped = self.rng.random() < 0.08
            final[product] = Decimal(0) if product in self.services else share
            preliminary[product] = Decimal(0) if skipped else final[product] * factor
        return Weights(final, preliminary)

    def _rows(
        self, facts: GoodsFacts, stage: Stage, weights: Weights, recorder: Literal["sale", "return"]
    ) -> Iterator[CostRow]:
        sign = -1 if recorder == "return" else 1
        parts = [part for same in _by_product(facts) for part in self._by_key(*same)]
        for number, (key, product, quantity, amount, net) in enumerate(parts, start=1):
            share = {"none": {}, "preliminary": weights.preliminary, "final": weights.final}[stage]
            cost = (net * share.get(product, Decimal(0))).quantize(CENT)
            yield CostRow(number, key, sign * quantity, sign * amount, sign * cost)

    def _by_key(
        self, product: str, quantity: int, amount: Decimal, net: Decimal
    ) -> list[tuple[str, str, int, Decimal, Decimal]]:
        first, *more = self.keys[product]
        half = quantity // 2
        if not more or not half:
            return [(first, product, quantity, amount, net)]
        part, net_part = ((sum_ * half / quantity).quantize(CENT) for sum_ in (amount, net))
        rest = (more[0], product, quantity - half, amount - part, net - net_part)
        return [(first, product, half, part, net_part), rest]


def keep_costs(erp: ErpBook, item_keys: tuple[ItemKey, ...], seed: int) -> tuple[CostEntry, ...]:
    """Return the record sets of sales, then of returns."""
    book = CostBook(erp, item_keys, seed)
    entries = [book.entry(draft, "sale") for draft in erp.sales]
    entries += [book.entry(draft, "return") for draft in erp.returns]
    return tuple(entry for entry in entries if entry is not None)


def _moments(
    draft: ErpDraft[GoodsFacts], runs: tuple[Run, ...]
) -> Iterator[tuple[datetime, GoodsFacts | None, Stage]]:
    """Yield what the register is made of after each write of the document and each run over its month."""
    moments: list[tuple[datetime, GoodsFacts | Run | None]] = [(c.at, c.value) for c in draft.versions]
    moments += [(run.at, run) for run in runs if run.at > draft.versions[0].at]
    if draft.removed_at is not None:
        moments = [moment for moment in moments if moment[0] < draft.removed_at]
        moments.append((draft.removed_at, None))
    facts = draft.versions[0].value
    stage: Stage = "none"
    for at, what in sorted(moments, key=lambda moment: moment[0]):
        if isinstance(what, Run):
            if what.covers(facts.date):
                stage = "preliminary" if what.is_preliminary else "final"
        elif what is not None:
            facts = what
            stage = "final" if _is_closed(runs, facts.date, at) else "none"
        is_moving = what is not None and facts.posted and not facts.deletion_mark
        yield at, facts if is_moving else None, stage


def _is_closed(runs: tuple[Run, ...], at: datetime, now: datetime) -> bool:
    return any(run.at <= now and not run.is_preliminary and run.covers(at) for run in runs)


def _by_product(facts: GoodsFacts) -> list[tuple[str, int, Decimal, Decimal]]:
    lines: dict[str, list[GoodsLine]] = {}
    for line in facts.lines:
        if not line.is_cancelled:
            lines.setdefault(line.product, []).append(line)
    return [
        (
            product,
            sum(line.quantity for line in same),
            sum((line.amount for line in same), Decimal(0)),
            sum((line.amount - line.vat for line in same), Decimal(0)),
        )
        for product, same in lines.items()
    ]
