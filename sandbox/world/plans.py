"""What the head of sales planned: by month, for the company, its departments and its people."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from sandbox.company.charter import GROUPS, LEFT_IN_APRIL, MOSCOW, MOVES, PEOPLE, RETAIL, SALES, WHOLESALE
from sandbox.company.company import PlanRow

MONTHS = tuple(date(2026, month, 1) for month in (3, 4, 5, 6))
JUNE = MONTHS[-1]
JUNE_REVISED_AT = datetime(2026, 6, 2, 16, 20, tzinfo=MOSCOW)
COMPANY_PLAN = {
    "leads_count": Decimal(850),
    "clean_leads_count": Decimal(730),
    "deals_won_count": Decimal(130),
    "contracts_count": Decimal(150),
    "revenue_booked_amount": Decimal("61000000.00"),
    "revenue_paid_amount": Decimal("69250000.50"),
}
PIECES_PLAN = {"flats_sold_count": Decimal(40), "properties_sold_count": Decimal(55)}
VISITS_PLAN = {"visits_made_count": Decimal(2800)}
# Inquiries come to everybody, money to the wholesale department.
SHARES_OF_COUNTS = {SALES: Decimal("0.3"), WHOLESALE: Decimal("0.45"), RETAIL: Decimal("0.25")}
SHARES_OF_MONEY = {SALES: Decimal("0.08"), WHOLESALE: Decimal("0.83"), RETAIL: Decimal("0.09")}
EXPERIENCED = {7001002: 5, 7001003: 6, 7001006: 4}
GROWTH = {3: Decimal(1), 4: Decimal("1.05"), 5: Decimal("0.93"), 6: Decimal("1.11")}
CENT = Decimal("0.01")


def publish_plans(scale: float) -> tuple[PlanRow, ...]:
    """Return every plan row: one file a month, and version 2 of June between the first two nights."""
    return _all_rows(COMPANY_PLAN, Decimal(str(scale)))


def plan_pieces(scale: float) -> tuple[PlanRow, ...]:
    """Return what a developer plans besides, in the same files: properties sold, in pieces."""
    return _all_rows(PIECES_PLAN, Decimal(str(scale)))


def plan_visits(scale: float) -> tuple[PlanRow, ...]:
    """Return what a company with agents in the field plans besides, in the same files: visits made."""
    return _all_rows(VISITS_PLAN, Decimal(str(scale)))


def _all_rows(bases: Mapping[str, Decimal], factor: Decimal) -> tuple[PlanRow, ...]:
    rows: list[PlanRow] = []
    for month in MONTHS:
        published = datetime(2026, month.month - 1, 25, 17, 30, tzinfo=MOSCOW)
        rows += _month_rows(bases, month, 1, published, factor)
    rows += _month_rows(bases, JUNE, 2, JUNE_REVISED_AT, factor * Decimal("1.087"))
    return tuple(rows)


def _month_rows(
    bases: Mapping[str, Decimal], month: date, version: int, published: datetime, factor: Decimal
) -> list[PlanRow]:
    suffix = "" if version == 1 else f"_v{version}"
    file = f"plan_{month:%Y-%m}{suffix}.xlsx"
    rows = []
    for metric, base in bases.items():
        plan = _rounded(metric, base * GROWTH[month.month] * factor)
        rows.append(PlanRow(month, "company", "", metric, plan, version, published, file))
        for group in GROUPS:
            share = _rounded(metric, plan * _shares(metric)[group.id])
            rows.append(PlanRow(month, "department", group.name, metric, share, version, published, file))
        rows += _people_rows(month, metric, plan, version, published, file)
    return rows


def _people_rows(
    month: date, metric: str, plan: Decimal, version: int, published: datetime, file: str
) -> list[PlanRow]:
    unit_type: Literal["employee"] = "employee"
    sellers = [
        (_group_of(id_, group, month), EXPERIENCED.get(id_, 3), email)
        for id_, _, email, group in PEOPLE
        if id_ != LEFT_IN_APRIL or month.month < 4
    ]
    people = {group.id: sum(weight for own, weight, _ in sellers if own == group.id) for group in GROUPS}
    return [
        PlanRow(
            month, unit_type, email, metric,
            _rounded(metric, plan * _shares(metric)[group] * weight / people[group]),
            version, published, file,
        )
        for group, weight, email in sellers
    ]  # fmt: skip


def _group_of(user: int, first: int, month: date) -> int:
    """The department that somebody begins the month in."""
    if user not in MOVES:
        return first
    moved, group = MOVES[user]
    return group if moved.date() <= month else first


def _shares(metric: str) -> dict[int, Decimal]:
    return SHARES_OF_MONEY if metric.endswith("amount") else SHARES_OF_COUNTS


def _rounded(metric: str, plan: Decimal) -> Decimal:
    return plan.quantize(CENT if metric.endswith("amount") else Decimal(1))
