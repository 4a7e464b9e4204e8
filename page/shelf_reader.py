"""Reads what is on the shelf, read-only, and nothing else: the DuckDB file or the folder of Parquet files."""

# ruff: noqa: S608 - table and column names come from our own queries and the shelf's own catalogue.
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from expectations.statements import one_file, quote
from page.errors import PageError
from texts import say

MANIFEST = "manifest.json"
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
Row = dict[str, Any]


@dataclass(frozen=True)
class Domain:
    """What readers of a domain see; a domain that was never published has neither version nor dates."""

    name: str
    version: str | None
    data_as_of: datetime | None
    published_at: datetime | None
    verdict: str
    reason: str | None
    reason_ru: str | None = None
    reason_en: str | None = None


# What is shown of a row of `publication_finding`: keys of records stay out. An older shelf has fewer columns.
_SHOWN_OF_A_FINDING = (
    *("domain", "mart", "rule", "severity", "message", "fix"),
    *("message_ru", "fix_ru", "message_en", "fix_en"),
)


@dataclass(frozen=True)
class ShelfRelease:
    """The publication as a whole; `findings` are rows of `publication_finding`, as far as they are shown."""

    version: str
    as_of_date: date
    company: str
    timezone: str
    domains: dict[str, Domain]
    findings: tuple[Row, ...]

    def local(self, instant: datetime | None) -> str | None:
        """The instant on the company's clock, `2026-06-04T02:59`."""
        zone = ZoneInfo(self.timezone)
        return instant.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if instant else None

    def last_day(self, domain: str) -> date | None:
        """The last day that the domain's sources cover to its end; None where there are no data."""
        found = self.domains.get(domain)
        moment = found.data_as_of if found and found.version else None
        return moment.astimezone(ZoneInfo(self.timezone)).date() - timedelta(days=1) if moment else None


class Shelf:
    """The published marts as tables of schema `kpi` on one connection, and the publication they belong to."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, publication: ShelfRelease) -> None:
        self._connection = connection
        self.publication = publication
        found = connection.execute("select table_name from duckdb_columns() where schema_name = 'kpi'")
        self._tables = {table for (table,) in found.fetchall()}

    def lacks(self, table: str) -> bool:
        """Whether the table is not published."""
        return table not in self._tables

    def read(self, query: str, **variables: object) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows of a query; it reads `variables` as `$name`."""
        try:
            done = self._connection.execute(query, variables)
            return [column[0] for column in done.description or ()], done.fetchall()
        except duckdb.Error as error:
            raise PageError(
                say("The published marts could not be read ({said})", said=str(error).splitlines()[0][:200]),
                fix=say("publish with this version of Voronka (`voronka night`), then write the page again"),
            ) from error


def _run_a_night() -> str:
    return say("run `voronka night`: the first night that passes the gate publishes")


@contextmanager
def open_shelf(location: Path) -> Iterator[Shelf]:
    """Open a shelf: a DuckDB file, a folder of Parquet files or its manifest. Raises PageError."""
    if not location.exists():
        raise PageError(say("Nothing is published at {location}", location=location), fix=_run_a_night())
    folder = location.parent if location.name == MANIFEST else location
    with duckdb.connect(config=_OFFLINE) as connection:
        connection.execute("set timezone = 'UTC'")
        if folder.is_dir():
            yield Shelf(connection, _lay_out(connection, folder))
        else:
            yield Shelf(connection, _attach(connection, location))


def _attach(connection: duckdb.DuckDBPyConnection, file: Path) -> ShelfRelease:
    try:
        connection.execute(f"attach '{_escaped(file)}' as shelf (read_only)")
        connection.execute("use shelf.kpi")
        releases, domains, findings = (
            _rows(connection, name) for name in ("publication_release", "publication", "publication_finding")
        )
        if not releases:
            raise PageError(say("Nothing is published in {file}", file=file), fix=_run_a_night())
        named = [
            {name.replace("held_reason", "reason"): value for name, value in one.items()}
            | {"name": one["domain"]}
            for one in domains
        ]
        return _publication(releases[0], named, findings)
    except (KeyError, TypeError, duckdb.Error) as error:
        raise _unreadable(file) from error


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    found = connection.execute(f"select * from {table}")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _lay_out(connection: duckdb.DuckDBPyConnection, folder: Path) -> ShelfRelease:
    """Views of schema `kpi` over the files that the manifest names."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PageError(say("Nothing is published in {folder}", folder=folder), fix=_run_a_night()) from None
    try:
        manifest = json.loads(text)
        connection.execute("create schema kpi")
        for name, mart in manifest["marts"].items():
            file = one_file(folder / mart["file"])
            connection.execute(f"create view kpi.{quote(name)} as select * from read_parquet({file})")
        connection.execute("use kpi")
        release = manifest["release"]
        release["as_of_date"] = date.fromisoformat(release["as_of_date"])
        domains = [_dated(one) | {"name": name} for name, one in manifest["domains"].items()]
        return _publication(release, domains, manifest["findings"])
    except (ValueError, KeyError, TypeError, duckdb.Error) as error:
        raise _unreadable(folder / MANIFEST) from error


def _dated(domain: Row) -> Row:
    """A domain of the manifest with its instants read."""
    return domain | {name: _instant(domain[name]) for name in ("data_as_of", "published_at")}


def _publication(release: Row, domains: Sequence[Row], findings: Sequence[Row]) -> ShelfRelease:
    told = sorted((_domain(_in_utc(row)) for row in domains), key=lambda one: one.name)
    return ShelfRelease(
        version=release["release_version"],
        as_of_date=release["as_of_date"],
        company=release["company"],
        timezone=release["timezone"],
        domains={one.name: one for one in told},
        findings=tuple({name: row.get(name, "") for name in _SHOWN_OF_A_FINDING} for row in findings),
    )


def _domain(row: Row) -> Domain:
    """What the page needs of a row: an older shelf has fewer columns."""
    return Domain(**{name: row[name] for name in Domain.__dataclass_fields__ if name in row})


def _in_utc(row: Row) -> Row:
    return {
        name: part.replace(tzinfo=UTC) if isinstance(part, datetime) and part.tzinfo is None else part
        for name, part in row.items()
    }


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _escaped(path: Path) -> str:
    return str(path.resolve()).replace("'", "''")


def _unreadable(path: Path) -> PageError:
    return PageError(
        say("The published file {path} cannot be read", path=path),
        fix=say(
            "see that it is Voronka's shelf and that nothing writes to it; the next night builds it anew"
        ),
    )
