"""How sheets become rows of a contract: header found, cells read, what is wrong told by its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from connectors.kit.errors import UnexpectedReply
from connectors.tables.broken import broken
from connectors.tables.cells import Unreadable, Value, is_blank, kind_of, spelling
from connectors.tables.contract import Column, TableContract
from connectors.tables.opening import Opened, Sheet
from texts import say, translated

_HEADER_WITHIN = 10


@dataclass(frozen=True)
class Row:
    """One good row: `key` is `<file>:<sheet>:<row number>`, `values` holds the contract's fields."""

    key: str
    place: str
    values: Mapping[str, Value]
    origin: Mapping[str, Value]

    @property
    def payload(self) -> dict[str, Value]:
        """What lands: the contract's fields and `_file`, `_sheet`, `_row`."""
        return {**self.values, **self.origin}


@dataclass(frozen=True)
class WrongRow:
    """A row that is kept out: why, and its cells as they stood in the file."""

    reason: str
    payload: Mapping[str, Value]


@dataclass
class Reading:
    """What the files of one stream held."""

    rows: list[Row] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, other: Reading) -> None:
        """Take in what another file held."""
        self.rows += other.rows
        self.wrong += other.wrong
        self.notes += other.notes


@dataclass(frozen=True)
class Header:
    """Where the columns of a contract are in a sheet; positions from 0."""

    row: int  # number in the sheet, from 1
    positions: Mapping[str, int]
    labels: Mapping[str, str]
    own: Sequence[object]  # all cells of the header row

    def cell(self, row: Sequence[object], column: Column) -> object:
        """The cell of a column in a row; None where the sheet lacks the column."""
        position = self.positions.get(column.field)
        return row[position] if position is not None and position < len(row) else None

    def misshapen(self, row: Sequence[object]) -> bool:
        """Whether a line of a CSV has cells beyond its header or lacks some: then none is in its place."""
        needed = max(number for number, label in enumerate(self.own, start=1) if not is_blank(label))
        return len(row) < needed or any(not is_blank(cell) for cell in row[len(self.own) :])

    def name(self, column: Column) -> str:
        """The column as the person sees it: its label in the file and its letter."""
        if column.field not in self.positions:
            return f'column "{column.field}"'
        return f'column "{self.labels[column.field]}" ({letter(self.positions[column.field])})'


def read_file(contract: TableContract, opened: Opened) -> Reading:
    """The rows of one file. Sheets without any of the contract's columns are left out with a note.

    UnexpectedReply if a sheet lacks a required column or has one twice, or no sheet has any.
    """
    reading = Reading(notes=list(opened.notes))
    headers = [(sheet, find_header(contract, sheet)) for sheet in opened.sheets]
    if all(header is None for _, header in headers):
        raise _no_table(contract, opened.sheets)
    for sheet, header in headers:
        if header is not None:
            _read_rows(contract, sheet, header, reading)
        elif any(not is_blank(cell) for row in sheet.rows for cell in row):
            reading.notes.append(
                say(
                    "{place} has none of the columns of {stream} and was left out",
                    place=sheet.place,
                    stream=contract.stream,
                )
            )
    return reading


def set_repeats_aside(contract: TableContract, reading: Reading) -> Reading:
    """Keep out rows whose key, however spelled, stands elsewhere: all if they differ, else the repeats."""
    seen: dict[tuple[Value, ...], list[Row]] = {}
    for row in reading.rows:
        seen.setdefault(tuple(spelling(row.values[name]) for name in contract.key), []).append(row)
    kept: list[Row] = []
    wrong = list(reading.wrong)
    for rows in seen.values():
        if all(_says(contract, row) == _says(contract, rows[0]) for row in rows):
            kept.append(rows[0])
            wrong += [_repeat(contract, row, rows[0], "repeats") for row in rows[1:]]
        else:
            wrong += [
                _repeat(contract, row, next(o for o in rows if o is not row), "contradicts") for row in rows
            ]
    return Reading(kept, wrong, reading.notes)


def _says(contract: TableContract, row: Row) -> dict[str, Value]:
    """What a row says about its key."""
    return {name: value for name, value in row.values.items() if name not in contract.key}


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
    )


def _read_rows(contract: TableContract, sheet: Sheet, header: Header, reading: Reading) -> None:
    _refuse_broken_column(contract, sheet, header)
    for number, cells in enumerate(sheet.rows[header.row :], start=header.row + 1):
        found = {column.field: header.cell(cells, column) for column in contract.columns}
        if all(is_blank(cell) for cell in found.values()):
            continue
        origin: dict[str, Value] = {"_file": sheet.file, "_sheet": sheet.name, "_row": number}
        place = f"{sheet.place}, row {number}"
        if header.misshapen(cells):
            reading.wrong.append(
                WrongRow(f"{place}: {_shape(header, cells)}", _raw(header, cells, found) | origin)
            )
            continue
        values, faults = _read_cells(contract, header, found)
        if faults:
            reading.wrong.append(
                WrongRow(f"{place}: " + "; ".join(faults), _raw(header, cells, found) | origin)
            )
        else:
            reading.rows.append(Row(f"{sheet.file}:{sheet.name}:{number}", place, values, origin))


def _refuse_broken_column(contract: TableContract, sheet: Sheet, header: Header) -> None:
    """A column without which no row can stand and whose every cell is broken: its links are, not the rows."""
    for column in contract.columns:
        cells = [header.cell(row, column) for row in sheet.rows[header.row :]]
        filled = [cell for cell in cells if not is_blank(cell)]
        if not column.may_be_blank and len(filled) > 1 and all(broken(cell) for cell in filled):
            raise UnexpectedReply(
                say(
                    "{place}: every row is broken, {column} holds errors only",
                    place=sheet.place,
                    column=header.name(column),
                ),
                fix=say("Mend the formulas or links in a spreadsheet program and save the file again."),
            )


def _shape(header: Header, cells: Sequence[object]) -> str:
    return say(
        "{found} cells where the header has {wanted}; a number or text with a comma needs quotation marks",
        found=len(cells),
        wanted=len(header.own),
    )


def _raw(header: Header, cells: Sequence[object], found: Mapping[str, object]) -> dict[str, Value]:
    """The cells of a row that is kept out, as they stand in the file."""
    raw: dict[str, Value] = {name: None if is_blank(cell) else str(cell) for name, cell in found.items()}
    beyond = [str(cell) for cell in cells[len(header.own) :] if not is_blank(cell)]
    return raw | ({"_beyond_the_header": " | ".join(beyond)} if beyond else {})


def _read_cells(
    contract: TableContract, header: Header, found: Mapping[str, object]
) -> tuple[dict[str, Value], list[str]]:
    """The values of a row, and one sentence for every wrong cell."""
    values: dict[str, Value] = {}
    faults: list[str] = []
    for column in contract.columns:
        cell = found[column.field]
        try:
            values[column.field] = _read_cell(column, cell)
        except Unreadable:
            faults.append(_fault(header, column, cell, column.kind.expected))
    if not faults:
        wrong = contract.row_rule(values)
        faults = [
            _fault(header, c, found[c.field], wrong[c.field]) for c in contract.columns if c.field in wrong
        ]
    return values, faults


def _read_cell(column: Column, cell: object) -> Value:
    if broken(cell):
        raise Unreadable
    if not is_blank(cell):
        return column.kind.parse(cell)
    if not column.may_be_blank:
        raise Unreadable
    return column.blank


def _fault(header: Header, column: Column, cell: object, expected: str) -> str:
    return say(
        "{column} holds {found}, expected {expected}",
        column=header.name(column),
        found=kind_of(cell),
        expected=translated(expected),
    )


def _repeat(contract: TableContract, row: Row, other: Row, verb: str) -> WrongRow:
    return WrongRow(f"{row.place}: {verb} {other.place} (same {', '.join(contract.key)})", row.payload)


def _names(columns: Iterable[Column]) -> Iterator[str]:
    return (" or ".join(f'"{label}"' for label in (column.field, *column.labels[:1])) for column in columns)


def _missing_columns(
    contract: TableContract, sheet: Sheet, number: int, missing: Sequence[Column]
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


def _no_table(contract: TableContract, sheets: Sequence[Sheet]) -> UnexpectedReply:
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
