"""What makes a typed goal measurable: what is to be reached, said once, and dates in order."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from connectors.tables.contract import Row
from texts import say

_KOPECK = Decimal("0.01")


def what_cannot_be_measured(row: Row) -> dict[str, str]:
    """Column → what was expected there, of each column that leaves the goal without a measure."""
    wrong = {}
    if not _says_once_what_to_reach(row):
        wrong["target_value"] = say("the value to reach, or growth_percent; both only where they agree")
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
