"""What selling costs beside advertising: payroll and other costs, as bookkeeping types them by month."""

import random
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from sandbox.company.charter import LEFT_IN_APRIL, MOSCOW, PEOPLE
from sandbox.company.company import ManualCost

UnitType = Literal["company", "department", "employee"]
CostType = Literal["payroll", "other"]
FILE = "costs.xlsx"
MONTHS = tuple(date(2026, month, 1) for month in (2, 3, 4, 5))
CHANNEL_COSTS = (
    (date(2026, 4, 1), "expo", Decimal("482350.40")),
    (date(2026, 5, 1), "expo", Decimal("61000.00")),
    *((month, "direct", Decimal("35000.00")) for month in MONTHS),
    *((month, "referral", Decimal("42177.35")) for month in MONTHS[1:]),
)
LATE_COST = (date(2026, 5, 1), "site", Decimal("18900.99"), datetime(2026, 6, 2, 18, 20, tzinfo=MOSCOW))


def type_costs(seed: int, scale: float) -> tuple[ManualCost, ...]:
    """Return payroll by person, rent by department and channel costs; May's payroll comes between nights."""
    rng, factor = random.Random(f"{seed}:overheads"), Decimal(str(scale))
    rows: list[ManualCost] = []
    for month in MONTHS:
        for id_, _, email, _ in PEOPLE:
            salary = (Decimal(rng.randint(6_500_000, 19_000_000)) / 100 * factor).quantize(Decimal("0.01"))
            if id_ != LEFT_IN_APRIL or month.month < 5:
                rows.append(_row(month, "employee", email, "payroll", None, salary))
        rows.append(_row(month, "department", "Розница", "other", None, Decimal(155_000)))
        rows.append(_row(month, "company", "", "other", None, Decimal("88120.10")))
    rows += [_row(month, "company", "", "other", channel, amount) for month, channel, amount in CHANNEL_COSTS]
    month, channel, amount, at = LATE_COST
    rows.append(ManualCost(month, "company", "", "other", channel, amount, at, FILE))
    return tuple(rows)


def _row(
    month: date, unit_type: UnitType, unit: str, cost_type: CostType, channel: str | None, amount: Decimal
) -> ManualCost:
    day = 2 if month.month == 5 and cost_type == "payroll" else 1
    at = datetime(2026, month.month + 1, day, 17, 0, tzinfo=MOSCOW)
    return ManualCost(month, unit_type, unit, cost_type, channel, amount, at, FILE)
