"""A table of the publication itself as the bytes of a Parquet file."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.shelf.publication_rows import Table

_TYPES = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}


def as_parquet(table: Table) -> bytes:
    """The file, compressed as those of the marts are; the same for the same rows."""
    schema = pa.schema([(one.name, _TYPES[one.type]) for one in table.columns])
    rows = [dict(zip(schema.names, row, strict=True)) for row in table.rows]
    out = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema), out, compression="zstd")
    return bytes(out.getvalue())
