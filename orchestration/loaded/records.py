"""The records that a table holds now, one a key, and up to when its loader has brought them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from connectors.kit.errors import SettingsError, UnexpectedReply
from expectations.statements import literal, quote
from orchestration.loaded.entry import Table
from orchestration.loaded.opening import Opened
from orchestration.loaded.payloads import payload
from texts import say

_ARRIVALS = ("_airbyte_extracted_at", "_airbyte_emitted_at", "_fivetran_synced")
_DELETIONS = ("_ab_cdc_deleted_at", "_fivetran_deleted")
_AT_ONCE = 2_000
Row = tuple[str, bytes, str]


@dataclass(frozen=True)
class Held:
    """A table as it stands: `told` of DuckDB has all its rows, `records` those that count now.

    `ended`: the last whole load. `left_out`: rows of a load that has not ended.

    `nulled`: rows in which Airbyte replaced a value that did not fit by null.

    `by_day`: a record is one of its key on its day, and needs both.
    """

    connection: duckdb.DuckDBPyConnection
    ended: datetime
    left_out: int
    nulled: int
    by_day: bool

    def versions(self) -> dict[str, str]:
        """Key → a hash of the record, of all that are not deleted."""
        rows = self.connection.execute("select key, version from records where key is not null")
        return dict(rows.fetchall())

    def rows(self, keys: Sequence[str] | None = None) -> Iterator[list[Row]]:
        """Key, JSON and hash of the records with these keys (None: of all), some thousand at once."""
        among = ""
        if keys is not None:
            self.connection.execute("create or replace table wanted (key text)")
            self.connection.execute("insert into wanted select unnest(?)", [list(keys)])
            among = "and key in (select key from wanted)"
        yield from self._parts(f"where key is not null {among}")

    def unkeyed(self) -> list[str]:
        """The records without a usable key, or by day without a usable day, as JSON."""
        unusable = "key is null or day is null" if self.by_day else "key is null"
        found = self.connection.execute(f"select payload from records where {unusable}").fetchall()
        return [row[0] for row in found]

    def days(self, since: date, until: date) -> Iterator[tuple[str, list[Row]]]:
        """Each day from `since` to `until`, both included, with its records; days without any, too."""
        for offset in range((until - since).days + 1):
            day = date.fromordinal(since.toordinal() + offset).isoformat()
            rows = [row for part in self._parts(f"where key is not null and day = '{day}'") for row in part]
            yield day, rows

    def earliest_day(self, since: datetime) -> date | None:
        """The earliest day of the rows that came, or were deleted, since an instant."""
        asked = "select min(day) from told where greatest(arrived_at, buried_at) >= ?"
        found = self.connection.execute(asked, [since]).fetchall()
        return date.fromisoformat(found[0][0]) if found[0][0] else None

    def _parts(self, where: str) -> Iterator[list[Row]]:
        cursor = self.connection.cursor()
        cursor.execute(f"select key, payload, version from records {where} order by key")
        while part := cursor.fetchmany(_AT_ONCE):
            yield [(key, text.encode(), version) for key, text, version in part]


def hold(opened: Opened, table: Table, key: Sequence[str], ended: str | None, zone: str) -> Held:
    """Put a table's records into `records`. `key`: the vendor's fields of a key; `zone`: whose days.

    `ended`: `table.column` in which the loader writes when it ended, where the deployment names one.
    """
    name = opened.name_of(table.table)
    columns = opened.columns(name)
    _check(table, columns)
    loads = _dlt_loads(opened, name) if "_dlt_load_id" in columns else None
    arrival = _arrival(table, columns)
    whole = f'"_dlt_load_id" in (select load_id from {loads} where status = 0)' if loads else "true"
    made = payload(opened, name, "own", table.columns)
    by_day = table.day is not None
    one = "key, day" if by_day else "key"
    opened.connection.execute(
        f"""create or replace table told as
        select *, {_buried_at(by_day)} as buried_at,
            row_number() over (partition by {one} order by arrived_at desc) as turn
        from (
            select {_key(key)} as key, cast(payload as varchar) as payload, day, arrived_at, is_deleted
            from (
                select {made.sql} as payload, {_day(table, columns, zone)} as day,
                    coalesce({arrival}, timestamptz '-infinity') as arrived_at,
                    {_is_deleted(table, columns)} as is_deleted
                from {opened.relation(name)} as own {" ".join(made.joins)}
                where {whole} {'and own."_dlt_valid_to" is null' if "_dlt_valid_to" in columns else ""}
            ) as plain
        ) as keyed
        """
    )
    opened.connection.execute(
        """create or replace table records as
        select key, payload, md5(payload) as version, day from told
        where not is_deleted
            and (key is null or turn = 1 and (buried_at is null or buried_at < arrived_at))
        """
    )
    until = ended_at(opened, table, ended)
    return Held(
        opened.connection,
        until,
        _count(opened, name, f"not ({whole})"),
        _nulled(opened, name, columns),
        by_day,
    )


def ended_at(opened: Opened, table: Table, ended: str | None) -> datetime:
    """When the last whole load ended. UnexpectedReply where nothing tells it: unknown is not nothing."""
    name = opened.name_of(table.table)
    relation, columns = opened.relation(name), opened.columns(name)
    loads = _dlt_loads(opened, name) if "_dlt_load_id" in columns else None
    if ended:
        ends, _, column = ended.rpartition(".")
        asked = (
            f"select max(cast({quote(column)} as timestamptz)) from {opened.relation(opened.name_of(ends))}"
        )
    elif loads:
        asked = f"""select max(cast(inserted_at as timestamptz)) from {loads} where status = 0 and (
            not exists (select 1 from {relation}) or schema_name in (
                select schema_name from {loads}
                where load_id in (select "_dlt_load_id" from {relation})))"""
    else:
        asked = f"select max({_arrival(table, columns)}) from {relation} as own"
    found = opened.connection.execute(asked).fetchall()[0][0]
    if found is None:
        raise UnexpectedReply(
            say("nothing tells when {table} was last filled", table=table.table),
            fix=say("let the other loader end a load, or name `loaded_at` of the stream or `tables.ended`."),
        )
    moment: datetime = found
    return moment.astimezone(UTC)


def _check(table: Table, columns: Mapping[str, str]) -> None:
    for column in (*table.columns, table.day, table.loaded_at, table.deleted):
        if column and column not in columns and "_airbyte_data" not in columns:
            raise SettingsError(
                say("the table {table} has no column {column}", table=table.table, column=column),
                fix=say(
                    "its columns are {columns}: correct the stream under `tables`.",
                    columns=", ".join(columns),
                ),
            )


def _key(fields: Sequence[str]) -> str:
    parts = (f"nullif(payload ->> {_at(field)}, '')" for field in fields)
    return " || '|' || ".join(parts)


def _at(field: str) -> str:
    """Where a field is in a JSON, as an SQL literal."""
    return literal(f"$.{quote(field)}")


def _buried_at(by_day: bool) -> str:
    """When a row came last that deletes its key and tells no day: it holds for all days before."""
    if not by_day:
        return "cast(null as timestamptz)"
    return "max(arrived_at) filter (where is_deleted and day is null) over (partition by key)"


def _arrival(table: Table, columns: Mapping[str, str]) -> str:
    if table.loaded_at:
        return f"cast(own.{quote(table.loaded_at)} as timestamptz)"
    if "_dlt_load_id" in columns:
        return 'to_timestamp(cast(own."_dlt_load_id" as double))'
    known = [name for name in _ARRIVALS if name in columns]
    return f"cast(own.{quote(known[0])} as timestamptz)" if known else "cast(null as timestamptz)"


def _is_deleted(table: Table, columns: Mapping[str, str]) -> str:
    marks = [table.deleted] if table.deleted else [name for name in _DELETIONS if name in columns]
    tests = [
        f"coalesce(own.{quote(name)}, false)"
        if columns[name] == "BOOLEAN"
        else f"own.{quote(name)} is not null"
        for name in marks
    ]
    if "_airbyte_data" in columns:
        tests.append("cast(own.\"_airbyte_data\" as json) ->> '$._ab_cdc_deleted_at' is not null")
    return " or ".join(tests) or "false"


def _day(table: Table, columns: Mapping[str, str], zone: str) -> str:
    """The day of a row in `zone`, as text; null where there is none that can be read."""
    if table.day is None:
        return "cast(null as varchar)"
    if table.day not in columns:
        local = f'substr(cast(own."_airbyte_data" as json) ->> {_at(table.day)}, 1, 10)'
    else:
        column, kind = f"own.{quote(table.day)}", columns[table.day]
        if kind == "BIGINT":
            column, kind = f"to_timestamp({column})", "TIMESTAMP WITH TIME ZONE"
        local = f"timezone({literal(zone)}, {column})" if "WITH TIME ZONE" in kind else column
    # infinity, and a year of five digits (milliseconds for seconds), are days to DuckDB
    written = f"try(strftime(cast({local} as date), '%Y-%m-%d'))"
    return f"nullif(regexp_extract({written}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$'), '')"


def _dlt_loads(opened: Opened, table: str) -> str | None:
    """dlt's own list of loads, beside the table; a folder may not have kept it."""
    folder = table.rpartition("." if "." in table else "/")
    name = f"{folder[0]}{folder[1]}_dlt_loads"
    return opened.relation(name) if name in opened.tables else None


def _count(opened: Opened, name: str, where: str) -> int:
    asked = f"select count(*) from {opened.relation(name)} as own where {where}"
    return int(opened.connection.execute(asked).fetchall()[0][0])


def _nulled(opened: Opened, name: str, columns: Mapping[str, str]) -> int:
    if "_airbyte_meta" not in columns:
        return 0
    return _count(opened, name, "json_array_length(cast(own.\"_airbyte_meta\" as json) -> 'changes') > 0")
