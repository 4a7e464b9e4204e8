"""Readers of every shelf while it is published again and again: no error, no two versions in a domain.

VORONKA_HARD_READERS: of each shelf (8); VORONKA_HARD_PUBLICATIONS: how many (100).
"""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from expectations.shelf.target import follow
from expectations.versions import Publication, Versions
from tests.gate.house import House, build_house
from tests.release.postgres import new_base, running_server

pytestmark = pytest.mark.slow
READERS = int(os.environ.get("VORONKA_HARD_READERS", "8"))
PUBLICATIONS = int(os.environ.get("VORONKA_HARD_PUBLICATIONS", "100"))


@dataclass
class Seen:
    """What a reader saw: how often it read, what failed, and how often two marts were of two versions."""

    reads: int = 0
    errors: tuple[str, ...] = ()
    mixes: int = 0


def _read_file(file: Path) -> set[object]:
    """The rows of two marts of one domain, which are equal in one version."""
    with duckdb.connect() as connection:
        quoted = str(file).replace("'", "''")
        connection.execute(f"attach '{quoted}' as shelf (read_only)")
        found = connection.execute(
            "select (select count(*) from shelf.kpi.fct_payment),"
            " (select cast(sum(one.amount) as bigint) from shelf.kpi.fct_payment as one),"
            " (select cast(sum(expected) as bigint) from shelf.kpi.mart_calendar)"
        ).fetchall()
    return {found[0][1], found[0][2]}


def _read_folder(folder: Path) -> set[object]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    with duckdb.connect() as connection:
        return {
            connection.execute(
                f"select cast(sum({column}) as bigint) from read_parquet(?)",
                [str(folder / manifest["marts"][mart]["file"])],
            ).fetchall()[0][0]
            for mart, column in (("fct_payment", "amount"), ("mart_calendar", "expected"))
        }


def _read_current(folder: Path) -> set[object]:
    """By the one path that never changes: asked once where it leads, then each mart by a pattern below."""
    version = str((folder / "current").resolve())
    with duckdb.connect() as connection:
        return {
            connection.execute(
                f"select cast(sum({column}) as bigint) from read_parquet(?)", [f"{version}/**/{mart}.parquet"]
            ).fetchall()[0][0]
            for mart, column in (("fct_payment", "amount"), ("mart_calendar", "expected"))
        }


def _read_database(address: str) -> set[object]:
    with psycopg.connect(address) as connection:
        found = connection.execute(
            "select (select cast(sum(amount) as bigint) from kpi.fct_payment),"
            " (select cast(sum(expected) as bigint) from kpi.mart_calendar)"
        ).fetchall()
    return set(found[0])


def _keep_reading(
    read: Callable[[Any], set[object]], shelf: Path | str, stop: Event, answers: multiprocessing.Queue[Seen]
) -> None:
    seen, errors = Seen(), []
    is_over = False
    while not is_over:
        is_over = stop.is_set()  # and read once more
        try:
            seen.mixes += len(read(shelf)) > 1
        except (duckdb.Error, psycopg.Error, OSError, ValueError) as error:
            errors.append(str(error)[:200])
        seen.reads += 1
    seen.errors = tuple(errors)
    answers.put(seen)


def _two_versions(house: House) -> list[Publication]:
    """Two publications whose money differs."""
    house.night()
    versions = Versions(house.var / "releases")
    first = versions.current()
    for table in ("intermediate.int_payments", "marts.fct_payment"):
        house.plant(f"update {table} set amount = amount + 1")
    house.plant(
        "create or replace table marts.mart_calendar as select paid_date as due_date, "
        "cast(sum(amount) as decimal(18, 2)) as expected from marts.fct_payment group by paid_date"
    )
    total = 3435 + 30
    house.night(control={"onec.payments_bank": total})
    second = versions.current()
    assert first is not None
    assert second is not None
    assert first.version != second.version
    assert first.domains.keys() == second.domains.keys()
    return [first, second]


def test_no_reader_fails_or_sees_two_versions_in_a_domain(tmp_path: Path):
    with running_server(tmp_path / "server") as server:
        base = new_base(server)
        house = replace(build_house(tmp_path / "house"), other_targets=(base.target(reader=None),))
        _publish_and_read(house, base.address)


def _publish_and_read(house: House, address: str) -> None:
    pair = _two_versions(house)
    assert pair[0].marts["fct_payment"].version != pair[1].marts["fct_payment"].version
    start = multiprocessing.get_context("spawn")
    stop, answers = start.Event(), start.Queue()
    shelf = house.var / "shelf"
    places = [
        (_read_file, shelf / "marts.duckdb"),
        (_read_folder, shelf / "parquet"),
        (_read_current, shelf / "parquet"),
        (_read_database, address),
    ]
    readers = [
        start.Process(target=_keep_reading, args=(*place, stop, answers))
        for place in places
        for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    began = time.monotonic()
    try:
        for number in range(PUBLICATIONS):
            outcomes = follow(house.shelf, pair[number % 2], house.var / "releases", lambda _: None)
            assert [one.error for one in outcomes] == [None, None, None]
    finally:
        stop.set()
        seen = [answers.get(timeout=120) for _ in readers]
        for reader in readers:
            reader.join()
    reads, errors = sum(one.reads for one in seen), [error for one in seen for error in one.errors]
    mixes, took = sum(one.mixes for one in seen), time.monotonic() - began
    print(
        f"{PUBLICATIONS} publications, {READERS} readers of each shelf, {reads} reads in {took:.0f} s: ",
        end="",
    )
    print(f"{len(errors)} errors, {mixes} mixes")
    assert errors == []
    assert mixes == 0
    assert all(one.reads for one in seen)
