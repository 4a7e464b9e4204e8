"""What makes a typed goal measurable: a metric that a unit moves, what to reach, and dates in order."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from connectors.tables.cells import CellKind, one_of
from connectors.tables.contract import Row
from texts import marked, say

_KOPECK = Decimal("0.01")

SHARES = {
    "conversion_period": ("Конверсия периода", "Конверсия", "Conversion of the period", "Conversion"),
    "margin_share": ("Маржинальность", "Gross margin, share", "Margin share"),
    "junk_share": ("Доля мусора", "Share of junk"),
}
"""Metrics whose values are typed in percent, with their labels."""
MORE_METRICS = {
    "margin_amount": ("Валовая прибыль", "Маржа", "Gross margin"),
    "average_ticket_amount": ("Средний чек (на сделку)", "Средний чек", "Average ticket of a deal"),
    **SHARES,
}
"""Metrics of a goal beyond those that are planned by month, with their labels."""


def goal_metric(planned: Mapping[str, tuple[str, ...]]) -> CellKind:
    """A metric that a goal may be set for: a planned one, gross margin, or a ratio of what a unit did."""
    labels = {**planned, **MORE_METRICS}
    choices = {label: metric for metric, names in labels.items() for label in (metric, *names)}
    return CellKind(
        marked(
            "a metric that a unit moves from day to day: Leads, Clean leads, Deals won, Contracts,"
            " Revenue booked, Revenue paid, Flats sold, Properties sold, Visits, Gross margin, Average ticket"
            " of a deal, Conversion of the period,"
            " Gross margin, share, or Share of junk; what is counted by channel, by month or as of an evening"
            " cannot be a goal"
        ),
        one_of(choices, expected="").parse,
    )


def what_cannot_be_measured(row: Row) -> dict[str, str]:
    """Column → what was expected there, of each column that leaves the goal without a measure."""
    wrong = {}
    if not _says_once_what_to_reach(row):
        wrong["target_value"] = say("the value to reach, or growth_percent; both only where they agree")
    if row["metric"] in SHARES:
        wrong |= {
            column: say("a share in percent: 25 for a quarter, not 0.25")
            for column in ("baseline_value", "target_value")
            if row[column] is not None and 0 < Decimal(str(row[column])) < 1
        }
    if str(row["baseline_to"]) < str(row["baseline_from"]):
        wrong["baseline_to"] = say("a date not before baseline_from")
    if str(row["deadline"]) <= str(row["start"]):
        wrong["deadline"] = say("a date after start")
    return wrong


def _says_once_what_to_reach(row: Row) -> bool:
    target, growth = row["target_value"], row["growth_percent"]
    if target is None or growth is None or row["baseline_value"] is None:
        return target is not None or growth is not None
    grown = Decimal(str(row["baseline_value"])) * (100 + Decimal(str(growth))) / 100
    return Decimal(str(target)) == grown.quantize(_KOPECK, ROUND_HALF_UP)
