"""Empty tables for people to fill: the columns of their contracts, as a spreadsheet program opens them."""

import csv
import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from connectors.catalog import vendors
from connectors.tables.contract import TableColumn, TableContract
from connectors.tables.folder import TableFolder
from connectors.tables.streams import CONTRACTS
from texts import Language

PLANS, COSTS = "sales_plan", "costs"
MAPPINGS = tuple(stream for stream in CONTRACTS if stream not in (PLANS, COSTS))


def all_tables() -> Mapping[str, TableContract]:
    """Every table that a person may fill: those of a deployment, those of a vendor's folder."""
    return {**{table: contract for kind in _folders() for table, contract in _of(kind).items()}, **CONTRACTS}


def page_of(table: str, language: Language) -> str:
    """The page that explains the columns of a table."""
    vendor = next((kind.name for kind in _folders() if table in _of(kind) and table not in CONTRACTS), None)
    if vendor:
        return f"docs/sources/{vendor}.md"
    return "docs/mappings.ru.md" if language == "ru" else "docs/mappings.md"


def _folders() -> list[type[TableFolder[Any]]]:
    return [kind for kind in vendors().values() if issubclass(kind, TableFolder)]


def _of(kind: type[TableFolder[Any]]) -> Mapping[str, TableContract]:
    contracts: Mapping[str, TableContract] = kind.settings_type.contracts
    return contracts


def empty_table(stream: str, language: Language) -> bytes:
    """A CSV with the header of a stream alone. A Russian Excel reads UTF-8 by its mark and parts by `;`."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if language == "ru" else ",", lineterminator="\r\n")
    contract = CONTRACTS[stream]
    writer.writerow([_label(contract, column, language) for column in contract.columns])
    return text.getvalue().encode("utf-8-sig" if language == "ru" else "utf-8")


def write_new(file: Path, content: bytes, mode: int = 0o644) -> bool:
    """Write a file that is not there yet; False and nothing done where it is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
    return True


def _label(contract: TableContract, column: TableColumn, language: Language) -> str:
    """Plans and costs are headed in the words of the company, mappings by the names of their fields."""
    if contract.stream in MAPPINGS or language != "ru" or not column.labels:
        return column.field
    return column.labels[0]
