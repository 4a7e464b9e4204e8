"""Which cells of a workbook are broken: calamine shows errors and uncalculated formulas as empty ones."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from texts import say


@dataclass(frozen=True)
class Broken:
    """A cell in which the spreadsheet program itself found no value: the error it shows, such as #REF!."""

    shown: str

    def __str__(self) -> str:
        return self.shown


UNSAVED = Broken("= ?")
"""A formula that no program has calculated and saved yet."""

Places = dict[tuple[int, int], Broken]
"""(row, column), both from 0 → what is wrong with the cell."""

_ERROR_WORDS = re.compile(
    r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA"
    r"|Н/Д|ССЫЛКА!|ЗНАЧ!|ИМЯ\?|ДЕЛ/0!|ЧИСЛО!|ПУСТО!|ПЕРЕНОС!|ВЫЧИСЛ!)|Err:\d{3}|Ошиб?ка?:\d{3}",
    re.IGNORECASE,
)
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODS_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MOST_REPEATS = 10_000
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


def broken(cell: object) -> Broken | None:
    """The cell as an error of the spreadsheet program, which a CSV holds as a word; None if it is none."""
    if isinstance(cell, str) and _ERROR_WORDS.fullmatch(cell.strip()):
        return Broken(cell.strip())
    return cell if isinstance(cell, Broken) else None


def kind_of_error(wrong: Broken) -> str:
    """What is wrong with the cell, in words."""
    if wrong == UNSAVED:
        return say("a formula without a stored value (open the file in a spreadsheet program and save it)")
    return say("an error ({shown})", shown=wrong.shown)


def broken_cells(path: Path) -> dict[str, Places]:
    """Sheet name → its broken cells, for .xlsx, .xlsm and .ods. Raises what zipfile and ElementTree raise."""
    with zipfile.ZipFile(path) as archive:
        if path.suffix.lower() == ".ods":
            return _of_opendocument(archive)
        return {name: _of_worksheet(archive, part) for name, part in _worksheets(archive)}


def _worksheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of every sheet and the part of the package it lies in."""
    links = _parsed(archive, "xl/_rels/workbook.xml.rels")
    parts = {one.get("Id"): one.get("Target", "") for one in links}
    for node in _parsed(archive, "xl/workbook.xml").iter():
        if _name(node) != "sheet":
            continue
        link = next((value for key, value in node.items() if key.endswith("}id")), None)
        target = parts.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.namelist():
            yield node.get("name", ""), part


def _of_worksheet(archive: zipfile.ZipFile, part: str) -> Places:
    found: Places = {}
    row = column = -1
    with archive.open(part) as content:
        # Expat bounds what entities unfold to, and reads none from outside.
        for event, node in ElementTree.iterparse(content, events=("start", "end")):  # noqa: S314
            name = _name(node)
            if event == "start" and name == "row":
                row, column = int(node.get("r", row + 2)) - 1, -1
            elif event == "end" and name == "c":
                row, column = _position(node.get("r", ""), row, column + 1)
                if (wrong := _wrong_in_worksheet(node)) is not None:
                    found[row, column] = wrong
            elif event == "end" and name == "row":
                node.clear()
    return found


def _position(reference: str, row: int, column: int) -> tuple[int, int]:
    """Where "B3" is, from 0; cells without a reference follow the one before them."""
    place = _REFERENCE.fullmatch(reference)
    if not place:
        return row, column
    number = 0
    for sign in place[1]:
        number = number * 26 + ord(sign) - ord("A") + 1
    return int(place[2]) - 1, number - 1


def _wrong_in_worksheet(cell: ElementTree.Element) -> Broken | None:
    inside = {_name(child): child.text or "" for child in cell}
    if cell.get("t") == "e":
        return Broken(inside.get("v", ""))
    # A formula that gave an empty text says so by the type "str"; one that was never calculated has no value.
    unsaved = "f" in inside and not inside.get("v") and cell.get("t") not in ("str", "inlineStr")
    return UNSAVED if unsaved else None


def _of_opendocument(archive: zipfile.ZipFile) -> dict[str, Places]:
    tables = _parsed(archive, "content.xml").iter(f"{_TABLE}table")
    return {table.get(f"{_TABLE}name", ""): _of_ods_table(table) for table in tables}


def _of_ods_table(table: ElementTree.Element) -> Places:
    found: Places = {}
    top = 0
    for row in table.iter(f"{_TABLE}table-row"):
        rows, left = _repeats(row, "rows"), 0
        for cell in (child for child in row if child.tag in _ODS_CELLS):
            columns = _repeats(cell, "columns")
            if (wrong := _wrong_in_ods(cell)) is not None:
                for down in range(min(rows, _MOST_REPEATS)):
                    found |= {
                        (top + down, left + aside): wrong for aside in range(min(columns, _MOST_REPEATS))
                    }
            left += columns
        top += rows
    return found


def _wrong_in_ods(cell: ElementTree.Element) -> Broken | None:
    text = "".join("".join(paragraph.itertext()) for paragraph in cell.findall(f"{_TEXT}p"))
    if any(key.endswith("}value-type") and value == "error" for key, value in cell.items()):
        return Broken(text)
    unsaved = cell.get(f"{_TABLE}formula") and not cell.get(f"{_OFFICE}value-type") and not text
    return UNSAVED if unsaved else None


def _parsed(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(part))  # noqa: S314


def _repeats(node: ElementTree.Element, of: str) -> int:
    return int(node.get(f"{_TABLE}number-{of}-repeated", "1"))


def _name(node: ElementTree.Element) -> str:
    """The tag without its namespace: strict and usual workbooks differ in it."""
    return node.tag.rpartition("}")[2]
