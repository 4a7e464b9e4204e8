"""An unfinished batch on the local disk: pages go in, a finished Parquet file comes out; no commits."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from connectors.kit.disk import writing
from connectors.kit.errors import LandingFailed
from connectors.kit.stream import Page, Payload, Rejected
from connectors.landing.seal import SEAL, Sealing

ROWS = pa.schema(
    [
        ("_key", pa.string()),
        ("_op", pa.string()),
        ("_payload", pa.string()),
        ("_version", pa.string()),
        ("_day", pa.string()),
        ("_observed_at", pa.timestamp("us", tz="UTC")),
        ("_batch_id", pa.string()),
        ("_row", pa.int64()),
    ]
)
REJECTS = pa.schema(
    [("_batch_id", pa.string()), ("_row", pa.int64()), ("_reason", pa.string()), ("_payload", pa.string())]
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_GROUP_BYTES = 16 << 20  # a row group is written when this much payload is gathered: bounds the memory


class SpoolTaken(Exception):
    """Another writer is at work under this batch id."""


class Spool:
    """Gathers the pages of one batch in a file nobody else reads. Not safe for several threads."""

    def __init__(self, folder: Path, batch_id: str, observed_at: datetime) -> None:
        self.batch_id = batch_id
        self.observed_at = observed_at
        self.rows = 0
        self.deletes = 0
        self.rejected: list[Rejected] = []
        self._path = folder / f"{batch_id}.part"
        self._parts: list[pa.Table] = []
        self._gathered = 0
        self._alive = FileLock(_mark(self._path))
        try:
            with writing(self._path.name):
                folder.mkdir(parents=True, exist_ok=True)
                self._claim()
                self._sink = Sealing(self._path.open("wb"))
                self._writer = _writer(self._sink, ROWS)
        except LandingFailed:
            remove(self._path)
            self._alive.release()
            raise

    def add(self, page: Page) -> None:
        """Take in a page."""
        self.rejected += page.rejected
        if not page.keys:
            return
        table = self._table(page)
        self.rows += table.num_rows
        self.deletes += table.num_rows if page.payloads is None else 0
        self._parts.append(table)
        self._gathered += table.nbytes
        if self._gathered >= _GROUP_BYTES:
            self._flush()

    def finish(self, metadata: bytes) -> Path:
        """Close the file with the batch's metadata in its footer; where it lies."""
        with writing(self._path.name):
            self._flush()
            seal = self._sink.seal(metadata)
            self._writer.add_key_value_metadata({"voronka": metadata, SEAL: seal})
            self._writer.close()
            self._sink.close()
        return self._path

    def finish_rejects(self) -> Path:
        """A finished file of the records that went to quarantine."""
        path = self._path.with_suffix(".rejects")
        count = len(self.rejected)
        columns = [
            pa.array([self.batch_id] * count, pa.string()),
            pa.array(range(count), pa.int64()),
            pa.array([reject.reason for reject in self.rejected], pa.string()),
            pa.array([reject.payload for reject in self.rejected], pa.string()),
        ]
        with writing(path.name):
            pq.write_table(pa.table(columns, schema=REJECTS), path, compression="zstd")
        return path

    def discard(self) -> None:
        """Remove what is left of the spool; after a commit that is only its mark."""
        with suppress(OSError):
            self._writer.close()
        with suppress(OSError):
            self._sink.close()
        remove(self._path)
        self._alive.release()

    def _claim(self) -> None:
        try:
            self._alive.acquire(timeout=0)
        except Timeout:
            raise SpoolTaken(self.batch_id) from None

    def _flush(self) -> None:
        if self._parts:
            with writing(self._path.name):
                self._writer.write_table(pa.concat_tables(self._parts), row_group_size=1 << 20)
        self._parts, self._gathered = [], 0

    def _table(self, page: Page) -> pa.Table:
        count = len(page.keys)
        moment = (self.observed_at - _EPOCH) // timedelta(microseconds=1)
        columns = [
            _texts([key.encode() for key in page.keys]),
            _texts([b"delete" if page.payloads is None else b"upsert"] * count),
            _nothing(count) if page.payloads is None else _texts(page.payloads),
            _optional(page.versions, count),
            _optional(page.days, count),
            _numbers(pa.timestamp("us", tz="UTC"), [moment] * count),
            _texts([self.batch_id.encode()] * count),
            _numbers(pa.int64(), range(self.rows, self.rows + count)),
        ]
        return pa.Table.from_arrays(columns, schema=ROWS)


def begun(folder: Path) -> list[str]:
    """Batch ids of all spools, of living and of dead writers."""
    return sorted({path.name.partition(".")[0] for path in folder.glob("*.part*")})


@contextmanager
def bury(folder: Path, batch_id: str) -> Iterator[bool]:
    """Whether the spool's writer is dead; if so, the spool is removed at the end.

    All of it under the lock of the writer: a newborn one that had not got it yet goes by another name.
    """
    path = folder / f"{batch_id}.part"
    lock = FileLock(_mark(path))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
        remove(path)
    finally:
        lock.release()


def remove(path: Path) -> None:
    """Remove a spool file, its rejects and its mark."""
    for leaf in (path, path.with_suffix(".rejects"), _mark(path)):
        leaf.unlink(missing_ok=True)


def _mark(path: Path) -> Path:
    """The lock a living writer holds on its spool: the system releases it however the writer ends."""
    return path.with_name(f"{path.name}.mark")


def _writer(sink: Sealing, schema: pa.Schema) -> pq.ParquetWriter:
    constant = [name for name in schema.names if name in ("_op", "_batch_id", "_observed_at")]
    ranged = [name for name in schema.names if name != "_payload"]
    return pq.ParquetWriter(
        sink, schema, compression="zstd", use_dictionary=constant, write_statistics=ranged, store_schema=False
    )


def _texts(texts: Sequence[Payload]) -> pa.Array:
    """Texts laid end to end: no Python object is made of any of them, and pandas is not imported for it."""
    ends = array("i", accumulate(map(len, texts), initial=0))
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(texts))]
    column = pa.Array.from_buffers(pa.string(), len(texts), buffers)
    column.validate(full=True)  # nobody else looks whether these bytes are UTF-8
    return column


def _numbers(kind: pa.DataType, numbers: Iterable[int]) -> pa.Array:
    values = array("q", numbers)
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values)])


def _nothing(count: int) -> pa.Array:
    return pa.nulls(count, pa.string())


def _optional(values: Sequence[str | None] | None, count: int) -> pa.Array:
    return _nothing(count) if values is None else pa.array(list(values), pa.string())
