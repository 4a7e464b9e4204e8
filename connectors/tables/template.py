"""Empty tables to fill in: a workbook with notes at its header, or a CSV with its header."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from connectors.tables.cells import AMOUNT, COUNT
from connectors.tables.contract import TableColumn, TableContract
from connectors.tables.guide import note_of, title_of
from connectors.tables.writing import add_rows
from texts import Language, say, speaking

_NUMBERS = (AMOUNT, COUNT)
_FILLED_ROWS = 500


def write_template(contract: TableContract, path: Path, *, language: Language) -> None:
    """Write the empty table: .csv, else a workbook. FileExistsError if something is there."""
    if path.exists():
        raise FileExistsError(path)
    if path.suffix.lower() == ".csv":
        add_rows(contract, path, (), language=language)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    _workbook(contract, language).save(path)


def label_of(column: TableColumn, language: Language) -> str:
    """How the header names the column: in Russian where the contract knows a Russian label."""
    return column.labels[0] if language == "ru" and column.labels else column.field


def _workbook(contract: TableContract, language: Language) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = contract.stream
    sheet.freeze_panes = "A2"
    for number, column in enumerate(contract.columns, start=1):
        cell = sheet.cell(row=1, column=number, value=label_of(column, language))
        cell.font = Font(bold=True)
        cell.comment = Comment(_advice(contract, column, language), "Voronka", width=340, height=130)
        sheet.column_dimensions[get_column_letter(number)].width = 24
        if column.kind not in _NUMBERS:
            # As text a long id, a tax id or a month stays what was typed.
            for row in range(2, _FILLED_ROWS + 2):
                sheet.cell(row=row, column=number).number_format = "@"
    return book


def _advice(contract: TableContract, column: TableColumn, language: Language) -> str:
    note = note_of(contract, column.field)
    with speaking(language):
        example = say("Example: {example}", example=note.example)
        needed = say("May be empty") if column.may_be_blank else say("Needed")
    title = title_of(contract, language) if column is contract.columns[0] else ""
    lines = [title, note.said(language), example, needed]
    return "\n".join(line for line in lines if line)
