"""How names, values and paths are written in SQL.

A statement of a rule reads its mart through `batch`, the candidate that Great Expectations hands in, and
returns the rows that break it: `record` (the key), `found` and `wanted`, all text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path


def quote(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def as_pattern(path: Path) -> str:
    """A path for whatever takes a pattern of files: each of its signs means itself."""
    return re.sub(r"[\[*?]", r"[\g<0>]", str(path.resolve()))


def one_file(path: Path) -> str:
    """A path as an SQL literal that a reader of many files takes for this one file."""
    return literal(as_pattern(path))


def listed(columns: Iterable[str]) -> str:
    """Column names, quoted, with commas."""
    return ", ".join(quote(column) for column in columns)


def rows_of(types: Iterable[str]) -> str:
    """A query of rows that are given column by column, one list as a parameter for each of these types.

    DuckDB takes a thousand rows so in a thirtieth of the time of one by one.
    """
    return "select " + ", ".join(f"unnest(?::{one}[])" for one in types)


def key(columns: Iterable[str], alias: str = "") -> str:
    """An expression that names a row by these columns."""
    return joined(f"{alias}{quote(column)}" for column in columns)


def joined(expressions: Iterable[str]) -> str:
    """An expression that joins these to one text; null is written out."""
    texts = [f"coalesce(cast({one} as varchar), 'null')" for one in expressions]
    return "concat_ws(' | ', " + ", ".join(texts) + ")"
