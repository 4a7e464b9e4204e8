"""The sheets of a workbook: which marts have one, their titles, headings, widths, filters and rows."""
# ruff: noqa: S608 - the names come from checked contracts and are quoted.

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from expectations.bench import OFFLINE
from expectations.contract import Column
from expectations.shelf.excel.cells import CellsOf
from expectations.shelf.harmless_cells import writable_text
from expectations.statements import listed, one_file
from expectations.versions import Publication, PublishedMart
from texts import Language, say

_NARROW, _WIDE, _LOOKED_AT = 9, 48, 300
_LONGEST_TITLE = 31
_BOLD = Font(bold=True)
_GREY = PatternFill("solid", fgColor="E8ECF1")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True)
class Chosen:
    """A mart that the workbook may show. `left_out`: why it does not, as a sentence; None: it does."""

    mart: str
    title: str
    rows: int = 0
    left_out: str | None = None


def write_sheets(
    book: Workbook,
    publication: Publication,
    releases: Path,
    marts: Collection[str] | None,
    most_rows: int,
    taken: Collection[str],
) -> list[Chosen]:
    """A sheet for each mart that asks for one, or for those named. `taken`: titles of other sheets.

    Raises duckdb.Error, OSError.
    """
    wanted = marts if marts is not None else [name for name, one in publication.marts.items() if one.workbook]
    titles = {one.lower() for one in taken}
    found = []
    for mart in wanted:
        title = _title(mart, publication, titles)
        titles.add(title.lower())
        found.append(_write(book, mart, title, publication, releases, most_rows))
    return found


def _write(
    book: Workbook, mart: str, title: str, publication: Publication, releases: Path, most_rows: int
) -> Chosen:
    one = publication.marts.get(mart)
    if one is None:
        return Chosen(mart, title, left_out=say("{mart} is not published", mart=mart))
    rows = _rows(one, releases, most_rows + 1)
    if len(rows) > most_rows:
        told = say(
            "{mart} has {rows} rows, a sheet takes {most} (rows_at_most): read it from another shelf",
            mart=mart,
            rows=one.rows,
            most=most_rows,
        )
        return Chosen(mart, title, left_out=told)
    _write_sheet(book, title, one, rows, publication)
    return Chosen(mart, title, len(rows))


def _write_sheet(
    book: Workbook,
    title: str,
    mart: PublishedMart,
    rows: Sequence[tuple[Any, ...]],
    publication: Publication,
) -> None:
    """Headings, filter and every row; keys stand in hidden columns."""
    columns, language = mart.columns, publication.language
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    headings = [column.heading(language) for column in columns]
    hidden = hidden_columns(columns, language)
    for number, column in enumerate(columns):
        dimension = sheet.column_dimensions[get_column_letter(number + 1)]
        dimension.width = _width(headings[number], (row[number] for row in rows[:_LOOKED_AT]))
        dimension.hidden = column.name in hidden
    sheet.append(headed(sheet, headings))
    cells = [CellsOf(sheet, column, language, ZoneInfo(publication.timezone)) for column in columns]
    for row in rows:
        sheet.append([cell(value) for cell, value in zip(cells, row, strict=True)])


def hidden_columns(columns: Sequence[Column], language: Language) -> set[str]:
    """Keys, which have no label, and what is said in another language; nothing where all are so."""
    names = {column.name for column in columns}
    shown = {column.name for column in columns if column.label_ru}
    if language == "en":
        english = {name for name in names if name.endswith("_en")}
        shown = (shown | english) - {name.removesuffix("_en") for name in english}
    return names - shown if shown else set()


def headed(sheet: Any, headings: Iterable[str]) -> list[WriteOnlyCell]:
    """A row of headings."""
    cells = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, writable_text(heading))
        cell.data_type, cell.font, cell.fill, cell.alignment = "s", _BOLD, _GREY, _WRAPPED
        cells.append(cell)
    return cells


def _rows(mart: PublishedMart, releases: Path, most: int) -> list[tuple[Any, ...]]:
    condition = f" where {mart.workbook.where}" if mart.workbook and mart.workbook.where else ""
    names = listed(column.name for column in mart.columns)
    with duckdb.connect(config=OFFLINE) as connection:
        connection.execute(
            f"create view batch as select * from read_parquet({one_file(releases / mart.file)})"
        )
        return connection.execute(f"select {names} from batch{condition} limit {most}").fetchall()


def _title(mart: str, publication: Publication, taken: Collection[str]) -> str:
    known: Mapping[str, PublishedMart] = publication.marts
    one = known.get(mart)
    own = one.workbook if one else None
    wanted = _of_language(own.ru, own.en, publication.language) if own else mart.removeprefix("mart_")
    title, number = wanted[:_LONGEST_TITLE], 1
    while title.lower() in taken:
        number += 1
        title = f"{wanted[: _LONGEST_TITLE - 3]} {number}"
    return title


def _of_language(ru: str, en: str, language: Language) -> str:
    return ru if language == "ru" else en


def _width(heading: str, values: Iterable[Any]) -> int:
    """By its longest value; a heading is broken into two lines before it makes its column wider."""
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    words = max(map(len, heading.split()), default=0)
    return max(_NARROW, min(_WIDE, max(longest + 2, words + 4, len(heading) // 2 + 4)))
