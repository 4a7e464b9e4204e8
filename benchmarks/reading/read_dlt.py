"""dlt reading the same leads with its rest_api source into a DuckDB file; runs in a venv of its own.

`plain` is what its documentation shows first. `parquet` has Parquet files between its steps in place of
INSERT statements. `tuned` is also spared work that Voronka does not do either: nested lists stay JSON.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import STATE, report_reading

_LEADS = {
    "name": "leads",
    "primary_key": "id",
    "write_disposition": "append",
    "endpoint": {
        "path": "leads",
        "params": {"limit": 250, "page": 1, "order[id]": "asc"},
        "data_selector": "_embedded.leads",
        "paginator": {"type": "json_link", "next_url_path": "_links.next.href"},
    },
}


def read(origin: str, folder: Path, how: str) -> int:
    """One run of a pipeline into a new file; gives the rows of its table."""
    import dlt
    from dlt.sources.rest_api import rest_api_source

    source = rest_api_source(
        {
            "client": {"base_url": f"{origin}/api/v4/", "auth": {"type": "bearer", "token": "bench"}},
            "resources": [_LEADS],
        }
    )
    if how == "tuned":
        source.max_table_nesting = 0
    pipeline = dlt.pipeline(
        "bench",
        pipelines_dir=str(folder),
        destination=dlt.destinations.duckdb(str(folder / "leads.duckdb")),
        dataset_name="raw",
    )
    pipeline.run(source, loader_file_format=None if how == "plain" else "parquet")
    with pipeline.sql_client() as client:
        return int(client.execute_sql("select count(*) from leads")[0][0])


def main(origin: str, how: str) -> None:
    """Read once and report; dlt is imported before the clock starts."""
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    import dlt.destinations
    import dlt.sources.rest_api  # noqa: F401

    STATE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=STATE) as kept:
        report_reading(lambda: read(origin, Path(kept), how))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
