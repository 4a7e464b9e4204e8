"""Where the header of a sheet is and which columns of a contract it has; what is wrong with it is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from connectors.kit.errors import UnexpectedReply
from connectors.tables.cells import is_blank
from connectors.tables.contract import TableColumn, TableContract
from connectors.tables.opening import Sheet
from texts import say

_HEADER_WITHIN = 10
_HEAD = re.compile(r"-?\d[\d\s]*")
_TAIL = re.compile(r"\d{1,3}(?:\.\d+)?")


@dataclass(frozen=True)
class Header:
    """Where the columns of a contract are in a sheet; positions from 0."""

    row: int  # number in the sheet, from 1
    positions: Mapping[str, int]
    labels: Mapping[str, str]
    own: Sequence[object]  # all cells of the header row
    separator: str = ""

    def cell(self, row: Sequence[object], column: TableColumn) -> object:
        """The cell of a column in a row; None where the sheet lacks the column."""
        position = self.positions.get(column.field)
        return row[position] if position is not None and position < len(row) else None

    def misshapen(self, row: Sequence[object]) -> bool:
        """Whether a line of a CSV has cells beyond its header or lacks some: then none is in its place.

        Empty ones beyond it say nothing, unless a comma that parts cells may have parted a number.
        """
        needed = max(number for number, label in enumerate(self.own, start=1) if not is_blank(label))
        beyond = row[len(self.own) :]
        if len(row) < needed or any(not is_blank(cell) for cell in beyond):
            return True
        return bool(beyond) and self.separator == "," and any(map(_may_be_one_number, row, row[1:]))

    def name(self, column: TableColumn) -> str:
        """The column as the person sees it: its label in the file and its letter."""
        if column.field not in self.positions:
            return f'column "{column.field}"'
        return f'column "{self.labels[column.field]}" ({letter(self.positions[column.field])})'


def _may_be_one_number(head: object, tail: object) -> bool:
    """Whether two neighbours may be the halves of a number that was cut at its comma: 1250000 and 50."""
    return bool(_HEAD.fullmatch(str(head).strip()) and _TAIL.fullmatch(str(tail).strip()))


def letter(position: int) -> str:
    """The spreadsheet letter of a column position from 0: A, B, … Z, AA."""
    head, tail = divmod(position, 26)
    return (letter(head - 1) if head else "") + chr(ord("A") + tail)


def find_header(contract: TableContract, sheet: Sheet) -> Header | None:
    """The row among the first ten with most of the contract's labels; None if no row has two of them.

    One is enough for a contract that asks for one column.
    """
    best, number = max(
        (
            (contract.columns_of(row), number)
            for number, row in enumerate(sheet.rows[:_HEADER_WITHIN], start=1)
        ),
        key=lambda candidate: len(candidate[0]),
        default=({}, 0),
    )
    if len(best) < min(2, len(contract.missing({}))):
        return None
    if missing := contract.missing(best):
        raise _missing_columns(contract, sheet, number, missing)
    labels = sheet.rows[number - 1]
    for name, positions in best.items():
        if len(positions) > 1:
            raise _column_twice(sheet, number, name, positions)
    return Header(
        number,
        {name: positions[0] for name, positions in best.items()},
        {name: str(labels[positions[0]]).strip() for name, positions in best.items()},
        labels,
        sheet.separator,
    )


def _names(columns: Iterable[TableColumn]) -> Iterator[str]:
    either = f" {say('or')} "
    return (either.join(f'"{label}"' for label in (column.field, *column.labels[:1])) for column in columns)


def _missing_columns(
    contract: TableContract, sheet: Sheet, number: int, missing: Sequence[TableColumn]
) -> UnexpectedReply:
    held = say("the header holds {labels}", labels=_labels(sheet, number))
    return UnexpectedReply(
        say(
            "{place}, header in row {number}: no column {missing} for the stream {stream}; {held}",
            place=sheet.place,
            number=number,
            missing=", ".join(_names(missing)),
            stream=contract.stream,
            held=held,
        ),
        fix=say("Add the column to the header row, or rename the one that is meant."),
    )


def _column_twice(sheet: Sheet, number: int, name: str, positions: Sequence[int]) -> UnexpectedReply:
    return UnexpectedReply(
        say(
            '{place}, header in row {number}: the field "{name}" stands in columns {columns}',
            place=sheet.place,
            number=number,
            name=name,
            columns=", ".join(letter(position) for position in positions),
        ),
        fix=say("Keep one of the columns; give the other a name that the stream does not use."),
    )


def _labels(sheet: Sheet, number: int) -> str:
    return ", ".join(str(cell).strip() for cell in sheet.rows[number - 1] if not is_blank(cell))


def _first_row(sheets: Sequence[Sheet]) -> str:
    """What stands where a header should; nothing where it may be a row about somebody."""
    filled = (
        (sheet, number)
        for sheet in sheets
        for number, row in enumerate(sheet.rows[:_HEADER_WITHIN], start=1)
        if any(not is_blank(cell) for cell in row)
    )
    labels = next((_labels(*place) for place in filled), "")
    if ", " not in labels or any(sign.isdigit() or sign == "@" for sign in labels):
        return ""
    return "; " + say("its first row holds {labels}", labels=labels)


def no_table(contract: TableContract, sheets: Sequence[Sheet]) -> UnexpectedReply:
    """The error of a file without any sheet that has a header of the contract."""
    needed = ", ".join(_names(contract.missing({})))
    return UnexpectedReply(
        say(
            "{file} has no header row of the stream {stream} within the first {rows} rows of any sheet{held}",
            file=sheets[0].file if sheets else say("the file"),
            stream=contract.stream,
            rows=_HEADER_WITHIN,
            held=_first_row(sheets),
        ),
        fix=say("Put a header row with the columns {needed} above the data.", needed=needed),
    )
