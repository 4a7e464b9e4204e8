"""The TSV of a report: read strictly by its column line and its summary line, never as CSV.

A report may be larger than the memory: it is read line by line, once to judge it, once to land it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

import msgspec

from connectors.kit.days import Days
from connectors.kit.errors import UnexpectedReply
from connectors.kit.stream import Page, Rejected
from texts import marked, say

NUMBERS = ("Impressions", "Clicks", "Cost")
_NOTHING = "--"
_SUMMARY = re.compile(r"Total rows: (\d+)")
_WHOLE = re.compile(r"-?\d+")
_LONGEST_LINE = 1 << 20  # bytes; a name has 255 letters at most
_ROWS_IN_A_PAGE = 10_000
_CHANGED = marked("the report has changed its form: the connector needs a change.")
_Record = dict[str, str | int | None]


class CutShort(Exception):
    """The text ends before its summary line, or with fewer rows than that promises."""


@dataclass
class Report:
    """A whole report of some days, in a file that is closed once its pages are read.

    `totals`: day → rows and cost (micros) of it, the figures its batch is held against.
    """

    file: IO[bytes]
    fields: Sequence[str]
    days: Days
    totals: dict[str, dict[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        """Read it once: CutShort if it is not whole, UnexpectedReply if it is not what was asked for."""
        self.totals = {name: {"rows": 0, "cost": 0} for name in self.days.names}
        try:
            self._judge()
        except BaseException:
            self.file.close()
            raise

    def pages(self) -> Iterator[Page]:
        """Its rows; each page closes all of its days, since by now nothing can be wrong with one of them."""
        with self.file:
            records = map(self._record, islice(_lines(self.file), 1, 1 + self.rows))
            yield self._page(list(islice(records, _ROWS_IN_A_PAGE)))
            while some := list(islice(records, _ROWS_IN_A_PAGE)):
                yield self._page(some)

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(day["rows"] for day in self.totals.values())

    def _judge(self) -> None:
        lines = _lines(self.file)
        header = next(lines)
        if _SUMMARY.fullmatch(header):
            raise CutShort
        if header.split("\t") != list(self.fields):
            raise UnexpectedReply(say("the report has other columns than were asked for"), fix=_CHANGED)
        for line in lines:
            if summary := _SUMMARY.fullmatch(line):
                break
            self._count(self._record(line))
        else:
            raise CutShort
        if next(lines, None) is not None or int(summary[1]) != self.rows:
            raise CutShort

    def _count(self, record: _Record) -> None:
        day = self.totals.get(str(record["Date"]))
        if day is None:
            raise UnexpectedReply(
                say(
                    "the report of {first} to {last} has rows of other days",
                    first=self.days.first,
                    last=self.days.last,
                ),
                fix=_CHANGED,
            )
        day["rows"] += 1
        day["cost"] += int(record["Cost"] or 0)

    def _record(self, line: str) -> _Record:
        cells = line.split("\t")
        if len(cells) != len(self.fields):
            raise UnexpectedReply(say("a row of the report has another number of cells"), fix=_CHANGED)
        return {name: _value(name, cell) for name, cell in zip(self.fields, cells, strict=True)}

    def _page(self, records: Sequence[_Record]) -> Page:
        good = [record for record in records if _has_campaign(record)]
        return Page(
            keys=[str(record["CampaignId"]) for record in good],
            payloads=[msgspec.json.encode(record) for record in good],
            days=[str(record["Date"]) for record in good],
            rejected=tuple(
                Rejected("no usable CampaignId", msgspec.json.encode(record).decode())
                for record in records
                if not _has_campaign(record)
            ),
            received=len(records),
            closes=tuple(self.totals),
            totals=self.totals,
        )


def _lines(file: IO[bytes]) -> Iterator[str]:
    """The lines of a file from its beginning. CutShort where one has no end or is no text."""
    file.seek(0)
    encoding = "utf-8-sig"
    while line := file.readline(_LONGEST_LINE):
        if not line.endswith(b"\n"):
            raise CutShort
        try:
            yield line[:-1].decode(encoding)
        except UnicodeDecodeError:
            raise CutShort from None
        encoding = "utf-8"
    if encoding != "utf-8":
        raise CutShort


def _value(name: str, cell: str) -> str | int | None:
    """A cell as it lands: what `--` stands for is null, numbers are whole ones, money is in micros."""
    if cell == _NOTHING:
        return None
    if name not in NUMBERS:
        return cell
    if _WHOLE.fullmatch(cell):
        return int(cell)
    raise UnexpectedReply(
        say("{name} of the report is not a whole number (money: micros)", name=name), fix=_CHANGED
    )


def _has_campaign(record: _Record) -> bool:
    return str(record["CampaignId"]).isdecimal()
