"""Exports each candidate once and lays it on a bench: a small DuckDB file of views that the gate judges.

The bench is all that the gate opens, so it never meets the warehouse's lock, and it judges exactly the bytes
that will be published. On it stand `<mart>` (the candidate, or the published version of a mart that was not
built), `prev_<mart>` (the published version) and the night's facts in the schema `facts`.
"""
# ruff: noqa: S608 - the names come from a checked contract and are quoted.

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from durable.files import flush, sha256_of
from expectations.cells import CHANGED_CELLS, Changed, outgoing_rows
from expectations.contract import Contract
from expectations.damage import says_damaged
from expectations.engine_words import failure_of
from expectations.errors import GateError
from expectations.facts import ReleaseFacts, as_utc
from expectations.freshness import stream_ages
from expectations.gate_rules.check import check_table
from expectations.gate_rules.total import other_side_sums, total_table
from expectations.statements import key, listed, literal, one_file, rows_of
from expectations.versions import Candidate, Publication
from texts import say

OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_FACTS = """
    create schema facts;
    create table facts.promised_column (
        mart varchar, column_name varchar, column_type varchar, description varchar
    );
    create table facts.found_column (mart varchar, column_name varchar, column_type varchar);
    create table facts.stream_age (
        mart varchar, stream varchar, covered_to varchar, needed varchar, is_late boolean
    );
    create table facts.control (name varchar, value decimal(38, 6));
"""


@dataclass
class Bench:
    """The bench file, what was exported, and which parts could not be laid out.

    `other_sides` holds a fingerprint of everything that totals and checks read beside the candidates.
    `changed`: mart → columns of which some cells were exported otherwise than they were typed.
    """

    path: Path
    candidates: dict[str, Candidate] = field(default_factory=dict)
    previous: frozenset[str] = frozenset()
    errors: dict[str, str] = field(default_factory=dict)
    other_sides: dict[str, str] = field(default_factory=dict)
    changed: dict[str, list[Changed]] = field(default_factory=dict)


def lay_out(
    contracts: Sequence[Contract],
    facts: ReleaseFacts,
    *,
    warehouse: Path,
    releases: Path,
    version: str,
    current: Publication | None,
) -> Bench:
    """Export the candidates to `releases/<version>/<mart>.parquet` and build the bench beside them.

    Rows are ordered by grain, so unchanged input gives unchanged bytes. A mart that dbt did not build has no
    candidate. Raises GateError if the warehouse cannot be read; the warehouse is closed again on return.
    """
    bench = Bench(releases / version / "bench.duckdb")
    with _open_bench(bench.path) as connection:
        _attach(connection, warehouse, contracts)
        for contract in contracts:
            if contract.mart not in facts.unbuilt:
                _export(connection, contract, releases, version, bench)
            _lay_other_sides(connection, contract, bench)
        _lay_views(connection, bench, releases, current)
        _lay_facts(connection, contracts, facts, bench)
    return bench


def fingerprint_of(contracts: Sequence[Contract], bench: Bench) -> str:
    """Changes when a contract, a suite or what totals and checks compare with has changed."""
    asked = [contract.model_dump(mode="json") for contract in contracts]
    return hashlib.sha256(json.dumps([asked, bench.other_sides], sort_keys=True).encode()).hexdigest()


@contextlib.contextmanager
def _open_bench(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path.unlink(missing_ok=True)
    connection = duckdb.connect(str(path), config=OFFLINE)
    try:
        connection.execute(_FACTS)
        connection.execute(CHANGED_CELLS)
        yield connection
    finally:
        connection.close()


def _attach(connection: duckdb.DuckDBPyConnection, warehouse: Path, contracts: Sequence[Contract]) -> None:
    if not warehouse.exists():
        raise GateError(
            say("There is no warehouse {name}.", name=warehouse.name),
            fix=say("run dbt first: it builds the warehouse."),
        )
    # Views inside the warehouse name their database, so it must be attached under the name dbt gave it.
    database = contracts[0].relation.split(".")[0] if contracts else '"warehouse"'
    try:
        connection.execute(f"attach {literal(str(warehouse))} as {database} (read_only)")
    except duckdb.IOException as error:
        if says_damaged(str(error)):
            raise
        raise GateError(
            say("The warehouse {file} cannot be opened: another process holds it.", file=warehouse.name),
            fix=say("close what holds it (a notebook, dbt, another night); BI reads the shelf instead."),
        ) from error


def _export(
    connection: duckdb.DuckDBPyConnection, contract: Contract, releases: Path, version: str, bench: Bench
) -> None:
    path = releases / version / f"{contract.mart}.parquet"
    try:
        rows, bench.changed[contract.mart] = outgoing_rows(connection, contract)
        query = f"{rows} order by {listed(contract.grain)}"
        copied = connection.execute(
            f"copy ({query}) to {literal(str(path))} (format parquet, compression zstd)"
        )
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        # The relation or a column of its grain is missing: for the gate the mart was not built.
        bench.errors[contract.mart] = failure_of(error)
        return
    counted = copied.fetchone()
    flush(path)
    bench.candidates[contract.mart] = Candidate(
        file=f"{version}/{path.name}", sha256=sha256_of(path), rows=counted[0] if counted else 0
    )


def _lay_other_sides(connection: duckdb.DuckDBPyConnection, contract: Contract, bench: Bench) -> None:
    """Copy what totals and checks need from models that are not published."""
    for number, total in enumerate(contract.totals):
        if total.equals.relation in contract.relations:
            sums = other_side_sums(total, contract.relations[total.equals.relation])
            _lay_table(connection, total_table(contract.mart, number), sums, bench)
    for number, check in enumerate(contract.checks):
        if check.relation in contract.relations:
            relation = contract.relations[check.relation]
            rows = f"select distinct {key(check.show)} as record from {relation} where {check.where}"
            _lay_table(connection, check_table(contract.mart, number), rows, bench)


def _lay_table(connection: duckdb.DuckDBPyConnection, table: str, query: str, bench: Bench) -> None:
    try:
        connection.execute(f"create table facts.{table} as {query}")
        row = connection.execute(f"select count(*), bit_xor(hash(t)) from facts.{table} as t").fetchone()
        bench.other_sides[table] = str(row)
    except (duckdb.ProgrammingError, duckdb.DataError) as error:
        bench.errors[table] = failure_of(error)


def _lay_views(
    connection: duckdb.DuckDBPyConnection, bench: Bench, releases: Path, current: Publication | None
) -> None:
    published = {name: releases / mart.file for name, mart in current.marts.items()} if current else {}
    candidates = {name: releases / one.file for name, one in bench.candidates.items()}
    files = {f"prev_{name}": path for name, path in published.items()} | published | candidates
    for view, path in files.items():
        connection.execute(f"create view {view} as select * from read_parquet({one_file(path)})")
    bench.previous = frozenset(published)


def _lay_facts(
    connection: duckdb.DuckDBPyConnection, contracts: Sequence[Contract], facts: ReleaseFacts, bench: Bench
) -> None:
    promised = [
        (contract.mart, column.name, column.type, column.description)
        for contract in contracts
        for column in contract.columns
    ]
    ages = [
        (contract.mart, age.stream, age.reached, as_utc(age.needed), age.is_late)
        for contract in contracts
        for age in stream_ages(contract, facts)
    ]
    _insert(connection, "facts.promised_column", promised)
    _insert(connection, "facts.stream_age", ages)
    _insert(connection, "facts.control", list(facts.control.items()))
    changed = connection.execute("select count(*), bit_xor(hash(t)) from facts.changed_cell as t").fetchone()
    bench.other_sides["changed"] = str(changed)
    bench.other_sides["control"] = str(sorted(facts.control.items()))
    connection.execute(
        "insert into facts.found_column select table_name, column_name, data_type from duckdb_columns() "
        "where database_name = current_database() and schema_name = 'main' and list_contains(?, table_name)",
        [list(bench.candidates)],
    )


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        types = [type_ for _, type_, *_ in connection.execute(f"describe {table}").fetchall()]
        by_column = [list(cells) for cells in zip(*rows, strict=True)]
        connection.execute(f"insert into {table} {rows_of(types)}", by_column)
