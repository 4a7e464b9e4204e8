"""How a file (XLSX, ODS, CSV) becomes sheets of untouched cells; pandas reads and never guesses types."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from connectors.kit.errors import UnexpectedReply
from connectors.tables.broken import Places, broken_cells
from connectors.tables.formulas import plain_cell
from texts import say

SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".ods"})
MUTE = frozenset({".xls", ".xlsb"})  # formats whose errors calamine shows as empty cells and we cannot see
TEXTS = frozenset({".csv", ".tsv", ".txt"})
_RUSSIAN_EXCEL = "cp1251"  # what a Russian Excel writes when it is asked for plain CSV
_SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its `file` as messages and keys name it, `name` ("" for CSV), all rows from row 1.

    `separator`: what parts the cells of a CSV.
    """

    file: str
    name: str
    rows: Sequence[tuple[object, ...]]
    separator: str = ""

    @property
    def place(self) -> str:
        """How messages name the sheet."""
        return f'{self.file}, sheet "{self.name}"' if self.name else self.file


@dataclass(frozen=True)
class TextFile:
    """A CSV: its cells, its text without the mark of the encoding, and how it is written."""

    sheet: Sheet
    text: str
    encoding: str
    separator: str


@dataclass(frozen=True)
class Opened:
    """A file's sheets, and notes about how it had to be read."""

    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def open_table(path: Path, *, file: str) -> Opened:
    """All sheets of a file that messages call `file`. UnexpectedReply if it is not what its suffix says."""
    suffix = path.suffix.lower()
    if suffix in MUTE:
        raise UnexpectedReply(
            say(
                "{file}: in {suffix} files broken cells cannot be told from empty ones",
                file=file,
                suffix=suffix,
            ),
            fix=say("Save it as .xlsx, .ods or .csv."),
        )
    if suffix not in SPREADSHEETS | TEXTS:
        raise UnexpectedReply(
            say("{file} is not a table: the suffix {suffix} is unknown", file=file, suffix=suffix or "—"),
            fix=say("Save it as .xlsx, .ods or .csv, or narrow the pattern of the stream."),
        )
    try:
        return _open_text(path, file) if suffix in TEXTS else _open_spreadsheet(path, file)
    except csv.Error as error:
        raise UnexpectedReply(
            say("{file} cannot be read: {trouble}", file=file, trouble=error),
            fix=say("Open it in a spreadsheet program and correct the line: quotation marks come in pairs."),
        ) from error
    except (
        CalamineError,
        zipfile.BadZipFile,
        ElementTree.ParseError,
        KeyError,
        ValueError,
        OSError,
    ) as error:
        raise UnexpectedReply(
            say("{file} cannot be read ({kind})", file=file, kind=type(error).__name__),
            fix=say(
                "Open it in a spreadsheet program and save it again; if it is still being copied, "
                "wait. A file with a password cannot be read."
            ),
        ) from error


def _open_spreadsheet(path: Path, file: str) -> Opened:
    frames = pd.read_excel(
        path,
        engine="calamine",
        sheet_name=None,
        header=None,
        dtype=object,
        na_filter=False,
        keep_default_na=False,
    )
    broken = broken_cells(path)
    sheets = tuple(
        Sheet(file, str(name), _rows(frame, broken.get(str(name), {}))) for name, frame in frames.items()
    )
    hidden = _hidden(path)
    return Opened(
        sheets,
        tuple(
            say("{place} is hidden and was read", place=sheet.place)
            for sheet in sheets
            if sheet.name in hidden
        ),
    )


def _hidden(path: Path) -> set[str]:
    """The sheets that a person who opens the file does not see."""
    with CalamineWorkbook.from_path(path) as book:
        return {one.name for one in book.sheets_metadata if one.visible != SheetVisibleEnum.Visible}


def read_text(path: Path, *, file: str) -> TextFile:
    """A CSV and how it is written. csv.Error with its line if quotation marks do not come in pairs."""
    raw = path.read_bytes()
    encoding = _encoding_of(raw)
    text = raw.decode(encoding)
    separator = _separator_of(text)
    # Rows keep their own width: a line with more or fewer cells than the header is not to be filled up.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = [tuple(plain_cell(cell) for cell in row) for row in lines]
    except csv.Error as error:
        raise csv.Error(say("line {line}: {trouble}", line=lines.line_num, trouble=error)) from error
    return TextFile(Sheet(file, "", rows, separator), text, encoding, separator)


def _open_text(path: Path, file: str) -> Opened:
    found = read_text(path, file=file)
    odd = found.encoding == _RUSSIAN_EXCEL
    return Opened(
        (found.sheet,), (say("{file} is not UTF-8 and was read as Windows-1251", file=file),) if odd else ()
    )


def _encoding_of(raw: bytes) -> str:
    """The name of the encoding; a mark at the beginning is part of it, so that writing puts it back.

    UnicodeDecodeError for UTF-8 that is cut or damaged: read as another encoding every name would be another.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        if _is_damaged_utf8(raw):
            raise
        return _RUSSIAN_EXCEL
    return "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"


def _is_damaged_utf8(raw: bytes) -> bool:
    """Whether most of what is no ASCII is UTF-8: in a text of another encoding hardly anything is."""
    text = raw.decode("utf-8", errors="replace")
    bad = text.count("\ufffd") - raw.count("\ufffd".encode())
    return sum(not sign.isascii() for sign in text) - bad > bad


def _separator_of(text: str) -> str:
    """The separator that most of the first lines have, the header too: a comma may stand in cells of some."""
    lines = text.splitlines()[:20]

    def weight(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        return sum(count > 0 for count in counts), max(counts, default=0)

    return max(_SEPARATORS, key=weight)


def _rows(frame: pd.DataFrame, broken: Places) -> list[tuple[object, ...]]:
    """The cells of a sheet, all rows of one width, with the broken ones put where pandas shows empty ones."""
    height = max(len(frame), *(row + 1 for row, _ in broken)) if broken else len(frame)
    width = max(frame.shape[1], *(column + 1 for _, column in broken)) if broken else frame.shape[1]
    rows: list[list[object]] = [
        [*row, *[""] * (width - frame.shape[1])] for row in frame.itertuples(index=False, name=None)
    ]
    rows += [[""] * width for _ in range(height - len(rows))]
    for (row, column), cell in broken.items():
        rows[row][column] = cell
    return [tuple(row) for row in rows]
