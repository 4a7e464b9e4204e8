"""The TSV of a report: read strictly by its column line and its summary line, never as CSV."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from connectors.kit.days import Days
from connectors.kit.errors import UnexpectedReply
from connectors.kit.stream import Page, Rejected
from texts import marked, say

NUMBERS = ("Impressions", "Clicks", "Cost")
_NOTHING = "--"
_SUMMARY = re.compile(r"Total rows: (\d+)")
_WHOLE = re.compile(r"-?\d+")
_CHANGED = marked("the report has changed its form: the connector needs a change.")


class CutShort(Exception):
    """The text ends before its summary line, or with fewer rows than that promises."""


def read_rows(text: bytes, fields: Sequence[str]) -> list[list[str]]:
    """The cells of every row. CutShort if the text is not whole, UnexpectedReply if it has other columns."""
    try:
        lines = text.decode().split("\n")
    except UnicodeDecodeError:
        raise CutShort from None
    summary = _SUMMARY.fullmatch(lines[-2]) if len(lines) > 2 and not lines[-1] else None
    if summary is None or int(summary[1]) != len(lines) - 3:
        raise CutShort
    if lines[0].split("\t") != list(fields):
        raise UnexpectedReply(say("the report has other columns than were asked for"), fix=_CHANGED)
    rows = [line.split("\t") for line in lines[1:-2]]
    if any(len(row) != len(fields) for row in rows):
        raise UnexpectedReply(say("a row of the report has another number of cells"), fix=_CHANGED)
    return rows


def page_of_rows(rows: Sequence[Sequence[str]], fields: Sequence[str], days: Days) -> Page:
    """The rows of a report over whole days, with rows and cost (micros) of each day as its figures."""
    records = [_record(dict(zip(fields, row, strict=True))) for row in rows]
    names = days.names
    if not {str(record["Date"]) for record in records} <= set(names):
        raise UnexpectedReply(
            say("the report of {first} to {last} has rows of other days", first=days.first, last=days.last),
            fix=_CHANGED,
        )
    good = [record for record in records if str(record["CampaignId"]).isdecimal()]
    return Page(
        keys=[str(record["CampaignId"]) for record in good],
        payloads=[msgspec.json.encode(record) for record in good],
        days=[str(record["Date"]) for record in good],
        rejected=tuple(
            Rejected("no usable CampaignId", msgspec.json.encode(record).decode())
            for record in records
            if record not in good
        ),
        received=len(records),
        closes=tuple(names),
        totals={day.isoformat(): _figures(records, day) for day in days},
    )


def _record(cells: dict[str, str]) -> dict[str, str | int | None]:
    """A row as it lands: what `--` stands for is null, numbers are whole ones, money is in micros."""
    record: dict[str, str | int | None] = {}
    for name, cell in cells.items():
        if cell == _NOTHING:
            record[name] = None
        elif name not in NUMBERS:
            record[name] = cell
        elif _WHOLE.fullmatch(cell):
            record[name] = int(cell)
        else:
            raise UnexpectedReply(
                say("{name} of the report is not a whole number (money: micros)", name=name), fix=_CHANGED
            )
    return record


def _figures(records: Sequence[dict[str, str | int | None]], day: date) -> dict[str, int]:
    own = [record for record in records if record["Date"] == day.isoformat()]
    return {"rows": len(own), "cost": sum(int(record["Cost"] or 0) for record in own)}
