"""The text of Direct's reports: rows by the asked fields, money in micros or roubles, `--` for nothing."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from sandbox.vendors.yandex_direct.definition import SEGMENTS, Definition
from sandbox.vendors.yandex_direct.services import DirectTables, ReportedDay

NOTHING = "--"
MICROS = 1_000_000
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {"LESS_THAN": operator.lt, "GREATER_THAN": operator.gt}


@dataclass
class _Sum:
    """What the days of one row add up to; cost in micros with or without VAT as ordered."""

    impressions: int = 0
    clicks: int = 0
    cost: int = 0


def build_rows(definition: Definition, days: list[ReportedDay], tables: DirectTables) -> list[str]:
    """Give the rows of a report as text; a day without impressions and clicks has none."""
    campaigns = {row["Id"]: row for row in tables.campaigns}
    groups: dict[tuple[str, ...], _Sum] = {}
    names = [name for name in definition.fields if name in _TEXTS]
    for day in days:
        cost, campaign = day.gross if definition.with_vat else day.net, campaigns[day.campaign]
        if not (day.impressions or day.clicks) or not _passes(
            definition, day, campaign | {"ClientLogin": tables.login}, cost
        ):
            continue
        texts = (_TEXTS[name](day, campaign, tables) for name in names)
        row = groups.setdefault(tuple(texts), _Sum())
        row.impressions, row.clicks = row.impressions + day.impressions, row.clicks + day.clicks
        row.cost += cost
    rows = [(dict(zip(names, key, strict=True)), row) for key, row in groups.items()]
    for name, descending in reversed(definition.order):
        rows.sort(key=partial(_order_key, name), reverse=descending)
    return ["\t".join(_cells(definition, *row)) for row in rows[: definition.limit]]


def write_tsv(definition: Definition, rows: list[str]) -> str:
    """Put a report together: header, column line and summary as far as they were not skipped."""
    lines = []
    if definition.with_header:
        lines.append(f'"{definition.name} ({definition.since} - {definition.until})"')
    if definition.with_columns:
        lines.append("\t".join(definition.columns))
    lines += rows
    if definition.with_summary:
        lines.append(f"Total rows: {len(rows)}")
    return "".join(f"{line}\n" for line in lines)


_TEXTS: dict[str, Callable[[ReportedDay, dict[str, Any], DirectTables], str]] = {
    "Date": lambda day, campaign, tables: day.day.isoformat(),
    "Month": lambda day, campaign, tables: day.day.replace(day=1).isoformat(),
    "Year": lambda day, campaign, tables: str(day.day.year),
    "CampaignId": lambda day, campaign, tables: str(campaign["Id"]),
    "CampaignName": lambda day, campaign, tables: str(campaign["Name"]),
    "CampaignType": lambda day, campaign, tables: str(campaign["Type"]),
    "ClientLogin": lambda day, campaign, tables: tables.login,
}


def _passes(definition: Definition, day: ReportedDay, campaign: dict[str, Any], cost: int) -> bool:
    numbers = {"Impressions": day.impressions, "Clicks": day.clicks, "Cost": cost}
    for name, sign, values in definition.filters:
        own: Any = numbers[name] if name in numbers else str(campaign[name.removeprefix("Campaign")])
        wanted: list[Any] = [int(value) for value in values] if name in numbers else list(values)
        if sign in _COMPARED:
            passes = _COMPARED[sign](own, wanted[0])
        elif "START" in sign:
            starts = str(own).casefold().startswith(tuple(value.casefold() for value in values))
            passes = starts == sign.startswith("STARTS")
        else:
            passes = (own in wanted) == (sign in ("EQUALS", "IN"))
        if not passes:
            return False
    return True


def _order_key(name: str, row: tuple[dict[str, str], _Sum]) -> Any:
    texts, total = row
    if name in SEGMENTS or name not in ("CampaignId", "Impressions", "Clicks", "Cost"):
        return texts.get(name, "")
    return int(texts[name]) if name in texts else getattr(total, name.lower())


def _cells(definition: Definition, texts: dict[str, str], total: _Sum) -> list[str]:
    numbers = {
        "Impressions": str(total.impressions),
        "Clicks": str(total.clicks),
        "Cost": _money(total.cost, definition) if total.clicks or total.cost else NOTHING,
        "Ctr": f"{Decimal(100 * total.clicks) / total.impressions:.2f}" if total.impressions else NOTHING,
        "AvgCpc": _money(round(total.cost / total.clicks), definition) if total.clicks else NOTHING,
        "Conversions": NOTHING,
        "Revenue": NOTHING,
    }
    return [texts[name] if name in texts else numbers.get(name, NOTHING) for name in definition.columns]


def _money(micros: int, definition: Definition) -> str:
    return str(micros) if definition.in_micros else f"{Decimal(micros) / MICROS:.2f}"
