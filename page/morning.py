"""What the morning message says of the published marts; how it is worded is not known here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from page.queries import query
from page.shelf_reader import Shelf

_MONEY = ("mart_plan_fact_daily", "mart_payment_calendar")
_ALERTS = ("mart_kpi_alert", "mart_metric_long", "dim_metric")


@dataclass(frozen=True)
class Money:
    """Receipts of the last complete `day`, the month's plan, and what the newest `morning` expects.

    Amounts are in base currency; None: not known, or not planned.
    """

    day: date | None
    received_amount: Decimal | None
    planned_amount: Decimal | None
    month_amount: Decimal | None
    month_plan_amount: Decimal | None
    fulfilment_pct: Decimal | None
    forecast_amount: Decimal | None
    morning: date | None
    today_amount: Decimal | None
    week_amount: Decimal | None
    overdue_amount: Decimal | None


@dataclass(frozen=True)
class Deviation:
    """A KPI of the company or a department that leaves its plan's pace or its history, or no longer does.

    `name`, `name_en`: the metric's labels. `measured_in`, `direction`: of dim_metric. `way`: above or
    below. `told`, `expected`: in hundredths of the unit.
    """

    metric: str
    name: str
    name_en: str | None
    measured_in: str
    direction: str
    unit_type: str
    unit_name: str
    rule: str
    state: str
    way: str
    told: int
    expected: int


@dataclass(frozen=True)
class Morning:
    """All that the message says. `as_of_date`: the business date of the release."""

    as_of_date: date
    money: Money | None
    deviations: tuple[Deviation, ...]


def read_morning(shelf: Shelf) -> Morning:
    """Read the newest release; what was never published is left out. Raises PageError."""
    money = [] if any(map(shelf.lacks, _MONEY)) else _rows(shelf, "summary")
    told = [] if any(map(shelf.lacks, _ALERTS)) else _rows(shelf, "alerts")
    return Morning(
        as_of_date=shelf.publication.as_of_date,
        money=Money(**money[0]) if money else None,
        deviations=tuple(Deviation(**row) for row in told),
    )


def _rows(shelf: Shelf, name: str) -> list[dict[str, Any]]:
    columns, rows = shelf.read(query(name))
    return [dict(zip(columns, row, strict=True)) for row in rows]
