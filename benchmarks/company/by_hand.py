"""The same statements as dbt's last run, one after the other in a single DuckDB session without dbt."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.measure import costing, peak_mb

# as in dbt_project/profiles.yml
_SETTINGS = "set TimeZone = 'UTC'; set memory_limit = '3GB'"
_SCHEMAS = ("staging", "intermediate", "marts", "landing")


def statements(target: Path) -> Iterator[tuple[str, str]]:
    """Name and statement of every model and test, in the order in which dbt ended them."""
    nodes = json.loads((target / "manifest.json").read_bytes())["nodes"]
    for result in json.loads((target / "run_results.json").read_bytes())["results"]:
        node, sql = nodes.get(result["unique_id"], {}), result["compiled_code"]
        if node.get("resource_type") == "model":
            kind = "view" if node["config"]["materialized"] == "view" else "table"
            yield node["name"], f"create {kind} {node['schema']}.{node['alias']} as ({sql}\n)"
        elif node.get("resource_type") == "test":
            yield node["name"], f"select count(*) from ({sql}\n) as failure"


def lend(session: duckdb.DuckDBPyConnection, built: Path, seeds: list[str]) -> None:
    """Give the session what no model makes: the list of the landing's batches, and the seeds."""
    for schema in _SCHEMAS:
        session.execute(f"create schema {schema}")
    session.execute(f"attach '{built}' as built (read_only)")
    for table in ("landing.batches", "landing.taken", *seeds):
        session.execute(f"create table {table} as from built.{table}")
    session.execute("detach built")


def main(built: Path, target: Path, warehouse: Path) -> None:
    """Run everything and print what it cost, with the seconds of each statement."""
    nodes = json.loads((target / "manifest.json").read_bytes())["nodes"].values()
    seeds = [f"{one['schema']}.{one['alias']}" for one in nodes if one["resource_type"] == "seed"]
    work = list(statements(target))
    seconds: dict[str, float] = {}
    with duckdb.connect(str(warehouse)) as session:
        session.execute(_SETTINGS)
        lend(session, built, seeds)
        with costing() as whole:
            for name, statement in work:
                with costing() as cost:
                    _run(session, name, statement)
                seconds[name] = cost.seconds
    told: dict[str, Any] = {**asdict(whole), "peak_mb": peak_mb(), "statements": seconds}
    print(json.dumps(told), flush=True)


def _run(session: duckdb.DuckDBPyConnection, name: str, statement: str) -> None:
    try:
        session.execute(statement).fetchall()
    except duckdb.Error as error:
        sys.exit(f"{name}: {error}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
