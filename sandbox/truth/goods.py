"""Truth about shipments: net amount of every line, its cost as the register knows it, and the margin."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sandbox.company.company import Company
from sandbox.company.current import ErpRow
from sandbox.company.erp_records import ErpRecord, GoodsFacts, GoodsLine
from sandbox.company.history import change_at
from sandbox.company.snapshot import erp_rows
from sandbox.truth.cells import Cells, add_up, round_half_up, to_cells
from sandbox.truth.people import business_date
from sandbox.truth.rules import SOURCE_OF_ERP

Costs = dict[tuple[str, str], Decimal]
"""(document, product) -> cost in the register"""


@dataclass(frozen=True)
class SoldLine:
    """A line of a shipment (plus) or a return (minus); `cost` is None where it is not known."""

    key: str
    day: date
    sold_at: datetime
    manager: str | None
    order: str | None
    counterparty: str
    product: str
    document: str
    quantity: Decimal
    net: Decimal
    vat: Decimal
    cost: Decimal | None
    is_final: bool

    @property
    def month(self) -> date:
        """The first day of the month."""
        return self.day.replace(day=1)

    @property
    def margin(self) -> Decimal | None:
        """Net less cost; None without a known cost."""
        return None if self.cost is None else self.net - self.cost


def read_sold_lines(company: Company, at: datetime) -> list[SoldLine]:
    """Return the lines of posted, unmarked shipments and returns as known at `at`."""
    source = SOURCE_OF_ERP[company.layout.erp]
    costs, closed = _register(company, at), _closed_months(company, at)
    kinds: Sequence[tuple[Sequence[ErpRecord[GoodsFacts]], int]] = ((company.sales, 1), (company.returns, -1))
    return [
        line
        for documents, sign in kinds
        for row in erp_rows(documents, at)
        if row.facts.posted and not row.facts.deletion_mark
        for line in _lines(source, row, sign, costs, closed)
    ]


def _register(company: Company, at: datetime) -> Costs:
    product_of = {item.key: item.product for item in company.item_keys}
    costs: Costs = defaultdict(Decimal)
    for entry in company.cost_entries:
        written = change_at(entry.versions, at)
        for row in written.value.rows if written is not None else ():
            costs[entry.key, product_of[row.item_key]] += row.cost
    return dict(costs)


def _closed_months(company: Company, at: datetime) -> set[date]:
    return {
        business_date(row.facts.date).replace(day=1)
        for row in erp_rows(company.closings, at)
        if row.facts.posted and not row.facts.deletion_mark and not row.facts.is_preliminary
    }


def _lines(
    source: str, row: ErpRow[GoodsFacts], sign: int, costs: Costs, closed: set[date]
) -> Iterator[SoldLine]:
    key, facts = row.key, row.facts
    day = business_date(facts.date)
    is_final = day.replace(day=1) in closed
    lines = [line for line in facts.lines if not line.is_cancelled]
    for product in {line.product for line in lines}:
        same = sorted((line for line in lines if line.product == product), key=lambda line: line.number)
        total = costs.get((key, product))
        net = sum((line.amount - line.vat for line in same), Decimal(0))
        if total == 0 and net > 0 and not is_final:
            total = None
        for line, cost in zip(same, spread(total, same), strict=True):
            line_key = f"{source}:{key}:{line.number}"
            yield SoldLine(
                key=line_key,
                day=day,
                sold_at=facts.date,
                manager=facts.manager,
                order=facts.order,
                counterparty=facts.counterparty,
                product=f"{source}:{product}",
                document=f"{source}:{key}",
                quantity=sign * Decimal(line.quantity),
                net=sign * (line.amount - line.vat),
                vat=sign * line.vat,
                cost=cost,
                is_final=is_final,
            )


def spread(total: Decimal | None, lines: Sequence[GoodsLine]) -> Iterator[Decimal | None]:
    """Yield each line's share by quantity: the rounded running shares add up to the total exactly."""
    quantity = sum(line.quantity for line in lines)
    passed, given = 0, Decimal(0)
    for line in lines:
        if total is None or quantity == 0:
            yield None
            continue
        passed += line.quantity
        until_here = round_half_up(total * passed / quantity)
        yield until_here - given
        given = until_here


def goods_cells(lines: Sequence[SoldLine]) -> dict[str, Cells]:
    """Return the cells of single lines, and of months: net, net with a known cost, margin."""
    known = [line for line in lines if line.cost is not None]
    return {
        "sales_line_net": to_cells({(line.key,): line.net for line in lines}),
        "sales_line_cost": to_cells({(line.key,): line.cost for line in known}),
        "cost_final": to_cells({(line.key,): int(line.is_final) for line in lines}),
        "gross_margin_by_month": to_cells(
            add_up(((line.month,), line.margin) for line in known if line.margin is not None)
        ),
        "cost_coverage_net": to_cells(add_up(((line.month,), line.net) for line in lines)),
        "cost_coverage_known_net": to_cells(add_up(((line.month,), line.net) for line in known)),
    }
