"""How a file (XLSX, ODS, CSV) becomes sheets of untouched cells; pandas reads and never guesses types."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError

from connectors.kit.errors import UnexpectedReply

SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
TEXTS = frozenset({".csv", ".tsv", ".txt"})
_SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its `file` as messages and keys name it, `name` ("" for CSV), all rows from row 1."""

    file: str
    name: str
    rows: Sequence[tuple[object, ...]]

    @property
    def place(self) -> str:
        """How messages name the sheet."""
        return f'{self.file}, sheet "{self.name}"' if self.name else self.file


@dataclass(frozen=True)
class Opened:
    """A file's sheets, and notes about how it had to be read."""

    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def open_table(path: Path, *, file: str) -> Opened:
    """All sheets of a file that messages call `file`. UnexpectedReply if it is not what its suffix says."""
    suffix = path.suffix.lower()
    if suffix not in SPREADSHEETS | TEXTS:
        raise UnexpectedReply(
            f"{file} is not a table: the suffix {suffix or '(none)'} is unknown",
            fix="Save it as .xlsx, .ods or .csv, or narrow the pattern of the stream.",
        )
    try:
        return _open_text(path, file) if suffix in TEXTS else Opened(_open_spreadsheet(path, file))
    except (CalamineError, zipfile.BadZipFile, csv.Error, ValueError, OSError) as error:
        raise UnexpectedReply(
            f"{file} cannot be read ({type(error).__name__})",
            fix="Open it in a spreadsheet program and save it again; if it is still being copied, wait. "
            "A file with a password cannot be read.",
        ) from error


def _open_spreadsheet(path: Path, file: str) -> tuple[Sheet, ...]:
    frames = pd.read_excel(
        path,
        engine="calamine",
        sheet_name=None,
        header=None,
        dtype=object,
        na_filter=False,
        keep_default_na=False,
    )
    return tuple(Sheet(file, str(name), _rows(frame)) for name, frame in frames.items())


def _open_text(path: Path, file: str) -> Opened:
    text, note = _decode(path.read_bytes(), file)
    separator = _separator_of(text)
    # A title above the header is narrower than the table: pandas refuses rows wider than the first.
    width = max((len(row) for row in csv.reader(io.StringIO(text), delimiter=separator)), default=0)
    if not width:
        return Opened((Sheet(file, "", ()),), note)
    frame = pd.read_csv(
        io.StringIO(text),
        sep=separator,
        header=None,
        names=range(width),
        dtype=str,
        na_filter=False,
        keep_default_na=False,
        skip_blank_lines=False,
    )
    return Opened((Sheet(file, "", _rows(frame)),), note)


def _decode(raw: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16"), ()
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        # What a Russian Excel writes when it is asked for plain CSV.
        return raw.decode("cp1251"), (f"{file} is not UTF-8 and was read as Windows-1251",)


def _separator_of(text: str) -> str:
    """The separator used most by one of the first lines; semicolons are what a Russian Excel writes."""
    lines = text.splitlines()[:20]
    return max(_SEPARATORS, key=lambda separator: max((line.count(separator) for line in lines), default=0))


def _rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))
