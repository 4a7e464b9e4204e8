"""Empty tables for people to fill: the columns of their contracts, as a spreadsheet program opens them."""

import csv
import io
import os
from pathlib import Path

from connectors.tables.contract import TableColumn, TableContract
from connectors.tables.streams import CONTRACTS
from texts import Language

PLANS, COSTS = "sales_plan", "costs"
MAPPINGS = tuple(stream for stream in CONTRACTS if stream not in (PLANS, COSTS))


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
