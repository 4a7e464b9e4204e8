"""Writes a mart as a CSV file that a spreadsheet opens by double click: BOM, `;`, commas, no formulas."""
# ruff: noqa: S608 - the names come from checked contracts and are quoted.

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from durable.files import aside_of
from expectations.contract import Column
from expectations.shelf.harmless_cells import FORMULA, is_formula
from expectations.shelf.publication_rows import Table
from expectations.statements import listed, literal, one_file, quote, rows_of
from texts import Language

_BOM = "\ufeff"
_FRACTIONS = ("DECIMAL", "DOUBLE", "FLOAT")


@dataclass(frozen=True)
class CsvForm:
    """How a deployment wants its files. `headings`: labels for people, or names of columns."""

    decimal: Literal[",", "."]
    headings: Literal["labels", "names"]
    language: Language
    timezone: str

    def heading(self, column: Column) -> str:
        """The heading of a column."""
        return column.heading(self.language) if self.headings == "labels" else column.name


def write_mart(
    connection: duckdb.DuckDBPyConnection, source: Path, columns: Sequence[Column], to: Path, form: CsvForm
) -> None:
    """A published Parquet file as CSV. Raises duckdb.Error, OSError."""
    _copy(connection, f"read_parquet({one_file(source)})", columns, to, form)


def write_table(connection: duckdb.DuckDBPyConnection, table: Table, to: Path, form: CsvForm) -> None:
    """The same for a table of the publication itself."""
    described = ", ".join(f"{quote(one.name)} {one.type}" for one in table.columns)
    connection.execute(f"create or replace temp table told ({described})")
    if table.rows:
        by_column = [list(cells) for cells in zip(*table.rows, strict=True)]
        connection.execute(f"insert into told {rows_of(one.type for one in table.columns)}", by_column)
    _copy(connection, "told", table.columns, to, form)


def _copy(
    connection: duckdb.DuckDBPyConnection, rows: str, columns: Sequence[Column], to: Path, form: CsvForm
) -> None:
    cells = ", ".join(f"{_cell(one, form)} as {quote(one.name)}" for one in columns)
    headings = ";".join(_quoted(form.heading(one)) for one in columns)
    texts = listed(one.name for one in columns if one.type.upper() == "VARCHAR")
    # A text that holds the separator of another country's spreadsheets must not begin a cell there.
    force = f", force_quote ({texts})" if texts else ""
    body = aside_of(to)
    connection.execute(
        f"copy (select {cells} from {rows}) to {literal(str(body))}"
        f" (format csv, delimiter ';', header false{force})"
    )
    with to.open("wb") as whole, body.open("rb") as lines:
        whole.write(f"{_BOM}{headings}\n".encode())
        shutil.copyfileobj(lines, whole)
    body.unlink()


def _cell(column: Column, form: CsvForm) -> str:
    name, kind = quote(column.name), column.type.upper()
    if kind == "VARCHAR":
        return f"case when regexp_matches({name}, {literal(FORMULA)}) then '''' || {name} else {name} end"
    if kind == "TIMESTAMP":
        return f"timezone({literal(form.timezone)}, timezone('UTC', {name}))"
    if kind.startswith("TIMESTAMP"):
        return f"timezone({literal(form.timezone)}, {name})"
    if kind.startswith(_FRACTIONS) and form.decimal == ",":
        return f"replace(cast({name} as varchar), '.', ',')"
    return name


def _quoted(heading: str) -> str:
    text = f"'{heading}" if is_formula(heading) else heading
    return '"' + text.replace('"', '""') + '"'
