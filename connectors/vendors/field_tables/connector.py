"""Field sales of a system without an API: agents, clients, orders, visits, money and plans, in files.

Quirks, each with a test in tests/field_tables/
- A table is the files called as it is, or so and `_` and anything more: `orders.csv`, `Orders_2026-01.xlsx`.
  One that is called almost so (`orders-2026.csv`) is named and not read.
- Every table is read whole each night. A period that is sent again takes the place of its file; only rows
  that are new or say something else are landed, and a row that is gone is deleted.
- A table of which no file was ever sent is not offered: what it would tell is unknown, not nothing. One that
  had rows and is gone is an error.
- Codes are people's own: letter case and double spaces do not part them. A row lands with each code as
  written and, with `_` before its name, as it is compared.
- What a status means stands in the settings, compared without case: other words there change what is known
  of every order, and it lands anew. Where no order is in a shipped status, the words that there are are said.
- Plans are kept of more than reports measure: what nothing is compared with is kept out, with its reason.
- Wrong cells, repeats, contradictions, broken files: as of the tables that people keep (vendor `files`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from pydantic import Field

from connectors.kit.errors import NotOffered
from connectors.kit.http import Transport
from connectors.kit.settings import ZoneName
from connectors.kit.stream import Kind, Page, Reading, Stream, deletes
from connectors.tables.cells import Value, spelling
from connectors.tables.folder import FolderSettings, TableFolder, kept_out
from connectors.tables.opening import MUTE, SPREADSHEETS, TEXTS
from connectors.tables.reading import FileRows, Row, WrongRow
from connectors.vendors.field_tables.tables import CODES, TABLES
from texts import say

_SOME = 10


class FieldTablesSettings(FolderSettings):
    """Where the tables lie, and what their words mean."""

    vendor = "field_tables"
    contracts = TABLES

    streams: dict[str, str] = Field(
        default_factory=lambda: {table: f"{table}*" for table in TABLES},
        description="stream → pattern of its files; <stream>.csv, <stream>_2026-01.xlsx and the like",
    )
    timezone: ZoneName | None = Field(None, description="zone of the times; the deployment's if not given")
    shipped_statuses: tuple[str, ...] = Field(
        ("shipped", "delivered"), description="statuses of an order whose goods have left"
    )
    cancelled_statuses: tuple[str, ...] = Field(
        ("cancelled",), description="statuses of an order that does not count"
    )
    sales_sum_is: Literal["revenue_paid_amount", "revenue_booked_amount"] | None = Field(
        None, description="metric that plans of sales_sum are compared with; none: they are kept out"
    )


class FieldTables(TableFolder[FieldTablesSettings]):
    """One folder."""

    name = "field_tables"
    settings_type = FieldTablesSettings
    streams = tuple(
        Stream(name, kind=Kind.SWEEP, key=table.key, optional=True) for name, table in TABLES.items()
    )

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Rows that are new or changed, then those that are gone. Raises what `table` raises."""
        stream = reading.stream.name
        found = self._measured(self.table(stream, len(reading.landed) or reading.rows_before))
        told = {_key(TABLES[stream].key, row): msgspec.json.encode(self._landing(row)) for row in found.rows}
        versions = {key: hashlib.sha256(payload).hexdigest()[:16] for key, payload in told.items()}
        fresh = [key for key, version in versions.items() if reading.landed.get(key) != version]
        yield Page(
            keys=fresh,
            payloads=[told[key] for key in fresh],
            versions=[versions[key] for key in fresh],
            rejected=kept_out(found),
            received=len(told) + len(found.wrong),
            warnings=(*found.notes, *self._almost(stream), *self._not_shipped(found)),
        )
        if gone := sorted(reading.landed.keys() - told.keys()):
            yield deletes(gone)

    def is_of(self, path: Path, stream: str) -> bool:
        """By the usual pattern: a table called as the stream, with `_` and more behind it or nothing."""
        if self.settings.is_named(stream):
            return True
        stem = path.stem.casefold()
        return _may_be_table(path) and (stem == stream or stem.startswith(f"{stream}_"))

    def missed(self, stream: str, rows_before: int) -> list[str]:
        """SettingsError for a table that had rows, NotOffered for one that never came."""
        if rows_before:
            raise self.gone(stream)
        told = self.gone(stream)
        raise NotOffered(
            "; ".join([told.what, *self._almost(stream)]),
            fix=say(
                "put the table there, or leave {stream} out of the source's `streams`: until then what it "
                "tells is unknown.",
                stream=stream,
            ),
        )

    def _almost(self, stream: str) -> list[str]:
        """What to say of tables that are called almost as those of the stream, and are not read."""
        if self.settings.is_named(stream):
            return []
        others = (path for path in sorted(self.settings.folder.iterdir()) if not self.is_of(path, stream))
        return [
            say("{file} is not read: {stream} is called {stream}_…", file=path.name, stream=stream)
            for path in others
            if _may_be_table(path)
            and (rest := path.stem.casefold().partition(stream))[:2] == ("", stream)
            and not rest[2][:1].isalpha()
        ]

    def _not_shipped(self, found: FileRows) -> list[str]:
        """What to say where no order is in a status in which goods have left."""
        statuses = {str(row.values["status"]) for row in found.rows if "status" in row.values}
        if not statuses or any(_is_one_of(status, self.settings.shipped_statuses) for status in statuses):
            return []
        return [
            say(
                "no order is in a status of `shipped_statuses` ({shipped}); the tables have {statuses}",
                shipped=", ".join(self.settings.shipped_statuses),
                statuses=", ".join(sorted(statuses)[:_SOME]),
            )
        ]

    def _measured(self, found: FileRows) -> FileRows:
        """The rows without plans of what no report measures; those are wrong."""
        kept, wrong = list[Row](), list(found.wrong)
        for row in found.rows:
            if "kpi" in row.values and self._metric_of(row) is None:
                reason = say("{place}: no report measures this kpi", place=row.place)
                wrong.append(WrongRow(reason, row.payload))
            else:
                kept.append(row)
        return FileRows(kept, wrong, found.notes)

    def _metric_of(self, row: Row) -> str | None:
        """The planned metric of the house that the row's kpi is."""
        metrics = {"visits": "visits_made_count", "sales_sum": self.settings.sales_sum_is}
        return metrics.get(str(row.values["kpi"]))

    def _landing(self, row: Row) -> dict[str, Value]:
        """Its cells, its codes as they are compared, and what the settings make of its words."""
        codes = {f"_{name}": spelling(value) for name, value in row.values.items() if name in CODES}
        return {**self._stamps(row), **codes, **row.values}

    def _stamps(self, row: Row) -> dict[str, Value]:
        if "kpi" in row.values:
            return {"_metric": self._metric_of(row)}
        if "status" not in row.values:
            return {}
        status = row.values["status"]
        return {
            "_is_shipped": _is_one_of(status, self.settings.shipped_statuses),
            "_is_cancelled": _is_one_of(status, self.settings.cancelled_statuses),
        }


def _may_be_table(path: Path) -> bool:
    """Whether it is a table, or one of a format that is refused by name."""
    return path.suffix.lower() in SPREADSHEETS | TEXTS | MUTE and path.name[0] not in "~."


def _is_one_of(status: Value, words: tuple[str, ...]) -> bool:
    return spelling(status) in {spelling(word) for word in words}


def _key(names: tuple[str, ...], row: Row) -> str:
    """The values of the key as they are compared, joined by `|`, which then stands in none of them."""
    parts = [str(spelling("" if row.values[name] is None else row.values[name])) for name in names]
    if len(parts) == 1:
        return parts[0]
    return "|".join(part.replace("%", "%25").replace("|", "%7C") for part in parts)
