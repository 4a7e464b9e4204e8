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

from orchestration.page.errors import PageError

MANIFEST = "manifest.json"
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_RUN_A_NIGHT = "run `voronka night`: the first night that passes the gate publishes"


@dataclass(frozen=True)
class Domain:
    """What readers of a domain see; a domain that was never published has neither version nor dates."""

    name: str
    version: str | None
    data_as_of: datetime | None
    published_at: datetime | None
    verdict: str
    reason: str | None


@dataclass(frozen=True)
class Finding:
    """A warning or a stop that travels with the numbers, in the deployment's language."""

    domain: str
    mart: str
    rule: str
    severity: str
    message: str
    fix: str


@dataclass(frozen=True)
class Publication:
    """The publication as a whole."""

    version: str
    as_of_date: date
    company: str
    timezone: str
    domains: dict[str, Domain]
    findings: tuple[Finding, ...]

    def local(self, instant: datetime | None) -> str | None:
        """The instant on the company's clock, `2026-06-04T02:59`."""
        zone = ZoneInfo(self.timezone)
        return instant.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if instant else None

    def last_day(self, domain: str) -> date | None:
        """The last day that the domain's sources cover to its end; None if it was never published."""
        found = self.domains.get(domain)
        moment = (found.data_as_of or found.published_at) if found and found.version else None
        return moment.astimezone(ZoneInfo(self.timezone)).date() - timedelta(days=1) if moment else None


class Shelf:
    """The published marts as tables of schema `kpi` on one connection, and the publication they belong to."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, publication: Publication) -> None:
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
                f"The published marts could not be read ({str(error).splitlines()[0][:200]})",
                fix="publish with this version of Voronka (`voronka night`), then write the page again",
            ) from error


@contextmanager
def open_shelf(location: Path) -> Iterator[Shelf]:
    """Open a shelf: a DuckDB file, a folder of Parquet files or its manifest. Raises PageError."""
    if not location.exists():
        raise PageError(f"Nothing is published at {location}", fix=_RUN_A_NIGHT)
    folder = location.parent if location.name == MANIFEST else location
    with duckdb.connect(config=_OFFLINE) as connection:
        connection.execute("set timezone = 'UTC'")
        if folder.is_dir():
            yield Shelf(connection, _lay_out(connection, folder))
        else:
            yield Shelf(connection, _attach(connection, location))


def _attach(connection: duckdb.DuckDBPyConnection, file: Path) -> Publication:
    try:
        connection.execute(f"attach '{_escaped(file)}' as shelf (read_only)")
        connection.execute("use shelf.kpi")
        release = connection.execute(
            "select release_version, as_of_date, company, timezone from publication_release"
        ).fetchone()
        domains = connection.execute(
            "select domain, version, data_as_of, published_at, verdict, held_reason from publication"
        ).fetchall()
        findings = connection.execute(
            "select domain, mart, rule, severity, message, fix from publication_finding"
        ).fetchall()
    except duckdb.Error as error:
        raise _unreadable(file) from error
    if release is None:
        raise PageError(f"Nothing is published in {file}", fix=_RUN_A_NIGHT)
    return _publication(release, domains, findings)


def _lay_out(connection: duckdb.DuckDBPyConnection, folder: Path) -> Publication:
    """Views of schema `kpi` over the files that the manifest names."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PageError(f"Nothing is published in {folder}", fix=_RUN_A_NIGHT) from None
    try:
        manifest = json.loads(text)
        connection.execute("create schema kpi")
        for name, mart in manifest["marts"].items():
            file = _escaped(folder / mart["file"])
            connection.execute(f"create view kpi.\"{name}\" as select * from read_parquet('{file}')")
        connection.execute("use kpi")
        return _publication(*_of_manifest(manifest))
    except (ValueError, KeyError, TypeError, duckdb.Error) as error:
        raise _unreadable(folder / MANIFEST) from error


def _of_manifest(manifest: dict[str, Any]) -> tuple[tuple[Any, ...], list[Any], list[Any]]:
    release = manifest["release"]
    day = date.fromisoformat(release["as_of_date"])
    domains = [
        (
            name,
            one["version"],
            _instant(one["data_as_of"]),
            _instant(one["published_at"]),
            one["verdict"],
            one["reason"],
        )
        for name, one in manifest["domains"].items()
    ]
    findings = [
        tuple(one[part] for part in ("domain", "mart", "rule", "severity", "message", "fix"))
        for one in manifest["findings"]
    ]
    told = (release["release_version"], day, release["company"], release["timezone"])
    return told, domains, findings


def _publication(
    release: Sequence[Any], domains: Sequence[Sequence[Any]], findings: Sequence[Sequence[Any]]
) -> Publication:
    version, as_of_date, company, timezone = release
    told = sorted((Domain(*_in_utc(row)) for row in domains), key=lambda one: one.name)
    return Publication(
        version=version,
        as_of_date=as_of_date,
        company=company,
        timezone=timezone,
        domains={one.name: one for one in told},
        findings=tuple(Finding(*row) for row in findings),
    )


def _in_utc(row: Sequence[Any]) -> list[Any]:
    return [
        part.replace(tzinfo=UTC) if isinstance(part, datetime) and part.tzinfo is None else part
        for part in row
    ]


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _escaped(path: Path) -> str:
    return str(path.resolve()).replace("'", "''")


def _unreadable(path: Path) -> PageError:
    return PageError(
        f"The published file {path} cannot be read",
        fix="see that it is Voronka's shelf and that nothing writes to it; the next night builds it anew",
    )
