"""Which published tables have rows, asked where the dashboards will ask."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import psycopg
from sqlalchemy.engine import URL, make_url

from bi.errors import BIRefused
from texts import say

_SECONDS = 30


def filled(address: str, tables: Collection[str]) -> frozenset[str]:
    """Those of `tables` that stand in the shelf with a row; raises BIRefused if the shelf cannot be read."""
    with _opened(make_url(address)) as shelf:
        standing = shelf.execute(
            "select table_name from information_schema.tables where table_schema = 'kpi'"
        )
        published = {name for (name,) in standing.fetchall()}
        return frozenset(one for one in published.intersection(tables) if _has_row(shelf, one))


def _has_row(shelf: Any, table: str) -> bool:
    return shelf.execute(f"select 1 from kpi.{table} limit 1").fetchone() is not None  # noqa: S608 declared names


@contextmanager
def _opened(url: URL) -> Iterator[Any]:
    try:
        if url.get_backend_name() == "duckdb":
            with duckdb.connect(str(url.database), read_only=True) as file:
                yield file
        elif url.get_backend_name() == "postgresql":
            address = url.set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(address, connect_timeout=_SECONDS) as base:
                yield base
        else:
            what = say("The dashboards do not read {kind}", kind=url.get_backend_name())
            raise BIRefused(what, say("give the shelf in PostgreSQL or a published DuckDB file"))
    except (duckdb.Error, psycopg.Error) as error:
        what = say("Which dashboards there are data for cannot be asked of {shelf}", shelf=_named(url))
        fix = say(
            "see that this machine reads it, or name a published file of the company: --shelf FILE ({error})",
            error=type(error).__name__,
        )
        raise BIRefused(what, fix) from error


def _named(url: URL) -> str:
    """The shelf without login and password."""
    if url.get_backend_name() == "duckdb":
        return str(url.database)
    return f"{url.host or url.query.get('host', 'localhost')}/{url.database}"
