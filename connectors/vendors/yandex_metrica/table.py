"""A part of a log: tab-separated without any quoting, read line by line: once judged, once landed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO

import msgspec

from connectors.kit.days import Days
from connectors.kit.errors import UnexpectedReply
from connectors.kit.stream import Page, Rejected
from texts import marked, say

KEY, DAY = "ym:s:visitID", "ym:s:date"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANING = {"t": "\t", "n": "\n", "r": "\r", "0": "\0", "b": "\b", "f": "\f"}
_LONGEST_LINE = 1 << 22  # bytes; an address may be long
_ROWS_IN_A_PAGE = 10_000
_CHANGED = marked("the log has changed its form: the connector needs a change.")
_Record = dict[str, str | None]


class CutShort(Exception):
    """The text ends in the middle of a line."""


@dataclass
class Table:
    """One part, in a file that somebody else closes; every row of it is of `days`.

    `fields`: as asked for, then in the order in which the part has them.
    """

    file: IO[bytes]
    fields: Sequence[str]
    days: Days

    def __post_init__(self) -> None:
        """Read it once: CutShort if it is not whole, UnexpectedReply if it is not what was asked for."""
        lines, known = _lines(self.file), set(self.days.names)
        told = next(lines, "").split("\t")
        if sorted(told) != sorted(self.fields):
            raise UnexpectedReply(say("the log has other columns than were asked for"), fix=_CHANGED)
        self.fields = told
        place = self.fields.index(DAY)
        for line in lines:
            if self._cells(line)[place] not in known:
                raise UnexpectedReply(
                    say("the log of {days} has visits of other days", days=self.days), fix=_CHANGED
                )

    def pages(self) -> Iterator[Page]:
        """Its visits; each page closes all days, since by now nothing can be wrong with one of them."""
        records = map(self._record, islice(_lines(self.file), 1, None))
        while some := list(islice(records, _ROWS_IN_A_PAGE)):
            yield self._page(some)

    def _record(self, line: str) -> _Record:
        return {name: _value(cell) for name, cell in zip(self.fields, self._cells(line), strict=True)}

    def _cells(self, line: str) -> list[str]:
        cells = line.split("\t")
        if len(cells) != len(self.fields):
            raise UnexpectedReply(say("a row of the log has another number of cells"), fix=_CHANGED)
        return cells

    def _page(self, records: Sequence[_Record]) -> Page:
        good = [record for record in records if (record[KEY] or "").isdecimal()]
        return Page(
            keys=[str(record[KEY]) for record in good],
            payloads=[msgspec.json.encode(record) for record in good],
            days=[str(record[DAY]) for record in good],
            rejected=tuple(
                Rejected(f"no usable {KEY}", msgspec.json.encode(record).decode())
                for record in records
                if not (record[KEY] or "").isdecimal()
            ),
            received=len(records),
            closes=tuple(self.days.names),
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


def _value(cell: str) -> str | None:
    """A cell as it lands: text with its escapes undone, null where it is empty; long numbers stay text."""
    if not cell:
        return None
    if "\\" not in cell or cell.startswith("["):
        return cell
    return _ESCAPED.sub(lambda found: _MEANING.get(found[1], found[1]), cell)
