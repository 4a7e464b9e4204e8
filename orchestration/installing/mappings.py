"""`doctor --write-mappings`: every stage, reason, channel and user that was read, as CSVs to fill.

A row that is already in a file stays as it is, with what a person wrote beside it; new ones are added below.
What there is to list, a vendor declares itself, as SQL over its staging models.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from connectors.catalog import declarations
from connectors.declaration import FILE, wrong
from connectors.tables.contract import TableContract
from connectors.tables.streams import CONTRACTS
from connectors.tables.writing import add_rows, rows_of
from orchestration.deployment.deployment import Deployment

_STAGING_MODEL = re.compile(r"\bstg_\w+")
# Read by the queries: the lead fields that hold the channel of a source.
_CHANNEL_FIELDS = "create temp table channel_fields (source text, field text)"


@dataclass(frozen=True)
class Listing:
    """What one mapping table lists of one vendor; `query` gives the columns of the table's contract."""

    vendor: str
    contract: TableContract
    query: str
    sources: tuple[str, ...]

    @property
    def models(self) -> set[str]:
        """The staging models that the query reads."""
        return set(_STAGING_MODEL.findall(self.query))


def listings(deployment: Deployment) -> Iterator[Listing]:
    """The listings of every deployed vendor, the most trusted vendor first."""
    for vendor, declaration in declarations().items():
        sources = tuple(name for name, entry in deployment.sources.items() if entry.vendor == vendor)
        if sources:
            for table, query in declaration.listings.items():
                yield Listing(vendor, CONTRACTS[table], query, sources)


def write_mappings(deployment: Deployment, folder: Path) -> dict[str, int]:
    """Add what staging holds and the CSVs of `folder` do not; returns file name → rows added.

    UnexpectedReply if a CSV that is there already is no table of its kind.
    """
    added: dict[str, int] = {}
    with duckdb.connect() as memory:
        memory.execute(_CHANNEL_FIELDS)
        for source, field in _channel_fields(folder):
            memory.execute("insert into channel_fields values (?, ?)", [source, field])
        known = _open_staging(memory, deployment)
        for one in listings(deployment):
            file = folder / f"{one.contract.stream}.csv"
            rows = _rows(memory, one) if one.models <= known else ()
            added[file.name] = added.get(file.name, 0) + add_rows(
                one.contract, file, rows, language=deployment.language
            )
    return added


def _open_staging(memory: duckdb.DuckDBPyConnection, deployment: Deployment) -> set[str]:
    """Make the staging models known to queries; their names, none where nothing has been built yet."""
    if not deployment.state.warehouse.exists():
        return set()
    path = str(deployment.state.warehouse).replace("'", "''")
    memory.execute(f"attach '{path}' as warehouse (read_only)")
    memory.execute("set search_path = 'temp,warehouse.staging'")
    names = "select table_name from duckdb_tables() where schema_name = 'staging'"
    return {name for (name,) in memory.execute(names).fetchall()}


def _rows(memory: duckdb.DuckDBPyConnection, one: Listing) -> Iterator[dict[str, str]]:
    """The rows of a listing, without cells that are refused. SettingsError: the query is wrong."""
    columns = one.contract.columns
    cells = ", ".join(f"coalesce(cast({column.field} as text), '')" for column in columns)
    query = f"select {cells} from ({one.query}) where list_contains($sources, source)"  # noqa: S608 - ours
    try:
        found = memory.execute(query, {"sources": list(one.sources)}).fetchall()
    except duckdb.Error as error:
        place = Path("connectors", "vendors", one.vendor, FILE)
        raise wrong(place, f"listings.{one.contract.stream} {error}") from None
    for row in found:
        yield {column.field: column.kind.or_nothing(cell) for column, cell in zip(columns, row, strict=True)}


def _channel_fields(folder: Path) -> Iterator[tuple[str, str]]:
    """(source, field) of the lead fields that fields.csv calls the channel; their values are listed."""
    for row in rows_of(CONTRACTS["fields"], folder / "fields.csv"):
        if row["meaning"] == "channel":
            yield str(row["source"]), str(row["field"])
