"""amoCRM by dlt's own rest_api source into a DuckDB file, lists in child tables or as JSON."""

from __future__ import annotations

import os
import tempfile
from typing import Any

import dlt
from dlt.sources.rest_api import rest_api_source

from tests.foreign.readers.telling import Read, tell

_WITH = {"leads": "contacts,loss_reason", "users": "role,group"}


def _resource(name: str) -> dict[str, Any]:
    asked = {"limit": 50, "page": 1, **({"with": _WITH[name]} if name in _WITH else {})}
    pages = {"type": "json_link", "next_url_path": "_links.next.href"}
    return {
        "name": name,
        "primary_key": "id",
        "write_disposition": "merge",
        "endpoint": {
            "path": name,
            "params": asked,
            "data_selector": f"_embedded.{name}",
            "paginator": pages,
        },
    }


def read(account: dict[str, Any]) -> Read:
    """Load leads, contacts and users of the account into `file`; how many rows each table has.

    `nesting`: levels of child tables, None as many as there are.
    """
    source = rest_api_source(
        {
            "client": {
                "base_url": f"{account['base_url']}/api/v4/",
                "auth": {"type": "bearer", "token": account["token"]},
            },
            "resources": [_resource(name) for name in ("leads", "contacts", "users")],
        }
    )
    source.max_table_nesting = account["nesting"]
    with tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline(
            "foreign",
            pipelines_dir=folder,
            destination=dlt.destinations.duckdb(account["file"]),
            dataset_name="amocrm",
        )
        pipeline.run(source)
        with pipeline.sql_client() as client:
            counted = {
                name: client.execute_sql(f"select count(*) from {name}")[0][0] for name in source.resources
            }
    return counted


if __name__ == "__main__":
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    tell(read)
