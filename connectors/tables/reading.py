"""How the rows of a sheet become rows of a contract: cells read, what is wrong told by its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from connectors.kit.errors import UnexpectedReply
from connectors.tables.broken import broken
from connectors.tables.cells import Unreadable, Value, is_blank, kind_of, spelling
from connectors.tables.contract import TableColumn, TableContract
from connectors.tables.header import Header, find_header, no_table
from connectors.tables.opening import Opened, Sheet
from texts import say


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
class FileRows:
    """What the files of one stream held."""

    rows: list[Row] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, other: FileRows) -> None:
        """Take in what another file held."""
        self.rows += other.rows
        self.wrong += other.wrong
        self.notes += other.notes


def read_file(contract: TableContract, opened: Opened) -> FileRows:
    """The rows of one file. Sheets without any of the contract's columns are left out with a note.

    UnexpectedReply if a sheet lacks a required column or has one twice, or no sheet has any.
    """
    reading = FileRows(notes=list(opened.notes))
    headers = [(sheet, find_header(contract, sheet)) for sheet in opened.sheets]
    if all(header is None for _, header in headers):
        raise no_table(contract, opened.sheets)
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


def set_repeats_aside(contract: TableContract, reading: FileRows) -> FileRows:
    """Keep out rows whose key, however spelled, stands elsewhere: all if they differ, else the repeats."""
    seen: dict[tuple[Value, ...], list[Row]] = {}
    for row in reading.rows:
        seen.setdefault(tuple(spelling(row.values[name]) for name in contract.key), []).append(row)
    kept: list[Row] = []
    wrong = list(reading.wrong)
    for rows in seen.values():
        if all(_says(contract, row) == _says(contract, rows[0]) for row in rows):
            kept.append(rows[0])
            wrong += [_repeat(contract, row, rows[0]) for row in rows[1:]]
        else:
            wrong += [_contradiction(contract, row, next(o for o in rows if o is not row)) for row in rows]
    return FileRows(kept, wrong, reading.notes)


def _says(contract: TableContract, row: Row) -> dict[str, Value]:
    """What a row says about its key."""
    return {name: value for name, value in row.values.items() if name not in contract.key}


def _read_rows(contract: TableContract, sheet: Sheet, header: Header, reading: FileRows) -> None:
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
            faults.append(_fault(header, column, cell, column.kind.in_words()))
    if not faults:
        wrong = contract.row_rule(values)
        faults = [
            _fault(header, c, found[c.field], wrong[c.field]) for c in contract.columns if c.field in wrong
        ]
    return values, faults


def _read_cell(column: TableColumn, cell: object) -> Value:
    if broken(cell):
        raise Unreadable
    if not is_blank(cell):
        return column.kind.parse(cell)
    if not column.may_be_blank:
        raise Unreadable
    return column.blank


def _fault(header: Header, column: TableColumn, cell: object, expected: str) -> str:
    return say(
        "{column} holds {found}, expected {expected}",
        column=header.name(column),
        found=kind_of(cell),
        expected=expected,
    )


def _repeat(contract: TableContract, row: Row, other: Row) -> WrongRow:
    same = ", ".join(contract.key)
    said = say("{place}: repeats {other} (same {same})", place=row.place, other=other.place, same=same)
    return WrongRow(said, row.payload)


def _contradiction(contract: TableContract, row: Row, other: Row) -> WrongRow:
    same = ", ".join(contract.key)
    said = say("{place}: contradicts {other} (same {same})", place=row.place, other=other.place, same=same)
    return WrongRow(said, row.payload)
