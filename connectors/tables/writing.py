"""How rows are added to a table of people: the file keeps its columns, separator, encoding and line ends."""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors.tables.cells import Value, is_blank, spelling
from connectors.tables.contract import TableContract
from connectors.tables.formulas import safe_cell
from connectors.tables.header import find_header
from connectors.tables.opening import open_table, read_text
from connectors.tables.reading import read_file
from durable.files import write_file
from texts import Language

_SEPARATORS: Mapping[Language, str] = {"ru": ";", "en": ","}
"""What a spreadsheet program of the language takes for the border of two cells."""
_NEW = "utf-8-sig"  # without its mark a Russian Excel reads UTF-8 as Windows-1251
Texts = Mapping[str, str]
"""Field of the contract → text of the cell."""


@dataclass(frozen=True)
class _File:
    """A CSV as it stands: its text, how it is written, and which field is in which column."""

    text: str
    encoding: str
    separator: str
    fields: Sequence[str | None]

    @property
    def line_end(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"


def rows_of(contract: TableContract, path: Path) -> list[Mapping[str, Value]]:
    """The rows of a CSV, those with wrong cells too; nothing if there is no file or nothing in it.

    UnexpectedReply if it is no table of the contract.
    """
    if not path.exists() or not path.read_bytes().strip(b"\xef\xbb\xbf \r\n\t"):
        return []
    reading = read_file(contract, open_table(path, file=path.name))
    return [*(row.values for row in reading.rows), *(row.payload for row in reading.wrong)]


def add_rows(contract: TableContract, path: Path, rows: Iterable[Texts], *, language: Language) -> int:
    """Add the rows whose key is not in the CSV yet, in whatever spelling; returns how many were added.

    A file that is not there, or is empty, is made: UTF-8 with its mark; semicolons for Russian.
    UnexpectedReply if the file is no table of the contract.
    """
    known = {_key(contract, row) for row in rows_of(contract, path)}
    fresh: list[Texts] = []
    for row in rows:
        key = _key(contract, row)
        if key not in known and _is_whole(contract, row):
            known.add(key)
            fresh.append(row)
    if fresh or not path.exists():
        _append(contract, path, fresh, language)
    return len(fresh)


def _key(contract: TableContract, row: Mapping[str, Value]) -> tuple[Value, ...]:
    return tuple(spelling(row.get(name)) or "" for name in contract.key)


def _is_whole(contract: TableContract, row: Texts) -> bool:
    """Whether the key can be read back: a row without it would be kept out every night."""
    return all(
        column.may_be_blank or not is_blank(row.get(column.field))
        for column in contract.columns
        if column.field in contract.key
    )


def _append(contract: TableContract, path: Path, rows: Sequence[Texts], language: Language) -> None:
    file = _standing(contract, path) or _new(contract, language)
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=file.separator, lineterminator=file.line_end)
    for row in rows:
        writer.writerow([safe_cell(row.get(name, "")) if name else "" for name in file.fields])
    gap = "" if file.text.endswith(("\n", "\r")) else file.line_end
    _replace(path, file.text + gap + lines.getvalue(), file.encoding)


def _standing(contract: TableContract, path: Path) -> _File | None:
    if not path.exists():
        return None
    found = read_text(path, file=path.name)
    header = find_header(contract, found.sheet) if found.text.strip() else None
    if header is None:
        return None
    fields: list[str | None] = [None] * len(header.own)
    for name, position in header.positions.items():
        fields[position] = name
    return _File(found.text, found.encoding, found.separator, fields)


def _new(contract: TableContract, language: Language) -> _File:
    fields = [column.field for column in contract.columns]
    separator = _SEPARATORS[language]
    return _File(separator.join(fields) + "\n", _NEW, separator, fields)


def _replace(path: Path, text: str, encoding: str) -> None:
    """The whole file anew, aside and renamed. What the old encoding has no sign for makes it UTF-8."""
    try:
        raw = text.encode(encoding)
    except UnicodeEncodeError:
        raw = text.encode(_NEW)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, raw, stat.S_IMODE(path.stat().st_mode) if path.exists() else None)
